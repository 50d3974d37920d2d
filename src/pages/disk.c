/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The vault's only way to the disk. */
#define _GNU_SOURCE /* F_OFD_SETLK, TEMP_FAILURE_RETRY */
#include "pages/disk.h"

#include "pages/refuse.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- The real disk --- */

/* A pipe in the place of a file must not make the program wait for its other end. */
static int
real_open (const char *path, int flags, int *fd)
{
  *fd = open (path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  return *fd < 0 ? errno : 0;
}

static void
real_close (int fd)
{
  (void) close (fd);
}

static int
real_size (int fd, gint64 *bytes)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return errno;
  *bytes = status.st_size;
  return 0;
}

static int
real_read (int fd, void *data, gsize length, gint64 offset, gsize *got)
{
  gsize done = 0;

  while (done < length)
    {
      /* GCOVR_EXCL_BR_START: no signal comes between */
      ssize_t n = TEMP_FAILURE_RETRY (
        pread (fd, (char *) data + done, length - done, offset + (gint64) done));
      /* GCOVR_EXCL_BR_STOP */

      if (n < 0)
        return errno;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  *got = done;
  return 0;
}

static int
real_write (int fd, const void *data, gsize length, gint64 offset)
{
  gsize done = 0;

  while (done < length)
    {
      /* GCOVR_EXCL_BR_START: no signal comes between */
      ssize_t n = TEMP_FAILURE_RETRY (
        pwrite (fd, (const char *) data + done, length - done, offset + (gint64) done));
      /* GCOVR_EXCL_BR_STOP */

      if (n < 0)
        return errno;
      done += (gsize) n;
    }
  return 0;
}

static int
real_truncate (int fd, gint64 length)
{
  return ftruncate (fd, length) == 0 ? 0 : errno;
}

static int
real_sync (int fd)
{
  return fdatasync (fd) == 0 ? 0 : errno;
}

static int
real_sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int failed = fd < 0 || fsync (fd) != 0 ? errno : 0;

  if (fd >= 0)
    (void) close (fd);
  return failed;
}

static int
real_rename (const char *from, const char *to)
{
  return rename (from, to) == 0 ? 0 : errno;
}

static int
real_remove (const char *path)
{
  return remove (path) == 0 ? 0 : errno;
}

static int
real_make_folder (const char *path)
{
  return mkdir (path, 0700) == 0 ? 0 : errno;
}

/* Of the open file, not of the process: a second lock in the same process is refused as well. */
static int
real_lock (int fd)
{
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

  return fcntl (fd, F_OFD_SETLK, &whole) == 0 ? 0 : errno;
}

const AmpDisk amp_disk_real = {
  .open = real_open,
  .close = real_close,
  .size = real_size,
  .read = real_read,
  .write = real_write,
  .truncate = real_truncate,
  .sync = real_sync,
  .sync_folder = real_sync_folder,
  .rename = real_rename,
  .remove = real_remove,
  .make_folder = real_make_folder,
  .lock = real_lock,
};

/* --- Whichever disk is in use --- */

const AmpDisk *amp_disk = &amp_disk_real;

void
amp_disk_use (const AmpDisk *disk)
{
  amp_disk = disk != NULL ? disk : &amp_disk_real;
}

/* --- What an errno value means --- */

static gboolean
is_full (int error_number)
{
  return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
}

int
amp_disk_result (int error_number, int otherwise)
{
  if (error_number == 0)
    return SQLITE_OK;
  if (is_full (error_number))
    return SQLITE_FULL;
  /* Not READONLY: only after FULL and IOERR does SQLite trust its cache no more, which may hold
   * half of what it could not take back. */
  return error_number == EROFS ? SQLITE_IOERR_ACCESS : otherwise;
}

gboolean
amp_disk_check (int error_number, const char *file, GError **error)
{
  AmpVaultError code = AMP_VAULT_ERROR_IO;

  if (error_number == 0)
    return TRUE;
  if (is_full (error_number))
    code = AMP_VAULT_ERROR_FULL;
  else if (error_number == EROFS || error_number == EACCES || error_number == EPERM)
    code = AMP_VAULT_ERROR_READ_ONLY;
  else if (error_number == ENOENT || error_number == ENOTDIR)
    code = AMP_VAULT_ERROR_NOT_FOUND;
  return amp_refuse_with (error, code, "%s: %s", file, g_strerror (error_number));
}
