/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the office decides for everybody: supervisors change it, the others see it. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_SETTINGS_DIALOG (amp_settings_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpSettingsDialog, amp_settings_dialog, AMP, SETTINGS_DIALOG, AdwWindow)

/* Emits "changed" () when something was saved. Goes with the lock. */
AmpSettingsDialog *amp_settings_dialog_present (GtkWidget *parent, AmpJobs *jobs);

G_END_DECLS
