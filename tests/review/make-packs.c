/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * make-packs SEED N LEAST MOST: N packs of random registers of LEAST to MOST rows, as the maker of
 * packs leaves them; of each a line with its length, and its bytes. For tests in another language.
 */
#include "register.h"

#include "review/levels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void
write_one (GRand *rand, gsize least, gsize most)
{
  static const guint ks[] = {5, 11, 11, 20};
  const AmpReviewRule rule = {ks[g_rand_int_range (rand, 0, G_N_ELEMENTS (ks))], AMP_REVIEW_L,
                              AMP_REVIEW_SHARE};
  /* As many small ones as large ones. */
  const double size =
    exp (g_rand_double_range (rand, log ((double) least), log ((double) most + 1)));
  const AmpReviewLevel level = (AmpReviewLevel) g_rand_int_range (rand, 0, AMP_REVIEW_N_LEVELS);
  g_autoptr (AmpReviewRecords) records = test_register_new (rand, level, (gsize) size);
  g_autofree char *id = g_strdup_printf ("%08x%08x", g_rand_int (rand), g_rand_int (rand));
  g_autoptr (GBytes) payload = NULL;
  AmpReviewLosses losses = {0};
  gsize length;
  const void *bytes;
  gint64 withheld;

  amp_review_protect (records, &rule, &losses);
  test_register_name (records, rand);
  withheld = (gint64) losses.n_withheld;
  if (withheld > 0 && withheld < rule.k)
    withheld = -1;
  payload = test_register_write (records, rule.k, 100, withheld, id);
  bytes = g_bytes_get_data (payload, &length);
  printf ("%" G_GSIZE_FORMAT "\n", length);
  if (fwrite (bytes, 1, length, stdout) != length)
    g_error ("standard output");
}

int
main (int argc, char **argv)
{
  g_autoptr (GRand) rand = NULL;

  if (argc != 5)
    g_error ("make-packs SEED N LEAST MOST");
  rand = g_rand_new_with_seed ((guint32) atoi (argv[1]));
  for (int i = 0; i < atoi (argv[2]); i++)
    write_one (rand, (gsize) atoi (argv[3]), (gsize) atoi (argv[4]));
  return 0;
}
