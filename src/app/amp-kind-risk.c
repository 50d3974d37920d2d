/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How great the danger is, what to do then, and what the person needs. */
#include "app/amp-section-kind.h"

#include "app/amp-form-hint.h"
#include "app/amp-format.h"
#include "domain/known.h"
#include "domain/risk.h"

#include <glib/gi18n.h>

/* --- Assessments --- */

static char *
assessment_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *on = amp_record_date_text (record, "on");
  /* Translators: %s is a level such as "high". */
  g_autofree char *level =
    g_strdup_printf (_ ("Risk: %s"), amp_record_code_label (record, "level"));

  return amp_text_join (on, level, NULL);
}

static char *
assessment_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *due = amp_record_date_text (record, "next_due");
  /* Translators: %s is a date. */
  g_autofree char *next = g_strdup_printf (_ ("next assessment on %s"), due);
  const char *score = amp_record_get (record, "score");
  /* Translators: %s is a number of points. */
  g_autofree char *points = score != NULL ? g_strdup_printf (_ ("score %s"), score) : NULL;

  return amp_text_join (points != NULL ? points : "", amp_section_ref_label (context, record, "by"),
                        *due != '\0' ? next : "", NULL);
}

static void
assessment_prepare (AmpRecord *record, AmpSectionContext *context)
{
  amp_record_set_today (record, "on");
  amp_record_set_int (record, "by", amp_jobs_get_user_id (context->jobs));
}

/* The value follows the answers as long as nobody chose another. */
static void
follow (AmpForm *form, const char *field, const char *value)
{
  g_autofree char *key = g_strdup_printf ("amp-followed-%s", field);
  AmpFieldRow *row = amp_form_row (form, "risk_assessment", field);
  g_autofree char *now = amp_field_row_dup_text (row);
  const char *last = g_object_get_data (G_OBJECT (form), key);

  if (*now != '\0' && g_strcmp0 (now, last) != 0)
    return;
  amp_field_row_set_text (row, value);
  g_object_set_data_full (G_OBJECT (form), key, g_strdup (value), g_free);
}

static char *
risk_sentence (const AmpRisk *risk, const AmpRecord *record)
{
  g_autoptr (AmpRecord) proposed = amp_record_copy (record);
  const char *level;

  (void) amp_record_set (proposed, "level", risk->level, NULL);
  level = amp_record_code_label (proposed, "level");
  if (risk->imminent != NULL)
    /* Translators: a level such as "Imminent", and what makes it so. */
    return g_strdup_printf (_ ("The answers give: %s. %s."), level, _ (risk->imminent));
  /* Translators: a level such as "high", and points out of a hundred. */
  return g_strdup_printf (_ ("The answers give: %s (%d of 100 points)."), level, risk->score);
}

static void
assessment_edited (AmpForm *form, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autoptr (AmpRecord) now = amp_form_dup_record (form, "risk_assessment");
  AmpRisk risk = amp_risk_weigh (now);
  g_autofree char *sentence = risk.score >= 0 ? risk_sentence (&risk, now) : NULL;
  g_autofree char *level = NULL, *due = NULL;
  gboolean differs;

  amp_form_hint_show (GTK_WIDGET (form), "risk", sentence);
  if (risk.level != NULL)
    follow (form, "level", risk.level);
  level = amp_field_row_dup_text (amp_form_row (form, "risk_assessment", "level"));
  due = amp_risk_next_due (level, amp_record_get (now, "on"));
  if (*level != '\0' && *due != '\0')
    follow (form, "next_due", due);
  differs = risk.level != NULL && *level != '\0' && g_strcmp0 (level, risk.level) != 0;
  gtk_widget_set_visible (GTK_WIDGET (amp_form_row (form, "risk_assessment", "level_reason")),
                          differs || amp_record_get (now, "level_reason") != NULL);
}

const AmpSectionKind amp_kind_risk_assessment = {
  .entity = "risk_assessment",
  .title = N_ ("Risk assessments"),
  .form = "risk-assessment",
  .parent = "case",
  .add = N_ ("Assess the _risk"),
  .empty = N_ ("The risk is not assessed yet. Its level decides the day of the next assessment."),
  .summary = assessment_summary,
  .detail = assessment_detail,
  .prepare = assessment_prepare,
  .edited = assessment_edited,
};

/* --- Safety plan --- */

static char *
safety_plan_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *on = amp_record_date_text (record, "on");
  /* Translators: %s is a date. */
  return g_strdup_printf (_ ("Safety plan of %s"), on);
}

static char *
safety_plan_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *day = amp_record_date_text (record, "reviewed_on");
  /* Translators: %s is a date. */
  g_autofree char *reviewed = g_strdup_printf (_ ("reviewed on %s"), day);

  return amp_text_join (*day != '\0' ? reviewed : _ ("not reviewed yet"),
                        context->veiled ? "" : amp_record_text (record, "warning_signs"), NULL);
}

static void
safety_plan_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "on");
}

static gboolean
always (const AmpRecord *record G_GNUC_UNUSED)
{
  return TRUE;
}

static void
safety_plan_tick (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "reviewed_on");
}

const AmpSectionKind amp_kind_safety_plan = {
  .entity = "safety_plan",
  .title = N_ ("Safety plan"),
  .form = "safety-plan",
  .parent = "case",
  .add = N_ ("Make a safet_y plan"),
  .empty = N_ ("There is no safety plan yet. Make it together with the person."),
  .summary = safety_plan_summary,
  .detail = safety_plan_detail,
  .prepare = safety_plan_prepare,
  .tick = N_ ("Reviewed today"),
  .may_tick = always,
  .do_tick = safety_plan_tick,
};

/* --- Needs --- */

static gboolean
need_is_open (const AmpRecord *record)
{
  return g_strcmp0 (amp_record_get (record, "state"), "met") != 0 &&
         g_strcmp0 (amp_record_get (record, "state"), "dropped") != 0;
}

static char *
need_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  return g_strdup (amp_record_code_label (record, "domain"));
}

/* A service of that domain answers it: nobody is asked which need a service was for. */
static char *
need_answered (const AmpRecord *record, AmpSectionContext *context)
{
  const char *last;
  guint n = context->file != NULL ? amp_need_answers (context->file, record, &last) : 0;
  g_autofree char *day = n > 0 ? amp_format_date (last) : NULL;

  if (n == 0)
    return g_strdup (need_is_open (record) ? _ ("no service yet") : "");
  /* Translators: number of services that were delivered for a need, and the day of the last. */
  return g_strdup_printf (
    ngettext ("answered by %u service, %s", "answered by %u services, last %s", n), n, day);
}

static char *
need_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *on = amp_record_date_text (record, "on");
  g_autofree char *answered = need_answered (record, context);

  return amp_text_join (amp_record_code_label (record, "state"),
                        amp_record_code_label (record, "urgency"), on, answered,
                        context->veiled ? "" : amp_record_text (record, "note"), NULL);
}

static void
need_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "on");
  (void) amp_record_set (record, "state", "open", NULL);
}

static void
need_tick (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  (void) amp_record_set (record, "state", "met", NULL);
}

const AmpSectionKind amp_kind_need = {
  .entity = "need",
  .answered_by = "service",
  .title = N_ ("Needs"),
  .form = "need",
  .parent = "case",
  .add = N_ ("Add _need"),
  .empty = N_ ("No need is recorded yet. Each stays open here until it is met."),
  .summary = need_summary,
  .detail = need_detail,
  .prepare = need_prepare,
  .tick = N_ ("Met"),
  .may_tick = need_is_open,
  .do_tick = need_tick,
};
