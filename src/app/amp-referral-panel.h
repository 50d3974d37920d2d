/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may happen to a referral next, above its form: one button for each step, what that step has
 * to tell, the steps so far, and the ways back. */
#pragma once

#include "app/amp-form.h"
#include "app/amp-section-context.h"

G_BEGIN_DECLS

#define AMP_TYPE_REFERRAL_PANEL (amp_referral_panel_get_type ())
G_DECLARE_FINAL_TYPE (AmpReferralPanel, amp_referral_panel, AMP, REFERRAL_PANEL, GtkBox)

/* Puts it above the form of a stored referral, once; shows the record that the form shows. */
void amp_referral_panel_attach (AmpForm *form, AmpSectionContext *context);

/* For tests: presses the button of a step ("accepted", "correct" …) and the one that confirms. */
void amp_referral_panel_begin (AmpReferralPanel *self, const char *step);
void amp_referral_panel_confirm (AmpReferralPanel *self);

G_END_DECLS
