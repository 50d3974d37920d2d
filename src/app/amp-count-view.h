/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A grid of counts as a table on the screen. */
#pragma once

#include "app/amp-count-grid.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A column view over a copy of the grid; the last row and column, the totals, in bold. */
GtkWidget *amp_count_view_new (const AmpCountGrid *grid, const char *row_title, const char *title);

G_END_DECLS
