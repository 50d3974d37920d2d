/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pairs that were found, the likeliest first, and which of them somebody wants to see: a large
 * register has tens of thousands. In memory only, no names; of one thread. */
#pragma once

#include "domain/duplicates.h"

G_BEGIN_DECLS

/* What narrows them; NULL, 0: nothing does. */
typedef struct
{
  const char *reason; /* code of dup_reason: it is one of the pair's */
  gint64 owner;       /* has a case of one of the two */
  const char *region; /* where one of the two is assisted */
  const char *since;  /* a day, month or year: a case of one of the two was opened since then */
} AmpDuplicateWish;

gboolean amp_duplicate_wish_is_narrow (const AmpDuplicateWish *self);
/* A day that is not known as exactly as the wish asks may be the day. */
gboolean amp_duplicate_pair_fits (const AmpDuplicatePair *pair, const AmpDuplicateWish *wish);

typedef struct _AmpDuplicateList AmpDuplicateList;

AmpDuplicateList *amp_duplicate_list_new (void);
void amp_duplicate_list_free (AmpDuplicateList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDuplicateList, amp_duplicate_list_free)

/* Takes the pair. Its place among those that fit; -1: it does not. */
int amp_duplicate_list_add (AmpDuplicateList *self, AmpDuplicatePair *pair);
/* Copies the wish. */
void amp_duplicate_list_narrow (AmpDuplicateList *self, const AmpDuplicateWish *wish);

guint amp_duplicate_list_n_all (const AmpDuplicateList *self);
guint amp_duplicate_list_n_fit (const AmpDuplicateList *self);
/* Of those that fit; the likeliest is 0, of equally likely ones who was recorded last. Borrowed. */
AmpDuplicatePair *amp_duplicate_list_nth (const AmpDuplicateList *self, guint n);
gboolean amp_duplicate_list_is_narrow (const AmpDuplicateList *self);

/* --- What was decided --- */

/* The pair of these two, and where gone is not 0 all pairs of that one, leave the list. They are
 * the caller's, to be put back with amp_duplicate_list_add() if she changes her mind. */
GPtrArray *amp_duplicate_list_take (AmpDuplicateList *self, gint64 a, gint64 b, gint64 gone);

/* The merge of these two is asked for, or no longer. */
void amp_duplicate_list_set_waiting (AmpDuplicateList *self, gint64 a, gint64 b, gboolean waiting);

/* Who was told apart or merged, as it is now, in whatever window somebody decided. */
typedef struct _AmpDuplicateVerdicts AmpDuplicateVerdicts;

AmpDuplicateVerdicts *
amp_duplicate_verdicts_read (AmpSession *session, GCancellable *cancellable, GError **error);
void amp_duplicate_verdicts_free (AmpDuplicateVerdicts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDuplicateVerdicts, amp_duplicate_verdicts_free)

/* Pairs that were decided leave the list; as amp_duplicate_list_take(). */
GPtrArray *amp_duplicate_list_obey (AmpDuplicateList *self, const AmpDuplicateVerdicts *verdicts);

G_END_DECLS
