/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Appending to the audit chain and reading it back. The bytes that are hashed: audit.h. */
#include "store/audit.h"

#include "store/audit-bytes.h"
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
    store, "SELECT seq, hash FROM main.audit_event ORDER BY seq DESC LIMIT 1", error);
  if (statement == NULL)
    return FALSE;
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return FALSE;

  store->head_seq = 0;
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
    }
  store->head_known = TRUE;
  return TRUE;
}

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
    "reason, prev_hash, hash, signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
    "?12)",
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
  return amp_statement_run (statement, error);
}

/* So that the chain names a record to nobody without K_case, and a restored copy still fits. */
static gboolean
object_ref (
  AmpStore *store, const AmpEntity *entity, gint64 id, guint8 out[AMP_HASH_BYTES], GError **error)
{
  g_autofree char *plain = g_strdup_printf ("%s:%" G_GINT64_FORMAT, entity->name, id);

  return amp_vault_keyed_hash (store->vault, AMP_KEYED_AUDIT_REF, plain, strlen (plain), out,
                               error);
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
  const AmpUser *user = amp_vault_get_user (store->vault);
  g_autofree char *at = amp_store_now ();
  g_autofree char *joined = NULL;
  guint8 ref[AMP_HASH_BYTES], hash[AMP_HASH_BYTES];
  AmpAuditBytes event = {0};

  if (!amp_audit_load_head (store, error))
    return FALSE;
  if (fields != NULL && fields[0] != NULL)
    joined = g_strjoinv (";", (char **) fields);

  event.seq = store->head_seq + 1;
  event.at = at;
  event.actor = user->id;
  event.role = amp_role_to_code (user->role);
  event.action = amp_audit_action_to_code (action);
  event.object_type = entity != NULL ? entity->name : NULL;
  if (entity != NULL && id != 0)
    {
      if (!object_ref (store, entity, id, ref, error))
        return FALSE;
      event.object_ref = ref;
      event.object_ref_length = sizeof ref;
    }
  event.fields = joined;
  event.reason = reason;
  event.prev_hash = store->head_hash;

  amp_audit_hash (&event, amp_vault_get_id (store->vault), hash);
  if (!insert (store, &event, hash, error))
    return FALSE;

  store->head_seq = event.seq;
  memcpy (store->head_hash, hash, AMP_HASH_BYTES);
  return TRUE;
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

static char *
to_hex (const guint8 *data, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  char *hex = g_malloc (length * 2 + 1);

  for (gsize i = 0; i < length; i++)
    {
      hex[i * 2] = digits[data[i] >> 4];
      hex[i * 2 + 1] = digits[data[i] & 15];
    }
  hex[length * 2] = '\0';
  return hex;
}

static char *
hex_column (AmpStatement *statement, int column)
{
  gsize length;
  const void *data = amp_statement_blob (statement, column, &length);

  return data == NULL ? NULL : to_hex (data, length);
}

static void
event_clear (AmpAuditEvent *event)
{
  g_free (event->at);
  g_free (event->role);
  g_free (event->action);
  g_free (event->object_type);
  g_free (event->object_ref);
  g_free (event->fields);
  g_free (event->reason);
  g_free (event->hash);
}

#define EVENT_COLUMNS                                                                              \
  "SELECT seq, at, actor, role, action, object_type, object_ref, fields, reason, hash FROM "       \
  "main.audit_event "

static void
event_read (AmpAuditEvent *event, AmpStatement *statement)
{
  event->seq = (guint64) amp_statement_int (statement, 0);
  event->at = g_strdup (amp_statement_text (statement, 1));
  event->actor = amp_statement_int (statement, 2);
  event->role = g_strdup (amp_statement_text (statement, 3));
  event->action = g_strdup (amp_statement_text (statement, 4));
  event->object_type = g_strdup (amp_statement_text (statement, 5));
  event->object_ref = hex_column (statement, 6);
  event->fields = g_strdup (amp_statement_text (statement, 7));
  event->reason = g_strdup (amp_statement_text (statement, 8));
  event->hash = hex_column (statement, 9);
}

gboolean
amp_store_audit_list (AmpStore *self, AmpAuditFunc func, gpointer data, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  int on_row;

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  statement = amp_statement_borrow (self, EVENT_COLUMNS "ORDER BY seq", error);
  if (statement == NULL)
    return FALSE;

  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpAuditEvent event = {0};
      gboolean go_on;

      event_read (&event, statement);
      go_on = func (&event, data);
      event_clear (&event);
      if (!go_on)
        return TRUE;
    }
  return on_row == 0;
}

/* --- The events of a record and of what belongs to it --- */

static gboolean add_tree (AmpStore *self, GArray *events, AmpAuditObject root, GError **error);

/* By an index: what the rest of the log holds costs nothing. */
static gboolean
add_events (AmpStore *self, GArray *events, AmpAuditObject object, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  guint8 ref[AMP_HASH_BYTES];
  int on_row;

  if (!object_ref (self, object.entity, object.id, ref, error))
    return FALSE;
  statement = amp_statement_borrow (self, EVENT_COLUMNS "WHERE object_ref = ?1", error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_blob (statement, 1, ref, sizeof ref);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpAuditEvent event = {0};

      event_read (&event, statement);
      g_array_append_val (events, event);
    }
  return on_row == 0;
}

/* With those that are deleted: their events are still told. */
static gboolean
add_children (AmpStore *self, GArray *events, const AmpEntity *child, gint64 parent, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id FROM main.\"%s\" WHERE \"%s\" = ?1", child->name, child->parent);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self, sql, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, parent);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0);

      g_array_append_val (ids, id);
    }
  g_clear_pointer (&statement, amp_statement_release);
  for (guint i = 0; on_row == 0 && i < ids->len; i++)
    if (!add_tree (self, events, (AmpAuditObject){child, g_array_index (ids, gint64, i)}, error))
      return FALSE;
  return on_row == 0;
}

static gboolean
add_tree (AmpStore *self, GArray *events, AmpAuditObject root, GError **error)
{
  if (!add_events (self, events, root, error))
    return FALSE;
  for (const AmpEntity *const *child = amp_entities (); *child != NULL; child++)
    if ((*child)->parent != NULL &&
        strcmp (amp_entity_field (*child, (*child)->parent)->refers, root.entity->name) == 0 &&
        !add_children (self, events, *child, root.id, error))
      return FALSE;
  return TRUE;
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const AmpAuditEvent *one = a, *other = b;

  return one->seq < other->seq ? -1 : one->seq > other->seq;
}

static void
event_clear_one (gpointer event)
{
  event_clear (event);
}

gboolean
amp_store_audit_list_of (AmpStore *self,
                         const AmpAuditObject *roots,
                         gsize n_roots,
                         AmpAuditFunc func,
                         gpointer data,
                         GError **error)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (AmpAuditEvent));

  g_return_val_if_fail (self != NULL && roots != NULL && func != NULL, FALSE);

  g_array_set_clear_func (events, event_clear_one);
  for (gsize i = 0; i < n_roots; i++)
    if (!add_tree (self, events, roots[i], error))
      return FALSE;
  g_array_sort (events, compare_events);
  for (guint i = 0; i < events->len; i++)
    {
      const AmpAuditEvent *event = &g_array_index (events, AmpAuditEvent, i);

      /* A record under two of the roots is told once. */
      if (i > 0 && event->seq == g_array_index (events, AmpAuditEvent, i - 1).seq)
        continue;
      if (!func (event, data))
        break;
    }
  return TRUE;
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
