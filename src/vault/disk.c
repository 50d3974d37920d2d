/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole reads and writes at an offset. */
#include "vault/disk.h"

#include "vault/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

static int fault_left = -1;
static int fault_errno;

void
amp_disk_fail_after (int n, int error_number)
{
  fault_left = n;
  fault_errno = error_number;
}

static int
fault (void)
{
  if (fault_left < 0)
    return 0;
  if (fault_left == 0)
    return fault_errno;
  fault_left--;
  return 0;
}

int
amp_disk_read (int fd, void *data, gsize length, gint64 offset, gsize *got)
{
  gsize done = 0;

  while (done < length)
    {
      ssize_t n = pread (fd, (char *) data + done, length - done, offset + (gint64) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  *got = done;
  return 0;
}

int
amp_disk_write (int fd, const void *data, gsize length, gint64 offset)
{
  gsize done = 0;
  int failed = fault ();

  if (failed != 0)
    return failed;
  while (done < length)
    {
      ssize_t n = pwrite (fd, (const char *) data + done, length - done, offset + (gint64) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      done += (gsize) n;
    }
  return 0;
}

int
amp_disk_truncate (int fd, gint64 length)
{
  int failed = fault ();

  if (failed != 0)
    return failed;
  return ftruncate (fd, length) == 0 ? 0 : errno;
}

int
amp_disk_sync (int fd)
{
  int failed = fault ();

  if (failed != 0)
    return failed;
  return fdatasync (fd) == 0 ? 0 : errno;
}

int
amp_disk_sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int failed = 0;

  if (fd < 0)
    return errno;
  if (fsync (fd) != 0)
    failed = errno;
  close (fd);
  return failed;
}

int
amp_disk_result (int error_number, int otherwise)
{
  if (error_number == 0)
    return SQLITE_OK;
  if (error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG)
    return SQLITE_FULL;
  return error_number == EROFS ? SQLITE_READONLY : otherwise;
}

void
amp_disk_set_error (int error_number, const char *file, GError **error)
{
  AmpVaultError code = AMP_VAULT_ERROR_IO;

  if (error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG)
    code = AMP_VAULT_ERROR_FULL;
  else if (error_number == EROFS || error_number == EACCES || error_number == EPERM)
    code = AMP_VAULT_ERROR_READ_ONLY;
  else if (error_number == ENOENT || error_number == ENOTDIR)
    code = AMP_VAULT_ERROR_NOT_FOUND;
  g_set_error (error, AMP_VAULT_ERROR, (gint) code, "%s: %s", file, g_strerror (error_number));
}
