/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two databases of an unlocked vault: keys, superblocks, and the mark of a running transaction.
 */
#include "vault/vfs-private.h"

#include "vault/disk.h"
#include "vault/vault-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static AmpSecret *
subkey (const AmpSecret *key, guint64 use)
{
  AmpSecret *out = amp_secret_new (crypto_kdf_KEYBYTES);

  crypto_kdf_derive_from_key (amp_secret_data (out), crypto_kdf_KEYBYTES, use, AMP_KDF_CONTEXT,
                              amp_secret_data (key));
  return out;
}

/* --- Superblock and mark --- */

static int
write_superblock (AmpVfsDatabase *self)
{
  guint8 block[AMP_SUPERBLOCK_BYTES];

  self->superblock.sequence++;
  amp_superblock_write (&self->superblock, amp_secret_data (self->superblock_key), block);
  return amp_disk_write (self->fd, block, sizeof block,
                         (gint64) (self->superblock.sequence % AMP_SUPERBLOCK_COPIES) *
                           AMP_SUPERBLOCK_BYTES);
}

/* After a failure the disk may have either state: the next change must not take it for granted. */
static int
change_superblock (AmpVfsDatabase *self, const AmpSuperblock *fresh)
{
  int failed;

  self->superblock = *fresh;
  failed = write_superblock (self);
  if (failed == 0)
    failed = amp_disk_sync (self->fd);
  self->unsure = failed != 0;
  return failed;
}

int
amp_vfs_mark (AmpVfsDatabase *self)
{
  AmpSuperblock fresh = self->superblock;
  const guint8 *instance = NULL;
  gint64 counted;
  int rc;

  if (self->transaction != NULL)
    instance = amp_journal_get_instance (self->transaction->journal);
  if (instance == NULL)
    return SQLITE_IOERR_WRITE;
  counted = amp_journal_get_counted (self->transaction->journal);
  if (!self->unsure && fresh.open == 1 && (gint64) fresh.promised == counted &&
      memcmp (fresh.instance, instance, AMP_INSTANCE_BYTES) == 0)
    return SQLITE_OK;
  if (counted == 0)
    return SQLITE_IOERR_WRITE;
  if ((rc = amp_vfs_sync_journal (self->transaction)) != SQLITE_OK)
    return rc;
  fresh.open = 1;
  fresh.pages = 0;
  fresh.promised = (guint64) counted;
  memcpy (fresh.instance, instance, AMP_INSTANCE_BYTES);
  /* Hot even if that fails: the journal is whole, and the mark may have got there. */
  self->hot = TRUE;
  return amp_disk_result (change_superblock (self, &fresh), SQLITE_IOERR_WRITE);
}

/* One copy synced is what ends the transaction. The second goes with the next sync: should the disk
 * lose the first, the mark in it would ask for a journal that is no more. */
int
amp_vfs_unmark (AmpVfsDatabase *self)
{
  AmpSuperblock fresh = self->superblock;
  const guint64 promised = fresh.promised;
  struct stat status;
  int failed;

  if (!self->hot)
    return SQLITE_OK;
  if (fstat (self->fd, &status) != 0)
    return SQLITE_IOERR_FSTAT;
  fresh.open = 0;
  fresh.promised = 0;
  fresh.pages = (guint32) ((status.st_size - AMP_DATABASE_OFFSET) / AMP_PAGE_BYTES);
  failed = change_superblock (self, &fresh);
  if (failed != 0)
    {
      self->superblock.open = 1;
      self->superblock.promised = promised;
      return amp_disk_result (failed, SQLITE_IOERR_WRITE);
    }
  self->hot = FALSE;
  if (write_superblock (self) != 0)
    g_debug ("the second copy of a superblock stays behind");
  return SQLITE_OK;
}

/* --- Opening --- */

static gboolean
refuse (AmpVfsDatabase *self, AmpVaultError code, const char *message, GError **error)
{
  g_set_error (error, AMP_VAULT_ERROR, (gint) code, "%s: %s", self->file, message);
  return FALSE;
}

static gboolean
create_database (AmpVfsDatabase *self, const char *path, GError **error)
{
  int failed;

  self->fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      amp_disk_set_error (errno, self->file, error);
      return FALSE;
    }
  randombytes_buf (self->superblock.file_id, AMP_FILE_ID_BYTES);
  failed = write_superblock (self);
  if (failed == 0)
    failed = write_superblock (self);
  if (failed == 0)
    failed = amp_disk_sync (self->fd);
  if (failed != 0)
    amp_disk_set_error (failed, self->file, error);
  return failed == 0;
}

/* Damage says more than "foreign", which a flipped bit in the magic number looks like. */
static void
keep_error (GError **kept, GError *fresh)
{
  if (*kept != NULL && g_error_matches (*kept, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN))
    g_clear_error (kept);
  if (*kept == NULL)
    *kept = fresh;
  else
    g_error_free (fresh);
}

/* The newer of the copies that read. */
static gboolean
read_superblocks (AmpVfsDatabase *self, GError **error)
{
  AmpSuperblock best = self->superblock;
  g_autoptr (GError) kept = NULL;
  guint good = 0;

  for (int copy = 0; copy < AMP_SUPERBLOCK_COPIES; copy++)
    {
      AmpSuperblock read = self->superblock;
      guint8 block[AMP_SUPERBLOCK_BYTES] = {0};
      GError *local = NULL;
      gsize got;
      int failed = amp_disk_read (self->fd, block, sizeof block, copy * AMP_SUPERBLOCK_BYTES, &got);

      if (failed != 0)
        {
          amp_disk_set_error (failed, self->file, error);
          return FALSE;
        }
      if (got < sizeof block)
        g_set_error_literal (&local, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED, "ends too early");
      else
        (void) amp_superblock_read (&read, amp_secret_data (self->superblock_key), block, &local);
      if (local != NULL)
        keep_error (&kept, local);
      else if (good++ == 0 || read.sequence > best.sequence)
        best = read;
    }
  /* A newer program wrote one of them: this one must not go on from the other. */
  if (good == 0 || g_error_matches (kept, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&kept), "%s: ", self->file);
      return FALSE;
    }
  self->superblock = best;
  self->one_copy = good < AMP_SUPERBLOCK_COPIES;
  return TRUE;
}

/* With one copy lost the mark may be one write behind: torn by a power cut, before a page was
 * overwritten; or lost later. So a journal that is newer or longer than the mark says counts as
 * well: rolling it back does no harm in the first case and is needed in the second. */
static void
adopt_unmarked (AmpVfsDatabase *self, int fd)
{
  AmpSuperblock *mark = &self->superblock;
  guint8 instance[AMP_INSTANCE_BYTES];
  gint64 size = 0;
  gboolean named;

  if (!amp_journal_find (fd, mark->file_id, amp_secret_data (self->journal_key), instance, &size))
    return;
  named = memcmp (instance, mark->instance, sizeof instance) == 0;
  if (named ? mark->open == 0 || (gint64) mark->promised >= size : mark->open == 1)
    return;
  memcpy (mark->instance, instance, sizeof instance);
  mark->promised = (guint64) size;
  mark->open = 1;
  self->hot = TRUE;
}

/* Is there a transaction to roll back, and is all of its journal there? */
static gboolean
judge_journal (AmpVfsVault *vault, AmpVfsDatabase *self, GError **error)
{
  g_autofree char *path = g_strconcat (vault->folder, "/", self->file, "-journal", NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean ok = TRUE;

  if (fd < 0 && errno != ENOENT)
    {
      amp_disk_set_error (errno, "a journal", error);
      return FALSE;
    }
  self->hot = self->superblock.open == 1;
  if (self->hot)
    {
      g_autoptr (AmpJournal) journal =
        amp_journal_new (fd, self->superblock.file_id, amp_secret_data (self->journal_key),
                         self->superblock.instance, (gint64) self->superblock.promised);

      ok = fd >= 0 && amp_journal_check (journal) == SQLITE_OK;
    }
  if (ok && self->one_copy && fd >= 0)
    adopt_unmarked (self, fd);
  if (fd >= 0)
    close (fd);
  return ok ||
         refuse (self, AMP_VAULT_ERROR_DAMAGED,
                 "a transaction was cut off, and its journal is not as it was written", error);
}

static gboolean
open_database (AmpVfsVault *vault, AmpVfsDatabase *self, const char *path, GError **error)
{
  struct stat status;

  self->fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (self->fd < 0 && errno == ENOENT)
    return refuse (self, AMP_VAULT_ERROR_DAMAGED, "missing", error);
  if (self->fd < 0 || fstat (self->fd, &status) != 0)
    {
      amp_disk_set_error (errno, self->file, error);
      return FALSE;
    }
  if (!read_superblocks (self, error) || !judge_journal (vault, self, error))
    return FALSE;
  /* amp_vault_create() leaves one page at least: without it SQLite would see an empty database. */
  if (!self->hot &&
      (status.st_size < AMP_DATABASE_OFFSET + AMP_PAGE_BYTES ||
       status.st_size < AMP_DATABASE_OFFSET + (gint64) self->superblock.pages * AMP_PAGE_BYTES))
    return refuse (self, AMP_VAULT_ERROR_DAMAGED, "ends too early", error);
  if (self->one_copy)
    {
      int failed = change_superblock (self, &self->superblock);

      if (failed == 0)
        failed = change_superblock (self, &self->superblock);
      if (failed != 0)
        {
          amp_disk_set_error (failed, self->file, error);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
prepare_database (AmpVfsVault *self,
                  AmpVfsDatabase *database,
                  const AmpSecret *key,
                  gboolean create,
                  GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, database->file, NULL);

  database->page_key = subkey (key, AMP_SUBKEY_PAGE);
  database->journal_key = subkey (key, AMP_SUBKEY_JOURNAL);
  database->superblock_key = subkey (key, AMP_SUBKEY_SUPERBLOCK);
  return create ? create_database (database, path, error)
                : open_database (self, database, path, error);
}

AmpVfsVault *
amp_vfs_register (const char *folder,
                  const guint8 vault_id[16],
                  const AmpSecret *case_key,
                  const AmpSecret *identity_key,
                  gboolean create,
                  GError **error)
{
  static const char *const files[AMP_N_DATABASES] = {"casework.db", "identity.db"};
  const AmpSecret *keys[AMP_N_DATABASES] = {case_key, identity_key};
  g_autoptr (AmpVfsVault) self = g_new0 (AmpVfsVault, 1);
  char hex[33];

  sodium_bin2hex (hex, sizeof hex, vault_id, 16);
  self->folder = g_strdup (folder);
  self->prefix = g_strdup_printf ("/amparo/%s/", hex);
  for (gsize i = 0; i < AMP_N_DATABASES; i++)
    self->databases[i].fd = -1;
  for (guint32 i = 0; i < AMP_N_DATABASES; i++)
    {
      AmpVfsDatabase *database = &self->databases[i];

      database->file = files[i];
      database->name = g_strconcat (self->prefix, files[i], NULL);
      database->superblock.kind = i + 1;
      memcpy (database->superblock.vault_id, vault_id, 16);
      if (!prepare_database (self, database, keys[i], create, error))
        return NULL;
    }
  amp_vfs_enter (self);
  return g_steal_pointer (&self);
}

void
amp_vfs_unregister (AmpVfsVault *self)
{
  if (self == NULL)
    return;
  amp_vfs_leave (self);
  for (gsize i = 0; i < AMP_N_DATABASES; i++)
    {
      AmpVfsDatabase *database = &self->databases[i];

      g_clear_pointer (&database->page_key, amp_secret_free);
      g_clear_pointer (&database->journal_key, amp_secret_free);
      g_clear_pointer (&database->superblock_key, amp_secret_free);
      if (database->fd >= 0)
        close (database->fd);
      g_free (database->name);
    }
  g_free (self->folder);
  g_free (self->prefix);
  g_free (self);
}

const char *
amp_vfs_name (AmpVfsVault *self, AmpDatabase database)
{
  return self->databases[database].name;
}

const AmpVfsFailure *
amp_vfs_failure (AmpVfsVault *self)
{
  return &self->failure;
}

gboolean
amp_vfs_verify (AmpVfsVault *self,
                AmpDatabase which,
                AmpProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  AmpVfsDatabase *database = &self->databases[which];
  g_autofree char *path = g_build_filename (self->folder, database->file, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  struct stat status = {0};
  gint64 bytes, pages;
  guint8 page[AMP_PAGE_BYTES];
  gboolean ok = fd >= 0 && fstat (fd, &status) == 0;

  if (!ok)
    amp_disk_set_error (errno, database->file, error);
  bytes = status.st_size - AMP_DATABASE_OFFSET;
  pages = (bytes + AMP_PAGE_BYTES - 1) / AMP_PAGE_BYTES;
  for (gint64 n = 1; ok && n <= pages; n++)
    {
      gsize got = 0;
      int failed =
        amp_disk_read (fd, page, sizeof page, AMP_DATABASE_OFFSET + (n - 1) * AMP_PAGE_BYTES, &got);

      ok = failed == 0 && got == sizeof page &&
           amp_page_open (page, page, database->superblock.file_id, (guint32) n,
                          amp_secret_data (database->page_key));
      if (!ok)
        g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                     "%s: page %" G_GINT64_FORMAT " is not as it was written", database->file, n);
      if (ok && n % 256 == 0)
        {
          amp_progress_set (progress, (guint64) n, (guint64) pages);
          ok = !g_cancellable_set_error_if_cancelled (cancellable, error);
        }
    }
  sodium_memzero (page, sizeof page);
  if (fd >= 0)
    close (fd);
  return ok;
}

/* A super-journal that a crash left, when no journal needs it any more. */
void
amp_vfs_tidy (AmpVfsVault *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  for (gsize i = 0; i < AMP_N_DATABASES; i++)
    if (self->databases[i].hot)
      return;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "casework.db-mj"))
      {
        g_autofree char *path = g_build_filename (self->folder, name, NULL);

        if (unlink (path) != 0)
          g_debug ("a super-journal stays behind");
      }
}
