/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is about to be attached, or is: its kind and a few words, and what stays in the file. */
#pragma once

#include "app/amp-section-context.h"
#include "domain/attachments.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_ATTACHMENT_DIALOG (amp_attachment_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpAttachmentDialog, amp_attachment_dialog, AMP, ATTACHMENT_DIALOG, AdwWindow)

/* Takes the file. */
AmpAttachmentDialog *
amp_attachment_dialog_add (GtkWidget *parent, AmpSectionContext *context, AmpAttachmentFile *file);
/* Changes kind and title of one that is there. */
AmpAttachmentDialog *
amp_attachment_dialog_edit (GtkWidget *parent, AmpSectionContext *context, const AmpRecord *record);

/* What of it is kept beside what is seen, and whether it can be shown here; "": nothing to say.
 * Translated; free it. */
char *amp_attachment_what_stays (const AmpAttachmentFile *file);

/* Signal: "saved" (gpointer AmpRecord, borrowed), just before it closes. */

G_END_DECLS
