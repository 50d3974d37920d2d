/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list is one stop for Tab: the arrows go from row to row. GTK 4.8 stops at each of a hundred
 * thousand rows, and on the way through a navigation shows page after page. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* list: a GtkListBox, GtkListView or GtkColumnView whose rows hold no other control. */
void amp_list_leave_by_tab (GtkWidget *list);

G_END_DECLS
