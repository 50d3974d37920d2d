/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hoy, the first page: what is to be done, in the order of domain.md 6.1. Read anew when something
 * was saved and when the day changes. Names are veiled; shown for a minute, and that is logged. */
#pragma once

#include "app/amp-task-jobs.h"
#include "domain/today.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_TODAY_PAGE (amp_today_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpTodayPage, amp_today_page, AMP, TODAY_PAGE, AdwBin)

AmpTodayPage *amp_today_page_new (AmpJobs *jobs);

/* What it shows; NULL while it is read for the first time. Borrowed, until it is read anew. */
const AmpToday *amp_today_page_get_today (AmpTodayPage *self);
/* Signal "shown": the rows are there. For those who measure. */

/* The keyboard goes to the rows, where there are any. */
void amp_today_page_focus_rows (AmpTodayPage *self);

gboolean amp_today_page_is_revealed (AmpTodayPage *self);
void amp_today_page_toggle_names (AmpTodayPage *self);

/* For tests: another day than the clock's (NULL: the clock's again), and minutes that are shorter.
 */
void amp_today_page_set_day (AmpTodayPage *self, const char *day);
void amp_today_page_set_reveal_ms (AmpTodayPage *self, guint milliseconds);

G_END_DECLS
