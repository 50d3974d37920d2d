/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every page of an open vault. */
#include "walk.h"

#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-workspace.h"

static void
settle (AmpWindow *window)
{
  for (int i = 0; i < 3; i++)
    {
      WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
    }
}

static void
walk_sidebar (AmpWindow *window, WalkFunc func, gpointer data)
{
  GtkWidget *root = GTK_WIDGET (window);
  GtkListBox *sidebar = GTK_LIST_BOX (harness_child (root, AMP_TYPE_WORKSPACE, "sidebar"));
  GtkStack *stack = GTK_STACK (harness_child (root, AMP_TYPE_WORKSPACE, "stack"));

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

static void
walk_case (AmpWindow *window, WalkFunc func, gpointer data)
{
  GtkWidget *root = GTK_WIDGET (window);
  AmpCaseList *list = AMP_CASE_LIST (harness_find (root, AMP_TYPE_CASE_LIST));
  g_autoptr (AmpCaseItem) item =
    g_list_model_get_item (G_LIST_MODEL (amp_case_list_get_model (list)), 0);
  AmpCasePage *page;
  GtkStack *stack;
  GtkSelectionModel *parts;

  gtk_widget_activate_action (root, "win.open-case", "x", amp_case_item_id (item));
  page = AMP_CASE_PAGE (harness_find (root, AMP_TYPE_CASE_PAGE));
  WAIT_FOR (amp_case_page_is_loaded (page));
  stack = GTK_STACK (harness_child (root, AMP_TYPE_CASE_PAGE, "stack"));
  parts = gtk_stack_get_pages (stack);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (parts)); i++)
    {
      GtkStackPage *part = g_list_model_get_item (G_LIST_MODEL (parts), i);
      g_autofree char *name = g_strdup_printf ("case-%s", gtk_stack_page_get_name (part));

      gtk_stack_set_visible_child_name (stack, gtk_stack_page_get_name (part));
      settle (window);
      func (window, name, data);
      g_object_unref (part);
    }
  g_object_unref (parts);
}

void
walk_pages (AmpWindow *window, WalkFunc func, gpointer data)
{
  settle (window);
  walk_sidebar (window, func, data);
  walk_case (window, func, data);
}

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
