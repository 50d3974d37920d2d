/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pack of 100,000 records: brought to hold the rule, written, read again and checked. Goal: 2 s
 * in all. */
#include "../review/register.h"

#include "review/check.h"
#include "review/levels.h"

#include <sys/resource.h>

static double
since (gint64 *begin)
{
  gint64 now = g_get_monotonic_time ();
  double seconds = (double) (now - *begin) / 1e6;

  *begin = now;
  return seconds;
}

static void
bench (gsize n)
{
  const AmpReviewRule rule = {AMP_REVIEW_K, AMP_REVIEW_L, AMP_REVIEW_SHARE};
  g_autoptr (GRand) rand = g_rand_new_with_seed (100);
  g_autoptr (AmpReviewRecords) records = test_register_new (rand, amp_review_level_of (n), n);
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (AmpReviewPack) pack = NULL;
  g_autoptr (GError) error = NULL;
  AmpReviewLosses losses;
  struct rusage usage;
  gsize length;
  const void *data;
  double protect, write, read, check;
  gint64 begin = g_get_monotonic_time ();

  amp_review_protect (records, &rule, &losses);
  protect = since (&begin);
  test_register_name (records, rand);
  payload =
    test_register_write (records, rule.k, 100, (gint64) losses.n_withheld, "0123456789abcdef");
  write = since (&begin);
  pack = amp_review_pack_read (payload, &error);
  read = since (&begin);
  data = g_bytes_get_data (payload, &length);
  if (pack == NULL || !amp_review_check (data, length, NULL, 0, &error))
    g_error ("%s", error->message);
  check = since (&begin);
  getrusage (RUSAGE_SELF, &usage);
  g_print (
    "%7" G_GSIZE_FORMAT " drawn, %s: %6" G_GSIZE_FORMAT " shown, %5" G_GSIZE_FORMAT
    " classes, protect %.2f s, write %.2f s, read %.2f s, check %.2f s, in all %.2f s, %ld MB\n",
    n, amp_review_level_code (records->level), records->n_rows, losses.n_classes, protect, write,
    read, check, protect + write + read + check, usage.ru_maxrss / 1024);
}

int
main (void)
{
  static const gsize sizes[] = {500, 2000, 10000, 100000};

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    bench (sizes[i]);
  return 0;
}
