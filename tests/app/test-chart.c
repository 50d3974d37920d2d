/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What needs no window: numbers and dates as written, periods, the strength of passphrases, and a
 * chart on paper and picture. */
#include "domain/chart.h"
#include "app/amp-format.h"
#include "app/amp-period.h"
#include "app/amp-strength.h"

#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <string.h>

static AmpChart *
sample (gsize n_series)
{
  AmpChart *chart = amp_chart_new (3, n_series);
  static const char *const labels[] = {"Piura", "Tumbes", "Madre de Dios y más allá"};

  for (gsize i = 0; i < 3; i++)
    {
      chart->labels[i] = g_strdup (labels[i]);
      for (gsize j = 0; j < n_series; j++)
        {
          chart->values[i * n_series + j] = i == 2 ? 0 : 10 * (i + 1);
          chart->totals[i] += chart->values[i * n_series + j];
        }
    }
  for (gsize j = 0; j < n_series; j++)
    chart->series[j] = g_strdup_printf ("series %" G_GSIZE_FORMAT, j);
  return chart;
}

/* Pixels of the row that are of no grey: bars are coloured, text and ground are not. */
static guint
coloured (cairo_surface_t *surface, int y)
{
  const guint8 *row =
    cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  guint n = 0;

  for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
    if (ABS (row[4 * x] - row[4 * x + 2]) > 40)
      n++;
  return n;
}

static cairo_surface_t *
paint (const AmpChart *chart, AmpChartPalette palette)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 600, 200);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  amp_chart_draw (chart, cr, 600, palette);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
test_bars_are_to_scale (void)
{
  g_autoptr (AmpChart) chart = sample (1);
  cairo_surface_t *surface = paint (chart, AMP_CHART_LIGHT);
  guint first = coloured (surface, 10), second = coloured (surface, 38);

  g_assert_cmpuint (second, >, 100);
  g_assert_cmpuint (ABS ((int) (2 * first) - (int) second), <=, 2);
  g_assert_cmpuint (coloured (surface, 66), ==, 0); /* zero has no bar */
  cairo_surface_destroy (surface);
}

static void
test_one_is_seen (void)
{
  g_autoptr (AmpChart) chart = sample (1);
  cairo_surface_t *surface;

  chart->values[0] = chart->totals[0] = 1;
  chart->values[1] = chart->totals[1] = 100000000;
  surface = paint (chart, AMP_CHART_DARK);
  g_assert_cmpuint (coloured (surface, 10), >=, 1);
  cairo_surface_destroy (surface);
}

static void
test_series_have_a_key (void)
{
  g_autoptr (AmpChart) one = sample (1);
  g_autoptr (AmpChart) many = sample (12);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1, 1);
  cairo_t *cr = cairo_create (surface);

  g_assert_cmpfloat (amp_chart_height (many, cr, 300), >, amp_chart_height (one, cr, 300) + 20);
  /* A narrower key takes more lines. */
  g_assert_cmpfloat (amp_chart_height (many, cr, 200), >, amp_chart_height (many, cr, 900));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Rows in which the line of the first series runs: its blue alone. */
static guint
rows_with_line (cairo_surface_t *surface, int x)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      const guint8 *pixel = cairo_image_surface_get_data (surface) +
                            y * cairo_image_surface_get_stride (surface) + 4 * x;

      n += pixel[0] > 140 && pixel[2] < 60 ? 1 : 0;
    }
  return n;
}

static void
test_lines_over_time (void)
{
  g_autoptr (AmpChart) chart = sample (1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 600, 260);
  cairo_t *cr = cairo_create (surface);
  g_autofree char *told = NULL;

  chart->over_time = TRUE;
  g_assert_cmpfloat (amp_chart_height (chart, cr, 600), >, 200);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  amp_chart_draw (chart, cr, 600, AMP_CHART_LIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  /* All the way from the first to the last, and nothing beside. */
  for (int x = 60; x < 560; x += 20)
    g_assert_cmpuint (rows_with_line (surface, x), >, 0);
  g_assert_cmpuint (rows_with_line (surface, 2), ==, 0);
  for (int y = 222; y < 260; y++) /* where the times stand */
    g_assert_cmpuint (coloured (surface, y), ==, 0);
  told = amp_chart_describe (chart);
  g_assert_cmpstr (told, ==, "Piura 10, Tumbes 20, Madre de Dios y más allá 0");
  cairo_surface_destroy (surface);
}

static void
test_lines_tell_each_series (void)
{
  g_autoptr (AmpChart) chart = sample (2);
  g_autofree char *told = NULL;

  chart->over_time = TRUE;
  told = amp_chart_describe (chart);
  g_assert_true (g_str_has_prefix (told, "Piura: series 0 10, series 1 10; Tumbes: series 0 20"));
}

/* Nothing at all, one point, and the largest number. */
static void
test_lines_at_their_limits (void)
{
  static const guint64 values[] = {0, 1, 999999999, G_MAXUINT64 / 8};

  for (gsize n = 0; n < 3; n++)
    for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
      {
        g_autoptr (AmpChart) chart = amp_chart_new (n, 1);
        cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 260);
        cairo_t *cr = cairo_create (surface);

        chart->over_time = TRUE;
        chart->series[0] = g_strdup ("x");
        for (gsize j = 0; j < n; j++)
          {
            chart->labels[j] = g_strdup ("2026-01");
            chart->values[j] = chart->totals[j] = values[i];
          }
        amp_chart_draw (chart, cr, 300, AMP_CHART_DARK);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
test_paper (void)
{
  g_autoptr (AmpChart) chart = sample (3);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, 500, 300);
  cairo_t *cr = cairo_create (surface);

  amp_chart_draw (chart, cr, 500, AMP_CHART_PAPER);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  g_assert_cmpuint (bytes->len, >, 1000);
  g_assert_cmpint (memcmp (bytes->data, "%PDF", 4), ==, 0);
}

static void
test_nothing (void)
{
  g_autoptr (AmpChart) chart = amp_chart_new (0, 0);
  cairo_surface_t *surface = paint (chart, AMP_CHART_LIGHT);
  g_autofree char *words = amp_chart_describe (chart);

  g_assert_cmpuint (coloured (surface, 10), ==, 0);
  g_assert_cmpstr (words, ==, "");
  cairo_surface_destroy (surface);
}

static void
test_words (void)
{
  g_autoptr (AmpChart) chart = sample (1);
  g_autofree char *words = amp_chart_describe (chart);

  g_assert_cmpstr (words, ==, "Piura 10, Tumbes 20, Madre de Dios y más allá 0");
}

static void
test_numbers (void)
{
  static const struct
  {
    guint64 count;
    const char *text;
  } cases[] = {
    {0, "0"},
    {9999, "9999"},
    {10000, "10\302\240000"},
    {1234567, "1\302\240234\302\240567"},
    {G_MAXUINT64, "18\302\240446\302\240744\302\240073\302\240709\302\240551\302\240615"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = amp_format_count (cases[i].count);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_dates (void)
{
  g_autofree char *day = amp_format_date ("2024-03-05");
  g_autofree char *month = amp_format_date ("2024-03");
  g_autofree char *none = amp_format_date (NULL);
  g_autofree char *bad = amp_format_date ("5th of never");

  g_assert_cmpstr (day, ==, "05/03/2024");
  g_assert_cmpstr (month, ==, "03/2024");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (bad, ==, "");
}

static void
test_periods (void)
{
  static const struct
  {
    AmpPeriod period;
    const char *today, *from, *to;
  } cases[] = {
    {AMP_PERIOD_THIS_MONTH, "2026-11-24", "2026-11-01", "2026-11-30"},
    {AMP_PERIOD_LAST_MONTH, "2026-01-31", "2025-12-01", "2025-12-31"},
    {AMP_PERIOD_LAST_MONTH, "2024-03-31", "2024-02-01", "2024-02-29"},
    {AMP_PERIOD_THIS_QUARTER, "2026-11-24", "2026-10-01", "2026-12-31"},
    {AMP_PERIOD_LAST_QUARTER, "2026-02-01", "2025-10-01", "2025-12-31"},
    {AMP_PERIOD_THIS_YEAR, "2026-11-24", "2026-01-01", "2026-12-31"},
    {AMP_PERIOD_LAST_YEAR, "2026-11-24", "2025-01-01", "2025-12-31"},
    {AMP_PERIOD_ALL, "2026-11-24", "", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmpDate today;
      char from[11], to[11];

      g_assert_true (amp_date_parse (cases[i].today, &today));
      amp_period_days (cases[i].period, &today, from, to);
      g_assert_cmpstr (from, ==, cases[i].from);
      g_assert_cmpstr (to, ==, cases[i].to);
    }
}

static void
test_strength (void)
{
  g_autofree char *endless = g_strnfill (400, 'x');

  g_assert_cmpint (amp_strength_of ("", NULL), ==, AMP_STRENGTH_NONE);
  g_assert_cmpint (amp_strength_of ("password", NULL), ==, AMP_STRENGTH_VERY_WEAK);
  g_assert_cmpint (amp_strength_of ("12345678", NULL), ==, AMP_STRENGTH_VERY_WEAK);
  g_assert_cmpint (amp_strength_of ("ventana azul lluvia camino", NULL), >=, AMP_STRENGTH_GOOD);
  /* One's own name is no secret. */
  g_assert_cmpint (amp_strength_of ("jhoselynquispe", "jhoselynquispe"), ==,
                   AMP_STRENGTH_VERY_WEAK);
  g_assert_cmpint (amp_strength_of (endless, NULL), ==, AMP_STRENGTH_STRONG);
  for (AmpStrength i = AMP_STRENGTH_NONE; i <= AMP_STRENGTH_STRONG; i++)
    g_assert_cmpuint (strlen (amp_strength_sentence (i)), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/bars-are-to-scale", test_bars_are_to_scale);
  g_test_add_func ("/chart/one-person-is-never-drawn-as-none", test_one_is_seen);
  g_test_add_func ("/chart/series-have-a-key-that-wraps", test_series_have_a_key);
  g_test_add_func ("/chart/lines-go-from-the-first-time-to-the-last", test_lines_over_time);
  g_test_add_func ("/chart/lines-tell-each-series", test_lines_tell_each_series);
  g_test_add_func ("/chart/lines-at-their-limits", test_lines_at_their_limits);
  g_test_add_func ("/chart/the-same-chart-goes-on-paper", test_paper);
  g_test_add_func ("/chart/nothing-is-drawn-for-nothing", test_nothing);
  g_test_add_func ("/chart/its-numbers-are-told-in-words", test_words);
  g_test_add_func ("/format/digits-are-grouped-by-a-space", test_numbers);
  g_test_add_func ("/format/days-come-before-months", test_dates);
  g_test_add_func ("/period/first-and-last-day", test_periods);
  g_test_add_func ("/strength/words-beat-tricks", test_strength);
  return g_test_run ();
}
