/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A review pack for an auditor: says what it will contain, asks for whom and where to, and makes
 * it. A supervisor's; for whoever is none it says so. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_PACK_DIALOG (amp_pack_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpPackDialog, amp_pack_dialog, AMP, PACK_DIALOG, AdwWindow)

AmpPackDialog *amp_pack_dialog_present (GtkWidget *parent, AmpJobs *jobs);

G_END_DECLS
