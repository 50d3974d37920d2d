/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes that anybody may hold and one user opens: what is to outlast a lock in memory, and what one
 * user leaves for another in the databases. */
#include "vault/vault-private.h"

#include <sodium.h>

static GBytes *
seal_to (const guint8 box_public[32], const void *data, gsize length)
{
  gsize size = length + crypto_box_SEALBYTES;
  guint8 *sealed = g_malloc (size);

  crypto_box_seal (sealed, data, length, box_public);
  return g_bytes_new_take (sealed, size);
}

GBytes *
amp_vault_seal (AmpVault *self, const void *data, gsize length)
{
  return seal_to (self->user->box_public, data, length);
}

GBytes *
amp_vault_seal_for (AmpVault *self, gint64 user, const void *data, gsize length, GError **error)
{
  const AmpSlot *slot = amp_keyring_find_id (self->keyring, user);

  if (slot != NULL && slot->state == AMP_SLOT_ACTIVE)
    return seal_to (slot->box_public, data, length);
  amp_refuse (error, AMP_VAULT_ERROR_NOT_FOUND, "Nobody active of that number");
  return NULL;
}

AmpSecret *
amp_vault_unseal (AmpVault *self, GBytes *sealed, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (sealed, &size);
  g_autoptr (AmpSecret) secret = NULL;

  if (size > crypto_box_SEALBYTES)
    {
      secret = amp_secret_new (size - crypto_box_SEALBYTES);
      if (crypto_box_seal_open (amp_secret_data (secret), data, size, self->user->box_public,
                                amp_secret_data (self->box_secret)) == 0)
        return g_steal_pointer (&secret);
    }
  amp_refuse (error, AMP_VAULT_ERROR_WRONG_KEY, "Sealed for somebody else, or damaged");
  return NULL;
}
