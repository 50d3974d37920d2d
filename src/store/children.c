/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records that belong to another: listing them, and deleting them with it. */
#include "store/connection.h"

#include "store/attachments-private.h"
#include "store/audit.h"
#include "store/blind.h"
#include "store/layout.h"
#include "store/record-digest.h"
#include "store/search.h"
#include "store/statement.h"

#include <string.h>

static GArray *
child_ids (
  AmpStore *self, const AmpEntity *entity, const char *ref_field, gint64 parent, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpStatement) statement = NULL;
  g_autofree char *sql =
    g_strdup_printf ("SELECT id FROM main.\"%s\" WHERE \"%s\" = ?1 AND deleted_at IS NULL "
                     "ORDER BY id",
                     entity->name, ref_field);
  int on_row;

  statement = amp_statement_borrow (self, sql, error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, parent);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0);

      g_array_append_val (ids, id);
    }
  return on_row == 0 ? g_steal_pointer (&ids) : NULL;
}

static GPtrArray *
load_children (
  AmpStore *self, const AmpEntity *entity, const char *ref_field, gint64 parent, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GArray) ids = child_ids (self, entity, ref_field, parent, error);

  if (ids == NULL)
    return NULL;
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  for (guint i = 0; i < ids->len; i++)
    {
      AmpRecord *record = amp_store_load (self, entity, g_array_index (ids, gint64, i), error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  return g_steal_pointer (&records);
}

GPtrArray *
amp_store_children (
  AmpStore *self, const AmpEntity *entity, const char *ref_field, gint64 parent, GError **error)
{
  GPtrArray *records;
  const AmpField *field;

  g_return_val_if_fail (self != NULL && entity != NULL && ref_field != NULL, NULL);

  field = amp_entity_field (entity, ref_field);
  if (field == NULL || field->kind != AMP_KIND_REF || amp_field_is_private (field))
    {
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD, "No such reference: %s.%s",
                   entity->name, ref_field);
      return NULL;
    }

  if (!amp_store_read_begin (self, error))
    return NULL;
  records = load_children (self, entity, ref_field, parent, error);
  amp_store_read_end (self);
  return records;
}

/* The other half goes along with each change of the first. */
static gboolean
count_up_identity (AmpStore *self, const AmpEntity *entity, gint64 id, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("UPDATE identity.\"%s\" SET rev = rev + 1 WHERE id = ?1", entity->name);
  g_autoptr (AmpStatement) half = NULL;

  if (!amp_layout_get (self, entity)->has_identity)
    return TRUE;
  half = amp_statement_borrow (self, sql, error);
  if (half == NULL)
    return FALSE;
  amp_statement_bind_int (half, 1, id);
  return amp_statement_run (half, error);
}

static gboolean
mark_deleted (AmpStore *self, const AmpEntity *entity, gint64 id, GError **error)
{
  g_autofree char *now = amp_store_now ();
  g_autofree char *main_sql =
    g_strdup_printf ("UPDATE main.\"%s\" SET deleted_at = ?2, updated_at = ?2, updated_by = ?3, "
                     "rev = rev + 1 WHERE id = ?1 AND deleted_at IS NULL",
                     entity->name);
  g_autoptr (AmpStatement) half = NULL;

  half = amp_statement_borrow (self, main_sql, error);
  if (half == NULL)
    return FALSE;
  amp_statement_bind_int (half, 1, id);
  amp_statement_bind_text (half, 2, now);
  amp_statement_bind_int (half, 3, amp_vault_get_user (self->vault)->id);
  if (!amp_statement_run (half, error))
    return FALSE;
  if (sqlite3_changes (self->db) == 0)
    {
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND, "%s: no record of that id",
                   entity->name);
      return FALSE;
    }
  return count_up_identity (self, entity, id, error);
}

/* Marks or unmarks one record, between its two digests. */
static gboolean
change_mark (AmpStore *self,
             const AmpEntity *entity,
             gint64 id,
             gboolean (*mark) (AmpStore *, const AmpEntity *, gint64, GError **),
             guint8 digests[2][AMP_HASH_BYTES],
             GError **error)
{
  return amp_record_digest (self, entity->name, id, digests[0], error) &&
         mark (self, entity, id, error) &&
         amp_record_digest (self, entity->name, id, digests[1], error);
}

/* The record and everything that belongs to it, an event each. */
static gboolean
delete_tree (AmpStore *self, const AmpEntity *entity, gint64 id, const char *reason, GError **error)
{
  guint8 digests[2][AMP_HASH_BYTES];
  const AmpAuditChange change = {digests[0], digests[1]};

  for (const AmpEntity *const *child = amp_entities (); *child != NULL; child++)
    {
      const AmpField *owner =
        (*child)->parent != NULL ? amp_entity_field (*child, (*child)->parent) : NULL;
      g_autoptr (GArray) ids = NULL;

      if (owner == NULL || strcmp (owner->refers, entity->name) != 0)
        continue;
      ids = child_ids (self, *child, owner->name, id, error);
      if (ids == NULL)
        return FALSE;
      for (guint i = 0; i < ids->len; i++)
        if (!delete_tree (self, *child, g_array_index (ids, gint64, i), reason, error))
          return FALSE;
    }

  return amp_attachments_drop (self, entity, id, error) &&
         change_mark (self, entity, id, mark_deleted, digests, error) &&
         amp_search_drop (self, id, error) && amp_blind_drop (self, id, error) &&
         amp_audit_append_change (self, AMP_AUDIT_DELETE, entity, id, NULL, reason, &change, error);
}

gboolean
amp_store_delete (
  AmpStore *self, const AmpEntity *entity, gint64 id, const char *reason, GError **error)
{
  g_return_val_if_fail (self != NULL && entity != NULL, FALSE);

  if (!amp_store_begin (self, error))
    return FALSE;
  if (!delete_tree (self, entity, id, reason, error))
    {
      amp_store_rollback (self);
      return FALSE;
    }
  return amp_store_commit (self, error);
}

static gboolean
unmark (AmpStore *self, const AmpEntity *entity, gint64 id, GError **error)
{
  g_autofree char *now = amp_store_now ();
  g_autofree char *sql =
    g_strdup_printf ("UPDATE main.\"%s\" SET deleted_at = NULL, updated_at = ?2, updated_by = ?3, "
                     "rev = rev + 1 WHERE id = ?1 AND deleted_at IS NOT NULL",
                     entity->name);
  g_autoptr (AmpStatement) half = amp_statement_borrow (self, sql, error);

  if (half == NULL)
    return FALSE;
  amp_statement_bind_int (half, 1, id);
  amp_statement_bind_text (half, 2, now);
  amp_statement_bind_int (half, 3, amp_vault_get_user (self->vault)->id);
  if (!amp_statement_run (half, error))
    return FALSE;
  if (sqlite3_changes (self->db) == 1)
    return count_up_identity (self, entity, id, error);
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND,
               "%s: no deleted record of that id", entity->name);
  return FALSE;
}

static gboolean
revive (AmpStore *self, const AmpEntity *entity, gint64 id, const char *reason, GError **error)
{
  static const char *const fields[] = {"deleted_at", NULL};
  g_autoptr (AmpRecord) record = NULL;
  guint8 digests[2][AMP_HASH_BYTES];
  const AmpAuditChange change = {digests[0], digests[1]};

  if (!change_mark (self, entity, id, unmark, digests, error))
    return FALSE;
  record = amp_store_load (self, entity, id, error);
  return record != NULL && amp_search_put (self, record, FALSE, error) &&
         amp_audit_append_change (self, AMP_AUDIT_UPDATE, entity, id, fields, reason, &change,
                                  error);
}

gboolean
amp_store_revive (
  AmpStore *self, const AmpEntity *entity, gint64 id, const char *reason, GError **error)
{
  g_return_val_if_fail (self != NULL && entity != NULL, FALSE);

  if (!amp_store_begin (self, error))
    return FALSE;
  if (!revive (self, entity, id, reason, error))
    {
      amp_store_rollback (self);
      return FALSE;
    }
  return amp_store_commit (self, error);
}
