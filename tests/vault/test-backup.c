/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file that is a whole vault: written in use, verified, restored; refused where a byte is
 * wrong.
 */
#include "fault.h"
#include "ring.h"
#include "vault/vault-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

static char *
backup_path (Fixture *self)
{
  return g_build_filename (self->base, "Piura.amparo-backup", NULL);
}

static gboolean
verify (Fixture *self, GError **error)
{
  g_autofree char *path = backup_path (self);

  return amp_backup_verify (path, FIXTURE_LOGIN, self->passphrase, NULL, NULL, NULL, NULL, error);
}

static gboolean
restore (Fixture *self, const char *folder, GError **error)
{
  g_autofree char *path = backup_path (self);

  return amp_backup_restore (path, folder, FIXTURE_LOGIN, self->passphrase, NULL, NULL, error);
}

static void
make (Fixture *self)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = backup_path (self);

  fixture_fill (vault);
  g_assert_true (amp_vault_backup (vault, path, NULL, NULL, &error));
  g_assert_no_error (error);
}

/* More pages than are read or written in one call. */
static void
make_big (Fixture *self)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autofree char *path = backup_path (self);
  sqlite3 *db = amp_vault_connect (vault, NULL);

  sql_run (db, "CREATE TABLE main.big (b); INSERT INTO main.big VALUES (zeroblob(900000))");
  sqlite3_close (db);
  g_assert_true (amp_vault_backup (vault, path, NULL, NULL, NULL));
}

static void
made_in_use_it_holds_what_was_committed (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = backup_path (self);
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  guint8 id[16];
  gint64 when = 0;
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  db = amp_vault_connect (vault, NULL);
  g_assert_true (amp_vault_backup (vault, path, NULL, NULL, &error));
  g_assert_no_error (error);
  sql_run (db, "BEGIN; DELETE FROM main.t; DELETE FROM identity.t; COMMIT");
  sqlite3_close (db);
  g_assert_true (
    amp_backup_verify (path, FIXTURE_LOGIN, self->passphrase, &when, id, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (id, 16, amp_vault_get_id (vault), 16);
  g_assert_cmpint (ABS (when - g_get_real_time () / G_USEC_PER_SEC), <, 60);
  g_assert_true (restore (self, elsewhere, &error));
  g_assert_no_error (error);
  g_clear_pointer (&vault, amp_vault_free);

  g_free (self->folder);
  self->folder = g_steal_pointer (&elsewhere);
  g_assert_true (fixture_reads_whole (self));
  g_assert_true (fixture_reads_whole (self));
}

static void
a_later_one_takes_the_place_of_an_earlier_one (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self);
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  g_autoptr (AmpVault) vault = NULL;
  sqlite3 *db;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  db = amp_vault_connect (vault, NULL);
  sql_run (db, "UPDATE main.t SET v='later'");
  g_assert_true (amp_vault_backup (vault, path, NULL, NULL, NULL));
  sqlite3_close (db);
  g_clear_pointer (&vault, amp_vault_free);
  g_assert_true (restore (self, elsewhere, NULL));
  g_free (self->folder);
  self->folder = g_steal_pointer (&elsewhere);
  vault = fixture_unlock (self, NULL);
  db = amp_vault_connect (vault, NULL);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM main.t WHERE v='later'"), ==, FIXTURE_ROWS);
  sqlite3_close (db);
}

static void
a_wrong_passphrase_opens_none (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpSecret) wrong = amp_secret_new_from_text ("otra cosa");
  g_autofree char *path = backup_path (self);
  g_autoptr (GError) error = NULL;

  (void) data;
  make (self);
  g_assert_false (amp_backup_verify (path, FIXTURE_LOGIN, wrong, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
}

static void
every_flipped_byte_is_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self), *elsewhere = NULL, *bytes = NULL;
  gsize length = 0;

  (void) data;
  make (self);
  elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (GError) error = NULL;
      gsize at = i < 128 ? i : (gsize) g_test_rand_int_range (0, (gint32) length);

      bytes[at] ^= (char) (1 << (i % 8));
      g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
      g_assert_false (restore (self, elsewhere, &error));
      g_assert_true (error->domain == AMP_VAULT_ERROR);
      g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
      bytes[at] ^= (char) (1 << (i % 8));
    }
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  g_assert_true (verify (self, NULL));
}

static void
cut_or_lengthened_it_is_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self), *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  (void) data;
  make (self);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize keep = 0; keep < length; keep += keep < 256 ? 7 : 4099)
    {
      g_assert_true (g_file_set_contents (path, bytes, (gssize) keep, NULL));
      g_assert_false (verify (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
      g_clear_error (&error);
    }
  bytes = g_realloc (bytes, length + 1);
  bytes[length] = 0;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length + 1, NULL));
  g_assert_false (verify (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

/* The disk dies at each change in turn: the old backup stays, and nothing half-made beside it. */
static void
a_failing_disk_leaves_the_old_one (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self);
  g_autoptr (AmpVault) vault = NULL;
  gboolean ok = FALSE;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  for (int n = 0; n < 100 && !ok; n++)
    {
      g_autoptr (GError) error = NULL;

      amp_disk_fail_after (n, n % 2 == 0 ? ENOSPC : EIO);
      ok = amp_vault_backup (vault, path, NULL, NULL, &error);
      amp_disk_fail_after (-1, 0);
      if (!ok)
        g_assert_true (error->code == AMP_VAULT_ERROR_FULL || error->code == AMP_VAULT_ERROR_IO);
      g_assert_true (verify (self, NULL));
    }
  g_assert_true (ok);
}

static void
a_failing_disk_leaves_no_half_restored_vault (Fixture *self, gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  gboolean ok = FALSE;

  (void) data;
  make (self);
  for (int n = 0; n < 100 && !ok; n++)
    {
      g_autoptr (GError) error = NULL;

      amp_disk_fail_after (n, ENOSPC);
      ok = restore (self, elsewhere, &error);
      amp_disk_fail_after (-1, 0);
      /* Only the sync of the folder around it is left to fail: then it is there, and whole. */
      if (!ok && g_file_test (elsewhere, G_FILE_TEST_EXISTS))
        break;
    }
  g_free (self->folder);
  self->folder = g_steal_pointer (&elsewhere);
  g_assert_true (fixture_reads_whole (self));
}

static void
a_cancelled_one_leaves_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = backup_path (self);
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  db = amp_vault_connect (vault, NULL);
  sql_run (db, "CREATE TABLE main.big (b); INSERT INTO main.big VALUES (zeroblob(900000))");
  sqlite3_close (db);
  g_cancellable_cancel (cancellable);
  g_assert_false (amp_vault_backup (vault, path, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
a_cancelled_check_restores_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = backup_path (self);
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);

  (void) data;
  make_big (self);
  g_cancellable_cancel (cancellable);
  g_assert_false (amp_backup_restore (path, elsewhere, FIXTURE_LOGIN, self->passphrase, NULL,
                                      cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_true (restore (self, elsewhere, &error));
  g_assert_no_error (error);
}

/* Openings, lengths and reads fail in turn. */
static void
a_failing_read_is_told (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self);
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  g_autoptr (AmpVault) vault = NULL;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  for (guint what = 0; what < 3; what++)
    {
      gboolean ok = FALSE;

      for (int n = 0; !ok; n++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_cmpint (n, <, 200);
          amp_disk_fail_reads_after (n, EIO);
          ok = what == 0   ? amp_vault_backup (vault, path, NULL, NULL, &error)
               : what == 1 ? verify (self, &error)
                           : restore (self, elsewhere, &error);
          amp_disk_fail_reads_after (-1, 0);
          if (!ok)
            g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO);
          g_assert_cmpint (g_file_test (elsewhere, G_FILE_TEST_EXISTS), ==, ok && what == 2);
        }
    }
}

static void
places_that_cannot_be_are_told (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (self->base, "no", "where", NULL);
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_false (verify (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (restore (self, self->folder, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  make (self);
  g_assert_false (restore (self, self->folder, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (restore (self, nowhere, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  vault = fixture_unlock (self, NULL);
  g_assert_false (amp_vault_backup (vault, nowhere, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
}

static void
an_auditor_makes_none_and_opens_none (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self);
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
  g_assert_true (amp_vault_backup (vault, path, NULL, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);
  g_assert_false (
    amp_backup_verify (path, "ana", self->passphrase, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
  g_clear_error (&error);
  vault = amp_vault_unlock (self->folder, "ana", self->passphrase, NULL);
  g_assert_false (amp_vault_backup (vault, path, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
}

static void
damage_is_not_backed_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self), *bytes = NULL;
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  (void) data;
  fixture_fill (vault);
  g_clear_pointer (&vault, amp_vault_free);
  bytes = fixture_read_all (self, "identity.db", &length);
  bytes[8192 + 5 * AMP_PAGE_BYTES] ^= 1;
  fixture_write_all (self, "identity.db", bytes, length);
  vault = fixture_unlock (self, &error);
  g_assert_false (amp_vault_backup (vault, path, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "identity.db: page 6"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Each page authenticates, but one is of the backup before. */
static void
pages_of_two_backups_are_none (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self), *old = NULL, *now = NULL;
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  sqlite3 *db;

  (void) data;
  make (self);
  g_assert_true (g_file_get_contents (path, &old, &length, NULL));
  vault = fixture_unlock (self, NULL);
  db = amp_vault_connect (vault, NULL);
  sql_run (db, "UPDATE main.t SET v = v || 'x'");
  sqlite3_close (db);
  g_assert_true (amp_vault_backup (vault, path, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &now, &length, NULL));
  memcpy (now + 45184 + 4 * AMP_PAGE_BYTES, old + 45184 + 4 * AMP_PAGE_BYTES, AMP_PAGE_BYTES);
  g_assert_true (g_file_set_contents (path, now, (gssize) length, NULL));
  g_assert_false (verify (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "different days"));
}

/* Who has the key puts the two superblocks in each other's place. */
static void
a_beginning_that_cannot_be_is_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *path = backup_path (self), *bytes = NULL;
  guint8 swapped[2 * AMP_SUPERBLOCK_BYTES], *head;
  g_autoptr (AmpSecret) key = NULL;
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  crypto_generichash_state state;
  gsize length = 0;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  key = amp_subkey (vault->case_key, AMP_SUBKEY_BACKUP);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  head = (guint8 *) bytes;
  memcpy (swapped, head + 36992 + AMP_SUPERBLOCK_BYTES, AMP_SUPERBLOCK_BYTES);
  memcpy (swapped + AMP_SUPERBLOCK_BYTES, head + 36992, AMP_SUPERBLOCK_BYTES);
  memcpy (head + 36992, swapped, sizeof swapped);
  crypto_generichash_init (&state, amp_secret_data (key), 32, 32);
  crypto_generichash_update (&state, head, 96);
  crypto_generichash_update (&state, head + 128, 45184 - 128);
  crypto_generichash_final (&state, head + 96, 32);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  g_assert_false (verify (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN);
}

/* Its pages are of the cipher that a processor without instructions for AES takes. */
static void
one_of_a_vault_that_was_version_1_is_restored (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("oficina de ejemplo");
  g_autofree char *path = backup_path (self);
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  ring_copy_vault (self, TEST_VAULTS "/v1");
  vault = amp_vault_unlock (self->folder, "demo", passphrase, &error);
  g_assert_no_error (error);
  g_assert_true (amp_vault_backup (vault, path, NULL, NULL, &error));
  g_assert_true (amp_backup_restore (path, elsewhere, "demo", passphrase, NULL, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/backup/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("made-in-use-it-holds-what-was-committed", made_in_use_it_holds_what_was_committed);
  ADD ("a-later-one-takes-the-place-of-an-earlier-one",
       a_later_one_takes_the_place_of_an_earlier_one);
  ADD ("a-wrong-passphrase-opens-none", a_wrong_passphrase_opens_none);
  ADD ("every-flipped-byte-is-refused", every_flipped_byte_is_refused);
  ADD ("cut-or-lengthened-it-is-refused", cut_or_lengthened_it_is_refused);
  ADD ("a-failing-disk-leaves-the-old-one", a_failing_disk_leaves_the_old_one);
  ADD ("a-failing-disk-leaves-no-half-restored-vault",
       a_failing_disk_leaves_no_half_restored_vault);
  ADD ("a-cancelled-one-leaves-nothing", a_cancelled_one_leaves_nothing);
  ADD ("a-cancelled-check-restores-nothing", a_cancelled_check_restores_nothing);
  ADD ("a-failing-read-is-told", a_failing_read_is_told);
  ADD ("places-that-cannot-be-are-told", places_that_cannot_be_are_told);
  ADD ("an-auditor-makes-none-and-opens-none", an_auditor_makes_none_and_opens_none);
  ADD ("damage-is-not-backed-up", damage_is_not_backed_up);
  ADD ("pages-of-two-backups-are-none", pages_of_two_backups_are_none);
  ADD ("a-beginning-that-cannot-be-is-refused", a_beginning_that_cannot_be_is_refused);
  ADD ("one-of-a-vault-that-was-version-1-is-restored",
       one_of_a_vault_that_was_version_1_is_restored);
#undef ADD
  return g_test_run ();
}
