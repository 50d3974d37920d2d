/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the ledger, and verifying it: the chain, the files, the proofs, the counts that were
 * frozen, and that nothing told earlier was forgotten by a later proof. */
#include "domain/release-private.h"

#include <string.h>

static char *
to_hex (const guint8 hash[AMP_HASH_BYTES])
{
  GString *hex = g_string_new (NULL);

  for (gsize i = 0; i < AMP_HASH_BYTES; i++)
    g_string_append_printf (hex, "%02x", hash[i]);
  return g_string_free (hex, FALSE);
}

void
amp_release_free (AmpRelease *self)
{
  if (self == NULL)
    return;
  g_free (self->at);
  g_free (self->rule);
  g_free (self->recipient);
  g_free (self->reason);
  g_free (self->template_id);
  g_free (self->unit);
  g_free (self->period);
  g_free (self->request);
  g_free (self->format);
  g_free (self->language);
  g_free (self->file_hash);
  g_free (self->hash);
  g_free (self);
}

static AmpRelease *
release_of (const AmpReleaseLine *line)
{
  AmpRelease *self = g_new0 (AmpRelease, 1);

  self->id = line->id;
  self->at = g_strdup (line->at);
  self->actor = line->actor;
  self->approver = line->approver;
  self->rule = g_strdup (line->rule);
  self->recipient = g_strdup (line->recipient);
  self->reason = g_strdup (line->reason);
  self->template_id = g_strdup (line->template_id);
  self->unit = g_strdup (line->unit);
  self->period = g_strdup (line->period);
  self->request = g_strdup (line->request);
  self->format = g_strdup (line->format);
  self->language = g_strdup (line->language);
  self->file_hash = line->format != NULL ? to_hex (line->file_hash) : NULL;
  self->hash = to_hex (line->hash);
  self->given = line->given;
  for (guint i = 0; i < line->cells->len; i++)
    if (((const AmpReleaseCell *) g_ptr_array_index (line->cells, i))->hidden)
      self->n_hidden++;
    else
      self->n_told++;
  return self;
}

GPtrArray *
amp_releases_list (AmpSession *session, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_release_free);
  g_autoptr (GPtrArray) lines = NULL;

  if (!amp_session_require_supervisor (session, error))
    return NULL;
  lines = amp_store_release_list (amp_session_get_store (session), error);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    g_ptr_array_add (list, release_of (g_ptr_array_index (lines, i)));
  return lines != NULL ? g_steal_pointer (&list) : NULL;
}

AmpRelease *
amp_release_load (AmpSession *session, gint64 id, GError **error)
{
  g_autoptr (AmpReleaseLine) line = NULL;

  if (!amp_session_require_supervisor (session, error))
    return NULL;
  line = amp_store_release_load (amp_session_get_store (session), id, error);
  return line != NULL ? release_of (line) : NULL;
}

/* --- The table of a line --- */

static gboolean
is_protected (const AmpReleaseLine *line)
{
  return g_str_equal (line->rule, "partner") || g_str_equal (line->rule, "public");
}

typedef struct
{
  AmpCountTable *table;
  const AmpReleaseSpace *space;
  GHashTable *told; /* key -> AmpReleaseCell */
  gboolean complete;
} Retelling;

static void
retell_row (const char *const *values, guint32 cell, gpointer data)
{
  Retelling *self = data;
  g_autofree char *key = amp_release_space_key (self->space, cell);
  const AmpReleaseCell *told = g_hash_table_lookup (self->told, key);

  self->complete = self->complete && told != NULL;
  if (told != NULL)
    amp_count_table_add_row (self->table, values, (guint64) told->value, told->hidden);
}

static GHashTable *
cells_by_key (const AmpReleaseLine *line)
{
  GHashTable *cells = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < line->cells->len; i++)
    {
      AmpReleaseCell *cell = g_ptr_array_index (line->cells, i);

      g_hash_table_insert (cells, cell->key, cell);
    }
  return cells;
}

static gboolean
request_of (const AmpReleaseLine *line,
            char *text,
            AmpReleasePeriod *period,
            AmpCountSpec *spec,
            GError **error)
{
  if (!is_protected (line))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_COLUMNS, "No table for others");
  if (!amp_release_period_parse (line->period, period) ||
      !amp_release_request_parse (text, line->unit, period, spec))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "A request cannot be read");
  return TRUE;
}

static AmpReleaseSpace *
space_of (AmpSession *session,
          const AmpCountSpec *spec,
          const AmpReleasePeriod *period,
          GError **error)
{
  g_autoptr (AmpReleaseBase) base =
    amp_release_base_frozen (session, spec->unit, period->year, error);
  g_autoptr (AmpReleaseSpace) space = NULL;
  AmpReleaseLevels levels = {{0}};

  if (base == NULL)
    return NULL;
  amp_release_levels_add (&levels, spec, period);
  space = amp_release_space_new (base, &levels, error);
  if (space == NULL || !amp_release_space_count (space, base, error))
    return NULL;
  return g_steal_pointer (&space);
}

/* Static. */
static const char *
rule_of (const AmpReleaseLine *line)
{
  AmpReleaseRule rule;

  return amp_release_rule_from_code (line->rule, &rule) ? amp_release_rule_to_code (rule)
                                                        : "partner";
}

AmpCountTable *
amp_release_table (AmpSession *session, gint64 id, GError **error)
{
  g_autoptr (AmpReleaseLine) line = NULL;
  g_autoptr (AmpReleaseSpace) space = NULL;
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GHashTable) told = NULL;
  g_autofree char *text = NULL;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  AmpReleasePeriod period;
  AmpCountSpec spec;
  AmpCountRelease release = {.id = number, .notice = amp_release_notice};
  Retelling retelling = {.complete = TRUE};

  if (!amp_session_require_supervisor (session, error) ||
      (line = amp_store_release_load (amp_session_get_store (session), id, error)) == NULL)
    return NULL;
  text = g_strdup (line->request);
  if (!request_of (line, text, &period, &spec, error))
    return NULL;
  if (amp_unit_is_programme (spec.unit))
    return amp_release_programme_retell (line, &spec, rule_of (line), error);
  if ((space = space_of (session, &spec, &period, error)) == NULL)
    return NULL;
  release.rule = rule_of (line);
  release.period = line->period;
  told = cells_by_key (line);
  table = amp_count_table_new_empty (&spec, line->data_as_of, &release);
  retelling.table = table;
  retelling.space = space;
  retelling.told = told;
  if (!amp_release_each_row (space, &spec, &period, retell_row, &retelling, error))
    return NULL;
  if (!retelling.complete)
    {
      amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "Cells of a line are missing");
      return NULL;
    }
  return g_steal_pointer (&table);
}

/* --- Verifying --- */

typedef struct
{
  AmpSession *session;
  guint8 prev[AMP_HASH_BYTES];
  GHashTable *told; /* "unit|year|key" -> value: all that was ever told */
} Verifier;

static gboolean
fails (gint64 id, const char *what, GError **error)
{
  g_autofree char *message = g_strdup_printf ("Line %" G_GINT64_FORMAT ": %s", id, what);

  return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, message);
}

static gboolean
verify_hashes (Verifier *self, const AmpReleaseLine *line, gint64 expected, GError **error)
{
  guint8 hash[AMP_HASH_BYTES];
  gsize length = 0;
  const void *data = line->file != NULL ? g_bytes_get_data (line->file, &length) : NULL;

  if (line->id != expected)
    return fails (expected, "missing", error);
  if (memcmp (line->prev_hash, self->prev, sizeof self->prev) != 0)
    return fails (line->id, "does not follow the one before", error);
  amp_release_line_hash (
    line, amp_vault_get_id (amp_store_get_vault (amp_session_get_store (self->session))), hash);
  if (memcmp (hash, line->hash, sizeof hash) != 0)
    return fails (line->id, "its hash is another", error);
  memcpy (self->prev, line->hash, sizeof self->prev);
  if (line->file == NULL)
    return g_str_equal (line->rule, "policy") || fails (line->id, "no file", error);
  amp_hash (data == NULL ? "" : data, length, hash);
  return memcmp (hash, line->file_hash, sizeof hash) == 0 ||
         fails (line->id, "the hash of its file is another", error);
}

/* Each number over again from what is frozen. */
static gboolean
verify_counts (Verifier *self, const AmpReleaseLine *line, GError **error)
{
  g_autofree char *text = g_strdup (line->request);
  g_autoptr (AmpReleaseSpace) space = NULL;
  g_autoptr (GHashTable) keys = NULL;
  AmpReleasePeriod period;
  AmpCountSpec spec;

  if (!request_of (line, text, &period, &spec, error) ||
      (space = space_of (self->session, &spec, &period, error)) == NULL)
    return FALSE;
  keys = amp_release_space_keys (space);
  for (guint i = 0; i < line->cells->len; i++)
    {
      const AmpReleaseCell *cell = g_ptr_array_index (line->cells, i);
      guint32 place = GPOINTER_TO_UINT (g_hash_table_lookup (keys, cell->key));

      if (place == 0 || (!cell->hidden && cell->value != space->count[place - 1]))
        return fails (line->id, "a count is not that of the frozen records", error);
    }
  return TRUE;
}

static char *
name_of (const AmpReleaseLine *line, const char *key)
{
  return g_strdup_printf ("%s|%.4s|%s", line->unit, line->period, key);
}

/* The proof must be about this table, and know all that was told before. */
static gboolean
verify_reach (Verifier *self,
              const AmpReleaseLine *line,
              const AmpReleaseProven *proven,
              char **keys,
              GError **error)
{
  g_autoptr (GHashTable) of_line = cells_by_key (line);
  guint n_found = 0;

  for (guint32 i = 0; i < proven->n_cells; i++)
    {
      const AmpReleaseCell *cell = g_hash_table_lookup (of_line, keys[i]);
      g_autofree char *name = name_of (line, keys[i]);
      gboolean told = amp_cell_is_told (proven->system->state[i]);

      n_found += cell != NULL ? 1 : 0;
      if (cell != NULL &&
          (cell->hidden == told || (told && cell->value != proven->system->count[i])))
        return fails (line->id, "the proof is about another table", error);
      if (g_hash_table_contains (self->told, name) && !told)
        return fails (line->id, "the proof forgets what was told before", error);
    }
  return n_found == g_hash_table_size (of_line) ||
         fails (line->id, "the proof is about another table", error);
}

static gboolean
verify_proof (Verifier *self, const AmpReleaseLine *line, GError **error)
{
  g_auto (GStrv) keys = NULL;
  g_autoptr (AmpReleaseProven) proven = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 t = 0;

  if (line->proof == NULL)
    return fails (line->id, "no proof", error);
  proven = amp_release_proven_from_bytes (line->proof, &t, &keys, error);
  if (proven == NULL)
    return FALSE;
  if (t < AMP_SMALLEST_FOR_OTHERS || !amp_release_proven_check (proven, t, &failure))
    return fails (line->id, "the proof does not hold", error);
  if (!verify_reach (self, line, proven, keys, error))
    return FALSE;
  for (guint i = 0; i < line->cells->len; i++)
    {
      const AmpReleaseCell *cell = g_ptr_array_index (line->cells, i);

      if (!cell->hidden)
        g_hash_table_add (self->told, name_of (line, cell->key));
    }
  return TRUE;
}

/* Of the programme there is nothing to prove; people are told in large numbers alone. */
static gboolean
verify_programme (const AmpReleaseLine *line, GError **error)
{
  g_autofree char *text = g_strdup (line->request);
  g_autoptr (AmpCountTable) table = NULL;
  AmpReleasePeriod period;
  AmpCountSpec spec;

  if (!request_of (line, text, &period, &spec, error) ||
      (table = amp_release_programme_retell (line, &spec, rule_of (line), error)) == NULL)
    return FALSE;
  return !amp_release_counts_heads (spec.unit) ||
         amp_release_heads_are_large (table, AMP_SMALLEST_FOR_OTHERS) ||
         fails (line->id, "it tells a small number of people", error);
}

static gboolean
verify_line (Verifier *self, const AmpReleaseLine *line, GError **error)
{
  AmpUnit unit;

  if (!is_protected (line))
    return TRUE;
  if (amp_unit_from_code (line->unit, &unit) && amp_unit_is_programme (unit))
    return verify_programme (line, error);
  return verify_counts (self, line, error) && verify_proof (self, line, error);
}

static gboolean
count_handed_over (const AmpAuditEvent *event, gpointer data)
{
  guint *n = data;

  if (g_strcmp0 (event->reason, "release-partner") == 0 ||
      g_strcmp0 (event->reason, "release-public") == 0)
    (*n)++;
  return TRUE;
}

/* A chain does not show that its end was cut off; the log, which is signed, has an event for each.
 */
static gboolean
verify_none_is_missing (AmpStore *store, const GPtrArray *lines, GError **error)
{
  guint n_told = 0, n_lines = 0;

  for (guint i = 0; i < lines->len; i++)
    n_lines += is_protected (g_ptr_array_index (lines, i)) ? 1 : 0;
  return amp_store_audit_list (store, count_handed_over, &n_told, error) &&
         (n_told == n_lines || amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER,
                                                   "The log tells of other lines at the end"));
}

gboolean
amp_releases_verify (AmpSession *session,
                     guint64 *n_lines,
                     AmpProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Verifier self = {.session = session, .told = told};
  g_autoptr (GPtrArray) list = NULL;

  *n_lines = 0;
  if (!amp_session_require_supervisor (session, error) ||
      (list = amp_store_release_list (store, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const AmpReleaseLine *head = g_ptr_array_index (list, i);
      g_autoptr (AmpReleaseLine) line = amp_store_release_load (store, head->id, error);

      amp_progress_set (progress, i, list->len);
      if (line == NULL || g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !verify_hashes (&self, line, (gint64) i + 1, error) || !verify_line (&self, line, error))
        return FALSE;
      *n_lines = i + 1;
    }
  return verify_none_is_missing (store, list, error);
}
