/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts over the bench office. The peer: the same facts in a plain SQLite file, asked with
 * COUNT(DISTINCT) and GROUP BY in the same run. SQLite gives one level only; ours gives every
 * subtotal and the overlap as well. */
#include "fixture.h"

#include "domain/counts.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

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
  double ours = amp_bench_median (runs, run_ours, bench);
  double plain = amp_bench_median (runs, run_plain, bench);

  g_print ("%-42s %7.2f s   plain SQLite, one level %7.2f s   ratio %.2f   total %" G_GUINT64_FORMAT
           "\n",
           what, ours, plain, ours / plain, bench->ours);
}

int
main (void)
{
  g_autoptr (AmpSession) session = amp_bench_session ();
  Bench bench = {.session = session};
  const char *folder = g_getenv ("AMP_BENCH_DIR");
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : ".", "bench-plain.sqlite", NULL);

  bench.plain = plain_copy (session, path);

  bench.spec = (AmpCountSpec){.unit = AMP_UNIT_PERSONS, .n_dimensions = 1};
  bench.spec.dimensions[0] = amp_dimension_find ("region");
  bench.sql = "SELECT count(DISTINCT person) FROM service GROUP BY region";
  report (&bench, "persons by region", 3);

  bench.spec.n_dimensions = 2;
  bench.spec.dimensions[1] = amp_dimension_find ("gender");
  bench.sql = "SELECT count(DISTINCT person) FROM service GROUP BY region, gender";
  report (&bench, "persons by region and gender", 3);

  bench.spec = (AmpCountSpec){.unit = AMP_UNIT_SERVICES, .n_dimensions = 2};
  bench.spec.dimensions[0] = amp_dimension_find ("region");
  bench.spec.dimensions[1] = amp_dimension_find ("month");
  bench.sql = "SELECT count(*) FROM service GROUP BY region, substr(day, 1, 7)";
  report (&bench, "services by region and month", 3);

  g_print ("peak memory %.0f MiB\n", amp_bench_peak_mib ());
  sqlite3_close (bench.plain);
  (void) g_remove (path);
  return 0;
}
