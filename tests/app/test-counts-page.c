/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counts page shows what the domain counts, and exports it for those who may. */
#include "harness.h"

#include "app/amp-chart-view.h"
#include "app/amp-count-grid.h"
#include "app/amp-count-words.h"
#include "app/amp-counts-page.h"
#include "app/amp-export-dialog.h"
#include "app/amp-file-chooser.h"
#include "app/amp-release-dialog.h"
#include "app/amp-report-dialog.h"
#include "app/amp-period.h"
#include "domain/counts.h"

#include <glib/gstdio.h>
#include <string.h>

#define PEOPLE 60

static char *folder;

typedef struct
{
  AmpWindow *window;
  AmpCountsPage *page;
} Screen;

static Screen
open_screen (const char *login)
{
  Screen screen = {.window = harness_window_new ()};

  harness_unlock (screen.window, folder, login);
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.show-page", "s", "counts");
  screen.page = AMP_COUNTS_PAGE (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_COUNTS_PAGE));
  WAIT_FOR (amp_counts_page_get_table (screen.page) != NULL);
  return screen;
}

static GtkWidget *
child_of (Screen *screen, const char *id)
{
  return harness_child (GTK_WIDGET (screen->page), AMP_TYPE_COUNTS_PAGE, id);
}

/* Chooses the entry of that label, and waits for the answer where there is one to come. */
static void
choose (Screen *screen, const char *id, const char *label)
{
  AdwComboRow *row = ADW_COMBO_ROW (child_of (screen, id));
  GListModel *labels = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    if (strcmp (gtk_string_list_get_string (GTK_STRING_LIST (labels), i), label) == 0)
      {
        adw_combo_row_set_selected (row, i);
        return;
      }
  g_error ("%s offers no %s", id, label);
}

static gboolean
shows (Screen *screen, const char *rows, const char *columns)
{
  const AmpCountTable *table = amp_counts_page_get_table (screen->page);
  const AmpCountSpec *spec = table != NULL ? amp_count_table_spec (table) : NULL;

  return spec != NULL && strcmp (spec->dimensions[0]->name, rows) == 0 &&
         spec->n_dimensions == (columns != NULL ? 2 : 1) &&
         (columns == NULL || strcmp (spec->dimensions[1]->name, columns) == 0);
}

/* --- The numbers --- */

static AmpCountTable *
count_without_window (const AmpCountSpec *spec)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, &error);
  AmpCountTable *table;

  g_assert_no_error (error);
  table = amp_counts_compute (session, spec, NULL, NULL, &error);
  g_assert_no_error (error);
  return table;
}

static void
test_same_numbers (void)
{
  const AmpCountSpec spec = {
    .unit = AMP_UNIT_PERSONS,
    .dimensions = {amp_dimension_find ("region"), amp_dimension_find ("sex")},
    .n_dimensions = 2,
  };
  g_autoptr (AmpCountTable) expected = count_without_window (&spec);
  Screen screen = open_screen (HARNESS_LOGIN);
  const AmpCountTable *table;
  g_autoptr (AmpCountGrid) grid = NULL;

  choose (&screen, "period", "All time");
  choose (&screen, "columns", "Sex");
  WAIT_FOR (shows (&screen, "region", "sex") &&
            *amp_count_table_spec (amp_counts_page_get_table (screen.page))->from == '\0');
  table = amp_counts_page_get_table (screen.page);
  g_assert_cmpuint (amp_count_table_total (table), ==, PEOPLE);
  g_assert_cmpuint (amp_count_table_n_rows (table), ==, amp_count_table_n_rows (expected));
  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    g_assert_cmpuint (amp_count_table_count (table, row), ==,
                      amp_count_table_count (expected, row));

  grid = amp_count_grid_new (table, "en", "Total");
  g_assert_cmpuint (amp_count_grid_get (grid, grid->n_rows - 1, grid->n_columns - 1), ==, PEOPLE);
  g_assert_cmpstr (grid->row_labels[grid->n_rows - 1], ==, "Total");
  /* Sex is one of each: a row's columns add up to its total. */
  for (gsize row = 0; row < grid->n_rows; row++)
    {
      guint64 sum = 0;

      for (gsize column = 0; column + 1 < grid->n_columns; column++)
        sum += amp_count_grid_get (grid, row, column);
      g_assert_cmpuint (sum, ==, amp_count_grid_get (grid, row, grid->n_columns - 1));
    }
  harness_close (screen.window);
}

static void
test_told_to_all (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *chart = child_of (&screen, "chart");
  const char *heading;

  choose (&screen, "period", "All time");
  WAIT_FOR (strcmp (gtk_label_get_label (GTK_LABEL (child_of (&screen, "heading"))),
                    "Persons assisted: 60") == 0);
  heading = gtk_label_get_label (GTK_LABEL (child_of (&screen, "heading")));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       heading);
  g_assert_true (
    gtk_test_accessible_has_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  g_assert_cmpuint (strlen (gtk_label_get_label (GTK_LABEL (child_of (&screen, "notes")))), >, 40);
  harness_close (screen.window);
}

/* Below the map stands the table, however wide the page is. */
static void
test_map_is_as_high_as_it_is (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *map = child_of (&screen, "map");
  int width, height, wide;

  gtk_widget_measure (map, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (map, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_measure (map, GTK_ORIENTATION_VERTICAL, 3 * width, NULL, &wide, NULL, NULL);
  g_assert_cmpint (height, >, width);
  g_assert_cmpint (wide, ==, height);
  harness_close (screen.window);
}

static void
test_unit_changes_dimensions (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);

  choose (&screen, "unit", "Referrals made");
  choose (&screen, "rows", "Referral state");
  WAIT_FOR (shows (&screen, "referral_state", NULL));
  choose (&screen, "unit", "Persons assisted"); /* which have no referral state */
  WAIT_FOR (amp_count_table_spec (amp_counts_page_get_table (screen.page))->unit ==
            AMP_UNIT_PERSONS);
  g_assert_false (shows (&screen, "referral_state", NULL));
  harness_close (screen.window);
}

static void
test_nonsense_is_told (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *alert = child_of (&screen, "alert");

  /* Two meanings of region in one table: rule 3. */
  choose (&screen, "columns", "Region of residence");
  WAIT_FOR (gtk_widget_get_visible (alert));
  g_assert_null (amp_counts_page_get_table (screen.page));
  choose (&screen, "columns", "None");
  WAIT_FOR (!gtk_widget_get_visible (alert) && amp_counts_page_get_table (screen.page) != NULL);

  gtk_editable_set_text (GTK_EDITABLE (child_of (&screen, "from")), "31/02/2026");
  WAIT_FOR (gtk_widget_get_visible (alert));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (child_of (&screen, "from")),
                                    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_editable_set_text (GTK_EDITABLE (child_of (&screen, "from")), "1/2/2026");
  WAIT_FOR (!gtk_widget_get_visible (alert));
  g_assert_cmpstr (amp_count_table_spec (amp_counts_page_get_table (screen.page))->from, ==,
                   "2026-02-01");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (child_of (&screen, "period"))), ==,
                    AMP_PERIOD_CUSTOM);
  harness_close (screen.window);
}

/* --- Export --- */

static GtkWidget *
find_dialog (void)
{
  return harness_toplevel (AMP_TYPE_EXPORT_DIALOG);
}

static void
export_as (Screen *screen, guint format, const char *path)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (screen->window), "win.export-counts", NULL);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  forms_assert_named (dialog);
  adw_combo_row_set_selected (
    ADW_COMBO_ROW (harness_child (dialog, AMP_TYPE_EXPORT_DIALOG, "format")), format);
  amp_choose_file_answer (path);
  g_signal_emit_by_name (harness_child (dialog, AMP_TYPE_EXPORT_DIALOG, "save"), "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (find_dialog () == NULL);
}

static void
test_export (void)
{
  static const char *const names[] = {"counts.xlsx", "counts.pdf", "counts.csv"};
  static const char *const magic[] = {"PK", "%PDF", "# "};
  g_autofree char *place = g_dir_make_tmp ("amparo-export-XXXXXX", NULL);
  Screen screen = open_screen (HARNESS_LOGIN);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (place, names[i], NULL);
      g_autofree char *text = NULL;

      export_as (&screen, i, path);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpint (strncmp (text, magic[i], strlen (magic[i])), ==, 0);
      g_remove (path);
    }
  harness_close (screen.window);
  g_rmdir (place);
}

static void
test_export_refused (void)
{
  Screen screen = open_screen ("carla");
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.export-counts", NULL);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_false (
    gtk_widget_get_sensitive (harness_child (dialog, AMP_TYPE_EXPORT_DIALOG, "save")));
  g_assert_true (gtk_widget_get_visible (harness_child (dialog, AMP_TYPE_EXPORT_DIALOG, "alert")));
  amp_window_lock (screen.window); /* takes the dialog away */
  WAIT_FOR (find_dialog () == NULL);
  harness_close (screen.window);
}

static void
test_export_fails (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *dialog, *alert;

  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.export-counts", NULL);
  dialog = find_dialog ();
  alert = harness_child (dialog, AMP_TYPE_EXPORT_DIALOG, "alert");
  amp_choose_file_answer ("/nowhere/at/all/counts.xlsx");
  g_signal_emit_by_name (harness_child (dialog, AMP_TYPE_EXPORT_DIALOG, "save"), "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (gtk_widget_get_visible (alert));
  g_assert_nonnull (find_dialog ());
  gtk_window_close (GTK_WINDOW (dialog));
  harness_close (screen.window);
}

/* Of last month, as a document: that is what is chosen when it opens. */
static void
test_report (void)
{
  g_autofree char *place = g_dir_make_tmp ("amparo-report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "report.pdf", NULL);
  g_autofree char *text = NULL;
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *dialog, *alert;

  amp_report_dialog_present (GTK_WIDGET (screen.page), amp_window_get_jobs (screen.window),
                             "monthly");
  dialog = harness_toplevel (AMP_TYPE_REPORT_DIALOG);
  alert = harness_child (dialog, AMP_TYPE_REPORT_DIALOG, "alert");
  amp_choose_file_answer ("/nowhere/at/all/report.pdf");
  g_signal_emit_by_name (harness_child (dialog, AMP_TYPE_REPORT_DIALOG, "save"), "clicked");
  WAIT_FOR (gtk_widget_get_visible (alert));
  amp_choose_file_answer (path);
  g_signal_emit_by_name (harness_child (dialog, AMP_TYPE_REPORT_DIALOG, "save"), "clicked");
  amp_choose_file_answer (NULL);
  g_assert_false (gtk_widget_get_visible (alert));
  WAIT_FOR (harness_toplevel (AMP_TYPE_REPORT_DIALOG) == NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF"));
  harness_close (screen.window);
  g_remove (path);
  g_rmdir (place);
}

/* The programme's units, each with numbers, and what can be said of it alone. */
static void
test_units_of_the_programme (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);

  choose (&screen, "period", "All time");
  for (guint unit = AMP_UNIT_ACTIVITIES; unit <= AMP_UNIT_COMMITMENTS; unit++)
    {
      const AmpCountTable *table;
      GListModel *rows;

      choose (&screen, "unit", amp_count_words_unit ((AmpUnit) unit));
      WAIT_FOR (amp_counts_page_get_table (screen.page) != NULL &&
                amp_count_table_spec (amp_counts_page_get_table (screen.page))->unit == unit);
      table = amp_counts_page_get_table (screen.page);
      g_assert_cmpuint (amp_count_table_total (table), >, 0);
      g_assert_true (gtk_widget_get_visible (child_of (&screen, "results")));
      rows = adw_combo_row_get_model (ADW_COMBO_ROW (child_of (&screen, "rows")));
      g_assert_cmpuint (g_list_model_get_n_items (rows), >, 2);
      forms_assert_named (GTK_WIDGET (screen.page));
    }
  harness_close (screen.window);
}

/* The demo's office knows the Observatory's figures of 2016: told under ours, and as old ones. */
static void
test_context (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *context = child_of (&screen, "context");
  GtkWidget *expander, *rows;
  const char *text;

  choose (&screen, "period", "All time");
  WAIT_FOR (gtk_widget_get_visible (context));
  expander = gtk_widget_get_first_child (context);
  g_assert_true (GTK_IS_EXPANDER (expander));
  g_assert_false (gtk_expander_get_expanded (GTK_EXPANDER (expander)));
  rows = gtk_expander_get_child (GTK_EXPANDER (expander));
  text = gtk_label_get_label (GTK_LABEL (gtk_widget_get_first_child (rows)));
  g_assert_nonnull (strstr (text, "Observatorio"));
  g_assert_nonnull (strstr (text, "2016"));
  g_assert_nonnull (
    strstr (gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (rows))), "never added"));
  forms_assert_named (GTK_WIDGET (screen.page));
  harness_close (screen.window);
}

/* One click, as the monthly one; and from there to what others get. */
static void
test_annual_report (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *dialog;

  g_signal_emit_by_name (child_of (&screen, "reports"), "clicked");
  dialog = harness_toplevel (AMP_TYPE_REPORT_DIALOG);
  g_assert_false (
    gtk_widget_get_visible (harness_child (dialog, AMP_TYPE_REPORT_DIALOG, "deliver")));
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (harness_toplevel (AMP_TYPE_REPORT_DIALOG) == NULL);
  g_signal_emit_by_name (child_of (&screen, "year"), "clicked");
  dialog = harness_toplevel (AMP_TYPE_REPORT_DIALOG);
  g_assert_cmpuint (adw_combo_row_get_selected (
                      ADW_COMBO_ROW (harness_child (dialog, AMP_TYPE_REPORT_DIALOG, "period"))),
                    ==, AMP_PERIOD_THIS_YEAR);
  g_signal_emit_by_name (harness_child (dialog, AMP_TYPE_REPORT_DIALOG, "deliver"), "clicked");
  WAIT_FOR (harness_toplevel (AMP_TYPE_REPORT_DIALOG) == NULL);
  dialog = harness_toplevel (AMP_TYPE_RELEASE_DIALOG);
  g_assert_nonnull (dialog);
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (harness_toplevel (AMP_TYPE_RELEASE_DIALOG) == NULL);
  harness_close (screen.window);
}

static void
test_report_refused (void)
{
  Screen screen = open_screen ("carla");
  GtkWidget *dialog;

  amp_report_dialog_present (GTK_WIDGET (screen.page), amp_window_get_jobs (screen.window),
                             "monthly");
  dialog = harness_toplevel (AMP_TYPE_REPORT_DIALOG);
  g_assert_false (
    gtk_widget_get_sensitive (harness_child (dialog, AMP_TYPE_REPORT_DIALOG, "save")));
  g_assert_true (gtk_widget_get_visible (harness_child (dialog, AMP_TYPE_REPORT_DIALOG, "alert")));
  amp_window_lock (screen.window);
  WAIT_FOR (harness_toplevel (AMP_TYPE_REPORT_DIALOG) == NULL);
  harness_close (screen.window);
}

int
main (int argc, char **argv)
{
  int result;

  forms_init (&argc, &argv);
  folder = harness_vault_new (PEOPLE);
  harness_add_user (folder, "carla", AMP_ROLE_CASEWORKER);
  g_test_add_func ("/counts-page/shows-what-the-domain-counts", test_same_numbers);
  g_test_add_func ("/counts-page/tells-its-numbers-without-sight", test_told_to_all);
  g_test_add_func ("/counts-page/the-map-is-as-high-as-it-is-drawn", test_map_is_as_high_as_it_is);
  g_test_add_func ("/counts-page/another-unit-offers-other-dimensions",
                   test_unit_changes_dimensions);
  g_test_add_func ("/counts-page/nonsense-is-told-in-a-sentence", test_nonsense_is_told);
  g_test_add_func ("/counts-page/a-supervisor-exports-in-every-format", test_export);
  g_test_add_func ("/counts-page/a-caseworker-is-told-why-not", test_export_refused);
  g_test_add_func ("/counts-page/a-failed-export-stays-open-and-says-so", test_export_fails);
  g_test_add_func ("/counts-page/a-report-that-fails-says-so-and-is-saved-elsewhere", test_report);
  g_test_add_func ("/counts-page/a-caseworker-is-told-why-there-is-no-report", test_report_refused);
  g_test_add_func ("/counts-page/the-programme-has-its-units", test_units_of_the_programme);
  g_test_add_func ("/counts-page/figures-of-others-stand-beside", test_context);
  g_test_add_func ("/counts-page/the-annual-report-is-one-click-away", test_annual_report);
  result = g_test_run ();
  harness_remove (folder);
  return result;
}
