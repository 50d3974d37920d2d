/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A grid of counts as a table on the screen. */
#pragma once

#include "app/amp-count-grid.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A number was asked about: by a click on it, or by Enter on its row, which says no column:
 * AMP_COUNT_NO_COLUMN. Places of the grid. */
typedef void (*AmpCountAsked) (gpointer owner, gsize row, gsize column);
#define AMP_COUNT_NO_COLUMN G_MAXSIZE

/* A column view over a copy of the grid; the last row and column, the totals, in bold. asked: NULL,
 * or called while owner lives. */
GtkWidget *amp_count_view_new (const AmpCountGrid *grid,
                               const char *row_title,
                               const char *title,
                               AmpCountAsked asked,
                               GObject *owner);

/* The same of texts: each row of rows is a GStrv, as many as titles; the first is its label, the
 * last row the total. */
GtkWidget *
amp_count_view_new_of_texts (const char *const *titles, const GPtrArray *rows, const char *title);

G_END_DECLS
