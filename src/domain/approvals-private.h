/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of approvals and closure share. Private to the folder. */
#pragma once

#include "domain/approvals.h"

G_BEGIN_DECLS

/* --- approvals-perform.c: what a kind asks for and does --- */

/* Whether it can be asked for at all; marks what is in question as asked for. */
gboolean
amp_approval_prepare (AmpSession *session, const AmpApprovalRequest *request, GError **error);
/* Does it, in the transaction that is open. */
gboolean amp_approval_perform (AmpSession *session, const AmpRecord *approval, GError **error);
/* Puts back what amp_approval_prepare() marked. */
gboolean amp_approval_give_back (AmpSession *session, const AmpRecord *approval, GError **error);

/* --- closure.c --- */

/* The case gets status, date, reason and retention of the closure, if all that is open now is
 * explained. */
gboolean amp_closure_perform (AmpSession *session, gint64 closure, GError **error);
gboolean amp_closure_perform_reopening (AmpSession *session,
                                        gint64 case_id,
                                        const char *why,
                                        GError **error);

/* --- review-resolve.c --- */

/* Gives what she holds of that one record to who asked. */
gboolean
amp_approval_perform_resolve (AmpSession *session, const AmpRecord *approval, GError **error);
gboolean
amp_approval_give_back_resolve (AmpSession *session, const AmpRecord *approval, GError **error);
/* What is asked for, and who else may approve where she may not. */
gboolean amp_approval_read_resolve (AmpSession *session, AmpApproval *approval, GError **error);

/* Sets a field that the program knows to be right. */
gboolean amp_domain_refuse (const char *what, GError **error);
gboolean amp_domain_is_blank (const char *text);

G_END_DECLS
