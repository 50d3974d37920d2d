/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of sections. What their rows say is in amp-kind-NOUN.c. */
#include "app/amp-section-kind.h"

#include <glib/gi18n.h>

static const AmpSectionKind *const kinds[] = {
  &amp_kind_case,
  &amp_kind_assignment,
  &amp_kind_note,
  &amp_kind_attachment,
  &amp_kind_institution,
  &amp_kind_situation,
  &amp_kind_situation_event,
  &amp_kind_decision,
  &amp_kind_perpetrator,
  &amp_kind_proceeding,
  &amp_kind_risk_assessment,
  &amp_kind_safety_plan,
  &amp_kind_need,
  &amp_kind_plan,
  &amp_kind_plan_goal,
  &amp_kind_plan_action,
  &amp_kind_service,
  &amp_kind_referral,
  &amp_kind_follow_up,
  &amp_kind_consent,
  &amp_kind_person,
  &amp_kind_safe_contact,
  &amp_kind_relative,
  &amp_kind_case_member,
  &amp_kind_activity,
  &amp_kind_training,
  &amp_kind_training_attendance,
  &amp_kind_regional_plan,
  &amp_kind_regional_goal,
  &amp_kind_regional_action,
  &amp_kind_regional_progress,
  &amp_kind_forum,
  &amp_kind_commitment,
  &amp_kind_commitment_update,
  &amp_kind_external_figure,
};

const char *
amp_section_kind_name (const AmpSectionKind *self)
{
  return self->name != NULL ? self->name : self->entity;
}

const AmpSectionKind *
amp_section_kind_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (amp_section_kind_name (kinds[i]), name) == 0)
      return kinds[i];
  return NULL;
}

/* Goals and events name their case as well as the record they hang on. */
static void
set_ref (AmpRecord *record, const char *name, gint64 id)
{
  const AmpField *field = amp_entity_field (amp_record_entity (record), name);

  if (field != NULL && field->kind == AMP_KIND_REF && id != 0)
    amp_record_set_int (record, name, id);
}

AmpRecord *
amp_section_kind_new_record (const AmpSectionKind *self, AmpSectionContext *context, gint64 owner)
{
  AmpRecord *record = amp_record_new (amp_entity_find (self->entity));

  set_ref (record, "case", context->case_id);
  /* Whose the case is; another member of it has to be chosen. */
  if (g_strcmp0 (self->entity, "case_member") != 0)
    set_ref (record, "person", context->person_id);
  if (owner != 0)
    set_ref (record, self->parent, owner);
  if (self->prepare != NULL)
    self->prepare (record, context);
  return record;
}

const char *
amp_section_ref_label (AmpSectionContext *context, const AmpRecord *record, const char *field)
{
  const AmpField *row = amp_entity_field (amp_record_entity (record), field);
  const char *label =
    amp_form_refs_label (context->refs, row->refers, amp_record_get (record, field));

  return label != NULL ? label : "";
}

char *
amp_section_veiled_text (void)
{
  return g_strdup (_ ("Hidden until the identity is shown"));
}
