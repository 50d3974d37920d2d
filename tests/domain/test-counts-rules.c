/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules of counting one by one, each on an office made for it. */
#include "facts.h"

static void
test_two_regions_one_person_one_total (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "confirmed");
  fact_case (&facts, 1, "possible");
  for (guint i = 0; i < 3; i++)
    {
      fact_service (&facts, 0, "PE-TUM", "2024-01-10", "delivered");
      fact_service (&facts, 0, "PE-PIU", "2024-01-11", "delivered");
      fact_service (&facts, 1, "PE-TUM", "2024-01-12", "delivered");
    }
  table = facts_count (&facts, "region", "", "", FALSE);
  g_assert_cmpint (facts_cell (table, "PE-TUM"), ==, 2);
  g_assert_cmpint (facts_cell (table, "PE-PIU"), ==, 1);
  g_assert_cmpint (facts_cell (table, "*"), ==, 2);
  g_assert_cmpuint (amp_count_table_total (table), ==, 2);
  g_assert_cmpuint (amp_count_table_overlap (table), ==, 1);
  /* In the order of the list, the total after its parts. */
  g_assert_cmpstr (amp_count_table_value (table, 0, 0), ==, "PE-PIU");
  g_assert_cmpstr (amp_count_table_value (table, 2, 0), ==, "*");
  facts_clear (&facts);
}

static void
test_an_open_case_alone_is_nobody_assisted (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "confirmed");
  fact_service (&facts, 0, "PE-TUM", "2024-01-10", "partly");
  fact_service (&facts, 0, "PE-TUM", NULL, "planned");
  table = facts_count (&facts, "region", "", "", FALSE);
  g_assert_cmpuint (amp_count_table_total (table), ==, 0);
  g_assert_cmpuint (amp_count_table_n_rows (table), ==, 1);
  g_assert_cmpint (facts_cell (table, "*"), ==, 0);
  facts_clear (&facts);
}

static void
test_both_ends_of_the_period_count (void)
{
  Facts facts = {0};
  static const char *const on[] = {"2023-12-31", "2024-01-01", "2024-01-31",
                                   "2024-02-01", "2024-01",    "2024"};

  facts_open (&facts);
  for (guint i = 0; i < G_N_ELEMENTS (on); i++)
    {
      fact_person (&facts, NULL);
      fact_case (&facts, i, "confirmed");
      fact_service (&facts, i, "PE-TUM", on[i], "delivered");
    }
  {
    g_autoptr (AmpCountTable) table =
      facts_count (&facts, "region", "2024-01-01", "2024-01-31", FALSE);

    g_assert_cmpuint (amp_count_table_total (table), ==, 3);
    g_assert_cmpuint (amp_count_table_undated (table), ==, 1);
  }
  facts_clear (&facts);
}

static void
test_age_is_that_of_the_first_service_of_the_period (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) early = NULL, late = NULL;

  facts_open (&facts);
  fact_person (&facts, "2006-03-15");
  fact_case (&facts, 0, "confirmed");
  fact_service (&facts, 0, "PE-PIU", "2024-05-10", "delivered");
  fact_service (&facts, 0, "PE-TUM", "2024-03-14", "delivered");
  early = facts_count (&facts, "minor", "2024-01-01", "2024-12-31", FALSE);
  g_assert_cmpint (facts_cell (early, "yes"), ==, 1);
  g_assert_cmpint (facts_cell (early, "no"), ==, -1);
  late = facts_count (&facts, "minor", "2024-04-01", "2024-12-31", FALSE);
  g_assert_cmpint (facts_cell (late, "no"), ==, 1);
  facts_clear (&facts);
}

static void
test_not_victims_stand_apart (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "not_victim");
  fact_case (&facts, 1, "not_victim");
  fact_case (&facts, 1, "confirmed");
  for (guint i = 0; i < 3; i++)
    fact_service (&facts, i, "PE-TUM", "2024-01-10", "delivered");
  table = facts_count (&facts, "region", "", "", FALSE);
  g_assert_cmpuint (amp_count_table_total (table), ==, 1);
  g_assert_cmpuint (amp_count_table_not_victims (table), ==, 1);
  facts_clear (&facts);
}

static void
test_lima_is_one_or_two (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) one = NULL, two = NULL;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "confirmed");
  fact_service (&facts, 0, "PE-LIM", "2024-01-10", "delivered");
  fact_service (&facts, 0, "PE-LMA", "2024-01-10", "delivered");
  one = facts_count (&facts, "region", "", "", FALSE);
  two = facts_count (&facts, "region", "", "", TRUE);
  g_assert_cmpint (facts_cell (one, "PE-LIM"), ==, 1);
  g_assert_cmpint (facts_cell (one, "PE-LMA"), ==, -1);
  g_assert_cmpuint (amp_count_table_overlap (one), ==, 0);
  g_assert_cmpint (facts_cell (two, "PE-LIM"), ==, 1);
  g_assert_cmpint (facts_cell (two, "PE-LMA"), ==, 1);
  g_assert_cmpuint (amp_count_table_overlap (two), ==, 1);
  facts_clear (&facts);
}

/* --- Requests --- */

static void
check_refused (AmpUnit unit, const char *a, const char *b, const char *from, const char *to)
{
  AmpCountSpec spec = {.unit = unit, .n_dimensions = b == NULL ? 1 : 2};
  g_autoptr (GError) error = NULL;

  spec.dimensions[0] = amp_dimension_find (a);
  spec.dimensions[1] = b == NULL ? NULL : amp_dimension_find (b);
  g_strlcpy (spec.from, from, sizeof spec.from);
  g_strlcpy (spec.to, to, sizeof spec.to);
  g_assert_false (amp_count_spec_check (&spec, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
test_requests_that_make_no_sense_are_refused (void)
{
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS, .n_dimensions = 2};

  check_refused (AMP_UNIT_PERSONS, "region", "region_residence", "", "");
  check_refused (AMP_UNIT_PERSONS, "border", "region_exploitation", "", "");
  check_refused (AMP_UNIT_PERSONS, "sex", "sex", "", "");
  check_refused (AMP_UNIT_CASES, "service", NULL, "", "");
  check_refused (AMP_UNIT_PERSONS, "referral_state", NULL, "", "");
  check_refused (AMP_UNIT_PERSONS, "sex", NULL, "2024-02-01", "2024-01-31");
  check_refused (AMP_UNIT_PERSONS, "sex", NULL, "2024-02-30", "");
  check_refused (AMP_UNIT_PERSONS, "sex", NULL, "2024", "");
  spec.dimensions[0] = amp_dimension_find ("region");
  spec.dimensions[1] = amp_dimension_find ("border");
  g_assert_true (amp_count_spec_check (&spec, NULL));
  spec.n_where = 1;
  spec.where_dimension[0] = amp_dimension_find ("sex");
  spec.where_value[0] = "nonsense";
  g_assert_false (amp_count_spec_check (&spec, NULL));
  spec.where_dimension[0] = amp_dimension_find ("region");
  spec.where_value[0] = "PE-LMA"; /* with 25 regions nobody is there */
  g_assert_false (amp_count_spec_check (&spec, NULL));
  spec.lima_apart = TRUE;
  g_assert_true (amp_count_spec_check (&spec, NULL));
  g_assert_null (amp_dimension_find ("colour"));
}

static void
assert_label (const char *dimension, const char *value, const char *language, const char *label)
{
  g_autofree char *text =
    amp_dimension_value_label (amp_dimension_find (dimension), value, language);

  g_assert_cmpstr (text, ==, label);
}

static void
test_a_month_is_written_as_people_do (void)
{
  assert_label ("month", "2024-11", "es", "nov. 2024");
  assert_label ("month", "2024-11", "en", "Nov 2024");
  assert_label ("month", "2024-01", "es_PE", "ene. 2024");
  assert_label ("month", "2024-09", "es", "set. 2024");
  assert_label ("month", "", "es", "sin dato");
  /* What is none stays as it is. */
  assert_label ("month", "2024-13", "es", "2024-13");
  assert_label ("month", "2024-00", "es", "2024-00");
  assert_label ("quarter", "2024-Q1", "es", "2024-Q1");
  assert_label ("year", "2024", "es", "2024");
}

static void
test_a_cancelled_count_says_so (void)
{
  Facts facts = {0};
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  facts_fill (&facts);
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_counts_compute (facts.office.session, &spec, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  facts_clear (&facts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/counts/two-regions-one-person-one-total",
                   test_two_regions_one_person_one_total);
  g_test_add_func ("/counts/an-open-case-alone-is-nobody-assisted",
                   test_an_open_case_alone_is_nobody_assisted);
  g_test_add_func ("/counts/both-ends-of-the-period-count", test_both_ends_of_the_period_count);
  g_test_add_func ("/counts/age-is-that-of-the-first-service-of-the-period",
                   test_age_is_that_of_the_first_service_of_the_period);
  g_test_add_func ("/counts/not-victims-stand-apart", test_not_victims_stand_apart);
  g_test_add_func ("/counts/lima-is-one-or-two", test_lima_is_one_or_two);
  g_test_add_func ("/counts/requests-that-make-no-sense-are-refused",
                   test_requests_that_make_no_sense_are_refused);
  g_test_add_func ("/counts/a-month-is-written-as-people-do", test_a_month_is_written_as_people_do);
  g_test_add_func ("/counts/a-cancelled-count-says-so", test_a_cancelled_count_says_so);
  return g_test_run ();
}
