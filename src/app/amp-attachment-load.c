/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading an attachment and decoding it, on the worker thread. */
#include "app/amp-attachment-load.h"

#include "domain/library.h"

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height)
{
  /* A size of nothing makes the loader give up before it asks for memory. */
  if (width < 1 || height < 1 || width > AMP_PICTURE_MAX_PIXELS / height)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* By the loader of that type alone: some of the others write temporary files. */
GdkTexture *
amp_picture_decode (GBytes *bytes, const char *mime, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (mime, error);
  GdkPixbuf *pixbuf;

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), NULL);
  if (!gdk_pixbuf_loader_write_bytes (loader, bytes, error))
    {
      (void) gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  /* One that was cut off is shown as far as it goes. */
  (void) gdk_pixbuf_loader_close (loader, NULL);
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                           "The picture cannot be decoded");
      return NULL;
    }
  return gdk_texture_new_for_pixbuf (pixbuf);
}

void
amp_attachment_load_free (gpointer data)
{
  AmpAttachmentLoad *self = data;

  g_clear_pointer (&self->record, amp_record_free);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->pdf, amp_pdf_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/* Takes self; NULL where it has no bytes. */
static gpointer
decode (AmpAttachmentLoad *self)
{
  const char *mime;

  if (self->bytes == NULL)
    {
      amp_attachment_load_free (self);
      return NULL;
    }
  mime = amp_record_get (self->record, "mime");
  self->class = amp_media_class (mime);
  if (self->class == AMP_MEDIA_IMAGE)
    self->texture = amp_picture_decode (self->bytes, mime, NULL);
  else if (self->class == AMP_MEDIA_PDF)
    self->pdf = amp_pdf_new (self->bytes, NULL);
  /* It is there, and can leave the program: no reason to refuse it. */
  if ((self->class == AMP_MEDIA_IMAGE && self->texture == NULL) ||
      (self->class == AMP_MEDIA_PDF && self->pdf == NULL))
    self->class = AMP_MEDIA_OTHER;
  return self;
}

gpointer
amp_attachment_load_run (AmpSession *session,
                         gpointer data,
                         AmpProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  AmpAttachmentLoad *self = g_new0 (AmpAttachmentLoad, 1);

  self->bytes =
    amp_attachments_open (session, *(gint64 *) data, &self->record, progress, cancellable, error);
  return decode (self);
}

gpointer
amp_document_load_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  AmpAttachmentLoad *self = g_new0 (AmpAttachmentLoad, 1);

  self->bytes = amp_library_open_document (session, *(gint64 *) data, &self->record, progress,
                                           cancellable, error);
  return decode (self);
}
