/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of an assistance (domain.md 3, 5.3, 6.1): what is still open, why that is no obstacle,
 * how long the file is kept; another person approves, and only that closes the case. A person who
 * comes back is never turned away: reopening needs a reason and nobody's leave. */
#pragma once

#include "domain/retention.h"
#include "domain/session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *kind;    /* code of open_item; static */
  gint64 object_id;    /* the record that is open; 0: none */
  const char *section; /* entity whose section of the case shows it; static */
  char *date;          /* when it is due or began; NULL */
  const char *list;    /* what it is, as a code of a list; NULL: nothing to add */
  char *code;
  char *explanation; /* NULL: none yet */
} AmpOpenItem;

void amp_open_item_free (AmpOpenItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpOpenItem, amp_open_item_free)

/* All that is open in a case, with what was explained for that closure (0: none). closure_reason
 * and institution say whether a hand-over is part of it. Of AmpOpenItem, owned. */
GPtrArray *amp_closure_open_items (AmpSession *session,
                                   gint64 case_id,
                                   const AmpRecord *closure,
                                   GError **error);

gboolean amp_case_is_closed (const char *status);
/* "closed_referred" of "transferred" … */
const char *amp_closure_status_of (const char *reason);

/* The closure that is being prepared: the last one that did not close the case, or a new one with
 * what can be proposed. */
AmpRecord *amp_closure_prepare (AmpSession *session, gint64 case_id, GError **error);
/* Status, retention and what then, as far as they follow from reason and day. */
gboolean amp_closure_propose (AmpSession *session, AmpRecord *closure, GError **error);

/* Keeps the closure with its explanations and asks for approval, in one transaction. items: those
 * of amp_closure_open_items(), each explained, or AMP_DOMAIN_ERROR_INVALID. note: to whoever
 * approves; may be NULL. */
gboolean amp_closure_request (AmpSession *session,
                              AmpRecord *closure,
                              const GPtrArray *items,
                              const char *note,
                              gint64 *approval,
                              GError **error);
/* Keeps it without asking for anything. */
gboolean
amp_closure_keep (AmpSession *session, AmpRecord *closure, const GPtrArray *items, GError **error);
/* TRUE where a stored closure could close its case now. */
gboolean amp_closure_check (AmpSession *session, gint64 closure, GError **error);

/* Opens a closed case again; why is kept as a note of the case. Of a case that is somebody else's
 * it is asked for (approvals.h). */
gboolean amp_closure_reopen (AmpSession *session, gint64 case_id, const char *why, GError **error);

G_END_DECLS
