/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box: hits as one types. Comes with store.h. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_HIT_PERSON, /* a name, document, phone … of the person or somebody of hers */
  AMP_HIT_CASE,   /* its number or the pseudonym, or the number of a proceeding */
  AMP_HIT_TEXT,   /* free text: notes, goals, details … */
  AMP_HIT_GROUPS
} AmpHitGroup;

typedef enum
{
  AMP_HIT_EXACT,     /* every word as it stands */
  AMP_HIT_BEGINNING, /* as the beginning of a word */
  AMP_HIT_SOUND,     /* only sounds alike */
} AmpHitQuality;

typedef struct
{
  AmpHitGroup group;
  AmpHitQuality quality;
  gint64 case_id;
  gint64 owner;            /* user, 0: nobody */
  const AmpEntity *entity; /* of the record that holds the words */
  gint64 record;
  char *fields;                   /* of it, those that hold them, joined by ';' */
  char *number, *status, *region; /* of the case */
  char *name;                     /* the person's; NULL unless asked for */
  char *snippet;                  /* what was written there; NULL unless asked for */
} AmpHit;

void amp_hit_free (AmpHit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpHit, amp_hit_free)

typedef struct
{
  GPtrArray *hits;               /* of AmpHit, group by group, the best first */
  gboolean more[AMP_HIT_GROUPS]; /* there are others than those given */
} AmpHits;

void amp_hits_free (AmpHits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpHits, amp_hits_free)

/* Every word of text, in any order, without accents, as a whole word or the beginning of one; a
 * case comes once in a group, at most per_group of them. Text that looks like a case number is
 * sought as one and as nothing else. Notes that their author keeps to herself are found by her
 * alone. with_identity only after the caller has written AMP_AUDIT_VIEW_IDENTITY. Ends with
 * G_IO_ERROR_CANCELLED soon after cancellable fires. */
AmpHits *amp_store_search (AmpStore *self,
                           const char *text,
                           guint per_group,
                           gboolean with_identity,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
