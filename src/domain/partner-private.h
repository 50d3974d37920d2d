/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the parts of partner files. */
#pragma once

#include "domain/partner-file.h"
#include "store/releases.h"

G_BEGIN_DECLS

/* Role, recipient, year closed, no counts of it. recipient: its user. */
gboolean amp_partner_check_wish (AmpSession *session,
                                 const AmpPartnerWish *wish,
                                 gint64 *recipient,
                                 GError **error);
/* What a line of records keeps, sealed anew to whom it was approved for. RECIPIENT: she is no
 * active auditor any more. */
GBytes *amp_partner_seal_line (AmpSession *session, const AmpReleaseLine *line, GError **error);
/* Closed by the policy of now. */
gboolean amp_partner_year_is_closed (AmpSession *session, guint year, GError **error);
/* What another supervisor approves of. */
gint64 amp_partner_thing (const AmpPartnerWish *wish);
/* "ctdc", "htcds". */
const char *amp_partner_format_code (AmpPartnerFormat format);
/* Everybody who was registered in that year, each once (partner-rows.c). */
AmpPartnerTable *amp_partner_gather (AmpSession *session,
                                     guint year,
                                     AmpProgress *progress,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
