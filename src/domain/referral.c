/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a referral, domain.md 5.4: which moves there are, and that nothing leaves the office
 * without consent. */
#include "domain/referral-private.h"

#include "domain/access.h"
#include "domain/closed-case.h"
#include "model/date.h"

/* domain.md 5.4, row by row. Everything may be revoked, also what was accepted or completed: the
 * person decides about her data as long as somebody has them. Who does not answer or breaks off is
 * left for another institution like one who rejects. */
static const struct
{
  const char *from;
  const char *to[7];
} moves[] = {
  {"draft", {"ready", "withdrawn_by_client", "revoked"}},
  {"ready", {"sent", "withdrawn_by_client", "revoked"}},
  {"sent", {"acknowledged", "no_answer", "withdrawn_by_client", "revoked"}},
  {"acknowledged", {"accepted", "rejected", "withdrawn_by_client", "revoked"}},
  {"accepted", {"in_service", "rejected", "withdrawn_by_client", "revoked"}},
  {"in_service", {"completed", "interrupted", "withdrawn_by_client", "revoked"}},
  {"no_answer", {"escalated", "re_referred", "withdrawn_by_client", "revoked"}},
  {"escalated", {"acknowledged", "rejected", "re_referred", "withdrawn_by_client", "revoked"}},
  {"rejected", {"re_referred", "revoked"}},
  {"interrupted", {"re_referred", "revoked"}},
  {"completed", {"revoked"}},
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

gboolean
amp_referral_needs_reason (const char *state)
{
  const char *const with_reason[] = {"rejected", "interrupted", "revoked", NULL};

  return state != NULL && g_strv_contains (with_reason, state);
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

/* --- Steps --- */

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, what);
  return FALSE;
}

static char *
day_of (const char *date)
{
  const AmpDate today = amp_date_today ();

  return date != NULL ? g_strdup (date) : amp_date_to_text (&today);
}

static gboolean
append_event (AmpSession *session,
              const AmpRecord *referral,
              const AmpReferralStep *step,
              const char *date,
              gboolean correction,
              GError **error)
{
  g_autoptr (AmpRecord) event = amp_record_new (amp_entity_find ("referral_event"));

  amp_record_set_int (event, "referral", amp_record_id (referral));
  amp_record_set_int (event, "by", amp_session_get_user (session)->id);
  if (correction)
    amp_record_set_int (event, "correction", 1);
  return amp_record_set (event, "state", step->to, error) &&
         amp_record_set (event, "on", date, error) &&
         amp_record_set (event, "reason_code", step->reason_code, error) &&
         amp_record_set (event, "contact_person", step->contact_person, error) &&
         amp_record_set (event, "note", step->note, error) &&
         amp_record_set (event, "next_step", step->next_step, error) &&
         amp_cases_save (session, event, NULL, error);
}

/* Consent is looked at twice: when the referral is made ready, and again when it goes out, because
 * days may lie between. */
static gboolean
check_sharing (AmpSession *session, AmpRecord *referral, const char *date, GError **error)
{
  AmpConsentLook look;

  if (!amp_referral_look_consent (session, referral, date, &look, error))
    return FALSE;
  if (!amp_consent_state_allows (look.state))
    {
      /* What was chosen by hand gives way to what a supervisor decided. */
      g_autofree char *chosen = g_strdup (amp_record_get (referral, "consent_id"));

      if (!amp_referral_take_override (session, referral, date, error) ||
          !amp_record_set (referral, "consent_id", NULL, error) ||
          !amp_referral_look_consent (session, referral, date, &look, error) ||
          !amp_record_set (referral, "consent_id", chosen, error))
        return FALSE;
    }
  if (!amp_consent_state_allows (look.state))
    {
      g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "referral.consent_id: %s",
                   amp_consent_state_sentence (look.state));
      return FALSE;
    }
  amp_record_set_int (referral, "consent_id", look.consent);
  return look.state != AMP_CONSENT_OVERRIDDEN ||
         amp_store_audit (amp_session_get_store (session), AMP_AUDIT_CONSENT_OVERRIDE,
                          amp_record_entity (referral), amp_record_id (referral), NULL, NULL,
                          error);
}

static gboolean
set_missing (AmpRecord *record, const char *field, const char *value, GError **error)
{
  return value == NULL || amp_record_get (record, field) != NULL ||
         amp_record_set (record, field, value, error);
}

static gboolean
set_days (AmpRecord *referral, const char *to, const char *date, GError **error)
{
  g_autofree char *due = NULL;

  if (g_strcmp0 (to, "sent") == 0)
    {
      if (!set_missing (referral, "sent_on", date, error))
        return FALSE;
      due = amp_referral_due_on (amp_record_get (referral, "urgency"),
                                 amp_record_get (referral, "sent_on"));
      return set_missing (referral, "due_on", due, error);
    }
  /* Whoever was asked to see to it has as long as the institution had. */
  if (g_strcmp0 (to, "escalated") == 0)
    {
      due = amp_referral_due_on (amp_record_get (referral, "urgency"), date);
      return due == NULL || amp_record_set (referral, "due_on", due, error);
    }
  return TRUE;
}

/* What others send to us leaves no office of ours. */
static gboolean
is_sharing (const AmpRecord *referral, const char *to)
{
  return g_strcmp0 (amp_record_get (referral, "direction"), "in") != 0 &&
         (g_strcmp0 (to, "ready") == 0 || g_strcmp0 (to, "sent") == 0);
}

static gboolean
step_in_transaction (AmpSession *session,
                     AmpRecord *referral,
                     const AmpReferralStep *step,
                     const char *date,
                     GError **error)
{
  if (is_sharing (referral, step->to) &&
      (!amp_closed_case_require_open (session, amp_record_get_int (referral, "case", 0), date,
                                      error) ||
       !check_sharing (session, referral, date, error)))
    return FALSE;
  if (g_strcmp0 (step->to, "completed") == 0)
    {
      if (step->confirmed_by != NULL &&
          !amp_record_set (referral, "completed_by", step->confirmed_by, error))
        return FALSE;
      if (amp_record_get (referral, "completed_by") == NULL)
        return refuse (
          "referral.completed_by: Record who confirmed that the referral was completed.", error);
    }
  return amp_record_set (referral, "state", step->to, error) &&
         set_days (referral, step->to, date, error) && amp_cases_check (referral, error) &&
         amp_store_save (amp_session_get_store (session), referral, step->reason_code, error) &&
         append_event (session, referral, step, date, FALSE, error);
}

void
amp_referral_put_back (AmpRecord *referral, const AmpRecord *before)
{
  const AmpEntity *entity = amp_record_entity (referral);

  for (gsize i = 0; i < entity->n_fields; i++)
    amp_record_take (referral, i, g_strdup (amp_record_get (before, entity->fields[i].name)));
  amp_record_set_identity (referral, amp_record_id (before), amp_record_rev (before));
}

gboolean
amp_referral_step (AmpSession *session,
                   AmpRecord *referral,
                   const AmpReferralStep *step,
                   GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *on = day_of (step->date);
  g_autoptr (AmpRecord) before = amp_record_copy (referral);

  if (amp_record_rev (referral) == 0 ||
      !amp_referral_may_move (amp_record_get (referral, "state"), step->to))
    {
      g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                   "referral.state: may not go to %s", step->to);
      return FALSE;
    }
  if (amp_referral_needs_reason (step->to) &&
      (step->reason_code == NULL || *step->reason_code == '\0'))
    {
      g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                   "referral_event.reason_code: needed for %s", step->to);
      return FALSE;
    }
  if (!amp_access_require_of (session, referral, error) || !amp_store_begin (store, error))
    return FALSE;
  if (step_in_transaction (session, referral, step, on, error))
    {
      if (amp_store_commit (store, error))
        return TRUE;
    }
  else
    amp_store_rollback (store);
  amp_referral_put_back (referral, before);
  return FALSE;
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
  const AmpReferralStep step = {.to = to, .date = date, .reason_code = reason_code, .note = note};

  return amp_referral_step (session, referral, &step, error);
}

/* --- Corrections --- */

char **
amp_referral_correct_states (AmpSession *session, const AmpRecord *referral, GError **error)
{
  const char *now = amp_record_get (referral, "state");
  g_autoptr (GPtrArray) events =
    amp_store_children (amp_session_get_store (session), amp_entity_find ("referral_event"),
                        "referral", amp_record_id (referral), error);
  GPtrArray *states;

  if (events == NULL)
    return NULL;
  states = g_ptr_array_new ();
  for (guint i = events->len; i-- > 0;)
    {
      const char *state = amp_record_get (g_ptr_array_index (events, i), "state");

      if (g_strcmp0 (state, now) != 0 &&
          !g_ptr_array_find_with_equal_func (states, state, g_str_equal, NULL))
        g_ptr_array_add (states, g_strdup (state));
    }
  if (g_strcmp0 (now, "draft") != 0 &&
      !g_ptr_array_find_with_equal_func (states, "draft", g_str_equal, NULL))
    g_ptr_array_add (states, g_strdup ("draft"));
  g_ptr_array_add (states, NULL);
  return (char **) g_ptr_array_free (states, FALSE);
}

/* What a state that it never had may have left behind. */
static gboolean
clear_days (AmpRecord *referral, const char *to, GError **error)
{
  if ((g_str_equal (to, "draft") || g_str_equal (to, "ready")) &&
      (!amp_record_set (referral, "sent_on", NULL, error) ||
       !amp_record_set (referral, "due_on", NULL, error)))
    return FALSE;
  return g_str_equal (to, "completed") || amp_record_set (referral, "completed_by", NULL, error);
}

static gboolean
correct_in_transaction (AmpSession *session,
                        AmpRecord *referral,
                        const AmpReferralStep *step,
                        GError **error)
{
  return amp_record_set (referral, "state", step->to, error) &&
         clear_days (referral, step->to, error) && amp_cases_check (referral, error) &&
         amp_store_save (amp_session_get_store (session), referral, "correction", error) &&
         append_event (session, referral, step, step->date, TRUE, error);
}

gboolean
amp_referral_correct (AmpSession *session,
                      AmpRecord *referral,
                      const char *to,
                      const char *why,
                      const char *date,
                      GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *on = day_of (date);
  g_auto (GStrv) states = amp_referral_correct_states (session, referral, error);
  g_autoptr (AmpRecord) before = amp_record_copy (referral);
  const AmpReferralStep step = {.to = to, .date = on, .note = why};

  if (states == NULL || !amp_access_require_of (session, referral, error))
    return FALSE;
  if (to == NULL || !g_strv_contains ((const char *const *) states, to))
    return refuse ("referral.state: was never in that state", error);
  if (why == NULL || *why == '\0')
    return refuse ("referral_event.note: Say in a few words why the step is corrected.", error);
  if (!amp_store_begin (store, error))
    return FALSE;
  if (correct_in_transaction (session, referral, &step, error))
    {
      if (amp_store_commit (store, error))
        return TRUE;
    }
  else
    amp_store_rollback (store);
  amp_referral_put_back (referral, before);
  return FALSE;
}

/* --- Another institution --- */

/* What is asked for stays the same; consent and dates belong to one institution. */
static AmpRecord *
make_follower (const AmpRecord *referral)
{
  static const char *const same[] = {"case",    "person", "direction",           "service_type",
                                     "urgency", "reason", "data_shared_profile", "method",
                                     "details"};
  AmpRecord *fresh = amp_record_new (amp_record_entity (referral));

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    (void) amp_record_set (fresh, same[i], amp_record_get (referral, same[i]), NULL);
  (void) amp_record_set (fresh, "state", "draft", NULL);
  amp_record_set_int (fresh, "previous_referral", amp_record_id (referral));
  return fresh;
}

AmpRecord *
amp_referral_refer_again (AmpSession *session,
                          AmpRecord *referral,
                          const char *date,
                          GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpReferralStep step = {.to = "re_referred", .date = date};
  g_autoptr (AmpRecord) before = amp_record_copy (referral);
  g_autoptr (AmpRecord) fresh = make_follower (referral);

  if (!amp_store_begin (store, error))
    return NULL;
  if (amp_referral_step (session, referral, &step, error) &&
      amp_cases_save (session, fresh, NULL, error))
    {
      if (amp_store_commit (store, error))
        return g_steal_pointer (&fresh);
    }
  else
    amp_store_rollback (store);
  amp_referral_put_back (referral, before);
  return NULL;
}
