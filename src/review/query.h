/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor may ask of the records of a pack, and what is answered.
 *
 * A query is up to three conditions "this column has that code", all of which hold. It is answered
 * whole or not at all: never with fewer than k records, never with none, and never so that fewer
 * than k are left over when one answer is taken from another:
 *
 *   1. Of each column those codes are offered that at least k records have; where the records of
 *      all other codes together are 1 to k - 1, the rarest of the offered ones goes too, until they
 *      are none or at least k. So the answers of one column, taken from their total, leave nothing
 *      small. This holds among all records and again among those of every part of the query: a
 *      condition is answered only where it is offered on whatever way one came to it.
 *   2. All the ways in which the conditions of a query hold or do not hold (two, four or eight)
 * have no record or at least k.
 *
 * The answer depends on the pack and the query alone, not on what was asked before: the same
 * question always has the same answer, whoever asks. A refusal does not tell which rule it was, nor
 * whether there are any records at all. That a condition holds for all may be seen.
 *
 * What this is for: the program is no tool to single a person out. What it is not: the protection
 * of the records. They are on the auditor's screen, one by one, and whoever notes them down can
 * count them; that no combination of their columns is rare is the work of the pack (REVIEW.md).
 * Nor are systems of equations over several columns solved here, as src/disclosure does for tables
 * that leave the office: no answer leaves this window. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_REVIEW_CONDITIONS 3

/* What is asked of: n_rows times n_columns codes. */
typedef struct
{
  gconstpointer records;
  guint n_rows, n_columns;
  const char *(*code) (gconstpointer records, guint row, guint column);
} AmpReviewRows;

typedef struct
{
  guint column;
  const char *code;
} AmpReviewCondition;

typedef struct
{
  guint n;                                              /* 0: all records */
  AmpReviewCondition conditions[AMP_REVIEW_CONDITIONS]; /* of different columns */
} AmpReviewQuery;

/* The codes of the column that may be asked for where nothing else is, the most frequent first; of
 * borrowed strings. A hidden value ("*") is never among them. */
GPtrArray *amp_review_query_offers (const AmpReviewRows *rows, guint column, guint k);

/* Which records it finds: n_rows marks and their number; NULL where it is refused. Free with
 * g_free(). */
gboolean *amp_review_query_ask (const AmpReviewRows *rows,
                                const AmpReviewQuery *query,
                                guint k,
                                guint *n_found);

G_END_DECLS
