/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fixed reports against a recount of the same office that shares no code with them: all records
 * in memory, one question at a time. And what their files are. */
#define _GNU_SOURCE /* memmem() */
#include "office.h"

#include "domain/demo.h"
#include "domain/reports.h"
#include "domain/settings.h"
#include "model/codelist.h"
#include "model/date.h"

#include <stdlib.h>
#include <string.h>

#define FROM "2025-03-01"
#define TO "2026-06-30"

/* What fontconfig keeps for the life of a process is no leak of ours. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig";
}

static Office office;

/* All rows of an entity, each an array of texts. */
static GPtrArray *
rows_of (const char *entity, const char *const *paths)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (office.session), amp_entity_find (entity), paths, NULL, 0, NULL, &error);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  gsize n = g_strv_length ((char **) paths);

  g_assert_no_error (error);
  while (amp_cursor_next (cursor, NULL, &error) > 0)
    {
      char **row = g_new0 (char *, n + 1);

      for (gsize i = 0; i < n; i++)
        row[i] = g_strdup (amp_cursor_text (cursor, i) != NULL ? amp_cursor_text (cursor, i) : "");
      g_ptr_array_add (rows, row);
    }
  g_assert_no_error (error);
  return rows;
}

static AmpFigures *
make (const char *name, const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  AmpFigures *figures = amp_report_compute (office.session, amp_report_kind_find (name), from, to,
                                            NULL, "es", NULL, NULL, &error);

  g_assert_no_error (error);
  return figures;
}

static gboolean
within (const char *day)
{
  return strlen (day) == 10 && strcmp (day, FROM) >= 0 && strcmp (day, TO) <= 0;
}

static const AmpFigure *
figure (const AmpFigures *figures, const char *table, const char *code, const char *column)
{
  for (guint i = 0; i < figures->tables->len; i++)
    {
      const AmpFigureTable *of = figures->tables->pdata[i];

      if (strcmp (of->name, table) != 0)
        continue;
      for (guint row = 0; row < of->rows->len; row++)
        for (guint j = 0; j < of->columns->len; j++)
          if (strcmp (((AmpFigureRow *) of->rows->pdata[row])->codes[0], code) == 0 &&
              strcmp (((AmpFigureColumn *) of->columns->pdata[j])->name, column) == 0)
            return amp_figure_table_get (of, row, j);
    }
  return NULL;
}

static gint64
value (const AmpFigures *figures, const char *table, const char *code, const char *column)
{
  const AmpFigure *found = figure (figures, table, code, column);

  return found == NULL || found->state != AMP_FIGURE_SHOWN ? 0 : found->value;
}

static gboolean
victim (char *const *row, gsize at)
{
  return strcmp (row[at], "not_victim") != 0 && strcmp (row[at + 1], "closed_not_victim") != 0;
}

/* How many different first columns there are among the service rows that pass. */
typedef gboolean (*Passes) (char *const *row, const char *what, const char *other);

static guint
persons (GPtrArray *rows, Passes passes, const char *what, const char *other)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      char *const *row = rows->pdata[i];

      if (strcmp (row[1], "delivered") == 0 && within (row[2]) && victim (row, 3) &&
          passes (row, what, other))
        g_hash_table_add (seen, row[0]);
    }
  return g_hash_table_size (seen);
}

static const char *const service_paths[] = {
  "person",      "status", "delivered_on", "case.trafficking_status",
  "case.status", "region", "service_type", "person.sex_registered",
  "case",        NULL};

static gboolean
in_region_and_month (char *const *row, const char *region, const char *month)
{
  const char *here = strcmp (row[5], "PE-LMA") == 0 ? "PE-LIM" : row[5];

  return (strcmp (region, "*") == 0 || strcmp (here, region) == 0) &&
         (strcmp (month, "*") == 0 || g_str_has_prefix (row[2], month));
}

static void
test_regions_by_month (void)
{
  g_autoptr (GPtrArray) rows = rows_of ("service", service_paths);
  g_autoptr (AmpFigures) figures = make ("assisted-by-region", FROM, TO);
  const AmpFigureTable *table = figures->tables->pdata[0];

  g_assert_cmpuint (table->rows->len, >=, 8);
  g_assert_cmpuint (table->columns->len, >, 10);
  for (guint i = 0; i < table->rows->len; i++)
    for (guint j = 0; j < table->columns->len; j++)
      {
        const char *region = ((AmpFigureRow *) table->rows->pdata[i])->codes[0];
        const char *month = ((AmpFigureColumn *) table->columns->pdata[j])->name;

        g_assert_cmpint (amp_figure_table_get (table, i, j)->value, ==,
                         persons (rows, in_region_and_month, region, month));
      }
  g_assert_nonnull (table->map);
}

static gboolean
of_domain (char *const *row, const char *domain, const char *other)
{
  (void) other;
  return strcmp (domain, "*") == 0 || g_str_has_prefix (row[6], domain);
}

static void
test_services_by_domain (void)
{
  g_autoptr (GPtrArray) rows = rows_of ("service", service_paths);
  g_autoptr (AmpFigures) figures = make ("services-by-domain", FROM, TO);
  static const char *const domains[] = {"01", "04", "05", "14", "*"};

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      gint64 services = 0;

      for (guint j = 0; j < rows->len; j++)
        {
          char *const *row = rows->pdata[j];

          services += strcmp (row[1], "delivered") == 0 && within (row[2]) && victim (row, 3) &&
                      of_domain (row, domains[i], NULL);
        }
      g_assert_cmpint (value (figures, "service_domain", domains[i], "services"), ==, services);
      g_assert_cmpint (value (figures, "service_domain", domains[i], "persons"), ==,
                       persons (rows, of_domain, domains[i], NULL));
    }
}

static gboolean
on_border (char *const *row, const char *what, const char *other)
{
  gboolean border = strcmp (row[5], "PE-TUM") == 0 || strcmp (row[5], "PE-PIU") == 0 ||
                    strcmp (row[5], "PE-CAJ") == 0 || strcmp (row[5], "PE-AMA") == 0 ||
                    strcmp (row[5], "PE-LOR") == 0;

  (void) other;
  return g_str_has_prefix (row[5], "PE-") && (strcmp (what, "*") == 0 || border);
}

static void
test_share_of_the_border (void)
{
  g_autoptr (GPtrArray) rows = rows_of ("service", service_paths);
  g_autoptr (AmpFigures) figures = make ("border-share", FROM, TO);
  guint border = persons (rows, on_border, "yes", NULL), all = persons (rows, on_border, "*", NULL);
  double share = 1000.0 * border / all;

  g_assert_cmpuint (border, >, 0);
  g_assert_cmpint (value (figures, "border", "PE", "yes"), ==, border);
  g_assert_cmpint (value (figures, "border", "PE", "*"), ==, all);
  g_assert_cmpint (value (figures, "border", "PE", "share"), ==, (gint64) (share + 0.5));
  g_assert_nonnull (strstr (figures->statement, "\302\240%"));
}

/* --- Cell by cell --- */

/* "row|column" -> set of persons, in each cell and in each total. */
static void
put (GHashTable *cells, const char *row, const char *column, const char *person)
{
  const char *rows[] = {row, "*"}, *columns[] = {column, "*"};

  for (gsize i = 0; i < 4; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s|%s", rows[i / 2], columns[i % 2]);
      GHashTable *found = g_hash_table_lookup (cells, key);

      if (found == NULL)
        {
          found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_insert (cells, g_steal_pointer (&key), found);
        }
      g_hash_table_add (found, g_strdup (person));
    }
}

static GHashTable *
cells_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) g_hash_table_unref);
}

/* Every cell of the table, and every cell that should be in it. */
static void
assert_cells (const AmpFigureTable *table, GHashTable *cells)
{
  guint n_seen = 0;

  for (guint i = 0; i < table->rows->len; i++)
    for (guint j = 0; j < table->columns->len; j++)
      {
        g_autofree char *key =
          g_strdup_printf ("%s|%s", ((AmpFigureRow *) table->rows->pdata[i])->codes[0],
                           ((AmpFigureColumn *) table->columns->pdata[j])->name);
        GHashTable *found = g_hash_table_lookup (cells, key);
        const AmpFigure *shown = amp_figure_table_get (table, i, j);

        g_assert_cmpint (shown->state, ==, AMP_FIGURE_SHOWN);
        g_assert_cmpint (shown->value, ==, found != NULL ? g_hash_table_size (found) : 0);
        n_seen += found != NULL;
      }
  g_assert_cmpuint (n_seen, ==, g_hash_table_size (cells));
  g_assert_cmpuint (table->rows->len, >=, 4);
  g_assert_cmpuint (table->columns->len, >=, 3);
}

static gboolean
assisted (char *const *row)
{
  return strcmp (row[1], "delivered") == 0 && within (row[2]) && victim (row, 3);
}

static const char *const person_paths[] = {"person",
                                           "status",
                                           "delivered_on",
                                           "case.trafficking_status",
                                           "case.status",
                                           "case",
                                           "person.sex_registered",
                                           "person.birth_date",
                                           "person.birth_year",
                                           "person.age_band",
                                           NULL};

/* A year alone: the younger of the two ages it may mean. */
static const char *
band_on (char *const *row, const char *day)
{
  static const int most[] = {8, 17, 20, 23, 26, 29, 38, 47, G_MAXINT};
  static const char *const bands[] = {"0--8",   "9--17",  "18--20", "21--23", "24--26",
                                      "27--29", "30--38", "39--47", "48+"};
  gboolean exact = strlen (row[7]) == 10;
  int age, i = 0;

  if (!exact && *row[8] == '\0')
    return row[9];
  age = atoi (day) - atoi (exact ? row[7] : row[8]);
  age -= strcmp (day + 5, exact ? row[7] + 5 : "12-31") < 0 ? 1 : 0;
  while (age > most[i])
    i++;
  return bands[i];
}

static void
test_ages_cell_by_cell (void)
{
  g_autoptr (GPtrArray) rows = rows_of ("service", person_paths);
  g_autoptr (AmpFigures) figures = make ("assisted-by-age", FROM, TO);
  g_autoptr (GHashTable) cells = cells_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      char *const *row = rows->pdata[i];
      const char *first = row[2];

      if (!assisted (row))
        continue;
      for (guint j = 0; j < rows->len; j++)
        {
          char *const *other = rows->pdata[j];

          if (assisted (other) && strcmp (other[0], row[0]) == 0 && strcmp (other[2], first) < 0)
            first = other[2];
        }
      put (cells, band_on (row, first), row[6], row[0]);
    }
  assert_cells (figures->tables->pdata[0], cells);
}

static void
test_exploitation_cell_by_cell (void)
{
  static const char *const paths[] = {"case", "exploitation_type", NULL};
  g_autoptr (GPtrArray) rows = rows_of ("service", person_paths);
  g_autoptr (GPtrArray) situations = rows_of ("situation", paths);
  g_autoptr (AmpFigures) figures = make ("assisted-by-exploitation", FROM, TO);
  g_autoptr (GHashTable) cells = cells_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      char *const *row = rows->pdata[i];
      guint n = 0;

      for (guint j = 0; j < situations->len && assisted (row); j++)
        {
          char *const *situation = situations->pdata[j];
          g_auto (GStrv) types = NULL;

          if (strcmp (situation[0], row[5]) != 0)
            continue;
          n++;
          types = g_strsplit (situation[1], ";", -1);
          for (gsize k = 0; types[k] != NULL; k++)
            put (cells, types[k], row[6], row[0]);
          if (types[0] == NULL)
            put (cells, "", row[6], row[0]);
        }
      if (n == 0 && assisted (row))
        put (cells, "", row[6], row[0]);
    }
  assert_cells (figures->tables->pdata[0], cells);
}

/* --- Time to the first service --- */

static int
days (const char *from, const char *to)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) a = NULL, b = NULL;
  g_autofree char *first = g_strconcat (from, "T00:00:00Z", NULL);
  g_autofree char *last = g_strconcat (to, "T00:00:00Z", NULL);

  a = g_date_time_new_from_iso8601 (first, utc);
  b = g_date_time_new_from_iso8601 (last, utc);
  return MAX ((int) (g_date_time_difference (b, a) / G_TIME_SPAN_DAY), 0);
}

static void
test_time_to_the_first_service (void)
{
  static const char *const paths[] = {"id", "opened_on", "trafficking_status", "status", NULL};
  static const char *const bands[] = {"0", "1-3", "4-7", "8-30", "31-90", "91+"};
  static const int most[] = {0, 3, 7, 30, 90, 1000000};
  g_autoptr (GPtrArray) cases = rows_of ("case", paths);
  g_autoptr (GPtrArray) services = rows_of ("service", service_paths);
  g_autoptr (AmpFigures) figures = make ("time-to-service", FROM, TO);
  g_autoptr (GArray) waits = g_array_new (FALSE, FALSE, sizeof (int));
  gint64 found[6] = {0}, none = 0, all = 0;

  for (guint i = 0; i < cases->len; i++)
    {
      char *const *row = cases->pdata[i];
      const char *first = NULL;

      if (!within (row[1]) || !victim (row, 2))
        continue;
      all++;
      for (guint j = 0; j < services->len; j++)
        {
          char *const *service = services->pdata[j];

          if (strcmp (service[8], row[0]) == 0 && strcmp (service[1], "delivered") == 0 &&
              (first == NULL || strcmp (service[2], first) < 0))
            first = service[2];
        }
      if (first == NULL)
        none++;
      else
        {
          int wait = days (row[1], first);
          guint at = 0;

          while (wait > most[at])
            at++;
          found[at]++;
          for (at = 0; at < waits->len && g_array_index (waits, int, at) < wait; at++)
            ;
          g_array_insert_val (waits, at, wait);
        }
    }
  g_assert_cmpint (all, >, 20);
  for (gsize i = 0; i < 6; i++)
    g_assert_cmpint (value (figures, "wait", bands[i], "cases"), ==, found[i]);
  g_assert_cmpint (value (figures, "wait", "none", "cases"), ==, none);
  g_assert_cmpint (value (figures, "wait", "*", "cases"), ==, all);
  g_assert_cmpint (value (figures, "median", "*", "known"), ==, waits->len);
  g_assert_cmpint (value (figures, "median", "*", "median"), ==,
                   5 * (g_array_index (waits, int, (waits->len - 1) / 2) +
                        g_array_index (waits, int, waits->len / 2)));
}

/* --- Consent --- */

/* Of one day, what was written down later. */
static gboolean
is_newer (char *const *word, char *const *than)
{
  int order = strcmp (word[2], than[2]);

  return order > 0 ||
         (order == 0 && g_ascii_strtoll (word[6], NULL, 10) > g_ascii_strtoll (than[6], NULL, 10));
}

static void
test_consent_coverage (void)
{
  static const char *const case_paths[] = {"id", "opened_on", "trafficking_status", "status", NULL};
  static const char *const paths[] = {"case",         "purpose",    "on", "decision",
                                      "withdrawn_on", "expires_on", "id", NULL};
  g_autoptr (GPtrArray) cases = rows_of ("case", case_paths);
  g_autoptr (GPtrArray) said = rows_of ("consent", paths);
  g_autoptr (AmpFigures) figures = make ("consent", FROM, TO);
  static const char *const purposes[] = {"process_data", "share_with", "statistics", "photo"};
  gint64 any = 0, ends = 0;

  for (gsize p = 0; p < G_N_ELEMENTS (purposes); p++)
    {
      gint64 given = 0, none = 0, all = 0, refused = 0, withdrawn = 0, expired = 0;

      for (guint i = 0; i < cases->len; i++)
        {
          char *const *row = cases->pdata[i];
          char *const *last = NULL;

          if (!within (row[1]) || !victim (row, 2))
            continue;
          all++;
          for (guint j = 0; j < said->len; j++)
            {
              char *const *word = said->pdata[j];

              if (strcmp (word[0], row[0]) == 0 && strcmp (word[1], purposes[p]) == 0 &&
                  strcmp (word[2], TO) <= 0 && (last == NULL || is_newer (word, last)))
                last = word;
            }
          if (last == NULL)
            none++;
          else if (strcmp (last[3], "withdrawn") == 0 ||
                   (*last[4] != '\0' && strcmp (last[4], TO) <= 0))
            withdrawn++;
          else if (strcmp (last[3], "refused") == 0)
            refused++;
          else if (strcmp (last[3], "given") == 0 && *last[5] != '\0' && strcmp (last[5], TO) < 0)
            expired++;
          else
            given += strcmp (last[3], "given") == 0;
        }
      any += given;
      g_assert_cmpint (value (figures, "consent", purposes[p], "given"), ==, given);
      g_assert_cmpint (value (figures, "consent", purposes[p], "refused"), ==, refused);
      g_assert_cmpint (value (figures, "consent", purposes[p], "withdrawn"), ==, withdrawn);
      g_assert_cmpint (value (figures, "consent", purposes[p], "expired"), ==, expired);
      g_assert_cmpint (value (figures, "consent", purposes[p], "none"), ==, none);
      g_assert_cmpint (value (figures, "consent", purposes[p], "covered"), ==,
                       (gint64) (1000.0 * (double) given / (double) all + 0.5));
      ends += refused > 0 && withdrawn > 0 && expired > 0;
      g_assert_cmpint (value (figures, "consent", purposes[p], "cases"), ==, all);
    }
  g_assert_cmpint (any, >, 0);
  g_assert_cmpint (ends, >, 0);
}

/* --- Referrals --- */

static void
test_referrals_and_their_reasons (void)
{
  static const char *const paths[] = {"id",
                                      "direction",
                                      "sent_on",
                                      "case.trafficking_status",
                                      "case.status",
                                      "state",
                                      "to_institution.code",
                                      "to_institution.name_es",
                                      NULL};
  static const char *const event_paths[] = {"referral", "state", "reason_code", NULL};
  g_autoptr (GPtrArray) referrals = rows_of ("referral", paths);
  g_autoptr (GPtrArray) events = rows_of ("referral_event", event_paths);
  g_autoptr (AmpFigures) figures = make ("referrals", FROM, TO);
  g_autoptr (GHashTable) reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 completed = 0, all = 0, with_reason = 0;
  GHashTableIter iter;
  gpointer key, count;

  for (guint i = 0; i < referrals->len; i++)
    {
      char *const *row = referrals->pdata[i];
      const char *why = NULL;

      if (strcmp (row[1], "in") == 0 || !within (row[2]) || !victim (row, 3))
        continue;
      all++;
      completed += strcmp (row[5], "completed") == 0;
      if (strstr ("rejected no_answer escalated re_referred", row[5]) == NULL)
        continue;
      for (guint j = 0; j < events->len; j++)
        {
          char *const *event = events->pdata[j];

          if (strcmp (event[0], row[0]) == 0 &&
              (strcmp (event[1], "rejected") == 0 || strcmp (event[1], "no_answer") == 0))
            why = event[2];
        }
      if (why != NULL)
        {
          g_autofree char *cell =
            g_strdup_printf ("%s\n%s", *row[6] != '\0' ? row[6] : row[7], why);

          count = g_hash_table_lookup (reasons, cell);
          g_hash_table_insert (reasons, g_steal_pointer (&cell),
                               GINT_TO_POINTER (GPOINTER_TO_INT (count) + 1));
          with_reason++;
        }
    }
  g_assert_cmpint (all, >, 0);
  g_assert_cmpint (with_reason, >, 0);
  g_assert_cmpint (value (figures, "outcome", "*", "completed"), ==, completed);
  g_assert_cmpint (value (figures, "outcome", "*", "*"), ==, all);
  g_assert_cmpint (value (figures, "reasons", "*", "*"), ==, with_reason);
  g_hash_table_iter_init (&iter, reasons);
  while (g_hash_table_iter_next (&iter, &key, &count))
    {
      g_auto (GStrv) cell = g_strsplit (key, "\n", 2);

      g_assert_cmpint (value (figures, "reasons", cell[0], cell[1]), ==, GPOINTER_TO_INT (count));
    }
}

/* --- Bad requests, empty ones, files --- */

static void
test_a_period_that_makes_no_sense_is_refused (void)
{
  static const char *const periods[][2] = {
    {"2026-02-01", "2026-01-01"}, {"2026-02-30", ""}, {"", "ayer"}, {"2026-02-01-and-more", ""}};

  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (amp_report_compute (office.session, amp_report_kind_find ("consent"),
                                         periods[i][0], periods[i][1], NULL, "es", NULL, NULL,
                                         &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
    }
}

static void
test_nobody_is_an_answer_in_every_format (void)
{
  gsize n;
  const AmpReportKind *kinds = amp_report_kinds (&n);

  g_assert_cmpuint (n, ==, 9);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (AmpFigures) figures = make (kinds[i].name, "1990-01-01", "1990-12-31");

      for (AmpCountFormat format = AMP_COUNT_FORMAT_CSV; format <= AMP_COUNT_FORMAT_PDF; format++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) bytes = amp_report_write (office.session, figures, format, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (bytes), >, 50);
        }
    }
}

static gboolean
holds (GBytes *bytes, const char *text)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text)) !=
         NULL;
}

static void
test_files_are_the_same_for_the_same_figures_and_name_nobody (void)
{
  gsize n;
  const AmpReportKind *kinds = amp_report_kinds (&n);
  const char *folder = g_getenv ("AMP_SCREENSHOTS");
  static const char *const endings[] = {"csv", "json", "xlsx", "pdf"};

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (AmpFigures) figures = make (kinds[i].name, FROM, TO);

      for (AmpCountFormat format = AMP_COUNT_FORMAT_CSV; format <= AMP_COUNT_FORMAT_PDF; format++)
        {
          g_autoptr (GBytes) one = amp_report_write (office.session, figures, format, NULL);
          g_autoptr (GBytes) two = amp_report_write (office.session, figures, format, NULL);

          g_assert_true (g_bytes_equal (one, two));
          g_assert_false (holds (one, g_get_user_name ()) && strlen (g_get_user_name ()) > 4);
          g_assert_false (holds (one, g_get_host_name ()) && strlen (g_get_host_name ()) > 4);
          g_assert_false (holds (one, "supervisora"));
          if (folder != NULL)
            {
              g_autofree char *path =
                g_strdup_printf ("%s/%s.%s", folder, kinds[i].name, endings[format]);

              g_file_set_contents (path, g_bytes_get_data (one, NULL),
                                   (gssize) g_bytes_get_size (one), NULL);
            }
        }
    }
}

static void
test_csv_says_every_figure_once (void)
{
  g_autoptr (AmpFigures) figures = make ("assisted-by-age", FROM, TO);
  g_autoptr (GBytes) bytes = amp_figures_to_csv (figures);
  g_autofree char *csv = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  const AmpFigureTable *table = figures->tables->pdata[0];
  guint data = 0;

  g_assert_nonnull (strstr (csv, "# release: internal\r\n"));
  g_assert_nonnull (strstr (csv, "# period: " FROM "/" TO "\r\n"));
  for (gsize i = 0; lines[i] != NULL; i++)
    data += g_str_has_prefix (lines[i], "age_band,age_band,") ? 1 : 0;
  g_assert_cmpuint (data, ==, table->rows->len * table->columns->len);
}

static void
test_the_office_name_is_a_supervisors (void)
{
  g_autofree char *none = amp_settings_get_office_name (office.session);
  g_autofree char *name = NULL;
  g_autofree char *long_name = g_strnfill (AMP_OFFICE_NAME_MOST + 1, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_null (none);
  g_assert_true (amp_settings_set_office_name (office.session, " Oficina Tumbes ", NULL));
  name = amp_settings_get_office_name (office.session);
  g_assert_cmpstr (name, ==, "Oficina Tumbes");
  g_assert_false (amp_settings_set_office_name (office.session, long_name, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

/* In the demo office everybody is served on the first day: here some waited. */
static void
let_people_wait (void)
{
  static const char *const paths[] = {"id", NULL};
  g_autoptr (GPtrArray) cases = rows_of ("case", paths);

  for (guint i = 0; i < cases->len; i++)
    {
      char *const *row = cases->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpRecord) record =
        amp_store_load (amp_session_get_store (office.session), amp_entity_find ("case"),
                        g_ascii_strtoll (row[0], NULL, 10), &error);
      AmpDate opened;
      GDate day;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      g_assert_true (amp_date_parse (amp_record_get (record, "opened_on"), &opened));
      g_date_clear (&day, 1);
      g_date_set_dmy (&day, opened.day, (GDateMonth) opened.month, opened.year);
      g_date_subtract_days (&day, i * i % 131);
      text = g_strdup_printf ("%04u-%02u-%02u", (guint) g_date_get_year (&day),
                              (guint) g_date_get_month (&day), (guint) g_date_get_day (&day));
      amp_record_set (record, "opened_on", text, &error);
      amp_store_save (amp_session_get_store (office.session), record, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
save (AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (office.session), record, NULL, &error);
  g_assert_no_error (error);
}

/* What was said before, again with another decision on another day. */
static void
say_again (const AmpRecord *before, const char *on)
{
  static const char *const same[] = {"case",     "purpose", "giver",   "capacity",
                                     "language", "method",  "decision"};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("consent"));

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    g_assert_true (amp_record_set (record, same[i], amp_record_get (before, same[i]), NULL));
  g_assert_true (amp_record_set (record, "decision", "refused", NULL));
  g_assert_true (amp_record_set (record, "on", on, NULL));
  save (record);
}

/* In the demo office everybody speaks once. Here some take it back or say something else on the
 * same day, before the end of the period and after it. */
static void
let_people_change_their_minds (void)
{
  static const char *const paths[] = {"id", NULL};
  static const char *const fields[] = {"withdrawn_on", "withdrawn_on", "expires_on"};
  static const char *const days_of[] = {"2026-08-20", "2026-05-01", "2026-06-29"};
  g_autoptr (GPtrArray) said = rows_of ("consent", paths);

  for (guint i = 0; i < said->len; i++)
    {
      char *const *row = said->pdata[i];
      guint kind = i / 3 % 6;
      g_autoptr (AmpRecord) record =
        amp_store_load (amp_session_get_store (office.session), amp_entity_find ("consent"),
                        g_ascii_strtoll (row[0], NULL, 10), NULL);

      if (kind < G_N_ELEMENTS (fields))
        {
          g_assert_true (amp_record_set (record, fields[kind], days_of[kind], NULL));
          save (record);
        }
      else if (kind < 5)
        say_again (record, kind == 3 ? amp_record_get (record, "on") : "2026-08-15");
    }
}

int
main (int argc, char **argv)
{
  const AmpDemoOptions options = {.cases = 120, .seed = 5, .today = "2026-11-01"};
  int result;

  g_test_init (&argc, &argv, NULL);
  office_open (&office);
  g_assert_true (amp_demo_fill (office.session, &options, NULL, NULL, NULL));
  let_people_wait ();
  let_people_change_their_minds ();
  g_test_add_func ("/domain/reports/the-office-name-is-a-supervisors",
                   test_the_office_name_is_a_supervisors);
  g_test_add_func ("/domain/reports/regions-by-month", test_regions_by_month);
  g_test_add_func ("/domain/reports/services-by-domain", test_services_by_domain);
  g_test_add_func ("/domain/reports/share-of-the-border", test_share_of_the_border);
  g_test_add_func ("/domain/reports/ages-cell-by-cell", test_ages_cell_by_cell);
  g_test_add_func ("/domain/reports/exploitation-cell-by-cell", test_exploitation_cell_by_cell);
  g_test_add_func ("/domain/reports/time-to-the-first-service", test_time_to_the_first_service);
  g_test_add_func ("/domain/reports/consent-coverage", test_consent_coverage);
  g_test_add_func ("/domain/reports/referrals-and-their-reasons", test_referrals_and_their_reasons);
  g_test_add_func ("/domain/reports/a-period-that-makes-no-sense-is-refused",
                   test_a_period_that_makes_no_sense_is_refused);
  g_test_add_func ("/domain/reports/nobody-is-an-answer-in-every-format",
                   test_nobody_is_an_answer_in_every_format);
  g_test_add_func ("/domain/reports/files-are-the-same-for-the-same-figures-and-name-nobody",
                   test_files_are_the_same_for_the_same_figures_and_name_nobody);
  g_test_add_func ("/domain/reports/csv-says-every-figure-once", test_csv_says_every_figure_once);
  result = g_test_run ();
  office_close (&office);
  return result;
}
