/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "New case": look first whether the person is known, then the least that a case needs. */
#pragma once

#include "app/amp-form.h"
#include "app/amp-intake-page-search.h"
#include "app/amp-intake-steps.h"
#include "app/amp-jobs.h"

G_BEGIN_DECLS

#define AMP_TYPE_INTAKE_PAGE (amp_intake_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpIntakePage, amp_intake_page, AMP, INTAKE_PAGE, GtkWidget)

AmpIntakePage *amp_intake_page_new (AmpJobs *jobs);

AmpForm *amp_intake_page_get_form (AmpIntakePage *self);
/* Ctrl+S: saves once, then opens the new case. */
void amp_intake_page_save (AmpIntakePage *self);

AmpIntakeSteps *amp_intake_page_get_steps (AmpIntakePage *self);
AmpIntakePageSearch *amp_intake_page_get_search (AmpIntakePage *self);

gboolean amp_intake_page_offers_draft (AmpIntakePage *self);
void amp_intake_page_restore_draft (AmpIntakePage *self);
void amp_intake_page_discard_draft (AmpIntakePage *self);

/* Signal: "stored" (gint64 case). */

G_END_DECLS
