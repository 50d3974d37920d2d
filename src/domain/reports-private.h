/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the fixed reports: what one is while it is made. All that are wanted are counted in
 * one pass over everybody's facts, then each is written. */
#pragma once

#include "domain/counts-counter.h"
#include "domain/figures-counts.h"
#include "domain/release.h"
#include "domain/reports.h"

G_BEGIN_DECLS

typedef struct
{
  AmpSession *session;
  const char *from, *to;
  const char *region;       /* of the figures of others; NULL: all */
  AmpDate from_day, to_day; /* no precision: open */
  AmpFigures *figures;
  GPtrArray *tables;            /* AmpCountTable, owned: what was counted in the pass */
  guint64 not_victims, undated; /* set by the maker */
} AmpReportRun;

/* What a report reads besides counts. */
typedef struct
{
  gpointer (*begin) (AmpReportRun *run);
  AmpFactsTaker take; /* data: what begin() gave */
  guint wanted;       /* 1 << AmpFact */
  void (*end) (gpointer gathered);
} AmpReportGatherer;

extern const AmpReportGatherer amp_report_referrals, amp_report_time, amp_report_consent;

/* gathered: of its gatherer, NULL where it has none. */
void amp_report_make_referrals (AmpReportRun *run, gpointer gathered);
void amp_report_make_time (AmpReportRun *run, gpointer gathered);
void amp_report_make_consent (AmpReportRun *run, gpointer gathered);

/* One count of the pass: names of its dimensions; none: no count. */
typedef struct
{
  AmpUnit unit;
  const char *by[3];
} AmpReportCount;

#define AMP_REPORT_MOST_COUNTS 9

/* --- The year's --- */

void amp_report_year_counts (AmpReportCount *counts); /* AMP_REPORT_MOST_COUNTS */
gboolean amp_report_make_year (AmpReportRun *run, GError **error);
/* "300 people assisted in eight regions, two of them on the border." Free it. */
char *
amp_report_year_line (const AmpFigures *figures, guint64 people, guint64 regions, guint64 border);

/* The actions of the regional plans that reach into the period, by axis and state. */
gboolean amp_report_add_plans (AmpReportRun *run, GError **error);
/* "Yes" and "no" of the border in words; the map goes unless it is wanted. */
void amp_report_make_readable (AmpFigures *figures, AmpFigureTable *table, gboolean with_map);

/* --- The year's for others (domain/release.h) --- */

/* The first line, of what is told: "300 people assisted in at least eight regions, at least two of
 * them on the border." persons: a released table by region first; NULL: not told. Free it. */
char *amp_report_year_line_told (const AmpFigures *figures, const AmpCountTable *persons);
/* The table it is of; NULL: it was left out. */
const AmpCountTable *amp_report_year_persons (const AmpReleasePlan *plan);
/* id: of the first line. as_of: UTC timestamp. */
AmpFigures *amp_report_year_told (AmpSession *session,
                                  const AmpReleasePlan *plan,
                                  gint64 id,
                                  const char *as_of,
                                  AmpTranslate translate,
                                  const char *language,
                                  GError **error);

/* The figures of others for the period, as a table of its own; nothing where there are none. Of
 * what is older than the period, the newest, and it says so. */
gboolean amp_report_add_external (AmpReportRun *run, GError **error);

/* A count of the pass. by: names of dimensions, NULL-terminated. */
const AmpCountTable *amp_report_counted (AmpReportRun *run, AmpUnit unit, const char *const *by);

/* The answer in a sentence: the translated template with the text for its "%s". */
void amp_report_say (AmpReportRun *run, const char *sentence, const char *text);

/* Whether a date lies in the period of the report. */
AmpPeriodPlace amp_report_in_period (const AmpReportRun *run, AmpDate date);

/* Whether a case is the person's own, was opened in the period, and is of a victim; what is left
 * out is told in not_victims and undated. case_: row of facts. */
gboolean amp_report_case_counts (const AmpReportRun *run,
                                 const AmpFacts *facts,
                                 const guint32 *case_,
                                 guint64 *not_victims,
                                 guint64 *undated);

G_END_DECLS
