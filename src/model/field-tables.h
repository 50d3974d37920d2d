/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to model: the tables that field.c joins, one file each. */
#pragma once

#include "model/field.h"

extern const AmpEntity amp_user_entity;
extern const AmpEntity amp_institution_entity;
extern const AmpEntity amp_person_entity;
extern const AmpEntity amp_safe_contact_entity;
extern const AmpEntity amp_case_entity;
extern const AmpEntity amp_situation_entity;
extern const AmpEntity amp_consent_entity;
extern const AmpEntity amp_service_entity;
extern const AmpEntity amp_referral_entity;
extern const AmpEntity amp_referral_event_entity;
extern const AmpEntity amp_follow_up_entity;
extern const AmpEntity amp_note_entity;
extern const AmpEntity amp_attachment_entity;
extern const AmpEntity amp_risk_assessment_entity;
extern const AmpEntity amp_safety_plan_entity;
extern const AmpEntity amp_need_entity;
extern const AmpEntity amp_plan_entity;
extern const AmpEntity amp_plan_goal_entity;
extern const AmpEntity amp_plan_action_entity;
extern const AmpEntity amp_case_member_entity;
extern const AmpEntity amp_assignment_entity;
extern const AmpEntity amp_relative_entity;
extern const AmpEntity amp_situation_event_entity;
extern const AmpEntity amp_perpetrator_entity;
extern const AmpEntity amp_proceeding_entity;
extern const AmpEntity amp_task_entity;
extern const AmpEntity amp_approval_entity;
extern const AmpEntity amp_closure_entity;
extern const AmpEntity amp_closure_item_entity;
extern const AmpEntity amp_saved_filter_entity;
extern const AmpEntity amp_dup_decision_entity;
extern const AmpEntity amp_setting_entity;
extern const AmpEntity amp_finding_entity;
extern const AmpEntity amp_document_entity;
extern const AmpEntity amp_local_sheet_entity;
extern const AmpEntity amp_activity_entity;
extern const AmpEntity amp_training_entity;
extern const AmpEntity amp_training_attendance_entity;
extern const AmpEntity amp_regional_plan_entity;
extern const AmpEntity amp_regional_goal_entity;
extern const AmpEntity amp_regional_action_entity;
extern const AmpEntity amp_regional_progress_entity;
extern const AmpEntity amp_forum_entity;
extern const AmpEntity amp_commitment_entity;
extern const AmpEntity amp_commitment_update_entity;
extern const AmpEntity amp_external_figure_entity;
