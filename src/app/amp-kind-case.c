/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case itself, who works on it, and what they write down. */
#include "app/amp-section-kind.h"

#include "domain/cases.h"
#include "domain/closure.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

/* --- Case --- */

static void
case_shown (AmpForm *form, AmpSectionContext *context G_GNUC_UNUSED)
{
  const AmpRecord *record = amp_form_peek_record (form, "case");
  const AmpCodeList *list = amp_code_list_find ("case_status");
  g_autoptr (GPtrArray) offer = g_ptr_array_new ();

  for (guint i = 0; i < amp_code_list_length (list); i++)
    {
      const char *code = amp_code_value (amp_code_list_nth (list, i));

      /* Closing and opening again have a section of their own. */
      if (!amp_case_is_closed (code) && !amp_case_is_closed (amp_record_get (record, "status")) &&
          amp_case_may_move (amp_record_get (record, "status"), code))
        g_ptr_array_add (offer, (gpointer) code);
    }
  g_ptr_array_add (offer, NULL);
  amp_field_row_offer (amp_form_row (form, "case", "status"), (const char *const *) offer->pdata);
}

const AmpSectionKind amp_kind_case = {
  .entity = "case",
  .title = N_ ("Case"),
  .form = "case",
  .shown = case_shown,
};

/* --- Assignments --- */

static char *
assignment_summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_section_ref_label (context, record, "user"),
                        amp_record_code_label (record, "role"), NULL);
}

static char *
assignment_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *from = amp_record_date_text (record, "from_on");
  g_autofree char *to = amp_record_date_text (record, "to_on");
  g_autofree char *span = *to != '\0' ? g_strdup_printf ("%s – %s", from, to)
                                      /* Translators: %s is a date. */
                                      : g_strdup_printf (_ ("since %s"), from);

  return amp_text_join (span, context->veiled ? "" : amp_record_text (record, "reason"), NULL);
}

static void
assignment_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "from_on");
}

const AmpSectionKind amp_kind_assignment = {
  .entity = "assignment",
  .title = N_ ("Who works on the case"),
  .form = "assignment",
  .parent = "case",
  .add = N_ ("_Assign"),
  .empty = N_ ("Nobody was assigned besides the responsible person."),
  .summary = assignment_summary,
  .detail = assignment_detail,
  .prepare = assignment_prepare,
};

/* --- Notes --- */

static char *
note_summary (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *on = amp_record_date_text (record, "on");

  return amp_text_join (amp_record_code_label (record, "kind"), on,
                        amp_section_ref_label (context, record, "author"), NULL);
}

static char *
note_detail (const AmpRecord *record, AmpSectionContext *context)
{
  if (context->veiled)
    return amp_section_veiled_text ();
  return g_strdup (amp_record_text (record, "text"));
}

static void
note_prepare (AmpRecord *record, AmpSectionContext *context)
{
  amp_record_set_today (record, "on");
  amp_record_set_int (record, "author", amp_jobs_get_user_id (context->jobs));
}

const AmpSectionKind amp_kind_note = {
  .entity = "note",
  .title = N_ ("Notes"),
  .form = "note",
  .parent = "case",
  .add = N_ ("A_dd note"),
  .empty = N_ (
    "No note is written yet. One note for each talk or visit: what was said and what was agreed."),
  .summary = note_summary,
  .detail = note_detail,
  .prepare = note_prepare,
};

/* --- The directory --- */

const AmpSectionKind amp_kind_institution = {
  .entity = "institution",
  .title = N_ ("Institution"),
  .form = "institution",
};
