/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each step of a referral, appended and never changed (domain.md 5.4). */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField referral_event_fields[] = {
  {.name = "referral",
   .label = N_ ("Referral"),
   .kind = AMP_KIND_REF,
   .refers = "referral",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 1},
  {.name = "state",
   .label = N_ ("State"),
   .kind = AMP_KIND_CODE,
   .list = "referral_state",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 1},
  {.name = "on",
   .label = N_ ("Date"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 1},
  {.name = "by",
   .label = N_ ("Recorded by"),
   .kind = AMP_KIND_REF,
   .refers = "user",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 1},
  {.name = "contact_person",
   .label = N_ ("Contact person"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .since = 1},
  {.name = "reason_code",
   .label = N_ ("Reason"),
   .kind = AMP_KIND_CODE,
   .list = "referral_reason_code",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 1},
  {.name = "note",
   .label = N_ ("Note"),
   .kind = AMP_KIND_LONG_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 1},
};

const AmpEntity amp_referral_event_entity = {
  .name = "referral_event",
  .label = N_ ("Referral step"),
  .label_plural = N_ ("Referral steps"),
  .parent = "referral",
  .fields = referral_event_fields,
  .n_fields = G_N_ELEMENTS (referral_event_fields),
  .since = 1,
};
