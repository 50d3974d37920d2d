/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of the log held against an earlier one, and whose number stands out. */
#include "review/anchor.h"
#include "review/outlier.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define OTHER "10112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void
test_anchor (void)
{
  g_autofree char *spelt = amp_anchor_spell (HASH);

  g_assert_cmpstr (spelt, ==,
                   "00112233 44556677 8899aabb ccddeeff 00112233 44556677 8899aabb ccddeeff");
  g_assert_cmpint (amp_anchor_compare (7, HASH, "7", HASH), ==, AMP_ANCHOR_SAME);
  g_assert_cmpint (amp_anchor_compare (7, HASH, " 7 ", spelt), ==, AMP_ANCHOR_SAME);
  g_assert_cmpint (amp_anchor_compare (7, HASH, "7", OTHER), ==, AMP_ANCHOR_DIFFERS);
  g_assert_cmpint (amp_anchor_compare (7, HASH, "8", HASH), ==, AMP_ANCHOR_BEHIND);
  g_assert_cmpint (amp_anchor_compare (7, HASH, "6", OTHER), ==, AMP_ANCHOR_GROWN);
}

static void
test_no_anchor (void)
{
  static const char *const wrong[][2] = {
    {"", HASH},  {"0", HASH},     {"-7", HASH},    {"7", ""},
    {"7", "00"}, {"7", HASH "0"}, {"7", "x" HASH}, {"99999999999999999999", HASH},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (amp_anchor_compare (7, HASH, wrong[i][0], wrong[i][1]), ==,
                     AMP_ANCHOR_INVALID);
}

static void
test_outlier (void)
{
  static const gint64 office[] = {12, 15, 9, 14, 90}, alike[] = {2, 2, 2, 5}, two[] = {1, 500};

  g_assert_cmpfloat_with_epsilon (amp_outlier_median (office, 5), 14, 0.001);
  g_assert_true (amp_outlier_stands_out (office, 5, 90));
  for (gsize i = 0; i < 4; i++)
    g_assert_false (amp_outlier_stands_out (office, 5, office[i]));
  /* Three more than nothing at all deviating are no scandal; eight are. */
  g_assert_false (amp_outlier_stands_out (alike, 4, 5));
  g_assert_true (amp_outlier_stands_out (alike, 4, 10));
  g_assert_false (amp_outlier_stands_out (two, 2, 500));
  g_assert_false (amp_outlier_stands_out (office, 0, 500));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/anchor/tells-same-rewritten-cut-and-grown", test_anchor);
  g_test_add_func ("/review/anchor/what-is-no-head-is-refused", test_no_anchor);
  g_test_add_func ("/review/outlier/stands-out-among-colleagues", test_outlier);
  return g_test_run ();
}
