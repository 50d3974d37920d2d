/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bars, drawn on any cairo context. */
#include "domain/chart-private.h"

#include "domain/number.h"

#include <math.h>

#define BAR_HEIGHT AMP_CHART_LINE
#define BAR_GAP 8.0
#define PADDING AMP_CHART_PADDING
#define MAX_LABEL_SHARE 0.34 /* of the width */
#define KEY_SIZE AMP_CHART_KEY
#define FONT "sans 10"

typedef struct
{
  double red, green, blue;
} Colour;

/* Okabe and Ito's, told apart by every kind of colour sight; the order puts unlike ones side by
 * side. */
static const Colour series_colours[AMP_CHART_COLOURS] = {
  {0.00, 0.45, 0.70}, {0.90, 0.62, 0.00}, {0.00, 0.62, 0.45}, {0.80, 0.47, 0.65},
  {0.34, 0.71, 0.91}, {0.84, 0.37, 0.00}, {0.94, 0.89, 0.26}, {0.55, 0.55, 0.55},
};

static const Colour ink[] = {
  [AMP_CHART_LIGHT] = {0.14, 0.14, 0.16},
  [AMP_CHART_DARK] = {0.95, 0.95, 0.95},
  [AMP_CHART_PAPER] = {0, 0, 0},
};

/* Between the parts of a bar, so that they are told apart without colour too. */
static const Colour ground[] = {
  [AMP_CHART_LIGHT] = {1, 1, 1},
  [AMP_CHART_DARK] = {0.14, 0.14, 0.14},
  [AMP_CHART_PAPER] = {1, 1, 1},
};

/* All that is measured before a line is drawn. */
typedef struct
{
  double label_width;
  double number_width;
  double bar_width; /* of the longest */
  double key_height;
  guint64 longest;
} Layout;

AmpChart *
amp_chart_new (gsize n_bars, gsize n_series)
{
  AmpChart *self = g_new0 (AmpChart, 1);

  self->n_bars = n_bars;
  self->n_series = MAX (n_series, 1);
  self->labels = g_new0 (char *, n_bars + 1);
  self->series = g_new0 (char *, self->n_series + 1);
  self->values = g_new0 (guint64, MAX (n_bars * self->n_series, 1));
  self->totals = g_new0 (guint64, MAX (n_bars, 1));
  return self;
}

void
amp_chart_free (AmpChart *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < self->n_bars; i++)
    g_free (self->labels[i]);
  for (gsize i = 0; i < self->n_series; i++)
    g_free (self->series[i]);
  g_free (self->labels);
  g_free (self->series);
  g_free (self->values);
  g_free (self->totals);
  g_free (self);
}

static void
set_colour (cairo_t *cr, const Colour *colour)
{
  cairo_set_source_rgb (cr, colour->red, colour->green, colour->blue);
}

void
amp_chart_set_ink (cairo_t *cr, AmpChartPalette palette)
{
  set_colour (cr, &ink[palette]);
}

void
amp_chart_set_ground (cairo_t *cr, AmpChartPalette palette)
{
  set_colour (cr, &ground[palette]);
}

void
amp_chart_set_series (cairo_t *cr, gsize series)
{
  set_colour (cr, &series_colours[series % G_N_ELEMENTS (series_colours)]);
}

static PangoLayout *
text_new (cairo_t *cr, const char *text, double max_width)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  if (max_width > 0)
    {
      pango_layout_set_width (layout, (int) (max_width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return layout;
}

double
amp_chart_text_width (cairo_t *cr, const char *text)
{
  g_autoptr (PangoLayout) layout = text_new (cr, text, 0);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

void
amp_chart_show_text (
  cairo_t *cr, const char *text, double x, double y, double line, double max_width, gboolean right)
{
  g_autoptr (PangoLayout) layout = text_new (cr, text, max_width);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, right ? x - width : x, y + (line - height) / 2);
  pango_cairo_show_layout (cr, layout);
}

/* --- Key --- */

double
amp_chart_key (
  const AmpChart *self, cairo_t *cr, double width, AmpChartPalette palette, gboolean draw)
{
  double x = 0, y = 0;

  if (self->n_series < 2)
    return 0;
  for (gsize i = 0; i < self->n_series; i++)
    {
      double entry = KEY_SIZE + PADDING + amp_chart_text_width (cr, self->series[i]) + 3 * PADDING;

      if (x > 0 && x + entry > width)
        {
          x = 0;
          y += BAR_HEIGHT;
        }
      if (draw)
        {
          amp_chart_set_series (cr, i);
          if (self->over_time)
            amp_chart_mark (cr, i, x + KEY_SIZE / 2, y + BAR_HEIGHT / 2);
          else
            {
              cairo_rectangle (cr, x, y + (BAR_HEIGHT - KEY_SIZE) / 2, KEY_SIZE, KEY_SIZE);
              cairo_fill (cr);
            }
          amp_chart_set_ink (cr, palette);
          amp_chart_show_text (cr, self->series[i], x + KEY_SIZE + PADDING, y, BAR_HEIGHT,
                               width - KEY_SIZE - PADDING, FALSE);
        }
      x += entry;
    }
  return y + BAR_HEIGHT + PADDING;
}

/* --- Bars --- */

static Layout
measure (const AmpChart *self, cairo_t *cr, double width)
{
  Layout layout = {0};

  for (gsize i = 0; i < self->n_bars; i++)
    {
      g_autofree char *number = amp_format_count (self->totals[i]);
      guint64 sum = 0;

      for (gsize j = 0; j < self->n_series; j++)
        sum += self->values[i * self->n_series + j];
      layout.longest = MAX (layout.longest, sum);
      layout.label_width = MAX (layout.label_width, amp_chart_text_width (cr, self->labels[i]));
      layout.number_width = MAX (layout.number_width, amp_chart_text_width (cr, number));
    }
  layout.label_width = MIN (layout.label_width, floor (width * MAX_LABEL_SHARE));
  layout.bar_width = MAX (width - layout.label_width - layout.number_width - 3 * PADDING, 1);
  layout.key_height = amp_chart_key (self, cr, width, AMP_CHART_LIGHT, FALSE);
  return layout;
}

/* Returns where the bar ends. */
static double
draw_bar (const AmpChart *self,
          gsize bar,
          cairo_t *cr,
          const Layout *layout,
          double x,
          double y,
          AmpChartPalette palette)
{
  for (gsize i = 0; i < self->n_series; i++)
    {
      guint64 value = self->values[bar * self->n_series + i];
      double length =
        layout->longest > 0 ? layout->bar_width * (double) value / (double) layout->longest : 0;

      if (value == 0)
        continue;
      length = MAX (length, 1); /* one person is never drawn as none */
      amp_chart_set_series (cr, i);
      cairo_rectangle (cr, x, y, length, BAR_HEIGHT);
      cairo_fill (cr);
      x += length;
      if (self->n_series > 1)
        {
          amp_chart_set_ground (cr, palette);
          cairo_rectangle (cr, x - 1, y, 1, BAR_HEIGHT);
          cairo_fill (cr);
        }
    }
  return x;
}

double
amp_chart_height (const AmpChart *self, cairo_t *cr, double width)
{
  return amp_chart_key (self, cr, width, AMP_CHART_LIGHT, FALSE) +
         (self->over_time ? AMP_CHART_LINES_HEIGHT
                          : (double) self->n_bars * (BAR_HEIGHT + BAR_GAP));
}

void
amp_chart_draw (const AmpChart *self, cairo_t *cr, double width, AmpChartPalette palette)
{
  Layout layout = measure (self, cr, width);
  double y = amp_chart_key (self, cr, width, palette, TRUE);

  if (self->over_time)
    {
      amp_chart_draw_lines (self, cr, width, y, palette);
      return;
    }
  for (gsize i = 0; i < self->n_bars; i++)
    {
      g_autofree char *number = amp_format_count (self->totals[i]);
      double end;

      amp_chart_set_ink (cr, palette);
      amp_chart_show_text (cr, self->labels[i], layout.label_width, y, BAR_HEIGHT,
                           layout.label_width, TRUE);
      end = draw_bar (self, i, cr, &layout, layout.label_width + PADDING, y, palette);
      amp_chart_set_ink (cr, palette);
      amp_chart_show_text (cr, number, end + PADDING, y, BAR_HEIGHT, 0, FALSE);
      y += BAR_HEIGHT + BAR_GAP;
    }
}

static void
describe_point (const AmpChart *self, gsize point, GString *text)
{
  g_string_append_printf (text, "%s%s:", point > 0 ? "; " : "", self->labels[point]);
  for (gsize i = 0; i < self->n_series; i++)
    g_string_append_printf (text, "%s %s %" G_GUINT64_FORMAT, i > 0 ? "," : "", self->series[i],
                            self->values[point * self->n_series + i]);
}

char *
amp_chart_describe (const AmpChart *self)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < self->n_bars; i++)
    if (self->over_time && self->n_series > 1)
      describe_point (self, i, text);
    else
      g_string_append_printf (text, "%s%s %" G_GUINT64_FORMAT, i > 0 ? ", " : "", self->labels[i],
                              self->totals[i]);
  return g_string_free (text, FALSE);
}
