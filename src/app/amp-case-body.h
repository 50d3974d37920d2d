/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Below the header of the case page: the navigation at the left, and the part that is open. A part
 * is made when it is first shown. */
#pragma once

#include "app/amp-case-part.h"

G_BEGIN_DECLS

#define AMP_TYPE_CASE_BODY (amp_case_body_get_type ())
G_DECLARE_FINAL_TYPE (AmpCaseBody, amp_case_body, AMP, CASE_BODY, GtkWidget)

/* Shows the file that the context holds by now; once. */
void amp_case_body_start (AmpCaseBody *self, AmpSectionContext *context);

/* name: of a part. Does nothing where there is none. */
void amp_case_body_show (AmpCaseBody *self, const char *name);
/* The n-th part, from 1. */
void amp_case_body_show_nth (AmpCaseBody *self, gint n);
void amp_case_body_step (AmpCaseBody *self, gint by);
const char *amp_case_body_get_shown (AmpCaseBody *self);

/* Of the section kind of that name, made if it was not; NULL where no part has it. */
AmpSection *amp_case_body_get_section (AmpCaseBody *self, const char *section);
/* Where a new record is added now: the section that has the keyboard, or the first list of the part
 * that is shown; NULL. */
AmpSection *amp_case_body_current (AmpCaseBody *self);

gboolean amp_case_body_is_dirty (AmpCaseBody *self);
void amp_case_body_save (AmpCaseBody *self);
/* {"SECTION": draft of the section}, and that of the window of a referral; NULL where nothing is
 * typed. */
JsonNode *amp_case_body_dup_draft (AmpCaseBody *self);
/* Shows what was typed last. */
void amp_case_body_restore_draft (AmpCaseBody *self, JsonNode *draft);

/* The keyboard goes to the navigation, or into the part that is shown. */
void amp_case_body_focus_navigation (AmpCaseBody *self);
void amp_case_body_focus_part (AmpCaseBody *self);
gboolean amp_case_body_navigation_has_focus (AmpCaseBody *self);

G_END_DECLS
