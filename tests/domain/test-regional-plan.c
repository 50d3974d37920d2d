/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far a plan is: the arithmetic for any numbers, and the sheet that stays one page. */
#include "domain/regional-plan.h"

#include "programme-desk.h"

#include <string.h>

#define TODAY "2026-06-15"

/* --- The arithmetic --- */

static AmpMeasure
measure (gint64 baseline, gint64 target, gint64 value)
{
  return amp_measure (&baseline, &target, &value);
}

static void
test_known_measures (void)
{
  static const struct
  {
    gint64 baseline, target, value, percent;
  } known[] = {
    {0, 10, 0, 0},
    {0, 10, 7, 70},
    {0, 10, 10, 100},
    {0, 10, 25, 250},
    {20, 30, 25, 50},
    {20, 30, 15, -50},
    {100, 40, 100, 0},
    {100, 40, 70, 50},
    {100, 40, 40, 100},
    {100, 40, 110, -17},
    {0, 3, 2, 66},
    {0, 1000, 999, 99},
    {0, 1000000000, 1000000000, 100},
    {1000000000, 0, 999999999, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const AmpMeasure got = measure (known[i].baseline, known[i].target, known[i].value);

      g_assert_cmpint (got.state, ==, AMP_MEASURE_KNOWN);
      g_assert_cmpint (got.percent, ==, known[i].percent);
      g_assert_cmpint (got.falling, ==, known[i].target < known[i].baseline);
    }
}

static void
test_nothing_is_made_up (void)
{
  const gint64 zero = 0, ten = 10;

  g_assert_cmpint (amp_measure (NULL, &ten, &ten).state, ==, AMP_MEASURE_NONE);
  g_assert_cmpint (amp_measure (&zero, NULL, &ten).state, ==, AMP_MEASURE_NONE);
  g_assert_cmpint (amp_measure (&ten, &ten, &ten).state, ==, AMP_MEASURE_NONE);
  g_assert_cmpint (amp_measure (NULL, NULL, NULL).state, ==, AMP_MEASURE_NONE);
  g_assert_cmpint (amp_measure (&zero, &ten, NULL).state, ==, AMP_MEASURE_NOT_YET);
}

/* For any numbers: all of the way exactly where the target is reached, below nothing exactly where
 * it is worse than at first, a step towards the target never counts back, and turning the numbers
 * round changes nothing. */
static void
test_measures_of_any_numbers (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      gint64 most = i % 3 == 0 ? 20 : 1000000000;
      gint64 baseline = (gint64) (g_test_rand_double () * (double) most);
      gint64 target = (gint64) (g_test_rand_double () * (double) most);
      gint64 value = (gint64) (g_test_rand_double () * (double) most);
      gint64 step = target > baseline ? 1 : -1;
      AmpMeasure got = measure (baseline, target, value);
      AmpMeasure turned = measure (most - baseline, most - target, most - value);
      gboolean reached = step > 0 ? value >= target : value <= target;
      gboolean worse = step > 0 ? value < baseline : value > baseline;

      if (baseline == target)
        {
          g_assert_cmpint (got.state, ==, AMP_MEASURE_NONE);
          continue;
        }
      g_assert_cmpint (got.percent >= 100, ==, reached);
      g_assert_cmpint (got.percent < 0, ==, worse);
      g_assert_cmpint (turned.percent, ==, got.percent);
      g_assert_cmpint (turned.falling, !=, got.falling);
      g_assert_cmpint (measure (baseline, target, value + step).percent, >=, got.percent);
    }
}

/* --- A plan --- */

static gint64
add_plan (Office *office, const char *code, const char *region)
{
  g_autofree char *values =
    g_strdup_printf ("code=%s|title=Plan regional contra la trata|region=%s|from_on=2023-01-01|"
                     "to_on=2026-12-31|status=in_force|norm=Ordenanza 230-2011|body=Comisión "
                     "Regional",
                     code, region);

  return desk_add (office, "regional_plan", values);
}

static gint64
add_goal (Office *office, gint64 plan, const char *axis)
{
  g_autofree char *values = g_strdup_printf ("axis=%s|text=Goal of %s", axis, axis);

  return desk_add_to (office, "regional_goal", "regional_plan", plan, values);
}

static gint64
add_action (Office *office, gint64 goal, const char *values)
{
  return desk_add_to (office, "regional_action", "regional_goal", goal, values);
}

static gint64
add_progress (Office *office, gint64 action, const char *values)
{
  return desk_add_to (office, "regional_progress", "regional_action", action, values);
}

static AmpRegionalPlan *
read_plan (Office *office, gint64 id, const char *today)
{
  g_autoptr (GError) error = NULL;
  AmpRegionalPlan *plan = amp_regional_plan_read (office->session, id, today, NULL, &error);

  g_assert_no_error (error);
  return plan;
}

static AmpRegionalAction *
action_of (const AmpRegionalPlan *plan, gint64 id)
{
  for (guint i = 0; i < plan->goals->len; i++)
    {
      const AmpRegionalGoal *goal = plan->goals->pdata[i];

      for (guint j = 0; j < goal->actions->len; j++)
        if (((AmpRegionalAction *) goal->actions->pdata[j])->id == id)
          return goal->actions->pdata[j];
    }
  g_assert_not_reached ();
}

static void
test_a_plan_is_read_whole (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRegionalPlan) plan = NULL;
  gint64 id, goal, action, other;

  office_open (&office);
  id = add_plan (&office, "PLAN-PIU", "PE-PIU");
  other = add_plan (&office, "PLAN-TUM", "PE-TUM");
  goal = add_goal (&office, id, "protection");
  (void) add_goal (&office, id, "prevention");
  (void) add_action (&office, add_goal (&office, other, "protection"),
                     "text=Elsewhere|status=pending|due_on=2020-01-01");
  action = add_action (&office, goal,
                       "text=Open a shelter|responsible_other=DIRESA|indicator=Places|baseline=4|"
                       "target=24|due_on=2026-05-31|status=pending");
  /* Entered in another order than it happened. */
  (void) add_progress (&office, action, "on=2026-03-01|value=14|text=Ten more places");
  (void) add_progress (&office, action, "on=2025|value=5");
  (void) add_progress (&office, action, "on=2026-04-02|text=A letter was sent|evidence=Oficio 12");
  plan = read_plan (&office, id, TODAY);
  g_assert_cmpuint (plan->goals->len, ==, 2);
  /* By axis, in the order of the list. */
  g_assert_cmpstr (((AmpRegionalGoal *) plan->goals->pdata[0])->axis, ==, "prevention");
  g_assert_cmpuint (plan->axes->len, ==, 2);
  g_assert_cmpuint (plan->all.n, ==, 1);
  g_assert_cmpuint (plan->all.n_overdue, ==, 1);
  g_assert_cmpint (plan->all.percent, ==, 50);
  g_assert_cmpint (amp_regional_plan_axis (plan, "prevention").percent, ==, -1);
  g_assert_cmpstr (action_of (plan, action)->responsible, ==, "DIRESA");
  g_assert_cmpint (action_of (plan, action)->value, ==, 14);
  g_assert_cmpint (action_of (plan, action)->late, ==, 15);
  g_assert_cmpuint (action_of (plan, action)->progress->len, ==, 3);
  g_assert_cmpstr (((AmpRegionalProgress *) action_of (plan, action)->progress->pdata[0])->on, ==,
                   "2025");
}

static void
test_overdue_begins_after_the_last_day (void)
{
  static const struct
  {
    const char *due, *status, *today;
    gint64 late;
  } days[] = {
    {"2026-06-15", "pending", "2026-06-15", 0},  {"2026-06-14", "pending", "2026-06-15", 1},
    {"2026-06", "in_progress", "2026-06-30", 0}, {"2026-06", "in_progress", "2026-07-01", 1},
    {"2026", "pending", "2026-12-31", 0},        {"2025", "pending", "2026-01-01", 1},
    {"2026-06-01", "done", "2026-06-15", 0},     {"2026-06-01", "dropped", "2026-06-15", 0},
    {"unknown", "pending", "2026-06-15", 0},     {"2024-02", "pending", "2024-03-01", 1},
    {"2024-02", "pending", "2024-02-29", 0},
  };
  g_auto (Office) office = {0};
  gint64 goal, plan;

  office_open (&office);
  plan = add_plan (&office, "PLAN-PIU", "PE-PIU");
  goal = add_goal (&office, plan, "protection");
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *values =
        g_strdup_printf ("text=x|due_on=%s|status=%s", days[i].due, days[i].status);
      gint64 action = add_action (&office, goal, values);
      g_autoptr (AmpRegionalPlan) read = read_plan (&office, plan, days[i].today);

      g_test_message ("%s %s", days[i].due, days[i].today);
      g_assert_cmpint (action_of (read, action)->late, ==, days[i].late);
    }
}

/* Every action is counted once, and what the lists say agrees with the numbers. */
static void
test_counts_of_any_plan (void)
{
  static const char *const statuses[] = {"pending", "in_progress", "done", "dropped"};
  static const char *const axes[] = {"prevention", "prosecution", "protection", "governance"};
  g_auto (Office) office = {0};
  g_autoptr (AmpRegionalPlan) plan = NULL;
  g_autoptr (GPtrArray) overdue = NULL, next = NULL;
  gint64 id, before = G_MAXINT64;
  guint n = 0;

  office_open (&office);
  id = add_plan (&office, "PLAN-PIU", "PE-PIU");
  for (guint i = 0; i < 8; i++)
    {
      gint64 goal = add_goal (&office, id, axes[g_test_rand_int_range (0, 4)]);

      for (gint32 j = g_test_rand_int_range (0, 8); j > 0; j--, n++)
        {
          g_autofree char *values = g_strdup_printf (
            "text=Action %u|status=%s|due_on=2026-%02d-%02d%s", n,
            statuses[g_test_rand_int_range (0, 4)], g_test_rand_int_range (1, 13),
            g_test_rand_int_range (1, 29), g_test_rand_bit () ? "|baseline=0|target=10" : "");
          gint64 action = add_action (&office, goal, values);

          if (g_test_rand_bit ())
            (void) add_progress (&office, action, "on=2026-02-01|value=4");
        }
    }
  plan = read_plan (&office, id, TODAY);
  g_assert_cmpuint (plan->all.n, ==, n);
  g_assert_cmpuint (plan->all.n, ==,
                    plan->all.n_pending + plan->all.n_in_progress + plan->all.n_done +
                      plan->all.n_dropped);
  for (guint i = 0; i < plan->axes->len; i++)
    n -= g_array_index (plan->axes, AmpRegionalCount, i).n;
  g_assert_cmpuint (n, ==, 0);
  overdue = amp_regional_plan_overdue (plan);
  next = amp_regional_plan_next (plan);
  g_assert_cmpuint (overdue->len, ==, plan->all.n_overdue);
  g_assert_cmpuint (overdue->len + next->len, ==, plan->all.n_pending + plan->all.n_in_progress);
  for (guint i = 0; i < overdue->len; i++)
    {
      const AmpRegionalAction *action = overdue->pdata[i];

      g_assert_cmpint (action->late, >, 0);
      g_assert_cmpint (action->late, <=, before);
      before = action->late;
    }
  for (guint i = 1; i < next->len; i++)
    g_assert_cmpstr (((AmpRegionalAction *) next->pdata[i - 1])->due_on, <=,
                     ((AmpRegionalAction *) next->pdata[i])->due_on);
}

/* --- The status follows the progress --- */

static void
expect_status (Office *office, gint64 action, const char *expected)
{
  g_autofree char *status = desk_get (office, "regional_action", action, "status");

  g_assert_cmpstr (status, ==, expected);
}

static void
test_the_status_follows_the_progress (void)
{
  g_auto (Office) office = {0};
  gint64 action, begun, done;

  office_open (&office);
  action =
    add_action (&office, add_goal (&office, add_plan (&office, "PLAN-PIU", "PE-PIU"), "protection"),
                "text=x|status=pending");
  done = add_progress (&office, action, "on=2026-05-01|status=done");
  expect_status (&office, action, "done");
  /* Reported later, but of an earlier day. */
  begun = add_progress (&office, action, "on=2026-02-01|status=in_progress");
  expect_status (&office, action, "done");
  (void) add_progress (&office, action, "on=2026-06-01|value=3");
  expect_status (&office, action, "done");
  desk_set (&office, "regional_progress", done, "on", "2026-01-01");
  expect_status (&office, action, "in_progress");
  desk_delete (&office, "regional_progress", begun);
  expect_status (&office, action, "done");
  desk_delete (&office, "regional_progress", done);
  expect_status (&office, action, "pending");
}

static void
test_a_chosen_status_is_told_in_the_history (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRegionalPlan) plan = NULL;
  const AmpRegionalProgress *progress;
  gint64 id, action;

  office_open (&office);
  id = add_plan (&office, "PLAN-PIU", "PE-PIU");
  action = add_action (&office, add_goal (&office, id, "protection"), "text=x|status=pending");
  desk_set (&office, "regional_action", action, "text", "y");
  desk_set (&office, "regional_action", action, "status", "dropped");
  plan = read_plan (&office, id, NULL);
  g_assert_cmpuint (action_of (plan, action)->progress->len, ==, 1);
  progress = action_of (plan, action)->progress->pdata[0];
  g_assert_cmpstr (progress->status, ==, "dropped");
  g_assert_cmpstr (progress->on, ==, plan->today);
}

/* --- Files --- */

static gint64
add_large (Office *office, const char *code, guint n_actions, const char *text)
{
  static const char *const axes[] = {"prevention", "prosecution", "protection", "governance"};
  gint64 plan = add_plan (office, code, "PE-PIU"), goals[4];

  for (gsize i = 0; i < G_N_ELEMENTS (goals); i++)
    goals[i] = add_goal (office, plan, axes[i]);
  for (guint i = 0; i < n_actions; i++)
    {
      g_autofree char *values = g_strdup_printf (
        "text=%u %s|status=%s|due_on=2026-%02u-10|responsible_other=%s|baseline=0|target=100", i,
        text, i % 5 == 4 ? "done" : "pending", i % 12 + 1, text);

      (void) add_progress (office, add_action (office, goals[i % 4], values),
                           "on=2026-03-01|value=1000000");
    }
  return plan;
}

static GBytes *
sheet_of (Office *office, gint64 plan, AmpTranslate translate)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = amp_regional_plan_to_pdf (office->session, plan, TODAY, "en", translate, &error);

  g_assert_no_error (error);
  return pdf;
}

static gboolean
count_export (const AmpAuditEvent *event, gpointer data)
{
  guint *n = data;

  if (g_strcmp0 (event->action, "export") == 0)
    {
      g_assert_cmpstr (event->reason, ==, "plan-status");
      (*n)++;
    }
  return TRUE;
}

static guint
exports_of (Office *office)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  amp_store_audit_list (amp_session_get_store (office->session), count_export, &n, &error);
  g_assert_no_error (error);
  return n;
}

static void
test_the_sheet_says_what_the_plan_is (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GBytes) pdf = NULL, again = NULL;
  g_autofree char *text = NULL, *info = NULL;
  gint64 plan;

  office_open (&office);
  plan = add_large (&office, "PLAN-PIU", 6, "Train the prosecutors");
  g_assert_cmpuint (exports_of (&office), ==, 0);
  pdf = sheet_of (&office, plan, desk_as_it_is);
  g_assert_cmpuint (exports_of (&office), ==, 1);
  again = sheet_of (&office, plan, desk_as_it_is);
  g_assert_true (g_bytes_equal (pdf, again));
  text = desk_text_of (&office, pdf);
  info = text != NULL ? desk_info_of (&office, pdf) : NULL;
  if (info == NULL)
    return;
  g_assert_nonnull (strstr (text, "Plan regional contra la trata"));
  g_assert_nonnull (strstr (text, "Ordenanza 230-2011"));
  g_assert_nonnull (strstr (text, "reintegration"));
  g_assert_nonnull (strstr (text, "10/01/2026"));
  g_assert_nonnull (strstr (text, "Next steps"));
  g_assert_nonnull (strstr (text, "15/06/2026"));
  g_assert_null (strstr (text, "more"));
  g_assert_true (g_regex_match_simple ("Pages:\\s+1\\n", info, 0, 0));
  g_assert_nonnull (strstr (info, "A4"));
  g_assert_null (strstr (info, office.folder));
}

/* Sixty actions with long texts, in a language that needs more room. */
static void
test_the_sheet_stays_one_page (void)
{
  static const char longish[] =
    "Coordinate with prosecutors, police, health and education of all provinces the joint protocol "
    "and the shared register of what each of them has done in the remote districts of the border";
  static const guint sizes[] = {0, 1, 60, 300};

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Office) office = {0};
      g_autoptr (GBytes) pdf = NULL;
      g_autofree char *text = NULL, *info = NULL;

      office_open (&office);
      pdf = sheet_of (&office, add_large (&office, "PLAN-PIU", sizes[i], longish), desk_longer);
      text = desk_text_of (&office, pdf);
      info = text != NULL ? desk_info_of (&office, pdf) : NULL;
      if (info == NULL)
        return;
      g_assert_true (g_regex_match_simple ("Pages:\\s+1\\n", info, 0, 0));
      g_assert_cmpint (strstr (text, " more") != NULL, ==, sizes[i] >= 60);
    }
}

static void
test_what_is_left_out_is_counted (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) rows =
    g_regex_new ("^ *[0-9]{2}/[0-9]{2}/2026 .*$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GRegex) rest = g_regex_new ("and ([0-9]+) more", 0, 0, NULL);
  gint64 n = 0;

  office_open (&office);
  pdf = sheet_of (&office, add_large (&office, "PLAN-PIU", 60, "Act"), desk_as_it_is);
  text = desk_text_of (&office, pdf);
  if (text == NULL)
    return;
  g_regex_match (rows, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    n++;
  g_clear_pointer (&match, g_match_info_unref);
  g_regex_match (rest, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_fetch (match, 1);

      n += g_ascii_strtoll (number, NULL, 10);
    }
  /* Of sixty twelve are done. */
  g_assert_cmpint (n, ==, 48);
}

static void
test_two_plans_stand_side_by_side (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GBytes) pdf = NULL, csv = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *info = NULL;
  gint64 first, second;

  office_open (&office);
  first = add_large (&office, "PLAN-PIU", 60, "Act here");
  second = add_plan (&office, "PLAN-TUM", "PE-TUM");
  (void) add_action (&office, add_goal (&office, second, "protection"),
                     "text=Act there|status=done");
  csv = amp_regional_plans_to_csv (office.session, first, second, TODAY, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (csv, NULL), (gssize) g_bytes_get_size (csv),
                                  "PLAN-TUM,PE-TUM,protection,1,0,0,1,0,0,0,\r\n"));
  pdf =
    amp_regional_plans_to_pdf (office.session, first, second, TODAY, "en", desk_as_it_is, &error);
  g_assert_no_error (error);
  text = desk_text_of (&office, pdf);
  info = text != NULL ? desk_info_of (&office, pdf) : NULL;
  if (info == NULL)
    return;
  g_assert_nonnull (strstr (text, "Piura"));
  g_assert_nonnull (strstr (text, "Tumbes"));
  g_assert_nonnull (strstr (text, "No action on this axis"));
  g_assert_true (g_regex_match_simple ("Pages:\\s+1\\n", info, 0, 0));
}

static void
test_the_table_has_what_is_known (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 plan;

  office_open (&office);
  plan = add_plan (&office, "PLAN-PIU", "PE-PIU");
  (void) add_action (&office, add_goal (&office, plan, "protection"),
                     "text=Train|status=pending|due_on=2026-06-10|target=10");
  csv = amp_regional_plan_to_csv (office.session, plan, TODAY, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
  g_assert_nonnull (
    strstr (text, "\r\nprotection,Goal of protection,Train,,2026-06-10,pending,5,,,10,,,,\r\n"));
}

/* --- What is refused --- */

static void
test_what_is_not_there_is_told (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  gint64 plan;

  office_open (&office);
  plan = add_plan (&office, "PLAN-PIU", "PE-PIU");
  g_assert_cmpint (amp_regional_plan_find (office.session, "plan-piu", &error), ==, plan);
  g_assert_no_error (error);
  g_assert_cmpint (amp_regional_plan_find (office.session, "PLAN-NADA", &error), ==, 0);
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (amp_regional_plan_read (office.session, plan + 1, TODAY, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (amp_regional_plan_read (office.session, plan, "2026-06", NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  (void) add_goal (&office, plan, "protection");
  g_cancellable_cancel (cancelled);
  g_assert_null (amp_regional_plan_read (office.session, plan, TODAY, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/regional-plan/known-measures", test_known_measures);
  g_test_add_func ("/regional-plan/nothing-is-made-up", test_nothing_is_made_up);
  g_test_add_func ("/regional-plan/measures-of-any-numbers", test_measures_of_any_numbers);
  g_test_add_func ("/regional-plan/is-read-whole", test_a_plan_is_read_whole);
  g_test_add_func ("/regional-plan/overdue-begins-after-the-last-day",
                   test_overdue_begins_after_the_last_day);
  g_test_add_func ("/regional-plan/counts-of-any-plan", test_counts_of_any_plan);
  g_test_add_func ("/regional-plan/the-status-follows-the-progress",
                   test_the_status_follows_the_progress);
  g_test_add_func ("/regional-plan/a-chosen-status-is-told-in-the-history",
                   test_a_chosen_status_is_told_in_the_history);
  g_test_add_func ("/regional-plan/the-sheet-says-what-the-plan-is",
                   test_the_sheet_says_what_the_plan_is);
  g_test_add_func ("/regional-plan/the-sheet-stays-one-page", test_the_sheet_stays_one_page);
  g_test_add_func ("/regional-plan/what-is-left-out-is-counted", test_what_is_left_out_is_counted);
  g_test_add_func ("/regional-plan/two-stand-side-by-side", test_two_plans_stand_side_by_side);
  g_test_add_func ("/regional-plan/the-table-has-what-is-known", test_the_table_has_what_is_known);
  g_test_add_func ("/regional-plan/what-is-not-there-is-told", test_what_is_not_there_is_told);
  return g_test_run ();
}
