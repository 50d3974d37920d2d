/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the fixed reports: what one is while it is made. */
#pragma once

#include "domain/counts-private.h"
#include "domain/figures-counts.h"
#include "domain/reports.h"

G_BEGIN_DECLS

typedef struct
{
  AmpSession *session;
  const char *from, *to;
  AmpDate from_day, to_day; /* no precision: open */
  AmpProgress *progress;
  GCancellable *cancellable;
  AmpFigures *figures;
  guint64 not_victims, undated; /* set by the maker */
} AmpReportRun;

typedef gboolean (*AmpReportMaker) (AmpReportRun *run, GError **error);

gboolean amp_report_make_referrals (AmpReportRun *run, GError **error);
gboolean amp_report_make_time (AmpReportRun *run, GError **error);
gboolean amp_report_make_consent (AmpReportRun *run, GError **error);

/* A count over the period of the report. by: names of dimensions, NULL-terminated. */
AmpCountTable *
amp_report_run_count (AmpReportRun *run, AmpUnit unit, const char *const *by, GError **error);

/* The answer in a sentence: the translated template with the text for its "%s". */
void amp_report_say (AmpReportRun *run, const char *sentence, const char *text);

/* Cases opened in the period, in the order of their ids; what is left out is told in the run. */
typedef struct
{
  AmpReportRun *run;
  AmpCursor *cases;
  AmpCursor *others;                 /* in the order of its first path, the case; NULL: none */
  gboolean other_there, other_taken; /* on a row; the row was given out already */
  gint64 other_case;
} AmpReportCases;

enum
{
  AMP_REPORT_CASE_ID,
  AMP_REPORT_CASE_OPENED,
  AMP_REPORT_CASE_REGION
};

/* others: an entity whose records belong to cases; paths begin with "case". */
gboolean amp_report_cases_open (AmpReportCases *self,
                                AmpReportRun *run,
                                const char *others,
                                const char *const *paths,
                                const AmpFilter *filter,
                                GError **error);
void amp_report_cases_clear (AmpReportCases *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpReportCases, amp_report_cases_clear)
/* 1: on a case that counts, 0: at the end, -1: error. */
int amp_report_cases_next (AmpReportCases *self, GError **error);
/* The next of the others that belongs to this case; the same returns. */
int amp_report_cases_other (AmpReportCases *self, GError **error);

G_END_DECLS
