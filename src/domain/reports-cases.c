/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cases of a period, each with what belongs to it: two cursors in the same order, one case in
 * memory. */
#include "domain/reports-private.h"

#include "domain/counts-counter.h"

#include <string.h>

enum
{
  STATUS = AMP_REPORT_CASE_REGION + 1,
  TRAFFICKING
};

static gboolean
step_other (AmpReportCases *self, GError **error)
{
  int more = amp_cursor_next (self->others, self->run->cancellable, error);

  self->other_there = more > 0;
  if (more > 0)
    self->other_case = amp_cursor_int (self->others, 0);
  return more >= 0;
}

gboolean
amp_report_cases_open (AmpReportCases *self,
                       AmpReportRun *run,
                       const char *others,
                       const char *const *paths,
                       const AmpFilter *filter,
                       GError **error)
{
  static const char *const case_paths[] = {"id",     "opened_on",          "office_region",
                                           "status", "trafficking_status", NULL};
  AmpStore *store = amp_session_get_store (run->session);

  *self = (AmpReportCases){.run = run};
  self->cases =
    amp_store_select (store, amp_entity_find ("case"), case_paths, NULL, 0, "id", error);
  if (self->cases == NULL)
    return FALSE;
  self->others = amp_store_select (store, amp_entity_find (others), paths, filter,
                                   filter != NULL ? 1 : 0, "case", error);
  return self->others != NULL && step_other (self, error);
}

void
amp_report_cases_clear (AmpReportCases *self)
{
  g_clear_pointer (&self->cases, amp_cursor_free);
  g_clear_pointer (&self->others, amp_cursor_free);
}

static gboolean
counts (AmpReportCases *self)
{
  const AmpCounter period = {.from = self->run->from_day, .to = self->run->to_day};
  AmpDate opened = amp_counter_read_date (self->cases, AMP_REPORT_CASE_OPENED);
  AmpPeriodPlace place = amp_counter_in_period (&period, opened);

  if (place == AMP_PERIOD_UNCLEAR)
    self->run->undated++;
  if (place != AMP_PERIOD_IN)
    return FALSE;
  if (g_strcmp0 (amp_cursor_text (self->cases, TRAFFICKING), "not_victim") != 0 &&
      g_strcmp0 (amp_cursor_text (self->cases, STATUS), "closed_not_victim") != 0)
    return TRUE;
  self->run->not_victims++;
  return FALSE;
}

int
amp_report_cases_next (AmpReportCases *self, GError **error)
{
  int more;

  while ((more = amp_cursor_next (self->cases, self->run->cancellable, error)) > 0)
    if (counts (self))
      return 1;
  return more;
}

int
amp_report_cases_other (AmpReportCases *self, GError **error)
{
  gint64 id = amp_cursor_int (self->cases, AMP_REPORT_CASE_ID);

  if (self->other_taken && !step_other (self, error))
    return -1;
  self->other_taken = FALSE;
  while (self->other_there && self->other_case < id)
    if (!step_other (self, error))
      return -1;
  self->other_taken = self->other_there && self->other_case == id;
  return self->other_taken ? 1 : 0;
}
