/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may happen to a referral next, above its form: one button for each step, what that step has
 * to tell, the steps so far, and the ways back. */
#pragma once

#include "app/amp-form.h"
#include "app/amp-section-context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AMP_TYPE_REFERRAL_PANEL (amp_referral_panel_get_type ())
G_DECLARE_FINAL_TYPE (AmpReferralPanel, amp_referral_panel, AMP, REFERRAL_PANEL, GtkBox)

/* Puts it above the form of a stored referral, once; shows the record that the form shows. */
void amp_referral_panel_attach (AmpForm *form, AmpSectionContext *context);

/* What is typed for a step and not recorded, as JSON: {"id": "123", "step": "accepted", "note":
 * "…"}; NULL: nothing. It is a part of the draft of the page. */
JsonNode *amp_referral_panel_dup_draft (AmpSectionContext *context);
/* Which referral has to be shown for it; 0: none any more. */
gint64 amp_referral_panel_draft_id (JsonNode *draft, AmpSectionContext *context);
/* Begins that step again where the referral that is shown may still take it. */
void amp_referral_panel_restore_draft (AmpSectionContext *context, JsonNode *draft);

/* Something is typed for a step: the keyboard goes there, and a word says so. */
gboolean amp_referral_panel_stays (AmpSectionContext *context);

/* For tests: presses the button of a step ("accepted", "correct" …) and the one that confirms. */
void amp_referral_panel_begin (AmpReferralPanel *self, const char *step);
void amp_referral_panel_confirm (AmpReferralPanel *self);
GtkWidget *amp_referral_panel_get_note (AmpReferralPanel *self);

G_END_DECLS
