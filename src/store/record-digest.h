/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The digest of a record as the two databases hold it: every column of both halves and every code,
 * deleted or not. Private to the folder.
 *
 * BLAKE2b-256 under identity.db's hash key, so that it tells nothing to who lacks K_id, over
 *
 *   "amparo record 1"   15 bytes, no NUL
 *   table               text: an entity's name
 *   for each column or code that holds something, in the order of the names (bytes):
 *     name              text: the column's, or ENTITY__FIELD once for each of its codes, these in
 * order value             text, numbers in decimal
 *
 * where text is a 4-byte length, little-endian, and the bytes. Columns are those that the tables
 * have, not those that this program knows, and an empty one counts for nothing: so a program that
 * knows fewer fields, or more, gives the same. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* A record's row must be there: else NOT_FOUND. */
gboolean amp_record_digest (
  AmpStore *store, const char *table, gint64 id, guint8 out[AMP_HASH_BYTES], GError **error);

typedef gboolean (*AmpRecordDigestFunc) (const char *table,
                                         gint64 id,
                                         const char *created_at,
                                         const guint8 digest[AMP_HASH_BYTES],
                                         gpointer data,
                                         GError **error); /* FALSE ends it */

/* Of every record, table by table. */
gboolean
amp_record_digest_all (AmpStore *store, AmpRecordDigestFunc func, gpointer data, GError **error);
/* About how many there are. */
gboolean amp_record_digest_count (AmpStore *store, guint64 *n, GError **error);

/* What is put together for a table once per store. */
void amp_digest_layout_free (gpointer self);

G_END_DECLS
