/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loading, saving and deleting records: both halves, codes, search index and audit event in one
 * transaction. */
#include "store/connection.h"

#include "store/audit.h"
#include "store/layout.h"
#include "store/record-digest.h"
#include "store/search.h"
#include "store/statement.h"

#include <string.h>

static gboolean
fail (const AmpEntity *entity, AmpStoreError code, const char *what, GError **error)
{
  g_set_error (error, AMP_STORE_ERROR, (int) code, "%s: %s", entity->name, what);
  return FALSE;
}

AmpRecord *
amp_store_load (AmpStore *self, const AmpEntity *entity, gint64 id, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  g_autoptr (AmpRecord) record = NULL;
  int on_row;

  g_return_val_if_fail (self != NULL && entity != NULL, NULL);

  statement = amp_statement_borrow (self, amp_layout_get (self, entity)->load, error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return NULL;
  if (on_row == 0)
    {
      fail (entity, AMP_STORE_ERROR_NOT_FOUND, "no record of that id", error);
      return NULL;
    }
  if (amp_statement_int (statement, 0) != amp_statement_int (statement, 1))
    {
      g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                   "The two halves of a record of %s do not fit together", entity->name);
      return NULL;
    }

  record = amp_record_new (entity);
  amp_record_set_identity (record, id, amp_statement_int (statement, 0));
  for (gsize i = 0; i < entity->n_fields; i++)
    amp_record_take (record, i, g_strdup (amp_statement_text (statement, (int) i + 2)));
  return g_steal_pointer (&record);
}

static void
bind_value (AmpStatement *statement, int n, const AmpField *field, const char *value)
{
  if (value != NULL && (field->kind == AMP_KIND_INTEGER || field->kind == AMP_KIND_BOOLEAN ||
                        field->kind == AMP_KIND_REF))
    amp_statement_bind_int (statement, n, g_ascii_strtoll (value, NULL, 10));
  else
    amp_statement_bind_text (statement, n, value);
}

/* Binds the fields of one half from parameter n on; the next free one. */
static int
bind_half (AmpStatement *statement, const AmpRecord *record, gboolean private_fields, int n)
{
  const AmpEntity *entity = amp_record_entity (record);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];

      if (field->kind != AMP_KIND_CODES && amp_field_is_private (field) == private_fields)
        bind_value (statement, n++, field, amp_record_get (record, field->name));
    }
  return n;
}

/* rev 0: inserts. Otherwise updates the row that has that rev; one row must have changed. */
static gboolean
write_main (AmpStore *self, const AmpRecord *record, gint64 id, gint64 rev, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);
  const AmpLayout *layout = amp_layout_get (self, entity);
  g_autofree char *now = amp_store_now ();
  g_autoptr (AmpStatement) statement = NULL;
  int n;

  statement =
    amp_statement_borrow (self, rev == 0 ? layout->insert_main : layout->update_main, error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  amp_statement_bind_text (statement, 2, now);
  amp_statement_bind_int (statement, 3, amp_vault_get_user (self->vault)->id);
  n = bind_half (statement, record, FALSE, 4);
  if (rev != 0)
    amp_statement_bind_int (statement, n, rev);
  if (!amp_statement_run (statement, error))
    return FALSE;
  return sqlite3_changes (self->db) == 1 ||
         fail (entity, AMP_STORE_ERROR_CONFLICT, "somebody saved this record in the meantime",
               error);
}

static gboolean
write_identity (AmpStore *self, const AmpRecord *record, gint64 id, gint64 rev, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);
  const AmpLayout *layout = amp_layout_get (self, entity);
  g_autoptr (AmpStatement) statement = NULL;
  int n;

  if (!layout->has_identity)
    return TRUE;
  statement = amp_statement_borrow (
    self, rev == 0 ? layout->insert_identity : layout->update_identity, error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  n = bind_half (statement, record, TRUE, 2);
  if (rev != 0)
    amp_statement_bind_int (statement, n, rev);
  if (!amp_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (self->db) == 1)
    return TRUE;
  g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
               "The two halves of a record of %s do not fit together", entity->name);
  return FALSE;
}

static gboolean
insert_codes (AmpStore *self, const char *sql, gint64 id, const char *value, GError **error)
{
  g_auto (GStrv) codes = g_strsplit (value, ";", -1);
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self, sql, error);

  if (statement == NULL)
    return FALSE;
  for (char **code = codes; *code != NULL; code++)
    {
      amp_statement_bind_int (statement, 1, id);
      amp_statement_bind_text (statement, 2, *code);
      if (!amp_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_codes (AmpStore *self, const AmpRecord *record, gint64 id, gint64 rev, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);
  const AmpLayout *layout = amp_layout_get (self, entity);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const char *value;

      if (entity->fields[i].kind != AMP_KIND_CODES)
        continue;
      if (rev != 0)
        {
          g_autoptr (AmpStatement) old =
            amp_statement_borrow (self, layout->delete_codes[i], error);

          if (old == NULL)
            return FALSE;
          amp_statement_bind_int (old, 1, id);
          if (!amp_statement_run (old, error))
            return FALSE;
        }
      value = amp_record_get (record, entity->fields[i].name);
      if (value != NULL && !insert_codes (self, layout->insert_codes[i], id, value, error))
        return FALSE;
    }
  return TRUE;
}

/* A column that must not be empty is refused by SQL; a set of codes lives in another table. */
static gboolean
check_required_codes (const AmpRecord *record, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];

      if (field->kind == AMP_KIND_CODES && (field->flags & AMP_FIELD_REQUIRED) &&
          amp_record_get (record, field->name) == NULL)
        {
          g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID, "Needs a code: %s.%s",
                       entity->name, field->name);
          return FALSE;
        }
    }
  return TRUE;
}

/* SQLite does not say which reference is broken. Names the first field that refers to nothing. */
static void
name_broken_reference (AmpStore *self, const AmpRecord *record, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);

  if (error == NULL || !g_error_matches (*error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID) ||
      strstr ((*error)->message, "FOREIGN KEY") == NULL)
    return;

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      const char *value = amp_record_get (record, field->name);
      g_autofree char *sql = NULL;
      gint64 found = 0;

      if (field->kind != AMP_KIND_REF || value == NULL)
        continue;
      sql = g_strdup_printf ("SELECT count(*) FROM main.\"%s\" WHERE id = %" G_GINT64_FORMAT,
                             field->refers, g_ascii_strtoll (value, NULL, 10));
      if (amp_sql_int (self, sql, &found, NULL) && found == 0)
        {
          g_clear_error (error);
          g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID,
                       "Refers to a record that does not exist: %s.%s", entity->name, field->name);
          return;
        }
    }
  g_prefix_error (error, "%s: ", entity->name);
}

/* The names of all fields that hold something, for the event of a new record. */
static char **
filled_fields (const AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);
  GPtrArray *names = g_ptr_array_new ();

  for (gsize i = 0; i < entity->n_fields; i++)
    if (amp_record_get (record, entity->fields[i].name) != NULL)
      g_ptr_array_add (names, g_strdup (entity->fields[i].name));
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

static gboolean
tell (AmpStore *self,
      const AmpRecord *record,
      gint64 id,
      gboolean is_new,
      char **fields,
      const char *reason,
      const guint8 *before,
      GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);
  guint8 after[AMP_HASH_BYTES];
  const AmpAuditChange change = {before, after};
  gboolean alone = !self->bulk;

  if (!amp_record_digest (self, entity->name, id, after, error) ||
      (self->bulk && !is_new && !amp_audit_knows (self, entity->name, id, &alone, error)))
    return FALSE;
  if (!alone)
    return amp_audit_note_untold (self, &change, error);
  return amp_audit_append_change (self, is_new ? AMP_AUDIT_CREATE : AMP_AUDIT_UPDATE, entity, id,
                                  (const char *const *) fields, reason, &change, error);
}

/* What is to be written of a record that is stored: NULL with *error set, or the names of the
 * fields that differ, perhaps none. */
static char **
changed_fields (AmpStore *self, const AmpRecord *record, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);
  g_autoptr (AmpRecord) before = amp_store_load (self, entity, amp_record_id (record), error);

  if (before == NULL)
    return NULL;
  if (amp_record_rev (before) != amp_record_rev (record))
    {
      fail (entity, AMP_STORE_ERROR_CONFLICT, "somebody saved this record in the meantime", error);
      return NULL;
    }
  return amp_record_diff (before, record);
}

/* Within a transaction. */
static gboolean
write_record (AmpStore *self, AmpRecord *record, const char *reason, GError **error)
{
  gint64 old_id = amp_record_id (record), old_rev = amp_record_rev (record);
  gboolean is_new = old_rev == 0;
  gint64 id = old_id != 0 ? old_id : amp_id_new ();
  g_auto (GStrv) fields = NULL;
  guint8 before[AMP_HASH_BYTES];

  if (!self->bulk || !is_new)
    {
      fields = is_new ? filled_fields (record) : changed_fields (self, record, error);
      if (fields == NULL)
        return FALSE;
      if (!is_new && fields[0] == NULL)
        return TRUE;
    }

  if (!is_new && !amp_record_digest (self, amp_record_entity (record)->name, id, before, error))
    return FALSE;
  if (!check_required_codes (record, error) || !write_main (self, record, id, old_rev, error) ||
      !write_identity (self, record, id, old_rev, error) ||
      !write_codes (self, record, id, old_rev, error) ||
      !tell (self, record, id, is_new, fields, reason, is_new ? NULL : before, error))
    return FALSE;

  amp_record_set_identity (record, id, old_rev + 1);
  if (!amp_search_put (self, record, is_new, error))
    {
      amp_record_set_identity (record, old_id, old_rev);
      return FALSE;
    }
  return TRUE;
}

gboolean
amp_store_save (AmpStore *self, AmpRecord *record, const char *reason, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 id, rev;

  g_return_val_if_fail (self != NULL && record != NULL, FALSE);

  id = amp_record_id (record);
  rev = amp_record_rev (record);
  if (!amp_store_begin (self, error))
    return FALSE;

  if (!write_record (self, record, reason, &local))
    {
      amp_store_rollback (self);
      name_broken_reference (self, record, &local);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!amp_store_commit (self, error))
    {
      amp_record_set_identity (record, id, rev);
      return FALSE;
    }
  return TRUE;
}

gint64
amp_store_count (AmpStore *self, const AmpEntity *entity, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 n;

  g_return_val_if_fail (self != NULL && entity != NULL, -1);

  sql = g_strdup_printf ("SELECT count(*) FROM main.\"%s\" WHERE deleted_at IS NULL", entity->name);
  return amp_sql_int (self, sql, &n, error) ? n : -1;
}

gint64
amp_store_find_unique (
  AmpStore *self, const AmpEntity *entity, const char *field, const char *value, GError **error)
{
  const AmpField *known;
  g_autofree char *sql = NULL;
  g_autoptr (AmpStatement) statement = NULL;
  int on_row;

  g_return_val_if_fail (self != NULL && entity != NULL && value != NULL, -1);

  known = amp_entity_field (entity, field);
  g_return_val_if_fail (
    known != NULL && (known->flags & AMP_FIELD_UNIQUE) != 0 && !amp_field_is_private (known), -1);
  sql = g_strdup_printf ("SELECT id FROM main.\"%s\" WHERE \"%s\" = ?1", entity->name, field);
  statement = amp_statement_borrow (self, sql, error);
  if (statement == NULL)
    return -1;
  amp_statement_bind_text (statement, 1, value);
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return -1;
  return on_row > 0 ? amp_statement_int (statement, 0) : 0;
}
