/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office's work beside the cases (domain.md 5.5): prevention, training, regional plans, forums
 * with their commitments, external figures. Aggregate numbers, nobody named; caseworkers and
 * supervisors record it, an auditor has no key to it. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* Lists: "activity", "training", "regional_plan", "forum", "commitment", "external_figure". */
gboolean amp_programme_is_list (const AmpEntity *entity);
/* Of a list or of what belongs to one (attendance, goals, progress …). */
gboolean amp_programme_has (const AmpEntity *entity);

typedef struct
{
  const char *entity;      /* one of the lists */
  guint year;              /* of the day; 0: all */
  const char *region;      /* code, or NULL */
  const char *status;      /* code, or NULL; passed over where the list has none, as the next two */
  const char *country;     /* code, or NULL */
  const char *institution; /* id of who promised or was promised, or NULL */
  const char *since;       /* a day, or NULL: not before it, and not those that were cancelled */
  const char *text; /* words of title, code and place, in any order, accents ignored; NULL: all */
  guint most;       /* rows; 0: all */
} AmpProgrammeQuery;

typedef struct
{
  gint64 id;
  char *code, *on, *title; /* NULL where not recorded */
  char *kind;              /* code of amp_programme_kind_list() */
  char *region, *status;   /* codes */
  char *place;             /* a text; of a figure its value as it is written */
  char *unit, *checked_on; /* of a figure: a code, and the day it was last looked up; else NULL */
  gint64 n; /* people reached, people trained, the value of a figure; -1: not recorded */
} AmpProgrammeRow;

void amp_programme_row_free (AmpProgrammeRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpProgrammeRow, amp_programme_row_free)

/* Whether the query's country and institution mean something there. */
gboolean amp_programme_has_parties (const char *entity);
/* Code list of AmpProgrammeRow.kind and of .status; NULL where the list has none. */
const char *amp_programme_kind_list (const char *entity);
const char *amp_programme_status_list (const char *entity);

/* The newest first, of AmpProgrammeRow, owned. n_all, if not NULL: how many there are under the
 * same conditions, whatever "most" says. */
GPtrArray *amp_programme_list (AmpSession *session,
                               const AmpProgrammeQuery *query,
                               guint *n_all,
                               GCancellable *cancellable,
                               GError **error);
/* Years in which the list has records, the latest first; of guint. */
GArray *amp_programme_years (AmpSession *session, const char *entity, GError **error);

AmpRecord *amp_programme_load (AmpSession *session, const char *entity, gint64 id, GError **error);
/* amp_cases_save() of a record of the programme: checked by amp_check_record(), and given the next
 * free code of its year ("ACT-26-0014") where it has none. Refused with AMP_DOMAIN_ERROR_INVALID
 * where its code is or was another one's. */
gboolean amp_programme_save (AmpSession *session, AmpRecord *record, GError **error);
/* Fills what a save would fill; in its transaction. Does nothing for what is not of the programme.
 * For amp_cases_save(). */
gboolean amp_programme_fill (AmpSession *session, AmpRecord *record, GError **error);

/* The record of a list to which a record belongs in the end (an action of a plan to the plan), as
 * the programme page shows it; itself where it is of a list that stands alone. list may not be
 * NULL; it is static. 0 with error. */
gint64 amp_programme_root (
  AmpSession *session, const char *entity, gint64 id, const char **list, GError **error);

/* People reached, by the activity's numbers; -1 where none is recorded. */
gint64 amp_programme_reached (const AmpRecord *activity);
/* The same of one sex, 'f', 'm' or 'x'; 0 where none is recorded. */
gint64 amp_programme_reached_of (const AmpRecord *activity, char sex);

/* How many cases came from the activity, whoever's they are: a number, no case. -1 with error. */
gint64 amp_programme_cases_of (AmpSession *session, gint64 activity, GError **error);

/* Ids of those that this user may open (access.h); of gint64. */
GArray *amp_programme_case_ids (AmpSession *session, gint64 activity, GError **error);

/* From which a case may have come: the newest of the last two years that were not cancelled, those
 * of that region (NULL: none) before the others, and the one that is chosen already (0: none). So
 * many as a list to choose from holds. Of AmpProgrammeRow, owned. */
GPtrArray *
amp_programme_sources (AmpSession *session, const char *region, gint64 chosen, GError **error);

/* --- programme-delete.c --- */

/* What hangs on a record. */
typedef struct
{
  const AmpEntity *entity;
  const AmpField *field; /* by which its records refer */
  gboolean goes;         /* belongs to it: is deleted with it */
  guint n;
} AmpProgrammeUse;

/* Of a record of the programme, or of a document; of AmpProgrammeUse, owned. Everybody's cases are
 * counted. */
GPtrArray *
amp_programme_uses (AmpSession *session, const AmpEntity *entity, gint64 id, GError **error);

/* Records of the lists in which the document is evidence, each once; of AmpProgrammeRow, owned,
 * with code and title alone. */
GPtrArray *amp_programme_evidence (AmpSession *session, gint64 document, GError **error);

/* With what belongs to it. Its code stays with it and is given to no other one. Refused with
 * AMP_DOMAIN_ERROR_INVALID and a sentence for an activity from which cases came: they would lose
 * their source. */
gboolean amp_programme_delete (AmpSession *session, const char *entity, gint64 id, GError **error);

/* Planned ones: it was carried out today. */
gboolean amp_programme_may_do (const AmpRecord *record);
void amp_programme_do_today (AmpRecord *record);

/* --- programme-repeat.c: a series is entered once --- */

#define AMP_PROGRAMME_MOST_REPEATED 200

typedef enum
{
  AMP_REPEAT_WEEKLY,
  AMP_REPEAT_EVERY_TWO_WEEKS,
  AMP_REPEAT_MONTHLY, /* the same day; in a shorter month its last one */
} AmpRepeat;

typedef struct
{
  AmpRepeat every;
  guint times;       /* how often again; 0: until */
  const char *until; /* a whole day, the last one allowed */
} AmpRepeatWish;

/* Days ("2026-12-03") of the further ones, without the first; of char *, owned. Refused with
 * AMP_DOMAIN_ERROR_INVALID and a sentence: the first has no whole day, it is none at all, or they
 * are more than AMP_PROGRAMME_MOST_REPEATED. */
GPtrArray *amp_repeat_days (const char *first, const AmpRepeatWish *wish, GError **error);
/* Planned copies of a stored activity, without what was reached, each with a code of its own and
 * linked by "series"; all of them, or none. A day on which the series has one already is passed
 * over: the same wish twice makes one series. n_made may be NULL. */
gboolean amp_programme_repeat (
  AmpSession *session, gint64 activity, const AmpRepeatWish *wish, guint *n_made, GError **error);

G_END_DECLS
