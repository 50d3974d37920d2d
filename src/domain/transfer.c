/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passing cases on. */
#include "domain/transfer.h"

#include "domain/access.h"
#include "domain/approvals-private.h"
#include "domain/assignments.h"
#include "domain/closure.h"
#include "domain/session-private.h"
#include "domain/tasks-private.h"
#include "domain/tasks.h"
#include "domain/today.h"
#include "model/date.h"
#include "model/message.h"

/* --- Who could --- */

void
amp_transfer_person_free (AmpTransferPerson *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const AmpTransferPerson *x = *(AmpTransferPerson *const *) a,
                          *y = *(AmpTransferPerson *const *) b;

  if (x->load.n_open != y->load.n_open)
    return x->load.n_open < y->load.n_open ? -1 : 1;
  return g_strcmp0 (x->name, y->name);
}

static void
take_load (AmpTransferPerson *person, const GArray *loads)
{
  person->load.owner = person->user;
  for (guint i = 0; i < loads->len; i++)
    if (g_array_index (loads, AmpCaseload, i).owner == person->user)
      person->load = g_array_index (loads, AmpCaseload, i);
}

static gboolean
read_people (AmpStore *store, const GArray *loads, GPtrArray *people, GError **error)
{
  const char *paths[] = {"id", "display_name", NULL};
  const AmpFilter filters[] = {{"active", AMP_OP_EQ, "1"},
                               {"role", AMP_OP_IN, "caseworker;supervisor"}};
  g_autoptr (AmpCursor) cursor = amp_store_select (store, amp_entity_find ("user"), paths, filters,
                                                   G_N_ELEMENTS (filters), NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      AmpTransferPerson *person = g_new0 (AmpTransferPerson, 1);

      person->user = amp_cursor_int (cursor, 0);
      person->name = g_strdup (amp_cursor_text (cursor, 1));
      take_load (person, loads);
      g_ptr_array_add (people, person);
    }
  return more == 0;
}

GPtrArray *
amp_transfer_people (AmpSession *session, GCancellable *cancellable, GError **error)
{
  const AmpDate date = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&date);
  gint64 day = amp_task_day_number (today);
  g_autofree char *new_since = amp_task_day_text (day - AMP_TODAY_NEW_DAYS);
  g_autofree char *quiet_since = amp_task_day_text (day - AMP_TODAY_QUIET_DAYS);
  g_autoptr (GPtrArray) people =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_transfer_person_free);
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GArray) loads = NULL;

  if (!amp_session_require_store (session, error))
    return NULL;
  loads = amp_store_caseloads (store, new_since, quiet_since, cancellable, error);
  if (loads == NULL || !read_people (store, loads, people, error))
    return NULL;
  g_ptr_array_sort (people, compare_people);
  return g_steal_pointer (&people);
}

/* --- Passing on --- */

static gboolean
refuse_closed (GError **error)
{
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "case.status: %s",
               N_ ("A closed case is not passed on. Open it again first, or leave it out."));
  return FALSE;
}

static gboolean
add_task (AmpSession *session, gint64 case_id, gint64 to, const char *title, GError **error)
{
  const AmpDate date = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&date);
  g_autoptr (AmpRecord) task = amp_record_new (amp_entity_find ("task"));

  amp_record_set_int (task, "case", case_id);
  amp_record_set_int (task, "owner", to);
  return amp_record_set (task, "title", title, error) &&
         amp_record_set (task, "due_on", today, error) &&
         amp_tasks_save (session, task, NULL, error);
}

static gboolean
pass_on (AmpSession *session,
         gint64 case_id,
         gint64 to,
         const char *why,
         const char *task,
         guint *n,
         GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) case_ = amp_store_load (store, amp_entity_find ("case"), case_id, error);

  if (case_ == NULL)
    return FALSE;
  if (amp_record_get_int (case_, "owner", 0) == to)
    return TRUE;
  if (amp_case_is_closed (amp_record_get (case_, "status")))
    return refuse_closed (error);
  (*n)++;
  return amp_assignments_move (session, case_, to, why, error) &&
         /* Whoever takes it herself knows. */
         (task == NULL || to == amp_session_get_user (session)->id ||
          add_task (session, case_id, to, task, error));
}

gboolean
amp_transfer_cases (AmpSession *session,
                    const GArray *cases,
                    gint64 to,
                    const char *why,
                    const char *task,
                    guint *n,
                    GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  *n = 0;
  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  if (cases->len > AMP_TRANSFER_MOST)
    return amp_domain_refuse ("case.owner: too many cases at once", error);
  if (!amp_store_begin (store, error))
    return FALSE;
  for (guint i = 0; i < cases->len; i++)
    if (!pass_on (session, g_array_index (cases, gint64, i), to,
                  amp_domain_is_blank (why) ? NULL : why, task, n, error))
      {
        amp_store_rollback (store);
        *n = 0;
        return FALSE;
      }
  return amp_store_commit (store, error);
}

gboolean
amp_transfer_ask (AmpSession *session, gint64 case_id, gint64 to, const char *why, GError **error)
{
  const AmpApprovalRequest request = {
    .kind = "reassign", .case_id = case_id, .object_id = to, .note = why};

  if (amp_domain_is_blank (why))
    return amp_domain_refuse ("approval.request_note: passing a case on needs a reason", error);
  return amp_access_require (session, case_id, error) &&
         amp_approvals_request (session, &request, NULL, error);
}
