/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's report for others: nothing in it but what its releases tell, a first line that gives
 * nothing away, what comes late, and what stays behind. */
#include "domain/approvals.h"
#include "domain/counts-private.h"
#include "domain/release.h"
#include "domain/reports-private.h"
#include "release-desk.h"
#include "store/releases.h"

#include <gio/gio.h>
#include <string.h>

#define T 11

static AmpReleaseRequest
report_of (const char *from, const char *to)
{
  AmpReleaseRequest request = {.rule = AMP_RELEASE_PARTNER, .recipient = "UNODC", .report = TRUE};

  g_strlcpy (request.spec.from, from, sizeof request.spec.from);
  g_strlcpy (request.spec.to, to, sizeof request.spec.to);
  return request;
}

static AmpReleasePlan *
plan_year (Desk *self)
{
  const AmpReleaseRequest request = report_of ("2024-01-01", "2024-12-31");

  return desk_plan (self, &request);
}

static char *
give_as (Desk *self, const AmpReleasePlan *plan, AmpCountFormat format, gint64 *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    amp_release_give (self->office.session, plan, format, NULL, "en", 0, id, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_ledger_holds (Desk *self, guint64 n)
{
  g_autoptr (GError) error = NULL;
  guint64 n_lines = 0;

  amp_releases_verify (self->office.session, &n_lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_lines, ==, n);
}

static gint64
add (Desk *self, const char *entity, const char *const *pairs)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find (entity));
  g_autoptr (GError) error = NULL;

  for (; pairs[0] != NULL; pairs += 2)
    {
      amp_record_set (record, pairs[0], pairs[1], &error);
      g_assert_no_error (error);
    }
  amp_store_save (amp_session_get_store (self->office.session), record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

static void
reach (Desk *self, const char *region, const char *women, const char *men)
{
  const char *const pairs[] = {"kind",         "talk",   "status", "done",         "on",
                               "2024-05-01",   "region", region,   "reached_f_18", women,
                               "reached_m_18", men,      NULL};

  add (self, "activity", pairs);
}

/* --- The first line --- */

static AmpCountTable *
table_of (const char *const (*rows)[3])
{
  const AmpCountRelease release = {
    .rule = "partner", .id = "1", .period = "2024", .notice = amp_release_notice};
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS};
  AmpCountTable *table;

  spec.dimensions[spec.n_dimensions++] = amp_dimension_find ("region");
  spec.dimensions[spec.n_dimensions++] = amp_dimension_find ("sex");
  table = amp_count_table_new_empty (&spec, "2026-11-01T00:00:00Z", &release);
  for (; (*rows)[0] != NULL; rows++)
    {
      const char *const values[] = {(*rows)[0], (*rows)[1]};

      amp_count_table_add_row (table, values, g_ascii_strtoull ((*rows)[2], NULL, 10),
                               strcmp ((*rows)[2], "*") == 0);
    }
  return table;
}

static void
assert_line (const char *const (*rows)[3], const char *expected)
{
  g_autoptr (AmpFigures) figures = amp_figures_new ("year", NULL, "en");
  g_autoptr (AmpCountTable) table = rows != NULL ? table_of (rows) : NULL;
  g_autofree char *line = amp_report_year_line_told (figures, table);

  g_assert_cmpstr (line, ==, expected);
}

/* Never how many regions have somebody: only those whose number stands in the table. */
static void
test_the_first_line_says_what_the_table_tells (void)
{
  static const char *const two[][3] = {{"PE-LIM", "*", "40"}, {"PE-LIM", "F", "40"},
                                       {"PE-PIU", "*", "*"},  {"PE-TUM", "*", "30"},
                                       {"*", "*", "70"},      {NULL}};
  static const char *const both[][3] = {
    {"PE-PIU", "*", "40"}, {"PE-TUM", "*", "30"}, {"*", "*", "70"}, {NULL}};
  static const char *const one[][3] = {
    {"PE-LIM", "*", "40"}, {"PE-TUM", "*", "*"}, {"PE-TUM", "F", "12"}, {"*", "*", "51"}, {NULL}};
  static const char *const none[][3] = {
    {"PE-LIM", "*", "*"}, {"PE-TUM", "*", "*"}, {"*", "*", "15"}, {NULL}};
  static const char *const no_total[][3] = {{"PE-LIM", "*", "12"}, {"*", "*", "*"}, {NULL}};
  static const char hidden[] = "How many people were assisted is not told here: nobody, few, or a "
                               "number that would give a small group away.";

  assert_line (two, "70 people assisted in at least two regions, at least one of them on the "
                    "border.");
  assert_line (both, "70 people assisted in at least two regions, at least two of them on the "
                     "border.");
  assert_line (one, "51 people assisted in at least one region.");
  assert_line (none, "15 people assisted.");
  assert_line (no_total, hidden);
  assert_line (NULL, hidden);
}

/* Nobody, one, and ten read the same. */
static void
test_few_people_read_like_nobody (void)
{
  g_autofree char *nobody = NULL;

  for (guint n = 0; n <= 10; n += 5)
    {
      g_auto (Desk) desk = {0};
      g_autoptr (AmpReleasePlan) plan = NULL;
      g_autofree char *line = NULL;

      desk_open (&desk);
      if (n > 0)
        desk_assist (&desk, n, "F", "PE-TUM", "2024-03-05");
      plan = plan_year (&desk);
      line = amp_release_plan_statement (plan, NULL, "en");
      if (n == 0)
        nobody = g_strdup (line);
      g_assert_cmpstr (line, ==, nobody);
      g_assert_null (strpbrk (line, "0123456789"));
    }
}

/* --- Nothing but what its lines tell --- */

/* What stands in the table of that name is what was told. */
static void
compare_figures (const char *csv, const AmpCountTable *told, const char *name, guint *n_shown)
{
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) cells = g_strsplit (*line, ",", -1);
      const char *values[2];
      guint n = g_strv_length (cells), last = n - 1;
      gssize row;

      if (n < 5 || strcmp (cells[0], name) != 0)
        continue;
      values[0] = cells[2];
      values[1] = cells[last - 2];
      row = amp_count_table_find (told, values);
      g_assert_cmpint (row, >=, 0);
      g_assert_true (amp_count_table_is_hidden (told, (gsize) row) ==
                     (strcmp (cells[last], "exact") != 0));
      if (strcmp (cells[last], "exact") != 0)
        {
          g_assert_cmpstr (cells[last - 1], ==, "");
          continue;
        }
      g_assert_cmpint (g_ascii_strtoll (cells[last - 1], NULL, 10), ==,
                       (gint64) amp_count_table_count (told, (gsize) row));
      g_assert_cmpint (g_ascii_strtoll (cells[last - 1], NULL, 10), >=, T);
      (*n_shown)++;
    }
}

static void
assist_at_random (Desk *self)
{
  static const char *const regions[] = {"PE-TUM", "PE-LIM", "PE-PIU", "PE-CUS", "EC-O"};

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    for (guint sex = 0; sex < 2; sex++)
      {
        guint n = (guint) g_test_rand_int_range (0, i < 2 ? 40 : 14);
        g_autofree char *on = g_strdup_printf ("2024-%02d-10", g_test_rand_int_range (1, 13));

        if (n > 0)
          desk_assist (self, n, sex > 0 ? "M" : "F", regions[i], on);
      }
}

static void
test_it_shows_what_was_proven_and_nothing_else (void)
{
  static const struct
  {
    const char *name, *request, *unit;
  } tables[] = {{"assisted", "by=region,sex", "persons"},
                {"services", "by=service_domain,border", "services"},
                {"referrals", "by=region,referral_state", "referrals"}};
  guint n_shown = 0;

  for (guint round = 0; round < 3; round++)
    {
      g_auto (Desk) desk = {0};
      g_autoptr (AmpReleasePlan) plan = NULL;
      g_autoptr (GPtrArray) lines = NULL;
      g_autofree char *csv = NULL, *line = NULL;
      gint64 id = 0;

      desk_open (&desk);
      assist_at_random (&desk);
      plan = plan_year (&desk);
      csv = give_as (&desk, plan, AMP_COUNT_FORMAT_CSV, &id);
      g_assert_cmpint (id, ==, 1);
      assert_ledger_holds (&desk, amp_release_plan_n_parts (plan));
      lines = amp_releases_list (desk.office.session, NULL);
      for (guint i = 0; i < lines->len; i++)
        for (guint j = 0; j < G_N_ELEMENTS (tables); j++)
          {
            const AmpRelease *of = lines->pdata[i];
            g_autoptr (AmpCountTable) told = NULL;
            g_autoptr (GError) error = NULL;

            if (strcmp (of->request, tables[j].request) != 0 ||
                strcmp (of->unit, tables[j].unit) != 0)
              continue;
            told = amp_release_table (desk.office.session, of->id, &error);
            g_assert_no_error (error);
            compare_figures (csv, told, tables[j].name, &n_shown);
          }
      /* What only the office may know. */
      g_assert_null (strstr (csv, "not victims"));
      g_assert_null (strstr (csv, "internal"));
    }
  g_assert_cmpuint (n_shown, >, 10);
}

static void
test_the_same_again_is_the_same_file (void)
{
  static const char *const figure[] = {"measure", "crossings",   "unit",    "crossings",
                                       "value",   "12",          "from_on", "2024-01-01",
                                       "source",  "Migraciones", NULL};
  g_auto (Desk) desk = {0};
  g_autoptr (AmpReleasePlan) plan = NULL, again = NULL, third = NULL;
  g_autofree char *one = NULL, *two = NULL, *three = NULL;
  AmpReleaseRequest request = desk_request ("region,sex", "2024-01-01", "2024-12-31");
  g_autoptr (AmpReleasePlan) alone = NULL;
  gsize n;
  gint64 id = 0, same = 0;

  desk_open (&desk);
  desk_assist (&desk, 30, "F", "PE-TUM", "2024-03-05");
  plan = plan_year (&desk);
  n = amp_release_plan_n_parts (plan);
  one = give_as (&desk, plan, AMP_COUNT_FORMAT_CSV, &id);
  g_assert_true (amp_release_given (desk.office.session, id, NULL));
  for (gsize i = 1; i <= n; i++)
    {
      g_autoptr (AmpRelease) line = amp_release_load (desk.office.session, (gint64) i, NULL);

      g_assert_true (line->given);
      g_assert_cmpstr (line->template_id, ==, AMP_RELEASE_REPORT);
    }
  again = plan_year (&desk);
  g_assert_false (amp_release_plan_freezes (again));
  two = give_as (&desk, again, AMP_COUNT_FORMAT_CSV, &same);
  g_assert_cmpint (same, ==, id);
  g_assert_cmpstr (one, ==, two);
  /* One of its tables alone is another file. */
  alone = desk_plan (&desk, &request);
  g_clear_pointer (&two, g_free);
  two = give_as (&desk, alone, AMP_COUNT_FORMAT_CSV, &same);
  g_assert_cmpint (same, ==, (gint64) n + 1);
  g_assert_cmpstr (one, !=, two);
  /* A report with another figure beside is another report. */
  add (&desk, "external_figure", figure);
  third = plan_year (&desk);
  three = give_as (&desk, third, AMP_COUNT_FORMAT_CSV, &same);
  g_assert_cmpint (same, ==, (gint64) n + 2);
  g_assert_nonnull (strstr (three, "Migraciones"));
  assert_ledger_holds (&desk, 2 * n + 1);
}

/* --- What comes late --- */

/* The months were counted and frozen; then so many people are entered. */
static char *
report_with_late (guint n)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpReleasePlan) year = NULL;
  gint64 id;

  desk_open (&desk);
  desk_freeze_year (&desk, AMP_UNIT_PERSONS, 2024, 20);
  desk_assist (&desk, n, "F", "PE-LIM", "2024-03-20");
  year = plan_year (&desk);
  return give_as (&desk, year, AMP_COUNT_FORMAT_CSV, &id);
}

static void
test_late_entries_come_out_with_the_year (void)
{
  g_autofree char *many = report_with_late (14), *few = report_with_late (4);

  g_assert_nonnull (strstr (many, "# late registrations persons: 14\r\n"));
  g_assert_nonnull (strstr (few, "# late registrations persons: *\r\n"));
  /* They are in none of its tables: those are of what was frozen. */
  g_assert_null (strstr (many, "assisted,region,PE-LIM,sex,*,14,exact"));
  g_assert_null (strstr (many, "assisted,region,*,sex,*,254,exact"));
}

/* --- What stays behind --- */

static void
test_a_table_that_may_not_leave_is_named (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autofree char *pdf = NULL, *csv = NULL;
  const GError *why = NULL;
  g_autoptr (AmpFigures) figures = NULL;
  gint64 id;

  desk_open (&desk);
  desk_assist (&desk, 30, "F", "PE-TUM", "2024-03-05");
  reach (&desk, "PE-TUM", "40", "3");
  plan = plan_year (&desk);
  g_assert_cmpuint (amp_release_plan_n_left_out (plan), ==, 2); /* nobody was trained */
  g_assert_cmpstr (amp_release_plan_left_out (plan, 0, &why), ==,
                   "People reached by prevention, by region and sex");
  g_assert_error (why, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_UNPROVEN);
  csv = give_as (&desk, plan, AMP_COUNT_FORMAT_CSV, &id);
  g_assert_null (strstr (csv, "\r\nreached,"));
  g_assert_nonnull (strstr (csv, "\r\nactivities,"));
  figures =
    amp_report_year_told (desk.office.session, plan, id, "2026-11-01T00:00:00Z", NULL, "en", NULL);
  g_assert_true (g_str_has_prefix (figures->notes->pdata[0],
                                   "People reached by prevention, by region and sex: this table "
                                   "is not in the report"));
  assert_ledger_holds (&desk, amp_release_plan_n_parts (plan));
}

/* By region they are few, by the border not. */
static void
test_a_coarser_table_takes_its_place (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autofree char *csv = NULL;
  gint64 id;

  desk_open (&desk);
  desk_assist (&desk, 30, "F", "PE-TUM", "2024-03-05");
  reach (&desk, "PE-TUM", "40", "30");
  reach (&desk, "PE-PIU", "9", "9");
  plan = plan_year (&desk);
  csv = give_as (&desk, plan, AMP_COUNT_FORMAT_CSV, &id);
  g_assert_nonnull (strstr (csv, "reached,border,yes,sex,F,49,exact"));
  g_assert_null (strstr (csv, "reached,region"));
  assert_ledger_holds (&desk, amp_release_plan_n_parts (plan));
}

/* Records of its people left already: those tables stay behind, the others do not. */
static void
test_records_of_the_year_keep_its_persons_back (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpReleaseLine) line = amp_release_line_new ();
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autofree char *csv = NULL, *statement = NULL;
  g_autoptr (GError) error = NULL;
  const GError *why = NULL;
  AmpStore *store;
  gint64 id;

  desk_open (&desk);
  desk_assist (&desk, 30, "F", "PE-TUM", "2024-03-05");
  line->rule = g_strdup (AMP_RELEASE_RECORDS);
  line->request = g_strdup ("by=");
  line->period = g_strdup ("2024");
  store = amp_session_get_store (desk.office.session);
  g_assert_true (amp_store_begin (store, NULL));
  amp_store_release_add (store, line, &error);
  g_assert_no_error (error);
  g_assert_true (amp_store_commit (store, NULL));
  plan = plan_year (&desk);
  amp_release_plan_left_out (plan, 0, &why);
  g_assert_error (why, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_RECORDS);
  statement = amp_release_plan_statement (plan, NULL, "en");
  g_assert_true (g_str_has_prefix (statement, "How many people were assisted is not told"));
  csv = give_as (&desk, plan, AMP_COUNT_FORMAT_CSV, &id);
  g_assert_null (strstr (csv, "\r\nassisted,"));
  g_assert_null (strstr (csv, "\r\nborder,"));
  g_assert_nonnull (strstr (csv, "\r\nservices,"));
}

static void
assert_refused (Desk *self, const AmpReleaseRequest *request, AmpReleaseError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (amp_release_plan (self->office.session, request, NULL, NULL, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, (int) code);
}

static void
test_open_and_broken_years_do_not_leave (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = report_of ("2024-01-01", "2024-03-31");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  char from[11], to[11];

  desk_open (&desk);
  assert_refused (&desk, &request, AMP_RELEASE_ERROR_PERIOD);
  g_snprintf (from, sizeof from, "%04d-01-01", g_date_time_get_year (now));
  g_snprintf (to, sizeof to, "%04d-12-31", g_date_time_get_year (now));
  request = report_of (from, to);
  assert_refused (&desk, &request, AMP_RELEASE_ERROR_OPEN);
  request = report_of ("2024-01-01", "2024-12-31");
  request.recipient = " ";
  assert_refused (&desk, &request, AMP_RELEASE_ERROR_RECIPIENT);
  team_be (&desk.office, "rosa");
  request.recipient = "UNODC";
  g_assert_null (amp_release_plan (desk.office.session, &request, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
}

/* One approval for all its tables. */
static void
test_a_public_report_wants_one_approval (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = report_of ("2024-01-01", "2024-12-31");
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autoptr (AmpReleaseRequest) asked = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id, approval = 0;

  desk_open (&desk);
  desk_assist (&desk, 30, "F", "PE-TUM", "2024-03-05");
  request.rule = AMP_RELEASE_PUBLIC;
  plan = desk_plan (&desk, &request);
  g_assert_null (
    amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_PDF, NULL, "es", 0, &id, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_APPROVAL);
  g_clear_error (&error);
  assert_ledger_holds (&desk, 0);
  g_assert_true (amp_release_ask (desk.office.session, plan, &approval, &error));
  team_be (&desk.office, "jefa");
  asked = amp_release_of_approval (desk.office.session, approval, &error);
  g_assert_no_error (error);
  g_assert_true (asked->report);
  g_assert_cmpstr (asked->spec.to, ==, "2024-12-31");
  g_assert_true (amp_approvals_decide (desk.office.session, approval, TRUE, NULL, &error));
  team_be (&desk.office, "supervisora");
  bytes = amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_PDF, NULL, "es", approval,
                            &id, &error);
  g_assert_no_error (error);
  assert_ledger_holds (&desk, amp_release_plan_n_parts (plan));
}

/* Another release between the plan and the giving: nothing is written. */
static void
test_a_plan_that_is_too_old_gives_nothing (void)
{
  g_auto (Desk) desk = {0};
  const AmpReleaseRequest march = desk_request ("sex", "2024-03-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL, between = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL;
  gint64 id;

  desk_open (&desk);
  desk_assist (&desk, 30, "F", "PE-TUM", "2024-03-05");
  plan = plan_year (&desk);
  between = desk_plan (&desk, &march);
  csv = give_as (&desk, between, AMP_COUNT_FORMAT_CSV, &id);
  g_assert_null (
    amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_PDF, NULL, "es", 0, &id, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_CHANGED);
  assert_ledger_holds (&desk, 1);
}

static void
test_it_can_be_cancelled (void)
{
  g_auto (Desk) desk = {0};
  const AmpReleaseRequest request = report_of ("2024-01-01", "2024-12-31");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_release_plan (desk.office.session, &request, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/release-report/the-first-line-says-what-the-table-tells",
                   test_the_first_line_says_what_the_table_tells);
  g_test_add_func ("/release-report/few-people-read-like-nobody", test_few_people_read_like_nobody);
  g_test_add_func ("/release-report/it-shows-what-was-proven-and-nothing-else",
                   test_it_shows_what_was_proven_and_nothing_else);
  g_test_add_func ("/release-report/the-same-again-is-the-same-file",
                   test_the_same_again_is_the_same_file);
  g_test_add_func ("/release-report/late-entries-come-out-with-the-year",
                   test_late_entries_come_out_with_the_year);
  g_test_add_func ("/release-report/a-table-that-may-not-leave-is-named",
                   test_a_table_that_may_not_leave_is_named);
  g_test_add_func ("/release-report/a-coarser-table-takes-its-place",
                   test_a_coarser_table_takes_its_place);
  g_test_add_func ("/release-report/records-of-the-year-keep-its-persons-back",
                   test_records_of_the_year_keep_its_persons_back);
  g_test_add_func ("/release-report/open-and-broken-years-do-not-leave",
                   test_open_and_broken_years_do_not_leave);
  g_test_add_func ("/release-report/a-public-report-wants-one-approval",
                   test_a_public_report_wants_one_approval);
  g_test_add_func ("/release-report/a-plan-that-is-too-old-gives-nothing",
                   test_a_plan_that_is_too_old_gives_nothing);
  g_test_add_func ("/release-report/it-can-be-cancelled", test_it_can_be_cancelled);
  return g_test_run ();
}
