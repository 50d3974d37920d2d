/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search index of identity.db. Private to the folder.
 *
 * Every record that is a person or refers to one, and has fields to search, is one entry: its id,
 * the person, its folded text. The index reads the text from search_text, so an entry is taken out
 * by giving the old text again. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* After the record was inserted or changed. */
gboolean amp_search_put (AmpStore *store, const AmpRecord *record, gboolean is_new, GError **error);
gboolean amp_search_drop (AmpStore *store, gint64 id, GError **error);

/* Entries of a bulk load go into the index in one go, because each savepoint makes FTS5 write out
 * what it gathered. */
gboolean amp_search_flush (AmpStore *store, GError **error);

/* What FTS5 is asked for: every word as the beginning of one, all of them. NULL where the text has
 * no word. Free it. */
char *amp_search_expression (const char *text);

G_END_DECLS
