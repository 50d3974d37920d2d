/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/cube.h"

/* Country, two regions, three provinces; sex; both with a total. */
static const gint region[] = {-1, 0, 0, 1, 1, 2};
static const gint sex[] = {-1, 0, 0};
static const AmpTree region_by_sex[] = {{6, region}, {3, sex}};

static AmpCube *
cube_of (const AmpTree *trees, guint n)
{
  g_autoptr (GError) error = NULL;
  AmpCube *cube = amp_cube_new (trees, n, &error);

  g_assert_no_error (error);
  return cube;
}

static void
test_cell_and_nodes (void)
{
  g_autoptr (AmpCube) cube = cube_of (region_by_sex, 2);

  g_assert_cmpuint (amp_cube_n_dimensions (cube), ==, 2);
  g_assert_cmpuint (amp_cube_n_cells (cube), ==, 18);
  for (guint32 cell = 0; cell < 18; cell++)
    {
      guint nodes[AMP_CUBE_MAX_DIMENSIONS];

      amp_cube_nodes (cube, cell, nodes);
      g_assert_cmpuint (amp_cube_cell (cube, nodes), ==, cell);
      g_assert_cmpint (amp_cube_is_base (cube, cell), ==, nodes[0] >= 3 && nodes[1] > 0);
    }
  g_assert_cmpuint (amp_cube_depth (cube, 0), ==, 0);
  g_assert_cmpuint (amp_cube_depth (cube, 17), ==, 3);
}

static void
test_children (void)
{
  g_autoptr (AmpCube) cube = cube_of (region_by_sex, 2);
  guint32 children[2];

  /* Region 1 of women: its provinces 3 and 4. */
  g_assert_cmpuint (amp_cube_children (cube, 1 * 3 + 1, 0, children), ==, 2);
  g_assert_cmpuint (children[0], ==, 3 * 3 + 1);
  g_assert_cmpuint (children[1], ==, 4 * 3 + 1);
  g_assert_cmpuint (amp_cube_children (cube, 1 * 3 + 1, 1, NULL), ==, 0);
  g_assert_cmpuint (amp_cube_children (cube, 1 * 3, 1, children), ==, 2);
  g_assert_cmpuint (children[1], ==, 1 * 3 + 2);
}

static void
test_counts_sum_up (void)
{
  g_autoptr (AmpCube) cube = cube_of (region_by_sex, 2);
  g_autoptr (AmpSystem) system = NULL;
  g_autoptr (GError) error = NULL;
  gint64 base[18];

  /* Numbers at cells that are sums are not looked at. */
  for (guint i = 0; i < 18; i++)
    base[i] = 1000;
  base[10] = 1;
  base[11] = 2;
  base[13] = 4;
  base[14] = 8;
  base[16] = 16;
  base[17] = 32;
  system = amp_cube_system (cube, base);
  g_assert_true (amp_system_adds_up (system, &error));
  g_assert_no_error (error);
  g_assert_cmpint (system->count[0], ==, 63);
  g_assert_cmpint (system->count[1], ==, 21);
  g_assert_cmpint (system->count[3], ==, 15);
  g_assert_cmpint (system->count[5], ==, 10);
  g_assert_cmpint (system->count[6], ==, 48);
  /* Three inner nodes times three sexes, one inner node times six places. */
  g_assert_cmpuint (system->n_equations, ==, 3 * 3 + 6);
  for (guint i = 0; i < 18; i++)
    g_assert_cmpuint (system->state[i], ==, AMP_CELL_OPEN);
}

static void
test_totals_are_dear (void)
{
  g_autoptr (AmpCube) cube = cube_of (region_by_sex, 2);
  g_autoptr (AmpSystem) system = NULL;
  gint64 base[18] = {0};

  for (guint i = 0; i < 18; i++)
    base[i] = i;
  system = amp_cube_system (cube, base);
  g_assert_cmpuint (system->price[0], >, system->price[1]);
  g_assert_cmpuint (system->price[0], >, system->price[3]);
  g_assert_cmpuint (system->price[3], >, system->price[4]);
  g_assert_cmpuint (system->price[17], >=, system->price[13]);
  for (guint i = 0; i < 18; i++)
    g_assert_cmpuint (system->price[i], >=, 1);
}

/* Against the plain definition: a cell is the sum of the base cells below it. */
static void
test_random_cubes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint round = 0; round < 200; round++)
    {
      gint parent[3][9];
      AmpTree trees[3];
      guint n = (guint) g_rand_int_range (rand, 1, 4);
      g_autoptr (AmpCube) cube = NULL;
      g_autoptr (AmpSystem) system = NULL;
      g_autofree gint64 *base = NULL;

      for (guint d = 0; d < n; d++)
        {
          trees[d] = (AmpTree){(guint) g_rand_int_range (rand, 1, 10), parent[d]};
          parent[d][0] = -1;
          for (guint i = 1; i < trees[d].n_nodes; i++)
            parent[d][i] = g_rand_int_range (rand, 0, (gint) i);
        }
      cube = cube_of (trees, n);
      base = g_new (gint64, amp_cube_n_cells (cube));
      for (guint32 i = 0; i < amp_cube_n_cells (cube); i++)
        base[i] = g_rand_int_range (rand, 0, 30);
      system = amp_cube_system (cube, base);
      for (guint32 i = 0; i < system->n_cells; i++)
        {
          gint64 sum = 0;
          guint at[AMP_CUBE_MAX_DIMENSIONS], below[AMP_CUBE_MAX_DIMENSIONS];

          amp_cube_nodes (cube, i, at);
          for (guint32 j = 0; j < system->n_cells; j++)
            {
              gboolean under = amp_cube_is_base (cube, j);

              amp_cube_nodes (cube, j, below);
              for (guint d = 0; d < n; d++)
                {
                  gint node = (gint) below[d];

                  while (node > (gint) at[d])
                    node = parent[d][node];
                  under = under && node == (gint) at[d];
                }
              if (under)
                sum += base[j];
            }
          g_assert_cmpint (system->count[i], ==, sum);
        }
      g_assert_true (amp_system_adds_up (system, NULL));
    }
}

static void
assert_refused (const AmpTree *trees, guint n, gint code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (amp_cube_new (trees, n, &error));
  g_assert_error (error, AMP_DISCLOSURE_ERROR, code);
}

static void
test_refused (void)
{
  static const gint ring[] = {-1, 2, 1}, roots[] = {-1, -1}, headless[] = {0, 0};
  static const gint below_zero[] = {-1, -2};
  gint star[201];
  const AmpTree large[] = {{201, star}, {201, star}};
  const AmpTree six[6] = {{1, sex}, {1, sex}, {1, sex}, {1, sex}, {1, sex}, {1, sex}};

  for (guint i = 0; i < G_N_ELEMENTS (star); i++)
    star[i] = i == 0 ? -1 : 0;
  assert_refused (&(AmpTree){3, ring}, 1, AMP_DISCLOSURE_ERROR_INVALID);
  assert_refused (&(AmpTree){2, roots}, 1, AMP_DISCLOSURE_ERROR_INVALID);
  assert_refused (&(AmpTree){2, headless}, 1, AMP_DISCLOSURE_ERROR_INVALID);
  assert_refused (&(AmpTree){2, below_zero}, 1, AMP_DISCLOSURE_ERROR_INVALID);
  assert_refused (&(AmpTree){0, sex}, 1, AMP_DISCLOSURE_ERROR_INVALID);
  assert_refused (six, 0, AMP_DISCLOSURE_ERROR_TOO_LARGE);
  assert_refused (six, 6, AMP_DISCLOSURE_ERROR_TOO_LARGE);
  assert_refused (large, 2, AMP_DISCLOSURE_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/cube/cells-and-nodes-are-each-others-inverse", test_cell_and_nodes);
  g_test_add_func ("/disclosure/cube/a-cell-knows-what-it-is-the-sum-of", test_children);
  g_test_add_func ("/disclosure/cube/counts-sum-up-from-the-base", test_counts_sum_up);
  g_test_add_func ("/disclosure/cube/totals-and-large-cells-are-dear", test_totals_are_dear);
  g_test_add_func ("/disclosure/cube/random-cubes-are-what-the-definition-says", test_random_cubes);
  g_test_add_func ("/disclosure/cube/what-is-no-tree-or-too-large-is-refused", test_refused);
  return g_test_run ();
}
