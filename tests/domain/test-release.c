/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing counts over: floors, frozen periods, one ledger for everybody. */
#include "release-desk.h"

#include "domain/approvals.h"
#include "store/connection.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

static void
refused (Desk *self, const AmpReleaseRequest *request, AmpReleaseError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (amp_release_plan (self->office.session, request, NULL, NULL, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, (int) code);
}

static GBytes *
give (Desk *self, const AmpReleasePlan *plan, gint64 *id)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes =
    amp_release_give (self->office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es", 0, id, &error);

  g_assert_no_error (error);
  return bytes;
}

/* Plans and gives in one. */
static GBytes *
hand_over (Desk *self, const char *by, const char *from, const char *to)
{
  AmpReleaseRequest request = desk_request (by, from, to);
  g_autoptr (AmpReleasePlan) plan = desk_plan (self, &request);
  gint64 id;

  return give (self, plan, &id);
}

static void
verifies (Desk *self)
{
  g_autoptr (GError) error = NULL;
  guint64 n;

  amp_releases_verify (self->office.session, &n, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* -1: hidden. */
static gint64
shown (const AmpCountTable *table, const char *first, const char *second)
{
  const char *const values[] = {first, second};
  gssize row = amp_count_table_find (table, values);

  g_assert_cmpint (row, >=, 0);
  return amp_count_table_is_hidden (table, (gsize) row)
           ? -1
           : (gint64) amp_count_table_count (table, (gsize) row);
}

/* --- Tests --- */

static void
test_small_groups_are_hidden (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL;
  const AmpCountTable *table;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 30, "F", "PE-PIU", "2024-02-10");
  desk_assist (&desk, 3, "F", "PE-CUS", "2024-02-11");
  plan = desk_plan (&desk, &request);
  table = amp_release_plan_table (plan);
  g_assert_cmpint (shown (table, "PE-CUS", NULL), ==, -1);
  g_assert_cmpint (shown (table, "PE-LOR", NULL), ==, -1); /* nobody: told no more than three */
  g_assert_cmpint (shown (table, "PE-TUM", NULL) + shown (table, "PE-PIU", NULL) +
                     shown (table, "*", NULL),
                   >, 60);
  for (gsize i = 0; i < amp_count_table_n_rows (table); i++)
    g_assert_true (amp_count_table_is_hidden (table, i) || amp_count_table_count (table, i) >= 11);
  g_assert_true (amp_release_plan_freezes (plan));
  g_assert_true (amp_release_plan_is_mostly_hidden (plan));
  g_assert_nonnull (amp_release_plan_coarser (plan));
}

static void
test_the_same_again_is_the_same_bytes (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GBytes) first = NULL, second = NULL, third = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 30, "M", "PE-PIU", "2024-02-10");
  first = hand_over (&desk, "region", "2024-01-01", "2024-03-31");
  desk_assist (&desk, 5, "M", "PE-PIU", "2024-02-10"); /* late */
  second = hand_over (&desk, "region", "2024-01-01", "2024-03-31");
  g_assert_true (g_bytes_equal (first, second));
  third = amp_release_again (desk.office.session, 1, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, third));
  list = amp_releases_list (desk.office.session, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  verifies (&desk);
}

static void
test_a_frozen_period_stays (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GBytes) first = NULL;
  AmpReleaseRequest other = desk_request ("sex", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  first = hand_over (&desk, "region", "2024-01-01", "2024-03-31");
  desk_assist (&desk, 20, "F", "PE-TUM", "2024-01-11");
  plan = desk_plan (&desk, &other);
  g_assert_cmpint (shown (amp_release_plan_table (plan), "*", NULL), ==, 40);
  g_assert_false (amp_release_plan_freezes (plan));
}

static void
test_late_entries_come_in_the_yearly_report (void)
{
  static const struct
  {
    guint n;
    const char *line;
  } cases[] = {{20, "# late registrations: 20\r\n"}, {5, "# late registrations: *\r\n"}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Desk) desk = {0};
      g_autoptr (GBytes) quarter = NULL, year = NULL, again = NULL;

      desk_open (&desk);
      desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
      quarter = hand_over (&desk, "region", "2024-01-01", "2024-03-31");
      desk_assist (&desk, cases[i].n, "F", "PE-TUM", "2024-01-11");
      year = hand_over (&desk, "region", "2024-01-01", "2024-12-31");
      g_assert_nonnull (strstr (g_bytes_get_data (year, NULL), cases[i].line));
      g_assert_null (strstr (g_bytes_get_data (quarter, NULL), "late"));
      /* The line is frozen as well. */
      desk_assist (&desk, 30, "F", "PE-TUM", "2024-01-12");
      again = hand_over (&desk, "country", "2024-01-01", "2024-12-31");
      g_assert_nonnull (strstr (g_bytes_get_data (again, NULL), cases[i].line));
      verifies (&desk);
    }
}

static void
test_what_makes_no_release (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest to_date = desk_request ("region", "2024-01-01", "2024-05-31");
  AmpReleaseRequest half = desk_request ("region", "2024-01-01", "2024-06-30");
  AmpReleaseRequest open = desk_request ("region", "2024-01-01", "");
  AmpReleaseRequest two = desk_request ("region", "2023-01-01", "2024-12-31");
  AmpReleaseRequest future = desk_request ("region", "2099-01-01", "2099-12-31");
  AmpReleaseRequest inside = desk_request ("quarter", "2024-01-01", "2024-01-31");
  AmpReleaseRequest home = desk_request ("region_residence", "2024-01-01", "2024-03-31");
  AmpReleaseRequest wide = desk_request ("region,month,sex,age_band", "2024-01-01", "2024-12-31");
  AmpReleaseRequest nobody = desk_request ("region", "2024-01-01", "2024-03-31");
  AmpReleaseRequest internal = desk_request ("region", "2024-01-01", "2024-03-31");

  desk_open (&desk);
  nobody.recipient = "  ";
  internal.rule = AMP_RELEASE_INTERNAL;
  refused (&desk, &to_date, AMP_RELEASE_ERROR_PERIOD);
  refused (&desk, &half, AMP_RELEASE_ERROR_PERIOD);
  refused (&desk, &open, AMP_RELEASE_ERROR_PERIOD);
  refused (&desk, &two, AMP_RELEASE_ERROR_PERIOD);
  refused (&desk, &inside, AMP_RELEASE_ERROR_PERIOD);
  refused (&desk, &future, AMP_RELEASE_ERROR_OPEN);
  refused (&desk, &home, AMP_RELEASE_ERROR_COLUMNS);
  refused (&desk, &wide, AMP_RELEASE_ERROR_COLUMNS);
  refused (&desk, &internal, AMP_RELEASE_ERROR_COLUMNS);
  refused (&desk, &nobody, AMP_RELEASE_ERROR_RECIPIENT);
}

static void
test_a_caseworker_hands_nothing_over (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  team_be (&desk.office, "rosa");
  g_assert_null (amp_release_plan (desk.office.session, &request, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (amp_releases_list (desk.office.session, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
}

static void
test_the_month_that_just_ended_is_open (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) before = g_date_time_add_months (now, -1);
  g_autofree char *from = g_date_time_format (before, "%Y-%m-01");
  char to[11];
  AmpReleaseRequest request;

  g_snprintf (to, sizeof to, "%.8s%02d", from,
              g_date_get_days_in_month ((GDateMonth) g_date_time_get_month (before),
                                        (GDateYear) g_date_time_get_year (before)));
  request = desk_request ("region", from, to);
  desk_open (&desk);
  refused (&desk, &request, AMP_RELEASE_ERROR_OPEN);
}

static void
test_nobody_at_all_is_an_answer (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GBytes) bytes = NULL;

  desk_open (&desk);
  bytes = hand_over (&desk, "sex", "2024-01-01", "2024-03-31");
  g_assert_nonnull (strstr (g_bytes_get_data (bytes, NULL), "*,,suppressed\r\n"));
  g_assert_null (strstr (g_bytes_get_data (bytes, NULL), "exact"));
  verifies (&desk);
}

/* Nobody but sums: region by sex told to one, less region told to the other. */
static void
test_two_tables_are_proven_together (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest by_region = desk_request ("region", "2024-01-01", "2024-03-31");
  AmpReleaseRequest by_sex = desk_request ("country,sex", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) first = NULL, second = NULL;
  g_autoptr (GBytes) one = NULL, two = NULL;
  gint64 id, all_told, peru;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 4, "M", "EC-O", "2024-02-10");
  first = desk_plan (&desk, &by_region);
  one = give (&desk, first, &id);
  by_sex.recipient = "OIM";
  second = desk_plan (&desk, &by_sex);
  two = give (&desk, second, &id);
  /* Whoever has both: Tumbes is all of Peru, so all less Tumbes would be Ecuador's four. */
  all_told = shown (amp_release_plan_table (second), "*", "*");
  peru = shown (amp_release_plan_table (first), "PE-TUM", NULL);
  g_assert_true (all_told < 0 || peru < 0);
  all_told = shown (amp_release_plan_table (first), "*", NULL);
  peru = shown (amp_release_plan_table (second), "PE", "*");
  g_assert_true (all_told < 0 || peru < 0);
  verifies (&desk);
}

static void
test_public_needs_another (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  AmpReleaseRequest other = desk_request ("sex", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL, another = NULL;
  g_autoptr (AmpRelease) release = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 approval = 0, id = 0;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  request.rule = other.rule = AMP_RELEASE_PUBLIC;
  plan = desk_plan (&desk, &request);
  another = desk_plan (&desk, &other);
  g_assert_null (
    amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es", 0, &id, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_APPROVAL);
  g_clear_error (&error);
  g_assert_true (amp_release_ask (desk.office.session, plan, &approval, &error));
  g_assert_no_error (error);
  id = approval;
  g_assert_true (amp_release_ask (desk.office.session, plan, &approval, NULL));
  g_assert_cmpint (id, ==, approval);
  /* Never one's own. */
  g_assert_false (amp_approvals_decide (desk.office.session, approval, TRUE, NULL, NULL));
  team_be (&desk.office, "jefa");
  g_assert_true (amp_approvals_decide (desk.office.session, approval, TRUE, NULL, &error));
  g_assert_no_error (error);
  team_be (&desk.office, "supervisora");
  /* It is for that table alone. */
  g_assert_null (amp_release_give (desk.office.session, another, AMP_COUNT_FORMAT_CSV, NULL, "es",
                                   approval, &id, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_APPROVAL);
  g_clear_error (&error);
  bytes = amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es", approval,
                            &id, &error);
  g_assert_no_error (error);
  release = amp_release_load (desk.office.session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (release->approver, ==, team_id (&desk.office, "jefa"));
  g_assert_cmpstr (release->rule, ==, "public");
}

static void
policy_refused (Desk *self, AmpReleasePolicy policy, const char *reason, AmpReleaseError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (amp_release_policy_set (self->office.session, &policy, reason, 0, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, (int) code);
}

static void
test_floors_hold (void)
{
  g_auto (Desk) desk = {0};
  AmpReleasePolicy policy;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) approvals = NULL;

  desk_open (&desk);
  policy_refused (&desk, (AmpReleasePolicy){10, 60, 90}, "why", AMP_RELEASE_ERROR_POLICY);
  policy_refused (&desk, (AmpReleasePolicy){11, 29, 90}, "why", AMP_RELEASE_ERROR_POLICY);
  policy_refused (&desk, (AmpReleasePolicy){11, 60, 91}, "why", AMP_RELEASE_ERROR_POLICY);
  policy_refused (&desk, (AmpReleasePolicy){-1, 60, 90}, "why", AMP_RELEASE_ERROR_POLICY);
  /* Raising takes one, lowering two and a reason. */
  policy = (AmpReleasePolicy){20, 90, 80};
  g_assert_true (amp_release_policy_set (desk.office.session, &policy, NULL, 0, &error));
  g_assert_no_error (error);
  policy_refused (&desk, (AmpReleasePolicy){15, 90, 80}, "", AMP_RELEASE_ERROR_POLICY);
  policy_refused (&desk, (AmpReleasePolicy){15, 90, 80}, "why", AMP_RELEASE_ERROR_APPROVAL);
  approvals = amp_approvals_list (desk.office.session, AMP_APPROVALS_OWN, NULL);
  g_assert_cmpuint (approvals->len, ==, 1);
  team_be (&desk.office, "jefa");
  g_assert_true (amp_approvals_decide (
    desk.office.session, ((AmpApproval *) approvals->pdata[0])->id, TRUE, NULL, &error));
  team_be (&desk.office, "supervisora");
  policy = (AmpReleasePolicy){15, 90, 80};
  g_assert_true (amp_release_policy_set (desk.office.session, &policy, "why",
                                         ((AmpApproval *) approvals->pdata[0])->id, &error));
  g_assert_no_error (error);
  g_assert_true (amp_release_policy_get (desk.office.session, &policy, NULL));
  g_assert_cmpint (policy.t, ==, 15);
  verifies (&desk);
}

static void
test_what_was_planned_before_another_release_is_planned_again (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autoptr (GBytes) between = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  plan = desk_plan (&desk, &request);
  between = hand_over (&desk, "sex", "2024-01-01", "2024-03-31");
  g_assert_null (
    amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es", 0, &id, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_CHANGED);
}

static void
test_a_file_that_cannot_be_written_leaves_the_truth (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL, again = NULL;
  g_autoptr (AmpRelease) release = NULL, given = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = NULL, *path = NULL, *text = NULL;
  gint64 id = 0;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  nowhere = office_path (&desk.office, "no-such-folder/t.csv");
  path = office_path (&desk.office, "t.csv");
  plan = desk_plan (&desk, &request);
  g_assert_false (amp_release_give_file (desk.office.session, plan, AMP_COUNT_FORMAT_CSV, NULL,
                                         "es", 0, nowhere, &id, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  release = amp_release_load (desk.office.session, id, NULL);
  g_assert_false (release->given);
  again = desk_plan (&desk, &request);
  g_assert_cmpint (amp_release_plan_earlier (again), ==, id);
  g_assert_true (amp_release_give_file (desk.office.session, again, AMP_COUNT_FORMAT_CSV, NULL,
                                        "es", 0, path, &id, &error));
  g_assert_no_error (error);
  given = amp_release_load (desk.office.session, id, NULL);
  g_assert_cmpint (given->id, ==, release->id);
  g_assert_true (given->given);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
}

/* A sign of progress at which somebody changes their mind. */
typedef struct
{
  AmpProgress base;
  GCancellable *cancellable;
  guint left;
} Stopping;

static void
stop (AmpProgress *progress, guint64 done, guint64 total)
{
  Stopping *self = (Stopping *) progress;

  (void) done;
  (void) total;
  if (self->left > 0 && --self->left == 0)
    g_cancellable_cancel (self->cancellable);
}

static gint64
count_rows (Desk *self, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM main.%s", table);
  sqlite3_stmt *stmt;
  gint64 n;

  g_assert_cmpint (
    sqlite3_prepare_v2 (amp_session_get_store (self->office.session)->db, sql, -1, &stmt, NULL), ==,
    SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return n;
}

/* At every sign of progress there is, one after the other. */
static void
test_cancelled_half_way (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  guint n_cancelled = 0;
  gboolean planned = FALSE;

  desk_open_new (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 3, "F", "PE-CUS", "2024-02-11");
  for (guint at = 1; !planned; at++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Stopping stopping = {{stop}, cancellable, at};
      gint64 n_events = count_rows (&desk, "audit_event");
      g_autoptr (AmpReleasePlan) plan = NULL;
      g_autoptr (GError) error = NULL;

      plan = amp_release_plan (desk.office.session, &request, &stopping.base, cancellable, &error);
      planned = stopping.left > 0;
      if (plan == NULL)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          n_cancelled++;
        }
      g_assert_true (!planned || plan != NULL);
      g_assert_cmpint (count_rows (&desk, "audit_event"), ==, n_events);
      g_assert_cmpint (count_rows (&desk, "release"), ==, 0);
      g_assert_cmpint (count_rows (&desk, "release_base"), ==, 0);
      g_assert_cmpuint (at, <, 1000);
    }
  g_assert_cmpuint (n_cancelled, >, 0);
}

static void
test_cancelled_nothing_is_left (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_release_plan (desk.office.session, &request, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  list = amp_releases_list (desk.office.session, NULL);
  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_internal_is_exact_and_in_the_ledger (void)
{
  g_auto (Desk) desk = {0};
  AmpCountSpec spec = {.dimensions = {amp_dimension_find ("region")}, .n_dimensions = 1};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) list = NULL;

  desk_open (&desk);
  desk_assist (&desk, 3, "F", "PE-TUM", "2024-01-10");
  table = amp_counts_compute (desk.office.session, &spec, NULL, NULL, NULL);
  bytes =
    amp_count_table_write (desk.office.session, table, AMP_COUNT_FORMAT_CSV, NULL, "es", NULL);
  g_assert_nonnull (strstr (g_bytes_get_data (bytes, NULL), "PE-TUM,3,exact"));
  list = amp_releases_list (desk.office.session, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((AmpRelease *) list->pdata[0])->rule, ==, "internal");
  verifies (&desk);
}

/* G5 in small: twelve months, entries late for each, then the quarters and the year. */
static void
test_a_year_of_months_gives_no_difference (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GPtrArray) tables =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_count_table_free);

  desk_open (&desk);
  for (guint month = 1; month <= 12; month++)
    {
      g_autofree char *from = g_strdup_printf ("2024-%02u-01", month);
      g_autofree char *day = g_strdup_printf ("2024-%02u-15", month);
      char to[11];
      g_autoptr (GBytes) bytes = NULL;
      gint64 count;

      g_snprintf (to, sizeof to, "2024-%02u-%02u", month,
                  (guint) g_date_get_days_in_month ((GDateMonth) month, 2024));
      desk_assist (&desk, (guint) g_test_rand_int_range (8, 30), "F", "PE-TUM", day);
      desk_assist (&desk, (guint) g_test_rand_int_range (0, 14), "M", "PE-PIU", day);
      if (month > 1)
        {
          g_autofree char *late = g_strdup_printf ("2024-%02u-20", month - 1);

          desk_assist (&desk, (guint) g_test_rand_int_range (1, 10), "F", "PE-TUM", late);
        }
      bytes = hand_over (&desk, "border", from, to);
      g_ptr_array_add (tables, amp_release_table (desk.office.session, month, NULL));
      count = shown (g_ptr_array_index (tables, month - 1), "*", NULL);
      g_assert_true (count < 0 || count >= 11);
    }
  {
    g_autoptr (GBytes) year = hand_over (&desk, "border", "2024-01-01", "2024-12-31");
    g_autoptr (AmpCountTable) table = amp_release_table (desk.office.session, 13, NULL);
    gint64 total = shown (table, "*", NULL);

    /* Whoever takes a month, or a part, from what holds it gets none or at least eleven. */
    for (guint i = 0; i < 12 && total >= 0; i++)
      {
        gint64 month = shown (g_ptr_array_index (tables, i), "*", NULL);

        g_assert_true (month < 0 || total == month || total - month >= 11);
      }
  }
  verifies (&desk);
}

/* As somebody with the keys would who does not stop at triggers. */
static const char *const no_guard = "DROP TRIGGER main.release_stays; DROP TRIGGER "
                                    "main.release_kept; DROP TRIGGER main.release_base_stays;";

static void
execute (Desk *self, const char *sql)
{
  sqlite3 *db = amp_session_get_store (self->office.session)->db;

  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

static void
assert_refused_by_verify (Desk *self, const char *what, const char *says)
{
  g_autoptr (GError) error = NULL;
  guint64 n;

  g_test_message ("%s", what);
  g_assert_false (amp_releases_verify (self->office.session, &n, NULL, NULL, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_LEDGER);
  if (strstr (error->message, says) == NULL)
    g_error ("%s: %s", what, error->message);
}

static void
test_verifying_finds_what_was_changed (void)
{
  static const struct
  {
    const char *sql, *says;
  } changes[] = {
    {"UPDATE main.release_cell SET value = value + 1 WHERE release = 1", "Line 1: its hash"},
    {"UPDATE main.release_cell SET hidden = 0 WHERE release = 2", "Line 2: its hash"},
    {"DELETE FROM main.release_cell WHERE release = 2 AND hidden = 1", "Line 2: its hash"},
    {"UPDATE main.release_proof SET data = x'00' WHERE release = 1", "Line 1: its hash"},
    {"DELETE FROM main.release_proof WHERE release = 2", "Line 2: its hash"},
    {"UPDATE identity.release_words SET recipient = 'OIM' WHERE release = 1", "Line 1: its hash"},
    {"UPDATE main.release SET period = '2024-Q2' WHERE id = 2", "Line 2: its hash"},
    {"UPDATE main.release SET file = x'00' WHERE id = 1", "Line 1: the hash of its file"},
    {"UPDATE main.release SET file = NULL WHERE id = 1", "Line 1: no file"},
    {"UPDATE main.release SET prev_hash = hash WHERE id = 2", "Line 2: does not follow"},
    {"UPDATE main.release_base SET data = x'00'", "frozen month"},
    {"DELETE FROM main.release_proof WHERE release = 2; DELETE FROM main.release_cell WHERE "
     "release "
     "= 2; DELETE FROM main.release WHERE id = 2",
     "The log tells of other lines"},
  };
  g_auto (Desk) desk = {0};
  g_autoptr (GBytes) one = NULL, two = NULL;
  AmpStore *store;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 30, "M", "PE-PIU", "2024-01-10");
  desk_assist (&desk, 3, "F", "PE-CUS", "2024-02-11");
  one = hand_over (&desk, "region", "2024-01-01", "2024-03-31");
  two = hand_over (&desk, "sex", "2024-01-01", "2024-03-31");
  verifies (&desk);
  store = amp_session_get_store (desk.office.session);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_assert_true (amp_store_begin (store, NULL));
      execute (&desk, no_guard);
      execute (&desk, changes[i].sql);
      assert_refused_by_verify (&desk, changes[i].sql, changes[i].says);
      amp_store_rollback (store);
      verifies (&desk);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add_func ("/domain/release/" name, test)
  ADD ("small-groups-are-hidden-and-so-is-nobody", test_small_groups_are_hidden);
  ADD ("the-same-again-is-the-same-bytes", test_the_same_again_is_the_same_bytes);
  ADD ("a-frozen-period-stays-as-it-was", test_a_frozen_period_stays);
  ADD ("late-entries-come-in-the-yearly-report-alone", test_late_entries_come_in_the_yearly_report);
  ADD ("what-makes-no-release-is-refused-with-a-reason", test_what_makes_no_release);
  ADD ("a-caseworker-hands-nothing-over", test_a_caseworker_hands_nothing_over);
  ADD ("the-month-that-just-ended-is-open", test_the_month_that_just_ended_is_open);
  ADD ("nobody-at-all-is-an-answer", test_nobody_at_all_is_an_answer);
  ADD ("two-tables-are-proven-together", test_two_tables_are_proven_together);
  ADD ("public-needs-another-supervisor-for-that-very-table", test_public_needs_another);
  ADD ("floors-hold-and-lowering-takes-two", test_floors_hold);
  ADD ("a-plan-from-before-another-release-is-refused",
       test_what_was_planned_before_another_release_is_planned_again);
  ADD ("a-file-that-cannot-be-written-leaves-the-truth",
       test_a_file_that_cannot_be_written_leaves_the_truth);
  ADD ("cancelled-nothing-is-left", test_cancelled_nothing_is_left);
  ADD ("cancelled-half-way-nothing-is-left", test_cancelled_half_way);
  ADD ("verifying-finds-what-was-changed", test_verifying_finds_what_was_changed);
  ADD ("internal-is-exact-and-in-the-ledger", test_internal_is_exact_and_in_the_ledger);
  ADD ("a-year-of-months-gives-no-difference-away", test_a_year_of_months_gives_no_difference);
  return g_test_run ();
}
