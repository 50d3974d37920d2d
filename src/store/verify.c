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
#include "store/facts-private.h"
#include "store/layout.h"
#include "store/losses.h"
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
  AmpLosses *lost; /* what is not there */
  AmpLosses *told; /* what a salvage said of it */
  guint64 told_by; /* number of that event */
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

/* Behind a gap nobody knows what came before: that its hash covers and its signature signs. */
static void
jump (Walk *walk, guint64 seq, const guint8 prev[AMP_HASH_BYTES])
{
  amp_losses_add_gap (walk->lost, walk->seq + 1, seq - 1);
  walk->seq = seq - 1;
  memcpy (walk->hash, prev, AMP_HASH_BYTES);
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

  if (event.seq > walk->seq + 1 && prev_length == AMP_HASH_BYTES)
    jump (walk, event.seq, prev);
  if (prev_length != AMP_HASH_BYTES || memcmp (prev, walk->hash, AMP_HASH_BYTES) != 0)
    return broken (event.seq, "does not follow on the one before", error);

  event.prev_hash = walk->hash;
  amp_audit_hash (&event, amp_vault_get_id (walk->store->vault), expected);
  if (hash_length != AMP_HASH_BYTES || memcmp (hash, expected, AMP_HASH_BYTES) != 0)
    return broken (event.seq, "was changed: the hash does not fit", error);

  walk->seq = event.seq;
  memcpy (walk->hash, expected, AMP_HASH_BYTES);
  if (!check_signature (walk, statement, &event, error))
    return FALSE;
  if (g_strcmp0 (event.action, amp_audit_action_to_code (AMP_AUDIT_RESTORE)) == 0 &&
      g_strcmp0 (event.reason, AMP_LOSSES_REASON) == 0)
    {
      amp_losses_read (walk->told, event.fields, event.seq);
      walk->told_by = event.seq;
    }
  return TRUE;
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

static gboolean
check_halves (AmpStore *self, const AmpEntity *entity, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 found;

  if (!amp_layout_get (self, entity)->has_identity)
    return TRUE;
  sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM main.\"%s\" m LEFT JOIN identity.\"%s\" i "
                         "ON i.id = m.id WHERE i.rev IS NOT m.rev)",
                         entity->name, entity->name);
  if (!amp_sql_int (self, sql, &found, error))
    return FALSE;
  if (found != 0)
    g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                 "%s: the two halves of a record do not fit together", entity->name);
  return found == 0;
}

/* lost: gets the rows that refer to one that is not there. */
static gboolean
check_everything (AmpStore *self, AmpLosses *lost, GError **error)
{
  if (!amp_migrate_check_step (self, error) || !amp_losses_find_orphans (lost, self, error))
    return FALSE;
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    if (!check_halves (self, *entity, error))
      return FALSE;
  return TRUE;
}

/* What is not there must be told; and then, that it is not there. */
static gboolean
judge (const Walk *walk, GError **error)
{
  const AmpGap *gap = amp_losses_find_untold_gap (walk->lost, walk->told);
  const char *table = amp_losses_find_untold_orphans (walk->lost, walk->told);
  const guint64 n_orphans = amp_losses_count_orphans (walk->lost);

  if (table != NULL)
    g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                 "%s: a row refers to one that does not exist", table);
  else if (gap != NULL)
    broken (gap->first, "is missing", error);
  else if (walk->lost->gaps->len > 0 || n_orphans > 0)
    g_set_error (
      error, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED,
      "Salvaged, as audit event %" G_GUINT64_FORMAT
      " tells: gaps in the log: %u, rows that refer to one that was lost: %" G_GUINT64_FORMAT,
      walk->told_by, walk->lost->gaps->len, n_orphans);
  else
    return TRUE;
  return FALSE;
}

/* with_records: the two databases as a whole too. */
static gboolean
verify (AmpStore *self,
        gboolean with_records,
        guint64 *n_events,
        AmpProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (AmpLosses) lost = amp_losses_new (), told = amp_losses_new ();
  Walk walk = {.store = self, .keys = keys, .lost = lost, .told = told};
  gboolean holds = TRUE;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (with_records)
    {
      amp_store_watch (self, cancellable);
      holds = check_everything (self, lost, error);
      amp_store_unwatch (self);
      holds = holds && amp_attachments_verify (self, progress, cancellable, error) &&
              amp_facts_verify (self, progress, cancellable, error);
    }
  holds = holds && load_keys (self, keys, error) &&
          walk_events (&walk, progress, cancellable, error) &&
          (amp_store_in_transaction (self) || check_head (&walk, error)) && judge (&walk, error);
  if (n_events != NULL)
    *n_events = walk.seq;
  return holds;
}

gboolean
amp_store_audit_verify (AmpStore *self,
                        guint64 *n_events,
                        AmpProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return verify (self, FALSE, n_events, progress, cancellable, error);
}

gboolean
amp_store_verify (AmpStore *self, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return amp_vault_verify_pages (self->vault, self->db, progress, cancellable, error) &&
         verify (self, TRUE, NULL, progress, cancellable, error);
}
