/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody typed into a search box, as words. Private to the folder. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Nobody types more; of a pasted page the first ones are enough. */
#define AMP_SEARCH_WORDS_MAX 12

typedef struct
{
  char **words; /* folded, in the order typed, no longer than AMP_SEARCH_WORDS_MAX */
  guint n;
  char *number; /* "987 654 321" in one piece; NULL where the words are not digits alone, or one */
} AmpSearchWords;

void amp_search_words_init (AmpSearchWords *self, const char *text);
void amp_search_words_clear (AmpSearchWords *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpSearchWords, amp_search_words_clear)

/* What FTS5 is asked for: all words, the first n_whole of them whole, the others as the beginning
 * of one. NULL where there is no word. Free it. */
char *amp_search_words_expression (const AmpSearchWords *self, guint n_whole);

/* Whether folded text holds a word that begins with one of the words, or all digits in one piece.
 */
gboolean amp_search_words_match (const AmpSearchWords *self, const char *folded);

/* "TUM-26…" can only be the beginning of a case number: the range of numbers that begin so, or
 * FALSE. Free both. */
gboolean amp_search_number_range (const char *text, char **from, char **to);

G_END_DECLS
