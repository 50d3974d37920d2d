/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prepared statements, and the one place where result codes of SQLite become errors. */
#include "store/statement.h"

/* Runs this many instructions of SQLite's machine between two looks at the cancellable. */
#define INSTRUCTIONS_PER_LOOK 2000

/* Messages of constraints name tables and columns only. Those of other failures may quote what was
 * being looked for, so they are not passed on. */
static void
set_error (AmpStore *store, int rc, GError **error)
{
  switch (rc & 0xff)
    {
    case SQLITE_CONSTRAINT:
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID, "Refused by the database: %s",
                   sqlite3_errmsg (store->db));
      return;

    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;

    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_FAILED,
                   "The database refused a statement: %s (code %d)", sqlite3_errstr (rc), rc);
      return;

    default:
      amp_vault_set_sqlite_error (store->vault, store->db, rc, error);
    }
}

static AmpStatement *
prepare (AmpStore *store, const char *sql, gboolean cached, GError **error)
{
  AmpStatement *self;
  sqlite3_stmt *stmt = NULL;
  int rc;

  rc = sqlite3_prepare_v3 (store->db, sql, -1, cached ? SQLITE_PREPARE_PERSISTENT : 0, &stmt, NULL);
  if (rc == SQLITE_ERROR)
    {
      /* Our own SQL: names from the field tables, no values. */
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_FAILED,
                   "The database does not understand a statement: %s", sqlite3_errmsg (store->db));
      return NULL;
    }
  if (rc != SQLITE_OK)
    {
      set_error (store, rc, error);
      return NULL;
    }

  self = g_new0 (AmpStatement, 1);
  self->store = store;
  self->stmt = stmt;
  self->cached = cached;
  self->in_use = TRUE;
  return self;
}

AmpStatement *
amp_statement_new (AmpStore *store, const char *sql, GError **error)
{
  return prepare (store, sql, FALSE, error);
}

AmpStatement *
amp_statement_borrow (AmpStore *store, const char *sql, GError **error)
{
  AmpStatement *self = g_hash_table_lookup (store->statements, sql);

  if (self == NULL)
    {
      self = prepare (store, sql, TRUE, error);
      if (self != NULL)
        g_hash_table_insert (store->statements, g_strdup (sql), self);
      return self;
    }

  if (self->in_use)
    return prepare (store, sql, FALSE, error);

  self->in_use = TRUE;
  return self;
}

void
amp_statement_free (gpointer data)
{
  AmpStatement *self = data;

  sqlite3_finalize (self->stmt);
  g_free (self);
}

void
amp_statement_release (AmpStatement *self)
{
  if (self == NULL)
    return;

  if (!self->cached)
    {
      amp_statement_free (self);
      return;
    }

  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  self->bind_rc = SQLITE_OK;
  self->in_use = FALSE;
}

static void
note_bind (AmpStatement *self, int rc)
{
  if (self->bind_rc == SQLITE_OK)
    self->bind_rc = rc;
}

void
amp_statement_bind_text (AmpStatement *self, int n, const char *text)
{
  note_bind (self, sqlite3_bind_text (self->stmt, n, text, -1, SQLITE_STATIC));
}

void
amp_statement_bind_int (AmpStatement *self, int n, gint64 value)
{
  note_bind (self, sqlite3_bind_int64 (self->stmt, n, value));
}

void
amp_statement_bind_blob (AmpStatement *self, int n, const void *data, gsize length)
{
  note_bind (self, sqlite3_bind_blob64 (self->stmt, n, data, length, SQLITE_STATIC));
}

int
amp_statement_step (AmpStatement *self, GError **error)
{
  int rc = self->bind_rc;

  if (rc == SQLITE_OK)
    rc = sqlite3_step (self->stmt);
  if (rc == SQLITE_ROW)
    return 1;
  if (rc == SQLITE_DONE)
    return 0;

  set_error (self->store, rc, error);
  sqlite3_reset (self->stmt);
  return -1;
}

gboolean
amp_statement_run (AmpStatement *self, GError **error)
{
  int on_row;

  do
    on_row = amp_statement_step (self, error);
  while (on_row > 0);

  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  self->bind_rc = SQLITE_OK;
  return on_row == 0;
}

const char *
amp_statement_text (AmpStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->stmt, column);
}

gint64
amp_statement_int (AmpStatement *self, int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

const void *
amp_statement_blob (AmpStatement *self, int column, gsize *length)
{
  const void *data = sqlite3_column_blob (self->stmt, column);

  *length = (gsize) sqlite3_column_bytes (self->stmt, column);
  return data;
}

gboolean
amp_sql_exec (AmpStore *store, const char *sql, GError **error)
{
  int rc = sqlite3_exec (store->db, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;
  set_error (store, rc, error);
  return FALSE;
}

gboolean
amp_sql_int (AmpStore *store, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, sql, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return FALSE;
  *value = on_row ? amp_statement_int (statement, 0) : 0;
  return TRUE;
}

static int
look_at_cancellable (gpointer data)
{
  return g_cancellable_is_cancelled (data);
}

void
amp_store_watch (AmpStore *self, GCancellable *cancellable)
{
  if (cancellable != NULL)
    sqlite3_progress_handler (self->db, INSTRUCTIONS_PER_LOOK, look_at_cancellable, cancellable);
}

void
amp_store_unwatch (AmpStore *self)
{
  sqlite3_progress_handler (self->db, 0, NULL, NULL);
}
