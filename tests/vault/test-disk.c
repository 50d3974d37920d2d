/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real disk: what it does, what it refuses, and what an errno value means to a person. */
#include "fixture.h"

#include "pages/disk.h"

#include <errno.h>
#include <fcntl.h>

static void
what_is_written_is_read (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->base, "file", NULL);
  g_autofree char *other = g_build_filename (self->base, "other", NULL);
  char text[16] = "";
  gint64 size = 0;
  gsize got = 0;
  int fd;

  (void) data;
  g_assert_cmpint (amp_disk->open (path, O_RDWR, &fd), ==, ENOENT);
  g_assert_cmpint (amp_disk->open (path, O_RDWR | O_CREAT | O_EXCL, &fd), ==, 0);
  g_assert_cmpint (amp_disk->write (fd, "hola", 4, 3), ==, 0);
  g_assert_cmpint (amp_disk->truncate (fd, 6), ==, 0);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_assert_cmpint (amp_disk->size (fd, &size), ==, 0);
  g_assert_cmpint (size, ==, 6);
  g_assert_cmpint (amp_disk->read (fd, text, sizeof text, 2, &got), ==, 0);
  g_assert_cmpmem (text, got, "\0hol", 4);
  amp_disk->close (fd);
  g_assert_cmpint (amp_disk->rename (path, other), ==, 0);
  g_assert_cmpint (amp_disk->sync_folder (self->base), ==, 0);
  g_assert_cmpint (amp_disk->remove (other), ==, 0);
  g_assert_cmpint (amp_disk->make_folder (path), ==, 0);
  g_assert_cmpint (amp_disk->remove (path), ==, 0);
}

static void
two_open_files_do_not_lock_one_file (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->base, "file", NULL);
  int one, other;

  (void) data;
  g_assert_cmpint (amp_disk->open (path, O_RDWR | O_CREAT, &one), ==, 0);
  g_assert_cmpint (amp_disk->open (path, O_RDWR, &other), ==, 0);
  g_assert_cmpint (amp_disk->lock (one), ==, 0);
  g_assert_cmpint (amp_disk->lock (other), ==, EAGAIN);
  amp_disk->close (one);
  g_assert_cmpint (amp_disk->lock (other), ==, 0);
  amp_disk->close (other);
}

static void
what_cannot_be_done_gives_its_errno (Fixture *self, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (self->folder, "file", NULL);
  char byte = 0;
  gint64 size;
  gsize got;
  int full;

  (void) data;
  g_assert_cmpint (amp_disk->size (-1, &size), ==, EBADF);
  g_assert_cmpint (amp_disk->read (-1, &byte, 1, 0, &got), ==, EBADF);
  g_assert_cmpint (amp_disk->write (-1, &byte, 1, 0), ==, EBADF);
  g_assert_cmpint (amp_disk->truncate (-1, 0), ==, EBADF);
  g_assert_cmpint (amp_disk->sync (-1), ==, EBADF);
  g_assert_cmpint (amp_disk->lock (-1), ==, EBADF);
  g_assert_cmpint (amp_disk->sync_folder (self->folder), ==, ENOENT);
  g_assert_cmpint (amp_disk->sync_folder ("/proc"), ==, EINVAL); /* there, but takes no sync */
  g_assert_cmpint (amp_disk->rename (missing, self->base), ==, ENOENT);
  g_assert_cmpint (amp_disk->remove (missing), ==, ENOENT);
  g_assert_cmpint (amp_disk->make_folder (self->base), ==, EEXIST);
  g_assert_cmpint (amp_disk->open ("/dev/full", O_RDWR, &full), ==, 0);
  g_assert_cmpint (amp_disk->write (full, &byte, 1, 0), ==, ENOSPC);
  amp_disk->close (full);
}

static void
each_errno_has_its_meaning (void)
{
  static const struct
  {
    int number, result;
    AmpVaultError code;
  } meanings[] = {
    {ENOSPC, SQLITE_FULL, AMP_VAULT_ERROR_FULL},
    {EDQUOT, SQLITE_FULL, AMP_VAULT_ERROR_FULL},
    {EFBIG, SQLITE_FULL, AMP_VAULT_ERROR_FULL},
    {EROFS, SQLITE_IOERR_ACCESS, AMP_VAULT_ERROR_READ_ONLY},
    {EACCES, SQLITE_IOERR, AMP_VAULT_ERROR_READ_ONLY},
    {EPERM, SQLITE_IOERR, AMP_VAULT_ERROR_READ_ONLY},
    {ENOENT, SQLITE_IOERR, AMP_VAULT_ERROR_NOT_FOUND},
    {ENOTDIR, SQLITE_IOERR, AMP_VAULT_ERROR_NOT_FOUND},
    {EIO, SQLITE_IOERR, AMP_VAULT_ERROR_IO},
    {EMFILE, SQLITE_IOERR, AMP_VAULT_ERROR_IO},
  };

  g_assert_cmpint (amp_disk_result (0, SQLITE_IOERR), ==, SQLITE_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (amp_disk_result (meanings[i].number, SQLITE_IOERR), ==, meanings[i].result);
      g_assert_false (amp_disk_check (meanings[i].number, "casework.db", &error));
      g_assert_error (error, AMP_VAULT_ERROR, (gint) meanings[i].code);
      g_assert_true (g_str_has_prefix (error->message, "casework.db: "));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/disk/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("what-is-written-is-read", what_is_written_is_read);
  ADD ("two-open-files-do-not-lock-one-file", two_open_files_do_not_lock_one_file);
  ADD ("what-cannot-be-done-gives-its-errno", what_cannot_be_done_gives_its_errno);
#undef ADD
  g_test_add_func ("/vault/disk/each-errno-has-its-meaning", each_errno_has_its_meaning);
  return g_test_run ();
}
