/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Life of a vault: unlocked, looked at, locked again. */
#include "vault/vault.h"

#include "pages/disk.h"
#include "vault/user.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

/* --- The lock: one process at a time --- */

static void
tell_holder (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, AMP_LOCK_FILE, NULL);
  char text[128] = "";
  gsize got = 0;
  int fd;

  if (amp_disk->open (path, O_RDONLY, &fd) == 0)
    {
      (void) amp_disk->read (fd, text, sizeof text - 1, 0, &got);
      amp_disk->close (fd);
    }
  g_strdelimit (text, "\n", ' ');
  if (!g_utf8_validate (text, -1, NULL))
    text[0] = '\0';
  amp_refuse_with (error, AMP_VAULT_ERROR_IN_USE, "Another process has the vault open: %s", text);
}

/* Who holds the lock, for the message of whoever comes second; NULL: nobody. */
static int
name_holder (const char *folder, const char *text)
{
  g_autofree char *path = g_build_filename (folder, AMP_LOCK_FILE, NULL);
  int fd, failed = amp_disk->open (path, O_RDWR | O_CREAT, &fd);

  if (failed != 0)
    return failed;
  failed = amp_disk->truncate (fd, 0);
  if (failed == 0 && text != NULL)
    failed = amp_disk->write (fd, text, strlen (text), 0);
  amp_disk->close (fd);
  return failed;
}

/* The lock is on the keyring, which nobody removes without losing the vault; the lock file only
 * says who has it. */
int
amp_vault_take_lock (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "keyring", NULL);
  g_autofree char *text =
    g_strdup_printf ("process %d on %s\n", (int) getpid (), g_get_host_name ());
  const char *file = "keyring";
  int fd, failed = amp_disk->open (path, O_RDWR, &fd);

  if (failed == 0)
    {
      failed = amp_disk->lock (fd);
      if (failed == 0)
        {
          file = AMP_LOCK_FILE;
          failed = name_holder (folder, text);
        }
      if (failed == 0)
        return fd;
      amp_disk->close (fd);
    }
  if (failed == EAGAIN)
    tell_holder (folder, error);
  else
    (void) amp_disk_check (failed, file, error);
  return -1;
}

static void
release_lock (const char *folder, int fd)
{
  if (name_holder (folder, NULL) != 0)
    g_debug ("the lock file keeps the name of its last holder");
  amp_disk->close (fd);
}

/* --- Opening --- */

AmpVault *
amp_vault_new (const char *folder)
{
  AmpVault *self = g_new0 (AmpVault, 1);

  self->folder = g_canonicalize_filename (folder, NULL);
  self->lock_fd = -1;
  return self;
}

gboolean
amp_vault_probe (const char *folder, GError **error)
{
  g_autofree AmpKeyring *keyring = amp_keyring_load (folder, error);

  return keyring != NULL;
}

/* Unknown users cost the same passphrase check as known ones. */
static AmpSlot *
slot_of (AmpKeyring *keyring, const char *login, gboolean *known)
{
  AmpSlot *slot = login != NULL ? amp_keyring_find (keyring, login) : NULL;
  AmpSlot *any = &keyring->slots[0];
  guint n = 0;

  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (keyring->slots[i].state == AMP_SLOT_ACTIVE)
      {
        any = &keyring->slots[i];
        n++;
      }
  if (login == NULL && n == 1)
    slot = any;
  *known = slot != NULL && slot->state == AMP_SLOT_ACTIVE;
  return *known ? slot : any;
}

gboolean
amp_vault_unlock_keys (AmpVault *self,
                       const char *login,
                       const AmpSecret *passphrase,
                       GError **error)
{
  g_autoptr (AmpSecret) seed = NULL;
  g_autoptr (GError) local = NULL;
  guint8 box_public[32], sign_public[32];
  gboolean known;
  AmpPin pin;
  AmpSlot *slot = slot_of (self->keyring, login, &known);

  seed = amp_slot_unwrap_seed (slot, self->keyring->vault_id, passphrase, &local);
  if (!known)
    return amp_refuse (error, AMP_VAULT_ERROR_WRONG_KEY, "Wrong user or passphrase");
  if (seed == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  amp_user_keys (seed, box_public, &self->box_secret, sign_public, &self->sign_secret);
  self->own_key = amp_user_own_key (seed);
  pin = amp_user_check_pin (self->keyring, slot, self->own_key);
  self->new_keys = pin == AMP_PIN_NONE;
  if (pin == AMP_PIN_OTHER)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED,
                       "keyring: not the keys that this passphrase was made for");
  if (sodium_memcmp (box_public, slot->box_public, 32) != 0 ||
      sodium_memcmp (sign_public, slot->sign_public, 32) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: keys that do not belong together");
  if (!amp_user_open_sealed (self, (AmpRole) slot->role, box_public, self->box_secret, slot->grant,
                             error))
    return FALSE;
  self->user = amp_user_from_slot (self, slot, login);
  return TRUE;
}

void
amp_vault_name_databases (AmpVault *self, AmpDatabase *pair[AMP_N_DATABASES])
{
  pair[0] = amp_database_new (self->folder, 1, "", self->keyring->vault_id, self->case_key);
  pair[1] = amp_database_new (self->folder, 2, "", self->keyring->vault_id, self->identity_key);
}

/* Keyring and databases remember each other: neither may be older than that. */
static gboolean
check_memory (AmpVault *self, GError **error)
{
  guint64 remembered[AMP_N_DATABASES];

  if (!amp_keyring_recall (self->keyring, self->case_key, &remembered[0], &remembered[1], error))
    return FALSE;
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      const AmpSuperblock *state = amp_database_get_superblock (amp_vfs_database (self->vfs, i));

      /* Which is 0 in version 1. */
      if (state->generation > self->keyring->memory.generation)
        return amp_refuse (error, AMP_VAULT_ERROR_OUT_OF_STEP, "keyring: older than the databases");
      if (state->sequence < remembered[i])
        return amp_refuse_with (error, AMP_VAULT_ERROR_OUT_OF_STEP,
                                "%s: older than when the vault was last closed",
                                amp_database_get_file (amp_vfs_database (self->vfs, i)));
    }
  return TRUE;
}

gboolean
amp_vault_open_databases (AmpVault *self, GError **error)
{
  AmpDatabase *pair[AMP_N_DATABASES];

  if (!self->inspecting && !amp_rekey_finish (self, error))
    return FALSE;
  amp_vault_name_databases (self, pair);
  self->vfs = amp_vfs_register (self->keyring->vault_id, pair);
  if (self->inspecting)
    return amp_databases_inspect (pair, error);
  if (!amp_databases_open (pair, error) || !check_memory (self, error))
    {
      /* What was refused is not remembered as a closing. */
      g_clear_pointer (&self->vfs, amp_vfs_unregister);
      return FALSE;
    }
  amp_vault_tell_generation (self);
  return TRUE;
}

void
amp_vault_tell_generation (AmpVault *self)
{
  for (guint i = 0; self->vfs != NULL && i < AMP_N_DATABASES; i++)
    amp_database_tell_keyring (amp_vfs_database (self->vfs, i), self->keyring->version,
                               self->keyring->memory.generation);
}

/* So that the databases are not put back to before this. */
static void
remember (AmpVault *self)
{
  guint64 sequences[AMP_N_DATABASES];

  if (self->keyring == NULL || self->vfs == NULL || self->inspecting || self->lock_fd < 0 ||
      self->keyring->version < 2 || self->keyring->state == AMP_KEYRING_ERASED)
    return;
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    sequences[i] = amp_database_get_superblock (amp_vfs_database (self->vfs, i))->sequence;
  if (sequences[0] == self->keyring->memory.casework &&
      sequences[1] == self->keyring->memory.identity)
    return;
  amp_keyring_remember (self->keyring, self->case_key, sequences[0], sequences[1]);
  if (!amp_keyring_store (self->keyring, self->folder, FALSE, NULL))
    g_debug ("the keyring does not remember this closing");
}

void
amp_vault_free (AmpVault *self)
{
  if (self == NULL)
    return;
  remember (self);
  g_clear_pointer (&self->vfs, amp_vfs_unregister);
  g_clear_pointer (&self->case_key, amp_secret_free);
  g_clear_pointer (&self->identity_key, amp_secret_free);
  g_clear_pointer (&self->box_secret, amp_secret_free);
  g_clear_pointer (&self->sign_secret, amp_secret_free);
  g_clear_pointer (&self->granting_secret, amp_secret_free);
  g_clear_pointer (&self->own_key, amp_secret_free);
  g_clear_pointer (&self->user, amp_user_free);
  g_free (self->keyring);
  if (self->lock_fd >= 0)
    release_lock (self->folder, self->lock_fd);
  g_free (self->folder);
  g_free (self);
}

AmpVault *
amp_vault_enter (const char *folder, GError **error)
{
  g_autoptr (AmpVault) self = amp_vault_new (folder);

  self->keyring = amp_keyring_load (self->folder, error);
  if (self->keyring == NULL)
    return NULL;
  self->lock_fd = amp_vault_take_lock (self->folder, error);
  if (self->lock_fd < 0)
    return NULL;
  /* Again under the lock: somebody may have changed it while we waited at the door. */
  g_clear_pointer (&self->keyring, g_free);
  self->keyring = amp_keyring_load (self->folder, error);
  return self->keyring != NULL ? g_steal_pointer (&self) : NULL;
}

/* An auditor gets no further than her keys. */
static gboolean
let_in (AmpVault *self, const char *login, const AmpSecret *passphrase, GError **error)
{
  return amp_vault_unlock_keys (self, login, passphrase, error) &&
         (self->user->role == AMP_ROLE_AUDITOR || amp_vault_open_databases (self, error));
}

AmpVault *
amp_vault_unlock (const char *folder,
                  const char *login,
                  const AmpSecret *passphrase,
                  GError **error)
{
  g_autoptr (AmpVault) self = amp_vault_enter (folder, error);

  if (self == NULL || !let_in (self, login, passphrase, error) ||
      !amp_user_tend_keyring (self, passphrase, error))
    return NULL;
  return g_steal_pointer (&self);
}

AmpVault *
amp_vault_inspect (const char *folder,
                   const char *login,
                   const AmpSecret *passphrase,
                   GError **error)
{
  g_autoptr (AmpVault) self = amp_vault_new (folder);
  g_autoptr (GError) local = NULL;

  self->inspecting = TRUE;
  self->keyring = amp_keyring_load (self->folder, error);
  if (self->keyring == NULL)
    return NULL;
  /* On a medium that cannot be written there is nobody to keep out. */
  self->lock_fd = amp_vault_take_lock (self->folder, &local);
  if (self->lock_fd < 0 && !g_error_matches (local, AMP_VAULT_ERROR, AMP_VAULT_ERROR_READ_ONLY))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return let_in (self, login, passphrase, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
amp_vault_has_new_keys (AmpVault *self)
{
  return self->new_keys;
}

const char *
amp_vault_get_folder (AmpVault *self)
{
  return self->folder;
}

const guint8 *
amp_vault_get_id (AmpVault *self)
{
  return self->keyring->vault_id;
}

const AmpUser *
amp_vault_get_user (AmpVault *self)
{
  return self->user;
}
