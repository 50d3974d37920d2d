/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What protects the people in a pack: the policy and its floors, compiled in, and the rows brought
 * to hold it (REVIEW.md 8 and 9). Pure. */
#pragma once

#include "review/records.h"

G_BEGIN_DECLS

#define AMP_REVIEW_K 11
#define AMP_REVIEW_K_FLOOR 5
#define AMP_REVIEW_L 3
#define AMP_REVIEW_SHARE 80
#define AMP_REVIEW_SAMPLE 20
#define AMP_REVIEW_MOST 500 /* records of a pack */

/* The level of a pack for which so many cases were drawn. */
AmpReviewLevel amp_review_level_of (guint64 n_drawn);
/* How many it takes at least. */
guint64 amp_review_level_least (AmpReviewLevel level);

typedef struct
{
  guint k, l, share;
} AmpReviewRule;

/* FALSE: below a floor, whoever approves it. */
gboolean amp_review_rule_is_possible (const AmpReviewRule *rule);

typedef struct
{
  gsize n_withheld; /* rows left out */
  gsize n_classes;  /* left */
  gsize n_hidden;   /* values hidden */
} AmpReviewLosses;

/* Leaves out classes and hides values until the rule holds for all that is left. The order of rows
 * stays. */
void
amp_review_protect (AmpReviewRecords *records, const AmpReviewRule *rule, AmpReviewLosses *losses);

/* Rows by class; the numbers count from 0 in the order in which classes are met. Free it. */
guint32 *amp_review_classes (const AmpReviewRecords *records, gsize *n_classes);

G_END_DECLS
