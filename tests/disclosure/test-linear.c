/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Against elimination the plain way: floating point, dense, all at once. */
#include "tables.h"

#include "disclosure/linear.h"
#include "disclosure/prime.h"

#include <string.h>

/* Gauss-Jordan over the columns of hidden cells; a cell can be worked out if, and only if, some row
 * is left with it alone. */
static void
mark_derivable (const AmpSystem *system, guint8 *derivable)
{
  guint32 n = system->n_cells, m = system->n_equations, rank = 0;
  g_autofree double *matrix = g_new0 (double, (gsize) m *n);

  for (guint32 e = 0; e < m; e++)
    for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
      if (!amp_cell_is_told (system->state[system->member[z]]))
        matrix[e * n + system->member[z]] = z == system->start[e] ? -1 : 1;
  for (guint32 c = 0; c < n && rank < m; c++)
    {
      guint32 pivot = rank;

      for (guint32 e = rank; e < m; e++)
        if (__builtin_fabs (matrix[e * n + c]) > __builtin_fabs (matrix[pivot * n + c]))
          pivot = e;
      if (__builtin_fabs (matrix[pivot * n + c]) < 1e-7)
        continue;
      for (guint32 k = 0; k < n; k++)
        {
          double swap = matrix[pivot * n + k];

          matrix[pivot * n + k] = matrix[rank * n + k];
          matrix[rank * n + k] = swap;
        }
      for (guint32 e = 0; e < m; e++)
        {
          double factor = matrix[e * n + c] / matrix[rank * n + c];

          for (guint32 k = 0; k < n && e != rank; k++)
            matrix[e * n + k] -= factor * matrix[rank * n + k];
        }
      rank++;
    }
  memset (derivable, FALSE, n);
  for (guint32 e = 0; e < rank; e++)
    {
      guint32 n_left = 0, last = 0;

      for (guint32 k = 0; k < n; k++)
        if (__builtin_fabs (matrix[e * n + k]) > 1e-7)
          {
            n_left++;
            last = k;
          }
      if (n_left == 1)
        derivable[last] = TRUE;
    }
}

static guint32
n_betrayed (const AmpSystem *system, const guint8 *is_protected)
{
  g_autofree guint8 *derivable = g_new0 (guint8, system->n_cells);
  guint32 n = 0;

  mark_derivable (system, derivable);
  for (guint32 i = 0; i < system->n_cells; i++)
    n += is_protected[i] && derivable[i];
  return n;
}

/* --- Which equations follow from others --- */

#define SMALL_PRIME 10007

static gint64
inverse (gint64 value)
{
  gint64 result = 1;

  for (gint64 power = SMALL_PRIME - 2; power > 0; power /= 2)
    {
      if (power % 2 == 1)
        result = result * value % SMALL_PRIME;
      value = value * value % SMALL_PRIME;
    }
  return result;
}

/* Of the equations that are chosen; NULL: of all. */
static guint32
rank_of (const AmpSystem *system, const guint8 *chosen)
{
  guint32 n = system->n_cells, m = system->n_equations, rank = 0;
  g_autofree gint64 *matrix = g_new0 (gint64, (gsize) m * n);

  for (guint32 e = 0; e < m; e++)
    for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
      if (chosen == NULL || chosen[e])
        matrix[e * n + system->member[z]] = z == system->start[e] ? SMALL_PRIME - 1 : 1;
  for (guint32 c = 0; c < n && rank < m; c++)
    {
      guint32 pivot = rank;
      gint64 by;

      while (pivot < m && matrix[pivot * n + c] == 0)
        pivot++;
      if (pivot == m)
        continue;
      by = inverse (matrix[pivot * n + c]);
      for (guint32 k = 0; k < n; k++)
        {
          gint64 swap = matrix[pivot * n + k];

          matrix[pivot * n + k] = matrix[rank * n + k];
          matrix[rank * n + k] = swap * by % SMALL_PRIME;
        }
      for (guint32 e = rank + 1; e < m; e++)
        {
          gint64 factor = SMALL_PRIME - matrix[e * n + c];

          for (guint32 k = c; k < n && factor < SMALL_PRIME; k++)
            matrix[e * n + k] = (matrix[e * n + k] + factor * matrix[rank * n + k]) % SMALL_PRIME;
        }
      rank++;
    }
  return rank;
}

static void
test_independent_equations_are_enough (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (24);
  guint32 n_left_out = 0;

  for (guint round = 0; round < 40; round++)
    {
      g_auto (TestTable) table = {0};
      g_autofree guint8 *is_new = NULL;
      guint32 n = 0;

      test_table_random (&table, rand);
      is_new = amp_linear_independent (table.system);
      for (guint32 e = 0; e < table.system->n_equations; e++)
        n += is_new[e] ? 1 : 0;
      g_assert_cmpuint (rank_of (table.system, is_new), ==, n);
      g_assert_cmpuint (rank_of (table.system, NULL), ==, n);
      n_left_out += table.system->n_equations - n;
    }
  g_assert_cmpuint (n_left_out, >, 0);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (23);

  for (guint round = 0; round < 60; round++)
    {
      g_auto (TestTable) table = {0};
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *is_protected = NULL;
      g_autofree guint32 *order = NULL;
      AmpSystem *system;

      test_table_random (&table, rand);
      system = table.system;
      is_protected = g_new0 (guint8, system->n_cells);
      order = g_new (guint32, system->n_cells);
      for (guint32 i = 0; i < system->n_cells; i++)
        {
          order[i] = i;
          if (system->count[i] < 5)
            {
              is_protected[i] = TRUE;
              system->state[i] = AMP_CELL_PRIMARY;
            }
        }
      g_assert_true (amp_linear_hide (system, is_protected, order, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n_betrayed (system, is_protected), ==, 0);
      /* None in vain: telling any one of them betrays somebody. */
      for (guint32 i = 0; i < system->n_cells; i++)
        if (system->state[i] == AMP_CELL_SECONDARY)
          {
            system->state[i] = AMP_CELL_OPEN;
            g_assert_cmpuint (n_betrayed (system, is_protected), >, 0);
            system->state[i] = AMP_CELL_SECONDARY;
          }
    }
}

static void
test_order (void)
{
  const gint parent[] = {-1, 0, 0, 0};
  const AmpTree tree = {4, parent};
  const guint32 whole_first[] = {0, 3, 2, 1}, whole_last[] = {3, 2, 1, 0};
  const guint8 is_protected[] = {0, 1, 0, 0};

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AmpCube) cube = amp_cube_new (&tree, 1, NULL);
      g_autoptr (AmpSystem) system = NULL;
      const gint64 base[4] = {0, 1, 20, 30};

      system = amp_cube_system (cube, base);
      system->state[1] = AMP_CELL_PRIMARY;
      g_assert_true (
        amp_linear_hide (system, is_protected, i == 0 ? whole_first : whole_last, NULL, NULL));
      g_assert_cmpuint (system->state[0], ==, i == 0 ? AMP_CELL_OPEN : AMP_CELL_SECONDARY);
      g_assert_cmpuint (system->state[2], ==, i == 0 ? AMP_CELL_SECONDARY : AMP_CELL_OPEN);
      g_assert_cmpuint (system->state[3], ==, AMP_CELL_OPEN);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AmpSystem) system = amp_system_new (1);
  g_autoptr (GError) error = NULL;
  const guint8 is_protected[] = {0};
  const guint32 order[] = {0};

  g_cancellable_cancel (cancellable);
  g_assert_false (amp_linear_hide (system, is_protected, order, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_prime (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 1000; i++)
    {
      guint64 a = (((guint64) g_rand_int (rand) << 32) | g_rand_int (rand)) % AMP_PRIME;

      if (a == 0)
        continue;
      g_assert_cmpuint (amp_prime_multiply (a, amp_prime_invert (a)), ==, 1);
      g_assert_cmpuint (amp_prime_add (a, amp_prime_negate (a)), ==, 0);
    }
  g_assert_cmpuint (amp_prime_multiply (AMP_PRIME - 1, AMP_PRIME - 1), ==, 1);
  g_assert_cmpuint (amp_prime_negate (0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/linear/independent-equations-are-enough",
                   test_independent_equations_are_enough);
  g_test_add_func ("/disclosure/linear/nobody-is-betrayed-and-nothing-hidden-in-vain", test_random);
  g_test_add_func ("/disclosure/linear/what-is-told-first-stays-told", test_order);
  g_test_add_func ("/disclosure/linear/cancelled-is-an-error", test_cancelled);
  g_test_add_func ("/disclosure/linear/numbers-modulo-the-prime-have-inverses", test_prime);
  return g_test_run ();
}
