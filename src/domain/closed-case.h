/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a closed case refuses: assistance of after its end. What was done before may be recorded
 * late, and notes, papers and consents (which may be withdrawn at any time) always. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* An error of its own, because there is something that can be done about it at once:
 * amp_closure_reopen(), and then the same again. */
#define AMP_CLOSED_CASE_ERROR (amp_closed_case_error_quark ())
GQuark amp_closed_case_error_quark (void);

typedef enum
{
  AMP_CLOSED_CASE_ERROR_CLOSED, /* the case is closed; opening it again needs a reason */
} AmpClosedCaseError;

/* Whether this record may be saved as far as its case is closed: a new service, follow-up,
 * referral, plan, assessment or safety plan, or one whose day is another now, is of before the end.
 * stored: what the store holds of it, NULL for a new one. */
gboolean amp_closed_case_check (AmpSession *session,
                                const AmpRecord *record,
                                const AmpRecord *stored,
                                GError **error);

/* Whether something of that day (NULL: of no day) may be added to it. */
gboolean
amp_closed_case_require_open (AmpSession *session, gint64 case_id, const char *day, GError **error);

/* Refuses by that error. */
gboolean amp_closed_case_refuse (GError **error);

G_END_DECLS
