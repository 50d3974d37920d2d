/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening and closing the store, and its transactions.
 *
 * The outermost transaction is SQLite's own over both databases, inner ones are savepoints. Each
 * one that wrote counts the number of the last transaction up in both databases. */
#include "store/connection.h"

#include "store/audit.h"
#include "store/layout.h"
#include "store/migrate.h"
#include "store/record-digest.h"
#include "store/search.h"
#include "store/statement.h"

G_DEFINE_QUARK (amp - store - error - quark, amp_store_error)

AmpStore *
amp_store_connect (AmpVault *vault, GError **error)
{
  sqlite3 *db = amp_vault_connect (vault, error);
  AmpStore *self;

  if (db == NULL)
    return NULL;

  self = g_new0 (AmpStore, 1);
  self->vault = vault;
  self->db = db;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, amp_statement_free);
  self->layouts = g_hash_table_new_full (NULL, NULL, NULL, amp_layout_free);
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, amp_digest_layout_free);
  self->frames = g_array_new (FALSE, FALSE, sizeof (AmpFrame));
  self->n_people = -1;
  self->pending_searches = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

AmpStore *
amp_store_open (AmpVault *vault, GError **error)
{
  g_autoptr (AmpStore) self = NULL;

  g_return_val_if_fail (vault != NULL, NULL);

  self = amp_store_connect (vault, error);
  if (self == NULL || !amp_migrate (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
amp_store_close (AmpStore *self)
{
  if (self == NULL)
    return;

  /* What was not committed is not wanted. */
  while (self->frames->len > 0)
    amp_store_rollback (self);
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->layouts);
  g_hash_table_unref (self->digests);
  g_array_unref (self->frames);
  g_array_unref (self->pending_searches);
  if (sqlite3_close (self->db) != SQLITE_OK)
    g_critical ("A cursor outlived its store");
  g_free (self);
}

AmpVault *
amp_store_get_vault (AmpStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->vault;
}

char *
amp_store_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}

gboolean
amp_store_in_transaction (AmpStore *self)
{
  return self->frames->len > 0 && !sqlite3_get_autocommit (self->db);
}

gboolean
amp_store_read_begin (AmpStore *self, GError **error)
{
  if (!sqlite3_get_autocommit (self->db))
    return TRUE;
  self->reading = amp_sql_exec (self, "BEGIN", error);
  return self->reading;
}

void
amp_store_read_end (AmpStore *self)
{
  if (self->reading)
    amp_sql_exec (self, "COMMIT", NULL);
  self->reading = FALSE;
}

/* SQLite ends a transaction by itself when the disk is full or fails. Nothing may then be written
 * as if it were still open. */
static gboolean
check_alive (AmpStore *self, GError **error)
{
  if (self->frames->len == 0 || !sqlite3_get_autocommit (self->db))
    return TRUE;
  g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_FAILED,
                       "The transaction was rolled back after an earlier failure");
  return FALSE;
}

static gboolean
run_savepoint (AmpStore *self, const char *command, guint depth, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("%s amp_%u", command, depth);
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self, sql, error);

  return statement != NULL && amp_statement_run (statement, error);
}

gboolean
amp_store_begin (AmpStore *self, GError **error)
{
  AmpFrame frame;
  gboolean begun;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!check_alive (self, error))
    return FALSE;
  begun = self->frames->len == 0 ? amp_sql_exec (self, "BEGIN IMMEDIATE", error)
                                 : run_savepoint (self, "SAVEPOINT", self->frames->len, error);
  if (!begun)
    return FALSE;

  frame.changes = sqlite3_total_changes (self->db);
  frame.n_bulk = self->n_bulk;
  frame.n_pending = self->pending_searches->len;
  frame.n_flushed = self->n_flushed;
  frame.stock_known = self->stock_known;
  frame.stock = self->stock;
  frame.untold = self->untold;
  g_array_append_val (self->frames, frame);
  return TRUE;
}

/* Bulk records that no event tells of yet get one before they are written. */
static gboolean
tell_of_bulk (AmpStore *self, GError **error)
{
  g_autofree char *reason = NULL;

  if (self->n_bulk == 0)
    return TRUE;
  reason = g_strdup_printf ("part:%" G_GUINT64_FORMAT, self->n_bulk);
  return amp_audit_append_import (self, reason, error);
}

static gboolean
count_transaction (AmpStore *self, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  guint8 stock[AMP_STOCK_BYTES];

  if (!amp_audit_load_head (self, error) || !amp_audit_load_stock (self, error) ||
      !amp_sql_exec (self, "UPDATE main.vault_state SET txn = txn + 1", error))
    return FALSE;
  statement = amp_statement_borrow (self,
                                    "UPDATE identity.vault_state SET "
                                    "txn = (SELECT txn FROM main.vault_state), "
                                    "audit_seq = ?1, audit_hash = ?2, records = ?3",
                                    error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, (gint64) self->head_seq);
  amp_statement_bind_blob (statement, 2, self->head_hash, AMP_HASH_BYTES);
  amp_stock_pack (&self->stock, stock);
  amp_statement_bind_blob (statement, 3, stock, sizeof stock);
  return amp_statement_run (statement, error);
}

static gboolean
commit_outermost (AmpStore *self, GError **error)
{
  const AmpFrame *frame = &g_array_index (self->frames, AmpFrame, 0);

  if (!tell_of_bulk (self, error) || !amp_search_flush (self, error))
    return FALSE;
  if (sqlite3_total_changes (self->db) != frame->changes && !count_transaction (self, error))
    return FALSE;
  if (!amp_sql_exec (self, "COMMIT", error))
    return FALSE;
  g_array_set_size (self->pending_searches, 0);
  self->n_flushed = 0;
  return TRUE;
}

gboolean
amp_store_commit (AmpStore *self, GError **error)
{
  gboolean committed;

  g_return_val_if_fail (self != NULL && self->frames->len > 0, FALSE);

  committed =
    check_alive (self, error) &&
    (self->frames->len == 1 ? commit_outermost (self, error)
                            : run_savepoint (self, "RELEASE", self->frames->len - 1, error));
  if (!committed)
    {
      amp_store_rollback (self);
      return FALSE;
    }
  g_array_set_size (self->frames, self->frames->len - 1);
  return TRUE;
}

void
amp_store_rollback (AmpStore *self)
{
  const AmpFrame *frame;
  guint depth;

  g_return_if_fail (self != NULL && self->frames->len > 0);

  depth = self->frames->len - 1;
  frame = &g_array_index (self->frames, AmpFrame, depth);

  /* Where a part cannot be taken back alone, all of it goes, and the outer ones learn of it. */
  if (!sqlite3_get_autocommit (self->db) &&
      (depth == 0 || !run_savepoint (self, "ROLLBACK TO", depth, NULL) ||
       !run_savepoint (self, "RELEASE", depth, NULL)))
    amp_sql_exec (self, "ROLLBACK", NULL);

  self->head_known = FALSE;
  self->n_people = -1;
  self->n_bulk = frame->n_bulk;
  g_array_set_size (self->pending_searches, frame->n_pending);
  self->n_flushed = frame->n_flushed;
  self->stock = frame->stock;
  self->untold = frame->untold;
  self->stock_known = frame->stock_known;
  g_array_set_size (self->frames, depth);

  /* A load that failed as a whole is over, even if nobody says so: what follows is told of one by
   * one again. */
  if (depth == 0)
    self->bulk = FALSE;
}

gboolean
amp_store_end (AmpStore *self, gboolean done, GError **error)
{
  if (done)
    return amp_store_commit (self, error);
  amp_store_rollback (self);
  return FALSE;
}

gboolean
amp_store_bulk_begin (AmpStore *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!check_alive (self, error))
    return FALSE;
  self->bulk = TRUE;
  return TRUE;
}

gboolean
amp_store_bulk_end (AmpStore *self, const char *reason, guint64 n_records, GError **error)
{
  g_autofree char *told = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  told = g_strdup_printf ("%s:%" G_GUINT64_FORMAT, reason != NULL ? reason : "bulk", n_records);
  self->bulk = FALSE;
  if (!amp_store_begin (self, error))
    return FALSE;
  if (!amp_audit_append_import (self, told, error))
    {
      amp_store_rollback (self);
      return FALSE;
    }
  return amp_store_commit (self, error);
}
