/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of counts as it stands on a page: rows, columns, totals, labels. Plain values. */
#pragma once

#include "domain/chart.h"
#include "domain/counts.h"

G_BEGIN_DECLS

typedef struct
{
  char **row_labels;    /* n_rows; the last row is the total */
  char **column_labels; /* n_columns; the last column is the total */
  char **row_values;    /* codes: of the first dimension */
  char **column_values; /* codes: of the last one, if there is more than one */
  guint64 *cells;       /* [row * n_columns + column] */
  gboolean *hidden;     /* likewise: told as "*" */
  gsize n_rows;
  gsize n_columns;
  gboolean adds_up; /* the columns of a row are parts of its total */
} AmpCountGrid;

/* The columns are values of the last dimension, the rows combinations of those before. total: the
 * translated word for it. */
AmpCountGrid *
amp_count_grid_new (const AmpCountTable *table, const char *language, const char *total);
void amp_count_grid_free (AmpCountGrid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCountGrid, amp_count_grid_free)

guint64 amp_count_grid_get (const AmpCountGrid *self, gsize row, gsize column);
/* As people read it, "*" where it is hidden. Free it. */
char *amp_count_grid_text (const AmpCountGrid *self, gsize row, gsize column);
/* Without the totals. More columns than can be told apart are drawn as one. */
AmpChart *amp_count_grid_to_chart (const AmpCountGrid *self);

G_END_DECLS
