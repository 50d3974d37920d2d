/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passing cases on to a colleague (domain.md 6.2.1): who could take them, by how much each has to
 * do; a supervisor passes them on, whoever answers for a case asks for it. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* More at once are a mistake of the hand. */
#define AMP_TRANSFER_MOST 500

typedef struct
{
  gint64 user;
  char *name;
  AmpCaseload load; /* her open cases: numbers, no case */
} AmpTransferPerson;

void amp_transfer_person_free (AmpTransferPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpTransferPerson, amp_transfer_person_free)

/* Of AmpTransferPerson, owned: everybody who can have cases, who has the fewest first. */
GPtrArray *amp_transfer_people (AmpSession *session, GCancellable *cancellable, GError **error);

/* Passes the cases on from today, all or none: supervisors only. What is hers already is left as it
 * is; n tells how many went. AMP_DOMAIN_ERROR_INVALID with a sentence for a closed case. why may be
 * NULL. task: what she finds among her tasks for each of them, in her words; NULL: nothing. */
gboolean amp_transfer_cases (AmpSession *session,
                             const GArray *cases,
                             gint64 to,
                             const char *why,
                             const char *task,
                             guint *n,
                             GError **error);

/* Asks a supervisor to pass the case on: whoever answers for it, with a reason. */
gboolean
amp_transfer_ask (AmpSession *session, gint64 case_id, gint64 to, const char *why, GError **error);

G_END_DECLS
