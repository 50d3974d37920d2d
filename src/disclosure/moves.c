/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/moves.h"

#include <string.h>

#define MOST_STEPS 200000
#define MOST_BRANCHES 100
#define WHOLE 1e-5    /* how far from a whole number is one */
#define MUCH 1e6      /* no cell gains more */
#define HIDDEN 0.0005 /* price of moving what is hidden anyway, times 1 to 2 */

struct _AmpMoves
{
  const AmpSystem *system;
  guint64 *random;
  AmpGroups *groups;
  AmpColumns columns; /* 2 g: what group g gains; 2 g + 1: what it loses */
  AmpSimplex *simplex;
  double *most;  /* of each column: its upper bound as the states are */
  gint8 *pulled; /* of each group: 1 up, -1 down, 0 */
};

double
amp_chance (guint64 *random)
{
  guint64 z = (*random += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  z ^= z >> 31;
  return (double) (z >> 11) / 9007199254740992.0;
}

/* --- Making --- */

static void
write_columns (AmpMoves *self)
{
  const AmpGroups *groups = self->groups;
  guint32 n = 2 * groups->n, n_values = groups->row_start[groups->n_rows];
  AmpColumns *columns = &self->columns;

  columns->n = n;
  columns->n_rows = groups->n_rows;
  columns->start = g_new0 (guint32, n + 2);
  columns->row = g_new (guint32, 2 * n_values + 1);
  columns->value = g_new (double, 2 * n_values + 1);
  for (guint32 z = 0; z < n_values; z++)
    for (guint32 side = 0; side < 2; side++)
      columns->start[2 * groups->row_group[z] + side + 2]++;
  for (guint32 j = 0; j < n; j++)
    columns->start[j + 2] += columns->start[j + 1];
  for (guint32 row = 0; row < groups->n_rows; row++)
    for (guint32 z = groups->row_start[row]; z < groups->row_start[row + 1]; z++)
      for (guint32 side = 0; side < 2; side++)
        {
          guint32 at = columns->start[2 * groups->row_group[z] + side + 1]++;

          columns->row[at] = row;
          columns->value[at] = side == 0 ? groups->row_value[z] : -groups->row_value[z];
        }
}

AmpMoves *
amp_moves_new (const AmpSystem *system, AmpGroups *groups, guint64 *random)
{
  AmpMoves *self = g_new0 (AmpMoves, 1);

  self->system = system;
  self->random = random;
  self->groups = groups;
  write_columns (self);
  self->simplex = amp_simplex_new (&self->columns);
  self->most = g_new0 (double, self->columns.n + 1);
  self->pulled = g_new0 (gint8, self->groups->n + 1);
  return self;
}

void
amp_moves_free (AmpMoves *self)
{
  if (self == NULL)
    return;
  amp_simplex_free (self->simplex);
  amp_groups_free (self->groups);
  g_free (self->columns.start);
  g_free (self->columns.row);
  g_free (self->columns.value);
  g_free (self->most);
  g_free (self->pulled);
  g_free (self);
}

gboolean
amp_moves_knows (const AmpMoves *self, guint32 cell)
{
  return self->groups->of[cell] != AMP_GROUP_TOLD;
}

/* --- A programme --- */

/* The column for the cell's moving up, or down. */
static guint32
column_of (const AmpMoves *self, guint32 cell, gboolean up)
{
  return 2 * self->groups->of[cell] + (up == (self->groups->sign[cell] > 0) ? 0 : 1);
}

static void
set_up_group (AmpMoves *self, guint32 group)
{
  const AmpSystem *system = self->system;
  const AmpGroups *groups = self->groups;
  double most[2] = {groups->can_gain[group] ? MUCH : 0, groups->can_lose[group] ? MUCH : 0};
  double cost[2] = {0, 0};

  for (guint32 z = groups->start[group]; z < groups->start[group + 1]; z++)
    {
      guint32 cell = groups->member[z];
      guint32 loss = groups->sign[cell] > 0 ? 1 : 0;
      gboolean is_open = system->state[cell] == AMP_CELL_OPEN;
      double price = is_open ? (double) system->price[cell] : HIDDEN, spread = is_open ? 0.1 : 1;

      for (guint32 side = 0; side < 2; side++)
        cost[side] += price * (1 + spread * amp_chance (self->random));
      most[loss] = MIN (most[loss], (double) system->count[cell]);
      if (amp_cell_is_told (system->state[cell]) && !(is_open && groups->with_open))
        most[0] = most[1] = 0;
    }
  for (guint32 side = 0; side < 2; side++)
    {
      self->most[2 * group + side] = most[side];
      amp_simplex_set_bounds (self->simplex, 2 * group + side, 0, most[side]);
      amp_simplex_set_cost (self->simplex, 2 * group + side, cost[side]);
    }
  self->pulled[group] = 0;
}

void
amp_moves_set_up (AmpMoves *self)
{
  for (guint32 group = 0; group < self->groups->n; group++)
    set_up_group (self, group);
}

void
amp_moves_pull (AmpMoves *self, guint32 cell, gboolean up, double far, double pay)
{
  guint32 group = self->groups->of[cell], j;
  double upper = 0, cost = 0;
  gint8 way;

  if (group >= self->groups->n)
    return;
  j = column_of (self, cell, up);
  way = j == 2 * group ? 1 : -1;
  if (self->pulled[group] == -way)
    return;
  if (self->pulled[group] == way)
    {
      upper = amp_simplex_get_upper (self->simplex, j);
      cost = amp_simplex_get_cost (self->simplex, j);
    }
  self->pulled[group] = way;
  amp_simplex_set_bounds (self->simplex, j, 0, MIN (MAX (upper, far), self->most[j]));
  amp_simplex_set_cost (self->simplex, j, cost - pay);
}

gboolean
amp_moves_force (AmpMoves *self, guint32 cell, gboolean up, double far)
{
  guint32 j;

  if (self->groups->of[cell] >= self->groups->n)
    return FALSE;
  j = column_of (self, cell, up);
  if (self->most[j] < far)
    return FALSE;
  amp_simplex_set_bounds (self->simplex, j, far, self->most[j]);
  amp_simplex_set_bounds (self->simplex, column_of (self, cell, !up), 0, 0);
  return TRUE;
}

void
amp_moves_reset (AmpMoves *self)
{
  amp_simplex_reset (self->simplex);
}

/* --- Whole numbers --- */

static double
moved (const AmpMoves *self, guint32 group)
{
  return amp_simplex_get_value (self->simplex, 2 * group) -
         amp_simplex_get_value (self->simplex, 2 * group + 1);
}

static gint64
nearest (double value)
{
  return (gint64) (value < 0 ? value - 0.5 : value + 0.5);
}

/* A group whose move is no whole number, the most doubtful; G_MAXUINT32: none. */
static guint32
most_doubtful (const AmpMoves *self)
{
  guint32 best = G_MAXUINT32;
  double most = WHOLE;

  for (guint32 group = 0; group < self->groups->n; group++)
    {
      double value = moved (self, group);
      double off = __builtin_fabs (value - (double) nearest (value));

      if (off > most)
        {
          most = off;
          best = group;
        }
    }
  return best;
}

/* One bound that takes the doubt away; kept to be taken back. */
typedef struct
{
  guint32 j;
  double lower, upper;
} Branch;

static Branch
branch (AmpMoves *self, guint32 group, gboolean up)
{
  guint32 j = moved (self, group) > 0 ? 2 * group : 2 * group + 1;
  double floor = (double) (gint64) amp_simplex_get_value (self->simplex, j);
  Branch was = {j, amp_simplex_get_lower (self->simplex, j),
                amp_simplex_get_upper (self->simplex, j)};

  if (up)
    amp_simplex_set_bounds (self->simplex, j, floor + 1, was.upper);
  else
    amp_simplex_set_bounds (self->simplex, j, was.lower, floor);
  return was;
}

/* What the branch excluded, and nothing else. */
static void
turn (AmpMoves *self, const Branch *was, gboolean up)
{
  if (up)
    amp_simplex_set_bounds (self->simplex, was->j, was->lower,
                            amp_simplex_get_lower (self->simplex, was->j) - 1);
  else
    amp_simplex_set_bounds (self->simplex, was->j,
                            amp_simplex_get_upper (self->simplex, was->j) + 1, was->upper);
}

/* Goes down one line of branches: each doubt is first settled by the whole number above or below,
 * by chance, then by the other one; no more than that. */
AmpSimplexResult
amp_moves_solve (AmpMoves *self, gint64 deadline, GCancellable *cancellable)
{
  Branch was[MOST_BRANCHES];
  guint n = 0;
  AmpSimplexResult result = amp_simplex_solve (self->simplex, MOST_STEPS, deadline, cancellable);

  while (result == AMP_SIMPLEX_OPTIMAL && n < MOST_BRANCHES)
    {
      guint32 group = most_doubtful (self);
      gboolean up;

      if (group == G_MAXUINT32)
        break;
      up = amp_chance (self->random) < 0.7;
      was[n] = branch (self, group, up);
      result = amp_simplex_solve (self->simplex, MOST_STEPS, deadline, cancellable);
      if (result == AMP_SIMPLEX_INFEASIBLE)
        {
          turn (self, &was[n], up);
          result = amp_simplex_solve (self->simplex, MOST_STEPS, deadline, cancellable);
        }
      n++;
    }
  if (result == AMP_SIMPLEX_OPTIMAL && most_doubtful (self) != G_MAXUINT32)
    result = AMP_SIMPLEX_GAVE_UP;
  while (n-- > 0)
    amp_simplex_set_bounds (self->simplex, was[n].j, was[n].lower, was[n].upper);
  return result;
}

gint64
amp_moves_get (const AmpMoves *self, guint32 cell)
{
  guint32 group = self->groups->of[cell];

  return group < self->groups->n ? self->groups->sign[cell] * nearest (moved (self, group)) : 0;
}

guint64
amp_moves_steps (const AmpMoves *self)
{
  return amp_simplex_steps (self->simplex);
}
