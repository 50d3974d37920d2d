/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dialog of releases asks before anything is handed over: periods, coarser tables, why not,
 * whether another has approved. */
#include "release-desk.h"

#include "domain/release-private.h"

#include <string.h>

static const char *
as_it_is (const char *msgid)
{
  return msgid;
}

/* disclosure.md 3a, ledger 1. */
static void
test_months_are_offered_where_they_are_large (void)
{
  static const struct
  {
    guint before; /* people a month in the year before; 0: never handed over */
    gboolean offered;
  } offices[] = {{0, FALSE}, {10, FALSE}, {11, TRUE}};
  AmpReleaseRequest month = desk_request ("region", "2024-03-01", "2024-03-31");
  AmpReleaseRequest by_month = desk_request ("region,month", "2024-01-01", "2024-03-31");
  AmpReleaseRequest quarter = desk_request ("region", "2024-01-01", "2024-03-31");

  for (gsize i = 0; i < G_N_ELEMENTS (offices); i++)
    {
      g_auto (Desk) desk = {0};
      g_autoptr (GError) error = NULL;

      desk_open_new (&desk);
      if (offices[i].before > 0)
        desk_freeze_year (&desk, AMP_UNIT_PERSONS, 2023, offices[i].before);
      amp_release_check (desk.office.session, &quarter, &error);
      g_assert_no_error (error);
      g_assert_true (amp_release_check (desk.office.session, &month, &error) == offices[i].offered);
      g_assert_true (offices[i].offered ||
                     g_error_matches (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_MONTHS));
      g_clear_error (&error);
      g_assert_true (amp_release_check (desk.office.session, &by_month, NULL) ==
                     offices[i].offered);
    }
}

/* Periods that a dialog offers are those that may be handed over. */
static void
test_what_is_offered_may_leave (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) spans = NULL;

  desk_open_new (&desk);
  spans = amp_release_spans (desk.office.session, AMP_UNIT_PERSONS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (spans->len, >, 4);
  for (guint i = 0; i < spans->len; i++)
    {
      const AmpReleaseSpan *span = &g_array_index (spans, AmpReleaseSpan, i);
      AmpReleaseRequest request = desk_request ("region", span->from, span->to);

      g_assert_cmpuint (span->level, <, 2); /* nothing was ever handed over: no months */
      amp_release_check (desk.office.session, &request, &error);
      g_assert_no_error (error);
    }
}

static void
test_a_coarser_table_is_offered_before_any_proof (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest fine = desk_request ("region,sex", "2024-01-01", "2024-03-31");
  g_autoptr (GError) error = NULL;
  AmpReleaseOutlook outlook;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 30, "M", "PE-PIU", "2024-02-10");
  amp_release_look (desk.office.session, &fine, &outlook, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outlook.per_mille, >, 500);
  g_assert_true (outlook.has_coarser);
  g_assert_cmpuint (outlook.coarser_per_mille, <, outlook.per_mille);
  g_assert_nonnull (amp_release_template_of (&outlook.coarser));
}

static gboolean
count_event (const AmpAuditEvent *event, gpointer data)
{
  guint *n = data;

  (void) event;
  (*n)++;
  return TRUE;
}

static guint
n_events (Desk *desk)
{
  guint n = 0;

  g_assert_true (
    amp_store_audit_list (amp_session_get_store (desk->office.session), count_event, &n, NULL));
  return n;
}

/* Nothing is written: no line, no event, no month is frozen. */
static void
test_a_preview_is_for_nobody_yet (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (AmpReleaseBase) base = NULL;
  const char *const few[] = {"PE-CUS"};
  gssize row;
  guint before;
  gint64 id, approval;

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 3, "F", "PE-CUS", "2024-01-11");
  request.recipient = NULL;
  before = n_events (&desk);
  plan = amp_release_preview (desk.office.session, &request, NULL, NULL, &error);
  g_assert_no_error (error);
  row = amp_count_table_find (amp_release_plan_table (plan), few);
  g_assert_cmpint (row, >=, 0);
  g_assert_true (amp_count_table_is_hidden (amp_release_plan_table (plan), (gsize) row));
  g_assert_cmpuint (amp_count_table_count (amp_release_plan_table (plan), (gsize) row), ==, 0);
  lines = amp_releases_list (desk.office.session, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 0);
  base = amp_release_base_frozen (desk.office.session, AMP_UNIT_PERSONS, 2024, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (base->frozen, ==, 0);
  g_assert_cmpuint (n_events (&desk), ==, before);
  g_assert_null (
    amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es", 0, &id, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_RECIPIENT);
  g_clear_error (&error);
  g_assert_false (amp_release_ask (desk.office.session, plan, &approval, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_RECIPIENT);
  g_clear_error (&error);
  amp_release_plan_set_recipient (plan, "UNODC", " ");
  bytes =
    amp_release_give (desk.office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es", 0, &id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (bytes);
}

/* Why a column is of no release is said in its own sentence. */
static void
test_what_stays_inside_says_why (void)
{
  static const char *const inside[] = {"nationality", "institution", "region_residence",
                                       "region_exploitation", "region_recruitment"};
  g_auto (Desk) desk = {0};
  g_autofree char *usual = NULL;

  desk_open (&desk);
  for (gsize i = 0; i <= G_N_ELEMENTS (inside); i++)
    {
      AmpReleaseRequest request = desk_request (
        i < G_N_ELEMENTS (inside) ? inside[i] : "case_status", "2024-01-01", "2024-03-31");
      g_autoptr (GError) error = NULL;
      g_autofree char *sentence = NULL;

      g_assert_false (amp_release_check (desk.office.session, &request, &error));
      g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_COLUMNS);
      sentence = amp_release_error_sentence (error, as_it_is);
      if (i < G_N_ELEMENTS (inside))
        g_assert_nonnull (strstr (sentence, "not leave the office"));
      else
        g_assert_null (strstr (sentence, "not leave the office"));
    }
}

/* The name may hold what stands between name and reason. */
static void
test_an_approval_leads_back (void)
{
  static const char *const names[][2] = {
    {"UNODC", NULL}, {"Red: norte", NULL}, {"Red: norte", "informe: anual"}, {"UNODC", "anual"}};
  g_auto (Desk) desk = {0};

  desk_open (&desk);
  desk_assist (&desk, 40, "F", "PE-TUM", "2024-01-10");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
      g_autoptr (AmpReleasePlan) plan = NULL;
      g_autoptr (AmpReleaseRequest) back = NULL;
      g_autoptr (GError) error = NULL;
      AmpReleaseAsked asked;
      gint64 approval, found;

      request.rule = AMP_RELEASE_PUBLIC;
      request.recipient = names[i][0];
      request.reason = names[i][1];
      plan = desk_plan (&desk, &request);
      if (i < 2)
        {
          g_assert_true (amp_release_asked (desk.office.session, plan, &asked, &found, NULL));
          g_assert_cmpint (asked, ==, AMP_RELEASE_UNASKED);
          g_assert_cmpint (found, ==, 0);
        }
      amp_release_ask (desk.office.session, plan, &approval, &error);
      g_assert_no_error (error);
      g_assert_true (amp_release_asked (desk.office.session, plan, &asked, &found, NULL));
      g_assert_cmpint (asked, ==, AMP_RELEASE_WAITING);
      g_assert_cmpint (found, ==, approval);
      back = amp_release_of_approval (desk.office.session, approval, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (back->recipient, ==, request.recipient);
      g_assert_cmpint (back->rule, ==, AMP_RELEASE_PUBLIC);
      g_assert_cmpstr (back->spec.from, ==, "2024-01-01");
      g_assert_cmpuint (back->spec.n_dimensions, ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add_func ("/domain/release-offer/" name, test)
  ADD ("months-are-offered-where-they-are-large", test_months_are_offered_where_they_are_large);
  ADD ("what-is-offered-may-leave", test_what_is_offered_may_leave);
  ADD ("a-coarser-table-is-offered-before-any-proof",
       test_a_coarser_table_is_offered_before_any_proof);
  ADD ("a-preview-is-for-nobody-yet", test_a_preview_is_for_nobody_yet);
  ADD ("what-stays-inside-says-why", test_what_stays_inside_says_why);
  ADD ("an-approval-leads-back-to-its-table", test_an_approval_leads_back);
  return g_test_run ();
}
