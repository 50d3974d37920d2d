/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be done, and by when. Nearly all of it is read from the records (domain.md 3): a
 * follow-up that is due, a referral that nobody answers, an assessment that is out of date. Nothing
 * of that is stored; what is stored (entity "task") are tasks that somebody wrote, and that a
 * derived one was put off, dropped or dealt with. The latter hold for the date that they were made
 * for: when the record's date changes, the task is there again.
 *
 * "today" is a day such as "2026-11-24", NULL for the clock's: every function can be asked about
 * any day. Nothing here writes to the log, nothing here tells a name.
 *
 * What is due of a regional plan or a forum belongs to no case: a commitment comes to the user who
 * follows it up, everything else of that kind to the supervisors. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* How to reach a person, without the number: domain.md 6.1. */
typedef struct
{
  char *channel;          /* code of "contact_channel", or NULL */
  char *hours;            /* as written, or NULL */
  int may_leave_message;  /* 1, 0, -1: not recorded */
  int may_say_who;        /* 1, 0, -1 */
  gboolean has_code_word; /* she asks for it */
} AmpSafeRule;

typedef struct
{
  const char *origin;  /* code of "task_origin", static */
  gint64 task;         /* record of entity "task", or 0 */
  gint64 source;       /* record it comes from (the case where there is none); 0: a free one */
  char *source_date;   /* the date in that record */
  char *due;           /* day on which it is to be done */
  char *put_off_until; /* day, or NULL */
  gint64 case_id, person, owner, responsible; /* as in AmpDueRow */
  char *number;                               /* of the case, NULL where it belongs to none */
  char *risk;                                 /* code, or NULL */
  const char *detail_list;                    /* static */
  char *detail;      /* code: what service, what kind of follow-up …; or NULL */
  char *institution; /* name, or NULL */
  char *title;       /* of a free task, and of what belongs to no case; private */
  GPtrArray *safe;   /* of AmpSafeRule; NULL: not asked for, empty: none recorded */
} AmpTask;

void amp_task_free (AmpTask *self);
AmpTask *amp_task_copy (const AmpTask *self); /* without the rules of safe contact */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpTask, amp_task_free)

/* The day it counts for: due, or the day until which it was put off. Borrowed. */
const char *amp_task_day (const AmpTask *self);
/* Days from the day it counts for to today: above 0 overdue, 0 today, below still to come. */
gint64 amp_task_overdue (const AmpTask *self, const char *today);
gboolean amp_task_is_free (const AmpTask *self);
/* Entity whose section of the case page it is done in, "case" where no other fits; of what belongs
 * to no case the entity of its record: "regional_action", "commitment", "forum". */
const char *amp_task_section (const AmpTask *self);
/* Whether amp_tasks_done() can do it; else it is done by recording what was done. */
gboolean amp_task_done_here (const AmpTask *self);

/* --- Lists --- */

typedef struct
{
  gint64 owner; /* whose; 0: the whole office, supervisors only */
  const char *today;
  const char *from, *to; /* days, inclusive; NULL: no end. Both NULL: what is to be done now */
  const char *origin;    /* code, or NULL: every kind */
  gboolean with_put_off; /* also what was put off until later than today */
  gboolean brief;        /* without silent cases and ended retention: they come by the hundred */
  guint limit;           /* of each kind; 0: all */
} AmpTaskQuery;

/* Of AmpTask, owned, by day; the greater risk first. cut, if not NULL, says that there are more. */
GPtrArray *amp_tasks_list (AmpSession *session,
                           const AmpTaskQuery *query,
                           gboolean *cut,
                           GCancellable *cancellable,
                           GError **error);
/* Reads the rules of safe contact into tasks of that list; a query for all of them. */
gboolean amp_tasks_read_safe (AmpSession *session, GPtrArray *tasks, GError **error);

/* --- What can be done with one --- */

typedef struct _AmpTaskUndo AmpTaskUndo;

void amp_task_undo_free (AmpTaskUndo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpTaskUndo, amp_task_undo_free)

/* The last day until which it may be put off; NULL: it may not at all. An imminent risk waits a day
 * and no longer, a hearing and a consent until their own day. Free it. */
char *amp_task_latest (const AmpTask *self, const char *today);
gboolean amp_task_may_drop (const AmpTask *self);
/* Needs a reason. AMP_DOMAIN_ERROR_NOT_ALLOWED past the last day. undo may be NULL. */
gboolean amp_tasks_put_off (AmpSession *session,
                            const AmpTask *task,
                            const char *until,
                            const char *reason,
                            const char *today,
                            AmpTaskUndo **undo,
                            GError **error);
/* It need not be done. Needs a reason; an assessment of a high or imminent risk cannot be dropped.
 */
gboolean amp_tasks_drop (AmpSession *session,
                         const AmpTask *task,
                         const char *reason,
                         const char *today,
                         AmpTaskUndo **undo,
                         GError **error);
/* A free task, or one whose record says no more than that it is done. */
gboolean amp_tasks_done (
  AmpSession *session, const AmpTask *task, const char *today, AmpTaskUndo **undo, GError **error);
/* A free task: record of entity "task" with a title and a day; the rest is filled in. */
gboolean
amp_tasks_save (AmpSession *session, AmpRecord *record, AmpTaskUndo **undo, GError **error);
/* As it was before. CONFLICT where somebody changed it since. */
gboolean amp_tasks_undo (AmpSession *session, const AmpTaskUndo *undo, GError **error);

G_END_DECLS
