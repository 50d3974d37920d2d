/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When something is to be done, and when it is not. Each rule is a row; two ways through the store
 * must find the same. */
#include "domain/today.h"

#include "domain/cases.h"
#include "domain/demo.h"
#include "model/date.h"
#include "office.h"

#include <string.h>

#define TODAY "2024-06-10"

/* --- Records --- */

static AmpRecord *
record_of (const char *entity, const char *values)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));
  g_auto (GStrv) pairs = g_strsplit (values, ",", -1);

  for (gsize i = 0; pairs[i] != NULL && *pairs[i] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);
      g_autoptr (GError) error = NULL;

      amp_record_set (record, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }
  return record;
}

static gint64
store_record (Office *office, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (office->session), record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

static gint64
make (Office *office, gint64 case_id, const char *entity, const char *values)
{
  g_autoptr (AmpRecord) record = record_of (entity, values);
  g_autoptr (AmpRecord) case_ = NULL;

  if (case_id != 0)
    amp_record_set_int (record, "case", case_id);
  if (case_id != 0 && amp_entity_field (amp_record_entity (record), "person") != NULL)
    {
      case_ = amp_store_load (amp_session_get_store (office->session), amp_entity_find ("case"),
                              case_id, NULL);
      amp_record_set (record, "person", amp_record_get (case_, "person"), NULL);
    }
  return store_record (office, record);
}

/* Opened on the day itself and spoken with on it: nothing of its own is due before a month. */
static gint64
make_case (Office *office, const char *values)
{
  static guint n;
  g_autofree char *pseudonym = g_strdup_printf ("TUM-24-%04u-K", ++n);
  g_autofree char *number = g_strdup_printf ("%s/1", pseudonym);
  g_autoptr (AmpRecord) person = record_of ("person", "gender=Feminine");
  g_autoptr (AmpRecord) case_ = record_of (
    "case", "status=open,opened_on=2024-06-10,last_contact_on=2024-06-10,office_region=PE-TUM");
  g_autoptr (AmpRecord) more = record_of ("case", values);
  const AmpEntity *entity = amp_entity_find ("case");

  amp_record_set (person, "pseudonym", pseudonym, NULL);
  amp_record_set_int (case_, "person", store_record (office, person));
  amp_record_set (case_, "number", number, NULL);
  amp_record_set_int (case_, "owner", amp_session_get_user (office->session)->id);
  for (gsize i = 0; i < entity->n_fields; i++)
    if (amp_record_get (more, entity->fields[i].name) != NULL)
      amp_record_set (case_, entity->fields[i].name, amp_record_get (more, entity->fields[i].name),
                      NULL);
  return store_record (office, case_);
}

static GPtrArray *
list_of (Office *office, const char *today, const char *origin, gint64 owner)
{
  const AmpTaskQuery query = {.owner = owner, .today = today, .origin = origin};
  g_autoptr (GError) error = NULL;
  GPtrArray *tasks = amp_tasks_list (office->session, &query, NULL, NULL, &error);

  g_assert_no_error (error);
  return tasks;
}

static gint64
me (Office *office)
{
  return amp_session_get_user (office->session)->id;
}

/* By both ways. */
static guint
count (Office *office, const char *today, const char *origin)
{
  g_autoptr (GPtrArray) mine = list_of (office, today, origin, me (office));
  g_autoptr (GPtrArray) all = list_of (office, today, origin, 0);

  g_assert_cmpuint (mine->len, ==, all->len);
  return mine->len;
}

static char *
day_after (const char *day, int days)
{
  AmpDate date;

  g_assert_true (amp_date_parse (day, &date));
  date = amp_date_from_day_number (amp_date_day_number (&date) + days);
  return amp_date_to_text (&date);
}

/* --- The rules --- */

static const struct
{
  const char *origin;
  const char *entity;
  const char *values;
  const char *first; /* day on which it shows first; NULL: never */
  const char *due;
} rules[] = {
  {"follow_up", "follow_up", "due_on=2024-06-10", "2024-06-10", "2024-06-10"},
  {"follow_up", "follow_up", "due_on=2024-06", "2024-06-01", "2024-06-01"},
  {"follow_up", "follow_up", "due_on=unknown", NULL, NULL},
  {"follow_up", "follow_up", "due_on=2024-06-10,done_on=2024-06-09,outcome=reached", NULL, NULL},
  {"referral_silent", "referral", "state=sent,direction=out,due_on=2024-06-10", "2024-06-11",
   "2024-06-11"},
  {"referral_silent", "referral", "state=no_answer,direction=out,due_on=2024-06-10", "2024-06-11",
   "2024-06-11"},
  {"referral_silent", "referral", "state=escalated,direction=out,due_on=2024-06-10", "2024-06-11",
   "2024-06-11"},
  {"referral_silent", "referral", "state=accepted,direction=out,due_on=2024-06-10", NULL, NULL},
  {"referral_silent", "referral", "state=draft,direction=out,due_on=2024-06-10", NULL, NULL},
  {"plan_review", "plan", "status=active,opened_on=2024-01-01,review_on=2024-06-10", "2024-06-10",
   "2024-06-10"},
  {"plan_review", "plan", "status=done,opened_on=2024-01-01,review_on=2024-06-10", NULL, NULL},
  {"plan_review", "plan", "status=active,opened_on=2024-01-01", NULL, NULL},
  {"goal_due", "plan_goal", "domain=04,status=pending,due_on=2024-06-10", "2024-06-10",
   "2024-06-10"},
  {"goal_due", "plan_goal", "domain=04,status=in_progress,due_on=2024-06-10", "2024-06-10",
   "2024-06-10"},
  {"goal_due", "plan_goal", "domain=04,status=achieved,due_on=2024-06-10", NULL, NULL},
  {"goal_due", "plan_goal", "domain=04,status=dropped,due_on=2024-06-10", NULL, NULL},
  {"action_due", "plan_action", "due_on=2024-06-10", "2024-06-10", "2024-06-10"},
  {"action_due", "plan_action", "due_on=2024-06-10,done_on=2024-06-01", NULL, NULL},
  {"service_planned", "service",
   "service_type=04_individual,status=planned,region=PE-TUM,planned_on=2024-06-10", "2024-06-10",
   "2024-06-10"},
  {"service_planned", "service",
   "service_type=04_individual,status=cancelled,region=PE-TUM,planned_on=2024-06-10", NULL, NULL},
  {"hearing", "proceeding", "kind=carpeta_fiscal,next_hearing_on=2024-06-10", "2024-06-03",
   "2024-06-10"},
  {"hearing", "proceeding", "kind=carpeta_fiscal,stage=archived,next_hearing_on=2024-06-10", NULL,
   NULL},
  {"consent_expiring", "consent", "purpose=statistics,decision=given,expires_on=2024-06-24",
   "2024-06-10", "2024-06-24"},
  {"consent_expiring", "consent", "purpose=statistics,decision=refused,expires_on=2024-06-24", NULL,
   NULL},
  {"consent_expiring", "consent",
   "purpose=statistics,decision=given,expires_on=2024-06-24,withdrawn_on=2024-06-01", NULL, NULL},
  {"risk_review", "risk_assessment", "on=2024-06-07,level=high,next_due=2024-06-10", "2024-06-10",
   "2024-06-10"},
  {"no_risk", "case", "opened_on=2024-06-10", "2024-06-13", "2024-06-13"},
  {"no_contact", "case", "last_contact_on=2024-06-10", "2024-07-10", "2024-07-10"},
  {"retention", "case", "status=closed,retention_until=2024-06-10", "2024-06-10", "2024-06-10"},
  {"retention", "case", "status=open,retention_until=2024-06-10", NULL, NULL},
};

static gint64
make_for (Office *office, gsize i, const char *status)
{
  g_autofree char *state = status != NULL ? g_strdup_printf ("status=%s", status) : g_strdup ("");
  gint64 case_id, parent;

  if (g_str_equal (rules[i].entity, "case"))
    {
      g_autofree char *values = status != NULL ? g_strdup_printf ("%s,%s", rules[i].values, state)
                                               : g_strdup (rules[i].values);

      return make_case (office, values);
    }
  case_id = make_case (office, state);
  if (g_str_equal (rules[i].entity, "plan_goal") || g_str_equal (rules[i].entity, "plan_action"))
    {
      g_autoptr (AmpRecord) record = record_of (rules[i].entity, rules[i].values);

      parent = make (office, case_id, "plan", "status=active,opened_on=2024-01-01");
      if (g_str_equal (rules[i].entity, "plan_action"))
        {
          g_autoptr (AmpRecord) goal = record_of ("plan_goal", "domain=04,status=achieved");

          amp_record_set_int (goal, "plan", parent);
          amp_record_set_int (goal, "case", case_id);
          parent = store_record (office, goal);
          amp_record_set_int (record, "plan_goal", parent);
        }
      else
        amp_record_set_int (record, "plan", parent);
      amp_record_set_int (record, "case", case_id);
      store_record (office, record);
      return case_id;
    }
  make (office, case_id, rules[i].entity, rules[i].values);
  return case_id;
}

static void
test_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_auto (Office) office = {0};
      g_autofree char *before = rules[i].first != NULL ? day_after (rules[i].first, -1) : NULL;
      g_autoptr (GPtrArray) tasks = NULL;

      g_test_message ("%s: %s %s", rules[i].origin, rules[i].entity, rules[i].values);
      office_open (&office);
      make_for (&office, i, NULL);
      if (rules[i].first == NULL)
        {
          g_assert_cmpuint (count (&office, "2030-01-01", rules[i].origin), ==, 0);
          continue;
        }
      g_assert_cmpuint (count (&office, before, rules[i].origin), ==, 0);
      g_assert_cmpuint (count (&office, rules[i].first, rules[i].origin), ==, 1);
      g_assert_cmpuint (count (&office, "2030-01-01", rules[i].origin), ==, 1);
      tasks = list_of (&office, rules[i].first, rules[i].origin, me (&office));
      g_assert_cmpstr (((AmpTask *) tasks->pdata[0])->due, ==, rules[i].due);
    }
}

static void
test_closed_cases (void)
{
  static const char *const closed[] = {"closed", "closed_referred", "closed_not_victim",
                                       "duplicate"};

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_auto (Office) office = {0};

      if (rules[i].first == NULL || g_str_equal (rules[i].origin, "retention"))
        continue;
      office_open (&office);
      for (gsize k = 0; k < G_N_ELEMENTS (closed); k++)
        make_for (&office, i, closed[k]);
      g_assert_cmpuint (count (&office, "2030-01-01", rules[i].origin), ==, 0);
    }
}

static void
test_last_assessment (void)
{
  g_auto (Office) office = {0};
  gint64 id;

  office_open (&office);
  id = make_case (&office, "");
  make (&office, id, "risk_assessment", "on=2024-06-01,level=imminent,next_due=2024-06-02");
  g_assert_cmpuint (count (&office, TODAY, "risk_review"), ==, 1);
  make (&office, id, "risk_assessment", "on=2024-06-05,level=low,next_due=2024-07-05");
  g_assert_cmpuint (count (&office, TODAY, "risk_review"), ==, 0);
  g_assert_cmpuint (count (&office, "2024-07-05", "risk_review"), ==, 1);
  /* One that tells of earlier comes later: the last one holds. */
  make (&office, id, "risk_assessment", "on=2024-05-01,level=high,next_due=2024-05-04");
  g_assert_cmpuint (count (&office, TODAY, "risk_review"), ==, 0);
  g_assert_cmpuint (count (&office, "2030-01-01", "no_risk"), ==, 0);
}

static void
test_three_failures (void)
{
  static const struct
  {
    const char *outcomes; /* a day each, in this order; n not_reached, r reached, - planned only */
    guint n;
  } rows[] = {{"nnn", 1},   {"nn", 0},   {"nnnr", 0},    {"rnnn", 1}, {"nrnn", 0},
              {"nnnnn", 1}, {"nn-n", 1}, {"nnnrnnn", 1}, {"", 0}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Office) office = {0};
      gint64 id;

      office_open (&office);
      id = make_case (&office, "");
      for (guint k = 0; rows[i].outcomes[k] != '\0'; k++)
        {
          char c = rows[i].outcomes[k];
          g_autofree char *values =
            c == '-' ? g_strdup_printf ("due_on=2024-05-%02u", k + 1)
                     : g_strdup_printf ("due_on=2024-05-%02u,done_on=2024-05-%02u,outcome=%s",
                                        k + 1, k + 1, c == 'n' ? "not_reached" : "reached");

          make (&office, id, "follow_up", values);
        }
      g_test_message ("%s", rows[i].outcomes);
      g_assert_cmpuint (count (&office, TODAY, "three_failures"), ==, rows[i].n);
    }
}

static void
test_renewed_consent (void)
{
  g_auto (Office) office = {0};
  gint64 id;

  office_open (&office);
  id = make_case (&office, "");
  make (&office, id, "consent", "purpose=statistics,decision=given,expires_on=2024-06-12");
  make (&office, id, "consent", "purpose=legal,decision=given");
  g_assert_cmpuint (count (&office, TODAY, "consent_expiring"), ==, 1);
  make (&office, id, "consent", "purpose=statistics,decision=given,expires_on=2025-06-12");
  g_assert_cmpuint (count (&office, TODAY, "consent_expiring"), ==, 0);
}

/* --- What was decided --- */

static AmpTask *
only_task (Office *office, const char *today, const char *origin)
{
  g_autoptr (GPtrArray) tasks = list_of (office, today, origin, me (office));

  g_assert_cmpuint (tasks->len, ==, 1);
  return g_ptr_array_steal_index (tasks, 0);
}

static void
put_off (Office *office, const AmpTask *task, const char *until, AmpTaskUndo **undo)
{
  g_autoptr (GError) error = NULL;

  amp_tasks_put_off (office->session, task, until, "the road is closed", TODAY, undo, &error);
  g_assert_no_error (error);
}

static void
test_put_off (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpTask) task = NULL;
  g_autoptr (AmpTaskUndo) undo = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id, follow_up;
  g_autoptr (AmpRecord) record = NULL;

  office_open (&office);
  id = make_case (&office, "");
  follow_up = make (&office, id, "follow_up", "due_on=2024-06-10");
  task = only_task (&office, TODAY, "follow_up");
  put_off (&office, task, "2024-06-14", &undo);
  g_assert_cmpuint (count (&office, TODAY, "follow_up"), ==, 0);
  g_assert_cmpuint (count (&office, "2024-06-13", "follow_up"), ==, 0);
  g_assert_cmpuint (count (&office, "2024-06-14", "follow_up"), ==, 1);
  amp_tasks_undo (office.session, undo, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (&office, TODAY, "follow_up"), ==, 1);

  /* Another date is another matter: what was said of the old one does not hold. */
  put_off (&office, task, "2024-06-14", NULL);
  g_assert_cmpuint (count (&office, TODAY, "follow_up"), ==, 0);
  record = amp_store_load (amp_session_get_store (office.session), amp_entity_find ("follow_up"),
                           follow_up, &error);
  amp_record_set (record, "due_on", "2024-06-09", &error);
  store_record (&office, record);
  g_assert_cmpuint (count (&office, TODAY, "follow_up"), ==, 1);
}

static void
test_policy (void)
{
  static const struct
  {
    const char *risk; /* of the case */
    const char *entity, *values;
    const char *latest; /* from 10 June */
  } rows[] = {
    {"imminent", "risk_assessment", "on=2024-06-09,level=imminent,next_due=2024-06-10",
     "2024-06-11"},
    {"high", "risk_assessment", "on=2024-06-07,level=high,next_due=2024-06-10", "2024-06-13"},
    {"medium", "risk_assessment", "on=2024-05-26,level=medium,next_due=2024-06-10", "2024-06-25"},
    {"low", "risk_assessment", "on=2024-05-11,level=low,next_due=2024-06-10", "2024-07-10"},
    {"imminent", "follow_up", "due_on=2024-06-10", "2024-06-11"},
    {"low", "follow_up", "due_on=2024-06-10", "2024-06-25"},
    {"low", "proceeding", "kind=expediente,next_hearing_on=2024-06-12", "2024-06-12"},
    {"low", "proceeding", "kind=expediente,next_hearing_on=2024-06-10", NULL},
    {"low", "consent", "purpose=legal,decision=given,expires_on=2024-06-20", "2024-06-20"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Office) office = {0};
      g_autofree char *risk = g_strdup_printf ("risk_level=%s", rows[i].risk);
      g_autofree char *latest = NULL, *later = NULL;
      g_autoptr (AmpTask) task = NULL;
      g_autoptr (GError) error = NULL;

      office_open (&office);
      make (&office, make_case (&office, risk), rows[i].entity, rows[i].values);
      task = only_task (&office, TODAY, NULL);
      latest = amp_task_latest (task, TODAY);
      g_assert_cmpstr (latest, ==, rows[i].latest);
      later = day_after (latest != NULL ? latest : TODAY, 1);
      g_assert_false (
        amp_tasks_put_off (office.session, task, later, "reason", TODAY, NULL, &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
      if (latest != NULL)
        put_off (&office, task, latest, NULL);
    }
}

/* A day after a day after a day is no policy. */
static void
test_imminent_once (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpTask) task = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *latest = NULL;

  office_open (&office);
  make (&office, make_case (&office, "risk_level=imminent"), "risk_assessment",
        "on=2024-06-09,level=imminent,next_due=2024-06-10");
  task = only_task (&office, TODAY, "risk_review");
  put_off (&office, task, "2024-06-11", NULL);
  again = only_task (&office, "2024-06-11", "risk_review");
  latest = amp_task_latest (again, "2024-06-11");
  g_assert_null (latest);
  g_assert_false (
    amp_tasks_put_off (office.session, again, "2024-06-12", "why", "2024-06-11", NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_false (amp_tasks_drop (office.session, again, "why", "2024-06-11", NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
}

static void
test_refusals (void)
{
  static const char *const reasons[] = {NULL, "", "  \t"};
  static const char *const days[] = {NULL, "", TODAY, "2024-06-09", "unknown", "2024-02-30", "x"};
  g_auto (Office) office = {0};
  g_autoptr (AmpTask) task = NULL;

  office_open (&office);
  make (&office, make_case (&office, ""), "follow_up", "due_on=2024-06-10");
  task = only_task (&office, TODAY, "follow_up");
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autoptr (GError) error = NULL, other = NULL;

      g_assert_false (
        amp_tasks_put_off (office.session, task, "2024-06-11", reasons[i], TODAY, NULL, &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
      g_assert_false (amp_tasks_drop (office.session, task, reasons[i], TODAY, NULL, &other));
      g_assert_error (other, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (
        amp_tasks_put_off (office.session, task, days[i], "why", TODAY, NULL, &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (amp_tasks_done (office.session, task, TODAY, NULL, &error));
    g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  }
  g_assert_cmpuint (count (&office, TODAY, "follow_up"), ==, 1);
  g_assert_cmpint (
    amp_store_count (amp_session_get_store (office.session), amp_entity_find ("task"), NULL), ==,
    0);
}

static void
test_done_at_its_source (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpTask) task = NULL;
  g_autoptr (AmpTaskUndo) undo = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) action = NULL;
  gsize row = 0;

  while (!g_str_equal (rules[row].origin, "action_due"))
    row++;
  office_open (&office);
  make_for (&office, row, NULL);
  task = only_task (&office, TODAY, "action_due");
  amp_tasks_done (office.session, task, TODAY, &undo, &error);
  g_assert_no_error (error);
  action = amp_store_load (amp_session_get_store (office.session), amp_entity_find ("plan_action"),
                           task->source, &error);
  g_assert_cmpstr (amp_record_get (action, "done_on"), ==, TODAY);
  g_assert_cmpuint (count (&office, TODAY, "action_due"), ==, 0);
  amp_tasks_undo (office.session, undo, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (&office, TODAY, "action_due"), ==, 1);
}

/* --- Free tasks --- */

static void
test_free (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) record = record_of ("task", "title=Llamar a la UPE,due_on=2024-06-12");
  g_autoptr (AmpRecord) nameless = record_of ("task", "due_on=2024-06-12");
  g_autoptr (AmpRecord) vague = record_of ("task", "title=Algún día,due_on=2024-06");
  g_autoptr (AmpTaskUndo) added = NULL, done = NULL;
  g_autoptr (AmpTask) task = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  g_assert_false (amp_tasks_save (office.session, nameless, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (amp_tasks_save (office.session, vague, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);

  amp_tasks_save (office.session, record, &added, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (&office, "2024-06-11", "manual"), ==, 0);
  task = only_task (&office, "2024-06-12", NULL);
  g_assert_true (amp_task_is_free (task));
  g_assert_cmpstr (task->title, ==, "Llamar a la UPE");
  g_assert_cmpint (amp_task_overdue (task, "2024-06-15"), ==, 3);
  amp_tasks_done (office.session, task, "2024-06-12", &done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (&office, "2024-06-12", "manual"), ==, 0);
  amp_tasks_undo (office.session, done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (&office, "2024-06-12", "manual"), ==, 1);

  /* It was touched since it was added: the first step cannot be taken back any more. */
  g_assert_false (amp_tasks_undo (office.session, added, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CONFLICT);
}

/* --- Ways and periods --- */

static char *
told (GPtrArray *tasks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tasks->len; i++)
    {
      const AmpTask *task = g_ptr_array_index (tasks, i);

      g_string_append_printf (text, "%s %s %" G_GINT64_FORMAT " %s %s\n", amp_task_day (task),
                              task->origin, task->source, task->number, task->risk);
    }
  return g_string_free (text, FALSE);
}

/* The office is hers alone: what is found by her cases and what is found by the date is the same,
 * on any day, and a period holds what its days hold. */
static void
test_two_ways (void)
{
  g_auto (Office) office = {0};
  const AmpDemoOptions options = {300, 1, TODAY};
  g_autoptr (GError) error = NULL;
  guint n_kinds = 0;
  const char *last = "";
  g_autoptr (GPtrArray) month = NULL;
  guint by_day = 0;

  office_open (&office);
  amp_demo_fill (office.session, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  for (int i = -3; i < 40; i += 7)
    {
      g_autofree char *day = day_after (TODAY, i);
      g_autoptr (GPtrArray) mine = list_of (&office, day, NULL, me (&office));
      g_autoptr (GPtrArray) all = list_of (&office, day, NULL, 0);
      g_autofree char *a = told (mine), *b = told (all);

      g_assert_cmpstr (a, ==, b);
      g_assert_cmpuint (mine->len, >, 20);
    }
  {
    const AmpTaskQuery query = {
      .owner = me (&office), .today = TODAY, .from = "2024-06-01", .to = "2024-06-30"};

    month = amp_tasks_list (office.session, &query, NULL, NULL, &error);
    g_assert_no_error (error);
  }
  for (int i = 0; i < 30; i++)
    {
      g_autofree char *day = day_after ("2024-06-01", i);
      const AmpTaskQuery query = {.owner = me (&office), .today = TODAY, .from = day, .to = day};
      g_autoptr (GPtrArray) tasks = amp_tasks_list (office.session, &query, NULL, NULL, &error);

      g_assert_no_error (error);
      by_day += tasks->len;
    }
  g_assert_cmpuint (month->len, ==, by_day);
  for (guint i = 0; i < month->len; i++)
    {
      const AmpTask *task = g_ptr_array_index (month, i);

      n_kinds += strcmp (task->origin, last) != 0;
      last = task->origin;
      g_assert_cmpstr (amp_task_day (task), >=, "2024-06-01");
      g_assert_cmpstr (amp_task_day (task), <=, "2024-06-30");
    }
  g_assert_cmpuint (n_kinds, >, 5);
}

static void
test_others_see_their_own (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  AmpTaskQuery query = {.today = TODAY};
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (AmpTeam) team = NULL;
  gint64 id;
  char *values;

  office_open (&office);
  amp_session_add_user (office.session, "ana", AMP_ROLE_CASEWORKER, passphrase, &amp_kdf_cheap,
                        &error);
  g_assert_no_error (error);
  folder = office_path (&office, "Office.amparo");
  amp_session_close (office.session);
  office.session = amp_session_open (folder, "ana", passphrase, &error);
  g_assert_no_error (error);
  id = me (&office);
  amp_session_close (office.session);
  office.session = amp_session_open (folder, "supervisora", passphrase, &error);
  values = g_strdup_printf ("due_on=2024-06-10,by=%" G_GINT64_FORMAT, id);
  make (&office, make_case (&office, ""), "follow_up", "due_on=2024-06-10");
  make (&office, make_case (&office, ""), "follow_up", values); /* hers, in another's case */
  g_free (values);
  team = amp_team_read (office.session, TODAY, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (team->members->len, ==, 1);
  g_assert_null (team->backup_at);
  g_clear_pointer (&team, amp_team_free);
  amp_session_close (office.session);
  office.session = amp_session_open (folder, "ana", passphrase, &error);

  g_assert_null (amp_tasks_list (office.session, &query, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  query.owner = id;
  tasks = amp_tasks_list (office.session, &query, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tasks->len, ==, 1);
  g_assert_cmpint (((AmpTask *) tasks->pdata[0])->responsible, ==, id);
  g_assert_null (amp_team_read (office.session, TODAY, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
}

/* --- Hoy --- */

static void
test_today (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpToday) today = NULL;
  g_autoptr (GError) error = NULL;
  AmpStore *store;
  gint64 id, person, approval;
  g_autofree char *key = NULL;
  const AmpTask *task;

  office_open (&office);
  store = amp_session_get_store (office.session);
  id = make_case (&office, "risk_level=imminent");
  make (&office, id, "risk_assessment", "on=2024-06-08,level=imminent,next_due=2024-06-09");
  make (&office, id, "follow_up", "due_on=2024-06-09,kind=phone");
  make (&office, id, "referral",
        "state=sent,direction=out,due_on=2024-06-01,service_type=04_individual");
  {
    g_autoptr (AmpRecord) case_ = amp_store_load (store, amp_entity_find ("case"), id, NULL);
    g_autoptr (AmpRecord) safe =
      record_of ("safe_contact", "channel=whatsapp,value=987654321,safe_hours=De 10 a "
                                 "16,may_leave_message=0,code_word=luna");

    person = amp_record_get_int (case_, "person", 0);
    amp_record_set_int (safe, "person", person);
    store_record (&office, safe);
  }
  key = g_strdup_printf ("case:%" G_GINT64_FORMAT, id);
  amp_store_draft_put (store, key, "{}", &error);
  amp_store_draft_put (store, "intake", "{}", &error);
  amp_store_draft_put (store, "filters", "{}", &error);
  amp_store_draft_put (store, "form:institution:77#2", "{}", &error);
  amp_store_draft_put (store, "form:consent:0:99", "{}", &error);
  {
    g_autofree char *values =
      g_strdup_printf ("kind=closure,requested_by=%" G_GINT64_FORMAT
                       ",requested_at=2024-06-01T10:00:00Z,decision=approved,"
                       "decided_at=2024-06-02T10:00:00Z",
                       me (&office));

    approval = make (&office, id, "approval", values);
  }

  today = amp_today_read (office.session, TODAY, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (today->imminent->len, ==, 1);
  g_assert_cmpuint (today->n_imminent, ==, 1);
  task = today->imminent->pdata[0];
  g_assert_cmpstr (task->origin, ==, "risk_review");
  g_assert_cmpint (amp_task_overdue (task, TODAY), ==, 1);
  /* The assessment is above: below is the follow-up alone. */
  g_assert_cmpuint (today->due->len, ==, 1);
  task = today->due->pdata[0];
  g_assert_cmpstr (task->origin, ==, "follow_up");
  g_assert_cmpuint (task->safe->len, ==, 1);
  {
    const AmpSafeRule *rule = task->safe->pdata[0];

    g_assert_cmpstr (rule->channel, ==, "whatsapp");
    g_assert_cmpstr (rule->hours, ==, "De 10 a 16");
    g_assert_cmpint (rule->may_leave_message, ==, 0);
    g_assert_cmpint (rule->may_say_who, ==, -1);
    g_assert_true (rule->has_code_word);
  }
  g_assert_cmpuint (today->silent->len, ==, 1);
  g_assert_cmpuint (today->drafts->len, ==, 4);
  g_assert_cmpuint (today->answered->len, ==, 1);
  g_assert_cmpuint (today->waiting->len, ==, 0);
  g_assert_cmpuint (today->load.n_open, ==, 1);
  g_assert_cmpuint (today->load.n_new, ==, 1);
  g_assert_cmpuint (today->load.n_quiet, ==, 0);
  g_clear_pointer (&today, amp_today_free);

  amp_today_approval_seen (office.session, approval, &error);
  g_assert_no_error (error);
  today = amp_today_read (office.session, "2024-07-20", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (today->answered->len, ==, 0);
  g_assert_cmpuint (today->load.n_new, ==, 0);
  g_assert_cmpuint (today->load.n_quiet, ==, 1);
}

static void
test_empty (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpToday) today = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  today = amp_today_read (office.session, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (today->imminent->len + today->due->len + today->silent->len +
                      today->drafts->len + today->answered->len + today->waiting->len,
                    ==, 0);
  g_assert_cmpuint (today->load.n_open, ==, 0);
  g_assert_null (amp_today_read (office.session, "x", NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/tasks/each-date-shows-on-its-day-and-not-before", test_rules);
  g_test_add_func ("/tasks/nothing-is-due-in-a-closed-case", test_closed_cases);
  g_test_add_func ("/tasks/the-last-assessment-of-a-case-holds", test_last_assessment);
  g_test_add_func ("/tasks/three-contacts-in-a-row-that-failed", test_three_failures);
  g_test_add_func ("/tasks/a-consent-that-was-renewed-does-not-expire", test_renewed_consent);
  g_test_add_func ("/tasks/what-is-put-off-comes-back-with-its-day-or-another-date", test_put_off);
  g_test_add_func ("/tasks/nothing-waits-longer-than-its-risk-lets-it", test_policy);
  g_test_add_func ("/tasks/an-imminent-risk-is-put-off-once", test_imminent_once);
  g_test_add_func ("/tasks/without-a-reason-or-a-day-nothing-is-put-off", test_refusals);
  g_test_add_func ("/tasks/an-action-is-done-in-its-plan", test_done_at_its_source);
  g_test_add_func ("/tasks/a-free-task-is-written-done-and-taken-back", test_free);
  g_test_add_func ("/tasks/by-case-and-by-date-the-same-is-due", test_two_ways);
  g_test_add_func ("/tasks/somebody-sees-her-own-the-supervisor-all", test_others_see_their_own);
  g_test_add_func ("/tasks/hoy-holds-the-day-in-its-order", test_today);
  g_test_add_func ("/tasks/hoy-of-an-empty-office", test_empty);
  return g_test_run ();
}
