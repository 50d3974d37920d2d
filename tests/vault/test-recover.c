/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which state of the two databases is taken on opening, and what a disk that fails has to do with
 * it. */
#include "pair.h"

#include "fault.h"

#include "pages/bytes.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

static const char *const files[] = {"casework.db", "identity.db"};
static const char *const tags[] = {"casework.db-tags", "identity.db-tags"};

static char *
path_of (Pair *self, const char *name)
{
  return g_build_filename (self->fixture.folder, name, NULL);
}

static void
drop (Pair *self, const char *name)
{
  g_autofree char *path = path_of (self, name);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
flip (Pair *self, const char *name, gsize at)
{
  gsize length = 0;
  g_autofree char *bytes = fixture_read_all (&self->fixture, name, &length);

  bytes[at] ^= 1;
  fixture_write_all (&self->fixture, name, bytes, length);
}

static void
expect_refused (Pair *self, AmpVaultError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pair_open (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
commit (Pair *self, guint which, guint8 fill)
{
  pair_write (self->both[which], 2, fill);
  g_assert_cmpint (amp_databases_commit (&self->both[which], 1), ==, 0);
}

static void
without_its_tags_every_page_is_read (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  pair_close (self);
  drop (self, tags[0]);
  g_assert_true (pair_open (self, &error));
  pair_expect (self->both[0], 4, 4);
  pair_close (self);
  g_assert_true (pair_open (self, &error));
  pair_close (self);
  flip (self, files[1], 8192 + 3 * AMP_PAGE_BYTES);
  g_assert_true (pair_open (self, &error)); /* met when it is read */
  pair_expect_read (self->both[1], 4, AMP_READ_DAMAGED);
  pair_close (self);
  drop (self, tags[1]);
  expect_refused (self, AMP_VAULT_ERROR_DAMAGED, "identity.db: page 4");
}

static void
a_missing_or_empty_file_is_damaged (Pair *self, gconstpointer data)
{
  g_autoptr (GHashTable) kept = NULL;

  (void) data;
  pair_close (self);
  kept = fixture_keep (&self->fixture);
  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      drop (self, files[i]);
      expect_refused (self, AMP_VAULT_ERROR_DAMAGED, files[i]);
      g_assert_false (pair_inspect (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
      fixture_write_all (&self->fixture, files[i], "", 0);
      expect_refused (self, AMP_VAULT_ERROR_DAMAGED, files[i]);
      pair_close (self);
      fixture_restore (&self->fixture, kept);
    }
}

static void
one_superblock_is_enough (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) kept = NULL;

  (void) data;
  commit (self, 0, 22);
  pair_close (self);
  kept = fixture_keep (&self->fixture);
  for (gsize copy = 0; copy < 2; copy++)
    {
      flip (self, files[0], copy * AMP_SUPERBLOCK_BYTES + 80);
      g_assert_true (pair_open (self, &error));
      pair_expect (self->both[0], 2, 22);
      pair_close (self);
      fixture_restore (&self->fixture, kept);
    }
  flip (self, files[0], 80);
  flip (self, files[0], AMP_SUPERBLOCK_BYTES + 80);
  expect_refused (self, AMP_VAULT_ERROR_DAMAGED, "casework.db");
}

/* Each is whole, but they never stood side by side. */
static void
databases_of_different_days_are_refused (Pair *self, gconstpointer data)
{
  g_autofree char *old = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  (void) data;
  pair_close (self);
  old = fixture_read_all (&self->fixture, files[0], &length);
  for (guint8 day = 1; day <= 2; day++)
    {
      g_assert_true (pair_open (self, &error));
      for (guint i = 0; i < 2; i++)
        pair_write (self->both[i], 3, day);
      g_assert_cmpint (amp_databases_commit (self->both, 2), ==, 0);
    }
  pair_close (self);
  fixture_write_all (&self->fixture, files[0], old, length);
  expect_refused (self, AMP_VAULT_ERROR_OUT_OF_STEP, "different days");
  /* Whoever only looks gets each as it is. */
  g_assert_true (pair_inspect (self, &error));
  pair_expect (self->both[0], 3, 3);
  pair_expect (self->both[1], 3, 2);
}

/* An older page among the others: all authenticate, no seal fits. */
static void
pages_of_different_days_are_refused (Pair *self, gconstpointer data)
{
  g_autofree char *old = NULL, *now = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  (void) data;
  pair_close (self);
  old = fixture_read_all (&self->fixture, files[1], &length);
  g_assert_true (pair_open (self, &error));
  commit (self, 1, 21);
  commit (self, 1, 22);
  pair_close (self);
  now = fixture_read_all (&self->fixture, files[1], &length);
  memcpy (now + 8192 + AMP_PAGE_BYTES, old + 8192 + AMP_PAGE_BYTES, AMP_PAGE_BYTES);
  fixture_write_all (&self->fixture, files[1], now, length);
  drop (self, tags[1]);
  expect_refused (self, AMP_VAULT_ERROR_DAMAGED, "identity.db: its pages are of different days");
  g_assert_true (pair_inspect (self, &error));
  g_assert_null (amp_database_get_tags (self->both[1]));
  pair_expect (self->both[1], 2, 2);
}

/* Made anew under the same keys. */
static void
superblocks_of_two_files_are_not_taken_together (Pair *self, gconstpointer data)
{
  g_autofree char *bytes = NULL, *other = NULL;
  gsize length = 0;

  (void) data;
  pair_close (self);
  bytes = fixture_read_all (&self->fixture, files[0], &length);
  for (gsize i = 0; i < 2; i++)
    {
      drop (self, files[i]);
      drop (self, tags[i]);
    }
  pair_create (self);
  commit (self, 0, 22);
  pair_close (self);
  other = fixture_read_all (&self->fixture, files[0], &length);
  memcpy (bytes, other, AMP_SUPERBLOCK_BYTES);
  fixture_write_all (&self->fixture, files[0], bytes, length);
  drop (self, tags[0]);
  expect_refused (self, AMP_VAULT_ERROR_DAMAGED, "casework.db: page 1");
}

/* --- A disk that fails says nothing about a state --- */

static void
make_hot (Pair *self)
{
  g_autoptr (GHashTable) hot = NULL;

  for (guint i = 0; i < 2; i++)
    {
      amp_database_set_max_held (self->both[i], 2);
      pair_write (self->both[i], 2, 222);
      pair_write (self->both[i], 3, 223);
    }
  hot = fixture_keep (&self->fixture);
  pair_close (self);
  fixture_restore (&self->fixture, hot);
}

/* Reading: whatever fails, once and for all, no other state is taken, and nothing is called
 * damaged.
 */
static void
a_failing_read_is_not_damage (Pair *self, gconstpointer data)
{
  g_autoptr (GHashTable) hot = NULL;
  gboolean ok = FALSE;

  (void) data;
  make_hot (self);
  hot = fixture_keep (&self->fixture);
  for (int n = 0; !ok; n++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (n, <, 200);
      amp_disk_fail_reads_after (n, EIO);
      ok = pair_open (self, &error);
      if (!ok)
        g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO);
      amp_disk_fail_reads_after (-1, 0);
      pair_close (self);
      if (!ok)
        fixture_restore (&self->fixture, hot);
    }
  g_assert_true (pair_open (self, NULL));
  pair_expect (self->both[0], 2, 2);
}

static void
going_back_goes_on_after_a_failure (Pair *self, gconstpointer data)
{
  gboolean ok = FALSE;

  (void) data;
  make_hot (self);
  for (int n = 0; !ok; n++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (n, <, 100);
      amp_disk_fail_after (n, ENOSPC);
      ok = pair_open (self, &error);
      if (!ok)
        g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FULL);
      amp_disk_fail_after (-1, 0);
    }
  for (guint i = 0; i < 2; i++)
    for (guint32 n = 1; n <= 4; n++)
      pair_expect (self->both[i], n, (guint8) n);
}

static gboolean
is_ours (AmpDatabase *database)
{
  gboolean ours;

  g_assert_cmpint (amp_database_probe (database, &ours), ==, 0);
  return ours;
}

static void
a_probe_opens_nothing (Pair *self, gconstpointer data)
{
  static const guint8 vault_id[16] = "id of the tests";
  g_autoptr (AmpSecret) key = amp_secret_new (32);
  g_autoptr (AmpDatabase) ours = amp_database_new (self->fixture.folder, 1, "", vault_id, key);
  g_autoptr (AmpDatabase) missing = amp_database_new (self->fixture.base, 1, "", vault_id, key);
  g_autoptr (AmpDatabase) other = NULL;

  (void) data;
  pair_close (self);
  g_assert_true (is_ours (ours));
  g_assert_false (is_ours (missing));
  amp_secret_data (key)[5] ^= 1;
  other = amp_database_new (self->fixture.folder, 1, "", vault_id, key);
  g_assert_false (is_ours (other));
}

/* --- Format 1 --- */

/* As a program of then wrote it. */
static void
put_superblock_1 (
  AmpDatabase *database, guint8 *at, guint64 sequence, guint32 pages, gboolean cut_off)
{
  memset (at, 0, AMP_SUPERBLOCK_BYTES);
  memcpy (at, "AmparoDB", 8);
  amp_put32 (at + 8, 1);
  amp_put32 (at + 12, AMP_PAGE_BYTES);
  amp_put32 (at + 16, database->now.kind);
  amp_put32 (at + 20, cut_off);
  memcpy (at + 24, "id of the file..", AMP_FILE_ID_BYTES);
  memcpy (at + 40, database->now.vault_id, 16);
  amp_put64 (at + 56, sequence);
  amp_put32 (at + 88, pages);
  crypto_generichash (at + 4032, 32, at, 4032, amp_secret_data (database->superblock_key), 32);
  crypto_generichash (at + 4064, 32, at, 4064, NULL, 0);
}

/* The newest state is damaged. The older one has all its pages, but it was being changed. */
static void
a_state_that_was_being_changed_is_not_gone_back_to (Pair *self, gconstpointer data)
{
  guint8 file[AMP_DATABASE_OFFSET + 2 * AMP_PAGE_BYTES], plain[AMP_PAGE_BYTES] = {1};
  g_autoptr (AmpSealer) sealer = NULL;

  (void) data;
  pair_name (self);
  sealer =
    amp_sealer_new (AMP_CIPHER_XCHACHA20_POLY1305, amp_secret_data (self->both[0]->page_keys[0]),
                    (const guint8 *) "id of the file..");
  for (guint32 n = 1; n <= 2; n++)
    amp_page_seal (sealer, file + amp_database_place (n), plain, n);
  put_superblock_1 (self->both[0], file, 2, 2, FALSE);
  put_superblock_1 (self->both[0], file + AMP_SUPERBLOCK_BYTES, 1, 1, TRUE);
  file[amp_database_place (2) + 7] ^= 1;
  pair_close (self);
  fixture_write_all (&self->fixture, files[0], (const char *) file, sizeof file);
  expect_refused (self, AMP_VAULT_ERROR_DAMAGED, "casework.db: page 2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/recover/" name, Pair, NULL, pair_set_up, test, pair_tear_down)
  ADD ("without-its-tags-every-page-is-read", without_its_tags_every_page_is_read);
  ADD ("a-missing-or-empty-file-is-damaged", a_missing_or_empty_file_is_damaged);
  ADD ("one-superblock-is-enough", one_superblock_is_enough);
  ADD ("databases-of-different-days-are-refused", databases_of_different_days_are_refused);
  ADD ("pages-of-different-days-are-refused", pages_of_different_days_are_refused);
  ADD ("superblocks-of-two-files-are-not-taken-together",
       superblocks_of_two_files_are_not_taken_together);
  ADD ("a-failing-read-is-not-damage", a_failing_read_is_not_damage);
  ADD ("going-back-goes-on-after-a-failure", going_back_goes_on_after_a_failure);
  ADD ("a-probe-opens-nothing", a_probe_opens_nothing);
  ADD ("a-state-that-was-being-changed-is-not-gone-back-to",
       a_state_that_was_being_changed_is_not_gone_back_to);
#undef ADD
  return g_test_run ();
}
