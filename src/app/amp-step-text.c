/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole sentences, so that each language may put the date where it belongs. */
#include "app/amp-step-text.h"

#include "model/codelist.h"

#include <glib/gi18n.h>

static const struct
{
  AmpStepKind kind;
  const char *icon;
  const char *ahead;
  const char *overdue;
} words[] = {
  /* Translators: %s is a date in all of these. */
  {AMP_STEP_RISK, "dialog-warning-symbolic", N_ ("Risk assessment on %s"),
   N_ ("Risk assessment was due on %s")},
  {AMP_STEP_FOLLOW_UP, "call-start-symbolic", N_ ("Follow-up on %s"),
   N_ ("Follow-up was due on %s")},
  {AMP_STEP_REFERRAL, "mail-send-symbolic", N_ ("Answer to a referral by %s"),
   N_ ("Answer to a referral was due on %s")},
  {AMP_STEP_HEARING, "emblem-documents-symbolic", N_ ("Hearing on %s"), N_ ("Hearing was on %s")},
  {AMP_STEP_SERVICE, "emblem-ok-symbolic", N_ ("Planned service on %s"),
   N_ ("Planned service was due on %s")},
  {AMP_STEP_PLAN, "view-list-symbolic", N_ ("Review of the plan on %s"),
   N_ ("Review of the plan was due on %s")},
  {AMP_STEP_GOAL, "view-list-symbolic", N_ ("Goal of the plan by %s"),
   N_ ("Goal of the plan was due on %s")},
  {AMP_STEP_ACTION, "view-list-symbolic", N_ ("Action of the plan by %s"),
   N_ ("Action of the plan was due on %s")},
  {AMP_STEP_TASK, "task-due-symbolic", N_ ("Task by %s"), N_ ("Task was due on %s")},
};

gboolean
amp_step_is_overdue (const AmpStep *step)
{
  AmpDate today = amp_date_today ();

  return amp_date_compare (&step->due, &today) < 0;
}

char *
amp_step_text (const AmpStep *step)
{
  g_autofree char *day = amp_date_to_display (&step->due, amp_code_language ());

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (
    _ (amp_step_is_overdue (step) ? words[step->kind].overdue : words[step->kind].ahead), day);
#pragma GCC diagnostic pop
}

const char *
amp_step_icon (const AmpStep *step)
{
  return words[step->kind].icon;
}
