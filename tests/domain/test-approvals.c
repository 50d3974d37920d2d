/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a second person decides: never oneself, by no way. */
#include "team.h"

#include "domain/access.h"
#include "domain/approvals.h"
#include "domain/cases.h"
#include "domain/people.h"

#include <string.h>

static void
assert_field (Office *office, const char *entity, gint64 id, const char *field, const char *value)
{
  g_autofree char *found = team_get (office, entity, id, field);

  g_assert_cmpstr (found, ==, value);
}

static gint64
ask (Office *office, const char *kind, gint64 case_id, gint64 object, const char *note)
{
  const AmpApprovalRequest request = {kind, case_id, object, note};
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  amp_approvals_request (office->session, &request, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

static void
refuse_to_ask (Office *office, const AmpApprovalRequest *request, AmpDomainError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (amp_approvals_request (office->session, request, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, (int) code);
}

static void
decide (Office *office, gint64 id, gboolean approve, const char *comment)
{
  g_autoptr (GError) error = NULL;

  amp_approvals_decide (office->session, id, approve, comment, &error);
  g_assert_no_error (error);
}

static void
refuse_to_decide (Office *office, gint64 id, gboolean approve, AmpDomainError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (amp_approvals_decide (office->session, id, approve, "porque sí", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, (int) code);
}

static gint64
draft_plan (Office *office, gint64 case_id)
{
  return team_add (office, "plan", case_id, "status", "draft", "opened_on", "2026-01-06", NULL);
}

static void
test_plan (void)
{
  g_auto (Office) office = {0};
  gint64 case_id, plan, first, second;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  team_be (&office, "rosa");
  plan = draft_plan (&office, case_id);
  first = ask (&office, "plan", case_id, plan, "Con acuerdo de la persona");
  assert_field (&office, "plan", plan, "status", "requested");

  team_be (&office, "jefa");
  decide (&office, first, FALSE, "Falta la fecha de revisión");
  assert_field (&office, "plan", plan, "status", "draft");
  assert_field (&office, "approval", first, "decision", "rejected");
  assert_field (&office, "approval", first, "comment", "Falta la fecha de revisión");

  team_be (&office, "rosa");
  second = ask (&office, "plan", case_id, plan, NULL);
  team_be (&office, "jefa");
  decide (&office, second, TRUE, NULL);
  assert_field (&office, "plan", plan, "status", "active");
  assert_field (&office, "approval", second, "decision", "approved");
}

static void
test_withdraw (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  gint64 case_id, plan, id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  team_be (&office, "rosa");
  plan = draft_plan (&office, case_id);
  id = ask (&office, "plan", case_id, plan, NULL);

  team_be (&office, "ana");
  g_assert_false (amp_approvals_withdraw (office.session, id, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);

  team_be (&office, "rosa");
  g_assert_true (amp_approvals_withdraw (office.session, id, &error));
  g_assert_no_error (error);
  assert_field (&office, "plan", plan, "status", "draft");
  g_assert_false (amp_approvals_withdraw (office.session, id, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  team_be (&office, "jefa");
  refuse_to_decide (&office, id, TRUE, AMP_DOMAIN_ERROR_INVALID);
}

/* By deciding, by saving the record, the plan or the case by hand, with another name, twice. */
static void
test_never_ones_own (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) user = NULL, approval = NULL, plan_record = NULL, forged = NULL;
  AmpStore *store;
  gint64 case_id, plan, id;

  team_open (&office);
  case_id = team_case (&office, "supervisora", "Julia");
  plan = draft_plan (&office, case_id);
  id = ask (&office, "plan", case_id, plan, NULL);
  store = amp_session_get_store (office.session);
  refuse_to_decide (&office, id, TRUE, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  refuse_to_decide (&office, id, FALSE, AMP_DOMAIN_ERROR_NOT_ALLOWED);

  /* Another name is no other person. */
  user = amp_store_load (store, amp_entity_find ("user"), team_id (&office, "supervisora"), NULL);
  g_assert_true (amp_record_set (user, "display_name", "Otra Persona", NULL));
  g_assert_true (amp_store_save (store, user, NULL, NULL));
  refuse_to_decide (&office, id, TRUE, AMP_DOMAIN_ERROR_NOT_ALLOWED);

  approval = amp_store_load (store, amp_entity_find ("approval"), id, NULL);
  g_assert_true (amp_record_set (approval, "decision", "approved", NULL));
  amp_record_set_int (approval, "decided_by", team_id (&office, "jefa"));
  g_assert_false (amp_cases_save (office.session, approval, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);

  plan_record = amp_store_load (store, amp_entity_find ("plan"), plan, NULL);
  g_assert_true (amp_record_set (plan_record, "status", "active", NULL));
  g_assert_false (amp_cases_save (office.session, plan_record, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);

  forged = amp_record_new (amp_entity_find ("plan"));
  amp_record_set_int (forged, "case", case_id);
  g_assert_true (amp_record_set (forged, "status", "active", NULL));
  g_assert_true (amp_record_set (forged, "opened_on", "2026-01-06", NULL));
  g_assert_false (amp_cases_save (office.session, forged, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);

  g_clear_error (&error);

  assert_field (&office, "approval", id, "decision", "pending");
  assert_field (&office, "plan", plan, "status", "requested");
  team_be (&office, "rosa");
  g_assert_false (amp_cases_save (office.session, forged, "import", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  refuse_to_decide (&office, id, TRUE, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  team_be (&office, "jefa");
  decide (&office, id, TRUE, NULL);
  refuse_to_decide (&office, id, TRUE, AMP_DOMAIN_ERROR_INVALID);
  refuse_to_decide (&office, id, FALSE, AMP_DOMAIN_ERROR_INVALID);
}

/* Nor is a case given to oneself by a request that another wrote. */
static void
test_not_to_oneself (void)
{
  g_auto (Office) office = {0};
  gint64 case_id, id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  team_be (&office, "ana");
  id = ask (&office, "reassign", case_id, team_id (&office, "jefa"), NULL);
  team_be (&office, "jefa");
  refuse_to_decide (&office, id, TRUE, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  team_be (&office, "supervisora");
  decide (&office, id, TRUE, NULL);
}

static void
test_reassign (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL, list = NULL;
  g_autofree char *owner = NULL;
  AmpAccess access;
  gint64 case_id, ana;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  ana = team_id (&office, "ana");
  owner = g_strdup_printf ("%" G_GINT64_FORMAT, ana);
  team_be (&office, "ana");
  g_assert_true (amp_access_to_case (office.session, case_id, &access, &error));
  g_assert_cmpint (access, ==, AMP_ACCESS_EXISTS);
  g_assert_true (amp_access_ask_for (office.session, case_id, "Habla con mi usuaria", &error));
  g_assert_false (amp_access_ask_for (office.session, case_id, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);

  team_be (&office, "jefa");
  list = amp_approvals_list (office.session, AMP_APPROVALS_WAITING, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((AmpApproval *) list->pdata[0])->subject, ==, "ana");
  g_assert_true (((AmpApproval *) list->pdata[0])->may_decide);
  decide (&office, ((AmpApproval *) list->pdata[0])->id, TRUE, NULL);
  assert_field (&office, "case", case_id, "owner", owner);
  rows = amp_store_children (amp_session_get_store (office.session), amp_entity_find ("assignment"),
                             "case", case_id, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  team_be (&office, "ana");
  g_assert_true (amp_access_to_case (office.session, case_id, &access, NULL));
  g_assert_cmpint (access, ==, AMP_ACCESS_FULL);
  team_be (&office, "rosa");
  g_assert_true (amp_access_to_case (office.session, case_id, &access, NULL));
  g_assert_cmpint (access, ==, AMP_ACCESS_EXISTS);
}

static void
test_permits (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  gint64 id;

  team_open (&office);
  team_be (&office, "rosa");
  id = ask (&office, "export", 0, 0, "Informe a la Comisión Regional");
  g_assert_false (amp_approvals_take_permit (office.session, "export", 0, 0, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  team_be (&office, "jefa");
  decide (&office, id, TRUE, NULL);
  /* Hers, not her supervisor's; for this, not for that; once. */
  g_assert_false (amp_approvals_take_permit (office.session, "export", 0, 0, NULL));
  team_be (&office, "rosa");
  g_assert_false (amp_approvals_take_permit (office.session, "merge", 0, 0, NULL));
  g_assert_true (amp_approvals_take_permit (office.session, "export", 0, 0, &error));
  g_assert_no_error (error);
  g_assert_false (amp_approvals_take_permit (office.session, "export", 0, 0, NULL));
}

/* The ledger names who decided of the very permit that was used: not of one that waits beside it.
 */
static void
test_export_permit (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  gint64 approved, waiting, boss;

  team_open (&office);
  team_be (&office, "rosa");
  approved = ask (&office, "export", 0, 7, "Informe");
  team_be (&office, "jefa");
  boss = amp_session_get_user (office.session)->id;
  decide (&office, approved, TRUE, NULL);
  team_be (&office, "rosa");
  waiting = ask (&office, "export", 0, 7, "Informe");
  g_assert_cmpint (amp_approvals_take_numbered (office.session, "export", waiting, 7, &error), ==,
                   -1);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_cmpint (amp_approvals_take_numbered (office.session, "export", approved, 8, NULL), ==,
                   -1);
  g_assert_cmpint (amp_approvals_take_numbered (office.session, "export", 999, 7, NULL), ==, -1);
  team_be (&office, "jefa");
  g_assert_cmpint (amp_approvals_take_numbered (office.session, "export", approved, 7, NULL), ==,
                   -1);
  team_be (&office, "rosa");
  g_assert_cmpint (amp_approvals_take_numbered (office.session, "export", approved, 7, &error), ==,
                   boss);
  g_assert_no_error (error);
  g_assert_cmpint (amp_approvals_take_numbered (office.session, "export", approved, 7, NULL), ==,
                   -1);
}

/* Two records of one person: a caseworker proposes, a supervisor approves, and it is done. */
static void
test_merge (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *a = NULL, *b = NULL, *now = NULL;
  gint64 first, second, decision, id;

  team_open (&office);
  first = team_case (&office, "rosa", "Julia");
  second = team_case (&office, "rosa", "Julia");
  a = team_get (&office, "case", first, "person");
  b = team_get (&office, "case", second, "person");
  team_be (&office, "rosa");
  decision = amp_people_decide (office.session, g_ascii_strtoll (a, NULL, 10),
                                g_ascii_strtoll (b, NULL, 10), "same", 90, NULL, &error);
  g_assert_no_error (error);
  id = ask (&office, "merge", 0, decision, "Es la misma, lo confirmó ella");
  team_be (&office, "jefa");
  decide (&office, id, TRUE, NULL);
  now = team_get (&office, "case", second, "person");
  assert_field (&office, "case", first, "person", now);
}

static void
test_nonsense (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  AmpApprovalRequest request = {"plan", 0, 0, NULL};
  gint64 hers, theirs, plan;

  team_open (&office);
  hers = team_case (&office, "rosa", "Julia");
  theirs = team_case (&office, "ana", "Elena");
  plan = draft_plan (&office, theirs);
  team_be (&office, "rosa");
  refuse_to_ask (&office, &request, AMP_DOMAIN_ERROR_INVALID);
  request.kind = "everything";
  refuse_to_ask (&office, &request, AMP_DOMAIN_ERROR_INVALID);
  request = (AmpApprovalRequest){"plan", hers, plan, NULL};
  refuse_to_ask (&office, &request, AMP_DOMAIN_ERROR_INVALID);
  request.case_id = theirs;
  refuse_to_ask (&office, &request, AMP_DOMAIN_ERROR_ELSEWHERE);
  request = (AmpApprovalRequest){"reassign", hers, team_id (&office, "rosa"), NULL};
  refuse_to_ask (&office, &request, AMP_DOMAIN_ERROR_INVALID);
  request = (AmpApprovalRequest){"reopen", hers, 0, "vuelve"};
  refuse_to_ask (&office, &request, AMP_DOMAIN_ERROR_INVALID);
  g_assert_null (amp_approvals_list (office.session, AMP_APPROVALS_WAITING, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
}

/* A refusal says why. */
static void
test_refusal (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = NULL;
  gint64 id;

  team_open (&office);
  team_be (&office, "rosa");
  id = ask (&office, "export", 0, 0, NULL);
  team_be (&office, "jefa");
  g_assert_false (amp_approvals_decide (office.session, id, FALSE, " \n ", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  decide (&office, id, FALSE, "Aún no");
  team_be (&office, "rosa");
  own = amp_approvals_list (office.session, AMP_APPROVALS_OWN, NULL);
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_cmpstr (((AmpApproval *) own->pdata[0])->comment, ==, "Aún no");
  g_assert_cmpstr (((AmpApproval *) own->pdata[0])->decided_by_name, ==, "jefa");
  g_assert_false (((AmpApproval *) own->pdata[0])->may_decide);
}

static void
test_somebody (void)
{
  g_auto (Office) alone = {0}, office = {0};
  gboolean may;

  office_open (&alone);
  g_assert_true (amp_approvals_somebody_may_decide (alone.session, &may, NULL));
  g_assert_false (may);
  team_open (&office);
  g_assert_true (amp_approvals_somebody_may_decide (office.session, &may, NULL));
  g_assert_true (may);
}

/* A plan waits because somebody asked and until she is answered, not because a form says so. */
static void
test_waiting_by_hand (void)
{
  static const struct
  {
    gboolean asked;
    const char *to;
  } tries[] = {{FALSE, "requested"}, {TRUE, "draft"}, {TRUE, "interrupted"}, {TRUE, "active"}};

  for (gsize i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      g_auto (Office) office = {0};
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpRecord) record = NULL;
      gint64 case_id, plan;

      team_open (&office);
      case_id = team_case (&office, "rosa", "Julia");
      team_be (&office, "rosa");
      plan = draft_plan (&office, case_id);
      if (tries[i].asked)
        ask (&office, "plan", case_id, plan, NULL);
      record = amp_store_load (amp_session_get_store (office.session), amp_entity_find ("plan"),
                               plan, NULL);
      g_assert_true (amp_record_set (record, "status", tries[i].to, NULL));
      g_assert_false (amp_cases_save (office.session, record, NULL, &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "plan.status: "));
      g_clear_error (&error);
      /* Anything else may be written meanwhile. */
      g_assert_true (
        amp_record_set (record, "status", tries[i].asked ? "requested" : "draft", NULL));
      g_assert_true (amp_record_set (record, "note", "Más palabras", NULL));
      g_assert_true (amp_cases_save (office.session, record, NULL, &error));
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/approvals/a-plan-comes-into-force-by-another-person", test_plan);
  g_test_add_func ("/approvals/who-asked-may-take-it-back", test_withdraw);
  g_test_add_func ("/approvals/a-plan-that-waits-is-not-moved-by-hand", test_waiting_by_hand);
  g_test_add_func ("/approvals/nobody-approves-her-own-by-any-way", test_never_ones_own);
  g_test_add_func ("/approvals/nobody-gives-a-case-to-herself", test_not_to_oneself);
  g_test_add_func ("/approvals/a-case-of-somebody-else-is-asked-for-and-given", test_reassign);
  g_test_add_func ("/approvals/a-permit-is-for-one-person-one-thing-once", test_permits);
  g_test_add_func ("/approvals/the-permit-that-is-used-is-the-one-of-its-number",
                   test_export_permit);
  g_test_add_func ("/approvals/two-records-become-one-person", test_merge);
  g_test_add_func ("/approvals/nonsense-cannot-be-asked-for", test_nonsense);
  g_test_add_func ("/approvals/a-refusal-says-why", test_refusal);
  g_test_add_func ("/approvals/an-office-of-one-is-told-that-nobody-can-approve", test_somebody);
  return g_test_run ();
}
