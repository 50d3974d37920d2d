/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Peru's regions and Ecuador's provinces with a count each, drawn on any cairo context: the window,
 * a picture, paper. Counts fall into at most five classes of one hue, light to dark, so that every
 * kind of colour sight tells them apart; nobody and hidden are told by pattern, never by colour. */
#pragma once

#include "domain/chart.h"

G_BEGIN_DECLS

#define AMP_MAP_MOST_CLASSES 5

typedef struct _AmpMap AmpMap;

typedef enum
{
  AMP_PLACE_NOBODY, /* no such count: none there */
  AMP_PLACE_COUNT,
  AMP_PLACE_HIDDEN,
} AmpPlaceState;

/* With Lima Metropolitana apart from Lima, or as one with it. */
AmpMap *amp_map_new (gboolean lima_apart);
void amp_map_free (AmpMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpMap, amp_map_free)

/* FALSE where the map has no such region ("" or another country's). A count of 0 is nobody. */
gboolean amp_map_set (AmpMap *self, const char *code, guint64 count);
gboolean amp_map_hide (AmpMap *self, const char *code);
/* TRUE if it says anything: some region is not empty. */
gboolean amp_map_has_counts (const AmpMap *self);

gsize amp_map_n_places (const AmpMap *self);
const char *amp_map_place_code (const AmpMap *self, gsize place);
AmpPlaceState amp_map_place_state (const AmpMap *self, gsize place);
guint64 amp_map_place_count (const AmpMap *self, gsize place);
/* -1: none. */
gssize amp_map_find (const AmpMap *self, const char *code);

/* Upper bounds of the classes, ascending, the last one the largest count; at most
 * AMP_MAP_MOST_CLASSES. Returns how many. */
guint amp_map_classes (const AmpMap *self, guint64 bounds[AMP_MAP_MOST_CLASSES]);

/* Words of the key, translated; borrowed while drawing. */
typedef struct
{
  const char *nobody; /* "None" */
  const char *hidden; /* "Hidden" */
  const char *border; /* "Border" */
} AmpMapWords;

/* What drawing into that width needs. */
double amp_map_height (double width);
/* focus: the place to mark, -1: none. */
void amp_map_draw (const AmpMap *self,
                   cairo_t *cr,
                   double width,
                   AmpChartPalette palette,
                   const AmpMapWords *words,
                   gssize focus);
/* The place under a point of a drawing of that width; -1: none. */
gssize amp_map_at (const AmpMap *self, double width, double x, double y);

/* Of what has a count, the largest first, and where there are equals in the order of the map; of
 * gsize. */
GArray *amp_map_order (const AmpMap *self);

G_END_DECLS
