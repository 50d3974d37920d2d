/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every page and dialog of an open vault. */
#include "walk.h"

#include "app/amp-case-body.h"
#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-closure-dialog.h"
#include "app/amp-compare-dialog.h"
#include "app/amp-counts-page.h"
#include "app/amp-duplicates-page.h"
#include "app/amp-people-dialog.h"
#include "app/amp-programme-page.h"
#include "app/amp-reach-dialog.h"
#include "app/amp-release-dialog.h"
#include "app/amp-repeat-dialog.h"
#include "app/amp-report-dialog.h"
#include "app/amp-review-page.h"
#include "app/amp-review-report.h"
#include "app/amp-transfer-dialog.h"
#include "app/amp-workspace.h"

#include <string.h>

static void
settle (AmpWindow *window)
{
  for (int i = 0; i < 3; i++)
    {
      WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
    }
}

void
walk_sidebar (AmpWindow *window, WalkFunc func, gpointer data)
{
  GtkWidget *root = GTK_WIDGET (window);
  GtkListBox *sidebar = GTK_LIST_BOX (harness_child (root, AMP_TYPE_WORKSPACE, "sidebar"));
  GtkStack *stack = GTK_STACK (harness_child (root, AMP_TYPE_WORKSPACE, "stack"));

  settle (window);
  for (int i = 0; gtk_list_box_get_row_at_index (sidebar, i) != NULL; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (sidebar, i);

      if (!gtk_widget_get_visible (GTK_WIDGET (row)))
        continue;
      g_signal_emit_by_name (sidebar, "row-activated", row);
      settle (window);
      func (window, gtk_stack_get_visible_child_name (stack), data);
    }
}

static AmpDuplicatesPage *
show_duplicates (AmpWindow *window)
{
  GtkWidget *root = GTK_WIDGET (window);
  AmpDuplicatesPage *page;

  gtk_widget_activate_action (root, "win.duplicates", NULL);
  page = AMP_DUPLICATES_PAGE (harness_find (root, AMP_TYPE_DUPLICATES_PAGE));
  WAIT_FOR (amp_duplicates_page_is_over (page));
  settle (window);
  return page;
}

/* The first case of the list. */
static AmpCasePage *
show_case (AmpWindow *window)
{
  GtkWidget *root = GTK_WIDGET (window);
  AmpCaseList *list = AMP_CASE_LIST (harness_find (root, AMP_TYPE_CASE_LIST));
  g_autoptr (AmpCaseItem) item =
    g_list_model_get_item (G_LIST_MODEL (amp_case_list_get_model (list)), 0);
  AmpCasePage *page;

  gtk_widget_activate_action (root, "win.open-case", "x", amp_case_item_id (item));
  page = AMP_CASE_PAGE (harness_find (root, AMP_TYPE_CASE_PAGE));
  WAIT_FOR (amp_case_page_is_loaded (page));
  return page;
}

void
walk_case (AmpWindow *window, WalkFunc func, gpointer data)
{
  AmpCaseBody *body;
  g_autofree char *last = NULL;

  show_case (window);
  body = AMP_CASE_BODY (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_BODY));
  for (gint n = 1;; n++)
    {
      g_autofree char *name = NULL;

      amp_case_body_show_nth (body, n);
      if (g_strcmp0 (amp_case_body_get_shown (body), last) == 0)
        return;
      g_free (last);
      last = g_strdup (amp_case_body_get_shown (body));
      name = g_strdup_printf ("case-%s", last);
      settle (window);
      func (window, name, data);
    }
}

/* Each list of the programme, with the form of a new record beside it. */
static void
walk_programme (AmpWindow *window, WalkFunc func, gpointer data)
{
  AmpProgrammePage *page;
  gsize n;
  const AmpProgrammeKind *kinds = amp_programme_kinds (&n);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "programme");
  page = AMP_PROGRAMME_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_PROGRAMME_PAGE));
  for (gsize i = 0; i < n; i++)
    {
      AmpProgrammePane *pane = amp_programme_page_show_list (page, kinds[i].entity);
      g_autofree char *name = g_strconcat ("programme-", kinds[i].entity, NULL);

      settle (window);
      amp_programme_pane_show (pane, 0);
      settle (window);
      func (window, name, data);
    }
}

void
walk_pages (AmpWindow *window, WalkFunc func, gpointer data)
{
  walk_sidebar (window, func, data);
  walk_programme (window, func, data);
  show_duplicates (window);
  func (window, "duplicates", data);
  walk_case (window, func, data);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.releases", NULL);
  settle (window);
  func (window, "releases", data);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.findings", NULL);
  settle (window);
  func (window, "findings", data);
}

/* --- The review --- */

/* The first column's most rare code: nobody has it. */
static void
ask_for_few (AmpReviewDesk *desk)
{
  const AmpReviewQuery query = {1, {{0, "X"}}};

  amp_review_desk_ask (desk, &query);
}

/* One that the office never handed over: what is offered then is on the page. */
static void
look_for_a_file (AmpWindow *window)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "app", "walk.h", NULL);
  GtkStack *stack = GTK_STACK (harness_child (GTK_WIDGET (window), AMP_TYPE_REVIEW_PAGE, "stack"));

  amp_review_report_look_for (gtk_stack_get_visible_child (stack), path);
}

void
walk_review (AmpWindow *window, WalkFunc func, gpointer data)
{
  static const char *const parts[] = {"log", "records", "indicators", "findings", "report"};
  const AmpReviewQuery all = {0};
  AmpReviewPage *page = AMP_REVIEW_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_REVIEW_PAGE));

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *name = g_strconcat ("review-", parts[i], NULL);

      amp_review_page_show (page, parts[i]);
      if (strcmp (parts[i], "report") == 0)
        look_for_a_file (window);
      settle (window);
      func (window, name, data);
    }
  amp_review_page_show (page, "records");
  ask_for_few (amp_review_page_get_desk (page));
  settle (window);
  func (window, "review-few", data);
  amp_review_desk_ask (amp_review_page_get_desk (page), &all);
}

/* --- Dialogs --- */

GtkWindow *
walk_dialog_of (AmpWindow *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (each) == GTK_WINDOW (window) &&
          gtk_widget_get_mapped (GTK_WIDGET (each)))
        return each;
    }
  return NULL;
}

/* All it says is on the screen, also what came after it opened. */
static gboolean
dialog_fits (GtkWindow *dialog)
{
  GtkWidget *child = gtk_window_get_child (dialog);
  int wanted;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (child), &wanted, NULL,
                      NULL, NULL);
  return wanted <= gtk_widget_get_height (child);
}

static void
walk_dialog (AmpWindow *window, const char *name, WalkDialogFunc func, gpointer data)
{
  GtkWindow *dialog;

  WAIT_FOR ((dialog = walk_dialog_of (window)) != NULL);
  settle (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  WAIT_FOR (dialog_fits (dialog));
  func (window, dialog, name, data);
  if (walk_dialog_of (window) != NULL)
    gtk_window_close (walk_dialog_of (window));
  WAIT_FOR (walk_dialog_of (window) == NULL);
}

static AmpCountsPage *
show_counts (AmpWindow *window)
{
  AmpCountsPage *page;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "counts");
  page = AMP_COUNTS_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_COUNTS_PAGE));
  WAIT_FOR (amp_counts_page_get_table (page) != NULL);
  return page;
}

static void
present_release (AmpWindow *window)
{
  AmpReleaseRequest wish = {.spec.dimensions = {amp_dimension_find ("region")},
                            .spec.n_dimensions = 1};

  wish.rule = AMP_RELEASE_PARTNER;
  amp_release_dialog_present (GTK_WIDGET (show_counts (window)), amp_window_get_jobs (window),
                              &wish);
}

static void
present_repeat (AmpWindow *window)
{
  g_autoptr (AmpRecord) activity = amp_record_new (amp_entity_find ("activity"));

  (void) amp_record_set (activity, "on", "2026-03-05", NULL);
  amp_repeat_dialog_present (GTK_WIDGET (show_counts (window)), amp_window_get_jobs (window),
                             activity, NULL);
}

static void
walk_people (AmpWindow *window, WalkDialogFunc func, gpointer data)
{
  GtkListBox *pairs = amp_duplicates_page_get_pairs (show_duplicates (window));
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (pairs, 0);

  g_assert_nonnull (first);
  g_signal_emit_by_name (pairs, "row-activated", first);
  WAIT_FOR (amp_people_dialog_is_loaded (AMP_PEOPLE_DIALOG (walk_dialog_of (window))));
  walk_dialog (window, "people", func, data);
}

/* Those of the list and of a case. */
static void
walk_case_dialogs (AmpWindow *window, WalkDialogFunc func, gpointer data)
{
  GtkWidget *root = GTK_WIDGET (window);
  AmpCasePage *page;

  gtk_widget_activate_action (root, "win.show-page", "s", "cases");
  settle (window);
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_CASE_LIST, "filters"), "clicked");
  walk_dialog (window, "filters", func, data);
  page = show_case (window);
  amp_case_page_show_section (page, "referral");
  settle (window);
  amp_section_add (amp_case_page_get_section (page, "referral"));
  walk_dialog (window, "referral", func, data);
  amp_closure_present (GTK_WIDGET (page), amp_window_get_jobs (window),
                       amp_case_page_get_case (page));
  walk_dialog (window, "closure", func, data);
}

void
walk_dialogs (AmpWindow *window, WalkDialogFunc func, gpointer data)
{
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 some = 1; /* nothing is passed on */
  static const char *const actions[] = {
    "win.settings",        "win.import",   "win.backup", "win.recovery-sheets", "win.make-pack",
    "win.partner-records", "win.new-task", "win.guide",  "win.emergency"};

  settle (window);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), actions[i], NULL);
      walk_dialog (window, strchr (actions[i], '.') + 1, func, data);
    }
  show_counts (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export-counts", NULL);
  walk_dialog (window, "export", func, data);
  amp_report_dialog_present (GTK_WIDGET (show_counts (window)), amp_window_get_jobs (window),
                             "monthly");
  walk_dialog (window, "report", func, data);
  g_array_append_val (cases, some);
  amp_transfer_dialog_present (GTK_WIDGET (show_counts (window)), amp_window_get_jobs (window),
                               cases, 0, NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  walk_dialog (window, "transfer", func, data);
  present_release (window);
  walk_dialog (window, "release", func, data);
  present_repeat (window);
  walk_dialog (window, "repeat", func, data);
  amp_reach_dialog_present (GTK_WIDGET (show_counts (window)), amp_window_get_jobs (window));
  walk_dialog (window, "reach", func, data);
  amp_compare_dialog_present (
    GTK_WIDGET (show_counts (window)), amp_window_get_jobs (window),
    amp_count_table_spec (amp_counts_page_get_table (show_counts (window))));
  walk_dialog (window, "compare", func, data);
  walk_people (window, func, data);
  walk_case_dialogs (window, func, data);
}

/* --- Pictures --- */

GdkTexture *
walk_texture (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  return gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                      node, NULL);
}
