/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One user's 544 bytes: what a supervisor signed, and the seed that a passphrase opens. */
#include "vault/keyring.h"

#include <sodium.h>
#include <string.h>

#define MAX_KDF_OPS 16
#define MAX_KDF_KIB (4u * 1024 * 1024) /* 4 GiB */

/* One description of the layout for both directions: copies count bytes and moves on. */
typedef void (*Mover) (guint8 **at, void *value, gsize count);

static void
put_bytes (guint8 **at, void *value, gsize count)
{
  memcpy (*at, value, count);
  *at += count;
}

static void
get_bytes (guint8 **at, void *value, gsize count)
{
  memcpy (value, *at, count);
  *at += count;
}

static void
move_slot (AmpSlot *slot, guint8 *at, Mover move)
{
  guint8 zero[6] = {0};
  guint64 id = GUINT64_TO_LE ((guint64) slot->id), signer = GUINT64_TO_LE ((guint64) slot->signer);
  guint32 ops = GUINT32_TO_LE (slot->kdf_ops), kib = GUINT32_TO_LE (slot->kdf_kib);

  move (&at, &slot->state, 1);
  move (&at, &slot->role, 1);
  move (&at, zero, sizeof zero);
  move (&at, &id, sizeof id);
  move (&at, slot->lookup, sizeof slot->lookup);
  move (&at, slot->box_public, sizeof slot->box_public);
  move (&at, slot->sign_public, sizeof slot->sign_public);
  move (&at, slot->login_nonce, sizeof slot->login_nonce);
  move (&at, slot->login_sealed, sizeof slot->login_sealed);
  move (&at, slot->grant, sizeof slot->grant);
  move (&at, &signer, sizeof signer);
  move (&at, slot->signature, sizeof slot->signature);
  move (&at, &ops, sizeof ops);
  move (&at, &kib, sizeof kib);
  move (&at, slot->salt, sizeof slot->salt);
  move (&at, slot->seed_nonce, sizeof slot->seed_nonce);
  move (&at, slot->seed_sealed, sizeof slot->seed_sealed);
  slot->id = (gint64) GUINT64_FROM_LE (id);
  slot->signer = (gint64) GUINT64_FROM_LE (signer);
  slot->kdf_ops = GUINT32_FROM_LE (ops);
  slot->kdf_kib = GUINT32_FROM_LE (kib);
}

G_STATIC_ASSERT (8 + 8 + 16 + 32 + 32 + 24 + AMP_LOGIN_BYTES + 16 + AMP_GRANT_BYTES + 48 + 8 ==
                 AMP_SLOT_SIGNED_BYTES);
G_STATIC_ASSERT (AMP_SLOT_SIGNED_BYTES + 64 + 8 + 16 + 24 + 48 == AMP_SLOT_BYTES);

void
amp_slot_pack (const AmpSlot *self, guint8 out[AMP_SLOT_BYTES])
{
  AmpSlot copy = *self;

  move_slot (&copy, out, put_bytes);
}

void
amp_slot_unpack (AmpSlot *self, const guint8 in[AMP_SLOT_BYTES])
{
  guint8 copy[AMP_SLOT_BYTES];

  memcpy (copy, in, sizeof copy);
  memset (self, 0, sizeof *self);
  move_slot (self, copy, get_bytes);
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

static gboolean
signed_by (const AmpSlot *self, const guint8 vault_id[16], const guint8 sign_public[32])
{
  guint8 message[16 + AMP_SLOT_SIGNED_BYTES];

  signed_bytes (self, vault_id, message);
  return crypto_sign_verify_detached (self->signature, message, sizeof message, sign_public) == 0;
}

gboolean
amp_keyring_check_signatures (const AmpKeyring *self)
{
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (self->slots[i].state != AMP_SLOT_EMPTY &&
        !signed_by (&self->slots[i], self->vault_id, self->granting_public))
      return FALSE;
  return TRUE;
}

/* --- The seed --- */

static void
seed_place (const AmpSlot *self, const guint8 vault_id[16], guint8 out[16 + 8 + 8])
{
  gint64 id = GINT64_TO_LE (self->id);
  guint32 ops = GUINT32_TO_LE (self->kdf_ops), kib = GUINT32_TO_LE (self->kdf_kib);

  memcpy (out, vault_id, 16);
  memcpy (out + 16, &id, 8);
  memcpy (out + 24, &ops, 4);
  memcpy (out + 28, &kib, 4);
}

static AmpSecret *
stretch (const AmpSlot *self, const AmpSecret *passphrase, GError **error)
{
  g_autoptr (AmpSecret) key = amp_secret_new (32);

  if (self->kdf_ops < crypto_pwhash_OPSLIMIT_MIN || self->kdf_ops > MAX_KDF_OPS ||
      self->kdf_kib < crypto_pwhash_MEMLIMIT_MIN / 1024 || self->kdf_kib > MAX_KDF_KIB)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                           "keyring: impossible KDF parameters");
      return NULL;
    }
  if (crypto_pwhash (amp_secret_data (key), 32, (const char *) amp_secret_data (passphrase),
                     amp_secret_length (passphrase), self->salt, self->kdf_ops,
                     (size_t) self->kdf_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_MEMORY,
                           "Not enough memory to check the passphrase");
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
  guint8 place[32];

  self->kdf_ops = (guint32) MIN (kdf->ops, G_MAXUINT32);
  self->kdf_kib = (guint32) MIN (kdf->bytes / 1024, G_MAXUINT32);
  randombytes_buf (self->salt, sizeof self->salt);
  randombytes_buf (self->seed_nonce, sizeof self->seed_nonce);

  g_autoptr (AmpSecret) key = stretch (self, passphrase, error);

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
  g_autoptr (AmpSecret) key = stretch (self, passphrase, error);
  g_autoptr (AmpSecret) seed = NULL;
  guint8 place[32];

  if (key == NULL)
    return NULL;
  seed = amp_secret_new (32);
  seed_place (self, vault_id, place);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
        amp_secret_data (seed), NULL, NULL, self->seed_sealed, sizeof self->seed_sealed, place,
        sizeof place, self->seed_nonce, amp_secret_data (key)) != 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY,
                           "Wrong user or passphrase");
      return NULL;
    }
  return g_steal_pointer (&seed);
}
