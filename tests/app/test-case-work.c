/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A day's work on the case page: risk, safe contact, plan, visit, consent, history. */
#include "case-fixture.h"

#include "model/date.h"

#include "app/amp-form-hint.h"
#include "app/amp-form-value.h"
#include "app/amp-multi-picker.h"

static void
test_risk (CaseFixture *self, gconstpointer data)
{
  g_autofree char *level = NULL, *score = NULL, *of_case = NULL;
  AmpSection *list = case_section (self, "risk_assessment");
  gint64 id;

  (void) data;
  case_show (self, "risk_assessment");
  amp_section_add (list);
  case_type (self, "risk_assessment", "suicide", "yes");
  case_type (self, "risk_assessment", "threats", "no");
  g_assert_nonnull (amp_form_hint_peek (GTK_WIDGET (case_form (self, "risk_assessment")), "risk"));
  case_picture (self, "work-risk");
  amp_section_save (list);
  case_wait (self);
  g_assert_cmpuint (amp_section_get_length (list), ==, 1);
  id = amp_record_id (g_ptr_array_index (amp_section_get_records (list), 0));
  level = case_stored (self, "risk_assessment", id, "level");
  score = case_stored (self, "risk_assessment", id, "score");
  of_case = case_stored (self, "case", self->office->case_id, "risk_level");
  g_assert_cmpstr (level, ==, "imminent");
  g_assert_cmpstr (score, ==, "18");
  g_assert_cmpstr (of_case, ==, "imminent");
  g_assert_true (case_shows (GTK_WIDGET (self->page), "Imminent risk"));
}

/* Another level than the answers give is not stored in silence. */
static void
test_risk_reason (CaseFixture *self, gconstpointer data)
{
  AmpSection *list = case_section (self, "risk_assessment");

  (void) data;
  case_show (self, "risk_assessment");
  amp_section_add (list);
  case_type (self, "risk_assessment", "suicide", "yes");
  case_type (self, "risk_assessment", "level", "low");
  amp_section_save (list);
  case_wait (self);
  g_assert_cmpuint (office_count (self->office, "risk_assessment"), ==, 0);
  case_type (self, "risk_assessment", "level_reason", "Está internada y acompañada");
  amp_section_save (list);
  case_wait (self);
  g_assert_cmpuint (office_count (self->office, "risk_assessment"), ==, 1);
}

static void
test_rule_before_number (CaseFixture *self, gconstpointer data)
{
  GtkWidget *page;

  (void) data;
  case_store (self, "safe_contact", "channel", "phone", "value", "999888777", "safe_hours",
              "18 a 20", "code_word", "girasol", NULL);
  case_store (self, "relative", "relation", "aunt_uncle", "phone", "911222333", NULL);
  case_store (self, "relative", "relation", "cousin", "phone", "944555666", "possibly_involved",
              "1", NULL);
  case_reopen (self);
  page = GTK_WIDGET (self->page);
  case_section (self, "person");
  case_show (self, "follow_up");
  g_assert_false (case_holds (page, "999888777"));
  g_assert_false (case_holds (page, "girasol"));
  amp_case_page_set_revealed (self->page, TRUE);
  WAIT_FOR (amp_case_page_is_revealed (self->page));
  case_wait (self);
  g_assert_true (case_shows (page, "18 a 20"));
  g_assert_true (case_shows (page, "girasol"));
  g_assert_false (case_holds (page, "999888777"));
  case_picture (self, "work-rule");
  g_signal_emit_by_name (forms_find_button (page, "I have read the rule: show the numbers"),
                         "clicked");
  case_wait (self);
  g_assert_true (case_shows (page, "999888777"));
  g_assert_true (case_shows (page, "911222333"));
  g_assert_false (case_shows (page, "944555666"));
  g_assert_cmpuint (office_count_events (self->office, "view_identity"), ==, 2);
  case_picture (self, "work-numbers");
  amp_case_page_set_revealed (self->page, FALSE);
  g_assert_false (case_holds (page, "999888777"));
}

static void
test_plan (CaseFixture *self, gconstpointer data)
{
  AmpSection *plans = case_section (self, "plan"), *goals, *actions;
  gint64 plan, goal;

  (void) data;
  case_show (self, "plan");
  amp_section_add (plans);
  amp_section_save (plans);
  case_wait (self);
  g_assert_cmpuint (amp_section_get_length (plans), ==, 1);
  plan = amp_record_id (g_ptr_array_index (amp_section_get_records (plans), 0));
  goals = amp_section_get_child (plans, plan);
  amp_section_add (goals);
  amp_form_type (amp_section_editor_get_form (amp_section_get_editor (goals)), "plan_goal",
                 "domain", "10");
  amp_form_type (amp_section_editor_get_form (amp_section_get_editor (goals)), "plan_goal", "text",
                 "Volver a estudiar");
  case_picture (self, "work-plan");
  amp_section_save (goals);
  case_wait (self);
  g_assert_cmpuint (amp_section_get_length (goals), ==, 1);
  goal = amp_record_id (g_ptr_array_index (amp_section_get_records (goals), 0));
  actions = amp_section_get_child (goals, goal);
  amp_section_add (actions);
  amp_form_type (amp_section_editor_get_form (amp_section_get_editor (actions)), "plan_action",
                 "what", "Matricular");
  amp_section_save (actions);
  case_wait (self);
  g_assert_cmpuint (amp_section_get_length (actions), ==, 1);
  amp_section_tick (actions,
                    amp_record_id (g_ptr_array_index (amp_section_get_records (actions), 0)));
  case_wait (self);
  g_assert_nonnull (
    amp_record_get (g_ptr_array_index (amp_section_get_records (actions), 0), "done_on"));
  case_picture (self, "work-plan-done");
}

static GtkWindow *
reason_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

/* As a click on that button, after which nothing is left of the dialog. */
static void
answer (const char *response)
{
  GtkWindow *dialog = reason_dialog ();

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
  g_assert_null (reason_dialog ());
}

/* Ctrl+D on the row of the draft; then it waits and says so. */
static void
test_plan_approval (CaseFixture *self, gconstpointer data)
{
  gint64 id = case_store (self, "plan", "status", "draft", "opened_on", "2026-03-05", NULL);
  g_autofree char *before = NULL, *status = NULL;
  GtkWidget *row;

  (void) data;
  case_reopen (self);
  case_show (self, "plan");
  case_focus (self);
  case_picture (self, "work-plan-draft");
  row = harness_find (GTK_WIDGET (case_section (self, "plan")), g_type_from_name ("AmpSectionRow"));
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
  case_press (self, "Control_L+d");
  WAIT_FOR (reason_dialog () != NULL);
  before = case_stored (self, "plan", id, "status");
  g_assert_cmpstr (before, ==, "draft"); /* nothing before it is confirmed */
  answer ("accept");
  case_wait (self);
  status = case_stored (self, "plan", id, "status");
  g_assert_cmpstr (status, ==, "requested");
  g_assert_cmpuint (office_count (self->office, "approval"), ==, 1);
  g_assert_true (case_shows (GTK_WIDGET (self->page), "waits for another person since"));
  g_assert_null (forms_find_button (GTK_WIDGET (case_section (self, "plan")), "Ask for approval…"));
  case_picture (self, "work-plan-waits");
}

/* Ctrl+D on the row of a planned service. */
static void
test_delivered_today (CaseFixture *self, gconstpointer data)
{
  gint64 id = case_store (self, "service", "service_type", "04_individual", "status", "planned",
                          "planned_on", "2026-03-05", NULL);
  g_autofree char *status = NULL;
  GtkWidget *row;

  (void) data;
  case_reopen (self);
  case_show (self, "service");
  case_focus (self);
  row =
    harness_find (GTK_WIDGET (case_section (self, "service")), g_type_from_name ("AmpSectionRow"));
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
  case_press (self, "Control_L+d");
  case_wait (self);
  status = case_stored (self, "service", id, "status");
  g_assert_cmpstr (status, ==, "delivered");
  case_picture (self, "work-services");
}

static void
test_ledger_and_history (CaseFixture *self, gconstpointer data)
{
  (void) data;
  case_store (self, "consent", "purpose", "legal", "decision", "given", "on", "2026-03-05", NULL);
  case_store (self, "consent", "purpose", "legal", "decision", "withdrawn", "on", "2026-03-06",
              "withdrawn_on", "2026-03-06", NULL);
  case_reopen (self);
  case_show (self, "consent");
  g_assert_true (case_shows (GTK_WIDGET (self->page), "Withdrawn · 06/03/2026"));
  case_picture (self, "work-consents");
  gtk_widget_activate_action (GTK_WIDGET (self->page), "case.show-part", "s", "history");
  case_wait (self);
  g_assert_true (case_shows (GTK_WIDGET (self->page), "rosa · recorded · Consent"));
  case_picture (self, "work-history");
}

static gpointer
close_run (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) record =
    amp_store_load (store, amp_entity_find ("case"), *(gint64 *) data, error);

  return GINT_TO_POINTER (record != NULL && amp_record_set (record, "status", "closed", error) &&
                          amp_record_set (record, "closed_on", "2024-03-06", error) &&
                          amp_store_save (store, record, NULL, error));
}

static void
give_reason (CaseFixture *self, const char *reason)
{
  GtkWindow *dialog;

  WAIT_FOR (reason_dialog () != NULL);
  dialog = reason_dialog ();
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (
                              harness_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW))),
                            reason, -1);
  answer ("accept");
  case_wait (self);
}

/* The service is refused, the case is opened again where one is, and the service is there. */
static void
test_reopen_in_place (CaseFixture *self, gconstpointer data)
{
  AmpSection *services;
  AmpForm *quick;
  guint before = office_count (self->office, "service");
  g_autofree char *status = NULL, *typed = NULL;

  (void) data;
  office_run (self->office, close_run, &self->office->case_id);
  case_reopen (self);
  case_show (self, "service");
  services = case_section (self, "service");
  quick = amp_section_editor_get_form (amp_section_get_quick (services));
  amp_form_type (quick, "service", "service_type", "04_individual");
  amp_form_type (quick, "service", "delivered_on", "2026-03-05");
  amp_section_save (services);
  WAIT_FOR (reason_dialog () != NULL);
  case_picture (self, "work-closed");
  /* She does not want to: nothing is lost, and it is offered again. */
  answer ("cancel");
  typed = amp_field_row_dup_text (amp_form_row (quick, "service", "service_type"));
  g_assert_cmpstr (typed, ==, "04_individual");
  g_assert_cmpuint (office_count (self->office, "service"), ==, before);
  amp_section_save (services);
  give_reason (self, "Volvió a pedir apoyo");
  g_assert_cmpuint (office_count (self->office, "service"), ==, before + 1);
  status = case_stored (self, "case", self->office->case_id, "status");
  g_assert_cmpstr (status, ==, "open");
  g_assert_cmpuint (amp_section_get_length (services), ==, before + 1);
  case_picture (self, "work-reopened");
}

/* --- Typed while it is saved --- */

static gint holding; /* atomic */

static gpointer
hold_run (AmpSession *session G_GNUC_UNUSED,
          gpointer data G_GNUC_UNUSED,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error G_GNUC_UNUSED)
{
  while (g_atomic_int_get (&holding))
    g_usleep (500);
  return GINT_TO_POINTER (TRUE);
}

static const AmpJob hold_job = {.func = hold_run};

/* What is asked for from now on waits, as behind an import. */
static void
hold_worker (CaseFixture *self)
{
  g_atomic_int_set (&holding, TRUE);
  amp_jobs_run (self->office->jobs, &hold_job, NULL, NULL, NULL);
}

static void
release_worker (CaseFixture *self)
{
  g_atomic_int_set (&holding, FALSE);
  case_wait (self);
}

/* The list of a case's needs: the form stays open with the word, the record is saved without it. */
static void
test_typed_meanwhile (CaseFixture *self, gconstpointer data)
{
  AmpSection *needs;
  AmpForm *form;
  g_autofree char *domain = NULL, *urgency = NULL, *stored = NULL, *at_last = NULL;
  gint64 id;

  (void) data;
  case_show (self, "need");
  needs = case_section (self, "need");
  amp_section_add (needs);
  form = case_form (self, "need");
  amp_form_type (form, "need", "domain", "04");
  amp_form_type (form, "need", "urgency", "now");
  hold_worker (self);
  amp_section_save (needs);
  amp_form_type (form, "need", "urgency", "soon");
  release_worker (self);

  form = case_form (self, "need");
  domain = amp_field_row_dup_text (amp_form_row (form, "need", "domain"));
  urgency = amp_field_row_dup_text (amp_form_row (form, "need", "urgency"));
  g_assert_cmpstr (domain, ==, "04");
  g_assert_cmpstr (urgency, ==, "soon");
  g_assert_true (amp_section_is_dirty (needs));
  g_assert_cmpuint (amp_section_get_length (needs), ==, 1);
  id = amp_record_id (g_ptr_array_index (amp_section_get_records (needs), 0));
  stored = case_stored (self, "need", id, "urgency");
  g_assert_cmpstr (stored, ==, "now");
  amp_section_save (needs);
  case_wait (self);
  at_last = case_stored (self, "need", id, "urgency");
  g_assert_cmpstr (at_last, ==, "soon");
  g_assert_cmpuint (amp_section_get_length (needs), ==, 1);
}

/* The row that adds one: the next service is begun before the last one is stored. */
static void
test_next_meanwhile (CaseFixture *self, gconstpointer data)
{
  AmpSection *services;
  AmpForm *quick;
  guint before = office_count (self->office, "service");
  g_autofree char *next = NULL;

  (void) data;
  case_show (self, "service");
  services = case_section (self, "service");
  quick = amp_section_editor_get_form (amp_section_get_quick (services));
  amp_form_type (quick, "service", "service_type", "04_individual");
  hold_worker (self);
  amp_section_save (services);
  amp_form_type (quick, "service", "service_type", "01_safe_interview");
  release_worker (self);
  g_assert_cmpuint (office_count (self->office, "service"), ==, before + 1);
  next = amp_field_row_dup_text (amp_form_row (quick, "service", "service_type"));
  g_assert_cmpstr (next, ==, "01_safe_interview");
}

/* "Ya consta": one key takes over what the person told already. */
static void
test_known (CaseFixture *self, gconstpointer data)
{
  AmpSection *list = case_section (self, "consent");
  AmpFieldRow *row;
  g_autofree char *text = NULL;

  (void) data;
  case_store (self, "consent", "purpose", "legal", "decision", "given", "giver", "self", "method",
              "written", NULL);
  case_reopen (self);
  list = case_section (self, "consent");
  case_show (self, "consent");
  amp_section_add (list);
  row = amp_form_row (case_form (self, "consent"), "consent", "giver");
  g_assert_cmpstr (amp_field_row_get_known (row), ==, "self");
  g_assert_true (case_shows (GTK_WIDGET (row), "Already recorded"));
  case_picture (self, "work-known");
  case_focus (self);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  case_press (self, "Control_L+u");
  WAIT_FOR (amp_field_row_get_known (row) == NULL);
  text = amp_field_row_dup_text (row);
  g_assert_cmpstr (text, ==, "self");
  g_assert_true (amp_form_is_dirty (case_form (self, "consent")));
  g_assert_false (case_shows (GTK_WIDGET (row), "Already recorded"));
}

/* What stands behind the veil is not told beside it. */
static void
test_known_veiled (CaseFixture *self, gconstpointer data)
{
  AmpSection *list;
  AmpFieldRow *row;

  (void) data;
  case_store (self, "proceeding", "kind", "carpeta_fiscal", "lawyer", "Dra. Condori", NULL);
  case_reopen (self);
  list = case_section (self, "proceeding");
  case_show (self, "proceeding");
  amp_section_add (list);
  row = amp_form_row (case_form (self, "proceeding"), "proceeding", "lawyer");
  g_assert_null (amp_field_row_get_known (row));
  amp_case_page_set_revealed (self->page, TRUE);
  WAIT_FOR (amp_case_page_is_revealed (self->page));
  case_wait (self);
  g_assert_cmpstr (amp_field_row_get_known (row), ==, "Dra. Condori");
  amp_case_page_set_revealed (self->page, FALSE);
  case_wait (self);
  g_assert_null (amp_field_row_get_known (row));
  g_assert_false (case_holds (GTK_WIDGET (self->page), "Condori"));
}

/* Two keys from anywhere in the case, also for what was recorded another day. */
static void
test_repeat (CaseFixture *self, gconstpointer data)
{
  g_autofree char *type = NULL, *on = NULL;
  AmpSection *list;
  gint64 id;
  AmpDate today = amp_date_today ();
  g_autofree char *today_text = amp_date_to_text (&today);

  (void) data;
  case_store (self, "service", "service_type", "04_individual", "status", "delivered",
              "delivered_on", "2026-03-05", "region", "PE-TUM", NULL);
  case_store (self, "need", "domain", "04", "urgency", "soon", "on", today_text, "state", "open",
              NULL);
  case_reopen (self);
  case_show (self, "need");
  case_wait (self);
  g_assert_true (case_shows (GTK_WIDGET (self->page), "no service yet"));
  case_focus (self);
  case_press (self, "F4 Return");
  case_wait (self);
  WAIT_FOR (office_count (self->office, "service") == 2);
  case_wait (self);
  case_picture (self, "work-repeat");
  list = case_section (self, "service");
  id = amp_record_id (g_ptr_array_index (amp_section_get_records (list), 0));
  type = case_stored (self, "service", id, "service_type");
  on = case_stored (self, "service", id, "delivered_on");
  g_assert_cmpstr (type, ==, "04_individual");
  g_assert_cmpstr (on, ==, today_text);
  /* And the need says that it was answered. */
  case_show (self, "need");
  case_wait (self);
  g_assert_true (case_shows (GTK_WIDGET (self->page), "answered by 1 service"));
  case_picture (self, "work-need-answered");
}

static gint64
add_other (CaseFixture *self)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
  g_autoptr (AmpRecord) here = office_load (self->office, "case", self->office->case_id);

  g_assert_true (amp_record_set (person, "pseudonym", "TUM-26-0077-Q", NULL));
  g_assert_true (amp_record_set (person, "gender", "Feminine", NULL));
  office_store (self->office, person);
  amp_record_set_int (case_, "person", amp_record_id (person));
  g_assert_true (amp_record_set (case_, "owner", amp_record_get (here, "owner"), NULL));
  g_assert_true (amp_record_set (case_, "number", "TUM-26-0077-Q/1", NULL));
  g_assert_true (amp_record_set (case_, "office_region", "PE-TUM", NULL));
  g_assert_true (amp_record_set (case_, "status", "open", NULL));
  g_assert_true (amp_record_set (case_, "opened_on", "2026-01-05", NULL));
  office_store (self->office, case_);
  return amp_record_id (case_);
}

/* The services come first in the panel. */
static AmpFormValue *
first_value (GtkWidget *root)
{
  AmpFormValue *found = NULL;

  if (AMP_IS_FORM_VALUE (root))
    return AMP_FORM_VALUE (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = first_value (child);
  return found;
}

static GtkWidget *
visit_panel (GtkWidget *root)
{
  GtkWidget *found = NULL;

  if (GTK_IS_EXPANDER (root) && g_strcmp0 (gtk_expander_get_label (GTK_EXPANDER (root)),
                                           "Se_veral services or people from one visit") == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = visit_panel (child);
  return found;
}

/* Somebody of another case is looked for, by its code, and the visit is recorded there too. */
static void
test_visit (CaseFixture *self, gconstpointer data)
{
  gint64 other = add_other (self);
  GtkWidget *panel, *search;
  GtkListBox *found;

  (void) data;
  case_show (self, "service");
  panel = visit_panel (GTK_WIDGET (self->page));
  g_assert_nonnull (panel);
  gtk_expander_set_expanded (GTK_EXPANDER (panel), TRUE);
  case_wait (self);
  search = gtk_widget_get_prev_sibling (forms_find_button (panel, "Not here yet…"));
  gtk_editable_set_text (GTK_EDITABLE (search), "TUM-26-0077-Q");
  found = GTK_LIST_BOX (gtk_widget_get_next_sibling (gtk_widget_get_parent (search)));
  WAIT_FOR (gtk_list_box_get_row_at_index (found, 0) != NULL);
  case_picture (self, "work-visit");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
  amp_form_value_set_text (first_value (panel), "04_individual");
  g_signal_emit_by_name (forms_find_button (panel, "Record the visit"), "clicked");
  case_wait (self);
  g_assert_cmpuint (amp_section_get_length (case_section (self, "service")), ==, 1);
  g_assert_cmpuint (office_count (self->office, "service"), ==, 2);
  {
    g_autofree char *contact = case_stored (self, "case", other, "last_contact_on");

    g_assert_nonnull (contact);
  }
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  CASE_TEST ("/app/case-work/an-assessment-sets-the-risk-of-the-case", test_risk);
  CASE_TEST ("/app/case-work/another-level-needs-its-reason", test_risk_reason);
  CASE_TEST ("/app/case-work/the-rule-comes-before-the-number", test_rule_before_number);
  CASE_TEST ("/app/case-work/goals-and-actions-are-added-below-their-plan", test_plan);
  CASE_TEST ("/app/case-work/a-draft-plan-is-asked-for-and-says-that-it-waits", test_plan_approval);
  CASE_TEST ("/app/case-work/delivered-today-is-one-key", test_delivered_today);
  CASE_TEST ("/app/case-work/what-is-recorded-is-taken-over-by-one-key", test_known);
  CASE_TEST ("/app/case-work/what-is-veiled-is-not-told-beside-it", test_known_veiled);
  CASE_TEST ("/app/case-work/what-is-typed-while-it-is-saved-stays", test_typed_meanwhile);
  CASE_TEST ("/app/case-work/the-next-service-may-be-begun-before-the-last-is-stored",
             test_next_meanwhile);
  CASE_TEST ("/app/case-work/the-last-service-is-there-again-by-one-key", test_repeat);
  CASE_TEST ("/app/case-work/whoever-was-met-is-looked-for", test_visit);
  CASE_TEST ("/app/case-work/consents-at-a-glance-and-who-did-what", test_ledger_and_history);
  CASE_TEST ("/app/case-work/a-closed-case-is-opened-again-where-it-refused", test_reopen_in_place);
  return g_test_run ();
}
