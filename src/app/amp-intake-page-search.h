/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is the person known here? The search that comes before the form. */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_INTAKE_PAGE_SEARCH (amp_intake_page_search_get_type ())
G_DECLARE_FINAL_TYPE (
  AmpIntakePageSearch, amp_intake_page_search, AMP, INTAKE_PAGE_SEARCH, GtkWidget)

void amp_intake_page_search_set_jobs (AmpIntakePageSearch *self, AmpJobs *jobs);

void amp_intake_page_search_set_text (AmpIntakePageSearch *self, const char *text);
guint amp_intake_page_search_n_found (AmpIntakePageSearch *self);
/* As if "new case for this person" were pressed on the n-th row. */
void amp_intake_page_search_use (AmpIntakePageSearch *self, guint n);

/* Signals: "searched" (); "use" (gint64 case), a new case for the person of that one. */

G_END_DECLS
