/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Emergency close: the vault's keys are erased, in two steps, and only where a backup of it was
 * verified. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_ERASE_DIALOG (amp_erase_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpEraseDialog, amp_erase_dialog, AMP, ERASE_DIALOG, AdwWindow)

/* Emits "erased" () when the keys are gone; the session is only good for locking then. */
AmpEraseDialog *amp_erase_dialog_present (GtkWidget *parent, AmpJobs *jobs);

G_END_DECLS
