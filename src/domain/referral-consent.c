/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Consent when something is about to leave the office: what stands that day, and what is missing
 * (domain.md 5.2; Ley 29733). */
#include "domain/approvals.h"
#include "domain/directory.h"
#include "domain/referral-private.h"

#include "model/date.h"

#include <string.h>

#define N_(text) text

/* From this age on she may consent herself. */
#define AGE_OF_CONSENT 14

typedef struct
{
  AmpSession *session;
  const AmpRecord *referral;
  const char *date;
  GPtrArray *consents; /* of the case, oldest first */
  AmpRecord *case_, *person, *institution;
} Look;

static void
look_clear (Look *self)
{
  g_clear_pointer (&self->consents, g_ptr_array_unref);
  g_clear_pointer (&self->case_, amp_record_free);
  g_clear_pointer (&self->person, amp_record_free);
  g_clear_pointer (&self->institution, amp_record_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static gboolean
load (AmpSession *session, const char *entity, gint64 id, AmpRecord **record, GError **error)
{
  if (id == 0)
    return TRUE;
  *record = amp_store_load (amp_session_get_store (session), amp_entity_find (entity), id, error);
  return *record != NULL;
}

static gboolean
look_init (Look *self, GError **error)
{
  const AmpRecord *referral = self->referral;
  gint64 case_ = amp_record_get_int (referral, "case", 0);

  self->consents = amp_store_children (amp_session_get_store (self->session),
                                       amp_entity_find ("consent"), "case", case_, error);
  return self->consents != NULL && load (self->session, "case", case_, &self->case_, error) &&
         load (self->session, "person", amp_record_get_int (referral, "person", 0), &self->person,
               error) &&
         load (self->session, "institution", amp_record_get_int (referral, "to_institution", 0),
               &self->institution, error);
}

/* --- One consent --- */

static gboolean
is_code (const AmpRecord *record, const char *field, const char *code)
{
  return g_strcmp0 (amp_record_get (record, field), code) == 0;
}

/* Whether a date is later than another; partial ones are not where they may be the same. */
static gboolean
is_later (const char *date, const char *than)
{
  AmpDate a, b;
  gsize length;

  if (date == NULL || than == NULL || !amp_date_parse (date, &a) || !amp_date_parse (than, &b) ||
      a.precision < AMP_DATE_YEAR || b.precision < AMP_DATE_YEAR)
    return FALSE;
  length = MIN (strlen (date), strlen (than));
  return strncmp (date, than, length) > 0;
}

static gboolean
is_for (const AmpRecord *consent, const AmpRecord *referral)
{
  const char *institution = amp_record_get (consent, "institution");

  return is_code (consent, "purpose", "share_with") &&
         (institution == NULL ||
          g_strcmp0 (institution, amp_record_get (referral, "to_institution")) == 0);
}

static gboolean
is_withdrawn (const AmpRecord *consent, const char *date)
{
  const char *on = amp_record_get (consent, "withdrawn_on");

  return is_code (consent, "decision", "withdrawn") || (on != NULL && !is_later (on, date));
}

/* Minors, and people whose life is at risk, are not left alone for want of a signature. */
static gboolean
may_override (const Look *self)
{
  return (self->person != NULL && amp_person_is_minor (self->person, self->date)) ||
         (self->case_ != NULL && is_code (self->case_, "risk_level", "imminent"));
}

static gboolean
recorder_of (AmpSession *session, const AmpRecord *consent, gint64 *user, GError **error)
{
  const char *paths[] = {"created_by", NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (consent));
  const AmpFilter filter = {"id", AMP_OP_EQ, id};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("consent"), paths, &filter, 1, NULL, error);
  int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  *user = more > 0 ? amp_cursor_int (cursor, 0) : 0;
  return more >= 0;
}

static gboolean
look_override (const Look *self, const AmpRecord *consent, AmpConsentState *state, GError **error)
{
  gint64 second = amp_record_get_int (consent, "override_second_user", 0), recorder;
  g_autoptr (AmpRecord) user = NULL;

  if (!recorder_of (self->session, consent, &recorder, error) ||
      !load (self->session, "user", second, &user, error))
    return FALSE;
  if (second == amp_session_get_user (self->session)->id || second == recorder)
    *state = AMP_CONSENT_OVERRIDE_BY_ONESELF;
  else if (is_code (user, "role", "auditor") || is_code (user, "active", "0"))
    *state = AMP_CONSENT_OVERRIDE_NOBODY;
  else
    *state = may_override (self) ? AMP_CONSENT_OVERRIDDEN : AMP_CONSENT_OVERRIDE_UNFOUNDED;
  return TRUE;
}

static gboolean
is_written (const AmpRecord *consent)
{
  return is_code (consent, "method", "written") || is_code (consent, "method", "mark") ||
         is_code (consent, "method", "electronic");
}

static gboolean
is_child_alone (const Look *self, const AmpRecord *consent)
{
  int min, max;

  if (self->person == NULL || !is_code (consent, "giver", "self"))
    return FALSE;
  amp_person_age (self->person, self->date, &min, &max);
  return max >= 0 && max < AGE_OF_CONSENT;
}

static gboolean
crosses_border (const Look *self)
{
  const char *from = self->case_ != NULL ? amp_record_get (self->case_, "office_region") : NULL;
  const char *to = self->institution != NULL ? amp_record_get (self->institution, "country") : NULL;

  return from != NULL && to != NULL && !g_str_has_prefix (from, to);
}

static gboolean
border_is_open (const Look *self)
{
  gboolean open = FALSE;

  for (guint i = 0; i < self->consents->len; i++)
    {
      const AmpRecord *consent = g_ptr_array_index (self->consents, i);

      if (is_code (consent, "purpose", "cross_border_transfer"))
        open = is_code (consent, "decision", "given") && !is_withdrawn (consent, self->date) &&
               !is_later (self->date, amp_record_get (consent, "expires_on"));
    }
  return open;
}

/* Given; and yet something may be missing. */
static AmpConsentState
look_given (const Look *self, const AmpRecord *consent)
{
  if (is_withdrawn (consent, self->date))
    return AMP_CONSENT_WITHDRAWN;
  if (is_later (self->date, amp_record_get (consent, "expires_on")))
    return AMP_CONSENT_EXPIRED;
  if (is_later (amp_record_get (consent, "on"), self->date))
    return AMP_CONSENT_LATER;
  if (is_child_alone (self, consent))
    return AMP_CONSENT_CHILD_ALONE;
  if (is_code (self->referral, "data_shared_profile", "full") && !is_written (consent))
    return AMP_CONSENT_NOT_WRITTEN;
  if (crosses_border (self) && !border_is_open (self))
    return AMP_CONSENT_NO_BORDER;
  return AMP_CONSENT_STANDS;
}

static gboolean
look_at (const Look *self, const AmpRecord *consent, AmpConsentState *state, GError **error)
{
  *state = AMP_CONSENT_MISSING;
  if (!is_for (consent, self->referral))
    *state = AMP_CONSENT_ELSEWHERE;
  else if (is_code (consent, "decision", "given"))
    *state = look_given (self, consent);
  else if (is_withdrawn (consent, self->date))
    *state = AMP_CONSENT_WITHDRAWN;
  else if (is_code (consent, "decision", "refused"))
    *state = AMP_CONSENT_REFUSED;
  if (*state == AMP_CONSENT_STANDS || *state == AMP_CONSENT_ELSEWHERE ||
      amp_record_get (consent, "override_reason") == NULL ||
      amp_record_get_int (consent, "override_second_user", 0) == 0)
    return TRUE;
  return look_override (self, consent, state, error);
}

/* --- All of them --- */

/* Newer: by the day it was given; on one day, or where that is not known, as it was recorded. */
static gboolean
is_newer (const Look *self, guint one, guint other)
{
  const char *a = amp_record_get (g_ptr_array_index (self->consents, one), "on");
  const char *b = amp_record_get (g_ptr_array_index (self->consents, other), "on");
  int order = a != NULL && b != NULL ? strcmp (a, b) : 0;

  return order != 0 ? order > 0 : one > other;
}

/* The newest for this institution; -1: none. */
static int
newest_for (const Look *self, gboolean only_negative)
{
  int newest = -1;

  for (guint i = 0; i < self->consents->len; i++)
    {
      const AmpRecord *consent = g_ptr_array_index (self->consents, i);
      gboolean negative =
        is_code (consent, "decision", "refused") || is_code (consent, "decision", "withdrawn");

      if (is_for (consent, self->referral) && (negative || !only_negative) &&
          (newest < 0 || is_newer (self, i, (guint) newest)))
        newest = (int) i;
    }
  return newest;
}

static int
chosen_consent (const Look *self, gint64 id)
{
  for (guint i = 0; i < self->consents->len; i++)
    if (amp_record_id (g_ptr_array_index (self->consents, i)) == id)
      return (int) i;
  return -1;
}

static gboolean
look_all (const Look *self, AmpConsentLook *look, GError **error)
{
  gint64 id = amp_record_get_int (self->referral, "consent_id", 0);
  int answer = id != 0 ? chosen_consent (self, id) : newest_for (self, FALSE);
  int no = newest_for (self, TRUE);

  if (answer < 0)
    {
      look->state = id != 0 ? AMP_CONSENT_ELSEWHERE : AMP_CONSENT_MISSING;
      return TRUE;
    }
  if (no >= 0 && is_newer (self, (guint) no, (guint) answer))
    answer = no;
  look->consent = amp_record_id (g_ptr_array_index (self->consents, answer));
  return look_at (self, g_ptr_array_index (self->consents, answer), &look->state, error);
}

gboolean
amp_referral_look_consent (AmpSession *session,
                           const AmpRecord *referral,
                           const char *date,
                           AmpConsentLook *look,
                           GError **error)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *on = date != NULL ? g_strdup (date) : amp_date_to_text (&today);
  g_auto (Look) self = {.session = session, .referral = referral, .date = on};

  look->state = AMP_CONSENT_MISSING;
  look->consent = 0;
  return look_init (&self, error) && look_all (&self, look, error);
}

/* --- An exception that a supervisor approved --- */

/* The newest that was approved for this referral; NULL without error: none. */
static gboolean
find_approval (AmpSession *session, const AmpRecord *referral, AmpRecord **approval, GError **error)
{
  const char *paths[] = {"id", NULL};
  const AmpEntity *entity = amp_entity_find ("approval");
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (referral));
  const AmpFilter filters[] = {{"kind", AMP_OP_EQ, "override"},
                               {"object_id", AMP_OP_EQ, id},
                               {"decision", AMP_OP_EQ, "approved"}};
  g_autoptr (AmpCursor) cursor = amp_store_select (amp_session_get_store (session), entity, paths,
                                                   filters, G_N_ELEMENTS (filters), NULL, error);
  gint64 newest = 0;
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    newest = amp_cursor_int (cursor, 0);
  return more == 0 && load (session, "approval", newest, approval, error);
}

/* The permit is taken once and becomes the record that says who agreed and why. */
gboolean
amp_referral_take_override (AmpSession *session,
                            const AmpRecord *referral,
                            const char *date,
                            GError **error)
{
  g_auto (Look) self = {.session = session, .referral = referral, .date = date};
  g_autoptr (AmpRecord) approval = NULL, consent = NULL;
  const char *why;

  if (!look_init (&self, error) || !find_approval (session, referral, &approval, error))
    return FALSE;
  if (approval == NULL || !may_override (&self) ||
      !amp_approvals_take_permit (session, "override", amp_record_get_int (referral, "case", 0),
                                  amp_record_id (referral), NULL))
    return TRUE;
  why = amp_record_get (approval, "request_note");
  consent = amp_referral_new_consent (referral, self.person, date);
  amp_record_set_int (consent, "override_second_user",
                      amp_record_get_int (approval, "decided_by", 0));
  (void) amp_record_set (consent, "giver", NULL, NULL);
  return amp_record_set (consent, "decision", "not_possible", error) &&
         amp_record_set (consent, "override_reason", why != NULL ? why : "-", error) &&
         amp_cases_check (consent, error) &&
         amp_store_save (amp_session_get_store (session), consent, "approve", error);
}

gboolean
amp_consent_state_allows (AmpConsentState state)
{
  return state == AMP_CONSENT_STANDS || state == AMP_CONSENT_OVERRIDDEN;
}

const char *
amp_consent_state_sentence (AmpConsentState state)
{
  static const char *const sentences[] = {
    [AMP_CONSENT_STANDS] = N_ ("The person agreed to share data with this institution."),
    [AMP_CONSENT_OVERRIDDEN] =
      N_ ("There is no consent; a second member of the team agreed to the exception, and that is "
          "logged."),
    [AMP_CONSENT_MISSING] =
      N_ ("Nobody has recorded yet that the person agrees to share data with this institution. "
          "Ask, and record the answer."),
    [AMP_CONSENT_REFUSED] =
      N_ ("The person does not want data shared with this institution. Assistance goes on: offer "
          "another institution, or ask again when things have changed."),
    [AMP_CONSENT_WITHDRAWN] =
      N_ ("The person withdrew the consent. Ask again before anything is shared."),
    [AMP_CONSENT_EXPIRED] = N_ ("The consent has expired. Ask again."),
    [AMP_CONSENT_LATER] = N_ ("The consent is of a later day than this step. Correct the date."),
    [AMP_CONSENT_ELSEWHERE] =
      N_ ("The consent that is chosen is for another institution or purpose. Ask about this one."),
    [AMP_CONSENT_CHILD_ALONE] =
      N_ ("The person is under 14: mother, father, guardian, the UPE or a court gives consent, and "
          "the child is heard."),
    [AMP_CONSENT_NOT_WRITTEN] =
      N_ ("The full profile holds sensitive data, which need consent in writing. Record a written "
          "one, or share less."),
    [AMP_CONSENT_NO_BORDER] =
      N_ ("The institution is in the other country, and consent to send data across the border is "
          "missing. Record it too."),
    [AMP_CONSENT_OVERRIDE_BY_ONESELF] =
      N_ ("An exception needs another member of the team: not the one who recorded it, and not the "
          "one who shares."),
    [AMP_CONSENT_OVERRIDE_UNFOUNDED] =
      N_ ("Without consent data are shared only for minors, or where the risk is imminent."),
    [AMP_CONSENT_OVERRIDE_NOBODY] =
      N_ ("Whoever should agree to the exception is an auditor or has no access any more. Choose "
          "somebody else."),
  };

  g_return_val_if_fail (state < G_N_ELEMENTS (sentences), "");
  return sentences[state];
}

AmpRecord *
amp_referral_new_consent (const AmpRecord *referral, const AmpRecord *person, const char *date)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *on = date != NULL ? g_strdup (date) : amp_date_to_text (&today);
  AmpRecord *consent = amp_record_new (amp_entity_find ("consent"));
  gboolean minor = person != NULL && amp_person_is_minor (person, on);

  (void) amp_record_set (consent, "case", amp_record_get (referral, "case"), NULL);
  (void) amp_record_set (consent, "purpose", "share_with", NULL);
  (void) amp_record_set (consent, "institution", amp_record_get (referral, "to_institution"), NULL);
  (void) amp_record_set (consent, "on", on, NULL);
  (void) amp_record_set (consent, "capacity", minor ? "minor" : "adult", NULL);
  if (!minor)
    (void) amp_record_set (consent, "giver", "self", NULL);
  return consent;
}
