/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a number of the counts page to the cases behind it. */
#pragma once

#include "app/amp-count-grid.h"
#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the cases on the page of cases. values: one for each dimension, "*" for all; label: what
 * the number is of, translated. Spec and values are copied; the values of its filters are not. */
void amp_counts_behind_open (GtkWidget *page,
                             AmpJobs *jobs,
                             const AmpCountSpec *spec,
                             const char *const *values,
                             const char *label);

/* Which number of a row: a small menu over widget, by its columns. chosen is called while owner
 * lives. parent: the box that the menu hangs on. */
void amp_counts_behind_choose (GtkWidget *parent,
                               GtkWidget *widget,
                               const AmpCountGrid *grid,
                               gsize row,
                               void (*chosen) (gpointer owner, gsize row, gsize column),
                               GObject *owner);

G_END_DECLS
