/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a commitment stood on a day, and what shows it. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField commitment_update_fields[] = {
  {.name = "commitment",
   .label = N_ ("Commitment"),
   .kind = AMP_KIND_REF,
   .refers = "commitment",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 6},
  {.name = "on",
   .label = N_ ("Date"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 6},
  {.name = "status",
   .label = N_ ("Status"),
   .kind = AMP_KIND_CODE,
   .list = "commitment_status",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 6},
  {.name = "text",
   .label = N_ ("What was done"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 6},
  {.name = "evidence",
   .label = N_ ("Evidence"),
   .help = N_ ("Number of the letter, page, link"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 6},
  {.name = "document",
   .label = N_ ("Document"),
   .kind = AMP_KIND_REF,
   .refers = "document",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 6},
};

const AmpEntity amp_commitment_update_entity = {
  .name = "commitment_update",
  .label = N_ ("Update"),
  .label_plural = N_ ("Updates"),
  .parent = "commitment",
  .fields = commitment_update_fields,
  .n_fields = G_N_ELEMENTS (commitment_update_fields),
  .since = 6,
};
