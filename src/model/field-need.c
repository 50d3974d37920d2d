/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the person needs, by domain of service (domain.md 5.3). */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField need_fields[] = {
  {.name = "case",
   .label = N_ ("Case"),
   .kind = AMP_KIND_REF,
   .refers = "case",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 2},
  {.name = "domain",
   .label = N_ ("Domain"),
   .kind = AMP_KIND_CODE,
   .list = "service_domain",
   .privacy = AMP_PRIVACY_SENSITIVE,
   .flags = AMP_FIELD_REQUIRED,
   .since = 2},
  {.name = "urgency",
   .label = N_ ("Urgency"),
   .kind = AMP_KIND_CODE,
   .list = "need_urgency",
   .privacy = AMP_PRIVACY_SENSITIVE,
   .flags = AMP_FIELD_REQUIRED,
   .since = 2},
  {.name = "state",
   .label = N_ ("State"),
   .kind = AMP_KIND_CODE,
   .list = "need_state",
   .privacy = AMP_PRIVACY_SENSITIVE,
   .since = 2},
  {.name = "on",
   .label = N_ ("Recorded on"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 2},
  {.name = "note",
   .label = N_ ("Note"),
   .kind = AMP_KIND_LONG_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 2},
};

const AmpEntity amp_need_entity = {
  .name = "need",
  .label = N_ ("Need"),
  .label_plural = N_ ("Needs"),
  .parent = "case",
  .fields = need_fields,
  .n_fields = G_N_ELEMENTS (need_fields),
  .since = 2,
};
