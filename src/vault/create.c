/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a vault: beside its name, whole, then renamed. */
#include "pages/disk.h"
#include "vault/user.h"

#include <errno.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

/* So that a database never is without a page: cut down to nothing, it would look new. */
static gboolean
write_first_pages (AmpVault *self, GError **error)
{
  sqlite3 *db = amp_vault_connect (self, error);
  int rc;

  if (db == NULL)
    return FALSE;
  rc = sqlite3_exec (
    db, "PRAGMA main.application_id=1097690465; PRAGMA identity.application_id=1097690465", NULL,
    NULL, NULL);
  if (rc != SQLITE_OK)
    amp_vault_set_sqlite_error (self, db, rc, error);
  sqlite3_close (db);
  return rc == SQLITE_OK;
}

/* like: whose hash keys they get; NULL: fresh ones. */
static AmpVfsVault *
make_databases (AmpVault *self, AmpVault *like, GError **error)
{
  AmpDatabase *pair[AMP_N_DATABASES];
  g_autoptr (AmpVfsVault) vfs = NULL;

  amp_vault_name_databases (self, pair);
  vfs = amp_vfs_register (self->keyring->vault_id, pair);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    if (!amp_database_create (
          pair[i],
          like != NULL ? amp_database_get_hash_key (amp_vfs_database (like->vfs, i)) : NULL, error))
      return NULL;
  return g_steal_pointer (&vfs);
}

static gboolean
fill_new (
  AmpVault *self, const char *login, const AmpSecret *passphrase, const AmpKdf *kdf, GError **error)
{
  g_autoptr (AmpSecret) seed = amp_secret_new_random (32);
  g_autoptr (AmpSecret) own_key = NULL;
  AmpSlot *slot = &self->keyring->slots[0];

  randombytes_buf (self->keyring->vault_id, sizeof self->keyring->vault_id);
  self->case_key = amp_secret_new_random (32);
  self->identity_key = amp_secret_new_random (32);
  self->granting_secret = amp_secret_new (crypto_sign_SECRETKEYBYTES);
  crypto_sign_keypair (self->keyring->granting_public, amp_secret_data (self->granting_secret));
  if (!amp_user_fill_slot (self, slot, login, AMP_ROLE_SUPERVISOR, seed, passphrase, kdf, error))
    return FALSE;
  amp_user_extend (self, self->keyring, kdf, slot);
  own_key = amp_user_own_key (seed);
  amp_user_set_pin (self->keyring, slot, own_key);
  self->user = amp_user_from_slot (self, slot, login);
  self->vfs = make_databases (self, NULL, error);
  return self->vfs != NULL && write_first_pages (self, error) &&
         amp_keyring_store (self->keyring, self->folder, TRUE, error);
}

void
amp_vault_remove (const char *folder)
{
  static const char *const files[] = {"keyring",          "casework.db",      "identity.db",
                                      "casework.db-undo", "identity.db-undo", "casework.db-tags",
                                      "identity.db-tags", AMP_LOCK_FILE};

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      (void) amp_disk->remove (path);
    }
  (void) amp_disk->remove (folder);
}

/* A name beside it for what is not finished. */
char *
amp_vault_beside (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);

  return g_strdup_printf ("%s/.amparo-new-%08x%08x", parent, randombytes_random (),
                          randombytes_random ());
}

/* What was made beside takes its name, once all of it is on the disk. */
gboolean
amp_vault_settle (const char *beside, const char *folder, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  int failed = amp_disk->sync_folder (beside);

  if (failed == 0)
    failed = amp_disk->rename (beside, folder);
  if (failed == 0 && (failed = amp_disk->sync_folder (parent)) != 0)
    amp_vault_remove (folder);
  if (failed == ENOTEMPTY || failed == EEXIST || failed == ENOTDIR)
    return amp_refuse (error, AMP_VAULT_ERROR_EXISTS, "Something of that name is there already");
  return amp_disk_check (failed, "the vault's folder", error);
}

/* Something that is not an empty folder is there already. */
gboolean
amp_vault_may_make (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  if ((dir == NULL || g_dir_read_name (dir) == NULL) &&
      (dir != NULL || !g_file_test (folder, G_FILE_TEST_EXISTS)))
    return TRUE;
  return amp_refuse (error, AMP_VAULT_ERROR_EXISTS, "Something of that name is there already");
}

gboolean
amp_vault_make_folder (const char *beside, GError **error)
{
  return amp_disk_check (amp_disk->make_folder (beside), "the vault's folder", error);
}

static gboolean
create_beside (const char *folder,
               const char *login,
               const AmpSecret *passphrase,
               const AmpKdf *kdf,
               GError **error)
{
  g_autofree char *beside = amp_vault_beside (folder);
  AmpVault *self;
  gboolean ok;

  if (!amp_vault_make_folder (beside, error))
    return FALSE;
  self = amp_vault_new (beside);
  self->keyring = g_new0 (AmpKeyring, 1);
  ok = fill_new (self, login, passphrase, kdf, error);
  amp_vault_free (self); /* closed in order, under the name that it has */
  ok = ok && amp_vault_settle (beside, folder, error);
  if (!ok)
    amp_vault_remove (beside);
  return ok;
}

AmpVault *
amp_vault_create (const char *folder,
                  const char *login,
                  const AmpSecret *passphrase,
                  const AmpKdf *kdf,
                  GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  AmpVault *self;

  if (!amp_user_check_login (login, error) || !amp_user_check_passphrase (passphrase, error) ||
      !amp_vault_may_make (absolute, error))
    return NULL;
  if (!create_beside (absolute, login, passphrase, kdf != NULL ? kdf : &amp_kdf_default, error))
    return NULL;
  /* Opened as any other time: what was written is what is read. */
  self = amp_vault_unlock (absolute, login, passphrase, error);
  if (self == NULL)
    amp_vault_remove (absolute);
  return self;
}

static AmpSecret *
copy_secret (const AmpSecret *secret)
{
  if (secret == NULL)
    return NULL;
  return amp_secret_new_from (amp_secret_data (secret), amp_secret_length (secret));
}

/* Unlocked for the same user, without databases. */
static AmpVault *
copy_vault (AmpVault *self, const char *folder)
{
  AmpVault *copy = amp_vault_new (folder);

  copy->keyring = g_memdup2 (self->keyring, sizeof *self->keyring);
  copy->user = g_memdup2 (self->user, sizeof *self->user);
  copy->user->login = g_strdup (self->user->login);
  copy->box_secret = copy_secret (self->box_secret);
  copy->sign_secret = copy_secret (self->sign_secret);
  copy->granting_secret = copy_secret (self->granting_secret);
  copy->own_key = copy_secret (self->own_key);
  copy->case_key = copy_secret (self->case_key);
  copy->identity_key = copy_secret (self->identity_key);
  return copy;
}

static gboolean
fill_like (AmpVault *self, AmpVault *like, GError **error)
{
  self->vfs = make_databases (self, like, error);
  if (self->vfs == NULL || !write_first_pages (self, error))
    return FALSE;
  /* It remembers the databases of the other. */
  amp_keyring_remember (self->keyring, self->case_key, 0, 0);
  return amp_keyring_store (self->keyring, self->folder, TRUE, error);
}

AmpVault *
amp_vault_create_like (AmpVault *self, const char *folder, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *beside = amp_vault_beside (absolute);
  g_autoptr (AmpVault) made = copy_vault (self, beside);
  gboolean ok;

  if (!amp_vault_need_databases (self, error) || !amp_vault_may_make (absolute, error) ||
      !amp_vault_make_folder (beside, error))
    return NULL;
  ok = fill_like (made, self, error);
  g_clear_pointer (&made->vfs, amp_vfs_unregister);
  if (!ok || !amp_vault_settle (beside, absolute, error))
    {
      amp_vault_remove (beside);
      return NULL;
    }
  g_free (made->folder);
  made->folder = g_steal_pointer (&absolute);
  made->lock_fd = amp_vault_take_lock (made->folder, error);
  ok = made->lock_fd >= 0 && amp_vault_open_databases (made, error);
  if (!ok)
    amp_vault_remove (made->folder);
  return ok ? g_steal_pointer (&made) : NULL;
}
