/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a referral, domain.md 5.4: which moves there are, and that nothing leaves the office
 * without consent. */
#include "domain/cases.h"

#include "model/date.h"

/* domain.md 5.4, row by row. "Any state before completed" may also be withdrawn or revoked. */
static const struct
{
  const char *from;
  const char *to[6];
} moves[] = {
  {"draft", {"ready", "withdrawn_by_client", "revoked"}},
  {"ready", {"sent", "withdrawn_by_client", "revoked"}},
  {"sent", {"acknowledged", "no_answer", "withdrawn_by_client", "revoked"}},
  {"acknowledged", {"accepted", "rejected", "withdrawn_by_client", "revoked"}},
  {"accepted", {"in_service", "rejected", "withdrawn_by_client", "revoked"}},
  {"in_service", {"completed", "interrupted", "withdrawn_by_client", "revoked"}},
  {"no_answer", {"escalated", "withdrawn_by_client", "revoked"}},
  {"escalated", {"acknowledged", "rejected", "withdrawn_by_client", "revoked"}},
  {"rejected", {"re_referred"}},
};

const char *const *
amp_referral_next_states (const char *from)
{
  static const char *const none[] = {NULL};

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    if (g_strcmp0 (moves[i].from, from) == 0)
      return moves[i].to;
  return none;
}

gboolean
amp_referral_may_move (const char *from, const char *to)
{
  return to != NULL && g_strv_contains (amp_referral_next_states (from), to);
}

static gboolean
needs_reason (const char *state)
{
  const char *const with_reason[] = {"rejected", "interrupted", "revoked", NULL};

  return g_strv_contains (with_reason, state);
}

static gboolean
on_or_before (const char *date, const char *limit)
{
  AmpDate a, b;

  return amp_date_parse (date, &a) && amp_date_parse (limit, &b) && amp_date_compare (&a, &b) <= 0;
}

/* Given, for sharing, for the same case and institution, and still standing on that day. */
static gboolean
consent_stands (const AmpRecord *consent, const AmpRecord *referral, const char *date)
{
  const char *institution = amp_record_get (consent, "institution");
  const char *expires = amp_record_get (consent, "expires_on");
  const char *withdrawn = amp_record_get (consent, "withdrawn_on");

  if (g_strcmp0 (amp_record_get (consent, "purpose"), "share_with") != 0 ||
      g_strcmp0 (amp_record_get (consent, "decision"), "given") != 0 || withdrawn != NULL)
    return FALSE;
  if (institution != NULL &&
      g_strcmp0 (institution, amp_record_get (referral, "to_institution")) != 0)
    return FALSE;
  return expires == NULL || on_or_before (date, expires);
}

static gboolean
consent_overridden (AmpSession *session, const AmpRecord *consent)
{
  gint64 second = amp_record_get_int (consent, "override_second_user", 0);

  return amp_record_get (consent, "override_reason") != NULL && second != 0 &&
         second != amp_session_get_user (session)->id;
}

gboolean
amp_referral_check_consent (AmpSession *session,
                            const AmpRecord *referral,
                            const char *date,
                            gboolean *overridden,
                            GError **error)
{
  gint64 id = amp_record_get_int (referral, "consent_id", 0);
  g_autoptr (AmpRecord) consent = NULL;

  if (overridden != NULL)
    *overridden = FALSE;
  if (id != 0)
    {
      consent =
        amp_store_load (amp_session_get_store (session), amp_entity_find ("consent"), id, error);
      if (consent == NULL)
        return FALSE;
      if (g_strcmp0 (amp_record_get (consent, "case"), amp_record_get (referral, "case")) == 0)
        {
          if (consent_stands (consent, referral, date))
            return TRUE;
          if (consent_overridden (session, consent))
            {
              if (overridden != NULL)
                *overridden = TRUE;
              return TRUE;
            }
        }
    }
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                       "referral.consent_id: no valid consent, and no override by a second user");
  return FALSE;
}

static gboolean
append_event (AmpSession *session,
              const AmpRecord *referral,
              const char *to,
              const char *reason_code,
              const char *note,
              const char *date,
              GError **error)
{
  g_autoptr (AmpRecord) event = amp_record_new (amp_entity_find ("referral_event"));

  amp_record_set_int (event, "referral", amp_record_id (referral));
  amp_record_set_int (event, "by", amp_session_get_user (session)->id);
  return amp_record_set (event, "state", to, error) && amp_record_set (event, "on", date, error) &&
         amp_record_set (event, "reason_code", reason_code, error) &&
         amp_record_set (event, "note", note, error) &&
         amp_cases_save (session, event, NULL, error);
}

static gboolean
move_in_transaction (AmpSession *session,
                     AmpRecord *referral,
                     const char *to,
                     const char *reason_code,
                     const char *note,
                     const char *date,
                     GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gboolean overridden = FALSE;

  if (g_strcmp0 (to, "ready") == 0 &&
      !amp_referral_check_consent (session, referral, date, &overridden, error))
    return FALSE;
  if (overridden &&
      !amp_store_audit (store, AMP_AUDIT_CONSENT_OVERRIDE, amp_record_entity (referral),
                        amp_record_id (referral), NULL, NULL, error))
    return FALSE;
  if (!amp_record_set (referral, "state", to, error))
    return FALSE;
  if (g_strcmp0 (to, "sent") == 0 && amp_record_get (referral, "sent_on") == NULL &&
      !amp_record_set (referral, "sent_on", date, error))
    return FALSE;
  return amp_cases_check (referral, error) &&
         amp_store_save (store, referral, reason_code, error) &&
         append_event (session, referral, to, reason_code, note, date, error);
}

gboolean
amp_referral_move (AmpSession *session,
                   AmpRecord *referral,
                   const char *to,
                   const char *reason_code,
                   const char *note,
                   const char *date,
                   GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpDate today = amp_date_today ();
  g_autofree char *on = date != NULL ? g_strdup (date) : amp_date_to_text (&today);
  g_autoptr (AmpRecord) before = amp_record_copy (referral);

  if (amp_record_rev (referral) == 0 ||
      !amp_referral_may_move (amp_record_get (referral, "state"), to))
    {
      g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                   "referral.state: may not go to %s", to);
      return FALSE;
    }
  if (needs_reason (to) && (reason_code == NULL || *reason_code == '\0'))
    {
      g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                   "referral_event.reason_code: needed for %s", to);
      return FALSE;
    }
  if (!amp_store_begin (store, error))
    return FALSE;
  if (move_in_transaction (session, referral, to, reason_code, note, on, error))
    {
      if (amp_store_commit (store, error))
        return TRUE;
    }
  else
    amp_store_rollback (store);

  /* The record in the caller's hands must say what the store says. */
  amp_record_set_identity (referral, amp_record_id (before), amp_record_rev (before));
  (void) amp_record_set (referral, "state", amp_record_get (before, "state"), NULL);
  (void) amp_record_set (referral, "sent_on", amp_record_get (before, "sent_on"), NULL);
  return FALSE;
}
