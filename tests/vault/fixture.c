/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vault in a temporary folder. */
#include "fixture.h"

#include "fault.h"

#include "vault/vault-private.h"

#include <glib/gstdio.h>

#define PASSPHRASE "tres tristes tigres"

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  (void) data;
  self->base = g_dir_make_tmp ("amparo-test-XXXXXX", NULL);
  self->folder = g_build_filename (self->base, "Piura.amparo", NULL);
  self->passphrase = amp_secret_new_from_text (PASSPHRASE);
}

void
fixture_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        fixture_remove_tree (child);
      else
        (void) g_unlink (child);
    }
  (void) g_rmdir (path);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  (void) data;
  amp_disk_fail_after (-1, 0);
  amp_disk_fail_reads_after (-1, 0);
  amp_disk_shorten_reads_after (-1);
  fixture_remove_tree (self->base);
  g_free (self->base);
  g_free (self->folder);
  g_clear_pointer (&self->passphrase, amp_secret_free);
}

AmpVault *
fixture_create (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  AmpVault *vault =
    amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, &amp_kdf_cheap, &error);

  g_assert_no_error (error);
  g_assert_nonnull (vault);
  return vault;
}

AmpVault *
fixture_unlock (Fixture *self, GError **error)
{
  return amp_vault_unlock (self->folder, FIXTURE_LOGIN, self->passphrase, error);
}

void
sql_run (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

gint64
sql_ask (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 value = -1;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

void
fixture_fill (AmpVault *vault)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = amp_vault_connect (vault, &error);

  g_assert_no_error (error);
  sql_run (db, "BEGIN; CREATE TABLE main.t (id INTEGER PRIMARY KEY, v TEXT);"
               "CREATE TABLE identity.t (id INTEGER PRIMARY KEY, v TEXT);"
               "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<400)"
               " INSERT INTO main.t SELECT i, 'CANARYCASE' || i || hex(zeroblob(60)) FROM n;"
               "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<400)"
               " INSERT INTO identity.t SELECT i, 'CANARYNAME' || i || hex(zeroblob(60)) FROM n; "
               "COMMIT");
  sqlite3_close (db);
}

void
fixture_hold_little (AmpVault *vault)
{
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    amp_database_set_max_held (amp_vfs_database (vault->vfs, i), 4);
}

gboolean
fixture_reads_whole (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = fixture_unlock (self, &error);
  sqlite3 *db = vault != NULL ? amp_vault_connect (vault, &error) : NULL;
  gboolean whole = db != NULL && amp_vault_verify_pages (vault, db, NULL, NULL, &error);

  if (whole)
    {
      g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM main.t WHERE v = 'CANARYCASE' || id || "
                                    "hex(zeroblob(60))"),
                       ==, FIXTURE_ROWS);
      g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t WHERE v = 'CANARYNAME' || id "
                                    "|| hex(zeroblob(60))"),
                       ==, FIXTURE_ROWS);
    }
  else
    g_assert_true (
      error->domain == AMP_VAULT_ERROR &&
      (error->code == AMP_VAULT_ERROR_DAMAGED || error->code == AMP_VAULT_ERROR_FOREIGN ||
       error->code == AMP_VAULT_ERROR_OUT_OF_STEP || error->code == AMP_VAULT_ERROR_NEWER ||
       error->code == AMP_VAULT_ERROR_WRONG_KEY));
  sqlite3_close (db);
  return whole;
}

char *
fixture_read_all (Fixture *self, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *bytes = NULL;

  if (!g_file_get_contents (path, &bytes, length, NULL))
    return NULL;
  return bytes;
}

void
fixture_write_all (Fixture *self, const char *name, const char *bytes, gsize length)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

GHashTable *
fixture_keep (Fixture *self)
{
  GHashTable *kept =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      gsize length = 0;
      char *bytes = fixture_read_all (self, name, &length);

      g_hash_table_insert (kept, g_strdup (name), g_bytes_new_take (bytes, length));
    }
  return kept;
}

void
fixture_restore (Fixture *self, GHashTable *kept)
{
  GHashTableIter iter;
  gpointer name, bytes;

  fixture_remove_tree (self->folder);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  g_hash_table_iter_init (&iter, kept);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);

      fixture_write_all (self, name, data != NULL ? data : "", length);
    }
}

guint
fixture_count_names (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
