/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records for a partner (IOM): those of one closed year, in the columns of CTDC's public data
 * (review/partner.h), sealed to the keys of a user whom the office made for the partner, with the
 * role of an auditor: she opens the file with her passphrase, and nothing else of the office.
 *
 * Two supervisors; a line of the register of releases, rule "records", that keeps what was sealed.
 * A year is made once: whoever gets it later gets the same records, so that no two files can be
 * compared. */
#pragma once

#include "domain/session.h"
#include "review/partner.h"

G_BEGIN_DECLS

typedef struct
{
  guint year;
  const char *recipient; /* login of an active auditor */
  const char *reason;    /* NULL */
  gint64 approval;       /* of kind "export", for this very file; 0: none */
} AmpPartnerWish;

/* Asks another supervisor for it; gives the number, that of before where it was asked for already.
 */
gboolean
amp_partner_ask (AmpSession *session, const AmpPartnerWish *wish, gint64 *approval, GError **error);

/* The sealed file. Its line stands before the file does; amp_release_given() tells that it does.
 * NOT_ALLOWED; AMP_RELEASE_ERROR: RECIPIENT, OPEN (the year is not closed), APPROVAL; INVALID: no
 * class is large enough; AMP_REVIEW_ERROR: the check refused it. losses: of the first making; all 0
 * where the year was made before. line: of the register. */
GBytes *amp_partner_make (AmpSession *session,
                          const AmpPartnerWish *wish,
                          AmpPartnerLosses *losses,
                          gint64 *line,
                          GCancellable *cancellable,
                          GError **error);

/* Needs no vault: the records as CSV. Errors of amp_parcel_open(), and FORMAT: another parcel. */
GBytes *
amp_partner_open (const char *path, const char *login, const AmpSecret *passphrase, GError **error);

G_END_DECLS
