/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That the attacker finds what there is to find: tables that are known to have been given away by
 * other tools, and those that simple protection leaves open. */
#include "siege.h"
#include "weak.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

static Sheet *
row_of (const gint64 *parts, guint n)
{
  gint tree[16] = {-1};
  const gint *trees[1] = {tree};
  guint n_nodes[1] = {n + 1};
  Sheet *sheet = sheet_new (trees, n_nodes, 1);

  for (guint i = 0; i < n; i++)
    sheet->count[i + 1] = parts[i];
  sheet_add_up (sheet);
  return sheet;
}

static void
assert_bounds (const Bounds *bounds, gint64 low, gint64 high)
{
  g_assert_true (bounds->low_sure);
  g_assert_true (bounds->high_sure);
  g_assert_cmpint (bounds->low, ==, low);
  g_assert_cmpint (bounds->high, ==, high);
}

/* A row with its total told and the parts hidden from `from` on: each of them is then in low …
 * high. */
static void
assert_row (const gint64 *parts, guint n, guint from, gint64 least, gint64 low, gint64 high)
{
  g_autoptr (Attacker) attacker = attacker_new ();
  g_autoptr (Sheet) sheet = row_of (parts, n);
  g_autofree guint8 *hidden = g_new0 (guint8, sheet->n_cells);
  Riddle riddle = {sheet, hidden, NULL, least, 0};
  g_autofree Bounds *bounds = NULL;
  Verdict verdict = {0};

  for (guint i = from; i < n; i++)
    hidden[i + 1] = 1;
  bounds = attacker_ask (attacker, &riddle);
  g_assert_nonnull (bounds);
  for (guint i = from; i < n; i++)
    assert_bounds (&bounds[i + 1], low, high);
  judge (&riddle, bounds, 5, least == 0, &verdict);
  g_assert_cmpuint (verdict.n_cells, ==, n - from);
  g_assert_cmpuint (verdict.n_known, ==, low == high ? n - from : 0);
}

static void
test_two_ones_beside_ten_and_three (void)
{
  static const gint64 parts[] = {10, 3, 1, 1};

  assert_row (parts, 4, 2, 1, 1, 1); /* 15 = 10 + 3 + x + x, where zeros are told */
  assert_row (parts, 4, 2, 0, 0, 2);
}

static void
test_one_and_one_under_two (void)
{
  static const gint64 parts[] = {1, 1};

  assert_row (parts, 2, 0, 1, 1, 1);
  assert_row (parts, 2, 0, 0, 0, 2);
}

static void
test_four_zeros_under_zero (void)
{
  static const gint64 parts[] = {0, 0, 0, 0};

  assert_row (parts, 4, 0, 0, 0, 0);
}

static void
test_a_sum_within_a_sum_gives_the_difference_away (void)
{
  static const gint tree[] = {-1, 0, 0, 1, 1};
  static const gint *const trees[] = {tree};
  static const guint n_nodes[] = {5};
  static const guint8 hidden[] = {0, 1, 1, 0, 1};
  g_autoptr (Attacker) attacker = attacker_new ();
  g_autoptr (Sheet) sheet = sheet_new (trees, n_nodes, 1);
  Riddle riddle = {sheet, hidden, NULL, 0, 0};
  g_autofree Bounds *bounds = NULL;

  sheet->count[2] = 4;
  sheet->count[3] = 20;
  sheet->count[4] = 3;
  sheet_add_up (sheet);
  bounds = attacker_ask (attacker, &riddle);
  assert_bounds (&bounds[1], 20, 27);
  assert_bounds (&bounds[2], 0, 7);
  assert_bounds (&bounds[4], 0, 7);
}

static void
test_a_number_without_an_end_is_said_to_have_none (void)
{
  static const gint64 parts[] = {7, 9};
  static const guint8 hidden[] = {1, 0, 1};
  g_autoptr (Attacker) attacker = attacker_new ();
  g_autoptr (Sheet) sheet = row_of (parts, 2);
  Riddle riddle = {sheet, hidden, NULL, 0, 0};
  g_autofree Bounds *bounds = attacker_ask (attacker, &riddle);

  assert_bounds (&bounds[0], 7, G_MAXINT64);
  assert_bounds (&bounds[2], 0, G_MAXINT64);
}

static void
test_files_that_contradict_each_other_are_recognized (void)
{
  static const gint64 parts[] = {7, 9};
  static const guint8 hidden[] = {0, 0, 1};
  g_autoptr (Attacker) attacker = attacker_new ();
  g_autoptr (Sheet) sheet = row_of (parts, 2);
  Riddle riddle = {sheet, hidden, NULL, 0, 0};

  sheet->count[0] = 6;
  g_assert_null (attacker_ask (attacker, &riddle));
  sheet->count[0] = 16;
  g_free (attacker_ask (attacker, &riddle));
}

/* All of a told row is of one kind: nobody of it can be hidden among the others. */
static void
test_a_row_of_one_kind_is_given_away (void)
{
  static const gint tree[] = {-1, 0, 0, 0};
  static const gint *const trees[] = {tree, tree};
  static const guint n_nodes[] = {4, 4};
  static const gint64 base[] = {15, 0, 0, 20, 30, 9, 8, 40, 12};
  g_autoptr (Attacker) attacker = attacker_new ();
  g_autoptr (Sheet) sheet = sheet_new (trees, n_nodes, 2);
  g_autofree guint8 *hidden = g_new0 (guint8, sheet->n_cells);
  Riddle riddle = {sheet, hidden, NULL, 0, 0};
  g_autofree Bounds *bounds = NULL;
  Verdict all = {0}, none = {0}, guarded = {0};

  for (guint32 i = 0; i < 9; i++)
    sheet->count[(i / 3 + 1) * 4 + i % 3 + 1] = base[i];
  sheet_add_up (sheet);
  bounds = attacker_ask (attacker, &riddle);
  judge_shares (&riddle, bounds, 11, 90, 1u << 1, &all);
  g_assert_cmpuint (all.n_share, ==, 1);
  judge_shares (&riddle, bounds, 11, 90, 1u << 0, &none);
  g_assert_cmpuint (none.n_share, ==, 0);

  for (guint32 i = 0; i < 2; i++) /* 15 and 0 over 20 and 30 */
    hidden[5 + i] = hidden[9 + i] = 1;
  g_free (g_steal_pointer (&bounds));
  bounds = attacker_ask (attacker, &riddle);
  assert_bounds (&bounds[5], 0, 15);
  judge_shares (&riddle, bounds, 11, 90, 1u << 1, &guarded);
  g_assert_cmpuint (guarded.n_share, ==, 0);
}

/* --- Several files --- */

/* Answers what all files together tell of the cells asked for. */
static GHashTable *
attack_files (const char *world, const char *const *csv, const char *asked)
{
  g_autofree char *folder = g_dir_make_tmp ("attack-XXXXXX", NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GHashTable *answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (Attacker) attacker = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i == 0 || csv[i - 1] != NULL; i++)
    {
      char *path = g_strdup_printf ("%s/%u", folder, i);

      g_assert_true (g_file_set_contents (path, i == 0 ? world : csv[i - 1], -1, NULL));
      g_ptr_array_add (paths, path);
    }
  g_ptr_array_add (paths, NULL);
  attacker = attacker_new_with_releases ((const char *const *) paths->pdata);
  lines = attacker_answer (attacker, asked);
  for (guint i = 0; paths->pdata[i] != NULL; i++)
    g_remove (paths->pdata[i]);
  g_rmdir (folder);
  for (char **line = lines; line != NULL && *line != NULL; line++)
    {
      g_autofree Bounds *bounds = g_new (Bounds, 1);
      char *cell;

      bounds_read (*line, &cell, bounds);
      g_hash_table_insert (answers, cell, g_steal_pointer (&bounds));
    }
  return answers;
}

/* February's region is hidden, but it is in the quarter and January and March are told. */
static void
test_a_quarter_less_its_months_gives_a_month_away (void)
{
  static const char world[] = "column time\nsplit time quarter=2026-Q1 month=2026-01 month=2026-02 "
                              "month=2026-03\ncolumn region\nsplit region * region=A region=B\n"
                              "column sex\nsplit sex * sex=f sex=m\n";
  static const char head[] = "# unit: cases\r\n# period: 2026-%s\r\n# filters: \r\n"
                             "region,count,status\r\nA,%s\r\nB,%s\r\n*,%s\r\n";
  g_autofree char *january =
    g_strdup_printf (head, "01-01/2026-01-31", "20,exact", "30,exact", "50,exact");
  g_autofree char *february =
    g_strdup_printf (head, "02-01/2026-02-28", ",suppressed", ",suppressed", "40,exact");
  g_autofree char *march =
    g_strdup_printf (head, "03-01/2026-03-31", "25,exact", "31,exact", "56,exact");
  g_autofree char *quarter =
    g_strdup_printf (head, "01-01/2026-03-31", "48,exact", "98,exact", "146,exact");
  const char *apart[] = {january, february, march, NULL};
  const char *all[] = {quarter, february, march, january, NULL};
  const char *contrary[] = {january, february, march, march, quarter, NULL};
  static const char asked[] = "ask month=2026-02&region=A\nask month=2026-02&region=B\ngo\n";
  g_autoptr (GHashTable) before = attack_files (world, apart, asked);
  g_autoptr (GHashTable) after = attack_files (world, all, asked);
  g_autofree char *other =
    g_strdup_printf (head, "03-01/2026-03-31", "26,exact", "30,exact", "56,exact");
  g_autoptr (GHashTable) none = NULL;

  assert_bounds (g_hash_table_lookup (before, "month=2026-02&region=A"), 0, 40);
  assert_bounds (g_hash_table_lookup (after, "month=2026-02&region=A"), 3, 3);
  assert_bounds (g_hash_table_lookup (after, "month=2026-02&region=B"), 37, 37);
  contrary[3] = other; /* March has changed since */
  none = attack_files (world, contrary, asked);
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
}

/* Two tables with one column in common; people of a kind fill a region. */
static void
test_two_tables_with_a_column_in_common_are_one_riddle (void)
{
  static const char world[] = "column region\nsplit region * region=A region=B\n"
                              "column sex\nsplit sex * sex=f sex=m\n"
                              "column age\nsplit age * age=old age=young\n";
  const char *files[] = {
    "region,sex,count,status\nA,f,12,exact\nA,m,0,exact\nA,*,12,exact\n"
    "*,f,30,exact\n*,m,20,exact\n*,*,50,exact\n",
    "# filters: region=A\nage,count,status\nold,,suppressed\nyoung,,suppressed\n",
    "\"sex\",age,count,status\n\"f\",old,2,exact\nm,old,20,exact\n", NULL};
  g_autoptr (GHashTable) answers =
    attack_files (world, files, "ask region=A&age=old\nask region=A&sex=f&age=old\ngo\n");

  assert_bounds (g_hash_table_lookup (answers, "region=A&age=old"), 0, 2);
  assert_bounds (g_hash_table_lookup (answers, "region=A&sex=f&age=old"), 0, 2);
}

/* Somebody served in both regions counts in both, and once in the total. */
static void
test_parts_that_overlap_only_bound_each_other (void)
{
  static const char world[] = "column region several\nsplit region * region=A region=B\n";
  const char *files[] = {"region,count,status\nA,9,exact\nB,,suppressed\n*,12,exact\n", NULL};
  g_autoptr (GHashTable) answers = attack_files (world, files, "ask region=B\ngo\n");

  assert_bounds (g_hash_table_lookup (answers, "region=B"), 3, 12);
}

/* --- What simple protection leaves open --- */

/* Lines "# truth CELL COUNT". */
static GHashTable *
truths_of (const char *text)
{
  GHashTable *truths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", -1);

      if (g_str_has_prefix (*line, "# truth ") && g_strv_length (words) == 4)
        g_hash_table_insert (truths, g_strdup (words[2]), GINT_TO_POINTER (atoi (words[3])));
    }
  return truths;
}

/* No small number of these follows by adding and subtracting, and fractions leave room. */
static void
test_whole_numbers_give_away_what_fractions_do_not (gconstpointer file)
{
  g_autofree char *path = g_build_filename (RIDDLES, file, NULL), *text = NULL;
  g_autoptr (Attacker) attacker = attacker_new ();
  g_autoptr (GHashTable) truths = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_broken = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  truths = truths_of (text);
  lines = attacker_answer (attacker, text);
  g_assert_nonnull (lines);
  g_assert_cmpuint (g_strv_length (lines), ==, g_hash_table_size (truths));
  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *cell = NULL;
      gint64 truth;
      Bounds bounds;

      bounds_read (*line, &cell, &bounds);
      truth = GPOINTER_TO_INT (g_hash_table_lookup (truths, cell));
      g_assert_cmpint (bounds.low, <=, truth);
      g_assert_cmpint (bounds.high, >=, truth);
      n_broken += bounds.low == bounds.high && bounds.linear_high - bounds.linear_low > 0.4;
    }
  g_assert_cmpuint (n_broken, >, 0);
}

static Verdict
attack_weak_tables (gint64 t, gboolean zeros_hidden, gint64 enough, guint n)
{
  static const SheetShape shape = {2, 3, 120, 10, 8};
  g_autoptr (GRand) rand = g_rand_new_with_seed (19);
  g_autoptr (Attacker) attacker = attacker_new ();
  Verdict verdict = {0};

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (Sheet) sheet = sheet_random (rand, &shape);
      g_autofree guint8 *hidden = weak_pattern (sheet, t, zeros_hidden);
      Riddle riddle = {sheet, hidden, NULL, zeros_hidden ? 0 : 1, enough};
      g_autofree Bounds *bounds = attacker_ask (attacker, &riddle);

      g_assert_nonnull (bounds);
      judge (&riddle, bounds, t, zeros_hidden, &verdict);
    }
  g_test_message ("t %d, zeros %s: of %u hidden cells in %u tables %u known; %u cannot be none, "
                  "%u cannot be enough",
                  (int) t, zeros_hidden ? "hidden" : "told", verdict.n_cells, n, verdict.n_known,
                  verdict.n_not_none, verdict.n_not_enough);
  return verdict;
}

static void
test_protection_against_adding_alone_is_broken (void)
{
  Verdict hidden = attack_weak_tables (5, TRUE, 0, 60), told = attack_weak_tables (5, FALSE, 0, 60);

  g_assert_cmpuint (hidden.n_known, >, 0);
  g_assert_cmpuint (hidden.n_not_none, >, 0);
  g_assert_cmpuint (hidden.n_not_enough, >, 0);
  g_assert_cmpuint (told.n_known, >, 0);
}

/* Asking for many cells at once, and no farther than need be, is a short cut and no other answer.
 */
static void
test_the_short_cut_finds_the_same (void)
{
  Verdict whole = attack_weak_tables (5, TRUE, 0, 60), quick = attack_weak_tables (5, TRUE, 5, 60);

  g_assert_cmpuint (whole.n_undecided, ==, 0);
  g_assert_cmpuint (quick.n_undecided, ==, 0);
  g_assert_cmpuint (quick.n_not_none, ==, whole.n_not_none);
  g_assert_cmpuint (quick.n_not_enough, ==, whole.n_not_enough);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/attack/two-ones-beside-ten-and-three",
                   test_two_ones_beside_ten_and_three);
  g_test_add_func ("/disclosure/attack/one-and-one-under-two", test_one_and_one_under_two);
  g_test_add_func ("/disclosure/attack/four-zeros-under-zero", test_four_zeros_under_zero);
  g_test_add_func ("/disclosure/attack/a-sum-within-a-sum-gives-the-difference-away",
                   test_a_sum_within_a_sum_gives_the_difference_away);
  g_test_add_func ("/disclosure/attack/a-number-without-an-end-is-said-to-have-none",
                   test_a_number_without_an_end_is_said_to_have_none);
  g_test_add_func ("/disclosure/attack/files-that-contradict-each-other-are-recognized",
                   test_files_that_contradict_each_other_are_recognized);
  g_test_add_func ("/disclosure/attack/a-row-of-one-kind-is-given-away",
                   test_a_row_of_one_kind_is_given_away);
  g_test_add_func ("/disclosure/attack/a-quarter-less-its-months-gives-a-month-away",
                   test_a_quarter_less_its_months_gives_a_month_away);
  g_test_add_func ("/disclosure/attack/two-tables-with-a-column-in-common-are-one-riddle",
                   test_two_tables_with_a_column_in_common_are_one_riddle);
  g_test_add_func ("/disclosure/attack/parts-that-overlap-only-bound-each-other",
                   test_parts_that_overlap_only_bound_each_other);
  for (guint i = 1; i <= 4; i++)
    {
      g_autofree char *file = g_strdup_printf ("whole-numbers-%u.riddle", i);
      g_autofree char *name =
        g_strdup_printf ("/disclosure/attack/whole-numbers-give-away-what-fractions-do-not-%u", i);

      g_test_add_data_func_full (name, g_steal_pointer (&file),
                                 test_whole_numbers_give_away_what_fractions_do_not, g_free);
    }
  g_test_add_func ("/disclosure/attack/protection-against-adding-alone-is-broken",
                   test_protection_against_adding_alone_is_broken);
  g_test_add_func ("/disclosure/attack/the-short-cut-finds-the-same",
                   test_the_short_cut_finds_the_same);
  return g_test_run ();
}
