/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What SQLite may ask of the VFS, also where it does not ask so today. */
#include "fixture.h"

#include "vault/vault-private.h"

#include <string.h>

typedef struct
{
  Fixture fixture;
  AmpVault *vault;
  sqlite3_vfs *vfs;
  sqlite3_file *file;
} Vfs;

static void
set_up (Vfs *self, gconstpointer data)
{
  fixture_set_up (&self->fixture, data);
  self->vault = fixture_create (&self->fixture);
  fixture_fill (self->vault);
  self->vfs = sqlite3_vfs_find (AMP_VFS_NAME);
  self->file = g_malloc0 ((gsize) self->vfs->szOsFile);
}

static void
tear_down (Vfs *self, gconstpointer data)
{
  amp_vault_free (self->vault);
  g_free (self->file);
  fixture_tear_down (&self->fixture, data);
}

static int
open_file (Vfs *self, const char *name)
{
  return self->vfs->xOpen (self->vfs, name, self->file, SQLITE_OPEN_READWRITE, NULL);
}

static void
there_are_two_files_and_no_others (Vfs *self, gconstpointer data)
{
  const char *name = amp_vfs_name (self->vault->vfs, 0);
  g_autofree char *journal = g_strconcat (name, "-journal", NULL);
  char out[512];

  (void) data;
  g_assert_cmpint (open_file (self, journal), ==, SQLITE_CANTOPEN);
  g_assert_cmpint (open_file (self, "/x"), ==, SQLITE_CANTOPEN);
  g_assert_cmpint (open_file (self, NULL), ==, SQLITE_CANTOPEN); /* a temporary one */
  g_assert_cmpint (self->vfs->xDelete (self->vfs, name, 1), ==, SQLITE_IOERR_DELETE_NOENT);
  g_assert_cmpint (self->vfs->xFullPathname (self->vfs, name, sizeof out, out), ==, SQLITE_OK);
  g_assert_cmpstr (out, ==, name);
  g_assert_cmpint (self->vfs->xFullPathname (self->vfs, name, 8, out), ==, SQLITE_CANTOPEN);
  g_assert_cmpint (self->vfs->xFullPathname (self->vfs, "/x", sizeof out, out), ==,
                   SQLITE_CANTOPEN);
}

static gboolean
is_there (Vfs *self, const char *name, const char *suffix)
{
  g_autofree char *path = g_strconcat (name, suffix, NULL);
  int result = 1;

  g_assert_cmpint (self->vfs->xAccess (self->vfs, path, SQLITE_ACCESS_EXISTS, &result), ==, 0);
  return result != 0;
}

/* Files of such names in the folder are not ours: they are neither read nor removed. */
static void
a_journal_in_the_folder_is_none_of_sqlites (Vfs *self, gconstpointer data)
{
  static const char *const suffixes[] = {"-journal", "-wal", "-shm", ""};
  static const char junk[] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 a journal, it says";

  (void) data;
  amp_vault_free (self->vault);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    for (gsize n = 0; n < 3; n++)
      {
        g_autofree char *file =
          g_strconcat (i == 0 ? "casework.db" : "identity.db", suffixes[n], NULL);

        fixture_write_all (&self->fixture, file, junk, sizeof junk);
      }
  g_assert_true (fixture_reads_whole (&self->fixture));
  self->vault = fixture_unlock (&self->fixture, NULL);
  g_assert_nonnull (self->vault);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    for (gsize n = 0; n < G_N_ELEMENTS (suffixes); n++)
      g_assert_false (is_there (self, amp_vfs_name (self->vault->vfs, i), suffixes[n]));
  for (gsize n = 0; n < 3; n++)
    {
      g_autofree char *file = g_strconcat ("casework.db", suffixes[n], NULL);
      gsize length = 0;
      g_autofree char *bytes = fixture_read_all (&self->fixture, file, &length);

      g_assert_cmpmem (bytes, length, junk, sizeof junk);
    }
}

static void
one_is_open_once (Vfs *self, gconstpointer data)
{
  g_autofree sqlite3_file *second = g_malloc0 ((gsize) self->vfs->szOsFile);
  const char *name = amp_vfs_name (self->vault->vfs, 1);
  int flags = 0;

  (void) data;
  g_assert_false (amp_vfs_is_connected (self->vault->vfs));
  g_assert_cmpint (self->vfs->xOpen (self->vfs, name, self->file, 7, &flags), ==, SQLITE_OK);
  g_assert_cmpint (flags, ==, 7);
  g_assert_true (amp_vfs_is_connected (self->vault->vfs));
  g_assert_cmpint (self->vfs->xOpen (self->vfs, name, second, 7, NULL), ==, SQLITE_BUSY);
  g_assert_cmpint (self->file->pMethods->xClose (self->file), ==, SQLITE_OK);
  g_assert_cmpint (open_file (self, amp_vfs_name (self->vault->vfs, 0)), ==, SQLITE_OK);
  g_assert_true (amp_vfs_is_connected (self->vault->vfs));
  g_assert_cmpint (self->file->pMethods->xClose (self->file), ==, SQLITE_OK);
}

/* SQLite reads and writes whole pages, and parts of the first one. */
static void
no_part_of_another_page_is_read_or_written (Vfs *self, gconstpointer data)
{
  const sqlite3_io_methods *methods;
  guint8 bytes[2 * AMP_PAGE_BYTES];

  (void) data;
  g_assert_cmpint (open_file (self, amp_vfs_name (self->vault->vfs, 0)), ==, SQLITE_OK);
  methods = self->file->pMethods;
  g_assert_cmpint (methods->xRead (self->file, bytes, AMP_PAGE_BYTES, 0), ==, SQLITE_OK);
  g_assert_cmpint (methods->xRead (self->file, bytes + AMP_PAGE_BYTES, 16, 24), ==, SQLITE_OK);
  g_assert_cmpmem (bytes + 24, 16, bytes + AMP_PAGE_BYTES, 16);
  g_assert_cmpint (methods->xRead (self->file, bytes, 16, AMP_PAGE_BYTES), ==, SQLITE_IOERR_READ);
  g_assert_cmpint (methods->xRead (self->file, bytes, 16, AMP_PAGE_BYTES - 8), ==,
                   SQLITE_IOERR_READ);
  g_assert_cmpint (methods->xRead (self->file, bytes, AMP_PAGE_BYTES, 8), ==, SQLITE_IOERR_READ);
  g_assert_cmpint (methods->xRead (self->file, bytes, AMP_PAGE_BYTES, 4096 * 4096), ==,
                   SQLITE_IOERR_SHORT_READ);
  g_assert_cmpint (methods->xWrite (self->file, bytes, 16, 0), ==, SQLITE_IOERR_WRITE);
  g_assert_cmpint (methods->xWrite (self->file, bytes, AMP_PAGE_BYTES, 8), ==, SQLITE_IOERR_WRITE);
  g_assert_cmpint (methods->xSectorSize (self->file), ==, AMP_PAGE_BYTES);
  g_assert_cmpint (methods->xFileControl (self->file, SQLITE_FCNTL_SIZE_HINT, NULL), ==,
                   SQLITE_NOTFOUND);
  g_assert_cmpint (methods->xClose (self->file), ==, SQLITE_OK);
}

/* What was written and not synced by the end of the lock was rolled back. */
static void
locks_tell_who_takes_part (Vfs *self, gconstpointer data)
{
  const sqlite3_io_methods *methods;
  guint8 page[AMP_PAGE_BYTES] = {0}, again[AMP_PAGE_BYTES];
  int reserved = 1;

  (void) data;
  g_assert_cmpint (open_file (self, amp_vfs_name (self->vault->vfs, 0)), ==, SQLITE_OK);
  methods = self->file->pMethods;
  g_assert_cmpint (methods->xCheckReservedLock (self->file, &reserved), ==, SQLITE_OK);
  g_assert_false (reserved);
  g_assert_cmpint (methods->xLock (self->file, SQLITE_LOCK_EXCLUSIVE), ==, SQLITE_OK);
  g_assert_cmpint (methods->xCheckReservedLock (self->file, &reserved), ==, SQLITE_OK);
  g_assert_true (reserved);
  g_assert_cmpint (methods->xRead (self->file, again, AMP_PAGE_BYTES, 4096), ==, SQLITE_OK);
  g_assert_cmpint (methods->xWrite (self->file, page, AMP_PAGE_BYTES, 4096), ==, SQLITE_OK);
  g_assert_cmpint (methods->xUnlock (self->file, SQLITE_LOCK_RESERVED), ==, SQLITE_OK);
  g_assert_true (amp_database_is_changed (amp_vfs_database (self->vault->vfs, 0)));
  g_assert_cmpint (methods->xUnlock (self->file, SQLITE_LOCK_NONE), ==, SQLITE_OK);
  g_assert_false (amp_database_is_changed (amp_vfs_database (self->vault->vfs, 0)));
  g_assert_cmpint (methods->xRead (self->file, page, AMP_PAGE_BYTES, 4096), ==, SQLITE_OK);
  g_assert_cmpmem (page, sizeof page, again, sizeof again);
  g_assert_cmpint (methods->xClose (self->file), ==, SQLITE_OK);
}

static void
time_chance_and_sleep_are_there (Vfs *self, gconstpointer data)
{
  char one[32] = {0}, other[32] = {0};
  double day = 0;

  (void) data;
  g_assert_cmpint (self->vfs->xRandomness (self->vfs, sizeof one, one), ==, sizeof one);
  g_assert_cmpint (self->vfs->xRandomness (self->vfs, sizeof other, other), ==, sizeof other);
  g_assert_cmpint (memcmp (one, other, sizeof one), !=, 0);
  g_assert_cmpint (self->vfs->xCurrentTime (self->vfs, &day), ==, SQLITE_OK);
  g_assert_cmpfloat (day, >, 2459580.5); /* 2022 */
  g_assert_cmpint (self->vfs->xSleep (self->vfs, 10), >=, 10);
  g_assert_cmpint (self->vfs->xGetLastError (self->vfs, 0, NULL), ==, 0);
  amp_vfs_unregister (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test) g_test_add ("/vault/vfs/" name, Vfs, NULL, set_up, test, tear_down)
  ADD ("there-are-two-files-and-no-others", there_are_two_files_and_no_others);
  ADD ("a-journal-in-the-folder-is-none-of-sqlites", a_journal_in_the_folder_is_none_of_sqlites);
  ADD ("one-is-open-once", one_is_open_once);
  ADD ("no-part-of-another-page-is-read-or-written", no_part_of_another_page_is_read_or_written);
  ADD ("locks-tell-who-takes-part", locks_tell_who_takes_part);
  ADD ("time-chance-and-sleep-are-there", time_chance_and_sleep_are_there);
#undef ADD
  return g_test_run ();
}
