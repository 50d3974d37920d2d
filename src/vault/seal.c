/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes that outlast a lock in memory: anybody may hold them, only the same user opens them. */
#include "vault/vault-private.h"

#include <sodium.h>

GBytes *
amp_vault_seal (AmpVault *self, const void *data, gsize length)
{
  gsize size = length + crypto_box_SEALBYTES;
  guint8 *sealed = g_malloc (size);

  crypto_box_seal (sealed, data, length, self->user->box_public);
  return g_bytes_new_take (sealed, size);
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
