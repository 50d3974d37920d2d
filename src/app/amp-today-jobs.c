/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Worker thread, all of it. */
#include "app/amp-today-jobs.h"

#include "domain/today.h"

#include <string.h>

gpointer
amp_today_read_run (AmpSession *session,
                    gpointer data,
                    AmpProgress *progress G_GNUC_UNUSED,
                    GCancellable *cancellable,
                    GError **error)
{
  return amp_today_read (session, data, cancellable, error);
}

gpointer
amp_today_team_run (AmpSession *session,
                    gpointer data,
                    AmpProgress *progress G_GNUC_UNUSED,
                    GCancellable *cancellable,
                    GError **error)
{
  return amp_team_read (session, data, cancellable, error);
}

static void
wipe (gpointer data)
{
  explicit_bzero (data, strlen (data));
  g_free (data);
}

gpointer
amp_today_names_run (AmpSession *session,
                     gpointer data,
                     AmpProgress *progress G_GNUC_UNUSED,
                     GCancellable *cancellable G_GNUC_UNUSED,
                     GError **error)
{
  const GArray *ids = data;
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, wipe);

  if (!amp_store_audit (store, AMP_AUDIT_VIEW_IDENTITY, amp_entity_find ("person"), 0, NULL,
                        "today", error))
    return NULL;
  rows =
    amp_store_case_rows (store, (const gint64 *) (const void *) ids->data, ids->len, TRUE, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      AmpCaseRow *row = g_ptr_array_index (rows, i);

      if (row->name != NULL)
        g_hash_table_replace (names, g_memdup2 (&row->id, sizeof row->id),
                              g_steal_pointer (&row->name));
    }
  return rows != NULL ? g_steal_pointer (&names) : NULL;
}

static gpointer
seen_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  return GINT_TO_POINTER (amp_today_approval_seen (session, *(gint64 *) data, error));
}

const AmpJob amp_today_seen_job = {.func = seen_run, .data_free = g_free};

static gpointer
discard_run (AmpSession *session,
             gpointer data,
             AmpProgress *progress G_GNUC_UNUSED,
             GCancellable *cancellable G_GNUC_UNUSED,
             GError **error)
{
  return GINT_TO_POINTER (amp_store_draft_drop (amp_session_get_store (session), data, error));
}

const AmpJob amp_today_discard_job = {.func = discard_run, .data_free = g_free};
