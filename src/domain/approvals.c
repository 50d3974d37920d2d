/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a second person decides: asking, answering, taking back, permits, lists. */
#include "domain/approvals-private.h"

#include <string.h>

#define N_(text) text

gboolean
amp_domain_refuse (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, what);
  return FALSE;
}

static gboolean
forbid (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED, what);
  return FALSE;
}

gboolean
amp_domain_is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static gint64
me (AmpSession *session)
{
  return amp_session_get_user (session)->id;
}

static gboolean
set_now (AmpRecord *record, const char *field, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  return amp_record_set (record, field, text, error);
}

static gboolean
end_transaction (AmpStore *store, gboolean done, GError **error)
{
  if (done)
    return amp_store_commit (store, error);
  amp_store_rollback (store);
  return FALSE;
}

/* --- Asking --- */

/* The first approval that fits; 0: none. -1: error. */
static gint64
find (AmpSession *session, const AmpFilter *filters, gsize n_filters, GError **error)
{
  const char *paths[] = {"id", NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("approval"), paths, filters,
                      n_filters, NULL, error);
  int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  return more > 0 ? amp_cursor_int (cursor, 0) : more;
}

static gboolean
check_not_waiting (AmpSession *session, const AmpApprovalRequest *request, GError **error)
{
  g_autofree char *case_id = g_strdup_printf ("%" G_GINT64_FORMAT, request->case_id);
  g_autofree char *object = g_strdup_printf ("%" G_GINT64_FORMAT, request->object_id);
  const AmpFilter filters[] = {
    {"kind", AMP_OP_EQ, request->kind},
    {"decision", AMP_OP_EQ, "pending"},
    {"case", request->case_id != 0 ? AMP_OP_EQ : AMP_OP_IS_NULL, case_id},
    {"object_id", request->object_id != 0 ? AMP_OP_EQ : AMP_OP_IS_NULL, object},
  };
  gint64 waiting = find (session, filters, G_N_ELEMENTS (filters), error);

  return waiting == 0 || (waiting > 0 && amp_domain_refuse ("approval: asked for already", error));
}

static gboolean
save_request (AmpSession *session, const AmpApprovalRequest *request, gint64 *id, GError **error)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("approval"));

  if (request->case_id != 0)
    amp_record_set_int (record, "case", request->case_id);
  if (request->object_id != 0)
    amp_record_set_int (record, "object_id", request->object_id);
  amp_record_set_int (record, "requested_by", me (session));
  if (!amp_record_set (record, "kind", request->kind, error) ||
      !amp_record_set (record, "request_note",
                       amp_domain_is_blank (request->note) ? NULL : request->note, error) ||
      !amp_record_set (record, "decision", "pending", error) ||
      !set_now (record, "requested_at", error) ||
      !amp_store_save (amp_session_get_store (session), record, "request", error))
    return FALSE;
  if (id != NULL)
    *id = amp_record_id (record);
  return TRUE;
}

gboolean
amp_approvals_request (AmpSession *session,
                       const AmpApprovalRequest *request,
                       gint64 *id,
                       GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  g_return_val_if_fail (request->kind != NULL, FALSE);

  if (!amp_store_begin (store, error))
    return FALSE;
  return end_transaction (store,
                          check_not_waiting (session, request, error) &&
                            amp_approval_prepare (session, request, error) &&
                            save_request (session, request, id, error),
                          error);
}

/* --- Answering --- */

static AmpRecord *
load_waiting (AmpSession *session, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) record =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("approval"), id, error);

  if (record != NULL && !amp_record_has_code (record, "decision", "pending"))
    {
      amp_domain_refuse ("approval.decision: answered already", error);
      return NULL;
    }
  return g_steal_pointer (&record);
}

/* Nobody decides about what she asked for herself, nor about what would be hers by it. */
static gboolean
is_ones_own (AmpSession *session, const AmpRecord *approval)
{
  return amp_record_get_int (approval, "requested_by", 0) == me (session) ||
         (amp_record_has_code (approval, "kind", "reassign") &&
          amp_record_get_int (approval, "object_id", 0) == me (session));
}

static gboolean
decide (AmpSession *session, gint64 id, gboolean approve, const char *comment, GError **error)
{
  g_autoptr (AmpRecord) record = load_waiting (session, id, error);

  if (record == NULL)
    return FALSE;
  if (is_ones_own (session, record))
    return forbid ("approval: never one's own", error);
  if (!approve && amp_domain_is_blank (comment))
    return amp_domain_refuse ("approval.comment: a refusal needs a reason", error);
  if (!(approve ? amp_approval_perform (session, record, error)
                : amp_approval_give_back (session, record, error)))
    return FALSE;
  amp_record_set_int (record, "decided_by", me (session));
  return amp_record_set (record, "decision", approve ? "approved" : "rejected", error) &&
         amp_record_set (record, "comment", amp_domain_is_blank (comment) ? NULL : comment,
                         error) &&
         set_now (record, "decided_at", error) &&
         amp_store_save (amp_session_get_store (session), record, approve ? "approve" : "reject",
                         error);
}

gboolean
amp_approvals_decide (
  AmpSession *session, gint64 id, gboolean approve, const char *comment, GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  if (!amp_session_require_supervisor (session, error) || !amp_store_begin (store, error))
    return FALSE;
  return end_transaction (store, decide (session, id, approve, comment, error), error);
}

static gboolean
withdraw (AmpSession *session, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) record = load_waiting (session, id, error);

  if (record == NULL)
    return FALSE;
  if (amp_record_get_int (record, "requested_by", 0) != me (session))
    return forbid ("approval: only whoever asked takes it back", error);
  return amp_approval_give_back (session, record, error) &&
         amp_record_set (record, "decision", "withdrawn", error) &&
         set_now (record, "decided_at", error) && set_now (record, "seen_at", error) &&
         amp_store_save (amp_session_get_store (session), record, "withdraw", error);
}

gboolean
amp_approvals_withdraw (AmpSession *session, gint64 id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  if (!amp_store_begin (store, error))
    return FALSE;
  return end_transaction (store, withdraw (session, id, error), error);
}

/* --- Permits --- */

static gboolean
take_permit (
  AmpSession *session, const char *kind, gint64 case_id, gint64 object_id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *mine = g_strdup_printf ("%" G_GINT64_FORMAT, me (session));
  g_autofree char *case_text = g_strdup_printf ("%" G_GINT64_FORMAT, case_id);
  g_autofree char *object = g_strdup_printf ("%" G_GINT64_FORMAT, object_id);
  const AmpFilter filters[] = {
    {"kind", AMP_OP_EQ, kind},
    {"decision", AMP_OP_EQ, "approved"},
    {"requested_by", AMP_OP_EQ, mine},
    {"used_at", AMP_OP_IS_NULL, NULL},
    {"case", case_id != 0 ? AMP_OP_EQ : AMP_OP_IS_NULL, case_text},
    {"object_id", object_id != 0 ? AMP_OP_EQ : AMP_OP_IS_NULL, object},
  };
  gint64 id = find (session, filters, G_N_ELEMENTS (filters), error);
  g_autoptr (AmpRecord) record = NULL;

  if (id < 0)
    return FALSE;
  if (id == 0)
    return forbid ("approval: nobody has permitted that", error);
  record = amp_store_load (store, amp_entity_find ("approval"), id, error);
  return record != NULL && set_now (record, "used_at", error) &&
         amp_store_save (store, record, "use", error);
}

gboolean
amp_approvals_take_permit (
  AmpSession *session, const char *kind, gint64 case_id, gint64 object_id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  if (!amp_store_begin (store, error))
    return FALSE;
  return end_transaction (store, take_permit (session, kind, case_id, object_id, error), error);
}

static gboolean
is_permit (AmpSession *session, const char *kind, const AmpRecord *approval, gint64 object_id)
{
  return amp_record_has_code (approval, "kind", kind) &&
         amp_record_has_code (approval, "decision", "approved") &&
         amp_record_get_int (approval, "requested_by", 0) == me (session) &&
         amp_record_get_int (approval, "case", 0) == 0 &&
         amp_record_get_int (approval, "object_id", 0) == object_id &&
         amp_record_get (approval, "used_at") == NULL;
}

static gint64
take_numbered (
  AmpSession *session, const char *kind, gint64 approval, gint64 object_id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) record =
    amp_store_load (store, amp_entity_find ("approval"), approval, error);

  if (record == NULL)
    return -1;
  if (!is_permit (session, kind, record, object_id))
    {
      forbid ("approval: nobody has permitted that", error);
      return -1;
    }
  return set_now (record, "used_at", error) && amp_store_save (store, record, "use", error)
           ? amp_record_get_int (record, "decided_by", 0)
           : -1;
}

gint64
amp_approvals_take_numbered (
  AmpSession *session, const char *kind, gint64 approval, gint64 object_id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gint64 by;

  if (!amp_store_begin (store, error))
    return -1;
  by = take_numbered (session, kind, approval, object_id, error);
  return end_transaction (store, by >= 0, error) ? by : -1;
}

/* --- Lists --- */

void
amp_approval_free (AmpApproval *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->decision);
  g_free (self->number);
  g_free (self->requested_by_name);
  g_free (self->requested_at);
  g_free (self->request_note);
  g_free (self->decided_by_name);
  g_free (self->decided_at);
  g_free (self->comment);
  g_free (self->subject);
  g_free (self->subject_until);
  g_free (self->code);
  g_strfreev (self->who);
  g_free (self);
}

static gboolean
read_subject (AmpSession *session, AmpApproval *approval, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gboolean closure = strcmp (approval->kind, "closure") == 0;
  g_autoptr (AmpRecord) object = NULL;

  if (approval->object_id == 0 || (!closure && strcmp (approval->kind, "reassign") != 0))
    return TRUE;
  object = amp_store_load (store, amp_entity_find (closure ? "closure" : "user"),
                           approval->object_id, error);
  if (object == NULL)
    return FALSE;
  approval->subject = g_strdup (amp_record_get (object, closure ? "reason" : "display_name"));
  if (closure)
    approval->subject_until = g_strdup (amp_record_get (object, "retention_until"));
  return TRUE;
}

static AmpApproval *
read_row (AmpSession *session, AmpCursor *cursor, GError **error)
{
  g_autoptr (AmpApproval) self = g_new0 (AmpApproval, 1);
  gsize column = 0;

  self->id = amp_cursor_int (cursor, column++);
  self->kind = g_strdup (amp_cursor_text (cursor, column++));
  self->decision = g_strdup (amp_cursor_text (cursor, column++));
  self->case_id = amp_cursor_int (cursor, column++);
  self->object_id = amp_cursor_int (cursor, column++);
  self->number = g_strdup (amp_cursor_text (cursor, column++));
  self->requested_by = amp_cursor_int (cursor, column++);
  self->requested_by_name = g_strdup (amp_cursor_text (cursor, column++));
  self->requested_at = g_strdup (amp_cursor_text (cursor, column++));
  self->request_note = g_strdup (amp_cursor_text (cursor, column++));
  self->decided_by_name = g_strdup (amp_cursor_text (cursor, column++));
  self->decided_at = g_strdup (amp_cursor_text (cursor, column++));
  self->comment = g_strdup (amp_cursor_text (cursor, column++));
  self->mine = self->requested_by == me (session);
  self->may_decide = !self->mine && strcmp (self->decision, "pending") == 0 &&
                     amp_session_is_supervisor (session) &&
                     (strcmp (self->kind, "reassign") != 0 || self->object_id != me (session));
  if (strcmp (self->kind, "resolve") == 0 && strcmp (self->decision, "pending") == 0 &&
      !amp_approval_read_resolve (session, self, error))
    return NULL;
  return read_subject (session, self, error) ? g_steal_pointer (&self) : NULL;
}

static void
reverse (GPtrArray *list)
{
  for (guint i = 0; i < list->len / 2; i++)
    {
      gpointer kept = list->pdata[i];

      list->pdata[i] = list->pdata[list->len - 1 - i];
      list->pdata[list->len - 1 - i] = kept;
    }
}

GPtrArray *
amp_approvals_list (AmpSession *session, AmpApprovalsWhich which, GError **error)
{
  static const char *const paths[] = {"id",
                                      "kind",
                                      "decision",
                                      "case",
                                      "object_id",
                                      "case.number",
                                      "requested_by",
                                      "requested_by.display_name",
                                      "requested_at",
                                      "request_note",
                                      "decided_by.display_name",
                                      "decided_at",
                                      "comment",
                                      NULL};
  g_autofree char *mine = g_strdup_printf ("%" G_GINT64_FORMAT, me (session));
  const AmpFilter filters[] = {
    [AMP_APPROVALS_WAITING] = {"decision", AMP_OP_EQ, "pending"},
    [AMP_APPROVALS_OWN] = {"requested_by", AMP_OP_EQ, mine},
  };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_approval_free);
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  if (which != AMP_APPROVALS_OWN && !amp_session_require_supervisor (session, error))
    return NULL;
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("approval"), paths,
                             which == AMP_APPROVALS_ALL ? NULL : &filters[which],
                             which == AMP_APPROVALS_ALL ? 0 : 1, "requested_at", error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      AmpApproval *approval = read_row (session, cursor, error);

      if (approval == NULL)
        return NULL;
      g_ptr_array_add (list, approval);
    }
  if (more != 0)
    return NULL;
  if (which != AMP_APPROVALS_WAITING)
    reverse (list);
  return g_steal_pointer (&list);
}

const char *
amp_approval_effect (const char *kind)
{
  static const struct
  {
    const char *kind, *effect;
  } effects[] = {
    {"plan", N_ ("The plan comes into force.")},
    /* Translators: %s is a reason of closure, such as "Goals met". */
    {"closure", N_ ("The case is closed: %s.")},
    {"override", N_ ("The referral may leave once without consent.")},
    {"export", N_ ("The export may be made once.")},
    {"resolve", N_ ("Whoever asked sees once which case is behind that record.")},
    {"merge", N_ ("The two records become one person. That can be undone.")},
    {"reopen", N_ ("The case is opened again.")},
    /* Translators: %s is the name of a colleague. */
    {"reassign", N_ ("%s becomes responsible for the case.")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (effects); i++)
    if (g_strcmp0 (effects[i].kind, kind) == 0)
      return effects[i].effect;
  return "";
}

gboolean
amp_approvals_somebody_may_decide (AmpSession *session, gboolean *may, GError **error)
{
  const char *paths[] = {"id", NULL};
  const AmpFilter filters[] = {{"role", AMP_OP_EQ, "supervisor"}, {"active", AMP_OP_EQ, "1"}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("user"), paths, filters,
                      G_N_ELEMENTS (filters), NULL, error);
  int more = -1;

  *may = FALSE;
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    if (amp_cursor_int (cursor, 0) != me (session))
      *may = TRUE;
  return more == 0;
}
