/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two tables side by side: of two periods, and of what was handed over and what is counted now; and
 * requests kept by name. */
#include "release-desk.h"

#include "domain/compare.h"
#include "domain/filters.h"
#include "domain/saved-counts.h"

#include <string.h>

static const AmpComparedRow *
row_of (const AmpComparison *comparison, const char *value)
{
  for (guint i = 0; i < comparison->rows->len; i++)
    {
      const AmpComparedRow *row = &g_array_index (comparison->rows, AmpComparedRow, i);

      if (strcmp (row->values[0], value) == 0)
        return row;
    }
  return NULL;
}

static void
holds (const AmpComparison *comparison, const char *value, guint64 before, guint64 now)
{
  const AmpComparedRow *row = row_of (comparison, value);

  g_assert_nonnull (row);
  g_assert_false (row->hidden);
  g_assert_cmpuint (row->before, ==, before);
  g_assert_cmpuint (row->now, ==, now);
}

static void
test_two_periods (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest quarter = desk_request ("region", "2024-04-01", "2024-06-30");
  AmpReleaseRequest by_month = desk_request ("region,month", "2024-04-01", "2024-06-30");
  g_autoptr (AmpComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;
  char from[11], to[11];

  desk_open_new (&desk);
  desk_assist (&desk, 3, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 5, "F", "PE-TUM", "2024-05-10");
  desk_assist (&desk, 2, "F", "PE-PIU", "2024-02-10"); /* only before */
  desk_assist (&desk, 4, "F", "PE-CUS", "2024-06-10"); /* only now */
  g_assert_true (amp_compare_days_before (&quarter.spec, from, to));
  g_assert_cmpstr (from, ==, "2024-01-01");
  g_assert_cmpstr (to, ==, "2024-03-31");
  comparison =
    amp_compare_periods (desk.office.session, &quarter.spec, from, to, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comparison->rows->len, ==, 4);
  holds (comparison, "PE-TUM", 3, 5);
  holds (comparison, "PE-PIU", 2, 0);
  holds (comparison, "PE-CUS", 0, 4);
  holds (comparison, "*", 5, 9);
  g_assert_cmpstr (g_array_index (comparison->rows, AmpComparedRow, 3).values[0], ==, "*");
  g_assert_false (comparison->knows_late);
  g_assert_null (
    amp_compare_periods (desk.office.session, &by_month.spec, from, to, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
test_days (void)
{
  static const struct
  {
    const char *from, *to, *before, *before_to, *year, *year_to; /* NULL: none */
  } cases[] = {
    {"2024-03-01", "2024-03-31", "2024-02-01", "2024-02-29", "2023-03-01", "2023-03-31"},
    {"2024-01-01", "2024-12-31", "2023-01-01", "2023-12-31", "2023-01-01", "2023-12-31"},
    {"2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31", "2023-02-01", "2023-02-28"},
    {"2024-01-01", "2024-03-31", "2023-10-01", "2023-12-31", "2023-01-01", "2023-03-31"},
    {"2024-03-02", "2024-03-31", NULL, NULL, "2023-03-02", "2023-03-31"},
    {"2024-03-01", "2024-03-30", NULL, NULL, "2023-03-01", "2023-03-30"},
    {"", "2024-03-31", NULL, NULL, NULL, NULL},
    {"2024-03-01", "", NULL, NULL, NULL, NULL},
    {"", "", NULL, NULL, NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AmpCountSpec spec = {0};
      char from[11], to[11];

      g_strlcpy (spec.from, cases[i].from, sizeof spec.from);
      g_strlcpy (spec.to, cases[i].to, sizeof spec.to);
      g_assert_true (amp_compare_days_before (&spec, from, to) == (cases[i].before != NULL));
      if (cases[i].before != NULL)
        {
          g_assert_cmpstr (from, ==, cases[i].before);
          g_assert_cmpstr (to, ==, cases[i].before_to);
        }
      g_assert_true (amp_compare_days_last_year (&spec, from, to) == (cases[i].year != NULL));
      if (cases[i].year != NULL)
        {
          g_assert_cmpstr (from, ==, cases[i].year);
          g_assert_cmpstr (to, ==, cases[i].year_to);
        }
    }
}

/* Late entries and what is gone are told apart, also where they make up for each other. */
static void
test_a_release (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autoptr (AmpComparison) comparison = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  AmpStore *store;
  const char *paths[] = {"id", NULL};
  const AmpFilter filter = {"delivered_on", AMP_OP_EQ, "2024-02-10"};
  gint64 id, service;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 30, "F", "PE-PIU", "2024-02-10");
  desk_assist (&desk, 3, "F", "PE-CUS", "2024-02-11");
  plan = desk_plan (&desk, &request);
  bytes =
    amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es", 0, &id, &error);
  g_assert_no_error (error);

  desk_assist (&desk, 2, "F", "PE-TUM", "2024-01-11"); /* late */
  store = amp_session_get_store (desk.office.session);
  {
    g_autoptr (AmpCursor) cursor =
      amp_store_select (store, amp_entity_find ("service"), paths, &filter, 1, NULL, &error);

    g_assert_cmpint (amp_cursor_next (cursor, NULL, &error), >, 0);
    service = amp_cursor_int (cursor, 0);
  }
  amp_store_delete (store, amp_entity_find ("service"), service, NULL, &error);
  g_assert_no_error (error);

  comparison = amp_compare_release (desk.office.session, id, NULL, NULL, &error);
  g_assert_no_error (error);
  holds (comparison, "PE-TUM", 40, 42);
  holds (comparison, "PE-PIU", 30, 29);
  g_assert_true (row_of (comparison, "PE-CUS")->hidden); /* as it was told */
  g_assert_cmpuint (row_of (comparison, "PE-CUS")->before, ==, 0);
  g_assert_cmpuint (row_of (comparison, "PE-CUS")->now, ==, 3);
  g_assert_true (comparison->knows_late);
  g_assert_cmpuint (comparison->late, ==, 2);
  g_assert_cmpuint (comparison->gone, ==, 1);
  /* Where nobody was and nobody is there is no row. */
  g_assert_null (row_of (comparison, "PE-AMA"));
}

static void
test_kept_by_name (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region,sex", "2024-01-01", "2024-03-31");
  AmpCountSpec *spec = &request.spec;
  g_autoptr (GPtrArray) conditions = amp_conditions_new ();
  g_autoptr (GPtrArray) list = NULL, filters = NULL, hers = NULL;
  g_autoptr (GError) error = NULL;
  const AmpSavedCounts *saved;

  spec->where_dimension[0] = amp_dimension_find ("age_band");
  spec->where_value[0] = "9--17";
  spec->n_where = 1;
  spec->lima_apart = TRUE;
  desk_open_new (&desk);
  team_be (&desk.office, "rosa");
  g_assert_false (
    amp_saved_counts_save (desk.office.session, "Mensual", spec, "last-month", TRUE, NULL));
  g_assert_false (amp_saved_counts_save (desk.office.session, "  ", spec, "", FALSE, NULL));
  g_assert_false (amp_saved_counts_save (desk.office.session, "x", spec, "a by=sex", FALSE, NULL));
  amp_saved_counts_save (desk.office.session, " Mensual ", spec, "last-month", FALSE, &error);
  g_assert_no_error (error);
  spec->n_dimensions = 1; /* again under that name: another request */
  amp_saved_counts_save (desk.office.session, "Mensual", spec, "", FALSE, &error);
  g_assert_no_error (error);
  g_ptr_array_add (conditions, amp_condition_new ("status", AMP_OP_EQ, "open"));
  g_assert_true (amp_filters_save (desk.office.session, "Mensual", conditions, FALSE, NULL));

  hers = amp_saved_counts_list (desk.office.session, &error);
  g_assert_cmpuint (hers->len, ==, 1);
  saved = hers->pdata[0];
  g_assert_cmpstr (saved->name, ==, "Mensual");
  g_assert_cmpstr (saved->period, ==, "");
  g_assert_cmpstr (saved->spec.from, ==, "2024-01-01");
  g_assert_cmpstr (saved->spec.to, ==, "2024-03-31");
  g_assert_cmpuint (saved->spec.n_dimensions, ==, 1);
  g_assert_cmpuint (saved->spec.n_where, ==, 1);
  g_assert_cmpstr (saved->spec.where_value[0], ==, "9--17");
  g_assert_true (saved->spec.lima_apart && saved->mine && !saved->shared);
  /* The case list has its own, and nothing of these. */
  filters = amp_filters_list (desk.office.session, NULL);
  g_assert_cmpuint (filters->len, ==, 1);

  /* Another has hers, and those of the office; and deletes no other's. */
  team_be (&desk.office, "jefa");
  amp_saved_counts_save (desk.office.session, "De la oficina", spec, "last-quarter", TRUE, &error);
  g_assert_no_error (error);
  g_assert_false (amp_saved_counts_delete (desk.office.session, saved->id, NULL));
  team_be (&desk.office, "rosa");
  list = amp_saved_counts_list (desk.office.session, &error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((const AmpSavedCounts *) list->pdata[0])->period, ==, "last-quarter");
  g_assert_false (((const AmpSavedCounts *) list->pdata[0])->mine);
  g_assert_true (amp_saved_counts_delete (desk.office.session, saved->id, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/compare/two-periods-side-by-side", test_two_periods);
  g_test_add_func ("/domain/compare/which-days-come-before", test_days);
  g_test_add_func ("/domain/compare/late-entries-and-corrections-of-a-release", test_a_release);
  g_test_add_func ("/domain/compare/requests-kept-by-name", test_kept_by_name);
  return g_test_run ();
}
