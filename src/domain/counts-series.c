/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table with a column of time as lines over time. */
#include "domain/counts-private.h"

#include <string.h>

#define ALL "*"
#define MOST_SERIES 8
#define MOST_POINTS 400

/* Which dimension is time; FALSE: none, or more than two dimensions. */
static gboolean
find_time (const AmpCountSpec *spec, gsize *time)
{
  for (gsize i = 0; i < spec->n_dimensions && spec->n_dimensions <= 2; i++)
    if (amp_dimension_plan (spec->dimensions[i])->scope == AMP_SCOPE_DATE)
      {
        *time = i;
        return TRUE;
      }
  return FALSE;
}

/* The next year, quarter or month; NULL where it is none. Free it. */
static char *
next_of (const char *value)
{
  guint year = (guint) g_ascii_strtoull (value, NULL, 10), part;

  if (strlen (value) == 4)
    return g_strdup_printf ("%04u", year + 1);
  if (strlen (value) != 7 || value[4] != '-')
    return NULL;
  part = (guint) g_ascii_strtoull (value + (value[5] == 'Q' ? 6 : 5), NULL, 10);
  if (value[5] == 'Q')
    return part < 4 ? g_strdup_printf ("%04u-Q%u", year, part + 1)
                    : g_strdup_printf ("%04u-Q1", year + 1);
  return part < 12 ? g_strdup_printf ("%04u-%02u", year, part + 1)
                   : g_strdup_printf ("%04u-01", year + 1);
}

/* The values of a dimension that have a total, but "*" itself. */
static GPtrArray *
values_of (const AmpCountTable *table, gsize dimension)
{
  gsize n = amp_count_table_spec (table)->n_dimensions;
  GPtrArray *values = g_ptr_array_new ();

  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      const char *value = amp_count_table_value (table, row, dimension);
      const char *other = n > 1 ? amp_count_table_value (table, row, 1 - dimension) : ALL;

      if (strcmp (value, ALL) != 0 && strcmp (other, ALL) == 0)
        g_ptr_array_add (values, (gpointer) value);
    }
  return values;
}

/* Without gaps: a month in which there was nobody is a month. What has no date is at no time. */
static GPtrArray *
points_of (const AmpCountTable *table, gsize time)
{
  g_autoptr (GPtrArray) there = values_of (table, time);
  GPtrArray *points = g_ptr_array_new_with_free_func (g_free);
  const char *last = NULL;
  char *value = NULL;

  for (guint i = 0; i < there->len; i++)
    if (*(const char *) there->pdata[i] != '\0')
      {
        value = value == NULL ? g_strdup (there->pdata[i]) : value;
        last = there->pdata[i];
      }
  while (value != NULL && points->len < MOST_POINTS)
    {
      gboolean over = strcmp (value, last) >= 0;

      g_ptr_array_add (points, value);
      value = over ? NULL : next_of (value);
    }
  g_free (value);
  return points;
}

/* FALSE where the number is hidden. */
static gboolean
set_number (const AmpCountTable *table, const char *const *values, guint64 *number)
{
  gssize row = amp_count_table_find (table, values);

  if (row >= 0 && amp_count_table_is_hidden (table, (gsize) row))
    return FALSE;
  *number = row >= 0 ? amp_count_table_count (table, (gsize) row) : 0;
  return TRUE;
}

static gboolean
fill (AmpChart *chart,
      const AmpCountTable *table,
      gsize time,
      const GPtrArray *points,
      const GPtrArray *series,
      const char *language)
{
  for (guint i = 0; i < points->len; i++)
    {
      const char *values[AMP_COUNTS_MAX_DIMENSIONS] = {ALL, ALL};

      values[time] = points->pdata[i];
      chart->labels[i] = amp_dimension_value_label (amp_count_table_spec (table)->dimensions[time],
                                                    points->pdata[i], language);
      if (!set_number (table, values, &chart->totals[i]))
        return FALSE;
      for (gsize j = 0; j < chart->n_series; j++)
        {
          values[1 - time] = series->pdata[j];
          if (!set_number (table, values, &chart->values[i * chart->n_series + j]))
            return FALSE;
        }
    }
  return TRUE;
}

AmpChart *
amp_count_table_to_series (const AmpCountTable *self, const char *language, const char *total)
{
  const AmpCountSpec *spec = amp_count_table_spec (self);
  g_autoptr (GPtrArray) points = NULL, series = NULL;
  g_autoptr (AmpChart) chart = NULL;
  gsize time;

  if (!find_time (spec, &time))
    return NULL;
  points = points_of (self, time);
  if (points->len < 2 || points->len == MOST_POINTS)
    return NULL;
  series = spec->n_dimensions > 1 ? values_of (self, 1 - time) : g_ptr_array_new ();
  /* More than can be told apart are drawn as one. */
  if (series->len == 0 || series->len > MOST_SERIES)
    {
      g_ptr_array_set_size (series, 0);
      g_ptr_array_add (series, (gpointer) ALL);
    }
  chart = amp_chart_new (points->len, series->len);
  chart->over_time = TRUE;
  for (guint i = 0; i < series->len; i++)
    chart->series[i] =
      strcmp (series->pdata[i], ALL) == 0
        ? g_strdup (total)
        : amp_dimension_value_label (spec->dimensions[1 - time], series->pdata[i], language);
  return fill (chart, self, time, points, series, language) ? g_steal_pointer (&chart) : NULL;
}
