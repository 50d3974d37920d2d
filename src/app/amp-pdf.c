/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PDF by poppler, which reads from memory. Not for two threads at once, so each page waits for the
 * one before. */
#include "app/amp-attachment-load.h"

#include <poppler.h>

#define POINTS_PER_INCH 72.0
#define PIXELS_PER_INCH 96.0
#define MAX_SIDE 6000.0 /* texels */

struct _AmpPdf
{
  gint ref_count; /* atomic */
  GMutex lock;
  PopplerDocument *document; /* under the lock */
  GBytes *bytes;
  guint n_pages;
};

AmpPdf *
amp_pdf_new (GBytes *bytes, GError **error)
{
  PopplerDocument *document = poppler_document_new_from_bytes (bytes, NULL, error);
  AmpPdf *self;

  if (document == NULL)
    return NULL;
  if (poppler_document_get_n_pages (document) < 1)
    {
      g_object_unref (document);
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "No pages");
      return NULL;
    }
  self = g_new0 (AmpPdf, 1);
  self->ref_count = 1;
  g_mutex_init (&self->lock);
  self->document = document;
  self->bytes = g_bytes_ref (bytes);
  self->n_pages = (guint) poppler_document_get_n_pages (document);
  return self;
}

AmpPdf *
amp_pdf_ref (AmpPdf *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
amp_pdf_unref (AmpPdf *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_object_unref (self->document);
  g_bytes_unref (self->bytes);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint
amp_pdf_get_length (AmpPdf *self)
{
  return self->n_pages;
}

static GdkTexture *
texture_of (cairo_surface_t *surface)
{
  int stride = cairo_image_surface_get_stride (surface);
  int height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
    cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height,
    (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

static GdkTexture *
paint (PopplerPage *page)
{
  double width, height, scale = AMP_PDF_SCALE * PIXELS_PER_INCH / POINTS_PER_INCH;
  cairo_surface_t *surface;
  GdkTexture *texture;
  cairo_t *cr;

  poppler_page_get_size (page, &width, &height);
  width = CLAMP (width * scale, 1, MAX_SIDE);
  height = CLAMP (height * scale, 1, MAX_SIDE);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  texture = texture_of (surface);
  cairo_surface_destroy (surface);
  return texture;
}

static void
render_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  AmpPdf *self = data;
  guint page_number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "page"));
  PopplerPage *page;
  GdkTexture *texture = NULL;

  (void) source;
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;
    }
  g_mutex_lock (&self->lock);
  page = poppler_document_get_page (self->document, (int) page_number);
  if (page != NULL)
    texture = paint (page);
  g_clear_object (&page);
  g_mutex_unlock (&self->lock);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_new_error (task, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                             "The page cannot be painted");
}

void
amp_pdf_render (AmpPdf *self,
                guint page,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, amp_pdf_ref (self), (GDestroyNotify) amp_pdf_unref);
  g_object_set_data (G_OBJECT (task), "page", GUINT_TO_POINTER (page));
  g_task_set_return_on_cancel (task, FALSE);
  g_task_run_in_thread (task, render_in_thread);
}

GdkTexture *
amp_pdf_render_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
