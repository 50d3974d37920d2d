/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What institutions of both countries promised each other at forums and round tables, and the
 * meetings themselves: the agenda of the next one, the minutes of the last one (domain.md 5.5).
 *
 * "today" is a day such as "2026-11-24", NULL for the clock's. */
#pragma once

#include "domain/sentences.h"
#include "domain/session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 id, forum;
  char *forum_code, *forum_name, *forum_on;
  char *text, *indicator, *target; /* NULL where not recorded, as all below */
  gint64 promised_by, promised_to; /* institutions, or 0 */
  char *by, *to;                   /* their names, or as written where not in the directory */
  char *country, *region;          /* its own, else of who promised; codes */
  char *due_on, *status;
  gint64 responsible;
  char *responsible_name;
  gboolean open; /* nobody said that it is fulfilled, not fulfilled or withdrawn */
  gint64 late;   /* days since its last day, if it is open; 0: not overdue */
  char *last_on, *last_text, *last_evidence; /* of the latest update */
  guint n_updates;
} AmpCommitment;

void amp_commitment_free (AmpCommitment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCommitment, amp_commitment_free)

typedef struct
{
  const char *today;
  gint64 forum;        /* 0: of all */
  gint64 institution;  /* who promised or was promised; 0: any */
  const char *country; /* code, or NULL */
  const char *region;  /* code, or NULL */
  const char *status;  /* code, or NULL */
  gboolean open;       /* those that are open alone */
} AmpCommitmentQuery;

/* Of AmpCommitment, owned: open ones first, the longest overdue at the top, those without a date
 * last; then the others, the latest first. */
GPtrArray *amp_commitments_list (AmpSession *session,
                                 const AmpCommitmentQuery *query,
                                 GCancellable *cancellable,
                                 GError **error);

/* --- Meetings --- */

typedef struct
{
  AmpRecord *forum;
  char *institution;  /* who convened it, or NULL */
  GPtrArray *made;    /* of AmpCommitment: promised there, by institution */
  GPtrArray *waiting; /* of AmpCommitment: open ones of this and of the earlier meetings of its
                         kind, country and region, by institution, the longest overdue first */
  guint n_overdue;    /* among the latter */
  guint n_meetings;   /* that the latter come from */
  char *today;
} AmpMeeting;

void amp_meeting_free (AmpMeeting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpMeeting, amp_meeting_free)

AmpMeeting *amp_meeting_read (
  AmpSession *session, gint64 forum, const char *today, GCancellable *cancellable, GError **error);
/* The id of the forum of that code; 0 with AMP_STORE_ERROR_NOT_FOUND. */
gint64 amp_forum_find (AmpSession *session, const char *code, GError **error);

/* Likewise of an institution, for a query. */
gint64 amp_commitments_find_institution (AmpSession *session, const char *code, GError **error);

/* --- Files: each writes EXPORT first --- */

GBytes *
amp_commitments_to_csv (AmpSession *session, const AmpCommitmentQuery *query, GError **error);
/* A4; the same meeting gives the same bytes. The agenda of the next meeting: what is open, by
 * institution, with what was said last, and the points. */
GBytes *amp_forum_agenda_to_pdf (AmpSession *session,
                                 gint64 forum,
                                 const char *today,
                                 const char *language,
                                 AmpTranslate translate,
                                 GError **error);
/* The minutes of this one: agreements and what was promised, by whom, to whom, until when. */
GBytes *amp_forum_minutes_to_pdf (AmpSession *session,
                                  gint64 forum,
                                  const char *today,
                                  const char *language,
                                  AmpTranslate translate,
                                  GError **error);

G_END_DECLS
