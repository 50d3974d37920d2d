/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file that is a whole vault: written in use, verified, restored; refused where a byte is
 * wrong.
 */
#include "fixture.h"

#include "fault.h"

#include <errno.h>
#include <glib/gstdio.h>
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
#undef ADD
  return g_test_run ();
}
