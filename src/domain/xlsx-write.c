/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libxlsxwriter into memory. */
#define _GNU_SOURCE /* memfd_create() */
#include "domain/xlsx-write.h"

#include <errno.h>
#include <gio/gio.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#define MEMORY_FOLDER "/dev/shm"
#define MAX_CELL 32767 /* characters, the limit of the format */

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, what);
  return FALSE;
}

/* The library falls back to /tmp in silence where it cannot write: so look first. */
static gboolean
check_memory_folder (GError **error)
{
  struct statfs info;

  if (statfs (MEMORY_FOLDER, &info) != 0 || info.f_type != TMPFS_MAGIC ||
      access (MEMORY_FOLDER, W_OK | X_OK) != 0)
    return fail (error, MEMORY_FOLDER " is no memory file system that can be written");
  return TRUE;
}

AmpXlsxWriter *
amp_xlsx_writer_new (GError **error)
{
  g_autoptr (AmpXlsxWriter) self = g_new0 (AmpXlsxWriter, 1);
  char folder[] = MEMORY_FOLDER;
  lxw_workbook_options options = {.constant_memory = LXW_FALSE, .tmpdir = folder};
  g_autofree char *name = NULL;

  self->fd = -1;
  if (!check_memory_folder (error))
    return NULL;
  self->fd = memfd_create ("workbook", MFD_CLOEXEC);
  if (self->fd < 0)
    {
      fail (error, "No memory file");
      return NULL;
    }
  name = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  self->book = workbook_new_opt (name, &options);
  if (self->book == NULL)
    {
      fail (error, "No memory for the workbook");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
amp_xlsx_writer_free (AmpXlsxWriter *self)
{
  if (self == NULL)
    return;
  /* Closing writes; only the library's own close frees. What it writes is thrown away. */
  if (self->book != NULL)
    (void) workbook_close (self->book);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

void
amp_xlsx_writer_text (
  lxw_worksheet *sheet, guint row, guint column, const char *text, lxw_format *format)
{
  g_autofree char *cut = NULL;

  if (text == NULL || *text == '\0')
    return;
  if (g_utf8_strlen (text, -1) > MAX_CELL)
    cut = g_utf8_substring (text, 0, MAX_CELL);
  worksheet_write_string (sheet, row, (lxw_col_t) column, cut != NULL ? cut : text, format);
}

static GBytes *
read_all (int fd, GError **error)
{
  off_t length = lseek (fd, 0, SEEK_END);
  g_autofree char *data = NULL;
  gsize done = 0;

  if (length <= 0)
    {
      fail (error, "The workbook is empty");
      return NULL;
    }
  data = g_malloc ((gsize) length);
  while (done < (gsize) length)
    {
      ssize_t n = pread (fd, data + done, (gsize) length - done, (off_t) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          fail (error, "The workbook cannot be read back");
          return NULL;
        }
      done += (gsize) n;
    }
  return g_bytes_new_take (g_steal_pointer (&data), done);
}

GBytes *
amp_xlsx_writer_finish (AmpXlsxWriter *self, GError **error)
{
  lxw_error rc = workbook_close (g_steal_pointer (&self->book));

  if (rc != LXW_NO_ERROR)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The workbook cannot be written: %s",
                   lxw_strerror (rc));
      return NULL;
    }
  return read_all (self->fd, error);
}
