/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes of an audit event that are hashed and signed, as audit.h lays them down. Pure. Private
 * to the folder. */
#pragma once

#include "vault/vault.h"

G_BEGIN_DECLS

/* All borrowed. */
typedef struct
{
  guint64 seq;
  const char *at;
  gint64 actor;
  const char *role, *action, *object_type;
  const guint8 *object_ref;
  gsize object_ref_length;
  const char *fields, *reason;
  const guint8 *digests, *records; /* records NULL: of before schema 5 */
  gsize digests_length, records_length;
  const guint8 *prev_hash; /* AMP_HASH_BYTES */
} AmpAuditBytes;

#define AMP_AUDIT_SIGNED_BYTES (19 + AMP_HASH_BYTES)

void
amp_audit_hash (const AmpAuditBytes *event, const guint8 vault[16], guint8 out[AMP_HASH_BYTES]);
void amp_audit_signed_bytes (const guint8 hash[AMP_HASH_BYTES], guint8 out[AMP_AUDIT_SIGNED_BYTES]);

G_END_DECLS
