/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet of the guide that this office wrote itself: local numbers, its own pathway. In the vault,
 * so that nobody without a key can change a number that is called in an emergency. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField local_sheet_fields[] = {
  {.name = "title",
   .label = N_ ("Title"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 6},
  {.name = "topic",
   .label = N_ ("Topic"),
   .kind = AMP_KIND_CODE,
   .list = "guide_topic",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 6},
  {.name = "text",
   .label = N_ ("Text"),
   .help = N_ ("A line that begins with - is a point, with 1. a step, with # a heading"),
   .kind = AMP_KIND_LONG_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 6},
  {.name = "source",
   .label = N_ ("Source"),
   .help = N_ ("Who issued it, and where it can be had"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 6},
  {.name = "checked_on",
   .label = N_ ("Checked on"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 6},
  {.name = "for_groups",
   .label = N_ ("May be shown to a group"),
   .kind = AMP_KIND_BOOLEAN,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 6},
};

const AmpEntity amp_local_sheet_entity = {
  .name = "local_sheet",
  .label = N_ ("Local sheet"),
  .label_plural = N_ ("Local sheets"),
  .fields = local_sheet_fields,
  .n_fields = G_N_ELEMENTS (local_sheet_fields),
  .since = 6,
};
