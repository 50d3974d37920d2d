/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet of the office, or what is said of a document that it keeps: new, or corrected. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/attachments.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_LIBRARY_DIALOG (amp_library_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpLibraryDialog, amp_library_dialog, AMP, LIBRARY_DIALOG, AdwWindow)

/* record (taken): of "local_sheet" or "document". file (taken): the bytes of a new document, else
 * NULL. */
AmpLibraryDialog *amp_library_dialog_present (GtkWidget *parent,
                                              AmpJobs *jobs,
                                              AmpRecord *record,
                                              AmpAttachmentFile *file);

/* Signal: "saved" (gint64 id), just before it closes. */

G_END_DECLS
