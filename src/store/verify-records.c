/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Do the records and the chain tell the same? Each event says what the records are after it
 * (audit.h): the sum follows from the one before and from what the event says of its own record,
 * and at the end it is the sum of the records that are there. */
#include "store/verify-private.h"

#include "store/audit.h"
#include "store/record-digest.h"

#include <string.h>

static void
add (AmpChainWalk *self, AmpChainRule rule, const AmpChainTold *told)
{
  amp_chain_add (self, &(AmpChainFinding){.rule = rule,
                                          .seq = told->seq,
                                          .actor = told->actor,
                                          .at = (char *) told->at,
                                          .entity = g_intern_string (told->object_type)});
}

/* --- Along the chain --- */

/* What an event says of its record is held against what the last one said. */
static void
take_record (AmpChainWalk *self,
             const AmpChainTold *told,
             const guint8 *before,
             const guint8 *after)
{
  AmpChainRecord *known;

  if (told->ref_length != AMP_HASH_BYTES)
    return;
  known = g_hash_table_lookup (self->records, told->ref);
  if (known == NULL)
    {
      known = g_new0 (AmpChainRecord, 1);
      memcpy (known->ref, told->ref, AMP_HASH_BYTES);
      known->entity = g_intern_string (told->object_type);
      g_hash_table_add (self->records, known);
    }
  else if ((before == NULL || memcmp (known->digest, before, AMP_HASH_BYTES) != 0) &&
           known->seq >= MAX (self->last_gap, self->last_salvage))
    amp_chain_add (self, &(AmpChainFinding){.rule = AMP_CHAIN_RECORD,
                                            .seq = known->seq,
                                            .last = told->seq,
                                            .actor = told->actor,
                                            .at = (char *) told->at,
                                            .entity = known->entity});
  memcpy (known->digest, after, AMP_HASH_BYTES);
  known->seq = told->seq;
}

/* Of which record, and how: nothing else that an event does changes one, whatever it says of it. */
static gboolean
may_tell (const AmpChainTold *told)
{
  const char *action = told->action;
  gboolean is_new = g_strcmp0 (action, amp_audit_action_to_code (AMP_AUDIT_CREATE)) == 0;

  return told->ref_length == AMP_HASH_BYTES &&
         told->digests_length == (is_new ? 1 : 2) * AMP_HASH_BYTES &&
         (is_new || g_strcmp0 (action, amp_audit_action_to_code (AMP_AUDIT_UPDATE)) == 0 ||
          g_strcmp0 (action, amp_audit_action_to_code (AMP_AUDIT_DELETE)) == 0);
}

static gboolean
may_say_anew (const AmpChainTold *told)
{
  return told->salvage ||
         g_strcmp0 (told->action, amp_audit_action_to_code (AMP_AUDIT_IMPORT)) == 0;
}

/* The sum in full: taken as it is where it may be, or where nothing before says it. */
static void
take_whole (AmpChainWalk *self, const AmpChainTold *told)
{
  AmpStock stock;

  amp_stock_unpack (&stock, told->records);
  if (self->stock_known && !may_say_anew (told) && memcmp (&stock, &self->stock, sizeof stock) != 0)
    add (self, AMP_CHAIN_UNTOLD, told);
  self->stock = stock;
  self->stock_known = TRUE;
  if (self->report->stock_since == 0)
    self->report->stock_since = told->seq;
  if (may_say_anew (told))
    *(told->salvage ? &self->last_salvage : &self->last_import) = told->seq;
  g_free (self->last_whole_at);
  self->last_whole_at = g_strdup (told->at);
}

static void
take_hash (AmpChainWalk *self, const AmpChainTold *told)
{
  guint8 hash[AMP_HASH_BYTES];

  if (!self->stock_known)
    {
      /* The first to say it says it whole. */
      if (self->report->stock_since == 0)
        add (self, AMP_CHAIN_UNTOLD, told);
      return;
    }
  amp_stock_hash (&self->stock, hash);
  if (memcmp (hash, told->records, sizeof hash) == 0)
    return;
  add (self, AMP_CHAIN_UNTOLD, told);
  /* What it is from here on nobody knows, until it is said whole again. */
  self->stock_known = FALSE;
}

void
amp_chain_take_told (AmpChainWalk *self, const AmpChainTold *told)
{
  const guint8 *before = NULL, *after = NULL;

  if (told->after_gap)
    {
      /* What the lost ones said of which record nobody knows. */
      self->stock_known = FALSE;
      self->last_gap = told->seq - 1;
    }
  if (told->records == NULL)
    {
      if (self->report->stock_since != 0)
        add (self, AMP_CHAIN_OLD_KIND, told);
      return;
    }
  if (told->digests_length != 0 && !may_tell (told))
    add (self, AMP_CHAIN_UNTOLD, told);
  if (told->digests_length == 2 * AMP_HASH_BYTES)
    before = told->digests;
  if (told->digests_length >= AMP_HASH_BYTES)
    after = told->digests + told->digests_length - AMP_HASH_BYTES;
  if (after != NULL)
    {
      take_record (self, told, before, after);
      if (before != NULL)
        amp_stock_take (&self->stock, before);
      amp_stock_put (&self->stock, after);
    }
  if (told->records_length == AMP_STOCK_BYTES)
    take_whole (self, told);
  else if (told->records_length == AMP_HASH_BYTES)
    take_hash (self, told);
  else
    add (self, AMP_CHAIN_UNTOLD, told);
}

/* --- The records themselves --- */

typedef struct
{
  AmpChainWalk *walk;
  AmpStock sum;
  guint64 n_certain; /* findings with a place */
  /* Of AmpChainFinding, only if the sum does not fit either: */
  GArray *doubtful;
  GArray *added; /* where they are, by the clock, which may have been wrong */
} Pass;

static gboolean
look_at (const char *table,
         gint64 id,
         const char *created_at,
         const guint8 digest[AMP_HASH_BYTES],
         gpointer data,
         GError **error)
{
  Pass *pass = data;
  AmpChainWalk *walk = pass->walk;
  guint8 ref[AMP_HASH_BYTES];
  AmpChainRecord *known;
  AmpChainFinding finding = {.entity = g_intern_string (table), .record = id};

  if (!amp_audit_ref (walk->store, table, id, ref, error) || !amp_chain_advance (walk, error))
    return FALSE;
  walk->report->n_records++;
  amp_stock_put (&pass->sum, digest);
  known = g_hash_table_lookup (walk->records, ref);
  if (known != NULL)
    known->found = TRUE;
  if (known != NULL && memcmp (known->digest, digest, AMP_HASH_BYTES) == 0)
    return TRUE;

  finding.rule = known != NULL ? AMP_CHAIN_RECORD : AMP_CHAIN_RECORD_ADDED;
  finding.seq = known != NULL ? known->seq : 0;
  if (known != NULL && known->seq >= MAX (walk->last_gap, walk->last_salvage))
    {
      amp_chain_add (walk, &finding);
      pass->n_certain++;
    }
  else if (known != NULL)
    g_array_append_val (pass->doubtful, finding);
  /* Of the others an import may tell, or an event of before schema 5. */
  else if (g_strcmp0 (created_at, walk->last_whole_at) > 0)
    g_array_append_val (pass->added, finding);
  return TRUE;
}

static void
look_for_gone (Pass *pass)
{
  AmpChainWalk *walk = pass->walk;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, walk->records);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const AmpChainRecord *known = key;

      if (known->found || known->seq < walk->last_salvage)
        continue;
      amp_chain_add (walk, &(AmpChainFinding){.rule = AMP_CHAIN_RECORD_GONE,
                                              .seq = known->seq,
                                              .entity = known->entity});
      pass->n_certain++;
    }
}

static void
add_all (AmpChainWalk *walk, const GArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    amp_chain_add (walk, &g_array_index (findings, AmpChainFinding, i));
}

/* The sum of what is there against the one of the last event. */
static void
compare_sums (Pass *pass)
{
  AmpChainWalk *walk = pass->walk;

  if (walk->stock_known && memcmp (&pass->sum, &walk->stock, sizeof walk->stock) == 0)
    return;
  add_all (walk, pass->added);
  if (!walk->stock_known)
    return;
  add_all (walk, pass->doubtful);
  if (pass->n_certain == 0 && pass->doubtful->len == 0 && pass->added->len == 0)
    amp_chain_add (
      walk, &(AmpChainFinding){
              .rule = AMP_CHAIN_RECORDS,
              .seq = MAX (MAX (walk->report->stock_since, walk->last_import), walk->last_gap)});
}

/* What identity.db keeps would be signed by the next event, whoever writes it. */
static gboolean
check_kept_sum (AmpChainWalk *walk, GError **error)
{
  g_autoptr (AmpStatement) statement =
    amp_statement_borrow (walk->store, "SELECT records FROM identity.vault_state", error);
  guint8 wanted[AMP_STOCK_BYTES];
  const void *kept;
  gsize length;

  if (statement == NULL || amp_statement_step (statement, error) < 0)
    return FALSE;
  kept = amp_statement_blob (statement, 0, &length);
  amp_stock_pack (&walk->stock, wanted);
  if (walk->stock_known && (length != sizeof wanted || memcmp (kept, wanted, sizeof wanted) != 0))
    amp_chain_add (walk, &(AmpChainFinding){.rule = AMP_CHAIN_SUM, .seq = walk->seq});
  return TRUE;
}

gboolean
amp_chain_check_records (AmpChainWalk *walk, GError **error)
{
  g_autoptr (GArray) doubtful = g_array_new (FALSE, FALSE, sizeof (AmpChainFinding));
  g_autoptr (GArray) added = g_array_new (FALSE, FALSE, sizeof (AmpChainFinding));
  Pass pass = {.walk = walk, .doubtful = doubtful, .added = added};

  /* Nothing says what they should be, or what they become is not told yet. */
  if (walk->report->stock_since == 0 || amp_store_in_transaction (walk->store))
    return TRUE;
  if (!amp_record_digest_all (walk->store, look_at, &pass, error))
    return FALSE;
  look_for_gone (&pass);
  compare_sums (&pass);
  return check_kept_sum (walk, error);
}
