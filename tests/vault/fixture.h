/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vault in a temporary folder, with 400 marked rows in each database. */
#pragma once

#include "vault/vault.h"

#include <sqlite3.h>

#define FIXTURE_LOGIN "rosa.quispe"
#define FIXTURE_ROWS 400

typedef struct
{
  char *base;
  char *folder; /* does not exist yet */
  AmpSecret *passphrase;
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_remove_tree (const char *path);
/* Files and folders right in it. */
guint fixture_count_names (const char *folder);
void fixture_tear_down (Fixture *self, gconstpointer data);

AmpVault *fixture_create (Fixture *self);
AmpVault *fixture_unlock (Fixture *self, GError **error);
void fixture_fill (AmpVault *vault); /* tables main.t and identity.t */

/* A transaction writes its first pages to the disk long before it ends. */
void fixture_hold_little (AmpVault *vault);

/* TRUE if the vault gives all its rows back, unchanged; otherwise the error is of the right kind.
 */
gboolean fixture_reads_whole (Fixture *self);

char *fixture_read_all (Fixture *self, const char *name, gsize *length); /* NULL: no such file */
void fixture_write_all (Fixture *self, const char *name, const char *bytes, gsize length);

/* All files of the vault as they are now, and back to that. */
GHashTable *fixture_keep (Fixture *self);
void fixture_restore (Fixture *self, GHashTable *kept);

void sql_run (sqlite3 *db, const char *sql);
gint64 sql_ask (sqlite3 *db, const char *sql);
