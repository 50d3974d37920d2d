/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Brings a spreadsheet in: first a dry run with all it found, then the import. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_IMPORT_DIALOG (amp_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpImportDialog, amp_import_dialog, AMP, IMPORT_DIALOG, AdwWindow)

AmpImportDialog *amp_import_dialog_present (GtkWidget *parent, AmpJobs *jobs);

G_END_DECLS
