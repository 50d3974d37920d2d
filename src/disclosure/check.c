/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every number that is added up here comes from whoever wants the file to go out: each index is
 * looked at before it is used, each sum is checked for overflow, and whatever is not understood
 * is refused. */
#include "disclosure/check.h"

/* What the check knows of a cell once it has seen all witnesses: the counts it has in the tables
 * that nobody can tell apart (the true one is among them). */
typedef struct
{
  gint64 smallest, largest;
} Range;

/* A table under examination, as what it differs from the true one by. */
typedef struct
{
  const AmpSystem *system;
  gint64 *difference; /* n_cells; all zero between two witnesses */
  Range *range;       /* n_cells */
} Check;

static gboolean
refuse (GError **error, const char *rule)
{
  g_set_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_REFUSED,
               "the check refuses the release: %s", rule);
  return FALSE;
}

/* --- The system --- */

static gboolean
cells_are_sound (const AmpSystem *system, GError **error)
{
  if (system == NULL)
    return refuse (error, "there is no system");
  if (system->n_cells > 0 && (system->count == NULL || system->state == NULL))
    return refuse (error, "the system has no counts or no states");
  for (guint32 i = 0; i < system->n_cells; i++)
    {
      if (system->state[i] > AMP_CELL_IMPOSSIBLE)
        return refuse (error, "a cell has an unknown state");
      if (system->count[i] < 0)
        return refuse (error, "a count is negative");
      if (system->state[i] == AMP_CELL_IMPOSSIBLE && system->count[i] != 0)
        return refuse (error, "an impossible cell has a count");
    }
  return TRUE;
}

/* An equation ties each of its cells once: people are counted once. `seen` is n_cells long and
 * holds no number of an equation that is still to come. */
static gboolean
members_are_sound (const AmpSystem *system, guint32 e, guint32 *seen, GError **error)
{
  for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
    {
      guint32 cell = system->member[z];

      if (cell >= system->n_cells)
        return refuse (error, "an equation names a cell that does not exist");
      if (seen[cell] == e + 1)
        return refuse (error, "an equation names a cell twice");
      seen[cell] = e + 1;
    }
  return TRUE;
}

static gboolean
equations_are_sound (const AmpSystem *system, GError **error)
{
  g_autofree guint32 *seen = NULL;

  if (system->n_equations == 0)
    return TRUE;
  if (system->n_equations == G_MAXUINT32 || system->start == NULL || system->member == NULL)
    return refuse (error, "the equations are missing");
  if (system->start[0] != 0)
    return refuse (error, "the equations do not begin at the beginning");
  /* All of them before the first member is read: until then nothing says how far they reach. */
  for (guint32 e = 0; e < system->n_equations; e++)
    if (system->start[e + 1] <= system->start[e])
      return refuse (error, "an equation is empty or out of order");
  seen = g_new0 (guint32, system->n_cells);
  for (guint32 e = 0; e < system->n_equations; e++)
    if (!members_are_sound (system, e, seen, error))
      return FALSE;
  return TRUE;
}

/* --- Whole numbers --- */

/* value[whole] less its parts. FALSE: beyond what 64 bits hold. */
static gboolean
imbalance (const AmpSystem *system, guint32 e, const gint64 *value, gint64 *rest)
{
  *rest = value[system->member[system->start[e]]];
  for (guint32 z = system->start[e] + 1; z < system->start[e + 1]; z++)
    if (__builtin_sub_overflow (*rest, value[system->member[z]], rest))
      return FALSE;
  return TRUE;
}

static gboolean
adds_up (const AmpSystem *system, const gint64 *value)
{
  for (guint32 e = 0; e < system->n_equations; e++)
    {
      gint64 rest;

      if (!imbalance (system, e, value, &rest) || rest != 0)
        return FALSE;
    }
  return TRUE;
}

/* --- Witnesses --- */

static gboolean
entry_is_sound (const Check *self, const AmpWitness *witness, guint32 i, GError **error)
{
  guint32 cell = witness->cell[i];
  gint64 count;

  if (cell >= self->system->n_cells)
    return refuse (error, "a witness names a cell that does not exist");
  if (i > 0 && cell <= witness->cell[i - 1])
    return refuse (error, "the cells of a witness are out of order");
  if (witness->difference[i] == 0)
    return refuse (error, "a witness names a cell that it leaves alone");
  if (amp_cell_is_told (self->system->state[cell]))
    return refuse (error, "a witness changes a cell that is told");
  if (__builtin_add_overflow (self->system->count[cell], witness->difference[i], &count))
    return refuse (error, "a witness goes beyond what can be counted");
  if (count < 0)
    return refuse (error, "a witness makes a count negative");
  return TRUE;
}

static void
learn (Check *self, const AmpWitness *witness)
{
  for (guint32 i = 0; i < witness->n; i++)
    {
      Range *range = &self->range[witness->cell[i]];
      gint64 count = self->system->count[witness->cell[i]] + witness->difference[i];

      range->smallest = MIN (range->smallest, count);
      range->largest = MAX (range->largest, count);
    }
}

static gboolean
entries_are_sound (const Check *self, const AmpWitness *witness, GError **error)
{
  if (witness == NULL)
    return refuse (error, "a witness is missing");
  if (witness->n > self->system->n_cells)
    return refuse (error, "a witness has more cells than there are");
  if (witness->n > 0 && (witness->cell == NULL || witness->difference == NULL))
    return refuse (error, "a witness is empty");
  for (guint32 i = 0; i < witness->n; i++)
    if (!entry_is_sound (self, witness, i, error))
      return FALSE;
  return TRUE;
}

static void
place (Check *self, const AmpWitness *witness)
{
  for (guint32 i = 0; i < witness->n; i++)
    self->difference[witness->cell[i]] = witness->difference[i];
}

static void
take_away (Check *self, const AmpWitness *witness)
{
  for (guint32 i = 0; i < witness->n; i++)
    self->difference[witness->cell[i]] = 0;
}

static gboolean
witness_is_sound (Check *self, const AmpWitness *witness, GError **error)
{
  gboolean possible;

  if (!entries_are_sound (self, witness, error))
    return FALSE;
  place (self, witness);
  possible = adds_up (self->system, self->difference);
  take_away (self, witness);
  if (!possible)
    return refuse (error, "a witness does not add up");
  learn (self, witness);
  return TRUE;
}

/* --- Needs --- */

static gboolean
need_is_sound (const AmpSystem *system, const AmpNeed *need, GError **error)
{
  gint64 count;
  gboolean low, high;

  if (need->cell >= system->n_cells)
    return refuse (error, "a need names a cell that does not exist");
  if (amp_cell_is_told (system->state[need->cell]))
    return refuse (error, "a need is of a cell that is told");
  count = system->count[need->cell];
  low = need->at_most < count;
  high = need->at_least > count;
  if (need->either ? !(low && high) : !(low || high))
    return refuse (error, "a need asks for nothing that the true table does not give");
  return TRUE;
}

static gboolean
need_is_met (const AmpNeed *need, const Range *range)
{
  gboolean low = range->smallest <= need->at_most;
  gboolean high = range->largest >= need->at_least;

  return need->either ? low || high : low && high;
}

static gboolean
needs_are_met (
  const Check *self, const AmpNeed *needs, guint32 n_needs, guint8 *needed, GError **error)
{
  for (guint32 i = 0; i < n_needs; i++)
    {
      if (!need_is_sound (self->system, &needs[i], error))
        return FALSE;
      if (!need_is_met (&needs[i], &self->range[needs[i].cell]))
        return refuse (error, "a need has no witness");
      needed[needs[i].cell] = 1;
    }
  return TRUE;
}

static gboolean
every_primary_cell_is_needed (const AmpSystem *system, const guint8 *needed, GError **error)
{
  for (guint32 i = 0; i < system->n_cells; i++)
    if (system->state[i] == AMP_CELL_PRIMARY && !needed[i])
      return refuse (error, "a primary cell has no need");
  return TRUE;
}

gboolean
amp_proof_check (const AmpSystem *system,
                 const AmpNeed *needs,
                 guint32 n_needs,
                 const AmpProof *proof,
                 GError **error)
{
  g_autofree gint64 *difference = NULL;
  g_autofree Range *range = NULL;
  g_autofree guint8 *needed = NULL;
  Check self = {.system = system};
  guint n_witnesses = proof == NULL ? 0 : proof->len;

  if (!cells_are_sound (system, error) || !equations_are_sound (system, error))
    return FALSE;
  if (!adds_up (system, system->count))
    return refuse (error, "the counts do not add up");
  if ((n_needs > 0 && needs == NULL) || (n_witnesses > 0 && proof->pdata == NULL))
    return refuse (error, "the needs or the witnesses are missing");

  self.difference = difference = g_new0 (gint64, system->n_cells);
  self.range = range = g_new (Range, system->n_cells);
  needed = g_new0 (guint8, system->n_cells);
  for (guint32 i = 0; i < system->n_cells; i++)
    range[i] = (Range){system->count[i], system->count[i]};
  for (guint i = 0; i < n_witnesses; i++)
    if (!witness_is_sound (&self, g_ptr_array_index (proof, i), error))
      return FALSE;
  return needs_are_met (&self, needs, n_needs, needed, error) &&
         every_primary_cell_is_needed (system, needed, error);
}

/* --- Small cells --- */

enum
{
  MAY_BE_NONE = 1,
  MAY_BE_ENOUGH = 2
};

/* What each hidden cell has to stay compatible with, taken from all its needs; the weak form
 * (`either`) promises neither of the two. */
static gboolean
promises (const AmpSystem *system,
          const AmpNeed *needs,
          guint32 n_needs,
          gint64 t,
          guint8 *promised,
          GError **error)
{
  if (n_needs > 0 && needs == NULL)
    return refuse (error, "the needs are missing");
  for (guint32 i = 0; i < n_needs; i++)
    {
      if (needs[i].cell >= system->n_cells)
        return refuse (error, "a need names a cell that does not exist");
      if (needs[i].either)
        continue;
      if (needs[i].at_most <= 0)
        promised[needs[i].cell] |= MAY_BE_NONE;
      if (needs[i].at_least >= t)
        promised[needs[i].cell] |= MAY_BE_ENOUGH;
    }
  return TRUE;
}

gboolean
amp_small_cells_check (const AmpSystem *system,
                       const AmpNeed *needs,
                       guint32 n_needs,
                       gint64 t,
                       gboolean zeros_hidden,
                       GError **error)
{
  g_autofree guint8 *promised = NULL;

  if (!cells_are_sound (system, error))
    return FALSE;
  if (t < 1)
    return refuse (error, "no smallest count is given");
  promised = g_new0 (guint8, system->n_cells);
  if (!promises (system, needs, n_needs, t, promised, error))
    return FALSE;
  for (guint32 i = 0; i < system->n_cells; i++)
    {
      gboolean small = system->count[i] < t && (system->count[i] > 0 || zeros_hidden);

      if (!small)
        continue;
      if (system->state[i] == AMP_CELL_OPEN)
        return refuse (error, "a small cell is told");
      if (!amp_cell_is_told (system->state[i]) && promised[i] != (MAY_BE_NONE | MAY_BE_ENOUGH))
        return refuse (error,
                       "a hidden small cell need not stay compatible with none and with enough");
    }
  return TRUE;
}

/* --- Sums --- */

#define MOST_COMBINATIONS (1u << 24)

typedef struct
{
  const AmpSums *sums;
  guint32 n;     /* combinations */
  gint64 *parts; /* n: what the children of a combination come to, in one dimension */
  guint8 *whole; /* n: it has children */
} Adding;

static gboolean
trees_are_sound (const AmpSums *sums, guint32 *n, GError **error)
{
  *n = 1;
  if (sums == NULL || sums->n_nodes == NULL || sums->parent == NULL || sums->cell == NULL)
    return refuse (error, "there is no table");
  for (guint d = 0; d < sums->n_dimensions; d++)
    {
      if (sums->parent[d] == NULL || sums->n_nodes[d] == 0 || sums->parent[d][0] != -1)
        return refuse (error, "a dimension has no total");
      for (guint i = 1; i < sums->n_nodes[d]; i++)
        if (sums->parent[d][i] < 0 || (guint) sums->parent[d][i] >= i)
          return refuse (error, "a dimension is not a tree");
      if (__builtin_mul_overflow (*n, sums->n_nodes[d], n) || *n > MOST_COMBINATIONS)
        return refuse (error, "the table is too large");
    }
  return TRUE;
}

/* In the dimension whose nodes stand `stride` apart. */
static gboolean
adds_up_along (const Adding *self, guint dimension, guint32 stride, const gint64 *value)
{
  guint n_nodes = self->sums->n_nodes[dimension];
  const guint32 *cell = self->sums->cell;

  for (guint32 i = 0; i < self->n; i++)
    {
      self->parts[i] = 0;
      self->whole[i] = 0;
    }
  for (guint32 i = 0; i < self->n; i++)
    {
      guint node = i / stride % n_nodes;
      guint32 above;

      if (node == 0)
        continue;
      above = i - (node - (guint) self->sums->parent[dimension][node]) * stride;
      self->whole[above] = 1;
      if (__builtin_add_overflow (self->parts[above], value[cell[i]], &self->parts[above]))
        return FALSE;
    }
  for (guint32 i = 0; i < self->n; i++)
    if (self->whole[i] && self->parts[i] != value[cell[i]])
      return FALSE;
  return TRUE;
}

static gboolean
table_adds_up (const Adding *self, const gint64 *value)
{
  guint32 stride = 1;

  for (guint d = self->sums->n_dimensions; d-- > 0; stride *= self->sums->n_nodes[d])
    if (!adds_up_along (self, d, stride, value))
      return FALSE;
  return TRUE;
}

static gboolean
witness_adds_up (Check *check, const Adding *adding, const AmpWitness *witness, GError **error)
{
  gboolean possible;

  if (!entries_are_sound (check, witness, error))
    return FALSE;
  place (check, witness);
  possible = table_adds_up (adding, check->difference);
  take_away (check, witness);
  return possible || refuse (error, "a witness does not add up in a table");
}

gboolean
amp_sums_check (const AmpSystem *system, const AmpProof *proof, const AmpSums *sums, GError **error)
{
  g_autofree gint64 *difference = NULL, *parts = NULL;
  g_autofree guint8 *whole = NULL;
  Check check = {.system = system};
  Adding adding = {.sums = sums};
  guint n_witnesses = proof == NULL ? 0 : proof->len;

  if (!cells_are_sound (system, error) || !trees_are_sound (sums, &adding.n, error))
    return FALSE;
  for (guint32 i = 0; i < adding.n; i++)
    if (sums->cell[i] >= system->n_cells)
      return refuse (error, "a table names a cell that does not exist");
  check.difference = difference = g_new0 (gint64, system->n_cells);
  adding.parts = parts = g_new (gint64, adding.n);
  adding.whole = whole = g_new (guint8, adding.n);
  if (!table_adds_up (&adding, system->count))
    return refuse (error, "the counts do not add up in a table");
  if (n_witnesses > 0 && proof->pdata == NULL)
    return refuse (error, "the witnesses are missing");
  for (guint i = 0; i < n_witnesses; i++)
    if (!witness_adds_up (&check, &adding, g_ptr_array_index (proof, i), error))
      return FALSE;
  return TRUE;
}
