/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include "disclosure/linear.h"
#include "disclosure/moves.h"
#include "disclosure/rules.h"

/* What the cells move by leaves every equation as it is, and moves no told cell. */
static void
assert_holds (const AmpMoves *moves, const AmpSystem *system)
{
  for (guint32 cell = 0; cell < system->n_cells; cell++)
    {
      gint64 by = amp_moves_get (moves, cell);

      g_assert_cmpint (system->count[cell] + by, >=, 0);
      if (amp_cell_is_told (system->state[cell]))
        g_assert_cmpint (by, ==, 0);
    }
  for (guint32 e = 0; e < system->n_equations; e++)
    {
      gint64 rest = amp_moves_get (moves, system->member[system->start[e]]);

      for (guint32 z = system->start[e] + 1; z < system->start[e + 1]; z++)
        rest -= amp_moves_get (moves, system->member[z]);
      g_assert_cmpint (rest, ==, 0);
    }
}

static AmpSimplexResult
solve (AmpMoves *moves)
{
  return amp_moves_solve (moves, G_MAXINT64, NULL);
}

/* A table with a first pattern; gives its needs. */
static GArray *
hide (TestTable *table)
{
  const AmpRules rules = {.t = 11, .zeros_hidden = TRUE, .share_percent = 100};
  GArray *needs = amp_rules_apply (&rules, table->cube, table->system, NULL);
  g_autofree guint8 *is_protected = g_new0 (guint8, table->system->n_cells);
  g_autofree guint32 *order = g_new (guint32, table->system->n_cells);

  for (guint32 i = 0; i < table->system->n_cells; i++)
    order[i] = i;
  for (guint i = 0; i < needs->len; i++)
    is_protected[g_array_index (needs, AmpNeed, i).cell] = TRUE;
  g_assert_true (amp_linear_hide (table->system, is_protected, order, NULL, NULL));
  return needs;
}

/* A cell that is forced goes all its way, or cannot; whatever comes of it holds. */
static void
test_forced (void)
{
  guint n_found = 0, n_stuck = 0;

  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (3100 + round);
      guint64 random = round;
      g_auto (TestTable) table = {0};
      g_autoptr (GArray) needs = NULL;
      g_autoptr (AmpMoves) moves = NULL;

      test_table_random (&table, rand);
      needs = hide (&table);
      moves = amp_moves_new (table.system, amp_groups_new (table.system, FALSE, NULL), &random);
      for (guint i = 0; i < needs->len; i++)
        {
          guint32 cell = g_array_index (needs, AmpNeed, i).cell;

          amp_moves_set_up (moves);
          amp_moves_reset (moves);
          if (!amp_moves_force (moves, cell, TRUE, 2))
            n_stuck++;
          else if (solve (moves) == AMP_SIMPLEX_OPTIMAL)
            {
              assert_holds (moves, table.system);
              g_assert_cmpint (amp_moves_get (moves, cell), >=, 2);
              n_found++;
            }
        }
    }
  g_assert_cmpuint (n_found, >, 500);
  g_assert_cmpuint (n_stuck, >, 0);
}

/* Where nothing is forced, nothing at all is a solution, so there is one; and most of what is
 * pulled moves. */
static void
test_pulled (void)
{
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = NULL;
  guint n_whole = 0, n_moved = 0;

  test_table_read (&table, AMP_TABLES "/C_2000.txt");
  needs = hide (&table);
  for (guint64 seed = 1; seed <= 6; seed++)
    {
      guint64 random = seed;
      g_autoptr (AmpMoves) moves =
        amp_moves_new (table.system, amp_groups_new (table.system, FALSE, NULL), &random);
      AmpSimplexResult result;

      amp_moves_set_up (moves);
      for (guint i = 0; i < needs->len; i++)
        {
          guint32 cell = g_array_index (needs, AmpNeed, i).cell;
          gboolean up = table.system->count[cell] == 0 || amp_chance (&random) < 0.5;

          amp_moves_pull (moves, cell, up, 1, 0.5 + amp_chance (&random));
        }
      result = solve (moves);
      g_assert_cmpint (result, !=, AMP_SIMPLEX_INFEASIBLE);
      if (result != AMP_SIMPLEX_OPTIMAL)
        continue; /* not in whole numbers */
      n_whole++;
      assert_holds (moves, table.system);
      for (guint i = 0; i < needs->len; i++)
        n_moved += amp_moves_get (moves, g_array_index (needs, AmpNeed, i).cell) != 0;
    }
  g_assert_cmpuint (n_whole, >, 0);
  g_assert_cmpuint (n_moved, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/moves/who-is-forced-moves-and-all-else-holds", test_forced);
  g_test_add_func ("/disclosure/moves/where-nothing-is-forced-there-is-a-solution", test_pulled);
  return g_test_run ();
}
