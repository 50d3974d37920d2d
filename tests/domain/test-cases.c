/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/cases.h"

#include "model/date.h"
#include "office.h"

#include <string.h>

static AmpRecord *
new_record (const char *entity, const char *first_field, ...) G_GNUC_NULL_TERMINATED;

static AmpRecord *
new_record (const char *entity, const char *first_field, ...)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));
  const char *field = first_field;
  va_list args;

  va_start (args, first_field);
  while (field != NULL)
    {
      g_autoptr (GError) error = NULL;

      amp_record_set (record, field, va_arg (args, const char *), &error);
      g_assert_no_error (error);
      field = va_arg (args, const char *);
    }
  va_end (args);
  return record;
}

static void
save (Office *office, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_cases_save (office->session, record, NULL, &error);
  g_assert_no_error (error);
}

/* As what the rules themselves write. */
static void
store (Office *office, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (office->session), record, NULL, &error);
  g_assert_no_error (error);
}

static void
refuse (Office *office, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (amp_cases_save (office->session, record, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static AmpRecord *
reload (Office *office, const AmpRecord *record)
{
  g_autoptr (GError) error = NULL;
  AmpRecord *stored = amp_store_load (amp_session_get_store (office->session),
                                      amp_record_entity (record), amp_record_id (record), &error);

  g_assert_no_error (error);
  return stored;
}

/* A person and her case in Tumbes, opened on 2 March 2024. */
static void
intake (Office *office, AmpRecord **person, AmpRecord **case_)
{
  g_autoptr (GError) error = NULL;

  *person = new_record ("person", "gender", "Feminine", "given_names", "Nadie", NULL);
  *case_ = new_record ("case", "office_region", "PE-TUM", "opened_on", "2024-03-02", NULL);
  amp_cases_intake (office->session, *person, *case_, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* --- Pseudonyms --- */

static void
test_the_check_letter_tells_wrong_and_swapped_characters (void)
{
  const char *stem = "TUM-24-0041";
  char right = amp_cases_check_letter (stem);

  g_assert_cmpint (right, >=, 'A');
  g_assert_null (strchr ("IOU", right));
  for (gsize i = 0; i < strlen (stem); i++)
    {
      g_autofree char *wrong = g_strdup (stem);

      for (char digit = '0'; g_ascii_isdigit (stem[i]) && digit <= '9'; digit++)
        {
          wrong[i] = digit;
          if (digit != stem[i])
            g_assert_cmpint (amp_cases_check_letter (wrong), !=, right);
        }
      wrong[i] = stem[i];
      if (stem[i + 1] == '\0' || !g_ascii_isalnum (stem[i]) || !g_ascii_isalnum (stem[i + 1]) ||
          stem[i] == stem[i + 1])
        continue;
      wrong[i] = stem[i + 1];
      wrong[i + 1] = stem[i];
      g_assert_cmpint (amp_cases_check_letter (wrong), !=, right);
    }
}

static void
test_serials_count_up_by_region_and_year (void)
{
  g_auto (Office) office = {0};
  static const struct
  {
    const char *region, *opened, *begins;
  } rows[] = {{"PE-TUM", "2024-03-02", "TUM-24-0001-"}, {"PE-TUM", "2024-05-01", "TUM-24-0002-"},
              {"PE-TUM", "2023-05-01", "TUM-23-0001-"}, {"PE-PIU", "2024-05-01", "PIU-24-0001-"},
              {"PE-TUM", "2024", "TUM-24-0003-"},       {"EC-O", "2024-05-01", "ORO-24-0001-"},
              {"PE-TUM", "2024-05-02", "TUM-24-0004-"}, {"PE-TUM", "2024-05-02", "TUM-24-0005-"}};

  office_open (&office);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmpRecord) person = new_record ("person", "gender", "Feminine", NULL);
      g_autoptr (AmpRecord) case_ =
        new_record ("case", "office_region", rows[i].region, "opened_on", rows[i].opened, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *number = NULL;

      amp_cases_intake (office.session, person, case_, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (amp_record_get (person, "pseudonym"), rows[i].begins));
      number = g_strconcat (amp_record_get (person, "pseudonym"), "/1", NULL);
      g_assert_cmpstr (amp_record_get (case_, "number"), ==, number);
    }
}

/* --- Intake --- */

static void
test_intake_fills_what_is_missing (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = new_record ("person", "gender", "Masculine", NULL);
  g_autoptr (AmpRecord) case_ = new_record ("case", "office_region", "PE-PIU", NULL);
  g_autoptr (AmpRecord) situation =
    new_record ("situation", "exploitation_type", "ForcedLabour", NULL);
  g_autoptr (AmpRecord) consent =
    new_record ("consent", "purpose", "process_data", "decision", "refused", NULL);
  g_autoptr (GError) error = NULL;
  AmpDate today = amp_date_today ();
  g_autofree char *day = amp_date_to_text (&today);

  office_open (&office);
  amp_cases_intake (office.session, person, case_, situation, consent, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (amp_record_get (case_, "status"), ==, "intake");
  g_assert_cmpstr (amp_record_get (case_, "opened_on"), ==, day);
  g_assert_cmpint (amp_record_get_int (case_, "owner", 0), ==,
                   amp_session_get_user (office.session)->id);
  g_assert_cmpint (amp_record_get_int (situation, "case", 0), ==, amp_record_id (case_));
  g_assert_cmpint (amp_record_get_int (consent, "case", 0), ==, amp_record_id (case_));
}

static void
test_a_failed_intake_stores_nothing (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = new_record ("person", "gender", "Feminine", NULL);
  g_autoptr (AmpRecord) case_ = new_record ("case", "office_region", "PE-PIU", NULL);
  g_autoptr (AmpRecord) situation =
    new_record ("situation", "start", "2023-02", "end", "2022-02", NULL);
  g_autoptr (GError) error = NULL;
  AmpStore *store;

  office_open (&office);
  store = amp_session_get_store (office.session);
  g_assert_false (amp_cases_intake (office.session, person, case_, situation, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "situation.end"));
  g_assert_cmpint (amp_store_count (store, amp_entity_find ("person"), NULL), ==, 0);
  g_assert_cmpint (amp_store_count (store, amp_entity_find ("case"), NULL), ==, 0);

  /* The form corrects the date and saves the same records. */
  g_clear_error (&error);
  g_assert_true (amp_record_set (situation, "end", "2024-02", NULL));
  amp_cases_intake (office.session, person, case_, situation, NULL, &error);
  g_assert_no_error (error);
}

static void
test_a_case_without_a_region_is_refused (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = new_record ("person", "gender", "Feminine", NULL);
  g_autoptr (AmpRecord) case_ = new_record ("case", "status", "open", NULL);
  g_autoptr (GError) error = NULL;

  office_open (&office);
  g_assert_false (amp_cases_intake (office.session, person, case_, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
test_a_second_case_of_a_person_keeps_her_pseudonym (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL;
  g_autoptr (AmpRecord) second = new_record ("case", "office_region", "PE-PIU", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;

  office_open (&office);
  intake (&office, &person, &case_);
  amp_cases_intake (office.session, person, second, NULL, NULL, &error);
  g_assert_no_error (error);
  number = g_strconcat (amp_record_get (person, "pseudonym"), "/2", NULL);
  g_assert_cmpstr (amp_record_get (second, "number"), ==, number);
}

/* --- Saving --- */

static void
test_a_service_takes_person_and_region_from_its_case (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL;
  g_autoptr (AmpRecord) service = NULL;

  office_open (&office);
  intake (&office, &person, &case_);
  service = new_record ("service", "service_type", "01_pap", "delivered_on", "2024-03-04", NULL);
  amp_record_set_int (service, "case", amp_record_id (case_));
  save (&office, service);
  g_assert_cmpint (amp_record_get_int (service, "person", 0), ==, amp_record_id (person));
  g_assert_cmpstr (amp_record_get (service, "region"), ==, "PE-TUM");
  g_assert_cmpstr (amp_record_get (service, "status"), ==, "delivered");
}

static void
test_the_last_contact_follows_what_was_done (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL, stored = NULL, again = NULL;
  g_autoptr (AmpRecord) service =
    new_record ("service", "service_type", "01_pap", "delivered_on", "2024-03-04", NULL);
  g_autoptr (AmpRecord) planned = new_record ("service", "service_type", "01_pap", "status",
                                              "planned", "planned_on", "2024-09-04", NULL);
  g_autoptr (AmpRecord) follow_up = new_record ("follow_up", "due_on", "2024-04-01", "done_on",
                                                "2024-04-02", "outcome", "reached", NULL);

  office_open (&office);
  intake (&office, &person, &case_);
  amp_record_set_int (service, "case", amp_record_id (case_));
  amp_record_set_int (planned, "case", amp_record_id (case_));
  amp_record_set_int (follow_up, "case", amp_record_id (case_));
  save (&office, service);
  save (&office, planned);
  save (&office, follow_up);
  stored = reload (&office, case_);
  g_assert_cmpstr (amp_record_get (stored, "last_contact_on"), ==, "2024-04-02");

  /* Typed in the wrong month: corrected, the last contact goes back too. */
  g_assert_true (amp_record_set (follow_up, "done_on", "2024-03-03", NULL));
  save (&office, follow_up);
  again = reload (&office, case_);
  g_assert_cmpstr (amp_record_get (again, "last_contact_on"), ==, "2024-03-04");
}

static void
test_a_page_that_refreshes_is_in_no_conflict_with_itself (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL;
  g_autoptr (AmpRecord) service =
    new_record ("service", "service_type", "01_pap", "delivered_on", "2024-03-04", NULL);
  g_autoptr (GError) error = NULL;

  office_open (&office);
  intake (&office, &person, &case_);
  amp_record_set_int (service, "case", amp_record_id (case_));
  g_assert_true (amp_record_set (case_, "risk_level", "high", NULL));
  save (&office, service);
  g_assert_false (amp_cases_save (office.session, case_, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (amp_cases_refresh (office.session, case_, &error));
  g_assert_cmpstr (amp_record_get (case_, "risk_level"), ==, "high");
  save (&office, case_);
}

static void
test_what_a_check_forbids_is_not_saved (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL;
  g_autoptr (AmpRecord) service =
    new_record ("service", "service_type", "01_pap", "status", "delivered", NULL);

  office_open (&office);
  intake (&office, &person, &case_);
  amp_record_set_int (service, "case", amp_record_id (case_));
  refuse (&office, service);
  g_assert_cmpint (amp_record_id (service), ==, 0);
  g_assert_true (amp_record_set (service, "delivered_on", "2024-03-04", NULL));
  save (&office, service);
}

static void
test_a_case_moves_by_legal_moves_only (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL;
  static const char *const way[] = {"open", "follow_up", "open"};
  static const char *const closed[] = {"closed", "closed_referred", "closed_not_victim",
                                       "duplicate"};

  g_assert_false (amp_case_may_move ("open", "intake"));
  g_assert_false (amp_case_may_move ("closed", "follow_up"));
  g_assert_false (amp_case_may_move ("nonsense", "open"));
  g_assert_false (amp_case_may_move ("open", NULL));
  office_open (&office);
  intake (&office, &person, &case_);
  for (gsize i = 0; i < G_N_ELEMENTS (way); i++)
    {
      g_assert_true (amp_record_set (case_, "status", way[i], NULL));
      save (&office, case_);
    }
  g_assert_true (amp_record_set (case_, "status", "intake", NULL));
  refuse (&office, case_);
  /* That takes two people, see test-closure.c. */
  for (gsize i = 0; i < G_N_ELEMENTS (closed); i++)
    {
      g_assert_true (amp_case_may_move ("open", closed[i]));
      g_assert_true (amp_record_set (case_, "status", closed[i], NULL));
      refuse (&office, case_);
    }
}

/* --- Referrals --- */

static AmpRecord *
draft_referral (Office *office, const AmpRecord *case_)
{
  AmpRecord *referral = new_record ("referral", "service_type", "04_csmc", NULL);

  amp_record_set_int (referral, "case", amp_record_id (case_));
  save (office, referral);
  g_assert_cmpstr (amp_record_get (referral, "state"), ==, "draft");
  return referral;
}

static AmpRecord *
new_consent (Office *office, const AmpRecord *case_, const char *decision)
{
  AmpRecord *consent = new_record ("consent", "purpose", "share_with", "decision", decision, NULL);

  amp_record_set_int (consent, "case", amp_record_id (case_));
  save (office, consent);
  return consent;
}

static gboolean
move (Office *office, AmpRecord *referral, const char *to, const char *reason)
{
  g_autoptr (GError) error = NULL;
  gboolean moved =
    amp_referral_move (office->session, referral, to, reason, NULL, "2024-03-10", &error);

  if (!moved)
    g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  return moved;
}

static void
test_the_moves_are_those_of_the_lifecycle (void)
{
  static const char *const ends[] = {"re_referred", "withdrawn_by_client", "revoked", "nonsense"};
  static const char *const late[] = {"completed", "interrupted", "rejected"};
  static const char *const before_completed[] = {
    "draft", "ready", "sent", "acknowledged", "accepted", "in_service", "no_answer", "escalated"};

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    g_assert_null (amp_referral_next_states (ends[i])[0]);
  for (gsize i = 0; i < G_N_ELEMENTS (before_completed); i++)
    {
      g_assert_true (amp_referral_may_move (before_completed[i], "revoked"));
      g_assert_true (amp_referral_may_move (before_completed[i], "withdrawn_by_client"));
      g_assert_false (amp_referral_may_move (before_completed[i], "draft"));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (late); i++)
    g_assert_true (amp_referral_may_move (late[i], "revoked"));
  g_assert_true (amp_referral_may_move ("no_answer", "escalated"));
  g_assert_true (amp_referral_may_move ("escalated", "acknowledged"));
  g_assert_true (amp_referral_may_move ("rejected", "re_referred"));
  g_assert_false (amp_referral_may_move ("draft", "sent"));
  g_assert_false (amp_referral_may_move ("sent", "accepted"));
  g_assert_false (amp_referral_may_move ("no_answer", "acknowledged"));
  g_assert_false (amp_referral_may_move ("sent", NULL));
}

static void
test_nothing_leaves_draft_without_consent (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL, referral = NULL;
  static const struct
  {
    const char *decision, *field, *value;
  } bad[] = {{"refused", NULL, NULL},
             {"not_asked", NULL, NULL},
             {"given", "withdrawn_on", "2024-03-05"},
             {"given", "expires_on", "2024-03-09"},
             {"given", "purpose", "statistics"}};

  office_open (&office);
  intake (&office, &person, &case_);
  referral = draft_referral (&office, case_);
  g_assert_false (move (&office, referral, "ready", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (AmpRecord) consent = new_consent (&office, case_, bad[i].decision);

      if (bad[i].field != NULL)
        {
          g_assert_true (amp_record_set (consent, bad[i].field, bad[i].value, NULL));
          save (&office, consent);
        }
      amp_record_set_int (referral, "consent_id", amp_record_id (consent));
      save (&office, referral);
      g_assert_false (move (&office, referral, "ready", NULL));
      g_assert_cmpstr (amp_record_get (referral, "state"), ==, "draft");
    }
}

static void
test_consent_of_another_case_or_institution_does_not_count (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL, person2 = NULL, case2 = NULL;
  g_autoptr (AmpRecord) referral = NULL, other = NULL, own = NULL;
  g_autoptr (AmpRecord) upe = new_record ("institution", "name_es", "UPE", NULL);
  g_autoptr (AmpRecord) cem = new_record ("institution", "name_es", "CEM", NULL);

  office_open (&office);
  intake (&office, &person, &case_);
  intake (&office, &person2, &case2);
  save (&office, upe);
  save (&office, cem);
  referral = draft_referral (&office, case_);
  other = new_consent (&office, case2, "given");
  amp_record_set_int (referral, "consent_id", amp_record_id (other));
  amp_record_set_int (referral, "to_institution", amp_record_id (upe));
  save (&office, referral);
  g_assert_false (move (&office, referral, "ready", NULL));

  own = new_consent (&office, case_, "given");
  amp_record_set_int (own, "institution", amp_record_id (cem));
  save (&office, own);
  amp_record_set_int (referral, "consent_id", amp_record_id (own));
  save (&office, referral);
  g_assert_false (move (&office, referral, "ready", NULL));
  amp_record_set_int (own, "institution", amp_record_id (upe));
  save (&office, own);
  g_assert_true (move (&office, referral, "ready", NULL));
}

static void
test_a_referral_goes_its_way_and_leaves_events (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL, referral = NULL, consent = NULL, stored = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const way[] = {"ready", "sent", "acknowledged", "accepted", "in_service"};

  office_open (&office);
  intake (&office, &person, &case_);
  consent = new_consent (&office, case_, "given");
  referral = draft_referral (&office, case_);
  amp_record_set_int (referral, "consent_id", amp_record_id (consent));
  save (&office, referral);
  for (gsize i = 0; i < G_N_ELEMENTS (way); i++)
    g_assert_true (move (&office, referral, way[i], NULL));
  g_assert_cmpstr (amp_record_get (referral, "sent_on"), ==, "2024-03-10");
  g_assert_false (move (&office, referral, "interrupted", NULL));
  g_assert_cmpstr (amp_record_get (referral, "state"), ==, "in_service");
  g_assert_true (move (&office, referral, "interrupted", "security"));
  events =
    amp_store_children (amp_session_get_store (office.session), amp_entity_find ("referral_event"),
                        "referral", amp_record_id (referral), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, G_N_ELEMENTS (way) + 1);
  stored = reload (&office, referral);
  g_assert_cmpstr (amp_record_get (stored, "state"), ==, "interrupted");
}

static void
test_an_override_needs_another_person (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL, referral = NULL, consent = NULL, second = NULL;

  office_open (&office);
  intake (&office, &person, &case_);
  second = new_record ("user", "display_name", "Otra", "role", "supervisor", NULL);
  save (&office, second);
  g_assert_true (amp_record_set (case_, "risk_level", "imminent", NULL));
  save (&office, case_);
  consent = new_consent (&office, case_, "not_possible");
  referral = draft_referral (&office, case_);
  amp_record_set_int (referral, "consent_id", amp_record_id (consent));
  save (&office, referral);
  g_assert_true (amp_record_set (consent, "override_reason", "Riesgo de vida", NULL));
  amp_record_set_int (consent, "override_second_user", amp_session_get_user (office.session)->id);
  refuse (&office, consent); /* decided by another, or not at all */
  store (&office, consent);
  g_assert_false (move (&office, referral, "ready", NULL));
  amp_record_set_int (consent, "override_second_user", amp_record_id (second));
  refuse (&office, consent);
  store (&office, consent);
  g_assert_true (move (&office, referral, "ready", NULL));
}

static void
test_state_and_events_have_no_back_door (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) person = NULL, case_ = NULL, referral = NULL, fresh = NULL;
  g_autoptr (AmpRecord) event =
    new_record ("referral_event", "state", "sent", "on", "2024-03-03", NULL);

  office_open (&office);
  intake (&office, &person, &case_);
  referral = draft_referral (&office, case_);
  g_assert_true (amp_record_set (referral, "state", "completed", NULL));
  refuse (&office, referral);
  fresh = new_record ("referral", "state", "sent", "sent_on", "2024-03-03", NULL);
  amp_record_set_int (fresh, "case", amp_record_id (case_));
  refuse (&office, fresh);
  amp_record_set_int (event, "referral", amp_record_id (referral));
  save (&office, event);
  g_assert_true (amp_record_set (event, "state", "accepted", NULL));
  refuse (&office, event);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (void);
  } tests[] = {
    {"/cases/the-check-letter-tells-wrong-and-swapped-characters",
     test_the_check_letter_tells_wrong_and_swapped_characters},
    {"/cases/serials-count-up-by-region-and-year", test_serials_count_up_by_region_and_year},
    {"/cases/intake-fills-what-is-missing", test_intake_fills_what_is_missing},
    {"/cases/a-failed-intake-stores-nothing", test_a_failed_intake_stores_nothing},
    {"/cases/a-case-without-a-region-is-refused", test_a_case_without_a_region_is_refused},
    {"/cases/a-second-case-of-a-person-keeps-her-pseudonym",
     test_a_second_case_of_a_person_keeps_her_pseudonym},
    {"/cases/a-service-takes-person-and-region-from-its-case",
     test_a_service_takes_person_and_region_from_its_case},
    {"/cases/the-last-contact-follows-what-was-done", test_the_last_contact_follows_what_was_done},
    {"/cases/a-page-that-refreshes-is-in-no-conflict-with-itself",
     test_a_page_that_refreshes_is_in_no_conflict_with_itself},
    {"/cases/what-a-check-forbids-is-not-saved", test_what_a_check_forbids_is_not_saved},
    {"/cases/a-case-moves-by-legal-moves-only", test_a_case_moves_by_legal_moves_only},
    {"/cases/the-moves-are-those-of-the-lifecycle", test_the_moves_are_those_of_the_lifecycle},
    {"/cases/nothing-leaves-draft-without-consent", test_nothing_leaves_draft_without_consent},
    {"/cases/consent-of-another-case-or-institution-does-not-count",
     test_consent_of_another_case_or_institution_does_not_count},
    {"/cases/a-referral-goes-its-way-and-leaves-events",
     test_a_referral_goes_its_way_and_leaves_events},
    {"/cases/an-override-needs-another-person", test_an_override_needs_another_person},
    {"/cases/state-and-events-have-no-back-door", test_state_and_events_have_no_back_door},
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].path, tests[i].func);
  return g_test_run ();
}
