/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of referrals: walks at random, consent in all its colours, silence, corrections. */
#include "domain/referral.h"

#include "domain/approvals.h"
#include "model/codelist.h"
#include "office.h"

#include <string.h>

#define DAY "2026-03-10"

typedef struct
{
  Office office;
  AmpRecord *person, *case_, *institution, *second;
} Desk;

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
}

static void
save (Desk *desk, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_cases_save (desk->office.session, record, NULL, &error);
  g_assert_no_error (error);
}

/* As what the rules themselves write. */
static void
store (Desk *desk, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (desk->office.session), record, NULL, &error);
  g_assert_no_error (error);
}

static AmpRecord *
new_record (Desk *desk, const char *entity, const char *const *fields)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));

  for (gsize i = 0; fields[i] != NULL; i += 2)
    set (record, fields[i], fields[i + 1]);
  if (amp_entity_field (record != NULL ? amp_record_entity (record) : NULL, "case") != NULL)
    amp_record_set_int (record, "case", amp_record_id (desk->case_));
  save (desk, record);
  return record;
}

#define NEW(desk, entity, ...) new_record (desk, entity, (const char *const[]){__VA_ARGS__, NULL})

static void
desk_open (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  office_open (&desk->office);
  desk->person = amp_record_new (amp_entity_find ("person"));
  desk->case_ = amp_record_new (amp_entity_find ("case"));
  set (desk->person, "gender", "Feminine");
  set (desk->person, "birth_date", "2000-01-01");
  set (desk->case_, "office_region", "PE-TUM");
  set (desk->case_, "opened_on", "2026-03-02");
  set (desk->case_, "risk_level", "low");
  amp_cases_intake (desk->office.session, desk->person, desk->case_, NULL, NULL, &error);
  g_assert_no_error (error);
  desk->institution = NEW (desk, "institution", "name_es", "CEM", "country", "PE");
  desk->second = NEW (desk, "user", "display_name", "Otra", "role", "supervisor", "active", "1");
}

static void
desk_close (Desk *desk)
{
  g_clear_pointer (&desk->person, amp_record_free);
  g_clear_pointer (&desk->case_, amp_record_free);
  g_clear_pointer (&desk->institution, amp_record_free);
  g_clear_pointer (&desk->second, amp_record_free);
  office_close (&desk->office);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_close)

static AmpRecord *
new_referral (Desk *desk)
{
  AmpRecord *referral = NEW (desk, "referral", "service_type", "04_csmc", "urgency", "72h");

  amp_record_set_int (referral, "to_institution", amp_record_id (desk->institution));
  save (desk, referral);
  return referral;
}

static AmpRecord *
new_consent (Desk *desk, const char *decision)
{
  AmpRecord *consent = NEW (desk, "consent", "purpose", "share_with", "decision", decision, "on",
                            "2026-03-05", "giver", "self", "method", "written");

  amp_record_set_int (consent, "institution", amp_record_id (desk->institution));
  save (desk, consent);
  return consent;
}

static AmpConsentState
look (Desk *desk, const AmpRecord *referral)
{
  g_autoptr (GError) error = NULL;
  AmpConsentLook seen;

  amp_referral_look_consent (desk->office.session, referral, DAY, &seen, &error);
  g_assert_no_error (error);
  return seen.state;
}

static gboolean
step (Desk *desk, AmpRecord *referral, const AmpReferralStep *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) before = amp_record_copy (referral);
  gboolean done = amp_referral_step (desk->office.session, referral, what, &error);

  if (!done)
    {
      g_auto (GStrv) changed = amp_record_diff (before, referral);

      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
      g_assert_null (changed[0]);
      g_assert_cmpint (amp_record_rev (before), ==, amp_record_rev (referral));
    }
  return done;
}

static gboolean
go (Desk *desk, AmpRecord *referral, const char *to)
{
  const AmpReferralStep what = {
    .to = to, .date = DAY, .reason_code = "other", .confirmed_by = "institution"};

  return step (desk, referral, &what);
}

static GPtrArray *
events_of (Desk *desk, const AmpRecord *referral)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *events = amp_store_children (amp_session_get_store (desk->office.session),
                                          amp_entity_find ("referral_event"), "referral",
                                          amp_record_id (referral), &error);

  g_assert_no_error (error);
  return events;
}

/* --- Walks --- */

static void
test_every_state_can_be_reached_and_left (void)
{
  const AmpCodeList *list = amp_code_list_find ("referral_state");
  g_autoptr (GHashTable) reached = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GQueue) queue = g_queue_new ();

  g_queue_push_tail (queue, (gpointer) "draft");
  while (!g_queue_is_empty (queue))
    {
      const char *state = g_queue_pop_head (queue);
      const char *const *next = amp_referral_next_states (state);

      if (!g_hash_table_add (reached, (gpointer) state))
        continue;
      g_assert_nonnull (amp_code_list_lookup (list, state));
      for (gsize i = 0; next[i] != NULL; i++)
        g_queue_push_tail (queue, (gpointer) next[i]);
    }
  g_assert_cmpuint (g_hash_table_size (reached), ==, amp_code_list_length (list));
}

/* Attempts at random, allowed or not: the state in the store is always one that the graph, or a
 * correction, leads to, and the events tell every change. */
static void
test_no_walk_leaves_the_graph (void)
{
  const AmpCodeList *list = amp_code_list_find ("referral_state");
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, referral = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_events = 0;

  desk_open (&desk);
  consent = new_consent (&desk, "given");
  referral = new_referral (&desk);
  for (int i = 0; i < 150; i++)
    {
      g_autofree char *from = g_strdup (amp_record_get (referral, "state"));
      guint to = (guint) g_test_rand_int_range (0, (gint32) amp_code_list_length (list));
      const char *state = amp_code_value (amp_code_list_nth (list, to));
      g_autoptr (AmpRecord) stored = NULL;

      if (amp_referral_next_states (from)[0] == NULL || g_test_rand_int_range (0, 12) == 0)
        {
          g_autoptr (GError) error = NULL;
          g_auto (GStrv) back = amp_referral_correct_states (desk.office.session, referral, &error);

          g_assert_no_error (error);
          if (back[0] == NULL)
            continue;
          state = back[g_test_rand_int_range (0, (gint32) g_strv_length (back))];
          g_assert_true (
            amp_referral_correct (desk.office.session, referral, state, "Error", DAY, &error));
          g_assert_no_error (error);
          g_assert_cmpstr (amp_record_get (referral, "state"), ==, state);
          n_events++;
          continue;
        }
      /* Half of the time a step that is allowed, or the walk would stand still. */
      if (g_test_rand_bit ())
        {
          const char *const *next = amp_referral_next_states (from);

          state =
            next[g_test_rand_int_range (0, (gint32) g_strv_length ((char **) (gpointer) next))];
        }
      g_assert_cmpint (go (&desk, referral, state), ==, amp_referral_may_move (from, state));
      n_events += amp_referral_may_move (from, state) ? 1 : 0;
      stored = amp_store_load (amp_session_get_store (desk.office.session),
                               amp_record_entity (referral), amp_record_id (referral), NULL);
      g_assert_cmpstr (amp_record_get (stored, "state"), ==, amp_record_get (referral, "state"));
      g_hash_table_add (seen, g_strdup (amp_record_get (stored, "state")));
    }
  {
    g_autoptr (GPtrArray) events = events_of (&desk, referral);

    g_assert_cmpuint (events->len, ==, n_events);
  }
  g_assert_cmpuint (g_hash_table_size (seen), >=, 5);
}

static void
test_whatever_was_recorded_can_be_corrected (void)
{
  static const char *const way[] = {"ready",    "sent",       "acknowledged",
                                    "accepted", "in_service", "completed"};
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, referral = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) states = NULL;
  g_autoptr (GPtrArray) events = NULL;

  desk_open (&desk);
  consent = new_consent (&desk, "given");
  referral = new_referral (&desk);
  for (gsize i = 0; i < G_N_ELEMENTS (way); i++)
    g_assert_true (go (&desk, referral, way[i]));
  states = amp_referral_correct_states (desk.office.session, referral, &error);
  g_assert_cmpuint (g_strv_length (states), ==, 6);
  g_assert_cmpstr (states[0], ==, "in_service");
  g_assert_cmpstr (states[5], ==, "draft");

  g_assert_false (
    amp_referral_correct (desk.office.session, referral, "rejected", "Error", DAY, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (amp_referral_correct (desk.office.session, referral, "sent", "", DAY, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpstr (amp_record_get (referral, "state"), ==, "completed");

  g_assert_true (
    amp_referral_correct (desk.office.session, referral, "sent", "Era otra persona", DAY, &error));
  g_assert_no_error (error);
  g_assert_null (amp_record_get (referral, "completed_by"));
  g_assert_cmpstr (amp_record_get (referral, "sent_on"), ==, DAY);
  events = events_of (&desk, referral);
  g_assert_cmpuint (events->len, ==, 7);
  g_assert_cmpstr (amp_record_get (events->pdata[6], "note"), ==, "Era otra persona");
  g_assert_cmpint (amp_record_get_int (events->pdata[6], "correction", 0), ==, 1);
  g_assert_true (
    amp_referral_correct (desk.office.session, referral, "draft", "No se envió", DAY, &error));
  g_assert_null (amp_record_get (referral, "sent_on"));
  g_assert_null (amp_record_get (referral, "due_on"));
}

static void
test_completed_says_who_confirmed_and_what_was_done (void)
{
  static const char *const way[] = {"ready", "sent", "acknowledged", "accepted", "in_service"};
  const AmpReferralStep nobody = {.to = "completed", .date = DAY};
  const AmpReferralStep counter = {.to = "completed",
                                   .date = DAY,
                                   .confirmed_by = "institution",
                                   .contact_person = "Lic. Ñique",
                                   .note = "Ocho sesiones",
                                   .next_step = "Control en mayo"};
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, referral = NULL;
  g_autoptr (GPtrArray) events = NULL;
  const AmpRecord *last;

  desk_open (&desk);
  consent = new_consent (&desk, "given");
  referral = new_referral (&desk);
  for (gsize i = 0; i < G_N_ELEMENTS (way); i++)
    g_assert_true (go (&desk, referral, way[i]));
  g_assert_false (step (&desk, referral, &nobody));
  g_assert_true (step (&desk, referral, &counter));
  g_assert_cmpstr (amp_record_get (referral, "completed_by"), ==, "institution");
  events = events_of (&desk, referral);
  last = events->pdata[events->len - 1];
  g_assert_cmpstr (amp_record_get (last, "contact_person"), ==, "Lic. Ñique");
  g_assert_cmpstr (amp_record_get (last, "note"), ==, "Ocho sesiones");
  g_assert_cmpstr (amp_record_get (last, "next_step"), ==, "Control en mayo");
}

static void
test_a_reason_is_asked_for_where_it_counts (void)
{
  static const char *const with[] = {"rejected", "interrupted", "revoked"};
  static const char *const without[] = {"ready", "sent", "accepted", "completed", NULL};
  const AmpReferralStep bare = {.to = "revoked", .date = DAY};
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) referral = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (with); i++)
    g_assert_true (amp_referral_needs_reason (with[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (without); i++)
    g_assert_false (amp_referral_needs_reason (without[i]));
  desk_open (&desk);
  referral = new_referral (&desk);
  g_assert_false (step (&desk, referral, &bare));
  g_assert_true (go (&desk, referral, "revoked"));
}

static void
test_another_institution_is_asked_for_the_same (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, referral = NULL, fresh = NULL, refused = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  consent = new_consent (&desk, "given");
  referral = new_referral (&desk);
  refused = amp_referral_refer_again (desk.office.session, referral, DAY, &error);
  g_assert_null (refused);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (go (&desk, referral, "ready") && go (&desk, referral, "sent") &&
                 go (&desk, referral, "no_answer"));
  fresh = amp_referral_refer_again (desk.office.session, referral, DAY, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (amp_record_get (referral, "state"), ==, "re_referred");
  g_assert_cmpstr (amp_record_get (fresh, "state"), ==, "draft");
  g_assert_cmpint (amp_record_get_int (fresh, "previous_referral", 0), ==,
                   amp_record_id (referral));
  g_assert_cmpstr (amp_record_get (fresh, "service_type"), ==, "04_csmc");
  g_assert_null (amp_record_get (fresh, "to_institution"));
  g_assert_null (amp_record_get (fresh, "consent_id"));
  g_assert_null (amp_record_get (fresh, "sent_on"));
}

/* --- Consent --- */

/* Fields and values of the consent for this institution (NULL: no record), and one of another
 * record. */
typedef struct
{
  const char *name, *consent, *other;
  AmpConsentState state;
} Matrix;

#define EXCEPTION(who) "decision=not_possible override_reason=x override_second_user=@" who

static const Matrix matrix[] = {
  {"nobody asked", NULL, NULL, AMP_CONSENT_MISSING},
  {"given", "decision=given", NULL, AMP_CONSENT_STANDS},
  {"not asked", "decision=not_asked", NULL, AMP_CONSENT_MISSING},
  {"refused", "decision=refused", NULL, AMP_CONSENT_REFUSED},
  {"withdrawn", "decision=withdrawn", NULL, AMP_CONSENT_WITHDRAWN},
  {"withdrawn that day", "decision=given withdrawn_on=" DAY, NULL, AMP_CONSENT_WITHDRAWN},
  {"withdrawn the day after", "decision=given withdrawn_on=2026-03-11", NULL, AMP_CONSENT_STANDS},
  {"expires that day", "decision=given expires_on=" DAY, NULL, AMP_CONSENT_STANDS},
  {"expired", "decision=given expires_on=2026-03-09", NULL, AMP_CONSENT_EXPIRED},
  {"given later", "decision=given on=2026-03-11", NULL, AMP_CONSENT_LATER},
  {"for statistics", "decision=given purpose=statistics", NULL, AMP_CONSENT_MISSING},
  {"spoken, standard", "decision=given method=verbal_witnessed",
   "referral.data_shared_profile=standard", AMP_CONSENT_STANDS},
  {"spoken, everything", "decision=given method=verbal_witnessed",
   "referral.data_shared_profile=full", AMP_CONSENT_NOT_WRITTEN},
  {"a fingerprint is writing", "decision=given method=mark", "referral.data_shared_profile=full",
   AMP_CONSENT_STANDS},
  {"a child alone", "decision=given giver=self", "person.birth_date=2013-01-01",
   AMP_CONSENT_CHILD_ALONE},
  {"a child with her mother", "decision=given giver=parent", "person.birth_date=2013-01-01",
   AMP_CONSENT_STANDS},
  {"an adolescent of 14", "decision=given giver=self", "person.birth_date=2012-03-10",
   AMP_CONSENT_STANDS},
  {"across the border", "decision=given", "institution.country=EC", AMP_CONSENT_NO_BORDER},
  {"exception without ground", EXCEPTION ("second"), NULL, AMP_CONSENT_OVERRIDE_UNFOUNDED},
  {"exception for a minor", EXCEPTION ("second"), "person.birth_date=2010-01-01",
   AMP_CONSENT_OVERRIDDEN},
  {"exception for risk to life", EXCEPTION ("second"), "case.risk_level=imminent",
   AMP_CONSENT_OVERRIDDEN},
  {"high risk is not imminent", EXCEPTION ("second"), "case.risk_level=high",
   AMP_CONSENT_OVERRIDE_UNFOUNDED},
  {"exception by oneself", EXCEPTION ("self"), "case.risk_level=imminent",
   AMP_CONSENT_OVERRIDE_BY_ONESELF},
  {"exception by an auditor", EXCEPTION ("auditor"), "case.risk_level=imminent",
   AMP_CONSENT_OVERRIDE_NOBODY},
  {"exception by one who left", EXCEPTION ("gone"), "case.risk_level=imminent",
   AMP_CONSENT_OVERRIDE_NOBODY},
  {"exception to a refusal", "decision=refused override_reason=x override_second_user=@second",
   "person.birth_date=2010-01-01", AMP_CONSENT_OVERRIDDEN},
};

static void
set_consent (Desk *desk, AmpRecord *consent, const char *field, const char *value)
{
  if (g_str_equal (value, "@second"))
    amp_record_set_int (consent, field, amp_record_id (desk->second));
  else if (g_str_equal (value, "@self"))
    amp_record_set_int (consent, field, amp_session_get_user (desk->office.session)->id);
  else if (*value == '@')
    {
      gboolean gone = g_str_equal (value, "@gone");
      g_autoptr (AmpRecord) user =
        NEW (desk, "user", "display_name", "X", "role", gone ? "caseworker" : "auditor", "active",
             gone ? "0" : "1");

      amp_record_set_int (consent, field, amp_record_id (user));
    }
  else
    set (consent, field, value);
}

static AmpRecord *
make_consent (Desk *desk, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  AmpRecord *consent = new_consent (desk, "given");

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      set_consent (desk, consent, pair[0], pair[1]);
    }
  store (desk, consent); /* an exception is no form's matter */
  return consent;
}

static void
change (Desk *desk, AmpRecord *referral, const char *text)
{
  AmpRecord *const records[] = {referral, desk->person, desk->case_, desk->institution};
  g_auto (GStrv) parts = g_strsplit_set (text, ".=", 3);

  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    if (g_str_equal (amp_record_entity (records[i])->name, parts[0]))
      {
        set (records[i], parts[1], parts[2]);
        save (desk, records[i]);
      }
}

static void
test_consent_matrix (gconstpointer data)
{
  const Matrix *row = data;
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, referral = NULL;
  AmpConsentState state;

  desk_open (&desk);
  referral = new_referral (&desk);
  if (row->consent != NULL)
    consent = make_consent (&desk, row->consent);
  if (row->other != NULL)
    change (&desk, referral, row->other);
  state = look (&desk, referral);
  g_assert_cmpint (state, ==, row->state);
  /* And the door says the same as the words. */
  g_assert_cmpint (go (&desk, referral, "ready"), ==, amp_consent_state_allows (state));
  g_assert_cmpuint (strlen (amp_consent_state_sentence (state)), >, 10);
  g_assert_cmpint (amp_record_get_int (referral, "consent_id", 0) != 0, ==,
                   amp_consent_state_allows (state));
}

static void
test_the_border_opens_with_its_own_consent (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, border = NULL, referral = NULL;

  desk_open (&desk);
  set (desk.institution, "country", "EC");
  save (&desk, desk.institution);
  consent = new_consent (&desk, "given");
  referral = new_referral (&desk);
  border = NEW (&desk, "consent", "purpose", "cross_border_transfer", "decision", "given", "on",
                "2026-03-05");
  g_assert_cmpint (look (&desk, referral), ==, AMP_CONSENT_STANDS);
  set (border, "withdrawn_on", "2026-03-06");
  save (&desk, border);
  g_assert_cmpint (look (&desk, referral), ==, AMP_CONSENT_NO_BORDER);
}

static void
test_a_newer_no_beats_an_older_yes (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) yes = NULL, no = NULL, other = NULL, referral = NULL, again = NULL;
  g_autoptr (AmpRecord) elsewhere = NULL;

  desk_open (&desk);
  yes = new_consent (&desk, "given");
  referral = new_referral (&desk);
  other = NEW (&desk, "institution", "name_es", "UPE");
  elsewhere =
    NEW (&desk, "consent", "purpose", "share_with", "decision", "refused", "on", "2026-03-07");
  amp_record_set_int (elsewhere, "institution", amp_record_id (other));
  save (&desk, elsewhere);
  g_assert_cmpint (look (&desk, referral), ==, AMP_CONSENT_STANDS);
  no = new_consent (&desk, "refused");
  g_assert_cmpint (look (&desk, referral), ==, AMP_CONSENT_REFUSED);
  amp_record_set_int (referral, "consent_id", amp_record_id (yes));
  save (&desk, referral);
  g_assert_cmpint (look (&desk, referral), ==, AMP_CONSENT_REFUSED);
  amp_record_set (referral, "consent_id", NULL, NULL);
  again = new_consent (&desk, "given");
  g_assert_cmpint (look (&desk, referral), ==, AMP_CONSENT_STANDS);
  set (no, "on", "2026-03-04");
  save (&desk, no);
  amp_record_set_int (referral, "consent_id", amp_record_id (yes));
  g_assert_cmpint (look (&desk, referral), ==, AMP_CONSENT_STANDS);
}

static void
test_consent_withdrawn_before_sending_stops_it (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, referral = NULL;

  desk_open (&desk);
  consent = new_consent (&desk, "given");
  referral = new_referral (&desk);
  g_assert_true (go (&desk, referral, "ready"));
  set (consent, "withdrawn_on", DAY);
  save (&desk, consent);
  g_assert_false (go (&desk, referral, "sent"));
  g_assert_cmpstr (amp_record_get (referral, "state"), ==, "ready");
}

static void
test_a_consent_to_fill_in_is_for_this_institution (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) referral = NULL, adult = NULL, minor = NULL;

  desk_open (&desk);
  referral = new_referral (&desk);
  adult = amp_referral_new_consent (referral, desk.person, DAY);
  g_assert_cmpstr (amp_record_get (adult, "purpose"), ==, "share_with");
  g_assert_cmpint (amp_record_get_int (adult, "institution", 0), ==,
                   amp_record_id (desk.institution));
  g_assert_cmpstr (amp_record_get (adult, "on"), ==, DAY);
  g_assert_cmpstr (amp_record_get (adult, "giver"), ==, "self");
  /* Her answer is hers to give. */
  g_assert_null (amp_record_get (adult, "decision"));
  set (desk.person, "birth_date", "2015-01-01");
  minor = amp_referral_new_consent (referral, desk.person, DAY);
  g_assert_null (amp_record_get (minor, "giver"));
  g_assert_cmpstr (amp_record_get (minor, "capacity"), ==, "minor");
}

/* The same vault, opened by somebody else of the team. */
static void
become (Desk *desk, const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autofree char *vault = office_path (&desk->office, "Office.amparo");
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&desk->office.session, amp_session_close);
  desk->office.session = amp_session_open (vault, login, passphrase, &error);
  g_assert_no_error (error);
}

static void
test_an_exception_is_asked_for_and_decided_by_another (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autoptr (AmpRecord) referral = NULL, consent = NULL;
  g_autoptr (GError) error = NULL;
  AmpApprovalRequest request = {.kind = "override", .note = "Riesgo de vida"};
  gint64 approval = 0;

  desk_open (&desk);
  g_assert_true (amp_session_add_user (desk.office.session, "jefa", AMP_ROLE_SUPERVISOR, passphrase,
                                       &amp_kdf_cheap, &error));
  referral = new_referral (&desk);
  request.case_id = amp_record_id (desk.case_);
  request.object_id = amp_record_id (referral);
  g_assert_true (amp_approvals_request (desk.office.session, &request, &approval, &error));
  g_assert_false (amp_referral_share (desk.office.session, referral, DAY, NULL));
  g_assert_false (amp_approvals_decide (desk.office.session, approval, TRUE, NULL, NULL));
  become (&desk, "jefa");
  g_assert_true (amp_approvals_decide (desk.office.session, approval, TRUE, NULL, &error));
  g_assert_no_error (error);
  become (&desk, "supervisora");
  /* Approved, and yet there must be a ground for it. */
  g_assert_false (amp_referral_share (desk.office.session, referral, DAY, NULL));
  set (desk.case_, "risk_level", "imminent");
  save (&desk, desk.case_);
  g_assert_true (amp_referral_share (desk.office.session, referral, DAY, &error));
  g_assert_no_error (error);
  consent =
    amp_store_load (amp_session_get_store (desk.office.session), amp_entity_find ("consent"),
                    amp_record_get_int (referral, "consent_id", 0), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (amp_record_get (consent, "decision"), ==, "not_possible");
  g_assert_cmpstr (amp_record_get (consent, "override_reason"), ==, "Riesgo de vida");
  g_assert_cmpint (amp_record_get_int (consent, "override_second_user", 0), !=,
                   amp_session_get_user (desk.office.session)->id);
}

/* --- Sharing --- */

static void
test_sharing_fills_in_number_profile_and_day (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, one = NULL, two = NULL, next_year = NULL, bare = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  one = new_referral (&desk);
  g_assert_false (amp_referral_share (desk.office.session, one, DAY, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "referral.consent_id: "));
  g_clear_error (&error);
  g_assert_cmpstr (amp_record_get (one, "state"), ==, "draft");
  g_assert_null (amp_record_get (one, "document_no"));

  consent = new_consent (&desk, "given");
  g_assert_true (amp_referral_share (desk.office.session, one, DAY, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (amp_record_get (one, "state"), ==, "sent");
  g_assert_cmpstr (amp_record_get (one, "document_no"), ==, "001-2026-TUM");
  g_assert_cmpstr (amp_record_get (one, "data_shared_profile"), ==, "min");
  g_assert_cmpstr (amp_record_get (one, "sent_on"), ==, DAY);
  g_assert_cmpstr (amp_record_get (one, "due_on"), ==, "2026-03-13");
  g_assert_cmpint (amp_record_get_int (one, "consent_id", 0), ==, amp_record_id (consent));
  {
    g_autoptr (GPtrArray) events = events_of (&desk, one);

    g_assert_cmpuint (events->len, ==, 2);
  }
  two = new_referral (&desk);
  g_assert_true (amp_referral_share (desk.office.session, two, DAY, &error));
  g_assert_cmpstr (amp_record_get (two, "document_no"), ==, "002-2026-TUM");
  bare = NEW (&desk, "referral", "service_type", "04_csmc");
  g_assert_false (amp_referral_share (desk.office.session, bare, DAY, &error));
  g_assert_true (g_str_has_prefix (error->message, "referral.to_institution: "));
}

static void
test_an_answer_is_due_by_urgency (void)
{
  static const struct
  {
    const char *urgency, *due;
  } rows[] = {{"immediate", "2026-02-28"},
              {"24h", "2026-02-28"},
              {"72h", "2026-03-02"},
              {"routine", "2026-03-14"},
              {NULL, "2026-03-14"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *due = amp_referral_due_on (rows[i].urgency, "2026-02-27");

      g_assert_cmpstr (due, ==, rows[i].due);
    }
  g_assert_null (amp_referral_due_on ("72h", "2026-02"));
  g_assert_null (amp_referral_due_on ("72h", NULL));
}

static void
test_silence_is_seen_the_day_after (void)
{
  static const struct
  {
    const char *state, *due, *direction, *today;
    gboolean silent;
  } rows[] = {
    {"sent", "2026-03-10", "out", "2026-03-10", FALSE},
    {"sent", "2026-03-10", "out", "2026-03-11", TRUE},
    {"sent", "2026-03-10", "in", "2026-03-11", FALSE},
    {"sent", NULL, "out", "2026-03-11", FALSE},
    {"sent", "2026-03", "out", "2026-04-11", FALSE},
    {"escalated", "2026-03-10", "out", "2026-03-11", TRUE},
    {"escalated", "2026-03-10", "out", "2026-03-09", FALSE},
    {"no_answer", NULL, "out", "2026-03-11", TRUE},
    {"draft", "2026-03-10", "out", "2026-03-11", FALSE},
    {"acknowledged", "2026-03-10", "out", "2026-03-11", FALSE},
    {"completed", "2026-03-10", "out", "2026-03-11", FALSE},
    {"revoked", "2026-03-10", "out", "2026-03-11", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AmpRecord) referral = amp_record_new (amp_entity_find ("referral"));

      set (referral, "state", rows[i].state);
      set (referral, "due_on", rows[i].due);
      set (referral, "direction", rows[i].direction);
      g_assert_cmpint (amp_referral_is_silent (referral, rows[i].today), ==, rows[i].silent);
    }
}

static void
test_an_escalation_has_a_day_of_its_own (void)
{
  const AmpReferralStep escalated = {.to = "escalated", .date = "2026-03-20"};
  g_auto (Desk) desk = {0};
  g_autoptr (AmpRecord) consent = NULL, referral = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  consent = new_consent (&desk, "given");
  referral = new_referral (&desk);
  g_assert_true (amp_referral_share (desk.office.session, referral, DAY, &error));
  g_assert_true (go (&desk, referral, "no_answer"));
  g_assert_true (step (&desk, referral, &escalated));
  g_assert_cmpstr (amp_record_get (referral, "due_on"), ==, "2026-03-23");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/referral/every-state-can-be-reached-and-left",
                   test_every_state_can_be_reached_and_left);
  g_test_add_func ("/referral/no-walk-leaves-the-graph", test_no_walk_leaves_the_graph);
  g_test_add_func ("/referral/whatever-was-recorded-can-be-corrected",
                   test_whatever_was_recorded_can_be_corrected);
  g_test_add_func ("/referral/completed-says-who-confirmed-and-what-was-done",
                   test_completed_says_who_confirmed_and_what_was_done);
  g_test_add_func ("/referral/a-reason-is-asked-for-where-it-counts",
                   test_a_reason_is_asked_for_where_it_counts);
  g_test_add_func ("/referral/another-institution-is-asked-for-the-same",
                   test_another_institution_is_asked_for_the_same);
  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++)
    {
      g_autofree char *name = g_strdup_printf ("/referral/consent/%s", matrix[i].name);

      g_test_add_data_func (g_strdelimit (name, " ,", '-'), &matrix[i], test_consent_matrix);
    }
  g_test_add_func ("/referral/the-border-opens-with-its-own-consent",
                   test_the_border_opens_with_its_own_consent);
  g_test_add_func ("/referral/a-newer-no-beats-an-older-yes", test_a_newer_no_beats_an_older_yes);
  g_test_add_func ("/referral/consent-withdrawn-before-sending-stops-it",
                   test_consent_withdrawn_before_sending_stops_it);
  g_test_add_func ("/referral/a-consent-to-fill-in-is-for-this-institution",
                   test_a_consent_to_fill_in_is_for_this_institution);
  g_test_add_func ("/referral/an-exception-is-asked-for-and-decided-by-another",
                   test_an_exception_is_asked_for_and_decided_by_another);
  g_test_add_func ("/referral/sharing-fills-in-number-profile-and-day",
                   test_sharing_fills_in_number_profile_and_day);
  g_test_add_func ("/referral/an-answer-is-due-by-urgency", test_an_answer_is_due_by_urgency);
  g_test_add_func ("/referral/silence-is-seen-the-day-after", test_silence_is_seen_the_day_after);
  g_test_add_func ("/referral/an-escalation-has-a-day-of-its-own",
                   test_an_escalation_has_a_day_of_its_own);
  return g_test_run ();
}
