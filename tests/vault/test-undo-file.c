/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The undo file by itself: batches go in and come out, as far as they are whole. */
#include "fixture.h"

#include "fault.h"
#include "pages/bytes.h"
#include "pages/disk.h"
#include "pages/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SEQUENCE 7
#define BATCH_BYTES (64 + 2 * 4 + 32 + 2 * AMP_PAGE_BYTES) /* of two pages */
#define SECOND_AT (3 * 4096)                               /* on a block of its own */

static const guint8 file_id[AMP_FILE_ID_BYTES] = "id of the file";
static const guint8 key[32] = "the key of everything in a test";

typedef struct
{
  Fixture fixture;
  char *path;
  AmpSealer *sealer;
  AmpUndo *undo;
} Undo;

static void
set_up (Undo *self, gconstpointer data)
{
  fixture_set_up (&self->fixture, data);
  self->path = g_build_filename (self->fixture.base, "casework.db-undo", NULL);
  self->sealer = amp_sealer_new (AMP_CIPHER_XCHACHA20_POLY1305, key, file_id);
  self->undo = amp_undo_new (self->path, file_id, key);
}

static void
tear_down (Undo *self, gconstpointer data)
{
  amp_undo_free (self->undo);
  amp_sealer_free (self->sealer);
  g_free (self->path);
  fixture_tear_down (&self->fixture, data);
}

static void
reopen (Undo *self)
{
  amp_undo_free (self->undo);
  self->undo = amp_undo_new (self->path, file_id, key);
}

static void
make_pages (Undo *self, guint32 first, guint8 raw[2 * AMP_PAGE_BYTES])
{
  guint8 plain[AMP_PAGE_BYTES];

  for (guint32 i = 0; i < 2; i++)
    {
      memset (plain, (int) (first + i), sizeof plain);
      amp_page_seal (self->sealer, raw + (gsize) i * AMP_PAGE_BYTES, plain, first + i);
    }
}

/* Pages first and the next one. */
static int
append (Undo *self, guint32 first)
{
  const guint32 numbers[] = {first, first + 1};
  guint8 raw[2 * AMP_PAGE_BYTES];

  make_pages (self, first, raw);
  return amp_undo_append (self->undo, SEQUENCE, numbers, 2, raw);
}

static void
append_two (Undo *self)
{
  g_assert_cmpint (append (self, 3), ==, 0);
  g_assert_cmpint (append (self, 8), ==, 0);
  g_assert_cmpint (amp_undo_sync (self->undo, self->fixture.base), ==, 0);
  reopen (self);
}

static guint
count (Undo *self)
{
  guint n = 0;

  g_free (amp_undo_numbers (self->undo, &n));
  return n;
}

static void
what_was_saved_comes_back (Undo *self, gconstpointer data)
{
  guint8 raw[AMP_PAGE_BYTES], plain[AMP_PAGE_BYTES];

  (void) data;
  g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE, self->sealer), ==, 0); /* no file */
  g_assert_true (amp_undo_is_empty (self->undo));
  append_two (self);
  g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE, self->sealer), ==, 0);
  g_assert_cmpuint (count (self), ==, 4);
  g_assert_true (amp_undo_has (self->undo, 9));
  g_assert_false (amp_undo_has (self->undo, 5));
  g_assert_cmpint (amp_undo_read (self->undo, 9, raw), ==, 0);
  g_assert_true (amp_page_open (self->sealer, plain, raw, 9));
  g_assert_cmpuint (plain[0], ==, 9);
  /* Of another state it says nothing. */
  g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE + 1, self->sealer), ==, 0);
  g_assert_true (amp_undo_is_empty (self->undo));
  amp_undo_free (NULL);
}

static void
cleared_it_is_empty_whatever_it_held (Undo *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize length = 1;

  (void) data;
  append_two (self);
  g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE + 1, self->sealer), ==, 0);
  amp_disk_fail_after (0, EIO);
  amp_undo_clear (self->undo);
  amp_disk_fail_after (-1, 0);
  amp_undo_clear (self->undo);
  g_assert_true (g_file_get_contents (self->path, &bytes, &length, NULL));
  g_assert_cmpuint (length, ==, 0);
}

static void
a_batch_that_is_not_whole_ends_it (Undo *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  (void) data;
  append_two (self);
  g_assert_true (g_file_get_contents (self->path, &bytes, &length, NULL));
  g_assert_cmpuint (length, ==, SECOND_AT + BATCH_BYTES);
  for (gsize i = 0; i < length; i += i % SECOND_AT < 104 ? 1 : 499)
    {
      const guint left = i < BATCH_BYTES ? 0 : i < SECOND_AT ? 4 : 2; /* between them: nothing */

      bytes[i] ^= 1;
      g_assert_true (g_file_set_contents (self->path, bytes, (gssize) length, NULL));
      reopen (self);
      g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE, self->sealer), ==, 0);
      g_assert_cmpuint (count (self), ==, left);
      bytes[i] ^= 1;
    }
  for (gsize cut = 0; cut < length; cut += 501)
    {
      g_assert_true (g_file_set_contents (self->path, bytes, (gssize) cut, NULL));
      reopen (self);
      g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE, self->sealer), ==, 0);
      g_assert_cmpuint (count (self), ==, cut < BATCH_BYTES ? 0 : 2);
    }
}

/* A file of holes as long as it says: not a byte of it is asked for. */
static void
more_pages_than_a_batch_has_are_not_believed (Undo *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  (void) data;
  append_two (self);
  g_assert_true (g_file_get_contents (self->path, &bytes, &length, NULL));
  amp_put32 ((guint8 *) bytes + 12, 1u << 30);
  g_assert_true (g_file_set_contents (self->path, bytes, (gssize) length, NULL));
  g_assert_cmpint (truncate (self->path, (off_t) 1 << 43), ==, 0);
  g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE, self->sealer), ==, 0);
  g_assert_true (amp_undo_is_empty (self->undo));
}

static void
one_that_is_cut_while_it_is_read_ends_there (Undo *self, gconstpointer data)
{
  (void) data;
  append_two (self);
  for (int n = 0; n < 5; n++) /* header, batch, header, batch, end */
    {
      reopen (self);
      amp_disk_shorten_reads_after (n);
      g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE, self->sealer), ==, 0);
      g_assert_cmpuint (count (self), ==, n < 2 ? 0 : n < 4 ? 2 : 4);
    }
  amp_disk_shorten_reads_after (-1);
}

static void
every_failure_of_the_disk_is_told (Undo *self, gconstpointer data)
{
  guint8 raw[AMP_PAGE_BYTES];
  int failed = EIO;

  (void) data;
  for (int n = 0; n < 2; n++)
    {
      amp_disk_fail_after (n, ENOSPC);
      g_assert_cmpint (append (self, 3), ==, ENOSPC);
      amp_disk_fail_after (-1, 0);
      g_assert_true (amp_undo_is_empty (self->undo));
    }
  g_assert_cmpint (append (self, 3), ==, 0);
  for (int n = 0; n < 2; n++) /* the file, the folder */
    {
      amp_disk_fail_after (n, EIO);
      g_assert_cmpint (amp_undo_sync (self->undo, self->fixture.base), ==, EIO);
    }
  amp_disk_fail_after (-1, 0);
  g_assert_cmpint (amp_undo_sync (self->undo, self->fixture.base), ==, 0);
  for (int n = 0; failed != 0; n++)
    {
      reopen (self);
      amp_disk_fail_reads_after (n, EIO);
      failed = amp_undo_load (self->undo, SEQUENCE, self->sealer);
      g_assert_true (failed == EIO || n == amp_disk_reads ());
    }
  amp_disk_fail_reads_after (0, EIO);
  g_assert_cmpint (amp_undo_read (self->undo, 3, raw), ==, EIO);
  amp_disk_fail_reads_after (-1, 0);
  g_assert_cmpint (truncate (self->path, BATCH_BYTES - 1), ==, 0);
  g_assert_cmpint (amp_undo_read (self->undo, 4, raw), ==, EIO);
  reopen (self);
  amp_disk_fail_reads_after (0, EIO);
  g_assert_cmpint (append (self, 3), ==, EIO);
}

/* Root reads and writes through any mode, so the disk refuses. */
static int refusal;

static int
refuse_writing (const char *path, int flags, int *fd)
{
  *fd = -1;
  return (flags & O_ACCMODE) != O_RDONLY ? refusal : amp_disk_real.open (path, flags, fd);
}

static void
on_a_medium_that_cannot_be_written_it_is_read (Undo *self, gconstpointer data)
{
  AmpDisk disk = amp_disk_real;

  refusal = GPOINTER_TO_INT (data);
  append_two (self);
  disk.open = refuse_writing;
  amp_disk_use (&disk);
  g_assert_cmpint (amp_undo_load (self->undo, SEQUENCE, self->sealer), ==, 0);
  g_assert_cmpuint (count (self), ==, 4);
  amp_disk_use (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test) g_test_add ("/vault/undo-file/" name, Undo, NULL, set_up, test, tear_down)
  ADD ("what-was-saved-comes-back", what_was_saved_comes_back);
  ADD ("cleared-it-is-empty-whatever-it-held", cleared_it_is_empty_whatever_it_held);
  ADD ("a-batch-that-is-not-whole-ends-it", a_batch_that_is_not_whole_ends_it);
  ADD ("more-pages-than-a-batch-has-are-not-believed",
       more_pages_than_a_batch_has_are_not_believed);
  ADD ("one-that-is-cut-while-it-is-read-ends-there", one_that_is_cut_while_it_is_read_ends_there);
  ADD ("every-failure-of-the-disk-is-told", every_failure_of_the_disk_is_told);
  g_test_add ("/vault/undo-file/on-a-medium-that-cannot-be-written-it-is-read", Undo,
              GINT_TO_POINTER (EROFS), set_up, on_a_medium_that_cannot_be_written_it_is_read,
              tear_down);
  g_test_add ("/vault/undo-file/where-one-may-not-write-it-is-read", Undo, GINT_TO_POINTER (EACCES),
              set_up, on_a_medium_that_cannot_be_written_it_is_read, tear_down);
#undef ADD
  return g_test_run ();
}
