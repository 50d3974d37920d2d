/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each row of Hoy says. */
#include "app/amp-today-groups.h"

#include "app/amp-accessible.h"
#include "app/amp-format.h"
#include "app/amp-risk-icon.h"
#include "app/amp-task-words.h"
#include "model/date.h"

#include <glib/gi18n.h>
#include <string.h>

#define BACKUP_DAYS 7  /* older than that is late */
#define SHEET_DAYS 365 /* so long a test of a sheet holds */

static const char *const titles[] = {
  [AMP_TODAY_IMMINENT] = N_ ("Imminent risk"),
  [AMP_TODAY_DUE] = N_ ("Overdue and today"),
  [AMP_TODAY_SILENT] = N_ ("Referrals without an answer"),
  [AMP_TODAY_DRAFTS] = N_ ("Interrupted"),
  [AMP_TODAY_ANSWERED] = N_ ("Answers to what you asked for"),
  [AMP_TODAY_WAITING] = N_ ("Waiting for your decision"),
  [AMP_TODAY_TEAM] = N_ ("Team"),
  [AMP_TODAY_STUCK] = N_ ("Where referrals get stuck"),
  [AMP_TODAY_KEEPING] = N_ ("The office"),
};

const AmpTask *
amp_today_row_task (AmpTaskRow *row)
{
  return amp_task_row_get_group (row) <= AMP_TODAY_SILENT ? amp_task_row_get_payload (row) : NULL;
}

static AmpTaskRow *
append (GtkListBox *list,
        const AmpTaskRowText *text,
        const char *key,
        AmpTodayGroup group,
        gconstpointer payload,
        gint64 case_id)
{
  GtkWidget *row = amp_task_row_new (text, key, group, payload);

  amp_task_row_set_case (AMP_TASK_ROW (row), case_id);
  gtk_list_box_append (list, row);
  return AMP_TASK_ROW (row);
}

/* --- Tasks --- */

static const char *
done_tip (const AmpTask *task)
{
  if (amp_task_done_here (task))
    return _ ("Done (Ctrl+D)");
  return _ ("Record what was done (Ctrl+D)");
}

GtkWidget *
amp_today_task_row (const AmpTask *task, AmpTodayGroup group, const char *today)
{
  GtkWidget *row;
  gboolean has_rule;
  g_autofree char *what = amp_task_what (task);
  g_autofree char *when = amp_task_when (task, today);
  g_autofree char *safe = amp_task_safe (task, &has_rule);
  g_autofree char *key = g_strdup_printf ("%u:%s:%" G_GINT64_FORMAT, (guint) group, task->origin,
                                          task->source != 0 ? task->source : task->task);
  gboolean imminent = g_strcmp0 (task->risk, "imminent") == 0;
  const AmpTaskRowText text = {
    .icon = imminent ? amp_risk_icon (task->risk) : amp_task_icon (task),
    .icon_class = imminent ? "error" : NULL,
    .number = task->number != NULL ? task->number : "",
    .what = what,
    .detail = safe,
    .detail_icon = safe == NULL ? NULL
                   : has_rule   ? "call-start-symbolic"
                                : "dialog-warning-symbolic",
    .when = when,
    .when_class = amp_task_when_class (task, today),
    .done = done_tip (task),
    .put_off = _ ("Put off (Ctrl+P)"),
  };

  row = amp_task_row_new (&text, key, group, task);
  amp_task_row_set_case (AMP_TASK_ROW (row), task->case_id);
  return row;
}

static guint
append_tasks (GtkListBox *list, GPtrArray *tasks, AmpTodayGroup group, const char *today)
{
  for (guint i = 0; i < tasks->len; i++)
    gtk_list_box_append (list, amp_today_task_row (g_ptr_array_index (tasks, i), group, today));
  return tasks->len;
}

/* --- Drafts and approvals --- */

static const char *
draft_words (const AmpTodayDraft *draft)
{
  if (g_strcmp0 (draft->entity, "institution") == 0)
    return draft->record != 0 ? _ ("An institution that you were changing is kept, not saved")
                              : _ ("A new institution is kept, not saved");
  if (g_strcmp0 (draft->entity, "task") == 0)
    return _ ("A task that you were writing is kept, not saved");
  if (draft->entity != NULL)
    return _ ("A form of this case that you were filling in is kept, not saved");
  return draft->case_id != 0 ? _ ("What you were writing in this case is kept, not saved")
                             : _ ("A new case is kept, not saved");
}

static guint
append_drafts (GtkListBox *list, GPtrArray *drafts)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      const AmpTodayDraft *draft = g_ptr_array_index (drafts, i);
      const AmpTaskRowText text = {
        .icon = "document-edit-symbolic",
        .number = draft->number != NULL ? draft->number : "",
        .what = draft_words (draft),
        .put_off = _ ("Discard"),
        .put_off_icon = "user-trash-symbolic",
      };

      append (list, &text, draft->key, AMP_TODAY_DRAFTS, draft, draft->case_id);
    }
  return drafts->len;
}

static guint
append_approvals (GtkListBox *list, GPtrArray *approvals, AmpTodayGroup group)
{
  for (guint i = 0; i < approvals->len; i++)
    {
      const AmpTodayApproval *approval = g_ptr_array_index (approvals, i);
      gboolean answered = group == AMP_TODAY_ANSWERED;
      const char *kind = amp_task_code_label ("approval_kind", approval->kind);
      const char *decision = amp_task_code_label ("approval_decision", approval->decision);
      g_autofree char *day = approval->on != NULL ? g_strndup (approval->on, 10) : NULL;
      g_autofree char *on = amp_format_date (day);
      g_autofree char *what =
        answered ? g_strdup_printf ("%s: %s", kind, decision) : g_strdup (kind);
      /* Translators: %s is the name of a colleague. */
      g_autofree char *who = !answered && approval->asked_by != NULL
                               ? g_strdup_printf (_ ("Asked for by %s"), approval->asked_by)
                               : NULL;
      g_autofree char *key = g_strdup_printf ("approval:%" G_GINT64_FORMAT, approval->id);
      const AmpTaskRowText text = {
        .icon = answered ? "mail-read-symbolic" : "mail-unread-symbolic",
        .number = approval->number != NULL ? approval->number : "",
        .what = what,
        .detail = who,
        .when = on,
        .done = answered ? _ ("Seen (Ctrl+D)") : NULL,
      };

      append (list, &text, key, group, approval, approval->case_id);
    }
  return approvals->len;
}

/* --- The office --- */

/* Takes the part; nothing is said of what there is none of. */
static void
add_part (GString *text, guint n, char *part)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

static void
append_member (GtkListBox *list, const AmpTeamMember *member)
{
  g_autoptr (GString) what = g_string_new (NULL);
  g_autofree char *key = g_strdup_printf ("member:%" G_GINT64_FORMAT, member->load.owner);
  const AmpCaseload *load = &member->load;
  guint late = member->n_overdue + member->n_silent;
  AmpTaskRowText text = {.icon = "avatar-default-symbolic"};

  add_part (
    what, load->n_open,
    g_strdup_printf (ngettext ("%u open case", "%u open cases", load->n_open), load->n_open));
  add_part (
    what, load->n_imminent,
    g_strdup_printf (ngettext ("%u imminent", "%u imminent", load->n_imminent), load->n_imminent));
  add_part (what, load->n_high,
            g_strdup_printf (ngettext ("%u high", "%u high", load->n_high), load->n_high));
  add_part (what, load->n_quiet,
            g_strdup_printf (ngettext ("%u without contact for 30 days",
                                       "%u without contact for 30 days", load->n_quiet),
                             load->n_quiet));
  add_part (
    what, member->n_overdue,
    g_strdup_printf (ngettext ("%u late follow-up", "%u late follow-ups", member->n_overdue),
                     member->n_overdue));
  add_part (what, member->n_silent,
            g_strdup_printf (ngettext ("%u referral without an answer",
                                       "%u referrals without an answer", member->n_silent),
                             member->n_silent));
  text.number = member->login != NULL ? member->login : "";
  text.what = what->str;
  text.icon_class = member->load.n_imminent > 0 ? "error" : late > 0 ? "warning" : NULL;
  append (list, &text, key, AMP_TODAY_TEAM, member, 0);
}

static void
append_stuck (GtkListBox *list, const AmpTeamStuck *stuck)
{
  g_autofree char *when =
    g_strdup_printf (ngettext ("%u referral", "%u referrals", stuck->n), stuck->n);
  g_autofree char *key = g_strdup_printf ("stuck:%" G_GINT64_FORMAT ":%s", stuck->to,
                                          stuck->region != NULL ? stuck->region : "");
  const AmpTaskRowText text = {.icon = "mail-unread-symbolic",
                               .what = stuck->institution,
                               .detail = amp_task_code_label ("region", stuck->region),
                               .when = when};

  append (list, &text, key, AMP_TODAY_STUCK, stuck, 0);
}

static void
append_keeping (
  GtkListBox *list, const char *key, const char *icon, const char *what, const char *css_class)
{
  const AmpTaskRowText text = {.icon = icon, .icon_class = css_class, .what = what};

  append (list, &text, key, AMP_TODAY_KEEPING, NULL, 0);
}

static gint64
days_since (const char *timestamp, const char *today)
{
  g_autofree char *day = g_strndup (timestamp, 10);
  AmpDate then, now;

  if (!amp_date_parse (day, &then) || !amp_date_parse (today, &now))
    return 0;
  return MAX (0, amp_date_day_number (&now) - amp_date_day_number (&then));
}

static void
append_backup (GtkListBox *list, const AmpTeam *team, const char *today)
{
  gint64 days = team->backup_at != NULL ? days_since (team->backup_at, today) : G_MAXINT64;
  g_autofree char *what = NULL;

  if (team->backup_at == NULL)
    what = g_strdup (_ ("No backup was ever made. Make one, and take it to another place."));
  else if (days == 0)
    what = g_strdup (_ ("The last backup is of today."));
  else
    what = g_strdup_printf (
      ngettext ("The last backup is %d day old.", "The last backup is %d days old.", (gulong) days),
      (int) days);
  append_keeping (list, "backup", "drive-harddisk-symbolic", what,
                  days > BACKUP_DAYS ? "warning" : NULL);
}

/* Whoever keeps a sheet tests it once a year: only then is it known that it is still there. */
static void
append_recovery (GtkListBox *list, const AmpRecoveryState *state, const char *today)
{
  g_autofree char *what = NULL;
  guint n_old = 0;

  for (gsize i = 0; i < AMP_RECOVERY_SHEETS; i++)
    n_old += state->tested_at[i] == NULL || days_since (state->tested_at[i], today) > SHEET_DAYS;
  if (state->made_at == NULL)
    what =
      g_strdup (_ ("No recovery sheets were ever made. Without them, a vault whose passphrases "
                   "are lost stays shut."));
  else if (n_old == 0)
    what = g_strdup (_ ("All recovery sheets were tested within a year."));
  else
    what = g_strdup_printf (
      ngettext ("%u of the recovery sheets was not tested for a year. Ask who keeps it to test it.",
                "%u of the recovery sheets were not tested for a year. Ask who keeps them to test "
                "them.",
                n_old),
      n_old);
  append_keeping (list, "recovery", "channel-secure-symbolic", what, n_old > 0 ? "warning" : NULL);
}

static void
append_findings (GtkListBox *list, guint n)
{
  g_autofree char *what =
    g_strdup_printf (ngettext ("%u finding of an audit waits for an answer.",
                               "%u findings of audits wait for an answer.", n),
                     n);

  if (n > 0)
    append_keeping (list, "findings", "dialog-warning-symbolic", what, "warning");
}

static void
append_gap (GtkListBox *list, const AmpTeam *team, AmpTeamGap gap, const char *what)
{
  g_autofree char *key = g_strdup_printf ("gap:%d", (int) gap);

  if (team->n_gaps[gap] > 0)
    append_keeping (list, key, "dialog-warning-symbolic", what, NULL);
}

static void
append_gaps (GtkListBox *list, const AmpTeam *team)
{
  const guint *n = team->n_gaps;
  g_autofree char *consent =
    g_strdup_printf (ngettext ("%u open case has no consent recorded.",
                               "%u open cases have no consent recorded.", n[AMP_TEAM_NO_CONSENT]),
                     n[AMP_TEAM_NO_CONSENT]);
  g_autofree char *service = g_strdup_printf (
    ngettext ("%u case is open for fifteen days without a service.",
              "%u cases are open for fifteen days without a service.", n[AMP_TEAM_NO_SERVICE]),
    n[AMP_TEAM_NO_SERVICE]);
  g_autofree char *region = g_strdup_printf (
    ngettext ("%u case is open for fifteen days without a region of exploitation.",
              "%u cases are open for fifteen days without a region of exploitation.",
              n[AMP_TEAM_NO_REGION]),
    n[AMP_TEAM_NO_REGION]);

  append_gap (list, team, AMP_TEAM_NO_CONSENT, consent);
  append_gap (list, team, AMP_TEAM_NO_SERVICE, service);
  append_gap (list, team, AMP_TEAM_NO_REGION, region);
}

static void
append_team (GtkListBox *list, const AmpTeam *team, const char *today)
{
  for (guint i = 0; i < team->members->len; i++)
    append_member (list, g_ptr_array_index (team->members, i));
  for (guint i = 0; i < team->stuck->len; i++)
    append_stuck (list, g_ptr_array_index (team->stuck, i));
  append_gaps (list, team);
  append_backup (list, team, today);
  append_recovery (list, &team->recovery, today);
  append_findings (list, team->n_findings);
}

guint
amp_today_fill (GtkListBox *list, const AmpToday *today, const AmpTeam *team)
{
  GtkWidget *row;
  guint own;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (list, 0))) != NULL)
    gtk_list_box_remove (list, row);
  own = append_tasks (list, today->imminent, AMP_TODAY_IMMINENT, today->today);
  own += append_tasks (list, today->due, AMP_TODAY_DUE, today->today);
  own += append_tasks (list, today->silent, AMP_TODAY_SILENT, today->today);
  own += append_drafts (list, today->drafts);
  own += append_approvals (list, today->answered, AMP_TODAY_ANSWERED);
  own += append_approvals (list, today->waiting, AMP_TODAY_WAITING);
  if (team != NULL)
    append_team (list, team, today->today);
  return own;
}

/* --- Headers --- */

static char *
header_text (AmpTodayGroup group, const AmpToday *today)
{
  const char *title = _ (titles[group]);
  guint n = 0;
  gboolean more = FALSE;

  if (group == AMP_TODAY_IMMINENT)
    n = today->n_imminent;
  else if (group == AMP_TODAY_DUE)
    {
      n = today->due->len;
      more = today->more_due;
    }
  else if (group == AMP_TODAY_SILENT)
    {
      n = today->silent->len;
      more = today->more_silent;
    }
  if (n == 0)
    return g_strdup (title);
  /* Translators: a heading, how many there are below it, and "+" where there are more. */
  return g_strdup_printf (_ ("%s (%u%s)"), title, n, more ? "+" : "");
}

void
amp_today_header (GtkListBoxRow *row, GtkListBoxRow *before, const AmpToday *today)
{
  guint group = amp_task_row_get_group (AMP_TASK_ROW (row));
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (before != NULL && amp_task_row_get_group (AMP_TASK_ROW (before)) == group)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  text = header_text (group, today);
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "amp-group");
  gtk_list_box_row_set_header (row, label);
}
