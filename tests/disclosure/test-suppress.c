/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * AMP_DISCLOSURE_TABLES: how many random tables for each rule, instead of a few; the long run is
 * 10,000 (half an hour). */
#include "tables.h"

#include "disclosure/check.h"
#include "disclosure/rules.h"
#include "disclosure/suppress.h"

#include <string.h>

/* --- A proof, looked at by the definition --- */

static void
assert_witness (const AmpSystem *system, const AmpWitness *witness, gint64 *difference)
{
  memset (difference, 0, sizeof (gint64) * system->n_cells);
  for (guint32 z = 0; z < witness->n; z++)
    {
      guint32 cell = witness->cell[z];

      g_assert_cmpuint (cell, <, system->n_cells);
      g_assert_true (z == 0 || cell > witness->cell[z - 1]);
      g_assert_cmpint (witness->difference[z], !=, 0);
      g_assert_false (amp_cell_is_told (system->state[cell]));
      g_assert_cmpint (system->count[cell] + witness->difference[z], >=, 0);
      difference[cell] = witness->difference[z];
    }
  for (guint32 e = 0; e < system->n_equations; e++)
    {
      gint64 rest = difference[system->member[system->start[e]]];

      for (guint32 z = system->start[e] + 1; z < system->start[e + 1]; z++)
        rest -= difference[system->member[z]];
      g_assert_cmpint (rest, ==, 0);
    }
}

static void
assert_proof (const AmpSystem *system, const GArray *needs, const AmpProof *proof)
{
  g_autofree gint64 *difference = g_new0 (gint64, system->n_cells);
  g_autofree gint64 *smallest = g_memdup2 (system->count, sizeof (gint64) * system->n_cells);
  g_autofree gint64 *largest = g_memdup2 (system->count, sizeof (gint64) * system->n_cells);
  g_autoptr (GError) error = NULL;

  amp_proof_check (system, (const AmpNeed *) (gpointer) needs->data, needs->len, proof, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < proof->len; i++)
    {
      assert_witness (system, g_ptr_array_index (proof, i), difference);
      for (guint32 c = 0; c < system->n_cells; c++)
        {
          smallest[c] = MIN (smallest[c], system->count[c] + difference[c]);
          largest[c] = MAX (largest[c], system->count[c] + difference[c]);
        }
    }
  for (guint i = 0; i < needs->len; i++)
    {
      const AmpNeed *need = &g_array_index (needs, AmpNeed, i);
      gboolean low = smallest[need->cell] <= need->at_most;
      gboolean high = largest[need->cell] >= need->at_least;

      g_assert_true (need->either ? low || high : low && high);
    }
}

/* --- Running --- */

/* most_rows 1: as large tables are proven. */
static AmpProof *
suppress_as (
  TestTable *table, const GArray *needs, const AmpProof *known, guint32 most_rows, GError **error)
{
  const AmpSuppressOptions options = {.seed = 7, .most_rows = most_rows};

  return amp_suppress (table->system, (const AmpNeed *) (gpointer) needs->data, needs->len, known,
                       &options, NULL, error);
}

static AmpProof *
suppress (TestTable *table, const GArray *needs, const AmpProof *known, GError **error)
{
  return suppress_as (table, needs, known, 0, error);
}

static GArray *
rules (TestTable *table, gint64 t, gboolean zeros_hidden, gboolean strong)
{
  const AmpRules rules = {
    .t = t, .zeros_hidden = zeros_hidden, .strong = strong, .share_percent = 100};
  g_autoptr (GError) error = NULL;
  GArray *needs = amp_rules_apply (&rules, table->cube, table->system, &error);

  g_assert_no_error (error);
  return needs;
}

static void
table_of (TestTable *self, const AmpTree *trees, guint n, const gint64 *base)
{
  g_autoptr (GError) error = NULL;

  self->cube = amp_cube_new (trees, n, &error);
  g_assert_no_error (error);
  self->system = amp_cube_system (self->cube, base);
}

static guint
n_tables (guint few)
{
  const char *text = g_getenv ("AMP_DISCLOSURE_TABLES");

  return text == NULL ? few : (guint) g_ascii_strtoull (text, NULL, 10);
}

/* Whether some pattern exists at all: all hidden but the total. */
static gboolean
total_is_small (const TestTable *table, gint64 t)
{
  return table->system->count[0] < t;
}

static void
random_tables (gint64 t, gboolean zeros_hidden, gboolean strong, guint n)
{
  guint32 hidden = 0, cells = 0, unproven = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (1000003u + i);
      g_auto (TestTable) table = {0};
      g_autoptr (GArray) needs = NULL;
      g_autoptr (GPtrArray) proof = NULL;
      g_autoptr (GError) error = NULL;

      test_table_random (&table, rand);
      needs = rules (&table, t, zeros_hidden, strong);
      proof = suppress_as (&table, needs, NULL, i % 2, &error);
      if (proof == NULL)
        {
          g_assert_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_UNPROVEN);
          g_assert_true (!zeros_hidden || total_is_small (&table, t));
          unproven++;
          continue;
        }
      assert_proof (table.system, needs, proof);
      hidden += test_table_count_state (&table, AMP_CELL_SECONDARY);
      cells += table.system->n_cells;
    }
  g_test_message ("%u cells, %u secondary, %u of %u tables unproven", cells, hidden, unproven, n);
}

static void
test_random_strong_11 (void)
{
  random_tables (11, TRUE, TRUE, n_tables (60));
}

static void
test_random_strong_5 (void)
{
  random_tables (5, TRUE, TRUE, n_tables (60));
}

static void
test_random_standard (void)
{
  random_tables (5, TRUE, FALSE, n_tables (60));
}

static void
test_random_zeros_told (void)
{
  random_tables (5, FALSE, FALSE, n_tables (60));
}

/* --- What it promises --- */

static const gint parent[] = {-1, 0, 0, 0};
static const AmpTree square[] = {{4, parent}, {4, parent}};

static void
test_same_seed (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 20; i++)
    {
      g_auto (TestTable) table = {0};
      g_autoptr (AmpSystem) copy = NULL;
      g_autoptr (GArray) needs = NULL;
      g_autoptr (GPtrArray) one = NULL, two = NULL;
      g_autofree guint8 *state = NULL;

      test_table_random (&table, rand);
      needs = rules (&table, 5, TRUE, TRUE);
      copy = amp_system_copy (table.system);
      one = suppress (&table, needs, NULL, NULL);
      state = g_memdup2 (table.system->state, table.system->n_cells);
      memcpy (table.system->state, copy->state, copy->n_cells);
      two = suppress (&table, needs, NULL, NULL);
      g_assert_cmpmem (state, copy->n_cells, table.system->state, copy->n_cells);
      if (one == NULL)
        continue;
      g_assert_cmpuint (one->len, ==, two->len);
      for (guint k = 0; k < one->len; k++)
        {
          const AmpWitness *a = g_ptr_array_index (one, k), *b = g_ptr_array_index (two, k);

          g_assert_cmpmem (a->cell, sizeof (guint32) * a->n, b->cell, sizeof (guint32) * b->n);
          g_assert_cmpmem (a->difference, sizeof (gint64) * a->n, b->difference,
                           sizeof (gint64) * b->n);
        }
    }
}

static void
test_told_stays (void)
{
  const gint64 base[] = {0, 0, 0, 0, 0, 3, 40, 40, 0, 40, 40, 40, 0, 40, 40, 40};
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = NULL;
  g_autoptr (GPtrArray) proof = NULL;
  g_autoptr (GError) error = NULL;

  table_of (&table, square, 2, base);
  needs = rules (&table, 11, TRUE, TRUE);
  table.system->state[0] = AMP_CELL_PUBLISHED;
  table.system->state[9] = AMP_CELL_PUBLISHED;
  table.system->state[6] = AMP_CELL_PUBLISHED;
  proof = suppress (&table, needs, NULL, &error);
  g_assert_no_error (error);
  assert_proof (table.system, needs, proof);
  g_assert_cmpuint (table.system->state[9], ==, AMP_CELL_PUBLISHED);
  /* The cheapest there is: a rectangle. */
  g_assert_cmpuint (test_table_count_state (&table, AMP_CELL_SECONDARY), ==, 3);
}

static void
test_known_and_kept (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = NULL;
  g_autoptr (GPtrArray) proof = NULL, again = NULL;
  g_autofree guint8 *state = NULL;
  g_autoptr (GError) error = NULL;
  AmpSuppressOptions options = {.seed = 1, .keep_pattern = TRUE};

  test_table_random (&table, rand);
  needs = rules (&table, 5, TRUE, TRUE);
  proof = suppress (&table, needs, NULL, &error);
  g_assert_no_error (error);
  state = g_memdup2 (table.system->state, table.system->n_cells);
  again = amp_suppress (table.system, (const AmpNeed *) (gpointer) needs->data, needs->len, proof,
                        &options, NULL, &error);
  g_assert_no_error (error);
  assert_proof (table.system, needs, again);
  g_assert_cmpmem (state, table.system->n_cells, table.system->state, table.system->n_cells);
  g_assert_cmpuint (again->len, <=, proof->len);
}

/* --- Where there is no way --- */

static void
assert_refused (TestTable *table, const GArray *needs, gint code)
{
  g_autofree guint8 *state = g_memdup2 (table->system->state, table->system->n_cells);
  g_autoptr (GPtrArray) proof = NULL;
  g_autoptr (GError) error = NULL;

  proof = suppress (table, needs, NULL, &error);
  g_assert_null (proof);
  g_assert_error (error, AMP_DISCLOSURE_ERROR, code);
  g_assert_cmpmem (state, table->system->n_cells, table->system->state, table->system->n_cells);
}

static void
test_hopeless (void)
{
  const gint64 base[] = {0, 0, 0, 0, 0, 3, 40, 40, 0, 40, 40, 40, 0, 40, 40, 40};
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = NULL;

  table_of (&table, square, 2, base);
  needs = rules (&table, 11, TRUE, TRUE);
  for (guint32 i = 0; i < table.system->n_cells; i++)
    if (table.system->state[i] == AMP_CELL_OPEN)
      table.system->state[i] = AMP_CELL_PUBLISHED;
  assert_refused (&table, needs, AMP_DISCLOSURE_ERROR_UNPROVEN);
  /* Nor may more be hidden where the pattern is to be kept. */
  for (guint32 i = 0; i < table.system->n_cells; i++)
    if (table.system->state[i] == AMP_CELL_PUBLISHED)
      table.system->state[i] = AMP_CELL_OPEN;
  {
    const AmpSuppressOptions options = {.keep_pattern = TRUE};
    g_autoptr (GError) error = NULL;

    g_assert_null (amp_suppress (table.system, (const AmpNeed *) (gpointer) needs->data, needs->len,
                                 NULL, &options, NULL, &error));
    g_assert_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_UNPROVEN);
  }
}

static void
test_nonsense (void)
{
  const gint64 base[16] = {0};
  const AmpNeed told = {1, 0, 11, FALSE}, none = {99, 0, 11, FALSE};
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = g_array_new (FALSE, FALSE, sizeof (AmpNeed));

  table_of (&table, square, 2, base);
  g_array_append_val (needs, told);
  assert_refused (&table, needs, AMP_DISCLOSURE_ERROR_INVALID);
  g_array_index (needs, AmpNeed, 0) = none;
  assert_refused (&table, needs, AMP_DISCLOSURE_ERROR_INVALID);
  g_array_set_size (needs, 0);
  table.system->count[3]++;
  assert_refused (&table, needs, AMP_DISCLOSURE_ERROR_INVALID);
}

/* Three parts of which the sum is 0 in 64 bits. */
static void
test_counts_beyond_64_bits (void)
{
  static const guint32 parts[] = {1, 2, 3};
  g_autoptr (AmpSystem) system = amp_system_new (4);
  g_autoptr (GError) error = NULL;

  system->count[1] = system->count[2] = G_MAXINT64;
  system->count[3] = 2;
  amp_system_add_equation (system, 0, parts, 3);
  g_assert_null (amp_suppress (system, NULL, 0, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_INVALID);
}

/* What a register says is known may say anything. */
static void
test_hostile_witnesses (void)
{
  static const guint32 parts[] = {1, 2, 3};
  static const gint64 differences[][4] = {
    {0, G_MAXINT64, G_MAXINT64, 2}, /* 0 in 64 bits */
    {G_MAXINT64, G_MAXINT64, 0, 0},
    {0, G_MININT64, G_MININT64, 0},
    {0, -1, 1, 0},
  };
  const AmpNeed need = {1, 0, 11, FALSE};

  for (gsize i = 0; i < G_N_ELEMENTS (differences); i++)
    {
      const AmpSuppressOptions options = {.keep_pattern = TRUE};
      g_autoptr (AmpSystem) system = amp_system_new (4);
      g_autoptr (GPtrArray) known = amp_proof_new (), proof = NULL;
      AmpWitness *witness = amp_witness_new (4);
      g_autoptr (GError) error = NULL;

      for (guint c = 0; c < 4; c++)
        {
          system->state[c] = c == 1 ? AMP_CELL_PRIMARY : AMP_CELL_SECONDARY;
          witness->cell[c] = c;
          witness->difference[c] = differences[i][c];
        }
      amp_system_add_equation (system, 0, parts, 3);
      g_ptr_array_add (known, witness);
      proof = amp_suppress (system, &need, 1, known, &options, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (amp_proof_check (system, &need, 1, proof, &error));
    }
}

/* No cell, no need, no equation: every answer is the empty one. */
static void
test_nothing (void)
{
  for (guint32 n_cells = 0; n_cells < 3; n_cells++)
    {
      const AmpNeed need = {0, 0, 11, FALSE};
      g_autoptr (AmpSystem) system = amp_system_new (n_cells);
      g_autoptr (GPtrArray) proof = NULL, witnesses = NULL;
      g_autoptr (GError) error = NULL;

      proof = amp_suppress (system, NULL, 0, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (proof->len, ==, 0);
      g_assert_true (amp_proof_check (system, NULL, 0, proof, &error));
      if (n_cells == 0)
        {
          g_assert_null (amp_suppress (system, &need, 1, NULL, NULL, NULL, &error));
          g_assert_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_INVALID);
          continue;
        }
      /* A small cell that nothing ties down proves itself. */
      system->count[0] = 3;
      system->state[0] = AMP_CELL_PRIMARY;
      witnesses = amp_suppress (system, &need, 1, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (amp_proof_check (system, &need, 1, witnesses, &error));
      g_assert_cmpuint (system->state[n_cells - 1], ==,
                        n_cells == 1 ? AMP_CELL_PRIMARY : AMP_CELL_OPEN);
    }
}

static void
test_small_tables (void)
{
  const gint64 zeros[16] = {0};
  static const gint one_node[] = {-1};
  const AmpTree single = {1, one_node}, row = {4, parent};
  const gint64 five[] = {5}, twelve[] = {12}, in_a_row[] = {0, 3, 4, 40},
               total_of_one[] = {0, 1, 0, 0};
  const struct
  {
    const AmpTree *trees;
    guint n;
    const gint64 *base;
    guint32 hidden;
  } cases[] = {
    {square, 2, zeros, 16},     /* nobody at all: nothing is told */
    {&single, 1, five, 1},      /* a small number alone */
    {&single, 1, twelve, 0},    /* one that may be told */
    {&row, 1, in_a_row, 3},     /* 3 and 4 are 7: the whole, or 40, goes too */
    {&row, 1, total_of_one, 4}, /* one person: the total is small */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TestTable) table = {0};
      g_autoptr (GArray) needs = NULL;
      g_autoptr (GPtrArray) proof = NULL;
      g_autoptr (GError) error = NULL;

      table_of (&table, cases[i].trees, cases[i].n, cases[i].base);
      needs = rules (&table, 11, TRUE, TRUE);
      proof = suppress (&table, needs, NULL, &error);
      g_assert_no_error (error);
      assert_proof (table.system, needs, proof);
      g_assert_cmpuint (table.system->n_cells - test_table_count_state (&table, AMP_CELL_OPEN), ==,
                        cases[i].hidden);
    }
}

/* --- Stopping --- */

static void
cancel_soon (double met, gpointer data)
{
  g_assert_true (met >= 0 && met <= 1);
  g_cancellable_cancel (data);
}

static void
test_cancel (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (21);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const AmpSuppressOptions options = {.report = cancel_soon, .data = cancellable};
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = NULL;
  g_autofree guint8 *state = NULL;
  g_autoptr (GError) error = NULL;

  test_table_random (&table, rand);
  needs = rules (&table, 11, TRUE, TRUE);
  state = g_memdup2 (table.system->state, table.system->n_cells);
  g_assert_null (amp_suppress (table.system, (const AmpNeed *) (gpointer) needs->data, needs->len,
                               NULL, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpmem (state, table.system->n_cells, table.system->state, table.system->n_cells);
}

#define ENOUGH_MS 3000

/* Once all is proven, waits until the time is over. */
static void
dawdle_when_met (double met, gpointer data)
{
  gboolean *waited = data;

  if (met >= 1 && !*waited)
    g_usleep (ENOUGH_MS * 1000);
  *waited = *waited || met >= 1;
}

static guint
n_secondary (guint seed, gboolean dawdle)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gboolean waited = FALSE;
  const AmpSuppressOptions options = {.seed = 7,
                                      .limit_ms = dawdle ? ENOUGH_MS : 0,
                                      .report = dawdle ? dawdle_when_met : NULL,
                                      .data = &waited};
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = NULL;
  g_autoptr (GPtrArray) proof = NULL;
  g_autoptr (GError) error = NULL;

  test_table_random (&table, rand);
  needs = rules (&table, 5, TRUE, TRUE);
  proof = amp_suppress (table.system, (const AmpNeed *) (gpointer) needs->data, needs->len, NULL,
                        &options, NULL, &error);
  g_assert_no_error (error);
  assert_proof (table.system, needs, proof);
  return test_table_count_state (&table, AMP_CELL_SECONDARY);
}

/* A pattern that is proven is not refused for what it hides in excess: in this table, a cell. */
static void
test_limit_while_pruning (void)
{
  g_assert_cmpuint (n_secondary (54, TRUE), >, n_secondary (54, FALSE));
}

static void
test_limit (void)
{
  const AmpSuppressOptions options = {.limit_ms = 1};
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = NULL;
  g_autofree guint8 *state = NULL;
  g_autoptr (GError) error = NULL;

  test_table_read (&table, AMP_TABLES "/B_20000.txt");
  needs = rules (&table, 11, TRUE, TRUE);
  state = g_memdup2 (table.system->state, table.system->n_cells);
  g_assert_null (amp_suppress (table.system, (const AmpNeed *) (gpointer) needs->data, needs->len,
                               NULL, &options, NULL, &error));
  g_assert_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_UNPROVEN);
  g_assert_cmpmem (state, table.system->n_cells, table.system->state, table.system->n_cells);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/suppress/random-tables-have-a-strong-proof", test_random_strong_11);
  g_test_add_func ("/disclosure/suppress/random-tables-have-a-strong-proof-below-5",
                   test_random_strong_5);
  g_test_add_func ("/disclosure/suppress/random-tables-have-a-proof", test_random_standard);
  g_test_add_func ("/disclosure/suppress/random-tables-that-tell-zeros-have-a-proof",
                   test_random_zeros_told);
  g_test_add_func ("/disclosure/suppress/the-same-seed-gives-the-same-pattern", test_same_seed);
  g_test_add_func ("/disclosure/suppress/what-was-told-is-no-way-out", test_told_stays);
  g_test_add_func ("/disclosure/suppress/a-pattern-is-kept-and-known-witnesses-serve",
                   test_known_and_kept);
  g_test_add_func ("/disclosure/suppress/without-a-way-states-are-as-they-were", test_hopeless);
  g_test_add_func ("/disclosure/suppress/nonsense-is-refused", test_nonsense);
  g_test_add_func ("/disclosure/suppress/counts-beyond-64-bits-do-not-add-up",
                   test_counts_beyond_64_bits);
  g_test_add_func ("/disclosure/suppress/hostile-witnesses-prove-nothing", test_hostile_witnesses);
  g_test_add_func ("/disclosure/suppress/nothing-at-all-is-proven-by-nothing", test_nothing);
  g_test_add_func ("/disclosure/suppress/the-smallest-tables", test_small_tables);
  g_test_add_func ("/disclosure/suppress/time-that-ends-while-pruning-leaves-what-is-proven",
                   test_limit_while_pruning);
  g_test_add_func ("/disclosure/suppress/cancelled-half-way-states-are-as-they-were", test_cancel);
  g_test_add_func ("/disclosure/suppress/past-the-limit-states-are-as-they-were", test_limit);
  return g_test_run ();
}
