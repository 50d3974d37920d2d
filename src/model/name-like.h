/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How alike two names are, word by word. Says what fits what; how much that weighs is for whoever
 * knows how common the words are. Pure functions; any thread. */
#pragma once

#include "model/name-words.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_LIKE_NOT,
  AMP_LIKE_SAME,      /* the same letters, accents aside */
  AMP_LIKE_SOUND,     /* sounds alike */
  AMP_LIKE_NICKNAME,  /* one is short for the other */
  AMP_LIKE_LETTER,    /* one letter more, fewer or other, or two swapped; two in long words */
  AMP_LIKE_BEGINNING, /* one is how the other begins, as far as it is typed */
} AmpLike;

/* What kind of likeness, and how sure: 0 to 1. typing: the end of a may still be missing. */
AmpLike
amp_name_word_like (const AmpNameWord *a, const AmpNameWord *b, gboolean typing, double *sure);

typedef struct
{
  AmpLike how; /* NOT: fits nothing over there */
  double sure;
  guint other; /* index of the word it fits */
} AmpNameFit;

typedef struct
{
  AmpNameFit fits[12]; /* by word of the first name */
  guint n_given;       /* words of given names and nicknames that fit, of the first */
  guint n_given_a, n_given_b;
  guint n_surnames; /* surnames that fit; 0 to 2 */
  guint n_surnames_a, n_surnames_b;
  gboolean swapped; /* surnames in the other order */
} AmpNameLikeness;

/* typing: the last word of a may not be whole yet. */
void amp_names_compare (const GPtrArray *a,
                        const GPtrArray *b,
                        gboolean typing,
                        AmpNameLikeness *likeness);

G_END_DECLS
