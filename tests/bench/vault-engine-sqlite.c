/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plain SQLite; with SQLITE_HAS_CODEC: SQLCipher, which has the same functions and asks for a key.
 * Its key is given raw, so that nothing measures the derivation. */
#include "vault-engine.h"

#ifdef SQLITE_HAS_CODEC
#define KEY "x'6e6f626f6479206c69766573206265686e696420746869732062656e6368206b'"
#endif

/* --- Counting --- */

/* SQLite's own files, with one function replaced in a copy of each of its tables of functions. */
#define MAX_TABLES 4

static struct
{
  guint64 syncs;
  sqlite3_vfs *base;
  int (*sync) (sqlite3_file *file, int flags);
  sqlite3_syscall_ptr open_folder;
  struct
  {
    const sqlite3_io_methods *base;
    sqlite3_io_methods counting;
  } tables[MAX_TABLES];
} count;

static int
counting_sync (sqlite3_file *file, int flags)
{
  count.syncs++;
  return count.sync (file, flags);
}

static const sqlite3_io_methods *
counting_table (const sqlite3_io_methods *base)
{
  guint i = 0;

  while (i < MAX_TABLES && count.tables[i].base != NULL && count.tables[i].base != base)
    i++;
  if (i == MAX_TABLES || (count.sync != NULL && count.sync != base->xSync))
    g_error ("This SQLite's files cannot be counted");
  count.sync = base->xSync;
  count.tables[i].base = base;
  count.tables[i].counting = *base;
  count.tables[i].counting.xSync = counting_sync;
  return &count.tables[i].counting;
}

static int
counting_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  int rc = count.base->xOpen (count.base, name, file, flags, out_flags);

  (void) vfs;
  if (rc == SQLITE_OK && file->pMethods != NULL)
    file->pMethods = counting_table (file->pMethods);
  return rc;
}

/* SQLite opens a folder for one purpose: to sync it. */
static int
counting_open_folder (const char *path, int *fd)
{
  count.syncs++;
  return ((int (*) (const char *, int *)) count.open_folder) (path, fd);
}

static void
start_counting (void)
{
  static sqlite3_vfs vfs;

  if (count.base != NULL)
    return;
  sqlite3_initialize ();
  count.base = sqlite3_vfs_find (NULL);
  count.open_folder = count.base->xGetSystemCall (count.base, "openDirectory");
  count.base->xSetSystemCall (count.base, "openDirectory",
                              (sqlite3_syscall_ptr) counting_open_folder);
  vfs = *count.base;
  vfs.zName = "counting";
  vfs.xOpen = counting_open;
  sqlite3_vfs_register (&vfs, 1);
}

guint64
amp_engine_syncs (void)
{
  return count.syncs;
}

/* --- The engine --- */

#ifdef SQLITE_HAS_CODEC
static char *
cipher_version (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  char *version = NULL;

  if (sqlite3_prepare_v2 (db, "PRAGMA cipher_version", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    version = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return version;
}
#endif

char *
amp_engine_name (sqlite3 *db)
{
#ifdef SQLITE_HAS_CODEC
  g_autofree char *version = cipher_version (db);

  if (version == NULL)
    g_error ("This library is no SQLCipher");
  g_strdelimit (version, " ", '\0');
  return g_strconcat ("SQLCipher ", version, NULL);
#else
  (void) db;
  return g_strconcat ("SQLite ", sqlite3_libversion (), NULL);
#endif
}

void
amp_engine_run (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

/* One program at a time, as with the vault: without locking_mode=EXCLUSIVE SQLite would look
 * at the file before each statement whether another one has changed it. */
sqlite3 *
amp_engine_open (const char *folder)
{
  g_autofree char *casework = g_build_filename (folder, "casework.db", NULL);
  g_autofree char *identity = g_build_filename (folder, "identity.db", NULL);
  g_autofree char *attach = NULL;
  sqlite3 *db = NULL;

  start_counting ();
  if (sqlite3_open_v2 (casework, &db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
#ifdef SQLITE_HAS_CODEC
  amp_engine_run (db, "PRAGMA cipher_default_page_size=4096; PRAGMA key=\"" KEY
                      "\"; PRAGMA cipher_page_size=4096");
  attach = g_strdup_printf ("ATTACH '%s' AS identity KEY \"" KEY "\"", identity);
#else
  attach = g_strdup_printf ("PRAGMA page_size=4096; ATTACH '%s' AS identity", identity);
#endif
  amp_engine_run (db, attach);
  amp_engine_run (db, "PRAGMA main.locking_mode=EXCLUSIVE; PRAGMA identity.locking_mode=EXCLUSIVE;"
                      "PRAGMA main.journal_mode=TRUNCATE; PRAGMA identity.journal_mode=TRUNCATE;"
                      "PRAGMA main.synchronous=FULL; PRAGMA identity.synchronous=FULL;"
                      "SELECT count(*) FROM main.sqlite_master;"
                      "SELECT count(*) FROM identity.sqlite_master");
  return db;
}

void
amp_engine_close (sqlite3 *db)
{
  sqlite3_close (db);
}
