/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names, bytes and moments: what SQLite asks for by offset is a page by number, and what it syncs
 * is a commit. */
#include "pages/vfs.h"

#include "pages/disk.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#define MAX_NAME 120

struct _AmpVfsVault
{
  char *names[AMP_N_DATABASES];
  AmpDatabase *databases[AMP_N_DATABASES];
  int locks[AMP_N_DATABASES]; /* SQLITE_LOCK_* of the one connection */
  gboolean connected[AMP_N_DATABASES];
  gboolean synced[AMP_N_DATABASES]; /* SQLite has written all that it wants to be kept */
  AmpVfsFailure failure;
};

/* SQLite allocates it; base must come first. */
typedef struct
{
  sqlite3_file base;
  AmpVfsVault *vault; /* borrowed */
  guint index;
} VfsFile;

static GMutex registry_mutex;
static GSList *registry; /* of AmpVfsVault, borrowed */

static AmpDatabase *
database_of (sqlite3_file *file)
{
  VfsFile *self = (VfsFile *) file;

  return self->vault->databases[self->index];
}

/* --- Reading --- */

static int
read_result (VfsFile *self, AmpRead result, guint32 number)
{
  switch (result)
    {
    case AMP_READ_OK:
      return SQLITE_OK;
    case AMP_READ_BEYOND:
      return SQLITE_IOERR_SHORT_READ;
    case AMP_READ_DAMAGED:
    case AMP_READ_OLDER:
      self->vault->failure = (AmpVfsFailure){
        amp_database_get_file (self->vault->databases[self->index]),
        number,
        result == AMP_READ_OLDER,
      };
      return SQLITE_IOERR_DATA;
    case AMP_READ_FAILED:
    default:
      return SQLITE_IOERR_READ;
    }
}

/* SQLite reads whole pages, and parts of the first one. */
static int
file_read (sqlite3_file *file, void *out, int length, sqlite3_int64 offset)
{
  AmpDatabase *database = database_of (file);
  guint32 number = (guint32) (offset / AMP_PAGE_BYTES) + 1;
  gsize within = (gsize) (offset % AMP_PAGE_BYTES);

  if (length == AMP_PAGE_BYTES && within == 0)
    return read_result ((VfsFile *) file, amp_database_read (database, number, out), number);
  if (number != 1 || within + (gsize) length > AMP_PAGE_BYTES)
    return SQLITE_IOERR_READ;
  return read_result ((VfsFile *) file,
                      amp_database_read_header (database, out, (gsize) length, within), number);
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  *size = (sqlite3_int64) amp_database_get_pages (database_of (file)) * AMP_PAGE_BYTES;
  return SQLITE_OK;
}

/* --- Writing --- */

static int
file_write (sqlite3_file *file, const void *data, int length, sqlite3_int64 offset)
{
  if (length != AMP_PAGE_BYTES || offset % AMP_PAGE_BYTES != 0)
    return SQLITE_IOERR_WRITE;
  return amp_disk_result (
    amp_database_write (database_of (file), (guint32) (offset / AMP_PAGE_BYTES) + 1, data),
    SQLITE_IOERR_WRITE);
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 length)
{
  return amp_disk_result (
    amp_database_cut (database_of (file),
                      (guint32) ((length + AMP_PAGE_BYTES - 1) / AMP_PAGE_BYTES)),
    SQLITE_IOERR_TRUNCATE);
}

static int
commit (AmpVfsVault *vault, guint only)
{
  AmpDatabase *set[AMP_N_DATABASES];
  guint n = 0;

  for (guint i = 0; i < AMP_N_DATABASES; i++)
    if ((vault->synced[i] || i == only) && amp_database_is_changed (vault->databases[i]))
      set[n++] = vault->databases[i];
  memset (vault->synced, 0, sizeof vault->synced);
  return n == 0 ? SQLITE_OK : amp_disk_result (amp_databases_commit (set, n), SQLITE_IOERR_FSYNC);
}

/* Whose transaction this is as well: SQLite locks all databases of a transaction before it syncs
 * the first. The commit waits for the last of them. */
static int
file_sync (sqlite3_file *file, int flags)
{
  VfsFile *self = (VfsFile *) file;
  AmpVfsVault *vault = self->vault;

  (void) flags;
  vault->synced[self->index] = TRUE;
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    if (vault->locks[i] == SQLITE_LOCK_EXCLUSIVE && !vault->synced[i])
      return SQLITE_OK;
  return commit (vault, self->index);
}

/* The other database was locked, but not written to; or the file shrinks after the commit. If it
 * cannot, it stays as long as it is: told of a failure, SQLite would take back the other database
 * of a transaction that is on the disk. */
static int
file_control (sqlite3_file *file, int operation, void *argument)
{
  VfsFile *self = (VfsFile *) file;
  gboolean committed = amp_database_only_shrinks (database_of (file));
  int rc;

  (void) argument;
  if (operation != SQLITE_FCNTL_COMMIT_PHASETWO)
    return SQLITE_NOTFOUND;
  memset (self->vault->synced, 0, sizeof self->vault->synced);
  rc = commit (self->vault, self->index);
  return committed ? SQLITE_OK : rc;
}

/* --- Locks --- */

static int
file_lock (sqlite3_file *file, int level)
{
  VfsFile *self = (VfsFile *) file;

  self->vault->locks[self->index] = MAX (self->vault->locks[self->index], level);
  return SQLITE_OK;
}

/* The end of a transaction: what was not committed by now was rolled back. */
static int
file_unlock (sqlite3_file *file, int level)
{
  VfsFile *self = (VfsFile *) file;

  self->vault->locks[self->index] = MIN (self->vault->locks[self->index], level);
  if (level < SQLITE_LOCK_RESERVED)
    {
      self->vault->synced[self->index] = FALSE;
      amp_database_revert (self->vault->databases[self->index]);
    }
  return SQLITE_OK;
}

static int
file_reserved (sqlite3_file *file, int *reserved)
{
  VfsFile *self = (VfsFile *) file;

  *reserved = self->vault->locks[self->index] >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

static int
file_close (sqlite3_file *file)
{
  VfsFile *self = (VfsFile *) file;

  (void) file_unlock (file, SQLITE_LOCK_NONE);
  self->vault->connected[self->index] = FALSE;
  return SQLITE_OK;
}

static int
file_sector_size (sqlite3_file *file)
{
  (void) file;
  return AMP_PAGE_BYTES;
}

/* SQLite need not know: it keeps its journal in memory. */
static int
file_characteristics (sqlite3_file *file)
{
  (void) file;
  return 0;
}

static const sqlite3_io_methods methods = {
  .iVersion = 1, /* no shared memory (WAL), no memory mapping */
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_reserved,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
};

/* --- Names --- */

static AmpVfsVault *
find (const char *name, guint *index)
{
  AmpVfsVault *found = NULL;

  g_mutex_lock (&registry_mutex);
  for (const GSList *at = registry; at != NULL; at = at->next)
    for (guint i = 0; i < AMP_N_DATABASES; i++)
      if (g_strcmp0 (name, ((AmpVfsVault *) at->data)->names[i]) == 0)
        {
          found = at->data;
          *index = i;
        }
  g_mutex_unlock (&registry_mutex);
  return found;
}

/* Two files there are. Any other name would be a journal, a WAL or a temporary file: plain text. */
static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  VfsFile *self = (VfsFile *) file;
  guint index = 0;
  AmpVfsVault *vault = find (name, &index);

  (void) vfs;
  memset (self, 0, sizeof *self);
  if (vault == NULL)
    return SQLITE_CANTOPEN;
  if (vault->connected[index])
    return SQLITE_BUSY;
  vault->connected[index] = TRUE;
  self->vault = vault;
  self->index = index;
  self->base.pMethods = &methods;
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  (void) vfs;
  (void) name;
  (void) sync_folder;
  return SQLITE_IOERR_DELETE_NOENT;
}

/* SQLite asks before each read whether there is a journal or a WAL. Never: our names are in no
 * folder, and nothing but the two databases can be opened by this VFS. */
static int
vfs_access (sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
  (void) vfs;
  (void) name;
  (void) flags;
  *result = FALSE;
  return SQLITE_OK;
}

static int
vfs_full_name (sqlite3_vfs *vfs, const char *name, int length, char *out)
{
  guint index;

  (void) vfs;
  if (find (name, &index) == NULL || strlen (name) >= (gsize) length)
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

void
amp_vfs_install (void)
{
  static sqlite3_vfs vfs = {
    .iVersion = 1,
    .szOsFile = (int) sizeof (VfsFile),
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

  (void) sqlite3_vfs_register (&vfs, 0);
}

/* --- A vault --- */

AmpVfsVault *
amp_vfs_register (const guint8 vault_id[16], AmpDatabase *const databases[2])
{
  AmpVfsVault *self = g_new0 (AmpVfsVault, 1);
  char hex[33];

  sodium_bin2hex (hex, sizeof hex, vault_id, 16);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      self->databases[i] = databases[i];
      /* A salvaged vault has the id of the one it is made from: both are open then. */
      self->names[i] = g_strdup_printf ("/amparo/%s-%p/%s", hex, (void *) self,
                                        amp_database_get_file (databases[i]));
    }
  g_mutex_lock (&registry_mutex);
  registry = g_slist_prepend (registry, self);
  g_mutex_unlock (&registry_mutex);
  return self;
}

void
amp_vfs_unregister (AmpVfsVault *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&registry_mutex);
  registry = g_slist_remove (registry, self);
  g_mutex_unlock (&registry_mutex);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      amp_database_free (self->databases[i]);
      g_free (self->names[i]);
    }
  g_free (self);
}

const char *
amp_vfs_name (AmpVfsVault *self, guint index)
{
  return self->names[index];
}

AmpDatabase *
amp_vfs_database (AmpVfsVault *self, guint index)
{
  return self->databases[index];
}

gboolean
amp_vfs_is_connected (AmpVfsVault *self)
{
  return self->connected[0] || self->connected[1];
}

const AmpVfsFailure *
amp_vfs_failure (AmpVfsVault *self)
{
  return &self->failure;
}
