/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register.h"

#include "review/levels.h"

#include <string.h>

static const AmpReviewRule policy = {AMP_REVIEW_K, AMP_REVIEW_L, AMP_REVIEW_SHARE};

static AmpReviewRecords *
protected_register (GRand *rand, AmpReviewLevel level, gsize n)
{
  AmpReviewRecords *records = test_register_new (rand, level, n);
  AmpReviewLosses losses;

  amp_review_protect (records, &policy, &losses);
  test_register_name (records, rand);
  return records;
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (guint level = 0; level < AMP_REVIEW_N_LEVELS; level++)
    {
      g_autoptr (AmpReviewRecords) records =
        protected_register (rand, (AmpReviewLevel) level, 1500);
      g_autoptr (GBytes) payload = test_register_write (records, 11, 20, 0, "0123456789abcdef");
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpReviewPack) pack = amp_review_pack_read (payload, &error);
      gsize n, n_columns;
      const AmpReviewColumn *const *columns =
        amp_review_columns ((AmpReviewLevel) level, &n_columns);

      g_assert_no_error (error);
      g_assert_cmpuint (amp_review_pack_n_rows (pack), ==, records->n_rows);
      g_assert_cmpuint (amp_review_pack_n_columns (pack), ==, n_columns);
      for (gsize row = 0; row < records->n_rows; row++)
        {
          g_assert_cmpstr (amp_review_pack_code (pack, row), ==,
                           amp_review_records_code (records, row));
          g_assert_cmpint (amp_review_pack_find (pack, amp_review_pack_code (pack, row)), ==, row);
          for (gsize i = 0; i < n_columns; i++)
            {
              guint8 cell = amp_review_records_row (records, row)[i];

              g_assert_cmpstr (amp_review_pack_cell (pack, row, i), ==,
                               cell == 0 ? "*" : columns[i]->codes[cell - 1]);
            }
        }
      g_assert_cmpint (amp_review_pack_find (pack, "aaaaaaaaaaaa"), ==, -1);
      g_assert_cmpstr (amp_review_pack_head (pack)->id, ==, "0123456789abcdef");
      g_assert_cmpuint (amp_review_pack_head (pack)->k, ==, 11);
      g_assert_cmpstr (amp_review_pack_events (pack, &n)->actor, ==, "abc234");
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpstr (amp_review_pack_indicators (pack, &n)->name, ==, amp_review_shares[0]);
      g_assert_cmpuint (amp_review_pack_head (pack)->round, ==, 1);
      g_assert_cmpstr (amp_review_pack_releases (pack, &n)->period, ==, "2025-Q4");
      g_assert_cmpuint (n, ==, 1);
      g_assert_true (amp_review_pack_find_release (pack, TEST_RELEASE_HASH) ==
                     amp_review_pack_releases (pack, &n));
      g_assert_null (amp_review_pack_find_release (pack, "0123"));
    }
}

/* A byte more, less or other is refused, or makes another pack that is as well formed. */
static void
test_hostile (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (66);
  g_autoptr (AmpReviewRecords) records = protected_register (rand, AMP_REVIEW_SMALL, 600);
  g_autoptr (GBytes) payload = test_register_write (records, 11, 20, 0, "0123456789abcdef");
  gsize length;
  const char *text = g_bytes_get_data (payload, &length);
  guint refused = 0;

  for (guint i = 0; i < 4000; i++)
    {
      g_autofree char *copy = g_memdup2 (text, length + 1);
      gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) length), cut = length;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (AmpReviewPack) pack = NULL;
      g_autoptr (GError) error = NULL;

      if (i % 4 == 0)
        cut = at;
      else
        copy[at] = (char) g_rand_int_range (rand, 0, 256);
      bytes = g_bytes_new (copy, cut);
      pack = amp_review_pack_read (bytes, &error);
      if (i % 4 == 0)
        g_assert_null (pack);
      if (pack == NULL)
        {
          g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FORMAT);
          refused++;
        }
    }
  g_assert_cmpuint (refused, >, 3000);
}

static void
refuse_changed (GBytes *payload, const char *before, const char *after)
{
  g_auto (GStrv) parts = g_strsplit (g_bytes_get_data (payload, NULL), before, 2);
  g_autofree char *text = g_strjoinv (after, parts);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  g_assert_null (amp_review_pack_read (bytes, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FORMAT);
}

static void
test_refused (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (67);
  g_autoptr (AmpReviewRecords) records = protected_register (rand, AMP_REVIEW_SMALL, 600);
  g_autoptr (GBytes) bare = test_register_write (records, 11, 20, 0, "0123456789abcdef");
  gsize length;
  const char *data = g_bytes_get_data (bare, &length);
  g_autofree char *terminated = g_strndup (data, length);
  g_autoptr (GBytes) payload = g_bytes_new (terminated, length + 1);
  static const char *const changes[][2] = {
    {"amparo-review 2", "amparo-review 1"},
    {"k=11", "k=4"},
    {"k=11", "k=011"},
    {"l=3", "l=2"},
    {"share=80", "share=81"},
    {"made=2026-11-26", "made=2026-02-30"},
    {"level=small", "level=none"},
    {"head_seq=1", "head_seq=2"},
    {"previous=-", "previous=mine"},
    {"[chain]", "[other]"},
    {"code,sex", "sex,code"},
    {"[chain]\n", "[chain]\r\n"},
    {"create_vault", "María"},
    {"lines=", "lines=1"},
    {"id=0123", "id=012G"},
    {"[indicators]\n", "[indicators]\n\n"},
    {"round=1", "round=0"},
    {"[releases]", "[other]"},
    {"3,partner", "3,internal"},
    {"3,partner", "0,partner"},
    {",persons,", ",people,"},
    {"2025-Q4", "2025-Q5"},
    {"2025-Q4", "2025-13"},
    {"2026-03,given", "2026-03-01,given"},
    {",given,", ",lost,"},
    {"89abcdef\n[end]", "89abcde\n[end]"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    refuse_changed (payload, changes[i][0], changes[i][1]);
}

static void
test_rows (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (AmpReviewRecords) records = test_register_new (rand, AMP_REVIEW_TINY, 3);
  gboolean keep[] = {FALSE, TRUE, TRUE};
  static const guint8 high[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, low[8] = {0};

  amp_review_records_row (records, 1)[0] = 1;
  amp_review_records_row (records, 2)[0] = 2;
  amp_review_records_keep (records, keep);
  g_assert_cmpuint (records->n_rows, ==, 2);
  amp_review_records_add_code (records, low);
  amp_review_records_add_code (records, high);
  /* By bytes: digits come first, and "7" is the last of the 32. */
  g_assert_cmpstr (amp_review_records_code (records, 0), ==, "aaaaaaaaaaaa");
  g_assert_true (amp_review_records_sort (records));
  g_assert_cmpstr (amp_review_records_code (records, 0), ==, "777777777777");
  g_assert_cmpstr (amp_review_records_code (records, 1), ==, "aaaaaaaaaaaa");
  g_assert_cmpuint (amp_review_records_row (records, 0)[0], ==, 2);
  g_assert_cmpuint (amp_review_records_row (records, 1)[0], ==, 1);
}

static void
test_same_code (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (AmpReviewRecords) records = test_register_new (rand, AMP_REVIEW_TINY, 2);
  static const guint8 same[8] = {1, 2, 3};

  amp_review_records_add_code (records, same);
  amp_review_records_add_code (records, same);
  g_assert_false (amp_review_records_sort (records));
}

static void
test_class_table (void)
{
  AmpReviewRecords *records = amp_review_records_new (AMP_REVIEW_TINY);
  g_autofree char *classes = NULL;

  for (guint i = 0; i < 5; i++)
    {
      guint8 *row = amp_review_records_add (records);

      memset (row, 1, records->n_columns);
      row[0] = i < 3 ? 2 : 1;
    }
  classes = amp_review_records_classes (records);
  g_assert_cmpstr (classes, ==, "F,minor,2\nM,minor,3\n");
  amp_review_records_free (records);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/pack/what-is-written-is-read", test_round_trip);
  g_test_add_func ("/review/pack/hostile-bytes-are-refused-or-well-formed", test_hostile);
  g_test_add_func ("/review/pack/what-breaks-the-form-is-refused", test_refused);
  g_test_add_func ("/review/records/rows-keep-their-codes-and-sort-by-them", test_rows);
  g_test_add_func ("/review/records/two-rows-of-one-code-are-told", test_same_code);
  g_test_add_func ("/review/records/the-table-of-classes-is-sorted", test_class_table);
  return g_test_run ();
}
