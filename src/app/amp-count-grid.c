/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of counts as it stands on a page. */
#include "app/amp-count-grid.h"

#include "domain/number.h"

#include <string.h>

#define ALL "*"
#define MOST_SERIES 8

/* Rows of the table that the grid has rows for: those that are totals by the last dimension, of
 * which the columns are, if there is more than one. */
static GArray *
rows_of (const AmpCountTable *table)
{
  gsize n = amp_count_table_spec (table)->n_dimensions;
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    if (n < 2 || strcmp (amp_count_table_value (table, row, n - 1), ALL) == 0)
      g_array_append_val (rows, row);
  return rows;
}

/* The values of the last dimension in the order of the table, "*" at the end. */
static GPtrArray *
columns_of (const AmpCountTable *table)
{
  gsize n = amp_count_table_spec (table)->n_dimensions;
  GPtrArray *values = g_ptr_array_new ();

  for (gsize row = 0; n > 1 && row < amp_count_table_n_rows (table); row++)
    {
      gboolean total = TRUE;

      for (gsize i = 0; i + 1 < n; i++)
        total = total && strcmp (amp_count_table_value (table, row, i), ALL) == 0;
      if (total && strcmp (amp_count_table_value (table, row, n - 1), ALL) != 0)
        g_ptr_array_add (values, (gpointer) amp_count_table_value (table, row, n - 1));
    }
  g_ptr_array_add (values, (gpointer) ALL);
  return values;
}

static char *
value_label (const AmpDimension *dimension,
             const char *value,
             const char *language,
             const char *total)
{
  char *label = amp_dimension_value_label (dimension, value, language);

  return label != NULL ? label : g_strdup (total);
}

/* "Piura"; of several dimensions "Piura · 2026-03". */
static char *
row_label (const AmpCountTable *table, gsize row, const char *language, const char *total)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  gsize n = spec->n_dimensions < 2 ? spec->n_dimensions : spec->n_dimensions - 1;
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      const char *value = amp_count_table_value (table, row, i);
      g_autofree char *label = value_label (spec->dimensions[i], value, language, total);

      if (i > 0 && strcmp (value, ALL) == 0 && g_str_has_suffix (text->str, total))
        continue;

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", label);
    }
  return g_string_free (text, FALSE);
}

static void
fill_cell (AmpCountGrid *self, const AmpCountTable *table, gsize at, const char *const *values)
{
  gssize found = amp_count_table_find (table, values);

  if (found < 0)
    return;
  self->cells[at] = amp_count_table_count (table, (gsize) found);
  self->hidden[at] = amp_count_table_is_hidden (table, (gsize) found);
}

static void
fill_row (AmpCountGrid *self,
          const AmpCountTable *table,
          gsize row,
          gsize table_row,
          const GPtrArray *columns)
{
  gsize n = amp_count_table_spec (table)->n_dimensions;
  const char *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};

  for (gsize i = 0; i < n; i++)
    values[i] = amp_count_table_value (table, table_row, i);
  self->row_values[row] = g_strdup (n > 0 ? values[0] : ALL);
  for (gsize column = 0; column < self->n_columns; column++)
    {
      if (n > 1)
        values[n - 1] = columns->pdata[column];
      fill_cell (self, table, row * self->n_columns + column, values);
    }
}

AmpCountGrid *
amp_count_grid_new (const AmpCountTable *table, const char *language, const char *total)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  AmpCountGrid *self = g_new0 (AmpCountGrid, 1);
  g_autoptr (GArray) rows = rows_of (table);
  g_autoptr (GPtrArray) columns = columns_of (table);
  gsize n = spec->n_dimensions;

  self->n_rows = rows->len;
  self->n_columns = columns->len;
  self->adds_up = n > 1 && !spec->dimensions[n - 1]->multiple;
  self->row_labels = g_new0 (char *, self->n_rows + 1);
  self->column_labels = g_new0 (char *, self->n_columns + 1);
  self->column_values = g_new0 (char *, self->n_columns + 1);
  self->row_values = g_new0 (char *, self->n_rows + 1);
  self->cells = g_new0 (guint64, self->n_rows * self->n_columns);
  self->hidden = g_new0 (gboolean, self->n_rows * self->n_columns);
  for (gsize i = 0; i < self->n_columns; i++)
    {
      self->column_values[i] = g_strdup (columns->pdata[i]);
      self->column_labels[i] =
        n > 1 ? value_label (spec->dimensions[n - 1], columns->pdata[i], language, total)
              : g_strdup (total);
    }
  for (gsize row = 0; row < self->n_rows; row++)
    {
      gsize table_row = g_array_index (rows, gsize, row);

      self->row_labels[row] = row_label (table, table_row, language, total);
      fill_row (self, table, row, table_row, columns);
    }
  return self;
}

void
amp_count_grid_free (AmpCountGrid *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->row_labels);
  g_strfreev (self->row_values);
  g_strfreev (self->column_values);
  g_strfreev (self->column_labels);
  g_free (self->cells);
  g_free (self->hidden);
  g_free (self);
}

guint64
amp_count_grid_get (const AmpCountGrid *self, gsize row, gsize column)
{
  return self->cells[row * self->n_columns + column];
}

char *
amp_count_grid_text (const AmpCountGrid *self, gsize row, gsize column)
{
  if (self->hidden[row * self->n_columns + column])
    return g_strdup ("*");
  return amp_format_count (amp_count_grid_get (self, row, column));
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
