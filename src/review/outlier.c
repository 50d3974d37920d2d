/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose number stands out among those of her colleagues. */
#include "review/outlier.h"

#include <math.h>

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  double one = *(const double *) a, other = *(const double *) b;

  (void) data;
  return one < other ? -1 : one > other ? 1 : 0;
}

/* Puts them in order. */
static double
median_of (double *values, gsize n)
{
  if (n == 0)
    return 0;
  g_qsort_with_data (values, (int) n, sizeof *values, compare, NULL);
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double
amp_outlier_median (const gint64 *numbers, gsize n)
{
  g_autofree double *values = g_new (double, n + 1);

  for (gsize i = 0; i < n; i++)
    values[i] = (double) numbers[i];
  return median_of (values, n);
}

gboolean
amp_outlier_stands_out (const gint64 *numbers, gsize n, gint64 number)
{
  g_autofree double *deviations = g_new (double, n + 1);
  double median = amp_outlier_median (numbers, n), deviation;

  if (n < AMP_OUTLIER_LEAST)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    deviations[i] = fabs ((double) numbers[i] - median);
  deviation = MAX (median_of (deviations, n), MAX (median / 10, 1));
  return 0.6745 * ((double) number - median) / deviation > 3.5;
}
