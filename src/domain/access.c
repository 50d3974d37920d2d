/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may open which case. */
#include "domain/access.h"

#include "domain/approvals.h"
#include "model/date.h"

/* An assignment of hers that has begun and not ended. */
static gboolean
is_assigned (AmpSession *session, gint64 case_id, gboolean *assigned, GError **error)
{
  const char *paths[] = {"from_on", "to_on", NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, case_id);
  g_autofree char *me = g_strdup_printf ("%" G_GINT64_FORMAT, amp_session_get_user (session)->id);
  const AmpFilter filters[] = {{"case", AMP_OP_EQ, id}, {"user", AMP_OP_EQ, me}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("assignment"), paths,
                      filters, G_N_ELEMENTS (filters), NULL, error);
  const AmpDate today = amp_date_today ();
  int more = -1;

  *assigned = FALSE;
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      const char *to_text = amp_cursor_text (cursor, 1);
      AmpDate from, to;

      if (amp_date_parse (amp_cursor_text (cursor, 0), &from) &&
          amp_date_compare (&from, &today) <= 0 &&
          (to_text == NULL ||
           (amp_date_parse (to_text, &to) && amp_date_compare (&to, &today) > 0)))
        *assigned = TRUE;
    }
  return more == 0;
}

/* Whether it is hers, one she supports, or nobody's. */
static gboolean
is_hers (AmpSession *session, gint64 case_id, gboolean *hers, GError **error)
{
  g_autoptr (AmpRecord) case_ =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("case"), case_id, error);
  gint64 owner = case_ != NULL ? amp_record_get_int (case_, "owner", 0) : 0;

  if (case_ == NULL)
    return FALSE;
  *hers = owner == 0 || owner == amp_session_get_user (session)->id;
  return *hers || is_assigned (session, case_id, hers, error);
}

gboolean
amp_access_to_case (AmpSession *session, gint64 case_id, AmpAccess *access, GError **error)
{
  gboolean hers;

  *access = AMP_ACCESS_FULL;
  if (amp_session_is_supervisor (session))
    return TRUE;
  if (!is_hers (session, case_id, &hers, error))
    return FALSE;
  if (!hers)
    *access = AMP_ACCESS_EXISTS;
  return TRUE;
}

gboolean
amp_access_require (AmpSession *session, gint64 case_id, GError **error)
{
  AmpAccess access;

  if (!amp_access_to_case (session, case_id, &access, error))
    return FALSE;
  if (access == AMP_ACCESS_FULL)
    return TRUE;
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_ELSEWHERE,
                       "case: belongs to somebody else of the team");
  return FALSE;
}

gboolean
amp_access_require_of (AmpSession *session, const AmpRecord *record, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);
  const AmpField *field = amp_entity_field (entity, "case");
  gint64 case_id = 0;

  if (g_str_equal (entity->name, "case"))
    case_id = amp_record_rev (record) != 0 ? amp_record_id (record) : 0;
  else if (field != NULL && field->kind == AMP_KIND_REF)
    case_id = amp_record_get_int (record, "case", 0);
  return case_id == 0 || amp_access_require (session, case_id, error);
}

gboolean
amp_access_tell (AmpSession *session,
                 gint64 case_id,
                 AmpAuditAction action,
                 const AmpEntity *entity,
                 gint64 id,
                 const char *const *fields,
                 const char *reason,
                 GError **error)
{
  gboolean hers;

  if (!amp_access_require (session, case_id, error) || !is_hers (session, case_id, &hers, error))
    return FALSE;
  return amp_store_audit (amp_session_get_store (session), action, entity, id, fields,
                          reason != NULL || hers ? reason : "supervision", error);
}

void
amp_access_limit (AmpSession *session, AmpCaseQuery *query)
{
  query->reader = amp_session_is_supervisor (session) ? 0 : amp_session_get_user (session)->id;
}

gboolean
amp_access_ask_for (AmpSession *session, gint64 case_id, const char *why, GError **error)
{
  const AmpApprovalRequest request = {
    .kind = "reassign",
    .case_id = case_id,
    .object_id = amp_session_get_user (session)->id,
    .note = why,
  };

  return amp_approvals_request (session, &request, NULL, error);
}
