/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map of counts in the window. The pointer over a region, or the arrow keys from the largest
 * count to the smallest, tell its name and count in a line below the map; Enter or a click asks for
 * what is behind it. */
#pragma once

#include "domain/map.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_MAP_VIEW (amp_map_view_get_type ())
G_DECLARE_FINAL_TYPE (AmpMapView, amp_map_view, AMP, MAP_VIEW, GtkWidget)

/* Takes the map; NULL: nothing to show. Emits "told" (the sentence about the region that is marked,
 * "" for none) and "place-activated" (its code). */
void amp_map_view_set_map (AmpMapView *self, AmpMap *map, const char *title);
/* Of the region that is marked; NULL: none. */
const char *amp_map_view_get_place (AmpMapView *self);

G_END_DECLS
