/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ids, keyed hashes and signatures for the layers above. */
#include "vault/vault-private.h"

#include "keyring/sheet.h"

#include <sodium.h>

/* 2020-01-01 00:00:00 UTC in milliseconds since 1970. */
#define ID_EPOCH G_GINT64_CONSTANT (1577836800000)
#define ID_RANDOM_BITS 22

gint64
amp_id_new (void)
{
  static gint64 last;
  static GMutex lock;
  /* GCOVR_EXCL_BR_START: a clock of before 2020 */
  gint64 milliseconds =
    MAX (g_get_real_time () / 1000 - ID_EPOCH, 1) & ((G_GINT64_CONSTANT (1) << 41) - 1);
  /* GCOVR_EXCL_BR_STOP */
  gint64 id =
    (milliseconds << ID_RANDOM_BITS) | (gint64) randombytes_uniform (1u << ID_RANDOM_BITS);

  /* Two ids of one millisecond, or a clock set back: go on from the last one. */
  g_mutex_lock (&lock);
  if (id <= last)
    id = last + 1 + (gint64) randombytes_uniform (1u << 10);
  last = id;
  g_mutex_unlock (&lock);
  return id;
}

gboolean
amp_verify_signature (const guint8 sign_public[32],
                      const void *data,
                      gsize length,
                      const guint8 signature[AMP_SIGNATURE_BYTES])
{
  return crypto_sign_verify_detached (signature, data, length, sign_public) == 0;
}

/* The granting seed is the one secret that supervisors share and caseworkers lack. It signs; what
 * is hashed is under a key derived from it, so that neither use says anything about the other. */
static gboolean
supervisors_hash (
  AmpVault *self, const void *data, gsize length, guint8 out[AMP_HASH_BYTES], GError **error)
{
  g_autoptr (AmpSecret) seed = NULL, key = NULL;

  if (self->granting_secret == NULL)
    return amp_refuse (error, AMP_VAULT_ERROR_NO_GRANT, "Only supervisors have that key");
  seed = amp_secret_new (crypto_sign_SEEDBYTES);
  crypto_sign_ed25519_sk_to_seed (amp_secret_data (seed), amp_secret_data (self->granting_secret));
  key = amp_derive (seed, "ampsuper", 1);
  crypto_generichash (out, AMP_HASH_BYTES, data, length, amp_secret_data (key),
                      amp_secret_length (key));
  return TRUE;
}

gboolean
amp_vault_keyed_hash (AmpVault *self,
                      AmpKeyedUse use,
                      const void *data,
                      gsize length,
                      guint8 out[AMP_HASH_BYTES],
                      GError **error)
{
  const AmpSecret *key;

  if (!amp_vault_need_databases (self, error))
    return FALSE;
  if (use == AMP_KEYED_SUPERVISORS)
    return supervisors_hash (self, data, length, out, error);
  key =
    amp_database_get_hash_key (amp_vfs_database (self->vfs, use == AMP_KEYED_AUDIT_REF ? 0 : 1));
  crypto_generichash (out, AMP_HASH_BYTES, data, length, amp_secret_data (key),
                      amp_secret_length (key));
  return TRUE;
}

char *
amp_check_words (const void *data, gsize length)
{
  guint8 hash[AMP_HASH_BYTES];

  amp_hash (data, length, hash);
  return g_strdup_printf ("%s-%s", amp_sheet_word (hash[0]), amp_sheet_word (hash[1]));
}

void
amp_vault_sign (AmpVault *self, const void *data, gsize length, guint8 out[AMP_SIGNATURE_BYTES])
{
  crypto_sign_detached (out, NULL, data, length, amp_secret_data (self->sign_secret));
}
