/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The blind index of identity.db: keyed hashes of documents, phones, birth dates and of how names
 * sound, so that a likely double is found among all people without reading them. Private to the
 * folder; store.h has what is asked of it.
 *
 * search_keys holds the hashes of each record, search_blind the records of each hash. Both can be
 * made anew from the records at any time, and are where the way of hashing changed. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* After the record was inserted or changed. later: the postings come by amp_blind_flush(). */
gboolean amp_blind_put (
  AmpStore *store, const AmpRecord *record, gint64 person, gboolean later, GError **error);
gboolean amp_blind_drop (AmpStore *store, gint64 id, GError **error);

/* The postings of records that were put to come later. */
gboolean amp_blind_flush (AmpStore *store, const gint64 *ids, gsize n_ids, GError **error);

/* Whether the index on file was made the way this program makes it. */
gboolean amp_blind_is_current (AmpStore *store, gboolean *current, GError **error);
/* Makes it anew from all records. Within a transaction. */
gboolean amp_blind_rebuild (AmpStore *store, GError **error);

/* The hashes of a record; of gint64, sorted, no repeats. NULL: failed. */
GArray *amp_blind_keys (AmpStore *store, const AmpRecord *record, GError **error);

/* --- What both sides hash --- */

typedef enum
{
  AMP_BLIND_HEAD,      /* the first sounds of a word of a name */
  AMP_BLIND_TAIL,      /* the last ones: one slip leaves one of the two whole */
  AMP_BLIND_DOCUMENT,  /* whole */
  AMP_BLIND_DIGITS,    /* but for three in a row: one slip leaves one of them whole */
  AMP_BLIND_PHONE,     /* whole */
  AMP_BLIND_BIRTHDATE, /* whole */
} AmpBlindKind;

gboolean
amp_blind_hash (AmpStore *store, AmpBlindKind kind, const char *text, gint64 *hash, GError **error);

/* Head or tail of a word. Free it. */
char *amp_blind_part (const char *coarse, AmpBlindKind kind);
/* A document without the n-th three in a row; NULL: no more of them. Free it. */
char *amp_blind_digits (const char *document, guint n);

G_END_DECLS
