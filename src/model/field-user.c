/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The people who work with this vault. Logins and keys are the keyring's; here is only what the
 * office shows. The id equals the keyring's. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField user_fields[] = {
  {.name = "display_name",
   .label = N_ ("Name"),
   .help = N_ ("How colleagues see this person in lists"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .flags = AMP_FIELD_SEARCH,
   .since = 1},
  {.name = "role",
   .label = N_ ("Role"),
   .kind = AMP_KIND_CODE,
   .list = "role",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 1},
  {.name = "active",
   .label = N_ ("Active"),
   .kind = AMP_KIND_BOOLEAN,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 1},
};

const AmpEntity amp_user_entity = {
  .name = "user",
  .label = N_ ("User"),
  .label_plural = N_ ("Users"),
  .fields = user_fields,
  .n_fields = G_N_ELEMENTS (user_fields),
  .since = 1,
};
