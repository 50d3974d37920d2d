/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture or a page: fitted into its place or as large as somebody wants it, turned in quarters.
 * Belongs into a scrolled window. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_PICTURE_VIEW (amp_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (AmpPictureView, amp_picture_view, AMP, PICTURE_VIEW, GtkWidget)

/* scale: texels to a pixel of the screen where it is shown in its own size. orientation: of EXIF, 0
 * where it is not known. Zoom and turn stay. texture NULL: nothing. */
void amp_picture_view_set_texture (AmpPictureView *self,
                                   GdkTexture *texture,
                                   double scale,
                                   guint orientation);

void amp_picture_view_zoom_in (AmpPictureView *self);
void amp_picture_view_zoom_out (AmpPictureView *self);
void amp_picture_view_fit (AmpPictureView *self);
void amp_picture_view_own_size (AmpPictureView *self);
void amp_picture_view_turn (AmpPictureView *self, gboolean clockwise);

/* As it is shown now: 1 is its own size. */
double amp_picture_view_get_zoom (AmpPictureView *self);
gboolean amp_picture_view_is_fitted (AmpPictureView *self);

G_END_DECLS
