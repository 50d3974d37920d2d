/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notes of the case (domain.md 5.3): free text, so identifying. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField note_fields[] = {
  {.name = "case",
   .label = N_ ("Case"),
   .kind = AMP_KIND_REF,
   .refers = "case",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 1},
  {.name = "kind",
   .label = N_ ("Kind"),
   .kind = AMP_KIND_CODE,
   .list = "note_kind",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 1},
  {.name = "on",
   .label = N_ ("Date"),
   .kind = AMP_KIND_DATE,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 1},
  {.name = "author",
   .label = N_ ("Author"),
   .kind = AMP_KIND_REF,
   .refers = "user",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 1},
  {.name = "text",
   .label = N_ ("Text"),
   .kind = AMP_KIND_LONG_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .flags = AMP_FIELD_SEARCH,
   .htcds = "cco_CaseComment",
   .since = 1},
  {.name = "private_to_author",
   .label = N_ ("Only for the author"),
   .kind = AMP_KIND_BOOLEAN,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 1},
};

const AmpEntity amp_note_entity = {
  .name = "note",
  .label = N_ ("Note"),
  .label_plural = N_ ("Notes"),
  .parent = "case",
  .fields = note_fields,
  .n_fields = G_N_ELEMENTS (note_fields),
  .since = 1,
};
