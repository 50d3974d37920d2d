/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proceedings, and those who are said to have done it. */
#include "app/amp-section-kind.h"

#include <glib/gi18n.h>

/* --- Proceedings --- */

static char *
proceeding_summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_record_code_label (record, "kind"),
                        context->veiled ? "" : amp_record_text (record, "number"), NULL);
}

static char *
proceeding_detail (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *day = amp_record_date_text (record, "next_hearing_on");
  /* Translators: %s is a date. */
  g_autofree char *hearing = g_strdup_printf (_ ("hearing on %s"), day);

  return amp_text_join (amp_record_code_label (record, "stage"),
                        amp_section_ref_label (context, record, "institution"),
                        *day != '\0' ? hearing : "", NULL);
}

const AmpSectionKind amp_kind_proceeding = {
  .entity = "proceeding",
  .title = N_ ("Legal proceedings"),
  .form = "proceeding",
  .parent = "case",
  .add = N_ ("A_dd proceeding"),
  .empty =
    N_ ("No legal proceeding is recorded yet. Its kind and its stage are enough to begin with."),
  .summary = proceeding_summary,
  .detail = proceeding_detail,
};

/* --- Alleged perpetrators --- */

static char *
perpetrator_summary (const AmpRecord *record, AmpSectionContext *context)
{
  g_autofree char *roles = amp_record_codes_label (record, "role");

  if (context->veiled)
    return *roles != '\0' ? g_steal_pointer (&roles) : g_strdup (_ ("Role not recorded"));
  return amp_text_join (amp_record_text (record, "name"), amp_record_text (record, "known_as"),
                        roles, NULL);
}

static char *
perpetrator_detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *nationality = amp_record_codes_label (record, "nationality");

  return amp_text_join (amp_record_code_label (record, "relation"),
                        amp_record_code_label (record, "sex"), nationality, NULL);
}

const AmpSectionKind amp_kind_perpetrator = {
  .entity = "perpetrator",
  .title = N_ ("Alleged perpetrators"),
  .form = "perpetrator",
  .parent = "case",
  .add = N_ ("Add alle_ged perpetrator"),
  .empty = N_ (
    "Nobody is recorded as an alleged perpetrator. What is known is enough, also without a name."),
  .summary = perpetrator_summary,
  .detail = perpetrator_detail,
};
