/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the log says about how the office works, for whoever reviews it: pauses, a clock that goes
 * back, how many identities each user looks at, exceptions to consent, what left the office. Pure:
 * takes events, one after the other. It proves nothing; amp_store_audit_check() does.
 *
 * When a user stands out: her views of identities for each day on which she did anything, held
 * against those of all users, by the modified z-score (median and median of the deviations, 0.6745
 * * (x - median) / deviation, Iglewicz and Hoaglin): above 3.5, where the deviation counts at least
 * a tenth of the median and at least one view a day. It takes AMP_AUDIT_LEAST_USERS users with a
 * day of work; one who looks at less than the others never stands out. So one who looks at
 * everything cannot pull the measure up to herself, as she could a mean. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* What is told as a pause: no event for more than so many days. */
#define AMP_AUDIT_PAUSE_DAYS 7
/* A clock that goes back by less was set right, and is not told. */
#define AMP_AUDIT_JUMP_SECONDS 120
#define AMP_AUDIT_LEAST_USERS 3
/* Of pauses, jumps and acts no more are kept than so many of each; n_… counts them all. */
#define AMP_AUDIT_KEPT 1000

typedef enum
{
  AMP_AUDIT_USE_VIEWS, /* of identities */
  AMP_AUDIT_USE_CASE_VIEWS,
  AMP_AUDIT_USE_CHANGES, /* create, update, delete, import, merge */
  AMP_AUDIT_USE_OVERRIDES,
  AMP_AUDIT_USE_EXPORTS,
  AMP_AUDIT_USE_PRINTS,
  AMP_AUDIT_USE_FAILED_UNLOCKS,
  AMP_AUDIT_USE_KEY_CHANGES,
  AMP_AUDIT_USE_OTHER,
  AMP_AUDIT_N_USES
} AmpAuditUse;

/* "identity_views" …; static. */
const char *amp_audit_use_to_code (AmpAuditUse use);

typedef struct
{
  gint64 user;
  guint64 n_events;
  guint64 n[AMP_AUDIT_N_USES];
  guint64 days;     /* on which she did anything */
  double daily;     /* views of identities for each of them */
  double score;     /* modified z-score of it; 0 where there are too few users */
  gboolean outlier; /* stands out by it */
  const char *role; /* as of her last event: a role's code, static; NULL: none that is known */
} AmpAuditUser;

/* Between an event and the one before. */
typedef struct
{
  guint64 seq;    /* the later one */
  gint64 actor;   /* who wrote it */
  gint64 seconds; /* that passed; less than 0: the clock went back */
  char *at;       /* time of the later one */
} AmpAuditStep;

/* A thing done that a reviewer is told of one by one. */
typedef struct
{
  guint64 seq;
  char *at;
  gint64 actor;
  AmpAuditUse use; /* OVERRIDES, EXPORTS, KEY_CHANGES */
  char *object;    /* an entity's name, or NULL */
  char *reason;    /* the program's own word, or NULL */
} AmpAuditAct;

typedef struct
{
  guint64 n_events, first_seq, last_seq;
  char *first_at, *last_at; /* NULL: no events */
  GPtrArray *users;         /* of AmpAuditUser, by id */
  double median_daily;      /* views of identities a user and day, the median */
  GPtrArray *pauses;        /* of AmpAuditStep, as they come */
  GPtrArray *jumps;         /* of AmpAuditStep, as they come */
  GPtrArray *acts;          /* of AmpAuditAct, as they come */
  guint64 n_pauses, n_jumps, n_acts;
  guint64 n_unread; /* events whose time cannot be read */
  guint n_outliers;
} AmpAuditSummary;

void amp_audit_summary_free (AmpAuditSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpAuditSummary, amp_audit_summary_free)

typedef struct _AmpAuditReview AmpAuditReview;

AmpAuditReview *amp_audit_review_new (void);
void amp_audit_review_free (AmpAuditReview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpAuditReview, amp_audit_review_free)

/* The next event, in the order of the log; an AmpAuditFunc, data is the AmpAuditReview. TRUE. */
gboolean amp_audit_review_take (const AmpAuditEvent *event, gpointer data);
/* Ends it; nothing is taken afterwards. */
AmpAuditSummary *amp_audit_review_end (AmpAuditReview *self);

/* CSV: kind,seq,at,user,name,value. Codes, never translated. */
char *amp_audit_summary_to_csv (const AmpAuditSummary *self);

/* Seconds since 1970 of an event's time. FALSE where it is none. */
gboolean amp_audit_time_read (const char *at, gint64 *seconds);
/* What passed between two events, as a band: "0", "1-3", "4-7", "8-30", "31-90", "90+" days;
 * "back" where the clock went back by AMP_AUDIT_JUMP_SECONDS or more; "none" where before is NULL
 * or a time cannot be read. Static. */
const char *amp_audit_gap_band (const char *before, const char *at);

G_END_DECLS
