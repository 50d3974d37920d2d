/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that people export on purpose: whole, or not at all. */
#include "pages/disk.h"
#include "vault/vault-private.h"

#include <fcntl.h>

int
amp_file_settle (int fd, int failed, const char *beside, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (failed == 0)
    failed = amp_disk->sync (fd);
  amp_disk->close (fd);
  if (failed == 0)
    failed = amp_disk->rename (beside, path);
  if (failed == 0)
    return amp_disk->sync_folder (folder);
  (void) amp_disk->remove (beside);
  return failed;
}

gboolean
amp_write_file (const char *path, const void *data, gsize length, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *beside = amp_vault_beside (absolute);
  int fd, failed = amp_disk->open (beside, O_RDWR | O_CREAT | O_EXCL, &fd);

  if (failed == 0)
    failed = amp_file_settle (fd, amp_disk->write (fd, data, length, 0), beside, absolute);
  return amp_disk_check (failed, "the file to write", error);
}
