/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was open when a case was closed, and why that is no obstacle (domain/closure.h). */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField closure_item_fields[] = {
  {.name = "closure",
   .label = N_ ("Closure"),
   .kind = AMP_KIND_REF,
   .refers = "closure",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 2},
  {.name = "case",
   .label = N_ ("Case"),
   .kind = AMP_KIND_REF,
   .refers = "case",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 2},
  {.name = "kind",
   .label = N_ ("What is open"),
   .kind = AMP_KIND_CODE,
   .list = "open_item",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED,
   .since = 2},
  {.name = "object_id",
   .label = N_ ("Record in question"),
   .kind = AMP_KIND_INTEGER,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_DERIVED,
   .since = 2},
  {.name = "explanation",
   .label = N_ ("Why it may stay so"),
   .kind = AMP_KIND_LONG_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 2},
};

const AmpEntity amp_closure_item_entity = {
  .name = "closure_item",
  .label = N_ ("Open at closure"),
  .label_plural = N_ ("Open at closure"),
  .parent = "closure",
  .fields = closure_item_fields,
  .n_fields = G_N_ELEMENTS (closure_item_fields),
  .since = 2,
};
