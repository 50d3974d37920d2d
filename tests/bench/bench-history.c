/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The history of one case and the last backup in the bench office, beside going over its whole log.
 * Its log has an event for each case at least. */
#include "fixture.h"

#include "store/due.h"

typedef struct
{
  AmpStore *store;
  AmpAuditObject roots[2];
  guint n;
} Bench;

static gboolean
count (const AmpAuditEvent *event G_GNUC_UNUSED, gpointer data)
{
  ((Bench *) data)->n++;
  return TRUE;
}

static void
check (gboolean ok, const GError *error)
{
  if (!ok)
    g_error ("%s", error->message);
}

static void
run_all (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;

  bench->n = 0;
  check (amp_store_audit_list (bench->store, count, bench, &error), error);
}

static void
run_one (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;

  bench->n = 0;
  check (amp_store_audit_list_of (bench->store, bench->roots, 2, count, bench, &error), error);
}

static gboolean
note_at (const AmpAuditEvent *event, gpointer data)
{
  char **at = data;

  *at = g_strdup (event->at);
  return FALSE;
}

static void
run_backup (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *at = NULL;

  check (amp_store_audit_list_action (bench->store, AMP_AUDIT_BACKUP, note_at, &at, &error), error);
  bench->n = at != NULL;
}

/* One event in a thousand is of the case that is looked at. */
static void
fill_log (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  guint8 hash[AMP_HASH_BYTES];
  guint64 seq;

  check (amp_store_audit_head (bench->store, &seq, hash, &error), error);
  check (amp_store_begin (bench->store, &error), error);
  for (; seq < amp_bench_cases (); seq++)
    check (amp_store_audit (bench->store, AMP_AUDIT_VIEW_CASE, bench->roots[0].entity,
                            seq % 1000 == 0 ? bench->roots[0].id : (gint64) seq + 1, NULL, NULL,
                            &error),
           error);
  check (amp_store_commit (bench->store, &error), error);
}

static void
report (Bench *bench, const char *what, void (*run) (gpointer data))
{
  double seconds = amp_bench_median (5, run, bench);

  g_print ("%-32s %9.3f ms   %u events\n", what, seconds * 1000, bench->n);
}

int
main (void)
{
  static const char *const paths[] = {"id", "person", NULL};
  AmpSession *session = amp_bench_session ();
  Bench bench = {.store = amp_session_get_store (session)};
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (AmpCursor) cursor =
      amp_store_select (bench.store, amp_entity_find ("case"), paths, NULL, 0, NULL, &error);

    check (cursor != NULL && amp_cursor_next (cursor, NULL, &error) > 0, error);
    bench.roots[0] = (AmpAuditObject){amp_entity_find ("case"), amp_cursor_int (cursor, 0)};
    bench.roots[1] = (AmpAuditObject){amp_entity_find ("person"), amp_cursor_int (cursor, 1)};
  }
  fill_log (&bench);
  report (&bench, "the whole log, as it was", run_all);
  report (&bench, "the history of a case", run_one);
  report (&bench, "the last backup", run_backup);
  amp_session_close (session);
  return 0;
}
