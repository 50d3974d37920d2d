/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An attachment on the screen, out of memory: a picture, pages, a recording, text; also a document
 * of the office, which the guide changes and deletes, not the viewer. Its window has a
 * neutral title and goes with the lock and with the veil. */
#pragma once

#include "app/amp-attachment-load.h"
#include "app/amp-section-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_ATTACHMENT_VIEWER (amp_attachment_viewer_get_type ())
G_DECLARE_FINAL_TYPE (AmpAttachmentViewer, amp_attachment_viewer, AMP, ATTACHMENT_VIEWER, AdwWindow)

/* Takes what was loaded. parent: a widget of the window it belongs to. */
AmpAttachmentViewer *amp_attachment_viewer_present (GtkWidget *parent,
                                                    AmpSectionContext *context,
                                                    AmpAttachmentLoad *load);

/* Those of one case. */
void amp_attachment_viewer_close_all (AmpSectionContext *context);

/* What is being shown: "picture", "audio", "text", "other". */
const char *amp_attachment_viewer_get_shown (AmpAttachmentViewer *self);
guint amp_attachment_viewer_get_page (AmpAttachmentViewer *self); /* from 1; 0: not of a PDF */
/* A page is being painted. */
gboolean amp_attachment_viewer_is_busy (AmpAttachmentViewer *self);
/* reason NULL: of a document, which leaves without one. */
void amp_attachment_viewer_export (AmpAttachmentViewer *self, const char *reason);

/* Actions: viewer.zoom-in, zoom-out, fit, own-size, turn (b: clockwise), page (i: how many on),
 * first-page, last-page, play, seek (i: seconds on), rename, export, delete.
 * Signals: "changed" (gpointer AmpRecord, borrowed), "deleted" (gint64 id). */

G_END_DECLS
