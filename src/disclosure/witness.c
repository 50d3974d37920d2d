/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/witness.h"

#include "disclosure/linear.h"
#include "disclosure/moves.h"

#include <string.h>

#define LEAST_GAIN 8
/* All equations say more than is needed, and small programmes are quicker with that; larger ones
 * are not. Measured (tests/bench/bench-disclosure.c). */
#define MOST_ROWS 900
#define MOST_ROWS_OPEN 3000

typedef struct
{
  AmpWitness *witness;
  guint told; /* how many of its cells have become told: 0: it holds */
} Kept;

struct _AmpSearch
{
  AmpSystem *system;
  const AmpNeed *needs;
  guint32 n_needs;
  gint64 deadline;
  GCancellable *cancellable;
  guint64 random;

  guint32 most_rows, most_rows_open;
  guint8 *is_row;       /* equations that say all; NULL until it is wanted */
  AmpMoves *moves;      /* of hidden cells; NULL until it is wanted */
  AmpMoves *moves_open; /* of OPEN ones as well */
  guint64 steps;        /* of those of which nothing is left */

  GArray *kept;          /* of Kept */
  GArray **kept_by_cell; /* of guint: into kept; NULL */
  guint32 *first_need;   /* of a cell; needs with the same cell are chained by next */
  guint32 *next_need;
  guint *low, *high; /* of a need: how many witnesses that hold go so far */
  guint32 n_unmet;
  guint32 n_ways;     /* met, of all needs: low ones and high ones */
  gint64 *difference; /* of each cell; 0 outside a function */
};

#define NO_NEED G_MAXUINT32

/* --- Making --- */

static void
index_needs (AmpSearch *self)
{
  for (guint32 cell = 0; cell < self->system->n_cells; cell++)
    self->first_need[cell] = NO_NEED;
  for (guint32 i = self->n_needs; i-- > 0;)
    {
      const AmpNeed *need = &self->needs[i];

      self->next_need[i] = self->first_need[need->cell];
      self->first_need[need->cell] = i;
      /* The true table is a witness as well. */
      self->low[i] = self->system->count[need->cell] <= need->at_most;
      self->high[i] = self->system->count[need->cell] >= need->at_least;
      self->n_ways += self->low[i] + self->high[i];
      self->n_unmet += !amp_search_is_met (self, i);
    }
}

AmpSearch *
amp_search_new (AmpSystem *system,
                const AmpNeed *needs,
                guint32 n_needs,
                guint64 seed,
                guint32 most_rows,
                gint64 deadline,
                GCancellable *cancellable)
{
  AmpSearch *self = g_new0 (AmpSearch, 1);

  self->system = system;
  self->needs = needs;
  self->n_needs = n_needs;
  self->random = seed;
  self->deadline = deadline;
  self->cancellable = cancellable;
  self->most_rows = most_rows == 0 ? MOST_ROWS : most_rows;
  self->most_rows_open = most_rows == 0 ? MOST_ROWS_OPEN : most_rows;
  self->kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  self->kept_by_cell = g_new0 (GArray *, system->n_cells);
  self->first_need = g_new (guint32, system->n_cells);
  self->next_need = g_new (guint32, n_needs);
  self->low = g_new0 (guint, n_needs);
  self->high = g_new0 (guint, n_needs);
  self->difference = g_new0 (gint64, MAX (1, system->n_cells));
  index_needs (self);
  return self;
}

void
amp_search_free (AmpSearch *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->kept->len; i++)
    amp_witness_free (g_array_index (self->kept, Kept, i).witness);
  g_array_unref (self->kept);
  for (guint32 cell = 0; cell < self->system->n_cells; cell++)
    g_clear_pointer (&self->kept_by_cell[cell], g_array_unref);
  g_free (self->kept_by_cell);
  amp_moves_free (self->moves);
  amp_moves_free (self->moves_open);
  g_free (self->is_row);
  g_free (self->first_need);
  g_free (self->next_need);
  g_free (self->low);
  g_free (self->high);
  g_free (self->difference);
  g_free (self);
}

/* --- What is met --- */

gboolean
amp_search_is_met (const AmpSearch *self, guint32 need)
{
  return self->needs[need].either ? self->low[need] > 0 || self->high[need] > 0
                                  : self->low[need] > 0 && self->high[need] > 0;
}

guint32
amp_search_n_unmet (const AmpSearch *self)
{
  return self->n_unmet;
}

double
amp_search_share_met (const AmpSearch *self)
{
  return self->n_needs == 0 ? 1 : 1 - (double) self->n_unmet / (double) self->n_needs;
}

guint64
amp_search_steps (const AmpSearch *self)
{
  return self->steps + (self->moves == NULL ? 0 : amp_moves_steps (self->moves)) +
         (self->moves_open == NULL ? 0 : amp_moves_steps (self->moves_open));
}

/* by: 1, the witness counts from now on; -1, no longer. */
static void
count_witness (AmpSearch *self, const AmpWitness *witness, int by)
{
  for (guint32 z = 0; z < witness->n; z++)
    {
      gint64 count = self->system->count[witness->cell[z]] + witness->difference[z];

      for (guint32 i = self->first_need[witness->cell[z]]; i != NO_NEED; i = self->next_need[i])
        {
          self->n_unmet -= !amp_search_is_met (self, i);
          self->n_ways -= (guint32) (self->low[i] > 0) + (guint32) (self->high[i] > 0);
          if (count <= self->needs[i].at_most)
            self->low[i] += (guint) by;
          if (count >= self->needs[i].at_least)
            self->high[i] += (guint) by;
          self->n_ways += (guint32) (self->low[i] > 0) + (guint32) (self->high[i] > 0);
          self->n_unmet += !amp_search_is_met (self, i);
        }
    }
}

static void
keep (AmpSearch *self, AmpWitness *witness)
{
  Kept kept = {witness, 0};
  guint at = self->kept->len;

  g_array_append_val (self->kept, kept);
  for (guint32 z = 0; z < witness->n; z++)
    {
      GArray **by_cell = &self->kept_by_cell[witness->cell[z]];

      if (*by_cell == NULL)
        *by_cell = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (*by_cell, at);
    }
  count_witness (self, witness, 1);
}

void
amp_search_cell_told (AmpSearch *self, guint32 cell)
{
  const GArray *by_cell = self->kept_by_cell[cell];

  for (guint i = 0; by_cell != NULL && i < by_cell->len; i++)
    {
      Kept *kept = &g_array_index (self->kept, Kept, g_array_index (by_cell, guint, i));

      if (kept->told++ == 0)
        count_witness (self, kept->witness, -1);
    }
}

void
amp_search_cell_hidden (AmpSearch *self, guint32 cell)
{
  const GArray *by_cell = self->kept_by_cell[cell];

  if (self->moves != NULL && !amp_moves_knows (self->moves, cell))
    {
      self->steps += amp_moves_steps (self->moves);
      g_clear_pointer (&self->moves, amp_moves_free);
    }
  for (guint i = 0; by_cell != NULL && i < by_cell->len; i++)
    {
      Kept *kept = &g_array_index (self->kept, Kept, g_array_index (by_cell, guint, i));

      if (--kept->told == 0)
        count_witness (self, kept->witness, 1);
    }
}

/* Whether the differences make a table that agrees with all that is told; OPEN cells count as
 * hidden where the caller is about to hide them. */
static gboolean
holds (const AmpSearch *self, gboolean hide)
{
  const AmpSystem *system = self->system;

  for (guint32 cell = 0; cell < system->n_cells; cell++)
    {
      gint64 count;

      if (self->difference[cell] == 0)
        continue;
      if (__builtin_add_overflow (system->count[cell], self->difference[cell], &count) ||
          count < 0 ||
          (amp_cell_is_told (system->state[cell]) &&
           !(hide && system->state[cell] == AMP_CELL_OPEN)))
        return FALSE;
    }
  for (guint32 e = 0; e < system->n_equations; e++)
    {
      gint64 rest = self->difference[system->member[system->start[e]]];

      for (guint32 z = system->start[e] + 1; z < system->start[e + 1]; z++)
        if (__builtin_sub_overflow (rest, self->difference[system->member[z]], &rest))
          return FALSE;
      if (rest != 0)
        return FALSE;
    }
  return TRUE;
}

static AmpWitness *
witness_of (const AmpSearch *self)
{
  AmpWitness *witness;
  guint32 n = 0;

  for (guint32 cell = 0; cell < self->system->n_cells; cell++)
    n += self->difference[cell] != 0;
  witness = amp_witness_new (n);
  n = 0;
  for (guint32 cell = 0; cell < self->system->n_cells; cell++)
    if (self->difference[cell] != 0)
      {
        witness->cell[n] = cell;
        witness->difference[n++] = self->difference[cell];
      }
  return witness;
}

gboolean
amp_search_take (AmpSearch *self, const AmpWitness *witness)
{
  gboolean good = TRUE;

  for (guint32 z = 0; z < witness->n && good; z++)
    good = witness->cell[z] < self->system->n_cells && self->difference[witness->cell[z]] == 0;
  for (guint32 z = 0; z < witness->n && good; z++)
    self->difference[witness->cell[z]] = witness->difference[z];
  good = good && holds (self, FALSE);
  if (good)
    keep (self, witness_of (self));
  for (guint32 z = 0; z < witness->n; z++)
    if (witness->cell[z] < self->system->n_cells)
      self->difference[witness->cell[z]] = 0;
  return good;
}

/* --- Programmes --- */

static AmpGroups *
groups_of (AmpSearch *self, gboolean hide)
{
  AmpGroups *groups = amp_groups_new (self->system, hide, NULL);

  if (groups->n_rows <= (hide ? self->most_rows_open : self->most_rows))
    return groups;
  amp_groups_free (groups);
  if (self->is_row == NULL)
    self->is_row = amp_linear_independent (self->system);
  return amp_groups_new (self->system, hide, self->is_row);
}

static AmpMoves *
moves_of (AmpSearch *self, gboolean hide)
{
  AmpMoves **moves = hide ? &self->moves_open : &self->moves;

  if (*moves == NULL)
    *moves = amp_moves_new (self->system, groups_of (self, hide), &self->random);
  return *moves;
}

/* The solution as a witness that is kept; OPEN cells in it become SECONDARY. FALSE: it does not
 * hold in whole numbers. */
static gboolean
take_solution (AmpSearch *self, const AmpMoves *moves, gboolean hide)
{
  AmpSystem *system = self->system;
  gboolean good;

  for (guint32 cell = 0; cell < system->n_cells; cell++)
    self->difference[cell] = amp_moves_get (moves, cell);
  good = holds (self, hide);
  for (guint32 cell = 0; cell < system->n_cells && good && hide; cell++)
    if (self->difference[cell] != 0 && system->state[cell] == AMP_CELL_OPEN)
      {
        system->state[cell] = AMP_CELL_SECONDARY;
        amp_search_cell_hidden (self, cell);
      }
  if (good)
    keep (self, witness_of (self));
  memset (self->difference, 0, sizeof (gint64) * system->n_cells);
  return good;
}

/* Which of its ways an unmet need is pulled: TRUE: up. Down is no way where it asks for less than
 * none. */
static gboolean
way_of (AmpSearch *self, guint32 i)
{
  const AmpNeed *need = &self->needs[i];

  if (!need->either && (self->low[i] > 0 || self->high[i] > 0))
    return self->high[i] == 0;
  if (need->at_most < 0)
    return TRUE;
  return amp_chance (&self->random) < 0.5;
}

static double
distance (const AmpSearch *self, guint32 i, gboolean up)
{
  const AmpNeed *need = &self->needs[i];
  gint64 count = self->system->count[need->cell];

  return (double) (up ? need->at_least - count : count - need->at_most);
}

AmpSearchResult
amp_search_many (AmpSearch *self)
{
  AmpMoves *moves = moves_of (self, FALSE);
  guint32 before = self->n_ways;
  AmpSimplexResult result;

  amp_moves_set_up (moves);
  for (guint32 i = 0; i < self->n_needs; i++)
    if (!amp_search_is_met (self, i))
      {
        gboolean up = way_of (self, i);
        double far = distance (self, i, up);

        amp_moves_pull (moves, self->needs[i].cell, up, far,
                        (0.5 + amp_chance (&self->random)) / far);
      }
  result = amp_moves_solve (moves, self->deadline, self->cancellable);
  if (result == AMP_SIMPLEX_STOPPED)
    return AMP_SEARCH_STOPPED;
  if (result != AMP_SIMPLEX_OPTIMAL || !take_solution (self, moves, FALSE))
    return AMP_SEARCH_NONE;
  return self->n_ways > before + LEAST_GAIN ? AMP_SEARCH_FOUND : AMP_SEARCH_NONE;
}

/* A table in which the cell of the need has gone all its way. */
static AmpSearchResult
search_way (AmpSearch *self, guint32 i, gboolean up, gboolean hide)
{
  AmpMoves *moves = moves_of (self, hide);
  double far = distance (self, i, up);

  for (guint attempt = 0; attempt < 3; attempt++)
    {
      AmpSimplexResult result;

      amp_moves_set_up (moves);
      amp_moves_reset (moves);
      if (!amp_moves_force (moves, self->needs[i].cell, up, far))
        return AMP_SEARCH_NONE;
      result = amp_moves_solve (moves, self->deadline, self->cancellable);
      if (result == AMP_SIMPLEX_STOPPED)
        return AMP_SEARCH_STOPPED;
      if (result == AMP_SIMPLEX_INFEASIBLE)
        return AMP_SEARCH_NONE;
      if (result == AMP_SIMPLEX_OPTIMAL && take_solution (self, moves, hide))
        return AMP_SEARCH_FOUND;
    }
  return AMP_SEARCH_NONE;
}

AmpSearchResult
amp_search_one (AmpSearch *self, guint32 need, gboolean hide)
{
  gboolean up = way_of (self, need);

  /* Where one way is enough, the other may be open already. */
  if (hide && self->needs[need].either)
    {
      AmpSearchResult result = amp_search_one (self, need, FALSE);

      if (result != AMP_SEARCH_NONE)
        return result;
    }
  for (guint turn = 0; turn < 2 && !amp_search_is_met (self, need); turn++, up = !up)
    {
      AmpSearchResult result;

      if ((up ? self->high : self->low)[need] > 0)
        continue;
      result = search_way (self, need, up, hide);
      if (result == AMP_SEARCH_STOPPED || (result == AMP_SEARCH_NONE && !self->needs[need].either))
        return result;
    }
  return amp_search_is_met (self, need) ? AMP_SEARCH_FOUND : AMP_SEARCH_NONE;
}

/* --- The proof --- */

AmpProof *
amp_search_proof (const AmpSearch *self)
{
  AmpProof *proof = amp_proof_new ();
  g_autofree guint8 *low = g_new0 (guint8, self->n_needs), *high = g_new0 (guint8, self->n_needs);

  for (guint32 i = 0; i < self->n_needs; i++)
    {
      low[i] = self->system->count[self->needs[i].cell] <= self->needs[i].at_most ? 1 : 0;
      high[i] = self->system->count[self->needs[i].cell] >= self->needs[i].at_least ? 1 : 0;
    }
  /* The later ones were made for what the earlier ones had left. */
  for (guint k = self->kept->len; k-- > 0;)
    {
      const Kept *kept = &g_array_index (self->kept, Kept, k);
      const AmpWitness *witness = kept->witness;
      gboolean is_needed = FALSE;

      for (guint32 z = 0; z < witness->n && kept->told == 0; z++)
        for (guint32 i = self->first_need[witness->cell[z]]; i != NO_NEED; i = self->next_need[i])
          {
            const AmpNeed *need = &self->needs[i];
            gint64 count = self->system->count[need->cell] + witness->difference[z];
            gboolean is_done = need->either && (low[i] || high[i]);

            if (count <= need->at_most && !low[i] && !is_done)
              low[i] = 1, is_needed = TRUE;
            if (count >= need->at_least && !high[i] && !is_done)
              high[i] = 1, is_needed = TRUE;
          }
      if (is_needed)
        {
          AmpWitness *copy = amp_witness_new (witness->n);

          memcpy (copy->cell, witness->cell, sizeof (guint32) * witness->n);
          memcpy (copy->difference, witness->difference, sizeof (gint64) * witness->n);
          g_ptr_array_add (proof, copy);
        }
    }
  return proof;
}
