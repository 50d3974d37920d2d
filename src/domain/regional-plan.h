/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A regional plan against trafficking as the commission follows it: its axes, goals, actions and
 * how far each has come (domain.md 5.5). What the indicator does not say is left open: without a
 * baseline, a target and a value there is no per cent.
 *
 * "today" is a day such as "2026-11-24", NULL for the clock's. */
#pragma once

#include "domain/sentences.h"
#include "domain/session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* --- The arithmetic --- */

typedef enum
{
  AMP_MEASURE_NONE,    /* aims at nothing that could be measured: no target, no baseline, or both
                          the same */
  AMP_MEASURE_NOT_YET, /* no value recorded */
  AMP_MEASURE_KNOWN,
} AmpMeasureState;

typedef struct
{
  AmpMeasureState state;
  gboolean falling; /* the target lies below the baseline: fewer is better */
  gint64 percent;   /* of the way from baseline to target, rounded down: 100 or more only where the
                       target is reached, below 0 only where it is worse than at first */
} AmpMeasure;

/* NULL: not recorded. */
AmpMeasure amp_measure (const gint64 *baseline, const gint64 *target, const gint64 *value);

/* --- A plan, read whole --- */

typedef struct
{
  gint64 id;
  char *on;
  gboolean has_value;
  gint64 value;
  char *status;          /* code, or NULL: as it stood */
  char *text, *evidence; /* NULL where not recorded */
  gint64 document;       /* or 0 */
} AmpRegionalProgress;

typedef struct
{
  gint64 id;
  char *text, *responsible, *indicator, *due_on, *status, *note; /* NULL where not recorded */
  gboolean has_baseline, has_target, has_value;
  gint64 baseline, target, value; /* the last value recorded */
  AmpMeasure measure;
  gboolean open;       /* pending or in progress */
  gint64 late;         /* days since its last day, if it is open; 0: not overdue */
  GPtrArray *progress; /* of AmpRegionalProgress, the oldest first */
} AmpRegionalAction;

typedef struct
{
  gint64 id;
  char *axis, *text;
  GPtrArray *actions; /* of AmpRegionalAction, as they were entered */
} AmpRegionalGoal;

/* How many actions; of an axis, or of the whole plan. */
typedef struct
{
  const char *axis; /* code; NULL: the whole plan */
  guint n, n_pending, n_in_progress, n_done, n_dropped;
  guint n_overdue;
  guint n_measured; /* not dropped, with a per cent */
  gint64 percent;   /* their mean, each counted as 0 to 100; -1: none is measured */
} AmpRegionalCount;

typedef struct
{
  AmpRecord *record; /* entity "regional_plan" */
  char *institution; /* name of the lead, or NULL */
  GPtrArray *goals;  /* of AmpRegionalGoal, by axis, then as they were entered */
  GArray *axes;      /* of AmpRegionalCount: every axis of the list that has a goal */
  AmpRegionalCount all;
  char *today;
} AmpRegionalPlan;

void amp_regional_plan_free (AmpRegionalPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpRegionalPlan, amp_regional_plan_free)

AmpRegionalPlan *amp_regional_plan_read (
  AmpSession *session, gint64 id, const char *today, GCancellable *cancellable, GError **error);
/* The id of the plan of that code; 0 with AMP_STORE_ERROR_NOT_FOUND. */
gint64 amp_regional_plan_find (AmpSession *session, const char *code, GError **error);

/* Overdue ones, the longest first; of AmpRegionalAction, borrowed. */
GPtrArray *amp_regional_plan_overdue (const AmpRegionalPlan *self);
/* Open ones that are not overdue, the soonest first, those without a date last; borrowed. */
GPtrArray *amp_regional_plan_next (const AmpRegionalPlan *self);
/* Of that axis; zeros where the plan has none. */
AmpRegionalCount amp_regional_plan_axis (const AmpRegionalPlan *self, const char *axis);

/* --- Files: each writes EXPORT first --- */

/* One row an action with its last value; codes, no sentences of ours. */
GBytes *
amp_regional_plan_to_csv (AmpSession *session, gint64 id, const char *today, GError **error);
/* One row an axis and plan. */
GBytes *amp_regional_plans_to_csv (
  AmpSession *session, gint64 first, gint64 second, const char *today, GError **error);
/* For the regional commission: one page A4, however many actions there are. The same plan gives the
 * same bytes. */
GBytes *amp_regional_plan_to_pdf (AmpSession *session,
                                  gint64 id,
                                  const char *today,
                                  const char *language,
                                  AmpTranslate translate,
                                  GError **error);
/* Two of them side by side, one page. */
GBytes *amp_regional_plans_to_pdf (AmpSession *session,
                                   gint64 first,
                                   gint64 second,
                                   const char *today,
                                   const char *language,
                                   AmpTranslate translate,
                                   GError **error);

G_END_DECLS
