/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vault's life: made, unlocked, written to, killed, refused. */
#define _GNU_SOURCE /* memmem */
#include "fixture.h"

#include "fault.h"
#include "pages/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
what_is_written_is_read_again (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AmpVault *vault = fixture_create (self);

  (void) data;
  fixture_fill (vault);
  amp_vault_free (vault);
  vault = fixture_unlock (self, &error);
  g_assert_no_error (error);

  sqlite3 *db = amp_vault_connect (vault, &error);

  g_assert_no_error (error);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM main.t"), ==, 400);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t"), ==, 400);
  g_assert_true (amp_vault_verify_pages (vault, db, NULL, NULL, &error));
  g_assert_no_error (error);
  sql_run (db, "VACUUM main");
  sql_run (db, "VACUUM identity");
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t"), ==, 400);
  sqlite3_close (db);
  amp_vault_free (vault);
}

static void
no_file_holds_plain_text (Fixture *self, gconstpointer data)
{
  AmpVault *vault = fixture_create (self);
  sqlite3 *db;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint files = 0;

  (void) data;
  fixture_fill (vault);
  db = amp_vault_connect (vault, NULL);
  fixture_hold_little (vault);
  sql_run (db,
           "PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2; BEGIN; UPDATE main.t SET v = v "
           "|| 'CANARYLATER';"
           "UPDATE identity.t SET v = v || 'CANARYLATER'");
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      gsize length = 0;
      g_autofree char *bytes = fixture_read_all (self, name, &length);

      files++;
      g_assert_null (memmem (bytes, length, "CANARY", 6));
      g_assert_null (memmem (bytes, length, "SQLite", 6));
      g_assert_null (memmem (bytes, length, FIXTURE_LOGIN, strlen (FIXTURE_LOGIN)));
      g_assert_null (memmem (bytes, length, "CREATE TABLE", 12));
    }
  g_assert_cmpuint (files, >=,
                    6); /* keyring, lock, two databases, two undo files in mid-transaction */
  sql_run (db, "ROLLBACK");
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM main.t WHERE v LIKE '%CANARYLATER'"), ==, 0);
  sqlite3_close (db);
  amp_vault_free (vault);
}

static void
wrong_passphrase_and_unknown_user_are_not_told_apart (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpSecret) wrong = amp_secret_new_from_text ("otra cosa");
  g_autoptr (GError) first = NULL, second = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  g_assert_null (amp_vault_unlock (self->folder, FIXTURE_LOGIN, wrong, &first));
  g_assert_null (amp_vault_unlock (self->folder, "nadie", self->passphrase, &second));
  g_assert_error (first, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  g_assert_error (second, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  g_assert_cmpstr (first->message, ==, second->message);
}

static void
a_second_opening_is_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *process = g_strdup_printf ("process %d on ", (int) getpid ());

  (void) data;
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IN_USE);
  g_assert_nonnull (strstr (error->message, process));
}

static void
removing_the_lock_file_lets_nobody_in (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder, "lock", NULL);

  (void) data;
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IN_USE);
}

/* A folder cut off from all writing, as a write-protected stick is. Root writes through any mode,
 * so the disk says no by the switch of disk.h as well. */
static void
a_medium_that_cannot_be_written_is_told (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  amp_disk_fail_after (0, EROFS);
  g_assert_null (fixture_unlock (self, &error));
  amp_disk_fail_after (-1, 0);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_READ_ONLY);
}

static void
an_existing_folder_is_not_overwritten (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gsize before, after;
  g_autofree char *old = NULL, *same = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  old = fixture_read_all (self, "keyring", &before);
  g_assert_null (
    amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_EXISTS);
  same = fixture_read_all (self, "keyring", &after);
  g_assert_cmpmem (old, before, same, after);
}

/* Makes the disk fail at the n-th write, for every n, until all goes well. */
static void
a_failing_disk_leaves_nothing_behind (Fixture *self, gconstpointer data)
{
  (void) data;
  for (int n = 0; n < 200; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpVault) vault = NULL;
      g_autoptr (GDir) dir = NULL;
      int code = n % 2 == 0 ? ENOSPC : EROFS;

      amp_disk_fail_after (n, code);
      vault =
        amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, &amp_kdf_cheap, &error);
      amp_disk_fail_after (-1, 0);
      if (vault != NULL)
        {
          g_assert_cmpint (n, >, 6);
          return;
        }
      g_assert_error (error, AMP_VAULT_ERROR,
                      (code == ENOSPC ? AMP_VAULT_ERROR_FULL : AMP_VAULT_ERROR_READ_ONLY));
      if (g_file_test (self->folder, G_FILE_TEST_EXISTS))
        {
          /* All of it was written; only the opening failed. */
          g_autoptr (AmpVault) whole = fixture_unlock (self, NULL);

          g_assert_nonnull (whole);
          return;
        }
      dir = g_dir_open (self->base, 0, NULL);
      g_assert_null (g_dir_read_name (dir));
    }
  g_assert_not_reached ();
}

static void
a_full_disk_changes_nothing (Fixture *self, gconstpointer data)
{
  AmpVault *vault = fixture_create (self);
  gboolean done = FALSE;
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  db = amp_vault_connect (vault, NULL);
  for (int n = 0; n < 400 && !done; n++)
    {
      int rc;

      amp_disk_fail_after (n, n % 2 == 0 ? ENOSPC : EIO);
      rc = sqlite3_exec (db,
                         "BEGIN; UPDATE main.t SET v = v || 'x' WHERE id % 40 = 1; UPDATE "
                         "identity.t SET v = v || 'x' WHERE"
                         " id % 40 = 1; COMMIT",
                         NULL, NULL, NULL);
      amp_disk_fail_after (-1, 0);
      if (!sqlite3_get_autocommit (db))
        sql_run (db, "ROLLBACK");
      if (rc != SQLITE_OK)
        {
          g_autoptr (GError) error = NULL;

          amp_vault_set_sqlite_error (vault, db, rc, &error);
          g_assert_true (error->code == AMP_VAULT_ERROR_FULL || error->code == AMP_VAULT_ERROR_IO);
        }
      done = rc == SQLITE_OK;

      gint64 changed = sql_ask (db, "SELECT count(*) FROM main.t WHERE v LIKE '%x'");

      g_assert_cmpint (changed, ==,
                       sql_ask (db, "SELECT count(*) FROM identity.t WHERE v LIKE '%x'"));
      g_assert_cmpint (changed, ==, done ? 10 : 0);
    }
  g_assert_true (done);
  sqlite3_close (db);
  amp_vault_free (vault);
}

/* A child adds one to both databases in each transaction and tells when it is acknowledged; it is
 * killed at a random moment. */
static void
count_until_killed (Fixture *self, int tell)
{
  g_autoptr (AmpVault) vault = fixture_unlock (self, NULL);
  sqlite3 *db = amp_vault_connect (vault, NULL);

  sql_run (db, "PRAGMA main.cache_size=4; PRAGMA identity.cache_size=4");
  fixture_hold_little (vault);
  for (gint64 n = sql_ask (db, "SELECT n FROM main.k") + 1;; n++)
    {
      g_autofree char *sql =
        g_strdup_printf ("BEGIN; UPDATE main.k SET n=%" G_GINT64_FORMAT
                         "; UPDATE main.t SET v=v||'y' WHERE id%%7=%d;"
                         "UPDATE identity.k SET n=%" G_GINT64_FORMAT
                         "; UPDATE identity.t SET v=v||'y' WHERE id%%7=%d; COMMIT",
                         n, (int) (n % 7), n, (int) (n % 7));

      sql_run (db, sql);
      if (write (tell, &n, sizeof n) != sizeof n)
        _exit (1);
    }
}

static void
killed_at_any_moment_both_databases_agree (Fixture *self, gconstpointer data)
{
  AmpVault *vault = fixture_create (self);
  sqlite3 *db;
  int rounds = g_test_thorough () ? 1000 : 40;

  (void) data;
  fixture_fill (vault);
  db = amp_vault_connect (vault, NULL);
  sql_run (db,
           "CREATE TABLE main.k (n); INSERT INTO main.k VALUES (0); CREATE TABLE identity.k (n); "
           "INSERT INTO identity.k VALUES (0)");
  sqlite3_close (db);
  amp_vault_free (vault);
  for (int round = 0; round < rounds; round++)
    {
      int ends[2];
      gint64 acknowledged = -1, n;
      g_autoptr (GError) error = NULL;
      pid_t child;

      g_assert_cmpint (pipe (ends), ==, 0);
      child = fork ();
      if (child == 0)
        {
          close (ends[0]);
          count_until_killed (self, ends[1]);
        }
      close (ends[1]);
      g_assert_cmpint (read (ends[0], &n, sizeof n), ==, sizeof n);
      acknowledged = n;
      g_usleep ((gulong) g_test_rand_int_range (0, 20000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      while (read (ends[0], &n, sizeof n) == sizeof n)
        acknowledged = n;
      close (ends[0]);

      vault = fixture_unlock (self, &error);
      g_assert_no_error (error);
      db = amp_vault_connect (vault, &error);
      g_assert_no_error (error);
      n = sql_ask (db, "SELECT n FROM main.k");
      g_assert_cmpint (n, ==, sql_ask (db, "SELECT n FROM identity.k"));
      g_assert_cmpint (n, >=, acknowledged);
      g_assert_cmpint (n, <=, acknowledged + 1);
      g_assert_true (amp_vault_verify_pages (vault, db, NULL, NULL, &error));
      g_assert_no_error (error);
      sqlite3_close (db);
      amp_vault_free (vault);
    }
}

static void
a_flipped_bit_is_never_read_as_data (Fixture *self, gconstpointer data)
{
  static const char *const files[] = {"keyring", "casework.db", "identity.db"};
  guint refused = 0, rounds = g_test_thorough () ? 5000 : 200;
  g_autoptr (GHashTable) kept = NULL;

  (void) data;
  {
    g_autoptr (AmpVault) vault = fixture_create (self);
    fixture_fill (vault);
  }
  kept = fixture_keep (self);
  for (guint i = 0; i < rounds; i++)
    {
      const char *file = files[i % G_N_ELEMENTS (files)];
      gsize length = 0, at;
      g_autofree char *bytes = fixture_read_all (self, file, &length);

      at = (gsize) g_test_rand_int_range (0, (gint32) length);
      bytes[at] = (char) (bytes[at] ^ (1 << g_test_rand_int_range (0, 8)));
      fixture_write_all (self, file, bytes, length);
      refused += !fixture_reads_whole (self);
      fixture_restore (self, kept);
    }
  g_assert_cmpuint (refused, >, rounds / 3);
  g_assert_true (fixture_reads_whole (self));
}

static void
a_truncated_file_is_told (Fixture *self, gconstpointer data)
{
  static const char *const files[] = {"casework.db", "identity.db"};

  (void) data;
  {
    g_autoptr (AmpVault) vault = fixture_create (self);
    fixture_fill (vault);
  }
  for (guint i = 0; i < 60; i++)
    {
      const char *file = files[i % G_N_ELEMENTS (files)];
      gsize length = 0, keep;
      g_autofree char *bytes = fixture_read_all (self, file, &length);

      keep =
        i < 30 ? length - 4096 * (i / 2 + 1) : (gsize) g_test_rand_int_range (0, (gint32) length);
      fixture_write_all (self, file, bytes, keep);
      g_assert_false (fixture_reads_whole (self));
      fixture_write_all (self, file, bytes, length);
    }
}

static void
swapped_pages_and_databases_are_refused (Fixture *self, gconstpointer data)
{
  gsize length = 0, other_length = 0;
  g_autofree char *bytes = NULL, *other = NULL, *bad = NULL;

  (void) data;
  {
    g_autoptr (AmpVault) vault = fixture_create (self);
    fixture_fill (vault);
  }
  bytes = fixture_read_all (self, "casework.db", &length);
  other = fixture_read_all (self, "identity.db", &other_length);
  bad = g_memdup2 (bytes, length);
  memcpy (bad + 8192 + 4096 * 2, bytes + 8192 + 4096 * 3, 4096);
  memcpy (bad + 8192 + 4096 * 3, bytes + 8192 + 4096 * 2, 4096);
  fixture_write_all (self, "casework.db", bad, length);
  g_assert_false (fixture_reads_whole (self));
  fixture_write_all (self, "casework.db", other, other_length);
  g_assert_false (fixture_reads_whole (self));
  memset (bad + 8192 + 4096 * 2, 0, 4096);
  fixture_write_all (self, "casework.db", bad, length);
  g_assert_false (fixture_reads_whole (self));
  fixture_write_all (self, "casework.db", bytes, length);
  g_assert_true (fixture_reads_whole (self));
}

static void
a_vault_moved_after_a_kill_still_opens (Fixture *self, gconstpointer data)
{
  g_autofree char *moved = g_build_filename (self->base, "Otra carpeta.amparo", NULL);
  AmpVault *vault = fixture_create (self);
  sqlite3 *db;
  pid_t child;
  int status;

  (void) data;
  fixture_fill (vault);
  amp_vault_free (vault);
  child = fork ();
  if (child == 0)
    {
      vault = fixture_unlock (self, NULL);
      db = amp_vault_connect (vault, NULL);
      fixture_hold_little (vault);
      sql_run (db,
               "PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2; BEGIN; UPDATE main.t SET "
               "v='gone'; UPDATE identity.t SET v='gone'");
      kill (getpid (), SIGKILL);
    }
  waitpid (child, &status, 0);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (g_rename (self->folder, moved), ==, 0);
  g_free (self->folder);
  self->folder = g_strdup (moved);
  g_assert_true (fixture_reads_whole (self));
}

/* --- Looking --- */

static AmpVault *
look (Fixture *self, const char *login, GError **error)
{
  return amp_vault_inspect (self->folder, login, self->passphrase, error);
}

static int
refuse_writing (const char *path, int flags, int *fd)
{
  return (flags & O_ACCMODE) != O_RDONLY ? EROFS : amp_disk_real.open (path, flags, fd);
}

static void
looking_needs_the_same_key_and_nobody_else_inside (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL, second = NULL;
  g_autoptr (AmpSecret) wrong = amp_secret_new_from_text ("otra cosa");
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_null (look (self, FIXTURE_LOGIN, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  vault = fixture_create (self);
  fixture_fill (vault);
  g_assert_true (amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
  g_assert_null (look (self, FIXTURE_LOGIN, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IN_USE);
  g_clear_error (&error);
  g_clear_pointer (&vault, amp_vault_free);
  g_assert_null (amp_vault_inspect (self->folder, FIXTURE_LOGIN, wrong, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  g_clear_error (&error);
  vault = look (self, "ana", &error);
  g_assert_no_error (error);
  g_assert_cmpint (amp_vault_get_user (vault)->role, ==, AMP_ROLE_AUDITOR);
  g_assert_cmpstr (amp_vault_get_folder (vault), ==, self->folder);
}

/* A write-protected stick: it is not unlocked, since nobody can be kept out, but looked at. */
static void
on_a_medium_that_cannot_be_written_one_can_look (Fixture *self, gconstpointer data)
{
  AmpDisk disk = amp_disk_real;
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  g_clear_pointer (&vault, amp_vault_free);
  disk.open = refuse_writing;
  amp_disk_use (&disk);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_READ_ONLY);
  g_clear_error (&error);
  vault = look (self, FIXTURE_LOGIN, &error);
  g_assert_no_error (error);
  db = amp_vault_connect (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t"), ==, FIXTURE_ROWS);
  sqlite3_close (db);
  g_clear_pointer (&vault, amp_vault_free);
  amp_disk_use (NULL);
}

static void
a_missing_database_cannot_be_looked_at (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "identity.db", NULL);
  g_autoptr (GError) error = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (look (self, FIXTURE_LOGIN, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

/* --- Put back --- */

/* The state of a closing before the last one, of one database: the other does not tell, as they
 * changed apart. */
static void
either_database_put_back_is_told (Fixture *self, gconstpointer data)
{
  static const char *const files[] = {"casework.db", "identity.db"};
  static const char *const changes[] = {"UPDATE main.t SET v = v || 'x'",
                                        "UPDATE identity.t SET v = v || 'x'"};

  (void) data;
  {
    g_autoptr (AmpVault) vault = fixture_create (self);

    fixture_fill (vault);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *old = NULL, *now = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpVault) vault = NULL;
      gsize length = 0;
      sqlite3 *db;

      old = fixture_read_all (self, files[i], &length);
      vault = fixture_unlock (self, NULL);
      db = amp_vault_connect (vault, NULL);
      sql_run (db, changes[i]);
      sqlite3_close (db);
      g_clear_pointer (&vault, amp_vault_free);
      now = fixture_read_all (self, files[i], &length);
      fixture_write_all (self, files[i], old, length);
      g_assert_null (fixture_unlock (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
      g_assert_true (g_str_has_prefix (error->message, files[i]));
      fixture_write_all (self, files[i], now, length);
    }
}

/* Whatever somebody has written into the lock file. */
static void
who_holds_it_is_told_as_text_only (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture_write_all (self, "lock", "process \377\376", 10);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IN_USE);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("what-is-written-is-read-again", what_is_written_is_read_again);
  ADD ("no-file-holds-plain-text", no_file_holds_plain_text);
  ADD ("wrong-passphrase-and-unknown-user-are-not-told-apart",
       wrong_passphrase_and_unknown_user_are_not_told_apart);
  ADD ("a-second-opening-is-refused", a_second_opening_is_refused);
  ADD ("an-existing-folder-is-not-overwritten", an_existing_folder_is_not_overwritten);
  ADD ("a-failing-disk-leaves-nothing-behind", a_failing_disk_leaves_nothing_behind);
  ADD ("a-full-disk-changes-nothing", a_full_disk_changes_nothing);
  ADD ("killed-at-any-moment-both-databases-agree", killed_at_any_moment_both_databases_agree);
  ADD ("a-flipped-bit-is-never-read-as-data", a_flipped_bit_is_never_read_as_data);
  ADD ("a-truncated-file-is-told", a_truncated_file_is_told);
  ADD ("swapped-pages-and-databases-are-refused", swapped_pages_and_databases_are_refused);
  ADD ("a-vault-moved-after-a-kill-still-opens", a_vault_moved_after_a_kill_still_opens);
  ADD ("removing-the-lock-file-lets-nobody-in", removing_the_lock_file_lets_nobody_in);
  ADD ("a-medium-that-cannot-be-written-is-told", a_medium_that_cannot_be_written_is_told);
  ADD ("looking-needs-the-same-key-and-nobody-else-inside",
       looking_needs_the_same_key_and_nobody_else_inside);
  ADD ("on-a-medium-that-cannot-be-written-one-can-look",
       on_a_medium_that_cannot_be_written_one_can_look);
  ADD ("a-missing-database-cannot-be-looked-at", a_missing_database_cannot_be_looked_at);
  ADD ("either-database-put-back-is-told", either_database_put_back_is_told);
  ADD ("who-holds-it-is-told-as-text-only", who_holds_it_is_told_as_text_only);
#undef ADD
  return g_test_run ();
}
