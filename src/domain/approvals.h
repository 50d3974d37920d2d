/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a second person decides (domain.md 5.3, 6.2): asked for by one, decided by a supervisor who
 * is another. Who is who is told by the user record, whatever the login. Approving does the thing
 * in the same transaction, or leaves a permit that the asking function takes once:
 *
 *   plan      object: the plan       it becomes active
 *   closure   object: the closure    the case is closed (closure.h)
 *   reopen    object: 0              the case is opened again
 *   reassign  object: the user       she becomes responsible for the case
 *   merge     object: dup_decision   the two people are one, the older record is kept (people.h)
 *   override  object: the referral   permit
 *   export    object: 0              permit
 *   resolve   object: of review.h    permit, and what it takes besides (REVIEW.md 10) */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *kind;
  gint64 case_id;   /* 0: of no case */
  gint64 object_id; /* see above */
  const char *note; /* why; NULL */
} AmpApprovalRequest;

/* Fails with AMP_DOMAIN_ERROR_INVALID where the same is waiting already or makes no sense, with
 * NOT_ALLOWED where the case is somebody else's and what is asked is not to have it. id: may be
 * NULL. */
gboolean amp_approvals_request (AmpSession *session,
                                const AmpApprovalRequest *request,
                                gint64 *id,
                                GError **error);

/* Supervisors, never one's own. A refusal needs a comment. */
gboolean amp_approvals_decide (
  AmpSession *session, gint64 id, gboolean approve, const char *comment, GError **error);

/* Whoever asked, while nobody has answered. */
gboolean amp_approvals_withdraw (AmpSession *session, gint64 id, GError **error);

/* Takes the permit of this user for that thing: NOT_ALLOWED where there is none, or it was taken.
 * Call it inside the transaction of the thing. */
gboolean amp_approvals_take_permit (
  AmpSession *session, const char *kind, gint64 case_id, gint64 object_id, GError **error);

/* The same for the permit of that number, which is of no case: gives who decided, so that a ledger
 * names whose permit was used; -1 with an error. */
gint64 amp_approvals_take_numbered (
  AmpSession *session, const char *kind, gint64 approval, gint64 object_id, GError **error);

typedef struct
{
  gint64 id;
  char *kind, *decision; /* codes */
  gint64 case_id, object_id;
  char *number; /* of the case; NULL */
  gint64 requested_by;
  char *requested_by_name, *requested_at, *request_note;
  char *decided_by_name, *decided_at, *comment; /* NULL while it waits */
  char *subject;       /* reassign: the new responsible person; closure: reason code; else NULL */
  char *subject_until; /* closure: kept until */
  gint64 pack;         /* resolve, until it is answered: number of the pack … */
  char *code;          /* … and the record in it */
  GStrv who;           /* resolve: who may approve, where she may not; else NULL */
  gboolean mine;
  gboolean may_decide; /* waits, and this user may answer */
} AmpApproval;

void amp_approval_free (AmpApproval *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpApproval, amp_approval_free)

typedef enum
{
  AMP_APPROVALS_WAITING, /* for this user's answer: a supervisor's queue, oldest first */
  AMP_APPROVALS_OWN,     /* asked for by this user, newest first */
  AMP_APPROVALS_ALL,     /* all of the office, newest first; supervisors */
} AmpApprovalsWhich;

/* Of AmpApproval, owned. Supervisors' own waiting requests stand in their queue as well, without
 * may_decide. */
GPtrArray *amp_approvals_list (AmpSession *session, AmpApprovalsWhich which, GError **error);

/* What approving does, as a sentence of N_(); "%s" in it stands for subject, which the front end
 * puts into words. */
const char *amp_approval_effect (const char *kind);

/* Whether somebody else is there who may decide: the only supervisor of an office cannot have
 * anything approved. */
gboolean amp_approvals_somebody_may_decide (AmpSession *session, gboolean *may, GError **error);

G_END_DECLS
