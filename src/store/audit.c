/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Appending to the audit chain. The bytes that are hashed: audit.h. */
#include "store/audit.h"

#include "store/audit-bytes.h"
#include "store/record-digest.h"
#include "store/statement.h"

#include <string.h>

static const char *const action_codes[] = {
  [AMP_AUDIT_CREATE_VAULT] = "create_vault",
  [AMP_AUDIT_UNLOCK] = "unlock",
  [AMP_AUDIT_LOCK] = "lock",
  [AMP_AUDIT_FAILED_UNLOCK] = "failed_unlock",
  [AMP_AUDIT_VIEW_IDENTITY] = "view_identity",
  [AMP_AUDIT_VIEW_CASE] = "view_case",
  [AMP_AUDIT_CREATE] = "create",
  [AMP_AUDIT_UPDATE] = "update",
  [AMP_AUDIT_DELETE] = "delete",
  [AMP_AUDIT_IMPORT] = "import",
  [AMP_AUDIT_EXPORT] = "export",
  [AMP_AUDIT_PRINT] = "print",
  [AMP_AUDIT_MERGE] = "merge",
  [AMP_AUDIT_CONSENT_OVERRIDE] = "consent_override",
  [AMP_AUDIT_KEY_CHANGE] = "key_change",
  [AMP_AUDIT_BACKUP] = "backup",
  [AMP_AUDIT_RESTORE] = "restore",
  [AMP_AUDIT_TIME_JUMP] = "time_jump",
};

const char *
amp_audit_action_to_code (AmpAuditAction action)
{
  g_return_val_if_fail ((gsize) action < G_N_ELEMENTS (action_codes), NULL);
  return action_codes[action];
}

gboolean
amp_audit_load_head (AmpStore *store, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  const void *hash;
  gsize length;
  int on_row;

  if (store->head_known)
    return TRUE;
  statement = amp_statement_borrow (
    store, "SELECT seq, hash, records IS NOT NULL FROM main.audit_event ORDER BY seq DESC LIMIT 1",
    error);
  if (statement == NULL)
    return FALSE;
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return FALSE;

  store->head_seq = 0;
  store->head_has_stock = FALSE;
  memset (store->head_hash, 0, AMP_HASH_BYTES);
  if (on_row)
    {
      hash = amp_statement_blob (statement, 1, &length);
      if (length != AMP_HASH_BYTES)
        {
          g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN,
                               "The last audit event has no proper hash");
          return FALSE;
        }
      store->head_seq = (guint64) amp_statement_int (statement, 0);
      memcpy (store->head_hash, hash, AMP_HASH_BYTES);
      store->head_has_stock = amp_statement_int (statement, 2) != 0;
    }
  store->head_known = TRUE;
  return TRUE;
}

/* --- What the records are --- */

gboolean
amp_audit_load_stock (AmpStore *store, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  const guint8 *bytes;
  gsize length;

  if (store->stock_known)
    return TRUE;
  statement = amp_statement_borrow (store, "SELECT records FROM identity.vault_state", error);
  if (statement == NULL || amp_statement_step (statement, error) < 0)
    return FALSE;
  bytes = amp_statement_blob (statement, 0, &length);
  if (length != AMP_STOCK_BYTES)
    {
      g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN,
                           "identity.db has lost its sum of the records");
      return FALSE;
    }
  amp_stock_unpack (&store->stock, bytes);
  store->stock_known = TRUE;
  return TRUE;
}

static gboolean
put_one (const char *table,
         gint64 id,
         const char *created_at,
         const guint8 digest[AMP_HASH_BYTES],
         gpointer data,
         GError **error)
{
  (void) table;
  (void) id;
  (void) created_at;
  (void) error;
  amp_stock_put (data, digest);
  return TRUE;
}

gboolean
amp_audit_take_stock (AmpStore *store, GError **error)
{
  memset (&store->stock, 0, sizeof store->stock);
  store->head_has_stock = FALSE;
  store->stock_known = amp_record_digest_all (store, put_one, &store->stock, error);
  return store->stock_known;
}

static void
apply (AmpStock *stock, const AmpAuditChange *change)
{
  if (change != NULL && change->before != NULL)
    amp_stock_take (stock, change->before);
  if (change != NULL && change->after != NULL)
    amp_stock_put (stock, change->after);
}

gboolean
amp_audit_note_untold (AmpStore *store, const AmpAuditChange *change, GError **error)
{
  if (!amp_audit_load_stock (store, error))
    return FALSE;
  apply (&store->untold, change);
  store->n_bulk++;
  return TRUE;
}

/* --- Appending --- */

static gboolean
insert (AmpStore *store,
        const AmpAuditBytes *event,
        const guint8 hash[AMP_HASH_BYTES],
        GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  guint8 signature[AMP_SIGNATURE_BYTES];
  guint8 signed_bytes[AMP_AUDIT_SIGNED_BYTES];

  statement = amp_statement_borrow (
    store,
    "INSERT INTO main.audit_event (seq, at, actor, role, action, object_type, object_ref, fields, "
    "reason, prev_hash, hash, signature, digests, records) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
    "?9, ?10, ?11, ?12, ?13, ?14)",
    error);
  if (statement == NULL)
    return FALSE;

  amp_audit_signed_bytes (hash, signed_bytes);
  amp_vault_sign (store->vault, signed_bytes, sizeof signed_bytes, signature);

  amp_statement_bind_int (statement, 1, (gint64) event->seq);
  amp_statement_bind_text (statement, 2, event->at);
  amp_statement_bind_int (statement, 3, event->actor);
  amp_statement_bind_text (statement, 4, event->role);
  amp_statement_bind_text (statement, 5, event->action);
  amp_statement_bind_text (statement, 6, event->object_type);
  if (event->object_ref != NULL)
    amp_statement_bind_blob (statement, 7, event->object_ref, event->object_ref_length);
  amp_statement_bind_text (statement, 8, event->fields);
  amp_statement_bind_text (statement, 9, event->reason);
  amp_statement_bind_blob (statement, 10, event->prev_hash, AMP_HASH_BYTES);
  amp_statement_bind_blob (statement, 11, hash, AMP_HASH_BYTES);
  amp_statement_bind_blob (statement, 12, signature, sizeof signature);
  if (event->digests != NULL)
    amp_statement_bind_blob (statement, 13, event->digests, event->digests_length);
  amp_statement_bind_blob (statement, 14, event->records, event->records_length);
  return amp_statement_run (statement, error);
}

/* A restored copy still fits, and who lacks K_case cannot guess. */
gboolean
amp_audit_ref (
  AmpStore *store, const char *table, gint64 id, guint8 out[AMP_HASH_BYTES], GError **error)
{
  g_autofree char *plain = g_strdup_printf ("%s:%" G_GINT64_FORMAT, table, id);

  return amp_vault_keyed_hash (store->vault, AMP_KEYED_AUDIT_REF, plain, strlen (plain), out,
                               error);
}

gboolean
amp_audit_knows (AmpStore *store, const char *table, gint64 id, gboolean *knows, GError **error)
{
  guint8 ref[AMP_HASH_BYTES];
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    store, "SELECT 1 FROM main.audit_event WHERE object_ref = ?1 LIMIT 1", error);
  int on_row = -1;

  if (statement != NULL && amp_audit_ref (store, table, id, ref, error))
    {
      amp_statement_bind_blob (statement, 1, ref, sizeof ref);
      on_row = amp_statement_step (statement, error);
    }
  *knows = on_row > 0;
  return on_row >= 0;
}

/* The bytes of an event that may be large; the event points into them. */
typedef struct
{
  guint8 ref[AMP_HASH_BYTES];
  guint8 digests[2 * AMP_HASH_BYTES];
  guint8 records[AMP_STOCK_BYTES];
} Buffers;

static void
add_digests (AmpAuditBytes *event, Buffers *buffers, const AmpAuditChange *change)
{
  const guint8 *const halves[] = {change->before, change->after};

  for (gsize i = 0; i < G_N_ELEMENTS (halves); i++)
    if (halves[i] != NULL)
      {
        memcpy (buffers->digests + event->digests_length, halves[i], AMP_HASH_BYTES);
        event->digests_length += AMP_HASH_BYTES;
      }
  event->digests = buffers->digests;
}

/* whole: the sum does not follow from the event before. */
static void
add_records (AmpAuditBytes *event, Buffers *buffers, const AmpStock *stock, gboolean whole)
{
  if (whole)
    amp_stock_pack (stock, buffers->records);
  else
    amp_stock_hash (stock, buffers->records);
  event->records = buffers->records;
  event->records_length = whole ? AMP_STOCK_BYTES : AMP_HASH_BYTES;
}

typedef struct
{
  AmpAuditAction action;
  const AmpEntity *entity;
  gint64 id;
  const char *const *fields;
  const char *reason;
  const AmpAuditChange *change;
  gboolean whole;
} Wanted;

static gboolean
append_event (AmpStore *store, const Wanted *wanted, GError **error)
{
  const AmpUser *user = amp_vault_get_user (store->vault);
  g_autofree char *at = amp_store_now ();
  g_autofree char *joined = NULL;
  guint8 hash[AMP_HASH_BYTES];
  Buffers buffers;
  AmpAuditBytes event = {0};

  if (!amp_audit_load_head (store, error) || !amp_audit_load_stock (store, error))
    return FALSE;
  if (wanted->fields != NULL && wanted->fields[0] != NULL)
    joined = g_strjoinv (";", (char **) wanted->fields);

  event.seq = store->head_seq + 1;
  event.at = at;
  event.actor = user->id;
  event.role = amp_role_to_code (user->role);
  event.action = amp_audit_action_to_code (wanted->action);
  event.object_type = wanted->entity != NULL ? wanted->entity->name : NULL;
  if (wanted->entity != NULL && wanted->id != 0)
    {
      if (!amp_audit_ref (store, wanted->entity->name, wanted->id, buffers.ref, error))
        return FALSE;
      event.object_ref = buffers.ref;
      event.object_ref_length = sizeof buffers.ref;
    }
  event.fields = joined;
  event.reason = wanted->reason;
  event.prev_hash = store->head_hash;
  if (wanted->change != NULL)
    add_digests (&event, &buffers, wanted->change);
  apply (&store->stock, wanted->change);
  add_records (&event, &buffers, &store->stock, wanted->whole || !store->head_has_stock);

  amp_audit_hash (&event, amp_vault_get_id (store->vault), hash);
  if (!insert (store, &event, hash, error))
    return FALSE;

  store->head_seq = event.seq;
  store->head_has_stock = TRUE;
  memcpy (store->head_hash, hash, AMP_HASH_BYTES);
  return TRUE;
}

gboolean
amp_audit_append_change (AmpStore *store,
                         AmpAuditAction action,
                         const AmpEntity *entity,
                         gint64 id,
                         const char *const *fields,
                         const char *reason,
                         const AmpAuditChange *change,
                         GError **error)
{
  const Wanted wanted = {action, entity, id, fields, reason, change, FALSE};

  return append_event (store, &wanted, error);
}

gboolean
amp_audit_append (AmpStore *store,
                  AmpAuditAction action,
                  const AmpEntity *entity,
                  gint64 id,
                  const char *const *fields,
                  const char *reason,
                  GError **error)
{
  return amp_audit_append_change (store, action, entity, id, fields, reason, NULL, error);
}

gboolean
amp_audit_append_import (AmpStore *store, const char *reason, GError **error)
{
  const Wanted wanted = {.action = AMP_AUDIT_IMPORT, .reason = reason, .whole = TRUE};

  if (!amp_audit_load_stock (store, error))
    return FALSE;
  amp_stock_put_all (&store->stock, &store->untold);
  memset (&store->untold, 0, sizeof store->untold);
  store->n_bulk = 0;
  return append_event (store, &wanted, error);
}

gboolean
amp_store_audit (AmpStore *self,
                 AmpAuditAction action,
                 const AmpEntity *entity,
                 gint64 id,
                 const char *const *fields,
                 const char *reason,
                 GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!amp_store_begin (self, error))
    return FALSE;
  if (!amp_audit_append (self, action, entity, id, fields, reason, error))
    {
      amp_store_rollback (self);
      return FALSE;
    }
  return amp_store_commit (self, error);
}

gboolean
amp_store_audit_head (AmpStore *self, guint64 *seq, guint8 hash[AMP_HASH_BYTES], GError **error)
{
  g_return_val_if_fail (self != NULL && seq != NULL && hash != NULL, FALSE);

  if (!amp_audit_load_head (self, error))
    return FALSE;
  *seq = self->head_seq;
  memcpy (hash, self->head_hash, AMP_HASH_BYTES);
  return TRUE;
}

gboolean
amp_audit_register_key (AmpStore *store, GError **error)
{
  const AmpUser *user = amp_vault_get_user (store->vault);
  g_autoptr (AmpStatement) statement = NULL;
  const void *known;
  gsize length;
  int on_row;

  statement =
    amp_statement_borrow (store, "SELECT sign_public FROM main.user_key WHERE user = ?1", error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, user->id);
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return FALSE;
  if (on_row > 0)
    {
      known = amp_statement_blob (statement, 0, &length);
      if (length == sizeof user->sign_public && memcmp (known, user->sign_public, length) == 0)
        return TRUE;
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN,
                   "The signing key on file for user %" G_GINT64_FORMAT " is not that user's",
                   user->id);
      return FALSE;
    }
  g_clear_pointer (&statement, amp_statement_release);

  if (!amp_store_begin (store, error))
    return FALSE;
  statement = amp_statement_borrow (
    store, "INSERT INTO main.user_key (user, sign_public) VALUES (?1, ?2)", error);
  if (statement != NULL)
    {
      amp_statement_bind_int (statement, 1, user->id);
      amp_statement_bind_blob (statement, 2, user->sign_public, sizeof user->sign_public);
    }
  if (statement == NULL || !amp_statement_run (statement, error))
    {
      amp_store_rollback (store);
      return FALSE;
    }
  return amp_store_commit (store, error);
}
