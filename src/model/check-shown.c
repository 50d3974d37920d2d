/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which fields a form shows for a record as it stands. */
#include "model/check.h"

#include <string.h>

#include "model/check-rule.h"

static gboolean
has_labour (const AmpRecord *record)
{
  return amp_record_has_code (record, "exploitation_type", "ForcedLabour") ||
         amp_record_has_code (record, "exploitation_type", "ChildLabour") ||
         amp_record_has_code (record, "exploitation_type", "Servitude");
}

static gboolean
has_sexual (const AmpRecord *record)
{
  return amp_record_has_code (record, "exploitation_type", "SexualExploitation");
}

static gboolean
shows_pregnant (const AmpRecord *record)
{
  return !amp_check_is_code (record, "sex_registered", "M");
}

static gboolean
shows_doc_number (const AmpRecord *record)
{
  return !amp_check_is_code (record, "doc_type", "none");
}

static gboolean
shows_age_band (const AmpRecord *record)
{
  return amp_check_date_of (record, "birth_date").precision < AMP_DATE_YEAR &&
         !amp_check_is_set (record, "birth_year");
}

static gboolean
shows_recipient (const AmpRecord *record)
{
  return amp_check_is_code (record, "purpose", "share_with");
}

static gboolean
shows_withdrawal (const AmpRecord *record)
{
  return amp_check_is_code (record, "decision", "withdrawn");
}

static gboolean
shows_assent (const AmpRecord *record)
{
  return amp_check_is_set (record, "giver") && !amp_check_is_code (record, "giver", "self");
}

static gboolean
shows_confirmation (const AmpRecord *record)
{
  return amp_check_is_code (record, "state", "completed");
}

static gboolean
shows_currency (const AmpRecord *record)
{
  return amp_check_is_set (record, "cost_cents");
}

static gboolean
shows_status_reason (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "dropped") ||
         amp_check_is_code (record, "status", "partly");
}

static gboolean
shows_agreed_on (const AmpRecord *record)
{
  return amp_check_is_code (record, "client_agreed", "1");
}

static gboolean
shows_actual_end (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "done") ||
         amp_check_is_code (record, "status", "interrupted");
}

static gboolean
shows_outcome (const AmpRecord *record)
{
  return amp_check_is_set (record, "done_on");
}

static gboolean
was_reached (const AmpRecord *record)
{
  return amp_check_is_code (record, "outcome", "reached");
}

static gboolean
has_hearing (const AmpRecord *record)
{
  return amp_check_is_set (record, "next_hearing_on");
}

/* --- The programme --- */

/* Nobody is counted at a radio: how many may have heard it is asked there alone. */
static gboolean
has_audience_by_air (const AmpRecord *record)
{
  return amp_check_is_code (record, "kind", "radio") ||
         amp_check_is_code (record, "kind", "digital");
}

static gboolean
took_place (const AmpRecord *record)
{
  return !amp_check_is_code (record, "status", "cancelled");
}

static gboolean
came_from_outreach (const AmpRecord *record)
{
  return amp_check_is_code (record, "source", "outreach");
}

/* field: a name that ends in "_" stands for all that begin with it. */
static const struct
{
  const char *entity;
  const char *field;
  gboolean (*shown) (const AmpRecord *record);
} conditions[] = {
  {"person", "pregnant", shows_pregnant},
  {"person", "doc_number", shows_doc_number},
  {"person", "age_band", shows_age_band},
  {"case", "closed_on", amp_check_is_closed},
  {"case", "closure_reason", amp_check_is_closed},
  {"case", "closure_details", amp_check_is_closed},
  {"situation", "labour_sector", has_labour},
  {"situation", "sex_form", has_sexual},
  {"consent", "institution", shows_recipient},
  {"consent", "withdrawn_on", shows_withdrawal},
  {"consent", "adolescent_assent", shows_assent},
  {"referral", "completed_by", shows_confirmation},
  {"service", "currency", shows_currency},
  {"plan_goal", "status_reason", shows_status_reason},
  {"plan", "agreed_on", shows_agreed_on},
  {"plan", "actual_end", shows_actual_end},
  {"follow_up", "outcome", shows_outcome},
  {"follow_up", "wellbeing", was_reached},
  {"follow_up", "risk_changed", was_reached},
  {"proceeding", "hearing_hour", has_hearing},
  {"activity", "estimated_audience", has_audience_by_air},
  {"activity", "reached_", took_place},
  {"activity", "materials_given", took_place},
  {"activity", "signals", took_place},
  {"training", "scored", took_place},
  {"training", "score_", took_place},
  {"case", "source_activity", came_from_outreach},
};

static gboolean
is_meant (const char *pattern, const char *name)
{
  return g_str_has_suffix (pattern, "_") ? g_str_has_prefix (name, pattern)
                                         : strcmp (pattern, name) == 0;
}

/* A value that is there is never hidden: nobody could see or correct it. */
gboolean
amp_check_field_shown (const AmpRecord *record, const AmpField *field)
{
  const AmpEntity *entity = amp_record_entity (record);

  if (amp_record_get (record, field->name) != NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (strcmp (conditions[i].entity, entity->name) == 0 &&
        is_meant (conditions[i].field, field->name))
      return conditions[i].shown (record);
  return TRUE;
}
