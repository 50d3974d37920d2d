/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names and opening: which files of which vault SQLite may touch. */
#include "vault/vfs-private.h"

#include "vault/disk.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
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

void
amp_vfs_enter (AmpVfsVault *vault)
{
  g_mutex_lock (&registry_mutex);
  if (registry == NULL)
    registry = g_ptr_array_new ();
  g_ptr_array_add (registry, vault);
  g_mutex_unlock (&registry_mutex);
}

void
amp_vfs_leave (AmpVfsVault *vault)
{
  g_mutex_lock (&registry_mutex);
  if (registry != NULL)
    g_ptr_array_remove (registry, vault);
  g_mutex_unlock (&registry_mutex);
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

  if (kind == AMP_VFS_PAGES && database->connected)
    return SQLITE_BUSY;
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
  if (kind == AMP_VFS_PAGES)
    database->connected = TRUE;
  if (kind == AMP_VFS_JOURNAL)
    self->journal = amp_journal_new (
      self->fd, database->superblock.file_id, amp_secret_data (database->journal_key),
      database->hot ? database->superblock.instance : NULL, (gint64) database->superblock.promised);
  /* In a recovery SQLite looks into the other database's journal too, as a super-journal. */
  if (kind == AMP_VFS_JOURNAL && (flags & SQLITE_OPEN_MAIN_JOURNAL) != 0)
    database->transaction = self;
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
  AmpVfsDatabase *database = NULL;
  AmpVfsKind kind;
  int rc;

  if (!classify (vault, name, &kind, &database) || kind == AMP_VFS_PAGES)
    return SQLITE_IOERR_DELETE;
  if (kind == AMP_VFS_JOURNAL && (rc = amp_vfs_unmark (database)) != SQLITE_OK)
    return rc;
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
  AmpVfsDatabase *database = NULL;
  AmpVfsKind kind;

  if (!classify (vault, name, &kind, &database))
    return SQLITE_OK;
  /* A journal that the superblock does not name is none. */
  if (kind == AMP_VFS_JOURNAL)
    *result = database->hot;
  else if (flags == SQLITE_ACCESS_EXISTS)
    *result = access (path, F_OK) == 0;
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
