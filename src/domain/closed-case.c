/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a closed case refuses. */
#include "domain/closed-case.h"

#include "domain/closure.h"

G_DEFINE_QUARK (amp - closed - error - quark, amp_closed_case_error)

/* The days that tell when the assistance was or is to be, the surest first. */
static const struct
{
  const char *entity;
  const char *days[3];
} assistance[] = {
  {"service", {"delivered_on", "planned_on"}},
  {"follow_up", {"done_on", "due_on"}},
  {"referral", {"sent_on"}},
  {"plan", {"opened_on"}},
  {"risk_assessment", {"on"}},
  {"safety_plan", {"on"}},
};

gboolean
amp_closed_case_refuse (GError **error)
{
  g_set_error_literal (error, AMP_CLOSED_CASE_ERROR, AMP_CLOSED_CASE_ERROR_CLOSED,
                       "case.status: closed");
  return FALSE;
}

/* NULL: says nothing of when. */
static const char *
day_of (const AmpRecord *record, const char *const *days)
{
  for (; *days != NULL; days++)
    if (amp_record_get (record, *days) != NULL)
      return amp_record_get (record, *days);
  return NULL;
}

gboolean
amp_closed_case_require_open (AmpSession *session, gint64 case_id, const char *day, GError **error)
{
  g_autoptr (AmpRecord) case_ =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("case"), case_id, error);
  const char *end;

  if (case_ == NULL)
    return FALSE;
  if (!amp_case_is_closed (amp_record_get (case_, "status")))
    return TRUE;
  /* Canonical days compare as text. */
  end = amp_record_get (case_, "closed_on");
  return (day != NULL && end != NULL && g_strcmp0 (day, end) <= 0) ||
         amp_closed_case_refuse (error);
}

gboolean
amp_closed_case_check (AmpSession *session,
                       const AmpRecord *record,
                       const AmpRecord *stored,
                       GError **error)
{
  const char *const *days = NULL;
  const char *day;

  for (gsize i = 0; i < G_N_ELEMENTS (assistance); i++)
    if (g_str_equal (assistance[i].entity, amp_record_entity (record)->name))
      days = assistance[i].days;
  if (days == NULL)
    return TRUE;
  day = day_of (record, days);
  if (stored != NULL && g_strcmp0 (day, day_of (stored, days)) == 0)
    return TRUE;
  return amp_closed_case_require_open (session, amp_record_get_int (record, "case", 0), day, error);
}
