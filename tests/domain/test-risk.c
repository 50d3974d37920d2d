/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What answers add up to, and what act, means and purpose say: over all of them. */
#include "domain/contact-rule.h"
#include "domain/risk.h"
#include "domain/situation-proposal.h"

static const char *const answers[] = {"no", "unknown", "yes"};

static void
set_answers (AmpRecord *record, guint code)
{
  gsize n;
  const AmpRiskFactor *factors = amp_risk_factors (&n);

  for (gsize i = 0; i < n; i++, code /= 3)
    amp_record_set (record, factors[i].field, answers[code % 3], NULL);
}

static void
test_weights (void)
{
  gsize n;
  const AmpRiskFactor *factors = amp_risk_factors (&n);
  int sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      g_assert_nonnull (amp_entity_field (amp_entity_find ("risk_assessment"), factors[i].field));
      g_assert_cmpint (factors[i].weight, >, 0);
      g_assert_nonnull (factors[i].why);
      sum += factors[i].weight;
    }
  g_assert_cmpint (sum, ==, 100);
}

/* From no to unknown to yes, one answer at a time, over all 19,683 combinations. */
static void
test_monotone (void)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("risk_assessment"));
  gsize n;
  const AmpRiskFactor *factors = amp_risk_factors (&n);

  for (guint code = 0; code < 19683; code++)
    {
      guint place = 1;
      AmpRisk risk;

      set_answers (record, code);
      risk = amp_risk_weigh (record);
      g_assert_cmpint (risk.score, >=, 0);
      g_assert_cmpint (risk.score, <=, 100);
      g_assert_cmpuint (risk.n_unanswered, ==, 0);
      for (gsize i = 0; i < n; i++, place *= 3)
        {
          guint now = code / place % 3;
          AmpRisk worse;

          if (now == 2)
            continue;
          amp_record_set (record, factors[i].field, answers[now + 1], NULL);
          worse = amp_risk_weigh (record);
          g_assert_cmpint (worse.score, >=, risk.score);
          g_assert_cmpint (amp_risk_compare (worse.level, risk.level), >=, 0);
          amp_record_set (record, factors[i].field, answers[now], NULL);
        }
    }
}

static void
test_levels (void)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("risk_assessment"));
  g_autofree char *tomorrow = amp_risk_next_due ("imminent", "2026-02-28");
  g_autofree char *three = amp_risk_next_due ("high", "2026-02-27");
  g_autofree char *month = amp_risk_next_due ("low", "2026-01-31");
  g_autofree char *none = amp_risk_next_due ("low", "2026-01");

  g_assert_null (amp_risk_weigh (record).level);
  set_answers (record, 0);
  g_assert_cmpstr (amp_risk_weigh (record).level, ==, "low");
  amp_record_set (record, "suicide", "yes", NULL);
  g_assert_cmpstr (amp_risk_weigh (record).level, ==, "imminent");
  g_assert_nonnull (amp_risk_weigh (record).imminent);
  g_assert_cmpstr (tomorrow, ==, "2026-03-01");
  g_assert_cmpstr (three, ==, "2026-03-02");
  g_assert_cmpstr (month, ==, "2026-03-02");
  g_assert_cmpstr (none, ==, "");
}

/* More elements never make it less: over act, means, purpose and age. */
static void
test_proposal (void)
{
  static const char *const fields[] = {"act", "means", "purpose"};
  static const char *const codes[] = {"capta", "engano", "explotacion_laboral"};
  static const char *const order[] = {"not_victim", "possible", "confirmed", NULL};

  for (guint set = 0; set < 8; set++)
    for (int age = -1; age < 40; age++)
      {
        g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("situation"));
        AmpProposal proposal;
        guint elements = 0, rank = 0;

        for (gsize i = 0; i < 3; i++)
          if ((set >> i & 1) != 0)
            amp_record_set (record, fields[i], codes[i], NULL);
        proposal = amp_situation_propose (record, age);
        g_assert_nonnull (proposal.sentence);
        g_assert_true (g_strv_contains (order, proposal.status));
        while (g_strcmp0 (order[rank], proposal.status) != 0)
          rank++;
        elements = (set & 1) + (set >> 1 & 1) + (set >> 2 & 1);
        if (elements == 0)
          g_assert_cmpuint (rank, ==, 0);
        else if (elements == 3 || ((set & 5) == 5 && age >= 0 && age < 18))
          g_assert_cmpuint (rank, ==, 2);
        else
          g_assert_cmpuint (rank, ==, 1);
      }
}

static AmpRecord *
attempt (const char *day, const char *outcome)
{
  static gint64 id = 1;
  AmpRecord *record = amp_record_new (amp_entity_find ("follow_up"));

  amp_record_set_identity (record, id++, 1);
  amp_record_set (record, "done_on", day, NULL);
  amp_record_set (record, "outcome", outcome, NULL);
  return record;
}

static void
put (AmpCaseFile *file, AmpRecord *record)
{
  amp_case_file_put (file, record);
  amp_record_free (record);
}

static void
test_failures (void)
{
  g_autoptr (AmpCaseFile) file = amp_case_file_new (amp_record_new (amp_entity_find ("case")),
                                                    amp_record_new (amp_entity_find ("person")));

  put (file, attempt ("2026-03-05", "not_reached"));
  put (file, attempt ("2026-03-01", "reached"));
  put (file, attempt ("2026-03-03", "not_reached"));
  g_assert_cmpuint (amp_contact_failures (file), ==, 2);
  put (file, attempt ("2026-03-07", "not_reached"));
  g_assert_cmpuint (amp_contact_failures (file), ==, 3);
  put (file, attempt ("2026-03-08", "reached"));
  g_assert_cmpuint (amp_contact_failures (file), ==, 0);
}

static void
test_relatives (void)
{
  g_autoptr (AmpCaseFile) file = amp_case_file_new (amp_record_new (amp_entity_find ("case")),
                                                    amp_record_new (amp_entity_find ("person")));
  g_autoptr (AmpRecord) aunt = amp_record_new (amp_entity_find ("relative"));
  g_autoptr (AmpRecord) uncle = amp_record_new (amp_entity_find ("relative"));
  g_autoptr (GPtrArray) safe = NULL;

  amp_record_set_identity (aunt, 1, 1);
  amp_record_set_identity (uncle, 2, 1);
  amp_record_set (uncle, "possibly_involved", "1", NULL);
  amp_case_file_put (file, aunt);
  amp_case_file_put (file, uncle);
  safe = amp_contact_relatives (file);
  g_assert_cmpuint (safe->len, ==, 1);
  g_assert_cmpint (amp_record_id (g_ptr_array_index (safe, 0)), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/risk/weights-add-up-to-a-hundred", test_weights);
  g_test_add_func ("/domain/risk/a-worse-answer-never-lowers-the-level", test_monotone);
  g_test_add_func ("/domain/risk/levels-set-the-next-day", test_levels);
  g_test_add_func ("/domain/risk/the-proposal-follows-the-elements-of-the-law", test_proposal);
  g_test_add_func ("/domain/risk/attempts-in-a-row-are-counted", test_failures);
  g_test_add_func ("/domain/risk/who-may-be-involved-is-nobody-to-call", test_relatives);
  return g_test_run ();
}
