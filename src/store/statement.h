/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A prepared statement that turns every failure of SQLite into a GError. Private to the folder.
 *
 * Borrowed ones are kept prepared under their SQL. Text that is bound is not copied: it must live
 * until the statement is released. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

typedef struct
{
  AmpStore *store;    /* borrowed */
  sqlite3_stmt *stmt; /* owned */
  gboolean cached, in_use;
  int bind_rc; /* first failure of a bind, told by the next step */
} AmpStatement;

/* A cached statement, or a fresh one where the cached one is in use further up. */
AmpStatement *amp_statement_borrow (AmpStore *store, const char *sql, GError **error);
/* Not cached: for SQL that is seldom the same twice. */
AmpStatement *amp_statement_new (AmpStore *store, const char *sql, GError **error);
void amp_statement_release (AmpStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpStatement, amp_statement_release)

/* For the cache: ends it for good. */
void amp_statement_free (gpointer self);

/* Parameters count from 1. */
void amp_statement_bind_text (AmpStatement *self, int n, const char *text); /* NULL: null */
void amp_statement_bind_int (AmpStatement *self, int n, gint64 value);
void amp_statement_bind_blob (AmpStatement *self, int n, const void *data, gsize length);

/* 1: on a row, 0: at the end, -1: error. */
int amp_statement_step (AmpStatement *self, GError **error);
/* To the end, then ready for other values. */
gboolean amp_statement_run (AmpStatement *self, GError **error);

/* Columns count from 0; valid until the next step. */
const char *amp_statement_text (AmpStatement *self, int column); /* NULL: null */
gint64 amp_statement_int (AmpStatement *self, int column);
const void *amp_statement_blob (AmpStatement *self, int column, gsize *length);

/* One statement or several, without values. */
gboolean amp_sql_exec (AmpStore *store, const char *sql, GError **error);
/* First column of the first row as a number; 0 where there is no row. */
gboolean amp_sql_int (AmpStore *store, const char *sql, gint64 *value, GError **error);

G_END_DECLS
