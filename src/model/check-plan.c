/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules about risk, plan, proceedings and who works on a case (domain.md 5.2, 5.3). */
#include "model/check-rule.h"

#include "model/message.h"

/* --- Risk --- */

static gboolean
assessed_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "on");
}

/* The answers give one level, somebody decided for another: never in silence. */
static gboolean
level_without_reason (const AmpRecord *record)
{
  const char *proposed = amp_record_get (record, "proposed_level");

  return proposed != NULL && amp_check_is_set (record, "level") &&
         !amp_check_is_code (record, "level", proposed) &&
         !amp_check_is_set (record, "level_reason");
}

static gboolean
next_before_assessment (const AmpRecord *record)
{
  return amp_check_field_before (record, "next_due", "on");
}

static gboolean
plan_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "on");
}

static gboolean
reviewed_before_made (const AmpRecord *record)
{
  return amp_check_field_before (record, "reviewed_on", "on");
}

/* --- Plan --- */

static gboolean
agreed_without_day (const AmpRecord *record)
{
  return amp_check_is_code (record, "client_agreed", "1") &&
         !amp_check_is_set (record, "agreed_on");
}

static gboolean
active_without_agreement (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "active") &&
         !amp_check_is_code (record, "client_agreed", "1");
}

static gboolean
planned_end_before_start (const AmpRecord *record)
{
  return amp_check_field_before (record, "planned_end", "opened_on");
}

static gboolean
actual_end_before_start (const AmpRecord *record)
{
  return amp_check_field_before (record, "actual_end", "opened_on");
}

static gboolean
review_missing (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "active") && !amp_check_is_set (record, "review_on");
}

static gboolean
dropped_without_reason (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "dropped") &&
         !amp_check_is_set (record, "status_reason");
}

static gboolean
goal_without_day (const AmpRecord *record)
{
  return !amp_check_is_set (record, "due_on");
}

static gboolean
action_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "done_on");
}

static gboolean
nobody_responsible (const AmpRecord *record)
{
  return !amp_check_is_set (record, "responsible") && !amp_check_is_set (record, "institution") &&
         !amp_check_is_set (record, "responsible_other");
}

/* --- The others --- */

static gboolean
until_before_from (const AmpRecord *record)
{
  return amp_check_field_before (record, "to_on", "from_on");
}

static gboolean
hearing_in_closed (const AmpRecord *record)
{
  return amp_check_is_code (record, "stage", "archived") &&
         amp_check_in_future (record, "next_hearing_on");
}

static gboolean
opened_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "opened_on");
}

static gboolean
event_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "on");
}

static gboolean
guardian_involved (const AmpRecord *record)
{
  return amp_check_is_code (record, "is_legal_guardian", "1") &&
         amp_check_is_code (record, "possibly_involved", "1");
}

#define ERROR AMP_CHECK_ERROR
#define WARNING AMP_CHECK_WARNING

const AmpCheckRule amp_check_plan_rules[] = {
  {"risk_assessment", "on", ERROR, N_ ("The assessment is in the future. Correct its date."),
   assessed_in_future},
  {"risk_assessment", "level_reason", ERROR,
   N_ ("The answers give another level. Write down why you decide otherwise."),
   level_without_reason},
  {"risk_assessment", "next_due", ERROR,
   N_ ("The next assessment is before this one. Correct one of the dates."),
   next_before_assessment},
  {"safety_plan", "on", ERROR, N_ ("The safety plan is in the future. Correct its date."),
   plan_in_future},
  {"safety_plan", "reviewed_on", ERROR,
   N_ ("The review is before the plan was made. Correct one of the dates."), reviewed_before_made},

  {"plan", "agreed_on", WARNING, N_ ("Enter the day on which the person agreed to the plan."),
   agreed_without_day},
  {"plan", "client_agreed", WARNING,
   N_ ("The plan is in progress, but the person did not agree to it yet."),
   active_without_agreement},
  {"plan", "planned_end", ERROR, N_ ("The plan ends before it begins. Correct one of the dates."),
   planned_end_before_start},
  {"plan", "actual_end", ERROR, N_ ("The plan ended before it began. Correct one of the dates."),
   actual_end_before_start},
  {"plan", "review_on", WARNING, N_ ("Choose the day on which the plan is reviewed."),
   review_missing},
  {"plan_goal", "status_reason", ERROR, N_ ("Write down why the goal was dropped."),
   dropped_without_reason},
  {"plan_goal", "due_on", WARNING, N_ ("Choose the day by which the goal is to be reached."),
   goal_without_day},
  {"plan_action", "done_on", ERROR, N_ ("The action cannot be done in the future. Correct it."),
   action_in_future},
  {"plan_action", "responsible", WARNING, N_ ("Choose who is responsible for the action."),
   nobody_responsible},

  {"assignment", "to_on", ERROR,
   N_ ("The assignment ends before it begins. Correct one of the dates."), until_before_from},
  {"proceeding", "next_hearing_on", WARNING,
   N_ ("The proceeding is archived, but there is a hearing to come. Correct one of the two."),
   hearing_in_closed},
  {"proceeding", "opened_on", ERROR, N_ ("The opening date is in the future. Correct it."),
   opened_in_future},
  {"situation_event", "on", ERROR, N_ ("The event is in the future. Correct its date."),
   event_in_future},
  {"relative", "possibly_involved", WARNING,
   N_ ("A legal guardian who may be involved: ask the UPE before any contact."), guardian_involved},
  {NULL, NULL, ERROR, NULL, NULL},
};
