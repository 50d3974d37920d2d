/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Brings a table of the programme in. The file is checked first: how many rows are new, how many
 * change a record, and what is wrong with the others; nothing is written before that was seen. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/list-csv.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_LIST_IMPORT_DIALOG (amp_list_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  AmpListImportDialog, amp_list_import_dialog, AMP, LIST_IMPORT_DIALOG, AdwWindow)

AmpListImportDialog *
amp_list_import_dialog_present (GtkWidget *owner, AmpJobs *jobs, const AmpList *list);

/* "Of 16 rows: 3 new, 1 change what is recorded, 12 as they are. Findings: 0."; "" before a file
 * was chosen. */
const char *amp_list_import_dialog_get_summary (AmpListImportDialog *self);

/* Signal "imported" (): rows came in. */

G_END_DECLS
