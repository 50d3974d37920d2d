/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/witness.h"

#include "disclosure/linear.h"
#include "disclosure/simplex.h"

#include <string.h>

#define MOST_STEPS 200000
#define MOST_BRANCHES 24
#define LEAST_GAIN 8
#define WHOLE 1e-5    /* how far from a whole number is one */
#define MUCH 1e6      /* no cell gains more */
#define HIDDEN 0.0005 /* price of moving what is hidden anyway, times 1 to 2 */

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

  AmpColumns columns; /* 2 c: what cell c gains; 2 c + 1: what it loses */
  AmpSimplex *simplex;

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

static double
random_share (AmpSearch *self)
{
  guint64 z = (self->random += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  z ^= z >> 31;
  return (double) (z >> 11) / 9007199254740992.0;
}

/* --- Making --- */

/* Which equations become rows. All of them say more than is needed, and small tables are quicker
 * with that; large ones are not. */
static guint8 *
choose_rows (const AmpSystem *system, guint32 many_cells)
{
  guint8 *is_row;

  if (system->n_cells >= many_cells)
    return amp_linear_independent (system);
  is_row = g_new (guint8, system->n_equations + 1);
  memset (is_row, TRUE, system->n_equations + 1);
  return is_row;
}

static void
write_columns (AmpSearch *self, guint32 many_cells)
{
  const AmpSystem *system = self->system;
  guint32 n = 2 * system->n_cells, total = 2 * system->start[system->n_equations];
  AmpColumns *columns = &self->columns;
  g_autofree guint8 *is_row = choose_rows (system, many_cells);
  guint32 row = 0;

  columns->n = n;
  columns->start = g_new0 (guint32, n + 2);
  columns->row = g_new (guint32, total + 1);
  columns->value = g_new (double, total + 1);
  for (guint32 e = 0; e < system->n_equations; e++)
    for (guint32 z = system->start[e]; z < system->start[e + 1] && is_row[e]; z++)
      {
        columns->start[2 * system->member[z] + 2]++;
        columns->start[2 * system->member[z] + 3]++;
      }
  for (guint32 j = 0; j < n; j++)
    columns->start[j + 2] += columns->start[j + 1];
  for (guint32 e = 0; e < system->n_equations; e++)
    if (is_row[e])
      {
        for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
          for (guint32 side = 0; side < 2; side++)
            {
              guint32 at = columns->start[2 * system->member[z] + side + 1]++;

              columns->row[at] = row;
              columns->value[at] = (z == system->start[e]) == (side == 0) ? -1 : 1;
            }
        row++;
      }
  columns->n_rows = row;
}

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
                guint32 many_cells,
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
  write_columns (self, many_cells);
  self->simplex = amp_simplex_new (&self->columns);
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
  g_clear_pointer (&self->simplex, amp_simplex_free);
  g_free (self->columns.start);
  g_free (self->columns.row);
  g_free (self->columns.value);
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
  return amp_simplex_steps (self->simplex);
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

/* Every cell free to move as far as it may, dear or for nothing. */
static void
set_up (AmpSearch *self, gboolean hide)
{
  const AmpSystem *system = self->system;

  for (guint32 cell = 0; cell < system->n_cells; cell++)
    {
      guint8 state = system->state[cell];
      gboolean moves = !amp_cell_is_told (state) || (hide && state == AMP_CELL_OPEN);
      double price = state == AMP_CELL_OPEN ? (double) system->price[cell] : HIDDEN;
      double spread = state == AMP_CELL_OPEN ? 0.1 : 1;

      for (guint32 side = 0; side < 2; side++)
        {
          double upper = side == 0 ? MUCH : MIN ((double) system->count[cell], MUCH);

          amp_simplex_set_bounds (self->simplex, 2 * cell + side, 0, moves ? upper : 0);
          amp_simplex_set_cost (self->simplex, 2 * cell + side,
                                price * (1 + spread * random_share (self)));
        }
    }
}

static double
moved (const AmpSearch *self, guint32 cell)
{
  return amp_simplex_get_value (self->simplex, 2 * cell) -
         amp_simplex_get_value (self->simplex, 2 * cell + 1);
}

static gint64
nearest (double value)
{
  return (gint64) (value < 0 ? value - 0.5 : value + 0.5);
}

/* A cell whose difference is no whole number, the most doubtful; G_MAXUINT32: none. */
static guint32
most_doubtful (const AmpSearch *self)
{
  guint32 best = G_MAXUINT32;
  double most = WHOLE;

  for (guint32 cell = 0; cell < self->system->n_cells; cell++)
    {
      double value = moved (self, cell);
      double off = __builtin_fabs (value - (double) nearest (value));

      if (off > most)
        {
          most = off;
          best = cell;
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
branch (AmpSearch *self, guint32 cell, gboolean up)
{
  double value = moved (self, cell);
  guint32 j = value > 0 ? 2 * cell : 2 * cell + 1;
  double at = amp_simplex_get_value (self->simplex, j);
  double floor = (double) (gint64) at;
  Branch was = {j, amp_simplex_get_lower (self->simplex, j),
                amp_simplex_get_upper (self->simplex, j)};

  if (up)
    amp_simplex_set_bounds (self->simplex, j, floor + 1, was.upper);
  else
    amp_simplex_set_bounds (self->simplex, j, was.lower, floor);
  return was;
}

static AmpSimplexResult
solve (AmpSearch *self)
{
  return amp_simplex_solve (self->simplex, MOST_STEPS, self->deadline, self->cancellable);
}

/* Solves, and goes down one line of branches to whole numbers: each doubt is first settled by
 * the whole number above or below, by chance, then by the other one; no more than that. */
static AmpSimplexResult
solve_whole (AmpSearch *self)
{
  Branch was[MOST_BRANCHES];
  guint n = 0;
  AmpSimplexResult result = solve (self);

  while (result == AMP_SIMPLEX_OPTIMAL && n < MOST_BRANCHES)
    {
      guint32 cell = most_doubtful (self);
      gboolean up;

      if (cell == G_MAXUINT32)
        break;
      up = random_share (self) < 0.7;
      was[n] = branch (self, cell, up);
      result = solve (self);
      if (result == AMP_SIMPLEX_INFEASIBLE)
        {
          double bound = up ? amp_simplex_get_lower (self->simplex, was[n].j) - 1
                            : amp_simplex_get_upper (self->simplex, was[n].j) + 1;

          amp_simplex_set_bounds (self->simplex, was[n].j, up ? was[n].lower : bound,
                                  up ? bound : was[n].upper);
          result = solve (self);
        }
      n++;
    }
  if (result == AMP_SIMPLEX_OPTIMAL && most_doubtful (self) != G_MAXUINT32)
    result = AMP_SIMPLEX_GAVE_UP;
  while (n-- > 0)
    amp_simplex_set_bounds (self->simplex, was[n].j, was[n].lower, was[n].upper);
  return result;
}

/* The solution as a witness that is kept; OPEN cells in it become SECONDARY. FALSE: it does not
 * hold in whole numbers. */
static gboolean
take_solution (AmpSearch *self, gboolean hide)
{
  AmpSystem *system = self->system;
  gboolean good;

  for (guint32 cell = 0; cell < system->n_cells; cell++)
    self->difference[cell] = nearest (moved (self, cell));
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
  return random_share (self) < 0.5;
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
  guint32 before = self->n_ways;
  AmpSimplexResult result;

  set_up (self, FALSE);
  for (guint32 i = 0; i < self->n_needs; i++)
    if (!amp_search_is_met (self, i))
      {
        gboolean up = way_of (self, i);
        guint32 j = 2 * self->needs[i].cell + (up ? 0 : 1);

        amp_simplex_set_bounds (self->simplex, j, 0, distance (self, i, up));
        amp_simplex_set_cost (self->simplex, j,
                              -(0.5 + random_share (self)) / distance (self, i, up));
      }
  result = solve_whole (self);
  if (result == AMP_SIMPLEX_STOPPED)
    return AMP_SEARCH_STOPPED;
  if (result != AMP_SIMPLEX_OPTIMAL || !take_solution (self, FALSE))
    return AMP_SEARCH_NONE;
  return self->n_ways > before + LEAST_GAIN ? AMP_SEARCH_FOUND : AMP_SEARCH_NONE;
}

/* A table in which the cell of the need has gone all its way. */
static AmpSearchResult
search_way (AmpSearch *self, guint32 i, gboolean up, gboolean hide)
{
  guint32 cell = self->needs[i].cell;
  double far = distance (self, i, up);

  if (!up && far > (double) self->system->count[cell])
    return AMP_SEARCH_NONE;
  for (guint attempt = 0; attempt < 3; attempt++)
    {
      AmpSimplexResult result;

      set_up (self, hide);
      amp_simplex_reset (self->simplex);
      amp_simplex_set_bounds (self->simplex, 2 * cell + (up ? 0 : 1), far,
                              up ? MUCH : (double) self->system->count[cell]);
      amp_simplex_set_bounds (self->simplex, 2 * cell + (up ? 1 : 0), 0, 0);
      result = solve_whole (self);
      if (result == AMP_SIMPLEX_STOPPED)
        return AMP_SEARCH_STOPPED;
      if (result == AMP_SIMPLEX_INFEASIBLE)
        return AMP_SEARCH_NONE;
      if (result == AMP_SIMPLEX_OPTIMAL && take_solution (self, hide))
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
