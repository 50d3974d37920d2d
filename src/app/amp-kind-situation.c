/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was done to the person, where and when, and what was decided about it. */
#include "app/amp-section-kind.h"

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

const AmpSectionKind amp_kind_situation = {
  .entity = "situation",
  .title = N_ ("Trafficking situation"),
  .form = "situation",
  .parent = "case",
  .child = "situation_event",
  .add = N_ ("A_dd situation"),
  .empty = N_ ("No trafficking situation is recorded yet."),
  .summary = situation_summary,
  .detail = situation_detail,
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
  .add = N_ ("Add _event"),
  .empty = N_ ("No event of this situation is recorded yet."),
  .summary = event_summary,
  .detail = event_detail,
};

/* --- Decision --- */

const AmpSectionKind amp_kind_decision = {
  .entity = "case",
  .name = "decision",
  .title = N_ ("Decision"),
  .form = "decision",
};
