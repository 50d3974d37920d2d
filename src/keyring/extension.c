/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands behind the slots: the extension, whose signature covers all of them together, and the
 * keyring's memory of the databases. FORMAT.md 2.5, 2.6. */
#include "keyring/keyring.h"

#include "keyring/layout.h"
#include "pages/derive.h"
#include "pages/refuse.h"

#include <sodium.h>

#define VAULT_ID_BYTES 16
#define SIGNED_BYTES                                                                               \
  (VAULT_ID_BYTES + AMP_KEYRING_SLOTS * AMP_SLOT_SIGNED_BYTES + AMP_EXTENSION_SIGNED_BYTES)
#define MEMORY_MAC_AT 32

/* --- Bytes --- */

static void
move_extension (AmpExtension *self, guint8 *at, AmpMover move)
{
  guint8 *signature = at + AMP_EXTENSION_SIGNED_BYTES;

  amp_layout_move32 (&at, &self->recovery, move);
  amp_layout_move32 (&at, &self->floor_ops, move);
  amp_layout_move32 (&at, &self->floor_kib, move);
  amp_layout_move32 (&at, &self->set, move);
  amp_layout_move64 (&at, (guint64 *) &self->signer, move);
  move (&at, self->recovery_public, sizeof self->recovery_public);
  move (&at, self->recovery_grant, sizeof self->recovery_grant);
  move (&at, self->share_hash, sizeof self->share_hash);
  move (&signature, self->signature, sizeof self->signature);
}

void
amp_extension_pack (const AmpExtension *self, guint8 out[AMP_EXTENSION_BYTES])
{
  AmpExtension copy = *self;

  memset (out, 0, AMP_EXTENSION_BYTES);
  move_extension (&copy, out, amp_layout_put);
}

void
amp_extension_unpack (AmpExtension *self, const guint8 in[AMP_EXTENSION_BYTES])
{
  guint8 copy[AMP_EXTENSION_BYTES];

  memcpy (copy, in, sizeof copy);
  move_extension (self, copy, amp_layout_get);
}

static void
move_memory (AmpMemory *self, guint8 *at, AmpMover move)
{
  guint8 *mac = at + MEMORY_MAC_AT;

  amp_layout_move64 (&at, &self->casework, move);
  amp_layout_move64 (&at, &self->identity, move);
  amp_layout_move64 (&at, &self->generation, move);
  move (&mac, self->mac, sizeof self->mac);
}

void
amp_memory_pack (const AmpMemory *self, guint8 out[AMP_MEMORY_BYTES])
{
  AmpMemory copy = *self;

  memset (out, 0, AMP_MEMORY_BYTES);
  move_memory (&copy, out, amp_layout_put);
}

void
amp_memory_unpack (AmpMemory *self, const guint8 in[AMP_MEMORY_BYTES])
{
  guint8 copy[AMP_MEMORY_BYTES];

  memcpy (copy, in, sizeof copy);
  move_memory (self, copy, amp_layout_get);
}

/* --- The signature over everything --- */

/* Empty slots too: one that was taken away leaves its zeros, which nobody signed. */
static guint8 *
signed_bytes (const AmpKeyring *self)
{
  guint8 *message = g_malloc (SIGNED_BYTES), *at = message;
  guint8 slot[AMP_SLOT_BYTES], extension[AMP_EXTENSION_BYTES];

  amp_layout_put (&at, (guint8 *) self->vault_id, VAULT_ID_BYTES);
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    {
      amp_slot_pack (&self->slots[i], slot);
      amp_layout_put (&at, slot, AMP_SLOT_SIGNED_BYTES);
    }
  amp_extension_pack (&self->extension, extension);
  amp_layout_put (&at, extension, AMP_EXTENSION_SIGNED_BYTES);
  return message;
}

void
amp_keyring_sign (AmpKeyring *self, AmpSlot *slot, gint64 signer, const AmpSecret *granting_secret)
{
  g_autofree guint8 *message = NULL;

  if (slot != NULL)
    amp_slot_sign (slot, self->vault_id, signer, amp_secret_data (granting_secret));
  self->extension.signer = signer;
  message = signed_bytes (self);
  crypto_sign_detached (self->extension.signature, NULL, message, SIGNED_BYTES,
                        amp_secret_data (granting_secret));
}

gboolean
amp_keyring_check_signatures (const AmpKeyring *self)
{
  g_autofree guint8 *message = NULL;

  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (self->slots[i].state != AMP_SLOT_EMPTY &&
        !amp_slot_check_signature (&self->slots[i], self->vault_id, self->granting_public))
      return FALSE;
  if (self->version < 2)
    return TRUE;
  message = signed_bytes (self);
  return crypto_sign_verify_detached (self->extension.signature, message, SIGNED_BYTES,
                                      self->granting_public) == 0;
}

/* --- Memory --- */

static void
memory_mac (const AmpKeyring *self, const AmpSecret *case_key, guint8 out[32])
{
  g_autoptr (AmpSecret) key = amp_subkey (case_key, AMP_SUBKEY_MEMORY);
  guint8 memory[AMP_MEMORY_BYTES];
  crypto_generichash_state state;

  amp_memory_pack (&self->memory, memory);
  crypto_generichash_init (&state, amp_secret_data (key), 32, 32);
  crypto_generichash_update (&state, self->vault_id, VAULT_ID_BYTES);
  crypto_generichash_update (&state, memory, MEMORY_MAC_AT);
  /* Not to be laid into a keyring of another day. */
  crypto_generichash_update (&state, self->extension.signature, sizeof self->extension.signature);
  crypto_generichash_final (&state, out, 32);
}

void
amp_keyring_remember (AmpKeyring *self,
                      const AmpSecret *case_key,
                      guint64 casework,
                      guint64 identity)
{
  if (self->version < 2)
    return;
  self->memory.casework = casework;
  self->memory.identity = identity;
  self->memory.generation = self->generation + 1;
  memory_mac (self, case_key, self->memory.mac);
}

gboolean
amp_keyring_recall (const AmpKeyring *self,
                    const AmpSecret *case_key,
                    guint64 *casework,
                    guint64 *identity,
                    GError **error)
{
  guint8 mac[32];

  *casework = *identity = 0;
  if (self->version < 2)
    return TRUE;
  memory_mac (self, case_key, mac);
  if (sodium_memcmp (mac, self->memory.mac, sizeof mac) != 0 ||
      self->memory.generation > self->generation)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: what it remembers does not hold");
  *casework = self->memory.casework;
  *identity = self->memory.identity;
  return TRUE;
}
