/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The person, how to reach her, and who belongs to her. */
#include "app/amp-section-kind.h"

#include <glib/gi18n.h>

const AmpSectionKind amp_kind_person = {
  .entity = "person",
  .title = N_ ("Person"),
  .form = "person",
};

/* --- Safe contact --- */

static char *
safe_contact_summary (const AmpRecord *record G_GNUC_UNUSED,
                      AmpSectionContext *context G_GNUC_UNUSED)
{
  return g_strdup (_ ("Safe contact"));
}

static char *
safe_contact_detail (const AmpRecord *record, AmpSectionContext *context)
{
  if (context->veiled)
    return amp_section_veiled_text ();
  return amp_text_join (amp_record_code_label (record, "channel"),
                        context->rule_read ? amp_record_text (record, "value") : "",
                        amp_record_text (record, "safe_hours"), NULL);
}

const AmpSectionKind amp_kind_safe_contact = {
  .entity = "safe_contact",
  .title = N_ ("Safe contact"),
  .form = "safe-contact",
  .parent = "person",
  .add = N_ ("A_dd safe contact"),
  .empty = N_ ("No safe contact is recorded. Ask how to reach the person without risk."),
  .summary = safe_contact_summary,
  .detail = safe_contact_detail,
};

/* --- Relatives --- */

static char *
relative_summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_record_code_label (record, "relation"),
                        context->veiled ? "" : amp_record_text (record, "name"), NULL);
}

static char *
relative_detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  return amp_text_join (
    amp_record_is_true (record, "possibly_involved") ? _ ("May be involved: do not contact") : "",
    amp_record_is_true (record, "is_legal_guardian") ? _ ("Legal guardian") : "", NULL);
}

const AmpSectionKind amp_kind_relative = {
  .entity = "relative",
  .title = N_ ("Relatives and guardians"),
  .form = "relative",
  .parent = "person",
  .add = N_ ("Add _relative"),
  .empty = N_ ("No relative or guardian is recorded yet. Of a minor, first the adult who answers "
               "for her or him."),
  .summary = relative_summary,
  .detail = relative_detail,
};

/* --- Members of the case --- */

static char *
member_summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_section_ref_label (context, record, "person"),
                        amp_record_code_label (record, "role"), NULL);
}

static char *
member_detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *day = amp_record_date_text (record, "since_on");

  /* Translators: %s is a date. */
  return *day != '\0' ? g_strdup_printf (_ ("since %s"), day) : g_strdup ("");
}

static void
member_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_record_set_today (record, "since_on");
}

const AmpSectionKind amp_kind_case_member = {
  .entity = "case_member",
  .title = N_ ("Members of the case"),
  .form = "case-member",
  .parent = "case",
  .add = N_ ("Add _member"),
  .empty = N_ ("The case has no other member. Add whoever is assisted together with her, such as "
               "children or sisters."),
  .summary = member_summary,
  .detail = member_detail,
  .prepare = member_prepare,
};
