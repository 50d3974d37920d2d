/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an office decides for everybody who works in its vault: one record, of id 1. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField setting_fields[] = {
  {.name = "lock_minutes",
   .label = N_ ("Minutes without a key until it locks"),
   .kind = AMP_KIND_INTEGER,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .min = 1,
   .max = 15,
   .since = 2},
  {.name = "office_name",
   .label = N_ ("Name of the office"),
   .help = N_ ("Stands at the head of reports"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 2},
};

const AmpEntity amp_setting_entity = {
  .name = "setting",
  .label = N_ ("Settings of the office"),
  .label_plural = N_ ("Settings of the office"),
  .fields = setting_fields,
  .n_fields = G_N_ELEMENTS (setting_fields),
  .since = 2,
};
