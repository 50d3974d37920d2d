/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws one texture. The turn of EXIF comes first, then the one that somebody asked for. */
#include "app/amp-picture-view.h"

#include <math.h>

#define STEP 1.25
#define SMALLEST 0.05
#define LARGEST 16.0
#define MARGIN 24 /* around what is fitted, both sides together */

struct _AmpPictureView
{
  GtkWidget parent_instance;

  /* Owned References */
  GdkTexture *texture;

  double scale;
  guint orientation; /* 1 to 8 */
  guint quarters;    /* clockwise */
  double zoom;       /* 0: fitted */
};

G_DEFINE_FINAL_TYPE (AmpPictureView, amp_picture_view, GTK_TYPE_WIDGET)

/* By orientation: quarters clockwise, after mirroring left and right. */
static const guint8 exif_quarters[] = {0, 0, 0, 2, 2, 3, 1, 1, 3};
static const gboolean exif_mirrored[] = {FALSE, FALSE, TRUE, FALSE, TRUE, TRUE, FALSE, TRUE, FALSE};

static guint
all_quarters (AmpPictureView *self)
{
  return (exif_quarters[self->orientation] + self->quarters) % 4;
}

/* As it stands on the screen at zoom 1. */
static void
own_size (AmpPictureView *self, double *width, double *height)
{
  double w = gdk_texture_get_width (self->texture) / self->scale;
  double h = gdk_texture_get_height (self->texture) / self->scale;
  gboolean lies = all_quarters (self) % 2 == 1;

  *width = lies ? h : w;
  *height = lies ? w : h;
}

double
amp_picture_view_get_zoom (AmpPictureView *self)
{
  double width, height;

  if (self->zoom > 0 || self->texture == NULL)
    return self->zoom > 0 ? self->zoom : 1;
  own_size (self, &width, &height);
  /* A small picture is not blown up. */
  return CLAMP (MIN ((gtk_widget_get_width (GTK_WIDGET (self)) - MARGIN) / width,
                     (gtk_widget_get_height (GTK_WIDGET (self)) - MARGIN) / height),
                SMALLEST / 10, 1);
}

gboolean
amp_picture_view_is_fitted (AmpPictureView *self)
{
  return !(self->zoom > 0);
}

static void
amp_picture_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AmpPictureView *self = AMP_PICTURE_VIEW (widget);
  float zoom = (float) amp_picture_view_get_zoom (self);
  float w, h;

  if (self->texture == NULL)
    return;
  w = (float) (gdk_texture_get_width (self->texture) / self->scale);
  h = (float) (gdk_texture_get_height (self->texture) / self->scale);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (widget) / 2,
                                                (float) gtk_widget_get_height (widget) / 2));
  gtk_snapshot_scale (snapshot, zoom, zoom);
  gtk_snapshot_rotate (snapshot, 90.0F * (float) all_quarters (self));
  if (exif_mirrored[self->orientation])
    gtk_snapshot_scale (snapshot, -1, 1);
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (-w / 2, -h / 2, w, h));
  gtk_snapshot_restore (snapshot);
}

static void
amp_picture_view_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  AmpPictureView *self = AMP_PICTURE_VIEW (widget);
  double width = 0, height = 0;

  (void) for_size;
  (void) minimum_baseline;
  (void) natural_baseline;
  if (self->texture != NULL && self->zoom > 0)
    own_size (self, &width, &height);
  *minimum = *natural =
    (int) ceil (self->zoom * (orientation == GTK_ORIENTATION_HORIZONTAL ? width : height));
}

static void
amp_picture_view_dispose (GObject *object)
{
  g_clear_object (&AMP_PICTURE_VIEW (object)->texture);
  G_OBJECT_CLASS (amp_picture_view_parent_class)->dispose (object);
}

static void
amp_picture_view_class_init (AmpPictureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_picture_view_dispose;
  widget_class->snapshot = amp_picture_view_snapshot;
  widget_class->measure = amp_picture_view_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
amp_picture_view_init (AmpPictureView *self)
{
  self->scale = 1;
  self->orientation = 1;
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
amp_picture_view_set_texture (AmpPictureView *self,
                              GdkTexture *texture,
                              double scale,
                              guint orientation)
{
  g_set_object (&self->texture, texture);
  self->scale = scale;
  self->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
set_zoom (AmpPictureView *self, double zoom)
{
  self->zoom = zoom > 0 ? CLAMP (zoom, SMALLEST, LARGEST) : 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
amp_picture_view_zoom_in (AmpPictureView *self)
{
  set_zoom (self, amp_picture_view_get_zoom (self) * STEP);
}

void
amp_picture_view_zoom_out (AmpPictureView *self)
{
  set_zoom (self, amp_picture_view_get_zoom (self) / STEP);
}

void
amp_picture_view_fit (AmpPictureView *self)
{
  set_zoom (self, 0);
}

void
amp_picture_view_own_size (AmpPictureView *self)
{
  set_zoom (self, 1);
}

void
amp_picture_view_turn (AmpPictureView *self, gboolean clockwise)
{
  self->quarters = (self->quarters + (clockwise ? 1 : 3)) % 4;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
