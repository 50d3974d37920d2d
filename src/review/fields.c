/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rule of each field. Whoever adds a field to the model decides here, or no pack is made. */
#include "review/fields.h"

#include "model/field.h"

#include <string.h>

typedef struct
{
  const char *entity;
  const char *used; /* FIELD:RULE, one blank between two */
  const char *left_out;
} Rules;

static const Rules rules[] = {
  {"document", "", "title kind on source in_library mime size sha orientation note"},
  {"local_sheet", "", "title topic text source checked_on for_groups"},
  {"activity", "",
   "code kind title status on ends_on region district place institution partner_other audience "
   "topics materials materials_given reached_f_0_11 reached_f_12_17 reached_f_18 reached_f_unknown "
   "reached_m_0_11 reached_m_12_17 reached_m_18 reached_m_unknown reached_x_0_11 reached_x_12_17 "
   "reached_x_18 reached_x_unknown estimated_audience signals series responsible note"},
  {"training", "",
   "code title status on ends_on region district place institution topics audience modality hours "
   "material material_edition scored score_before score_after responsible note"},
  {"training_attendance", "",
   "training audience institution region attended_f attended_m attended_x"},
  {"regional_plan", "",
   "code title region from_on to_on norm body institution status replaced_by note"},
  {"regional_goal", "", "regional_plan axis text"},
  {"regional_action", "",
   "regional_goal text institution responsible_other indicator baseline target due_on status note"},
  {"regional_progress", "", "regional_action on value status text evidence document"},
  {"forum", "",
   "code name kind on country region place institution agreements next_on next_place agenda"},
  {"commitment", "",
   "forum text promised_by promised_by_other promised_to promised_to_other country region due_on "
   "indicator target status responsible"},
  {"commitment_update", "", "commitment on status text evidence document"},
  {"external_figure", "",
   "code measure unit value from_on to_on country region source institution reference published_on "
   "checked_on note"},
  {"approval", "kind:choose case:link requested_by:choose decision:choose decided_by:choose",
   "object_id requested_at request_note decided_at comment used_at seen_at"},
  {"assignment", "", "case user role from_on to_on reason"},
  {"attachment", "", "case added_on by kind title mime size sha pages orientation"},
  {"case_member", "", "case person role since_on"},
  {"case", "status:code opened_on:days closed_on:days office_region:group person:link",
   "number first_contact_on last_contact_on owner owner_name source "
   "source_institution source_activity source_on source_contact source_reason source_details "
   "trafficking_status status_decided_by status_decided_institution "
   "status_decided_on risk_level languages_interpreter cross_border closure_reason "
   "closure_details retention_until"},
  {"closure_item", "", "closure case kind object_id explanation"},
  {"closure", "case:link",
   "on status reason outcome sustainability handover_institution open_items "
   "retention_until destroy_after_action note"},
  {"consent", "case:link purpose:choose decision:choose on:days",
   "institution giver capacity adolescent_assent method expires_on withdrawn_on "
   "language explained_checklist override_reason override_second_user"},
  {"dup_decision", "",
   "a b verdict score reason on by merged_into undo_until undone_on merge_data"},
  {"finding", "", "pack auditor on about code text state answer closed_on"},
  {"follow_up", "case:link due_on:days done_on:days",
   "by kind outcome wellbeing risk_changed note"},
  {"institution", "",
   "code name_es short kind country region district address phones hours "
   "focal_point services serves mandate_note valid_from valid_to replaced_by "
   "verified_on source confidence"},
  {"need", "", "case domain urgency state on note"},
  {"note", "case:link text:length", "kind on author private_to_author"},
  {"perpetrator", "",
   "case role sex nationality relation name known_as doc_number phone description"},
  {"person",
   "sex_registered:code birth_date:age birth_year:age age_band:age "
   "nationality:group",
   "pseudonym salutation given_names surname_paternal surname_maternal known_as "
   "title birth_place doc_type doc_number phone home_phone email social_handle "
   "address ubigeo6 mailing_city mailing_state mailing_postcode mailing_country "
   "gender age_estimated migration_status indigenous_people language "
   "second_language disability education marital_status children_count "
   "dependants_with_client pregnant lgbtiq residence_region residence_country "
   "vulnerabilities vulnerability_details deceased"},
  {"plan_action", "",
   "plan_goal case what responsible institution responsible_other service_type "
   "due_on done_on"},
  {"plan_goal", "", "plan case domain text indicator due_on status status_reason"},
  {"plan", "case:link status:code opened_on:days client_agreed:code",
   "place_of_execution lead_institution agreed_on review_on planned_end actual_end "
   "note"},
  {"proceeding", "",
   "case kind institution number opened_on stage protection_measure "
   "next_hearing_on hearing_hour lawyer note"},
  {"referral_event", "",
   "referral state on by contact_person reason_code note next_step correction"},
  {"referral", "case:link direction:choose state:group",
   "person to_institution to_contact service_type urgency reason method consent_id "
   "data_shared_profile document_no sent_on due_on completed_by details "
   "previous_referral"},
  {"relative", "",
   "person relation is_legal_guardian possibly_involved name doc_number phone "
   "address knows note"},
  {"risk_assessment", "case:link on:days next_due:days",
   "by trafficker_contact threats housing health suicide children documents money "
   "staff_safety score proposed_level level level_reason note"},
  {"safe_contact", "",
   "person channel value owner_relation safe_hours may_leave_message "
   "may_say_ngo_name code_word"},
  {"safety_plan", "",
   "case on reviewed_on warning_signs safe_places people_to_call what_to_take "
   "digital_safety children_plan note"},
  {"saved_filter", "", "owner name filter shared"},
  {"service", "case:link service_type:group status:choose delivered_on:days",
   "person planned_on provider_kind institution staff region modality quantity "
   "minutes cost_cents currency note"},
  {"setting", "", "lock_minutes office_name"},
  {"situation_event", "",
   "situation case kind on country region place_text street ubigeo6 latitude "
   "longitude description"},
  {"situation", "case:link exploitation_type:group",
   "act means purpose labour_sector sex_form control recruit_method "
   "recruit_platform exploit_platform recruiter_relation age_at_start start end "
   "duration_band region_recruit region_transit region_exploit country_exploit "
   "place_recruit place_exploit internal_or_cross_border direction"},
  {"task", "",
   "title due_on owner case state done_on origin origin_id origin_due "
   "snoozed_until snooze_reason note"},
  {"user", "", "display_name role active"},
};

static const struct
{
  const char *name;
  AmpReviewUse use;
} uses[] = {
  {"link", AMP_REVIEW_USE_LINK},     {"choose", AMP_REVIEW_USE_CHOOSE},
  {"code", AMP_REVIEW_USE_CODE},     {"group", AMP_REVIEW_USE_GROUP},
  {"days", AMP_REVIEW_USE_DAYS},     {"age", AMP_REVIEW_USE_AGE},
  {"length", AMP_REVIEW_USE_LENGTH},
};

static const Rules *
rules_of (const char *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (strcmp (rules[i].entity, entity) == 0)
      return &rules[i];
  return NULL;
}

static AmpReviewUse
use_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    if (strcmp (uses[i].name, name) == 0)
      return uses[i].use;
  return AMP_REVIEW_USE_NONE;
}

AmpReviewUse
amp_review_field_use (const char *entity, const char *field)
{
  const Rules *found = rules_of (entity);
  g_auto (GStrv) used = NULL;
  g_auto (GStrv) left_out = NULL;

  if (found == NULL)
    return AMP_REVIEW_USE_NONE;
  left_out = g_strsplit (found->left_out, " ", -1);
  if (g_strv_contains ((const char *const *) left_out, field))
    return AMP_REVIEW_USE_OUT;
  used = g_strsplit (found->used, " ", -1);
  for (gsize i = 0; used[i] != NULL; i++)
    if (g_str_has_prefix (used[i], field) && used[i][strlen (field)] == ':')
      return use_of (used[i] + strlen (field) + 1);
  return AMP_REVIEW_USE_NONE;
}

/* As its privacy class allows. */
static gboolean
may_be_used (const AmpField *field, AmpReviewUse use)
{
  switch (field->privacy)
    {
    case AMP_PRIVACY_IDENTIFIER:
      return use == AMP_REVIEW_USE_OUT ||
             (use == AMP_REVIEW_USE_AGE && strcmp (field->name, "birth_date") == 0);
    case AMP_PRIVACY_FREE_TEXT:
      return use == AMP_REVIEW_USE_OUT || use == AMP_REVIEW_USE_LENGTH;
    case AMP_PRIVACY_QUASI:
      return use != AMP_REVIEW_USE_NONE && use != AMP_REVIEW_USE_LENGTH;
    case AMP_PRIVACY_SENSITIVE:
      return use == AMP_REVIEW_USE_OUT || use == AMP_REVIEW_USE_GROUP ||
             use == AMP_REVIEW_USE_CHOOSE;
    case AMP_PRIVACY_OPERATIONAL:
      return use != AMP_REVIEW_USE_NONE && use != AMP_REVIEW_USE_LENGTH;
    case AMP_PRIVACY_UNSET:
      break;
    }
  return FALSE;
}

gboolean
amp_review_field_check (const char *entity, const AmpField *field, GError **error)
{
  AmpReviewUse use = amp_review_field_use (entity, field->name);

  if (may_be_used (field, use))
    return TRUE;
  g_set_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_RULE,
               use == AMP_REVIEW_USE_NONE
                 ? "%s.%s has no rule for review packs"
                 : "%s.%s has a rule that its privacy class does not allow",
               entity, field->name);
  return FALSE;
}

gboolean
amp_review_fields_check (GError **error)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      if (!amp_review_field_check ((*entity)->name, &(*entity)->fields[i], error))
        return FALSE;
  return TRUE;
}
