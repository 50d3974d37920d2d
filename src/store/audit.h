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
 *   prev_hash                32 bytes; zeros before the first event
 *
 * where text is a 4-byte length and the bytes, and the length 0xffffffff alone for NULL. The
 * signature is Ed25519 over "amparo audit hash 1" (19 bytes) and the hash. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* Appends within the transaction that is open. */
gboolean amp_audit_append (AmpStore *store,
                           AmpAuditAction action,
                           const AmpEntity *entity,
                           gint64 id,
                           const char *const *fields,
                           const char *reason,
                           GError **error);
/* Reads the head into the store, if it is not known. */
gboolean amp_audit_load_head (AmpStore *store, GError **error);
/* Makes sure that the public key of the user who unlocked is on file. */
gboolean amp_audit_register_key (AmpStore *store, GError **error);

G_END_DECLS
