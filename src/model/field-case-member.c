/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People other than the person assisted whom a case links (domain.md 5.2). */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField case_member_fields[] = {
  {.name = "case",
   .label = N_ ("Case"),
   .kind = AMP_KIND_REF,
   .refers = "case",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 2},
  {.name = "person",
   .label = N_ ("Person"),
   .kind = AMP_KIND_REF,
   .refers = "person",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 2},
  {.name = "role",
   .label = N_ ("Role"),
   .kind = AMP_KIND_CODE,
   .list = "member_role",
   .privacy = AMP_PRIVACY_SENSITIVE,
   .flags = AMP_FIELD_REQUIRED,
   .since = 2},
  {.name = "since_on",
   .label = N_ ("Since"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 2},
};

const AmpEntity amp_case_member_entity = {
  .name = "case_member",
  .label = N_ ("Member of the case"),
  .label_plural = N_ ("Members of the case"),
  .parent = "case",
  .fields = case_member_fields,
  .n_fields = G_N_ELEMENTS (case_member_fields),
  .since = 2,
};
