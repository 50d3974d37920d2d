/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One user's 544 bytes: what a supervisor signed, and the seed that a passphrase opens. */
#include "keyring/keyring.h"

#include "keyring/layout.h"

#include <sodium.h>

const AmpKdf amp_kdf_default = {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE};
const AmpKdf amp_kdf_cheap = {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};

#define MAX_KDF_OPS 16
#define MAX_KDF_BYTES (G_GUINT64_CONSTANT (4) << 30)

static void
move_slot (AmpSlot *slot, guint8 *at, AmpMover move)
{
  move (&at, &slot->state, 1);
  move (&at, &slot->role, 1);
  at += 6;
  amp_layout_move64 (&at, (guint64 *) &slot->id, move);
  move (&at, slot->lookup, sizeof slot->lookup);
  move (&at, slot->box_public, sizeof slot->box_public);
  move (&at, slot->sign_public, sizeof slot->sign_public);
  move (&at, slot->login_nonce, sizeof slot->login_nonce);
  move (&at, slot->login_sealed, sizeof slot->login_sealed);
  move (&at, slot->grant, sizeof slot->grant);
  amp_layout_move64 (&at, (guint64 *) &slot->signer, move);
  move (&at, slot->signature, sizeof slot->signature);
  amp_layout_move32 (&at, &slot->kdf_ops, move);
  amp_layout_move32 (&at, &slot->kdf_kib, move);
  move (&at, slot->salt, sizeof slot->salt);
  move (&at, slot->seed_nonce, sizeof slot->seed_nonce);
  move (&at, slot->seed_sealed, sizeof slot->seed_sealed);
}

G_STATIC_ASSERT (8 + 8 + 16 + 32 + 32 + 24 + AMP_LOGIN_BYTES + 16 + AMP_GRANT_BYTES + 48 + 8 ==
                 AMP_SLOT_SIGNED_BYTES);
G_STATIC_ASSERT (AMP_SLOT_SIGNED_BYTES + 64 + 8 + 16 + 24 + 48 == AMP_SLOT_BYTES);

void
amp_slot_pack (const AmpSlot *self, guint8 out[AMP_SLOT_BYTES])
{
  AmpSlot copy = *self;

  memset (out, 0, AMP_SLOT_BYTES);
  move_slot (&copy, out, amp_layout_put);
}

void
amp_slot_unpack (AmpSlot *self, const guint8 in[AMP_SLOT_BYTES])
{
  guint8 copy[AMP_SLOT_BYTES];

  memcpy (copy, in, sizeof copy);
  memset (self, 0, sizeof *self);
  move_slot (self, copy, amp_layout_get);
}

/* --- Signature of the supervisor --- */

static void
signed_bytes (const AmpSlot *self,
              const guint8 vault_id[16],
              guint8 out[16 + AMP_SLOT_SIGNED_BYTES])
{
  guint8 packed[AMP_SLOT_BYTES];

  amp_slot_pack (self, packed);
  memcpy (out, vault_id, 16);
  memcpy (out + 16, packed, AMP_SLOT_SIGNED_BYTES);
}

void
amp_slot_sign (AmpSlot *self,
               const guint8 vault_id[16],
               gint64 signer,
               const guint8 granting_secret[64])
{
  guint8 message[16 + AMP_SLOT_SIGNED_BYTES];

  self->signer = signer;
  signed_bytes (self, vault_id, message);
  crypto_sign_detached (self->signature, NULL, message, sizeof message, granting_secret);
}

gboolean
amp_slot_check_signature (const AmpSlot *self,
                          const guint8 vault_id[16],
                          const guint8 granting_public[32])
{
  guint8 message[16 + AMP_SLOT_SIGNED_BYTES];

  signed_bytes (self, vault_id, message);
  return crypto_sign_verify_detached (self->signature, message, sizeof message, granting_public) ==
         0;
}

/* --- The seed --- */

static void
seed_place (const AmpSlot *self, const guint8 vault_id[16], guint8 out[16 + 8 + 8])
{
  memcpy (out, vault_id, 16);
  amp_put64 (out + 16, (guint64) self->id);
  amp_put32 (out + 24, self->kdf_ops);
  amp_put32 (out + 28, self->kdf_kib);
}

gboolean
amp_kdf_is_possible (const AmpKdf *kdf)
{
  return kdf->ops >= crypto_pwhash_OPSLIMIT_MIN && kdf->ops <= MAX_KDF_OPS &&
         kdf->bytes >= crypto_pwhash_MEMLIMIT_MIN && kdf->bytes <= MAX_KDF_BYTES;
}

AmpKdf
amp_slot_get_kdf (const AmpSlot *self)
{
  return (AmpKdf){self->kdf_ops, (guint64) self->kdf_kib * 1024};
}

static AmpSecret *
stretch (const AmpSlot *self, const AmpSecret *passphrase, GError **error)
{
  g_autoptr (AmpSecret) key = amp_secret_new (32);

  if (crypto_pwhash (amp_secret_data (key), 32, (const char *) amp_secret_data (passphrase),
                     amp_secret_length (passphrase), self->salt, self->kdf_ops,
                     (size_t) self->kdf_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      amp_refuse (error, AMP_VAULT_ERROR_NO_MEMORY, "Not enough memory to check the passphrase");
      return NULL;
    }
  return g_steal_pointer (&key);
}

gboolean
amp_slot_wrap_seed (AmpSlot *self,
                    const guint8 vault_id[16],
                    const AmpSecret *seed,
                    const AmpSecret *passphrase,
                    const AmpKdf *kdf,
                    GError **error)
{
  g_autoptr (AmpSecret) key = NULL;
  guint8 place[32];

  if (!amp_kdf_is_possible (kdf))
    return amp_refuse (error, AMP_VAULT_ERROR_INVALID, "Impossible KDF parameters");
  self->kdf_ops = (guint32) kdf->ops;
  self->kdf_kib = (guint32) (kdf->bytes / 1024);
  randombytes_buf (self->salt, sizeof self->salt);
  randombytes_buf (self->seed_nonce, sizeof self->seed_nonce);
  key = stretch (self, passphrase, error);
  if (key == NULL)
    return FALSE;
  seed_place (self, vault_id, place);
  crypto_aead_xchacha20poly1305_ietf_encrypt (self->seed_sealed, NULL, amp_secret_data (seed), 32,
                                              place, sizeof place, NULL, self->seed_nonce,
                                              amp_secret_data (key));
  return TRUE;
}

AmpSecret *
amp_slot_unwrap_seed (const AmpSlot *self,
                      const guint8 vault_id[16],
                      const AmpSecret *passphrase,
                      GError **error)
{
  AmpKdf kdf = amp_slot_get_kdf (self);
  g_autoptr (AmpSecret) key = NULL;
  g_autoptr (AmpSecret) seed = NULL;
  guint8 place[32];

  if (!amp_kdf_is_possible (&kdf))
    {
      amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: impossible KDF parameters");
      return NULL;
    }
  key = stretch (self, passphrase, error);
  if (key == NULL)
    return NULL;
  seed = amp_secret_new (32);
  seed_place (self, vault_id, place);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
        amp_secret_data (seed), NULL, NULL, self->seed_sealed, sizeof self->seed_sealed, place,
        sizeof place, self->seed_nonce, amp_secret_data (key)) != 0)
    {
      amp_refuse (error, AMP_VAULT_ERROR_WRONG_KEY, "Wrong user or passphrase");
      return NULL;
    }
  return g_steal_pointer (&seed);
}
