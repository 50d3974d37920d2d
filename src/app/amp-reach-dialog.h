/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who has been reached by training and who has not: institutions of a region, those never reached
 * first. */
#pragma once

#include "app/amp-programme-pane.h"
#include "app/amp-text-table.h"

G_BEGIN_DECLS

#define AMP_TYPE_REACH_DIALOG (amp_reach_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpReachDialog, amp_reach_dialog, AMP, REACH_DIALOG, AdwWindow)

AmpReachDialog *amp_reach_dialog_present (GtkWidget *owner, AmpJobs *jobs);
/* AmpProgrammeKind.tools: the button that opens it. */
void amp_reach_dialog_offer (AmpProgrammePane *pane, GtkWidget *bar);

/* For tests. */
AmpTextTable *amp_reach_dialog_get_table (AmpReachDialog *self);
const char *amp_reach_dialog_get_summary (AmpReachDialog *self);

G_END_DECLS
