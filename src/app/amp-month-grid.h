/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A month with how much there is on each day. Arrows walk over the days, Page Up and Page Down over
 * the months; each day says its date and its number to a screen reader. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_MONTH_GRID (amp_month_grid_get_type ())
G_DECLARE_FINAL_TYPE (AmpMonthGrid, amp_month_grid, AMP, MONTH_GRID, AdwBin)

/* A day "2026-11-24": its month is shown, the day is chosen. */
void amp_month_grid_show (AmpMonthGrid *self, const char *day);
const char *amp_month_grid_get_day (AmpMonthGrid *self);
const char *amp_month_grid_get_first (AmpMonthGrid *self); /* days of the month shown */
const char *amp_month_grid_get_last (AmpMonthGrid *self);
/* counts[0] is of the first. */
void amp_month_grid_set_counts (AmpMonthGrid *self, const guint counts[31]);
/* The button of the n-th day, from 1. */
GtkWidget *amp_month_grid_get_button (AmpMonthGrid *self, guint n);

/* Signals: "month" (): another one is shown, it wants its counts; "day" (): another day is chosen.
 */

G_END_DECLS
