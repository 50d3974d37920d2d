/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is the person known here? The search that comes before the form, and the look at what is typed
 * in it. Shows who it may be, and why; never stands in the way. */
#pragma once

#include "app/amp-jobs.h"
#include "model/record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_INTAKE_PAGE_SEARCH (amp_intake_page_search_get_type ())
G_DECLARE_FINAL_TYPE (
  AmpIntakePageSearch, amp_intake_page_search, AMP, INTAKE_PAGE_SEARCH, GtkWidget)

void amp_intake_page_search_set_jobs (AmpIntakePageSearch *self, AmpJobs *jobs);

void amp_intake_page_search_set_text (AmpIntakePageSearch *self, const char *text);
/* Looks, a moment after the last call, for who is like the person as far as she is typed. Takes
 * the record. */
void amp_intake_page_search_look (AmpIntakePageSearch *self, AmpRecord *person);
/* Brings who was found into sight, and the keyboard to the first of them. */
void amp_intake_page_search_show (AmpIntakePageSearch *self);
/* Another person is going to be typed: nobody was found, and nobody is ruled out. */
void amp_intake_page_search_start_again (AmpIntakePageSearch *self);

guint amp_intake_page_search_n_found (AmpIntakePageSearch *self);
/* As if "new case for this person", or "not the same person", were pressed on the n-th row. */
void amp_intake_page_search_use (AmpIntakePageSearch *self, guint n);
void amp_intake_page_search_rule_out (AmpIntakePageSearch *self, guint n);

/* Who was ruled out; of AmpIntakeOther, a copy. */
GArray *amp_intake_page_search_dup_different (AmpIntakePageSearch *self);

/* Signals: "searched" (), an answer came; "found-changed" (), perhaps another number; "use" (gint64
 * case), a new case for the person of that one. */

G_END_DECLS
