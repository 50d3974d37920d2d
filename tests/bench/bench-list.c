/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the case list asks of the store, over the bench office: the ids in each order, filtered,
 * searched, and a page of rows at the start, in the middle and at the end. The peer: the same ORDER
 * BY over a plain SQLite table of the same rows in the same run. */
#include "fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define PAGE 64

typedef struct
{
  AmpStore *store;
  AmpCaseQuery query;
  GArray *ids;
  gsize at;
  sqlite3 *plain;
  const char *sql;
  guint n_plain;
} Bench;

static void
run_ids (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&bench->ids, g_array_unref);
  bench->ids = amp_store_case_ids (bench->store, &bench->query, NULL, &error);
  if (bench->ids == NULL)
    g_error ("%s", error->message);
}

static void
run_page (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  gsize n = MIN (PAGE, bench->ids->len - bench->at);
  g_autoptr (GPtrArray) rows = amp_store_case_rows (
    bench->store, &g_array_index (bench->ids, gint64, bench->at), n, FALSE, &error);

  if (rows == NULL)
    g_error ("%s", error->message);
}

static void
run_plain (gpointer data)
{
  Bench *bench = data;
  sqlite3_stmt *select = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (sqlite3_prepare_v2 (bench->plain, bench->sql, -1, &select, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
  while (sqlite3_step (select) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (select, 0);

      g_array_append_val (ids, id);
    }
  sqlite3_finalize (select);
  bench->n_plain = ids->len;
}

static void
plain_copy (Bench *bench, const char *path)
{
  const char *paths[] = {"id", "office_region", "status", "risk_level", "last_contact_on", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor =
    amp_store_select (bench->store, amp_entity_find ("case"), paths, NULL, 0, NULL, &error);
  sqlite3_stmt *insert = NULL;
  int more;

  if (cursor == NULL)
    g_error ("%s", error->message);
  (void) g_remove (path);
  if (sqlite3_open (path, &bench->plain) != SQLITE_OK ||
      sqlite3_exec (bench->plain,
                    "PRAGMA cache_size=-65536; CREATE TABLE c (id INTEGER PRIMARY KEY, region "
                    "TEXT, status TEXT, risk TEXT,"
                    " day TEXT); BEGIN",
                    NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2 (bench->plain, "INSERT INTO c VALUES (?,?,?,?,?)", -1, &insert, NULL) !=
        SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
  while ((more = amp_cursor_next (cursor, NULL, &error)) > 0)
    {
      sqlite3_bind_int64 (insert, 1, amp_cursor_int (cursor, 0));
      for (int i = 1; i < 5; i++)
        sqlite3_bind_text (insert, i + 1, amp_cursor_text (cursor, (gsize) i), -1,
                           SQLITE_TRANSIENT);
      if (sqlite3_step (insert) != SQLITE_DONE)
        g_error ("%s", sqlite3_errmsg (bench->plain));
      sqlite3_reset (insert);
    }
  if (more < 0)
    g_error ("%s", error->message);
  sqlite3_finalize (insert);
  if (sqlite3_exec (
        bench->plain,
        "COMMIT; CREATE INDEX c_day ON c (day, id); CREATE INDEX c_status ON c (status, id)", NULL,
        NULL, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
}

static void
report (Bench *bench, const char *what, const char *sql)
{
  double ours = amp_bench_median (3, run_ids, bench);

  if (sql == NULL)
    {
      g_print ("%-34s %8.3f s   %u cases\n", what, ours, bench->ids->len);
      return;
    }
  bench->sql = sql;

  double plain = amp_bench_median (3, run_plain, bench);

  g_print ("%-34s %8.3f s   plain SQLite %8.3f s   ratio %.2f   %u cases\n", what, ours, plain,
           ours / plain, bench->ids->len);
}

int
main (void)
{
  g_autoptr (AmpSession) session = amp_bench_session ();
  Bench bench = {.store = amp_session_get_store (session)};
  const char *folder = g_getenv ("AMP_BENCH_DIR");
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : ".", "bench-list.sqlite", NULL);

  plain_copy (&bench, path);
  report (&bench, "open: ids by number", NULL);
  bench.query.sort = AMP_CASE_SORT_LAST_CONTACT;
  bench.query.descending = TRUE;
  report (&bench, "sort: last contact, newest first",
          "SELECT id FROM c ORDER BY day DESC, id DESC");
  bench.query.descending = FALSE;
  bench.query.sort = AMP_CASE_SORT_STATUS;
  report (&bench, "sort: status", "SELECT id FROM c ORDER BY status, id");
  bench.query.sort = AMP_CASE_SORT_NUMBER;
  bench.query.region = "PE-TUM";
  report (&bench, "filter: one region", NULL);
  bench.query.region = NULL;
  bench.query.text = "quispe";
  report (&bench, "search: one surname", NULL);
  bench.query.text = "maria quispe";
  report (&bench, "search: two words", NULL);
  bench.query.text = NULL;
  run_ids (&bench);
  for (guint i = 0; i < 3; i++)
    {
      bench.at = (bench.ids->len - 1) * i / 2 / PAGE * PAGE;
      g_print ("%-34s %8.3f ms  at row %" G_GSIZE_FORMAT "\n", "a page of 64 rows",
               amp_bench_median (11, run_page, &bench) * 1000, bench.at);
    }
  g_print ("peak memory %.0f MiB\n", amp_bench_peak_mib ());
  g_array_unref (bench.ids);
  sqlite3_close (bench.plain);
  (void) g_remove (path);
  return 0;
}
