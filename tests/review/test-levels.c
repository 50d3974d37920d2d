/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rule is counted over again from the text of the rows, slowly and by its words.
 *
 * AMP_REVIEW_REGISTERS: how many random registers instead of a few; the long run is 200, of 500 to
 * 100,000 cases. */
#include "register.h"

#include "review/levels.h"

#include <string.h>

/* --- The rule, by its words --- */

static const char *
text_of (const AmpReviewRecords *records, gsize row, gsize column)
{
  gsize n;
  guint8 cell = amp_review_records_row (records, row)[column];

  return cell == 0 ? "*" : amp_review_columns (records->level, &n)[column]->codes[cell - 1];
}

static void
count (GHashTable *counts, char *key)
{
  gsize so_far = GPOINTER_TO_SIZE (g_hash_table_lookup (counts, key));

  g_hash_table_replace (counts, key, GSIZE_TO_POINTER (so_far + 1));
}

static GHashTable *
count_combinations (const AmpReviewRecords *records, const gsize *columns, gsize n)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize row = 0; row < records->n_rows; row++)
    {
      GString *key = g_string_new (NULL);

      for (gsize i = 0; i < n; i++)
        g_string_append_printf (key, "%s|", text_of (records, row, columns[i]));
      count (counts, g_string_free (key, FALSE));
    }
  return counts;
}

static void
assert_at_least (GHashTable *counts, guint k)
{
  GHashTableIter iter;
  gpointer size;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &size))
    g_assert_cmpuint (GPOINTER_TO_SIZE (size), >=, k);
}

static void
assert_diverse (const AmpReviewRecords *records,
                GHashTable *classes,
                const gsize *quasi,
                gsize n_quasi,
                gsize sensitive,
                const AmpReviewRule *rule)
{
  gsize columns[5];
  g_autoptr (GHashTable) pairs = NULL;
  g_autoptr (GHashTable) distinct = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key, size;

  memcpy (columns, quasi, n_quasi * sizeof *quasi);
  columns[n_quasi] = sensitive;
  pairs = count_combinations (records, columns, n_quasi + 1);
  g_hash_table_iter_init (&iter, pairs);
  while (g_hash_table_iter_next (&iter, &key, &size))
    {
      char *class = g_strndup (key, strlen (key) - 1);
      char *value = strrchr (class, '|') + 1;
      gboolean star = strcmp (value, "*") == 0;
      gsize of;

      *value = '\0';
      of = GPOINTER_TO_SIZE (g_hash_table_lookup (classes, class));
      g_assert_cmpuint (of, >=, rule->k);
      if (star && GPOINTER_TO_SIZE (size) == of)
        g_hash_table_add (hidden, g_strdup (class));
      if (!star)
        g_assert_cmpuint (GPOINTER_TO_SIZE (size) * 100, <=, rule->share * of);
      count (distinct, class);
    }
  g_hash_table_iter_init (&iter, distinct);
  while (g_hash_table_iter_next (&iter, &key, &size))
    if (!g_hash_table_contains (hidden, key))
      g_assert_cmpuint (GPOINTER_TO_SIZE (size), >=, rule->l);
}

static void
assert_holds (const AmpReviewRecords *records, const AmpReviewRule *rule)
{
  gsize n, n_quasi = 0, n_public = 0;
  const AmpReviewColumn *const *columns = amp_review_columns (records->level, &n);
  gsize all[AMP_REVIEW_MAX_COLUMNS];
  g_autoptr (GHashTable) classes = NULL;

  for (; columns[n_public]->kind != AMP_REVIEW_PROCESS; n_public++)
    {
      all[n_public] = n_public;
      n_quasi += columns[n_public]->kind == AMP_REVIEW_QUASI;
    }
  classes = count_combinations (records, all, n_quasi);
  assert_at_least (classes, rule->k);
  for (gsize i = n_quasi; i < n_public; i++)
    assert_diverse (records, classes, all, n_quasi, i, rule);
  for (gsize a = 0; a < n_public; a++)
    for (gsize b = a + 1; b < n_public; b++)
      for (gsize c = MAX (b + 1, n_quasi); c < n_public; c++)
        {
          gsize three[] = {a, b, c};
          g_autoptr (GHashTable) counts = count_combinations (records, three, 3);

          assert_at_least (counts, rule->k);
        }
}

/* --- Tests --- */

static guint
n_registers (void)
{
  const char *text = g_getenv ("AMP_REVIEW_REGISTERS");

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 16;
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261126);
  guint64 rows = 0, withheld = 0, hidden = 0;
  guint n = n_registers ();

  for (guint i = 0; i < n; i++)
    {
      gsize n_rows = n > 16 && i % 20 == 0 ? (gsize) g_rand_int_range (rand, 20000, 100001)
                                           : (gsize) g_rand_int_range (rand, 500, 4001);
      const AmpReviewRule rule = {i % 3 == 0 ? 5 : i % 3 == 1 ? 11 : 23, 3 + i % 2, 80 - i % 11};
      g_autoptr (AmpReviewRecords) records =
        test_register_new (rand, (AmpReviewLevel) (i % AMP_REVIEW_N_LEVELS), n_rows);
      AmpReviewLosses losses;

      amp_review_protect (records, &rule, &losses);
      g_assert_cmpuint (records->n_rows + losses.n_withheld, ==, n_rows);
      assert_holds (records, &rule);
      rows += n_rows;
      withheld += losses.n_withheld;
      hidden += losses.n_hidden;
      g_test_message ("%s, %" G_GSIZE_FORMAT " rows, k %u: %" G_GSIZE_FORMAT
                      " left out, %" G_GSIZE_FORMAT " classes, %" G_GSIZE_FORMAT " hidden",
                      amp_review_level_code (records->level), n_rows, rule.k, losses.n_withheld,
                      losses.n_classes, losses.n_hidden);
    }
  g_assert_cmpuint (withheld, >, 0);
  g_assert_cmpuint (hidden, >, 0);
  /* Not by leaving out everything. */
  g_assert_cmpuint (withheld, <, rows * 3 / 4);
}

static AmpReviewRecords *
small_table (const char *const *rows)
{
  AmpReviewRecords *self = amp_review_records_new (AMP_REVIEW_TINY);
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (AMP_REVIEW_TINY, &n);

  for (gsize i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], " ", -1);
      guint times = (guint) g_ascii_strtoull (cells[0], NULL, 10);

      while (times-- > 0)
        {
          guint8 *row = amp_review_records_add (self);

          memset (row, 1, n);
          for (gsize j = 0; cells[j + 1] != NULL; j++)
            row[j] = (guint8) (1 + amp_review_column_code (columns[j], cells[j + 1]));
        }
    }
  return self;
}

static const AmpReviewRule policy = {AMP_REVIEW_K, AMP_REVIEW_L, AMP_REVIEW_SHARE};

static void
test_one_short (void)
{
  const char *const eleven[] = {"3 F adult ForcedLabour own 01 1", "4 F adult Servitude own 01 1",
                                "4 F adult Other own 01 1", NULL};
  const char *const ten[] = {"3 F adult ForcedLabour own 01 1", "3 F adult Servitude own 01 1",
                             "4 F adult Other own 01 1", NULL};
  g_autoptr (AmpReviewRecords) shown = small_table (eleven);
  g_autoptr (AmpReviewRecords) gone = small_table (ten);
  AmpReviewLosses losses;

  amp_review_protect (shown, &policy, &losses);
  g_assert_cmpuint (shown->n_rows, ==, 11);
  amp_review_protect (gone, &policy, &losses);
  g_assert_cmpuint (gone->n_rows, ==, 0);
  g_assert_cmpuint (losses.n_withheld, ==, 10);
}

static void
test_uniform_class (void)
{
  /* Four in five are one value: may be; one more: may not. */
  const char *const rows[] = {"80 F adult SexualExploitation own 01 1",
                              "11 F adult ForcedLabour border 02 2-4",
                              "11 F adult Servitude other 03 0",
                              "81 M adult SexualExploitation own 01 1",
                              "11 M adult ForcedLabour border 02 2-4",
                              "8 M adult Servitude other 03 0",
                              NULL};
  g_autoptr (AmpReviewRecords) records = small_table (rows);
  AmpReviewLosses losses;

  amp_review_protect (records, &policy, &losses);
  g_assert_cmpuint (records->n_rows, ==, 102);
  g_assert_cmpstr (text_of (records, 0, 0), ==, "F");
  g_assert_cmpuint (losses.n_withheld, ==, 100);
}

static void
test_homogeneous_column (void)
{
  /* All of one nationality: it is hidden, the people stay. */
  const char *const rows[] = {"20 F adult SexualExploitation own 01 1",
                              "20 F adult ForcedLabour own 02 2-4", "20 F adult Servitude own 03 0",
                              NULL};
  g_autoptr (AmpReviewRecords) records = small_table (rows);
  AmpReviewLosses losses;

  amp_review_protect (records, &policy, &losses);
  g_assert_cmpuint (records->n_rows, ==, 60);
  g_assert_cmpuint (losses.n_hidden, ==, 60);
  for (gsize row = 0; row < 60; row++)
    {
      g_assert_cmpstr (text_of (records, row, 3), ==, "*");
      g_assert_cmpstr (text_of (records, row, 2), !=, "*");
    }
}

static void
test_lone_star (void)
{
  /* One rare value alone would be told by its very star: others are hidden with it. */
  const char *const rows[] = {
    "40 F adult SexualExploitation own 01 1", "40 F adult ForcedLabour border 02 2-4",
    "40 F adult Servitude other 03 0", "1 F adult OrganRemoval own 01 1", NULL};
  g_autoptr (AmpReviewRecords) records = small_table (rows);
  AmpReviewLosses losses;
  guint stars = 0;

  amp_review_protect (records, &policy, &losses);
  for (gsize row = 0; row < records->n_rows; row++)
    {
      stars += strcmp (text_of (records, row, 2), "*") == 0;
      g_assert_cmpstr (text_of (records, row, 2), !=, "OrganRemoval");
    }
  g_assert_cmpuint (stars, >=, AMP_REVIEW_K);
  g_assert_cmpuint (stars, <, records->n_rows);
}

static void
test_floors (void)
{
  const AmpReviewRule good = {AMP_REVIEW_K_FLOOR, 3, 80}, k = {4, 3, 80}, l = {11, 2, 80},
                      share = {11, 3, 81};

  g_assert_true (amp_review_rule_is_possible (&policy));
  g_assert_true (amp_review_rule_is_possible (&good));
  g_assert_false (amp_review_rule_is_possible (&k));
  g_assert_false (amp_review_rule_is_possible (&l));
  g_assert_false (amp_review_rule_is_possible (&share));
}

static void
test_level_by_size (void)
{
  for (guint level = 0; level < AMP_REVIEW_N_LEVELS; level++)
    {
      const guint64 least = amp_review_level_least ((AmpReviewLevel) level);

      g_assert_cmpint (amp_review_level_of (least), ==, level);
      if (level > 0)
        g_assert_cmpint (amp_review_level_of (least - 1), ==, level - 1);
    }
  g_assert_cmpint (amp_review_level_of (0), ==, AMP_REVIEW_TINY);
  g_assert_cmpint (amp_review_level_of (299), ==, AMP_REVIEW_TINY);
  g_assert_cmpint (amp_review_level_of (300), ==, AMP_REVIEW_SMALL);
  g_assert_cmpint (amp_review_level_of (2499), ==, AMP_REVIEW_SMALL);
  g_assert_cmpint (amp_review_level_of (2500), ==, AMP_REVIEW_MEDIUM);
  g_assert_cmpint (amp_review_level_of (25000), ==, AMP_REVIEW_MEDIUM);
  g_assert_cmpint (amp_review_level_of (25001), ==, AMP_REVIEW_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/levels/random-registers-hold-the-rule-counted-by-its-words",
                   test_random);
  g_test_add_func ("/review/levels/a-class-one-short-of-k-is-left-out", test_one_short);
  g_test_add_func ("/review/levels/a-class-of-nearly-one-exploitation-is-left-out-whole",
                   test_uniform_class);
  g_test_add_func ("/review/levels/a-column-of-one-value-is-hidden-in-its-class",
                   test_homogeneous_column);
  g_test_add_func ("/review/levels/no-star-stands-for-fewer-than-k", test_lone_star);
  g_test_add_func ("/review/levels/nothing-goes-below-the-floors", test_floors);
  g_test_add_func ("/review/levels/the-number-drawn-decides", test_level_by_size);
  return g_test_run ();
}
