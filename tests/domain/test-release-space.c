/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cells that releases speak of: all that can occur, nothing else, for each template. */
#include "release-desk.h"

#include "domain/release-private.h"

static void
test_what_is_always_there_is_what_a_record_is_not_stored_without (void)
{
  static const struct
  {
    AmpColumn column;
    AmpUnit unit;
    const char *entity, *field;
  } always[] = {
    {AMP_COLUMN_REGION, AMP_UNIT_PERSONS, "service", "region"},
    {AMP_COLUMN_REGION, AMP_UNIT_CASES, "case", "office_region"},
    {AMP_COLUMN_REGION, AMP_UNIT_SERVICES, "service", "region"},
    {AMP_COLUMN_REGION, AMP_UNIT_REFERRALS, "case", "office_region"},
    {AMP_COLUMN_SERVICE, AMP_UNIT_PERSONS, "service", "service_type"},
    {AMP_COLUMN_SERVICE, AMP_UNIT_SERVICES, "service", "service_type"},
    {AMP_COLUMN_SERVICE, AMP_UNIT_REFERRALS, "referral", "service_type"},
    {AMP_COLUMN_STATE, AMP_UNIT_REFERRALS, "referral", "state"},
    {AMP_COLUMN_SEX, AMP_UNIT_PERSONS, "person", "sex_registered"},
    {AMP_COLUMN_GENDER, AMP_UNIT_PERSONS, "person", "gender"},
    {AMP_COLUMN_EXPLOITATION, AMP_UNIT_PERSONS, "situation", "exploitation_type"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (always); i++)
    {
      const AmpField *field =
        amp_entity_field (amp_entity_find (always[i].entity), always[i].field);
      const char *read = amp_column_read (always[i].column, always[i].unit, "");

      g_test_message ("%s.%s", always[i].entity, always[i].field);
      if (field->flags & AMP_FIELD_REQUIRED)
        g_assert_null (read);
      else
        g_assert_cmpstr (read, ==, "");
    }
}

/* Whoever knows the forms knows that there is none; in a proof it would pass for possible. */
static void
test_no_cell_stands_for_what_cannot_occur (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region,sex", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL;
  const AmpCountTable *table;
  gboolean without_sex = FALSE;

  desk_open (&desk);
  desk_assist (&desk, 30, "F", "PE-TUM", "2024-02-01");
  plan = desk_plan (&desk, &request);
  table = amp_release_plan_table (plan);
  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      g_assert_cmpstr (amp_count_table_value (table, row, 0), !=, "");
      without_sex = without_sex || *amp_count_table_value (table, row, 1) == '\0';
    }
  g_assert_true (without_sex);
}

static void
test_a_referral_that_was_sent_is_no_draft (void)
{
  static const char *const earlier[] = {"draft", "ready"};

  for (gsize i = 0; i < G_N_ELEMENTS (earlier); i++)
    g_assert_cmpstr (amp_column_read (AMP_COLUMN_STATE, AMP_UNIT_REFERRALS, earlier[i]), ==,
                     "sent");
  g_assert_cmpstr (amp_column_read (AMP_COLUMN_STATE, AMP_UNIT_REFERRALS, "accepted"), ==,
                   "accepted");
}

/* An equation too few would make anything seem possible; by the table's own trees it shows. */
static void
test_a_witness_that_does_not_add_up_in_the_table_is_refused (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region,sex", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  AmpWitness *witness;

  desk_open (&desk);
  request.spec.unit = AMP_UNIT_CASES;
  desk_assist (&desk, 30, "F", "PE-TUM", "2024-02-01");
  plan = desk_plan (&desk, &request);
  g_assert_true (
    amp_release_sums_check (plan->proven, plan->space, &plan->request.spec, &plan->period, &error));
  g_assert_no_error (error);
  witness = g_ptr_array_index (plan->proven->proof, 0);
  for (guint32 i = 0; i < witness->n; i++)
    if (witness->cell[i] < plan->space->n_cells)
      witness->difference[i]++;
  g_assert_false (
    amp_release_sums_check (plan->proven, plan->space, &plan->request.spec, &plan->period, &error));
  g_assert_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_REFUSED);
}

/* Every template and unit, at its finest: each value that is read has its cells, and nobody is
 * lost. */
static void
test_whoever_is_counted_is_in_the_cells_of_every_template (void)
{
  g_auto (Desk) desk = {0};
  const AmpReleasePeriod period = {2024, 1, 3};
  gsize n;
  const AmpReleaseTemplate *templates = amp_release_templates (&n);

  desk_open (&desk);
  desk_assist (&desk, 7, "F", "PE-TUM", "2024-02-01");
  desk_assist (&desk, 4, "M", "PE-LMA", "2024-03-01");
  for (guint unit = 0; unit <= AMP_UNIT_REFERRALS; unit++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpReleaseBase) base =
        amp_release_base_read (desk.office.session, unit, &period, NULL, NULL, &error);

      g_assert_no_error (error);
      for (gsize i = 0; i < n; i++)
        {
          AmpReleaseLevels levels = {{0}};
          g_autoptr (AmpReleaseSpace) space = NULL;
          AmpCountSpec spec = {.unit = unit};

          if (!(templates[i].units & (1u << unit)))
            continue;
          g_test_message ("%s of %s", templates[i].id, amp_unit_to_code (unit));
          for (gsize d = 0; templates[i].dimensions[d] != NULL; d++)
            spec.dimensions[spec.n_dimensions++] = amp_dimension_find (templates[i].dimensions[d]);
          amp_release_levels_add (&levels, &spec, &period);
          space = amp_release_space_new (base, &levels, &error);
          g_assert_no_error (error);
          g_assert_true (amp_release_space_count (space, base, &error));
          g_assert_no_error (error);
          g_assert_cmpint (space->count[0], ==, unit == AMP_UNIT_REFERRALS ? 0 : 11);
        }
    }
}

static void
test_a_table_by_age_is_planned (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("sex,age_band", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-02-01");
  plan = desk_plan (&desk, &request);
  g_assert_cmpuint (amp_release_plan_n_rows (plan), >, 10);
}

/* A country is the sum of its macro-regions, also where no region was ever told. */
static void
test_a_country_is_its_macro_regions (void)
{
  static const struct
  {
    guint n;
    const char *region;
  } people[] = {{40, "PE-TUM"}, {30, "PE-JUN"}, {50, "PE-CUS"}, {20, "PE-LOR"}, {3, "PE-CAL"}};
  static const char *const of_peru[] = {"norte", "centro", "sur", "oriente", "lima"};
  g_auto (Desk) desk = {0};
  AmpReleaseRequest country = desk_request ("country", "2024-01-01", "2024-03-31");
  AmpReleaseRequest macro = desk_request ("macro_region", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) first = NULL;
  g_autoptr (AmpReleasePlan) second = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *peru[] = {"PE"};
  guint n_hidden = 0;
  gint64 id;
  gssize row;

  desk_open (&desk);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    desk_assist (&desk, people[i].n, "F", people[i].region, "2024-02-01");
  first = desk_plan (&desk, &country);
  row = amp_count_table_find (amp_release_plan_table (first), peru);
  g_assert_cmpuint (amp_count_table_count (amp_release_plan_table (first), (gsize) row), ==, 143);
  bytes =
    amp_release_give (desk.office.session, first, AMP_COUNT_FORMAT_CSV, NULL, "es", 0, &id, NULL);
  g_assert_nonnull (bytes);
  second = desk_plan (&desk, &macro);
  for (gsize i = 0; i < G_N_ELEMENTS (of_peru); i++)
    {
      row = amp_count_table_find (amp_release_plan_table (second), &of_peru[i]);
      g_assert_cmpint (row, >=, 0);
      n_hidden += amp_count_table_is_hidden (amp_release_plan_table (second), (gsize) row) ? 1 : 0;
    }
  /* Three of Lima alone would be 143 less the others. */
  g_assert_cmpuint (n_hidden, >=, 2);
  g_assert_cmpuint (n_hidden, <, G_N_ELEMENTS (of_peru));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add_func ("/domain/release/" name, test)
  ADD ("what-is-always-there-is-what-a-record-is-not-stored-without",
       test_what_is_always_there_is_what_a_record_is_not_stored_without);
  ADD ("no-cell-stands-for-what-cannot-occur", test_no_cell_stands_for_what_cannot_occur);
  ADD ("a-referral-that-was-sent-is-no-draft", test_a_referral_that_was_sent_is_no_draft);
  ADD ("a-witness-that-does-not-add-up-in-the-table-is-refused",
       test_a_witness_that_does_not_add_up_in_the_table_is_refused);
  ADD ("whoever-is-counted-is-in-the-cells-of-every-template",
       test_whoever_is_counted_is_in_the_cells_of_every_template);
  ADD ("a-table-by-age-is-planned", test_a_table_by_age_is_planned);
  g_test_add_func ("/domain/release/a-country-is-its-macro-regions",
                   test_a_country_is_its_macro_regions);
  return g_test_run ();
}
