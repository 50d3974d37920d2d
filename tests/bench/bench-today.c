/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hoy over the bench office: of somebody with sixty cases, and of the supervisor whose the others
 * are. The first reading after opening beside the median of those that follow. */
#include "fixture.h"

#include "domain/today.h"

#define TODAY "2026-11-24"
#define LOGIN "sesenta"
#define PASSPHRASE "bench office, sixty cases"
#define CASES 60

typedef struct
{
  AmpSession *session;
  AmpTaskQuery query;
  guint n;
} Bench;

static void
run_today (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpToday) today = amp_today_read (bench->session, TODAY, NULL, &error);

  if (today == NULL)
    g_error ("%s", error->message);
  bench->n = today->due->len + today->silent->len + today->imminent->len;
}

static void
run_team (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpTeam) team = amp_team_read (bench->session, TODAY, NULL, &error);

  if (team == NULL)
    g_error ("%s", error->message);
  bench->n = team->members->len;
}

static void
run_list (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tasks = amp_tasks_list (bench->session, &bench->query, NULL, NULL, &error);

  if (tasks == NULL)
    g_error ("%s", error->message);
  bench->n = tasks->len;
}

static void
report (Bench *bench, const char *what, void (*run) (gpointer data))
{
  gint64 start = g_get_monotonic_time ();
  double first;

  run (bench);
  first = (double) (g_get_monotonic_time () - start) / 1000.0;
  g_print ("%-44s first %7.1f ms   then %7.1f ms   %u rows\n", what, first,
           amp_bench_median (9, run, bench) * 1000, bench->n);
}

/* Gives sixty open cases to another. */
static void
share (AmpSession *session)
{
  static const char *const paths[] = {"id", NULL};
  const AmpFilter open = {"status", AMP_OP_EQ, "open"};
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 owner = 0;

  if (!amp_session_add_user (session, LOGIN, AMP_ROLE_CASEWORKER, passphrase, &amp_kdf_cheap,
                             &error))
    {
      g_print ("# %s\n", error->message);
      return;
    }
  {
    g_autoptr (AmpCursor) users =
      amp_store_select (store, amp_entity_find ("user"), paths, NULL, 0, "created_at", &error);
    g_autoptr (AmpCursor) cases =
      amp_store_select (store, amp_entity_find ("case"), paths, &open, 1, NULL, &error);

    while (amp_cursor_next (users, NULL, &error) > 0)
      if (amp_cursor_int (users, 0) != amp_session_get_user (session)->id)
        owner = amp_cursor_int (users, 0);
    while (ids->len < CASES && amp_cursor_next (cases, NULL, &error) > 0)
      {
        gint64 id = amp_cursor_int (cases, 0);

        g_array_append_val (ids, id);
      }
  }
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AmpRecord) record =
        amp_store_load (store, amp_entity_find ("case"), g_array_index (ids, gint64, i), &error);

      amp_record_set_int (record, "owner", owner);
      if (!amp_store_save (store, record, NULL, &error))
        g_error ("%s", error->message);
    }
}

int
main (void)
{
  Bench bench = {.session = amp_bench_session ()};
  g_autofree char *folder = g_strdup (amp_vault_get_folder (amp_session_get_vault (bench.session)));
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (PASSPHRASE);
  g_autoptr (GError) error = NULL;

  share (bench.session);
  report (&bench, "Hoy: the supervisor of all", run_today);
  report (&bench, "Equipo: the office", run_team);
  bench.query = (AmpTaskQuery){.owner = 0,
                               .today = TODAY,
                               .from = "2026-11-01",
                               .to = "2026-11-30",
                               .with_put_off = TRUE,
                               .limit = 500};
  report (&bench, "tasks: a month of the office", run_list);
  amp_session_close (bench.session);
  bench.session = amp_session_open (folder, LOGIN, passphrase, &error);
  if (bench.session == NULL)
    g_error ("%s", error->message);
  report (&bench, "Hoy: somebody with sixty cases", run_today);
  bench.query.owner = amp_session_get_user (bench.session)->id;
  bench.query.limit = 0;
  report (&bench, "tasks: her month", run_list);
  amp_session_close (bench.session);
  return 0;
}
