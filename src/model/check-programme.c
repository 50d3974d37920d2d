/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules about prevention, training, regional plans, forums and external figures (domain.md 5.5).
 *
 * Titles lie under the other key, where a column cannot ask for a value: that they are there is a
 * rule here. */
#include "model/check-rule.h"

#include "model/message.h"

static gboolean
no_title (const AmpRecord *record)
{
  return !amp_check_is_set (record, "title");
}

static gboolean
no_text (const AmpRecord *record)
{
  return !amp_check_is_set (record, "text");
}

static gboolean
no_name (const AmpRecord *record)
{
  return !amp_check_is_set (record, "name");
}

static gboolean
no_source (const AmpRecord *record)
{
  return !amp_check_is_set (record, "source");
}

static gboolean
ends_before_it_begins (const AmpRecord *record)
{
  return amp_check_field_before (record, "ends_on", "on");
}

static gboolean
done_in_future (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "done") && amp_check_in_future (record, "on");
}

static gboolean
until_before_from (const AmpRecord *record)
{
  return amp_check_field_before (record, "to_on", "from_on");
}

static gboolean
is_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "on");
}

/* --- Training --- */

static gboolean
scores_of_nobody (const AmpRecord *record)
{
  return (amp_check_is_set (record, "score_before") || amp_check_is_set (record, "score_after")) &&
         amp_record_get_int (record, "scored", 0) == 0;
}

static gboolean
one_score_alone (const AmpRecord *record)
{
  return amp_check_is_set (record, "score_before") != amp_check_is_set (record, "score_after");
}

static gboolean
nobody_attended (const AmpRecord *record)
{
  return amp_record_get_int (record, "attended_f", 0) +
           amp_record_get_int (record, "attended_m", 0) +
           amp_record_get_int (record, "attended_x", 0) ==
         0;
}

/* --- Plans and commitments --- */

static gboolean
nobody_answers (const AmpRecord *record)
{
  return !amp_check_is_set (record, "institution") &&
         !amp_check_is_set (record, "responsible_other");
}

/* A target alone says neither where it began nor which way it goes. */
static gboolean
target_from_nowhere (const AmpRecord *record)
{
  return amp_check_is_set (record, "target") && !amp_check_is_set (record, "baseline");
}

static gboolean
nobody_promised (const AmpRecord *record)
{
  return !amp_check_is_set (record, "promised_by") &&
         !amp_check_is_set (record, "promised_by_other");
}

static gboolean
replaced_by_none (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "replaced") &&
         !amp_check_is_set (record, "replaced_by");
}

static gboolean
next_before_this (const AmpRecord *record)
{
  return amp_check_field_before (record, "next_on", "on");
}

static gboolean
nothing_reported (const AmpRecord *record)
{
  return !amp_check_is_set (record, "value") && !amp_check_is_set (record, "text") &&
         !amp_check_is_set (record, "status");
}

#define ERROR AMP_CHECK_ERROR
#define WARNING AMP_CHECK_WARNING

const AmpCheckRule amp_check_programme_rules[] = {
  {"document", "title", ERROR, N_ ("Give the document a title."), no_title},
  {"local_sheet", "title", ERROR, N_ ("Give the sheet a title."), no_title},
  {"local_sheet", "text", ERROR, N_ ("Write the sheet's text."), no_text},

  {"activity", "on", ERROR,
   N_ ("An activity of a day to come was not carried out yet. Correct the date or the status."),
   done_in_future},
  {"activity", "ends_on", ERROR, N_ ("It ends before it begins. Correct one of the dates."),
   ends_before_it_begins},

  {"training", "title", ERROR, N_ ("Give the training session a title."), no_title},
  {"training", "on", ERROR,
   N_ ("A session of a day to come was not carried out yet. Correct the date or the status."),
   done_in_future},
  {"training", "ends_on", ERROR, N_ ("It ends before it begins. Correct one of the dates."),
   ends_before_it_begins},
  {"training", "scored", WARNING, N_ ("Enter how many people took both tests."), scores_of_nobody},
  {"training", "score_after", WARNING, N_ ("One score alone shows no change. Enter both, or none."),
   one_score_alone},
  {"training_attendance", "attended_f", ERROR, N_ ("Enter how many attended."), nobody_attended},

  {"regional_plan", "title", ERROR, N_ ("Give the plan a title."), no_title},
  {"regional_plan", "to_on", ERROR,
   N_ ("The plan ends before it begins. Correct one of the dates."), until_before_from},
  {"regional_plan", "replaced_by", WARNING, N_ ("Choose the plan that replaced it."),
   replaced_by_none},
  {"regional_goal", "text", ERROR, N_ ("Write the goal."), no_text},
  {"regional_action", "text", ERROR, N_ ("Write the action."), no_text},
  {"regional_action", "institution", WARNING, N_ ("Choose who is responsible for the action."),
   nobody_answers},
  {"regional_action", "baseline", WARNING,
   N_ ("Enter the baseline too (0 where there was nothing): without it nobody can tell how far the "
       "action is."),
   target_from_nowhere},
  {"regional_progress", "on", ERROR, N_ ("Progress cannot be of a day to come. Correct it."),
   is_future},
  {"regional_progress", "text", ERROR, N_ ("Enter the value of the indicator, or what was done."),
   nothing_reported},

  {"forum", "name", ERROR, N_ ("Give the meeting a name."), no_name},
  {"forum", "next_on", ERROR, N_ ("The next meeting is before this one. Correct one of the dates."),
   next_before_this},
  {"commitment", "text", ERROR, N_ ("Write what was promised."), no_text},
  {"commitment", "promised_by", WARNING, N_ ("Choose who promised it."), nobody_promised},
  {"commitment_update", "on", ERROR, N_ ("An update cannot be of a day to come. Correct it."),
   is_future},

  {"external_figure", "source", ERROR,
   N_ ("Write whose figure it is: it stands beside the number."), no_source},
  {"external_figure", "to_on", ERROR, N_ ("It ends before it begins. Correct one of the dates."),
   until_before_from},
  {NULL, NULL, ERROR, NULL, NULL},
};
