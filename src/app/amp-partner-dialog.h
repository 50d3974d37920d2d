/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records of a closed year for a partner: which year, in which columns, for whom; what would be in
 * the file; another supervisor's approval; the file. What may leave, and what of it, is
 * domain/partner-file.h's. A supervisor's; for whoever is none it says so. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/partner-file.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_PARTNER_DIALOG (amp_partner_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpPartnerDialog, amp_partner_dialog, AMP, PARTNER_DIALOG, AdwWindow)

/* Copies wish: what is chosen first; NULL: the last closed year of which records may leave. Once
 * the file is there, the register of releases is shown. */
AmpPartnerDialog *
amp_partner_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpPartnerWish *wish);

G_END_DECLS
