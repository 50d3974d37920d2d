/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is decided about two people who look like one (entity dup_decision), and merging them. */
#pragma once

#include "domain/session.h"
#include "domain/sentences.h"

G_BEGIN_DECLS

#define AMP_PEOPLE_UNDO_DAYS 30

/* Remembers a verdict of dup_verdict about two people: "different" is not asked again, "same" is
 * the proposal to merge them. A later verdict about the same two takes the place of an earlier one.
 * score and reasons are those of AmpDuplicate; reasons may be NULL. The id of the decision, 0 on
 * failure. */
gint64 amp_people_decide (AmpSession *session,
                          gint64 a,
                          gint64 b,
                          const char *verdict,
                          guint score,
                          const char *reasons,
                          GError **error);

/* Merges the two people of a decision "same" into the one of the two that is kept: cases and all
 * else that refers to the other move to her, what is empty in her record is filled, another name
 * becomes a name she is known by, and all other differences are told in a note of her newest case.
 * The other is gone from lists. One transaction; event MERGE. A supervisor, or whoever holds
 * the permit of an approval "merge" of this decision (of no case): a caseworker proposes.
 * translate: for labels in the note; NULL: English. */
gboolean amp_people_merge (
  AmpSession *session, gint64 decision, gint64 keep, AmpTranslate translate, GError **error);

/* What amp_people_merge() would do with these two, to be shown first: it is done, and taken back
 * before anybody can see it, so that it cannot tell anything else. Names entities and fields, no
 * values; free to whoever may open one of the two. Whoever may not open the other is told a number
 * alone: that a pregnancy is recorded, or that two people are accused, is already what the
 * colleague's record says (domain.md 5.10). The supervisor who decides sees all of it. */
typedef struct
{
  const AmpEntity *entity;
  guint n;
} AmpPeopleMoved;

typedef struct
{
  GArray *moved;            /* of AmpPeopleMoved: what refers to the other and moves */
  GPtrArray *filled, *told; /* of const AmpField *: what was empty; what differs, and goes into the
                               note */
  gboolean renamed;         /* another name is one she is known by from then on */
  gboolean closed;          /* one record is not hers to read: the lists above are empty */
  guint n_moved;            /* records that move, of whatever kind */
} AmpPeoplePreview;

void amp_people_preview_free (AmpPeoplePreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpPeoplePreview, amp_people_preview_free)

AmpPeoplePreview *
amp_people_preview (AmpSession *session, gint64 a, gint64 b, gint64 keep, GError **error);

/* The two side by side, the one who was recorded first before the other. */
typedef struct
{
  gint64 person[2];
  char *pseudonym[2];
  AmpRecord *record[2]; /* NULL where a colleague keeps her case (domain.md 5.10) */
  gint64 waiting;       /* the approval that is asked for; 0: none */
  guint score;          /* as decided before; 0, NULL: not yet */
  char *reasons;
} AmpPeoplePair;

void amp_people_pair_free (AmpPeoplePair *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpPeoplePair, amp_people_pair_free)

/* Writes no audit event: whoever shows a name writes VIEW_IDENTITY. */
AmpPeoplePair *amp_people_pair (AmpSession *session, gint64 a, gint64 b, GError **error);
/* The same of a decision, for whoever is asked to approve it. */
AmpPeoplePair *amp_people_pair_of (AmpSession *session, gint64 decision, GError **error);

/* They are one: "same" is decided and, by a supervisor, the two are merged into keep; by anybody
 * else the merge is asked for (AmpApprovalRequest; the older record is kept then, and one of the
 * two has to be hers), why may be NULL. One transaction. The decision, 0 on failure: INVALID where
 * it is asked for already. */
gint64 amp_people_join (AmpSession *session,
                        const AmpPeoplePair *pair,
                        gint64 keep,
                        const char *why,
                        AmpTranslate translate,
                        GError **error);

/* The approval that waits for these two to be merged; 0: none. */
gboolean
amp_people_waiting (AmpSession *session, gint64 a, gint64 b, gint64 *approval, GError **error);

typedef struct
{
  gint64 decision;
  char *pseudonym_kept, *pseudonym_gone;
  char *by;    /* who said that they are one; NULL */
  char *until; /* the last day on which it can be taken back */
} AmpPeopleMerged;

void amp_people_merged_free (AmpPeopleMerged *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpPeopleMerged, amp_people_merged_free)

/* What was merged and can be taken back, the newest first; of AmpPeopleMerged, owned. Supervisors
 * only. */
GPtrArray *amp_people_merged (AmpSession *session, GError **error);

/* Puts all of it back, up to AMP_PEOPLE_UNDO_DAYS after: what moved moves back, what was filled is
 * emptied again. What people have written since stays as they wrote it, with whom they wrote it.
 * Afterwards the decision is "unsure". Supervisors only. */
gboolean amp_people_unmerge (AmpSession *session, gint64 decision, GError **error);

G_END_DECLS
