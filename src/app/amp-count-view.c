/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A grid of counts as a table on the screen. */
#include "app/amp-count-view.h"

#include "app/amp-accessible.h"
#include "app/amp-list-keys.h"

/* A row is a list of texts: the label, then a number for each column. */
static GtkStringList *
row_texts (const AmpCountGrid *grid, gsize row)
{
  GtkStringList *texts = gtk_string_list_new (NULL);

  gtk_string_list_append (texts, grid->row_labels[row]);
  for (gsize column = 0; column < grid->n_columns; column++)
    gtk_string_list_take (texts, amp_count_grid_text (grid, row, column));
  if (row + 1 == grid->n_rows)
    g_object_set_data (G_OBJECT (texts), "total", GINT_TO_POINTER (TRUE));
  return texts;
}

typedef struct
{
  AmpCountAsked func;
  GWeakRef owner;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *self = data;

  g_weak_ref_clear (&self->owner);
  g_free (self);
}

static void
ask (GtkWidget *view, gsize row, gsize column)
{
  Asked *asked = g_object_get_data (G_OBJECT (view), "asked");
  g_autoptr (GObject) owner = g_weak_ref_get (&asked->owner);

  if (owner != NULL)
    asked->func (owner, row, column);
}

static void
on_row_activated (GtkWidget *view, guint position)
{
  ask (view, position, AMP_COUNT_NO_COLUMN);
}

static void
on_cell_clicked (GtkGestureClick *click, int n, double x, double y, GtkListItem *list_item)
{
  GtkWidget *label = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  GtkWidget *view = gtk_widget_get_ancestor (label, GTK_TYPE_COLUMN_VIEW);
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (label), "column"));

  (void) x;
  (void) y;
  if (view != NULL && n == 1)
    ask (view, gtk_list_item_get_position (list_item),
         column > 0 ? column - 1 : AMP_COUNT_NO_COLUMN);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);
  gboolean asked = g_object_get_data (G_OBJECT (factory), "asked") != NULL;

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_UINT (column) == 0 ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (GPOINTER_TO_UINT (column) > 0)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_activatable (list_item, asked);
  if (asked)
    {
      GtkGesture *click = gtk_gesture_click_new ();

      gtk_widget_add_css_class (label, "amp-asked");
      gtk_widget_set_cursor_from_name (label, "pointer");
      g_object_set_data (G_OBJECT (label), "column", column);
      g_signal_connect (click, "released", G_CALLBACK (on_cell_clicked), list_item);
      gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (click));
    }
  gtk_list_item_set_child (list_item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer column)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  GtkStringList *texts = gtk_list_item_get_item (list_item);
  guint n = GPOINTER_TO_UINT (column);
  gboolean total = g_object_get_data (G_OBJECT (texts), "total") != NULL ||
                   (g_object_get_data (G_OBJECT (texts), "plain") == NULL && n > 1 &&
                    n + 1 == g_list_model_get_n_items (G_LIST_MODEL (texts)));

  (void) factory;
  gtk_label_set_text (GTK_LABEL (label), gtk_string_list_get_string (texts, n));
  if (total)
    gtk_widget_add_css_class (label, "amp-total");
  else
    gtk_widget_remove_css_class (label, "amp-total");
}

static void
add_column (GtkColumnView *view, const char *title, guint number)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "asked", g_object_get_data (G_OBJECT (view), "asked"));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GUINT_TO_POINTER (number));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (number));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (number == 0)
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (view, column);
}

static void
set_asked (GtkWidget *view, AmpCountAsked func, GObject *owner)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->func = func;
  g_weak_ref_init (&asked->owner, owner);
  g_object_set_data_full (G_OBJECT (view), "asked", asked, asked_free);
  g_signal_connect (view, "activate", G_CALLBACK (on_row_activated), NULL);
}

GtkWidget *
amp_count_view_new (const AmpCountGrid *grid,
                    const char *row_title,
                    const char *title,
                    AmpCountAsked asked,
                    GObject *owner)
{
  GListStore *rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  GtkWidget *view;

  for (gsize row = 0; row < grid->n_rows; row++)
    {
      g_autoptr (GtkStringList) texts = row_texts (grid, row);

      g_list_store_append (rows, texts);
    }
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (rows))));
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  if (asked != NULL)
    set_asked (view, asked, owner);
  add_column (GTK_COLUMN_VIEW (view), row_title, 0);
  for (gsize column = 0; column < grid->n_columns; column++)
    add_column (GTK_COLUMN_VIEW (view), grid->column_labels[column], (guint) column + 1);
  amp_accessible_set_label (view, title);
  amp_list_leave_by_tab (view);
  return view;
}

GtkWidget *
amp_count_view_new_of_texts (const char *const *titles, const GPtrArray *rows, const char *title)
{
  GListStore *store = g_list_store_new (GTK_TYPE_STRING_LIST);
  GtkWidget *view;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (GtkStringList) texts = gtk_string_list_new (rows->pdata[i]);

      if (i + 1 == rows->len)
        g_object_set_data (G_OBJECT (texts), "total", GINT_TO_POINTER (TRUE));
      /* No column of these is a total of the others. */
      g_object_set_data (G_OBJECT (texts), "plain", GINT_TO_POINTER (TRUE));
      g_list_store_append (store, texts);
    }
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (store))));
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  for (guint i = 0; titles[i] != NULL; i++)
    add_column (GTK_COLUMN_VIEW (view), titles[i], i);
  amp_accessible_set_label (view, title);
  amp_list_leave_by_tab (view);
  return view;
}
