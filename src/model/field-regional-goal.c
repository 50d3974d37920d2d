/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A goal of a regional plan, on one of its axes. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField regional_goal_fields[] = {
  {.name = "regional_plan",
   .label = N_ ("Regional plan"),
   .kind = AMP_KIND_REF,
   .refers = "regional_plan",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 6},
  {.name = "axis",
   .label = N_ ("Axis"),
   .kind = AMP_KIND_CODE,
   .list = "plan_axis",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 6},
  {.name = "text",
   .label = N_ ("Goal"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 6},
};

const AmpEntity amp_regional_goal_entity = {
  .name = "regional_goal",
  .label = N_ ("Goal"),
  .label_plural = N_ ("Goals"),
  .parent = "regional_plan",
  .fields = regional_goal_fields,
  .n_fields = G_N_ELEMENTS (regional_goal_fields),
  .since = 6,
};
