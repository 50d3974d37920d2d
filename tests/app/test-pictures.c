/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every page painted, light and dark, at the sizes of the offices' screens. With
 * AMP_SCREENSHOTS=DIR the pictures are kept there: the README's come from here. AMP_SIZE=1920x1080,
 * AMP_DARK=1. */
#include "review-fixture.h"
#include "walk.h"

#include "app/amp-counts-page.h"
#include "app/amp-create-page.h"
#include "app/amp-file-chooser.h"
#include "app/amp-log-dialog.h"
#include "app/amp-programme-page.h"
#include "app/amp-programme-row.h"
#include "app/amp-reach-dialog.h"
#include "app/amp-release-dialog.h"
#include "app/amp-releases-page.h"
#include "app/amp-repeat-dialog.h"
#include "app/amp-unlock-page.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static void
settle (AmpWindow *window)
{
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  for (int i = 0; i < 3; i++)
    gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}

static AmpWindow *
sized_window (void)
{
  g_autoptr (AmpJobs) jobs = amp_jobs_new ();
  AmpWindow *window = amp_window_new (NULL, jobs);
  int width = 1366, height = 768;

  if (g_strcmp0 (g_getenv ("AMP_SIZE"), "1920x1080") == 0)
    {
      width = 1920;
      height = 1080;
    }
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

static void
test_closed (void)
{
  AmpWindow *window = sized_window ();
  GtkWidget *root = GTK_WIDGET (window);

  amp_window_offer_vault (window, folder);
  forms_picture (GTK_WINDOW (window), "unlock");
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "create"), "clicked");
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_CREATE_PAGE, "passphrase")),
                         "ventana azul");
  forms_picture (GTK_WINDOW (window), "create");
  harness_close (window);
}

static void
picture_page (AmpWindow *window, const char *name, gpointer data)
{
  guint *n_pages = data;

  forms_picture (GTK_WINDOW (window), name);
  (*n_pages)++;
}

static void
test_open (void)
{
  AmpWindow *window = sized_window ();
  guint n_pages = 0;

  harness_unlock (window, folder, HARNESS_LOGIN);
  walk_pages (window, picture_page, &n_pages);
  g_assert_cmpuint (n_pages, >, 5);
  harness_close (window);
}

static void
picture_over_time (AmpWindow *window, AmpCountsPage *page)
{
  AdwComboRow *rows =
    ADW_COMBO_ROW (harness_child (GTK_WIDGET (page), AMP_TYPE_COUNTS_PAGE, "rows"));

  GListModel *names = adw_combo_row_get_model (rows);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (GtkStringObject) name = g_list_model_get_item (names, i);

      if (strcmp (gtk_string_object_get_string (name), g_dgettext ("amparo", "Month")) == 0)
        adw_combo_row_set_selected (rows, i);
    }
  WAIT_FOR (g_strcmp0 (amp_count_table_spec (amp_counts_page_get_table (page))->dimensions[0]->name,
                       "month") == 0);
  settle (window);
  gtk_stack_set_visible_child_name (
    GTK_STACK (harness_child (GTK_WIDGET (page), AMP_TYPE_COUNTS_PAGE, "pictures")), "series");
  forms_picture (GTK_WINDOW (window), "counts-time");
}

static void
test_counts (void)
{
  AmpWindow *window = sized_window ();
  GtkWidget *root = GTK_WIDGET (window);
  AmpCountsPage *page;

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (root, "win.show-page", "s", "counts");
  page = AMP_COUNTS_PAGE (harness_find (root, AMP_TYPE_COUNTS_PAGE));
  adw_combo_row_set_selected (ADW_COMBO_ROW (harness_child (root, AMP_TYPE_COUNTS_PAGE, "period")),
                              6);
  WAIT_FOR (amp_counts_page_get_table (page) != NULL);
  settle (window);
  forms_picture (GTK_WINDOW (window), "counts");
  gtk_stack_set_visible_child_name (
    GTK_STACK (harness_child (GTK_WIDGET (page), AMP_TYPE_COUNTS_PAGE, "pictures")), "map");
  gtk_widget_grab_focus (harness_child (GTK_WIDGET (page), AMP_TYPE_COUNTS_PAGE, "map"));
  forms_picture (GTK_WINDOW (window), "counts-map");
  adw_combo_row_set_selected (ADW_COMBO_ROW (harness_child (root, AMP_TYPE_COUNTS_PAGE, "columns")),
                              5);
  WAIT_FOR (amp_count_table_spec (amp_counts_page_get_table (page))->n_dimensions == 2);
  settle (window);
  forms_picture (GTK_WINDOW (window), "counts-columns");
  picture_over_time (window, page);
  harness_close (window);
}

/* The window of that type that is open. */
static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  g_error ("no window of type %s", g_type_name (type));
}

static void
picture_dialog (GType type, const char *name)
{
  GtkWindow *dialog = find_window (type);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  if (type != GTK_TYPE_SHORTCUTS_WINDOW) /* GTK's own, whose search box has no name */
    forms_assert_named (GTK_WIDGET (dialog));
  forms_picture (dialog, name);
  gtk_window_destroy (dialog);
}

static void
picture_walked (AmpWindow *window, GtkWindow *dialog, const char *name, gpointer data)
{
  (void) window;
  (void) data;
  forms_assert_named (GTK_WIDGET (dialog));
  forms_picture (dialog, name);
}

/* The year's report, whole, before it is handed over. */
static void
picture_report (AmpWindow *window)
{
  AmpReleaseRequest wish = {.rule = AMP_RELEASE_PARTNER, .recipient = "UNODC", .report = TRUE};
  AmpReleaseDialog *dialog;

  wish.spec.dimensions[wish.spec.n_dimensions++] = amp_dimension_find ("region");
  dialog = amp_release_dialog_present (harness_find (GTK_WIDGET (window), AMP_TYPE_COUNTS_PAGE),
                                       amp_window_get_jobs (window), &wish);
  WAIT_FOR (amp_release_dialog_is_ready (dialog));
  forms_picture (GTK_WINDOW (dialog), "release-report");
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (harness_toplevel (AMP_TYPE_RELEASE_DIALOG) == NULL);
}

/* Chosen, seen before it is handed over, and in the register. */
static void
picture_release (AmpWindow *window)
{
  AmpReleaseRequest wish = {.rule = AMP_RELEASE_PARTNER, .recipient = "UNODC"};
  GtkWidget *root = GTK_WIDGET (window);
  AmpReleaseDialog *dialog;
  GtkWidget *coarser;
  g_autofree char *place = g_dir_make_tmp ("amparo-pictures-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "figures.csv", NULL);

  wish.spec.dimensions[wish.spec.n_dimensions++] = amp_dimension_find ("region");
  wish.spec.dimensions[wish.spec.n_dimensions++] = amp_dimension_find ("sex");
  dialog = amp_release_dialog_present (harness_find (root, AMP_TYPE_COUNTS_PAGE),
                                       amp_window_get_jobs (window), &wish);
  coarser = harness_child (GTK_WIDGET (dialog), AMP_TYPE_RELEASE_DIALOG, "coarser_box");
  WAIT_FOR (gtk_widget_get_visible (coarser));
  forms_picture (GTK_WINDOW (dialog), "release-coarser");
  g_signal_emit_by_name (
    harness_child (GTK_WIDGET (dialog), AMP_TYPE_RELEASE_DIALOG, "use_coarser"), "clicked");
  WAIT_FOR (amp_release_dialog_is_ready (dialog));
  forms_assert_named (GTK_WIDGET (dialog));
  forms_picture (GTK_WINDOW (dialog), "release");
  amp_choose_file_answer (path);
  g_signal_emit_by_name (harness_child (GTK_WIDGET (dialog), AMP_TYPE_RELEASE_DIALOG, "save"),
                         "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (g_file_test (path, G_FILE_TEST_EXISTS));
  settle (window);
  gtk_widget_activate_action (root, "win.releases", NULL);
  WAIT_FOR (
    amp_releases_page_is_loaded (AMP_RELEASES_PAGE (harness_find (root, AMP_TYPE_RELEASES_PAGE))));
  settle (window);
  forms_picture (GTK_WINDOW (window), "releases");
  g_remove (path);
  g_rmdir (place);
}

/* What holds everywhere comes first. */
static void
assert_sheet_begins (const char *title)
{
  GtkWidget *sheet = GTK_WIDGET (find_window (GTK_TYPE_SHORTCUTS_WINDOW));
  g_autofree char *first = NULL;

  g_object_get (harness_find (sheet, GTK_TYPE_SHORTCUTS_GROUP), "title", &first, NULL);
  g_assert_cmpstr (first, ==, g_dgettext ("amparo", title));
}

static void
test_dialogs (void)
{
  AmpWindow *window = sized_window ();
  GtkWidget *root = GTK_WIDGET (window);

  harness_unlock (window, folder, HARNESS_LOGIN);
  walk_dialogs (window, picture_walked, NULL);
  gtk_widget_activate_action (root, "win.show-page", "s", "counts");
  picture_report (window);
  picture_release (window);
  gtk_widget_activate_action (root, "win.log-head", NULL);
  picture_dialog (AMP_TYPE_LOG_DIALOG, "log-head");
  gtk_widget_activate_action (root, "win.show-help-overlay", NULL);
  assert_sheet_begins ("General");
  picture_dialog (GTK_TYPE_SHORTCUTS_WINDOW, "shortcuts");
  gtk_widget_activate_action (root, "win.about", NULL);
  picture_dialog (ADW_TYPE_WINDOW, "about");
  harness_close (window);
}

/* --- The programme --- */

/* The lower end of what stands beside the list. */
static void
scroll_down (AmpProgrammePane *pane)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (amp_programme_pane_get_editor (pane)),
                                                 GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *by = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_adjustment_set_value (by, gtk_adjustment_get_upper (by));
}

/* The newest of its list, then with the first of what hangs on it open. */
static void
picture_list (AmpWindow *window, AmpProgrammePage *page, const char *entity)
{
  AmpProgrammePane *pane = amp_programme_page_show_list (page, entity);
  g_autofree char *name = g_strconcat ("programme-of-", entity, NULL);
  g_autofree char *below = g_strconcat (name, "-below", NULL);
  AmpSection *section;
  gint64 id;

  settle (window);
  id = amp_programme_list_row_get_id (
    gtk_list_box_get_row_at_index (amp_programme_pane_get_list (pane), 0));
  g_assert_cmpint (id, !=, 0);
  amp_programme_pane_show (pane, id);
  settle (window);
  forms_picture (GTK_WINDOW (window), name);
  section = amp_programme_pane_get_section (pane, 0);
  for (; section != NULL && amp_section_get_length (section) > 0;
       section = amp_section_get_child (section, id))
    {
      id = amp_record_id (amp_section_get_records (section)->pdata[0]);
      if (amp_section_get_kind (section)->child == NULL)
        amp_section_open (section, id);
    }
  settle (window);
  scroll_down (pane);
  forms_picture (GTK_WINDOW (window), below);
}

static void
test_programme (void)
{
  AmpWindow *window = sized_window ();
  AmpProgrammePage *page;
  AmpProgrammePane *pane;
  AmpForm *form;
  gsize n;
  const AmpProgrammeKind *kinds = amp_programme_kinds (&n);

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "programme");
  page = AMP_PROGRAMME_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_PROGRAMME_PAGE));
  for (gsize i = 0; i < n; i++)
    picture_list (window, page, kinds[i].entity);
  pane = amp_programme_page_show_list (page, "activity");
  form = amp_section_editor_get_form (amp_programme_pane_get_editor (pane));
  amp_repeat_dialog_present (GTK_WIDGET (page), amp_window_get_jobs (window),
                             amp_form_peek_record (form, "activity"), NULL);
  picture_dialog (AMP_TYPE_REPEAT_DIALOG, "programme-repeat");
  amp_reach_dialog_present (GTK_WIDGET (page), amp_window_get_jobs (window));
  settle (window);
  picture_dialog (AMP_TYPE_REACH_DIALOG, "programme-reach");
  harness_close (window);
}

static void
test_review (void)
{
  char *path = review_fixture_new ();
  AmpWindow *window = sized_window ();
  guint n_pages = 0;

  g_signal_emit_by_name (harness_child (GTK_WIDGET (window), AMP_TYPE_UNLOCK_PAGE, "review"),
                         "clicked");
  forms_picture (GTK_WINDOW (window), "review-unlock");
  review_fixture_open (window, path);
  walk_review (window, picture_page, &n_pages);
  g_assert_cmpuint (n_pages, ==, 6);
  harness_close (window);
  review_fixture_remove (path);
}

int
main (int argc, char **argv)
{
  int result;

  forms_init (&argc, &argv);
  folder = harness_vault_new (300);
  harness_add_user (folder, "lidia", AMP_ROLE_SUPERVISOR);
  harness_add_user (folder, "oim", AMP_ROLE_AUDITOR);
  harness_add_twins (folder);
  g_test_add_func ("/pictures/a-closed-vault", test_closed);
  g_test_add_func ("/pictures/an-open-vault", test_open);
  g_test_add_func ("/pictures/counts", test_counts);
  g_test_add_func ("/pictures/dialogs", test_dialogs);
  g_test_add_func ("/pictures/the-programme", test_programme);
  g_test_add_func ("/pictures/a-review", test_review);
  result = g_test_run ();
  harness_remove (folder);
  return result;
}
