/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of an assistance, and its beginning again. */
#include "domain/closure.h"

#include "domain/access.h"
#include "domain/approvals-private.h"
#include "domain/cases.h"
#include "model/date.h"

#include <string.h>

gboolean
amp_case_is_closed (const char *status)
{
  static const char *const closed[] = {"closed", "closed_referred", "closed_not_victim",
                                       "duplicate", NULL};

  return status != NULL && g_strv_contains (closed, status);
}

const char *
amp_closure_status_of (const char *reason)
{
  static const struct
  {
    const char *reason, *status;
  } pairs[] = {
    {"moved_handover", "closed_referred"},
    {"transferred", "closed_referred"},
    {"not_victim", "closed_not_victim"},
    {"duplicate", "duplicate"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_strcmp0 (pairs[i].reason, reason) == 0)
      return pairs[i].status;
  return "closed";
}

static AmpRecord *
load_case (AmpSession *session, gint64 id, GError **error)
{
  return amp_store_load (amp_session_get_store (session), amp_entity_find ("case"), id, error);
}

static AmpRecord *
load_open_case (AmpSession *session, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) case_ = load_case (session, id, error);

  if (case_ != NULL && amp_case_is_closed (amp_record_get (case_, "status")))
    {
      amp_domain_refuse ("case.status: closed already", error);
      return NULL;
    }
  return g_steal_pointer (&case_);
}

static char *
today_text (void)
{
  const AmpDate today = amp_date_today ();

  return amp_date_to_text (&today);
}

/* --- Preparing --- */

/* An approval that says yes to it: then it has closed the case once. */
static gboolean
is_done (AmpSession *session, gint64 closure, gboolean *done, GError **error)
{
  const char *paths[] = {"id", NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, closure);
  const AmpFilter filters[] = {{"kind", AMP_OP_EQ, "closure"},
                               {"object_id", AMP_OP_EQ, id},
                               {"decision", AMP_OP_EQ, "approved"}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("approval"), paths, filters,
                      G_N_ELEMENTS (filters), NULL, error);
  int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  *done = more > 0;
  return more >= 0;
}

gboolean
amp_closure_propose (AmpSession *session, AmpRecord *closure, GError **error)
{
  const char *reason = amp_record_get (closure, "reason");
  g_autoptr (AmpRecord) case_ = load_case (session, amp_record_get_int (closure, "case", 0), error);
  g_autoptr (AmpRecord) person = NULL;
  g_autofree char *until = NULL;

  if (case_ == NULL)
    return FALSE;
  person = amp_store_load (amp_session_get_store (session), amp_entity_find ("person"),
                           amp_record_get_int (case_, "person", 0), error);
  if (person == NULL)
    return FALSE;
  until = amp_retention_until (amp_retention_rule (reason), amp_record_get (closure, "on"), person,
                               amp_record_get (case_, "opened_on"));
  return amp_record_set (closure, "status", amp_closure_status_of (reason), error) &&
         amp_record_set (closure, "retention_until", until, error) &&
         (amp_record_get (closure, "destroy_after_action") != NULL ||
          amp_record_set (closure, "destroy_after_action", "anonymise", error));
}

AmpRecord *
amp_closure_prepare (AmpSession *session, gint64 case_id, GError **error)
{
  g_autoptr (GPtrArray) old = amp_store_children (
    amp_session_get_store (session), amp_entity_find ("closure"), "case", case_id, error);
  g_autoptr (AmpRecord) closure = NULL;
  g_autofree char *today = today_text ();

  if (old == NULL)
    return NULL;
  for (guint i = old->len; i > 0; i--)
    {
      gboolean done;

      if (!is_done (session, amp_record_id (old->pdata[i - 1]), &done, error))
        return NULL;
      if (!done)
        return amp_record_copy (old->pdata[i - 1]);
    }
  closure = amp_record_new (amp_entity_find ("closure"));
  amp_record_set_int (closure, "case", case_id);
  return amp_record_set (closure, "on", today, error) &&
             amp_closure_propose (session, closure, error)
           ? g_steal_pointer (&closure)
           : NULL;
}

/* --- Checking --- */

static gboolean
is_day (const char *text, AmpDate *date)
{
  return text != NULL && amp_date_parse (text, date) && date->precision == AMP_DATE_DAY;
}

static gboolean
check_dates (const AmpRecord *closure, const AmpRecord *case_, GError **error)
{
  const AmpDate today = amp_date_today ();
  AmpDate on, until, opened;

  if (!is_day (amp_record_get (closure, "on"), &on) || amp_date_compare (&on, &today) > 0)
    return amp_domain_refuse ("closure.on: a day, not in the future", error);
  if (amp_record_get (case_, "opened_on") != NULL &&
      amp_date_parse (amp_record_get (case_, "opened_on"), &opened) &&
      amp_date_compare (&on, &opened) < 0)
    return amp_domain_refuse ("closure.on: before the case was opened", error);
  if (!is_day (amp_record_get (closure, "retention_until"), &until) ||
      amp_date_compare (&until, &on) < 0)
    return amp_domain_refuse ("closure.retention_until: a day, not before the closure", error);
  return TRUE;
}

/* All of it, as it is to be stored. */
static gboolean
check_whole (AmpSession *session, const AmpRecord *closure, const AmpRecord *case_, GError **error)
{
  const char *status = amp_record_get (closure, "status");
  const char *handover = amp_record_get (closure, "handover_institution");

  (void) session;
  if (amp_record_get (closure, "reason") == NULL)
    return amp_domain_refuse ("closure.reason: missing", error);
  if (!amp_case_is_closed (status) || !amp_case_may_move (amp_record_get (case_, "status"), status))
    return amp_domain_refuse ("closure.status: no such move", error);
  if (handover == NULL && strcmp (status, "closed_referred") == 0)
    return amp_domain_refuse ("closure.handover_institution: to whom is it handed over", error);
  return check_dates (closure, case_, error) && amp_cases_check (closure, error);
}

static gboolean
check_explained (const GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    if (amp_domain_is_blank (((const AmpOpenItem *) items->pdata[i])->explanation))
      {
        g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                     "closure_item.explanation: open and not explained: %s",
                     ((const AmpOpenItem *) items->pdata[i])->kind);
        return FALSE;
      }
  return TRUE;
}

static AmpRecord *
load_checked (AmpSession *session, gint64 id, AmpRecord **case_, GError **error)
{
  g_autoptr (AmpRecord) closure =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("closure"), id, error);
  g_autoptr (GPtrArray) items = NULL;

  if (closure == NULL)
    return NULL;
  *case_ = load_open_case (session, amp_record_get_int (closure, "case", 0), error);
  if (*case_ == NULL || !check_whole (session, closure, *case_, error))
    return NULL;
  items = amp_closure_open_items (session, amp_record_id (*case_), closure, error);
  return items != NULL && check_explained (items, error) ? g_steal_pointer (&closure) : NULL;
}

gboolean
amp_closure_check (AmpSession *session, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) case_ = NULL;
  g_autoptr (AmpRecord) closure = load_checked (session, id, &case_, error);

  return closure != NULL;
}

/* --- Keeping and asking --- */

static gboolean
drop_explanations (AmpSession *session, gint64 closure, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpEntity *entity = amp_entity_find ("closure_item");
  g_autoptr (GPtrArray) rows = amp_store_children (store, entity, "closure", closure, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!amp_store_delete (store, entity, amp_record_id (rows->pdata[i]), NULL, error))
      return FALSE;
  return rows != NULL;
}

static gboolean
save_explanations (AmpSession *session,
                   const AmpRecord *closure,
                   const GPtrArray *items,
                   GError **error)
{
  if (!drop_explanations (session, amp_record_id (closure), error))
    return FALSE;
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const AmpOpenItem *item = items->pdata[i];
      g_autoptr (AmpRecord) row = NULL;

      if (amp_domain_is_blank (item->explanation))
        continue;
      row = amp_record_new (amp_entity_find ("closure_item"));
      amp_record_set_int (row, "closure", amp_record_id (closure));
      amp_record_set_int (row, "case", amp_record_get_int (closure, "case", 0));
      if (item->object_id != 0)
        amp_record_set_int (row, "object_id", item->object_id);
      if (!amp_record_set (row, "kind", item->kind, error) ||
          !amp_record_set (row, "explanation", item->explanation, error) ||
          !amp_store_save (amp_session_get_store (session), row, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
keep (AmpSession *session, AmpRecord *closure, const GPtrArray *items, GError **error)
{
  gint64 case_id = amp_record_get_int (closure, "case", 0);
  g_autoptr (AmpRecord) case_ = NULL;
  gboolean done = FALSE;

  if (!amp_access_require (session, case_id, error))
    return FALSE;
  case_ = load_open_case (session, case_id, error);
  if (case_ == NULL ||
      (amp_record_rev (closure) != 0 && !is_done (session, amp_record_id (closure), &done, error)))
    return FALSE;
  if (done)
    return amp_domain_refuse ("closure: this one has closed the case before", error);
  return check_whole (session, closure, case_, error) &&
         amp_store_save (amp_session_get_store (session), closure, NULL, error) &&
         save_explanations (session, closure, items, error);
}

static gboolean
ask (AmpSession *session, AmpRecord *closure, const char *note, gint64 *approval, GError **error)
{
  const AmpApprovalRequest request = {
    .kind = "closure",
    .case_id = amp_record_get_int (closure, "case", 0),
    .object_id = amp_record_id (closure),
    .note = note,
  };

  return amp_approvals_request (session, &request, approval, error);
}

/* Rolled back, the record goes back to the form as it was. */
static gboolean
end_with (
  AmpSession *session, AmpRecord *closure, gint64 id, gint64 rev, gboolean done, GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  if (done && amp_store_commit (store, error))
    return TRUE;
  if (!done)
    amp_store_rollback (store);
  amp_record_set_identity (closure, id, rev);
  return FALSE;
}

gboolean
amp_closure_keep (AmpSession *session, AmpRecord *closure, const GPtrArray *items, GError **error)
{
  gint64 id = amp_record_id (closure), rev = amp_record_rev (closure);

  if (!amp_store_begin (amp_session_get_store (session), error))
    return FALSE;
  return end_with (session, closure, id, rev, keep (session, closure, items, error), error);
}

gboolean
amp_closure_request (AmpSession *session,
                     AmpRecord *closure,
                     const GPtrArray *items,
                     const char *note,
                     gint64 *approval,
                     GError **error)
{
  gint64 id = amp_record_id (closure), rev = amp_record_rev (closure);

  if (!amp_store_begin (amp_session_get_store (session), error))
    return FALSE;
  return end_with (
    session, closure, id, rev,
    keep (session, closure, items, error) && ask (session, closure, note, approval, error), error);
}

/* --- Doing it --- */

gboolean
amp_closure_perform (AmpSession *session, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) case_ = NULL;
  g_autoptr (AmpRecord) closure = load_checked (session, id, &case_, error);

  return closure != NULL &&
         amp_record_set (case_, "status", amp_record_get (closure, "status"), error) &&
         amp_record_set (case_, "closed_on", amp_record_get (closure, "on"), error) &&
         amp_record_set (case_, "closure_reason", amp_record_get (closure, "reason"), error) &&
         amp_record_set (case_, "retention_until", amp_record_get (closure, "retention_until"),
                         error) &&
         amp_cases_check (case_, error) &&
         amp_store_save (amp_session_get_store (session), case_, "closure", error);
}

static gboolean
save_reason (AmpSession *session, gint64 case_id, const char *why, GError **error)
{
  g_autoptr (AmpRecord) note = amp_record_new (amp_entity_find ("note"));
  g_autofree char *today = today_text ();

  amp_record_set_int (note, "case", case_id);
  amp_record_set_int (note, "author", amp_session_get_user (session)->id);
  return amp_record_set (note, "kind", "coordination", error) &&
         amp_record_set (note, "on", today, error) && amp_record_set (note, "text", why, error) &&
         amp_store_save (amp_session_get_store (session), note, "reopen", error);
}

gboolean
amp_closure_perform_reopening (AmpSession *session, gint64 case_id, const char *why, GError **error)
{
  g_autoptr (AmpRecord) case_ = load_case (session, case_id, error);

  if (case_ == NULL)
    return FALSE;
  if (!amp_case_is_closed (amp_record_get (case_, "status")))
    return amp_domain_refuse ("case.status: not closed", error);
  if (amp_domain_is_blank (why))
    return amp_domain_refuse ("note.text: a reopening needs a reason", error);
  return amp_record_set (case_, "status", "open", error) &&
         amp_record_set (case_, "closed_on", NULL, error) &&
         amp_record_set (case_, "closure_reason", NULL, error) &&
         amp_record_set (case_, "retention_until", NULL, error) && amp_cases_check (case_, error) &&
         amp_store_save (amp_session_get_store (session), case_, "reopen", error) &&
         save_reason (session, case_id, why, error);
}

gboolean
amp_closure_reopen (AmpSession *session, gint64 case_id, const char *why, GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  if (!amp_access_require (session, case_id, error) || !amp_store_begin (store, error))
    return FALSE;
  if (amp_closure_perform_reopening (session, case_id, why, error))
    return amp_store_commit (store, error);
  amp_store_rollback (store);
  return FALSE;
}
