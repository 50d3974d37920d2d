/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may open which case (domain.md 5.10). The keys of the office open all of them; this is the
 * rule that is asked before one is shown or changed. A caseworker has her own cases, those she
 * supports and those that nobody answers for; of others she is told that they exist, and may ask
 * for them. A supervisor opens all, and the log tells each time that it was not her own. */
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
/* FALSE with AMP_DOMAIN_ERROR_ELSEWHERE where it is not full. */
gboolean amp_access_require (AmpSession *session, gint64 case_id, GError **error);
/* The same for whatever belongs to a case, by its field "case", and for a case itself. What belongs
 * to none is not refused. */
gboolean amp_access_require_of (AmpSession *session, const AmpRecord *record, GError **error);

/* amp_access_require(), and then the event that goes before showing anything of the case: of a case
 * that is another's its reason is "supervision", unless there is a more exact one. fields and
 * reason may be NULL. */
gboolean amp_access_tell (AmpSession *session,
                          gint64 case_id,
                          AmpAuditAction action,
                          const AmpEntity *entity,
                          gint64 id,
                          const char *const *fields,
                          const char *reason,
                          GError **error);

/* Limits a list of cases to those that this user may open. */
void amp_access_limit (AmpSession *session, AmpCaseQuery *query);

/* Asks for a case of somebody else: a request of reassignment to oneself. why may be NULL. */
gboolean amp_access_ask_for (AmpSession *session, gint64 case_id, const char *why, GError **error);

G_END_DECLS
