/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the closure dialog asks of the worker. */
#include "app/amp-closure-jobs.h"

#include "domain/access.h"
#include "domain/approvals.h"

static void
place_free (gpointer data)
{
  AmpClosurePlace *self = data;

  g_free (self->name);
  g_free (self);
}

void
amp_closure_load_free (gpointer data)
{
  AmpClosureLoad *self = data;

  if (self == NULL)
    return;
  g_clear_pointer (&self->closure, amp_record_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpClosureLoad, amp_closure_load_free)

static gboolean
read_places (AmpStore *store, GPtrArray *places, GError **error)
{
  const char *paths[] = {"id", "name_es", NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("institution"), paths, NULL, 0, "name_es", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      AmpClosurePlace *place = g_new0 (AmpClosurePlace, 1);

      place->id = amp_cursor_int (cursor, 0);
      place->name = g_strdup (amp_cursor_text (cursor, 1));
      g_ptr_array_add (places, place);
    }
  return more == 0;
}

static gboolean
read_open_case (AmpSession *session, AmpClosureLoad *load, gint64 case_id, GError **error)
{
  load->closure = amp_closure_prepare (session, case_id, error);
  if (load->closure == NULL)
    return FALSE;
  load->items = amp_closure_open_items (session, case_id, load->closure, error);
  load->places = g_ptr_array_new_with_free_func (place_free);
  return load->items != NULL &&
         read_places (amp_session_get_store (session), load->places, error) &&
         amp_approvals_somebody_may_decide (session, &load->somebody, error);
}

gpointer
amp_closure_load_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  gint64 case_id = *(gint64 *) data;
  g_autoptr (AmpClosureLoad) load = g_new0 (AmpClosureLoad, 1);
  g_autoptr (AmpRecord) case_ = NULL;

  (void) progress;
  (void) cancellable;
  if (!amp_access_require (session, case_id, error))
    return NULL;
  case_ =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("case"), case_id, error);
  if (case_ == NULL)
    return NULL;
  load->closed = amp_case_is_closed (amp_record_get (case_, "status"));
  return load->closed || read_open_case (session, load, case_id, error) ? g_steal_pointer (&load)
                                                                        : NULL;
}

void
amp_closure_work_free (gpointer data)
{
  AmpClosureWork *self = data;

  amp_record_free (self->closure);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

/* What was typed so far goes with the new list. */
static void
take_over (GPtrArray *fresh, const GPtrArray *typed)
{
  for (guint i = 0; i < fresh->len; i++)
    for (guint k = 0; typed != NULL && k < typed->len; k++)
      {
        AmpOpenItem *to = fresh->pdata[i];
        const AmpOpenItem *from = typed->pdata[k];

        if (g_str_equal (to->kind, from->kind) && to->object_id == from->object_id)
          {
            g_free (to->explanation);
            to->explanation = g_strdup (from->explanation);
          }
      }
}

static gboolean
propose (AmpSession *session, AmpClosureWork *work, GError **error)
{
  g_autoptr (GPtrArray) fresh = NULL;

  if (!amp_closure_propose (session, work->closure, error))
    return FALSE;
  fresh = amp_closure_open_items (session, amp_record_get_int (work->closure, "case", 0),
                                  work->closure, error);
  if (fresh == NULL)
    return FALSE;
  take_over (fresh, work->items);
  g_clear_pointer (&work->items, g_ptr_array_unref);
  work->items = g_steal_pointer (&fresh);
  return TRUE;
}

gpointer
amp_closure_work_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  AmpClosureWork *work = data;
  gboolean done = FALSE;

  (void) progress;
  (void) cancellable;
  switch (work->step)
    {
    case AMP_CLOSURE_PROPOSE:
      done = propose (session, work, error);
      break;
    case AMP_CLOSURE_KEEP:
      done = amp_closure_keep (session, work->closure, work->items, error);
      break;
    case AMP_CLOSURE_ASK:
    default:
      done = amp_closure_request (session, work->closure, work->items, NULL, NULL, error);
      break;
    }
  return GINT_TO_POINTER (done);
}
