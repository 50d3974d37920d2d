/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * New keys for everything, after a loss of trust: both databases are copied under them, then the
 * keyring decides. FORMAT.md 8. */
#include "pages/bytes.h"
#include "pages/disk.h"
#include "vault/user.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>

#define RECORD_FILE "rekey"
#define SUFFIX "-rekey"
#define MAGIC "AmparoRK"
#define VERSION 1
#define OF_DATABASE_BYTES (AMP_FILE_ID_BYTES + 8 + AMP_SEAL_BYTES)
#define BOUND_BYTES (8 + 4 + 4 + 8 + 16 + 32 + AMP_N_DATABASES * OF_DATABASE_BYTES)
#define NONCE_BYTES 24
#define KEYS_BYTES 96 /* K_case, K_id, granting seed */
#define SEALED_BYTES (KEYS_BYTES + 16)
#define RECORD_BYTES (BOUND_BYTES + NONCE_BYTES + SEALED_BYTES)
#define BETWEEN_COMMITS 16384 /* pages: 64 MiB to do again, should the program die */

static const char *const databases[AMP_N_DATABASES] = {"casework.db", "identity.db"};

typedef struct
{
  AmpVault *vault;
  AmpSecret *keys; /* KEYS_BYTES */
  AmpSecret *case_key, *identity_key, *granting_seed;
  AmpDatabase *fresh[AMP_N_DATABASES];
  guint64 all, done; /* pages */
} Rekey;

static void
rekey_clear (Rekey *self)
{
  amp_secret_free (self->keys);
  amp_secret_free (self->case_key);
  amp_secret_free (self->identity_key);
  amp_secret_free (self->granting_seed);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    g_clear_pointer (&self->fresh[i], amp_database_free);
}

static char *
path_of (const char *folder, const char *file, const char *suffix)
{
  return g_strconcat (folder, "/", file, suffix, NULL);
}

static void
remove_file (const char *folder, const char *file, const char *suffix)
{
  g_autofree char *path = path_of (folder, file, suffix);

  (void) amp_disk->remove (path);
}

/* --- The record: which keys, begun from which state, by whom --- */

static void
bind_record (AmpVault *vault, guint8 out[BOUND_BYTES])
{
  guint8 *at = out;

  memset (out, 0, BOUND_BYTES);
  memcpy (at, MAGIC, 8);
  amp_put32 (at + 8, VERSION);
  amp_put64 (at + 16, (guint64) vault->user->id);
  memcpy (at + 24, vault->keyring->vault_id, 16);
  memcpy (at + 40, vault->keyring->granting_public, 32);
  at += 72;
  for (guint i = 0; i < AMP_N_DATABASES; i++, at += OF_DATABASE_BYTES)
    {
      const AmpSuperblock *state = amp_database_get_superblock (amp_vfs_database (vault->vfs, i));

      memcpy (at, state->file_id, AMP_FILE_ID_BYTES);
      amp_put64 (at + AMP_FILE_ID_BYTES, state->sequence);
      memcpy (at + AMP_FILE_ID_BYTES + 8, state->seal, AMP_SEAL_BYTES);
    }
}

static void
take_keys (Rekey *self)
{
  self->case_key = amp_secret_new_from (amp_secret_data (self->keys), 32);
  self->identity_key = amp_secret_new_from (amp_secret_data (self->keys) + 32, 32);
  self->granting_seed = amp_secret_new_from (amp_secret_data (self->keys) + 64, 32);
}

/* TRUE where this user began a rekey from this very state. */
static gboolean
load_record (Rekey *self)
{
  g_autofree char *path = path_of (self->vault->folder, RECORD_FILE, "");
  guint8 bound[BOUND_BYTES], record[RECORD_BYTES];
  g_autoptr (AmpSecret) key = amp_user_subkey (self->vault->own_key, AMP_OWN_REKEY);
  gsize got = 0;
  int fd, failed = amp_disk->open (path, O_RDONLY, &fd);

  if (failed != 0)
    return FALSE;
  failed = amp_disk->read (fd, record, sizeof record, 0, &got);
  amp_disk->close (fd);
  bind_record (self->vault, bound);
  if (failed != 0 || got < sizeof record || memcmp (record, bound, sizeof bound) != 0 ||
      crypto_aead_xchacha20poly1305_ietf_decrypt (
        amp_secret_data (self->keys), NULL, NULL, record + BOUND_BYTES + NONCE_BYTES, SEALED_BYTES,
        bound, sizeof bound, record + BOUND_BYTES, amp_secret_data (key)) != 0)
    return FALSE;
  take_keys (self);
  return TRUE;
}

/* Sealed under a key that comes from the user's seed: nobody else can put keys in. */
static int
make_record (Rekey *self)
{
  g_autofree char *path = path_of (self->vault->folder, RECORD_FILE, "");
  guint8 record[RECORD_BYTES];
  g_autoptr (AmpSecret) key = amp_user_subkey (self->vault->own_key, AMP_OWN_REKEY);
  guint8 *nonce = record + BOUND_BYTES;
  int fd, failed;

  randombytes_buf (amp_secret_data (self->keys), KEYS_BYTES);
  take_keys (self);
  bind_record (self->vault, record);
  randombytes_buf (nonce, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (nonce + NONCE_BYTES, NULL,
                                              amp_secret_data (self->keys), KEYS_BYTES, record,
                                              BOUND_BYTES, NULL, nonce, amp_secret_data (key));
  failed = amp_disk->open (path, O_RDWR | O_CREAT | O_TRUNC, &fd);
  if (failed != 0)
    return failed;
  failed = amp_disk->write (fd, record, sizeof record, 0);
  if (failed == 0)
    failed = amp_disk->sync (fd);
  amp_disk->close (fd);
  return failed != 0 ? failed : amp_disk->sync_folder (self->vault->folder);
}

/* --- The copy --- */

static void
name_fresh (Rekey *self)
{
  const guint8 *id = self->vault->keyring->vault_id;

  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      g_clear_pointer (&self->fresh[i], amp_database_free);
      self->fresh[i] = amp_database_new (self->vault->folder, i + 1, SUFFIX, id,
                                         i == 0 ? self->case_key : self->identity_key);
    }
}

static void
remove_fresh (const char *folder)
{
  static const char *const suffixes[] = {SUFFIX, SUFFIX "-undo", SUFFIX "-tags"};

  for (guint i = 0; i < AMP_N_DATABASES; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (suffixes); j++)
      remove_file (folder, databases[i], suffixes[j]);
}

static gboolean
commit (AmpDatabase *fresh, GError **error)
{
  int failed = amp_database_is_changed (fresh) ? amp_databases_commit (&fresh, 1) : 0;

  return amp_disk_check (failed, amp_database_get_file (fresh), error);
}

static gboolean
copy_page (AmpDatabase *old, AmpDatabase *fresh, guint32 number, GError **error)
{
  guint8 plain[AMP_PAGE_BYTES];
  AmpRead read = amp_database_read (old, number, plain);
  int failed = read == AMP_READ_OK ? amp_database_write (fresh, number, plain) : 0;

  sodium_memzero (plain, sizeof plain);
  if (read == AMP_READ_FAILED)
    return amp_disk_check (EIO, amp_database_get_file (old), error);
  if (read != AMP_READ_OK)
    return amp_refuse_damage (
      error, &(AmpDamage){amp_database_get_file (old), number, read == AMP_READ_OLDER});
  return amp_disk_check (failed, amp_database_get_file (fresh), error);
}

static gboolean
begin (Rekey *self, GError **error)
{
  int failed;

  if (load_record (self))
    {
      name_fresh (self);
      if (amp_databases_open (self->fresh, NULL))
        return TRUE;
    }
  remove_fresh (self->vault->folder);
  g_clear_pointer (&self->case_key, amp_secret_free);
  g_clear_pointer (&self->identity_key, amp_secret_free);
  g_clear_pointer (&self->granting_seed, amp_secret_free);
  failed = make_record (self);
  if (!amp_disk_check (failed, RECORD_FILE, error))
    return FALSE;
  name_fresh (self);
  /* Both get a state at once, so that both can be opened and gone on with. */
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      AmpDatabase *old = amp_vfs_database (self->vault->vfs, i);

      if (!amp_database_create (self->fresh[i], amp_database_get_hash_key (old), error) ||
          !copy_page (old, self->fresh[i], 1, error) || !commit (self->fresh[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
copy (Rekey *self, guint index, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  AmpDatabase *old = amp_vfs_database (self->vault->vfs, index), *fresh = self->fresh[index];
  const guint32 pages = amp_database_get_pages (old);
  guint32 n = amp_database_get_pages (fresh);
  gboolean ok = TRUE;

  for (self->done += n; ok && n < pages;)
    {
      ok = copy_page (old, fresh, ++n, error);
      if (ok && n % BETWEEN_COMMITS == 0)
        ok = commit (fresh, error);
      if (ok && ++self->done % 256 == 0)
        {
          amp_progress_set (progress, self->done, self->all);
          ok = !g_cancellable_set_error_if_cancelled (cancellable, error);
        }
    }
  return ok && commit (fresh, error);
}

/* --- The decision, and what comes after it --- */

/* Renames what the keyring's keys open over what they do not. */
static int
finish_one (AmpVault *vault, guint index, gboolean *renamed, gboolean *lost)
{
  const AmpSecret *key = index == 0 ? vault->case_key : vault->identity_key;
  const guint8 *id = vault->keyring->vault_id;
  g_autoptr (AmpDatabase) old = amp_database_new (vault->folder, index + 1, "", id, key);
  g_autoptr (AmpDatabase) fresh = amp_database_new (vault->folder, index + 1, SUFFIX, id, key);
  g_autofree char *from = path_of (vault->folder, databases[index], SUFFIX);
  g_autofree char *to = path_of (vault->folder, databases[index], "");
  gboolean is_old, is_fresh = FALSE;
  int failed = amp_database_probe (old, &is_old);

  if (failed == 0 && !is_old)
    failed = amp_database_probe (fresh, &is_fresh);
  *lost = *lost || (!is_old && !is_fresh);
  if (failed != 0 || !is_fresh)
    return failed;
  *renamed = TRUE;
  /* Who decided this may have died before the keyring was on the disk. */
  failed = amp_disk->sync (vault->lock_fd);
  return failed != 0 ? failed : amp_disk->rename (from, to);
}

gboolean
amp_rekey_finish (AmpVault *vault, GError **error)
{
  const char *file = NULL;
  gboolean renamed = FALSE, lost = FALSE;
  int failed = 0;

  for (guint i = 0; i < AMP_N_DATABASES && failed == 0; i++)
    {
      file = databases[i];
      failed = finish_one (vault, i, &renamed, &lost);
    }
  if (failed == 0 && renamed)
    failed = amp_disk->sync_folder (vault->folder);
  if (!amp_disk_check (failed, file, error))
    return FALSE;
  /* Where one is neither, nothing is cleared away: opening tells. */
  if (!renamed || lost)
    return TRUE;
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      remove_file (vault->folder, databases[i], "-undo");
      remove_file (vault->folder, databases[i], "-tags");
    }
  remove_fresh (vault->folder);
  remove_file (vault->folder, RECORD_FILE, "");
  return TRUE;
}

/* From the storing of the keyring on, the new keys count. */
static gboolean
decide (Rekey *self, GError **error)
{
  AmpVault *vault = self->vault;
  g_autofree AmpKeyring *keyring =
    amp_keyring_rekeyed (vault, self->case_key, self->identity_key, self->granting_seed, error);
  guint8 public[32];
  int failed;

  if (keyring == NULL)
    return FALSE;
  amp_keyring_remember (keyring, self->case_key,
                        amp_database_get_superblock (self->fresh[0])->sequence,
                        amp_database_get_superblock (self->fresh[1])->sequence);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    g_clear_pointer (&self->fresh[i], amp_database_free);
  /* Their names, before anything needs them. */
  failed = amp_disk->sync_folder (vault->folder);
  if (!amp_disk_check (failed, RECORD_FILE, error))
    return FALSE;
  if (!amp_keyring_store (keyring, vault->folder, FALSE, error))
    return FALSE;
  g_clear_pointer (&vault->vfs, amp_vfs_unregister);
  g_free (vault->keyring);
  vault->keyring = g_steal_pointer (&keyring);
  amp_secret_free (vault->case_key);
  amp_secret_free (vault->identity_key);
  vault->case_key = g_steal_pointer (&self->case_key);
  vault->identity_key = g_steal_pointer (&self->identity_key);
  crypto_sign_seed_keypair (public, amp_secret_data (vault->granting_secret),
                            amp_secret_data (self->granting_seed));
  return amp_rekey_finish (vault, error) && amp_vault_open_databases (vault, error);
}

gboolean
amp_vault_rekey (AmpVault *self, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  Rekey rekey = {.vault = self};
  gboolean ok;

  if (!amp_user_need_supervisor (self, error))
    return FALSE;
  if (amp_vfs_is_connected (self->vfs))
    return amp_refuse (error, AMP_VAULT_ERROR_IN_USE, "The databases are in use");
  rekey.keys = amp_secret_new (KEYS_BYTES);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    rekey.all += amp_database_get_pages (amp_vfs_database (self->vfs, i));
  ok = begin (&rekey, error);
  for (guint i = 0; i < AMP_N_DATABASES && ok; i++)
    ok = copy (&rekey, i, progress, cancellable, error);
  ok = ok && decide (&rekey, error);
  rekey_clear (&rekey);
  return ok;
}
