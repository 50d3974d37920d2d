/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A referral in under a minute: what, to whom, with whose consent and which data, sent. */
#pragma once

#include "app/amp-section-context.h"

#include <adwaita.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AMP_TYPE_REFERRAL_DIALOG (amp_referral_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpReferralDialog, amp_referral_dialog, AMP, REFERRAL_DIALOG, AdwWindow)

/* Over the window of parent. referral: a draft, new or stored; copied. */
AmpReferralDialog *amp_referral_dialog_present (GtkWidget *parent,
                                                AmpSectionContext *context,
                                                const AmpRecord *referral);
/* As AmpSectionKind.begin: a new one. */
void amp_referral_dialog_begin (GtkWidget *section, AmpSectionContext *context);

/* What is chosen in the one that is open over that context and not stored, for the draft of the
 * page it belongs to; NULL where there is nothing. */
JsonNode *amp_referral_dialog_dup_draft (AmpSectionContext *context);
/* Opens it again with that; nothing where the referral has gone on its way since. */
void
amp_referral_dialog_restore_draft (GtkWidget *parent, AmpSectionContext *context, JsonNode *draft);

/* For tests. */
GtkListBox *amp_referral_dialog_get_list (AmpReferralDialog *self);
const AmpRecord *amp_referral_dialog_get_referral (AmpReferralDialog *self);
AmpSectionContext *amp_referral_dialog_get_context (AmpReferralDialog *self);
GtkWidget *amp_referral_dialog_get_why (AmpReferralDialog *self);

/* Asks where, then writes the slip of a referral there. */
void amp_referral_print (GtkWidget *widget, AmpJobs *jobs, const AmpRecord *referral);

G_END_DECLS
