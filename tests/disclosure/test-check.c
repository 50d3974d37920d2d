/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The check by hand: one release with a right proof, and each thing that can be wrong with it
 * alone. Refusals are known by their sentence, so that no rule hides behind another. */
#include "disclosure/check.h"
#include "sheet.h"

/* Three rows and three columns with their totals, t = 5. 3 and 4 are small; with 15 and 20 below
 * them hidden, each may be 0 and may be 7. */
typedef struct
{
  Sheet *sheet;
  AmpSystem *system;
  AmpNeed needs[2];
  AmpProof *proof;
} Release;

enum
{
  SMALL = 5, /* row 1, column 1 */
  SMALL_TOO = 6,
  BESIDE = 9,
  BESIDE_TOO = 10,
  TOLD = 11
};

static AmpWitness *
square (gint64 by)
{
  AmpWitness *witness = amp_witness_new (4);
  const guint32 cells[4] = {SMALL, SMALL_TOO, BESIDE, BESIDE_TOO};

  for (guint i = 0; i < 4; i++)
    {
      witness->cell[i] = cells[i];
      witness->difference[i] = i == 0 || i == 3 ? by : -by;
    }
  return witness;
}

static AmpWitness *
witness_of (Release *self, guint i)
{
  return g_ptr_array_index (self->proof, i);
}

static void
release_set_up (Release *self, gconstpointer unused)
{
  static const gint tree[4] = {-1, 0, 0, 0};
  static const gint *const trees[2] = {tree, tree};
  static const guint n_nodes[2] = {4, 4};
  static const gint64 base[9] = {3, 4, 40, 15, 20, 30, 25, 18, 50};

  (void) unused;
  self->sheet = sheet_new (trees, n_nodes, 2);
  for (guint32 i = 0; i < 9; i++)
    self->sheet->count[(i / 3 + 1) * 4 + i % 3 + 1] = base[i];
  sheet_add_up (self->sheet);
  self->system = sheet_system (self->sheet);
  self->system->state[SMALL] = self->system->state[SMALL_TOO] = AMP_CELL_PRIMARY;
  self->system->state[BESIDE] = self->system->state[BESIDE_TOO] = AMP_CELL_SECONDARY;
  self->needs[0] = (AmpNeed){SMALL, 0, 5, FALSE};
  self->needs[1] = (AmpNeed){SMALL_TOO, 0, 5, FALSE};
  self->proof = amp_proof_new ();
  g_ptr_array_add (self->proof, square (-3));
  g_ptr_array_add (self->proof, square (4));
}

static void
release_tear_down (Release *self, gconstpointer unused)
{
  (void) unused;
  g_ptr_array_unref (self->proof);
  amp_system_free (self->system);
  sheet_free (self->sheet);
}

static void
assert_accepted (const Release *self)
{
  g_autoptr (GError) error = NULL;

  amp_proof_check (self->system, self->needs, 2, self->proof, &error);
  g_assert_no_error (error);
}

static void
assert_says (gboolean passed, GError *error, const char *rule)
{
  g_assert_false (passed);
  g_assert_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_REFUSED);
  if (strstr (error->message, rule) == NULL)
    g_error ("\"%s\" does not say that %s", error->message, rule);
  for (const char *at = error->message; *at != '\0'; at++)
    g_assert_false (g_ascii_isdigit (*at)); /* neither a cell nor a count */
}

static void
assert_refused (const Release *self, const char *rule)
{
  g_autoptr (GError) error = NULL;
  gboolean passed = amp_proof_check (self->system, self->needs, 2, self->proof, &error);

  assert_says (passed, error, rule);
  g_assert_false (amp_proof_check (self->system, self->needs, 2, self->proof, NULL));
}

static void
assert_small_cells (const Release *self, guint n_needs, gint64 t, gboolean zeros, const char *rule)
{
  g_autoptr (GError) error = NULL;
  gboolean passed = amp_small_cells_check (self->system, self->needs, n_needs, t, zeros, &error);

  if (rule == NULL)
    g_assert_no_error (error);
  else
    assert_says (passed, error, rule);
}

/* --- Right ones --- */

static void
test_a_right_proof_passes (Release *self, gconstpointer unused)
{
  (void) unused;
  assert_accepted (self);
  assert_small_cells (self, 2, 5, TRUE, NULL);
}

static void
test_one_witness_serves_many_needs (Release *self, gconstpointer unused)
{
  (void) unused;
  self->needs[0] = (AmpNeed){SMALL, 7, 5, FALSE};
  self->needs[1] = (AmpNeed){SMALL_TOO, 0, 4, FALSE};
  g_ptr_array_remove_index (self->proof, 0);
  assert_accepted (self);
}

static void
test_the_true_table_is_one_of_the_possible (Release *self, gconstpointer unused)
{
  (void) unused;
  self->needs[0].at_most = 3; /* it is 3 */
  self->needs[1].at_least = 4;
  assert_accepted (self);
}

static void
test_either_side_is_enough_where_the_need_says_so (Release *self, gconstpointer unused)
{
  (void) unused;
  self->needs[0] = (AmpNeed){SMALL, -1, 5, TRUE};
  self->needs[1] = (AmpNeed){SMALL_TOO, 0, 1000, TRUE};
  assert_accepted (self);
  self->needs[0].at_least = 8;
  assert_refused (self, "no witness");
}

static void
test_a_system_without_secrets_needs_no_proof (void)
{
  g_autoptr (AmpSystem) empty = amp_system_new (0), open = amp_system_new (2);
  static const guint32 part = 1;
  g_autoptr (GError) error = NULL;

  open->count[0] = open->count[1] = 7;
  amp_system_add_equation (open, 0, &part, 1);
  amp_proof_check (empty, NULL, 0, NULL, &error);
  g_assert_no_error (error);
  amp_proof_check (open, NULL, 0, NULL, &error);
  g_assert_no_error (error);
  amp_small_cells_check (open, NULL, 0, 5, TRUE, &error);
  g_assert_no_error (error);
}

/* --- Wrong systems --- */

static void
test_counts_that_do_not_add_up_are_refused (Release *self, gconstpointer unused)
{
  (void) unused;
  self->system->count[TOLD]++;
  assert_refused (self, "the counts do not add up");
}

static void
test_a_negative_count_is_refused (Release *self, gconstpointer unused)
{
  (void) unused;
  self->system->count[SMALL] -= 4;
  self->system->count[BESIDE] += 4;
  self->system->count[SMALL_TOO] += 4;
  self->system->count[BESIDE_TOO] -= 4;
  assert_refused (self, "a count is negative");
}

static void
test_counts_beyond_64_bits_are_refused (Release *self, gconstpointer unused)
{
  (void) unused;
  /* Two halves of the range make a total of -2, were it not looked at. */
  self->system->count[SMALL] = self->system->count[SMALL_TOO] = G_MAXINT64;
  assert_refused (self, "the counts do not add up");
}

static void
test_an_impossible_cell_is_zero (Release *self, gconstpointer unused)
{
  (void) unused;
  self->system->state[TOLD] = AMP_CELL_IMPOSSIBLE;
  assert_refused (self, "an impossible cell has a count");
}

static void
test_an_unknown_state_is_refused (Release *self, gconstpointer unused)
{
  (void) unused;
  self->system->state[TOLD] = AMP_CELL_IMPOSSIBLE + 1;
  assert_refused (self, "unknown state");
}

static void
test_malformed_equations_are_refused (Release *self, gconstpointer unused)
{
  AmpSystem *system = self->system;
  guint32 start = system->start[2], member = system->member[1];
  guint32 *starts = system->start, *members = system->member;

  (void) unused;
  system->start[2] = system->start[1];
  assert_refused (self, "empty or out of order");
  system->start[2] = system->start[3] + 1;
  assert_refused (self, "empty or out of order");
  system->start[2] = start;
  system->start[0] = 1;
  assert_refused (self, "begin at the beginning");
  system->start[0] = 0;
  system->member[1] = system->n_cells;
  assert_refused (self, "an equation names a cell that does not exist");
  system->member[1] = G_MAXUINT32;
  assert_refused (self, "an equation names a cell that does not exist");
  system->member[1] = system->member[2];
  assert_refused (self, "names a cell twice");
  system->member[1] = system->member[0];
  assert_refused (self, "names a cell twice");
  system->member[1] = member;
  system->start = NULL;
  assert_refused (self, "the equations are missing");
  system->start = starts;
  system->member = NULL;
  assert_refused (self, "the equations are missing");
  system->member = members;
  assert_accepted (self);
}

static void
test_a_system_that_is_not_there_is_refused (Release *self, gconstpointer unused)
{
  AmpSystem hollow = *self->system;
  g_autoptr (GError) error = NULL, second = NULL, third = NULL;
  gboolean passed;

  (void) unused;
  passed = amp_proof_check (NULL, self->needs, 2, self->proof, &error);
  assert_says (passed, error, "there is no system");
  hollow.count = NULL;
  passed = amp_proof_check (&hollow, self->needs, 2, self->proof, &second);
  assert_says (passed, second, "no counts or no states");
  hollow.count = self->system->count;
  hollow.state = NULL;
  passed = amp_small_cells_check (&hollow, self->needs, 2, 5, TRUE, &third);
  assert_says (passed, third, "no counts or no states");
}

/* --- Wrong witnesses --- */

static void
test_a_witness_leaves_told_cells_alone (Release *self, gconstpointer unused)
{
  static const AmpCellState told[] = {AMP_CELL_OPEN, AMP_CELL_PUBLISHED};

  (void) unused;
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      self->system->state[BESIDE] = told[i];
      assert_refused (self, "changes a cell that is told");
    }
  self->system->state[BESIDE] = AMP_CELL_UNSEEN; /* hidden as well */
  assert_accepted (self);
}

static void
test_a_witness_adds_up (Release *self, gconstpointer unused)
{
  (void) unused;
  witness_of (self, 1)->difference[2]++;
  assert_refused (self, "a witness does not add up");
}

static void
test_a_witness_has_no_negative_counts (Release *self, gconstpointer unused)
{
  (void) unused;
  g_ptr_array_add (self->proof, square (-4));
  assert_refused (self, "makes a count negative");
}

static void
test_a_witness_does_not_overflow (Release *self, gconstpointer unused)
{
  AmpWitness *witness = witness_of (self, 1);

  (void) unused;
  witness->difference[0] = G_MAXINT64;
  assert_refused (self, "beyond what can be counted");
  witness->difference[0] = G_MAXINT64 - 3;
  witness->difference[1] = G_MAXINT64 - 4;
  assert_refused (self, "a witness does not add up");
  witness->difference[0] = G_MININT64;
  assert_refused (self, "makes a count negative");
}

static void
test_a_malformed_witness_is_refused (Release *self, gconstpointer unused)
{
  AmpWitness *witness = witness_of (self, 1);
  gint64 *difference = witness->difference;

  (void) unused;
  witness->cell[1] = SMALL;
  assert_refused (self, "out of order");
  witness->cell[1] = BESIDE_TOO;
  assert_refused (self, "out of order");
  witness->cell[1] = SMALL_TOO;
  witness->cell[3] = self->system->n_cells;
  assert_refused (self, "a witness names a cell that does not exist");
  witness->cell[3] = BESIDE_TOO;
  witness->difference[3] = 0;
  assert_refused (self, "a cell that it leaves alone");
  witness->difference = NULL;
  assert_refused (self, "a witness is empty");
  witness->difference = difference;
  witness->n = self->system->n_cells + 1;
  assert_refused (self, "more cells than there are");
  witness->n = 4;
  witness->difference[3] = 4;
  assert_accepted (self);
  g_ptr_array_add (self->proof, NULL);
  assert_refused (self, "a witness is missing");
  g_ptr_array_set_size (self->proof, 2);
}

/* --- Wrong needs --- */

static void
test_a_need_without_a_witness_is_refused (Release *self, gconstpointer unused)
{
  (void) unused;
  g_ptr_array_remove_index (self->proof, 1);
  assert_refused (self, "a need has no witness");
  g_ptr_array_set_size (self->proof, 0);
  assert_refused (self, "a need has no witness");
}

static void
test_a_need_is_met_to_the_last_unit (Release *self, gconstpointer unused)
{
  (void) unused;
  self->needs[0].at_least = 7;
  assert_accepted (self);
  self->needs[0].at_least = 8;
  assert_refused (self, "a need has no witness");
  self->needs[0].at_least = 7;
  self->needs[0].at_most = -1;
  assert_refused (self, "a need has no witness");
}

static void
test_a_primary_cell_without_a_need_is_refused (Release *self, gconstpointer unused)
{
  (void) unused;
  self->system->state[BESIDE] = AMP_CELL_PRIMARY;
  assert_refused (self, "a primary cell has no need");
}

static void
test_a_need_of_a_told_cell_is_refused (Release *self, gconstpointer unused)
{
  (void) unused;
  self->needs[1].cell = TOLD;
  assert_refused (self, "a need is of a cell that is told");
  self->needs[1].cell = self->system->n_cells;
  assert_refused (self, "a need names a cell that does not exist");
}

static void
test_a_need_that_asks_for_nothing_is_refused (Release *self, gconstpointer unused)
{
  static const AmpNeed nothing[] = {
    {SMALL, 3, 3, FALSE}, {SMALL, G_MAXINT64, 0, FALSE}, {SMALL, 2, 3, TRUE}, {SMALL, 3, 4, TRUE}};

  (void) unused;
  for (gsize i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      self->needs[0] = nothing[i];
      assert_refused (self, "asks for nothing");
    }
}

static void
test_missing_arrays_are_refused (Release *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  gboolean passed;

  (void) unused;
  passed = amp_proof_check (self->system, NULL, 2, self->proof, &error);
  assert_says (passed, error, "missing");
  g_clear_error (&error);
  passed = amp_proof_check (self->system, self->needs, 2, NULL, &error);
  assert_says (passed, error, "no witness");
  g_clear_error (&error);
  passed = amp_small_cells_check (self->system, NULL, 2, 5, TRUE, &error);
  assert_says (passed, error, "missing");
}

/* --- Small cells --- */

static void
test_no_small_cell_is_told (Release *self, gconstpointer unused)
{
  (void) unused;
  assert_small_cells (self, 2, 15, TRUE, "need not stay compatible");
  self->system->state[BESIDE] = AMP_CELL_OPEN; /* 15 */
  assert_small_cells (self, 2, 5, TRUE, NULL);
  self->needs[0].at_least = self->needs[1].at_least = 16;
  assert_small_cells (self, 2, 15, TRUE, NULL);
  assert_small_cells (self, 2, 16, TRUE, "a small cell is told");
  self->system->state[BESIDE] = AMP_CELL_PUBLISHED;
  assert_small_cells (self, 2, 16, TRUE, NULL);
  assert_small_cells (self, 2, 0, TRUE, "no smallest count");
}

static void
test_a_zero_is_small_where_zeros_are_hidden (Release *self, gconstpointer unused)
{
  (void) unused;
  self->system->count[TOLD] = 0;
  assert_small_cells (self, 2, 5, FALSE, NULL);
  assert_small_cells (self, 2, 5, TRUE, "a small cell is told");
  self->system->state[TOLD] = AMP_CELL_IMPOSSIBLE;
  assert_small_cells (self, 2, 5, TRUE, NULL);
  self->system->state[TOLD] = AMP_CELL_SECONDARY;
  assert_small_cells (self, 2, 5, FALSE, NULL);
  assert_small_cells (self, 2, 5, TRUE, "need not stay compatible");
}

static void
test_a_hidden_small_cell_stays_compatible_with_none_and_enough (Release *self, gconstpointer unused)
{
  static const AmpNeed weak[] = {
    {SMALL, 1, 5, FALSE}, {SMALL, 0, 4, FALSE}, {SMALL, 0, 5, TRUE}, {SMALL_TOO, 0, 5, FALSE}};

  (void) unused;
  for (gsize i = 0; i < G_N_ELEMENTS (weak); i++)
    {
      self->needs[0] = weak[i];
      assert_small_cells (self, 2, 5, TRUE, "need not stay compatible");
    }
  self->needs[0] = (AmpNeed){SMALL, -1, 6, FALSE};
  assert_small_cells (self, 2, 5, TRUE, NULL);
  assert_small_cells (self, 1, 5, TRUE, "need not stay compatible");
  self->needs[0] = (AmpNeed){SMALL_TOO, 0, 0, FALSE};
  self->needs[1] = (AmpNeed){SMALL_TOO, 4, 5, FALSE};
  self->system->state[SMALL] = AMP_CELL_IMPOSSIBLE;
  self->system->count[SMALL] = 0;
  assert_small_cells (self, 2, 5, TRUE, NULL); /* in two halves */
}

static void
test_an_unseen_small_cell_is_hidden_too (Release *self, gconstpointer unused)
{
  (void) unused;
  self->system->state[SMALL] = AMP_CELL_UNSEEN;
  assert_small_cells (self, 2, 5, TRUE, NULL);
  self->needs[0] = self->needs[1];
  assert_small_cells (self, 2, 5, TRUE, "need not stay compatible");
}

/* --- Sums --- */

static AmpSums
sums_of (const Sheet *sheet, guint32 *cell)
{
  for (guint32 i = 0; i < sheet->n_cells; i++)
    cell[i] = i;
  return (AmpSums){.n_dimensions = sheet->n_dimensions,
                   .n_nodes = sheet->n_nodes,
                   .parent = (const gint *const *) sheet->parent,
                   .cell = cell};
}

static void
assert_sums (const Release *self, const AmpSums *sums, const char *rule)
{
  g_autoptr (GError) error = NULL;
  gboolean passed = amp_sums_check (self->system, self->proof, sums, &error);

  if (rule == NULL)
    g_assert_no_error (error);
  else
    assert_says (passed, error, rule);
}

/* With the equations of the rows alone each count could move within its row, or so it seems. */
static void
test_an_equation_left_out_is_found_in_the_table (Release *self, gconstpointer unused)
{
  g_autofree guint32 *cell = g_new (guint32, self->sheet->n_cells);
  AmpSums sums = sums_of (self->sheet, cell);
  AmpWitness *witness = amp_witness_new (2);

  (void) unused;
  assert_sums (self, &sums, NULL);
  witness->cell[0] = SMALL;
  witness->cell[1] = SMALL_TOO;
  witness->difference[0] = 1;
  witness->difference[1] = -1;
  g_ptr_array_add (self->proof, witness);
  assert_refused (self, "a witness does not add up");
  self->system->n_equations = 4; /* the first dimension's sums are down the columns */
  memmove (self->system->start, self->system->start + 4, sizeof (guint32) * 5);
  for (guint e = 0, from = self->system->start[0]; e < 5; e++)
    self->system->start[e] -= from;
  memmove (self->system->member, self->system->member + 16, sizeof (guint32) * 16);
  assert_accepted (self);
  assert_sums (self, &sums, "a witness does not add up in a table");
}

static void
test_a_table_that_does_not_add_up_is_refused (Release *self, gconstpointer unused)
{
  g_autofree guint32 *cell = g_new (guint32, self->sheet->n_cells);
  AmpSums sums = sums_of (self->sheet, cell);

  (void) unused;
  cell[TOLD] = SMALL;
  assert_sums (self, &sums, "the counts do not add up in a table");
  cell[TOLD] = self->system->n_cells;
  assert_sums (self, &sums, "a table names a cell that does not exist");
  cell[TOLD] = TOLD;
  self->system->count[TOLD] = G_MAXINT64;
  assert_sums (self, &sums, "the counts do not add up in a table");
}

static void
test_a_table_without_trees_is_refused (Release *self, gconstpointer unused)
{
  g_autofree guint32 *cell = g_new (guint32, self->sheet->n_cells);
  AmpSums sums = sums_of (self->sheet, cell);
  static const gint crossed[4] = {-1, 0, 3, 0}, rootless[4] = {0, 0, 0, 0};
  const gint *trees[2] = {crossed, crossed};
  static const guint many[2] = {1u << 16, 1u << 16}, none[2] = {4, 0};

  (void) unused;
  sums.parent = trees;
  assert_sums (self, &sums, "a dimension is not a tree");
  trees[0] = trees[1] = rootless;
  assert_sums (self, &sums, "a dimension has no total");
  sums.parent = (const gint *const *) self->sheet->parent;
  sums.n_nodes = none;
  assert_sums (self, &sums, "a dimension has no total");
  sums.n_nodes = many;
  sums.n_dimensions = 0;
  assert_sums (self, &sums, NULL);
  sums.cell = NULL;
  assert_sums (self, &sums, "there is no table");
}

static void
test_a_table_of_more_than_can_be_is_too_large (void)
{
  guint n = 1u << 13;
  g_autofree gint *tree = g_new0 (gint, n);
  const gint *trees[2] = {tree, tree};
  const guint n_nodes[2] = {n, n};
  guint32 cell = 0;
  AmpSums sums = {2, n_nodes, trees, &cell};
  g_autoptr (AmpSystem) system = amp_system_new (1);
  g_autoptr (GError) error = NULL;
  gboolean passed;

  tree[0] = -1;
  passed = amp_sums_check (system, NULL, &sums, &error);
  assert_says (passed, error, "too large");
}

#define RELEASE(name, function)                                                                    \
  g_test_add ("/disclosure/check/" name, Release, NULL, release_set_up, function, release_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  RELEASE ("a-right-proof-passes", test_a_right_proof_passes);
  RELEASE ("one-witness-serves-many-needs", test_one_witness_serves_many_needs);
  RELEASE ("the-true-table-is-one-of-the-possible", test_the_true_table_is_one_of_the_possible);
  RELEASE ("either-side-is-enough-where-the-need-says-so",
           test_either_side_is_enough_where_the_need_says_so);
  g_test_add_func ("/disclosure/check/a-system-without-secrets-needs-no-proof",
                   test_a_system_without_secrets_needs_no_proof);
  RELEASE ("counts-that-do-not-add-up-are-refused", test_counts_that_do_not_add_up_are_refused);
  RELEASE ("a-negative-count-is-refused", test_a_negative_count_is_refused);
  RELEASE ("counts-beyond-64-bits-are-refused", test_counts_beyond_64_bits_are_refused);
  RELEASE ("an-impossible-cell-is-zero", test_an_impossible_cell_is_zero);
  RELEASE ("an-unknown-state-is-refused", test_an_unknown_state_is_refused);
  RELEASE ("malformed-equations-are-refused", test_malformed_equations_are_refused);
  RELEASE ("a-system-that-is-not-there-is-refused", test_a_system_that_is_not_there_is_refused);
  RELEASE ("a-witness-leaves-told-cells-alone", test_a_witness_leaves_told_cells_alone);
  RELEASE ("a-witness-adds-up", test_a_witness_adds_up);
  RELEASE ("a-witness-has-no-negative-counts", test_a_witness_has_no_negative_counts);
  RELEASE ("a-witness-does-not-overflow", test_a_witness_does_not_overflow);
  RELEASE ("a-malformed-witness-is-refused", test_a_malformed_witness_is_refused);
  RELEASE ("a-need-without-a-witness-is-refused", test_a_need_without_a_witness_is_refused);
  RELEASE ("a-need-is-met-to-the-last-unit", test_a_need_is_met_to_the_last_unit);
  RELEASE ("a-primary-cell-without-a-need-is-refused",
           test_a_primary_cell_without_a_need_is_refused);
  RELEASE ("a-need-of-a-told-cell-is-refused", test_a_need_of_a_told_cell_is_refused);
  RELEASE ("a-need-that-asks-for-nothing-is-refused", test_a_need_that_asks_for_nothing_is_refused);
  RELEASE ("missing-arrays-are-refused", test_missing_arrays_are_refused);
  RELEASE ("no-small-cell-is-told", test_no_small_cell_is_told);
  RELEASE ("a-zero-is-small-where-zeros-are-hidden", test_a_zero_is_small_where_zeros_are_hidden);
  RELEASE ("a-hidden-small-cell-stays-compatible-with-none-and-enough",
           test_a_hidden_small_cell_stays_compatible_with_none_and_enough);
  RELEASE ("an-unseen-small-cell-is-hidden-too", test_an_unseen_small_cell_is_hidden_too);
  RELEASE ("an-equation-left-out-is-found-in-the-table",
           test_an_equation_left_out_is_found_in_the_table);
  RELEASE ("a-table-that-does-not-add-up-is-refused", test_a_table_that_does_not_add_up_is_refused);
  RELEASE ("a-table-without-trees-is-refused", test_a_table_without_trees_is_refused);
  g_test_add_func ("/disclosure/check/a-table-of-more-than-can-be-is-too-large",
                   test_a_table_of_more_than_can_be_is_too_large);
  return g_test_run ();
}
