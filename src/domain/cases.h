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

/* Saves any record of a case that is this user's (access.h) after amp_check_record(), keeps
 * case.last_contact_on right, fills defaults (a service's person and region from its case). The one
 * way front ends, import and demo write. */
gboolean
amp_cases_save (AmpSession *session, AmpRecord *record, const char *reason, GError **error);

/* A new record under an id that was chosen before it is saved, so that the same press, the same
 * draft, saves it once: where that id is stored already, the record becomes a change of what is
 * stored, in which nothing is taken back. A record is new where its rev is 0, whatever its id. Does
 * nothing where it is not new or id is 0. */
gboolean amp_cases_name_new (AmpSession *session, AmpRecord *record, gint64 id, GError **error);

/* amp_check_record() as a yes or no: AMP_DOMAIN_ERROR_INVALID for the first finding that forbids
 * saving; message names entity and field. */
gboolean amp_cases_check (const AmpRecord *record, GError **error);

/* Takes over what the program itself changed in the stored case (revision, last contact) into a
 * case record that a page is still editing. Call it right after amp_cases_save() of a service or a
 * follow-up of that case, or the next save of the case is a conflict with ourselves. */
gboolean amp_cases_refresh (AmpSession *session, AmpRecord *case_, GError **error);

/* "TUM-26-": what pseudonyms of a region and year begin with; NULL if there is no such region. Free
 * it. */
char *amp_cases_pseudonym_prefix (const char *region, guint year);
/* "TUM-26-" and 41 give "TUM-26-0041-K". Free it. */
char *amp_cases_pseudonym (const char *prefix, guint serial);
/* The next free serial of a prefix; 0 with error. Belongs inside the transaction that uses it. */
guint amp_cases_next_serial (AmpSession *session, const char *prefix, GError **error);

/* Check letter of "TUM-26-0041": weighted sum modulo 23 over its letters and digits. 23 is prime,
 * so every single wrong character of a kind and every swap of two neighbours shows (Luhn's doubling
 * needs an even base). The 23 letters leave out I, O and U, which look like 1, 0 and V. */
char amp_cases_check_letter (const char *pseudonym_without_letter);

/* domain.md 5.4: whether a referral may go from one state to another, and the states it may go to,
 * NULL-terminated, static codes. */
gboolean amp_referral_may_move (const char *from, const char *to);
const char *const *amp_referral_next_states (const char *from);
/* Moves it: checks the move, appends a referral_event, saves both in one transaction. Going to
 * ready and to sent needs consent, or an override, as domain/referral.h tells (an override writes
 * CONSENT_OVERRIDE). Refusals, interruptions and revocations need a reason code. date NULL: today.
 */
gboolean amp_referral_move (AmpSession *session,
                            AmpRecord *referral,
                            const char *to,
                            const char *reason_code,
                            const char *note,
                            const char *date,
                            GError **error);

/* Whether a referral that happened elsewhere or long ago (an import) may be past draft: some
 * consent to share stood on that date, or an override. AMP_DOMAIN_ERROR_INVALID where not;
 * overridden, if not NULL, says that it may by override only. */
gboolean amp_referral_check_consent (AmpSession *session,
                                     const AmpRecord *referral,
                                     const char *date,
                                     gboolean *overridden,
                                     GError **error);

/* Whether a case may go from one status to another. */
gboolean amp_case_may_move (const char *from, const char *to);

G_END_DECLS
