/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What leads from the codes of a review pack to cases: shares, sealed cases, and what was given of
 * them by an approval. */
#include "store/reviews.h"

#include "store/connection.h"
#include "store/statement.h"

#include <string.h>

static void
share_clear (gpointer data)
{
  g_clear_pointer (&((AmpReviewShare *) data)->sealed, g_bytes_unref);
}

AmpReviewKeys *
amp_review_keys_new (void)
{
  AmpReviewKeys *self = g_new0 (AmpReviewKeys, 1);

  self->shares = g_array_new (FALSE, TRUE, sizeof (AmpReviewShare));
  g_array_set_clear_func (self->shares, share_clear);
  return self;
}

void
amp_review_keys_free (AmpReviewKeys *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->shares, g_array_unref);
  g_clear_pointer (&self->cases, g_bytes_unref);
  g_free (self);
}

static void
bind_bytes (AmpStatement *statement, int index, GBytes *bytes)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  amp_statement_bind_blob (statement, index, data, length);
}

static GBytes *
read_bytes (AmpStatement *statement, int column)
{
  gsize length = 0;
  const void *data = amp_statement_blob (statement, column, &length);

  return data != NULL ? g_bytes_new (data, length) : NULL;
}

/* --- Keys --- */

static gboolean
put_shares (AmpStore *self, gint64 id, const AmpReviewKeys *keys, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "INSERT INTO main.review_share (review, holder, sealed) VALUES (?1, ?2, ?3)", error);

  for (guint i = 0; statement != NULL && i < keys->shares->len; i++)
    {
      const AmpReviewShare *share = &g_array_index (keys->shares, AmpReviewShare, i);

      amp_statement_bind_int (statement, 1, id);
      amp_statement_bind_int (statement, 2, share->holder);
      bind_bytes (statement, 3, share->sealed);
      if (!amp_statement_run (statement, error))
        return FALSE;
    }
  return statement != NULL;
}

static gboolean
put_cases (AmpStore *self, gint64 id, const AmpReviewKeys *keys, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "INSERT INTO main.review_cases (review, sealed, signature) VALUES (?1, ?2, ?3)", error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  bind_bytes (statement, 2, keys->cases);
  amp_statement_bind_blob (statement, 3, keys->signature, sizeof keys->signature);
  return amp_statement_run (statement, error);
}

gboolean
amp_store_review_put_keys (AmpStore *self, gint64 id, const AmpReviewKeys *keys, GError **error)
{
  g_return_val_if_fail (self != NULL && keys != NULL && keys->cases != NULL, FALSE);

  return amp_store_begin (self, error) &&
         amp_store_end (
           self, put_shares (self, id, keys, error) && put_cases (self, id, keys, error), error);
}

static gboolean
read_shares (AmpStore *self, gint64 id, AmpReviewKeys *keys, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "SELECT holder, sealed FROM main.review_share WHERE review = ?1 ORDER BY holder", error);
  int on_row = -1;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpReviewShare share = {amp_statement_int (statement, 0), read_bytes (statement, 1)};

      g_array_append_val (keys->shares, share);
    }
  return on_row == 0;
}

/* 1: there are, 0: there are none, -1: error. */
static int
read_cases (AmpStore *self, gint64 id, AmpReviewKeys *keys, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "SELECT sealed, signature FROM main.review_cases WHERE review = ?1", error);
  const void *signature;
  gsize length = 0;
  int on_row;

  if (statement == NULL)
    return -1;
  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  if (on_row <= 0)
    return on_row;
  keys->cases = read_bytes (statement, 0);
  signature = amp_statement_blob (statement, 1, &length);
  if (signature != NULL && length == sizeof keys->signature)
    memcpy (keys->signature, signature, length);
  return 1;
}

AmpReviewKeys *
amp_store_review_get_keys (AmpStore *self, gint64 id, GError **error)
{
  g_autoptr (AmpReviewKeys) keys = amp_review_keys_new ();
  int there;

  g_return_val_if_fail (self != NULL, NULL);

  there = read_cases (self, id, keys, error);
  if (there > 0)
    return read_shares (self, id, keys, error) ? g_steal_pointer (&keys) : NULL;
  if (there == 0)
    g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND,
                         "No keys of that review pack");
  return NULL;
}

GArray *
amp_store_review_holders (AmpStore *self, gint64 id, GError **error)
{
  g_autoptr (GArray) holders = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpStatement) statement = NULL;
  int on_row;

  g_return_val_if_fail (self != NULL, NULL);

  statement = amp_statement_borrow (
    self, "SELECT holder FROM main.review_share WHERE review = ?1 ORDER BY holder", error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, id);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 holder = amp_statement_int (statement, 0);

      g_array_append_val (holders, holder);
    }
  return on_row == 0 ? g_steal_pointer (&holders) : NULL;
}

/* --- What is asked for --- */

void
amp_review_asked_free (AmpReviewAsked *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_free (self);
}

gboolean
amp_store_review_ask (AmpStore *self, gint64 approval, gint64 id, const char *code, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;

  g_return_val_if_fail (self != NULL && code != NULL, FALSE);

  if (!amp_store_begin (self, error))
    return FALSE;
  statement = amp_statement_borrow (
    self, "INSERT INTO main.review_resolve (approval, review, code) VALUES (?1, ?2, ?3)", error);
  if (statement == NULL)
    return amp_store_end (self, FALSE, error);
  amp_statement_bind_int (statement, 1, approval);
  amp_statement_bind_int (statement, 2, id);
  amp_statement_bind_text (statement, 3, code);
  return amp_store_end (self, amp_statement_run (statement, error), error);
}

AmpReviewAsked *
amp_store_review_asked (AmpStore *self, gint64 approval, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  AmpReviewAsked *asked;
  int on_row;

  g_return_val_if_fail (self != NULL, NULL);

  statement = amp_statement_borrow (
    self, "SELECT review, code, piece FROM main.review_resolve WHERE approval = ?1", error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, approval);
  on_row = amp_statement_step (statement, error);
  if (on_row == 0)
    g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND,
                         "Nothing of a review pack is asked for by that approval");
  if (on_row <= 0)
    return NULL;
  asked = g_new0 (AmpReviewAsked, 1);
  asked->approval = approval;
  asked->review = amp_statement_int (statement, 0);
  asked->code = g_strdup (amp_statement_text (statement, 1));
  asked->piece = read_bytes (statement, 2);
  return asked;
}

static gboolean
change (AmpStore *self, const char *sql, gint64 approval, GBytes *piece, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;

  if (!amp_store_begin (self, error))
    return FALSE;
  statement = amp_statement_borrow (self, sql, error);
  if (statement == NULL)
    return amp_store_end (self, FALSE, error);
  amp_statement_bind_int (statement, 1, approval);
  if (piece != NULL)
    bind_bytes (statement, 2, piece);
  return amp_store_end (self, amp_statement_run (statement, error), error);
}

gboolean
amp_store_review_give (AmpStore *self, gint64 approval, GBytes *piece, GError **error)
{
  g_return_val_if_fail (self != NULL && piece != NULL, FALSE);

  return change (self, "UPDATE main.review_resolve SET piece = ?2 WHERE approval = ?1", approval,
                 piece, error);
}

gboolean
amp_store_review_forget (AmpStore *self, gint64 approval, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return change (self, "DELETE FROM main.review_resolve WHERE approval = ?1", approval, NULL,
                 error);
}
