/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who answers for a case, from when to when (domain.md 5.2). Those of the main person do not
 * overlap. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField assignment_fields[] = {
  {.name = "case",
   .label = N_ ("Case"),
   .kind = AMP_KIND_REF,
   .refers = "case",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 2},
  {.name = "user",
   .label = N_ ("Responsible"),
   .kind = AMP_KIND_REF,
   .refers = "user",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 2},
  {.name = "role",
   .label = N_ ("Role"),
   .kind = AMP_KIND_CODE,
   .list = "assignment_role",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 2},
  {.name = "from_on",
   .label = N_ ("From"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 2},
  {.name = "to_on",
   .label = N_ ("Until"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 2},
  {.name = "reason",
   .label = N_ ("Reason"),
   .kind = AMP_KIND_LONG_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 2},
};

const AmpEntity amp_assignment_entity = {
  .name = "assignment",
  .label = N_ ("Assignment"),
  .label_plural = N_ ("Assignments"),
  .parent = "case",
  .fields = assignment_fields,
  .n_fields = G_N_ELEMENTS (assignment_fields),
  .since = 2,
};
