/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the making of review packs: what is known of a case, before it is brought to codes. */
#pragma once

#include "domain/review.h"
#include "review/levels.h"
#include "store/reviews.h"

G_BEGIN_DECLS

/* The earliest of several days. */
typedef struct
{
  gint64 day;   /* since 1970; of those that are known */
  gboolean any; /* there is one, known or not */
  gboolean known;
  gboolean vague; /* one of them is no whole day */
} AmpReviewMoment;

typedef enum
{
  AMP_REVIEW_DID_NOT, /* nothing that could be in time */
  AMP_REVIEW_IN_TIME,
  AMP_REVIEW_LATE,
  AMP_REVIEW_UNCLEAR,
} AmpReviewTime;

/* Texts are interned. */
typedef struct
{
  gint64 id, person;
  const char *status, *sex, *age, *region, *nationality, *exploitation, *plan;
  guint year;
  AmpReviewMoment opened, closed, consent, service, risk, first_plan;
  gint64 next_due; /* of the newest assessment; 0: none */
  AmpReviewTime risk_time, follow_up_time;
  guint16 services, domains[14];
  guint16 referrals, completed, waiting, follow_ups;
  gint8 plan_agreed; /* -1: not said */
  gboolean has_closure;
  gint8 closed_by_other; /* -1: nobody approved */
  guint64 notes;         /* characters; of the cases drawn alone */
  gboolean is_past;      /* another pack of the round was drawn of it */
  gboolean drawn;
} AmpReviewCase;

typedef struct
{
  AmpSession *session;
  GArray *cases; /* of AmpReviewCase, by id */
  gint64 today;
  AmpProgress *progress;
  GCancellable *cancellable;
} AmpReviewRegister;

void amp_review_register_clear (AmpReviewRegister *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpReviewRegister, amp_review_register_clear)

/* All cases but deleted ones and duplicates. */
gboolean amp_review_register_read (AmpReviewRegister *self, GError **error);
/* The notes of those that are drawn. */
gboolean amp_review_register_read_notes (AmpReviewRegister *self, GError **error);
AmpReviewCase *amp_review_register_find (AmpReviewRegister *self, gint64 id);
/* Tells how far the making is, which comes after the register's reading. */
typedef enum
{
  AMP_REVIEW_AT_NOTES,
  AMP_REVIEW_AT_LOG,
  AMP_REVIEW_N_STEPS
} AmpReviewStep;
void amp_review_register_tell (const AmpReviewRegister *self, AmpReviewStep step);

/* --- review-rows.c --- */

/* Days between the two: a code of the columns of days. */
const char *amp_review_days (const AmpReviewMoment *from, const AmpReviewMoment *to);
const char *amp_review_consent_order (const AmpReviewCase *case_);
const char *amp_review_risk_72h (const AmpReviewCase *case_);
const char *amp_review_number (guint n);
void amp_review_fill_row (guint8 *cells, AmpReviewLevel level, const AmpReviewCase *case_);

/* --- review-draw.c --- */

/* The round of a pack of so many cases, and which cases are past in it. ledger: of AmpReviewRow. */
gboolean amp_review_find_round (
  AmpReviewRegister *cases, const GPtrArray *ledger, guint n_wanted, guint *round, GError **error);
/* Draws of those that are not past; at most one case of a person: k rows are k people. How many. */
guint amp_review_draw (AmpReviewRegister *cases, guint n_wanted);
/* What was drawn goes into the ledger, of that line. INVALID: the round has one of them. */
gboolean
amp_review_write_drawn (AmpReviewRegister *cases, gint64 line, guint round, GError **error);

/* --- review-chain.c: the log, and figures of the office --- */

typedef struct
{
  GArray *events;     /* of AmpReviewEvent */
  GArray *indicators; /* of AmpReviewIndicator */
  GArray *releases;   /* of AmpReviewRelease */
} AmpReviewOffice;

void amp_review_office_clear (AmpReviewOffice *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpReviewOffice, amp_review_office_clear)

/* Sets chain_from of the head, too; since: the last event that the pack before told. */
gboolean amp_review_office_read (AmpReviewOffice *self,
                                 AmpReviewRegister *cases,
                                 AmpReviewHead *head,
                                 guint64 since,
                                 GError **error);

/* --- review-releases.c: what left the office --- */

gboolean amp_review_releases_read (AmpReviewOffice *self, AmpSession *session, GError **error);

/* --- review-open.c --- */

/* A sealed file from elsewhere; TOO_LARGE before more of it is read than any may have. */
GBytes *amp_review_read_file (const char *path, GError **error);

/* --- review-ledger.c --- */

/* The code of a case under a session key. */
void amp_review_hash_case (const AmpSecret *session_key, gint64 case_id, guint8 out[8]);
gboolean amp_review_refuse (AmpReviewError code, const char *what, GError **error);
char *amp_review_hex (const void *data, gsize length);
/* What an approval is about: a number of the request. */
gint64 amp_review_thing (const char *what, gint64 a, gint64 b, const char *text);
/* Who approved; -1 with INVALID. Uses it up, in the transaction that is open. */
gint64 amp_review_take_permit (
  AmpSession *session, const char *kind, gint64 approval, gint64 thing, GError **error);
/* Of a user; NULL: nobody. */
char *amp_review_name_of (AmpSession *session, gint64 user);
/* NOT_FOUND */
const AmpReviewRow *amp_review_find_row (const GPtrArray *rows, gint64 id, GError **error);

/* --- review-keys.c: from a code to its case takes two. REVIEW.md 10 --- */

/* Where among the codes of the line; -1: not there. */
gssize amp_review_code_position (const AmpReviewRow *row, const char *code);
/* The user ids of the active supervisors, in their order. */
GArray *amp_review_supervisors (AmpSession *session, GError **error);
/* Shares for all of them, of a line that is to be: its pack and codes are set. cases: those of the
 * codes, in their order. */
AmpReviewKeys *amp_review_keys_make (AmpSession *session,
                                     const AmpReviewRow *row,
                                     const gint64 *cases,
                                     GError **error);
/* KEYS: not what the maker signed. */
AmpReviewKeys *amp_review_keys_read (AmpSession *session, const AmpReviewRow *row, GError **error);
/* What this user has to give for that code, sealed to the one who asks. SHARE, KEYS. */
GBytes *amp_review_keys_give (AmpSession *session,
                              const AmpReviewRow *row,
                              const AmpReviewKeys *keys,
                              const char *code,
                              gint64 asker,
                              GError **error);
/* The case; piece: what another gave, NULL where there is one holder alone. 0 with SHARE, KEYS. */
gint64 amp_review_keys_open (AmpSession *session,
                             const AmpReviewRow *row,
                             const AmpReviewKeys *keys,
                             const char *code,
                             GBytes *piece,
                             GError **error);

G_END_DECLS
