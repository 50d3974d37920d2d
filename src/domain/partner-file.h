/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records for a partner (IOM): those of one closed year, in the columns of CTDC's public data or in
 * the fields and codes of HTCDS (review/partner.h), sealed to the keys of a user whom the office
 * made for the partner, with the role of an auditor: she opens the file with her passphrase, and
 * nothing else of the office.
 *
 * Two supervisors; a line of the register of releases, rule "records", that keeps what was sealed.
 * A year is made once: whoever gets it later gets the same records, in either format, so that no
 * two files can be compared. Nor is it made where counts of people or cases of that year were
 * handed over, and no such counts are handed over afterwards (release-records.c): the difference
 * between a count and the records is those that were left out, who are few. */
#pragma once

#include "domain/release.h"
#include "domain/session.h"
#include "review/partner.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_PARTNER_CTDC,
  AMP_PARTNER_HTCDS,
  AMP_PARTNER_N_FORMATS
} AmpPartnerFormat;

/* "ctdc", "htcds". */
gboolean amp_partner_format_from_code (const char *code, AmpPartnerFormat *format);

typedef struct
{
  guint year;
  AmpPartnerFormat format;
  const char *recipient; /* login of an active auditor */
  const char *reason;    /* NULL */
  gint64 approval;       /* of kind "export", for this very file; 0: none */
} AmpPartnerWish;

AmpPartnerWish *amp_partner_wish_copy (const AmpPartnerWish *self);
void amp_partner_wish_free (AmpPartnerWish *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpPartnerWish, amp_partner_wish_free)

/* --- Before anything is made (partner-look.c) --- */

typedef struct
{
  guint year;
  gint64 counts;  /* the first line of counts of people or cases of it: no records; 0: none */
  gint64 records; /* the first line of records of it: the same leave again; 0: none */
} AmpPartnerYear;

/* Closed ones of the last years, newest first. Of AmpPartnerYear. Supervisors. */
GArray *amp_partner_years (AmpSession *session, GError **error);

typedef struct
{
  guint64 n_people; /* registered in that year, each once; 0 where the year was made before */
  AmpPartnerLosses losses; /* where it was made before, n_rows alone */
  gint64 earlier;          /* the line that it was made in; 0: not yet */
} AmpPartnerOutlook;

/* What would be in the file, the same that amp_partner_make() puts there; writes nothing, also
 * where nobody would be in it. NOT_ALLOWED; AMP_RELEASE_ERROR: OPEN, COUNTS. */
gboolean amp_partner_look (AmpSession *session,
                           guint year,
                           AmpPartnerOutlook *outlook,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error);

/* --- Two people (partner-asked.c) --- */

/* Asks another supervisor for it; gives the number, that of before where it was asked for already.
 */
gboolean
amp_partner_ask (AmpSession *session, const AmpPartnerWish *wish, gint64 *approval, GError **error);
/* What became of the asking, without asking. approval: 0 where it was not asked for. */
gboolean amp_partner_asked (AmpSession *session,
                            const AmpPartnerWish *wish,
                            AmpReleaseAsked *asked,
                            gint64 *approval,
                            GError **error);
/* The wish behind an approval's note, for words; NULL: the note is of something else. Where a name
 * ends and a reason begins it cannot tell: the recipient has both. */
AmpPartnerWish *amp_partner_of_note (const char *note);
/* The wish behind an approval of kind export; NULL with AMP_RELEASE_ERROR_APPROVAL where it is of
 * something else. */
AmpPartnerWish *amp_partner_of_approval (AmpSession *session, gint64 approval, GError **error);

/* --- Making --- */

/* The sealed file. Its line stands before the file does; amp_release_given() tells that it does.
 * Until then amp_release_again() seals what the line keeps once more: a file that could not be
 * written, or a lock in between, costs no second approval.
 * NOT_ALLOWED; AMP_RELEASE_ERROR: RECIPIENT, OPEN (the year is not closed), COUNTS (of that year
 * were handed over), APPROVAL; INVALID: no class is large enough; AMP_REVIEW_ERROR: the check
 * refused it. Cancelled, there is no line and the approval still stands. losses: of the first
 * making; all 0 where the year was made before. line: of the register. */
GBytes *amp_partner_make (AmpSession *session,
                          const AmpPartnerWish *wish,
                          AmpPartnerLosses *losses,
                          gint64 *line,
                          AmpProgress *progress,
                          GCancellable *cancellable,
                          GError **error);

/* How many records a line of the register has, and nothing of them. Supervisors; INVALID: it has
 * none. */
gboolean amp_partner_count (AmpSession *session, gint64 line, guint64 *n, GError **error);

/* Needs no vault: the records as CSV. Errors of amp_parcel_open(), and FORMAT: another parcel. */
GBytes *
amp_partner_open (const char *path, const char *login, const AmpSecret *passphrase, GError **error);

G_END_DECLS
