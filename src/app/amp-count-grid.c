/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of counts as it stands on a page. */
#include "app/amp-count-grid.h"

#include <string.h>

#define ALL "*"
#define MOST_SERIES 8

/* The values of one dimension in the order of the table, then "*": those of the rows where the
 * other dimension is "*". */
static GPtrArray *
values_of (const AmpCountTable *table, gsize dimension)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  GPtrArray *values = g_ptr_array_new ();

  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      const char *value = amp_count_table_value (table, row, dimension);
      gboolean subtotal = TRUE;

      for (gsize i = 0; i < spec->n_dimensions; i++)
        if (i != dimension && strcmp (amp_count_table_value (table, row, i), ALL) != 0)
          subtotal = FALSE;
      if (subtotal && strcmp (value, ALL) != 0)
        g_ptr_array_add (values, (gpointer) value);
    }
  g_ptr_array_add (values, (gpointer) ALL);
  return values;
}

static char **
labels_of (const AmpDimension *dimension,
           const GPtrArray *values,
           const char *language,
           const char *total)
{
  char **labels = g_new0 (char *, values->len + 1);

  for (guint i = 0; i < values->len; i++)
    labels[i] = i + 1 < values->len
                  ? amp_dimension_value_label (dimension, values->pdata[i], language)
                  : g_strdup (total);
  return labels;
}

AmpCountGrid *
amp_count_grid_new (const AmpCountTable *table, const char *language, const char *total)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  AmpCountGrid *self = g_new0 (AmpCountGrid, 1);
  g_autoptr (GPtrArray) rows = values_of (table, 0);
  g_autoptr (GPtrArray) columns = spec->n_dimensions > 1 ? values_of (table, 1) : NULL;

  self->n_rows = rows->len;
  self->n_columns = columns != NULL ? columns->len : 1;
  self->adds_up = columns != NULL && !spec->dimensions[1]->multiple;
  self->row_labels = labels_of (spec->dimensions[0], rows, language, total);
  if (columns != NULL)
    self->column_labels = labels_of (spec->dimensions[1], columns, language, total);
  else
    {
      self->column_labels = g_new0 (char *, 2);
      self->column_labels[0] = g_strdup (total);
    }
  self->cells = g_new0 (guint64, self->n_rows * self->n_columns);
  for (gsize row = 0; row < self->n_rows; row++)
    for (gsize column = 0; column < self->n_columns; column++)
      {
        const char *values[] = {rows->pdata[row], columns != NULL ? columns->pdata[column] : NULL};
        gssize found = amp_count_table_find (table, values);

        if (found >= 0)
          self->cells[row * self->n_columns + column] =
            amp_count_table_count (table, (gsize) found);
      }
  return self;
}

void
amp_count_grid_free (AmpCountGrid *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->row_labels);
  g_strfreev (self->column_labels);
  g_free (self->cells);
  g_free (self);
}

guint64
amp_count_grid_get (const AmpCountGrid *self, gsize row, gsize column)
{
  return self->cells[row * self->n_columns + column];
}

AmpChart *
amp_count_grid_to_chart (const AmpCountGrid *self)
{
  gsize last = self->n_columns - 1;
  gboolean stacked = self->adds_up && last >= 2 && last <= MOST_SERIES;
  AmpChart *chart = amp_chart_new (self->n_rows - 1, stacked ? last : 1);

  for (gsize row = 0; row + 1 < self->n_rows; row++)
    {
      chart->labels[row] = g_strdup (self->row_labels[row]);
      chart->totals[row] = amp_count_grid_get (self, row, last);
      for (gsize i = 0; i < chart->n_series; i++)
        chart->values[row * chart->n_series + i] =
          amp_count_grid_get (self, row, stacked ? i : last);
    }
  for (gsize i = 0; i < chart->n_series; i++)
    chart->series[i] = g_strdup (self->column_labels[stacked ? i : last]);
  return chart;
}
