/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search index of identity.db: what goes in. Private to the folder; hits.h asks it.
 *
 * Every record that leads to a person or a case, and has something to search, is one entry: its
 * names (identifiers) and its words (free text), folded. The indexes read the text from
 * search_entry, so an entry is taken out by giving the old text again. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* Counted up whenever what goes in changes: vaults of older rules are indexed anew when opened. */
#define AMP_SEARCH_RULES 1

/* After the record was inserted or changed. */
gboolean amp_search_put (AmpStore *store, const AmpRecord *record, gboolean is_new, GError **error);
gboolean amp_search_drop (AmpStore *store, gint64 id, GError **error);

/* Entries of a bulk load go into the index in one go, because each savepoint makes FTS5 write out
 * what it gathered. */
gboolean amp_search_flush (AmpStore *store, GError **error);

/* Puts every record in, into an index that is empty. Within a transaction, in bulk mode. */
gboolean amp_search_fill (AmpStore *store, GError **error);
/* Makes the index anew where it is of older rules. Within a transaction. */
gboolean amp_search_bring_up_to_date (AmpStore *store, GError **error);

typedef enum
{
  AMP_SEARCH_OUT,   /* not in the index */
  AMP_SEARCH_NAMES, /* identifiers */
  AMP_SEARCH_WORDS, /* free text */
} AmpSearchColumn;

/* Where a field of an entity stands. */
AmpSearchColumn amp_search_column (const AmpEntity *entity, const AmpField *field);

G_END_DECLS
