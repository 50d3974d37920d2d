/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To whom the person was referred, and how it went. */
#include "app/amp-section-kind.h"

#include "app/amp-referral-dialog.h"
#include "app/amp-referral-panel.h"
#include "app/amp-reopen.h"
#include "app/amp-section.h"
#include "domain/closure.h"
#include "domain/cases.h"

#include <glib/gi18n.h>

static char *
summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_section_ref_label (context, record, "to_institution"),
                        amp_record_code_label (record, "service_type"), NULL);
}

static char *
detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *sent = amp_record_date_text (record, "sent_on");

  return amp_text_join (amp_record_code_label (record, "state"),
                        amp_record_code_label (record, "urgency"), sent, NULL);
}

static void
prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  (void) amp_record_set (record, "direction", "out", NULL);
  (void) amp_record_set (record, "state", "draft", NULL);
}

static void
shown (AmpForm *form, AmpSectionContext *context)
{
  const AmpRecord *record = amp_form_peek_record (form, "referral");
  AmpFieldRow *state = amp_form_row (form, "referral", "state");
  AmpRecord *event = amp_record_new (amp_entity_find ("referral_event"));
  const char *const none[] = {NULL};
  const char *now = amp_record_get (record, "state");

  amp_record_set_today (event, "on");
  amp_form_take_record (form, event);
  amp_field_row_offer (
    state, amp_record_rev (record) != 0 && now != NULL ? amp_referral_next_states (now) : none);
  amp_referral_panel_attach (form, context);
}

/* The rows of the step show once there is a step. */
static void
edited (AmpForm *form, AmpSectionContext *context G_GNUC_UNUSED)
{
  const char *const rows[] = {"on", "reason_code", "note"};
  const AmpRecord *record = amp_form_peek_record (form, "referral");
  g_autofree char *state = amp_field_row_dup_text (amp_form_row (form, "referral", "state"));
  gboolean moves = record != NULL && g_strcmp0 (state, amp_record_get (record, "state")) != 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_visible (GTK_WIDGET (amp_form_row (form, "referral_event", rows[i])), moves);
}

static void
begin_after_reopening (gpointer owner, gint64 id G_GNUC_UNUSED)
{
  amp_section_add (owner);
}

/* A closed case refers nobody: it is said before anything is written. */
static void
begin (GtkWidget *section, AmpSectionContext *context)
{
  if (amp_case_is_closed (amp_record_get (amp_case_file_case (context->file), "status")))
    amp_reopen_offer (section, context, begin_after_reopening, 0);
  else
    amp_referral_dialog_begin (section, context);
}

const AmpSectionKind amp_kind_referral = {
  .entity = "referral",
  .title = N_ ("Referrals"),
  .form = "referral",
  .parent = "case",
  .add = N_ ("A_dd referral"),
  .empty = N_ ("No referral is recorded yet."),
  .summary = summary,
  .detail = detail,
  .prepare = prepare,
  .shown = shown,
  .edited = edited,
  .begin = begin,
};
