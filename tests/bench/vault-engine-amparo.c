/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amparo's vault, with the cheapest key derivation, so that nothing measures it. */
#include "vault-engine.h"

#include "pages/disk.h"
#include "vault/vault.h"

#define LOGIN "bench"
#define PASSPHRASE "nobody lives behind this"

static struct
{
  AmpVault *vault;
  gint syncs;
} engine;

static int
counting_sync (int fd)
{
  g_atomic_int_inc (&engine.syncs);
  return amp_disk_real.sync (fd);
}

static int
counting_sync_folder (const char *folder)
{
  g_atomic_int_inc (&engine.syncs);
  return amp_disk_real.sync_folder (folder);
}

guint64
amp_engine_syncs (void)
{
  return (guint64) g_atomic_int_get (&engine.syncs);
}

char *
amp_engine_name (sqlite3 *db)
{
  (void) db;
  return g_strdup ("Amparo");
}

void
amp_engine_run (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  int rc = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return;
  amp_vault_set_sqlite_error (engine.vault, db, rc, &error);
  g_error ("%s: %s", sql, error->message);
}

sqlite3 *
amp_engine_open (const char *folder)
{
  static AmpDisk disk;
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  if (!amp_vault_init (&error))
    g_error ("%s", error->message);

  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (PASSPHRASE);

  disk = amp_disk_real;
  disk.sync = counting_sync;
  disk.sync_folder = counting_sync_folder;
  amp_disk_use (&disk);
  if (amp_vault_probe (folder, NULL))
    engine.vault = amp_vault_unlock (folder, LOGIN, passphrase, &error);
  else
    engine.vault = amp_vault_create (folder, LOGIN, passphrase, &amp_kdf_cheap, &error);
  if (engine.vault != NULL)
    db = amp_vault_connect (engine.vault, &error);
  if (db == NULL)
    g_error ("%s", error->message);
  return db;
}

void
amp_engine_close (sqlite3 *db)
{
  sqlite3_close (db);
  g_clear_pointer (&engine.vault, amp_vault_free);
}
