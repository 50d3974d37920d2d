/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the viewer shows, made from bytes in memory: pixels, pages, text. Decoders get what they are
 * told it is, and nothing that would need more memory than a picture may. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/attachments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture of so many pixels at most: 100 megapixels need 400 MB. */
#define AMP_PICTURE_MAX_PIXELS (100 * 1000 * 1000)
#define AMP_TEXT_MAX (1024 * 1024)

typedef struct _AmpPdf AmpPdf;

typedef struct
{
  AmpRecord *record;
  GBytes *bytes;
  AmpMediaClass class; /* OTHER where it cannot be shown */
  GdkTexture *texture; /* IMAGE */
  AmpPdf *pdf;         /* PDF */
} AmpAttachmentLoad;

void amp_attachment_load_free (gpointer data);

/* AmpJobsFunc; data is a gint64, the id of an attachment. The event is written before anything is
 * read. */
gpointer amp_attachment_load_run (AmpSession *session,
                                  gpointer data,
                                  AmpProgress *progress,
                                  GCancellable *cancellable,
                                  GError **error);

/* The same of a document of the office, of which there is no event (library.h). */
gpointer amp_document_load_run (AmpSession *session,
                                gpointer data,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

/* NULL where it is no picture of that type, or too large a one. Any thread. */
GdkTexture *amp_picture_decode (GBytes *bytes, const char *mime, GError **error);

/* --- PDF --- */

/* NULL where it is none, or is locked with a password. Keeps the bytes. Any thread. */
AmpPdf *amp_pdf_new (GBytes *bytes, GError **error);
AmpPdf *amp_pdf_ref (AmpPdf *self);
void amp_pdf_unref (AmpPdf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpPdf, amp_pdf_unref)

guint amp_pdf_get_length (AmpPdf *self);

/* Texels to a pixel of the screen at the size that the page has on paper. */
#define AMP_PDF_SCALE 2.0

/* Paints a page on a thread of its own. */
void amp_pdf_render (AmpPdf *self,
                     guint page,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
GdkTexture *amp_pdf_render_finish (GAsyncResult *result, GError **error);

G_END_DECLS
