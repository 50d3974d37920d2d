/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was chosen for a referral and is not stored, as JSON: {"id": "123" or "#id": "456",
 * "fields": {"service_type": "…"}, "why": "…"}. Read with the same doubt as a file. */
#pragma once

#include "app/amp-section-context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What now has other than base. new_id: under which it is to be stored, 0 where it is. NULL: there
 * is nothing to keep. */
JsonNode *amp_referral_draft_new (const AmpRecord *base,
                                  const AmpRecord *now,
                                  gint64 new_id,
                                  const char *why);

/* The referral it goes on with, as it is stored now, or a new one. NULL where there is none any
 * more that could be gone on with: it was sent meanwhile. */
AmpRecord *amp_referral_draft_find (JsonNode *draft, AmpSectionContext *context);
/* Sets the fields that were chosen. */
void amp_referral_draft_apply (JsonNode *draft, AmpRecord *referral);
gint64 amp_referral_draft_new_id (JsonNode *draft); /* never 0 */
const char *amp_referral_draft_why (JsonNode *draft);

G_END_DECLS
