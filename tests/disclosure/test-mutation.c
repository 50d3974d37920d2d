/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Right proofs, spoilt in one place each: every one is refused, or does no harm. No harm means that
 * what the need asked for before still holds, in the table as its own trees add it up, with the
 * cells told that now are: an unneeded witness left out, a count changed where nobody could say it
 * was wrong. That is found out by other code than the check's.
 *
 * AMP_MUTATIONS=10000 for the long run, AMP_SEED for other releases. */
#include "disclosure/check.h"
#include "sheet.h"

#include <string.h>

typedef struct
{
  Sheet *sheet;
  guint32 *cell;
  AmpSystem *system;
  GArray *needs; /* of AmpNeed */
  GArray *asked; /* the same before it was spoilt */
  AmpProof *proof;
} Release;

typedef gboolean (*Mutation) (GRand *rand, Release *release);

static guint32
any (GRand *rand, guint32 n)
{
  return (guint32) g_rand_int_range (rand, 0, (gint32) n);
}

static guint64
number_of (const char *name, guint64 otherwise)
{
  const char *text = g_getenv (name);

  return text == NULL ? otherwise : g_ascii_strtoull (text, NULL, 10);
}

/* --- Releases that are right --- */

static gboolean
is_within (const Sheet *sheet, guint dimension, guint leaf, guint node)
{
  for (gint at = (gint) leaf; at >= 0; at = sheet->parent[dimension][at])
    if (at == (gint) node)
      return TRUE;
  return FALSE;
}

/* Two base cells of each dimension exchange people: +1 and -1 in one dimension, multiplied over
 * all, and summed up into whatever holds only one of the two. */
static AmpWitness *
exchange (GRand *rand, const Sheet *sheet)
{
  guint leaf[SHEET_MOST_DIMENSIONS][2];
  g_autofree gint *sign = g_new (gint, sheet->n_cells);
  gint64 most = G_MAXINT64, by;
  AmpWitness *witness;
  guint32 n = 0;

  for (guint d = 0; d < sheet->n_dimensions; d++)
    for (guint side = 0; side < 2; side++)
      {
        guint32 base;

        do
          base = any (rand, sheet->n_cells);
        while (!sheet_is_base (sheet, base) ||
               (side == 1 && sheet_node (sheet, base, d) == leaf[d][0]));
        leaf[d][side] = sheet_node (sheet, base, d);
      }
  for (guint32 cell = 0; cell < sheet->n_cells; cell++)
    {
      sign[cell] = 1;
      for (guint d = 0; d < sheet->n_dimensions; d++)
        sign[cell] *= is_within (sheet, d, leaf[d][0], sheet_node (sheet, cell, d)) -
                      is_within (sheet, d, leaf[d][1], sheet_node (sheet, cell, d));
      n += sign[cell] != 0;
      if (sign[cell] < 0)
        most = MIN (most, sheet->count[cell]);
    }
  if (most == 0)
    return NULL;
  by = g_rand_int_range (rand, 1, (gint32) MIN (most, 30) + 1);
  witness = amp_witness_new (n);
  n = 0;
  for (guint32 cell = 0; cell < sheet->n_cells; cell++)
    if (sign[cell] != 0)
      {
        witness->cell[n] = cell;
        witness->difference[n++] = sign[cell] * by;
      }
  return witness;
}

/* What the witnesses give each cell is what the needs ask for: nothing to spare. */
static void
ask_for_all_there_is (GRand *rand, Release *self)
{
  const gint64 *count = self->system->count;

  for (guint32 cell = 0; cell < self->sheet->n_cells; cell++)
    {
      AmpNeed need = {cell, count[cell], count[cell], FALSE};

      for (guint i = 0; i < self->proof->len; i++)
        {
          const AmpWitness *witness = g_ptr_array_index (self->proof, i);

          for (guint32 k = 0; k < witness->n; k++)
            if (witness->cell[k] == cell)
              {
                need.at_most = MIN (need.at_most, count[cell] + witness->difference[k]);
                need.at_least = MAX (need.at_least, count[cell] + witness->difference[k]);
              }
        }
      if (need.at_most == need.at_least)
        continue;
      self->system->state[cell] = AMP_CELL_SECONDARY;
      if (any (rand, 3) > 0)
        continue;
      self->system->state[cell] = AMP_CELL_PRIMARY;
      g_array_append_val (self->needs, need);
    }
}

static Release *
release_new (GRand *rand)
{
  static const SheetShape shape = {2, 3, 250, 10, 12};
  Release *self = g_new0 (Release, 1);

  self->sheet = sheet_random (rand, &shape);
  self->cell = g_new (guint32, self->sheet->n_cells);
  for (guint32 i = 0; i < self->sheet->n_cells; i++)
    self->cell[i] = i;
  self->system = sheet_system (self->sheet);
  self->proof = amp_proof_new ();
  for (guint tries = 1 + any (rand, 8); tries > 0; tries--)
    {
      AmpWitness *witness = exchange (rand, self->sheet);

      if (witness != NULL)
        g_ptr_array_add (self->proof, witness);
    }
  self->needs = g_array_new (FALSE, FALSE, sizeof (AmpNeed));
  ask_for_all_there_is (rand, self);
  self->asked = g_array_copy (self->needs);
  return self;
}

static void
release_free (Release *self)
{
  g_free (self->cell);
  amp_system_free (self->system);
  g_array_unref (self->needs);
  g_array_unref (self->asked);
  g_ptr_array_unref (self->proof);
  sheet_free (self->sheet);
  g_free (self);
}

static gboolean
passes (const Release *self)
{
  const AmpNeed *needs = (const AmpNeed *) (gpointer) self->needs->data;
  AmpSums sums = {self->sheet->n_dimensions, self->sheet->n_nodes,
                  (const gint *const *) self->sheet->parent, self->cell};

  return amp_proof_check (self->system, needs, self->needs->len, self->proof, NULL) &&
         amp_sums_check (self->system, self->proof, &sums, NULL);
}

/* --- Whether what passed is harmless --- */

typedef struct
{
  const gint64 *value;
  gboolean holds;
} Sum;

static void
sum_holds (guint32 whole, const guint32 *parts, guint n, gpointer data)
{
  Sum *sum = data;
  gint64 all = 0;

  for (guint i = 0; i < n; i++)
    all += sum->value[parts[i]];
  sum->holds = sum->holds && all == sum->value[whole];
}

static gboolean
is_possible (const Release *self, const gint64 *table)
{
  Sum sum = {table, TRUE};

  for (guint32 i = 0; i < self->sheet->n_cells; i++)
    if (table[i] < 0 || (table[i] != self->system->count[i] &&
                         amp_cell_is_told ((AmpCellState) self->system->state[i])))
      return FALSE;
  sheet_equations (self->sheet, sum_holds, &sum);
  return sum.holds;
}

static gboolean
is_harmless (const Release *self)
{
  gsize size = sizeof (gint64) * self->sheet->n_cells;
  g_autofree gint64 *lowest = g_memdup2 (self->system->count, size);
  g_autofree gint64 *highest = g_memdup2 (self->system->count, size);

  if (!is_possible (self, self->system->count))
    return FALSE;
  for (guint i = 0; i < self->proof->len; i++)
    {
      const AmpWitness *witness = g_ptr_array_index (self->proof, i);
      g_autofree gint64 *table = g_memdup2 (self->system->count, size);

      for (guint32 k = 0; k < witness->n; k++)
        table[witness->cell[k]] += witness->difference[k];
      if (!is_possible (self, table))
        return FALSE;
      for (guint32 cell = 0; cell < self->sheet->n_cells; cell++)
        {
          lowest[cell] = MIN (lowest[cell], table[cell]);
          highest[cell] = MAX (highest[cell], table[cell]);
        }
    }
  for (guint i = 0; i < self->asked->len; i++)
    {
      const AmpNeed *need = &g_array_index (self->asked, AmpNeed, i);

      if (lowest[need->cell] > need->at_most || highest[need->cell] < need->at_least)
        return FALSE;
    }
  return TRUE;
}

/* --- Mutations. FALSE: there is nothing here to spoil that way. --- */

static guint32
any_hidden (GRand *rand, const Release *self)
{
  guint32 cell;

  do
    cell = any (rand, self->sheet->n_cells);
  while (amp_cell_is_told ((AmpCellState) self->system->state[cell]));
  return cell;
}

static AmpWitness *
any_witness (GRand *rand, const Release *self)
{
  return g_ptr_array_index (self->proof, any (rand, self->proof->len));
}

static gboolean
tell_a_hidden_cell (GRand *rand, Release *self)
{
  static const AmpCellState told[] = {AMP_CELL_OPEN, AMP_CELL_PUBLISHED, AMP_CELL_IMPOSSIBLE};

  self->system->state[any_hidden (rand, self)] = (guint8) told[any (rand, 3)];
  return TRUE;
}

static gboolean
make_a_told_cell_primary (GRand *rand, Release *self)
{
  guint32 cell = any (rand, self->sheet->n_cells);

  if (!amp_cell_is_told ((AmpCellState) self->system->state[cell]))
    return FALSE;
  self->system->state[cell] = AMP_CELL_PRIMARY;
  return TRUE;
}

static gint64
other_number (GRand *rand)
{
  gint64 by = g_rand_int_range (rand, 1, 20);

  return g_rand_boolean (rand) ? by : -by;
}

static gboolean
corrupt_an_entry (GRand *rand, Release *self)
{
  AmpWitness *witness = any_witness (rand, self);

  witness->difference[any (rand, witness->n)] += other_number (rand);
  return TRUE;
}

static gboolean
move_an_entry (GRand *rand, Release *self)
{
  AmpWitness *witness = any_witness (rand, self);
  guint32 i = any (rand, witness->n), cell = any (rand, self->sheet->n_cells + 2);

  if (witness->cell[i] == cell)
    return FALSE;
  witness->cell[i] = cell;
  return TRUE;
}

static gboolean
swap_two_entries (GRand *rand, Release *self)
{
  AmpWitness *witness = any_witness (rand, self);
  guint32 a = any (rand, witness->n), b = any (rand, witness->n);
  gint64 kept = witness->difference[a];

  if (kept == witness->difference[b])
    return FALSE;
  witness->difference[a] = witness->difference[b];
  witness->difference[b] = kept;
  return TRUE;
}

static gboolean
drop_an_entry (GRand *rand, Release *self)
{
  AmpWitness *witness = any_witness (rand, self);
  guint32 i = any (rand, witness->n), after = witness->n - i - 1;

  memmove (witness->cell + i, witness->cell + i + 1, sizeof (guint32) * after);
  memmove (witness->difference + i, witness->difference + i + 1, sizeof (gint64) * after);
  witness->n--;
  return TRUE;
}

static gboolean
drop_a_witness (GRand *rand, Release *self)
{
  g_ptr_array_remove_index (self->proof, any (rand, self->proof->len));
  return TRUE;
}

static gboolean
change_a_count (GRand *rand, Release *self)
{
  self->system->count[any (rand, self->sheet->n_cells)] += other_number (rand);
  return TRUE;
}

static gboolean
swap_two_counts (GRand *rand, Release *self)
{
  gint64 *count = self->system->count;
  guint32 a = any (rand, self->sheet->n_cells), b = any (rand, self->sheet->n_cells);
  gint64 kept = count[a];

  if (kept == count[b])
    return FALSE;
  count[a] = count[b];
  count[b] = kept;
  return TRUE;
}

static void
remove_equation (AmpSystem *system, guint32 e)
{
  guint32 size = system->start[e + 1] - system->start[e];

  memmove (system->member + system->start[e], system->member + system->start[e + 1],
           sizeof (guint32) * (system->start[system->n_equations] - system->start[e + 1]));
  for (guint32 i = e; i < system->n_equations; i++)
    system->start[i] = system->start[i + 1] - size;
  system->n_equations--;
}

static gboolean
drop_an_equation (GRand *rand, Release *self)
{
  remove_equation (self->system, any (rand, self->system->n_equations));
  return TRUE;
}

/* A part is left out of a sum, a cell stands for another, or two sums are cut elsewhere. */
static gboolean
spoil_an_equation (GRand *rand, Release *self)
{
  AmpSystem *system = self->system;
  guint32 used = system->start[system->n_equations];

  if (g_rand_boolean (rand))
    system->member[any (rand, used)] = any (rand, self->sheet->n_cells + 2);
  else
    system->start[any (rand, system->n_equations + 1)] = any (rand, used);
  return TRUE;
}

/* The proof is of an easier system: nothing ties one cell, and a witness makes use of it. */
static gboolean
forget_the_equations_of_a_cell (GRand *rand, Release *self)
{
  AmpSystem *system = self->system;
  AmpWitness *witness = amp_witness_new (1);

  witness->cell[0] = any_hidden (rand, self);
  witness->difference[0] = 1 + any (rand, 9);
  g_ptr_array_add (self->proof, witness);
  for (guint32 e = system->n_equations; e-- > 0;)
    for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
      if (system->member[z] == witness->cell[0])
        {
          remove_equation (system, e);
          break;
        }
  return TRUE;
}

static gboolean
drop_a_need (GRand *rand, Release *self)
{
  if (self->needs->len == 0)
    return FALSE;
  g_array_remove_index (self->needs, any (rand, self->needs->len));
  return TRUE;
}

static gboolean
ask_for_more (GRand *rand, Release *self)
{
  AmpNeed *need;

  if (self->needs->len == 0)
    return FALSE;
  need = &g_array_index (self->needs, AmpNeed, any (rand, self->needs->len));
  if (g_rand_boolean (rand))
    need->at_most--;
  else
    need->at_least++;
  return TRUE;
}

static gboolean
give_a_need_to_another_cell (GRand *rand, Release *self)
{
  AmpNeed *need;
  guint32 cell = any (rand, self->sheet->n_cells + 2);

  if (self->needs->len == 0)
    return FALSE;
  need = &g_array_index (self->needs, AmpNeed, any (rand, self->needs->len));
  if (need->cell == cell)
    return FALSE;
  need->cell = cell;
  return TRUE;
}

/* always: there is no way for it to be harmless. */
static const struct
{
  const char *name;
  Mutation spoil;
  gboolean always;
} mutations[] = {
  {"a hidden cell told", tell_a_hidden_cell, TRUE},
  {"a told cell primary", make_a_told_cell_primary, TRUE},
  {"a witness entry corrupted", corrupt_an_entry, TRUE},
  {"a witness entry moved", move_an_entry, TRUE},
  {"two witness entries swapped", swap_two_entries, FALSE},
  {"a witness entry dropped", drop_an_entry, TRUE},
  {"a witness dropped", drop_a_witness, FALSE},
  {"a count changed", change_a_count, TRUE},
  {"two counts swapped", swap_two_counts, FALSE},
  {"an equation dropped", drop_an_equation, FALSE},
  {"an equation spoilt", spoil_an_equation, FALSE},
  {"the equations of a cell forgotten", forget_the_equations_of_a_cell, TRUE},
  {"a need dropped", drop_a_need, TRUE},
  {"a need for more", ask_for_more, TRUE},
  {"a need of another cell", give_a_need_to_another_cell, TRUE},
};

static void
test_every_mutation_is_refused_or_harmless (void)
{
  guint64 n = number_of ("AMP_MUTATIONS", 900);
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) number_of ("AMP_SEED", 20261));
  guint tried[G_N_ELEMENTS (mutations)] = {0}, refused[G_N_ELEMENTS (mutations)] = {0};

  for (guint64 done = 0; done < n;)
    {
      gsize m = done % G_N_ELEMENTS (mutations);
      Release *release = release_new (rand);

      if (release->proof->len > 0)
        {
          g_assert_true (passes (release));
          g_assert_true (is_harmless (release));
          if (mutations[m].spoil (rand, release))
            {
              done++;
              tried[m]++;
              if (!passes (release))
                refused[m]++;
              else if (mutations[m].always || !is_harmless (release))
                g_error ("mutation %" G_GUINT64_FORMAT ", %s: neither refused nor harmless", done,
                         mutations[m].name);
            }
        }
      release_free (release);
    }
  for (gsize m = 0; m < G_N_ELEMENTS (mutations); m++)
    g_test_message ("%s: %u of %u refused, the others harmless", mutations[m].name, refused[m],
                    tried[m]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/mutation/every-mutation-is-refused-or-harmless",
                   test_every_mutation_is_refused_or_harmless);
  return g_test_run ();
}
