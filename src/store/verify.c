/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Does everything in the vault still fit together? The chain event by event, the records against
 * it, then the two databases as a whole. What the chain cannot show by itself: audit-check.h. */
#include "store/verify-private.h"

#include "store/attachments-private.h"
#include "store/facts-private.h"
#include "store/layout.h"
#include "store/migrate.h"
#include "store/record-digest.h"

#include <string.h>

static const char *const rule_codes[] = {
  [AMP_CHAIN_MISSING] = "missing",
  [AMP_CHAIN_ORDER] = "order",
  [AMP_CHAIN_CHANGED] = "changed",
  [AMP_CHAIN_SIGNATURE] = "signature",
  [AMP_CHAIN_STRANGER] = "stranger",
  [AMP_CHAIN_ROLE] = "role",
  [AMP_CHAIN_KEY] = "key",
  [AMP_CHAIN_HEAD] = "head",
  [AMP_CHAIN_OLD_KIND] = "old_kind",
  [AMP_CHAIN_UNTOLD] = "untold",
  [AMP_CHAIN_RECORD] = "record",
  [AMP_CHAIN_RECORD_GONE] = "record_gone",
  [AMP_CHAIN_RECORD_ADDED] = "record_added",
  [AMP_CHAIN_RECORDS] = "records",
  [AMP_CHAIN_SUM] = "sum",
  [AMP_CHAIN_ANCHOR_SHORT] = "anchor_short",
  [AMP_CHAIN_ANCHOR_OTHER] = "anchor_other",
  [AMP_CHAIN_ANCHOR_VAULT] = "anchor_vault",
};

G_STATIC_ASSERT (G_N_ELEMENTS (rule_codes) == AMP_CHAIN_N_RULES);

const char *
amp_chain_rule_to_code (AmpChainRule rule)
{
  g_return_val_if_fail ((gsize) rule < G_N_ELEMENTS (rule_codes), NULL);
  return rule_codes[rule];
}

/* --- The report --- */

static void
finding_free (gpointer data)
{
  AmpChainFinding *self = data;

  g_free (self->at);
  g_free (self);
}

void
amp_chain_report_free (AmpChainReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->findings);
  g_free (self);
}

void
amp_chain_add (AmpChainWalk *self, const AmpChainFinding *finding)
{
  AmpChainFinding *kept;

  self->report->n_findings++;
  if (self->report->findings->len == AMP_CHAIN_KEPT)
    return;
  kept = g_memdup2 (finding, sizeof *finding);
  kept->at = g_strdup (finding->at);
  g_ptr_array_add (self->report->findings, kept);
}

/* By place; what is said of one place, by rule. */
static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const AmpChainFinding *one = *(AmpChainFinding *const *) a;
  const AmpChainFinding *other = *(AmpChainFinding *const *) b;

  if (one->seq != other->seq)
    return one->seq < other->seq ? -1 : 1;
  return one->rule < other->rule ? -1 : one->rule > other->rule;
}

gboolean
amp_chain_advance (AmpChainWalk *self, GError **error)
{
  if (++self->done % AMP_CHAIN_ROWS_PER_LOOK != 0)
    return TRUE;
  amp_progress_set (self->progress, MIN (self->done, self->total), self->total);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

gboolean
amp_chain_report_judge (const AmpChainReport *self, GError **error)
{
  static const char *const words[] = {
    [AMP_CHAIN_MISSING] = "is missing",
    [AMP_CHAIN_ORDER] = "does not follow on the one before",
    [AMP_CHAIN_CHANGED] = "was changed: the hash does not fit",
    [AMP_CHAIN_SIGNATURE] = "the signature does not fit",
    [AMP_CHAIN_STRANGER] = "signed by a user nobody knows",
    [AMP_CHAIN_ROLE] = "names a role its user never had",
    [AMP_CHAIN_KEY] = "the signing key on file is not that user's",
    [AMP_CHAIN_HEAD] = "is not the last one that identity.db knows of",
    [AMP_CHAIN_OLD_KIND] = "says nothing of the records",
    [AMP_CHAIN_UNTOLD] = "records changed that it does not tell of",
    [AMP_CHAIN_RECORD] = "a record is not as it left it",
    [AMP_CHAIN_RECORD_GONE] = "the record it tells of is not there",
    [AMP_CHAIN_RECORD_ADDED] = "no event tells of a record",
    [AMP_CHAIN_RECORDS] = "records were changed since",
    [AMP_CHAIN_SUM] = "identity.db keeps another sum of the records",
    [AMP_CHAIN_ANCHOR_SHORT] = "is the last one, and an anchor is of a later one",
    [AMP_CHAIN_ANCHOR_OTHER] = "is not the one that was noted",
    [AMP_CHAIN_ANCHOR_VAULT] = "was noted of another vault",
  };
  const AmpChainFinding *finding;

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == AMP_CHAIN_N_RULES);
  if (self->findings->len == 0)
    return TRUE;
  finding = self->findings->pdata[0];
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN,
               "Audit event %" G_GUINT64_FORMAT ": %s%s%s", finding->seq, words[finding->rule],
               finding->entity != NULL ? ": " : "", finding->entity != NULL ? finding->entity : "");
  return FALSE;
}

/* --- The check --- */

static guint
hash_record (gconstpointer record)
{
  guint first;

  memcpy (&first, record, sizeof first); /* a keyed hash already */
  return first;
}

static gboolean
same_record (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, AMP_HASH_BYTES) == 0;
}

static void
user_clear (gpointer data)
{
  g_free (((AmpChainUser *) data)->other_at);
}

static gboolean
count_steps (AmpChainWalk *self, gboolean with_records, GError **error)
{
  gint64 n_events;
  guint64 n_records = 0;

  if (!amp_sql_int (self->store, "SELECT count(*) FROM main.audit_event", &n_events, error) ||
      (with_records && !amp_record_digest_count (self->store, &n_records, error)))
    return FALSE;
  self->total = (guint64) n_events + n_records;
  return TRUE;
}

/* lost, told: see losses.h. */
static AmpChainReport *
check_chain (AmpChainWalk *walk, gboolean with_records, GError **error)
{
  g_autoptr (AmpChainReport) report = g_new0 (AmpChainReport, 1);
  g_autoptr (GArray) users = g_array_new (FALSE, TRUE, sizeof (AmpChainUser));
  g_autoptr (GHashTable) records = g_hash_table_new_full (hash_record, same_record, g_free, NULL);
  gboolean checked;

  report->findings = g_ptr_array_new_with_free_func (finding_free);
  g_array_set_clear_func (users, user_clear);
  walk->report = report;
  walk->users = users;
  walk->records = records;
  amp_store_watch (walk->store, walk->cancellable);
  checked = !g_cancellable_set_error_if_cancelled (walk->cancellable, error) &&
            count_steps (walk, with_records, error) && amp_chain_walk (walk, error) &&
            (!with_records || amp_chain_check_records (walk, error));
  amp_store_unwatch (walk->store);
  g_clear_pointer (&walk->last_whole_at, g_free);
  if (!checked)
    return NULL;
  g_ptr_array_sort (report->findings, compare_findings);
  return g_steal_pointer (&report);
}

AmpChainReport *
amp_store_audit_check (AmpStore *self,
                       const AmpChainAnchor *anchors,
                       gsize n_anchors,
                       gboolean with_records,
                       AmpProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (AmpLosses) lost = amp_losses_new (), told = amp_losses_new ();
  AmpChainWalk walk = {.store = self,
                       .anchors = anchors,
                       .n_anchors = n_anchors,
                       .progress = progress,
                       .cancellable = cancellable,
                       .lost = lost,
                       .told = told};

  g_return_val_if_fail (self != NULL, NULL);

  return check_chain (&walk, with_records, error);
}

/* --- The databases as a whole --- */

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
judge (const AmpChainWalk *walk, const AmpChainReport *report, GError **error)
{
  const char *table = amp_losses_find_untold_orphans (walk->lost, walk->told);
  const guint64 n_orphans = amp_losses_count_orphans (walk->lost);

  /* A row that refers to nothing is damage, whatever else it is. */
  if (table != NULL)
    g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                 "%s: a row refers to one that does not exist", table);
  else if (!amp_chain_report_judge (report, error))
    return FALSE;
  else if (report->n_told_gaps > 0 || n_orphans > 0)
    g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED,
                 "Salvaged, as audit event %" G_GUINT64_FORMAT
                 " tells: gaps in the log: %" G_GUINT64_FORMAT
                 ", rows that refer to one that was lost: %" G_GUINT64_FORMAT,
                 report->salvaged_by, report->n_told_gaps, n_orphans);
  else
    return TRUE;
  return FALSE;
}

/* with_databases: the two as a whole too. */
static gboolean
verify (AmpStore *self,
        gboolean with_databases,
        guint64 *n_events,
        AmpProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (AmpLosses) lost = amp_losses_new (), told = amp_losses_new ();
  g_autoptr (AmpChainReport) report = NULL;
  AmpChainWalk walk = {
    .store = self, .progress = progress, .cancellable = cancellable, .lost = lost, .told = told};
  gboolean holds = TRUE;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (with_databases)
    {
      amp_store_watch (self, cancellable);
      holds = check_everything (self, lost, error);
      amp_store_unwatch (self);
      holds = holds && amp_attachments_verify (self, progress, cancellable, error) &&
              amp_facts_verify (self, progress, cancellable, error);
    }
  report = holds ? check_chain (&walk, TRUE, error) : NULL;
  if (n_events != NULL)
    *n_events = report != NULL ? report->last : 0;
  return report != NULL && judge (&walk, report, error);
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
