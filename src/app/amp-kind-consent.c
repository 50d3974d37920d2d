/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person allowed, and what not. */
#include "app/amp-section-kind.h"

#include <glib/gi18n.h>

static char *
summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_record_code_label (record, "purpose"),
                        amp_section_ref_label (context, record, "institution"), NULL);
}

static char *
detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *on = amp_record_date_text (record, "on");

  return amp_text_join (amp_record_code_label (record, "decision"), on,
                        amp_record_code_label (record, "method"), NULL);
}

static void
prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "on");
}

/* What another person decided is read here, and written by nobody. */
static void
shown (AmpForm *form, AmpSectionContext *context G_GNUC_UNUSED)
{
  const char *const fields[] = {"override_second_user", "override_reason"};
  const AmpRecord *record = amp_form_peek_record (form, "consent");

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GtkWidget *row = GTK_WIDGET (amp_form_row (form, "consent", fields[i]));

      gtk_widget_set_sensitive (row, FALSE);
      gtk_widget_set_visible (row, record != NULL && amp_record_get (record, fields[i]) != NULL);
    }
}

const AmpSectionKind amp_kind_consent = {
  .entity = "consent",
  .title = N_ ("Consents"),
  .form = "consent",
  .parent = "case",
  .add = N_ ("A_dd consent"),
  .empty = N_ ("No consent is recorded yet. Ask for it before sharing anything."),
  .summary = summary,
  .detail = detail,
  .prepare = prepare,
  .shown = shown,
};
