/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of the case list. */
#include "app/amp-case-columns.h"

#include "app/amp-case-item.h"
#include "app/amp-risk-icon.h"

#include <glib/gi18n.h>
#include <string.h>

#define VEIL "•••••"
#define NOT_SORTED (-1)

typedef struct
{
  const char *title;
  const char *(*text) (AmpCaseItem *item);
  int sort;  /* AmpCaseSort or NOT_SORTED */
  int width; /* 0: takes what is left */
} Column;

static const char *
veiled_name (AmpCaseItem *item)
{
  if (amp_case_item_number (item) == NULL)
    return NULL;
  return amp_case_item_name (item) != NULL ? amp_case_item_name (item) : VEIL;
}

static const Column columns[] = {
  {N_ ("Case number"), amp_case_item_number, AMP_CASE_SORT_NUMBER, 170},
  {N_ ("Name"), veiled_name, NOT_SORTED, 0},
  {N_ ("Region"), amp_case_item_region, AMP_CASE_SORT_REGION, 150},
  {N_ ("Status"), amp_case_item_status, AMP_CASE_SORT_STATUS, 190},
  {N_ ("Risk"), amp_case_item_risk, AMP_CASE_SORT_RISK, 130},
  {N_ ("Last contact"), amp_case_item_last_contact, AMP_CASE_SORT_LAST_CONTACT, 150},
};

typedef struct
{
  GObject *owner; /* weak pointer */
  AmpCaseSorted sorted;
  GtkColumnView *view;
  GtkColumnViewColumn *columns[G_N_ELEMENTS (columns)]; /* the view keeps them alive */
  gboolean resorting;
} Sorting;

/* --- Cells --- */

static void
show_risk (GtkWidget *label, AmpCaseItem *item)
{
  static const char *const levels[] = {"imminent", "high", "medium", "low", NULL};
  GtkWidget *icon = gtk_widget_get_prev_sibling (label);
  const char *risk = amp_case_item_risk_code (item);

  for (const char *const *level = levels; *level != NULL; level++)
    gtk_widget_remove_css_class (gtk_widget_get_parent (label), *level);
  if (risk != NULL)
    gtk_widget_add_css_class (gtk_widget_get_parent (label), risk);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), risk != NULL ? amp_risk_icon (risk) : NULL);
}

static void
show_item (GtkListItem *list_item)
{
  GtkWidget *child = gtk_list_item_get_child (list_item);
  const Column *column = g_object_get_data (G_OBJECT (child), "column");
  AmpCaseItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *label = GTK_IS_BOX (child) ? gtk_widget_get_last_child (child) : child;
  const char *text = column->text (item);

  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  if (GTK_IS_BOX (child))
    show_risk (label, item);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  const Column *column = data;
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *child = label;

  (void) factory;
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (column->sort == AMP_CASE_SORT_NUMBER || column->sort == AMP_CASE_SORT_LAST_CONTACT)
    gtk_widget_add_css_class (label, "numeric");
  if (column->sort == AMP_CASE_SORT_RISK)
    {
      child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      gtk_widget_add_css_class (child, "risk");
      gtk_box_append (GTK_BOX (child), g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                                     GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
      gtk_box_append (GTK_BOX (child), label);
    }
  g_object_set_data (G_OBJECT (child), "column", data);
  gtk_list_item_set_child (list_item, child);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  (void) factory;
  (void) data;
  g_signal_connect_swapped (gtk_list_item_get_item (list_item), "changed", G_CALLBACK (show_item),
                            list_item);
  show_item (list_item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  (void) factory;
  (void) data;
  g_signal_handlers_disconnect_matched (gtk_list_item_get_item (list_item), G_SIGNAL_MATCH_DATA, 0,
                                        0, NULL, NULL, list_item);
}

/* --- Sorting --- */

/* GTK 4.8 does not tell by which column it sorts. Ask the view's sorter to compare two objects that
 * are not the same: the sorter of the primary column is the first that is called, and leaves its
 * mark on the first object; the sign tells the direction. */
static int
leave_mark (gconstpointer a, gconstpointer b, gpointer number)
{
  (void) b;
  if (g_object_get_data ((GObject *) a, "column") == NULL)
    g_object_set_data ((GObject *) a, "column", number);
  return -1;
}

static void
on_sorter_changed (GtkSorter *sorter, GtkSorterChange change, Sorting *sorting)
{
  g_autoptr (GObject) a = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) b = g_object_new (G_TYPE_OBJECT, NULL);
  GtkOrdering order;
  int number;

  (void) change;
  /* The view also says so while it drops its columns. */
  if (sorting->resorting || sorting->owner == NULL ||
      gtk_widget_in_destruction (GTK_WIDGET (sorting->view)))
    return;
  order = gtk_sorter_compare (sorter, a, b);
  number = GPOINTER_TO_INT (g_object_get_data (a, "column")) - 1;
  if (number < 0)
    {
      sorting->sorted (sorting->owner, AMP_CASE_SORT_LAST_CONTACT, TRUE);
      return;
    }
  /* Each column ever clicked keeps its arrow: leave the last one. */
  sorting->resorting = TRUE;
  gtk_column_view_sort_by_column (sorting->view, NULL, GTK_SORT_ASCENDING);
  gtk_column_view_sort_by_column (sorting->view, sorting->columns[number],
                                  order == GTK_ORDERING_LARGER ? GTK_SORT_DESCENDING
                                                               : GTK_SORT_ASCENDING);
  sorting->resorting = FALSE;
  sorting->sorted (sorting->owner, (AmpCaseSort) columns[number].sort,
                   order == GTK_ORDERING_LARGER);
}

static void
sorting_free (gpointer data, GClosure *closure)
{
  Sorting *sorting = data;

  (void) closure;
  if (sorting->owner != NULL)
    g_object_remove_weak_pointer (sorting->owner, (gpointer *) &sorting->owner);
  g_free (sorting);
}

static GtkColumnViewColumn *
add_column (GtkColumnView *view, gsize number)
{
  const Column *column = &columns[number];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  view_column = gtk_column_view_column_new (_ (column->title), factory);
  if (column->sort != NOT_SORTED)
    {
      g_autoptr (GtkSorter) sorter =
        GTK_SORTER (gtk_custom_sorter_new (leave_mark, GINT_TO_POINTER ((int) number + 1), NULL));

      gtk_column_view_column_set_sorter (view_column, sorter);
    }
  gtk_column_view_column_set_resizable (view_column, TRUE);
  if (column->width == 0)
    gtk_column_view_column_set_expand (view_column, TRUE);
  else
    gtk_column_view_column_set_fixed_width (view_column, column->width);
  gtk_column_view_append_column (view, view_column);
  return view_column;
}

void
amp_case_columns_add (GtkColumnView *view, GObject *owner, AmpCaseSorted sorted)
{
  Sorting *sorting = g_new0 (Sorting, 1);

  sorting->owner = owner;
  g_object_add_weak_pointer (owner, (gpointer *) &sorting->owner);
  sorting->sorted = sorted;
  sorting->view = view;
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    sorting->columns[i] = add_column (view, i);
  g_signal_connect_data (gtk_column_view_get_sorter (view), "changed",
                         G_CALLBACK (on_sorter_changed), sorting, sorting_free, 0);
}

/* gtk_column_view_scroll_to() is of GTK 4.12; the list view inside has had the action since 4.0. */
void
amp_column_view_scroll_to (GtkColumnView *view, guint position)
{
  GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_prev_sibling (child);
  if (child != NULL)
    gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}
