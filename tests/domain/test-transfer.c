/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passing cases on: who may, what goes along, all or none. */
#include "team.h"

#include "domain/access.h"
#include "domain/approvals.h"
#include "domain/transfer.h"

#define TASK "Le pasaron este caso"

static GArray *
cases_of (gint64 first, gint64 second)
{
  GArray *cases = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (cases, first);
  if (second != 0)
    g_array_append_val (cases, second);
  return cases;
}

static void
assert_owner (Office *office, gint64 case_id, const char *login)
{
  g_autofree char *owner = team_get (office, "case", case_id, "owner");

  g_assert_cmpint (g_ascii_strtoll (owner, NULL, 10), ==, team_id (office, login));
}

static AmpAccess
access_to (Office *office, gint64 case_id)
{
  AmpAccess access;
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_access_to_case (office->session, case_id, &access, &error));
  return access;
}

static GPtrArray *
children (Office *office, const char *entity, gint64 case_id)
{
  return amp_store_children (amp_session_get_store (office->session), amp_entity_find (entity),
                             "case", case_id, NULL);
}

static gint64
add_task (Office *office, gint64 case_id, const char *login, const char *state)
{
  g_autofree char *owner = g_strdup_printf ("%" G_GINT64_FORMAT, team_id (office, login));

  return team_add (office, "task", case_id, "owner", owner, "title", "Llamar", "due_on",
                   "2026-11-24", "state", state, "origin", "manual", NULL);
}

static void
assert_task_of (Office *office, gint64 task, const char *login)
{
  g_autofree char *owner = team_get (office, "task", task, "owner");

  g_assert_cmpint (g_ascii_strtoll (owner, NULL, 10), ==, team_id (office, login));
}

static void
test_passed_on (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) cases = NULL;
  g_autoptr (GPtrArray) rows = NULL, tasks = NULL;
  gint64 one, other, open, done, anas;
  guint n, n_told = 0;

  team_open (&office);
  one = team_case (&office, "rosa", "Julia");
  other = team_case (&office, "ana", "Marta");
  open = add_task (&office, one, "rosa", "open");
  done = add_task (&office, one, "rosa", "done");
  anas = add_task (&office, one, "jefa", "open");
  cases = cases_of (one, other);
  g_assert_true (amp_transfer_cases (office.session, cases, team_id (&office, "ana"),
                                     "Rosa está de vacaciones", TASK, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1); /* the other was hers already */
  assert_owner (&office, one, "ana");
  assert_owner (&office, other, "ana");
  assert_task_of (&office, open, "ana");
  assert_task_of (&office, done, "rosa"); /* what was done stays done by who did it */
  assert_task_of (&office, anas, "jefa");

  rows = children (&office, "assignment", one);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_nonnull (amp_record_get (rows->pdata[0], "to_on"));
  g_assert_null (amp_record_get (rows->pdata[1], "to_on"));
  g_assert_cmpstr (amp_record_get (rows->pdata[1], "reason"), ==, "Rosa está de vacaciones");
  tasks = children (&office, "task", one);
  for (guint i = 0; i < tasks->len; i++)
    if (g_strcmp0 (amp_record_get (tasks->pdata[i], "title"), TASK) == 0)
      {
        assert_task_of (&office, amp_record_id (tasks->pdata[i]), "ana");
        n_told++;
      }
  g_assert_cmpuint (n_told, ==, 1);

  team_be (&office, "rosa");
  g_assert_cmpint (access_to (&office, one), ==, AMP_ACCESS_EXISTS);
  team_be (&office, "ana");
  g_assert_cmpint (access_to (&office, one), ==, AMP_ACCESS_FULL);
}

static void
test_all_or_none (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) cases = NULL, many = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (AmpRecord) closed = NULL;
  gint64 one, other;
  guint n = 7;

  team_open (&office);
  one = team_case (&office, "rosa", "Julia");
  other = team_case (&office, "rosa", "Marta");
  closed = amp_store_load (amp_session_get_store (office.session), amp_entity_find ("case"), other,
                           &error);
  g_assert_true (amp_record_set (closed, "status", "closed", &error));
  amp_store_save (amp_session_get_store (office.session), closed, NULL, &error);
  g_assert_no_error (error);
  cases = cases_of (one, other);
  g_assert_false (
    amp_transfer_cases (office.session, cases, team_id (&office, "ana"), NULL, TASK, &n, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpuint (n, ==, 0);
  assert_owner (&office, one, "rosa");
  rows = children (&office, "assignment", one);
  g_assert_cmpuint (rows->len, ==, 0);

  g_array_set_size (many, AMP_TRANSFER_MOST + 1);
  g_assert_false (
    amp_transfer_cases (office.session, many, team_id (&office, "ana"), NULL, TASK, &n, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

/* Whoever answers for the case asks; nobody else does it, nor for a colleague's. */
static void
test_asked_for (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) cases = NULL;
  g_autoptr (GPtrArray) waiting = NULL, rows = NULL;
  gint64 one, anas, ana;
  guint n;

  team_open (&office);
  one = team_case (&office, "rosa", "Julia");
  anas = team_case (&office, "ana", "Marta");
  ana = team_id (&office, "ana");
  cases = cases_of (one, 0);
  team_be (&office, "rosa");
  g_assert_false (amp_transfer_cases (office.session, cases, ana, NULL, TASK, &n, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_false (amp_transfer_ask (office.session, one, ana, " ", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (
    amp_transfer_ask (office.session, anas, team_id (&office, "jefa"), "No es mío", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_ELSEWHERE);
  g_clear_error (&error);
  g_assert_true (amp_transfer_ask (office.session, one, ana, "Me mudo a Quito", &error));
  g_assert_no_error (error);
  assert_owner (&office, one, "rosa");

  team_be (&office, "jefa");
  waiting = amp_approvals_list (office.session, AMP_APPROVALS_WAITING, &error);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_true (amp_approvals_decide (
    office.session, ((const AmpApproval *) waiting->pdata[0])->id, TRUE, NULL, &error));
  g_assert_no_error (error);
  assert_owner (&office, one, "ana");
  rows = children (&office, "assignment", one);
  g_assert_cmpstr (amp_record_get (rows->pdata[rows->len - 1], "reason"), ==, "Me mudo a Quito");
}

static void
test_by_load (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = NULL;
  guint last = 0;

  team_open (&office);
  team_case (&office, "rosa", "Julia");
  team_case (&office, "rosa", "Marta");
  team_case (&office, "ana", "Luz");
  team_be (&office, "ana");
  people = amp_transfer_people (office.session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 4);
  for (guint i = 0; i < people->len; i++)
    {
      const AmpTransferPerson *person = people->pdata[i];

      g_assert_cmpuint (person->load.n_open, >=, last);
      last = person->load.n_open;
      if (person->user == team_id (&office, "rosa"))
        g_assert_cmpuint (last, ==, 2);
    }
  g_assert_cmpuint (last, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/what-is-passed-on-is-the-colleagues-with-its-tasks", test_passed_on);
  g_test_add_func ("/transfer/all-cases-go-or-none", test_all_or_none);
  g_test_add_func ("/transfer/whoever-has-the-case-asks-and-another-decides", test_asked_for);
  g_test_add_func ("/transfer/who-has-the-fewest-cases-comes-first", test_by_load);
  return g_test_run ();
}
