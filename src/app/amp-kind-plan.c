/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reintegration plan (PRI): goals under it, actions under each goal. */
#include "app/amp-section-kind.h"

#include "app/amp-form-hint.h"
#include "app/amp-plan-approval.h"

#include <glib/gi18n.h>

/* --- Plan --- */

static char *
plan_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *opened = amp_record_date_text (record, "opened_on");
  /* Translators: %s is a date. */
  g_autofree char *plan = g_strdup_printf (_ ("Plan of %s"), opened);

  return amp_text_join (plan, amp_record_code_label (record, "status"), NULL);
}

static char *
plan_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *day = amp_record_date_text (record, "review_on");
  /* Translators: %s is a date. */
  g_autofree char *review = g_strdup_printf (_ ("review on %s"), day);
  g_autofree char *answer = amp_plan_approval_text (record, context);

  return amp_text_join (answer, amp_record_code_label (record, "place_of_execution"),
                        amp_section_ref_label (context, record, "lead_institution"),
                        amp_record_is_true (record, "client_agreed") ? _ ("the person agrees")
                                                                     : _ ("not agreed yet"),
                        *day != '\0' ? review : "", NULL);
}

static void
plan_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "opened_on");
  (void) amp_record_set (record, "status", "draft", NULL);
}

static gboolean
plan_is_draft (const AmpRecord *record)
{
  return amp_record_has_code (record, "status", "draft");
}

/* For children and adolescents the UPE leads. */
static void
plan_edited (AmpForm *form, AmpSectionContext *context)
{
  AmpDate today = amp_date_today ();
  gboolean minor = context->file != NULL && amp_case_file_is_minor (context->file, &today);

  amp_form_hint_show (
    GTK_WIDGET (form), "lead",
    minor ? _ ("The person is a child or adolescent: the UPE leads the plan. Choose it as lead "
               "institution.")
          : NULL);
}

const AmpSectionKind amp_kind_plan = {
  .entity = "plan",
  .title = N_ ("Reintegration plan"),
  .form = "plan",
  .parent = "case",
  .child = "plan_goal",
  .add = N_ ("A_dd plan"),
  .empty = N_ ("There is no reintegration plan yet. It begins with what the person wants; goals "
               "and actions stand below it."),
  .summary = plan_summary,
  .detail = plan_detail,
  .prepare = plan_prepare,
  .edited = plan_edited,
  .tick = N_ ("Ask for approval…"),
  .may_tick = plan_is_draft,
  .ask_tick = amp_plan_approval_ask,
};

/* --- Goals --- */

static char *
goal_summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_record_code_label (record, "domain"),
                        context->veiled ? "" : amp_record_text (record, "text"), NULL);
}

static char *
goal_detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *due = amp_record_date_text (record, "due_on");

  return amp_text_join (amp_record_code_label (record, "status"), due, NULL);
}

static void
goal_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  (void) amp_record_set (record, "status", "pending", NULL);
}

static gboolean
goal_is_open (const AmpRecord *record)
{
  const char *status = amp_record_get (record, "status");

  return g_strcmp0 (status, "pending") == 0 || g_strcmp0 (status, "in_progress") == 0;
}

static void
goal_tick (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  (void) amp_record_set (record, "status", "achieved", NULL);
}

const AmpSectionKind amp_kind_plan_goal = {
  .entity = "plan_goal",
  .title = N_ ("Goals"),
  .form = "plan-goal",
  .parent = "plan",
  .child = "plan_action",
  .add = N_ ("Add _goal"),
  .empty = N_ ("This plan has no goal yet."),
  .summary = goal_summary,
  .detail = goal_detail,
  .prepare = goal_prepare,
  .tick = N_ ("Achieved"),
  .may_tick = goal_is_open,
  .do_tick = goal_tick,
};

/* --- Actions --- */

static char *
action_summary (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *text = amp_text_join (context->veiled ? "" : amp_record_text (record, "what"),
                                         amp_record_code_label (record, "service_type"), NULL);

  return *text != '\0' ? g_steal_pointer (&text) : g_strdup (_ ("Action"));
}

static char *
action_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *due = amp_record_date_text (record, "due_on");
  g_autofree char *day = amp_record_date_text (record, "done_on");
  /* Translators: %s is a date. */
  g_autofree char *done = g_strdup_printf (_ ("done on %s"), day);

  return amp_text_join (*day != '\0' ? done : due,
                        amp_section_ref_label (context, record, "responsible"),
                        amp_section_ref_label (context, record, "institution"),
                        context->veiled ? "" : amp_record_text (record, "responsible_other"), NULL);
}

static void
action_prepare (AmpRecord *record, AmpSectionContext *context)
{
  amp_record_set_int (record, "responsible", amp_jobs_get_user_id (context->jobs));
}

static gboolean
action_is_open (const AmpRecord *record)
{
  return amp_record_get (record, "done_on") == NULL;
}

static void
action_tick (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "done_on");
}

const AmpSectionKind amp_kind_plan_action = {
  .entity = "plan_action",
  .title = N_ ("Actions"),
  .form = "plan-action",
  .parent = "plan_goal",
  .add = N_ ("Add a_ction"),
  .empty = N_ ("This goal has no action yet."),
  .summary = action_summary,
  .detail = action_detail,
  .prepare = action_prepare,
  .tick = N_ ("Done today"),
  .may_tick = action_is_open,
  .do_tick = action_tick,
};
