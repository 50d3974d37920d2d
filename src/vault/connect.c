/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The connection to both databases, and what its failures mean. */
#include "vault/vault-private.h"

#include "pages/page.h"

#include <sqlite3.h>
#include <unistd.h>

/* SQLite's journal in memory: database.c keeps what survives a power cut, and commits both
 * databases as one. synchronous tells SQLite to sync at each commit, which is when database.c does
 * it. */
static const char pragmas[] = "PRAGMA main.journal_mode=MEMORY;"
                              "PRAGMA identity.journal_mode=MEMORY;"
                              "PRAGMA main.synchronous=FULL;"
                              "PRAGMA identity.synchronous=FULL;"
                              "PRAGMA main.secure_delete=ON;"
                              "PRAGMA identity.secure_delete=ON;"
                              "PRAGMA temp_store=MEMORY;"
                              "PRAGMA mmap_size=0;"
                              "PRAGMA trusted_schema=OFF;"
                              "PRAGMA foreign_keys=ON;"
                              "PRAGMA cell_size_check=ON;"
                              "PRAGMA recursive_triggers=OFF;";

static const char headers[] =
  "SELECT count(*) FROM main.sqlite_schema; SELECT count(*) FROM identity.sqlite_schema";

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

      if (rc == SQLITE_OK)
        rc = sqlite3_step (statement);
      /* GCOVR_EXCL_BR_START: only a SQLite that was built without one of them says otherwise */
      if (rc == SQLITE_ROW)
        rc = sqlite3_column_int64 (statement, 0) == settings[i].value ? SQLITE_OK : SQLITE_MISUSE;
      /* GCOVR_EXCL_BR_STOP */
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

/* A sixteenth of the machine's memory for each database: what is in the cache needs no decryption.
 * SQLite takes it only as it fills. */
static gint64
cache_kib (void)
{
  const gint64 total = (gint64) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE) / 1024;

  return CLAMP (total / 16, 32 * 1024, 512 * 1024); /* GCOVR_EXCL_BR_LINE: one machine, one way */
}

/* Where the pages that list the tables are damaged, what can be read of the list will do for a look
 * at it (writable_schema). Otherwise both headers are read: a first page that does not authenticate
 * is met here. */
static int
set_up (AmpVault *self, sqlite3 *db)
{
  g_autofree char *first = g_strdup_printf ("PRAGMA main.page_size=4096; PRAGMA writable_schema=%d;"
                                            "ATTACH '%s' AS identity",
                                            self->inspecting, amp_vfs_name (self->vfs, 1));
  g_autofree char *then =
    g_strdup_printf ("%sPRAGMA main.cache_size=-%" G_GINT64_FORMAT
                     ";PRAGMA identity.cache_size=-%" G_GINT64_FORMAT ";%s",
                     pragmas, cache_kib (), cache_kib (), self->inspecting ? "" : headers);
  const char *const steps[][2] = {{"main", first}, {"identity", then}};
  int rc = SQLITE_OK;

  sqlite3_extended_result_codes (db, 1);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, !self->inspecting, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (steps) && rc == SQLITE_OK; i++)
    {
      rc = reserve (db, steps[i][0]);
      if (rc == SQLITE_OK) /* GCOVR_EXCL_BR_LINE: a database that is open takes it */
        rc = sqlite3_exec (db, steps[i][1], NULL, NULL, NULL);
    }
  return rc == SQLITE_OK ? check_settings (db) : rc;
}

gboolean
amp_vault_need_databases (AmpVault *self, GError **error)
{
  if (self->vfs == NULL)
    return amp_refuse (error, AMP_VAULT_ERROR_NO_GRANT, "This user holds no key for the databases");
  return TRUE;
}

sqlite3 *
amp_vault_connect (AmpVault *self, GError **error)
{
  sqlite3 *db = NULL;
  int rc;

  if (!amp_vault_need_databases (self, error))
    return NULL;
  amp_vfs_install ();
  rc = sqlite3_open_v2 (
    amp_vfs_name (self->vfs, 0), &db,
    SQLITE_OPEN_NOMUTEX |
      (self->inspecting ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE),
    AMP_VFS_NAME);
  if (rc == SQLITE_OK)
    rc = set_up (self, db);
  if (rc != SQLITE_OK)
    {
      amp_vault_set_sqlite_error (self, db, rc, error);
      sqlite3_close (db);
      return NULL;
    }
  return db;
}

static AmpVaultError
code_of (int rc)
{
  if (rc == SQLITE_IOERR_DATA)
    return AMP_VAULT_ERROR_DAMAGED;
  if (rc == SQLITE_IOERR_ACCESS)
    return AMP_VAULT_ERROR_READ_ONLY;
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
    default:
      return AMP_VAULT_ERROR_IO;
    }
}

gboolean
amp_vault_failed_page (AmpVault *self, AmpDamage *damage)
{
  const AmpVfsFailure *failure = self->vfs != NULL ? amp_vfs_failure (self->vfs) : NULL;

  if (failure == NULL || failure->file == NULL)
    return FALSE;
  *damage = (AmpDamage){failure->file, failure->page, failure->older};
  return TRUE;
}

void
amp_vault_set_sqlite_error (AmpVault *self, sqlite3 *db, int rc, GError **error)
{
  AmpDamage damage;
  int extended = db != NULL && (rc & 0xff) == rc ? sqlite3_extended_errcode (db) : rc;

  if ((extended & 0xff) == (rc & 0xff))
    rc = extended;
  /* SQLite's own message may quote SQL with values: only its name for the code is told. */
  if (rc == SQLITE_IOERR_DATA && amp_vault_failed_page (self, &damage))
    (void) amp_refuse_damage (error, &damage);
  else
    amp_refuse_with (error, code_of (rc), "SQLite: %s (%d)", sqlite3_errstr (rc), rc);
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
    amp_refuse_with (error, AMP_VAULT_ERROR_DAMAGED, "%s found damage", sql);
  else if (rc != SQLITE_ROW)
    amp_vault_set_sqlite_error (self, db, rc, error);
  sqlite3_finalize (statement);
  return ok;
}

static void
find_in (AmpDatabase *database, GArray *found, AmpProgress *progress, GCancellable *cancellable)
{
  const char *file = amp_database_get_file (database);
  const guint32 pages = amp_database_get_superblock (database)->pages;
  guint8 raw[AMP_PAGE_BYTES];
  const guint before = found->len;

  for (guint32 n = 1; n <= pages; n++)
    {
      AmpRead read = amp_database_read_raw (database, n, raw);
      AmpDamage damage = {file, n, read == AMP_READ_OLDER};

      if (read != AMP_READ_OK)
        g_array_append_val (found, damage);
      if (n % 1024 != 0)
        continue;
      amp_progress_set (progress, n, pages);
      if (g_cancellable_is_cancelled (cancellable))
        return;
    }
  /* All of them authenticate, but they fit no state: somebody mixed days, nobody knows which. */
  if (found->len == before && amp_database_get_tags (database) == NULL)
    {
      AmpDamage mixed = {file, 0, TRUE};

      g_array_append_val (found, mixed);
    }
}

GArray *
amp_vault_find_damage (AmpVault *self,
                       AmpProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (AmpDamage));

  if (!amp_vault_need_databases (self, error))
    return NULL;
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    find_in (amp_vfs_database (self->vfs, i), found, progress, cancellable);
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL
                                                                   : g_steal_pointer (&found);
}

gboolean
amp_vault_verify_pages (
  AmpVault *self, sqlite3 *db, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) found = amp_vault_find_damage (self, progress, cancellable, error);

  if (found == NULL)
    return FALSE;
  if (found->len > 0)
    return amp_refuse_damage (error, &g_array_index (found, AmpDamage, 0));
  return integrity_check (self, db, "PRAGMA main.integrity_check(1)", error) &&
         integrity_check (self, db, "PRAGMA identity.integrity_check(1)", error);
}
