/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the programme hands over: events exactly, people at them in large numbers or not at all. */
#include "domain/compare.h"
#include "domain/release.h"
#include "programme-office.h"

#include <string.h>

static AmpReleaseRequest
request_for (AmpUnit unit, const char *by, const char *from, const char *to)
{
  AmpReleaseRequest request = {.rule = AMP_RELEASE_PARTNER, .recipient = "Comisión Regional"};
  g_auto (GStrv) names = g_strsplit (by, ",", -1);

  request.spec.unit = unit;
  for (; names[request.spec.n_dimensions] != NULL && *by != '\0'; request.spec.n_dimensions++)
    request.spec.dimensions[request.spec.n_dimensions] =
      amp_dimension_find (names[request.spec.n_dimensions]);
  g_strlcpy (request.spec.from, from, sizeof request.spec.from);
  g_strlcpy (request.spec.to, to, sizeof request.spec.to);
  return request;
}

static GBytes *
give (Programme *self, const AmpReleaseRequest *request, AmpCountFormat format, gint64 *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpReleasePlan) plan =
    amp_release_plan (self->office.session, request, NULL, NULL, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  g_assert_cmpuint (amp_release_plan_n_hidden (plan), ==, 0);
  g_assert_false (amp_release_plan_freezes (plan));
  bytes = amp_release_give (self->office.session, plan, format, NULL, "es", 0, id, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
assert_refused (Programme *self, const AmpReleaseRequest *request, AmpReleaseError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (amp_release_plan (self->office.session, request, NULL, NULL, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, (int) code);
}

static void
assert_ledger_holds (Programme *self, guint64 n)
{
  g_autoptr (GError) error = NULL;
  guint64 n_lines;

  amp_releases_verify (self->office.session, &n_lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_lines, ==, n);
}

/* Two in Tumbes, one in Piura: small, and told. */
static void
test_events_leave_exactly_with_a_line (void)
{
  g_auto (Programme) programme = {0};
  const AmpReleaseRequest request =
    request_for (AMP_UNIT_ACTIVITIES, "region,activity_kind", "2024-05-01", "2024-05-31");
  g_autoptr (GBytes) bytes = NULL, again = NULL;
  g_autoptr (AmpComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0, same = 0;
  g_autofree char *text = NULL;

  programme_open (&programme);
  programme_activity (&programme, "PE-TUM", "2024-05-01", 3);
  programme_activity (&programme, "PE-TUM", "2024-05-20", 0);
  programme_activity (&programme, "PE-PIU", "2024-05-31", 2);
  bytes = give (&programme, &request, AMP_COUNT_FORMAT_CSV, &id);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "PE-TUM,talk,2,exact"));
  g_assert_nonnull (strstr (text, "PE-PIU,talk,1,exact"));
  g_assert_nonnull (strstr (text, "# release: partner"));
  g_assert_cmpint (id, ==, 1);
  again = give (&programme, &request, AMP_COUNT_FORMAT_CSV, &same);
  g_assert_cmpint (same, ==, id);
  g_assert_true (g_bytes_equal (bytes, again));
  /* Nothing is frozen: what was entered since is in the next one, which is a line of its own. */
  programme_activity (&programme, "PE-TUM", "2024-05-09", 0);
  g_clear_pointer (&again, g_bytes_unref);
  again = give (&programme, &request, AMP_COUNT_FORMAT_CSV, &same);
  g_assert_cmpint (same, ==, 2);
  g_assert_false (g_bytes_equal (bytes, again));
  assert_ledger_holds (&programme, 2);
  comparison = amp_compare_release (programme.office.session, id, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (comparison->knows_late);
  g_assert_cmpuint (amp_count_table_total (comparison->before), ==, 3);
  g_assert_cmpuint (amp_count_table_total (comparison->now), ==, 4);
}

static void
test_what_is_public_wants_another_supervisor (void)
{
  g_auto (Programme) programme = {0};
  AmpReleaseRequest request =
    request_for (AMP_UNIT_TRAININGS, "region", "2024-01-01", "2024-12-31");
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id, approval = 0;

  programme_open (&programme);
  request.rule = AMP_RELEASE_PUBLIC;
  plan = amp_release_plan (programme.office.session, &request, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (amp_release_give (programme.office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es",
                                   0, &id, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_APPROVAL);
  g_clear_error (&error);
  amp_release_ask (programme.office.session, plan, &approval, &error);
  g_assert_no_error (error);
  g_assert_cmpint (approval, >, 0);
  assert_ledger_holds (&programme, 0);
}

/* 20 and 10: the ten are too few, and so is what a total would leave of them. */
static void
test_few_people_never_leave (void)
{
  g_auto (Programme) programme = {0};
  AmpReleaseRequest request = request_for (AMP_UNIT_REACHED, "region", "2024-01-01", "2024-12-31");
  g_autoptr (GBytes) bytes = NULL;
  gint64 id;

  programme_open (&programme);
  programme_activity (&programme, "PE-TUM", "2024-05-01", 20);
  programme_activity (&programme, "PE-PIU", "2024-05-01", 10);
  assert_refused (&programme, &request, AMP_RELEASE_ERROR_UNPROVEN);
  programme_activity (&programme, "PE-PIU", "2024-08-01", 1);
  bytes = give (&programme, &request, AMP_COUNT_FORMAT_JSON, &id);
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = give (&programme, &request, AMP_COUNT_FORMAT_PDF, &id);
  /* Women alone: nobody is in the other cells, which is a small number too, once there is a man. */
  programme_add (&programme, "activity", "kind", "talk", "status", "done", "on", "2024-05-01",
                 "region", "PE-TUM", "reached_m_18", "40", NULL);
  request = request_for (AMP_UNIT_REACHED, "region,sex", "2024-01-01", "2024-12-31");
  assert_refused (&programme, &request, AMP_RELEASE_ERROR_UNPROVEN);
  assert_ledger_holds (&programme, 2);
}

/* 30 for children, 36 in all: six are for others alone. */
static void
test_what_a_total_leaves_is_large_too (void)
{
  g_auto (Programme) programme = {0};
  const AmpReleaseRequest request =
    request_for (AMP_UNIT_REACHED, "activity_audience", "2024-01-01", "2024-12-31");

  programme_open (&programme);
  programme_add (&programme, "activity", "kind", "talk", "status", "done", "on", "2024-05-01",
                 "region", "PE-TUM", "audience", "children;parents", "reached_f_18", "30", NULL);
  programme_add (&programme, "activity", "kind", "talk", "status", "done", "on", "2024-05-01",
                 "region", "PE-TUM", "audience", "parents", "reached_f_18", "6", NULL);
  assert_refused (&programme, &request, AMP_RELEASE_ERROR_UNPROVEN);
}

static void
test_people_leave_by_whole_closed_years (void)
{
  g_auto (Programme) programme = {0};
  AmpReleaseRequest request = request_for (AMP_UNIT_REACHED, "region", "2024-01-01", "2024-03-31");
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *from = g_date_time_format (now, "%Y-01-01");
  g_autofree char *to = g_date_time_format (now, "%Y-12-31");
  g_autoptr (GArray) spans = NULL;

  programme_open (&programme);
  programme_activity (&programme, "PE-TUM", "2024-02-01", 50);
  assert_refused (&programme, &request, AMP_RELEASE_ERROR_PERIOD);
  request = request_for (AMP_UNIT_REACHED, "region", from, to);
  assert_refused (&programme, &request, AMP_RELEASE_ERROR_OPEN);
  request = request_for (AMP_UNIT_TRAINED, "institution", "2024-01-01", "2024-12-31");
  assert_refused (&programme, &request, AMP_RELEASE_ERROR_COLUMNS);
  request = request_for (AMP_UNIT_REACHED, "region", "2024-01-01", "2024-12-31");
  request.spec.where_dimension[0] = amp_dimension_find ("sex");
  request.spec.where_value[0] = "F";
  request.spec.n_where = 1;
  assert_refused (&programme, &request, AMP_RELEASE_ERROR_COLUMNS);
  spans = amp_release_spans (programme.office.session, AMP_UNIT_REACHED, NULL);
  for (guint i = 0; i < spans->len; i++)
    g_assert_cmpuint (g_array_index (spans, AmpReleaseSpan, i).level, ==, 0);
}

/* Whatever leaves of people at events: no number, no sum and no rest of one is small. */
/* Whoever has both files sees what came in between. */
static void
test_few_who_came_in_later_do_not_leave (void)
{
  g_auto (Programme) programme = {0};
  AmpReleaseRequest request = request_for (AMP_UNIT_REACHED, "region", "2024-01-01", "2024-12-31");
  AmpReleaseRequest all = request_for (AMP_UNIT_REACHED, "", "2024-01-01", "2024-12-31");
  AmpReleaseRequest border = request_for (AMP_UNIT_REACHED, "border", "2024-01-01", "2024-12-31");
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  gint64 id;

  programme_open (&programme);
  programme_activity (&programme, "PE-TUM", "2024-05-01", 50);
  programme_activity (&programme, "PE-PIU", "2024-05-01", 40);
  bytes = give (&programme, &request, AMP_COUNT_FORMAT_JSON, &id);
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = give (&programme, &request, AMP_COUNT_FORMAT_JSON, &id); /* the same is nothing new */
  programme_activity (&programme, "PE-PIU", "2024-08-01", 3);
  assert_refused (&programme, &request, AMP_RELEASE_ERROR_UNPROVEN);
  assert_refused (&programme, &all, AMP_RELEASE_ERROR_UNPROVEN); /* the total tells as well */
  programme_activity (&programme, "PE-PIU", "2024-08-02", 20);
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = give (&programme, &request, AMP_COUNT_FORMAT_JSON, &id);
  assert_ledger_holds (&programme, 2);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "113")); /* not the file of then */
  /* In other columns sums of then could be taken from it, however many came in. */
  assert_refused (&programme, &border, AMP_RELEASE_ERROR_UNPROVEN);
}

static void
test_no_small_number_of_people_at_random (void)
{
  guint n_given = 0;

  for (guint round = 0; round < 4; round++)
    {
      static const char *const by[] = {
        "",        "region",     "border",          "country",           "sex",
        "quarter", "border,sex", "country,quarter", "activity_audience", "sex,age_group"};
      g_auto (Programme) programme = {0};

      programme_open (&programme);
      programme_fill (&programme, 25 * (round + 1));
      for (guint i = 0; i < G_N_ELEMENTS (by); i++)
        {
          const AmpReleaseRequest request =
            request_for (AMP_UNIT_REACHED, by[i], "2024-01-01", "2024-12-31");
          g_autoptr (AmpReleasePlan) plan =
            amp_release_plan (programme.office.session, &request, NULL, NULL, NULL);
          const AmpCountTable *table = plan != NULL ? amp_release_plan_table (plan) : NULL;

          for (gsize row = 0; table != NULL && row < amp_count_table_n_rows (table); row++)
            {
              guint64 n = amp_count_table_count (table, row), all = amp_count_table_total (table);

              g_assert_cmpuint (n, >=, 11);
              g_assert_true (all == n || all - n >= 11);
            }
          n_given += table != NULL;
        }
    }
  g_assert_cmpuint (n_given, >, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/release-programme/events-leave-exactly-with-a-line",
                   test_events_leave_exactly_with_a_line);
  g_test_add_func ("/release-programme/what-is-public-wants-another-supervisor",
                   test_what_is_public_wants_another_supervisor);
  g_test_add_func ("/release-programme/few-people-never-leave", test_few_people_never_leave);
  g_test_add_func ("/release-programme/what-a-total-leaves-is-large-too",
                   test_what_a_total_leaves_is_large_too);
  g_test_add_func ("/release-programme/people-leave-by-whole-closed-years",
                   test_people_leave_by_whole_closed_years);
  g_test_add_func ("/release-programme/few-who-came-in-later-do-not-leave",
                   test_few_who_came_in_later_do_not_leave);
  g_test_add_func ("/release-programme/no-small-number-of-people-at-random",
                   test_no_small_number_of_people_at_random);
  return g_test_run ();
}
