/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/recode-window.h"

#include "review/recode-lanes.h"

/* What a sensitive value that does not help costs, of the loss of one column. */
#define NOT_NEW_PERCENT 5
#define TOO_MANY_PERCENT 50

typedef struct
{
  guint8 levels[AMP_RECODE_MAX_COLUMNS];
  guint32 row; /* one of it: with the levels it tells the labels */
  guint32 n;
  guint64 loss; /* of one row */
} Cluster;

struct _AmpWindow
{
  AmpRecoder *recoder;
  guint capacity;
  guint first_plane[AMP_RECODE_MAX_COLUMNS]; /* a plane for each level but the root's */
  guint n_planes;

  /* The rows without a group: the last takes the place of one that is taken. */
  guint n;
  guint32 *rows;
  AmpLanes *planes; /* of each row its node */
  guint stride;
  AmpLanes *cost; /* what each adds to the labels of the group that grows */

  /* The groups, and the rows that have one. */
  guint32 *taken, *group_of;
  guint n_taken;
  Cluster *clusters;
  guint n_clusters;
  guint32 *counts; /* of sensitive values, n_values for each cluster */
  guint n_values;
  gint16 *penalty; /* by sensitive value */
};

AmpRecodeWindow *
amp_recode_window_new (AmpRecoder *recoder, guint capacity)
{
  AmpRecodeWindow *self = g_new0 (AmpRecodeWindow, 1);

  self->recoder = recoder;
  self->capacity = capacity;
  for (guint q = 0; q < recoder->n_columns; q++)
    {
      self->first_plane[q] = self->n_planes;
      self->n_planes += recoder->n_levels[q] - 1;
    }
  self->stride = amp_lanes_for (capacity);
  self->planes = amp_lanes_new ((gsize) self->n_planes * self->stride);
  self->cost = amp_lanes_new (self->stride);
  self->rows = g_new (guint32, capacity);
  self->taken = g_new (guint32, capacity);
  self->group_of = g_new (guint32, capacity);
  self->clusters = g_new (Cluster, capacity / recoder->rule.k + 1);
  self->n_values = amp_recoder_n_values (recoder);
  self->counts = g_new (guint32, (gsize) (capacity / recoder->rule.k + 1) * self->n_values + 1);
  self->penalty = g_new (gint16, self->n_values + 1);
  return self;
}

void
amp_recode_window_free (AmpRecodeWindow *self)
{
  g_aligned_free (self->planes);
  g_aligned_free (self->cost);
  g_free (self->rows);
  g_free (self->taken);
  g_free (self->group_of);
  g_free (self->clusters);
  g_free (self->counts);
  g_free (self->penalty);
  g_free (self);
}

void
amp_recode_window_clear (AmpRecodeWindow *self)
{
  self->n = 0;
}

void
amp_recode_window_add (AmpRecodeWindow *self, guint32 row)
{
  self->rows[self->n++] = row;
}

/* --- Rows without a group --- */

static gint16 *
plane_cells (const AmpRecodeWindow *self, guint plane)
{
  return (gint16 *) (self->planes + (gsize) plane * self->stride);
}

static guint
n_lanes (const AmpRecodeWindow *self)
{
  return amp_lanes_for (self->n);
}

/* In an order by chance, so that equals are. */
static void
spread_rows (AmpRecodeWindow *self)
{
  AmpRecoder *recoder = self->recoder;

  for (guint32 i = self->n; i > 1; i--)
    {
      const guint32 j = amp_recoder_below (recoder, i);
      const guint32 row = self->rows[i - 1];

      self->rows[i - 1] = self->rows[j];
      self->rows[j] = row;
    }
  for (guint q = 0; q < recoder->n_columns; q++)
    for (guint level = 0; level + 1 < recoder->n_levels[q]; level++)
      {
        gint16 *cells = plane_cells (self, self->first_plane[q] + level);

        for (guint i = 0; i < self->n; i++)
          cells[i] = (gint16) amp_recoder_node (recoder, q, level, self->rows[i]);
      }
}

static void
take_row (AmpRecodeWindow *self, guint i, guint32 group)
{
  const guint last = --self->n;
  gint16 *cost = (gint16 *) self->cost;

  self->taken[self->n_taken] = self->rows[i];
  self->group_of[self->n_taken++] = group;
  self->rows[i] = self->rows[last];
  cost[i] = cost[last];
  for (guint plane = 0; plane < self->n_planes; plane++)
    {
      gint16 *cells = plane_cells (self, plane);

      cells[i] = cells[last];
    }
}

/* --- Comparisons --- */

/* Adds by to the cost of all rows that differ from row at this level. */
static void
charge (AmpRecodeWindow *self, guint q, guint level, guint32 row, gint16 by)
{
  const AmpLanes *cells = self->planes + (gsize) (self->first_plane[q] + level) * self->stride;
  const gint16 node = (gint16) amp_recoder_node (self->recoder, q, level, row);
  const guint n = n_lanes (self);

  amp_lanes_charge (self->cost, cells, n, node, by);
  self->recoder->effort += n;
}

/* The cost of all rows, beside row alone. */
static void
charge_all (AmpRecodeWindow *self, guint32 row)
{
  memset (self->cost, 0, sizeof (AmpLanes) * n_lanes (self));
  for (guint q = 0; q < self->recoder->n_columns; q++)
    for (guint level = 0; level + 1 < self->recoder->n_levels[q]; level++)
      {
        const gint16 by = amp_recoder_step (self->recoder, q, level, row);

        if (by != 0)
          charge (self, q, level, row, by);
      }
}

/* --- Sensitive values --- */

static guint32 *
counts_of (const AmpRecodeWindow *self, guint cluster)
{
  return self->counts + (gsize) cluster * self->n_values;
}

static gboolean
cluster_passes (const AmpRecodeWindow *self, guint cluster)
{
  return amp_recoder_passes (self->recoder, self->clusters[cluster].n, counts_of (self, cluster));
}

static gint16
penalty_of (const AmpRecodeWindow *self, guint value, guint different)
{
  const AmpRecoder *recoder = self->recoder;
  const AmpRecodeRule *rule = &recoder->rule;
  const Cluster *cluster = &self->clusters[self->n_clusters];
  const guint32 count = counts_of (self, self->n_clusters)[value];
  const guint32 n = MAX (cluster->n + 1, rule->k);
  const gint unit = AMP_LANES_ALL / (gint) recoder->n_columns;
  gint16 penalty = 0;

  if (count == 0)
    return 0;
  if (different < rule->l)
    penalty = (gint16) (unit * NOT_NEW_PERCENT / 100);
  if ((guint64) (count + 1) * 100 > (guint64) rule->share_percent * n)
    penalty = (gint16) (penalty + unit * TOO_MANY_PERCENT / 100);
  if (rule->t_percent < 100 &&
      (guint64) (count + 1) * recoder->table->n_rows > (guint64) recoder->all[value] * n)
    penalty = (gint16) (penalty + unit * NOT_NEW_PERCENT / 100);
  return penalty;
}

static guint
find_nearest_that_helps (AmpRecodeWindow *self)
{
  const AmpRecoder *recoder = self->recoder;
  const gint16 *cost = (const gint16 *) self->cost;
  const guint32 *counts = counts_of (self, self->n_clusters);
  gint32 least = G_MAXINT32;
  guint nearest = 0;

  for (guint column = 0; column < recoder->table->n_sensitive; column++)
    {
      const guint first = recoder->first_value[column], end = recoder->first_value[column + 1];
      guint different = 0;

      for (guint value = first; value < end; value++)
        different += counts[value] > 0;
      for (guint value = first; value < end; value++)
        self->penalty[value] = penalty_of (self, value, different);
    }
  for (guint i = 0; i < self->n; i++)
    {
      gint32 all = cost[i];

      for (guint column = 0; column < recoder->table->n_sensitive; column++)
        all += self->penalty[amp_recoder_value (recoder, column, self->rows[i])];
      if (all < least)
        {
          least = all;
          nearest = i;
        }
    }
  self->recoder->effort += self->n;
  return nearest;
}

/* --- Groups --- */

/* Makes the labels of the group that grows as coarse as row i needs, and takes it. */
static void
grow (AmpRecodeWindow *self, guint i)
{
  const AmpRecoder *recoder = self->recoder;
  Cluster *cluster = &self->clusters[self->n_clusters];
  const guint32 row = self->rows[i];

  for (guint q = 0; q < recoder->n_columns; q++)
    for (; amp_recoder_node (recoder, q, cluster->levels[q], row) !=
           amp_recoder_node (recoder, q, cluster->levels[q], cluster->row);
         cluster->levels[q]++)
      {
        const gint16 by = amp_recoder_step (self->recoder, q, cluster->levels[q], cluster->row);

        if (by != 0)
          charge (self, q, cluster->levels[q], cluster->row, (gint16) -by);
      }
  cluster->n++;
  if (self->n_values > 0)
    amp_recoder_count (recoder, counts_of (self, self->n_clusters), row);
  take_row (self, i, self->n_clusters);
}

/* A group that begins with row i; FALSE: all rows that are left are not enough. */
static gboolean
make_cluster (AmpRecodeWindow *self, guint i)
{
  Cluster *cluster = &self->clusters[self->n_clusters];
  const guint32 k = amp_recoder_draw_k (self->recoder);

  *cluster = (Cluster){.row = self->rows[i]};
  memset (counts_of (self, self->n_clusters), 0, sizeof (guint32) * self->n_values);
  charge_all (self, cluster->row);
  grow (self, i);
  while (cluster->n < k || !cluster_passes (self, self->n_clusters))
    {
      if (self->n == 0)
        return FALSE;
      grow (self, self->n_values > 0 ? find_nearest_that_helps (self)
                                     : amp_lanes_least (self->cost, self->n));
    }
  self->n_clusters++;
  return TRUE;
}

static guint64
cluster_loss (const AmpRecodeWindow *self, const guint8 *levels, guint32 row)
{
  guint64 loss = 0;

  for (guint q = 0; q < self->recoder->n_columns; q++)
    loss += self->recoder->loss[q][amp_recoder_node (self->recoder, q, levels[q], row)];
  return loss;
}

/* The levels at which the labels of a group cover row as well, and their loss. */
static guint64
loss_with (const AmpRecodeWindow *self, const Cluster *cluster, guint32 row, guint8 *levels)
{
  const AmpRecoder *recoder = self->recoder;

  memcpy (levels, cluster->levels, sizeof cluster->levels);
  for (guint q = 0; q < recoder->n_columns; q++)
    while (amp_recoder_node (recoder, q, levels[q], row) !=
           amp_recoder_node (recoder, q, levels[q], cluster->row))
      levels[q]++;
  return cluster_loss (self, levels, cluster->row);
}

/* Puts row where that costs least. */
static guint32
join (AmpRecodeWindow *self, guint32 row)
{
  guint64 least = G_MAXUINT64;
  guint8 levels[AMP_RECODE_MAX_COLUMNS], best_levels[AMP_RECODE_MAX_COLUMNS];
  guint best = 0;
  Cluster *cluster;

  for (guint i = 0; i < self->n_clusters; i++)
    {
      const Cluster *there = &self->clusters[i];
      const guint64 loss = loss_with (self, there, row, levels);
      const guint64 more = loss + (loss - there->loss) * there->n;

      if (more >= least)
        continue;
      least = more;
      best = i;
      memcpy (best_levels, levels, sizeof levels);
    }
  self->recoder->effort += self->n_clusters;
  cluster = &self->clusters[best];
  memcpy (cluster->levels, best_levels, sizeof best_levels);
  cluster->loss = cluster_loss (self, cluster->levels, cluster->row);
  cluster->n++;
  if (self->n_values > 0)
    amp_recoder_count (self->recoder, counts_of (self, best), row);
  return best;
}

/* Rows that are left, and those of a last group that did not pass, join others. */
static void
join_rest (AmpRecodeWindow *self)
{
  for (guint i = 0; i < self->n_clusters; i++)
    self->clusters[i].loss = cluster_loss (self, self->clusters[i].levels, self->clusters[i].row);
  for (guint i = 0; i < self->n_taken; i++)
    if (self->group_of[i] == self->n_clusters)
      self->group_of[i] = join (self, self->taken[i]);
  for (guint i = 0; i < self->n; i++)
    {
      self->taken[self->n_taken] = self->rows[i];
      self->group_of[self->n_taken++] = join (self, self->rows[i]);
    }
  self->n = 0;
}

guint64
amp_recode_window_group (AmpRecodeWindow *self)
{
  guint64 loss = 0;
  guint next = amp_recoder_below (self->recoder, self->n);

  spread_rows (self);
  self->n_taken = self->n_clusters = 0;
  while (self->n >= self->recoder->rule.k && make_cluster (self, next))
    if (self->n > 0)
      {
        charge_all (self, self->taken[self->n_taken - 1]);
        next = amp_lanes_most (self->cost, self->n);
      }
  if (self->n_clusters == 0)
    return G_MAXUINT64;
  join_rest (self);
  for (guint i = 0; i < self->n_clusters; i++)
    {
      if (!cluster_passes (self, i))
        return G_MAXUINT64;
      loss += self->clusters[i].loss * self->clusters[i].n;
    }
  return loss;
}

guint
amp_recode_window_n_groups (const AmpRecodeWindow *self)
{
  return self->n_clusters;
}

void
amp_recode_window_set_class (const AmpRecodeWindow *self, guint group, guint32 class)
{
  amp_recoder_set_class (self->recoder, class, self->clusters[group].levels,
                         self->clusters[group].row);
}

guint
amp_recode_window_n_rows (const AmpRecodeWindow *self)
{
  return self->n_taken;
}

guint32
amp_recode_window_row (const AmpRecodeWindow *self, guint i, guint *group)
{
  *group = self->group_of[i];
  return self->taken[i];
}
