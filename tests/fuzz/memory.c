/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk in memory that never fails. */
#include "memory.h"

#include "pages/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define MAX_BYTES (16 * 1024 * 1024) /* of a file: a forged number must not eat the machine */

typedef struct
{
  char *path; /* NULL: removed; who has it open goes on with it */
  GByteArray *bytes;
} File;

struct _Memory
{
  GPtrArray *files; /* of File; a descriptor is an index here */
  MemoryWatch watch;
  gpointer data;
};

static Memory *in_use;

static void
file_free (gpointer data)
{
  File *file = data;

  g_free (file->path);
  g_byte_array_unref (file->bytes);
  g_free (file);
}

Memory *
memory_new (void)
{
  Memory *self = g_new0 (Memory, 1);

  self->files = g_ptr_array_new_with_free_func (file_free);
  return self;
}

void
memory_free (Memory *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->files);
  g_free (self);
}

static File *
find (const Memory *self, const char *path, guint *index)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      File *file = self->files->pdata[i];

      if (index != NULL)
        *index = i;
      if (g_strcmp0 (file->path, path) == 0)
        return file;
    }
  return NULL;
}

static File *
add (Memory *self, const char *path)
{
  File *file = g_new0 (File, 1);

  file->path = g_strdup (path);
  file->bytes = g_byte_array_new ();
  g_ptr_array_add (self->files, file);
  return file;
}

GByteArray *
memory_get (const Memory *self, const char *path)
{
  const File *file = find (self, path, NULL);

  return file != NULL ? file->bytes : NULL;
}

void
memory_set (Memory *self, const char *path, const void *bytes, gsize length)
{
  File *file = find (self, path, NULL);

  if (file == NULL)
    file = add (self, path);
  g_byte_array_set_size (file->bytes, (guint) length);
  if (length > 0)
    memcpy (file->bytes->data, bytes, length);
}

void
memory_remove (Memory *self, const char *path)
{
  File *file = find (self, path, NULL);

  if (file != NULL)
    g_clear_pointer (&file->path, g_free);
}

Memory *
memory_copy (const Memory *self)
{
  Memory *copy = memory_new ();

  for (guint i = 0; i < self->files->len; i++)
    {
      const File *file = self->files->pdata[i];

      if (file->path != NULL)
        memory_set (copy, file->path, file->bytes->data, file->bytes->len);
    }
  return copy;
}

void
memory_watch (Memory *self, MemoryWatch watch, gpointer data)
{
  self->watch = watch;
  self->data = data;
}

/* --- As the vault sees it --- */

static GByteArray *
bytes_of (int fd)
{
  return ((File *) in_use->files->pdata[fd])->bytes;
}

static void
tell (void)
{
  if (in_use->watch != NULL)
    in_use->watch (in_use, in_use->data);
}

static int
memory_open (const char *path, int flags, int *fd)
{
  guint index = 0;
  File *file = find (in_use, path, &index);

  *fd = -1;
  if (file == NULL && (flags & O_CREAT) == 0)
    return ENOENT;
  if (file != NULL && (flags & O_EXCL) != 0)
    return EEXIST;
  if (file == NULL)
    {
      tell ();
      file = add (in_use, path);
      index = in_use->files->len - 1;
    }
  if ((flags & O_TRUNC) != 0)
    g_byte_array_set_size (file->bytes, 0);
  *fd = (int) index;
  return 0;
}

static void
memory_close (int fd)
{
  (void) fd;
}

static int
memory_size (int fd, gint64 *bytes)
{
  *bytes = bytes_of (fd)->len;
  return 0;
}

static int
memory_read (int fd, void *data, gsize length, gint64 offset, gsize *got)
{
  const GByteArray *bytes = bytes_of (fd);

  if (offset < 0)
    return EINVAL;
  *got = offset < bytes->len ? MIN (length, bytes->len - (gsize) offset) : 0;
  if (*got > 0)
    memcpy (data, bytes->data + offset, *got);
  return 0;
}

static int
memory_truncate (int fd, gint64 length)
{
  GByteArray *bytes = bytes_of (fd);
  gsize before = bytes->len;

  if (length < 0)
    return EINVAL;
  if (length > MAX_BYTES)
    return EFBIG;
  tell ();
  g_byte_array_set_size (bytes, (guint) length);
  if (bytes->len > before)
    memset (bytes->data + before, 0, bytes->len - before);
  return 0;
}

static int
memory_write (int fd, const void *data, gsize length, gint64 offset)
{
  GByteArray *bytes = bytes_of (fd);
  gint64 end = offset + (gint64) length;

  if (offset < 0)
    return EINVAL;
  if (length > MAX_BYTES || end > MAX_BYTES)
    return EFBIG;
  tell ();
  if (end > bytes->len)
    {
      gsize before = bytes->len;

      g_byte_array_set_size (bytes, (guint) end);
      memset (bytes->data + before, 0, bytes->len - before);
    }
  if (length > 0)
    memcpy (bytes->data + offset, data, length);
  return 0;
}

static int
memory_sync (int fd)
{
  (void) fd;
  return 0;
}

static int
memory_sync_folder (const char *folder)
{
  (void) folder;
  return 0;
}

/* A file, or a folder: all that begins with its name. */
static int
memory_rename (const char *from, const char *to)
{
  const gsize length = strlen (from);

  tell ();
  memory_remove (in_use, to);
  for (guint i = 0; i < in_use->files->len; i++)
    {
      File *file = in_use->files->pdata[i];

      if (file->path != NULL && strncmp (file->path, from, length) == 0 &&
          (file->path[length] == '\0' || file->path[length] == '/'))
        {
          char *renamed = g_strconcat (to, file->path + length, NULL);

          g_free (file->path);
          file->path = renamed;
        }
    }
  return 0;
}

static int
memory_unlink (const char *path)
{
  if (find (in_use, path, NULL) == NULL)
    return ENOENT;
  tell ();
  memory_remove (in_use, path);
  return 0;
}

static int
memory_make_folder (const char *path)
{
  (void) path;
  return 0;
}

static int
memory_lock (int fd)
{
  (void) fd;
  return 0;
}

static const AmpDisk disk = {
  .open = memory_open,
  .close = memory_close,
  .size = memory_size,
  .read = memory_read,
  .write = memory_write,
  .truncate = memory_truncate,
  .sync = memory_sync,
  .sync_folder = memory_sync_folder,
  .rename = memory_rename,
  .remove = memory_unlink,
  .make_folder = memory_make_folder,
  .lock = memory_lock,
};

void
memory_use (Memory *self)
{
  in_use = self;
  amp_disk_use (self != NULL ? &disk : NULL);
}
