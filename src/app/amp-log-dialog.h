/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of the log: shown, put on a sheet of paper, and the log held against one that was noted
 * before. A supervisor's; for whoever is none it says so. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_LOG_DIALOG (amp_log_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpLogDialog, amp_log_dialog, AMP, LOG_DIALOG, AdwWindow)

AmpLogDialog *amp_log_dialog_present (GtkWidget *parent, AmpJobs *jobs);

/* For tests: types what was noted, and checks. */
void amp_log_dialog_check (AmpLogDialog *self, const char *noted);
/* What the last check said; NULL before its end. */
const char *amp_log_dialog_get_result (AmpLogDialog *self);
/* As a row of text that can be noted. NULL until it is shown. */
const char *amp_log_dialog_get_head (AmpLogDialog *self);

G_END_DECLS
