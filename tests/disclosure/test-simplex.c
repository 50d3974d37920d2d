/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/simplex.h"

typedef struct
{
  AmpColumns columns;
  double *lower, *upper, *cost;
} Problem;

static void
problem_clear (Problem *self)
{
  g_free (self->columns.start);
  g_free (self->columns.row);
  g_free (self->columns.value);
  g_free (self->lower);
  g_free (self->upper);
  g_free (self->cost);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Problem, problem_clear)

/* Few rows with 1 and -1; bounds that hold 0, or not. */
static void
problem_random (Problem *self, GRand *rand, guint32 m, guint32 n, gboolean holds_zero)
{
  AmpColumns *columns = &self->columns;

  columns->n_rows = m;
  columns->n = n;
  columns->start = g_new0 (guint32, n + 1);
  columns->row = g_new (guint32, (gsize) m * n);
  columns->value = g_new (double, (gsize) m *n);
  self->lower = g_new (double, n);
  self->upper = g_new (double, n);
  self->cost = g_new (double, n);
  for (guint32 j = 0; j < n; j++)
    {
      guint32 at = columns->start[j];

      for (guint32 i = 0; i < m; i++)
        if (g_rand_int_range (rand, 0, 10) < 4)
          {
            columns->row[at] = i;
            columns->value[at++] = g_rand_boolean (rand) ? 1 : -1;
          }
      columns->start[j + 1] = at;
      self->lower[j] = holds_zero ? -g_rand_int_range (rand, 0, 5) : g_rand_int_range (rand, -3, 3);
      self->upper[j] =
        holds_zero ? g_rand_int_range (rand, 0, 5) : self->lower[j] + g_rand_int_range (rand, 0, 4);
      self->cost[j] = g_rand_double_range (rand, -1, 1);
    }
}

static AmpSimplex *
simplex_of (const Problem *problem)
{
  AmpSimplex *simplex = amp_simplex_new (&problem->columns);

  for (guint32 j = 0; j < problem->columns.n; j++)
    {
      amp_simplex_set_bounds (simplex, j, problem->lower[j], problem->upper[j]);
      amp_simplex_set_cost (simplex, j, problem->cost[j]);
    }
  return simplex;
}

static AmpSimplexResult
solve (AmpSimplex *simplex)
{
  return amp_simplex_solve (simplex, 10000, G_MAXINT64, NULL);
}

static double
cost_of (const Problem *problem, const AmpSimplex *simplex)
{
  double cost = 0;

  for (guint32 j = 0; j < problem->columns.n; j++)
    cost += problem->cost[j] * amp_simplex_get_value (simplex, j);
  return cost;
}

static void
assert_feasible (const Problem *problem, const AmpSimplex *simplex)
{
  const AmpColumns *columns = &problem->columns;
  g_autofree double *sum = g_new0 (double, columns->n_rows);

  for (guint32 j = 0; j < columns->n; j++)
    {
      double value = amp_simplex_get_value (simplex, j);

      g_assert_cmpfloat (value, >=, problem->lower[j] - 1e-6);
      g_assert_cmpfloat (value, <=, problem->upper[j] + 1e-6);
      for (guint32 z = columns->start[j]; z < columns->start[j + 1]; z++)
        sum[columns->row[z]] += value * columns->value[z];
    }
  for (guint32 i = 0; i < columns->n_rows; i++)
    g_assert_cmpfloat (__builtin_fabs (sum[i]), <, 1e-5);
}

/* The least cost of whole numbers, by trying them all. */
static gboolean
best_whole (const Problem *problem, double *best)
{
  const AmpColumns *columns = &problem->columns;
  double value[8];
  gboolean found = FALSE;

  for (guint32 j = 0; j < columns->n; j++)
    value[j] = problem->lower[j];
  for (guint32 j = 0; j < columns->n;)
    {
      double cost = 0, sum[4] = {0};
      gboolean holds = TRUE;

      for (guint32 k = 0; k < columns->n; k++)
        {
          cost += problem->cost[k] * value[k];
          for (guint32 z = columns->start[k]; z < columns->start[k + 1]; z++)
            sum[columns->row[z]] += value[k] * columns->value[z];
        }
      for (guint32 i = 0; i < columns->n_rows; i++)
        holds = holds && __builtin_fabs (sum[i]) < 1e-9;
      if (holds && (!found || cost < *best))
        {
          *best = cost;
          found = TRUE;
        }
      for (j = 0; j < columns->n && value[j] >= problem->upper[j]; j++)
        value[j] = problem->lower[j];
      if (j < columns->n)
        value[j] += 1;
    }
  return found;
}

static void
test_against_all (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (17);
  guint n_possible = 0, n_impossible = 0;

  for (guint round = 0; round < 400; round++)
    {
      g_auto (Problem) problem = {0};
      g_autoptr (AmpSimplex) simplex = NULL;
      gboolean possible;
      double best = 0;

      problem_random (&problem, rand, 1 + round % 4, 6, FALSE);
      simplex = simplex_of (&problem);
      possible = best_whole (&problem, &best);
      if (solve (simplex) == AMP_SIMPLEX_OPTIMAL)
        {
          assert_feasible (&problem, simplex);
          if (possible)
            g_assert_cmpfloat (cost_of (&problem, simplex), <=, best + 1e-6);
          n_possible++;
        }
      else
        {
          g_assert_false (possible);
          n_impossible++;
        }
    }
  g_assert_cmpuint (n_possible, >, 50);
  g_assert_cmpuint (n_impossible, >, 50);
}

/* Another start, another basis, the same least cost: what it says is a minimum is one. */
static void
test_any_start (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < 60; round++)
    {
      g_auto (Problem) problem = {0};
      g_autoptr (AmpSimplex) simplex = NULL, other = NULL;
      double cost;

      problem_random (&problem, rand, 5 + round / 2, 20 + round, TRUE);
      simplex = simplex_of (&problem);
      g_assert_cmpint (solve (simplex), ==, AMP_SIMPLEX_OPTIMAL);
      assert_feasible (&problem, simplex);
      cost = cost_of (&problem, simplex);
      other = simplex_of (&problem);
      for (guint32 j = 0; j < problem.columns.n; j++)
        amp_simplex_set_cost (other, j, -problem.cost[j]);
      g_assert_cmpint (solve (other), ==, AMP_SIMPLEX_OPTIMAL);
      g_assert_cmpfloat (cost_of (&problem, other), >=, cost - 1e-6);
      for (guint32 j = 0; j < problem.columns.n; j++)
        amp_simplex_set_cost (other, j, problem.cost[j]);
      g_assert_cmpint (solve (other), ==, AMP_SIMPLEX_OPTIMAL);
      g_assert_cmpfloat (__builtin_fabs (cost_of (&problem, other) - cost), <, 1e-5);
      amp_simplex_reset (other);
      g_assert_cmpint (solve (other), ==, AMP_SIMPLEX_OPTIMAL);
      g_assert_cmpfloat (__builtin_fabs (cost_of (&problem, other) - cost), <, 1e-5);
    }
}

/* n variables of up to 1, each a tenth in the row, and one that is fixed at 1 and n tenths: all
 * have to go all their way. That what is left then is rounding does not make it impossible; it did,
 * and took the first programme of large tables away. */
static void
test_just_enough (void)
{
  for (guint32 n = 1; n <= 40; n++)
    {
      guint32 start[42], row[41] = {0};
      double value[41];
      const AmpColumns columns = {1, n + 1, start, row, value};
      g_autoptr (AmpSimplex) simplex = NULL;

      for (guint32 j = 0; j <= n; j++)
        {
          start[j] = j;
          value[j] = j < n ? 0.1 : -0.1 * n;
        }
      start[n + 1] = n + 1;
      simplex = amp_simplex_new (&columns);
      for (guint32 j = 0; j <= n; j++)
        {
          amp_simplex_set_bounds (simplex, j, j < n ? 0 : 1, 1);
          amp_simplex_set_cost (simplex, j, 0.01 * j);
        }
      g_assert_cmpint (solve (simplex), ==, AMP_SIMPLEX_OPTIMAL);
      for (guint32 j = 0; j < n; j++)
        g_assert_cmpfloat (amp_simplex_get_value (simplex, j), >, 1 - 1e-5);
      amp_simplex_set_bounds (simplex, 0, 0, 0.99);
      g_assert_cmpint (solve (simplex), ==, AMP_SIMPLEX_INFEASIBLE);
    }
}

/* Rows that say the same, and one that nothing stands in. */
static void
test_same_rows (void)
{
  guint32 start[] = {0, 2, 4, 6}, row[] = {0, 1, 0, 1, 0, 1};
  double value[] = {1, 1, -1, -1, 1, 1};
  const AmpColumns columns = {3, 3, start, row, value};
  g_autoptr (AmpSimplex) simplex = amp_simplex_new (&columns);

  for (guint32 j = 0; j < 3; j++)
    {
      amp_simplex_set_bounds (simplex, j, 0, 5);
      amp_simplex_set_cost (simplex, j, j == 1 ? -1 : 0.1);
    }
  amp_simplex_set_bounds (simplex, 2, 0, 2);
  g_assert_cmpint (solve (simplex), ==, AMP_SIMPLEX_OPTIMAL);
  g_assert_cmpfloat (__builtin_fabs (amp_simplex_get_value (simplex, 1) - 5), <, 1e-6);
  amp_simplex_set_bounds (simplex, 1, 5, 5);
  amp_simplex_set_bounds (simplex, 0, 0, 1);
  g_assert_cmpint (solve (simplex), ==, AMP_SIMPLEX_INFEASIBLE);
}

static void
test_stops (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Problem) problem = {0};
  g_autoptr (AmpSimplex) simplex = NULL;

  problem_random (&problem, rand, 20, 60, TRUE);
  simplex = simplex_of (&problem);
  g_assert_cmpint (amp_simplex_solve (simplex, 10000, 0, NULL), ==, AMP_SIMPLEX_STOPPED);
  g_assert_cmpint (amp_simplex_solve (simplex, 1, G_MAXINT64, NULL), ==, AMP_SIMPLEX_GAVE_UP);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (amp_simplex_solve (simplex, 10000, G_MAXINT64, cancellable), ==,
                   AMP_SIMPLEX_STOPPED);
  g_assert_cmpint (solve (simplex), ==, AMP_SIMPLEX_OPTIMAL);
  assert_feasible (&problem, simplex);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/simplex/no-whole-numbers-cost-less", test_against_all);
  g_test_add_func ("/disclosure/simplex/the-least-cost-does-not-depend-on-the-start",
                   test_any_start);
  g_test_add_func ("/disclosure/simplex/what-is-just-enough-is-enough", test_just_enough);
  g_test_add_func ("/disclosure/simplex/rows-that-say-the-same-do-no-harm", test_same_rows);
  g_test_add_func ("/disclosure/simplex/it-stops-and-goes-on", test_stops);
  return g_test_run ();
}
