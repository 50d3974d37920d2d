/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request as a row. */
#include "app/amp-approval-row.h"

#include "app/amp-accessible.h"
#include "app/amp-finding-case.h"
#include "app/amp-format.h"
#include "app/amp-partner-view.h"
#include "app/amp-release-words.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
code_label (const char *list, const char *code)
{
  const AmpCode *found =
    code != NULL ? amp_code_list_lookup (amp_code_list_find (list), code) : NULL;

  return found != NULL ? amp_code_label (found, amp_code_language ()) : "";
}

const char *
amp_approval_kind_label (const AmpApproval *approval)
{
  return code_label ("approval_kind", approval->kind);
}

/* Not a format from outside: a sentence of ours with at most one "%s". */
static char *
put_in (const char *sentence, const char *subject)
{
  const char *at = strstr (sentence, "%s");

  if (at == NULL)
    return g_strdup (sentence);
  return g_strdup_printf ("%.*s%s%s", (int) (at - sentence), sentence, subject, at + 2);
}

char *
amp_approval_effect_words (const AmpApproval *approval)
{
  const char *effect = amp_approval_effect (approval->kind);
  gboolean closure = strcmp (approval->kind, "closure") == 0;
  const char *subject = closure ? code_label ("closure_reason", approval->subject)
                        : approval->subject != NULL ? approval->subject
                                                    : "";
  g_autofree char *words = put_in (_ (effect), subject);
  g_autofree char *until = NULL;

  if (!closure || approval->subject_until == NULL)
    return g_steal_pointer (&words);
  until = amp_format_date (approval->subject_until);
  /* Translators: the first %s is a sentence, the second a date. */
  return g_strdup_printf (_ ("%s It is kept until %s."), words, until);
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
append_said (GtkWidget *box, const char *text)
{
  g_autofree char *quoted = NULL;

  if (text == NULL)
    return;
  quoted = g_strdup_printf ("«%s»", text);
  gtk_box_append (GTK_BOX (box), make_label (quoted, NULL));
}

/* A release is asked for in codes, which lead back to it; people read words. */
static void
append_note (GtkWidget *box, const AmpApproval *approval)
{
  const gboolean export = strcmp (approval->kind, "export") == 0;
  g_autoptr (AmpReleaseRequest) request =
    export ? amp_release_of_note (approval->request_note) : NULL;
  g_autoptr (AmpPartnerWish) records = export ? amp_partner_of_note (approval->request_note) : NULL;
  g_autofree char *words = request != NULL   ? amp_release_words_request (request)
                           : records != NULL ? amp_partner_wish_words (records)
                                             : NULL;

  append_said (box, words != NULL ? words : approval->request_note);
}

static char *
day_of (const char *timestamp)
{
  g_autofree char *day = timestamp != NULL ? g_strndup (timestamp, 10) : NULL;

  return amp_format_date (day);
}

static void
append_answer (GtkWidget *box, const AmpApproval *approval)
{
  g_autofree char *on = day_of (approval->decided_at);
  g_autofree char *sentence = NULL;

  if (strcmp (approval->decision, "pending") == 0)
    sentence = g_strdup (approval->mine ? _ ("Waits for an answer of another person")
                                        : _ ("Waits for an answer"));
  else if (approval->decided_by_name != NULL)
    /* Translators: "Approved: Ana, 05/03/2026". */
    sentence =
      g_strdup_printf (_ ("%s: %s, %s"), code_label ("approval_decision", approval->decision),
                       approval->decided_by_name, on);
  else
    sentence = g_strdup_printf ("%s, %s", code_label ("approval_decision", approval->decision), on);
  gtk_box_append (GTK_BOX (box), make_label (sentence, "heading"));
  append_said (box, approval->comment);
}

static void
append_button (GtkWidget *box,
               const AmpApproval *approval,
               const char *label,
               const char *action,
               gint64 target,
               const char *style)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autofree char *spoken = NULL;
  g_auto (GStrv) parts = g_strsplit (label, "_", 2);
  g_autofree char *plain = g_strjoinv ("", parts);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", target);
  if (style != NULL)
    gtk_widget_add_css_class (button, style);
  spoken = g_strdup_printf ("%s: %s %s", plain, amp_approval_kind_label (approval),
                            approval->number != NULL ? approval->number : "");
  amp_accessible_set_label (button, spoken);
  gtk_box_append (GTK_BOX (box), button);
}

/* Where the answer to what she asked for is used. */
static void
append_findings_button (GtkWidget *box, const AmpApproval *approval)
{
  GtkWidget *button;

  if (!approval->mine || strcmp (approval->kind, "resolve") != 0 ||
      strcmp (approval->decision, "approved") != 0)
    return;
  button = gtk_button_new_with_mnemonic (_ ("Go to the _findings"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.findings");
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_buttons (const AmpApproval *approval)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_top (box, 6);
  if (approval->may_decide && approval->who == NULL)
    append_button (box, approval, _ ("_Approve…"), "approvals.approve", approval->id,
                   "suggested-action");
  if (approval->may_decide)
    {
      append_button (box, approval, _ ("_Do not approve…"), "approvals.reject", approval->id, NULL);
    }
  if (approval->mine && strcmp (approval->decision, "pending") == 0)
    append_button (box, approval, _ ("_Take back"), "approvals.withdraw", approval->id, NULL);
  if (strcmp (approval->kind, "merge") == 0 && strcmp (approval->decision, "pending") == 0)
    append_button (box, approval, _ ("_Compare the two…"), "approvals.compare", approval->object_id,
                   NULL);
  if (approval->mine && strcmp (approval->kind, "export") == 0 &&
      strcmp (approval->decision, "approved") == 0)
    append_button (box, approval, _ ("_Hand over…"), "approvals.release", approval->id,
                   "suggested-action");
  append_findings_button (box, approval);
  if (approval->case_id != 0)
    append_button (box, approval, _ ("_Open the case"), "win.open-case", approval->case_id, NULL);
  return box;
}

/* What it is about, beside its kind. */
static char *
title_of (const AmpApproval *approval)
{
  const char *kind = amp_approval_kind_label (approval);

  if (approval->number != NULL)
    return g_strdup_printf ("%s · %s", kind, approval->number);
  if (approval->code != NULL)
    /* Translators: a kind of request; number of a review pack, code of a record in it. */
    return g_strdup_printf (_ ("%s · pack %d, record %s"), kind, (int) approval->pack,
                            approval->code);
  return g_strdup (kind);
}

/* Who may approve, where she may not. */
static char *
others_of (const AmpApproval *approval)
{
  g_autofree char *names = amp_finding_case_names ((const char *const *) approval->who);

  if (names == NULL)
    return NULL;
  /* Translators: names of supervisors. */
  return g_strdup_printf (
    _ ("You were no supervisor when this pack was made, so you hold no key to "
       "its cases. It can be approved by %s."),
    names);
}

GtkWidget *
amp_approval_row_new (AmpApproval *approval)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *title = title_of (approval), *others = others_of (approval);
  g_autofree char *asked = NULL, *effect = NULL, *spoken = NULL;
  g_autofree char *on = day_of (approval->requested_at);

  /* Translators: "Asked for by Ana, 05/03/2026". */
  asked = g_strdup_printf (_ ("Asked for by %s, %s"), approval->requested_by_name, on);
  effect = amp_approval_effect_words (approval);
  spoken = g_strdup_printf ("%s. %s. %s %s", title, asked, effect, others != NULL ? others : "");

  g_object_set_data_full (G_OBJECT (row), "approval", approval, (GDestroyNotify) amp_approval_free);
  gtk_widget_add_css_class (box, "amp-approval");
  gtk_box_append (GTK_BOX (box), make_label (title, "heading"));
  gtk_box_append (GTK_BOX (box), make_label (asked, "dim-label"));
  append_note (box, approval);
  gtk_box_append (GTK_BOX (box), make_label (effect, NULL));
  if (others != NULL)
    gtk_box_append (GTK_BOX (box), make_label (others, "warning"));
  if (!approval->may_decide)
    append_answer (box, approval);
  gtk_box_append (GTK_BOX (box), make_buttons (approval));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), approval->case_id != 0);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  amp_accessible_set_label (row, spoken);
  return row;
}

const AmpApproval *
amp_approval_row_get (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "approval");
}
