/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Closing a case: nothing open unexplained, nobody alone, and always back again. */
#include "team.h"

#include "domain/approvals.h"
#include "domain/cases.h"
#include "domain/closed-case.h"
#include "domain/closure.h"
#include "model/codelist.h"

#include <string.h>

static AmpRecord *
prepare (Office *office, gint64 case_id, const char *reason)
{
  g_autoptr (GError) error = NULL;
  AmpRecord *closure = amp_closure_prepare (office->session, case_id, &error);

  g_assert_no_error (error);
  g_assert_true (amp_record_set (closure, "reason", reason, NULL));
  amp_closure_propose (office->session, closure, &error);
  g_assert_no_error (error);
  return closure;
}

static GPtrArray *
open_items (Office *office, const AmpRecord *closure)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *items = amp_closure_open_items (
    office->session, amp_record_get_int (closure, "case", 0), closure, &error);

  g_assert_no_error (error);
  return items;
}

static void
explain (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      AmpOpenItem *item = items->pdata[i];

      g_free (item->explanation);
      item->explanation = g_strdup ("Lo ve la UPE de Tumbes");
    }
}

static gboolean
has (GPtrArray *items, const char *kind)
{
  for (guint i = 0; i < items->len; i++)
    if (strcmp (((AmpOpenItem *) items->pdata[i])->kind, kind) == 0)
      return TRUE;
  return FALSE;
}

static gint64
ask (Office *office, AmpRecord *closure, GPtrArray *items)
{
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  amp_closure_request (office->session, closure, items, "Pido su visto bueno", &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
assert_status (Office *office, gint64 case_id, const char *status)
{
  g_autofree char *found = team_get (office, "case", case_id, "status");

  g_assert_cmpstr (found, ==, status);
}

static void
test_whole_way (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) closure = NULL, again = NULL;
  g_autoptr (GPtrArray) items = NULL, notes = NULL;
  g_autofree char *until = NULL, *closed_on = NULL, *gone = NULL;
  gint64 case_id, id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  team_be (&office, "rosa");
  closure = prepare (&office, case_id, "goals_met");
  items = open_items (&office, closure);
  g_assert_cmpuint (items->len, ==, 0);
  id = ask (&office, closure, items);
  assert_status (&office, case_id, "open");

  team_be (&office, "jefa");
  amp_approvals_decide (office.session, id, TRUE, NULL, &error);
  g_assert_no_error (error);
  assert_status (&office, case_id, "closed");
  until = team_get (&office, "case", case_id, "retention_until");
  closed_on = team_get (&office, "case", case_id, "closed_on");
  g_assert_cmpstr (until, ==, amp_record_get (closure, "retention_until"));
  g_assert_cmpint (atoi (until), ==, atoi (closed_on) + 10);

  /* And back, with a reason, by the one who works with her. */
  team_be (&office, "ana");
  g_assert_false (amp_closure_reopen (office.session, case_id, "vuelve", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_ELSEWHERE);
  g_clear_error (&error);
  team_be (&office, "rosa");
  g_assert_false (amp_closure_reopen (office.session, case_id, "  ", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  assert_status (&office, case_id, "closed");
  amp_closure_reopen (office.session, case_id, "Vuelve a pedir ayuda", &error);
  g_assert_no_error (error);
  assert_status (&office, case_id, "open");
  gone = team_get (&office, "case", case_id, "closed_on");
  g_assert_null (gone);
  notes = amp_store_children (amp_session_get_store (office.session), amp_entity_find ("note"),
                              "case", case_id, NULL);
  g_assert_cmpstr (amp_record_get (notes->pdata[notes->len - 1], "text"), ==,
                   "Vuelve a pedir ayuda");

  /* A second closure is another one; the first stays as it was. */
  again = prepare (&office, case_id, "lost_contact");
  g_assert_cmpint (amp_record_id (again), ==, 0);
  g_assert_false (amp_closure_request (office.session, closure, items, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static gint64
add_institution (Office *office)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("institution"));
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_record_set (record, "code", "UPE-TUM", NULL));
  g_assert_true (amp_record_set (record, "name_es", "UPE Tumbes", NULL));
  g_assert_true (amp_record_set (record, "country", "PE", NULL));
  amp_store_save (amp_session_get_store (office->session), record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

/* Everything that may be open, one by one. */
static void
test_checklist (void)
{
  static const char *const kinds[] = {"task", "referral", "service", "follow_up", "goal",
                                      "plan", "consent",  "risk",    "handover"};
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) closure = NULL, consent = NULL;
  g_autoptr (GPtrArray) items = NULL, later = NULL, consents = NULL;
  g_autofree char *rosa = NULL, *plan_id = NULL, *institution = NULL;
  AmpStore *store;
  gint64 case_id, plan, id, place;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  rosa = g_strdup_printf ("%" G_GINT64_FORMAT, team_id (&office, "rosa"));
  store = amp_session_get_store (office.session);
  place = add_institution (&office);
  institution = g_strdup_printf ("%" G_GINT64_FORMAT, place);
  team_add (&office, "task", case_id, "due_on", "2026-12-01", "owner", rosa, "state", "open",
            "origin", "manual", NULL);
  team_add (&office, "task", case_id, "due_on", "2026-12-01", "owner", rosa, "state", "done",
            "origin", "manual", NULL);
  team_add (&office, "service", case_id, "service_type",
            amp_code_value (amp_code_list_nth (amp_code_list_find ("service_type"), 0)), "status",
            "planned", "region", "PE-TUM", "planned_on", "2026-12-01", NULL);
  team_add (&office, "follow_up", case_id, "due_on", "2026-12-01", NULL);
  team_add (&office, "follow_up", case_id, "due_on", "2026-10-01", "done_on", "2026-10-01", NULL);
  plan = team_add (&office, "plan", case_id, "status", "active", "opened_on", "2026-01-06", NULL);
  plan_id = g_strdup_printf ("%" G_GINT64_FORMAT, plan);
  team_add (&office, "plan_goal", case_id, "plan", plan_id, "domain",
            amp_code_value (amp_code_list_nth (amp_code_list_find ("service_domain"), 0)), "status",
            "in_progress", NULL);
  team_add (&office, "risk_assessment", case_id, "on", "2026-02-05", "level", "imminent",
            "next_due", "2026-02-06", NULL);
  team_add (
    &office, "referral", case_id, "direction", "out", "to_institution", institution, "service_type",
    amp_code_value (amp_code_list_nth (amp_code_list_find ("service_type"), 0)), "urgency",
    "routine", "reason",
    amp_code_value (amp_code_list_nth (amp_code_list_find ("referral_reason"), 0)), "method",
    amp_code_value (amp_code_list_nth (amp_code_list_find ("referral_method"), 0)),
    "data_shared_profile", "min", "due_on", "2026-12-01", "state", "draft", NULL);
  consents = amp_store_children (store, amp_entity_find ("consent"), "case", case_id, NULL);
  consent = amp_record_copy (consents->pdata[0]);
  g_assert_true (amp_record_set (consent, "withdrawn_on", "2026-03-01", NULL));
  g_assert_true (amp_store_save (store, consent, NULL, NULL));

  team_be (&office, "rosa");
  closure = prepare (&office, case_id, "transferred");
  g_assert_cmpstr (amp_record_get (closure, "status"), ==, "closed_referred");
  g_assert_true (amp_record_set (closure, "handover_institution", institution, NULL));
  items = open_items (&office, closure);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!has (items, kinds[i]))
      g_error ("%s is open and not on the list", kinds[i]);
  g_assert_cmpuint (items->len, ==, G_N_ELEMENTS (kinds));

  /* One that is not explained is one too many. */
  for (guint i = 0; i < items->len; i++)
    {
      AmpOpenItem *item = items->pdata[i];

      explain (items);
      g_free (item->explanation);
      item->explanation = g_strdup (" \n");
      g_assert_false (amp_closure_request (office.session, closure, items, NULL, NULL, &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
      g_clear_error (&error);
      g_assert_cmpint (amp_record_rev (closure), ==, 0);
    }
  explain (items);
  id = ask (&office, closure, items);

  /* What was opened meanwhile is open too. */
  team_add (&office, "follow_up", case_id, "due_on", "2026-12-09", NULL);
  team_be (&office, "jefa");
  g_assert_false (amp_approvals_decide (office.session, id, TRUE, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  assert_status (&office, case_id, "open");
  amp_approvals_decide (office.session, id, FALSE, "Hay un seguimiento nuevo", &error);
  g_assert_no_error (error);

  /* Nothing she wrote is lost: what was explained stays. */
  team_be (&office, "rosa");
  {
    g_autoptr (AmpRecord) kept = amp_closure_prepare (office.session, case_id, NULL);

    g_assert_cmpint (amp_record_id (kept), ==, amp_record_id (closure));
    later = open_items (&office, kept);
    g_assert_cmpuint (later->len, ==, G_N_ELEMENTS (kinds) + 1);
    explain (later);
    id = ask (&office, kept, later);
  }
  team_be (&office, "jefa");
  amp_approvals_decide (office.session, id, TRUE, NULL, &error);
  g_assert_no_error (error);
  assert_status (&office, case_id, "closed_referred");
}

/* Nor by the form of the case, nor by a record that says so. */
static void
test_no_other_way (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) case_ = NULL, closed = NULL, closure = NULL;
  g_autoptr (GPtrArray) items = NULL;
  AmpStore *store;
  gint64 case_id, id;

  team_open (&office);
  case_id = team_case (&office, "supervisora", "Julia");
  store = amp_session_get_store (office.session);
  case_ = amp_store_load (store, amp_entity_find ("case"), case_id, NULL);
  g_assert_true (amp_record_set (case_, "status", "closed", NULL));
  g_assert_false (amp_cases_save (office.session, case_, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);

  closure = prepare (&office, case_id, "goals_met");
  items = open_items (&office, closure);
  id = ask (&office, closure, items);
  g_assert_false (amp_approvals_decide (office.session, id, TRUE, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  assert_status (&office, case_id, "open");

  team_be (&office, "jefa");
  g_assert_true (amp_approvals_decide (office.session, id, TRUE, NULL, NULL));
  closed = amp_store_load (amp_session_get_store (office.session), amp_entity_find ("case"),
                           case_id, NULL);
  g_assert_true (amp_record_set (closed, "status", "open", NULL));
  g_assert_false (amp_cases_save (office.session, closed, NULL, &error));
  g_assert_error (error, AMP_CLOSED_CASE_ERROR, AMP_CLOSED_CASE_ERROR_CLOSED);
}

static void
test_bad_closures (void)
{
  static const struct
  {
    const char *field, *value;
  } wrong[] = {
    {"on", "2199-01-01"},        {"on", "2026"},
    {"on", "2025-12-31"},        {"retention_until", "2020-01-01"},
    {"retention_until", "2040"}, {"reason", NULL},
    {"status", "open"},          {"status", "closed_referred"},
  };
  g_auto (Office) office = {0};
  gint64 case_id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  team_be (&office, "rosa");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (AmpRecord) closure = prepare (&office, case_id, "goals_met");
      g_autoptr (GPtrArray) items = open_items (&office, closure);
      g_autoptr (GError) error = NULL;

      g_assert_true (amp_record_set (closure, wrong[i].field, wrong[i].value, NULL));
      if (amp_closure_request (office.session, closure, items, NULL, NULL, &error))
        g_error ("%s = %s is taken", wrong[i].field, wrong[i].value);
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
    }
}

static void
test_retention (void)
{
  static const struct
  {
    const char *reason, *on, *field, *value, *opened, *until;
  } cases[] = {
    {"goals_met", "2026-11-26", "birth_year", "1990", "2026-01-05", "2036-11-26"},
    {"duplicate", "2026-11-26", "birth_year", "2015", "2026-01-05", "2027-11-26"},
    {"not_victim", "2026-11-26", "birth_year", "2015", "2026-01-05", "2028-11-26"},
    {"goals_met", "2026-11-26", "birth_year", "2015", "2026-01-05", "2043-12-31"},
    {"goals_met", "2026-11-26", "birth_date", "2010-02-03", "2026-01-05", "2038-12-31"},
    {"goals_met", "2026-11-26", "age_band", "0--8", "2026-01-05", "2054-12-31"},
    {"goals_met", "2026-11-26", "age_band", "18--20", "2026-01-05", "2036-11-26"},
    {"goals_met", "2024-02-29", NULL, NULL, NULL, "2034-02-28"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
      g_autofree char *until = NULL;

      if (cases[i].field != NULL)
        g_assert_true (amp_record_set (person, cases[i].field, cases[i].value, NULL));
      until = amp_retention_until (amp_retention_rule (cases[i].reason), cases[i].on, person,
                                   cases[i].opened);
      g_assert_cmpstr (until, ==, cases[i].until);
    }
}

/* What was done before the end may be told late; what is of after it needs the case open. */
static void
test_closed_case (void)
{
  static const struct
  {
    const char *entity, *field, *day;
    gboolean refused;
  } tries[] = {
    {"service", "delivered_on", "2026-02-27", FALSE},
    {"service", "delivered_on", "2026-03-01", TRUE},
    {"service", "planned_on", "2026-03-09", TRUE},
    {"follow_up", "done_on", "2026-02-28", FALSE},
    {"follow_up", "due_on", "2026-04-01", TRUE},
    {"risk_assessment", "on", "2026-03-02", TRUE},
    {"plan", "opened_on", "2026-03-02", TRUE},
    {"note", "on", "2026-03-02", FALSE},
    {"consent", "on", "2026-03-02", FALSE},
  };
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) case_ = NULL;
  AmpStore *store;
  gint64 case_id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  store = amp_session_get_store (office.session);
  case_ = amp_store_load (store, amp_entity_find ("case"), case_id, NULL);
  g_assert_true (amp_record_set (case_, "status", "closed", NULL));
  g_assert_true (amp_record_set (case_, "closed_on", "2026-02-28", NULL));
  g_assert_true (amp_store_save (store, case_, NULL, NULL));
  team_be (&office, "rosa");
  for (int again = 0; again < 2; again++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (tries); i++)
        {
          g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find (tries[i].entity));
          gboolean refused = tries[i].refused && again == 0;

          amp_record_set_int (record, "case", case_id);
          if (g_str_equal (tries[i].entity, "service"))
            g_assert_true (amp_record_set (record, "service_type", "01_pap", NULL));
          if (g_str_equal (tries[i].entity, "plan"))
            g_assert_true (amp_record_set (record, "status", "draft", NULL));
          if (g_str_equal (tries[i].entity, "note"))
            g_assert_true (amp_record_set (record, "kind", "session", NULL) &&
                           amp_record_set (record, "text", "Llamó", NULL));
          if (g_str_equal (tries[i].entity, "consent"))
            g_assert_true (amp_record_set (record, "purpose", "legal", NULL) &&
                           amp_record_set (record, "decision", "refused", NULL));
          if (g_str_equal (tries[i].entity, "risk_assessment"))
            g_assert_true (amp_record_set (record, "level", "low", NULL) &&
                           amp_record_set (record, "next_due", "2026-04-02", NULL));
          if (g_str_equal (tries[i].entity, "follow_up"))
            g_assert_true (amp_record_set (record, "due_on", "2026-02-20", NULL));
          g_assert_true (amp_record_set (record, tries[i].field, tries[i].day, NULL));
          (void) amp_cases_save (office.session, record, NULL, &error);
          if (refused)
            g_assert_error (error, AMP_CLOSED_CASE_ERROR, AMP_CLOSED_CASE_ERROR_CLOSED);
          else
            g_assert_no_error (error);
          g_clear_error (&error);
        }
      if (again == 0)
        g_assert_true (amp_closure_reopen (office.session, case_id, "Volvió a llamar", &error));
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/closure/asked-for-approved-and-opened-again", test_whole_way);
  g_test_add_func ("/closure/everything-open-is-listed-and-explained", test_checklist);
  g_test_add_func ("/closure/there-is-no-other-way", test_no_other_way);
  g_test_add_func ("/closure/bad-closures-are-refused", test_bad_closures);
  g_test_add_func ("/closure/retention-follows-reason-and-age", test_retention);
  g_test_add_func ("/closure/a-closed-case-takes-what-was-before-its-end", test_closed_case);
  return g_test_run ();
}
