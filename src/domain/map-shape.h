/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shapes of the map: rings of points on a plane, read once from data/geo. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double x, y; /* 0 to 1 of the map's width; y downward */
} AmpMapPoint;

typedef struct
{
  char *code;
  GPtrArray *rings; /* of GArray of AmpMapPoint, closed by themselves */
  AmpMapPoint label;
  double label_room; /* how wide a label there may be */
} AmpMapShape;

typedef struct
{
  GPtrArray *shapes; /* of AmpMapShape, in the order of the file */
  GArray *border;    /* of AmpMapPoint, two for each piece: where Peru and Ecuador touch */
  double height;     /* of the map, its width being 1 */
} AmpMapShapes;

/* Read when first asked for; lives as long as the program. */
const AmpMapShapes *amp_map_shapes (void);
/* Corners of the frame in which the islands are drawn. */
void amp_map_galapagos_frame (AmpMapPoint *first, AmpMapPoint *last);
gboolean amp_map_shape_holds (const AmpMapShape *self, double x, double y);

G_END_DECLS
