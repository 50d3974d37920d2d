/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was given to the person. */
#include "app/amp-section-kind.h"

#include <glib/gi18n.h>

static char *
summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  return g_strdup (amp_record_code_label (record, "service_type"));
}

/* A member of the case who is not the person herself is named by pseudonym. */
static const char *
other_person (const AmpRecord *record, AmpSectionContext *context)
{
  if (amp_record_get_int (record, "person", 0) == context->person_id)
    return "";
  return amp_section_ref_label (context, record, "person");
}

static char *
detail (const AmpRecord *record, AmpSectionContext *context)
{
  gboolean delivered = amp_record_get (record, "delivered_on") != NULL;
  g_autofree char *date = amp_record_date_text (record, delivered ? "delivered_on" : "planned_on");

  return amp_text_join (date, amp_record_code_label (record, "status"),
                        other_person (record, context), amp_record_code_label (record, "region"),
                        amp_section_ref_label (context, record, "institution"), NULL);
}

static void
prepare (AmpRecord *record, AmpSectionContext *context)
{
  const AmpRecord *case_ = context->file != NULL ? amp_case_file_case (context->file) : NULL;

  amp_record_set_today (record, "delivered_on");
  (void) amp_record_set (record, "status", "delivered", NULL);
  if (case_ != NULL)
    (void) amp_record_set (record, "region", amp_record_get (case_, "office_region"), NULL);
}

static gboolean
may_tick (const AmpRecord *record)
{
  return g_strcmp0 (amp_record_get (record, "status"), "planned") == 0;
}

static void
do_tick (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  (void) amp_record_set (record, "status", "delivered", NULL);
  amp_record_set_today (record, "delivered_on");
}

const AmpSectionKind amp_kind_service = {
  .entity = "service",
  .title = N_ ("Services"),
  .form = "service",
  .quick = "service-quick",
  .parent = "case",
  .add = N_ ("A_dd service"),
  .empty = N_ ("No service is recorded yet. Choose one above and press Enter."),
  .summary = summary,
  .detail = detail,
  .prepare = prepare,
  .tick = N_ ("Delivered today"),
  .may_tick = may_tick,
  .do_tick = do_tick,
};
