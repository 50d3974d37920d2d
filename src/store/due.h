/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What falls due, read from the records themselves; comes with store/store.h.
 *
 * Each kind is a row of a table in due.c: which records, which date of theirs, and an index of
 * those alone that are still open, so that what is due is found without reading what is done. What
 * the dates mean (a week ahead, thirty days later) is the domain's matter (domain/tasks.h): here
 * they are compared as they stand. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* One kind to look for. */
typedef struct
{
  const char *origin; /* code of the list "task_origin" */
  const char *from;   /* day, inclusive; NULL: since ever */
  const char *to;     /* day, inclusive */
} AmpDueWanted;

typedef struct
{
  gint64 owner; /* whose cases, or named in the record as responsible; 0: everybody's */
  gboolean
    nobodys; /* of an owner: also what belongs to no case and has nobody who answers for it */
  const char *today;     /* day: what is put off until a later one is left out … */
  gboolean with_put_off; /* … unless this is set; what was done or dropped always is */
  gboolean free_tasks;   /* also tasks that somebody wrote and that are not done, by due_on … */
  const char *free_from, *free_to; /* … as in AmpDueWanted */
  const AmpDueWanted *wanted;
  gsize n_wanted;
  guint limit; /* rows of each kind, earliest first; 0: all */
} AmpDueQuery;

typedef struct
{
  const char *origin; /* static */
  gint64 source;      /* record it comes from; the case where there is none; 0: a free task */
  char *date;         /* the date as it stands in that record; of a free task its due_on */
  gint64 case_id;     /* 0: of no case */
  gint64 person;
  gint64 owner;            /* of the case; of a free task its own; else who is responsible, or 0 */
  gint64 responsible;      /* named in the record, or 0 */
  char *number;            /* of the case */
  char *risk;              /* code, or NULL */
  const char *detail_list; /* static: list of the code below */
  char *detail;            /* code, or NULL */
  char *institution;       /* name, or NULL */
  gint64 task;             /* record of entity "task" that says what was done about it, or 0 */
  char *put_off_until;     /* day, or NULL */
  char *title;             /* of a free task, and of what belongs to no case */
} AmpDueRow;

void amp_due_row_free (AmpDueRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDueRow, amp_due_row_free)

/* Of AmpDueRow, owned; kind by kind. What belongs to a closed case is not due, but for
 * "retention". */
GPtrArray *
amp_store_due (AmpStore *self, const AmpDueQuery *query, GCancellable *cancellable, GError **error);

/* Open cases of one user; owner 0: of all. */
typedef struct
{
  gint64 owner;
  guint n_open;
  guint n_new;      /* opened on that day or later */
  guint n_quiet;    /* no contact since that day, or none ever and opened by then */
  guint n_imminent; /* by the level of the case */
  guint n_high;
} AmpCaseload;

gboolean amp_store_caseload (AmpStore *self,
                             gint64 owner,
                             const char *new_since,
                             const char *quiet_since,
                             AmpCaseload *load,
                             GCancellable *cancellable,
                             GError **error);
/* Of each user who has open cases; of AmpCaseload. */
GArray *amp_store_caseloads (AmpStore *self,
                             const char *new_since,
                             const char *quiet_since,
                             GCancellable *cancellable,
                             GError **error);
/* Open cases of a risk level, most silent first, as rows of origin NULL whose date is the last
 * contact; n gets how many there are in all. */
GPtrArray *amp_store_cases_at_risk (AmpStore *self,
                                    gint64 owner,
                                    const char *level,
                                    guint limit,
                                    guint *n,
                                    GCancellable *cancellable,
                                    GError **error);

/* How many of a kind are due on to or before, by whose case it is: gint64 owner -> guint (as
 * pointers to gint64 and GUINT_TO_POINTER). */
GHashTable *amp_store_due_by_owner (
  AmpStore *self, const char *origin, const char *to, GCancellable *cancellable, GError **error);

typedef enum
{
  AMP_WITHOUT_CONSENT, /* no consent recorded as given */
  AMP_WITHOUT_SERVICE, /* no service delivered, not even in part */
  AMP_WITHOUT_REGION,  /* no region of exploitation in any situation */
} AmpWithout;

/* How many open cases that were opened on that day or before lack something. */
gboolean amp_store_open_without (AmpStore *self,
                                 AmpWithout what,
                                 const char *opened_by,
                                 guint *n,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
