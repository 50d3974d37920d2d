/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit chain, inside the store. Private to the folder.
 *
 * An event's hash is BLAKE2b-256 over these bytes (integers little-endian):
 *
 *   "amparo audit event 1"   20 bytes, no NUL
 *   vault id                 16 bytes
 *   seq                      8 bytes
 *   at                       text
 *   actor                    8 bytes
 *   role, action             text, text
 *   object_type              text
 *   object_ref               text (its 32 bytes)
 *   fields, reason           text, text
 *   digests, records         text, text; only from schema 5 on, where records is not NULL, and then
 *                            it begins with "amparo audit event 2"
 *   prev_hash                32 bytes; zeros before the first event
 *
 * digests: of the record that the event changes (record-digest.h): as it was, unless it is new; as
 * it is, if it is there. records: what all records were after the event (stock.h): the hash of the
 * sum alone where it follows from the event before and from digests; else the whole sum, as in the
 * first event that says it, an import, a salvage.
 *
 * where text is a 4-byte length and the bytes, and the length 0xffffffff alone for NULL. The
 * signature is Ed25519 over "amparo audit hash 1" (19 bytes) and the hash. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* Digests of a record that an event changes; NULL: it is new, or gone. */
typedef struct
{
  const guint8 *before, *after;
} AmpAuditChange;

/* Appends within the transaction that is open. change: what becomes of the record; NULL: nothing.
 */
gboolean amp_audit_append_change (AmpStore *store,
                                  AmpAuditAction action,
                                  const AmpEntity *entity,
                                  gint64 id,
                                  const char *const *fields,
                                  const char *reason,
                                  const AmpAuditChange *change,
                                  GError **error);
/* Whether an event tells of this record alone. */
gboolean
amp_audit_knows (AmpStore *store, const char *table, gint64 id, gboolean *knows, GError **error);
/* Of all that was saved in bulk since the last one: new records, and such as were so loaded before.
 */
gboolean amp_audit_append_import (AmpStore *store, const char *reason, GError **error);
/* Saved in bulk: told by amp_audit_append_import(). */
gboolean amp_audit_note_untold (AmpStore *store, const AmpAuditChange *change, GError **error);
/* The sum of the records into the store, if it is not known. */
gboolean amp_audit_load_stock (AmpStore *store, GError **error);
/* Counts the sum over again from the tables; the next event must say it whole. */
gboolean amp_audit_take_stock (AmpStore *store, GError **error);
/* No record changes. */
gboolean amp_audit_append (AmpStore *store,
                           AmpAuditAction action,
                           const AmpEntity *entity,
                           gint64 id,
                           const char *const *fields,
                           const char *reason,
                           GError **error);
/* How the chain names a record: to nobody without K_case. table: an entity's name. */
gboolean amp_audit_ref (
  AmpStore *store, const char *table, gint64 id, guint8 out[AMP_HASH_BYTES], GError **error);
/* Reads the head into the store, if it is not known. */
gboolean amp_audit_load_head (AmpStore *store, GError **error);
/* Makes sure that the public key of the user who unlocked is on file. */
gboolean amp_audit_register_key (AmpStore *store, GError **error);

G_END_DECLS
