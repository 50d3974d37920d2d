/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ten years of a national NGO beside the cases: 100,000 activities (AMP_BENCH_ACTIVITIES for
 * another number), a tenth as many training sessions with five rows of attendance each, 2,000
 * commitments. What the programme's page asks, one save, and each list as CSV out and in. The peer:
 * the same columns of the same rows in a plain SQLite file, asked the same. */
#include "fixture.h"

#include "domain/cases.h"
#include "domain/csv.h"
#include "domain/list-csv.h"
#include "domain/programme.h"
#include "model/date.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define RUNS 5
#define YEARS 10
#define FIRST_DAY 16436 /* 2015-01-01 */
#define SHOWN 200

typedef struct
{
  AmpSession *session, *other;
  AmpStore *store;
  sqlite3 *plain;
  guint n_activities, n_trainings, n_commitments;
  AmpProgrammeQuery query;
  const char *sql, *list;
  char *csv, *path;
  guint n, n_plain, n_saved;
  gint64 forum;
} Bench;

static void
must (gboolean done, GError *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "failed");
}

static void
run_sql (Bench *bench, const char *sql)
{
  if (sqlite3_exec (bench->plain, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
}

/* --- Ten years --- */

static const char *const regions[] = {"PE-TUM", "PE-PIU", "PE-LIM", "PE-CUS", "PE-MDD",
                                      "PE-PUN", "PE-ARE", "PE-LAL", "PE-LOR", "PE-CAJ"};
static const char *const kinds[] = {"talk", "fair", "school_session", "radio", "border_point"};

static char *
day_text (guint n)
{
  const AmpDate day = amp_date_from_day_number (FIRST_DAY + n % (YEARS * 365));

  return amp_date_to_text (&day);
}

static AmpRecord *
make (const char *entity, const char *day_field, guint n)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));
  g_autofree char *day = day_text (n * 7919);

  if (day_field != NULL)
    amp_record_set (record, day_field, day, NULL);
  if (amp_entity_field (amp_record_entity (record), "region") != NULL)
    amp_record_set (record, "region", regions[n % G_N_ELEMENTS (regions)], NULL);
  return record;
}

static gint64
keep (Bench *bench, AmpRecord *record)
{
  g_autoptr (AmpRecord) owned = record;
  g_autoptr (GError) error = NULL;

  must (amp_store_save (bench->store, owned, NULL, &error), error);
  return amp_record_id (owned);
}

static void
set_code (AmpRecord *record, const char *prefix, guint n)
{
  g_autofree char *code = g_strdup_printf ("%s-%06u", prefix, n);

  amp_record_set (record, "code", code, NULL);
}

static AmpRecord *
make_activity (guint n)
{
  AmpRecord *record = make ("activity", "on", n);
  g_autofree char *title = g_strdup_printf ("Sesión informativa número %u", n);

  set_code (record, "ACT", n);
  amp_record_set (record, "kind", kinds[n % G_N_ELEMENTS (kinds)], NULL);
  amp_record_set (record, "title", title, NULL);
  amp_record_set (record, "status", n % 40 == 0 ? "cancelled" : "done", NULL);
  amp_record_set (record, "place", "Local comunal", NULL);
  amp_record_set (record, "audience", "parents;community", NULL);
  amp_record_set (record, "topics", "job_offers;where_to_get_help", NULL);
  amp_record_set_int (record, "reached_f_12_17", n % 37);
  amp_record_set_int (record, "reached_f_18", n % 23);
  amp_record_set_int (record, "reached_m_12_17", n % 31);
  amp_record_set_int (record, "reached_m_18", n % 19);
  return record;
}

static void
make_training (Bench *bench, guint n)
{
  static const char *const audiences[] = {"pnp", "prosecutors", "judges", "health", "municipal"};
  AmpRecord *training = make ("training", "on", n);
  gint64 id;

  set_code (training, "CAP", n);
  amp_record_set (training, "title", "Identificación de víctimas", NULL);
  amp_record_set (training, "status", "done", NULL);
  amp_record_set_int (training, "hours", 8);
  id = keep (bench, training);
  for (gsize i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      AmpRecord *row = make ("training_attendance", NULL, n);

      amp_record_set_int (row, "training", id);
      amp_record_set (row, "audience", audiences[i], NULL);
      amp_record_set_int (row, "attended_f", 1 + n % 17);
      amp_record_set_int (row, "attended_m", n % 13);
      keep (bench, row);
    }
}

static void
make_commitment (Bench *bench, guint n)
{
  static const char *const statuses[] = {"open", "in_progress", "fulfilled", "not_fulfilled"};
  AmpRecord *commitment = make ("commitment", "due_on", n);
  g_autofree char *text = g_strdup_printf ("Compromiso número %u", n);

  amp_record_set_int (commitment, "forum", bench->forum);
  amp_record_set (commitment, "text", text, NULL);
  amp_record_set (commitment, "promised_by_other", "Gobierno Regional", NULL);
  amp_record_set (commitment, "status", statuses[n % G_N_ELEMENTS (statuses)], NULL);
  keep (bench, commitment);
}

static void
fill (Bench *bench)
{
  gint64 start = g_get_monotonic_time ();
  AmpRecord *forum = make ("forum", "on", 0);
  g_autoptr (GError) error = NULL;

  must (amp_store_bulk_begin (bench->store, &error) && amp_store_begin (bench->store, &error),
        error);
  set_code (forum, "FORO", 1);
  amp_record_set (forum, "name", "Foro", NULL);
  amp_record_set (forum, "kind", "forum", NULL);
  bench->forum = keep (bench, forum);
  for (guint i = 0; i < bench->n_activities; i++)
    keep (bench, make_activity (i));
  for (guint i = 0; i < bench->n_trainings; i++)
    make_training (bench, i);
  for (guint i = 0; i < bench->n_commitments; i++)
    make_commitment (bench, i);
  must (amp_store_commit (bench->store, &error) &&
          amp_store_bulk_end (bench->store, "bench", bench->n_activities, &error),
        error);
  g_print ("# made %u activities, %u trainings, %u rows of attendance, %u commitments in %.1f s\n",
           bench->n_activities, bench->n_trainings, 5 * bench->n_trainings, bench->n_commitments,
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
}

/* --- The peer --- */

/* One table with every field of the entity, several codes joined, indexed where ours is. */
static void
copy_entity (Bench *bench, const char *name)
{
  const AmpEntity *entity = amp_entity_find (name);
  g_autofree const char **paths = g_new0 (const char *, entity->n_fields + 2);
  g_autoptr (GString) create = g_string_new (NULL), insert = g_string_new (NULL);
  g_autoptr (AmpCursor) cursor = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *statement = NULL;
  int more;

  paths[0] = "id";
  g_string_printf (create, "CREATE TABLE \"%s\" (id INTEGER PRIMARY KEY", name);
  g_string_printf (insert, "INSERT INTO \"%s\" VALUES (?", name);
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      gboolean number = field->kind == AMP_KIND_INTEGER || field->kind == AMP_KIND_REF;

      paths[i + 1] = field->name;
      g_string_append_printf (create, ", \"%s\" %s", field->name, number ? "INTEGER" : "TEXT");
      g_string_append (insert, ",?");
    }
  g_string_append (create, ")");
  run_sql (bench, create->str);
  for (gsize i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & (AMP_FIELD_INDEXED | AMP_FIELD_UNIQUE)) != 0)
      {
        g_string_printf (create, "CREATE INDEX \"%s_%s\" ON \"%s\" (\"%s\")", name,
                         entity->fields[i].name, name, entity->fields[i].name);
        run_sql (bench, create->str);
      }
  g_string_append (insert, ")");
  if (sqlite3_prepare_v2 (bench->plain, insert->str, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
  cursor = amp_store_select (bench->store, entity, paths, NULL, 0, "id", &error);
  must (cursor != NULL, error);
  run_sql (bench, "BEGIN");
  while ((more = amp_cursor_next (cursor, NULL, &error)) > 0)
    {
      for (gsize i = 0; i <= entity->n_fields; i++)
        sqlite3_bind_text (statement, (int) i + 1, amp_cursor_text (cursor, i), -1,
                           SQLITE_TRANSIENT);
      if (sqlite3_step (statement) != SQLITE_DONE)
        g_error ("%s", sqlite3_errmsg (bench->plain));
      sqlite3_reset (statement);
    }
  must (more == 0, error);
  sqlite3_finalize (statement);
  run_sql (bench, "COMMIT");
}

static void
open_plain (Bench *bench, const char *path)
{
  (void) g_remove (path);
  if (sqlite3_open (path, &bench->plain) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
  run_sql (bench, "PRAGMA cache_size=-65536");
  copy_entity (bench, "activity");
  copy_entity (bench, "training");
  copy_entity (bench, "training_attendance");
  copy_entity (bench, "commitment");
}

/* Every cell of every row is read, as a list that is shown or written needs it. */
static void
run_plain (gpointer data)
{
  Bench *bench = data;
  sqlite3_stmt *statement = NULL;
  gsize bytes = 0;

  if (sqlite3_prepare_v2 (bench->plain, bench->sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
  bench->n_plain = 0;
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          const char *text = (const char *) sqlite3_column_text (statement, i);

          bytes += text != NULL ? strlen (text) : 0;
        }
      bench->n_plain++;
    }
  sqlite3_finalize (statement);
  g_assert_cmpuint (bytes, >, 0);
}

/* By the same writer, so that the difference is where the rows come from. */
static void
run_plain_csv (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GString) text = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;
  const char *cells[64];

  if (sqlite3_prepare_v2 (bench->plain, bench->sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (bench->plain));
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      gsize n = MIN ((gsize) sqlite3_column_count (statement), G_N_ELEMENTS (cells));

      for (gsize i = 0; i < n; i++)
        cells[i] = (const char *) sqlite3_column_text (statement, (int) i);
      amp_csv_append_row (text, cells, n);
    }
  sqlite3_finalize (statement);
  g_assert_cmpuint (text->len, >, 0);
}

/* --- What is measured --- */

static void
run_list (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
    amp_programme_list (bench->session, &bench->query, &bench->n, NULL, &error);

  must (rows != NULL, error);
}

static void
run_years (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) years = amp_programme_years (bench->session, bench->query.entity, &error);

  must (years != NULL, error);
  bench->n = years->len;
}

static void
run_save (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) activity = make_activity (bench->n_activities + bench->n_saved++);

  amp_record_set (activity, "code", NULL, NULL); /* the program gives one */
  must (amp_programme_save (bench->session, activity, &error), error);
}

static void
run_plain_save (gpointer data)
{
  Bench *bench = data;

  run_sql (bench, "INSERT INTO activity SELECT max(id) + 1, 'X-' || max(id), kind, title, status, "
                  "\"on\", ends_on, region, district, place, institution, partner_other, audience, "
                  "topics, materials, materials_given, reached_f_0_11, reached_f_12_17, "
                  "reached_f_18, reached_f_unknown, reached_m_0_11, reached_m_12_17, reached_m_18, "
                  "reached_m_unknown, reached_x_0_11, reached_x_12_17, reached_x_18, "
                  "reached_x_unknown, estimated_audience, signals, series, responsible, note FROM "
                  "activity");
}

static void
run_export (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&bench->csv, g_free);
  bench->csv =
    amp_list_to_csv (bench->session, amp_list_find (bench->list), NULL, &bench->n, NULL, &error);
  must (bench->csv != NULL, error);
}

static void
import (Bench *bench, AmpSession *session, gboolean fresh)
{
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (GError) error = NULL;
  AmpListImport result;

  must (amp_list_import (session, amp_list_find (bench->list), bench->path, FALSE, report, &result,
                         NULL, NULL, &error),
        error);
  if ((fresh ? result.added : result.unchanged) != result.rows)
    g_error ("%s: %u of %u rows", bench->list, fresh ? result.added : result.unchanged,
             result.rows);
  bench->n = result.rows;
}

static void
run_import_again (gpointer data)
{
  Bench *bench = data;

  import (bench, bench->session, FALSE);
}

static void
run_import_new (gpointer data)
{
  Bench *bench = data;

  import (bench, bench->other, TRUE);
}

static void
report_run (Bench *bench,
            const char *what,
            guint runs,
            void (*run) (gpointer data),
            void (*plain) (gpointer data),
            const char *sql)
{
  double ours = amp_bench_median (runs, run, bench);

  bench->sql = sql;
  g_print ("%-42s %9.1f ms", what, ours * 1000);
  if (plain != NULL)
    {
      double theirs = amp_bench_median (runs, plain, bench);

      g_print ("   plain SQLite %9.1f ms   ratio %6.2f", theirs * 1000, ours / theirs);
    }
  g_print ("   %u rows\n", bench->n);
}

#define COLUMNS                                                                                    \
  "id, code, \"on\", title, kind, region, status, place, reached_f_0_11, reached_f_12_17, "        \
  "reached_f_18, reached_f_unknown, reached_m_0_11, reached_m_12_17, reached_m_18, "               \
  "reached_m_unknown, reached_x_0_11, reached_x_12_17, reached_x_18, reached_x_unknown"

static void
measure_lists (Bench *bench)
{
  bench->query = (AmpProgrammeQuery){.entity = "activity", .most = SHOWN};
  report_run (bench, "activities: the newest 200 of all", RUNS, run_list, run_plain,
              "SELECT " COLUMNS ", (SELECT count(*) FROM activity) FROM activity ORDER BY \"on\" "
              "DESC, id DESC LIMIT 200");
  bench->query.region = "PE-TUM";
  bench->query.year = 2020;
  report_run (bench, "activities: a region and a year", RUNS, run_list, run_plain,
              "SELECT " COLUMNS ", (SELECT count(*) FROM activity WHERE region = 'PE-TUM' AND "
              "\"on\" BETWEEN '2020' AND '2020-12-31') FROM activity WHERE region = 'PE-TUM' AND "
              "\"on\" BETWEEN '2020' AND '2020-12-31' ORDER BY \"on\" DESC, id DESC LIMIT 200");
  bench->query = (AmpProgrammeQuery){.entity = "activity"};
  report_run (bench, "activities: all of them", RUNS, run_list, run_plain,
              "SELECT " COLUMNS " FROM activity ORDER BY \"on\" DESC, id DESC");
  bench->query = (AmpProgrammeQuery){.entity = "activity", .text = "número 99", .most = SHOWN};
  report_run (bench, "activities: words of a title", RUNS, run_list, NULL, NULL);
  report_run (bench, "activities: their years", RUNS, run_years, NULL, NULL);
  bench->query = (AmpProgrammeQuery){.entity = "training", .most = SHOWN};
  report_run (bench, "trainings: the newest 200, people trained", RUNS, run_list, run_plain,
              "SELECT id, code, \"on\", title, modality, region, status, place, (SELECT "
              "sum(ifnull(attended_f, 0) + ifnull(attended_m, 0) + ifnull(attended_x, 0)) FROM "
              "training_attendance a WHERE a.training = t.id) FROM training t ORDER BY \"on\" "
              "DESC, id DESC LIMIT 200");
  bench->query = (AmpProgrammeQuery){.entity = "commitment", .status = "open"};
  report_run (bench, "commitments: the open ones", RUNS, run_list, run_plain,
              "SELECT id, due_on, text, region, status FROM commitment WHERE status = 'open' ORDER "
              "BY due_on DESC, id DESC");
}

static void
measure_csv (Bench *bench, const char *list, const char *entity)
{
  g_autofree char *out = g_strdup_printf ("%s: CSV out", list);
  g_autofree char *again = g_strdup_printf ("%s: CSV in, nothing new", list);
  g_autofree char *in = g_strdup_printf ("%s: CSV in, all new", list);
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" ORDER BY 6, 1", entity);
  g_autoptr (GError) error = NULL;

  bench->list = list;
  report_run (bench, out, 3, run_export, run_plain_csv, sql);
  must (g_file_set_contents (bench->path, bench->csv, -1, &error), error);
  report_run (bench, again, 3, run_import_again, NULL, NULL);
  report_run (bench, in, 1, run_import_new, NULL, NULL);
}

static AmpSession *
new_vault (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (AMP_BENCH_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  AmpSession *session =
    amp_session_create (path, AMP_BENCH_LOGIN, passphrase, &amp_kdf_cheap, &error);

  must (session != NULL, error);
  return session;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        (void) g_unlink (child);
    }
  (void) g_rmdir (path);
}

int
main (void)
{
  const char *base = g_getenv ("AMP_BENCH_DIR");
  const char *text = g_getenv ("AMP_BENCH_ACTIVITIES");
  g_autofree char *folder =
    g_build_filename (base != NULL ? base : g_get_tmp_dir (), "programme-XXXXXX", NULL);
  g_autofree char *plain = NULL;
  guint64 n = 100000;
  Bench bench = {0};

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 100, 10000000, &n, NULL))
    g_error ("AMP_BENCH_ACTIVITIES must be a number from 100 to 10000000");
  if (g_mkdtemp (folder) == NULL || !amp_vault_init (NULL))
    g_error ("No folder to work in");
  plain = g_build_filename (folder, "plain.sqlite", NULL);
  bench.path = g_build_filename (folder, "list.csv", NULL);
  bench.n_activities = (guint) n;
  bench.n_trainings = (guint) n / 10;
  bench.n_commitments = (guint) n / 50;
  bench.session = new_vault (folder, "one.amparo");
  bench.other = new_vault (folder, "other.amparo");
  bench.store = amp_session_get_store (bench.session);
  fill (&bench);
  open_plain (&bench, plain);
  measure_lists (&bench);
  measure_csv (&bench, "activities", "activity");
  measure_csv (&bench, "trainings", "training");
  measure_csv (&bench, "attendance", "training_attendance");
  bench.n = 1;
  report_run (&bench, "save one, with its code", 21, run_save, run_plain_save, NULL);
  g_print ("peak memory %.0f MiB\n", amp_bench_peak_mib ());
  sqlite3_close (bench.plain);
  amp_session_close (bench.session);
  amp_session_close (bench.other);
  g_free (bench.csv);
  g_free (bench.path);
  remove_folder (folder);
  return 0;
}
