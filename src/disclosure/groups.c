/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/groups.h"

#include <string.h>

typedef struct
{
  const AmpSystem *system;
  guint32 *parent; /* a forest; roots stand for groups */
  gint8 *sign;     /* of the parent's movement */
  /* Of roots. */
  guint8 *can_gain, *can_lose;
  /* The equation that is looked at: its roots, and how often each is in it. */
  guint32 *root, n_roots;
  gint32 *times;
  guint8 *is_listed;
} Grouping;

static gboolean
moves (const Grouping *self, guint32 root)
{
  return self->can_gain[root] || self->can_lose[root];
}

static void
grouping_init (Grouping *self, const AmpSystem *system, gboolean with_open)
{
  guint32 n = system->n_cells;

  self->system = system;
  self->parent = g_new (guint32, n + 1);
  self->sign = g_new (gint8, n + 1);
  self->can_gain = g_new (guint8, n + 1);
  self->can_lose = g_new (guint8, n + 1);
  self->root = g_new (guint32, n + 1);
  self->times = g_new0 (gint32, n + 1);
  self->is_listed = g_new0 (guint8, n + 1);
  for (guint32 cell = 0; cell < n; cell++)
    {
      guint8 state = system->state[cell];

      self->parent[cell] = cell;
      self->sign[cell] = 1;
      self->can_gain[cell] = !amp_cell_is_told (state) || (with_open && state == AMP_CELL_OPEN);
      self->can_lose[cell] = self->can_gain[cell] && system->count[cell] > 0;
    }
}

static void
grouping_clear (Grouping *self)
{
  g_free (self->parent);
  g_free (self->sign);
  g_free (self->can_gain);
  g_free (self->can_lose);
  g_free (self->root);
  g_free (self->times);
  g_free (self->is_listed);
}

/* Paths are made short on the way. */
static guint32
root_of (Grouping *self, guint32 cell, gint8 *sign)
{
  guint32 root = cell;
  gint8 by = 1;

  for (; self->parent[root] != root; root = self->parent[root])
    by = (gint8) (by * self->sign[root]);
  *sign = by;
  while (self->parent[cell] != root && cell != root)
    {
      guint32 next = self->parent[cell];
      gint8 own = self->sign[cell];

      self->parent[cell] = root;
      self->sign[cell] = by;
      by = (gint8) (by * own);
      cell = next;
    }
  return root;
}

/* What of the equation can move, by groups. */
static void
read_equation (Grouping *self, guint32 e)
{
  const AmpSystem *system = self->system;
  guint32 n = 0;

  self->n_roots = 0;
  for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
    {
      gint8 sign;
      guint32 root = root_of (self, system->member[z], &sign);

      if (!moves (self, root))
        continue;
      if (!self->is_listed[root])
        {
          self->is_listed[root] = TRUE;
          self->times[root] = 0;
          self->root[self->n_roots++] = root;
        }
      self->times[root] += z == system->start[e] ? -sign : sign;
    }
  for (guint32 i = 0; i < self->n_roots; i++)
    {
      self->is_listed[self->root[i]] = FALSE;
      if (self->times[self->root[i]] != 0)
        self->root[n++] = self->root[i];
    }
  self->n_roots = n;
}

/* x of one is `by` times x of two from now on. */
static void
join (Grouping *self, guint32 one, guint32 two, gint8 by)
{
  guint8 gain = by > 0 ? self->can_gain[two] : self->can_lose[two];
  guint8 lose = by > 0 ? self->can_lose[two] : self->can_gain[two];

  self->parent[two] = one;
  self->sign[two] = by;
  self->can_gain[one] = self->can_gain[one] && gain;
  self->can_lose[one] = self->can_lose[one] && lose;
}

/* Whether the group can make the sum of the equation larger, or smaller. */
static gboolean
can_raise (const Grouping *self, guint32 root)
{
  return self->times[root] > 0 ? self->can_gain[root] : self->can_lose[root];
}

static gboolean
can_lower (const Grouping *self, guint32 root)
{
  return self->times[root] > 0 ? self->can_lose[root] : self->can_gain[root];
}

static void
forbid (Grouping *self, guint32 root, gboolean raising)
{
  if (raising == (self->times[root] > 0))
    self->can_gain[root] = FALSE;
  else
    self->can_lose[root] = FALSE;
}

/* Who raises the sum needs another one that lowers it. TRUE: something new came of it, here and
 * below. */
static gboolean
forbid_what_nobody_makes_good (Grouping *self)
{
  guint32 n_raise = 0, n_lower = 0;
  gboolean is_new = FALSE;

  for (guint32 i = 0; i < self->n_roots; i++)
    {
      n_raise += can_raise (self, self->root[i]) ? 1 : 0;
      n_lower += can_lower (self, self->root[i]) ? 1 : 0;
    }
  for (guint32 i = 0; i < self->n_roots; i++)
    {
      guint32 root = self->root[i];
      gboolean raises = can_raise (self, root), lowers = can_lower (self, root);

      if (raises && n_lower == (lowers ? 1 : 0))
        {
          forbid (self, root, TRUE);
          is_new = TRUE;
        }
      if (lowers && n_raise == (raises ? 1 : 0))
        {
          forbid (self, root, FALSE);
          is_new = TRUE;
        }
    }
  return is_new;
}

static gboolean
join_the_last_two (Grouping *self)
{
  gint32 one, two;

  if (self->n_roots != 2 || !moves (self, self->root[0]) || !moves (self, self->root[1]))
    return FALSE;
  one = self->times[self->root[0]];
  two = self->times[self->root[1]];
  if (one != two && one != -two)
    return FALSE;
  join (self, self->root[0], self->root[1], one == two ? -1 : 1);
  return TRUE;
}

static gboolean
follow_equation (Grouping *self)
{
  gboolean is_new = forbid_what_nobody_makes_good (self);

  return join_the_last_two (self) || is_new;
}

static void
follow_all (Grouping *self)
{
  for (gboolean more = TRUE; more;)
    {
      more = FALSE;
      for (guint32 e = 0; e < self->system->n_equations; e++)
        {
          read_equation (self, e);
          more = follow_equation (self) || more;
        }
    }
}

static void
number_groups (AmpGroups *groups, Grouping *self)
{
  const AmpSystem *system = self->system;
  g_autofree guint32 *number = g_new (guint32, system->n_cells + 1);

  groups->can_gain = g_new (guint8, system->n_cells + 1);
  groups->can_lose = g_new (guint8, system->n_cells + 1);
  for (guint32 cell = 0; cell < system->n_cells; cell++)
    if (self->parent[cell] == cell && moves (self, cell))
      {
        groups->can_gain[groups->n] = self->can_gain[cell];
        groups->can_lose[groups->n] = self->can_lose[cell];
        number[cell] = groups->n++;
      }
  groups->of = g_new (guint32, system->n_cells + 1);
  groups->sign = g_new (gint8, system->n_cells + 1);
  groups->start = g_new0 (guint32, groups->n + 2);
  groups->member = g_new (guint32, system->n_cells + 1);
  for (guint32 cell = 0; cell < system->n_cells; cell++)
    {
      guint8 state = system->state[cell];
      guint32 root = root_of (self, cell, &groups->sign[cell]);

      groups->of[cell] = moves (self, root) ? number[root] : AMP_GROUP_STUCK;
      if (amp_cell_is_told (state) && !(groups->with_open && state == AMP_CELL_OPEN))
        groups->of[cell] = AMP_GROUP_TOLD;
      else if (moves (self, root))
        groups->start[number[root] + 2]++;
    }
  for (guint32 g = 0; g < groups->n; g++)
    groups->start[g + 2] += groups->start[g + 1];
  for (guint32 cell = 0; cell < system->n_cells; cell++)
    if (groups->of[cell] < groups->n)
      groups->member[groups->start[groups->of[cell] + 1]++] = cell;
}

/* --- Rows --- */

static gint
by_number (gconstpointer a, gconstpointer b, gpointer data)
{
  guint32 one = *(const guint32 *) a, two = *(const guint32 *) b;

  (void) data;
  return one < two ? -1 : one > two;
}

/* A number for what the row says; the same for the same row. */
static guint
row_hash (gconstpointer key)
{
  const gint64 *row = key; /* how many, then group and value in turn */
  guint64 hash = G_GUINT64_CONSTANT (0xCBF29CE484222325);

  for (gint64 i = 0; i <= 2 * row[0]; i++)
    hash = (hash ^ (guint64) row[i]) * G_GUINT64_CONSTANT (0x100000001B3);
  return (guint) (hash ^ (hash >> 32));
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  const gint64 *one = a, *two = b;

  return one[0] == two[0] && memcmp (one, two, sizeof (gint64) * (gsize) (2 * one[0] + 1)) == 0;
}

/* The first one with 1, or what is left of it. */
static gint64 *
row_of_equation (Grouping *self, const AmpGroups *groups)
{
  gint64 *row = g_new (gint64, 2 * self->n_roots + 1);
  gint32 lead;

  g_qsort_with_data (self->root, (gint) self->n_roots, sizeof (guint32), by_number, NULL);
  lead = self->n_roots > 0 && self->times[self->root[0]] < 0 ? -1 : 1;
  row[0] = self->n_roots;
  for (guint32 i = 0; i < self->n_roots; i++)
    {
      row[2 * i + 1] = groups->of[self->root[i]];
      row[2 * i + 2] = lead * self->times[self->root[i]];
    }
  return row;
}

static void
write_rows (AmpGroups *groups, Grouping *self, const guint8 *is_row)
{
  const AmpSystem *system = self->system;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (row_hash, row_equal, g_free, NULL);
  guint32 n = 0;

  groups->row_start = g_new0 (guint32, system->n_equations + 1);
  groups->row_group = g_new (guint32, system->start[system->n_equations] + 1);
  groups->row_value = g_new (gint32, system->start[system->n_equations] + 1);
  for (guint32 e = 0; e < system->n_equations; e++)
    {
      gint64 *row;

      if (is_row != NULL && !is_row[e])
        continue;
      read_equation (self, e);
      row = row_of_equation (self, groups);
      if (self->n_roots == 0 || g_hash_table_contains (seen, row))
        {
          g_free (row);
          continue;
        }
      g_hash_table_add (seen, row);
      for (guint32 i = 0; i < self->n_roots; i++)
        {
          groups->row_group[n] = (guint32) row[2 * i + 1];
          groups->row_value[n++] = (gint32) row[2 * i + 2];
        }
      groups->row_start[++groups->n_rows] = n;
    }
}

/* --- In all --- */

AmpGroups *
amp_groups_new (const AmpSystem *system, gboolean with_open, const guint8 *is_row)
{
  AmpGroups *groups = g_new0 (AmpGroups, 1);
  Grouping self = {0};

  groups->with_open = with_open;
  grouping_init (&self, system, with_open);
  follow_all (&self);
  number_groups (groups, &self);
  write_rows (groups, &self, is_row);
  grouping_clear (&self);
  return groups;
}

void
amp_groups_free (AmpGroups *self)
{
  if (self == NULL)
    return;
  g_free (self->of);
  g_free (self->sign);
  g_free (self->start);
  g_free (self->member);
  g_free (self->can_gain);
  g_free (self->can_lose);
  g_free (self->row_start);
  g_free (self->row_group);
  g_free (self->row_value);
  g_free (self);
}
