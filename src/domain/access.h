/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may open which case (domain.md 5.10). The keys of the office open all of them; this is the
 * rule that front ends ask before they show one. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_ACCESS_FULL,   /* her own case, one she supports, one that nobody answers for; a supervisor:
                        all */
  AMP_ACCESS_EXISTS, /* it is told that the case exists and belongs to somebody else of the team */
} AmpAccess;

gboolean
amp_access_to_case (AmpSession *session, gint64 case_id, AmpAccess *access, GError **error);
/* FALSE with AMP_DOMAIN_ERROR_NOT_ALLOWED where it is not full. */
gboolean amp_access_require (AmpSession *session, gint64 case_id, GError **error);

/* Asks for a case of somebody else: a request of reassignment to oneself. why may be NULL. */
gboolean amp_access_ask_for (AmpSession *session, gint64 case_id, const char *why, GError **error);

G_END_DECLS
