/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Review packs: a supervisor makes a file for an auditor, who opens it on her own machine without
 * any vault; findings come back as a file, and are tracked to closure. What is in a pack and what
 * protects the people in it: src/review/REVIEW.md; the file around it: src/vault/FORMAT.md. */
#pragma once

#include "domain/session.h"
#include "review/notes.h"
#include "review/pack.h"

G_BEGIN_DECLS

/* --- Making: supervisors --- */

typedef struct
{
  const char *auditor; /* login of an active auditor */
  guint k;             /* 0: the policy's 11; down to 5 by approval */
  guint sample;    /* per cent; 0: the policy's 20; more, and more than 500 records, by approval */
  gint64 approval; /* of kind "export", approved by another supervisor and not yet used; 0: none */
} AmpReviewWish;

/* What a pack will contain, or contains. */
typedef struct
{
  AmpReviewHead head;
  guint64 n_register; /* cases it is drawn from */
  guint64 n_classes;
  guint64 n_hidden; /* sensitive values that are hidden */
  char file_hash[65];
  gint64 line; /* of the ledger; 0: not made */
} AmpReviewSummary;

/* Makes everything but the file: nothing is written, the draw of amp_review_make() will be another.
 * NOT_ALLOWED; AMP_REVIEW_ERROR; AMP_REVIEW_CHECK_ERROR where the check refused it. */
gboolean amp_review_preview (AmpSession *session,
                             const AmpReviewWish *wish,
                             AmpReviewSummary *summary,
                             AmpProgress *progress,
                             GCancellable *cancellable,
                             GError **error);
/* Asks for another supervisor's approval of what the wish lowers. note: why; NULL. */
gboolean amp_review_ask (AmpSession *session,
                         const AmpReviewWish *wish,
                         const char *note,
                         gint64 *approval,
                         GError **error);
/* Its line in the ledger and the event "export" first, then the file: none leaves without a line.
 * Before both there is room for the file: where there is none, nothing is written. Where it breaks
 * off afterwards the line stays, closed, and the next pack for her tells of the log from where this
 * one would have. */
gboolean amp_review_make (AmpSession *session,
                          const AmpReviewWish *wish,
                          const char *path,
                          AmpReviewSummary *summary,
                          AmpProgress *progress,
                          GCancellable *cancellable,
                          GError **error);

/* --- The ledger: supervisors --- */

typedef struct
{
  gint64 id;
  char *pack; /* 16 hex digits */
  char *at;   /* UTC timestamp */
  gint64 maker, approver, auditor;
  char *maker_name, *approver_name, *auditor_name; /* NULL where nobody */
  const char *level;
  guint k, l, share, sample;
  guint64 records;
  gint64 withheld;
  char *file_hash; /* hex */
  gboolean closed; /* its codes lead nowhere any more */
} AmpReviewLine;

void amp_review_line_free (AmpReviewLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewLine, amp_review_line_free)

/* The oldest first; of AmpReviewLine, owned. */
GPtrArray *amp_review_list (AmpSession *session, GError **error);
/* The end of the audit: destroys what leads from its codes to cases. Nothing happens where it is
 * closed. */
gboolean amp_review_close (AmpSession *session, gint64 line, GError **error);

/* --- Which case a record is: two supervisors, by keys (REVIEW.md 10) --- */

/* Asks for it; line as in amp_review_resolve(). Who approves gives, by the same act, what she holds
 * of this record. NOT_FOUND: no such code in it; AMP_REVIEW_ERROR: CLOSED; SHARE: she has none;
 * LEFT: it takes two, and one alone is left. INVALID: it is asked for already. */
gboolean amp_review_ask_resolve (AmpSession *session,
                                 gint64 line,
                                 const char *code,
                                 const char *note,
                                 gint64 *approval,
                                 GError **error);
/* The case of a code; whoever asked, once, by that approval of kind "resolve". Logged, also as a
 * look at the case. NOT_FOUND: no such code, or the case was destroyed; AMP_REVIEW_ERROR: CLOSED,
 * APPROVAL, SHARE; KEYS: something is not what the maker signed, or the other gave. */
gboolean amp_review_resolve (AmpSession *session,
                             gint64 line,
                             const char *code,
                             gint64 approval,
                             gint64 *case_id,
                             GError **error);

typedef enum
{
  AMP_RESOLVE_ASK,     /* she may ask; who: may approve, nobody where she is the only supervisor */
  AMP_RESOLVE_WAITING, /* she asked; who: as above */
  AMP_RESOLVE_ELSEWHERE, /* who asked, and waits */
  AMP_RESOLVE_READY,     /* approval is what she has to give */
  AMP_RESOLVE_NO_SHARE,  /* who: may ask, and approve */
  AMP_RESOLVE_LEFT,      /* nobody can any more */
  AMP_RESOLVE_CLOSED,
} AmpResolveState;

typedef struct
{
  AmpResolveState state;
  gint64 approval; /* 0: nothing is asked for */
  GStrv who;       /* names; NULL: of nobody */
} AmpResolveLook;

void amp_resolve_look_free (AmpResolveLook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpResolveLook, amp_resolve_look_free)

/* How it stands for this supervisor. NOT_FOUND */
AmpResolveLook *
amp_review_resolve_look (AmpSession *session, gint64 line, const char *code, GError **error);
/* The same of each of some findings; of AmpResolveLook, owned, NULL where one names no record of a
 * pack in the ledger. */
GPtrArray *
amp_review_resolve_looks (AmpSession *session, const GPtrArray *findings, GError **error);

/* --- Opening: the auditor, on any machine --- */

typedef struct _AmpReviewOpened AmpReviewOpened;

/* Passphrase and file are all it takes. AMP_VAULT_ERROR: WRONG_KEY, FOREIGN (not a pack), DAMAGED,
 * NEWER; AMP_REVIEW_ERROR_FORMAT. Nothing is written. */
AmpReviewOpened *
amp_review_open (const char *path, const char *login, const AmpSecret *passphrase, GError **error);
/* Wipes the keys. */
void amp_review_opened_free (AmpReviewOpened *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewOpened, amp_review_opened_free)

const AmpReviewPack *amp_review_opened_pack (const AmpReviewOpened *self);
GBytes *amp_review_opened_payload (const AmpReviewOpened *self);       /* borrowed */
const char *amp_review_opened_file_hash (const AmpReviewOpened *self); /* hex */
/* TRUE: her passphrase itself vouches for the office's keys; FALSE: she has not opened the vault
 * since they were made, and should compare the file's hash with the office. */
gboolean amp_review_opened_is_pinned (const AmpReviewOpened *self);

/* What she writes meanwhile, as a file of her own: amp_parcel_keep(), amp_parcel_kept(). */
GBytes *amp_review_opened_keep (AmpReviewOpened *self, GBytes *data);
GBytes *amp_review_opened_kept (AmpReviewOpened *self, GBytes *file, GError **error);

/* --- Findings --- */

/* Her notes (src/review/NOTES.md), which have their day, as a file signed by her and sealed to who
 * made the pack. OTHER: notes of another pack, or without a day. */
gboolean amp_review_findings_write (AmpReviewOpened *self,
                                    const AmpReviewNotes *notes,
                                    const char *path,
                                    GError **error);
/* Who made the pack: each finding becomes a record of the entity "finding", to be tracked to
 * closure. n: how many. AMP_REVIEW_ERROR: OTHER, of a pack that is not in the ledger or by another
 * than its auditor; TAKEN. */
gboolean
amp_review_findings_import (AmpSession *session, const char *path, guint *n, GError **error);
/* Supervisors. Those that are not at their end first, then by day, the newest first; of AmpRecord,
 * owned. */
GPtrArray *amp_review_findings_list (AmpSession *session, GError **error);
/* How many are not at their end. */
gboolean amp_review_findings_count (AmpSession *session, guint *n, GError **error);
/* Supervisors. Somebody sees to it. INVALID: it is no longer waiting. */
gboolean amp_review_finding_begin (AmpSession *session, gint64 id, GError **error);
/* Supervisors. What was done about it, or why nothing is (shared FALSE), and today as its end.
 * INVALID: nothing is said, or it had its end already. */
gboolean amp_review_finding_close (
  AmpSession *session, gint64 id, gboolean shared, const char *answer, GError **error);

G_END_DECLS
