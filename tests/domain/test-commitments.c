/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was promised: in which order it is looked at, what the meetings hand out, and what of it
 * (and of the regional plans) comes to whom among the tasks. */
#include "domain/commitments.h"

#include "domain/cases.h"
#include "domain/tasks.h"
#include "programme-desk.h"
#include "team.h"

#include <string.h>

#define TODAY "2026-06-15"

static gint64
add_forum (Office *office, const char *values)
{
  g_autofree char *all =
    g_strconcat ("kind=round_table|region=PE-PIU|name=Mesa regional|", values, NULL);

  return desk_add (office, "forum", all);
}

static gint64
add_commitment (Office *office, gint64 forum, const char *values)
{
  g_autofree char *all = g_strconcat ("text=Open the shelter|", values, NULL);

  return desk_add_to (office, "commitment", "forum", forum, all);
}

static gint64
add_update (Office *office, gint64 commitment, const char *values)
{
  return desk_add_to (office, "commitment_update", "commitment", commitment, values);
}

static GPtrArray *
list_of (Office *office, const AmpCommitmentQuery *query)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list = amp_commitments_list (office->session, query, NULL, &error);

  g_assert_no_error (error);
  return list;
}

static void
expect_status (Office *office, gint64 commitment, const char *expected)
{
  g_autofree char *status = desk_get (office, "commitment", commitment, "status");

  g_assert_cmpstr (status, ==, expected);
}

/* --- The list --- */

static void
test_the_longest_overdue_comes_first (void)
{
  g_auto (Office) office = {0};
  const AmpCommitmentQuery query = {.today = TODAY};
  g_autoptr (GPtrArray) list = NULL;
  gint64 forum, ids[7];

  office_open (&office);
  forum = add_forum (&office, "on=2026-01-10");
  ids[4] = add_commitment (&office, forum, "status=open");
  ids[2] = add_commitment (&office, forum, "status=open|due_on=2026-06-15");
  ids[5] = add_commitment (&office, forum, "status=fulfilled|due_on=2026-05-01");
  ids[1] = add_commitment (&office, forum, "status=in_progress|due_on=2026-06-14");
  ids[3] = add_commitment (&office, forum, "status=open|due_on=2026-06");
  ids[6] = add_commitment (&office, forum, "status=withdrawn|due_on=2026-03-01");
  ids[0] = add_commitment (&office, forum, "status=open|due_on=2025");
  list = list_of (&office, &query);
  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < list->len; i++)
    {
      const AmpCommitment *commitment = list->pdata[i];

      g_test_message ("%u", i);
      g_assert_cmpint (commitment->id, ==, ids[i]);
      g_assert_cmpint (commitment->open, ==, i < 5);
      g_assert_cmpint (commitment->late > 0, ==, i < 2);
    }
  g_assert_cmpint (((AmpCommitment *) list->pdata[0])->late, ==, 166);
}

static void
test_conditions_of_the_list (void)
{
  g_auto (Office) office = {0};
  gint64 forum, diresa, fiscalia;
  guint n[6];

  office_open (&office);
  diresa = desk_add (
    &office, "institution",
    "code=DIRESA|name_es=DIRESA Piura|kind=HealthServiceOrganisation|country=PE|region=PE-PIU");
  fiscalia = desk_add (&office, "institution",
                       "code=FGE|name_es=Fiscalía de El Oro|kind=Prosecutor|country=EC");
  forum = add_forum (&office, "on=2026-01-10");
  (void) desk_add_to (&office, "commitment", "forum", forum,
                      "text=a|status=open|country=EC|promised_by_other=Municipio");
  {
    g_autofree char *by =
      g_strdup_printf ("status=open|promised_by=%" G_GINT64_FORMAT "|promised_to=%" G_GINT64_FORMAT,
                       fiscalia, diresa);

    (void) add_commitment (&office, forum, by);
  }
  (void) add_commitment (&office, forum, "status=fulfilled|country=PE");
  {
    const AmpCommitmentQuery queries[] = {
      {.today = TODAY, .country = "EC"},         {.today = TODAY, .institution = diresa},
      {.today = TODAY, .institution = fiscalia}, {.today = TODAY, .open = TRUE},
      {.today = TODAY, .status = "fulfilled"},   {.today = TODAY, .forum = forum + 1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
      {
        g_autoptr (GPtrArray) list = list_of (&office, &queries[i]);

        n[i] = list->len;
      }
  }
  g_assert_cmpuint (n[0], ==, 2); /* one by its own country, one by who promised */
  g_assert_cmpuint (n[1], ==, 1);
  g_assert_cmpuint (n[2], ==, 1);
  g_assert_cmpuint (n[3], ==, 2);
  g_assert_cmpuint (n[4], ==, 1);
  g_assert_cmpuint (n[5], ==, 0);
}

static void
test_what_was_said_last (void)
{
  g_auto (Office) office = {0};
  const AmpCommitmentQuery query = {.today = TODAY};
  g_autoptr (GPtrArray) list = NULL;
  gint64 commitment;

  office_open (&office);
  commitment =
    add_commitment (&office, add_forum (&office, "on=2026-01-10"), "status=open|due_on=2026-05-01");
  (void) add_update (&office, commitment, "on=2026-04-01|status=in_progress|text=The latest");
  (void) add_update (&office, commitment, "on=2026-02-01|status=open|text=An earlier one");
  list = list_of (&office, &query);
  g_assert_cmpstr (((AmpCommitment *) list->pdata[0])->last_text, ==, "The latest");
  g_assert_cmpstr (((AmpCommitment *) list->pdata[0])->last_on, ==, "2026-04-01");
  g_assert_cmpuint (((AmpCommitment *) list->pdata[0])->n_updates, ==, 2);
}

/* --- The status follows --- */

static void
test_the_status_follows_the_updates (void)
{
  g_auto (Office) office = {0};
  gint64 commitment, first, second;

  office_open (&office);
  commitment = add_commitment (&office, add_forum (&office, "on=2026-01-10"), "status=open");
  first = add_update (&office, commitment, "on=2026-02-01|status=in_progress");
  expect_status (&office, commitment, "in_progress");
  second = add_update (&office, commitment, "on=2026-03-01|status=fulfilled");
  expect_status (&office, commitment, "fulfilled");
  desk_set (&office, "commitment_update", second, "status", "not_fulfilled");
  expect_status (&office, commitment, "not_fulfilled");
  desk_delete (&office, "commitment_update", second);
  expect_status (&office, commitment, "in_progress");
  desk_delete (&office, "commitment_update", first);
  expect_status (&office, commitment, "open");
  desk_set (&office, "commitment", commitment, "status", "withdrawn");
  {
    const AmpCommitmentQuery query = {.today = TODAY};
    g_autoptr (GPtrArray) list = list_of (&office, &query);

    g_assert_cmpuint (((AmpCommitment *) list->pdata[0])->n_updates, ==, 1);
  }
}

/* Whatever is entered, corrected and deleted: it stands as the latest update says. */
static void
test_the_status_is_that_of_the_latest (void)
{
  static const char *const statuses[] = {"open", "in_progress", "fulfilled", "not_fulfilled"};
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) on = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 commitment;

  office_open (&office);
  commitment = add_commitment (&office, add_forum (&office, "on=2020-01-10"), "status=open");
  for (guint i = 0; i < 60; i++)
    {
      const char *expected = "open";
      const char *latest = "";

      if (ids->len > 0 && g_test_rand_int_range (0, 3) == 0)
        {
          guint n = (guint) g_test_rand_int_range (0, (gint32) ids->len);

          desk_delete (&office, "commitment_update", g_array_index (ids, gint64, n));
          g_array_remove_index (ids, n);
          g_ptr_array_remove_index (on, n);
          g_ptr_array_remove_index (said, n);
        }
      else
        {
          /* No two of one day. */
          char *day = g_strdup_printf ("20%02d-%02u-%02u", g_test_rand_int_range (20, 26),
                                       i / 28 + 1, i % 28 + 1);
          const char *status = statuses[g_test_rand_int_range (0, 4)];
          g_autofree char *values = g_strdup_printf ("on=%s|status=%s", day, status);
          gint64 id = add_update (&office, commitment, values);

          g_array_append_val (ids, id);
          g_ptr_array_add (on, day);
          g_ptr_array_add (said, (gpointer) status);
        }
      for (guint j = 0; j < on->len; j++)
        if (strcmp (on->pdata[j], latest) > 0)
          {
            latest = on->pdata[j];
            expected = said->pdata[j];
          }
      expect_status (&office, commitment, expected);
    }
}

/* --- Meetings --- */

static GBytes *
sheet_of (Office *office, gint64 forum, gboolean agenda)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf =
    agenda ? amp_forum_agenda_to_pdf (office->session, forum, TODAY, "en", desk_as_it_is, &error)
           : amp_forum_minutes_to_pdf (office->session, forum, TODAY, "en", desk_as_it_is, &error);

  g_assert_no_error (error);
  return pdf;
}

static void
test_agenda_and_minutes (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GBytes) agenda = NULL, minutes = NULL, again = NULL;
  g_autofree char *agenda_text = NULL, *minutes_text = NULL, *info = NULL;
  gint64 before, last, elsewhere, old;

  office_open (&office);
  before = add_forum (&office, "on=2025-06-10");
  last = add_forum (&office,
                    "on=2026-01-10|code=FORO-01|place=Sullana|next_on=2026-07-20|next_place=Tumbes|"
                    "agreements=Meet every six months\nShare the directory|agenda=Shelter\nHealth");
  elsewhere =
    desk_add (&office, "forum", "kind=binational|name=Encuentro|on=2025-03-01|country=EC");
  old = add_commitment (&office, before,
                        "text=Promised long ago|promised_by_other=Zonal 7|status=open|"
                        "due_on=2025-12-01");
  (void) add_update (&office, old, "on=2026-01-10|status=in_progress|text=A draft was written");
  (void) add_commitment (&office, before, "text=Kept already|status=fulfilled");
  (void) add_commitment (&office, last,
                         "text=Promised now|promised_by_other=Alcaldía|promised_to_other=UPE|"
                         "status=open|due_on=2026-09-01|indicator=Places|target=10");
  (void) add_commitment (&office, elsewhere, "text=Another round table|status=open");
  agenda = sheet_of (&office, last, TRUE);
  again = sheet_of (&office, last, TRUE);
  minutes = sheet_of (&office, last, FALSE);
  g_assert_true (g_bytes_equal (agenda, again));
  agenda_text = desk_text_of (&office, agenda);
  minutes_text = agenda_text != NULL ? desk_text_of (&office, minutes) : NULL;
  info = minutes_text != NULL ? desk_info_of (&office, minutes) : NULL;
  if (info == NULL)
    return;
  g_assert_nonnull (strstr (agenda_text, "20/07/2026"));
  g_assert_nonnull (strstr (agenda_text, "1. Shelter"));
  g_assert_nonnull (strstr (agenda_text, "Open commitments (2)"));
  g_assert_nonnull (strstr (agenda_text, "Promised long ago"));
  g_assert_nonnull (strstr (agenda_text, "A draft"));
  g_assert_nonnull (strstr (agenda_text, "overdue"));
  g_assert_nonnull (strstr (agenda_text, "Promised now"));
  g_assert_null (strstr (agenda_text, "Kept already"));
  g_assert_null (strstr (agenda_text, "Another round table"));
  /* Institutions by name. */
  g_assert_true (strstr (agenda_text, "Alcaldía") < strstr (agenda_text, "Zonal 7"));
  g_assert_nonnull (strstr (minutes_text, "1. Meet every six months"));
  g_assert_nonnull (strstr (minutes_text, "2. Share the directory"));
  g_assert_nonnull (strstr (minutes_text, "Commitments made (1)"));
  g_assert_nonnull (strstr (minutes_text, "Alcaldía"));
  g_assert_nonnull (strstr (minutes_text, "Promised to: UPE"));
  g_assert_nonnull (strstr (minutes_text, "01/09/2026"));
  g_assert_null (strstr (minutes_text, "Promised long ago"));
  g_assert_null (strstr (info, office.folder));
}

/* Nothing is cut, however much was agreed. */
static void
test_long_minutes_go_on (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GString) values = g_string_new ("on=2026-01-10|agreements=");
  g_autoptr (GBytes) minutes = NULL;
  g_autofree char *text = NULL;
  gint64 forum;

  office_open (&office);
  for (guint i = 0; i < 1500; i++)
    g_string_append_printf (values, "word%u ", i);
  forum = add_forum (&office, values->str);
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *commitment =
        g_strdup_printf ("text=Commitment number %u.|status=open|promised_by_other=N%u", i, i / 9);

      (void) desk_add_to (&office, "commitment", "forum", forum, commitment);
    }
  minutes = sheet_of (&office, forum, FALSE);
  text = desk_text_of (&office, minutes);
  if (text == NULL)
    return;
  g_assert_nonnull (strstr (text, "word0 "));
  g_assert_nonnull (strstr (text, "word1499"));
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *wanted = g_strdup_printf ("Commitment number %u.", i);

      g_assert_nonnull (strstr (text, wanted));
    }
}

static void
test_the_due_list_as_a_table (void)
{
  g_auto (Office) office = {0};
  const AmpCommitmentQuery query = {.today = TODAY, .open = TRUE};
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 forum;

  office_open (&office);
  forum = add_forum (&office, "on=2026-01-10|code=FORO-01");
  (void) add_commitment (&office, forum, "status=open|due_on=2026-06-01|promised_by_other==1+1");
  (void) add_commitment (&office, forum, "status=fulfilled");
  csv = amp_commitments_to_csv (office.session, &query, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
  g_assert_true (g_str_has_suffix (
    text,
    "evidence\r\n2026-06-01,14,open,\"'=1+1\",,Open the shelter,,,,,,FORO-01,2026-01-10,,,\r\n"));
}

/* --- Among the tasks --- */

static GPtrArray *
tasks_of (Office *office, const char *today, const char *origin, gboolean all)
{
  const AmpTaskQuery query = {.owner = all ? 0 : amp_session_get_user (office->session)->id,
                              .today = today,
                              .origin = origin};
  g_autoptr (GError) error = NULL;
  GPtrArray *tasks = amp_tasks_list (office->session, &query, NULL, NULL, &error);

  g_assert_no_error (error);
  return tasks;
}

static guint
n_tasks (Office *office, const char *today, const char *origin)
{
  g_autoptr (GPtrArray) tasks = tasks_of (office, today, origin, FALSE);

  return tasks->len;
}

static gint64
add_action (Office *office, const char *plan_status, const char *values)
{
  g_autofree char *plan_values = g_strdup_printf (
    "title=Plan|region=PE-PIU|from_on=2023-01-01|to_on=2026-12-31|status=%s", plan_status);
  gint64 plan = desk_add (office, "regional_plan", plan_values);
  gint64 goal =
    desk_add_to (office, "regional_goal", "regional_plan", plan, "axis=protection|text=Goal");

  return desk_add_to (office, "regional_action", "regional_goal", goal, values);
}

static void
test_what_is_due_when (void)
{
  static const struct
  {
    const char *entity, *values, *origin;
    const char *first; /* day on which it shows first; NULL: never */
    const char *due;
  } rules[] = {
    {"commitment", "status=open|due_on=2026-06-15", "commitment_due", "2026-06-01", "2026-06-15"},
    {"commitment", "status=in_progress|due_on=2026-06", "commitment_due", "2026-06-16",
     "2026-06-30"},
    {"commitment", "status=open|due_on=2026", "commitment_due", "2026-12-17", "2026-12-31"},
    {"commitment", "status=fulfilled|due_on=2026-06-15", "commitment_due", NULL, NULL},
    {"commitment", "status=open", "commitment_due", NULL, NULL},
    {"commitment", "status=open|due_on=unknown", "commitment_due", NULL, NULL},
    {"in_force", "text=Act|status=pending|due_on=2026-06-15", "regional_action_due", "2026-06-01",
     "2026-06-15"},
    {"in_force", "text=Act|status=done|due_on=2026-06-15", "regional_action_due", NULL, NULL},
    {"draft", "text=Act|status=pending|due_on=2026-06-15", "regional_action_due", NULL, NULL},
    {"replaced", "text=Act|status=pending|due_on=2026-06-15", "regional_action_due", NULL, NULL},
    {"forum", "on=2026-01-10|next_on=2026-06-15", "meeting_due", "2026-06-01", "2026-06-15"},
    {"forum", "on=2026-01-10", "meeting_due", NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_auto (Office) office = {0};
      g_autoptr (GPtrArray) mine = NULL, all = NULL;
      gint64 id;

      g_test_message ("%s", rules[i].values);
      office_open (&office);
      if (g_str_equal (rules[i].entity, "commitment"))
        id = add_commitment (&office, add_forum (&office, "on=2026-01-10"), rules[i].values);
      else if (g_str_equal (rules[i].entity, "forum"))
        id = add_forum (&office, rules[i].values);
      else
        id = add_action (&office, rules[i].entity, rules[i].values);
      if (rules[i].first == NULL)
        {
          g_assert_cmpuint (n_tasks (&office, "2030-01-01", NULL), ==, 0);
          continue;
        }
      {
        GDate date;
        char before[11];

        g_date_clear (&date, 1);
        g_date_set_dmy (&date, (GDateDay) atoi (rules[i].first + 8),
                        (GDateMonth) atoi (rules[i].first + 5), (GDateYear) atoi (rules[i].first));
        g_date_subtract_days (&date, 1);
        g_date_strftime (before, sizeof before, "%Y-%m-%d", &date);
        g_assert_cmpuint (n_tasks (&office, before, NULL), ==, 0);
      }
      mine = tasks_of (&office, rules[i].first, rules[i].origin, FALSE);
      all = tasks_of (&office, rules[i].first, rules[i].origin, TRUE);
      g_assert_cmpuint (mine->len, ==, 1);
      g_assert_cmpuint (all->len, ==, 1);
      g_assert_cmpstr (((AmpTask *) mine->pdata[0])->due, ==, rules[i].due);
      g_assert_cmpint (((AmpTask *) mine->pdata[0])->source, ==, id);
      g_assert_cmpint (((AmpTask *) mine->pdata[0])->case_id, ==, 0);
      g_assert_nonnull (((AmpTask *) mine->pdata[0])->title);
    }
}

/* Asked for a period, both ends of it count, whatever the precision of the date. */
static void
test_due_in_a_period (void)
{
  static const struct
  {
    const char *from, *to;
    guint n;
  } periods[] = {
    {"2026-06-30", "2026-06-30", 1}, {"2026-07-01", "2026-12-30", 0},
    {"2026-06-01", "2026-06-29", 0}, {"2026-12-31", "2026-12-31", 1},
    {"2026-01-01", NULL, 2},         {NULL, "2026-12-31", 2},
  };
  g_auto (Office) office = {0};
  gint64 forum;

  office_open (&office);
  forum = add_forum (&office, "on=2026-01-10");
  (void) add_commitment (&office, forum, "status=open|due_on=2026-06");
  (void) add_commitment (&office, forum, "status=open|due_on=2026");
  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      const AmpTaskQuery query = {
        .owner = 0, .today = TODAY, .from = periods[i].from, .to = periods[i].to};
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tasks = amp_tasks_list (office.session, &query, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (tasks->len, ==, periods[i].n);
    }
}

static void
test_a_meeting_that_was_held_is_not_due (void)
{
  g_auto (Office) office = {0};

  office_open (&office);
  (void) add_forum (&office, "on=2026-01-10|next_on=2026-06-15");
  (void) desk_add (&office, "forum", "kind=binational|name=Another|region=PE-PIU|on=2026-06-15");
  g_assert_cmpuint (n_tasks (&office, TODAY, "meeting_due"), ==, 1);
  (void) add_forum (&office, "on=2026-06-15");
  g_assert_cmpuint (n_tasks (&office, TODAY, "meeting_due"), ==, 0);
}

static void
test_who_is_told (void)
{
  g_auto (Office) office = {0};
  g_autofree char *of_rosa = NULL;
  gint64 forum;

  team_open (&office);
  team_be (&office, "supervisora");
  of_rosa = g_strdup_printf ("status=open|due_on=2026-06-15|responsible=%" G_GINT64_FORMAT,
                             team_id (&office, "rosa"));
  forum = add_forum (&office, "on=2026-01-10|next_on=2026-06-20");
  (void) add_commitment (&office, forum, of_rosa);
  (void) add_commitment (&office, forum, "status=open|due_on=2026-06-14");
  (void) add_action (&office, "in_force", "text=Act|status=pending|due_on=2026-06-13");
  /* What has nobody, but not what is Rosa's. */
  g_assert_cmpuint (n_tasks (&office, TODAY, NULL), ==, 3);
  {
    g_autoptr (GPtrArray) all = tasks_of (&office, TODAY, NULL, TRUE);

    g_assert_cmpuint (all->len, ==, 4);
  }
  team_be (&office, "rosa");
  g_assert_cmpuint (n_tasks (&office, TODAY, NULL), ==, 1);
  team_be (&office, "ana");
  g_assert_cmpuint (n_tasks (&office, TODAY, NULL), ==, 0);
  /* Whoever has left cannot be reminded. */
  team_be (&office, "supervisora");
  {
    g_autoptr (GError) error = NULL;

    amp_session_disable_user (office.session, "rosa", &error);
    g_assert_no_error (error);
  }
  g_assert_cmpuint (n_tasks (&office, TODAY, NULL), ==, 4);
}

static void
test_putting_off_needs_a_reason (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (AmpTaskUndo) undo = NULL;
  g_autoptr (GError) error = NULL;
  gint64 commitment;

  office_open (&office);
  commitment =
    add_commitment (&office, add_forum (&office, "on=2026-01-10"), "status=open|due_on=2026-06-10");
  tasks = tasks_of (&office, TODAY, NULL, FALSE);
  g_assert_cmpuint (tasks->len, ==, 1);
  g_assert_false (
    amp_tasks_put_off (office.session, tasks->pdata[0], "2026-06-20", " ", TODAY, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (amp_tasks_put_off (office.session, tasks->pdata[0], "2026-12-20", "They said so",
                                     TODAY, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_false (amp_tasks_done (office.session, tasks->pdata[0], TODAY, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  amp_tasks_put_off (office.session, tasks->pdata[0], "2026-06-20", "They said so", TODAY, &undo,
                     &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_tasks (&office, TODAY, NULL), ==, 0);
  g_assert_cmpuint (n_tasks (&office, "2026-06-20", NULL), ==, 1);
  amp_tasks_undo (office.session, undo, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_tasks (&office, TODAY, NULL), ==, 1);
  /* Another day is another promise. */
  amp_tasks_put_off (office.session, tasks->pdata[0], "2026-06-20", "They said so", TODAY, NULL,
                     &error);
  g_assert_no_error (error);
  desk_set (&office, "commitment", commitment, "due_on", "2026-06-12");
  g_assert_cmpuint (n_tasks (&office, TODAY, NULL), ==, 1);
  (void) add_update (&office, commitment, "on=2026-06-15|status=fulfilled");
  g_assert_cmpuint (n_tasks (&office, TODAY, NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/commitments/the-longest-overdue-comes-first",
                   test_the_longest_overdue_comes_first);
  g_test_add_func ("/commitments/conditions-of-the-list", test_conditions_of_the_list);
  g_test_add_func ("/commitments/what-was-said-last", test_what_was_said_last);
  g_test_add_func ("/commitments/the-status-follows-the-updates",
                   test_the_status_follows_the_updates);
  g_test_add_func ("/commitments/the-status-is-that-of-the-latest",
                   test_the_status_is_that_of_the_latest);
  g_test_add_func ("/commitments/agenda-and-minutes", test_agenda_and_minutes);
  g_test_add_func ("/commitments/long-minutes-go-on", test_long_minutes_go_on);
  g_test_add_func ("/commitments/the-due-list-as-a-table", test_the_due_list_as_a_table);
  g_test_add_func ("/programme-tasks/what-is-due-when", test_what_is_due_when);
  g_test_add_func ("/programme-tasks/due-in-a-period", test_due_in_a_period);
  g_test_add_func ("/programme-tasks/a-meeting-that-was-held-is-not-due",
                   test_a_meeting_that_was_held_is_not_due);
  g_test_add_func ("/programme-tasks/who-is-told", test_who_is_told);
  g_test_add_func ("/programme-tasks/putting-off-needs-a-reason", test_putting_off_needs_a_reason);
  return g_test_run ();
}
