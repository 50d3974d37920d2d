/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of a review pack while it is made: small whole numbers, no text. Pure. */
#pragma once

#include "review/columns.h"

G_BEGIN_DECLS

#define AMP_REVIEW_CODE_LENGTH 12

/* A cell is 0 where the value is hidden, else 1 + the place of its code in the column's list. */
#define AMP_REVIEW_CELL_HIDDEN 0

typedef struct
{
  AmpReviewLevel level;
  gsize n_columns;
  gsize n_rows;
  GArray *cells; /* of guint8, row by row */
  GArray *codes; /* of char[AMP_REVIEW_CODE_LENGTH + 1]; as many as rows once all have one */
} AmpReviewRecords;

AmpReviewRecords *amp_review_records_new (AmpReviewLevel level);
void amp_review_records_free (AmpReviewRecords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewRecords, amp_review_records_free)

/* A new row, all of it hidden; its cells, until the next one is added. */
guint8 *amp_review_records_add (AmpReviewRecords *self);
guint8 *amp_review_records_row (const AmpReviewRecords *self, gsize row);
/* The pseudonym of the row: the letters of 60 of the bits of hash. Rows get theirs in order. */
void amp_review_records_add_code (AmpReviewRecords *self, const guint8 hash[8]);
const char *amp_review_records_code (const AmpReviewRecords *self, gsize row);
/* Keeps the rows for which keep is TRUE. */
void amp_review_records_keep (AmpReviewRecords *self, const gboolean *keep);
/* Rows in the order of their codes; FALSE: two rows have one code. */
gboolean amp_review_records_sort (AmpReviewRecords *self);

/* A table of classes as the ledger keeps it (REVIEW.md 8). */
char *amp_review_records_classes (const AmpReviewRecords *self);

G_END_DECLS
