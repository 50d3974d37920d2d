/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was done to the person, where and when, and what was decided about it. */
#include "app/amp-section-kind.h"

#include "app/amp-form-hint.h"
#include "domain/situation-proposal.h"

#include <glib/gi18n.h>

/* --- Situation --- */

static char *
situation_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *types = amp_record_codes_label (record, "exploitation_type");

  if (*types == '\0')
    return g_strdup (_ ("Exploitation not recorded"));
  return g_steal_pointer (&types);
}

static char *
situation_detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *start = amp_record_date_text (record, "start");

  return amp_text_join (amp_record_code_label (record, "region_exploit"), start, NULL);
}

/* Under 18 the means are not needed: the age by birth is told where nobody wrote it down. */
static void
situation_edited (AmpForm *form, AmpSectionContext *context)
{
  g_autoptr (AmpRecord) now = amp_form_dup_record (form, "situation");
  AmpFieldRow *row = amp_form_row (form, "situation", "age_at_start");
  g_autofree char *typed = amp_field_row_dup_text (row);
  AmpProposal proposal;
  int age;

  if (now == NULL || context->file == NULL)
    return;
  age = amp_situation_age (context->file, now);
  if (*typed == '\0' && age >= 0)
    {
      g_autofree char *text = g_strdup_printf ("%d", age);

      amp_field_row_set_text (row, text);
    }
  proposal = amp_situation_propose (now, age);
  amp_form_hint_show (GTK_WIDGET (form), "proposal", _ (proposal.sentence));
}

const AmpSectionKind amp_kind_situation = {
  .entity = "situation",
  .title = N_ ("Trafficking situation"),
  .form = "situation",
  .parent = "case",
  .child = "situation_event",
  .add = N_ ("A_dd situation"),
  .empty = N_ ("No trafficking situation is recorded yet. Choose act, means and purpose with the "
               "words of the law at hand: you decide."),
  .summary = situation_summary,
  .detail = situation_detail,
  .edited = situation_edited,
};

/* --- Events --- */

static char *
event_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *on = amp_record_date_text (record, "on");

  return amp_text_join (amp_record_code_label (record, "kind"), on, NULL);
}

static char *
event_detail (const AmpRecord *record, AmpSectionContext *context)
{
  if (context->veiled)
    return amp_text_join (amp_record_code_label (record, "region"),
                          amp_record_code_label (record, "country"), NULL);
  return amp_text_join (
    amp_record_text (record, "place_text"), amp_record_code_label (record, "region"),
    amp_record_code_label (record, "country"), amp_record_text (record, "description"), NULL);
}

const AmpSectionKind amp_kind_situation_event = {
  .entity = "situation_event",
  .title = N_ ("Events"),
  .form = "situation-event",
  .parent = "situation",
  .add = N_ ("Add e_vent"),
  .empty = N_ ("No event of this situation is recorded yet."),
  .summary = event_summary,
  .detail = event_detail,
};

/* --- Decision --- */

/* Who decides, and when: this office and today, unless somebody says otherwise. */
static void
complete_decision (AmpForm *form)
{
  const AmpRecord *stored = amp_form_peek_record (form, "case");
  g_autoptr (AmpRecord) now = amp_form_dup_record (form, "case");

  if (g_strcmp0 (amp_record_get (now, "trafficking_status"),
                 amp_record_get (stored, "trafficking_status")) == 0)
    return;
  if (amp_record_get (now, "status_decided_on") == NULL)
    {
      amp_record_set_today (now, "status_decided_on");
      amp_field_row_set_text (amp_form_row (form, "case", "status_decided_on"),
                              amp_record_get (now, "status_decided_on"));
    }
  if (amp_record_get (now, "status_decided_by") == NULL)
    amp_field_row_set_text (amp_form_row (form, "case", "status_decided_by"), "NGO");
}

static void
decision_edited (AmpForm *form, AmpSectionContext *context)
{
  const AmpRecord *record = amp_form_peek_record (form, "case");
  g_autoptr (AmpRecord) proposed = NULL;
  g_autofree char *sentence = NULL;
  AmpProposal proposal;

  if (record == NULL || context->file == NULL)
    return;
  complete_decision (form);
  proposal = amp_situation_propose_case (context->file);
  proposed = amp_record_copy (record);
  (void) amp_record_set (proposed, "trafficking_status", proposal.status, NULL);
  if (proposal.status != NULL)
    /* Translators: what the program proposes, and why. */
    sentence = g_strdup_printf (_ ("Proposal: %s. %s The decision is yours."),
                                amp_record_code_label (proposed, "trafficking_status"),
                                _ (proposal.sentence));
  amp_form_hint_show (GTK_WIDGET (form), "proposal",
                      sentence != NULL ? sentence : _ (proposal.sentence));
}

const AmpSectionKind amp_kind_decision = {
  .entity = "case",
  .name = "decision",
  .title = N_ ("Decision"),
  .form = "decision",
  .edited = decision_edited,
};
