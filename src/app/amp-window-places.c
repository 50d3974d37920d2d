/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where she was in each window of a vault when it was locked, and the way back there. */
#include "app/amp-window-private.h"

#include "app/amp-drafts.h"
#include "app/amp-place.h"

/* Worker thread. The places of all windows, which are no longer needed once they are read. */
static gpointer
take_places (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_auto (GStrv) keys = amp_store_draft_keys (store, error);
  GPtrArray *places = g_ptr_array_new_with_free_func (g_free);

  (void) data;
  (void) progress;
  (void) cancellable;
  for (char **key = keys; key != NULL && *key != NULL; key++)
    if (g_str_has_prefix (*key, AMP_PLACE_DRAFT) &&
        strchr ("#", (*key)[strlen (AMP_PLACE_DRAFT)]) != NULL)
      {
        char *text = amp_store_draft_get (store, *key, NULL);

        if (text != NULL)
          g_ptr_array_insert (places, g_str_equal (*key, AMP_PLACE_DRAFT) ? 0 : -1, text);
        (void) amp_store_draft_drop (store, *key, NULL);
      }
  return places;
}

static void
places_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpWindow *self = owner;
  g_autoptr (GPtrArray) places = result;

  (void) data;
  for (guint i = 0; error == NULL && i < places->len; i++)
    {
      g_autoptr (JsonNode) place = json_from_string (places->pdata[i], NULL);
      AmpWindow *window = i == 0 ? self : amp_window_open_beside (self);

      if (place != NULL && amp_window_workspace (window) != NULL)
        amp_place_return (amp_window_workspace (window), place);
    }
}

static const AmpJob places_job = {
  .func = take_places, .done = places_done, .result_free = (GDestroyNotify) g_ptr_array_unref};

void
amp_window_return_to_places (AmpWindow *self)
{
  amp_jobs_run (self->jobs, &places_job, NULL, self, NULL);
}

void
amp_window_keep_place (AmpWindow *self)
{
  AmpDrafts *drafts = amp_drafts_of (self->jobs);
  g_autoptr (JsonNode) place = amp_place_of (amp_window_workspace (self));
  g_autofree char *key = NULL;

  if (place == NULL)
    return;
  key = amp_drafts_enter (drafts, AMP_PLACE_DRAFT);
  amp_drafts_put (drafts, key, json_to_string (place, FALSE));
  g_ptr_array_add (self->place_keys, g_steal_pointer (&key));
}

void
amp_window_leave_places (AmpWindow *self)
{
  for (guint i = 0; i < self->place_keys->len; i++)
    amp_drafts_leave (amp_drafts_of (self->jobs), self->place_keys->pdata[i]);
  g_ptr_array_set_size (self->place_keys, 0);
}
