/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How to reach a person without putting her in danger (domain.md 5.1). All of it is identifying. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField safe_contact_fields[] = {
  {.name = "person",
   .label = N_ ("Person"),
   .kind = AMP_KIND_REF,
   .refers = "person",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 1},
  {.name = "channel",
   .label = N_ ("Channel"),
   .kind = AMP_KIND_CODE,
   .list = "contact_channel",
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .since = 1},
  {.name = "value",
   .label = N_ ("Number or address"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .flags = AMP_FIELD_SEARCH,
   .since = 1},
  {.name = "owner_relation",
   .label = N_ ("Whose it is"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .since = 1},
  {.name = "safe_hours",
   .label = N_ ("Safe hours"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .since = 1},
  {.name = "may_leave_message",
   .label = N_ ("May leave a message"),
   .kind = AMP_KIND_BOOLEAN,
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .since = 1},
  {.name = "may_say_ngo_name",
   .label = N_ ("May say who is calling"),
   .kind = AMP_KIND_BOOLEAN,
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .since = 1},
  {.name = "code_word",
   .label = N_ ("Code word"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_IDENTIFIER,
   .since = 1},
};

const AmpEntity amp_safe_contact_entity = {
  .name = "safe_contact",
  .label = N_ ("Safe contact"),
  .label_plural = N_ ("Safe contacts"),
  .parent = "person",
  .fields = safe_contact_fields,
  .n_fields = G_N_ELEMENTS (safe_contact_fields),
  .since = 1,
};
