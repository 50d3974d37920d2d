/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Made by numbers alone; the same for the same seed. */
#include "register.h"

#include <math.h>
#include <string.h>

/* 1 … n, the first ones much oftener. */
static guint8
skewed (GRand *rand, gsize n, double skew)
{
  return (guint8) (1 + MIN ((gsize) (pow (g_rand_double (rand), skew) * (double) n), n - 1));
}

AmpReviewRecords *
test_register_new (GRand *rand, AmpReviewLevel level, gsize n_rows)
{
  AmpReviewRecords *self = amp_review_records_new (level);
  double skew = g_rand_double_range (rand, 1, 4);
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (level, &n);

  for (gsize row = 0; row < n_rows; row++)
    {
      guint8 *cells = amp_review_records_add (self);

      for (gsize i = 0; i < n; i++)
        {
          gsize size = g_strv_length ((char **) columns[i]->codes);

          /* Few years of the hundred, and most values near the first. */
          if (strcmp (columns[i]->name, "year") == 0)
            cells[i] = (guint8) (16 + skewed (rand, 8, 1));
          else
            cells[i] = skewed (rand, size, columns[i]->kind == AMP_REVIEW_PROCESS ? 1 : skew);
          if (columns[i]->kind == AMP_REVIEW_SENSITIVE && g_rand_int_range (rand, 0, 3) == 0)
            cells[i] = (guint8) (1 + (cells[0] + cells[1]) % size);
        }
    }
  return self;
}

void
test_register_name (AmpReviewRecords *records, GRand *rand)
{
  for (gsize row = 0; row < records->n_rows; row++)
    {
      guint64 bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);

      amp_review_records_add_code (records, (const guint8 *) &bits);
    }
  g_assert_true (amp_review_records_sort (records));
}

GBytes *
test_register_write (
  const AmpReviewRecords *records, guint k, guint sample, gint64 withheld, const char *id)
{
  AmpReviewHead head = {.made = "2026-11-26",
                        .level = records->level,
                        .k = k,
                        .l = 3,
                        .share = 80,
                        .sample = sample,
                        .lowered = TRUE,
                        .records = (gint64) records->n_rows,
                        .withheld = withheld,
                        .head_seq = 1,
                        .chain_from = 1,
                        .round = 1};
  const AmpReviewEvent event = {1,
                                amp_review_gaps[0],
                                "abc234",
                                amp_review_roles[0],
                                amp_review_actions[0],
                                amp_review_objects[0]};
  AmpReviewIndicator shares[16] = {0};
  const AmpReviewRelease release = {.line = 3,
                                    .rule = amp_review_release_rules[0],
                                    .unit = amp_review_release_units[0],
                                    .period = "2025-Q4",
                                    .made = "2026-03",
                                    .state = amp_review_release_states[1],
                                    .hash = TEST_RELEASE_HASH};
  AmpReviewTables tables = {&event, 1, shares, 0, &release, 1};

  g_strlcpy (head.id, id, sizeof head.id);
  memset (head.head_hash, 'a', 64);
  for (gsize n = 0; amp_review_shares[n] != NULL; n++)
    shares[tables.n_indicators++] = (AmpReviewIndicator){amp_review_shares[n], "", -1, -1};
  return amp_review_pack_write (&head, records, &tables);
}
