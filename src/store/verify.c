/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Does everything in the vault still fit together? The chain event by event, then the two databases
 * as a whole.
 *
 * What the chain cannot show by itself: its last events cut off. Against somebody who holds K_case
 * only, the head that stands in identity.db too shows it; against somebody with both keys, only a
 * head that was noted elsewhere (amp_store_audit_head()) does. */
#include "store/connection.h"

#include "store/attachments-private.h"
#include "store/audit-bytes.h"
#include "store/layout.h"
#include "store/migrate.h"
#include "store/statement.h"

#include <string.h>

#define EVENTS_PER_REPORT 256

/* Where the walk along the chain stands. */
typedef struct
{
  AmpStore *store;
  GHashTable *keys; /* actor -> 32 bytes */
  guint64 seq;
  guint8 hash[AMP_HASH_BYTES];
} Walk;

static gboolean
broken (guint64 seq, const char *what, GError **error)
{
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN,
               "Audit event %" G_GUINT64_FORMAT ": %s", seq, what);
  return FALSE;
}

static void
add_key (GHashTable *keys, gint64 user, const guint8 key[32])
{
  gint64 *id = g_new (gint64, 1);

  *id = user;
  g_hash_table_insert (keys, id, g_memdup2 (key, 32));
}

/* The keyring is authenticated, so its keys go before those on file; only a supervisor may be shown
 * all of them. */
static gboolean
load_keys (AmpStore *store, GHashTable *keys, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  g_autoptr (GPtrArray) users = amp_vault_list_users (store->vault, NULL);
  int on_row;

  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const AmpUser *user = users->pdata[i];

      add_key (keys, user->id, user->sign_public);
    }
  add_key (keys, amp_vault_get_user (store->vault)->id,
           amp_vault_get_user (store->vault)->sign_public);

  statement = amp_statement_borrow (store, "SELECT user, sign_public FROM main.user_key", error);
  if (statement == NULL)
    return FALSE;
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 user = amp_statement_int (statement, 0);
      gsize length;
      const guint8 *key = amp_statement_blob (statement, 1, &length);
      const guint8 *known = g_hash_table_lookup (keys, &user);

      if (length != 32 || (known != NULL && memcmp (known, key, 32) != 0))
        {
          g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN,
                       "The signing key on file for user %" G_GINT64_FORMAT " is not that user's",
                       user);
          return FALSE;
        }
      if (known == NULL)
        add_key (keys, user, key);
    }
  return on_row == 0;
}

static gboolean
check_signature (Walk *walk, AmpStatement *statement, const AmpAuditBytes *event, GError **error)
{
  const guint8 *key = g_hash_table_lookup (walk->keys, &event->actor);
  guint8 signed_bytes[AMP_AUDIT_SIGNED_BYTES];
  const guint8 *signature;
  gsize length;

  if (key == NULL)
    return broken (event->seq, "signed by a user nobody knows", error);
  signature = amp_statement_blob (statement, 11, &length);
  amp_audit_signed_bytes (walk->hash, signed_bytes);
  if (length != AMP_SIGNATURE_BYTES ||
      !amp_verify_signature (key, signed_bytes, sizeof signed_bytes, signature))
    return broken (event->seq, "the signature does not fit", error);
  return TRUE;
}

/* Checks the event of the current row against the walk and moves on to it. */
static gboolean
check_event (Walk *walk, AmpStatement *statement, GError **error)
{
  AmpAuditBytes event = {0};
  guint8 expected[AMP_HASH_BYTES];
  const guint8 *prev, *hash;
  gsize prev_length, hash_length;

  event.seq = (guint64) amp_statement_int (statement, 0);
  event.at = amp_statement_text (statement, 1);
  event.actor = amp_statement_int (statement, 2);
  event.role = amp_statement_text (statement, 3);
  event.action = amp_statement_text (statement, 4);
  event.object_type = amp_statement_text (statement, 5);
  event.object_ref = amp_statement_blob (statement, 6, &event.object_ref_length);
  event.fields = amp_statement_text (statement, 7);
  event.reason = amp_statement_text (statement, 8);
  prev = amp_statement_blob (statement, 9, &prev_length);
  hash = amp_statement_blob (statement, 10, &hash_length);

  if (event.seq != walk->seq + 1)
    return broken (walk->seq + 1, "is missing", error);
  if (prev_length != AMP_HASH_BYTES || memcmp (prev, walk->hash, AMP_HASH_BYTES) != 0)
    return broken (event.seq, "does not follow on the one before", error);

  event.prev_hash = walk->hash;
  amp_audit_hash (&event, amp_vault_get_id (walk->store->vault), expected);
  if (hash_length != AMP_HASH_BYTES || memcmp (hash, expected, AMP_HASH_BYTES) != 0)
    return broken (event.seq, "was changed: the hash does not fit", error);

  walk->seq = event.seq;
  memcpy (walk->hash, expected, AMP_HASH_BYTES);
  return check_signature (walk, statement, &event, error);
}

static gboolean
walk_events (Walk *walk, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  gint64 total;
  int on_row;

  if (!amp_sql_int (walk->store, "SELECT coalesce(max(seq), 0) FROM main.audit_event", &total,
                    error))
    return FALSE;
  statement = amp_statement_borrow (walk->store,
                                    "SELECT seq, at, actor, role, action, object_type, object_ref, "
                                    "fields, reason, prev_hash, hash, signature "
                                    "FROM main.audit_event ORDER BY seq",
                                    error);
  if (statement == NULL)
    return FALSE;

  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      if (!check_event (walk, statement, error))
        return FALSE;
      if (walk->seq % EVENTS_PER_REPORT == 0)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          amp_progress_set (progress, walk->seq, (guint64) total);
        }
    }
  return on_row == 0;
}

/* The head as identity.db remembers it. */
static gboolean
check_head (Walk *walk, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  const void *hash;
  gsize length;
  int on_row;

  statement = amp_statement_borrow (
    walk->store, "SELECT audit_seq, audit_hash FROM identity.vault_state", error);
  if (statement == NULL)
    return FALSE;
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return FALSE;
  hash = amp_statement_blob (statement, 1, &length);
  if (on_row == 1 && (guint64) amp_statement_int (statement, 0) == walk->seq &&
      length == AMP_HASH_BYTES && memcmp (hash, walk->hash, AMP_HASH_BYTES) == 0)
    return TRUE;
  return broken (walk->seq, "is not the last one that identity.db knows of", error);
}

gboolean
amp_store_audit_verify (AmpStore *self,
                        guint64 *n_events,
                        AmpProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GHashTable) keys = NULL;
  Walk walk = {0};
  gboolean holds;

  g_return_val_if_fail (self != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  keys = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  walk.store = self;
  walk.keys = keys;
  holds = load_keys (self, keys, error) && walk_events (&walk, progress, cancellable, error) &&
          (amp_store_in_transaction (self) || check_head (&walk, error));
  if (n_events != NULL)
    *n_events = walk.seq;
  return holds;
}

static gboolean
damaged (const char *table, const char *what, GError **error)
{
  g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED, "%s: %s", table, what);
  return FALSE;
}

static gboolean
check_references (AmpStore *self, const char *schema, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s.foreign_key_check", schema);
  g_autoptr (AmpStatement) statement = amp_statement_new (self, sql, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  on_row = amp_statement_step (statement, error);
  if (on_row > 0)
    return damaged (amp_statement_text (statement, 0), "a row refers to one that does not exist",
                    error);
  return on_row == 0;
}

static gboolean
check_halves (AmpStore *self, const AmpEntity *entity, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 found;

  if (!amp_layout_get (self, entity)->has_identity)
    return TRUE;
  sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM main.\"%s\" m LEFT JOIN identity.\"%s\" i "
                         "ON i.id = m.id WHERE i.rev IS NOT m.rev) "
                         "OR EXISTS (SELECT 1 FROM identity.\"%s\" i LEFT JOIN main.\"%s\" m "
                         "ON m.id = i.id WHERE m.id IS NULL)",
                         entity->name, entity->name, entity->name, entity->name);
  if (!amp_sql_int (self, sql, &found, error))
    return FALSE;
  return found == 0 ||
         damaged (entity->name, "the two halves of a record do not fit together", error);
}

static gboolean
check_everything (AmpStore *self, GError **error)
{
  if (!amp_migrate_check_step (self, error) || !check_references (self, "main", error) ||
      !check_references (self, "identity", error))
    return FALSE;
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    if (!check_halves (self, *entity, error))
      return FALSE;
  return TRUE;
}

gboolean
amp_store_verify (AmpStore *self, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  gboolean fits;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!amp_vault_verify_pages (self->vault, self->db, progress, cancellable, error))
    return FALSE;
  amp_store_watch (self, cancellable);
  fits = check_everything (self, error);
  amp_store_unwatch (self);
  return fits && amp_attachments_verify (self, progress, cancellable, error) &&
         amp_store_audit_verify (self, NULL, progress, cancellable, error);
}
