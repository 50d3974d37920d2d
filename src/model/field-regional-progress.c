/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far an action of a regional plan had come on a day, and what shows it. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField regional_progress_fields[] = {
  {.name = "regional_action",
   .label = N_ ("Action"),
   .kind = AMP_KIND_REF,
   .refers = "regional_action",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 6},
  {.name = "on",
   .label = N_ ("Date"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 6},
  {.name = "value",
   .label = N_ ("Value of the indicator"),
   .kind = AMP_KIND_INTEGER,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .min = 0,
   .max = 1000000000,
   .since = 6},
  {.name = "status",
   .label = N_ ("Status"),
   .help = N_ ("How the action stands from that day on. Left empty, as it stood."),
   .kind = AMP_KIND_CODE,
   .list = "regional_action_status",
   .privacy = AMP_PRIVACY_OPERATIONAL,
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

const AmpEntity amp_regional_progress_entity = {
  .name = "regional_progress",
  .label = N_ ("Progress"),
  .label_plural = N_ ("Progress"),
  .parent = "regional_action",
  .fields = regional_progress_fields,
  .n_fields = G_N_ELEMENTS (regional_progress_fields),
  .since = 6,
};
