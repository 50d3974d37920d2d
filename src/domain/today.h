/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first screen of the day (domain.md 6.1 and 6.2), as data: what it shows, in the order in
 * which it shows it. Tells no name. */
#pragma once

#include "domain/safekeeping.h"
#include "domain/tasks.h"

G_BEGIN_DECLS

/* Rows of a group at most: whoever has more of them than that needs a list, not a first screen. */
#define AMP_TODAY_ROWS 50
/* A case is new for a week, and quiet after a month without contact. */
#define AMP_TODAY_NEW_DAYS 7
#define AMP_TODAY_QUIET_DAYS 30

/* Something typed and not saved; of this user. */
typedef struct
{
  char *key;      /* as in amp_store_draft_put() */
  gint64 case_id; /* 0: of no case */
  char *number;   /* or NULL */
  char *entity;   /* of a form by itself, such as "institution"; NULL: a case or an intake */
  gint64 record;  /* what that form is about; 0: a new one */
} AmpTodayDraft;

typedef struct
{
  gint64 id;
  char *kind;     /* code of "approval_kind" */
  char *decision; /* code of "approval_decision" */
  gint64 case_id; /* or 0 */
  char *number;   /* or NULL */
  char *asked_by; /* login */
  char *on;       /* timestamp: decided, or asked for while it waits */
} AmpTodayApproval;

typedef struct
{
  GPtrArray *imminent; /* of AmpTask: the assessment that is due next, for each case */
  GPtrArray *due;      /* of AmpTask: overdue, and of today */
  GPtrArray *silent;   /* of AmpTask: referrals without an answer */
  GPtrArray *drafts;   /* of AmpTodayDraft */
  GPtrArray *answered; /* of AmpTodayApproval: asked for by this user, decided, not seen yet */
  GPtrArray *waiting;  /* of AmpTodayApproval: for a supervisor to decide, not her own */
  guint n_imminent;    /* cases in all */
  gboolean more_due, more_silent;
  AmpCaseload load; /* of this user */
  char *today;
} AmpToday;

void amp_today_free (AmpToday *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpToday, amp_today_free)

/* Of the session's user. today NULL: the clock's. */
AmpToday *
amp_today_read (AmpSession *session, const char *today, GCancellable *cancellable, GError **error);

/* The answer was read. */
gboolean amp_today_approval_seen (AmpSession *session, gint64 approval, GError **error);

/* --- The office, for supervisors --- */

typedef struct
{
  AmpCaseload load;
  char *login;
  guint n_overdue; /* follow-ups */
  guint n_silent;  /* referrals */
} AmpTeamMember;

/* Referrals without an answer, by whom they wait for and where the cases are assisted. */
typedef struct
{
  gint64 to;
  char *institution;
  char *region; /* code */
  guint n;
} AmpTeamStuck;

/* What an open case lacks (domain.md 6.2). */
typedef enum
{
  AMP_TEAM_NO_CONSENT, /* none given */
  AMP_TEAM_NO_SERVICE, /* open for fifteen days, and none delivered */
  AMP_TEAM_NO_REGION,  /* open for fifteen days, and no region of exploitation: the regional tables
                          count it nowhere */
  AMP_TEAM_N_GAPS
} AmpTeamGap;

typedef struct
{
  GPtrArray *members; /* of AmpTeamMember, the most burdened first */
  GPtrArray *stuck;   /* of AmpTeamStuck, referrals without an answer, most first */
  guint n_gaps[AMP_TEAM_N_GAPS];
  char *backup_at; /* timestamp of the last backup, NULL: none that the log tells of */
  AmpRecoveryState recovery;
  guint n_findings; /* of audits, not at their end */
} AmpTeam;

void amp_team_free (AmpTeam *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpTeam, amp_team_free)

/* The same as conditions on open cases (filters.h), for a list of them; of AmpCondition, owned.
 * today NULL: the clock's. */
GPtrArray *amp_team_gap_conditions (AmpTeamGap gap, const char *today);
GPtrArray *amp_team_stuck_conditions (const AmpTeamStuck *stuck, const char *today);

/* NOT_ALLOWED for others. */
AmpTeam *
amp_team_read (AmpSession *session, const char *today, GCancellable *cancellable, GError **error);

G_END_DECLS
