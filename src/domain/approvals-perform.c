/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each kind of request needs, and what approving it does. */
#include "domain/approvals-private.h"

#include "domain/access.h"
#include "domain/assignments.h"
#include "domain/cases.h"
#include "domain/closure.h"
#include "domain/people.h"
#include "model/date.h"

#include <string.h>

/* --- Plan --- */

static gboolean
move_plan (AmpSession *session,
           gint64 id,
           gint64 case_id,
           const char *from,
           const char *to,
           const char *reason,
           GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) plan = amp_store_load (store, amp_entity_find ("plan"), id, error);
  const char *status = plan != NULL ? amp_record_get (plan, "status") : NULL;

  if (plan == NULL)
    return FALSE;
  if (case_id != amp_record_get_int (plan, "case", 0))
    return amp_domain_refuse ("approval.object_id: a plan of another case", error);
  if (g_strcmp0 (status, "requested") != 0 && g_strcmp0 (status, from) != 0)
    return amp_domain_refuse ("plan.status: no such move", error);
  return amp_record_set (plan, "status", to, error) && amp_store_save (store, plan, reason, error);
}

static gboolean
prepare_plan (AmpSession *session, const AmpApprovalRequest *request, GError **error)
{
  return move_plan (session, request->object_id, request->case_id, "draft", "requested", "request",
                    error);
}

static gint64
object_of (const AmpRecord *approval)
{
  return amp_record_get_int (approval, "object_id", 0);
}

static gint64
case_of (const AmpRecord *approval)
{
  return amp_record_get_int (approval, "case", 0);
}

static gboolean
perform_plan (AmpSession *session, const AmpRecord *approval, GError **error)
{
  return move_plan (session, object_of (approval), case_of (approval), "requested", "active",
                    "approve", error);
}

static gboolean
give_back_plan (AmpSession *session, const AmpRecord *approval, GError **error)
{
  return move_plan (session, object_of (approval), case_of (approval), "requested", "draft",
                    "give_back", error);
}

/* --- Reassignment --- */

static gboolean
prepare_reassignment (AmpSession *session, const AmpApprovalRequest *request, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) user =
    amp_store_load (store, amp_entity_find ("user"), request->object_id, error);
  g_autoptr (AmpRecord) case_ = NULL;

  if (user == NULL)
    return FALSE;
  if (amp_record_get_int (user, "active", 1) == 0 || amp_record_has_code (user, "role", "auditor"))
    return amp_domain_refuse ("approval.object_id: not somebody who can have a case", error);
  case_ = amp_store_load (store, amp_entity_find ("case"), request->case_id, error);
  if (case_ == NULL)
    return FALSE;
  return amp_record_get_int (case_, "owner", 0) != request->object_id ||
         amp_domain_refuse ("case.owner: is responsible already", error);
}

static gboolean
perform_reassignment (AmpSession *session, const AmpRecord *approval, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpApprovalRequest request = {
    .kind = "reassign", .case_id = case_of (approval), .object_id = object_of (approval)};
  g_autoptr (AmpRecord) case_ = NULL;

  /* She may have left, or have got the case, since. */
  if (!prepare_reassignment (session, &request, error))
    return FALSE;
  case_ = amp_store_load (store, amp_entity_find ("case"), request.case_id, error);
  return case_ != NULL && amp_assignments_move (session, case_, request.object_id,
                                                amp_record_get (approval, "request_note"), error);
}

/* --- Closure and reopening --- */

static gboolean
prepare_closure (AmpSession *session, const AmpApprovalRequest *request, GError **error)
{
  g_autoptr (AmpRecord) closure = amp_store_load (
    amp_session_get_store (session), amp_entity_find ("closure"), request->object_id, error);

  if (closure == NULL)
    return FALSE;
  if (amp_record_get_int (closure, "case", 0) != request->case_id)
    return amp_domain_refuse ("approval.object_id: a closure of another case", error);
  return amp_closure_check (session, request->object_id, error);
}

static gboolean
perform_closure (AmpSession *session, const AmpRecord *approval, GError **error)
{
  return amp_closure_perform (session, object_of (approval), error);
}

static gboolean
prepare_reopening (AmpSession *session, const AmpApprovalRequest *request, GError **error)
{
  g_autoptr (AmpRecord) case_ = amp_store_load (amp_session_get_store (session),
                                                amp_entity_find ("case"), request->case_id, error);

  if (case_ == NULL)
    return FALSE;
  if (!amp_case_is_closed (amp_record_get (case_, "status")))
    return amp_domain_refuse ("case.status: not closed", error);
  return !amp_domain_is_blank (request->note) ||
         amp_domain_refuse ("approval.request_note: a reopening needs a reason", error);
}

static gboolean
perform_reopening (AmpSession *session, const AmpRecord *approval, GError **error)
{
  return amp_closure_perform_reopening (session, case_of (approval),
                                        amp_record_get (approval, "request_note"), error);
}

/* --- Merge --- */

/* Of the two, the record that is there for longer is kept. */
static gint64
older_of (AmpSession *session, const AmpRecord *decision, GError **error)
{
  const char *paths[] = {"id", NULL};
  g_autofree char *both =
    g_strdup_printf ("%s;%s", amp_record_get (decision, "a"), amp_record_get (decision, "b"));
  const AmpFilter filter = {"id", AMP_OP_IN, both};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("person"), paths, &filter,
                      1, "created_at", error);
  int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  if (more == 0)
    amp_domain_refuse ("approval.object_id: the people are gone", error);
  return more > 0 ? amp_cursor_int (cursor, 0) : 0;
}

static gboolean
perform_merge (AmpSession *session, const AmpRecord *approval, GError **error)
{
  g_autoptr (AmpRecord) decision = amp_store_load (
    amp_session_get_store (session), amp_entity_find ("dup_decision"), object_of (approval), error);
  gint64 keep = decision != NULL ? older_of (session, decision, error) : 0;

  return keep != 0 && amp_people_merge (session, amp_record_id (decision), keep, NULL, error);
}

/* --- The table --- */

typedef struct
{
  const char *kind;
  gboolean needs_case, needs_object;
  gboolean any_case; /* may be asked for of a case that is not one's own */
  gboolean (*prepare) (AmpSession *session, const AmpApprovalRequest *request, GError **error);
  gboolean (*perform) (AmpSession *session, const AmpRecord *approval, GError **error);
  gboolean (*give_back) (AmpSession *session, const AmpRecord *approval, GError **error);
} Kind;

/* Without a function to perform: a permit. */
static const Kind kinds[] = {
  {"plan", TRUE, TRUE, FALSE, prepare_plan, perform_plan, give_back_plan},
  {"closure", TRUE, TRUE, FALSE, prepare_closure, perform_closure, NULL},
  {"override", TRUE, TRUE, FALSE, NULL, NULL, NULL},
  {"export", FALSE, FALSE, FALSE, NULL, NULL, NULL},
  {"merge", FALSE, TRUE, FALSE, NULL, perform_merge, NULL},
  {"reopen", TRUE, FALSE, TRUE, prepare_reopening, perform_reopening, NULL},
  {"reassign", TRUE, TRUE, TRUE, prepare_reassignment, perform_reassignment, NULL},
  {"resolve", FALSE, TRUE, FALSE, NULL, amp_approval_perform_resolve,
   amp_approval_give_back_resolve},
};

static const Kind *
find_kind (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, name) == 0)
      return &kinds[i];
  return NULL;
}

gboolean
amp_approval_prepare (AmpSession *session, const AmpApprovalRequest *request, GError **error)
{
  const Kind *kind = find_kind (request->kind);

  if (kind == NULL)
    return amp_domain_refuse ("approval.kind: unknown", error);
  if ((kind->needs_case && request->case_id == 0) ||
      (kind->needs_object && request->object_id == 0))
    return amp_domain_refuse ("approval: does not say of what", error);
  if (request->case_id != 0 && !kind->any_case &&
      !amp_access_require (session, request->case_id, error))
    return FALSE;
  return kind->prepare == NULL || kind->prepare (session, request, error);
}

gboolean
amp_approval_perform (AmpSession *session, const AmpRecord *approval, GError **error)
{
  const Kind *kind = find_kind (amp_record_get (approval, "kind"));

  return kind == NULL || kind->perform == NULL || kind->perform (session, approval, error);
}

gboolean
amp_approval_give_back (AmpSession *session, const AmpRecord *approval, GError **error)
{
  const Kind *kind = find_kind (amp_record_get (approval, "kind"));

  return kind == NULL || kind->give_back == NULL || kind->give_back (session, approval, error);
}
