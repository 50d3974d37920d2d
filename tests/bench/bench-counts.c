/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts and reports over the bench office, and what they cost a save. The peer: the same facts in
 * a plain SQLite file, asked with COUNT(DISTINCT) and GROUP BY in the same run. SQLite gives one
 * level only; ours gives every subtotal and the overlap as well. */
#include "fixture.h"

#include "domain/counts.h"
#include "domain/reports.h"
#include "store/facts.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

typedef struct
{
  AmpSession *session;
  AmpCountSpec spec;
  sqlite3 *plain;
  const char *sql;
  guint64 ours, theirs;
} Bench;

static void
run_ours (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCountTable) table =
    amp_counts_compute (bench->session, &bench->spec, NULL, NULL, &error);

  if (table == NULL)
    g_error ("%s", error->message);
  bench->ours = amp_count_table_total (table);
}

static int
add_row (void *data, int n, char **values, char **names)
{
  Bench *bench = data;

  (void) n;
  (void) names;
  bench->theirs += g_ascii_strtoull (values[0], NULL, 10);
  return 0;
}

static void
run_plain (gpointer data)
{
  Bench *bench = data;

  bench->theirs = 0;
  if (sqlite3_exec (bench->plain, bench->sql, add_row, bench, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
}

/* The delivered services with the person, their region and her gender, in a plain file. */
static sqlite3 *
plain_copy (AmpSession *session, const char *path)
{
  const char *paths[] = {"person", "region", "delivered_on", "person.gender", NULL};
  const AmpFilter filters[] = {{"status", AMP_OP_EQ, "delivered"}};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("service"), paths, filters, 1, NULL, &error);
  sqlite3 *db = NULL;
  sqlite3_stmt *insert = NULL;
  int more;

  if (cursor == NULL)
    g_error ("%s", error->message);
  (void) g_remove (path);
  if (sqlite3_open (path, &db) != SQLITE_OK ||
      sqlite3_exec (db,
                    "PRAGMA cache_size=-65536; CREATE TABLE service (person INTEGER, region TEXT, "
                    "day TEXT, gender TEXT); BEGIN",
                    NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2 (db, "INSERT INTO service VALUES (?,?,?,?)", -1, &insert, NULL) !=
        SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  while ((more = amp_cursor_next (cursor, NULL, &error)) > 0)
    {
      sqlite3_bind_int64 (insert, 1, amp_cursor_int (cursor, 0));
      for (int i = 1; i < 4; i++)
        sqlite3_bind_text (insert, i + 1, amp_cursor_text (cursor, (gsize) i), -1,
                           SQLITE_TRANSIENT);
      if (sqlite3_step (insert) != SQLITE_DONE)
        g_error ("%s", sqlite3_errmsg (db));
      sqlite3_reset (insert);
    }
  if (more < 0)
    g_error ("%s", error->message);
  sqlite3_finalize (insert);
  sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
  return db;
}

static void
report (Bench *bench, const char *what, guint runs)
{
  double ours = amp_bench_median (runs, run_ours, bench), plain;

  g_print ("%-42s %7.2f s", what, ours);
  if (bench->sql != NULL)
    {
      plain = amp_bench_median (runs, run_plain, bench);
      g_print ("   plain SQLite, one level %7.2f s   ratio %.2f", plain, ours / plain);
    }
  g_print ("   total %" G_GUINT64_FORMAT "\n", bench->ours);
}

static void
table (
  Bench *bench, AmpUnit unit, const char *rows, const char *columns, const char *sql, guint runs)
{
  g_autofree char *what =
    g_strdup_printf ("%s by %s%s%s", amp_unit_to_code (unit), rows, columns != NULL ? " and " : "",
                     columns != NULL ? columns : "");

  bench->spec = (AmpCountSpec){.unit = unit, .n_dimensions = columns != NULL ? 2 : 1};
  bench->spec.dimensions[0] = amp_dimension_find (rows);
  bench->spec.dimensions[1] = columns != NULL ? amp_dimension_find (columns) : NULL;
  bench->sql = sql;
  report (bench, what, runs);
}

/* --- Reports --- */

static void
run_report (Bench *bench, const AmpReportKind *kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpFigures) figures =
    amp_report_compute (bench->session, kind, "", "", NULL, "es", NULL, NULL, &error);

  if (figures == NULL)
    g_error ("%s", error->message);
}

static void
run_monthly (gpointer data)
{
  run_report (data, amp_report_kind_find ("monthly"));
}

static void
run_eight (gpointer data)
{
  gsize n;
  const AmpReportKind *kinds = amp_report_kinds (&n);

  for (gsize i = 1; i < n; i++)
    run_report (data, &kinds[i]);
}

/* --- Saves --- */

#define SAVES 300

/* A service that was given already is put right, each time in a transaction of its own. */
static void
saves (Bench *bench, const char *what)
{
  AmpStore *store = amp_session_get_store (bench->session);
  const AmpEntity *entity = amp_entity_find ("service");
  const char *paths[] = {"id", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor = amp_store_select (store, entity, paths, NULL, 0, NULL, &error);
  gint64 ids[SAVES], begin;
  double least = 1e9, sum = 0;

  for (guint i = 0; cursor != NULL && i < SAVES && amp_cursor_next (cursor, NULL, &error) > 0; i++)
    ids[i] = amp_cursor_int (cursor, 0);
  g_clear_pointer (&cursor, amp_cursor_free);
  for (guint i = 0; error == NULL && i < SAVES; i++)
    {
      g_autoptr (AmpRecord) record = amp_store_load (store, entity, ids[i], &error);
      double seconds;

      if (record == NULL)
        break;
      amp_record_set_int (record, "minutes",
                          amp_record_get (record, "minutes") != NULL &&
                              strcmp (amp_record_get (record, "minutes"), "30") == 0
                            ? 45
                            : 30);
      begin = g_get_monotonic_time ();
      if (!amp_store_save (store, record, NULL, &error))
        break;
      seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
      least = MIN (least, seconds);
      sum += seconds;
    }
  if (error != NULL)
    g_error ("%s", error->message);
  g_print ("%-42s mean %.3f ms, least %.3f ms\n", what, sum / SAVES * 1e3, least * 1e3);
}

static void
refresh (Bench *bench, const char *what)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (!amp_store_facts_refresh (amp_session_get_store (bench->session), NULL, NULL, &error))
    g_error ("%s", error->message);
  g_print ("%-42s %7.2f s\n", what, (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
}

int
main (void)
{
  g_autoptr (AmpSession) session = amp_bench_session ();
  Bench bench = {.session = session};
  const char *folder = g_getenv ("AMP_BENCH_DIR");
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : ".", "bench-plain.sqlite", NULL);

  saves (&bench, "a save (in a new office: nothing to note)");
  refresh (&bench, "facts made (in a new office: all)");
  saves (&bench, "a save that notes whose facts are stale");
  refresh (&bench, "facts made of so many saves");
  bench.plain = plain_copy (session, path);
  table (&bench, AMP_UNIT_PERSONS, "region", NULL,
         "SELECT count(DISTINCT person) FROM service GROUP BY region", 3);
  table (&bench, AMP_UNIT_PERSONS, "region", "gender",
         "SELECT count(DISTINCT person) FROM service GROUP BY region, gender", 3);
  table (&bench, AMP_UNIT_SERVICES, "region", "month",
         "SELECT count(*) FROM service GROUP BY region, substr(day, 1, 7)", 3);
  table (&bench, AMP_UNIT_PERSONS, "age_band", "sex", NULL, 3);
  table (&bench, AMP_UNIT_PERSONS, "exploitation", "nationality", NULL, 3);
  table (&bench, AMP_UNIT_SERVICES, "service", "institution", NULL, 3);
  table (&bench, AMP_UNIT_CASES, "region_exploitation", "exploitation", NULL, 3);
  table (&bench, AMP_UNIT_REFERRALS, "institution", "referral_state", NULL, 3);
  g_print ("%-42s %7.2f s\n", "the eight reports, one by one",
           amp_bench_median (1, run_eight, &bench));
  g_print ("%-42s %7.2f s\n", "the monthly report: all eight",
           amp_bench_median (3, run_monthly, &bench));
  g_print ("peak memory %.0f MiB\n", amp_bench_peak_mib ());
  sqlite3_close (bench.plain);
  (void) g_remove (path);
  return 0;
}
