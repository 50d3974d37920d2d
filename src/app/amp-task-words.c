/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for tasks. Labels of the kinds stand in the code list. */
#include "app/amp-task-words.h"

#include "app/amp-format.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

const char *
amp_task_code_label (const char *list, const char *code)
{
  const AmpCodeList *codes = list != NULL ? amp_code_list_find (list) : NULL;
  const AmpCode *found = codes != NULL && code != NULL ? amp_code_list_lookup (codes, code) : NULL;

  return found != NULL ? amp_code_label (found, amp_code_language ()) : "";
}

char *
amp_task_what (const AmpTask *task)
{
  const char *kind = amp_task_code_label ("task_origin", task->origin);
  const char *detail = amp_task_code_label (task->detail_list, task->detail);
  GString *text;

  if (amp_task_is_free (task))
    return g_strdup (task->title != NULL ? task->title : kind);
  text = g_string_new (kind);
  /* The level of a risk is told by the case already. */
  if (*detail != '\0' && g_strcmp0 (task->detail_list, "risk_level") != 0)
    g_string_append_printf (text, " · %s", detail);
  if (task->title != NULL)
    g_string_append_printf (text, " · %s", task->title);
  if (task->institution != NULL)
    g_string_append_printf (text, " · %s", task->institution);
  return g_string_free (text, FALSE);
}

char *
amp_task_when (const AmpTask *task, const char *today)
{
  gint64 late = amp_task_overdue (task, today);

  if (late == 0)
    return g_strdup (_ ("today"));
  if (late > 0)
    return g_strdup_printf (ngettext ("%d day late", "%d days late", (gulong) late), (int) late);
  if (late == -1)
    return g_strdup (_ ("tomorrow"));
  return g_strdup_printf (ngettext ("in %d day", "in %d days", (gulong) -late), (int) -late);
}

const char *
amp_task_when_class (const AmpTask *task, const char *today)
{
  gint64 late = amp_task_overdue (task, today);

  return late > 0 ? "error" : late == 0 ? "warning" : NULL;
}

/* --- Safe contact --- */

static gboolean
calls_somebody (const AmpTask *task)
{
  static const char *const kinds[] = {"follow_up",   "three_failures", "no_contact", "no_risk",
                                      "risk_review", "hearing",        NULL};

  return g_strv_contains (kinds, task->origin);
}

static void
add_sentence (GString *text, const char *sentence)
{
  if (sentence != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
}

static char *
rule_words (const AmpSafeRule *rule)
{
  const char *channel = amp_task_code_label ("contact_channel", rule->channel);
  GString *text = g_string_new (channel);

  if (rule->hours != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", rule->hours);
  if (text->len > 0)
    g_string_append_c (text, '.');
  add_sentence (text, rule->may_leave_message == 1   ? _ ("A message may be left.")
                      : rule->may_leave_message == 0 ? _ ("Leave no message.")
                                                     : NULL);
  add_sentence (text, rule->may_say_who == 1   ? _ ("You may say who is calling.")
                      : rule->may_say_who == 0 ? _ ("Do not say who is calling.")
                                               : NULL);
  add_sentence (text, rule->has_code_word ? _ ("There is a code word.") : NULL);
  return g_string_free (text, FALSE);
}

char *
amp_task_safe (const AmpTask *task, gboolean *has_rule)
{
  GString *text;

  *has_rule = task->safe != NULL && task->safe->len > 0;
  if (task->safe == NULL || !calls_somebody (task))
    return NULL;
  if (!*has_rule)
    return g_strdup (_ ("No safe way of contact is recorded: ask before you call."));
  text = g_string_new (NULL);
  for (guint i = 0; i < task->safe->len; i++)
    {
      g_autofree char *words = rule_words (g_ptr_array_index (task->safe, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " / " : "", words);
    }
  return g_string_free (text, FALSE);
}

const char *
amp_task_icon (const AmpTask *task)
{
  static const char *const icons[][2] = {
    {"risk_review", "dialog-warning-symbolic"},    {"no_risk", "dialog-warning-symbolic"},
    {"follow_up", "call-start-symbolic"},          {"three_failures", "call-missed-symbolic"},
    {"referral_silent", "mail-unread-symbolic"},   {"hearing", "x-office-calendar-symbolic"},
    {"no_contact", "call-start-symbolic"},         {"manual", "object-select-symbolic"},
    {"meeting_due", "x-office-calendar-symbolic"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (icons); i++)
    if (strcmp (icons[i][0], task->origin) == 0)
      return icons[i][1];
  return "document-edit-symbolic";
}
