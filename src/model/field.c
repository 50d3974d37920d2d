/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The entities, and finding a field by name. What a value may be is canonical.c's. */
#include "model/field.h"

#include "model/field-tables.h"

G_DEFINE_QUARK (amp - model - error - quark, amp_model_error)

/* What others refer to comes first. */
/* clang-format off */
static const AmpEntity *const entities[] = {
  &amp_user_entity,
  &amp_institution_entity,
  &amp_document_entity,
  &amp_local_sheet_entity,
  &amp_activity_entity,
  &amp_training_entity,
  &amp_training_attendance_entity,
  &amp_regional_plan_entity,
  &amp_regional_goal_entity,
  &amp_regional_action_entity,
  &amp_regional_progress_entity,
  &amp_forum_entity,
  &amp_commitment_entity,
  &amp_commitment_update_entity,
  &amp_external_figure_entity,
  &amp_person_entity,
  &amp_safe_contact_entity,
  &amp_case_entity,
  &amp_situation_entity,
  &amp_consent_entity,
  &amp_service_entity,
  &amp_referral_entity,
  &amp_referral_event_entity,
  &amp_follow_up_entity,
  &amp_note_entity,
  &amp_attachment_entity,
  &amp_risk_assessment_entity,
  &amp_safety_plan_entity,
  &amp_need_entity,
  &amp_plan_entity,
  &amp_plan_goal_entity,
  &amp_plan_action_entity,
  &amp_case_member_entity,
  &amp_assignment_entity,
  &amp_relative_entity,
  &amp_situation_event_entity,
  &amp_perpetrator_entity,
  &amp_proceeding_entity,
  &amp_task_entity,
  &amp_approval_entity,
  &amp_closure_entity,
  &amp_closure_item_entity,
  &amp_saved_filter_entity,
  &amp_dup_decision_entity,
  &amp_setting_entity,
  &amp_finding_entity,
  NULL,
};
/* clang-format on */

const AmpEntity *const *
amp_entities (void)
{
  return entities;
}

const AmpEntity *
amp_entity_find (const char *name)
{
  for (gsize i = 0; entities[i] != NULL; i++)
    if (g_strcmp0 (entities[i]->name, name) == 0)
      return entities[i];
  return NULL;
}

gssize
amp_entity_field_index (const AmpEntity *self, const char *name)
{
  for (gsize i = 0; i < self->n_fields; i++)
    if (g_strcmp0 (self->fields[i].name, name) == 0)
      return (gssize) i;
  return -1;
}

const AmpField *
amp_entity_field (const AmpEntity *self, const char *name)
{
  gssize i = amp_entity_field_index (self, name);

  return i < 0 ? NULL : &self->fields[i];
}

gboolean
amp_field_is_private (const AmpField *self)
{
  return self->privacy == AMP_PRIVACY_IDENTIFIER || self->privacy == AMP_PRIVACY_FREE_TEXT;
}
