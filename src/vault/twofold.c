/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entries that any two of several holders open together, one at a time. FORMAT.md 14.
 *
 * There is a key for each place, and each holder has all of them but the one of her own place. An
 * entry is sealed under the sum of what all keys make of its name: she lacks one summand, which
 * any other holder can work out, and which says nothing about other entries. */
#include "vault/vault-private.h"

#include <sodium.h>
#include <string.h>

#define KEY_BYTES 32
#define VERSION 1
#define MOST_HOLDERS 64
#define PREFIX "amparo twofold 1"
#define SEAL_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES

G_STATIC_ASSERT (SEAL_BYTES == AMP_TWOFOLD_SEAL_BYTES);
G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_KEYBYTES == KEY_BYTES);

/* A share: version, holders, place, then a key for each place, her own as zeros. */
enum
{
  AT_VERSION,
  AT_HOLDERS,
  AT_PLACE,
  AT_KEYS,
};

AmpSecret *
amp_twofold_new (guint n)
{
  g_return_val_if_fail (n > 0 && n <= MOST_HOLDERS, NULL);

  return amp_secret_new_random ((gsize) n * KEY_BYTES);
}

static guint
count (const AmpSecret *keys)
{
  return (guint) (amp_secret_length (keys) / KEY_BYTES);
}

AmpSecret *
amp_twofold_share (const AmpSecret *keys, guint place)
{
  guint n = count (keys);
  AmpSecret *share = amp_secret_new (AT_KEYS + (gsize) n * KEY_BYTES);
  guint8 *data = amp_secret_data (share);

  data[AT_VERSION] = VERSION;
  data[AT_HOLDERS] = (guint8) n;
  data[AT_PLACE] = (guint8) place;
  memcpy (data + AT_KEYS, amp_secret_data (keys), (gsize) n * KEY_BYTES);
  if (n > 1)
    sodium_memzero (data + AT_KEYS + (gsize) place * KEY_BYTES, KEY_BYTES);
  return share;
}

/* --- The key of an entry --- */

/* Adds what the key of a place makes of the name. */
static void
add_summand (guint8 sum[KEY_BYTES], const guint8 *key, const void *name, gsize length)
{
  guint8 made[KEY_BYTES];
  crypto_generichash_state state;

  crypto_generichash_init (&state, key, KEY_BYTES, KEY_BYTES);
  crypto_generichash_update (&state, (const guint8 *) PREFIX, sizeof PREFIX - 1);
  crypto_generichash_update (&state, name, length);
  crypto_generichash_final (&state, made, sizeof made);
  for (gsize i = 0; i < KEY_BYTES; i++)
    sum[i] ^= made[i];
  sodium_memzero (&state, sizeof state);
  sodium_memzero (made, sizeof made);
}

void
amp_twofold_seal (const AmpSecret *keys,
                  const void *name,
                  gsize name_length,
                  const void *data,
                  gsize length,
                  guint8 *out)
{
  /* Under a key that nothing else is ever sealed with. */
  static const guint8 nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES] = {0};
  guint8 key[KEY_BYTES] = {0};

  for (guint i = 0; i < count (keys); i++)
    add_summand (key, amp_secret_data (keys) + (gsize) i * KEY_BYTES, name, name_length);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out, NULL, data, length, name, name_length, NULL,
                                              nonce, key);
  sodium_memzero (key, sizeof key);
}

static gboolean
check_share (const AmpSecret *share, guint n, guint place, GError **error)
{
  const guint8 *data = amp_secret_data (share);

  return (amp_secret_length (share) == AT_KEYS + (gsize) n * KEY_BYTES && n > 0 &&
          data[AT_VERSION] == VERSION && data[AT_HOLDERS] == n && data[AT_PLACE] == place &&
          place < n) ||
         amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "Not the share of that holder");
}

AmpSecret *
amp_twofold_piece (const AmpSecret *share,
                   guint n,
                   guint place,
                   guint asker,
                   const void *name,
                   gsize length,
                   GError **error)
{
  AmpSecret *piece;

  if (!check_share (share, n, place, error))
    return NULL;
  if (asker >= n || asker == place)
    {
      amp_refuse (error, AMP_VAULT_ERROR_INVALID, "Nobody gives herself what she lacks");
      return NULL;
    }
  piece = amp_secret_new (KEY_BYTES);
  add_summand (amp_secret_data (piece),
               amp_secret_data (share) + AT_KEYS + (gsize) asker * KEY_BYTES, name, length);
  return piece;
}

AmpSecret *
amp_twofold_open (const AmpSecret *share,
                  guint n,
                  guint place,
                  const AmpSecret *piece,
                  const void *name,
                  gsize name_length,
                  const guint8 *sealed,
                  gsize length,
                  GError **error)
{
  static const guint8 nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES] = {0};
  g_autoptr (AmpSecret) key = amp_secret_new (KEY_BYTES);
  g_autoptr (AmpSecret) plain = NULL;

  if (!check_share (share, n, place, error))
    return NULL;
  if (length > SEAL_BYTES && (n == 1 || (piece != NULL && amp_secret_length (piece) == KEY_BYTES)))
    {
      plain = amp_secret_new (length - SEAL_BYTES);
      if (n > 1)
        memcpy (amp_secret_data (key), amp_secret_data (piece), KEY_BYTES);
      for (guint i = 0; i < n; i++)
        if (n == 1 || i != place)
          add_summand (amp_secret_data (key),
                       amp_secret_data (share) + AT_KEYS + (gsize) i * KEY_BYTES, name,
                       name_length);
      if (crypto_aead_xchacha20poly1305_ietf_decrypt (amp_secret_data (plain), NULL, NULL, sealed,
                                                      length, name, name_length, nonce,
                                                      amp_secret_data (key)) == 0)
        return g_steal_pointer (&plain);
    }
  amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "What two hold does not open the entry");
  return NULL;
}
