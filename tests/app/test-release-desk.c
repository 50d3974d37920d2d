/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing figures over in the window: choose, preview, coarser, deliver; the register; and from a
 * number to the cases behind it. */
#include "harness.h"

#include "app/amp-case-list.h"
#include "app/amp-compare-dialog.h"
#include "app/amp-counts-page.h"
#include "app/amp-file-chooser.h"
#include "app/amp-release-dialog.h"
#include "app/amp-releases-page.h"
#include "app/amp-saved-counts.h"
#include "app/amp-workspace.h"
#include "domain/approvals.h"

#include <glib/gstdio.h>
#include <string.h>

#define PEOPLE 400

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
dialog_child (AmpReleaseDialog *dialog, const char *id)
{
  return harness_child (GTK_WIDGET (dialog), AMP_TYPE_RELEASE_DIALOG, id);
}

static gboolean
is_open (void)
{
  return harness_toplevel (AMP_TYPE_RELEASE_DIALOG) != NULL;
}

/* Persons by those columns: "region,sex". */
static AmpReleaseDialog *
present (Screen *screen, const char *by, AmpReleaseRule rule)
{
  AmpReleaseRequest wish = {.rule = rule};
  g_auto (GStrv) names = g_strsplit (by, ",", -1);
  AmpReleaseDialog *dialog;

  for (guint i = 0; names[i] != NULL; i++)
    wish.spec.dimensions[wish.spec.n_dimensions++] = amp_dimension_find (names[i]);
  dialog = amp_release_dialog_present (GTK_WIDGET (screen->page),
                                       amp_window_get_jobs (screen->window), &wish);
  forms_assert_named (GTK_WIDGET (dialog));
  return dialog;
}

static const char *
label_of (AmpReleaseDialog *dialog, const char *id)
{
  return gtk_label_get_label (GTK_LABEL (dialog_child (dialog, id)));
}

static void
press (AmpReleaseDialog *dialog, const char *id)
{
  g_signal_emit_by_name (dialog_child (dialog, id), "clicked");
}

static AmpReleasesPage *
show_register (Screen *screen)
{
  AmpReleasesPage *page;

  gtk_widget_activate_action (GTK_WIDGET (screen->window), "win.releases", NULL);
  page = AMP_RELEASES_PAGE (harness_find (GTK_WIDGET (screen->window), AMP_TYPE_RELEASES_PAGE));
  WAIT_FOR (amp_releases_page_is_loaded (page));
  return page;
}

/* --- Tests --- */

static void
test_deliver (void)
{
  g_autofree char *place = g_dir_make_tmp ("amparo-release-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "figures.csv", NULL);
  g_autofree char *text = NULL;
  Screen screen = open_screen (HARNESS_LOGIN);
  AmpReleaseDialog *dialog = present (&screen, "region,sex", AMP_RELEASE_PARTNER);
  AmpReleasesPage *page;
  GtkWidget *list;

  /* A few hundred people over 49 regions: coarser is better, and is said before any proof. */
  WAIT_FOR (gtk_widget_get_visible (dialog_child (dialog, "coarser_box")));
  g_assert_false (amp_release_dialog_is_ready (dialog));
  g_assert_nonnull (strstr (label_of (dialog, "coarser_told"), "We suggest"));
  press (dialog, "use_coarser");
  WAIT_FOR (amp_release_dialog_is_ready (dialog));
  g_assert_false (gtk_widget_get_visible (dialog_child (dialog, "coarser_box")));
  g_assert_true (gtk_widget_get_visible (dialog_child (dialog, "table_place")));
  g_assert_true (gtk_widget_get_visible (dialog_child (dialog, "closing")));
  g_assert_nonnull (strstr (label_of (dialog, "told"), "numbers are hidden"));

  /* Nobody gets it yet. */
  g_assert_false (gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  gtk_editable_set_text (GTK_EDITABLE (dialog_child (dialog, "recipient")), "UNODC");
  WAIT_FOR (gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  adw_combo_row_set_selected (ADW_COMBO_ROW (dialog_child (dialog, "format")), 2);

  /* No such folder: the register has it as prepared, and it is saved elsewhere. */
  amp_choose_file_answer ("/nowhere/at/all/figures.csv");
  press (dialog, "save");
  WAIT_FOR (gtk_widget_get_visible (dialog_child (dialog, "alert")));
  amp_choose_file_answer (path);
  press (dialog, "save");
  amp_choose_file_answer (NULL);
  WAIT_FOR (!is_open ());
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "partner"));
  g_remove (path);

  /* One line, its table, its file again, and all of it holds. */
  page = show_register (&screen);
  list = harness_child (GTK_WIDGET (page), AMP_TYPE_RELEASES_PAGE, "list");
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  WAIT_FOR (gtk_widget_get_visible (
    harness_child (GTK_WIDGET (page), AMP_TYPE_RELEASES_PAGE, "table_place")));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (harness_child (
                              GTK_WIDGET (page), AMP_TYPE_RELEASES_PAGE, "heading"))),
                            "UNODC"));
  amp_choose_file_answer (path);
  g_signal_emit_by_name (harness_child (GTK_WIDGET (page), AMP_TYPE_RELEASES_PAGE, "again"),
                         "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (g_file_test (path, G_FILE_TEST_EXISTS) && amp_releases_page_is_loaded (page));
  {
    g_autofree char *again = NULL;

    g_assert_true (g_file_get_contents (path, &again, NULL, NULL));
    g_assert_cmpstr (again, ==, text);
  }
  g_signal_emit_by_name (harness_child (GTK_WIDGET (page), AMP_TYPE_RELEASES_PAGE, "verify"),
                         "clicked");
  WAIT_FOR (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (harness_child (
                                GTK_WIDGET (page), AMP_TYPE_RELEASES_PAGE, "verified"))),
                              "The register holds"));
  harness_close (screen.window);
  g_remove (path);
  g_rmdir (place);
}

/* A proof that is not wanted any more says nothing, and what is shown is what may be saved. */
static void
test_chosen_meanwhile (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  AmpReleaseDialog *dialog = present (&screen, "region,sex", AMP_RELEASE_PARTNER);

  gtk_editable_set_text (GTK_EDITABLE (dialog_child (dialog, "recipient")), "UNODC");
  WAIT_FOR (gtk_widget_get_visible (dialog_child (dialog, "coarser_box")));
  press (dialog, "all_the_same");
  press (dialog, "use_coarser"); /* before that proof can have ended */
  WAIT_FOR (amp_release_dialog_is_ready (dialog) &&
            gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  g_assert_false (gtk_widget_get_visible (dialog_child (dialog, "alert")));

  adw_combo_row_set_selected (ADW_COMBO_ROW (dialog_child (dialog, "table")), 1);
  g_assert_false (gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  gtk_window_close (GTK_WINDOW (dialog));
  harness_close (screen.window);
}

static void
test_why_not (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  AmpReleaseDialog *dialog = present (&screen, "nationality", AMP_RELEASE_PARTNER);

  WAIT_FOR (gtk_widget_get_visible (dialog_child (dialog, "alert")));
  g_assert_nonnull (strstr (label_of (dialog, "alert"), "Nationality does not leave"));
  /* Another of the tables offered, and it goes on. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (dialog_child (dialog, "table")), 4);
  WAIT_FOR (!gtk_widget_get_visible (dialog_child (dialog, "alert")));
  gtk_window_close (GTK_WINDOW (dialog));
  harness_close (screen.window);
}

/* Rosa asks, Lidia approves, Rosa hands over by way of the approval. */
static void
test_public (void)
{
  g_autofree char *place = g_dir_make_tmp ("amparo-release-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "figures.csv", NULL);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  Screen screen = open_screen (HARNESS_LOGIN);
  AmpReleaseDialog *dialog = present (&screen, "country", AMP_RELEASE_PUBLIC);
  gint64 id;

  WAIT_FOR (amp_release_dialog_is_ready (dialog) ||
            gtk_widget_get_visible (dialog_child (dialog, "coarser_box")));
  if (!amp_release_dialog_is_ready (dialog))
    press (dialog, "all_the_same");
  WAIT_FOR (amp_release_dialog_is_ready (dialog));
  gtk_editable_set_text (GTK_EDITABLE (dialog_child (dialog, "recipient")), "Web: oficina");
  gtk_editable_set_text (GTK_EDITABLE (dialog_child (dialog, "reason")), "informe: anual");
  WAIT_FOR (gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (dialog_child (dialog, "save"))), ==,
                   "Ask for _approval");
  press (dialog, "save");
  WAIT_FOR (strstr (label_of (dialog, "approval"), "waits for another supervisor") != NULL);
  g_assert_false (gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  harness_close (screen.window);

  {
    g_autoptr (AmpSession) session = amp_session_open (folder, "lidia", passphrase, &error);
    g_autoptr (GPtrArray) queue = NULL;

    g_assert_no_error (error);
    queue = amp_approvals_list (session, AMP_APPROVALS_WAITING, &error);
    g_assert_cmpuint (queue->len, ==, 1);
    id = ((const AmpApproval *) queue->pdata[0])->id;
    amp_approvals_decide (session, id, TRUE, NULL, &error);
    g_assert_no_error (error);
  }

  screen = open_screen (HARNESS_LOGIN);
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.show-page", "s", "approvals");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (screen.window)));
  gtk_widget_activate_action (amp_workspace_get_page (AMP_WORKSPACE (
                                harness_find (GTK_WIDGET (screen.window), AMP_TYPE_WORKSPACE))),
                              "approvals.release", "x", id);
  WAIT_FOR (is_open ());
  dialog = AMP_RELEASE_DIALOG (harness_toplevel (AMP_TYPE_RELEASE_DIALOG));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (dialog_child (dialog, "recipient"))), ==,
                   "Web: oficina");
  WAIT_FOR (amp_release_dialog_is_ready (dialog) ||
            gtk_widget_get_visible (dialog_child (dialog, "coarser_box")));
  if (!amp_release_dialog_is_ready (dialog))
    press (dialog, "all_the_same");
  WAIT_FOR (strstr (label_of (dialog, "approval"), "has approved") != NULL &&
            gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  adw_combo_row_set_selected (ADW_COMBO_ROW (dialog_child (dialog, "format")), 2);
  amp_choose_file_answer (path);
  press (dialog, "save");
  amp_choose_file_answer (NULL);
  WAIT_FOR (!is_open ());
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  harness_close (screen.window);
  g_remove (path);
  g_rmdir (place);
}

static void
test_caseworker (void)
{
  Screen screen = open_screen ("carla");
  AmpReleaseDialog *dialog = present (&screen, "region", AMP_RELEASE_PARTNER);

  g_assert_false (gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  g_assert_true (gtk_widget_get_visible (dialog_child (dialog, "alert")));
  g_assert_false (gtk_widget_get_visible (
    harness_child (GTK_WIDGET (screen.page), AMP_TYPE_COUNTS_PAGE, "releases")));
  amp_window_lock (screen.window);
  WAIT_FOR (!is_open ());
  harness_close (screen.window);
}

/* Enter on the table's last row. */
static void
activate_total (GtkWidget *root)
{
  GtkWidget *view = gtk_scrolled_window_get_child (
    GTK_SCROLLED_WINDOW (harness_child (root, AMP_TYPE_COUNTS_PAGE, "table_place")));
  guint n_rows =
    g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view))));

  g_signal_emit_by_name (view, "activate", n_rows - 1);
}

static void
test_behind (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *root = GTK_WIDGET (screen.window);
  AmpCaseList *list;

  adw_combo_row_set_selected (ADW_COMBO_ROW (harness_child (root, AMP_TYPE_COUNTS_PAGE, "period")),
                              6);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (screen.window)) &&
            amp_counts_page_get_table (screen.page) != NULL &&
            *amp_count_table_spec (amp_counts_page_get_table (screen.page))->from == '\0');
  /* Of a table that is about to change: its number is not what would be counted. */
  gtk_switch_set_active (GTK_SWITCH (harness_child (root, AMP_TYPE_COUNTS_PAGE, "lima_apart")),
                         TRUE);
  activate_total (root);
  WAIT_FOR (amp_count_table_spec (amp_counts_page_get_table (screen.page))->lima_apart &&
            !amp_jobs_is_busy (amp_window_get_jobs (screen.window)));
  g_assert_null (harness_find (root, AMP_TYPE_CASE_LIST));
  activate_total (root);
  WAIT_FOR (harness_find (root, AMP_TYPE_CASE_LIST) != NULL);
  list = AMP_CASE_LIST (harness_find (root, AMP_TYPE_CASE_LIST));
  WAIT_FOR (amp_case_model_is_loaded (amp_case_list_get_model (list)) &&
            !amp_jobs_is_busy (amp_window_get_jobs (screen.window)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (amp_case_list_get_model (list))), >=,
                    (guint) amp_count_table_total (amp_counts_page_get_table (screen.page)));
  g_assert_true (gtk_widget_get_visible (harness_child (root, AMP_TYPE_CASE_LIST, "part")));
  harness_close (screen.window);
}

static void
test_compare (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  AmpReleaseRequest request = {.rule = AMP_RELEASE_PARTNER};
  AmpCompareDialog *dialog;
  GtkWidget *with;

  request.spec.dimensions[request.spec.n_dimensions++] = amp_dimension_find ("region");
  g_strlcpy (request.spec.from, "2026-04-01", sizeof request.spec.from);
  g_strlcpy (request.spec.to, "2026-06-30", sizeof request.spec.to);
  dialog = amp_compare_dialog_present (GTK_WIDGET (screen.page),
                                       amp_window_get_jobs (screen.window), &request.spec);
  forms_assert_named (GTK_WIDGET (dialog));
  WAIT_FOR (amp_compare_dialog_is_ready (dialog));
  with = harness_child (GTK_WIDGET (dialog), AMP_TYPE_COMPARE_DIALOG, "with");
  g_assert_true (gtk_widget_get_visible (
    harness_child (GTK_WIDGET (dialog), AMP_TYPE_COMPARE_DIALOG, "table_place")));
  /* What was handed over by the tests before: the last of the choices is the first line. */
  adw_combo_row_set_selected (
    ADW_COMBO_ROW (with),
    g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (with))) - 1);
  WAIT_FOR (amp_compare_dialog_is_ready (dialog));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (harness_child (
                              GTK_WIDGET (dialog), AMP_TYPE_COMPARE_DIALOG, "late"))),
                            "entered late 0"));
  gtk_window_close (GTK_WINDOW (dialog));
  harness_close (screen.window);
}

static GtkWidget *
saved_child (GtkWidget *root, const char *id)
{
  return harness_child (root, AMP_TYPE_SAVED_COUNTS_POPOVER, id);
}

/* Kept with rows, columns and period; opened again after something else was looked at. */
static void
test_kept_by_name (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkWidget *root = GTK_WIDGET (screen.window), *popover;
  AdwComboRow *columns = ADW_COMBO_ROW (harness_child (root, AMP_TYPE_COUNTS_PAGE, "columns"));
  AdwComboRow *period = ADW_COMBO_ROW (harness_child (root, AMP_TYPE_COUNTS_PAGE, "period"));
  GtkMenuButton *button = GTK_MENU_BUTTON (harness_child (root, AMP_TYPE_COUNTS_PAGE, "saved"));
  GtkWidget *row;

  adw_combo_row_set_selected (columns, 11);
  adw_combo_row_set_selected (period, 5);
  gtk_menu_button_popup (button);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  WAIT_FOR (amp_saved_counts_popover_is_loaded (AMP_SAVED_COUNTS_POPOVER (popover)));
  forms_assert_named (popover);
  g_assert_true (gtk_widget_get_visible (saved_child (popover, "none")));
  gtk_editable_set_text (GTK_EDITABLE (saved_child (popover, "name")), "Anual por sexo");
  g_signal_emit_by_name (saved_child (popover, "keep"), "clicked");
  WAIT_FOR (!gtk_widget_get_visible (saved_child (popover, "none")));

  gtk_menu_button_popdown (button);
  adw_combo_row_set_selected (columns, 0);
  adw_combo_row_set_selected (period, 6);
  WAIT_FOR (amp_counts_page_get_table (screen.page) != NULL &&
            amp_count_table_spec (amp_counts_page_get_table (screen.page))->n_dimensions == 1);
  gtk_menu_button_popup (button);
  WAIT_FOR (amp_saved_counts_popover_is_loaded (AMP_SAVED_COUNTS_POPOVER (popover)));
  row = gtk_widget_get_first_child (saved_child (popover, "list"));
  g_signal_emit_by_name (gtk_widget_get_first_child (row), "clicked");
  WAIT_FOR (amp_counts_page_get_table (screen.page) != NULL &&
            amp_count_table_spec (amp_counts_page_get_table (screen.page))->n_dimensions == 2);
  g_assert_cmpuint (adw_combo_row_get_selected (columns), ==, 11);
  g_assert_cmpuint (adw_combo_row_get_selected (period), ==, 5);
  harness_close (screen.window);
}

/* All its tables in one view and one file, a line for each in the register. */
static void
test_the_years_report (void)
{
  g_autofree char *place = g_dir_make_tmp ("amparo-release-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "year.pdf", NULL);
  g_autofree char *text = NULL;
  Screen screen = open_screen (HARNESS_LOGIN);
  AmpReleaseRequest wish = {.rule = AMP_RELEASE_PARTNER, .report = TRUE};
  AmpReleaseDialog *dialog;

  wish.spec.dimensions[wish.spec.n_dimensions++] = amp_dimension_find ("region");
  dialog = amp_release_dialog_present (GTK_WIDGET (screen.page),
                                       amp_window_get_jobs (screen.window), &wish);
  WAIT_FOR (amp_release_dialog_is_ready (dialog));
  forms_assert_named (GTK_WIDGET (dialog));
  g_assert_true (g_str_has_prefix (label_of (dialog, "heading"), "Annual report"));
  g_assert_nonnull (strstr (label_of (dialog, "told"), "numbers are hidden"));
  gtk_editable_set_text (GTK_EDITABLE (dialog_child (dialog, "recipient")), "Comisión");
  WAIT_FOR (gtk_widget_get_sensitive (dialog_child (dialog, "save")));
  amp_choose_file_answer (path);
  press (dialog, "save");
  amp_choose_file_answer (NULL);
  WAIT_FOR (!is_open ());
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF"));
  harness_close (screen.window);
  g_remove (path);
  g_rmdir (place);
}

int
main (int argc, char **argv)
{
  int result;

  forms_init (&argc, &argv);
  folder = harness_vault_new (PEOPLE);
  harness_add_user (folder, "carla", AMP_ROLE_CASEWORKER);
  harness_add_user (folder, "lidia", AMP_ROLE_SUPERVISOR);
  g_test_add_func ("/release-desk/choose-preview-coarser-deliver-register", test_deliver);
  g_test_add_func ("/release-desk/something-else-is-chosen-meanwhile", test_chosen_meanwhile);
  g_test_add_func ("/release-desk/what-stays-inside-is-told-why", test_why_not);
  g_test_add_func ("/release-desk/public-by-way-of-another-supervisor", test_public);
  g_test_add_func ("/release-desk/a-caseworker-is-told-why-not", test_caseworker);
  g_test_add_func ("/release-desk/from-a-number-to-its-cases", test_behind);
  g_test_add_func ("/release-desk/compared-with-before-and-with-what-was-handed-over",
                   test_compare);
  g_test_add_func ("/release-desk/a-report-is-kept-and-opened-again", test_kept_by_name);
  g_test_add_func ("/release-desk/the-years-report-leaves-whole", test_the_years_report);
  result = g_test_run ();
  harness_remove (folder);
  return result;
}
