/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A grid of counts as a table on the screen. */
#include "app/amp-count-view.h"

#include "app/amp-accessible.h"
#include "app/amp-format.h"

/* A row is a list of texts: the label, then a number for each column. */
static GtkStringList *
row_texts (const AmpCountGrid *grid, gsize row)
{
  GtkStringList *texts = gtk_string_list_new (NULL);

  gtk_string_list_append (texts, grid->row_labels[row]);
  for (gsize column = 0; column < grid->n_columns; column++)
    gtk_string_list_take (texts, amp_format_count (amp_count_grid_get (grid, row, column)));
  if (row + 1 == grid->n_rows)
    g_object_set_data (G_OBJECT (texts), "total", GINT_TO_POINTER (TRUE));
  return texts;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);

  (void) factory;
  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_UINT (column) == 0 ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (GPOINTER_TO_UINT (column) > 0)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_child (list_item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer column)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  GtkStringList *texts = gtk_list_item_get_item (list_item);
  guint n = GPOINTER_TO_UINT (column);
  gboolean total = g_object_get_data (G_OBJECT (texts), "total") != NULL ||
                   (n > 1 && n + 1 == g_list_model_get_n_items (G_LIST_MODEL (texts)));

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

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GUINT_TO_POINTER (number));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (number));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (number == 0)
    gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (view, column);
}

GtkWidget *
amp_count_view_new (const AmpCountGrid *grid, const char *row_title, const char *title)
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
  add_column (GTK_COLUMN_VIEW (view), row_title, 0);
  for (gsize column = 0; column < grid->n_columns; column++)
    add_column (GTK_COLUMN_VIEW (view), grid->column_labels[column], (guint) column + 1);
  amp_accessible_set_label (view, title);
  return view;
}
