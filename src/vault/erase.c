/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Emergency erase: the keys go, and with them everything. FORMAT.md 10. */
#include "pages/disk.h"
#include "vault/vault-private.h"

/* The keys first: whatever befalls the program afterwards, they are gone. */
gboolean
amp_vault_erase (AmpVault *self, GError **error)
{
  g_autofree char *rekey = g_build_filename (self->folder, "rekey", NULL);

  if (self->user->role == AMP_ROLE_AUDITOR)
    return amp_refuse (error, AMP_VAULT_ERROR_NOT_ALLOWED,
                       "Only a supervisor or a caseworker may do that");
  if (!amp_keyring_erase (self->keyring, self->folder, error))
    return FALSE;
  /* Sealed to a key that is gone as well: if it stays, it is of no use. */
  if (amp_disk->remove (rekey) == 0)
    (void) amp_disk->sync_folder (self->folder);
  return TRUE;
}
