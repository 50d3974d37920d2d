/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The programme page over a real vault: an activity, its series, a session with its attendance, and
 * what survives. */
#include "app/amp-drafts.h"
#include "app/amp-file-chooser.h"
#include "app/amp-form-hint.h"
#include "app/amp-form-keep.h"
#include "app/amp-list-import-dialog.h"
#include "app/amp-programme-page.h"
#include "app/amp-reach-dialog.h"
#include "app/amp-repeat-dialog.h"
#include "model/date.h"
#include "test-form-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  Office *office;
  AmpProgrammePage *page;
  GtkWindow *window;
} Fixture;

static void
settle (Fixture *self)
{
  for (int i = 0; i < 3; i++)
    {
      WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static void
show_page (Fixture *self)
{
  self->page = amp_programme_page_new (self->office->jobs);
  self->window = forms_show (GTK_WIDGET (self->page), 1176, 720);
  amp_drafts_serve (self->window, self->office->jobs);
  settle (self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  (void) data;
  self->office = office_new ();
  show_page (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  (void) data;
  gtk_window_destroy (self->window);
  office_free (self->office);
}

static AmpProgrammePane *
pane_of (Fixture *self)
{
  return amp_programme_page_get_pane (self->page);
}

static AmpForm *
form_of (Fixture *self)
{
  return amp_section_editor_get_form (amp_programme_pane_get_editor (pane_of (self)));
}

static void
type (Fixture *self, const char *field, const char *value)
{
  amp_form_type (form_of (self), amp_programme_pane_get_kind (pane_of (self))->entity, field,
                 value);
}

static void
save (Fixture *self)
{
  amp_section_editor_save (amp_programme_pane_get_editor (pane_of (self)));
  settle (self);
}

static guint
n_rows (Fixture *self)
{
  GtkListBox *list = amp_programme_pane_get_list (pane_of (self));
  guint n = 0;

  while (gtk_list_box_get_row_at_index (list, (int) n) != NULL)
    n++;
  return n;
}

static gint64
shown (Fixture *self)
{
  gint64 id = -1;

  g_assert_true (amp_programme_pane_get_shown (pane_of (self), &id));
  return id;
}

static void
assert_stored (Fixture *self, const char *entity, gint64 id, const char *field, const char *value)
{
  g_autoptr (AmpRecord) record = office_load (self->office, entity, id);

  g_assert_cmpstr (amp_record_get (record, field), ==, value);
}

/* A talk in Tumbes, entered and saved. */
static gint64
add_talk (Fixture *self, const char *on, const char *status)
{
  gtk_widget_activate_action (GTK_WIDGET (pane_of (self)), "programme.add", NULL);
  type (self, "kind", "talk");
  type (self, "on", on);
  type (self, "status", status);
  type (self, "region", "PE-TUM");
  type (self, "title", "Charla");
  save (self);
  return shown (self);
}

/* --- Prevention --- */

static void
test_an_activity (Fixture *self, gconstpointer data)
{
  const char *hint;
  gint64 id;

  (void) data;
  forms_assert_named (GTK_WIDGET (self->page));
  id = add_talk (self, "2025-03-05", "done");
  g_assert_cmpint (id, >, 0);
  assert_stored (self, "activity", id, "code", "ACT-25-0001");
  g_assert_cmpuint (n_rows (self), ==, 1);
  g_assert_cmpstr (amp_programme_pane_get_count (pane_of (self)), ==, "1 of 1");

  type (self, "reached_f_12_17", "20");
  type (self, "reached_m_18", "4");
  hint = amp_form_hint_peek (GTK_WIDGET (form_of (self)), "reached");
  g_assert_nonnull (strstr (hint, "24"));
  g_assert_nonnull (strstr (hint, "20 female"));
  save (self);
  assert_stored (self, "activity", id, "reached_f_12_17", "20");
  forms_assert_named (GTK_WIDGET (self->page));
  forms_picture (self->window, "programme-activity");
}

static gboolean
is_asked (Fixture *self, const char *field)
{
  return gtk_widget_get_visible (GTK_WIDGET (amp_form_row (form_of (self), "activity", field)));
}

static void
test_conditional_rows (Fixture *self, gconstpointer data)
{
  (void) data;
  add_talk (self, "2025-03-05", "done");
  g_assert_false (is_asked (self, "estimated_audience"));
  g_assert_true (is_asked (self, "reached_x_18"));
  type (self, "kind", "radio");
  g_assert_true (is_asked (self, "estimated_audience"));
  type (self, "status", "cancelled");
  g_assert_false (is_asked (self, "reached_x_18"));
  g_assert_false (is_asked (self, "signals"));
}

static void
test_a_series (Fixture *self, gconstpointer data)
{
  AmpRepeatDialog *dialog = NULL;
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *repeat;

  (void) data;
  add_talk (self, "2025-03-05", "done");
  repeat = forms_find_button (GTK_WIDGET (self->page), "Repeat as a series…");
  g_assert_nonnull (repeat);
  g_signal_emit_by_name (repeat, "clicked");
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (windows, i);

      if (AMP_IS_REPEAT_DIALOG (each))
        dialog = AMP_REPEAT_DIALOG (each);
    }
  g_assert_nonnull (dialog);
  forms_assert_named (GTK_WIDGET (dialog));
  amp_repeat_dialog_wish (dialog, AMP_REPEAT_MONTHLY, 3);
  g_assert_cmpstr (amp_repeat_dialog_get_preview (dialog), ==,
                   "3 more are planned: from 05/04/2025 to 05/06/2025.");
  forms_picture (GTK_WINDOW (dialog), "programme-repeat");
  amp_repeat_dialog_save (dialog);
  amp_repeat_dialog_save (dialog); /* a double click */
  settle (self);
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 4);
  g_assert_cmpuint (n_rows (self), ==, 4);
}

static void
test_carried_out_today (Fixture *self, gconstpointer data)
{
  gint64 id;

  (void) data;
  id = add_talk (self, "2199-03-05", "planned");
  gtk_widget_activate_action (GTK_WIDGET (pane_of (self)), "programme.tick", NULL);
  settle (self);
  assert_stored (self, "activity", id, "status", "done");
}

static void
test_narrowed (Fixture *self, gconstpointer data)
{
  (void) data;
  add_talk (self, "2025-03-05", "done");
  add_talk (self, "2024-03-05", "cancelled");
  g_assert_cmpuint (n_rows (self), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *search = GTK_WIDGET (pane_of (self));

      while (search != NULL && !GTK_IS_SEARCH_ENTRY (search))
        search = gtk_widget_get_first_child (search);
      g_assert_true (GTK_IS_SEARCH_ENTRY (search));
      gtk_editable_set_text (GTK_EDITABLE (search), i == 0 ? "act-24" : "nothing of that");
      g_usleep (200000);
      settle (self);
      g_assert_cmpuint (n_rows (self), ==, 1 - i);
    }
}

/* --- Training --- */

static void
test_a_session (Fixture *self, gconstpointer data)
{
  AmpSection *section;
  AmpForm *form;
  gint64 id;

  (void) data;
  amp_programme_page_show_list (self->page, "training");
  settle (self);
  gtk_widget_activate_action (GTK_WIDGET (pane_of (self)), "programme.add", NULL);
  g_assert_null (amp_programme_pane_get_section (pane_of (self), 0));
  type (self, "title", "Ruta");
  type (self, "on", "2025-03-05");
  type (self, "region", "PE-TUM");
  type (self, "hours", "8");
  save (self);
  id = shown (self);
  section = amp_programme_pane_get_section (pane_of (self), 0);
  g_assert_nonnull (section);

  amp_section_add (section);
  form = amp_section_editor_get_form (amp_section_get_editor (section));
  amp_form_type (form, "training_attendance", "audience", "pnp");
  amp_form_type (form, "training_attendance", "attended_f", "7");
  amp_form_type (form, "training_attendance", "attended_m", "5");
  g_assert_true (amp_programme_pane_is_dirty (pane_of (self)));
  forms_picture (self->window, "programme-attendance");
  amp_section_save (section);
  settle (self);
  g_assert_cmpuint (office_count (self->office, "training_attendance"), ==, 1);
  g_assert_cmpuint (amp_section_get_length (section), ==, 1);
  g_assert_cmpint (amp_record_get_int (amp_section_get_records (section)->pdata[0], "training", 0),
                   ==, id);
  g_assert_false (amp_programme_pane_is_dirty (pane_of (self)));
  forms_assert_named (GTK_WIDGET (self->page));
}

/* The institution of the office has not been reached, and says so. */
static void
test_who_was_reached (Fixture *self, gconstpointer data)
{
  AmpReachDialog *dialog;

  (void) data;
  dialog = amp_reach_dialog_present (GTK_WIDGET (self->page), self->office->jobs);
  settle (self);
  g_assert_cmpstr (amp_reach_dialog_get_summary (dialog), ==, "0 of 1 institutions were reached.");
  g_assert_cmpuint (amp_text_table_get_length (amp_reach_dialog_get_table (dialog)), ==, 1);
  g_assert_cmpstr (amp_text_table_get_text (amp_reach_dialog_get_table (dialog), 0, 2), ==,
                   "Never");
  forms_assert_named (GTK_WIDGET (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* --- What was promised, and how far a plan is --- */

static gint64
show_new (Fixture *self, const char *list, const char *const *values)
{
  amp_programme_page_show_list (self->page, list);
  settle (self);
  gtk_widget_activate_action (GTK_WIDGET (pane_of (self)), "programme.add", NULL);
  for (gsize i = 0; values[i] != NULL; i += 2)
    type (self, values[i], values[i + 1]);
  save (self);
  return shown (self);
}

static gint64
add_child (Fixture *self, AmpSection *section, const char *const *values)
{
  const char *entity = amp_section_get_kind (section)->entity;
  AmpForm *form;

  amp_section_add (section);
  form = amp_section_editor_get_form (amp_section_get_editor (section));
  for (gsize i = 0; values[i] != NULL; i += 2)
    amp_form_type (form, entity, values[i], values[i + 1]);
  amp_section_save (section);
  settle (self);
  return amp_record_id (amp_section_get_records (section)->pdata[0]);
}

static void
test_a_forum (Fixture *self, gconstpointer data)
{
  static const char *const forum[] = {"name", "Mesa",       "kind", "round_table",
                                      "on",   "2025-03-05", NULL};
  static const char *const promised[] = {"text", "Abrir", "due_on", "2025-06-01", NULL};
  static const char *const update[] = {"status", "fulfilled", "text", "Se abrió", NULL};
  AmpSection *section;
  gint64 id;

  (void) data;
  (void) show_new (self, "forum", forum);
  section = amp_programme_pane_get_section (pane_of (self), 0);
  id = add_child (self, section, promised);
  assert_stored (self, "commitment", id, "status", "open");
  (void) add_child (self, amp_section_get_child (section, id), update);
  assert_stored (self, "commitment", id, "status", "fulfilled");
  /* The form knows it too: its next save is no conflict with the program itself. */
  g_assert_cmpstr (amp_record_get (amp_section_get_records (section)->pdata[0], "status"), ==,
                   "fulfilled");
  forms_picture (self->window, "programme-forum");
  forms_assert_named (GTK_WIDGET (self->page));
}

static void
test_a_plan (Fixture *self, gconstpointer data)
{
  static const char *const plan[] = {"title",  "Plan de Piura", "region",
                                     "PE-PIU", "from_on",       "2023-01-01",
                                     "to_on",  "2026-12-31",    NULL};
  static const char *const goal[] = {"axis", "protection", "text", "Un albergue", NULL};
  static const char *const action[] = {"text", "Abrir", "baseline", "0", "target", "20", NULL};
  static const char *const progress[] = {"value", "8", "status", "in_progress", NULL};
  AmpSection *goals, *actions;
  gint64 goal_id, id;

  (void) data;
  (void) show_new (self, "regional_plan", plan);
  goals = amp_programme_pane_get_section (pane_of (self), 0);
  goal_id = add_child (self, goals, goal);
  actions = amp_section_get_child (goals, goal_id);
  id = add_child (self, actions, action);
  (void) add_child (self, amp_section_get_child (actions, id), progress);
  assert_stored (self, "regional_action", id, "status", "in_progress");
  g_assert_cmpstr (amp_record_get (amp_section_get_records (actions)->pdata[0], "status"), ==,
                   "in_progress");
  forms_picture (self->window, "programme-plan");
  forms_assert_named (GTK_WIDGET (self->page));
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
has_style (GtkWidget *widget, const char *style)
{
  if (gtk_widget_has_css_class (widget, style) && gtk_widget_get_visible (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_style (child, style))
      return TRUE;
  return FALSE;
}

static void
test_a_figure (Fixture *self, gconstpointer data)
{
  static const char *const figure[] = {"measure", "possible_cases", "unit",    "cases",
                                       "value",   "1144",           "from_on", "2016",
                                       "source",  "Observatorio",   NULL};
  const AmpDate day = amp_date_today ();
  g_autofree char *today = NULL;

  (void) data;
  (void) show_new (self, "external_figure", figure);
  assert_stored (self, "external_figure", shown (self), "value", "1144");
  WAIT_FOR (gtk_list_box_get_row_at_index (amp_programme_pane_get_list (pane_of (self)), 0) !=
            NULL);
  g_assert_true (has_text (GTK_WIDGET (amp_programme_pane_get_list (pane_of (self))), ": 1144\u00a0"));
  /* Amber until somebody looked it up; then with its unit, and nothing else to say. */
  g_assert_true (has_style (GTK_WIDGET (amp_programme_pane_get_list (pane_of (self))), "warning"));
  today = amp_date_to_text (&day);
  type (self, "checked_on", today);
  save (self);
  g_assert_false (has_style (GTK_WIDGET (amp_programme_pane_get_list (pane_of (self))), "warning"));
  forms_picture (self->window, "programme-figure");
  forms_assert_named (GTK_WIDGET (self->page));
}

/* --- While it is saved --- */

static gint holding; /* the worker stands still while it is not 0 */

static gpointer
stand_still (AmpSession *session G_GNUC_UNUSED,
             gpointer data G_GNUC_UNUSED,
             AmpProgress *progress G_GNUC_UNUSED,
             GCancellable *cancellable G_GNUC_UNUSED,
             GError **error G_GNUC_UNUSED)
{
  while (g_atomic_int_get (&holding))
    g_usleep (2000);
  return GINT_TO_POINTER (TRUE);
}

/* She goes on typing in a new record: the list beside it has it all the same, once, and what hangs
 * on it may be entered. */
static void
test_typed_meanwhile (Fixture *self, gconstpointer data)
{
  static const AmpJob job = {.func = stand_still};
  g_autofree char *text = NULL;
  gint64 id;

  (void) data;
  add_talk (self, "2025-03-04", "done");
  gtk_widget_activate_action (GTK_WIDGET (pane_of (self)), "programme.add", NULL);
  type (self, "kind", "talk");
  type (self, "on", "2025-03-05");
  type (self, "status", "done");
  type (self, "region", "PE-TUM");
  type (self, "title", "Charla");
  g_atomic_int_set (&holding, TRUE);
  amp_jobs_run (self->office->jobs, &job, NULL, NULL, NULL);
  amp_section_editor_save (amp_programme_pane_get_editor (pane_of (self)));
  type (self, "title", "Charla en el colegio");
  g_atomic_int_set (&holding, FALSE);
  settle (self);
  g_assert_cmpuint (n_rows (self), ==, 2);
  id = shown (self);
  g_assert_cmpint (id, >, 0);
  assert_stored (self, "activity", id, "title", "Charla");
  text = amp_field_row_dup_text (amp_form_row (form_of (self), "activity", "title"));
  g_assert_cmpstr (text, ==, "Charla en el colegio");
  g_assert_true (amp_programme_pane_is_dirty (pane_of (self)));
  save (self);
  g_assert_cmpuint (n_rows (self), ==, 2);
  g_assert_cmpint (shown (self), ==, id);
  assert_stored (self, "activity", id, "title", "Charla en el colegio");
}

static GtkWidget *
filter_of (Fixture *self, const char *field)
{
  return amp_programme_bar_get_filter (amp_programme_pane_get_bar (pane_of (self)), field);
}

static void
test_commitments_narrowed (Fixture *self, gconstpointer data)
{
  static const char *const forum[] = {"name", "Mesa",       "kind", "round_table",
                                      "on",   "2025-03-05", NULL};
  static const char *const promised[] = {"text", "Abrir", "country", "EC", NULL};
  static const char *const other[] = {"text", "Cerrar", "country", "PE", NULL};
  AmpSection *section;

  (void) data;
  (void) show_new (self, "forum", forum);
  section = amp_programme_pane_get_section (pane_of (self), 0);
  (void) add_child (self, section, promised);
  (void) add_child (self, section, other);
  amp_programme_page_show_list (self->page, "commitment");
  settle (self);
  g_assert_cmpuint (n_rows (self), ==, 2);
  g_assert_null (forms_find_button (GTK_WIDGET (pane_of (self)), "Add forum"));
  amp_form_value_set_text (AMP_FORM_VALUE (filter_of (self, "country")), "EC");
  amp_form_value_emit_changed (AMP_FORM_VALUE (filter_of (self, "country")));
  settle (self);
  g_assert_cmpuint (n_rows (self), ==, 1);
  amp_form_value_set_text (AMP_FORM_VALUE (filter_of (self, "status")), "fulfilled");
  amp_form_value_emit_changed (AMP_FORM_VALUE (filter_of (self, "status")));
  settle (self);
  g_assert_cmpuint (n_rows (self), ==, 0);
  forms_assert_named (GTK_WIDGET (self->page));
}

/* --- Leaving --- */

static AdwMessageDialog *
question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (each))
        return ADW_MESSAGE_DIALOG (each);
    }
  return NULL;
}

static void
press (Fixture *self, GtkWidget *within, const char *label)
{
  GtkWidget *button = forms_find_button (within, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  settle (self);
}

static void
answer (Fixture *self, const char *response)
{
  AdwMessageDialog *dialog = question ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle (self);
}

static void
test_deleted (Fixture *self, gconstpointer data)
{
  gint64 kept, id;

  (void) data;
  kept = add_talk (self, "2025-03-05", "done");
  id = add_talk (self, "2025-04-05", "done");
  press (self, GTK_WIDGET (pane_of (self)), "Delete for good…");
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 2);
  answer (self, "cancel");
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 2);
  type (self, "title", "A medio escribir");
  press (self, GTK_WIDGET (pane_of (self)), "Delete for good…");
  answer (self, "delete");
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 1);
  g_assert_cmpuint (office_count_events (self->office, "delete"), ==, 1);
  g_assert_cmpuint (n_rows (self), ==, 1);
  g_assert_false (amp_programme_pane_get_shown (pane_of (self), &id));
  g_assert_false (amp_programme_pane_is_dirty (pane_of (self)));
  id = add_talk (self, "2025-05-05", "done");
  g_assert_cmpint (id, !=, kept);
  assert_stored (self, "activity", id, "code", "ACT-25-0003");
}

static void
test_source_stays (Fixture *self, gconstpointer data)
{
  AmpRecord *case_ = office_load (self->office, "case", self->office->case_id);
  gint64 id;

  (void) data;
  id = add_talk (self, "2025-03-05", "done");
  amp_record_set_int (case_, "source_activity", id);
  office_save (self->office, case_);
  press (self, GTK_WIDGET (pane_of (self)), "Delete for good…");
  g_assert_cmpstr (adw_message_dialog_get_heading (question ()), ==, "This activity stays");
  answer (self, "cancel");
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 1);
}

/* --- What a task leads to, and what a plan loses --- */

static const char *const a_plan[] = {"title",  "Plan de Piura", "region",
                                     "PE-PIU", "from_on",       "2023-01-01",
                                     "to_on",  "2026-12-31",    NULL};
static const char *const a_goal[] = {"axis", "protection", "text", "Un albergue", NULL};
static const char *const an_action[] = {"text", "Abrir", NULL};

static void
test_goal_deleted (Fixture *self, gconstpointer data)
{
  AmpSection *goals, *actions;
  gint64 goal_id;

  (void) data;
  (void) show_new (self, "regional_plan", a_plan);
  goals = amp_programme_pane_get_section (pane_of (self), 0);
  goal_id = add_child (self, goals, a_goal);
  actions = amp_section_get_child (goals, goal_id);
  (void) add_child (self, actions, an_action);
  amp_section_open (goals, goal_id);
  settle (self);
  press (self, GTK_WIDGET (amp_section_get_editor (goals)), "Delete for good…");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (question ()), "Actions: 1"));
  answer (self, "delete");
  g_assert_cmpuint (office_count (self->office, "regional_goal"), ==, 0);
  g_assert_cmpuint (office_count (self->office, "regional_action"), ==, 0);
  g_assert_cmpuint (amp_section_get_length (goals), ==, 0);
  g_assert_null (amp_section_get_editor (goals));
  g_assert_null (forms_find_button (GTK_WIDGET (goals), "Add plan action"));
}

static void
test_task_leads_inside (Fixture *self, gconstpointer data)
{
  AmpSection *goals, *actions;
  AmpProgrammePlace place = {.entity = "regional_action"};
  gint64 id, goal_id;
  GtkWidget *focus;

  (void) data;
  id = show_new (self, "regional_plan", a_plan);
  goals = amp_programme_pane_get_section (pane_of (self), 0);
  goal_id = add_child (self, goals, a_goal);
  place.id = add_child (self, amp_section_get_child (goals, goal_id), an_action);
  amp_programme_pane_show_inside (pane_of (self), id, &place);
  settle (self);
  goals = amp_programme_pane_get_section (pane_of (self), 0);
  actions = amp_section_get_child (goals, goal_id);
  WAIT_FOR ((focus = gtk_window_get_focus (self->window)) != NULL &&
            gtk_widget_is_ancestor (focus, GTK_WIDGET (actions)));
}

/* --- Tables --- */

static AmpListImportDialog *
import_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (windows, i);

      if (AMP_IS_LIST_IMPORT_DIALOG (each))
        return AMP_LIST_IMPORT_DIALOG (each);
    }
  return NULL;
}

static void
test_a_table (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->office->folder, "..", "list.csv", NULL);
  g_autofree char *text = NULL, *more = NULL;
  GtkWidget *pane = GTK_WIDGET (pane_of (self)), *dialog;

  (void) data;
  add_talk (self, "2025-03-05", "done");
  amp_choose_file_answer (path);
  gtk_widget_activate_action (pane, "programme.export", "s", "activities");
  settle (self);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "ACT-25-0001"));

  more = g_strdup ("on,region,kind,status,title\n2025-06-01,PE-TUM,talk,done,Otra\n"
                   "2025-06-02,PE-TUM,nothing of that,done,Mala\n");
  g_assert_true (g_file_set_contents (path, more, -1, NULL));
  gtk_widget_activate_action (pane, "programme.import", "s", "activities");
  dialog = GTK_WIDGET (import_dialog ());
  forms_assert_named (dialog);
  press (self, dialog, "Choose a file and check it…");
  forms_picture (GTK_WINDOW (dialog), "programme-import");
  g_assert_true (
    g_str_has_prefix (amp_list_import_dialog_get_summary (import_dialog ()), "Of 2 rows: 1 new"));
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 1);
  press (self, dialog, "Import");
  amp_choose_file_answer (NULL);
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 2);
  g_assert_cmpuint (n_rows (self), ==, 2);
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_remove (path);
}

/* --- Documents --- */

static void
test_documents (Fixture *self, gconstpointer data)
{
  static const char *const forum[] = {"name", "Mesa",       "kind", "round_table",
                                      "on",   "2025-03-05", NULL};
  static const struct
  {
    const char *list, *label;
  } documents[] = {{"regional_plan", "Status sheet…"}, {"forum", "Agenda…"}, {"forum", "Minutes…"}};
  g_autofree char *path = g_build_filename (self->office->folder, "..", "sheet.pdf", NULL);

  (void) data;
  (void) show_new (self, "regional_plan", a_plan);
  (void) show_new (self, "forum", forum);
  amp_choose_file_answer (path);
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *bytes = NULL;

      amp_programme_page_show_list (self->page, documents[i].list);
      press (self, GTK_WIDGET (pane_of (self)), documents[i].label);
      g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, "%PDF"));
      g_remove (path);
    }
  amp_choose_file_answer (NULL);
}

/* --- The form --- */

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

/* By a rule, not by the field. */
static void
test_required (Fixture *self, gconstpointer data)
{
  (void) data;
  amp_programme_page_show_list (self->page, "training");
  settle (self);
  gtk_widget_activate_action (GTK_WIDGET (pane_of (self)), "programme.add", NULL);
  settle (self);
  WAIT_FOR (
    has_label (GTK_WIDGET (amp_form_row (form_of (self), "training", "title")), "required"));
  g_assert_false (
    has_label (GTK_WIDGET (amp_form_row (form_of (self), "training", "place")), "required"));
}

/* Its headings go with its cells. */
static void
test_reached_table (Fixture *self, gconstpointer data)
{
  GtkWidget *cell;

  (void) data;
  add_talk (self, "2025-03-05", "done");
  cell = GTK_WIDGET (amp_form_row (form_of (self), "activity", "reached_f_12_17"));
  WAIT_FOR (has_label (gtk_widget_get_parent (cell), "12 to 17"));
  gtk_test_accessible_assert_property (
    amp_form_value_get_target (amp_field_row_get_editor (AMP_FIELD_ROW (cell))),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Female, 12 to 17");
  type (self, "status", "cancelled");
  WAIT_FOR (!gtk_widget_get_visible (gtk_widget_get_parent (cell)));
}

/* --- What survives --- */

static void
test_dirty_stays (Fixture *self, gconstpointer data)
{
  gint64 first, second;

  (void) data;
  first = add_talk (self, "2025-03-05", "done");
  second = add_talk (self, "2025-04-05", "done");
  type (self, "title", "Otra");
  amp_programme_pane_show (pane_of (self), first);
  settle (self);
  g_assert_cmpint (shown (self), ==, second);
  save (self);
  amp_programme_pane_show (pane_of (self), first);
  settle (self);
  g_assert_cmpint (shown (self), ==, first);
}

static void
test_a_lock (Fixture *self, gconstpointer data)
{
  gint64 id;

  (void) data;
  id = add_talk (self, "2025-03-05", "done");
  type (self, "title", "A medio escribir");
  office_lock (self->office);
  gtk_window_destroy (self->window);
  office_unlock (self->office);
  show_page (self);
  amp_programme_pane_show (pane_of (self), id);
  amp_programme_pane_restore_draft (pane_of (self));
  settle (self);
  WAIT_FOR (amp_form_is_dirty (form_of (self)));
  save (self);
  assert_stored (self, "activity", id, "title", "A medio escribir");
}

/* Somebody else saved another field meanwhile: both stay. */
static void
test_a_conflict (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) theirs = NULL;
  gint64 id;

  (void) data;
  id = add_talk (self, "2025-03-05", "done");
  theirs = office_load (self->office, "activity", id);
  amp_record_set (theirs, "district", "Zorritos", NULL);
  office_store (self->office, theirs);
  type (self, "place", "Plaza");
  save (self);
  settle (self);
  assert_stored (self, "activity", id, "district", "Zorritos");
  assert_stored (self, "activity", id, "place", "Plaza");
}

#define ADD(name, func) g_test_add ("/app/programme/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  ADD ("an-activity-is-entered-and-adds-up", test_an_activity);
  ADD ("only-what-fits-is-asked-for", test_conditional_rows);
  ADD ("a-series-is-entered-once", test_a_series);
  ADD ("a-planned-one-is-carried-out-by-one-key", test_carried_out_today);
  ADD ("the-list-is-narrowed-by-words", test_narrowed);
  ADD ("a-session-has-its-attendance", test_a_session);
  ADD ("who-was-reached-and-who-was-not", test_who_was_reached);
  ADD ("a-commitment-stands-as-its-updates-say", test_a_forum);
  ADD ("an-action-stands-as-its-progress-says", test_a_plan);
  ADD ("a-figure-of-others-is-entered", test_a_figure);
  ADD ("the-list-hears-of-a-save-during-which-one-typed", test_typed_meanwhile);
  ADD ("commitments-of-all-forums-are-narrowed-by-country-and-status", test_commitments_narrowed);
  ADD ("a-deleted-one-goes-after-a-question-and-its-code-with-it", test_deleted);
  ADD ("an-activity-from-which-cases-came-stays", test_source_stays);
  ADD ("a-goal-goes-with-its-actions", test_goal_deleted);
  ADD ("a-task-leads-to-the-row-inside", test_task_leads_inside);
  ADD ("a-table-goes-out-and-comes-in-after-a-preview", test_a_table);
  ADD ("plans-and-forums-have-their-documents", test_documents);
  ADD ("what-a-rule-requires-is-marked", test_required);
  ADD ("people-reached-are-a-table", test_reached_table);
  ADD ("what-is-typed-is-not-thrown-away", test_dirty_stays);
  ADD ("what-is-typed-survives-a-lock", test_a_lock);
  ADD ("two-who-save-lose-nothing", test_a_conflict);
  return g_test_run ();
}
