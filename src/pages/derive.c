/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys from keys; random numbers and hashes. */
#include "pages/derive.h"

#include <sodium.h>

AmpSecret *
amp_derive (const AmpSecret *key, const char context[8], guint64 use)
{
  AmpSecret *out = amp_secret_new (crypto_kdf_KEYBYTES);

  crypto_kdf_derive_from_key (amp_secret_data (out), crypto_kdf_KEYBYTES, use, context,
                              amp_secret_data (key));
  return out;
}

AmpSecret *
amp_subkey (const AmpSecret *key, guint64 use)
{
  return amp_derive (key, AMP_KDF_CONTEXT, use);
}

void
amp_random (void *out, gsize length)
{
  randombytes_buf (out, length);
}

void
amp_hash (const void *data, gsize length, guint8 out[AMP_HASH_BYTES])
{
  crypto_generichash (out, AMP_HASH_BYTES, data, length, NULL, 0);
}

void
amp_hash_expand (const guint8 hash[AMP_HASH_BYTES], void *out, gsize length)
{
  static const guint8 nonce[crypto_stream_chacha20_NONCEBYTES] = {0};

  G_STATIC_ASSERT (crypto_stream_chacha20_KEYBYTES == AMP_HASH_BYTES);
  crypto_stream_chacha20 (out, length, nonce, hash);
}
