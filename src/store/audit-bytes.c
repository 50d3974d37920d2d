/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The canonical encoding of an audit event. */
#include "store/audit-bytes.h"

#include <string.h>

#define EVENT_PREFIX "amparo audit event 1"
#define EVENT_PREFIX_2 "amparo audit event 2"
#define HASH_PREFIX "amparo audit hash 1"

G_STATIC_ASSERT (sizeof HASH_PREFIX - 1 + AMP_HASH_BYTES == AMP_AUDIT_SIGNED_BYTES);

static void
append (GByteArray *bytes, const void *data, gsize length)
{
  g_byte_array_append (bytes, data, (guint) length);
}

static void
append_u64 (GByteArray *bytes, guint64 value)
{
  guint64 little = GUINT64_TO_LE (value);

  append (bytes, &little, sizeof little);
}

static void
append_sized (GByteArray *bytes, const void *data, gsize length)
{
  guint32 little = data == NULL ? G_MAXUINT32 : GUINT32_TO_LE ((guint32) length);

  append (bytes, &little, sizeof little);
  if (data != NULL)
    append (bytes, data, length);
}

static void
append_text (GByteArray *bytes, const char *text)
{
  append_sized (bytes, text, text == NULL ? 0 : strlen (text));
}

void
amp_audit_hash (const AmpAuditBytes *event, const guint8 vault[16], guint8 out[AMP_HASH_BYTES])
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (256);

  append (bytes, event->records == NULL ? EVENT_PREFIX : EVENT_PREFIX_2, sizeof EVENT_PREFIX - 1);
  append (bytes, vault, 16);
  append_u64 (bytes, event->seq);
  append_text (bytes, event->at);
  append_u64 (bytes, (guint64) event->actor);
  append_text (bytes, event->role);
  append_text (bytes, event->action);
  append_text (bytes, event->object_type);
  append_sized (bytes, event->object_ref, event->object_ref_length);
  append_text (bytes, event->fields);
  append_text (bytes, event->reason);
  if (event->records != NULL)
    {
      append_sized (bytes, event->digests, event->digests_length);
      append_sized (bytes, event->records, event->records_length);
    }
  append (bytes, event->prev_hash, AMP_HASH_BYTES);
  amp_hash (bytes->data, bytes->len, out);
}

void
amp_audit_signed_bytes (const guint8 hash[AMP_HASH_BYTES], guint8 out[AMP_AUDIT_SIGNED_BYTES])
{
  memcpy (out, HASH_PREFIX, sizeof HASH_PREFIX - 1);
  memcpy (out + sizeof HASH_PREFIX - 1, hash, AMP_HASH_BYTES);
}
