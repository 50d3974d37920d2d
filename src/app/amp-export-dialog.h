/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes counts to a file: format, place, and a word on what the file holds. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/counts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_EXPORT_DIALOG (amp_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpExportDialog, amp_export_dialog, AMP, EXPORT_DIALOG, AdwWindow)

/* Copies spec. For whoever may not export it says why. */
AmpExportDialog *
amp_export_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpCountSpec *spec);

G_END_DECLS
