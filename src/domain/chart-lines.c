/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers over time: a line for each series, each with a mark of its own, so that they are told
 * apart without colour. */
#include "domain/chart-private.h"

#include "domain/number.h"

#include <math.h>

#define MARK 4.0 /* half of its width */
#define TICKS 5.0
#define MOST_NUMBERS 16 /* points whose numbers stand beside them */

typedef struct
{
  double left, right, top, bottom;
  guint64 step, top_value;
} Frame;

/* --- Axes --- */

/* 1, 2 or 5 times a power of ten, so that few lines are drawn. */
static guint64
step_for (guint64 most)
{
  static const guint64 steps[] = {1, 2, 5};

  for (guint64 power = 1;; power *= 10)
    for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
      if ((double) most / (double) (steps[i] * power) <= TICKS || power > G_MAXUINT64 / 100)
        return steps[i] * power;
}

static Frame
frame_for (const AmpChart *self, cairo_t *cr, double width, double y)
{
  guint64 most = 1;
  double number = 0;
  Frame frame = {0};

  for (gsize i = 0; i < self->n_bars * self->n_series; i++)
    most = MAX (most, self->values[i]);
  frame.step = step_for (most);
  frame.top_value = (most + frame.step - 1) / frame.step * frame.step;
  {
    g_autofree char *text = amp_format_count (frame.top_value);

    number = amp_chart_text_width (cr, text);
  }
  frame.left = number + 2 * AMP_CHART_PADDING;
  frame.right = width - 3 * AMP_CHART_PADDING;
  frame.top = y + AMP_CHART_LINE;
  frame.bottom = y + AMP_CHART_LINES_HEIGHT - AMP_CHART_LINE - AMP_CHART_PADDING;
  return frame;
}

static double
x_of (const AmpChart *self, const Frame *frame, gsize point)
{
  double steps = self->n_bars > 1 ? (double) (self->n_bars - 1) : 1;

  return frame->left + AMP_CHART_PADDING +
         (frame->right - frame->left - 2 * AMP_CHART_PADDING) * (double) point / steps;
}

static double
y_of (const Frame *frame, guint64 value)
{
  return frame->bottom - (frame->bottom - frame->top) * (double) value / (double) frame->top_value;
}

static void
draw_grid (cairo_t *cr, const Frame *frame, AmpChartPalette palette)
{
  for (guint64 value = 0; value <= frame->top_value; value += frame->step)
    {
      g_autofree char *text = amp_format_count (value);
      double y = floor (y_of (frame, value)) + 0.5;

      amp_chart_set_ink (cr, palette);
      amp_chart_show_text (cr, text, frame->left - AMP_CHART_PADDING, y - AMP_CHART_LINE / 2,
                           AMP_CHART_LINE, 0, TRUE);
      cairo_save (cr);
      cairo_set_line_width (cr, value == 0 ? 1 : 0.5);
      cairo_move_to (cr, frame->left, y);
      cairo_line_to (cr, frame->right, y);
      cairo_stroke (cr);
      cairo_restore (cr);
    }
}

/* As many as stand side by side without touching, always the last one. */
static void
draw_times (const AmpChart *self, cairo_t *cr, const Frame *frame, AmpChartPalette palette)
{
  double widest = 0, apart = self->n_bars > 1 ? x_of (self, frame, 1) - x_of (self, frame, 0) : 1;
  gsize every;

  for (gsize i = 0; i < self->n_bars; i++)
    widest = MAX (widest, amp_chart_text_width (cr, self->labels[i]));
  every = (gsize) MAX (ceil ((widest + 2 * AMP_CHART_PADDING) / apart), 1);
  amp_chart_set_ink (cr, palette);
  for (gsize i = 0; i < self->n_bars; i++)
    if ((self->n_bars - 1 - i) % every == 0)
      {
        double half = amp_chart_text_width (cr, self->labels[i]) / 2;
        double x = x_of (self, frame, i);

        x = CLAMP (x, half, frame->right + 2 * AMP_CHART_PADDING - half);
        amp_chart_show_text (cr, self->labels[i], x - half, frame->bottom + AMP_CHART_PADDING,
                             AMP_CHART_LINE, 0, FALSE);
      }
}

/* --- Lines --- */

void
amp_chart_mark (cairo_t *cr, gsize series, double x, double y)
{
  switch (series % 4)
    {
    case 0:
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, MARK, 0, 2 * G_PI);
      break;
    case 1:
      cairo_rectangle (cr, x - MARK, y - MARK, 2 * MARK, 2 * MARK);
      break;
    case 2:
      cairo_move_to (cr, x, y - MARK * 1.3);
      cairo_line_to (cr, x + MARK * 1.2, y + MARK);
      cairo_line_to (cr, x - MARK * 1.2, y + MARK);
      cairo_close_path (cr);
      break;
    default:
      cairo_move_to (cr, x, y - MARK * 1.4);
      cairo_line_to (cr, x + MARK * 1.4, y);
      cairo_line_to (cr, x, y + MARK * 1.4);
      cairo_line_to (cr, x - MARK * 1.4, y);
      cairo_close_path (cr);
      break;
    }
  cairo_fill (cr);
}

static void
draw_series (const AmpChart *self, cairo_t *cr, const Frame *frame, gsize series)
{
  static const double dash[] = {6, 3};

  cairo_save (cr);
  amp_chart_set_series (cr, series);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  /* The second four have the marks of the first, on broken lines. */
  if (series % AMP_CHART_COLOURS >= 4)
    cairo_set_dash (cr, dash, 2, 0);
  cairo_new_path (cr); /* words leave the point where they began */
  for (gsize i = 0; i < self->n_bars; i++)
    cairo_line_to (cr, x_of (self, frame, i),
                   y_of (frame, self->values[i * self->n_series + series]));
  cairo_stroke (cr);
  cairo_restore (cr);
  amp_chart_set_series (cr, series);
  for (gsize i = 0; i < self->n_bars; i++)
    amp_chart_mark (cr, series, x_of (self, frame, i),
                    y_of (frame, self->values[i * self->n_series + series]));
}

static void
draw_numbers (const AmpChart *self, cairo_t *cr, const Frame *frame, AmpChartPalette palette)
{
  amp_chart_set_ink (cr, palette);
  for (gsize i = 0; i < self->n_bars; i++)
    {
      g_autofree char *text = amp_format_count (self->values[i]);
      double half = amp_chart_text_width (cr, text) / 2;

      amp_chart_show_text (cr, text, x_of (self, frame, i) - half,
                           y_of (frame, self->values[i]) - AMP_CHART_LINE - MARK / 2,
                           AMP_CHART_LINE, 0, FALSE);
    }
}

void
amp_chart_draw_lines (
  const AmpChart *self, cairo_t *cr, double width, double y, AmpChartPalette palette)
{
  Frame frame = frame_for (self, cr, width, y);

  if (self->n_bars == 0)
    return;
  draw_grid (cr, &frame, palette);
  draw_times (self, cr, &frame, palette);
  for (gsize i = self->n_series; i > 0; i--)
    draw_series (self, cr, &frame, i - 1);
  if (self->n_series == 1 && self->n_bars <= MOST_NUMBERS)
    draw_numbers (self, cr, &frame, palette);
}
