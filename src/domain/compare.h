/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two tables of the same request side by side (domain.md 5.7, rule 9): of two periods, or as it was
 * handed over and as it would be counted now. Exact, for the office's own eyes. */
#pragma once

#include "domain/counts.h"

G_BEGIN_DECLS

typedef struct
{
  const char *values[AMP_COUNTS_MAX_DIMENSIONS]; /* "*" for all; borrowed from the tables */
  guint64 before, now;
  gboolean hidden; /* before was told as "*" */
} AmpComparedRow;

typedef struct
{
  AmpCountTable *before, *now;
  GArray *rows; /* AmpComparedRow: of both tables, in the order of reading, totals after their
                   parts */
  gboolean knows_late; /* whether the next two are known */
  guint64 late;        /* units of the period that were not yet there */
  guint64 gone;        /* units that are not in it any more: put right since */
} AmpComparison;

void amp_comparison_free (AmpComparison *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpComparison, amp_comparison_free)

/* With the same request of other days. AMP_DOMAIN_ERROR_INVALID where a column is time: its values
 * are others in another period. */
AmpComparison *amp_compare_periods (AmpSession *session,
                                    const AmpCountSpec *spec,
                                    const char *from,
                                    const char *to,
                                    AmpProgress *progress,
                                    GCancellable *cancellable,
                                    GError **error);
/* What was told in a line of the register, and the same request counted now. Supervisors. Persons
 * and cases are known one by one; of services and referrals only how many more or fewer. */
AmpComparison *amp_compare_release (
  AmpSession *session, gint64 id, AmpProgress *progress, GCancellable *cancellable, GError **error);

/* The period of the same length before; FALSE where the days are no whole months. */
gboolean amp_compare_days_before (const AmpCountSpec *spec, char from[11], char to[11]);
/* The same days a year before; FALSE where a side is open. */
gboolean amp_compare_days_last_year (const AmpCountSpec *spec, char from[11], char to[11]);

G_END_DECLS
