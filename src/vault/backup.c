/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vault in one file: keyring, superblocks and pages, as sealed as they are in the folder.
 * FORMAT.md 7. */
#include "vault/bytes.h"
#include "vault/disk.h"
#include "vault/vault-private.h"

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
#define FILE_NAME "the backup"

/* What stands before the pages. */
typedef struct
{
  guint8 bytes[PAGES_AT];
  AmpSuperblock superblocks[AMP_N_DATABASES];
  gint64 places[AMP_N_DATABASES]; /* of page 1 */
  gint64 length;                  /* of the whole file */
} Head;

static gboolean
refuse (AmpVaultError code, const char *message, GError **error)
{
  g_set_error (error, AMP_VAULT_ERROR, (gint) code, FILE_NAME ": %s", message);
  return FALSE;
}

static void
authenticate (const Head *self, const AmpSecret *case_key, guint8 out[MAC_BYTES])
{
  g_autoptr (AmpSecret) key = amp_subkey (case_key, AMP_SUBKEY_BACKUP);
  crypto_generichash_state state;

  crypto_generichash_init (&state, amp_secret_data (key), amp_secret_length (key), MAC_BYTES);
  crypto_generichash_update (&state, self->bytes, MAC_AT);
  crypto_generichash_update (&state, self->bytes + KEYRING_AT, PAGES_AT - KEYRING_AT);
  crypto_generichash_final (&state, out, MAC_BYTES);
}

static void
place_pages (Head *self)
{
  self->length = PAGES_AT;
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      self->places[i] = self->length;
      self->length += (gint64) self->superblocks[i].pages * AMP_PAGE_BYTES;
    }
}

static guint64
all_pages (const Head *self)
{
  return (guint64) ((self->length - PAGES_AT) / AMP_PAGE_BYTES);
}

/* Every so many pages: how far it is, and whether it is still wanted. */
static gboolean
go_on (guint64 done, guint64 all, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  if (done % RUN_PAGES != 0)
    return TRUE;
  amp_progress_set (progress, done, all);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* --- Writing --- */

static void
make_head (AmpVault *vault, Head *self)
{
  memset (self, 0, sizeof *self);
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
  authenticate (self, vault->case_key, self->bytes + MAC_AT);
}

/* Only what is as it should be: a backup of damage would be none. */
static gboolean
read_page (AmpDatabase *database, guint32 number, guint8 *raw, GError **error)
{
  AmpRead read = amp_database_read_raw (database, number, raw);

  if (read == AMP_READ_OK)
    return TRUE;
  g_set_error (error, AMP_VAULT_ERROR,
               read == AMP_READ_FAILED ? AMP_VAULT_ERROR_IO : AMP_VAULT_ERROR_DAMAGED,
               "%s: page %u is not as it was written", amp_database_get_file (database), number);
  return FALSE;
}

static gboolean
write_bytes (int fd, const void *bytes, gsize length, gint64 offset, GError **error)
{
  int failed = amp_disk_write (fd, bytes, length, offset);

  if (failed != 0)
    amp_disk_set_error (failed, FILE_NAME, error);
  return failed == 0;
}

static gboolean
write_pages (AmpVault *vault,
             const Head *head,
             int fd,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree guint8 *run = g_malloc (RUN_PAGES * AMP_PAGE_BYTES);
  guint64 done = 0;

  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      const guint32 pages = head->superblocks[i].pages;

      for (guint32 n = 1; n <= pages; n++)
        {
          guint32 within = (n - 1) % RUN_PAGES;

          if (!read_page (amp_vfs_database (vault->vfs, i), n,
                          run + (gsize) within * AMP_PAGE_BYTES, error) ||
              !go_on (++done, all_pages (head), progress, cancellable, error))
            return FALSE;
          if ((within == RUN_PAGES - 1 || n == pages) &&
              !write_bytes (fd, run, (gsize) (within + 1) * AMP_PAGE_BYTES,
                            head->places[i] + (gint64) (n - 1 - within) * AMP_PAGE_BYTES, error))
            return FALSE;
        }
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
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *beside = amp_vault_beside (absolute);
  g_autofree Head *head = g_new (Head, 1);
  gboolean ok;
  int fd, failed;

  if (self->vfs == NULL)
    return refuse (AMP_VAULT_ERROR_NO_GRANT, "this user holds no key for the databases", error);
  failed = amp_disk_open (beside, O_RDWR | O_CREAT | O_EXCL, &fd);
  if (failed != 0)
    {
      amp_disk_set_error (failed, FILE_NAME, error);
      return FALSE;
    }
  make_head (self, head);
  ok = write_bytes (fd, head->bytes, sizeof head->bytes, 0, error) &&
       write_pages (self, head, fd, progress, cancellable, error);
  failed = ok ? amp_disk_sync (fd) : 0;
  amp_disk_close (fd);
  if (ok && failed == 0)
    failed = amp_disk_rename (beside, absolute);
  if (ok && failed == 0)
    failed = amp_disk_sync_folder (folder);
  if (failed != 0)
    amp_disk_set_error (failed, FILE_NAME, error);
  if (!ok || failed != 0)
    (void) amp_disk_remove (beside);
  return ok && failed == 0;
}

/* --- Reading --- */

static gboolean
read_bytes (int fd, void *bytes, gsize length, gint64 offset, GError **error)
{
  gsize got = 0;
  int failed = amp_disk_read (fd, bytes, length, offset, &got);

  if (failed != 0)
    {
      amp_disk_set_error (failed, FILE_NAME, error);
      return FALSE;
    }
  return got == length || refuse (AMP_VAULT_ERROR_DAMAGED, "ends too early", error);
}

static gboolean
read_superblocks (Head *self, AmpVault *vault, GError **error)
{
  const AmpSecret *keys[AMP_N_DATABASES] = {vault->case_key, vault->identity_key};

  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      g_autoptr (AmpSecret) key = amp_subkey (keys[i], AMP_SUBKEY_SUPERBLOCK);

      self->superblocks[i].kind = i + 1;
      memcpy (self->superblocks[i].vault_id, vault->keyring->vault_id, 16);
      if (!amp_superblock_read (&self->superblocks[i], amp_secret_data (key),
                                self->bytes + SUPERBLOCKS_AT + i * AMP_SUPERBLOCK_BYTES, error))
        return FALSE;
    }
  place_pages (self);
  return TRUE;
}

/* Whose it is, in what state; self->vault gets its keyring and keys. */
static gboolean
read_head (Head *self,
           int fd,
           AmpVault *vault,
           const char *login,
           const AmpSecret *passphrase,
           GError **error)
{
  guint8 mac[MAC_BYTES];
  gint64 size = 0;
  int failed;

  memset (self, 0, sizeof *self);
  if (!read_bytes (fd, self->bytes, 12, 0, error))
    return FALSE;
  if (memcmp (self->bytes, MAGIC, strlen (MAGIC)) != 0)
    return refuse (AMP_VAULT_ERROR_FOREIGN, "not a backup of a vault", error);
  if (amp_get32 (self->bytes + 8) > VERSION)
    return refuse (AMP_VAULT_ERROR_NEWER, "of a newer format", error);
  if (!read_bytes (fd, self->bytes, sizeof self->bytes, 0, error))
    return FALSE;
  vault->keyring = g_new0 (AmpKeyring, 1);
  if (!amp_keyring_unpack (vault->keyring, self->bytes + KEYRING_AT, error))
    return FALSE;
  if (!amp_keyring_check_signatures (vault->keyring))
    return refuse (AMP_VAULT_ERROR_DAMAGED, "a signature of its keyring does not hold", error);
  if (!amp_vault_unlock_keys (vault, login, passphrase, error))
    return FALSE;
  if (vault->case_key == NULL)
    return refuse (AMP_VAULT_ERROR_NO_GRANT, "this user holds no key for the databases", error);
  authenticate (self, vault->case_key, mac);
  if (sodium_memcmp (mac, self->bytes + MAC_AT, MAC_BYTES) != 0)
    return refuse (AMP_VAULT_ERROR_DAMAGED, "its beginning is not as it was written", error);
  if (!read_superblocks (self, vault, error))
    return FALSE;
  failed = amp_disk_size (fd, &size);
  if (failed != 0)
    {
      amp_disk_set_error (failed, FILE_NAME, error);
      return FALSE;
    }
  if (size != self->length)
    return refuse (AMP_VAULT_ERROR_DAMAGED, "has another length than it should", error);
  return TRUE;
}

/* All pages of one database authenticate, and their tags give the seal. */
static gboolean
check_pages (const Head *head,
             guint index,
             int fd,
             const AmpSecret *key,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  const AmpSuperblock *state = &head->superblocks[index];
  g_autoptr (AmpSecret) page_key = amp_subkey (
    key, state->cipher == AMP_CIPHER_AES_256_OCB ? AMP_SUBKEY_PAGE_OCB : AMP_SUBKEY_PAGE);
  g_autoptr (AmpSealer) sealer =
    amp_sealer_new ((AmpCipher) state->cipher, amp_secret_data (page_key), state->file_id);
  g_autoptr (AmpTags) tags = amp_tags_new (state->file_id);
  guint8 raw[AMP_PAGE_BYTES], plain[AMP_PAGE_BYTES], seal[AMP_SEAL_BYTES];
  guint64 before = (guint64) ((head->places[index] - PAGES_AT) / AMP_PAGE_BYTES);

  for (guint32 n = 1; n <= state->pages; n++)
    {
      gboolean opens;

      if (!read_bytes (fd, raw, sizeof raw, head->places[index] + (gint64) (n - 1) * AMP_PAGE_BYTES,
                       error) ||
          !go_on (before + n, all_pages (head), progress, cancellable, error))
        return FALSE;
      opens = amp_page_open (sealer, plain, raw, n);
      sodium_memzero (plain, sizeof plain);
      if (!opens)
        return refuse (AMP_VAULT_ERROR_DAMAGED, "a page is not as it was written", error);
      amp_tags_set (tags, n, amp_page_tag (raw));
    }
  amp_tags_seal (tags, seal);
  return memcmp (seal, state->seal, sizeof seal) == 0 ||
         refuse (AMP_VAULT_ERROR_DAMAGED, "its pages are of different days", error);
}

static gboolean
check (Head *head,
       int fd,
       AmpVault *vault,
       AmpProgress *progress,
       GCancellable *cancellable,
       GError **error)
{
  const AmpSecret *keys[AMP_N_DATABASES] = {vault->case_key, vault->identity_key};

  for (guint i = 0; i < AMP_N_DATABASES; i++)
    if (!check_pages (head, i, fd, keys[i], progress, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
open_backup (const char *path, int *fd, GError **error)
{
  int failed = amp_disk_open (path, O_RDONLY, fd);

  if (failed != 0)
    amp_disk_set_error (failed, FILE_NAME, error);
  return failed == 0;
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
  g_autofree Head *head = g_new (Head, 1);
  gboolean ok;
  int fd;

  if (!open_backup (path, &fd, error))
    return FALSE;
  ok = read_head (head, fd, vault, login, passphrase, error) &&
       check (head, fd, vault, progress, cancellable, error);
  amp_disk_close (fd);
  if (ok && when != NULL)
    *when = (gint64) amp_get64 (head->bytes + WHEN_AT);
  if (ok && vault_id != NULL)
    memcpy (vault_id, head->bytes + VAULT_ID_AT, 16);
  return ok;
}

/* --- Restoring --- */

static gboolean
copy_pages (const Head *head, guint index, int from, int to, GError **error)
{
  g_autofree guint8 *run = g_malloc (RUN_PAGES * AMP_PAGE_BYTES);
  const gint64 bytes = (gint64) head->superblocks[index].pages * AMP_PAGE_BYTES;

  for (gint64 done = 0; done < bytes; done += RUN_PAGES * AMP_PAGE_BYTES)
    {
      gsize length = (gsize) MIN (bytes - done, RUN_PAGES * AMP_PAGE_BYTES);

      if (!read_bytes (from, run, length, head->places[index] + done, error) ||
          !write_bytes (to, run, length, AMP_DATABASE_OFFSET + done, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
restore_database (const Head *head, guint index, int from, const char *folder, GError **error)
{
  static const char *const files[AMP_N_DATABASES] = {"casework.db", "identity.db"};
  g_autofree char *path = g_build_filename (folder, files[index], NULL);
  const guint8 *superblock = head->bytes + SUPERBLOCKS_AT + index * AMP_SUPERBLOCK_BYTES;
  int fd, failed = amp_disk_open (path, O_RDWR | O_CREAT | O_EXCL, &fd);
  gboolean ok = failed == 0;

  if (failed != 0)
    {
      amp_disk_set_error (failed, files[index], error);
      return FALSE;
    }
  for (gint64 copy = 0; ok && copy < AMP_SUPERBLOCK_COPIES; copy++)
    ok = write_bytes (fd, superblock, AMP_SUPERBLOCK_BYTES, copy * AMP_SUPERBLOCK_BYTES, error);
  ok = ok && copy_pages (head, index, from, fd, error);
  failed = ok ? amp_disk_sync (fd) : 0;
  amp_disk_close (fd);
  if (failed != 0)
    amp_disk_set_error (failed, files[index], error);
  return ok && failed == 0;
}

static gboolean
restore (Head *head, int fd, AmpVault *vault, const char *folder, GError **error)
{
  g_autofree char *beside = amp_vault_beside (folder);
  int failed = amp_disk_make_folder (beside);
  gboolean ok = failed == 0;

  if (!ok)
    amp_disk_set_error (failed, "the vault's folder", error);
  for (guint i = 0; i < AMP_N_DATABASES && ok; i++)
    ok = restore_database (head, i, fd, beside, error);
  ok = ok && amp_keyring_store (vault->keyring, beside, TRUE, error) &&
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
  g_autofree Head *head = g_new (Head, 1);
  gboolean ok;
  int fd;

  if (!amp_vault_may_make (absolute, error) || !open_backup (path, &fd, error))
    return FALSE;
  ok = read_head (head, fd, vault, login, passphrase, error) &&
       check (head, fd, vault, progress, cancellable, error) &&
       restore (head, fd, vault, absolute, error);
  amp_disk_close (fd);
  return ok;
}
