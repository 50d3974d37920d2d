/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks: each rule, both when it holds and when it does not. */
#include "model/check.h"

#include <string.h>

#include "model/date.h"

/* "field=value" pairs. */
static AmpRecord *
record_of (const char *entity, const char *const *pairs)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));

  for (; *pairs != NULL; pairs += 2)
    {
      g_autoptr (GError) error = NULL;

      amp_record_set (record, pairs[0], pairs[1], &error);
      g_assert_no_error (error);
    }
  return record;
}

#define RECORD(entity, ...) record_of (entity, (const char *const[]){__VA_ARGS__, NULL})

static guint
findings_at (AmpRecord *record, const char *field, AmpCheckLevel level)
{
  g_autoptr (GArray) findings = amp_check_record (record);
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      AmpCheckFinding *finding = &g_array_index (findings, AmpCheckFinding, i);

      g_assert_true (g_str_has_suffix (finding->sentence, "."));
      n += strcmp (finding->field, field) == 0 && finding->level == level;
    }
  return n;
}

static void
assert_finding (AmpRecord *record, const char *field, AmpCheckLevel level, guint expected)
{
  g_autoptr (AmpRecord) owned = record;
  guint n = findings_at (owned, field, level);

  if (n != expected)
    g_error ("%s.%s: %u findings", amp_record_entity (owned)->name, field, n);
}

#define ERROR AMP_CHECK_ERROR
#define WARNING AMP_CHECK_WARNING

static char *
tomorrow (void)
{
  AmpDate today = amp_date_today ();
  AmpDate next = amp_date_from_day_number (amp_date_day_number (&today) + 1);

  return amp_date_to_text (&next);
}

static void
test_what_is_required_must_be_there (void)
{
  assert_finding (RECORD ("case", "status", "open"), "office_region", ERROR, 1);
  assert_finding (RECORD ("case", "office_region", "PE-TUM"), "office_region", ERROR, 0);
  /* The program fills these itself. */
  assert_finding (RECORD ("case", "office_region", "PE-TUM"), "number", ERROR, 0);
  assert_finding (RECORD ("person", "given_names", "Rosa"), "gender", ERROR, 1);
  assert_finding (RECORD ("person", "given_names", "Rosa"), "pseudonym", ERROR, 0);
}

static void
test_findings_follow_the_order_of_the_fields (void)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_autoptr (AmpRecord) record = amp_record_new (*entity);
      g_autoptr (GArray) findings = amp_check_record (record);
      gssize last = -1;

      for (guint i = 0; i < findings->len; i++)
        {
          gssize at =
            amp_entity_field_index (*entity, g_array_index (findings, AmpCheckFinding, i).field);

          g_assert_cmpint (at, >=, last);
          last = at;
        }
    }
}

static void
test_the_programme_is_told_with_its_titles_and_days (void)
{
  g_autofree char *next = tomorrow ();

  assert_finding (RECORD ("training", "status", "done"), "title", ERROR, 1);
  assert_finding (RECORD ("training", "title", "Manual"), "title", ERROR, 0);
  assert_finding (RECORD ("activity", "status", "done", "on", next), "on", ERROR, 1);
  assert_finding (RECORD ("activity", "status", "planned", "on", next), "on", ERROR, 0);
  assert_finding (RECORD ("activity", "on", "2024-05-02", "ends_on", "2024-05-01"), "ends_on",
                  ERROR, 1);
  assert_finding (RECORD ("training", "score_before", "40", "score_after", "70"), "scored", WARNING,
                  1);
  assert_finding (RECORD ("training", "score_before", "40"), "score_after", WARNING, 1);
  assert_finding (RECORD ("training_attendance", "audience", "pnp"), "attended_f", ERROR, 1);
  assert_finding (RECORD ("training_attendance", "attended_x", "1"), "attended_f", ERROR, 0);
  assert_finding (RECORD ("regional_plan", "from_on", "2024", "to_on", "2023"), "to_on", ERROR, 1);
  assert_finding (RECORD ("regional_progress", "on", next), "on", ERROR, 1);
  assert_finding (RECORD ("regional_progress", "value", "0"), "text", ERROR, 0);
  assert_finding (RECORD ("regional_progress", "on", "2024"), "text", ERROR, 1);
  assert_finding (RECORD ("forum", "on", "2024-05-02", "next_on", "2024-05-01"), "next_on", ERROR,
                  1);
  assert_finding (RECORD ("commitment", "text", "x"), "promised_by", WARNING, 1);
  assert_finding (RECORD ("commitment", "promised_by_other", "MINJUS"), "promised_by", WARNING, 0);
  assert_finding (RECORD ("external_figure", "value", "1144"), "source", ERROR, 1);
}

static void
test_a_dni_has_eight_digits (void)
{
  assert_finding (RECORD ("person", "doc_type", "dni", "doc_number", "12345678"), "doc_number",
                  WARNING, 0);
  assert_finding (RECORD ("person", "doc_type", "dni", "doc_number", "1234567"), "doc_number",
                  WARNING, 1);
  assert_finding (RECORD ("person", "doc_type", "dni", "doc_number", "1234567A"), "doc_number",
                  WARNING, 1);
  assert_finding (RECORD ("person", "doc_type", "passport", "doc_number", "A1"), "doc_number",
                  WARNING, 0);
  assert_finding (RECORD ("person", "doc_type", "none", "doc_number", "A1"), "doc_number", WARNING,
                  1);
  assert_finding (RECORD ("person", "doc_number", "A1"), "doc_type", WARNING, 1);
}

static void
test_a_cedula_checks_its_last_digit (void)
{
  static const char *const bad[] = {"1710034066", "171003406",  "17100340650", "2510034065",
                                    "0010034065", "1770034065", "17100340A5"};

  assert_finding (RECORD ("person", "doc_type", "cedula_ec", "doc_number", "1710034065"),
                  "doc_number", WARNING, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_finding (RECORD ("person", "doc_type", "cedula_ec", "doc_number", bad[i]), "doc_number",
                    WARNING, 1);
}

static void
test_a_person_is_born_before_today (void)
{
  g_autofree char *next = tomorrow ();

  assert_finding (RECORD ("person", "birth_date", next), "birth_date", ERROR, 1);
  assert_finding (RECORD ("person", "birth_date", "1990"), "birth_date", ERROR, 0);
  assert_finding (RECORD ("person", "birth_date", "1990", "birth_year", "1991"), "birth_year",
                  ERROR, 1);
  assert_finding (RECORD ("person", "birth_date", "1990-05", "birth_year", "1990"), "birth_year",
                  ERROR, 0);
  assert_finding (RECORD ("person", "birth_date", "unknown"), "age_band", WARNING, 1);
  assert_finding (RECORD ("person", "age_band", "18--20"), "age_band", WARNING, 0);
}

static void
test_the_dates_of_a_case_are_in_order (void)
{
  g_autofree char *next = tomorrow ();

  assert_finding (RECORD ("case", "opened_on", "2024-05-03", "first_contact_on", "2024-05-04"),
                  "first_contact_on", ERROR, 1);
  assert_finding (RECORD ("case", "opened_on", "2024-05-03", "first_contact_on", "2024-05-03"),
                  "first_contact_on", ERROR, 0);
  /* Partial dates contradict only where they must. */
  assert_finding (RECORD ("case", "opened_on", "2024-05-03", "first_contact_on", "2024"),
                  "first_contact_on", ERROR, 0);
  assert_finding (RECORD ("case", "opened_on", "2024-05", "first_contact_on", "2024-06-01"),
                  "first_contact_on", ERROR, 1);
  assert_finding (RECORD ("case", "opened_on", "2024", "first_contact_on", "unknown"),
                  "first_contact_on", ERROR, 0);
  assert_finding (RECORD ("case", "opened_on", next), "opened_on", ERROR, 1);
  assert_finding (RECORD ("case", "opened_on", "2024-05-03", "closed_on", "2024-05-02"),
                  "closed_on", ERROR, 1);
}

static void
test_a_closed_case_has_a_date_and_a_reason (void)
{
  assert_finding (RECORD ("case", "status", "closed"), "closed_on", WARNING, 1);
  assert_finding (RECORD ("case", "status", "closed"), "closure_reason", WARNING, 1);
  assert_finding (
    RECORD ("case", "status", "closed", "closed_on", "2024", "closure_reason", "goals_met"),
    "closed_on", WARNING, 0);
  assert_finding (RECORD ("case", "status", "open", "closed_on", "2024"), "closed_on", WARNING, 1);
  assert_finding (RECORD ("case", "status", "open"), "closed_on", WARNING, 0);
  assert_finding (RECORD ("case", "status", "closed_not_victim", "trafficking_status", "possible"),
                  "trafficking_status", WARNING, 1);
}

static void
test_means_are_optional_for_minors (void)
{
  assert_finding (RECORD ("situation", "act", "capta", "age_at_start", "17"), "means", WARNING, 0);
  assert_finding (RECORD ("situation", "act", "capta", "age_at_start", "18"), "means", WARNING, 1);
  assert_finding (RECORD ("situation", "act", "capta"), "means", WARNING, 1);
  assert_finding (RECORD ("situation", "means", "engano"), "means", WARNING, 0);
  assert_finding (RECORD ("situation", "start", "2024-05", "end", "2024-04"), "end", ERROR, 1);
  assert_finding (RECORD ("situation", "start", "2024-05", "end", "2024"), "end", ERROR, 0);
}

static void
test_an_override_needs_reason_and_second_person (void)
{
  assert_finding (RECORD ("consent", "override_reason", "riesgo"), "override_second_user", ERROR,
                  1);
  assert_finding (RECORD ("consent", "override_second_user", "2"), "override_reason", ERROR, 1);
  assert_finding (
    RECORD ("consent", "override_second_user", "2", "override_reason", "riesgo para la vida"),
    "override_reason", ERROR, 0);
  assert_finding (RECORD ("consent", "on", "2024-02-01", "withdrawn_on", "2024-01-31"),
                  "withdrawn_on", ERROR, 1);
  assert_finding (RECORD ("consent", "on", "2024-02-01", "expires_on", "2024-01-31"), "expires_on",
                  ERROR, 1);
  assert_finding (RECORD ("consent", "decision", "withdrawn"), "withdrawn_on", WARNING, 1);
  assert_finding (RECORD ("consent", "purpose", "share_with"), "institution", WARNING, 1);
}

static void
test_a_delivered_service_has_a_date_not_in_the_future (void)
{
  g_autofree char *next = tomorrow ();

  assert_finding (RECORD ("service", "status", "delivered"), "delivered_on", ERROR, 1);
  assert_finding (RECORD ("service", "status", "delivered", "delivered_on", "unknown"),
                  "delivered_on", ERROR, 1);
  assert_finding (RECORD ("service", "status", "delivered", "delivered_on", "2024-05-01"),
                  "delivered_on", ERROR, 0);
  assert_finding (RECORD ("service", "status", "planned"), "delivered_on", ERROR, 0);
  assert_finding (RECORD ("service", "status", "delivered", "delivered_on", next), "delivered_on",
                  ERROR, 1);
  assert_finding (RECORD ("service", "status", "planned", "delivered_on", "2024"), "status",
                  WARNING, 1);
  assert_finding (RECORD ("service", "cost_cents", "500"), "currency", WARNING, 1);
}

static void
test_a_referral_says_where_to_once_it_leaves_draft (void)
{
  assert_finding (RECORD ("referral", "state", "draft", "direction", "out"), "to_institution",
                  WARNING, 0);
  assert_finding (RECORD ("referral", "state", "sent", "direction", "out"), "to_institution",
                  WARNING, 1);
  assert_finding (RECORD ("referral", "sent_on", "2024-05-02", "due_on", "2024-05-01"), "due_on",
                  ERROR, 1);
  assert_finding (RECORD ("referral", "state", "completed"), "completed_by", WARNING, 1);
  assert_finding (RECORD ("referral_event", "state", "rejected"), "reason_code", WARNING, 1);
  assert_finding (RECORD ("follow_up", "done_on", "2024-05-02"), "outcome", WARNING, 1);
  assert_finding (RECORD ("institution", "valid_from", "2024", "valid_to", "2023"), "valid_to",
                  ERROR, 1);
}

static gboolean
shown (AmpRecord *record, const char *field)
{
  g_autoptr (AmpRecord) owned = record;

  return amp_check_field_shown (owned, amp_entity_field (amp_record_entity (owned), field));
}

static void
test_fields_show_when_they_mean_something (void)
{
  g_assert_false (
    shown (RECORD ("situation", "exploitation_type", "SexualExploitation"), "labour_sector"));
  g_assert_true (
    shown (RECORD ("situation", "exploitation_type", "ForcedLabour"), "labour_sector"));
  g_assert_true (
    shown (RECORD ("situation", "exploitation_type", "SexualExploitation"), "sex_form"));
  g_assert_false (shown (RECORD ("case", "status", "open"), "closure_reason"));
  g_assert_true (shown (RECORD ("case", "status", "closed"), "closure_reason"));
  g_assert_true (shown (RECORD ("case", "status", "open"), "office_region"));
  /* What holds a value is never hidden. */
  g_assert_true (
    shown (RECORD ("case", "status", "open", "closure_reason", "other"), "closure_reason"));
}

static gboolean
needed (const char *entity, const char *field)
{
  const AmpEntity *of = amp_entity_find (entity);

  return amp_check_field_needed (of, amp_entity_field (of, field));
}

static void
test_needed (void)
{
  g_assert_true (needed ("training", "region"));
  g_assert_true (needed ("training", "title"));
  g_assert_true (needed ("forum", "name"));
  g_assert_false (needed ("training", "place"));
  /* One of several is enough. */
  g_assert_false (needed ("training_attendance", "attended_f"));
  g_assert_false (needed ("regional_progress", "text"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/what-is-required-must-be-there", test_what_is_required_must_be_there);
  g_test_add_func ("/check/findings-follow-the-order-of-the-fields",
                   test_findings_follow_the_order_of_the_fields);
  g_test_add_func ("/check/the-programme-is-told-with-its-titles-and-days",
                   test_the_programme_is_told_with_its_titles_and_days);
  g_test_add_func ("/check/a-dni-has-eight-digits", test_a_dni_has_eight_digits);
  g_test_add_func ("/check/a-cedula-checks-its-last-digit", test_a_cedula_checks_its_last_digit);
  g_test_add_func ("/check/a-person-is-born-before-today", test_a_person_is_born_before_today);
  g_test_add_func ("/check/the-dates-of-a-case-are-in-order",
                   test_the_dates_of_a_case_are_in_order);
  g_test_add_func ("/check/a-closed-case-has-a-date-and-a-reason",
                   test_a_closed_case_has_a_date_and_a_reason);
  g_test_add_func ("/check/means-are-optional-for-minors", test_means_are_optional_for_minors);
  g_test_add_func ("/check/an-override-needs-reason-and-second-person",
                   test_an_override_needs_reason_and_second_person);
  g_test_add_func ("/check/a-delivered-service-has-a-date-not-in-the-future",
                   test_a_delivered_service_has_a_date_not_in_the_future);
  g_test_add_func ("/check/a-referral-says-where-to-once-it-leaves-draft",
                   test_a_referral_says_where_to_once_it_leaves_draft);
  g_test_add_func ("/check/what-a-rule-asks-for-whatever-else-is-there-is-needed", test_needed);
  g_test_add_func ("/check/fields-show-when-they-mean-something",
                   test_fields_show_when_they_mean_something);
  return g_test_run ();
}
