/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to chart.c and chart-lines.c: colours and words on a cairo context. */
#pragma once

#include "domain/chart.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

#define AMP_CHART_LINE 20.0 /* height of a line of words, and of a bar */
#define AMP_CHART_PADDING 6.0
#define AMP_CHART_KEY 12.0
#define AMP_CHART_COLOURS 8

double amp_chart_text_width (cairo_t *cr, const char *text);
/* Vertically in the middle of a line that begins at y; right: the text ends at x. max_width 0: as
 * wide as it is. */
void amp_chart_show_text (
  cairo_t *cr, const char *text, double x, double y, double line, double max_width, gboolean right);
void amp_chart_set_ink (cairo_t *cr, AmpChartPalette palette);
void amp_chart_set_ground (cairo_t *cr, AmpChartPalette palette);
void amp_chart_set_series (cairo_t *cr, gsize series);
/* Walks the entries of the key; draws them where draw. The height of all lines. */
double amp_chart_key (
  const AmpChart *self, cairo_t *cr, double width, AmpChartPalette palette, gboolean draw);

/* Lines over time. */
#define AMP_CHART_LINES_HEIGHT 240.0
/* From y down. */
void amp_chart_draw_lines (
  const AmpChart *self, cairo_t *cr, double width, double y, AmpChartPalette palette);
/* The mark of a series, with its middle there. */
void amp_chart_mark (cairo_t *cr, gsize series, double x, double y);

G_END_DECLS
