/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of the case list, and what GTK 4.8 lacks for them: the sorted column, and scrolling
 * to a row. */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*AmpCaseSorted) (gpointer owner, AmpCaseSort sort, gboolean descending);

/* Adds the columns to the view. sorted is called when a header was activated, while owner lives. */
void amp_case_columns_add (GtkColumnView *view, GObject *owner, AmpCaseSorted sorted);

void amp_column_view_scroll_to (GtkColumnView *view, guint position);

G_END_DECLS
