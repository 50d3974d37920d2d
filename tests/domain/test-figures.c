/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of counts as figures: what is hidden stays hidden in every form, what is copied or saved
 * leaves an event and needs a supervisor. */
#include "domain/figures-counts.h"

#include "domain/counts-private.h"
#include "domain/reports.h"
#include "facts.h"

#include <string.h>

/* What fontconfig keeps for the life of a process is no leak of ours. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig";
}

/* --- Hidden cells --- */

#define HIDDEN 777 /* a count that no file may say */

static const AmpCountRelease release = {
  .rule = "partner", .id = "31", .period = "2026-Q1", .notice = "Notice of the release"};

static AmpCountTable *
released (const char *first, const char *second)
{
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS};

  spec.dimensions[spec.n_dimensions++] = amp_dimension_find (first);
  if (second != NULL)
    spec.dimensions[spec.n_dimensions++] = amp_dimension_find (second);
  return amp_count_table_new_empty (&spec, "2026-04-01T00:00:00Z", &release);
}

static void
add (AmpCountTable *table, const char *first, const char *second, guint64 count)
{
  const char *values[] = {first, second};

  amp_count_table_add_row (table, values, count, count == HIDDEN);
}

static AmpFigureTable *
as_figures (AmpFigures *figures, const AmpCountTable *table)
{
  return amp_figures_add_counts (figures, table, "counts", "Counts");
}

static void
test_a_hidden_bar_is_no_chart_and_a_hidden_region_no_count (void)
{
  g_autoptr (AmpCountTable) table = released ("region", NULL);
  g_autoptr (AmpFigures) figures = amp_figures_new ("counts", NULL, "es");
  const AmpFigureTable *to;

  add (table, "PE-TUM", NULL, 40);
  add (table, "PE-PIU", NULL, HIDDEN);
  add (table, "*", NULL, 60);
  to = as_figures (figures, table);
  g_assert_null (to->chart);
  g_assert_cmpint (amp_figure_table_get (to, 0, 0)->value, ==, 40);
  g_assert_cmpint (amp_figure_table_get (to, 1, 0)->state, ==, AMP_FIGURE_HIDDEN);
  g_assert_cmpint (amp_map_place_state (to->map, (gsize) amp_map_find (to->map, "PE-PIU")), ==,
                   AMP_PLACE_HIDDEN);
  g_assert_cmpuint (amp_map_place_count (to->map, (gsize) amp_map_find (to->map, "PE-TUM")), ==,
                    40);
}

static AmpCountTable *
with_hidden_parts (void)
{
  AmpCountTable *table = released ("age_band", "sex");

  add (table, "9--17", "F", HIDDEN);
  add (table, "9--17", "M", HIDDEN);
  add (table, "9--17", "*", 30);
  add (table, "48+", "F", 12);
  add (table, "48+", "*", 50);
  add (table, "*", "F", HIDDEN);
  add (table, "*", "M", HIDDEN);
  add (table, "*", "*", 80);
  return table;
}

static void
test_a_bar_with_hidden_parts_is_drawn_whole (void)
{
  g_autoptr (AmpCountTable) table = with_hidden_parts ();
  g_autoptr (AmpFigures) figures = amp_figures_new ("counts", NULL, "es");
  const AmpFigureTable *to = as_figures (figures, table);

  g_assert_nonnull (to->chart);
  g_assert_cmpuint (to->chart->n_series, ==, 1);
  g_assert_cmpuint (to->chart->n_bars, ==, 2);
  g_assert_cmpuint (to->chart->totals[0], ==, 30);
  g_assert_cmpuint (to->chart->totals[1], ==, 50);
}

static void
test_a_released_table_says_no_cell_that_it_has_not (void)
{
  g_autoptr (AmpCountTable) table = with_hidden_parts ();
  g_autoptr (AmpFigures) figures = amp_figures_new ("counts", NULL, "es");
  g_autofree char *tsv = NULL;

  as_figures (figures, table);
  tsv = amp_figures_to_tsv (figures);
  g_assert_nonnull (strstr (tsv, "\t*\t*\t30\n"));
  g_assert_nonnull (strstr (tsv, "\t12\t\t50\n")); /* M of 48+: no such row, not nobody */
  g_assert_nonnull (strstr (tsv, "\t*\t*\t80\n"));
  g_assert_null (strstr (tsv, "777"));
}

static gboolean
says_late (AmpUnit unit, const AmpCountRelease *of, const char *words)
{
  const AmpCountSpec spec = {.unit = unit};
  g_autoptr (AmpCountTable) table = amp_count_table_new_empty (&spec, "2026-04-01T00:00:00Z", of);

  for (const char *const *note = amp_count_table_notes (table); *note != NULL; note++)
    if (g_str_has_prefix (*note, words))
      return TRUE;
  return FALSE;
}

/* Of a closed period it would not be true that what comes late changes it. */
static void
test_what_comes_late_is_told_as_it_is (void)
{
  static const char changes[] = "Entries made late", stays[] = "The numbers of a closed period";

  g_assert_true (says_late (AMP_UNIT_PERSONS, NULL, changes));
  g_assert_false (says_late (AMP_UNIT_PERSONS, NULL, stays));
  g_assert_false (says_late (AMP_UNIT_PERSONS, &release, changes));
  g_assert_true (says_late (AMP_UNIT_PERSONS, &release, stays));
  g_assert_true (says_late (AMP_UNIT_ACTIVITIES, NULL, changes));
  g_assert_false (says_late (AMP_UNIT_ACTIVITIES, &release, changes));
  g_assert_false (says_late (AMP_UNIT_ACTIVITIES, &release, stays));
}

static void
test_a_counted_table_says_nobody_where_no_row_is (void)
{
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS, .n_dimensions = 2};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (AmpFigures) figures = amp_figures_new ("counts", NULL, "es");
  const AmpFigureTable *to;

  spec.dimensions[0] = amp_dimension_find ("age_band");
  spec.dimensions[1] = amp_dimension_find ("sex");
  table = amp_count_table_new_empty (&spec, "2026-04-01T00:00:00Z", NULL);
  add (table, "9--17", "F", 3);
  add (table, "9--17", "*", 3);
  add (table, "48+", "M", 4);
  add (table, "48+", "*", 4);
  add (table, "*", "F", 3);
  add (table, "*", "M", 4);
  add (table, "*", "*", 7);
  to = as_figures (figures, table);
  g_assert_cmpint (amp_figure_table_get (to, 0, 1)->state, ==, AMP_FIGURE_SHOWN);
  g_assert_cmpint (amp_figure_table_get (to, 0, 1)->value, ==, 0);
  g_assert_cmpint (amp_figure_table_get (to, 1, 1)->value, ==, 4);
  g_assert_cmpuint (to->chart->n_series, ==, 2);
}

static void
test_files_of_a_release_depend_on_nothing_hidden (void)
{
  static const guint64 counts[] = {HIDDEN, 3};

  for (AmpCountFormat format = AMP_COUNT_FORMAT_CSV; format <= AMP_COUNT_FORMAT_PDF; format++)
    {
      g_autoptr (GBytes) first = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
        {
          g_autoptr (AmpCountTable) table = released ("region", NULL);
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) bytes = NULL;
          const char *piura[] = {"PE-PIU"};

          add (table, "PE-TUM", NULL, 40);
          amp_count_table_add_row (table, piura, counts[i], TRUE);
          add (table, "*", NULL, 60);
          bytes = amp_count_table_to_bytes (table, format, "Oficina Tumbes", 0, NULL, "es", &error);
          g_assert_no_error (error);
          if (first == NULL)
            first = g_bytes_ref (bytes);
          g_assert_true (g_bytes_equal (first, bytes));
        }
    }
}

/* --- Spreadsheets --- */

static void
test_no_cell_runs_in_a_spreadsheet (void)
{
  static const char *const hostile[] = {"=1+1", "+cmd", "-x", "@SUM", "#facts", "a\tb\nc"};
  static const char *const copied[] = {"'=1+1", "'+cmd", "'-x", "'@SUM", "#facts", "a b c"};
  static const char *const written[] = {"\"'=1+1\"", "\"'+cmd\"",  "\"'-x\"",
                                        "\"'@SUM\"", "\"#facts\"", "\"a\tb\nc\""};

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (AmpFigures) figures = amp_figures_new ("counts", NULL, "es");
      AmpFigureTable *table = amp_figures_add_table (figures, "t", "T");
      g_autofree char *tsv = NULL, *csv = NULL;
      g_autofree char *copy = g_strdup_printf ("key\tcount\n%s\t5\n", copied[i]);
      g_autofree char *row = g_strdup_printf ("\r\nt,key,%s,,count,5,exact\r\n", written[i]);
      g_autoptr (GBytes) bytes = NULL;

      amp_figure_table_add_key (table, "key", "key");
      amp_figure_table_add_column (table, "count", "count", AMP_FIGURE_COUNT);
      amp_figure_table_set (
        table, amp_figure_table_add_row (table, &hostile[i], &hostile[i], FALSE), 0, 5);
      tsv = amp_figures_to_tsv (figures);
      g_assert_cmpstr (tsv, ==, copy);
      bytes = amp_figures_to_csv (figures);
      csv = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_nonnull (strstr (csv, row));
    }
}

/* --- Doors --- */

static gboolean
last_export (const AmpAuditEvent *event, gpointer data)
{
  char **reason = data;

  if (strcmp (event->action, "export") == 0)
    {
      g_free (*reason);
      *reason = g_strdup (event->reason);
    }
  return TRUE;
}

static void
assert_last_export (Facts *facts, const char *expected)
{
  g_autofree char *reason = NULL;

  amp_store_audit_list (amp_session_get_store (facts->office.session), last_export, &reason, NULL);
  g_assert_cmpstr (reason, ==, expected);
}

static void
become_a_caseworker (Facts *facts)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("una frase larga para Rosa");
  g_autofree char *folder =
    g_strdup (amp_vault_get_folder (amp_session_get_vault (facts->office.session)));
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_session_add_user (facts->office.session, "rosa", AMP_ROLE_CASEWORKER,
                                       passphrase, &amp_kdf_cheap, NULL));
  amp_session_close (facts->office.session);
  facts->office.session = amp_session_open (folder, "rosa", passphrase, &error);
  g_assert_no_error (error);
}

static void
test_a_copy_is_the_table_and_leaves_an_event (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = NULL;
  g_auto (GStrv) lines = NULL;

  facts_fill (&facts);
  table = facts_count (&facts, "region", "", "", FALSE);
  assert_last_export (&facts, NULL);
  copy = amp_count_table_copy (facts.office.session, table, NULL, "es", &error);
  g_assert_no_error (error);
  assert_last_export (&facts, "counts-clipboard");
  lines = g_strsplit (copy, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "Region of assistance\tCount");
  g_assert_cmpuint (g_strv_length (lines), ==, amp_count_table_n_rows (table) + 2);
  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      g_autofree char *label = amp_dimension_value_label (
        amp_dimension_find ("region"), amp_count_table_value (table, row, 0), "es");
      g_autofree char *line =
        g_strdup_printf ("%s\t%" G_GUINT64_FORMAT, label != NULL ? label : "Total",
                         amp_count_table_count (table, row));

      g_assert_cmpstr (lines[row + 1], ==, line);
    }
  become_a_caseworker (&facts);
  g_assert_null (amp_count_table_copy (facts.office.session, table, NULL, "es", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  facts_clear (&facts);
}

static void
test_a_saved_report_needs_a_supervisor_and_leaves_an_event (void)
{
  Facts facts = {0};
  static const char *const reasons[] = {"report-consent-csv", "report-consent-json",
                                        "report-consent-xlsx", "report-consent-pdf"};
  g_autoptr (AmpFigures) figures = NULL;
  g_autoptr (GError) error = NULL;

  facts_fill (&facts);
  figures = amp_report_compute (facts.office.session, amp_report_kind_find ("consent"), "", "",
                                NULL, "es", NULL, NULL, &error);
  g_assert_no_error (error);
  assert_last_export (&facts, NULL); /* to look at it is no export */
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autoptr (GBytes) bytes =
        amp_report_write (facts.office.session, figures, (AmpCountFormat) i, &error);

      g_assert_no_error (error);
      g_assert_nonnull (bytes);
      assert_last_export (&facts, reasons[i]);
    }
  become_a_caseworker (&facts);
  g_assert_null (amp_report_write (facts.office.session, figures, AMP_COUNT_FORMAT_PDF, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  facts_clear (&facts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/figures/a-hidden-bar-is-no-chart-and-a-hidden-region-no-count",
                   test_a_hidden_bar_is_no_chart_and_a_hidden_region_no_count);
  g_test_add_func ("/figures/a-bar-with-hidden-parts-is-drawn-whole",
                   test_a_bar_with_hidden_parts_is_drawn_whole);
  g_test_add_func ("/figures/a-released-table-says-no-cell-that-it-has-not",
                   test_a_released_table_says_no_cell_that_it_has_not);
  g_test_add_func ("/figures/a-counted-table-says-nobody-where-no-row-is",
                   test_a_counted_table_says_nobody_where_no_row_is);
  g_test_add_func ("/figures/files-of-a-release-depend-on-nothing-hidden",
                   test_files_of_a_release_depend_on_nothing_hidden);
  g_test_add_func ("/figures/what-comes-late-is-told-as-it-is",
                   test_what_comes_late_is_told_as_it_is);
  g_test_add_func ("/figures/no-cell-runs-in-a-spreadsheet", test_no_cell_runs_in_a_spreadsheet);
  g_test_add_func ("/figures/a-copy-is-the-table-and-leaves-an-event",
                   test_a_copy_is_the_table_and_leaves_an_event);
  g_test_add_func ("/figures/a-saved-report-needs-a-supervisor-and-leaves-an-event",
                   test_a_saved_report_needs_a_supervisor_and_leaves_an_event);
  return g_test_run ();
}
