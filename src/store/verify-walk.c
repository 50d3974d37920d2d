/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Along the chain, event by event: each against the one before, its own hash, its signer's key, and
 * the anchors. What is wrong is told, and the walk goes on. */
#include "store/verify-private.h"

#include "store/audit-bytes.h"
#include "store/audit.h"

#include <string.h>

static AmpChainUser *
find_user (AmpChainWalk *self, gint64 id)
{
  for (guint i = 0; i < self->users->len; i++)
    {
      AmpChainUser *user = &g_array_index (self->users, AmpChainUser, i);

      if (user->id == id)
        return user;
    }
  return NULL;
}

/* --- Keys --- */

/* The keyring is signed by supervisors and keeps everybody who ever had access. */
static gboolean
load_users (AmpChainWalk *self, GError **error)
{
  g_autoptr (GPtrArray) users = amp_vault_list_users (self->store->vault, error);

  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const AmpUser *known = users->pdata[i];
      AmpChainUser user = {.id = known->id, .role = known->role};

      memcpy (user.key, known->sign_public, sizeof user.key);
      if (!amp_audit_ref (self->store, "user", user.id, user.ref, error))
        return FALSE;
      g_array_append_val (self->users, user);
    }
  return users != NULL;
}

/* What casework.db keeps is for other readers of the vault; it must say the same. */
static gboolean
check_keys_on_file (AmpChainWalk *self, GError **error)
{
  g_autoptr (AmpStatement) statement =
    amp_statement_borrow (self->store, "SELECT user, sign_public FROM main.user_key", error);
  int on_row = -1;

  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0);
      const AmpChainUser *user = find_user (self, id);
      gsize length;
      const void *key = amp_statement_blob (statement, 1, &length);

      if (user == NULL || length != sizeof user->key || memcmp (key, user->key, length) != 0)
        amp_chain_add (self, &(AmpChainFinding){.rule = AMP_CHAIN_KEY, .actor = id});
    }
  return on_row == 0;
}

/* --- One event --- */

typedef struct
{
  AmpAuditBytes bytes;
  const guint8 *hash, *signature;
  gsize hash_length, prev_length, signature_length;
  gboolean after_gap;
  gboolean has_nul; /* in a text: nothing behind it is hashed, and no program of ours writes one */
} Event;

static void
read_event (AmpStatement *row, Event *event)
{
  static const int texts[] = {1, 3, 4, 5, 7, 8};
  AmpAuditBytes *bytes = &event->bytes;

  *event = (Event){0};
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = amp_statement_text (row, texts[i]);

      if (text != NULL && strlen (text) != (gsize) sqlite3_column_bytes (row->stmt, texts[i]))
        event->has_nul = TRUE;
    }
  bytes->seq = (guint64) amp_statement_int (row, 0);
  bytes->at = amp_statement_text (row, 1);
  bytes->actor = amp_statement_int (row, 2);
  bytes->role = amp_statement_text (row, 3);
  bytes->action = amp_statement_text (row, 4);
  bytes->object_type = amp_statement_text (row, 5);
  bytes->object_ref = amp_statement_blob (row, 6, &bytes->object_ref_length);
  bytes->fields = amp_statement_text (row, 7);
  bytes->reason = amp_statement_text (row, 8);
  bytes->prev_hash = amp_statement_blob (row, 9, &event->prev_length);
  event->hash = amp_statement_blob (row, 10, &event->hash_length);
  event->signature = amp_statement_blob (row, 11, &event->signature_length);
  bytes->digests = amp_statement_blob (row, 12, &bytes->digests_length);
  bytes->records = amp_statement_blob (row, 13, &bytes->records_length);
}

static void
tell (AmpChainWalk *self, AmpChainRule rule, const Event *event)
{
  amp_chain_add (self, &(AmpChainFinding){.rule = rule,
                                          .seq = event->bytes.seq,
                                          .actor = event->bytes.actor,
                                          .at = (char *) event->bytes.at});
}

static void
check_anchors (AmpChainWalk *self, guint64 seq, const guint8 *hash, gsize length)
{
  for (gsize i = 0; i < self->n_anchors; i++)
    {
      const AmpChainAnchor *anchor = &self->anchors[i];

      if (anchor->seq != seq)
        continue;
      if (length == AMP_HASH_BYTES && memcmp (hash, anchor->hash, length) == 0)
        self->report->anchored = MAX (self->report->anchored, seq);
      else
        amp_chain_add (self, &(AmpChainFinding){.rule = AMP_CHAIN_ANCHOR_OTHER,
                                                .seq = seq,
                                                .last = self->report->anchored});
    }
}

/* Behind a gap nobody knows what came before: only the last one that is lost, whose hash this one's
 * covers and its signature signs. */
static void
jump (AmpChainWalk *self, Event *event)
{
  const AmpAuditBytes *bytes = &event->bytes;

  event->after_gap = TRUE;
  amp_losses_add_gap (self->lost, self->seq + 1, bytes->seq - 1);
  for (guint64 i = 0; i < self->n_anchors; i++)
    if (self->anchors[i].seq > self->seq && self->anchors[i].seq < bytes->seq - 1)
      check_anchors (self, self->anchors[i].seq, NULL, 0);
  check_anchors (self, bytes->seq - 1, bytes->prev_hash, event->prev_length);
  memset (self->hash, 0, sizeof self->hash);
  if (event->prev_length == AMP_HASH_BYTES)
    memcpy (self->hash, bytes->prev_hash, AMP_HASH_BYTES);
}

/* Its place, what it says, and who signed that. One finding says it. */
static void
check_event (AmpChainWalk *self, const Event *event)
{
  const AmpAuditBytes *bytes = &event->bytes;
  const AmpChainUser *user = find_user (self, bytes->actor);
  guint8 expected[AMP_HASH_BYTES], signed_bytes[AMP_AUDIT_SIGNED_BYTES];
  AmpAuditBytes said = *bytes;

  if (event->prev_length != AMP_HASH_BYTES ||
      memcmp (bytes->prev_hash, self->hash, AMP_HASH_BYTES) != 0)
    {
      tell (self, AMP_CHAIN_ORDER, event);
      return;
    }
  said.prev_hash = self->hash;
  amp_audit_hash (&said, amp_vault_get_id (self->store->vault), expected);
  amp_audit_signed_bytes (expected, signed_bytes);
  if (event->has_nul || event->hash_length != AMP_HASH_BYTES ||
      memcmp (event->hash, expected, AMP_HASH_BYTES) != 0)
    tell (self, AMP_CHAIN_CHANGED, event);
  else if (user == NULL)
    tell (self, AMP_CHAIN_STRANGER, event);
  else if (event->signature_length != AMP_SIGNATURE_BYTES ||
           !amp_verify_signature (user->key, signed_bytes, sizeof signed_bytes, event->signature))
    tell (self, AMP_CHAIN_SIGNATURE, event);
}

static gboolean
is_action (const AmpAuditBytes *bytes, AmpAuditAction action, const char *reason)
{
  return g_strcmp0 (bytes->action, amp_audit_action_to_code (action)) == 0 &&
         g_strcmp0 (bytes->reason, reason) == 0;
}

/* Roles are held against the keyring's at the end, when it is known whose was changed. */
static void
note_role (AmpChainWalk *self, const AmpAuditBytes *bytes)
{
  AmpChainUser *user = find_user (self, bytes->actor);

  if (user != NULL && user->other_seq == 0 &&
      g_strcmp0 (bytes->role, amp_role_to_code (user->role)) != 0)
    {
      user->other_seq = bytes->seq;
      user->other_at = g_strdup (bytes->at);
    }
  if (!is_action (bytes, AMP_AUDIT_KEY_CHANGE, "grant") ||
      bytes->object_ref_length != AMP_HASH_BYTES)
    return;
  for (guint i = 0; i < self->users->len; i++)
    {
      user = &g_array_index (self->users, AmpChainUser, i);
      user->regranted |= memcmp (user->ref, bytes->object_ref, AMP_HASH_BYTES) == 0;
    }
}

static void
note_records (AmpChainWalk *self, const Event *event, gboolean salvage)
{
  const AmpAuditBytes *bytes = &event->bytes;
  const AmpChainTold told = {
    .seq = bytes->seq,
    .actor = bytes->actor,
    .at = bytes->at,
    .action = bytes->action,
    .object_type = bytes->object_type,
    .ref = bytes->object_ref,
    .ref_length = bytes->object_ref_length,
    .digests = bytes->digests,
    .digests_length = bytes->digests_length,
    .records = bytes->records,
    .records_length = bytes->records_length,
    .after_gap = event->after_gap,
    .salvage = salvage,
  };

  amp_chain_take_told (self, &told);
}

static void
take_event (AmpChainWalk *self, Event *event)
{
  const AmpAuditBytes *bytes = &event->bytes;
  gboolean salvage = is_action (bytes, AMP_AUDIT_RESTORE, AMP_LOSSES_REASON);

  self->report->n_events++;
  if ((gint64) bytes->seq < 1)
    {
      tell (self, AMP_CHAIN_ORDER, event);
      return;
    }
  if (bytes->seq > self->seq + 1)
    jump (self, event);
  check_event (self, event);
  check_anchors (self, bytes->seq, event->hash, event->hash_length);
  note_role (self, bytes);
  note_records (self, event, salvage);
  if (salvage)
    {
      amp_losses_read (self->told, bytes->fields, bytes->seq);
      self->report->salvaged_by = bytes->seq;
    }
  self->seq = bytes->seq;
  if (event->hash_length == AMP_HASH_BYTES)
    memcpy (self->hash, event->hash, AMP_HASH_BYTES);
  else
    memset (self->hash, 0, sizeof self->hash);
}

static gboolean
take_events (AmpChainWalk *self, GError **error)
{
  g_autoptr (AmpStatement) row =
    amp_statement_borrow (self->store,
                          "SELECT seq, at, actor, role, action, object_type, object_ref, "
                          "fields, reason, prev_hash, hash, signature, digests, records "
                          "FROM main.audit_event ORDER BY seq",
                          error);
  int on_row = -1;

  while (row != NULL && (on_row = amp_statement_step (row, error)) > 0)
    {
      Event event;

      read_event (row, &event);
      take_event (self, &event);
      if (!amp_chain_advance (self, error))
        return FALSE;
    }
  return on_row == 0;
}

/* --- What only the end shows --- */

/* The head as identity.db remembers it. */
static gboolean
check_head (AmpChainWalk *self, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self->store, "SELECT audit_seq, audit_hash FROM identity.vault_state", error);
  const void *hash;
  gsize length;
  int on_row = statement != NULL ? amp_statement_step (statement, error) : -1;

  if (on_row < 0)
    return FALSE;
  hash = amp_statement_blob (statement, 1, &length);
  if (on_row == 1 && (guint64) amp_statement_int (statement, 0) == self->seq &&
      length == AMP_HASH_BYTES && memcmp (hash, self->hash, AMP_HASH_BYTES) == 0)
    return TRUE;
  amp_chain_add (self, &(AmpChainFinding){.rule = AMP_CHAIN_HEAD, .seq = self->seq});
  return TRUE;
}

static void
check_roles (AmpChainWalk *self)
{
  for (guint i = 0; i < self->users->len; i++)
    {
      const AmpChainUser *user = &g_array_index (self->users, AmpChainUser, i);

      if (user->other_seq != 0 && !user->regranted)
        amp_chain_add (self, &(AmpChainFinding){.rule = AMP_CHAIN_ROLE,
                                                .seq = user->other_seq,
                                                .actor = user->id,
                                                .at = user->other_at});
    }
}

static void
check_ends_of_anchors (AmpChainWalk *self)
{
  const guint8 *id = amp_vault_get_id (self->store->vault);

  for (gsize i = 0; i < self->n_anchors; i++)
    {
      const AmpChainAnchor *anchor = &self->anchors[i];

      if (anchor->has_vault && memcmp (anchor->vault, id, sizeof anchor->vault) != 0)
        amp_chain_add (self,
                       &(AmpChainFinding){.rule = AMP_CHAIN_ANCHOR_VAULT, .seq = anchor->seq});
      else if (anchor->seq > self->seq)
        amp_chain_add (self, &(AmpChainFinding){.rule = AMP_CHAIN_ANCHOR_SHORT,
                                                .seq = self->seq,
                                                .last = anchor->seq});
    }
}

static void
check_gaps (AmpChainWalk *self)
{
  for (guint i = 0; i < self->lost->gaps->len; i++)
    {
      const AmpGap *gap = &g_array_index (self->lost->gaps, AmpGap, i);

      if (amp_losses_tells_gap (self->told, gap))
        self->report->n_told_gaps++;
      else
        amp_chain_add (self, &(AmpChainFinding){
                               .rule = AMP_CHAIN_MISSING, .seq = gap->first, .last = gap->last});
    }
}

gboolean
amp_chain_walk (AmpChainWalk *self, GError **error)
{
  if (!load_users (self, error) || !check_keys_on_file (self, error) ||
      !take_events (self, error) ||
      (!amp_store_in_transaction (self->store) && !check_head (self, error)))
    return FALSE;
  check_roles (self);
  check_ends_of_anchors (self);
  check_gaps (self);
  self->report->last = self->seq;
  return TRUE;
}
