/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ledger of review packs. */
#include "store/reviews.h"

#include "store/connection.h"
#include "store/statement.h"

#include <string.h>

AmpReviewRow *
amp_review_row_new (void)
{
  return g_new0 (AmpReviewRow, 1);
}

void
amp_review_row_free (AmpReviewRow *self)
{
  if (self == NULL)
    return;
  g_free (self->pack);
  g_free (self->at);
  g_free (self->level);
  g_free (self->codes);
  g_free (self->classes);
  g_clear_pointer (&self->session_key, g_bytes_unref);
  g_free (self);
}

static gboolean
insert (AmpStore *self, const AmpReviewRow *row, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self,
    "INSERT INTO main.review (id, pack, at, maker, approver, auditor, level, k, l, share, sample, "
    "records, withheld, head_seq, codes, classes, file_hash, session_key) VALUES (?1, ?2, ?3, ?4, "
    "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    error);
  gsize length = 0;
  const void *key = row->session_key != NULL ? g_bytes_get_data (row->session_key, &length) : NULL;
  const gint64 numbers[] = {
    row->k, row->l, row->share, row->sample, row->records, row->withheld, (gint64) row->head_seq};

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, row->id);
  amp_statement_bind_text (statement, 2, row->pack);
  amp_statement_bind_text (statement, 3, row->at);
  amp_statement_bind_int (statement, 4, row->maker);
  amp_statement_bind_int (statement, 5, row->approver);
  amp_statement_bind_int (statement, 6, row->auditor);
  amp_statement_bind_text (statement, 7, row->level);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    amp_statement_bind_int (statement, 8 + (int) i, numbers[i]);
  amp_statement_bind_text (statement, 15, row->codes);
  amp_statement_bind_text (statement, 16, row->classes);
  amp_statement_bind_blob (statement, 17, row->file_hash, AMP_HASH_BYTES);
  if (key != NULL)
    amp_statement_bind_blob (statement, 18, key, length);
  return amp_statement_run (statement, error);
}

gboolean
amp_store_review_add (AmpStore *self, AmpReviewRow *row, GError **error)
{
  gint64 last;

  g_return_val_if_fail (self != NULL && row != NULL && row->pack != NULL, FALSE);

  if (!amp_store_begin (self, error))
    return FALSE;
  if (!amp_sql_int (self, "SELECT max(id) FROM main.review", &last, error))
    return amp_store_end (self, FALSE, error);
  row->id = last + 1;
  row->maker = amp_vault_get_user (self->vault)->id;
  g_free (row->at);
  row->at = amp_store_now ();
  return amp_store_end (self, insert (self, row, error), error);
}

static AmpReviewRow *
read_row (AmpStatement *statement)
{
  AmpReviewRow *row = amp_review_row_new ();
  gsize length = 0;
  const void *data;

  row->id = amp_statement_int (statement, 0);
  row->pack = g_strdup (amp_statement_text (statement, 1));
  row->at = g_strdup (amp_statement_text (statement, 2));
  row->maker = amp_statement_int (statement, 3);
  row->approver = amp_statement_int (statement, 4);
  row->auditor = amp_statement_int (statement, 5);
  row->level = g_strdup (amp_statement_text (statement, 6));
  row->k = (guint) amp_statement_int (statement, 7);
  row->l = (guint) amp_statement_int (statement, 8);
  row->share = (guint) amp_statement_int (statement, 9);
  row->sample = (guint) amp_statement_int (statement, 10);
  row->records = amp_statement_int (statement, 11);
  row->withheld = amp_statement_int (statement, 12);
  row->head_seq = (guint64) amp_statement_int (statement, 13);
  row->codes = g_strdup (amp_statement_text (statement, 14));
  row->classes = g_strdup (amp_statement_text (statement, 15));
  data = amp_statement_blob (statement, 16, &length);
  if (data != NULL && length == AMP_HASH_BYTES)
    memcpy (row->file_hash, data, length);
  data = amp_statement_blob (statement, 17, &length);
  row->session_key = data != NULL ? g_bytes_new (data, length) : NULL;
  row->round = (guint) amp_statement_int (statement, 18);
  row->open = row->session_key != NULL || amp_statement_int (statement, 19) != 0;
  return row;
}

GPtrArray *
amp_store_review_list (AmpStore *self, GError **error)
{
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_review_row_free);
  g_autoptr (AmpStatement) statement = NULL;
  int on_row = -1;

  g_return_val_if_fail (self != NULL, NULL);

  statement = amp_statement_borrow (
    self,
    "SELECT id, pack, at, maker, approver, auditor, level, k, l, share, sample, records, withheld, "
    "head_seq, codes, classes, file_hash, session_key, (SELECT coalesce(max(round), 0) FROM "
    "main.review_drawn WHERE review = main.review.id), EXISTS (SELECT 1 FROM main.review_cases "
    "WHERE review = main.review.id) FROM main.review ORDER BY id",
    error);
  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    g_ptr_array_add (rows, read_row (statement));
  return on_row == 0 ? g_steal_pointer (&rows) : NULL;
}

static gboolean
change (AmpStore *self, const char *sql, gint64 id, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self, sql, error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  return amp_statement_run (statement, error);
}

static gboolean
destroy_keys (AmpStore *self, gint64 id, GError **error)
{
  return change (self, "DELETE FROM main.review_resolve WHERE review = ?1", id, error) &&
         change (self, "DELETE FROM main.review_share WHERE review = ?1", id, error) &&
         change (self, "DELETE FROM main.review_cases WHERE review = ?1", id, error) &&
         change (self,
                 "UPDATE main.review SET session_key = NULL WHERE id = ?1 AND session_key IS NOT "
                 "NULL",
                 id, error);
}

gboolean
amp_store_review_close (AmpStore *self, gint64 id, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return amp_store_begin (self, error) &&
         amp_store_end (self, destroy_keys (self, id, error), error);
}

gboolean
amp_store_review_give_up (AmpStore *self, gint64 id, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return amp_store_begin (self, error) &&
         amp_store_end (
           self,
           destroy_keys (self, id, error) &&
             change (self, "UPDATE main.review SET head_seq = 0 WHERE id = ?1", id, error) &&
             change (self, "DELETE FROM main.review_drawn WHERE review = ?1", id, error),
           error);
}

/* --- What was drawn --- */

/* The table itself refuses a token that the round has. */
static gboolean
draw_all (AmpStore *self, gint64 id, guint round, GBytes *tokens, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (tokens, &length);
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "INSERT INTO main.review_drawn (round, token, review) VALUES (?1, ?2, ?3)", error);

  for (gsize at = 0; statement != NULL && at + AMP_REVIEW_TOKEN_BYTES <= length;
       at += AMP_REVIEW_TOKEN_BYTES)
    {
      amp_statement_bind_int (statement, 1, round);
      amp_statement_bind_blob (statement, 2, data + at, AMP_REVIEW_TOKEN_BYTES);
      amp_statement_bind_int (statement, 3, id);
      if (!amp_statement_run (statement, error))
        return FALSE;
    }
  return statement != NULL;
}

gboolean
amp_store_review_draw (AmpStore *self, gint64 id, guint round, GBytes *tokens, GError **error)
{
  g_return_val_if_fail (self != NULL && tokens != NULL && round > 0, FALSE);

  return amp_store_begin (self, error) &&
         amp_store_end (self, draw_all (self, id, round, tokens, error), error);
}

GBytes *
amp_store_review_drawn (AmpStore *self, guint *round, GError **error)
{
  g_autoptr (GByteArray) tokens = g_byte_array_new ();
  g_autoptr (AmpStatement) statement = NULL;
  gint64 newest;
  int on_row = -1;

  g_return_val_if_fail (self != NULL, NULL);

  if (!amp_sql_int (self, "SELECT coalesce(max(round), 0) FROM main.review_drawn", &newest, error))
    return NULL;
  statement = amp_statement_borrow (
    self, "SELECT token FROM main.review_drawn WHERE round = ?1 ORDER BY token", error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, newest);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gsize length;
      const void *token = amp_statement_blob (statement, 0, &length);

      if (length == AMP_REVIEW_TOKEN_BYTES)
        g_byte_array_append (tokens, token, (guint) length);
    }
  *round = (guint) newest;
  return on_row == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&tokens)) : NULL;
}
