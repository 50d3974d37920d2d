/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that people export on purpose: whole, or not at all. */
#include "vault/vault.h"

#include "vault/disk.h"

#include <fcntl.h>
#include <sodium.h>

gboolean
amp_write_file (const char *path, const void *data, gsize length, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *beside =
    g_strdup_printf ("%s/.amparo-%08x%08x", folder, randombytes_random (), randombytes_random ());
  int fd, failed = amp_disk_open (beside, O_RDWR | O_CREAT | O_EXCL, &fd);

  if (failed == 0)
    {
      failed = amp_disk_write (fd, data, length, 0);
      if (failed == 0)
        failed = amp_disk_sync (fd);
      amp_disk_close (fd);
      if (failed == 0)
        failed = amp_disk_rename (beside, absolute);
      if (failed == 0)
        failed = amp_disk_sync_folder (folder);
      else
        (void) amp_disk_remove (beside);
    }
  if (failed != 0)
    amp_disk_set_error (failed, "the file to write", error);
  return failed == 0;
}
