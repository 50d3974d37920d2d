/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart in the window: light or dark, and its numbers for those who do not see it. */
#pragma once

#include "domain/chart.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_CHART_VIEW (amp_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (AmpChartView, amp_chart_view, AMP, CHART_VIEW, GtkWidget)

/* Takes the chart; NULL: nothing to show. */
void amp_chart_view_set_chart (AmpChartView *self, AmpChart *chart, const char *title);

G_END_DECLS
