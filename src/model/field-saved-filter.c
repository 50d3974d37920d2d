/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A filter of the case list that somebody keeps under a name (domain/filters.h). What is sought may
 * tell of a person: name and text are private. */
#include "model/field-tables.h"

#include "model/message.h"

static const AmpField saved_filter_fields[] = {
  {.name = "owner",
   .label = N_ ("Owner"),
   .kind = AMP_KIND_REF,
   .refers = "user",
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .flags = AMP_FIELD_REQUIRED | AMP_FIELD_INDEXED,
   .since = 2},
  {.name = "name",
   .label = N_ ("Name of the filter"),
   .kind = AMP_KIND_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .since = 2},
  {.name = "filter",
   .label = N_ ("Conditions"),
   .kind = AMP_KIND_LONG_TEXT,
   .privacy = AMP_PRIVACY_FREE_TEXT,
   .flags = AMP_FIELD_DERIVED,
   .since = 2},
  {.name = "shared",
   .label = N_ ("For the whole office"),
   .kind = AMP_KIND_BOOLEAN,
   .privacy = AMP_PRIVACY_OPERATIONAL,
   .since = 2},
};

const AmpEntity amp_saved_filter_entity = {
  .name = "saved_filter",
  .label = N_ ("Saved filter"),
  .label_plural = N_ ("Saved filters"),
  .fields = saved_filter_fields,
  .n_fields = G_N_ELEMENTS (saved_filter_fields),
  .since = 2,
};
