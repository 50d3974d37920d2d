/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guarded memory, random numbers and hashes, and what the process promises before it touches a key.
 * Part of the vault's door: vault/vault.h hands it on. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AmpSecret AmpSecret;

/* --- Process --- */

/* Starts libsodium; call once before anything else. */
gboolean amp_vault_init (GError **error);

/* No core dumps, not ptraceable. Call first in main(); not in tests (sanitizers and gdb need
 * ptrace). */
void amp_process_harden (void);

/* --- Secrets: guarded, locked memory, wiped when freed --- */

AmpSecret *amp_secret_new (gsize length); /* zeroed */
AmpSecret *amp_secret_new_random (gsize length);
AmpSecret *amp_secret_new_from (const void *bytes, gsize length); /* copy */
AmpSecret *
amp_secret_new_from_text (const char *text); /* copy, without the final NUL in the length */
AmpSecret *amp_secret_read_line (
  int fd, GError **error); /* up to newline or end; never buffered elsewhere; at most 1,024 bytes */
void amp_secret_free (AmpSecret *self);
guint8 *amp_secret_data (const AmpSecret *self);
gsize amp_secret_length (const AmpSecret *self);
gboolean amp_secret_equal (const AmpSecret *a,
                           const AmpSecret *b); /* constant time for equal lengths */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSecret, amp_secret_free)

/* --- Random numbers and hashes --- */

#define AMP_HASH_BYTES 32

void amp_random (void *out, gsize length);
void amp_hash (const void *data, gsize length, guint8 out[AMP_HASH_BYTES]); /* BLAKE2b-256 */
/* As many bytes as wanted from one hash, always the same: the stream of ChaCha20 under it. */
void amp_hash_expand (const guint8 hash[AMP_HASH_BYTES], void *out, gsize length);

G_END_DECLS
