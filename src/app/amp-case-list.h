/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of cases with its search box and filters. Names are veiled until asked for. */
#pragma once

#include "app/amp-case-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Names go back behind the veil by themselves. */
#define AMP_NAMES_SECONDS 60

#define AMP_TYPE_CASE_LIST (amp_case_list_get_type ())
G_DECLARE_FINAL_TYPE (AmpCaseList, amp_case_list, AMP, CASE_LIST, AdwBin)

AmpCaseList *amp_case_list_new (AmpJobs *jobs);

void amp_case_list_focus_search (AmpCaseList *self);
/* "mine": the user's open cases; "mine-new": of this week; "mine-quiet": without contact for a
 * month; "owner:ID": somebody's open cases; "gap:N": open cases with that AmpTeamGap;
 * "stuck:ID:REGION": those that wait for an answer of that institution. A button above the list
 * says so, and takes it back. */
void amp_case_list_show (AmpCaseList *self, const char *which);
/* Those cases alone, whatever was asked for before: what is behind a number. label is translated
 * and says so above the list. Of more than AMP_CASE_LIST_MOST none. */
#define AMP_CASE_LIST_MOST 5000u
void amp_case_list_show_ids (AmpCaseList *self, const GArray *ids, const char *label);
void amp_case_list_toggle_names (AmpCaseList *self);
AmpCaseModel *amp_case_list_get_model (AmpCaseList *self);
/* Of the model; of several cases for a supervisor. */
GtkSelectionModel *amp_case_list_get_selection (AmpCaseList *self);

G_END_DECLS
