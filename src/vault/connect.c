/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The connection to both databases, and what its failures mean. */
#include "vault/vault-private.h"

#include "vault/page.h"

#include <sqlite3.h>

/* TRUNCATE with FULL: DELETE would need EXTRA, a folder sync for each save. Two databases commit by
 * a super-journal, whose removal SQLite syncs in every mode. WAL would not be atomic over both. */
static const char pragmas[] = "PRAGMA main.journal_mode=TRUNCATE;"
                              "PRAGMA identity.journal_mode=TRUNCATE;"
                              "PRAGMA main.synchronous=FULL;"
                              "PRAGMA identity.synchronous=FULL;"
                              "PRAGMA main.secure_delete=ON;"
                              "PRAGMA identity.secure_delete=ON;"
                              "PRAGMA main.cache_size=-65536;"
                              "PRAGMA identity.cache_size=-65536;"
                              "PRAGMA temp_store=MEMORY;"
                              "PRAGMA mmap_size=0;"
                              "PRAGMA trusted_schema=OFF;"
                              "PRAGMA foreign_keys=ON;"
                              "PRAGMA cell_size_check=ON;"
                              "PRAGMA recursive_triggers=OFF;";

static const struct
{
  const char *sql;
  gint64 value;
} settings[] = {
  {"PRAGMA main.synchronous", 2},       {"PRAGMA identity.synchronous", 2},
  {"PRAGMA main.secure_delete", 1},     {"PRAGMA temp_store", 2},
  {"PRAGMA trusted_schema", 0},         {"PRAGMA foreign_keys", 1},
  {"PRAGMA identity.secure_delete", 1},
};

static int
check_settings (sqlite3 *db)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      sqlite3_stmt *statement = NULL;
      int rc = sqlite3_prepare_v2 (db, settings[i].sql, -1, &statement, NULL);

      if (rc == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW &&
          sqlite3_column_int64 (statement, 0) != settings[i].value)
        rc = SQLITE_MISUSE;
      sqlite3_finalize (statement);
      if (rc != SQLITE_OK)
        return rc;
    }
  return SQLITE_OK;
}

/* SQLite must leave room for nonce and tag before it lays out the first page. */
static int
reserve (sqlite3 *db, const char *schema)
{
  int bytes = AMP_PAGE_RESERVE;

  return sqlite3_file_control (db, schema, SQLITE_FCNTL_RESERVE_BYTES, &bytes);
}

static int
attach (AmpVault *self, sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (db, "ATTACH ?1 AS identity", -1, &statement, NULL);

  if (rc == SQLITE_OK)
    {
      sqlite3_bind_text (statement, 1, amp_vfs_name (self->vfs, AMP_DATABASE_IDENTITY), -1,
                         SQLITE_STATIC);
      rc = sqlite3_step (statement);
      rc = rc == SQLITE_DONE ? SQLITE_OK : rc;
    }
  sqlite3_finalize (statement);
  return rc;
}

static int
set_up (AmpVault *self, sqlite3 *db)
{
  int rc;

  sqlite3_extended_result_codes (db, 1);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  if ((rc = reserve (db, "main")) != SQLITE_OK)
    return rc;
  if ((rc = sqlite3_exec (db, "PRAGMA main.page_size=4096", NULL, NULL, NULL)) != SQLITE_OK)
    return rc;
  if ((rc = attach (self, db)) != SQLITE_OK || (rc = reserve (db, "identity")) != SQLITE_OK)
    return rc;
  if ((rc = sqlite3_exec (db, pragmas, NULL, NULL, NULL)) != SQLITE_OK)
    return rc;
  /* Reads both headers: a hot journal is played back here, and a page that does not authenticate is
   * met here. */
  if ((rc = sqlite3_exec (
         db, "SELECT count(*) FROM main.sqlite_schema; SELECT count(*) FROM identity.sqlite_schema",
         NULL, NULL, NULL)) != SQLITE_OK)
    return rc;
  return check_settings (db);
}

sqlite3 *
amp_vault_connect (AmpVault *self, GError **error)
{
  sqlite3 *db = NULL;
  int rc;

  if (self->vfs == NULL)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT,
                           "This user holds no key for the databases");
      return NULL;
    }
  if (!amp_vfs_install (error))
    return NULL;
  rc = sqlite3_open_v2 (amp_vfs_name (self->vfs, AMP_DATABASE_CASEWORK), &db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        AMP_VFS_NAME);
  if (rc == SQLITE_OK)
    rc = set_up (self, db);
  if (rc != SQLITE_OK)
    {
      amp_vault_set_sqlite_error (self, db, rc, error);
      sqlite3_close (db);
      return NULL;
    }
  amp_vfs_tidy (self->vfs);
  return db;
}

static AmpVaultError
code_of (int rc)
{
  switch (rc & 0xff)
    {
    case SQLITE_FULL:
      return AMP_VAULT_ERROR_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return AMP_VAULT_ERROR_READ_ONLY;
    case SQLITE_CORRUPT:
      return AMP_VAULT_ERROR_DAMAGED;
    case SQLITE_NOTADB:
      return AMP_VAULT_ERROR_FOREIGN;
    case SQLITE_NOMEM:
      return AMP_VAULT_ERROR_NO_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return AMP_VAULT_ERROR_IN_USE;
    case SQLITE_IOERR:
      return rc == SQLITE_IOERR_DATA ? AMP_VAULT_ERROR_DAMAGED : AMP_VAULT_ERROR_IO;
    default:
      return AMP_VAULT_ERROR_IO;
    }
}

void
amp_vault_set_sqlite_error (AmpVault *self, sqlite3 *db, int rc, GError **error)
{
  const AmpVfsFailure *failure = self->vfs != NULL ? amp_vfs_failure (self->vfs) : NULL;
  int extended = db != NULL && (rc & 0xff) == rc ? sqlite3_extended_errcode (db) : rc;

  if ((extended & 0xff) == (rc & 0xff))
    rc = extended;
  /* SQLite's own message may quote SQL with values: only its name for the code is told. */
  if (rc == SQLITE_IOERR_DATA && failure != NULL && failure->file != NULL && failure->page > 0)
    g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                 "%s: page %u is not as it was written", failure->file, failure->page);
  else if (rc == SQLITE_IOERR_DATA && failure != NULL && failure->file != NULL)
    g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                 "%s: its journal is not as it was written", failure->file);
  else
    g_set_error (error, AMP_VAULT_ERROR, (gint) code_of (rc), "SQLite: %s (%d)",
                 sqlite3_errstr (rc), rc);
}

static gboolean
integrity_check (AmpVault *self, sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  gboolean ok = FALSE;

  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    ok = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0;
  if (rc == SQLITE_ROW && !ok)
    g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED, "%s found damage", sql);
  else if (rc != SQLITE_ROW)
    amp_vault_set_sqlite_error (self, db, rc, error);
  sqlite3_finalize (statement);
  return ok;
}

gboolean
amp_vault_verify_pages (
  AmpVault *self, sqlite3 *db, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  for (int i = 0; i < AMP_N_DATABASES; i++)
    if (!amp_vfs_verify (self->vfs, (AmpDatabase) i, progress, cancellable, error))
      return FALSE;
  return integrity_check (self, db, "PRAGMA main.integrity_check(1)", error) &&
         integrity_check (self, db, "PRAGMA identity.integrity_check(1)", error);
}
