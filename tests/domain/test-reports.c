/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports of persons and services against a recount. */
#include "report-office.h"

#include "model/codelist.h"
#include "model/date.h"

#include <stdlib.h>
#include <string.h>

/* How many different first columns there are among the service rows that pass. */
typedef gboolean (*Passes) (char *const *row, const char *what, const char *other);

static guint
persons (GPtrArray *rows, Passes passes, const char *what, const char *other)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      char *const *row = rows->pdata[i];

      if (strcmp (row[1], "delivered") == 0 && report_within (row[2]) && report_victim (row, 3) &&
          passes (row, what, other))
        g_hash_table_add (seen, row[0]);
    }
  return g_hash_table_size (seen);
}

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
  g_autoptr (GPtrArray) rows = report_rows ("service", report_service_paths);
  g_autoptr (AmpFigures) figures = report_make ("assisted-by-region", REPORT_FROM, REPORT_TO);
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
  g_autoptr (GPtrArray) rows = report_rows ("service", report_service_paths);
  g_autoptr (AmpFigures) figures = report_make ("services-by-domain", REPORT_FROM, REPORT_TO);
  static const char *const domains[] = {"01", "04", "05", "14", "*"};

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      gint64 services = 0;

      for (guint j = 0; j < rows->len; j++)
        {
          char *const *row = rows->pdata[j];

          services += strcmp (row[1], "delivered") == 0 && report_within (row[2]) &&
                      report_victim (row, 3) && of_domain (row, domains[i], NULL);
        }
      g_assert_cmpint (report_value (figures, "service_domain", domains[i], "services"), ==,
                       services);
      g_assert_cmpint (report_value (figures, "service_domain", domains[i], "persons"), ==,
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
  g_autoptr (GPtrArray) rows = report_rows ("service", report_service_paths);
  g_autoptr (AmpFigures) figures = report_make ("border-share", REPORT_FROM, REPORT_TO);
  guint border = persons (rows, on_border, "yes", NULL), all = persons (rows, on_border, "*", NULL);
  double share = 1000.0 * border / all;

  g_assert_cmpuint (border, >, 0);
  g_assert_cmpint (report_value (figures, "border", "PE", "yes"), ==, border);
  g_assert_cmpint (report_value (figures, "border", "PE", "*"), ==, all);
  g_assert_cmpint (report_value (figures, "border", "PE", "share"), ==, (gint64) (share + 0.5));
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
  return strcmp (row[1], "delivered") == 0 && report_within (row[2]) && report_victim (row, 3);
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
  g_autoptr (GPtrArray) rows = report_rows ("service", person_paths);
  g_autoptr (AmpFigures) figures = report_make ("assisted-by-age", REPORT_FROM, REPORT_TO);
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
  g_autoptr (GPtrArray) rows = report_rows ("service", person_paths);
  g_autoptr (GPtrArray) situations = report_rows ("situation", paths);
  g_autoptr (AmpFigures) figures = report_make ("assisted-by-exploitation", REPORT_FROM, REPORT_TO);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/reports/regions-by-month", test_regions_by_month);
  g_test_add_func ("/domain/reports/services-by-domain", test_services_by_domain);
  g_test_add_func ("/domain/reports/share-of-the-border", test_share_of_the_border);
  g_test_add_func ("/domain/reports/ages-cell-by-cell", test_ages_cell_by_cell);
  g_test_add_func ("/domain/reports/exploitation-cell-by-cell", test_exploitation_cell_by_cell);
  return report_office_run ();
}
