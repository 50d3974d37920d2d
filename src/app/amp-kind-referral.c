/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To whom the person was referred, and how it went. */
#include "app/amp-section-kind.h"

#include "app/amp-referral-dialog.h"
#include "app/amp-referral-panel.h"
#include "app/amp-reopen.h"
#include "app/amp-section.h"
#include "domain/closure.h"

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

/* The state is no row of the form: every step has its day, and some their reason. */
static void
shown (AmpForm *form, AmpSectionContext *context)
{
  amp_referral_panel_attach (form, context);
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
  .empty = N_ ("No referral is recorded yet. Choose what she needs: Amparo shows who gives it, and "
               "reminds you when nobody answers."),
  .summary = summary,
  .detail = detail,
  .prepare = prepare,
  .shown = shown,
  .begin = begin,
  .stays = amp_referral_panel_stays,
};
