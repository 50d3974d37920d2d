/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is somebody like this known already? Candidates come from the blind index, each is read and
 * weighed: what agrees weighs the more the rarer it is among all people of the vault, what
 * disagrees weighs against. Never decides: it shows, with its reasons, and people decide. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

#define AMP_DUPLICATES_LIKELY 50 /* the score from which two are told to be one, unasked */
#define AMP_DUPLICATES_MOST 8    /* more is no answer to "is she known here" */

typedef struct
{
  gint64 person;
  gint64 case_id;    /* her newest case; 0: none */
  char *case_number; /* NULL: none */
  char *pseudonym;
  char *name;    /* NULL where it may not be shown to this user */
  gboolean own;  /* this user may open it: her own case, or she is a supervisor */
  guint score;   /* 0 to 100: how likely it is one person */
  char *reasons; /* codes of dup_reason, joined by ';'; never empty */
} AmpDuplicate;

void amp_duplicate_free (AmpDuplicate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDuplicate, amp_duplicate_free)

/* Who is probably the person of the record, which may hold as little as half a name; likeliest
 * first. text: typed into a search box, its last word perhaps not whole; may be NULL, and the
 * record too. Left out: the person herself, those in without (0 ends it; may be NULL), and those
 * somebody said she is not. Of AmpDuplicate, owned. Writes no audit event: whoever shows a name
 * writes VIEW_IDENTITY. */
GPtrArray *amp_duplicates_find (AmpSession *session,
                                const AmpRecord *person,
                                const char *text,
                                const gint64 *without,
                                guint most,
                                GCancellable *cancellable,
                                GError **error);

typedef struct
{
  gint64 a, b; /* people */
  char *pseudonym_a, *pseudonym_b;
  guint score;
  char *reasons;
  gboolean waiting; /* to be merged, as soon as somebody approves */

  /* Of the cases of both; of those that are hers alone where a caseworker asks: whose case, where
   * and since when the other one's is, is a colleague's (domain.md 5.10). */
  char *owners;  /* users, ";3;12;"; NULL: no case */
  char *regions; /* codes of office_region, ";PE-TUM;"; NULL: none */
  char *opened;  /* the latest day a case was opened; NULL: none */
} AmpDuplicatePair;

void amp_duplicate_pair_free (AmpDuplicatePair *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDuplicatePair, amp_duplicate_pair_free)

typedef void (*AmpDuplicatePairFunc) (const AmpDuplicatePair *pair, gpointer data);

/* All probable pairs of the vault, without those decided on; no names. Supervisors only. */
gboolean amp_duplicates_pairs (AmpSession *session,
                               AmpDuplicatePairFunc func,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

/* The same in small steps, so that others get their turn in between; who was recorded last comes
 * first. A caseworker goes over the people of her own cases only; the other of a pair may be a
 * colleague's. For a supervisor the first steps read everybody: she finds them as they were then,
 * but for who was merged or decided on since. */
typedef struct
{
  GArray *people;                   /* of gint64 */
  guint at;                         /* so many were looked at */
  GHashTable *mine;                 /* set of gint64 *; NULL for a supervisor */
  struct _AmpDuplicateCases *cases; /* of those people, as they were when they were read */
  struct _AmpDuplicateCrowd *crowd; /* of a supervisor: everybody */
  gboolean ready;                   /* everybody was read */
} AmpDuplicateWalk;

AmpDuplicateWalk *amp_duplicate_walk_new (AmpSession *session, GError **error);
void amp_duplicate_walk_free (AmpDuplicateWalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDuplicateWalk, amp_duplicate_walk_free)

gboolean amp_duplicate_walk_is_over (const AmpDuplicateWalk *self);
/* Looks at one more person, or reads some more first; adds AmpDuplicatePair to pairs. */
gboolean amp_duplicate_walk_step (AmpDuplicateWalk *self,
                                  AmpSession *session,
                                  GPtrArray *pairs,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
