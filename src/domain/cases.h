/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules of casework (domain.md 5.2-5.4): what a new case needs, which moves a case and a
 * referral may make, what follows from a service. Works on records; stores through the session's
 * store. */
#pragma once

#include "domain/session.h"
#include "model/check.h"

G_BEGIN_DECLS

/* Stores a person, her case, and optionally the first situation and consent, in one transaction.
 * Gives the person the next pseudonym of the region and year ("TUM-26-0041-K") unless she is stored
 * already, numbers the case, sets owner and status where missing. Sets the ids in the records.
 * situation and consent may be NULL. Fails with AMP_DOMAIN_ERROR_INVALID where a check finds an
 * error; message names entity and field. */
gboolean amp_cases_intake (AmpSession *session,
                           AmpRecord *person,
                           AmpRecord *case_,
                           AmpRecord *situation,
                           AmpRecord *consent,
                           GError **error);

/* Saves any record of a case after amp_check_record(), keeps case.last_contact_on right, fills
 * defaults (a service's person and region from its case). The one way front ends, import and demo
 * write. */
gboolean
amp_cases_save (AmpSession *session, AmpRecord *record, const char *reason, GError **error);

/* Check letter of "TUM-26-0041": Luhn mod 23 over letters and digits, letters without vowels that
 * look like digits. */
char amp_cases_check_letter (const char *pseudonym_without_letter);

/* domain.md 5.4: whether a referral may go from one state to another, and the states it may go to,
 * NULL-terminated, static codes. */
gboolean amp_referral_may_move (const char *from, const char *to);
const char *const *amp_referral_next_states (const char *from);
/* Moves it: checks the move, appends a referral_event, saves both in one transaction. Leaving draft
 * needs a valid consent or an override (reason and second user in the consent record). date NULL:
 * today. */
gboolean amp_referral_move (AmpSession *session,
                            AmpRecord *referral,
                            const char *to,
                            const char *reason_code,
                            const char *note,
                            const char *date,
                            GError **error);

/* Whether a case may go from one status to another. */
gboolean amp_case_may_move (const char *from, const char *to);

G_END_DECLS
