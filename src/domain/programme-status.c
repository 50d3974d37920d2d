/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One table for both pairs of a record and its updates. */
#include "domain/programme-status.h"

#include "domain/programme-day.h"
#include "model/date.h"

typedef struct
{
  const char *entity; /* has a status */
  const char *update; /* entity of what changes it; its field of the same name refers to it */
  const char *first;  /* status of what was never reported on */
} Pair;

static const Pair pairs[] = {
  {"regional_action", "regional_progress", "pending"},
  {"commitment", "commitment_update", "open"},
};

static const Pair *
pair_of (const char *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_equal (pairs[i].entity, entity))
      return &pairs[i];
  return NULL;
}

static const Pair *
pair_of_update (const char *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_equal (pairs[i].update, entity))
      return &pairs[i];
  return NULL;
}

/* What the updates say; *status is NULL where none says anything. */
static gboolean
latest_status (AmpSession *session, const Pair *pair, gint64 id, char **status, GError **error)
{
  static const char *const paths[] = {"on", "status", NULL};
  g_autofree char *owner = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  const AmpFilter filters[] = {{pair->entity, AMP_OP_EQ, owner}, {"status", AMP_OP_NOT_NULL, NULL}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find (pair->update), paths,
                      filters, G_N_ELEMENTS (filters), "created_at", error);
  gint64 latest = G_MININT64;
  int more = -1;

  *status = NULL;
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 day = amp_day_last (amp_cursor_text (cursor, 0));

      if (day < latest)
        continue;
      latest = day;
      g_free (*status);
      *status = g_strdup (amp_cursor_text (cursor, 1));
    }
  return more == 0;
}

/* The stored record takes what the updates say; fallback where they say nothing, NULL: nothing to
 * change. */
static gboolean
bring_in_step (
  AmpSession *session, const Pair *pair, gint64 id, const char *fallback, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *status = NULL;
  g_autoptr (AmpRecord) record = NULL;

  if (!latest_status (session, pair, id, &status, error))
    return FALSE;
  if (status == NULL && fallback == NULL)
    return TRUE;
  record = amp_store_load (store, amp_entity_find (pair->entity), id, error);
  return record != NULL &&
         amp_record_set (record, "status", status != NULL ? status : fallback, error) &&
         amp_store_save (store, record, NULL, error);
}

gboolean
amp_status_chosen (AmpSession *session, const AmpRecord *record, gboolean *chosen, GError **error)
{
  const Pair *pair = pair_of (amp_record_entity (record)->name);
  g_autoptr (AmpRecord) stored = NULL;

  *chosen = FALSE;
  if (pair == NULL || amp_record_rev (record) == 0)
    return TRUE;
  stored = amp_store_load (amp_session_get_store (session), amp_record_entity (record),
                           amp_record_id (record), error);
  if (stored == NULL)
    return FALSE;
  *chosen = g_strcmp0 (amp_record_get (stored, "status"), amp_record_get (record, "status")) != 0;
  return TRUE;
}

/* Chosen in the record: the history says so too. */
static gboolean
add_update (AmpSession *session, const Pair *pair, const AmpRecord *record, GError **error)
{
  g_autoptr (AmpRecord) update = amp_record_new (amp_entity_find (pair->update));
  const AmpDate today = amp_date_today ();
  g_autofree char *day = amp_date_to_text (&today);

  amp_record_set_int (update, pair->entity, amp_record_id (record));
  return amp_record_set (update, "on", day, error) &&
         amp_record_set (update, "status", amp_record_get (record, "status"), error) &&
         amp_store_save (amp_session_get_store (session), update, NULL, error);
}

gboolean
amp_status_saved (AmpSession *session, AmpRecord *record, gboolean chosen, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);
  const Pair *pair = pair_of (entity->name);

  if (pair != NULL)
    return !chosen || add_update (session, pair, record, error);
  pair = pair_of_update (entity->name);
  return pair == NULL ||
         bring_in_step (session, pair, amp_record_get_int (record, pair->entity, 0), NULL, error);
}

gboolean
amp_status_deleted (AmpSession *session, const AmpRecord *record, GError **error)
{
  const Pair *pair = pair_of_update (amp_record_entity (record)->name);

  /* What said nothing of the status changes nothing of it. */
  return pair == NULL || amp_record_get (record, "status") == NULL ||
         bring_in_step (session, pair, amp_record_get_int (record, pair->entity, 0), pair->first,
                        error);
}
