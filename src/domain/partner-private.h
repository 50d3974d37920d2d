/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the parts of partner files. */
#pragma once

#include "domain/partner-file.h"

G_BEGIN_DECLS

/* Everybody who was registered in that year, each once (partner-rows.c). */
AmpPartnerTable *
amp_partner_gather (AmpSession *session, guint year, GCancellable *cancellable, GError **error);

G_END_DECLS
