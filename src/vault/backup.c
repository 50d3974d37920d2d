/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vault in one file: keyring, superblocks and pages, as sealed as they are in the folder.
 * FORMAT.md 7. */
#include "pages/bytes.h"
#include "pages/disk.h"
#include "vault/vault-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>

#define MAGIC "AmparoBK"
#define VERSION 1
#define HEADER_BYTES 128
#define WHEN_AT 16
#define VAULT_ID_AT 24
#define MAC_AT 96
#define MAC_BYTES 32
#define KEYRING_AT HEADER_BYTES
#define SUPERBLOCKS_AT (KEYRING_AT + AMP_KEYRING_COPY_BYTES)
#define PAGES_AT (SUPERBLOCKS_AT + AMP_N_DATABASES * AMP_SUPERBLOCK_BYTES)
#define RUN_PAGES 64
#define RUN_BYTES (RUN_PAGES * AMP_PAGE_BYTES)
#define FILE_NAME "the backup"

/* The file, and what stands in it before the pages. */
typedef struct
{
  AmpVault *vault;
  AmpProgress *progress;
  GCancellable *cancellable;
  int fd;
  guint8 bytes[PAGES_AT];
  AmpSuperblock superblocks[AMP_N_DATABASES];
  gint64 places[AMP_N_DATABASES]; /* of page 1 */
  gint64 length;                  /* of the whole file */
} Backup;

static Backup *
backup_new (AmpVault *vault, AmpProgress *progress, GCancellable *cancellable)
{
  Backup *self = g_new0 (Backup, 1);

  self->vault = vault;
  self->progress = progress;
  self->cancellable = cancellable;
  return self;
}

static const AmpSecret *
key_of (const Backup *self, guint index)
{
  return index == 0 ? self->vault->case_key : self->vault->identity_key;
}

static void
authenticate (const Backup *self, guint8 out[MAC_BYTES])
{
  g_autoptr (AmpSecret) key = amp_subkey (self->vault->case_key, AMP_SUBKEY_BACKUP);
  crypto_generichash_state state;

  crypto_generichash_init (&state, amp_secret_data (key), amp_secret_length (key), MAC_BYTES);
  crypto_generichash_update (&state, self->bytes, MAC_AT);
  crypto_generichash_update (&state, self->bytes + KEYRING_AT, PAGES_AT - KEYRING_AT);
  crypto_generichash_final (&state, out, MAC_BYTES);
}

static void
place_pages (Backup *self)
{
  self->length = PAGES_AT;
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      self->places[i] = self->length;
      self->length += (gint64) self->superblocks[i].pages * AMP_PAGE_BYTES;
    }
}

/* How far it is, and whether it is still wanted. */
static gboolean
go_on (const Backup *self, gint64 at, GError **error)
{
  amp_progress_set (self->progress, (guint64) (at - PAGES_AT) / AMP_PAGE_BYTES,
                    (guint64) (self->length - PAGES_AT) / AMP_PAGE_BYTES);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* --- Writing --- */

static void
make_head (Backup *self)
{
  AmpVault *vault = self->vault;

  memcpy (self->bytes, MAGIC, strlen (MAGIC));
  amp_put32 (self->bytes + 8, VERSION);
  amp_put64 (self->bytes + WHEN_AT, (guint64) (g_get_real_time () / G_USEC_PER_SEC));
  memcpy (self->bytes + VAULT_ID_AT, vault->keyring->vault_id, 16);
  amp_keyring_pack (vault->keyring, self->bytes + KEYRING_AT);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      AmpDatabase *database = amp_vfs_database (vault->vfs, i);

      self->superblocks[i] = *amp_database_get_superblock (database);
      amp_database_pack_superblock (database,
                                    self->bytes + SUPERBLOCKS_AT + i * AMP_SUPERBLOCK_BYTES);
    }
  place_pages (self);
  authenticate (self, self->bytes + MAC_AT);
}

/* Only what is as it should be: a backup of damage would be none. */
static gboolean
read_page (AmpDatabase *database, guint32 number, guint8 *raw, GError **error)
{
  const char *file = amp_database_get_file (database);
  AmpRead read = amp_database_read_raw (database, number, raw);

  if (read == AMP_READ_FAILED)
    return amp_disk_check (EIO, file, error);
  if (read != AMP_READ_OK)
    return amp_refuse_damage (error, &(AmpDamage){file, number, read == AMP_READ_OLDER});
  return TRUE;
}

static gboolean
write_bytes (int fd, const void *bytes, gsize length, gint64 offset, GError **error)
{
  return amp_disk_check (amp_disk->write (fd, bytes, length, offset), FILE_NAME, error);
}

static gboolean
write_pages (const Backup *self, guint index, GError **error)
{
  g_autofree guint8 *run = g_malloc (RUN_BYTES);
  const guint32 pages = self->superblocks[index].pages;
  gint64 at = self->places[index];

  for (guint32 n = 1; n <= pages; n++)
    {
      gsize within = (n - 1) % RUN_PAGES + 1;

      if (!read_page (amp_vfs_database (self->vault->vfs, index), n,
                      run + (within - 1) * AMP_PAGE_BYTES, error))
        return FALSE;
      if (within < RUN_PAGES && n < pages)
        continue;
      if (!write_bytes (self->fd, run, within * AMP_PAGE_BYTES, at, error))
        return FALSE;
      at += (gint64) (within * AMP_PAGE_BYTES);
      if (!go_on (self, at, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
amp_vault_backup (AmpVault *self,
                  const char *path,
                  AmpProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *beside = amp_vault_beside (absolute);
  g_autofree Backup *backup = backup_new (self, progress, cancellable);
  gboolean ok;
  int failed;

  if (!amp_vault_need_databases (self, error))
    return FALSE;
  failed = amp_disk->open (beside, O_RDWR | O_CREAT | O_EXCL, &backup->fd);
  if (!amp_disk_check (failed, FILE_NAME, error))
    return FALSE;
  make_head (backup);
  ok = write_bytes (backup->fd, backup->bytes, sizeof backup->bytes, 0, error) &&
       write_pages (backup, 0, error) && write_pages (backup, 1, error);
  failed = amp_file_settle (backup->fd, ok ? 0 : ECANCELED, beside, absolute);
  return ok && amp_disk_check (failed, FILE_NAME, error);
}

/* --- Reading --- */

static gboolean
read_bytes (int fd, void *bytes, gsize length, gint64 offset, GError **error)
{
  gsize got = 0;

  if (!amp_disk_check (amp_disk->read (fd, bytes, length, offset, &got), FILE_NAME, error))
    return FALSE;
  if (got < length)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, FILE_NAME ": ends too early");
  return TRUE;
}

static gboolean
read_superblocks (Backup *self, GError **error)
{
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      g_autoptr (AmpSecret) key = amp_subkey (key_of (self, i), AMP_SUBKEY_SUPERBLOCK);

      self->superblocks[i].kind = i + 1;
      memcpy (self->superblocks[i].vault_id, self->vault->keyring->vault_id, 16);
      if (!amp_superblock_read (&self->superblocks[i], amp_secret_data (key),
                                self->bytes + SUPERBLOCKS_AT + i * AMP_SUPERBLOCK_BYTES, error))
        return FALSE;
    }
  place_pages (self);
  return TRUE;
}

/* self->vault gets its keyring and keys. */
static gboolean
read_keyring (Backup *self, const char *login, const AmpSecret *passphrase, GError **error)
{
  AmpVault *vault = self->vault;

  vault->keyring = g_new0 (AmpKeyring, 1);
  if (!amp_keyring_unpack (vault->keyring, self->bytes + KEYRING_AT, error))
    return FALSE;
  if (!amp_keyring_check_signatures (vault->keyring))
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED,
                       FILE_NAME ": a signature of its keyring does not hold");
  if (!amp_vault_unlock_keys (vault, login, passphrase, error))
    return FALSE;
  if (vault->case_key == NULL)
    return amp_refuse (error, AMP_VAULT_ERROR_NO_GRANT, "This user holds no key for the databases");
  return TRUE;
}

/* Whose it is, in what state. */
static gboolean
read_head (Backup *self, const char *login, const AmpSecret *passphrase, GError **error)
{
  guint8 mac[MAC_BYTES];
  gint64 size = 0;

  if (!read_bytes (self->fd, self->bytes, 12, 0, error))
    return FALSE;
  if (memcmp (self->bytes, MAGIC, strlen (MAGIC)) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_FOREIGN, FILE_NAME ": not a backup of a vault");
  if (amp_get32 (self->bytes + 8) > VERSION)
    return amp_refuse (error, AMP_VAULT_ERROR_NEWER, FILE_NAME ": of a newer format");
  if (!read_bytes (self->fd, self->bytes, sizeof self->bytes, 0, error) ||
      !read_keyring (self, login, passphrase, error))
    return FALSE;
  authenticate (self, mac);
  if (sodium_memcmp (mac, self->bytes + MAC_AT, MAC_BYTES) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED,
                       FILE_NAME ": its beginning is not as it was written");
  if (!read_superblocks (self, error) ||
      !amp_disk_check (amp_disk->size (self->fd, &size), FILE_NAME, error))
    return FALSE;
  if (size != self->length)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED,
                       FILE_NAME ": has another length than it should");
  return TRUE;
}

/* All pages of one database authenticate, and their tags give the seal. */
static gboolean
check_pages (const Backup *self, guint index, GError **error)
{
  const AmpSuperblock *state = &self->superblocks[index];
  g_autoptr (AmpSecret) page_key =
    amp_subkey (key_of (self, index),
                state->cipher == AMP_CIPHER_AES_256_OCB ? AMP_SUBKEY_PAGE_OCB : AMP_SUBKEY_PAGE);
  g_autoptr (AmpSealer) sealer =
    amp_sealer_new ((AmpCipher) state->cipher, amp_secret_data (page_key), state->file_id);
  g_autoptr (AmpTags) tags = amp_tags_new (state->file_id);
  guint8 raw[AMP_PAGE_BYTES], plain[AMP_PAGE_BYTES], seal[AMP_SEAL_BYTES];
  gint64 at = self->places[index];

  for (guint32 n = 1; n <= state->pages; n++, at += AMP_PAGE_BYTES)
    {
      gboolean opens;

      if (!read_bytes (self->fd, raw, sizeof raw, at, error) ||
          (n % RUN_PAGES == 0 && !go_on (self, at, error)))
        return FALSE;
      opens = amp_page_open (sealer, plain, raw, n);
      sodium_memzero (plain, sizeof plain);
      if (!opens)
        return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED,
                           FILE_NAME ": a page is not as it was written");
      amp_tags_set (tags, n, amp_page_tag (raw));
    }
  amp_tags_seal (tags, seal);
  if (memcmp (seal, state->seal, sizeof seal) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED,
                       FILE_NAME ": its pages are of different days");
  return TRUE;
}

/* Opened and checked, all of it; NULL: it is not sound. */
static Backup *
read_backup (AmpVault *vault,
             const char *path,
             const char *login,
             const AmpSecret *passphrase,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree Backup *self = backup_new (vault, progress, cancellable);

  if (!amp_disk_check (amp_disk->open (path, O_RDONLY, &self->fd), FILE_NAME, error))
    return NULL;
  if (read_head (self, login, passphrase, error) && check_pages (self, 0, error) &&
      check_pages (self, 1, error))
    return g_steal_pointer (&self);
  amp_disk->close (self->fd);
  return NULL;
}

gboolean
amp_backup_verify (const char *path,
                   const char *login,
                   const AmpSecret *passphrase,
                   gint64 *when,
                   guint8 vault_id[16],
                   AmpProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (AmpVault) vault = amp_vault_new (path);
  g_autofree Backup *backup =
    read_backup (vault, path, login, passphrase, progress, cancellable, error);

  if (backup == NULL)
    return FALSE;
  amp_disk->close (backup->fd);
  if (when != NULL)
    *when = (gint64) amp_get64 (backup->bytes + WHEN_AT);
  if (vault_id != NULL)
    memcpy (vault_id, backup->bytes + VAULT_ID_AT, 16);
  return TRUE;
}

/* --- Restoring --- */

static gboolean
copy_pages (const Backup *self, guint index, int to, GError **error)
{
  g_autofree guint8 *run = g_malloc (RUN_BYTES);
  const gint64 bytes = (gint64) self->superblocks[index].pages * AMP_PAGE_BYTES;

  for (gint64 done = 0; done < bytes; done += RUN_BYTES)
    {
      gsize length = (gsize) MIN (bytes - done, RUN_BYTES);

      if (!read_bytes (self->fd, run, length, self->places[index] + done, error) ||
          !write_bytes (to, run, length, AMP_DATABASE_OFFSET + done, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
restore_database (const Backup *self, guint index, const char *folder, GError **error)
{
  static const char *const files[AMP_N_DATABASES] = {"casework.db", "identity.db"};
  g_autofree char *path = g_build_filename (folder, files[index], NULL);
  const guint8 *superblock = self->bytes + SUPERBLOCKS_AT + index * AMP_SUPERBLOCK_BYTES;
  gboolean ok = TRUE;
  int fd;

  if (!amp_disk_check (amp_disk->open (path, O_RDWR | O_CREAT | O_EXCL, &fd), files[index], error))
    return FALSE;
  for (gint64 copy = 0; ok && copy < AMP_SUPERBLOCK_COPIES; copy++)
    ok = write_bytes (fd, superblock, AMP_SUPERBLOCK_BYTES, copy * AMP_SUPERBLOCK_BYTES, error);
  ok = ok && copy_pages (self, index, fd, error) &&
       amp_disk_check (amp_disk->sync (fd), files[index], error);
  amp_disk->close (fd);
  return ok;
}

static gboolean
restore (const Backup *self, const char *folder, GError **error)
{
  g_autofree char *beside = amp_vault_beside (folder);
  gboolean ok = amp_vault_make_folder (beside, error) &&
                restore_database (self, 0, beside, error) &&
                restore_database (self, 1, beside, error) &&
                amp_keyring_store (self->vault->keyring, beside, TRUE, error) &&
                amp_vault_settle (beside, folder, error);

  if (!ok)
    amp_vault_remove (beside);
  return ok;
}

gboolean
amp_backup_restore (const char *path,
                    const char *folder,
                    const char *login,
                    const AmpSecret *passphrase,
                    AmpProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autoptr (AmpVault) vault = amp_vault_new (path);
  g_autofree Backup *backup = NULL;
  gboolean ok;

  if (amp_vault_may_make (absolute, error))
    backup = read_backup (vault, path, login, passphrase, progress, cancellable, error);
  if (backup == NULL)
    return FALSE;
  ok = restore (backup, absolute, error);
  amp_disk->close (backup->fd);
  return ok;
}
