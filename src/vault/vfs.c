/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names and opening: which files of which vault SQLite may touch. */
#include "vault/vfs-private.h"

#include "vault/disk.h"
#include "vault/vault-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_NAME 120

static GMutex registry_mutex;
static GPtrArray *registry; /* of AmpVfsVault, borrowed */

/* --- Names --- */

static AmpVfsVault *
find_vault (const char *name)
{
  AmpVfsVault *found = NULL;

  g_mutex_lock (&registry_mutex);
  for (guint i = 0; registry != NULL && i < registry->len; i++)
    {
      AmpVfsVault *vault = registry->pdata[i];

      if (g_str_has_prefix (name, vault->prefix))
        found = vault;
    }
  g_mutex_unlock (&registry_mutex);
  return found;
}

/* The four kinds of name there are; FALSE for any other, WAL and temporary files among them. */
static gboolean
classify (AmpVfsVault *vault, const char *name, AmpVfsKind *kind, AmpVfsDatabase **database)
{
  const char *file = name + strlen (vault->prefix);

  if (strchr (file, '/') != NULL)
    return FALSE;
  for (gsize i = 0; i < AMP_N_DATABASES; i++)
    {
      const char *rest = file + strlen (vault->databases[i].file);

      if (!g_str_has_prefix (file, vault->databases[i].file))
        continue;
      *database = &vault->databases[i];
      if (*rest == '\0')
        *kind = AMP_VFS_PAGES;
      else if (strcmp (rest, "-journal") == 0)
        *kind = AMP_VFS_JOURNAL;
      else if (g_str_has_prefix (rest, "-mj"))
        *kind = AMP_VFS_SUPER_JOURNAL;
      else
        return FALSE;
      return TRUE;
    }
  return FALSE;
}

static char *
real_path (AmpVfsVault *vault, const char *name)
{
  return g_build_filename (vault->folder, name + strlen (vault->prefix), NULL);
}

/* --- sqlite3_vfs --- */

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  AmpVfsFile *self = (AmpVfsFile *) file;
  AmpVfsVault *vault = name == NULL ? NULL : find_vault (name);
  AmpVfsDatabase *database = NULL;
  AmpVfsKind kind;
  int how = (flags & SQLITE_OPEN_READONLY) != 0 ? O_RDONLY : O_RDWR;

  (void) vfs;
  memset (self, 0, sizeof *self);
  /* No name: a temporary file, which would be plain text. */
  if (vault == NULL || !classify (vault, name, &kind, &database))
    return SQLITE_CANTOPEN;

  g_autofree char *path = real_path (vault, name);

  /* Databases are made by amp_vfs_register() alone. */
  if ((flags & SQLITE_OPEN_CREATE) != 0 && kind != AMP_VFS_PAGES)
    {
      self->fresh = access (path, F_OK) != 0;
      how |= O_CREAT;
    }
  self->fd = open (path, how | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0)
    return amp_disk_result (errno, SQLITE_CANTOPEN);
  self->kind = kind;
  self->vault = vault;
  self->database = database;
  if (kind == AMP_VFS_JOURNAL)
    self->journal = amp_journal_new (self->fd, database->superblock.file_id,
                                     amp_secret_data (database->journal_key));
  self->base.pMethods = &amp_vfs_methods;
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  AmpVfsVault *vault = find_vault (name);

  (void) vfs;
  if (vault == NULL)
    return SQLITE_IOERR_DELETE;

  g_autofree char *path = real_path (vault, name);

  if (unlink (path) != 0)
    return errno == ENOENT ? SQLITE_IOERR_DELETE_NOENT : SQLITE_IOERR_DELETE;
  if (sync_folder && amp_disk_sync_folder (vault->folder) != 0)
    return SQLITE_IOERR_DIR_FSYNC;
  return SQLITE_OK;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
  AmpVfsVault *vault = find_vault (name);

  (void) vfs;
  *result = 0;
  if (vault == NULL)
    return SQLITE_OK;

  g_autofree char *path = real_path (vault, name);
  struct stat status;

  if (flags == SQLITE_ACCESS_EXISTS)
    *result = stat (path, &status) == 0 && status.st_size > 0; /* an empty journal is none */
  else
    *result = access (path, flags == SQLITE_ACCESS_READWRITE ? R_OK | W_OK : R_OK) == 0;
  return SQLITE_OK;
}

static int
vfs_full_name (sqlite3_vfs *vfs, const char *name, int length, char *out)
{
  (void) vfs;
  if (find_vault (name) == NULL || strlen (name) >= (gsize) length)
    return SQLITE_CANTOPEN;
  g_strlcpy (out, name, (gsize) length);
  return SQLITE_OK;
}

static int
vfs_random (sqlite3_vfs *vfs, int length, char *out)
{
  (void) vfs;
  randombytes_buf (out, (gsize) length);
  return length;
}

static int
vfs_sleep (sqlite3_vfs *vfs, int microseconds)
{
  (void) vfs;
  g_usleep ((gulong) microseconds);
  return microseconds;
}

static int
vfs_time (sqlite3_vfs *vfs, double *julian)
{
  (void) vfs;
  *julian = 2440587.5 + (double) g_get_real_time () / 86400e6;
  return SQLITE_OK;
}

static int
vfs_last_error (sqlite3_vfs *vfs, int length, char *out)
{
  (void) vfs;
  (void) length;
  (void) out;
  return 0;
}

gboolean
amp_vfs_install (GError **error)
{
  static sqlite3_vfs vfs = {
    .iVersion = 1,
    .szOsFile = (int) sizeof (AmpVfsFile),
    .mxPathname = MAX_NAME,
    .zName = AMP_VFS_NAME,
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_name,
    .xRandomness = vfs_random,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
    .xGetLastError = vfs_last_error,
  };

  if (sqlite3_vfs_register (&vfs, 0) != SQLITE_OK)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO, "SQLite takes no VFS");
      return FALSE;
    }
  return TRUE;
}

/* --- Databases of a vault --- */

static AmpSecret *
subkey (const AmpSecret *key, guint64 use)
{
  AmpSecret *out = amp_secret_new (crypto_kdf_KEYBYTES);

  crypto_kdf_derive_from_key (amp_secret_data (out), crypto_kdf_KEYBYTES, use, AMP_KDF_CONTEXT,
                              amp_secret_data (key));
  return out;
}

static gboolean
create_database (AmpVfsDatabase *self, const char *path, const guint8 *key, GError **error)
{
  guint8 block[AMP_SUPERBLOCK_BYTES];
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int failed;

  if (fd < 0)
    {
      amp_disk_set_error (errno, self->file, error);
      return FALSE;
    }
  randombytes_buf (self->superblock.file_id, AMP_FILE_ID_BYTES);
  amp_superblock_write (&self->superblock, key, block);
  failed = amp_disk_write (fd, block, sizeof block, 0);
  if (failed == 0)
    failed = amp_disk_write (fd, block, sizeof block, AMP_SUPERBLOCK_BYTES);
  if (failed == 0)
    failed = amp_disk_sync (fd);
  close (fd);
  if (failed != 0)
    amp_disk_set_error (failed, self->file, error);
  return failed == 0;
}

/* Either copy will do; the error of the first is told where neither does. */
static gboolean
read_superblock (AmpVfsDatabase *self, int fd, const guint8 *key, GError **error)
{
  guint32 kind = self->superblock.kind;
  guint8 vault_id[16];
  g_autoptr (GError) first = NULL;

  memcpy (vault_id, self->superblock.vault_id, sizeof vault_id);
  for (int copy = 0; copy < AMP_SUPERBLOCK_COPIES; copy++)
    {
      guint8 block[AMP_SUPERBLOCK_BYTES];
      gsize got;
      int failed = amp_disk_read (fd, block, sizeof block, copy * AMP_SUPERBLOCK_BYTES, &got);

      if (failed != 0)
        {
          amp_disk_set_error (failed, self->file, error);
          return FALSE;
        }
      memset (block + got, 0, sizeof block - got);
      if (got == 0)
        {
          if (first == NULL)
            g_set_error_literal (&first, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                                 "ends too early");
        }
      else if (amp_superblock_read (&self->superblock, key, block, first == NULL ? &first : NULL))
        {
          if (self->superblock.kind == kind &&
              memcmp (self->superblock.vault_id, vault_id, sizeof vault_id) == 0)
            return TRUE;
          g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN, "%s: of another vault",
                       self->file);
          return FALSE;
        }
    }
  g_propagate_prefixed_error (error, g_steal_pointer (&first), "%s: ", self->file);
  return FALSE;
}

static gboolean
prepare_database (AmpVfsVault *self,
                  AmpVfsDatabase *database,
                  const AmpSecret *key,
                  gboolean create,
                  GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, database->file, NULL);
  g_autoptr (AmpSecret) superblock_key = subkey (key, AMP_SUBKEY_SUPERBLOCK);
  struct stat status;
  gboolean ok;
  int fd;

  database->page_key = subkey (key, AMP_SUBKEY_PAGE);
  database->journal_key = subkey (key, AMP_SUBKEY_JOURNAL);
  if (create)
    return create_database (database, path, amp_secret_data (superblock_key), error);
  fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT)
    {
      g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED, "%s: missing", database->file);
      return FALSE;
    }
  if (fd < 0)
    {
      amp_disk_set_error (errno, database->file, error);
      return FALSE;
    }
  ok = read_superblock (database, fd, amp_secret_data (superblock_key), error);
  /* amp_vault_create() leaves one page at least: without it SQLite would see an empty database. */
  if (ok && (fstat (fd, &status) != 0 || status.st_size < AMP_DATABASE_OFFSET + AMP_PAGE_BYTES))
    {
      g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED, "%s: ends too early",
                   database->file);
      ok = FALSE;
    }
  close (fd);
  return ok;
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
  g_mutex_lock (&registry_mutex);
  if (registry == NULL)
    registry = g_ptr_array_new ();
  g_ptr_array_add (registry, self);
  g_mutex_unlock (&registry_mutex);
  return g_steal_pointer (&self);
}

void
amp_vfs_unregister (AmpVfsVault *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&registry_mutex);
  if (registry != NULL)
    g_ptr_array_remove (registry, self);
  g_mutex_unlock (&registry_mutex);
  for (gsize i = 0; i < AMP_N_DATABASES; i++)
    {
      g_clear_pointer (&self->databases[i].page_key, amp_secret_free);
      g_clear_pointer (&self->databases[i].journal_key, amp_secret_free);
      g_free (self->databases[i].name);
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
