/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may open which case, and what the log tells of it. */
#include "team.h"

#include "domain/visit.h"
#include "domain/access.h"
#include "domain/attachments.h"
#include "domain/case-file.h"
#include "domain/cases.h"
#include "domain/referral-slip.h"
#include "domain/referral.h"

#include <string.h>

static gboolean
opens (Office *office, gint64 case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCaseFile) file = amp_case_file_load (office->session, case_id, &error);

  if (file == NULL)
    g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_ELSEWHERE);
  return file != NULL;
}

static void
test_opens (void)
{
  g_auto (Office) office = {0};
  g_autofree char *ana = NULL;
  gint64 case_id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  ana = g_strdup_printf ("%" G_GINT64_FORMAT, team_id (&office, "ana"));
  team_be (&office, "rosa");
  g_assert_true (opens (&office, case_id));
  team_be (&office, "jefa");
  g_assert_true (opens (&office, case_id));
  team_be (&office, "ana");
  g_assert_false (opens (&office, case_id));
  /* She supported it once, or will. */
  team_add (&office, "assignment", case_id, "user", ana, "role", "support", "from_on", "2025-01-01",
            "to_on", "2025-06-01", NULL);
  team_add (&office, "assignment", case_id, "user", ana, "role", "support", "from_on", "2199-01-01",
            NULL);
  g_assert_false (opens (&office, case_id));
  team_add (&office, "assignment", case_id, "user", ana, "role", "support", "from_on", "2025-07-01",
            NULL);
  g_assert_true (opens (&office, case_id));
}

static void
refused (gboolean done, GError **error)
{
  g_assert_false (done);
  g_assert_error (*error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_ELSEWHERE);
  g_clear_error (error);
}

/* Not by the page alone: whoever calls the rules is asked. */
static void
test_writes (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) note = amp_record_new (amp_entity_find ("note"));
  g_autoptr (AmpRecord) file_record = amp_record_new (amp_entity_find ("attachment"));
  g_autoptr (AmpRecord) case_ = NULL, referral = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("texto", 5);
  g_autoptr (AmpAttachmentFile) file = amp_attachment_file_take (bytes, NULL);
  gint64 case_id, referral_id, attachment;
  AmpStore *store;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  referral_id = team_add (&office, "referral", case_id, "direction", "in", "state", "sent",
                          "service_type", "01_pap", NULL);
  amp_record_set_int (file_record, "case", case_id);
  g_assert_true (amp_attachments_add (office.session, file_record, file, NULL, NULL, &error));
  attachment = amp_record_id (file_record);

  team_be (&office, "ana");
  store = amp_session_get_store (office.session);
  case_ = amp_store_load (store, amp_entity_find ("case"), case_id, NULL);
  referral = amp_store_load (store, amp_entity_find ("referral"), referral_id, NULL);
  amp_record_set_int (note, "case", case_id);
  g_assert_true (amp_record_set (note, "kind", "session", NULL));
  g_assert_true (amp_record_set (note, "text", "Palabras", NULL));
  refused (amp_cases_save (office.session, note, NULL, &error), &error);
  g_assert_true (amp_record_set (case_, "status", "follow_up", NULL));
  refused (amp_cases_save (office.session, case_, NULL, &error), &error);
  refused (amp_referral_move (office.session, referral, "acknowledged", NULL, NULL, NULL, &error),
           &error);
  refused (amp_referral_correct (office.session, referral, "draft", "Error", NULL, &error), &error);
  refused (amp_referral_slip_write (office.session, referral, NULL, "/nowhere/slip.pdf", &error),
           &error);
  refused (amp_attachments_open (office.session, attachment, NULL, NULL, NULL, &error) != NULL,
           &error);
  refused (
    amp_attachments_export (office.session, attachment, "/nowhere/a", "print", NULL, NULL, &error),
    &error);
  refused (amp_attachments_delete (office.session, attachment, &error), &error);
  amp_record_set_identity (file_record, 0, 0);
  refused (amp_attachments_add (office.session, file_record, file, NULL, NULL, &error), &error);

  team_be (&office, "rosa");
  g_assert_true (amp_cases_save (office.session, note, NULL, &error));
  g_assert_no_error (error);
}

typedef struct
{
  guint n;
  gboolean supervision;
} Views;

static gboolean
count_view (const AmpAuditEvent *event, gpointer data)
{
  Views *views = data;

  if (strcmp (event->action, "view_case") == 0)
    {
      views->n++;
      views->supervision = g_strcmp0 (event->reason, "supervision") == 0;
    }
  return TRUE;
}

static Views
views_of (Office *office)
{
  g_autoptr (GError) error = NULL;
  Views views = {0};

  amp_store_audit_list (amp_session_get_store (office->session), count_view, &views, &error);
  g_assert_no_error (error);
  return views;
}

static void
test_log (void)
{
  g_auto (Office) office = {0};
  gint64 rosas, jefas;

  team_open (&office);
  rosas = team_case (&office, "rosa", "Julia");
  jefas = team_case (&office, "jefa", "Marta");
  team_be (&office, "ana");
  g_assert_false (opens (&office, rosas));
  g_assert_cmpuint (views_of (&office).n, ==, 0); /* nothing was seen */
  team_be (&office, "rosa");
  g_assert_true (opens (&office, rosas));
  g_assert_cmpuint (views_of (&office).n, ==, 1);
  g_assert_false (views_of (&office).supervision);
  team_be (&office, "jefa");
  g_assert_true (opens (&office, rosas));
  g_assert_true (views_of (&office).supervision);
  g_assert_true (opens (&office, jefas));
  g_assert_cmpuint (views_of (&office).n, ==, 3);
  g_assert_false (views_of (&office).supervision);
}

static guint
listed (Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  AmpCaseQuery query = {0};

  amp_access_limit (office->session, &query);
  ids = amp_store_case_ids (amp_session_get_store (office->session), &query, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_assert_true (opens (office, g_array_index (ids, gint64, i)));
  return ids->len;
}

/* What the list has is what opens, and no more. */
static void
test_list (void)
{
  g_auto (Office) office = {0};
  g_autofree char *ana = NULL;
  gint64 supported, past;

  team_open (&office);
  ana = g_strdup_printf ("%" G_GINT64_FORMAT, team_id (&office, "ana"));
  team_case (&office, "rosa", "Julia");
  team_case (&office, "ana", "Marta");
  supported = team_case (&office, "rosa", "Delia");
  past = team_case (&office, "rosa", "Nelly");
  team_add (&office, "assignment", supported, "user", ana, "role", "support", "from_on", "2025-07",
            NULL);
  team_add (&office, "assignment", past, "user", ana, "role", "support", "from_on", "2025-07-01",
            "to_on", "2025-08-01", NULL);
  g_assert_cmpuint (listed (&office), ==, 4);
  team_be (&office, "ana");
  g_assert_cmpuint (listed (&office), ==, 2);
  team_be (&office, "rosa");
  g_assert_cmpuint (listed (&office), ==, 3);
}

static gboolean
assign (Office *office, gint64 case_id, const char *who, const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) row = amp_record_new (amp_entity_find ("assignment"));
  gboolean saved;

  amp_record_set_int (row, "case", case_id);
  amp_record_set_int (row, "user", team_id (office, who));
  g_assert_true (amp_record_set (row, "role", "primary", NULL));
  g_assert_true (amp_record_set (row, "from_on", from, NULL));
  g_assert_true (amp_record_set (row, "to_on", to, NULL));
  saved = amp_cases_save (office->session, row, NULL, &error);
  if (!saved)
    {
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "assignment."));
      g_assert_true (g_str_has_suffix (error->message, ".")); /* a sentence */
    }
  return saved;
}

static void
test_no_overlap (void)
{
  g_auto (Office) office = {0};
  gint64 case_id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  team_be (&office, "rosa");
  g_assert_true (assign (&office, case_id, "ana", "2025-01-01", "2025-03-01"));
  g_assert_false (assign (&office, case_id, "rosa", "2025-02-01", "2025-04-01"));
  g_assert_false (assign (&office, case_id, "rosa", "2025-01-10", "2025-01-20"));
  g_assert_false (assign (&office, case_id, "rosa", "2024-01-01", NULL));
  /* Passed on in the course of a day. */
  g_assert_true (assign (&office, case_id, "jefa", "2025-03-01", "2025-05-01"));
  /* The one that runs is the owner's. */
  g_assert_false (assign (&office, case_id, "ana", "2025-05-01", NULL));
  g_assert_false (assign (&office, case_id, "ana", "2025-05-01", "2199-01-01"));
  g_assert_true (assign (&office, case_id, "rosa", "2025-05-01", NULL));
}

static gboolean
pass_on (Office *office, gint64 case_id, const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) case_ = amp_store_load (amp_session_get_store (office->session),
                                                amp_entity_find ("case"), case_id, &error);
  gboolean saved;

  g_assert_no_error (error);
  amp_record_set_int (case_, "owner", team_id (office, to));
  saved = amp_cases_save (office->session, case_, NULL, &error);
  if (!saved)
    g_assert_true (g_str_has_prefix (error->message, "case.owner: "));
  return saved;
}

/* Who is responsible is changed in one place, and its history follows. */
static void
test_pass_on (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) rows = NULL;
  guint running = 0;
  gint64 case_id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Julia");
  team_be (&office, "rosa");
  g_assert_false (pass_on (&office, case_id, "ana")); /* not by herself */
  g_assert_true (opens (&office, case_id));
  team_be (&office, "jefa");
  g_assert_true (pass_on (&office, case_id, "ana"));
  g_assert_true (pass_on (&office, case_id, "rosa"));
  g_assert_true (pass_on (&office, case_id, "ana"));
  rows = amp_store_children (amp_session_get_store (office.session), amp_entity_find ("assignment"),
                             "case", case_id, NULL);
  g_assert_cmpuint (rows->len, ==, 4);
  for (guint i = 0; i < rows->len; i++)
    if (amp_record_get (rows->pdata[i], "to_on") == NULL)
      {
        running++;
        g_assert_cmpint (amp_record_get_int (rows->pdata[i], "user", 0), ==,
                         team_id (&office, "ana"));
      }
  g_assert_cmpuint (running, ==, 1);
  team_be (&office, "rosa");
  g_assert_false (opens (&office, case_id));
  team_be (&office, "ana");
  g_assert_true (opens (&office, case_id));
}

/* Whoever is met on a visit is looked for: found where she may be opened, told of where not. */
static void
test_visit (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) veiled = NULL, named = NULL, others = NULL;
  AmpSearchVisit visit = {FALSE};
  const AmpVisitChoice *choice;
  gboolean elsewhere;
  gint64 hers;

  team_open (&office);
  hers = team_case (&office, "rosa", "Julia");
  team_case (&office, "ana", "Marta");
  team_be (&office, "rosa");
  veiled = amp_visit_find (office.session, &visit, "julia", 5, FALSE, &elsewhere, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (veiled->len, ==, 1);
  g_assert_false (elsewhere);
  choice = veiled->pdata[0];
  g_assert_cmpint (choice->who.case_id, ==, hers);
  g_assert_cmpint (choice->who.person, !=, 0);
  g_assert_null (choice->name);
  g_assert_null (strstr (choice->label, "Julia"));
  named = amp_visit_find (office.session, &visit, "julia", 5, TRUE, &elsewhere, NULL, &error);
  g_assert_cmpstr (((const AmpVisitChoice *) named->pdata[0])->name, ==, "Julia");
  others = amp_visit_find (office.session, &visit, "marta", 5, TRUE, &elsewhere, NULL, &error);
  g_assert_cmpuint (others->len, ==, 0);
  g_assert_true (elsewhere);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/access/a-case-opens-for-owner-support-of-today-and-supervisor", test_opens);
  g_test_add_func ("/access/nothing-of-a-colleagues-case-is-written-read-or-printed", test_writes);
  g_test_add_func ("/access/the-log-tells-views-and-that-they-were-supervision", test_log);
  g_test_add_func ("/access/a-list-holds-what-opens-and-no-more", test_list);
  g_test_add_func ("/access/main-responsibilities-do-not-overlap", test_no_overlap);
  g_test_add_func ("/access/a-supervisor-passes-a-case-on-in-one-step", test_pass_on);
  g_test_add_func ("/access/a-visit-finds-whom-she-may-open-and-tells-of-others", test_visit);
  return g_test_run ();
}
