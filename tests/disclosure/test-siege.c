/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole of disclosure control under siege: tables are protected by it and attacked by the other
 * program, which is given what a file would hold. Goals G1, G2 and G7 of disclosure.md 4.
 *
 * AMP_TABLES=10000 for the long run (that many tables for each rule), AMP_SEED for others. */
#include "disclosure/check.h"
#include "disclosure/rules.h"
#include "disclosure/suppress.h"
#include "siege.h"

#include <string.h>

/* A protected table, in the order of the sheet. */
typedef struct
{
  const Sheet *sheet;
  guint32 *cell; /* of each cell of the sheet: which cell of the system it is */
  AmpSystem *system;
  GArray *needs;
  AmpProof *proof;
  guint8 *hidden, *asked; /* asked: not shown for its own sake */
} Protected;

typedef struct
{
  guint n_tables, n_unproven;
  guint n_cells, n_primary, n_hidden;
  gint64 protecting, attacking; /* microseconds */
  Verdict verdict;
} Sum;

static guint64
number_of (const char *name, guint64 otherwise)
{
  const char *text = g_getenv (name);

  return text == NULL ? otherwise : g_ascii_strtoull (text, NULL, 10);
}

/* --- Protecting --- */

static AmpCube *
cube_of (const Sheet *sheet)
{
  g_autoptr (GError) error = NULL;
  AmpTree trees[SHEET_MOST_DIMENSIONS];
  AmpCube *cube;

  for (guint d = 0; d < sheet->n_dimensions; d++)
    trees[d] = (AmpTree){sheet->n_nodes[d], sheet->parent[d]};
  cube = amp_cube_new (trees, sheet->n_dimensions, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (amp_cube_n_cells (cube), ==, sheet->n_cells);
  return cube;
}

/* Of base counts alone; what they add up to is held against the sheet. */
static void
fill (Protected *self, const AmpCube *cube)
{
  const Sheet *sheet = self->sheet;
  g_autofree gint64 *base = g_new0 (gint64, sheet->n_cells);

  self->cell = g_new (guint32, sheet->n_cells);
  for (guint32 i = 0; i < sheet->n_cells; i++)
    {
      guint nodes[SHEET_MOST_DIMENSIONS];

      for (guint d = 0; d < sheet->n_dimensions; d++)
        nodes[d] = sheet_node (sheet, i, d);
      self->cell[i] = amp_cube_cell (cube, nodes);
      if (sheet_is_base (sheet, i))
        base[self->cell[i]] = sheet->count[i];
    }
  self->system = amp_cube_system (cube, base);
  for (guint32 i = 0; i < sheet->n_cells; i++)
    g_assert_cmpint (self->system->count[self->cell[i]], ==, sheet->count[i]);
}

static void
assert_checked (const Protected *self, const AmpRules *rules)
{
  const AmpNeed *needs = (const AmpNeed *) (gpointer) self->needs->data;
  AmpSums sums = {self->sheet->n_dimensions, self->sheet->n_nodes,
                  (const gint *const *) self->sheet->parent, self->cell};
  g_autoptr (GError) error = NULL;

  amp_proof_check (self->system, needs, self->needs->len, self->proof, &error);
  g_assert_no_error (error);
  amp_sums_check (self->system, self->proof, &sums, &error);
  g_assert_no_error (error);
  if (rules->strong)
    amp_small_cells_check (self->system, needs, self->needs->len, rules->t, rules->zeros_hidden,
                           &error);
  g_assert_no_error (error);
}

/* FALSE: it could not be proven, and would not be handed over. */
static gboolean
protect (Protected *self, const Sheet *sheet, const AmpRules *rules)
{
  static const AmpSuppressOptions options = {.seed = 7, .limit_ms = 30000};
  g_autoptr (AmpCube) cube = cube_of (sheet);
  g_autoptr (GError) error = NULL;

  *self = (Protected){.sheet = sheet};
  fill (self, cube);
  self->needs = amp_rules_apply (rules, cube, self->system, &error);
  g_assert_no_error (error);
  self->proof = amp_suppress (self->system, (const AmpNeed *) (gpointer) self->needs->data,
                              self->needs->len, NULL, &options, NULL, &error);
  if (g_error_matches (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_UNPROVEN))
    return FALSE;
  g_assert_no_error (error);
  assert_checked (self, rules);
  self->hidden = g_new (guint8, sheet->n_cells);
  self->asked = g_new (guint8, sheet->n_cells);
  for (guint32 i = 0; i < sheet->n_cells; i++)
    {
      AmpCellState state = (AmpCellState) self->system->state[self->cell[i]];

      self->hidden[i] = !amp_cell_is_told (state);
      self->asked[i] = state == AMP_CELL_PRIMARY ||
                       (sheet->count[i] < rules->t && (sheet->count[i] > 0 || rules->zeros_hidden));
      g_assert_true (self->hidden[i] || !self->asked[i]);
    }
  return TRUE;
}

static void
protected_clear (Protected *self)
{
  g_free (self->cell);
  g_free (self->hidden);
  g_free (self->asked);
  amp_system_free (self->system);
  g_array_unref (self->needs);
  g_clear_pointer (&self->proof, g_ptr_array_unref);
}

/* --- Attacking --- */

static void
besiege (Attacker *attacker, const Sheet *sheet, const AmpRules *rules, Sum *sum)
{
  Protected protected;
  gint64 begun = g_get_monotonic_time ();
  gboolean proven = protect (&protected, sheet, rules);
  gboolean by_share = rules->sensitive != 0;

  sum->n_tables++;
  sum->n_cells += sheet->n_cells;
  sum->n_unproven += !proven;
  sum->protecting += g_get_monotonic_time () - begun;
  begun = g_get_monotonic_time ();
  if (proven)
    {
      Riddle riddle = {sheet, protected.hidden, by_share ? NULL : protected.asked, 0,
                       rules->strong && !by_share ? rules->t : 0};
      g_autofree Bounds *bounds = attacker_ask (attacker, &riddle);

      g_assert_nonnull (bounds);
      for (guint32 i = 0; i < sheet->n_cells; i++)
        {
          sum->n_hidden += protected.hidden[i];
          sum->n_primary += protected.asked[i];
        }
      riddle.asked = protected.asked;
      judge (&riddle, bounds, rules->t, rules->zeros_hidden, &sum->verdict);
      if (by_share)
        judge_shares (&riddle, bounds, rules->t, rules->share_percent, rules->sensitive,
                      &sum->verdict);
    }
  sum->attacking += g_get_monotonic_time () - begun;
  protected_clear (&protected);
}

static void
report (const char *what, const Sum *sum)
{
  g_test_message ("%s: %u tables, %u unproven, %u cells, %u primary, %u hidden in all; known %u, "
                  "not none %u, not enough %u, shares %u, undecided %u; protecting %.1f s, "
                  "attacking %.1f s",
                  what, sum->n_tables, sum->n_unproven, sum->n_cells, sum->n_primary, sum->n_hidden,
                  sum->verdict.n_known, sum->verdict.n_not_none, sum->verdict.n_not_enough,
                  sum->verdict.n_share, sum->verdict.n_undecided, (double) sum->protecting / 1e6,
                  (double) sum->attacking / 1e6);
}

static void
assert_stood (const AmpRules *rules, const Sum *sum)
{
  g_assert_cmpuint (sum->verdict.n_known, ==, 0);
  g_assert_cmpuint (sum->verdict.n_share, ==, 0);
  if (!rules->strong)
    return;
  g_assert_cmpuint (sum->verdict.n_not_none, ==, 0);
  g_assert_cmpuint (sum->verdict.n_not_enough, ==, 0);
  g_assert_cmpuint (sum->verdict.n_undecided, ==, 0);
}

/* --- Random tables --- */

static void
besiege_random (const AmpRules *rules, const SheetShape *shape, guint64 n, const char *what)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) number_of ("AMP_SEED", 5));
  g_autoptr (Attacker) attacker = attacker_new ();
  Sum sum = {0};

  n = number_of ("AMP_TABLES", n);
  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (Sheet) sheet = sheet_random (rand, shape);

      besiege (attacker, sheet, rules, &sum);
    }
  report (what, &sum);
  assert_stood (rules, &sum);
  g_assert_cmpuint (sum.n_unproven * 20, <=, sum.n_tables);
}

static const SheetShape shape = {2, 3, 250, 10, 12};

static void
test_random_tables_stand (gconstpointer data)
{
  guint bits = GPOINTER_TO_UINT (data);
  AmpRules rules = {.t = bits & 1 ? 11 : 5,
                    .zeros_hidden = (bits & 2) != 0,
                    .strong = (bits & 4) != 0,
                    .share_percent = 100};
  g_autofree char *what =
    g_strdup_printf ("t %d, zeros %s, %s", (int) rules.t, rules.zeros_hidden ? "hidden" : "told",
                     rules.strong ? "strong" : "not exactly");

  besiege_random (&rules, &shape, 25, what);
}

/* Mostly zeros, ones and twos: where other tools fall. */
static void
test_sparse_tables_stand (void)
{
  static const SheetShape sparse = {2, 3, 200, 50, 2};
  AmpRules rules = {.t = 5, .zeros_hidden = FALSE, .strong = FALSE, .share_percent = 100};

  besiege_random (&rules, &sparse, 25, "sparse, t 5, zeros told, not exactly");
  rules.zeros_hidden = rules.strong = TRUE;
  besiege_random (&rules, &sparse, 25, "sparse, t 5, zeros hidden, strong");
}

static void
test_no_group_is_given_away (void)
{
  AmpRules rules = {.t = 11,
                    .zeros_hidden = TRUE,
                    .strong = TRUE,
                    .share_percent = AMP_LARGEST_SHARE_PERCENT,
                    .sensitive = 1u << 1};

  besiege_random (&rules, &shape, 25, "t 11, groups of at most 90 %");
}

/* --- Tables by hand --- */

static void
besiege_hand_made (const Sheet *sheet, AmpRules rules, const char *what)
{
  g_autoptr (Attacker) attacker = attacker_new ();
  Sum sum = {0};

  for (guint strong = 0; strong < 2; strong++)
    {
      rules.strong = strong == 1;
      memset (&sum, 0, sizeof sum);
      besiege (attacker, sheet, &rules, &sum);
      report (what, &sum);
      assert_stood (&rules, &sum);
      g_assert_cmpuint (sum.n_unproven, ==, 0);
      g_assert_cmpuint (sum.n_primary, >, 0);
    }
}

static Sheet *
square_of (const gint64 *base, guint rows, guint columns)
{
  static const gint tree[8] = {-1};
  static const gint *const trees[2] = {tree, tree};
  const guint n_nodes[2] = {rows + 1, columns + 1};
  Sheet *sheet = sheet_new (trees, n_nodes, 2);

  for (guint i = 0; i < rows * columns; i++)
    sheet->count[(i / columns + 1) * (columns + 1) + i % columns + 1] = base[i];
  sheet_add_up (sheet);
  return sheet;
}

/* UserSupport 88: a row all of which is in one cell, and another almost. */
static void
test_a_row_of_one_kind_stands (void)
{
  static const gint64 base[] = {15, 0, 0, 14, 1, 0, 20, 30, 25, 18, 40, 12};
  g_autoptr (Sheet) sheet = square_of (base, 4, 3);
  AmpRules rules = {.t = 11,
                    .zeros_hidden = TRUE,
                    .share_percent = AMP_LARGEST_SHARE_PERCENT,
                    .sensitive = 1u << 1};

  besiege_hand_made (sheet, rules, "all of a row in one cell");
  rules.t = 5;
  rules.zeros_hidden = FALSE;
  besiege_hand_made (sheet, rules, "all of a row in one cell, zeros told");
}

/* UserSupport 194: 15 = 10 + 3 + x + x. */
static void
test_two_ones_beside_ten_and_three_stand (void)
{
  static const gint64 row[] = {10, 3, 1, 1}, base[] = {10, 3, 1, 1, 12, 9, 8, 20, 7, 7, 14, 6};
  g_autoptr (Sheet) alone = square_of (row, 1, 4), among = square_of (base, 3, 4);
  AmpRules rules = {.t = 3, .zeros_hidden = FALSE, .share_percent = 100};

  besiege_hand_made (alone, rules, "15 = 10 + 3 + x + x");
  besiege_hand_made (among, rules, "15 = 10 + 3 + x + x among others");
  rules = (AmpRules){.t = 11, .zeros_hidden = TRUE, .share_percent = 100};
  besiege_hand_made (among, rules, "15 = 10 + 3 + x + x among others, t 11");
}

static void
test_four_zeros_under_zero_stand (void)
{
  static const gint64 row[] = {0, 0, 0, 0}, base[] = {0, 0, 0, 0, 20, 13, 17, 30, 12, 19, 11, 40};
  g_autoptr (Sheet) alone = square_of (row, 1, 4), among = square_of (base, 3, 4);
  AmpRules rules = {.t = 11, .zeros_hidden = TRUE, .share_percent = 100};

  besiege_hand_made (alone, rules, "four zeros under zero");
  besiege_hand_made (among, rules, "four zeros under zero, among others");
}

static void
test_one_and_one_under_two_stand (void)
{
  static const gint64 row[] = {1, 1}, base[] = {1, 1, 20, 13, 17, 30};
  g_autoptr (Sheet) alone = square_of (row, 1, 2), among = square_of (base, 3, 2);
  AmpRules rules = {.t = 2, .zeros_hidden = FALSE, .share_percent = 100};

  besiege_hand_made (alone, rules, "1 + 1 under 2");
  besiege_hand_made (among, rules, "1 + 1 under 2, among others");
  rules = (AmpRules){.t = 5, .zeros_hidden = TRUE, .share_percent = 100};
  besiege_hand_made (among, rules, "1 + 1 under 2, among others, t 5");
}

/* Found by the siege: everything beside a small cell is hidden, and that is not enough. */
static void
test_what_is_hidden_all_round_stands (void)
{
  static const gint trees[3][7] = {{-1, 0, 0, 0, 0, 0}, {-1, 0, 1, 1, 0, 4, 4}, {-1, 0, 0, 0}};
  static const gint *const parents[] = {trees[0], trees[1], trees[2]};
  static const guint n_nodes[] = {6, 7, 4};
  static const gint64 base[] = {9, 2, 2, 0, 0,  0, 10, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 2, 0,  0,
                                2, 0, 0, 0, 2,  0, 0,  8, 1, 0, 8, 1, 0, 0, 2, 9, 0, 1, 13, 0,
                                2, 9, 0, 2, 12, 0, 1,  1, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 4,  7};
  g_autoptr (Sheet) sheet = sheet_new (parents, n_nodes, G_N_ELEMENTS (n_nodes));
  AmpRules rules = {.t = 5, .zeros_hidden = TRUE, .share_percent = 100};
  guint n = 0;

  for (guint32 cell = 0; cell < sheet->n_cells; cell++)
    if (sheet_is_base (sheet, cell))
      sheet->count[cell] = base[n++];
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (base));
  sheet_add_up (sheet);
  besiege_hand_made (sheet, rules, "hidden all round");
}

/* --- Tables like those of an office --- */

static void
test_real_tables_stand (gconstpointer name)
{
  g_autofree char *path = g_strconcat (RIDDLES, "/tables/", name, ".txt", NULL);
  g_autoptr (Sheet) sheet = sheet_read (path);
  g_autoptr (Attacker) attacker = attacker_new ();
  AmpRules rules = {.t = 11, .zeros_hidden = TRUE, .strong = TRUE, .share_percent = 100};
  Sum sum = {0};

  g_assert_nonnull (sheet);
  besiege (attacker, sheet, &rules, &sum);
  report (name, &sum);
  assert_stood (&rules, &sum);
}

int
main (int argc, char **argv)
{
  static const char *const quick[] = {"A_400", "A_2000"};
  static const char *const slow[] = {"B_400", "A_20000", "B_2000", "B_20000", "C_2000", "C_20000"};

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/siege/a-row-of-one-kind-stands", test_a_row_of_one_kind_stands);
  g_test_add_func ("/disclosure/siege/two-ones-beside-ten-and-three-stand",
                   test_two_ones_beside_ten_and_three_stand);
  g_test_add_func ("/disclosure/siege/four-zeros-under-zero-stand",
                   test_four_zeros_under_zero_stand);
  g_test_add_func ("/disclosure/siege/one-and-one-under-two-stand",
                   test_one_and_one_under_two_stand);
  g_test_add_func ("/disclosure/siege/what-is-hidden-all-round-stands",
                   test_what_is_hidden_all_round_stands);
  for (guint bits = 0; bits < 8; bits++)
    {
      g_autofree char *name = g_strdup_printf ("/disclosure/siege/random-tables-stand-%u", bits);

      g_test_add_data_func (name, GUINT_TO_POINTER (bits), test_random_tables_stand);
    }
  g_test_add_func ("/disclosure/siege/sparse-tables-stand", test_sparse_tables_stand);
  g_test_add_func ("/disclosure/siege/no-group-is-given-away", test_no_group_is_given_away);
  for (gsize i = 0; i < G_N_ELEMENTS (quick); i++)
    {
      g_autofree char *name = g_strconcat ("/disclosure/siege/real-tables-stand-", quick[i], NULL);

      g_test_add_data_func (name, quick[i], test_real_tables_stand);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (slow) && g_getenv ("AMP_TABLES") != NULL; i++)
    {
      g_autofree char *name = g_strconcat ("/disclosure/siege/real-tables-stand-", slow[i], NULL);

      g_test_add_data_func (name, slow[i], test_real_tables_stand);
    }
  return g_test_run ();
}
