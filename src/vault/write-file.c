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

/* --- Room for one --- */

struct _AmpFileRoom
{
  char *path, *beside;
  gsize length;
  int fd; /* -1: filled, or it could not be */
};

AmpFileRoom *
amp_file_room_new (const char *path, gsize length, GError **error)
{
  g_autoptr (AmpFileRoom) self = g_new0 (AmpFileRoom, 1);
  g_autofree guint8 *zeros = g_malloc0 (length);
  int failed;

  self->path = g_canonicalize_filename (path, NULL);
  self->beside = amp_vault_beside (self->path);
  self->length = length;
  self->fd = -1;
  failed = amp_disk->open (self->beside, O_RDWR | O_CREAT | O_EXCL, &self->fd);
  if (failed == 0)
    failed = amp_disk->write (self->fd, zeros, length, 0);
  /* Some disks say only then that they are full. */
  if (failed == 0)
    failed = amp_disk->sync (self->fd);
  return amp_disk_check (failed, "the file to write", error) ? g_steal_pointer (&self) : NULL;
}

gboolean
amp_file_room_fill (AmpFileRoom *self, const void *data, GError **error)
{
  const int fd = self->fd;

  self->fd = -1;
  return amp_disk_check (
    amp_file_settle (fd, amp_disk->write (fd, data, self->length, 0), self->beside, self->path),
    "the file to write", error);
}

void
amp_file_room_free (AmpFileRoom *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    {
      amp_disk->close (self->fd);
      (void) amp_disk->remove (self->beside);
    }
  g_free (self->path);
  g_free (self->beside);
  g_free (self);
}
