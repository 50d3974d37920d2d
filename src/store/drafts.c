/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drafts: rows of identity.db, so that what was being typed is as secret as what is saved. */
#include "store/connection.h"

#include "store/statement.h"

/* Runs a statement whose parameters are ?1 user, ?2 key, ?3 text, ?4 order of saving. */
static gboolean
write_draft (AmpStore *self, const char *sql, const char *key, const char *text, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;

  if (!amp_store_begin (self, error))
    return FALSE;
  statement = amp_statement_borrow (self, sql, error);
  if (statement != NULL)
    {
      amp_statement_bind_int (statement, 1, amp_vault_get_user (self->vault)->id);
      amp_statement_bind_text (statement, 2, key);
      if (text != NULL)
        {
          amp_statement_bind_text (statement, 3, text);
          amp_statement_bind_int (statement, 4, amp_id_new ());
        }
    }
  if (statement == NULL || !amp_statement_run (statement, error))
    {
      amp_store_rollback (self);
      return FALSE;
    }
  return amp_store_commit (self, error);
}

gboolean
amp_store_draft_put (AmpStore *self, const char *key, const char *text, GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL && text != NULL, FALSE);

  return write_draft (self,
                      "INSERT INTO identity.draft (user, key, text, saved) "
                      "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (user, key) DO UPDATE "
                      "SET text = excluded.text, saved = excluded.saved",
                      key, text, error);
}

gboolean
amp_store_draft_drop (AmpStore *self, const char *key, GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  return write_draft (self, "DELETE FROM identity.draft WHERE user = ?1 AND key = ?2", key, NULL,
                      error);
}

char *
amp_store_draft_get (AmpStore *self, const char *key, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  statement = amp_statement_borrow (
    self, "SELECT text FROM identity.draft WHERE user = ?1 AND key = ?2", error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, amp_vault_get_user (self->vault)->id);
  amp_statement_bind_text (statement, 2, key);
  if (amp_statement_step (statement, error) <= 0)
    return NULL;
  return g_strdup (amp_statement_text (statement, 0));
}

char **
amp_store_draft_keys (AmpStore *self, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  int on_row;

  g_return_val_if_fail (self != NULL, NULL);

  statement = amp_statement_borrow (
    self, "SELECT key FROM identity.draft WHERE user = ?1 ORDER BY saved DESC", error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, amp_vault_get_user (self->vault)->id);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    g_ptr_array_add (keys, g_strdup (amp_statement_text (statement, 0)));
  if (on_row < 0)
    return NULL;
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&keys), FALSE);
}
