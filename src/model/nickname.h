/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names that go by others: spellings that no rule brings together (Brian, Brayan), and what people
 * are called (Pepe for José). From data/nicknames/names.tsv; read once; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The spelling that counts for a folded word: itself where the table has no other. Borrowed. */
const char *amp_name_spelling (const char *folded);

/* Whether one is what the other is called, or both are short for the same name. Of sounds. */
gboolean amp_nickname_related (const char *a, const char *b);

/* The sounds of all single words that a name of this sound is shortened to, or that what is short
 * stands for; NULL: none. Borrowed; of char *. */
const GPtrArray *amp_nickname_words (const char *sound);

/* Changes with the table: what is made from it must then be made anew. */
const char *amp_nickname_version (void);

G_END_DECLS
