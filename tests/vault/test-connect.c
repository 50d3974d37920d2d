/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The connection: what it refuses, and what its failures are called. */
#include "fixture.h"

#include <string.h>

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/connect/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("a-second-connection-is-refused", a_second_connection_is_refused);
  ADD ("temporary-files-and-other-databases-are-refused",
       temporary_files_and_other_databases_are_refused);
  ADD ("no-journal-mode-makes-a-file", no_journal_mode_makes_a_file);
  ADD ("files-of-another-vault-are-told-as-foreign", files_of_another_vault_are_told_as_foreign);
  ADD ("damage-names-file-and-page", damage_names_file_and_page);
#undef ADD
  return g_test_run ();
}
