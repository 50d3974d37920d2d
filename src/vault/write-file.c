/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that people export on purpose: whole, or not at all. */
#include "vault/vault.h"

#include "vault/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

gboolean
amp_write_file (const char *path, const void *data, gsize length, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *beside = g_build_filename (folder, ".amparo-XXXXXX", NULL);
  int fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0600);
  int failed;

  if (fd < 0)
    {
      amp_disk_set_error (errno, "the file to write", error);
      return FALSE;
    }
  failed = amp_disk_write (fd, data, length, 0);
  if (failed == 0)
    failed = amp_disk_sync (fd);
  close (fd);
  if (failed == 0 && g_rename (beside, absolute) != 0)
    failed = errno;
  if (failed == 0)
    failed = amp_disk_sync_folder (folder);
  else
    (void) g_unlink (beside);
  if (failed != 0)
    amp_disk_set_error (failed, "the file to write", error);
  return failed == 0;
}
