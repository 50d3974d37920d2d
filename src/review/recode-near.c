/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/recode-near.h"

struct _AmpNear
{
  AmpRecoder *recoder;
  guint n, capacity, stride;
  guint first_plane[AMP_RECODE_MAX_COLUMNS];
  AmpLanes *nodes; /* plane by plane: the node of the class at that level */
  AmpLanes *steps; /* what a row adds that differs from it there; 0 below the label */
  AmpLanes *cost;
};

AmpNear *
amp_near_new (AmpRecoder *recoder, guint capacity)
{
  AmpNear *self = g_new0 (AmpNear, 1);
  guint n_planes = 0;

  self->recoder = recoder;
  self->capacity = capacity;
  self->stride = amp_lanes_for (capacity);
  for (guint q = 0; q < recoder->n_columns; q++)
    {
      self->first_plane[q] = n_planes;
      n_planes += recoder->n_levels[q] - 1;
    }
  self->nodes = amp_lanes_new ((gsize) n_planes * self->stride);
  self->steps = amp_lanes_new ((gsize) n_planes * self->stride);
  self->cost = amp_lanes_new (self->stride);
  return self;
}

void
amp_near_free (AmpNear *self)
{
  g_aligned_free (self->nodes);
  g_aligned_free (self->steps);
  g_aligned_free (self->cost);
  g_free (self);
}

void
amp_near_clear (AmpNear *self)
{
  self->n = 0;
}

guint
amp_near_n (const AmpNear *self)
{
  return self->n;
}

gboolean
amp_near_is_full (const AmpNear *self)
{
  return self->n == self->capacity;
}

static gsize
plane_at (const AmpNear *self, guint q, guint level)
{
  return (gsize) (self->first_plane[q] + level) * self->stride;
}

void
amp_near_put (AmpNear *self, guint place, guint32 class, guint32 row)
{
  const AmpRecoder *recoder = self->recoder;

  for (guint q = 0; q < recoder->n_columns; q++)
    {
      const guint16 label = amp_recoder_label (recoder, class, q);
      const guint first = amp_hierarchy_node (recoder->table->hierarchies[q], label)->first;

      for (guint level = 0; level + 1 < recoder->n_levels[q]; level++)
        {
          gint16 *node = (gint16 *) (self->nodes + plane_at (self, q, level)) + place;
          gint16 *step = (gint16 *) (self->steps + plane_at (self, q, level)) + place;

          *node = (gint16) amp_recoder_node (recoder, q, level, row);
          *step = level < first ? 0 : amp_recoder_step (recoder, q, level, row);
        }
    }
}

guint
amp_near_add (AmpNear *self, guint32 class, guint32 row)
{
  amp_near_put (self, self->n, class, row);
  return self->n++;
}

void
amp_near_ask (AmpNear *self, guint32 row)
{
  const guint n_lanes = amp_lanes_for (self->n);

  memset (self->cost, 0, sizeof (AmpLanes) * n_lanes);
  for (guint q = 0; q < self->recoder->n_columns; q++)
    for (guint level = 0; level + 1 < self->recoder->n_levels[q]; level++)
      {
        const AmpLanes *nodes = self->nodes + plane_at (self, q, level);
        const AmpLanes *steps = self->steps + plane_at (self, q, level);
        const gint16 node = (gint16) amp_recoder_node (self->recoder, q, level, row);

        for (guint i = 0; i < n_lanes; i++)
          self->cost[i] += (nodes[i] != node) & steps[i];
        self->recoder->effort += n_lanes;
      }
}

void
amp_near_leave_out (AmpNear *self, guint place)
{
  ((gint16 *) self->cost)[place] = G_MAXINT16;
}

guint
amp_near_next (AmpNear *self)
{
  const guint place = amp_lanes_least (self->cost, self->n);

  self->recoder->effort += amp_lanes_for (self->n);
  if (((gint16 *) self->cost)[place] == G_MAXINT16)
    return G_MAXUINT;
  amp_near_leave_out (self, place);
  return place;
}
