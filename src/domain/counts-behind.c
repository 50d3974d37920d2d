/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cases behind a number: the same count over again, with the cell as its filter. */
#include "domain/counts-counter.h"

#include "domain/access.h"

#include <string.h>

void
amp_count_cases_free (AmpCountCases *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self);
}

static void
take_case (const AmpCounter *counter, const AmpCountRow *row, gpointer data)
{
  GHashTable *cases = data;

  (void) counter;
  g_hash_table_add (cases, g_memdup2 (&row->case_id, sizeof row->case_id));
}

/* FALSE where there are more filters than a request may have. */
static gboolean
narrow (AmpCountSpec *spec, const char *const *values)
{
  for (gsize i = 0; i < spec->n_dimensions; i++)
    {
      if (strcmp (values[i], "*") == 0)
        continue;
      if (spec->n_where == G_N_ELEMENTS (spec->where_value))
        return FALSE;
      spec->where_dimension[spec->n_where] = spec->dimensions[i];
      spec->where_value[spec->n_where++] = values[i];
    }
  spec->n_dimensions = 0;
  return TRUE;
}

/* In the order of the case list. */
static GArray *
those_to_open (AmpSession *session, GHashTable *cases, GCancellable *cancellable, GError **error)
{
  AmpCaseQuery query = {.sort = AMP_CASE_SORT_NUMBER};
  GArray *ids;
  guint kept = 0;

  amp_access_limit (session, &query);
  ids = amp_store_case_ids (amp_session_get_store (session), &query, cancellable, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (g_hash_table_contains (cases, &g_array_index (ids, gint64, i)))
      g_array_index (ids, gint64, kept++) = g_array_index (ids, gint64, i);
  if (ids != NULL)
    g_array_set_size (ids, kept);
  return ids;
}

AmpCountCases *
amp_counts_cases (AmpSession *session,
                  const AmpCountSpec *spec,
                  const char *const *values,
                  AmpProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GHashTable) cases = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (AmpCountCases) behind = g_new0 (AmpCountCases, 1);
  AmpCountSpec narrowed = *spec;

  if (!amp_count_spec_check (spec, error))
    return NULL;
  if (!narrow (&narrowed, values))
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "Too many filters");
      return NULL;
    }
  if (!amp_counts_each_row (session, &narrowed, NULL, 0, take_case, cases, progress, cancellable,
                            error))
    return NULL;
  behind->n_all = g_hash_table_size (cases);
  behind->ids = those_to_open (session, cases, cancellable, error);
  if (behind->ids == NULL || !amp_store_audit (amp_session_get_store (session), AMP_AUDIT_VIEW_CASE,
                                               amp_entity_find ("case"), 0, NULL, "counts", error))
    return NULL;
  return g_steal_pointer (&behind);
}
