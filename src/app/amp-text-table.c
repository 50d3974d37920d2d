/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows are made as they are looked at: there may be thousands. */
#include "app/amp-text-table.h"

#include "app/amp-accessible.h"
#include "app/amp-list-keys.h"

#include <glib/gi18n.h>

struct _AmpTextTable
{
  AdwBin parent_instance;

  GListStore *rows;     /* owned; of GtkStringList: a text for each column */
  GtkColumnView *table; /* borrowed */
};

G_DEFINE_FINAL_TYPE (AmpTextTable, amp_text_table, ADW_TYPE_BIN)

#define COLUMN "amp-column"

static void
setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
          GtkListItem *list_item,
          const AmpTextColumn *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->number ? 1 : 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *list_item,
         const AmpTextColumn *column G_GNUC_UNUSED)
{
  GtkStringList *texts = gtk_list_item_get_item (list_item);
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), COLUMN));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)),
                      gtk_string_list_get_string (texts, n));
}

static void
add_column (AmpTextTable *self, const AmpTextColumn *what, guint n)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), COLUMN, GUINT_TO_POINTER (n));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) what);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) what);
  column = gtk_column_view_column_new (_ (what->title), factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (what->width == 0)
    gtk_column_view_column_set_expand (column, TRUE);
  else
    gtk_column_view_column_set_fixed_width (column, what->width);
  gtk_column_view_append_column (self->table, column);
}

void
amp_text_table_clear (AmpTextTable *self)
{
  g_list_store_remove_all (self->rows);
}

void
amp_text_table_add (AmpTextTable *self, const char *const *texts)
{
  g_autoptr (GtkStringList) item = gtk_string_list_new (texts);

  g_list_store_append (self->rows, item);
}

guint
amp_text_table_get_length (AmpTextTable *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

const char *
amp_text_table_get_text (AmpTextTable *self, guint row, guint column)
{
  g_autoptr (GtkStringList) texts = g_list_model_get_item (G_LIST_MODEL (self->rows), row);

  return texts != NULL ? gtk_string_list_get_string (texts, column) : NULL;
}

/* --- Object --- */

static void
amp_text_table_dispose (GObject *object)
{
  g_clear_object (&AMP_TEXT_TABLE (object)->rows);
  G_OBJECT_CLASS (amp_text_table_parent_class)->dispose (object);
}

static void
amp_text_table_class_init (AmpTextTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_text_table_dispose;
}

static void
amp_text_table_init (AmpTextTable *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkSelectionModel *shown;

  self->rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  shown = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows))));
  self->table = GTK_COLUMN_VIEW (gtk_column_view_new (shown));
  gtk_column_view_set_show_row_separators (self->table, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "amp-text-table");
  amp_list_leave_by_tab (GTK_WIDGET (self->table));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->table));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
amp_text_table_new (const char *name, const AmpTextColumn *columns, gsize n_columns)
{
  AmpTextTable *self = g_object_new (AMP_TYPE_TEXT_TABLE, NULL);

  amp_accessible_set_label (GTK_WIDGET (self->table), name);
  for (gsize i = 0; i < n_columns; i++)
    add_column (self, &columns[i], (guint) i);
  return GTK_WIDGET (self);
}
