/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bars, or lines over time, drawn on any cairo context: the window, a picture, paper. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _cairo cairo_t; /* cairo.h, which who only passes a chart on need not have */

/* Horizontal bars, one per label; with more than one series they are stacked. Over time the labels
 * are points in it, from left to right, and each series is a line. All owned. */
typedef struct
{
  char **labels;   /* n_bars */
  char **series;   /* n_series; a single one needs no name */
  guint64 *values; /* [bar * n_series + series] */
  guint64 *totals; /* n_bars: what stands at the end of the bar */
  gsize n_bars;
  gsize n_series;
  gboolean over_time;
} AmpChart;

AmpChart *amp_chart_new (gsize n_bars, gsize n_series);
void amp_chart_free (AmpChart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpChart, amp_chart_free)

typedef enum
{
  AMP_CHART_LIGHT,
  AMP_CHART_DARK,
  AMP_CHART_PAPER
} AmpChartPalette;

/* What drawing into that width needs. */
double amp_chart_height (const AmpChart *self, cairo_t *cr, double width);
void amp_chart_draw (const AmpChart *self, cairo_t *cr, double width, AmpChartPalette palette);

/* The numbers in words: "Piura 41, Tumbes 38"; of several lines "2026-01: Female 5, Male 3; …".
 * Free it. */
char *amp_chart_describe (const AmpChart *self);

G_END_DECLS
