/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The connection: what it refuses, and what its failures are called. */
#include "fixture.h"

#include "vault/vault-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* --- SQLite's memory, which may end --- */

static sqlite3_mem_methods plain;
static int allocations_left = -1; /* no end */
static gboolean ran_out;

static gboolean
runs_out (void)
{
  if (allocations_left == 0)
    ran_out = TRUE;
  if (allocations_left > 0)
    allocations_left--;
  return allocations_left == 0 && ran_out;
}

static void *
may_fail (int length)
{
  return runs_out () ? NULL : plain.xMalloc (length);
}

/* Before SQLite starts. */
static void
take_over_memory (void)
{
  sqlite3_mem_methods failing;

  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &plain), ==, SQLITE_OK);
  failing = plain;
  failing.xMalloc = may_fail;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &failing), ==, SQLITE_OK);
}

static void
fail_allocations_after (int n)
{
  allocations_left = n;
  ran_out = FALSE;
}

static void
a_second_connection_is_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = amp_vault_connect (vault, &error);

  (void) data;
  g_assert_no_error (error);
  g_assert_null (amp_vault_connect (vault, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IN_USE);
  sql_run (db, "CREATE TABLE identity.still (works)");
  sqlite3_close (db);
  db = amp_vault_connect (vault, NULL);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.still"), ==, 0);
  sqlite3_close (db);
}

/* What SQLite would put into a temporary file stays in memory, or fails. */
static void
temporary_files_and_other_databases_are_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autofree char *elsewhere = g_build_filename (self->base, "elsewhere.db", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS elsewhere", elsewhere);
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  db = amp_vault_connect (vault, NULL);
  sql_run (db,
           "CREATE TEMP TABLE sorted AS SELECT a.v FROM main.t a, identity.t b ORDER BY b.v, a.v "
           "DESC; CREATE INDEX temp.i ON sorted(v)");
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM sorted"), ==, FIXTURE_ROWS * FIXTURE_ROWS);
  g_assert_cmpint (sqlite3_exec (db, attach, NULL, NULL, NULL), ==, SQLITE_CANTOPEN);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA temp_store=FILE; CREATE TEMP TABLE spilled AS SELECT "
                                 "hex(zeroblob(3000)) FROM main.t a, main.t b",
                                 NULL, NULL, NULL),
                   !=, SQLITE_OK);
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
  sqlite3_close (db);
}

/* Each of them but MEMORY and OFF is refused, and in OFF a failed statement is the caller's loss:
 * what is committed is whole all the same. */
static void
no_journal_mode_makes_a_file (Fixture *self, gconstpointer data)
{
  static const char *const modes[] = {"DELETE", "TRUNCATE", "PERSIST", "WAL", "OFF"};
  AmpVault *vault = fixture_create (self);

  (void) data;
  fixture_fill (vault);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *sql = g_strdup_printf ("PRAGMA main.journal_mode=%s", modes[i]);
      sqlite3 *db = amp_vault_connect (vault, NULL);

      g_assert_cmpint (
        sql_ask (db, "SELECT journal_mode = 'memory' FROM pragma_journal_mode ('main')"), ==, 1);
      (void) sqlite3_exec (db, sql, NULL, NULL, NULL);
      (void) sqlite3_exec (db, "UPDATE main.t SET v=v||''", NULL, NULL, NULL);
      sqlite3_close (db);
      for (gsize n = 0; n < 2; n++)
        {
          g_autofree char *path = g_build_filename (
            self->folder, n == 0 ? "casework.db-journal" : "casework.db-wal", NULL);

          g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
        }
    }
  amp_vault_free (vault);
  g_assert_true (fixture_reads_whole (self));
}

/* Another vault's files have another key and another name. */
static void
files_of_another_vault_are_told_as_foreign (Fixture *self, gconstpointer data)
{
  static const char *const files[] = {"casework.db", "identity.db"};
  g_autofree char *mine = self->folder;
  Fixture other = *self;

  (void) data;
  amp_vault_free (fixture_create (self));
  other.folder = g_build_filename (self->base, "Tumbes.amparo", NULL);
  amp_vault_free (fixture_create (&other));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = 0, kept_length = 0;
      g_autofree char *bytes = fixture_read_all (&other, files[i], &length);
      g_autofree char *kept = fixture_read_all (self, files[i], &kept_length);

      fixture_write_all (self, files[i], bytes, length);
      g_assert_null (fixture_unlock (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN);
      g_assert_true (g_str_has_prefix (error->message, files[i]));
      fixture_write_all (self, files[i], kept, kept_length);
    }
  g_free (other.folder);
  self->folder = g_steal_pointer (&mine);
}

static void
damage_names_file_and_page (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = NULL;
  gsize length = 0;
  g_autofree char *bytes = NULL;
  sqlite3 *db;

  (void) data;
  vault = fixture_create (self);
  fixture_fill (vault);
  g_clear_pointer (&vault, amp_vault_free);
  bytes = fixture_read_all (self, "identity.db", &length);
  bytes[8192 + 4 * 4096 + 77] ^= 4;
  fixture_write_all (self, "identity.db", bytes, length);
  vault = fixture_unlock (self, &error);
  db = amp_vault_connect (vault, &error);
  g_assert_no_error (error);
  g_assert_false (amp_vault_verify_pages (vault, db, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "identity.db: page 5"));
  g_clear_error (&error);
  amp_vault_set_sqlite_error (
    vault, db, sqlite3_exec (db, "SELECT sum(length(v)) FROM identity.t", NULL, NULL, NULL),
    &error);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "identity.db: page 5"));
  sqlite3_close (db);
}

/* Each moment of connecting, and of the check of everything. */
static void
memory_that_runs_out_is_told (Fixture *self, gconstpointer data)
{
  AmpVault *vault = fixture_create (self);
  guint refused = 0;

  (void) data;
  fixture_fill (vault);
  for (guint inspecting = 0; inspecting < 2; inspecting++)
    {
      amp_vault_free (vault);
      vault = inspecting ? amp_vault_inspect (self->folder, FIXTURE_LOGIN, self->passphrase, NULL)
                         : fixture_unlock (self, NULL);
      do
        {
          g_autoptr (GError) error = NULL;
          sqlite3 *db;

          g_assert_cmpuint (refused, <, 5000);
          fail_allocations_after ((int) refused);
          db = amp_vault_connect (vault, &error);
          if (db != NULL && !amp_vault_verify_pages (vault, db, NULL, NULL, &error))
            g_assert_nonnull (error);
          if (error != NULL)
            g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_MEMORY);
          refused++;
          sqlite3_close (db);
        }
      while (ran_out);
      fail_allocations_after (-1);
      g_assert_cmpuint (refused, >, 50);
      refused = 0;
    }
  amp_vault_free (vault);
  g_assert_true (fixture_reads_whole (self));
}

static void
each_result_of_sqlite_has_its_code (Fixture *self, gconstpointer data)
{
  static const struct
  {
    int result;
    AmpVaultError code;
  } results[] = {
    {SQLITE_FULL, AMP_VAULT_ERROR_FULL},
    {SQLITE_READONLY, AMP_VAULT_ERROR_READ_ONLY},
    {SQLITE_PERM, AMP_VAULT_ERROR_READ_ONLY},
    {SQLITE_CORRUPT, AMP_VAULT_ERROR_DAMAGED},
    {SQLITE_NOTADB, AMP_VAULT_ERROR_FOREIGN},
    {SQLITE_NOMEM, AMP_VAULT_ERROR_NO_MEMORY},
    {SQLITE_BUSY, AMP_VAULT_ERROR_IN_USE},
    {SQLITE_LOCKED, AMP_VAULT_ERROR_IN_USE},
    {SQLITE_IOERR_DATA, AMP_VAULT_ERROR_DAMAGED},
    {SQLITE_IOERR_READ, AMP_VAULT_ERROR_IO},
    {SQLITE_IOERR_ACCESS, AMP_VAULT_ERROR_READ_ONLY},
    {SQLITE_MISUSE, AMP_VAULT_ERROR_IO},
  };
  g_autoptr (AmpVault) vault = fixture_create (self);
  AmpDamage damage;

  (void) data;
  g_assert_false (amp_vault_failed_page (vault, &damage));
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;

      amp_vault_set_sqlite_error (vault, NULL, results[i].result, &error);
      g_assert_error (error, AMP_VAULT_ERROR, (gint) results[i].code);
    }
}

static void
an_auditor_connects_to_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  AmpDamage damage;

  (void) data;
  g_assert_true (amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "ana", self->passphrase, NULL);
  g_assert_null (amp_vault_connect (vault, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
  g_clear_error (&error);
  g_assert_null (amp_vault_find_damage (vault, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
  g_assert_false (amp_vault_failed_page (vault, &damage));
}

/* Sealed as it should be, but not what SQLite would have written. */
static void
what_sqlite_finds_wrong_is_damage_too (Fixture *self, gconstpointer data)
{
  static const char *const schemas[] = {"main", "identity"};
  g_autoptr (GHashTable) kept = NULL;

  (void) data;
  {
    g_autoptr (AmpVault) vault = fixture_create (self);

    fixture_fill (vault);
  }
  kept = fixture_keep (self);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpVault) vault = fixture_unlock (self, &error);
      AmpDatabase *database = amp_vfs_database (vault->vfs, i);
      guint8 page[AMP_PAGE_BYTES];
      sqlite3 *db;

      /* A cell less than there are: a row is missing. */
      g_assert_cmpint (amp_database_read (database, 4, page), ==, AMP_READ_OK);
      page[4]--;
      g_assert_cmpint (amp_database_write (database, 4, page), ==, 0);
      g_assert_cmpint (amp_databases_commit (&database, 1), ==, 0);
      db = amp_vault_connect (vault, &error);
      g_assert_no_error (error);
      g_assert_false (amp_vault_verify_pages (vault, db, NULL, NULL, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, schemas[i]));
      sqlite3_close (db);
      g_clear_pointer (&vault, amp_vault_free);
      fixture_restore (self, kept);
    }
}

/* An older page among the others: none is damaged, but together they are no state. */
static void
pages_of_different_days_are_told_as_such (Fixture *self, gconstpointer data)
{
  g_autofree char *old = NULL, *now = NULL;
  g_autofree char *tags = g_build_filename (self->folder, "casework.db-tags", NULL);
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = NULL;
  gsize length = 0;
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  g_clear_pointer (&vault, amp_vault_free);
  old = fixture_read_all (self, "casework.db", &length);
  for (guint day = 0; day < 2; day++)
    {
      vault = fixture_unlock (self, NULL);
      db = amp_vault_connect (vault, NULL);
      sql_run (db, "UPDATE main.t SET v = v || 'x'");
      sqlite3_close (db);
      g_clear_pointer (&vault, amp_vault_free);
    }
  now = fixture_read_all (self, "casework.db", &length);
  memcpy (now + 8192 + 4 * 4096, old + 8192 + 4 * 4096, 4096);
  fixture_write_all (self, "casework.db", now, length);
  g_assert_cmpint (g_unlink (tags), ==, 0);
  vault = amp_vault_inspect (self->folder, FIXTURE_LOGIN, self->passphrase, &error);
  g_assert_no_error (error);
  found = amp_vault_find_damage (vault, NULL, NULL, &error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (g_array_index (found, AmpDamage, 0).file, ==, "casework.db");
  g_assert_cmpuint (g_array_index (found, AmpDamage, 0).page, ==, 0);
  db = amp_vault_connect (vault, &error);
  g_assert_no_error (error);
  g_assert_false (amp_vault_verify_pages (vault, db, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "different days"));
  sqlite3_close (db);
}

static void
stop (AmpProgress *progress, guint64 done, guint64 total)
{
  (void) progress;
  g_assert_cmpuint (done, <=, total);
  g_cancellable_cancel (g_cancellable_get_current ());
}

static void
a_check_that_is_cancelled_stops (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  AmpProgress progress = {stop}, silent = {NULL};
  sqlite3 *db = amp_vault_connect (vault, NULL);

  (void) data;
  sql_run (db, "CREATE TABLE main.big (b); INSERT INTO main.big VALUES (zeroblob (9000000))");
  g_assert_true (amp_vault_verify_pages (vault, db, &silent, cancellable, &error));
  g_cancellable_push_current (cancellable);
  g_assert_false (amp_vault_verify_pages (vault, db, &progress, cancellable, &error));
  g_cancellable_pop_current (cancellable);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sqlite3_close (db);
}

/* Nor is anything left of a vault that could not be made. */
static void
memory_that_runs_out_makes_no_vault (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;

  (void) data;
  for (int n = 0; vault == NULL; n++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (n, <, 5000);
      fail_allocations_after (n < 20 ? n : 5 * n);
      vault =
        amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, &amp_kdf_cheap, &error);
      if (vault != NULL)
        break;
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_MEMORY);
      g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));
    }
  fail_allocations_after (-1);
}

/* A result of before, while the connection knows a later one. */
static void
a_result_is_not_taken_for_the_last_one (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  sqlite3 *db = amp_vault_connect (vault, NULL);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_cmpint (sqlite3_exec (db, "SELECT nothing", NULL, NULL, NULL), ==, SQLITE_ERROR);
  amp_vault_set_sqlite_error (vault, db, SQLITE_FULL, &error);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FULL);
  sqlite3_close (db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  take_over_memory ();
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/connect/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("a-second-connection-is-refused", a_second_connection_is_refused);
  ADD ("temporary-files-and-other-databases-are-refused",
       temporary_files_and_other_databases_are_refused);
  ADD ("no-journal-mode-makes-a-file", no_journal_mode_makes_a_file);
  ADD ("files-of-another-vault-are-told-as-foreign", files_of_another_vault_are_told_as_foreign);
  ADD ("damage-names-file-and-page", damage_names_file_and_page);
  ADD ("memory-that-runs-out-is-told", memory_that_runs_out_is_told);
  ADD ("each-result-of-sqlite-has-its-code", each_result_of_sqlite_has_its_code);
  ADD ("an-auditor-connects-to-nothing", an_auditor_connects_to_nothing);
  ADD ("what-sqlite-finds-wrong-is-damage-too", what_sqlite_finds_wrong_is_damage_too);
  ADD ("pages-of-different-days-are-told-as-such", pages_of_different_days_are_told_as_such);
  ADD ("a-check-that-is-cancelled-stops", a_check_that_is_cancelled_stops);
  ADD ("memory-that-runs-out-makes-no-vault", memory_that_runs_out_makes_no_vault);
  ADD ("a-result-is-not-taken-for-the-last-one", a_result_is_not_taken_for_the_last_one);
#undef ADD
  return g_test_run ();
}
