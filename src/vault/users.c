/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Users of a vault: added, disabled, given another role or another passphrase. Only the keyring is
 * rewritten. */
#include "vault/user.h"

#include <sodium.h>
#include <string.h>

static gboolean
need_supervisor (AmpVault *self, GError **error)
{
  if (self->user->role == AMP_ROLE_SUPERVISOR)
    return TRUE;
  g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED,
                       "Only a supervisor may do that");
  return FALSE;
}

static AmpSlot *
need_slot (AmpKeyring *keyring, const char *login, GError **error)
{
  AmpSlot *slot = amp_keyring_find (keyring, login);

  if (slot == NULL)
    g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND, "No such user");
  return slot;
}

static guint
count_supervisors (const AmpKeyring *keyring)
{
  guint n = 0;

  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    n +=
      keyring->slots[i].state == AMP_SLOT_ACTIVE && keyring->slots[i].role == AMP_ROLE_SUPERVISOR;
  return n;
}

/* Works on a copy, so that a failure leaves memory as the disk is; the disk keeps the older copy.
 */
static gboolean
replace_keyring (AmpVault *self, AmpKeyring *fresh, GError **error)
{
  if (!amp_keyring_store (fresh, self->folder, FALSE, error))
    {
      g_free (fresh);
      return FALSE;
    }
  g_free (self->keyring);
  self->keyring = fresh;
  amp_vault_tell_generation (self);
  return TRUE;
}

static AmpKeyring *
copy_keyring (AmpVault *self)
{
  return g_memdup2 (self->keyring, sizeof *self->keyring);
}

static void
sign (AmpVault *self, AmpSlot *slot)
{
  amp_slot_sign (slot, self->keyring->vault_id, self->user->id,
                 amp_secret_data (self->granting_secret));
}

gboolean
amp_vault_add_user (AmpVault *self,
                    const char *login,
                    AmpRole role,
                    const AmpSecret *passphrase,
                    const AmpKdf *kdf,
                    gint64 *id,
                    GError **error)
{
  g_autofree AmpKeyring *fresh = copy_keyring (self);
  g_autoptr (AmpSecret) seed = amp_secret_new (32);
  AmpSlot *slot = NULL;

  if (!need_supervisor (self, error) || !amp_user_check_login (login, error) ||
      !amp_user_check_passphrase (passphrase, error))
    return FALSE;
  if (amp_role_to_code (role) == NULL)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID, "No such role");
      return FALSE;
    }
  if (amp_keyring_find (fresh, login) != NULL)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_EXISTS,
                           "That user name is taken");
      return FALSE;
    }
  for (gsize i = 0; i < AMP_KEYRING_SLOTS && slot == NULL; i++)
    if (fresh->slots[i].state == AMP_SLOT_EMPTY)
      slot = &fresh->slots[i];
  if (slot == NULL)
    {
      g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED,
                   "The keyring holds %d users already", AMP_KEYRING_SLOTS);
      return FALSE;
    }
  randombytes_buf (amp_secret_data (seed), 32);
  if (!amp_user_fill_slot (self, slot, login, role, seed, passphrase,
                           kdf != NULL ? kdf : &amp_kdf_default, error))
    return FALSE;
  sign (self, slot);
  if (id != NULL)
    *id = slot->id;
  return replace_keyring (self, g_steal_pointer (&fresh), error);
}

GPtrArray *
amp_vault_list_users (AmpVault *self, GError **error)
{
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_user_free);

  (void) error;
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    {
      const AmpSlot *slot = &self->keyring->slots[i];
      gboolean own = slot->id == self->user->id;

      if (slot->state != AMP_SLOT_EMPTY && (own || self->case_key != NULL))
        g_ptr_array_add (users, amp_user_from_slot (self, slot, own ? self->user->login : NULL));
    }
  return g_steal_pointer (&users);
}

gboolean
amp_vault_disable_user (AmpVault *self, const char *login, GError **error)
{
  g_autofree AmpKeyring *fresh = copy_keyring (self);
  AmpSlot *slot;

  if (!need_supervisor (self, error) || (slot = need_slot (fresh, login, error)) == NULL)
    return FALSE;
  slot->state = AMP_SLOT_DISABLED;
  sodium_memzero (slot->grant, sizeof slot->grant);
  sodium_memzero (slot->seed_sealed, sizeof slot->seed_sealed);
  sodium_memzero (slot->salt, sizeof slot->salt);
  /* Both copies: the older one still holds the grant. */
  fresh->repaired = TRUE;
  if (count_supervisors (fresh) == 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED,
                           "The vault would be left without a supervisor");
      return FALSE;
    }
  sign (self, slot);
  return replace_keyring (self, g_steal_pointer (&fresh), error);
}

gboolean
amp_vault_grant (AmpVault *self, const char *login, AmpRole role, GError **error)
{
  g_autofree AmpKeyring *fresh = copy_keyring (self);
  AmpSlot *slot;

  if (!need_supervisor (self, error) || (slot = need_slot (fresh, login, error)) == NULL)
    return FALSE;
  if (slot->state != AMP_SLOT_ACTIVE || amp_role_to_code (role) == NULL ||
      slot->id == self->user->id)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED,
                           "A disabled user, one's own role, or no such role");
      return FALSE;
    }
  if (!amp_user_fill_slot (self, slot, login, role, NULL, NULL, NULL, error))
    return FALSE;
  fresh->repaired = TRUE;
  sign (self, slot);
  return replace_keyring (self, g_steal_pointer (&fresh), error);
}

gboolean
amp_vault_change_passphrase (AmpVault *self,
                             const AmpSecret *old,
                             const AmpSecret *fresh_passphrase,
                             const AmpKdf *kdf,
                             GError **error)
{
  g_autofree AmpKeyring *fresh = copy_keyring (self);
  AmpSlot *slot = amp_keyring_find_id (fresh, self->user->id);
  g_autoptr (AmpSecret) seed = NULL;

  if (!amp_user_check_passphrase (fresh_passphrase, error))
    return FALSE;
  seed = amp_slot_unwrap_seed (slot, fresh->vault_id, old, error);
  if (seed == NULL || !amp_slot_wrap_seed (slot, fresh->vault_id, seed, fresh_passphrase,
                                           kdf != NULL ? kdf : &amp_kdf_default, error))
    return FALSE;
  /* Both copies: the older one would still open with the old passphrase. */
  fresh->repaired = TRUE;
  return replace_keyring (self, g_steal_pointer (&fresh), error);
}
