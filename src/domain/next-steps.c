/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of a table for each kind of record that asks for something. */
#include "domain/next-steps.h"

static gboolean
is_code (const AmpRecord *record, const char *field, const char *code)
{
  return g_strcmp0 (amp_record_get (record, field), code) == 0;
}

static gboolean
not_done (const AmpRecord *record)
{
  return amp_record_get (record, "done_on") == NULL;
}

static gboolean
awaits_answer (const AmpRecord *record)
{
  return is_code (record, "state", "sent") || is_code (record, "state", "no_answer") ||
         is_code (record, "state", "escalated");
}

/* The court has no hearing in a proceeding that is over, and none in the past. */
static gboolean
has_hearing (const AmpRecord *record)
{
  AmpDate today = amp_date_today (), day;

  return !is_code (record, "stage", "archived") &&
         amp_date_parse (amp_record_get (record, "next_hearing_on"), &day) &&
         amp_date_compare (&day, &today) >= 0;
}

static gboolean
is_planned (const AmpRecord *record)
{
  return is_code (record, "status", "planned");
}

static gboolean
plan_runs (const AmpRecord *record)
{
  return !is_code (record, "status", "done") && !is_code (record, "status", "interrupted");
}

static gboolean
goal_runs (const AmpRecord *record)
{
  return is_code (record, "status", "pending") || is_code (record, "status", "in_progress");
}

static gboolean
task_runs (const AmpRecord *record)
{
  return is_code (record, "state", "open") && is_code (record, "origin", "manual");
}

static const struct
{
  AmpStepKind kind;
  const char *entity;
  const char *due;
  gboolean (*asks) (const AmpRecord *record);
} sources[] = {
  {AMP_STEP_FOLLOW_UP, "follow_up", "due_on", not_done},
  {AMP_STEP_REFERRAL, "referral", "due_on", awaits_answer},
  {AMP_STEP_HEARING, "proceeding", "next_hearing_on", has_hearing},
  {AMP_STEP_SERVICE, "service", "planned_on", is_planned},
  {AMP_STEP_PLAN, "plan", "review_on", plan_runs},
  {AMP_STEP_GOAL, "plan_goal", "due_on", goal_runs},
  {AMP_STEP_ACTION, "plan_action", "due_on", not_done},
  {AMP_STEP_TASK, "task", "due_on", task_runs},
};

static void
add (GArray *steps, AmpStepKind kind, const AmpRecord *record, const char *field)
{
  AmpStep step = {
    .kind = kind, .entity = amp_record_entity (record)->name, .id = amp_record_id (record)};

  if (amp_date_parse (amp_record_get (record, field), &step.due) &&
      step.due.precision >= AMP_DATE_YEAR)
    g_array_append_val (steps, step);
}

/* An assessment asks for the next one until there is a later one. */
static void
add_risk (GArray *steps, const AmpCaseFile *file)
{
  const AmpRecord *latest = amp_case_file_latest (file, "risk_assessment", "on");

  if (latest != NULL)
    add (steps, AMP_STEP_RISK, latest, "next_due");
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const AmpStep *one = a, *other = b;
  int by_date = amp_date_compare (&one->due, &other->due);

  return by_date != 0 ? by_date : (gint) one->kind - (gint) other->kind;
}

GArray *
amp_next_steps (const AmpCaseFile *file)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (AmpStep));

  add_risk (steps, file);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      GPtrArray *list = amp_case_file_list (file, sources[i].entity);

      for (guint j = 0; j < list->len; j++)
        if (sources[i].asks (g_ptr_array_index (list, j)))
          add (steps, sources[i].kind, g_ptr_array_index (list, j), sources[i].due);
    }
  g_array_sort (steps, compare);
  return steps;
}
