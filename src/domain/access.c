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

gboolean
amp_access_to_case (AmpSession *session, gint64 case_id, AmpAccess *access, GError **error)
{
  g_autoptr (AmpRecord) case_ = NULL;
  gboolean assigned = FALSE;
  gint64 owner;

  *access = AMP_ACCESS_FULL;
  if (amp_session_is_supervisor (session))
    return TRUE;
  case_ =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("case"), case_id, error);
  if (case_ == NULL)
    return FALSE;
  owner = amp_record_get_int (case_, "owner", 0);
  if (owner == 0 || owner == amp_session_get_user (session)->id)
    return TRUE;
  if (!is_assigned (session, case_id, &assigned, error))
    return FALSE;
  if (!assigned)
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
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                       "case: belongs to somebody else of the team");
  return FALSE;
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
