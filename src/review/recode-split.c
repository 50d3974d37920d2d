/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Top-down: a set of rows is split by the column and level that gains most for what it scatters;
 * groups too small to stand alone stay together under the coarser label and are split by the other
 * columns. */
#include "review/recode-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a split costs per row beside what it scatters (in nats): prefers few large groups. */
#define SPLIT_COST 0.1

typedef struct
{
  guint32 n;
  guint16 node;
  guint16 salt; /* equals are taken in an order that nobody can foretell */
  gboolean keep;
} Group;

typedef struct
{
  AmpRecoder *recoder;
  guint32 *rows, *spare; /* all rows, ordered by set; and room to sort them in */
  guint32 *seen;         /* by node: how many; 0 between uses */
  guint32 *place;        /* by node: where its next row goes */
  GArray *groups;        /* of Group, by n: those of the split looked at last */
  guint32 *counts;       /* of sensitive values: one group's */
  guint32 *rest_counts;  /* and those of the groups that are not kept */
  guint32 rest, n_rest;  /* rows and groups not kept */
} Split;

/* A set is rows[begin] to rows[end - 1], all with the same labels at these levels. */
typedef struct
{
  guint32 begin, end;
  guint8 levels[AMP_RECODE_MAX_COLUMNS];
  gboolean is_settled[AMP_RECODE_MAX_COLUMNS];
  guint32 k;
  guint16 salt;
} Set;

static int
by_size (const void *a, const void *b)
{
  const Group *one = a, *two = b;

  if (one->n != two->n)
    return one->n < two->n ? -1 : 1;
  if (one->salt != two->salt)
    return one->salt < two->salt ? -1 : 1;
  return one->node < two->node ? -1 : one->node > two->node;
}

static Group *
group_at (const Split *self, guint i)
{
  return &g_array_index (self->groups, Group, i);
}

/* --- Groups of a set --- */

static void
find_groups (Split *self, const Set *set, guint q, guint level)
{
  const guint16 *at = self->recoder->at[q][level];
  const guint16 *leaves = self->recoder->table->leaves[q];

  g_array_set_size (self->groups, 0);
  for (guint32 i = set->begin; i < set->end; i++)
    {
      const guint16 node = at[leaves[self->rows[i]]];

      if (self->seen[node]++ == 0)
        {
          Group group = {.node = node, .salt = (guint16) ((node ^ set->salt) * 40503u)};

          g_array_append_val (self->groups, group);
        }
    }
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = group_at (self, i);

      group->n = self->seen[group->node];
      self->seen[group->node] = 0;
    }
  qsort (self->groups->data, self->groups->len, sizeof (Group), by_size);
}

/* Orders the set's rows by group, in spare: kept ones as the groups stand, the others behind. */
static void
sort_rows (Split *self, const Set *set, guint q, guint level)
{
  const guint16 *at = self->recoder->at[q][level];
  const guint16 *leaves = self->recoder->table->leaves[q];
  guint32 next = set->begin;

  for (gboolean kept = TRUE; kept >= FALSE; kept--)
    for (guint i = 0; i < self->groups->len; i++)
      if (group_at (self, i)->keep == kept)
        {
          self->place[group_at (self, i)->node] = next;
          next += group_at (self, i)->n;
        }
  for (guint32 i = set->begin; i < set->end; i++)
    self->spare[self->place[at[leaves[self->rows[i]]]]++] = self->rows[i];
}

static void
count_group (Split *self, const Group *group, guint32 *counts)
{
  const guint32 end = self->place[group->node];

  for (guint32 i = end - group->n; i < end; i++)
    amp_recoder_count (self->recoder, counts, self->spare[i]);
}

static void
put_to_rest (Split *self, Group *group)
{
  group->keep = FALSE;
  self->rest += group->n;
  self->n_rest++;
  if (self->recoder->is_sensitive)
    count_group (self, group, self->rest_counts);
}

static gboolean
group_passes (Split *self, const Set *set, const Group *group)
{
  if (group->n < set->k)
    return FALSE;
  if (!self->recoder->is_sensitive)
    return TRUE;
  memset (self->counts, 0, sizeof (guint32) * amp_recoder_n_values (self->recoder));
  count_group (self, group, self->counts);
  return amp_recoder_passes (self->recoder, group->n, self->counts);
}

static gboolean
rest_passes (const Split *self, const Set *set)
{
  if (self->recoder->options->vary_k && self->n_rest == 1)
    return FALSE;
  return self->rest >= set->k && amp_recoder_passes (self->recoder, self->rest, self->rest_counts);
}

/* Which groups can stand alone; where the others together cannot, the smallest that could join
 * them. */
static void
choose_groups (Split *self, const Set *set, guint q, guint level)
{
  find_groups (self, set, q, level);
  if (self->recoder->is_sensitive)
    {
      sort_rows (self, set, q, level);
      memset (self->rest_counts, 0, sizeof (guint32) * amp_recoder_n_values (self->recoder));
    }
  self->rest = self->n_rest = 0;
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = group_at (self, i);

      group->keep = group_passes (self, set, group);
      if (!group->keep)
        put_to_rest (self, group);
    }
  for (guint i = 0; i < self->groups->len && self->rest > 0 && !rest_passes (self, set); i++)
    if (group_at (self, i)->keep)
      put_to_rest (self, group_at (self, i));
}

/* What the split at hand gains, for what it scatters; 0: nothing. */
static double
score (const Split *self, const Set *set, guint q)
{
  const AmpRecoder *recoder = self->recoder;
  const guint32 before =
    recoder->loss[q][amp_recoder_node (recoder, q, set->levels[q], self->rows[set->begin])];
  const double n = set->end - set->begin;
  double gain = 0, scattered = 0;

  for (guint i = 0; i < self->groups->len; i++)
    {
      const Group *group = group_at (self, i);

      if (!group->keep)
        continue;
      gain += (double) group->n * (before - recoder->loss[q][group->node]);
      scattered += group->n * log (n / group->n);
    }
  if (self->rest > 0)
    scattered += self->rest * log (n / self->rest);
  return gain / (scattered + SPLIT_COST * n);
}

/* The best split of the set, whose groups are then at hand; FALSE: none gains anything. Columns
 * without one are settled. */
static gboolean
find_split (Split *self, Set *set, guint *best_q, guint *best_level)
{
  double best = 0;

  for (guint q = 0; q < self->recoder->n_columns; q++)
    {
      gboolean found = FALSE;

      for (guint level = set->is_settled[q] ? 0 : set->levels[q]; level-- > 0;)
        {
          double value;

          choose_groups (self, set, q, level);
          value = score (self, set, q);
          found = found || value > 0;
          if (value > best)
            {
              best = value;
              *best_q = q;
              *best_level = level;
            }
        }
      set->is_settled[q] = !found;
    }
  if (best <= 0)
    return FALSE;
  choose_groups (self, set, *best_q, *best_level);
  return TRUE;
}

/* --- Down --- */

/* Labels of a class are as fine as its rows allow. */
static void
add_class (Split *self, Set *set)
{
  AmpRecoder *recoder = self->recoder;
  const guint32 first = self->rows[set->begin];
  const guint32 class = recoder->n_classes;

  for (guint q = 0; q < recoder->n_columns; q++)
    {
      guint level = 0;

      for (guint32 i = set->begin + 1; i < set->end; i++)
        while (amp_recoder_node (recoder, q, level, self->rows[i]) !=
               amp_recoder_node (recoder, q, level, first))
          level++;
      set->levels[q] = (guint8) level;
    }
  amp_recoder_set_class (recoder, class, set->levels, first);
  for (guint32 i = set->begin; i < set->end; i++)
    recoder->class_of[self->rows[i]] = class;
}

static void
draw (const Split *self, Set *set)
{
  set->k = amp_recoder_draw_k (self->recoder);
  set->salt = (guint16) amp_recoder_random (self->recoder);
}

/* Splits the set until what is left of it is one class. */
static gboolean
split_set (Split *self, Set *set, GError **error)
{
  guint q = 0, level = 0;

  while (find_split (self, set, &q, &level))
    {
      g_autofree Group *groups = NULL;
      const guint n_groups = self->groups->len;
      const guint32 rest = self->rest;
      Set part = *set;

      if (g_cancellable_set_error_if_cancelled (self->recoder->cancellable, error))
        return FALSE;
      sort_rows (self, set, q, level);
      memcpy (self->rows + set->begin, self->spare + set->begin,
              sizeof (guint32) * (set->end - set->begin));
      groups = g_memdup2 (self->groups->data, sizeof (Group) * n_groups);
      part.end = part.begin;
      for (guint i = 0; i < n_groups; i++)
        if (groups[i].keep)
          {
            memcpy (part.is_settled, set->is_settled, sizeof part.is_settled);
            memcpy (part.levels, set->levels, sizeof part.levels);
            part.levels[q] = (guint8) level;
            part.begin = part.end;
            part.end += groups[i].n;
            draw (self, &part);
            if (!split_set (self, &part, error))
              return FALSE;
          }
      if (rest == 0)
        return TRUE;
      set->begin = set->end - rest;
      set->is_settled[q] = TRUE;
      draw (self, set);
    }
  add_class (self, set);
  return TRUE;
}

gboolean
amp_recoder_split (AmpRecoder *recoder, GError **error)
{
  const guint32 n_rows = recoder->table->n_rows;
  const guint n_values = recoder->first_value[recoder->table->n_sensitive] + 1;
  g_autofree guint32 *rows = g_new (guint32, n_rows), *spare = g_new (guint32, n_rows);
  g_autofree guint32 *seen = g_new0 (guint32, recoder->max_nodes);
  g_autofree guint32 *place = g_new0 (guint32, recoder->max_nodes);
  g_autofree guint32 *counts = g_new0 (guint32, n_values);
  g_autofree guint32 *rest_counts = g_new0 (guint32, n_values);
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));
  Split self = {.recoder = recoder,
                .rows = rows,
                .spare = spare,
                .seen = seen,
                .place = place,
                .groups = groups,
                .counts = counts,
                .rest_counts = rest_counts};
  Set all = {.end = n_rows};

  for (guint32 row = 0; row < n_rows; row++)
    rows[row] = row;
  for (guint q = 0; q < recoder->n_columns; q++)
    all.levels[q] = (guint8) (recoder->n_levels[q] - 1);
  draw (&self, &all);
  return split_set (&self, &all, error);
}
