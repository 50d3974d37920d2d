/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages by number, whole changes, and a disk that fails at each moment of one. */
#include "pair.h"

#include "fault.h"

#include "pages/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define CASEWORK "casework.db"

/* Overwrites a part of a file while the database has it open. */
static void
overwrite (Pair *self, const char *name, const void *bytes, gsize length, gint64 offset)
{
  g_autofree char *path = g_build_filename (self->fixture.folder, name, NULL);
  int fd = g_open (path, O_RDWR);

  g_assert_cmpint (pwrite (fd, bytes, length, offset), ==, (gssize) length);
  g_assert_cmpint (close (fd), ==, 0);
}

static int
commit (AmpDatabase *database)
{
  return amp_databases_commit (&database, 1);
}

static void
what_was_committed_is_read_after_the_next_opening (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  pair_write (self->both[0], 2, 22);
  g_assert_true (amp_database_is_changed (self->both[0]));
  pair_expect (self->both[0], 2, 22);
  g_assert_cmpint (commit (self->both[0]), ==, 0);
  g_assert_false (amp_database_is_changed (self->both[0]));
  pair_write (self->both[0], 3, 33); /* not committed */
  g_assert_true (pair_open (self, &error));
  g_assert_no_error (error);
  pair_expect (self->both[0], 2, 22);
  pair_expect (self->both[0], 3, 3);
  pair_expect (self->both[1], 2, 2);
  g_assert_cmpuint (amp_database_get_pages (self->both[0]), ==, 4);
  g_assert_cmpstr (amp_database_get_file (self->both[0]), ==, CASEWORK);
}

static void
each_way_a_page_may_be_wrong_has_its_name (Pair *self, gconstpointer data)
{
  guint8 old[AMP_PAGE_BYTES], raw[AMP_PAGE_BYTES];

  (void) data;
  g_assert_cmpint (amp_database_read_raw (self->both[0], 3, old), ==, AMP_READ_OK);
  pair_write (self->both[0], 3, 33);
  g_assert_cmpint (commit (self->both[0]), ==, 0);
  overwrite (self, CASEWORK, old, sizeof old, amp_database_place (3));
  pair_expect_read (self->both[0], 3, AMP_READ_OLDER);
  g_assert_cmpint (amp_database_read_raw (self->both[0], 3, raw), ==, AMP_READ_OLDER);
  old[100] ^= 1;
  overwrite (self, CASEWORK, old, sizeof old, amp_database_place (3));
  pair_expect_read (self->both[0], 3, AMP_READ_DAMAGED);
  g_assert_cmpint (amp_database_read_raw (self->both[0], 3, raw), ==, AMP_READ_DAMAGED);
  pair_expect_read (self->both[0], 5, AMP_READ_BEYOND);
  g_assert_cmpint (amp_database_read_raw (self->both[0], 5, raw), ==, AMP_READ_BEYOND);
  amp_disk_fail_reads_after (0, EIO);
  pair_expect_read (self->both[0], 2, AMP_READ_FAILED);
  g_assert_cmpint (amp_database_read_raw (self->both[0], 2, raw), ==, AMP_READ_FAILED);
  amp_disk_fail_reads_after (-1, 0);
  pair_expect (self->both[0], 2, 2);
}

static void
a_file_that_is_cut_short_is_damaged (Pair *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->fixture.folder, CASEWORK, NULL);

  (void) data;
  g_assert_cmpint (truncate (path, amp_database_place (4) + 100), ==, 0);
  pair_expect_read (self->both[0], 4, AMP_READ_DAMAGED);
  /* Nor can it be overwritten: what stood there could not be saved. */
  pair_write (self->both[0], 4, 44);
  g_assert_cmpint (commit (self->both[0]), ==, EIO);
  pair_expect (self->both[0], 3, 3);
}

static void
pages_that_were_never_written_are_sealed_zeros (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 plain[AMP_PAGE_BYTES] = {0};

  (void) data;
  pair_write (self->both[0], 9, 99);
  g_assert_cmpint (amp_database_write (self->both[0], AMP_MAX_PAGES + 1, plain), ==, EFBIG);
  g_assert_cmpint (commit (self->both[0]), ==, 0);
  g_assert_true (pair_open (self, &error));
  for (guint32 n = 5; n < 9; n++)
    pair_expect (self->both[0], n, 0);
  pair_expect (self->both[0], 9, 99);
}

static void
parts_of_the_first_page_are_those_of_the_running_transaction (Pair *self, gconstpointer data)
{
  guint8 part[16], far[16];

  (void) data;
  for (guint round = 0; round < 2; round++)
    {
      g_assert_cmpint (amp_database_read_header (self->both[0], part, 16, 24), ==, AMP_READ_OK);
      g_assert_cmpint (amp_database_read_header (self->both[0], far, 16, 4000), ==, AMP_READ_OK);
      g_assert_cmpuint (part[0], ==, 1);
      g_assert_cmpmem (part, sizeof part, far, sizeof far);
    }
  pair_write (self->both[0], 1, 11);
  g_assert_cmpint (amp_database_read_header (self->both[0], part, 16, 24), ==, AMP_READ_OK);
  g_assert_cmpuint (part[0], ==, 11);
  amp_database_revert (self->both[0]);
  g_assert_cmpint (amp_database_read_header (self->both[0], part, 16, 24), ==, AMP_READ_OK);
  g_assert_cmpuint (part[0], ==, 1);
}

static void
a_shorter_one_has_lost_its_last_pages (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  pair_write (self->both[0], 4, 44);
  g_assert_cmpint (amp_database_cut (self->both[0], 2), ==, 0);
  pair_expect_read (self->both[0], 3, AMP_READ_BEYOND);
  amp_database_revert (self->both[0]);
  pair_expect (self->both[0], 4, 4);
  g_assert_cmpint (amp_database_cut (self->both[0], 2), ==, 0);
  g_assert_cmpint (commit (self->both[0]), ==, 0);
  g_assert_true (pair_open (self, &error));
  g_assert_cmpuint (amp_database_get_pages (self->both[0]), ==, 2);
}

/* --- Failures --- */

static void
change_much (Pair *self)
{
  amp_database_set_max_held (self->both[0], 2);
  pair_write (self->both[0], 1, 101);
  pair_write (self->both[1], 2, 102);
  pair_write (self->both[1], 3, 103);
}

static void
expect_as_before (Pair *self)
{
  for (guint i = 0; i < 2; i++)
    for (guint32 n = 1; n <= 4; n++)
      pair_expect (self->both[i], n, (guint8) n);
}

static void
expect_changed (Pair *self)
{
  pair_expect (self->both[0], 1, 101);
  pair_expect (self->both[1], 2, 102);
  pair_expect (self->both[1], 3, 103);
}

/* The disk comes back in time for going back. */
static void
a_commit_that_fails_anywhere_changes_nothing (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) kept = NULL;
  int failed = EIO;

  (void) data;
  pair_close (self);
  kept = fixture_keep (&self->fixture);
  for (int n = 0; failed != 0; n++)
    {
      g_assert_cmpint (n, <, 100);
      pair_close (self);
      fixture_restore (&self->fixture, kept);
      g_assert_true (pair_open (self, &error));
      change_much (self);
      amp_disk_fail_after (n, EIO);
      failed = amp_databases_commit (self->both, 2);
      g_assert_true (failed == 0 || failed == EIO);
      amp_disk_fail_after (-1, 0);
      if (failed == 0)
        expect_changed (self);
      else
        expect_as_before (self);
      g_assert_true (pair_open (self, &error));
      if (failed == 0)
        expect_changed (self);
      else
        expect_as_before (self);
    }
}

static void
what_a_failing_disk_keeps_from_going_back_goes_back_later (Pair *self, gconstpointer data)
{
  guint8 plain[AMP_PAGE_BYTES] = {0};

  (void) data;
  /* Until something was overwritten that has to go back. */
  for (int n = 0; !self->both[0]->broken; n++)
    {
      amp_disk_fail_after (-1, 0);
      expect_as_before (self);
      change_much (self);
      amp_disk_fail_after (n, EIO);
      g_assert_cmpint (amp_databases_commit (self->both, 2), ==, EIO);
    }
  pair_expect_read (self->both[0], 2, AMP_READ_FAILED);
  g_assert_cmpint (amp_database_read_header (self->both[0], plain, 16, 24), ==, AMP_READ_FAILED);
  g_assert_cmpint (amp_database_write (self->both[0], 2, plain), ==, EIO);
  g_assert_cmpint (amp_database_cut (self->both[0], 2), ==, EIO);
  g_assert_cmpint (amp_databases_commit (self->both, 2), ==, EIO);
  amp_database_revert (self->both[0]);
  amp_disk_fail_after (-1, 0);
  expect_as_before (self);
  change_much (self);
  g_assert_cmpint (amp_databases_commit (self->both, 2), ==, 0);
  expect_changed (self);
}

/* The old page cannot be read, so it cannot be saved, so it is not overwritten. */
static void
an_old_page_that_cannot_be_read_is_not_overwritten (Pair *self, gconstpointer data)
{
  (void) data;
  pair_write (self->both[0], 2, 22);
  pair_write (self->both[0], 3, 33);
  amp_disk_fail_reads_after (1, EIO);
  g_assert_cmpint (commit (self->both[0]), ==, EIO);
  amp_disk_fail_reads_after (-1, 0);
  expect_as_before (self);
}

/* Pages that wait for a place in memory are written before the commit. */
static void
a_spilling_write_that_fails_is_told_at_once (Pair *self, gconstpointer data)
{
  guint8 plain[AMP_PAGE_BYTES] = {0};
  int failed = 0;

  (void) data;
  for (int n = 0; n < 4; n++)
    {
      amp_database_set_max_held (self->both[0], 2);
      pair_write (self->both[0], 1, 101);
      amp_disk_fail_after (n, ENOSPC);
      failed = amp_database_write (self->both[0], 2, plain);
      amp_disk_fail_after (-1, 0);
      g_assert_true (failed == ENOSPC || n > 2);
      amp_database_revert (self->both[0]);
      expect_as_before (self);
    }
}

static void
one_is_not_made_where_something_is (Pair *self, gconstpointer data)
{
  static const guint8 vault_id[16] = "id of the tests";
  g_autoptr (AmpSecret) key = amp_secret_new (32);
  g_autoptr (AmpDatabase) again = amp_database_new (self->fixture.folder, 1, "", vault_id, key);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_false (amp_database_create (again, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO);
  expect_as_before (self);
  amp_database_free (NULL);
}

/* --- Looking only --- */

static void
who_only_looks_changes_nothing (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 plain[AMP_PAGE_BYTES] = {0};

  (void) data;
  g_assert_true (pair_inspect (self, &error));
  expect_as_before (self);
  g_assert_cmpint (amp_database_write (self->both[0], 2, plain), ==, EROFS);
  g_assert_cmpint (amp_database_cut (self->both[0], 2), ==, EROFS);
}

/* A transaction was cut off: what it overwrote is read from the undo file. */
static void
who_only_looks_sees_the_state_before_what_was_cut_off (Pair *self, gconstpointer data)
{
  g_autoptr (GHashTable) hot = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  amp_database_set_max_held (self->both[0], 2);
  pair_write (self->both[0], 2, 222);
  pair_write (self->both[0], 3, 223);
  hot = fixture_keep (&self->fixture);
  pair_close (self);
  fixture_restore (&self->fixture, hot);
  g_assert_true (pair_inspect (self, &error));
  expect_as_before (self);
  amp_disk_fail_reads_after (0, EIO);
  pair_expect_read (self->both[0], 2, AMP_READ_FAILED);
  amp_disk_fail_reads_after (-1, 0);
}

static void
who_only_looks_gets_an_empty_first_page_for_a_lost_one (Pair *self, gconstpointer data)
{
  guint8 byte = 0x55, plain[AMP_PAGE_BYTES], raw[AMP_PAGE_BYTES];
  g_autofree char *tags = g_build_filename (self->fixture.folder, CASEWORK "-tags", NULL);
  g_autoptr (GError) error = NULL;

  (void) data;
  pair_close (self);
  overwrite (self, CASEWORK, &byte, 1, amp_database_place (1) + 50);
  g_assert_cmpint (g_unlink (tags), ==, 0);
  g_assert_false (pair_open (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_true (pair_inspect (self, &error));
  g_assert_null (amp_database_get_tags (self->both[0]));
  g_assert_cmpint (amp_database_read (self->both[0], 1, plain), ==, AMP_READ_OK);
  g_assert_cmpmem (plain, 6, "SQLite", 6);
  g_assert_cmpint (amp_database_read_raw (self->both[0], 1, raw), ==, AMP_READ_DAMAGED);
  pair_expect (self->both[0], 2, 2);
}

/* The pages between are written as well, some of them at once. */
static void
a_page_far_behind_that_fails_changes_nothing (Pair *self, gconstpointer data)
{
  guint8 plain[AMP_PAGE_BYTES] = {0};

  (void) data;
  amp_database_set_max_held (self->both[0], 2);
  amp_disk_fail_after (1, ENOSPC);
  g_assert_cmpint (amp_database_write (self->both[0], 12, plain), ==, ENOSPC);
  amp_disk_fail_after (-1, 0);
  amp_database_revert (self->both[0]);
  expect_as_before (self);
  g_assert_cmpuint (amp_database_get_pages (self->both[0]), ==, 4);
}

static int
fail_to_truncate (int fd, gint64 length)
{
  (void) fd;
  (void) length;
  return EIO;
}

/* What the file still has behind its end is no page. */
static void
one_that_cannot_be_cut_is_shorter_all_the_same (Pair *self, gconstpointer data)
{
  AmpDisk disk = amp_disk_real;
  g_autoptr (GError) error = NULL;

  (void) data;
  disk.truncate = fail_to_truncate;
  amp_disk_use (&disk);
  g_assert_cmpint (amp_database_cut (self->both[0], 2), ==, 0);
  g_assert_cmpint (commit (self->both[0]), ==, 0);
  g_assert_true (pair_open (self, &error));
  amp_disk_use (NULL);
  g_assert_cmpuint (amp_database_get_pages (self->both[0]), ==, 2);
  pair_expect_read (self->both[0], 3, AMP_READ_BEYOND);
}

static void
who_only_looks_is_told_of_a_disk_that_fails (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (pair_inspect (self, &error));
  amp_disk_fail_reads_after (0, EIO);
  pair_expect_read (self->both[0], 1, AMP_READ_FAILED);
  amp_disk_fail_reads_after (-1, 0);
  pair_expect (self->both[0], 1, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/database/" name, Pair, NULL, pair_set_up, test, pair_tear_down)
  ADD ("what-was-committed-is-read-after-the-next-opening",
       what_was_committed_is_read_after_the_next_opening);
  ADD ("each-way-a-page-may-be-wrong-has-its-name", each_way_a_page_may_be_wrong_has_its_name);
  ADD ("a-file-that-is-cut-short-is-damaged", a_file_that_is_cut_short_is_damaged);
  ADD ("pages-that-were-never-written-are-sealed-zeros",
       pages_that_were_never_written_are_sealed_zeros);
  ADD ("parts-of-the-first-page-are-those-of-the-running-transaction",
       parts_of_the_first_page_are_those_of_the_running_transaction);
  ADD ("a-shorter-one-has-lost-its-last-pages", a_shorter_one_has_lost_its_last_pages);
  ADD ("a-commit-that-fails-anywhere-changes-nothing",
       a_commit_that_fails_anywhere_changes_nothing);
  ADD ("what-a-failing-disk-keeps-from-going-back-goes-back-later",
       what_a_failing_disk_keeps_from_going_back_goes_back_later);
  ADD ("an-old-page-that-cannot-be-read-is-not-overwritten",
       an_old_page_that_cannot_be_read_is_not_overwritten);
  ADD ("a-spilling-write-that-fails-is-told-at-once", a_spilling_write_that_fails_is_told_at_once);
  ADD ("one-is-not-made-where-something-is", one_is_not_made_where_something_is);
  ADD ("who-only-looks-changes-nothing", who_only_looks_changes_nothing);
  ADD ("who-only-looks-sees-the-state-before-what-was-cut-off",
       who_only_looks_sees_the_state_before_what_was_cut_off);
  ADD ("who-only-looks-gets-an-empty-first-page-for-a-lost-one",
       who_only_looks_gets_an_empty_first_page_for_a_lost_one);
  ADD ("a-page-far-behind-that-fails-changes-nothing",
       a_page_far_behind_that_fails_changes_nothing);
  ADD ("one-that-cannot-be-cut-is-shorter-all-the-same",
       one_that_cannot_be_cut_is_shorter_all_the_same);
  ADD ("who-only-looks-is-told-of-a-disk-that-fails", who_only_looks_is_told_of_a_disk_that_fails);
#undef ADD
  return g_test_run ();
}
