/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Users of a vault: added, disabled, given another role or another passphrase. Only the keyring is
 * rewritten. */
#include "vault/user.h"

#include <sodium.h>
#include <string.h>

gboolean
amp_user_need_supervisor (AmpVault *self, GError **error)
{
  if (self->user->role == AMP_ROLE_SUPERVISOR)
    return TRUE;
  return amp_refuse (error, AMP_VAULT_ERROR_NOT_ALLOWED, "Only a supervisor may do that");
}

static AmpSlot *
need_slot (AmpKeyring *keyring, const char *login, GError **error)
{
  AmpSlot *slot = amp_keyring_find (keyring, login);

  if (slot == NULL)
    amp_refuse (error, AMP_VAULT_ERROR_NOT_FOUND, "No such user");
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

AmpKeyring *
amp_user_copy_keyring (AmpVault *self)
{
  return g_memdup2 (self->keyring, sizeof *self->keyring);
}

void
amp_user_sign (AmpVault *self, AmpKeyring *fresh, AmpSlot *slot)
{
  amp_keyring_sign (fresh, slot, self->user != NULL ? self->user->id : slot->id,
                    self->granting_secret);
}

/* With the same memory, under the generation to come: the header's own number is not under a key,
 * this one is. An auditor has no key for that. */
static gboolean
refresh_memory (AmpVault *self, AmpKeyring *fresh, GError **error)
{
  guint64 casework, identity;

  if (self->case_key == NULL)
    return TRUE;
  if (!amp_keyring_recall (self->keyring, self->case_key, &casework, &identity, error))
    return FALSE;
  amp_keyring_remember (fresh, self->case_key, casework, identity);
  return TRUE;
}

/* The databases say from now on that the keyring was this one: an older one is told at once. */
static void
seal_with_databases (AmpVault *self)
{
  for (guint i = 0; self->vfs != NULL && i < AMP_N_DATABASES; i++)
    {
      AmpDatabase *database = amp_vfs_database (self->vfs, i);

      if (!amp_database_is_changed (database) && amp_databases_commit (&database, 1) != 0)
        g_debug ("a database does not know the newest keyring");
    }
}

gboolean
amp_user_replace_keyring (AmpVault *self, AmpKeyring *fresh, GError **error)
{
  if (self->inspecting)
    {
      amp_refuse (error, AMP_VAULT_ERROR_READ_ONLY, "keyring: looked at only");
      g_free (fresh);
      return FALSE;
    }
  if (!refresh_memory (self, fresh, error) ||
      !amp_keyring_store (fresh, self->folder, FALSE, error))
    {
      g_free (fresh);
      return FALSE;
    }
  g_free (self->keyring);
  self->keyring = fresh;
  amp_vault_tell_generation (self);
  seal_with_databases (self);
  return TRUE;
}

static AmpSlot *
empty_slot (AmpKeyring *keyring, GError **error)
{
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (keyring->slots[i].state == AMP_SLOT_EMPTY)
      return &keyring->slots[i];
  amp_refuse_with (error, AMP_VAULT_ERROR_NOT_ALLOWED, "The keyring holds %d users already",
                   AMP_KEYRING_SLOTS);
  return NULL;
}

gboolean
amp_user_add (AmpVault *self,
              const char *login,
              AmpRole role,
              const AmpSecret *passphrase,
              const AmpKdf *kdf,
              gint64 *id,
              GError **error)
{
  g_autofree AmpKeyring *fresh = amp_user_copy_keyring (self);
  AmpKdf at_least = amp_user_floor_kdf (fresh, kdf);
  g_autoptr (AmpSecret) seed = amp_secret_new_random (32);
  g_autoptr (AmpSecret) own_key = NULL;
  AmpSlot *slot;

  if (!amp_user_check_login (login, error) || !amp_user_check_passphrase (passphrase, error))
    return FALSE;
  if (amp_keyring_find (fresh, login) != NULL)
    return amp_refuse (error, AMP_VAULT_ERROR_EXISTS, "That user name is taken");
  slot = empty_slot (fresh, error);
  if (slot == NULL ||
      !amp_user_fill_slot (self, slot, login, role, seed, passphrase, &at_least, error))
    return FALSE;
  own_key = amp_user_own_key (seed);
  amp_user_set_pin (fresh, slot, own_key);
  amp_user_sign (self, fresh, slot);
  if (id != NULL)
    *id = slot->id;
  return amp_user_replace_keyring (self, g_steal_pointer (&fresh), error);
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
  if (!amp_user_need_supervisor (self, error))
    return FALSE;
  if (amp_role_to_code (role) == NULL)
    return amp_refuse (error, AMP_VAULT_ERROR_INVALID, "No such role");
  return amp_user_add (self, login, role, passphrase, kdf, id, error);
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
  g_autofree AmpKeyring *fresh = amp_user_copy_keyring (self);
  AmpSlot *slot;

  if (!amp_user_need_supervisor (self, error) || (slot = need_slot (fresh, login, error)) == NULL)
    return FALSE;
  slot->state = AMP_SLOT_DISABLED;
  sodium_memzero (slot->grant, sizeof slot->grant);
  sodium_memzero (slot->seed_sealed, sizeof slot->seed_sealed);
  sodium_memzero (slot->salt, sizeof slot->salt);
  if (count_supervisors (fresh) == 0)
    return amp_refuse (error, AMP_VAULT_ERROR_NOT_ALLOWED,
                       "The vault would be left without a supervisor");
  amp_user_sign (self, fresh, slot);
  return amp_user_replace_keyring (self, g_steal_pointer (&fresh), error);
}

gboolean
amp_vault_grant (AmpVault *self, const char *login, AmpRole role, GError **error)
{
  g_autofree AmpKeyring *fresh = amp_user_copy_keyring (self);
  AmpSlot *slot;

  if (!amp_user_need_supervisor (self, error) || (slot = need_slot (fresh, login, error)) == NULL)
    return FALSE;
  if (slot->state != AMP_SLOT_ACTIVE || amp_role_to_code (role) == NULL ||
      slot->id == self->user->id)
    return amp_refuse (error, AMP_VAULT_ERROR_NOT_ALLOWED,
                       "A disabled user, one's own role, or no such role");
  amp_user_give_role (self, slot, role);
  amp_user_sign (self, fresh, slot);
  return amp_user_replace_keyring (self, g_steal_pointer (&fresh), error);
}

gboolean
amp_vault_change_passphrase (AmpVault *self,
                             const AmpSecret *old,
                             const AmpSecret *fresh_passphrase,
                             const AmpKdf *kdf,
                             GError **error)
{
  g_autofree AmpKeyring *fresh = amp_user_copy_keyring (self);
  AmpSlot *slot = amp_keyring_find_id (fresh, self->user->id);
  AmpKdf at_least = amp_user_floor_kdf (fresh, kdf);
  g_autoptr (AmpSecret) seed = NULL;

  if (!amp_user_check_passphrase (fresh_passphrase, error))
    return FALSE;
  seed = amp_slot_unwrap_seed (slot, fresh->vault_id, old, error);
  if (seed == NULL ||
      !amp_slot_wrap_seed (slot, fresh->vault_id, seed, fresh_passphrase, &at_least, error))
    return FALSE;
  return amp_user_replace_keyring (self, g_steal_pointer (&fresh), error);
}

/* --- After a loss of trust --- */

AmpKeyring *
amp_keyring_rekeyed (AmpVault *self,
                     const AmpSecret *case_key,
                     const AmpSecret *identity_key,
                     const AmpSecret *granting_seed,
                     GError **error)
{
  g_autofree AmpKeyring *fresh = amp_user_copy_keyring (self);
  g_autoptr (AmpSecret) granting = amp_secret_new (crypto_sign_SECRETKEYBYTES);
  AmpVault after = {.keyring = fresh,
                    .case_key = (AmpSecret *) case_key,
                    .identity_key = (AmpSecret *) identity_key,
                    .granting_secret = granting};
  guint64 casework, identity;

  if (!amp_user_need_supervisor (self, error))
    return NULL;
  if (!amp_keyring_recall (fresh, self->case_key, &casework, &identity, error))
    return NULL;
  crypto_sign_seed_keypair (fresh->granting_public, amp_secret_data (granting),
                            amp_secret_data (granting_seed));
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    {
      AmpSlot *slot = &fresh->slots[i];

      if (slot->state == AMP_SLOT_EMPTY)
        continue;
      if (!amp_user_reseal (self, &after, slot, error))
        return NULL;
      amp_slot_sign (slot, fresh->vault_id, self->user->id, amp_secret_data (granting));
    }
  fresh->extension.recovery = 0;
  memset (fresh->extension.recovery_public, 0, sizeof fresh->extension.recovery_public);
  memset (fresh->extension.recovery_grant, 0, sizeof fresh->extension.recovery_grant);
  memset (fresh->extension.share_hash, 0, sizeof fresh->extension.share_hash);
  amp_keyring_sign (fresh, NULL, self->user->id, granting);
  memset (fresh->pins, 0, sizeof fresh->pins);
  amp_user_set_pin (fresh, amp_keyring_find_id (fresh, self->user->id), self->own_key);
  amp_keyring_remember (fresh, case_key, casework, identity);
  return g_steal_pointer (&fresh);
}
