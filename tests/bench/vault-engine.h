/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What bench-vault compares: one engine a program, the same work (vault-work.c) on top of each. */
#pragma once

#include <glib.h>

#include <sqlite3.h>

G_BEGIN_DECLS

/* The databases of folder, "main" and "identity", made where they are not there. Aborts with a
 * sentence where that fails: a benchmark has nothing to measure then. */
sqlite3 *amp_engine_open (const char *folder);
void amp_engine_close (sqlite3 *db);

/* Calls of fsync and fdatasync so far, those of folders too. */
guint64 amp_engine_syncs (void);

/* For the head of the column. */
char *amp_engine_name (sqlite3 *db);

/* Runs SQL that gives no rows. */
void amp_engine_run (sqlite3 *db, const char *sql);

G_END_DECLS
