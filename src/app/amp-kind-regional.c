/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Regional plans with goals, actions and progress; forums with what was promised there and how it
 * went; figures of others. */
#include "app/amp-section-kind.h"

#include "app/amp-programme-delete.h"
#include "domain/regional-plan.h"

#include <glib/gi18n.h>

static void
set_code (AmpRecord *record, const char *field, const char *code)
{
  (void) amp_record_set (record, field, code, NULL);
}

/* Where the directory has no entry, as it was written. */
static const char *
who (AmpSectionContext *context, const AmpRecord *record, const char *ref, const char *other)
{
  const char *name = amp_section_ref_label (context, record, ref);

  return *name != '\0' ? name : amp_record_text (record, other);
}

/* --- Plans --- */

static void
plan_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  set_code (record, "status", "draft");
}

const AmpSectionKind amp_kind_regional_plan = {
  .entity = "regional_plan",
  .title = N_ ("Regional plan"),
  .form = "regional-plan",
  .prepare = plan_prepare,
  .ask_delete = amp_programme_delete_ask,
};

static char *
goal_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  return g_strdup (amp_record_text (record, "text"));
}

static char *
goal_detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  return g_strdup (amp_record_code_label (record, "axis"));
}

const AmpSectionKind amp_kind_regional_goal = {
  .entity = "regional_goal",
  .title = N_ ("Goals"),
  .form = "regional-goal",
  .parent = "regional_plan",
  .child = "regional_action",
  .add = N_ ("Add plan _goal"),
  .empty = N_ ("This plan has no goal yet."),
  .summary = goal_summary,
  .detail = goal_detail,
  .ask_delete = amp_programme_delete_ask,
};

/* --- Actions --- */

#define BAR 10 /* blocks of the bar in a row */

/* The last value that was recorded; FALSE: none. */
static gboolean
last_value (AmpSectionContext *context, gint64 action, gint64 *value)
{
  GPtrArray *all =
    context->file != NULL ? amp_case_file_list (context->file, "regional_progress") : NULL;
  const char *latest = "";
  gboolean found = FALSE;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const AmpRecord *progress = all->pdata[i];
      const char *on = amp_record_get (progress, "on");

      if (amp_record_get_int (progress, "regional_action", 0) != action ||
          amp_record_get (progress, "value") == NULL ||
          g_strcmp0 (on, latest) <= 0) /* of one day the newest comes first */
        continue;
      latest = on;
      *value = amp_record_get_int (progress, "value", 0);
      found = TRUE;
    }
  return found;
}

/* "▰▰▰▰▱▱▱▱▱▱ 40 % (8 / 20)"; "" where nothing can be said. */
static char *
how_far (const AmpRecord *action, AmpSectionContext *context)
{
  gint64 baseline = amp_record_get_int (action, "baseline", 0);
  gint64 target = amp_record_get_int (action, "target", 0), value = 0;
  gboolean has_value = last_value (context, amp_record_id (action), &value);
  const AmpMeasure measure = amp_measure (
    amp_record_get (action, "baseline") != NULL ? &baseline : NULL,
    amp_record_get (action, "target") != NULL ? &target : NULL, has_value ? &value : NULL);
  GString *text;

  if (measure.state != AMP_MEASURE_KNOWN)
    return g_strdup ("");
  text = g_string_new (NULL);
  for (gint64 i = 0; i < BAR; i++)
    g_string_append (text, i < CLAMP (measure.percent, 0, 100) * BAR / 100 ? "▰" : "▱");
  g_string_append_printf (text, " %d %% (%d / %d)", (int) measure.percent, (int) value,
                          (int) target);
  return g_string_free (text, FALSE);
}

static char *
action_summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_record_text (record, "text"),
                        who (context, record, "institution", "responsible_other"), NULL);
}

static char *
action_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *far = how_far (record, context);
  g_autofree char *due = amp_record_date_text (record, "due_on");

  return amp_text_join (far, amp_record_code_label (record, "status"), due, NULL);
}

static void
action_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  set_code (record, "status", "pending");
}

const AmpSectionKind amp_kind_regional_action = {
  .entity = "regional_action",
  .title = N_ ("Actions"),
  .form = "regional-action",
  .parent = "regional_goal",
  .child = "regional_progress",
  .add = N_ ("Add plan a_ction"),
  .empty = N_ ("This goal has no action yet."),
  .summary = action_summary,
  .detail = action_detail,
  .prepare = action_prepare,
  .ask_delete = amp_programme_delete_ask,
};

static char *
progress_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *on = amp_record_date_text (record, "on");

  return amp_text_join (on, amp_record_text (record, "value"), amp_record_text (record, "text"),
                        NULL);
}

static char *
update_detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  return amp_text_join (amp_record_code_label (record, "status"),
                        amp_record_text (record, "evidence"), NULL);
}

static void
update_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "on");
}

const AmpSectionKind amp_kind_regional_progress = {
  .entity = "regional_progress",
  .title = N_ ("Progress"),
  .form = "regional-progress",
  .parent = "regional_action",
  .add = N_ ("Add _progress"),
  .empty = N_ ("No progress is reported yet."),
  .summary = progress_summary,
  .detail = update_detail,
  .prepare = update_prepare,
  .ask_delete = amp_programme_delete_ask,
};

/* --- Forums --- */

static void
forum_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "on");
}

const AmpSectionKind amp_kind_forum = {
  .entity = "forum",
  .title = N_ ("Forum"),
  .form = "forum",
  .prepare = forum_prepare,
  .ask_delete = amp_programme_delete_ask,
};

static char *
commitment_summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_record_text (record, "text"),
                        who (context, record, "promised_by", "promised_by_other"), NULL);
}

static char *
commitment_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *due = amp_record_date_text (record, "due_on");

  return amp_text_join (amp_record_code_label (record, "status"), due,
                        who (context, record, "promised_to", "promised_to_other"),
                        amp_record_code_label (record, "country"), NULL);
}

static void
commitment_prepare (AmpRecord *record, AmpSectionContext *context)
{
  set_code (record, "status", "open");
  amp_record_set_int (record, "responsible", amp_jobs_get_user_id (context->jobs));
}

const AmpSectionKind amp_kind_commitment = {
  .entity = "commitment",
  .title = N_ ("Commitments"),
  .form = "commitment",
  .parent = "forum",
  .child = "commitment_update",
  .add = N_ ("Add commitm_ent"),
  .empty = N_ ("Nothing is recorded as promised here yet."),
  .summary = commitment_summary,
  .detail = commitment_detail,
  .prepare = commitment_prepare,
  .ask_delete = amp_programme_delete_ask,
};

static char *
update_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *on = amp_record_date_text (record, "on");

  return amp_text_join (on, amp_record_text (record, "text"), NULL);
}

static void
commitment_update_prepare (AmpRecord *record, AmpSectionContext *context)
{
  update_prepare (record, context);
  set_code (record, "status", "in_progress");
}

const AmpSectionKind amp_kind_commitment_update = {
  .entity = "commitment_update",
  .title = N_ ("Updates"),
  .form = "commitment-update",
  .parent = "commitment",
  .add = N_ ("Add up_date"),
  .empty = N_ ("Nothing was reported yet."),
  .summary = update_summary,
  .detail = update_detail,
  .prepare = commitment_update_prepare,
  .ask_delete = amp_programme_delete_ask,
};

/* --- Figures of others --- */

const AmpSectionKind amp_kind_external_figure = {
  .entity = "external_figure",
  .title = N_ ("External figure"),
  .form = "external-figure",
  .ask_delete = amp_programme_delete_ask,
};
