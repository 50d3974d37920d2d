/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include "disclosure/groups.h"
#include "disclosure/linear.h"
#include "disclosure/rules.h"
#include "disclosure/suppress.h"

/* --- By hand: row 0 = 1 + 2 + 3, row 4 = 5 + 6 + 7, columns 0 and 4 … 3 and 7 add up to 8 … 11 ---
 */

static AmpSystem *
two_rows (const gint64 *count)
{
  AmpSystem *system = amp_system_new (12);

  for (guint32 row = 0; row < 2; row++)
    {
      const guint32 parts[] = {4 * row + 1, 4 * row + 2, 4 * row + 3};

      amp_system_add_equation (system, 4 * row, parts, 3);
    }
  for (guint32 column = 0; column < 4; column++)
    {
      const guint32 parts[] = {column, column + 4};

      amp_system_add_equation (system, 8 + column, parts, 2);
    }
  for (guint32 i = 0; i < 8; i++)
    system->count[i] = i % 4 == 0 ? count[i + 1] + count[i + 2] + count[i + 3] : count[i];
  for (guint32 i = 0; i < 4; i++)
    system->count[8 + i] = system->count[i] + system->count[4 + i];
  g_assert_true (amp_system_adds_up (system, NULL));
  return system;
}

static void
hide (AmpSystem *system, const guint32 *cells, guint n)
{
  for (guint i = 0; i < n; i++)
    system->state[cells[i]] = AMP_CELL_PRIMARY;
}

/* Four hidden cells in a square: one of them gains what its neighbours lose. */
static void
test_square (void)
{
  const gint64 count[] = {0, 3, 5, 20, 0, 7, 2, 20};
  const guint32 cells[] = {1, 2, 5, 6};
  g_autoptr (AmpSystem) system = two_rows (count);
  g_autoptr (AmpGroups) groups = NULL;

  hide (system, cells, G_N_ELEMENTS (cells));
  groups = amp_groups_new (system, FALSE, NULL);
  g_assert_cmpuint (groups->n, ==, 1);
  g_assert_cmpuint (groups->n_rows, ==, 0);
  g_assert_cmpuint (groups->start[1] - groups->start[0], ==, 4);
  g_assert_cmpint (groups->sign[1], ==, groups->sign[6]);
  g_assert_cmpint (groups->sign[1], ==, -groups->sign[2]);
  g_assert_cmpint (groups->sign[1], ==, -groups->sign[5]);
  g_assert_cmpuint (groups->of[3], ==, AMP_GROUP_TOLD);
}

/* Alone in its row, a hidden cell is known. */
static void
test_alone (void)
{
  const gint64 count[] = {0, 3, 5, 20, 0, 7, 2, 20};
  const guint32 cells[] = {1, 5, 6};
  g_autoptr (AmpSystem) system = two_rows (count);
  g_autoptr (AmpGroups) groups = NULL;

  hide (system, cells, G_N_ELEMENTS (cells));
  groups = amp_groups_new (system, FALSE, NULL);
  g_assert_cmpuint (groups->n, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_assert_cmpuint (groups->of[cells[i]], ==, AMP_GROUP_STUCK);
}

/* Three cells of nothing cannot be anything else if the whole is told: nothing can be lost. */
static void
test_zeros (void)
{
  const gint64 count[] = {0, 0, 0, 0, 0, 7, 2, 20};
  const guint32 cells[] = {1, 2, 3, 5, 6, 7};
  g_autoptr (AmpSystem) system = two_rows (count);
  g_autoptr (AmpGroups) groups = NULL;

  hide (system, cells, G_N_ELEMENTS (cells));
  groups = amp_groups_new (system, FALSE, NULL);
  g_assert_cmpuint (groups->n, ==, 0);
}

/* Two of nothing beside one of 20: that one can lose, but not gain. */
static void
test_one_way (void)
{
  const gint64 count[] = {0, 0, 0, 20, 0, 7, 2, 20};
  const guint32 cells[] = {1, 2, 3, 5, 6, 7};
  g_autoptr (AmpSystem) system = two_rows (count);
  g_autoptr (AmpGroups) groups = NULL;
  guint32 group;

  hide (system, cells, G_N_ELEMENTS (cells));
  groups = amp_groups_new (system, FALSE, NULL);
  g_assert_cmpuint (groups->n, ==, 3);
  g_assert_cmpuint (groups->n_rows, ==, 1); /* both rows say the same of three groups */
  group = groups->of[3];
  g_assert_cmpuint (group, ==, groups->of[7]);
  g_assert_cmpint (groups->sign[3], ==, -groups->sign[7]);
  g_assert_false (groups->sign[3] > 0 ? groups->can_gain[group] : groups->can_lose[group]);
  g_assert_true (groups->sign[3] > 0 ? groups->can_lose[group] : groups->can_gain[group]);
}

/* --- At random --- */

/* Every witness moves a group as one, its stuck cells not at all, and adds up in each row. */
static void
assert_groups_allow (const AmpGroups *groups, const AmpSystem *system, const AmpWitness *witness)
{
  g_autofree gint64 *of_cell = g_new0 (gint64, system->n_cells);

  for (guint32 z = 0; z < witness->n; z++)
    of_cell[witness->cell[z]] = witness->difference[z];
  for (guint32 cell = 0; cell < system->n_cells; cell++)
    if (groups->of[cell] >= groups->n)
      g_assert_cmpint (of_cell[cell], ==, 0);
  for (guint32 g = 0; g < groups->n; g++)
    {
      guint32 first = groups->member[groups->start[g]];
      gint64 moved = of_cell[first] * groups->sign[first];

      g_assert_true (moved <= 0 || groups->can_gain[g]);
      g_assert_true (moved >= 0 || groups->can_lose[g]);
      for (guint32 z = groups->start[g]; z < groups->start[g + 1]; z++)
        g_assert_cmpint (of_cell[groups->member[z]] * groups->sign[groups->member[z]], ==, moved);
    }
  for (guint32 row = 0; row < groups->n_rows; row++)
    {
      gint64 sum = 0;

      for (guint32 z = groups->row_start[row]; z < groups->row_start[row + 1]; z++)
        {
          guint32 first = groups->member[groups->start[groups->row_group[z]]];

          sum += groups->row_value[z] * of_cell[first] * groups->sign[first];
        }
      g_assert_cmpint (sum, ==, 0);
    }
}

/* What no row speaks of moves as it likes: then all equations hold of its cells alone. */
static guint
assert_free_groups_are_free (const AmpGroups *groups, const AmpSystem *system)
{
  g_autofree guint8 *is_in_row = g_new0 (guint8, groups->n + 1);
  guint n_free = 0;

  for (guint32 z = 0; z < groups->row_start[groups->n_rows]; z++)
    is_in_row[groups->row_group[z]] = TRUE;
  for (guint32 g = 0; g < groups->n; g++)
    for (guint32 e = 0; e < system->n_equations && !is_in_row[g]; e++)
      {
        gint rest = 0;

        for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
          if (groups->of[system->member[z]] == g)
            rest += (z == system->start[e] ? -1 : 1) * groups->sign[system->member[z]];
        g_assert_cmpint (rest, ==, 0);
        n_free += e == 0;
      }
  return n_free;
}

/* Fewer equations make the same groups: all of them are followed, few become rows. */
static void
assert_same_groups (const AmpGroups *groups, const AmpSystem *system, const AmpGroups *of_few)
{
  g_assert_cmpuint (groups->n, ==, of_few->n);
  g_assert_cmpuint (groups->n_rows, >=, of_few->n_rows);
  for (guint32 cell = 0; cell < system->n_cells; cell++)
    g_assert_cmpuint (groups->of[cell], ==, of_few->of[cell]);
}

static void
test_random (void)
{
  guint n_joined = 0, n_stuck = 0, n_witnesses = 0, n_free = 0;

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (51000 + round);
      const AmpRules rules = {
        .t = 5, .zeros_hidden = round % 2, .strong = round % 3 == 0, .share_percent = 100};
      const AmpSuppressOptions options = {.seed = round};
      g_auto (TestTable) table = {0};
      g_autoptr (GArray) needs = NULL;
      g_autoptr (GPtrArray) proof = NULL;
      g_autoptr (AmpGroups) groups = NULL, of_few = NULL;
      g_autofree guint8 *is_row = NULL;

      test_table_random (&table, rand);
      needs = amp_rules_apply (&rules, table.cube, table.system, NULL);
      proof = amp_suppress (table.system, (const AmpNeed *) (gpointer) needs->data, needs->len,
                            NULL, &options, NULL, NULL);
      if (proof == NULL)
        continue;
      is_row = amp_linear_independent (table.system);
      groups = amp_groups_new (table.system, FALSE, NULL);
      of_few = amp_groups_new (table.system, FALSE, is_row);
      assert_same_groups (groups, table.system, of_few);
      for (guint i = 0; i < proof->len; i++)
        assert_groups_allow (groups, table.system, g_ptr_array_index (proof, i));
      n_free += assert_free_groups_are_free (groups, table.system);
      n_witnesses += proof->len;
      for (guint32 cell = 0; cell < table.system->n_cells; cell++)
        n_stuck += groups->of[cell] == AMP_GROUP_STUCK;
      for (guint32 g = 0; g < groups->n; g++)
        n_joined += groups->start[g + 1] - groups->start[g] - 1;
    }
  g_assert_cmpuint (n_witnesses, >, 500);
  g_assert_cmpuint (n_joined, >, 500);
  g_assert_cmpuint (n_free, >, 50);
  g_test_message ("%u witnesses, %u cells in the group of another, %u stuck", n_witnesses, n_joined,
                  n_stuck);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/groups/four-cells-in-a-square-move-together", test_square);
  g_test_add_func ("/disclosure/groups/a-cell-alone-in-its-row-is-stuck", test_alone);
  g_test_add_func ("/disclosure/groups/cells-of-nothing-beside-a-told-whole-are-stuck", test_zeros);
  g_test_add_func ("/disclosure/groups/what-nobody-makes-good-is-forbidden", test_one_way);
  g_test_add_func ("/disclosure/groups/every-witness-is-a-move-of-groups", test_random);
  return g_test_run ();
}
