/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The programme page over a real vault: an activity, its series, a session with its attendance,
 * plans, promises, figures, tables and documents. */
#include "app/amp-file-chooser.h"
#include "app/amp-form-hint.h"
#include "app/amp-list-import-dialog.h"
#include "app/amp-reach-dialog.h"
#include "app/amp-repeat-dialog.h"
#include "model/date.h"
#include "programme-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* --- Prevention --- */

static void
test_an_activity (ProgrammeFixture *self, gconstpointer data)
{
  const char *hint;
  gint64 id;

  (void) data;
  forms_assert_named (GTK_WIDGET (self->page));
  id = programme_add_talk (self, "2025-03-05", "done");
  g_assert_cmpint (id, >, 0);
  programme_assert_stored (self, "activity", id, "code", "ACT-25-0001");
  g_assert_cmpuint (programme_n_rows (self), ==, 1);
  g_assert_cmpstr (amp_programme_pane_get_count (programme_pane_of (self)), ==, "1 of 1");

  programme_type (self, "reached_f_12_17", "20");
  programme_type (self, "reached_m_18", "4");
  hint = amp_form_hint_peek (GTK_WIDGET (programme_form_of (self)), "reached");
  g_assert_nonnull (strstr (hint, "24"));
  g_assert_nonnull (strstr (hint, "20 female"));
  programme_save (self);
  programme_assert_stored (self, "activity", id, "reached_f_12_17", "20");
  forms_assert_named (GTK_WIDGET (self->page));
  forms_picture (self->window, "programme-activity");
}

static gboolean
is_asked (ProgrammeFixture *self, const char *field)
{
  return gtk_widget_get_visible (
    GTK_WIDGET (amp_form_row (programme_form_of (self), "activity", field)));
}

static void
test_conditional_rows (ProgrammeFixture *self, gconstpointer data)
{
  (void) data;
  programme_add_talk (self, "2025-03-05", "done");
  g_assert_false (is_asked (self, "estimated_audience"));
  g_assert_true (is_asked (self, "reached_x_18"));
  programme_type (self, "kind", "radio");
  g_assert_true (is_asked (self, "estimated_audience"));
  programme_type (self, "status", "cancelled");
  g_assert_false (is_asked (self, "reached_x_18"));
  g_assert_false (is_asked (self, "signals"));
}

static void
test_a_series (ProgrammeFixture *self, gconstpointer data)
{
  AmpRepeatDialog *dialog = NULL;
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *repeat;

  (void) data;
  programme_add_talk (self, "2025-03-05", "done");
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
  programme_settle (self);
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 4);
  g_assert_cmpuint (programme_n_rows (self), ==, 4);
}

static void
test_carried_out_today (ProgrammeFixture *self, gconstpointer data)
{
  gint64 id;

  (void) data;
  id = programme_add_talk (self, "2199-03-05", "planned");
  gtk_widget_activate_action (GTK_WIDGET (programme_pane_of (self)), "programme.tick", NULL);
  programme_settle (self);
  programme_assert_stored (self, "activity", id, "status", "done");
}

static void
test_narrowed (ProgrammeFixture *self, gconstpointer data)
{
  (void) data;
  programme_add_talk (self, "2025-03-05", "done");
  programme_add_talk (self, "2024-03-05", "cancelled");
  g_assert_cmpuint (programme_n_rows (self), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *search = GTK_WIDGET (programme_pane_of (self));

      while (search != NULL && !GTK_IS_SEARCH_ENTRY (search))
        search = gtk_widget_get_first_child (search);
      g_assert_true (GTK_IS_SEARCH_ENTRY (search));
      gtk_editable_set_text (GTK_EDITABLE (search), i == 0 ? "act-24" : "nothing of that");
      g_usleep (200000);
      programme_settle (self);
      g_assert_cmpuint (programme_n_rows (self), ==, 1 - i);
    }
}

/* --- Training --- */

static void
test_a_session (ProgrammeFixture *self, gconstpointer data)
{
  AmpSection *section;
  AmpForm *form;
  gint64 id;

  (void) data;
  amp_programme_page_show_list (self->page, "training");
  programme_settle (self);
  gtk_widget_activate_action (GTK_WIDGET (programme_pane_of (self)), "programme.add", NULL);
  g_assert_null (amp_programme_pane_get_section (programme_pane_of (self), 0));
  programme_type (self, "title", "Ruta");
  programme_type (self, "on", "2025-03-05");
  programme_type (self, "region", "PE-TUM");
  programme_type (self, "hours", "8");
  programme_save (self);
  id = programme_shown (self);
  section = amp_programme_pane_get_section (programme_pane_of (self), 0);
  g_assert_nonnull (section);

  amp_section_add (section);
  form = amp_section_editor_get_form (amp_section_get_editor (section));
  amp_form_type (form, "training_attendance", "audience", "pnp");
  amp_form_type (form, "training_attendance", "attended_f", "7");
  amp_form_type (form, "training_attendance", "attended_m", "5");
  g_assert_true (amp_programme_pane_is_dirty (programme_pane_of (self)));
  forms_picture (self->window, "programme-attendance");
  amp_section_save (section);
  programme_settle (self);
  g_assert_cmpuint (office_count (self->office, "training_attendance"), ==, 1);
  g_assert_cmpuint (amp_section_get_length (section), ==, 1);
  g_assert_cmpint (amp_record_get_int (amp_section_get_records (section)->pdata[0], "training", 0),
                   ==, id);
  g_assert_false (amp_programme_pane_is_dirty (programme_pane_of (self)));
  forms_assert_named (GTK_WIDGET (self->page));
}

/* The institution of the office has not been reached, and says so. */
static void
test_who_was_reached (ProgrammeFixture *self, gconstpointer data)
{
  AmpReachDialog *dialog;

  (void) data;
  dialog = amp_reach_dialog_present (GTK_WIDGET (self->page), self->office->jobs);
  programme_settle (self);
  g_assert_cmpstr (amp_reach_dialog_get_summary (dialog), ==, "0 of 1 institutions were reached.");
  g_assert_cmpuint (amp_text_table_get_length (amp_reach_dialog_get_table (dialog)), ==, 1);
  g_assert_cmpstr (amp_text_table_get_text (amp_reach_dialog_get_table (dialog), 0, 2), ==,
                   "Never");
  forms_assert_named (GTK_WIDGET (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* --- What was promised, and how far a plan is --- */

static void
test_a_forum (ProgrammeFixture *self, gconstpointer data)
{
  static const char *const forum[] = {"name", "Mesa",       "kind", "round_table",
                                      "on",   "2025-03-05", NULL};
  static const char *const promised[] = {"text", "Abrir", "due_on", "2025-06-01", NULL};
  static const char *const update[] = {"status", "fulfilled", "text", "Se abrió", NULL};
  AmpSection *section;
  gint64 id;

  (void) data;
  (void) programme_show_new (self, "forum", forum);
  section = amp_programme_pane_get_section (programme_pane_of (self), 0);
  id = programme_add_child (self, section, promised);
  programme_assert_stored (self, "commitment", id, "status", "open");
  (void) programme_add_child (self, amp_section_get_child (section, id), update);
  programme_assert_stored (self, "commitment", id, "status", "fulfilled");
  /* The form knows it too: its next save is no conflict with the program itself. */
  g_assert_cmpstr (amp_record_get (amp_section_get_records (section)->pdata[0], "status"), ==,
                   "fulfilled");
  forms_picture (self->window, "programme-forum");
  forms_assert_named (GTK_WIDGET (self->page));
}

static void
test_a_plan (ProgrammeFixture *self, gconstpointer data)
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
  (void) programme_show_new (self, "regional_plan", plan);
  goals = amp_programme_pane_get_section (programme_pane_of (self), 0);
  goal_id = programme_add_child (self, goals, goal);
  actions = amp_section_get_child (goals, goal_id);
  id = programme_add_child (self, actions, action);
  (void) programme_add_child (self, amp_section_get_child (actions, id), progress);
  programme_assert_stored (self, "regional_action", id, "status", "in_progress");
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
test_a_figure (ProgrammeFixture *self, gconstpointer data)
{
  static const char *const figure[] = {"measure", "possible_cases", "unit",    "cases",
                                       "value",   "1144",           "from_on", "2016",
                                       "source",  "Observatorio",   NULL};
  const AmpDate day = amp_date_today ();
  g_autofree char *today = NULL;

  (void) data;
  (void) programme_show_new (self, "external_figure", figure);
  programme_assert_stored (self, "external_figure", programme_shown (self), "value", "1144");
  WAIT_FOR (gtk_list_box_get_row_at_index (amp_programme_pane_get_list (programme_pane_of (self)),
                                           0) != NULL);
  g_assert_true (
    has_text (GTK_WIDGET (amp_programme_pane_get_list (programme_pane_of (self))), ": 1144\u00a0"));
  /* Amber until somebody looked it up; then with its unit, and nothing else to say. */
  g_assert_true (
    has_style (GTK_WIDGET (amp_programme_pane_get_list (programme_pane_of (self))), "warning"));
  today = amp_date_to_text (&day);
  programme_type (self, "checked_on", today);
  programme_save (self);
  g_assert_false (
    has_style (GTK_WIDGET (amp_programme_pane_get_list (programme_pane_of (self))), "warning"));
  forms_picture (self->window, "programme-figure");
  forms_assert_named (GTK_WIDGET (self->page));
}

static GtkWidget *
filter_of (ProgrammeFixture *self, const char *field)
{
  return amp_programme_bar_get_filter (amp_programme_pane_get_bar (programme_pane_of (self)),
                                       field);
}

static void
test_commitments_narrowed (ProgrammeFixture *self, gconstpointer data)
{
  static const char *const forum[] = {"name", "Mesa",       "kind", "round_table",
                                      "on",   "2025-03-05", NULL};
  static const char *const promised[] = {"text", "Abrir", "country", "EC", NULL};
  static const char *const other[] = {"text", "Cerrar", "country", "PE", NULL};
  AmpSection *section;

  (void) data;
  (void) programme_show_new (self, "forum", forum);
  section = amp_programme_pane_get_section (programme_pane_of (self), 0);
  (void) programme_add_child (self, section, promised);
  (void) programme_add_child (self, section, other);
  amp_programme_page_show_list (self->page, "commitment");
  programme_settle (self);
  g_assert_cmpuint (programme_n_rows (self), ==, 2);
  g_assert_null (forms_find_button (GTK_WIDGET (programme_pane_of (self)), "Add forum"));
  amp_form_value_set_text (AMP_FORM_VALUE (filter_of (self, "country")), "EC");
  amp_form_value_emit_changed (AMP_FORM_VALUE (filter_of (self, "country")));
  programme_settle (self);
  g_assert_cmpuint (programme_n_rows (self), ==, 1);
  amp_form_value_set_text (AMP_FORM_VALUE (filter_of (self, "status")), "fulfilled");
  amp_form_value_emit_changed (AMP_FORM_VALUE (filter_of (self, "status")));
  programme_settle (self);
  g_assert_cmpuint (programme_n_rows (self), ==, 0);
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
press (ProgrammeFixture *self, GtkWidget *within, const char *label)
{
  GtkWidget *button = forms_find_button (within, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  programme_settle (self);
}

static void
answer (ProgrammeFixture *self, const char *response)
{
  AdwMessageDialog *dialog = question ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  programme_settle (self);
}

static void
test_deleted (ProgrammeFixture *self, gconstpointer data)
{
  gint64 kept, id;

  (void) data;
  kept = programme_add_talk (self, "2025-03-05", "done");
  id = programme_add_talk (self, "2025-04-05", "done");
  press (self, GTK_WIDGET (programme_pane_of (self)), "Delete for good…");
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 2);
  answer (self, "cancel");
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 2);
  programme_type (self, "title", "A medio escribir");
  press (self, GTK_WIDGET (programme_pane_of (self)), "Delete for good…");
  answer (self, "delete");
  g_assert_cmpuint (office_count (self->office, "activity"), ==, 1);
  g_assert_cmpuint (office_count_events (self->office, "delete"), ==, 1);
  g_assert_cmpuint (programme_n_rows (self), ==, 1);
  g_assert_false (amp_programme_pane_get_shown (programme_pane_of (self), &id));
  g_assert_false (amp_programme_pane_is_dirty (programme_pane_of (self)));
  id = programme_add_talk (self, "2025-05-05", "done");
  g_assert_cmpint (id, !=, kept);
  programme_assert_stored (self, "activity", id, "code", "ACT-25-0003");
}

static void
test_source_stays (ProgrammeFixture *self, gconstpointer data)
{
  AmpRecord *case_ = office_load (self->office, "case", self->office->case_id);
  gint64 id;

  (void) data;
  id = programme_add_talk (self, "2025-03-05", "done");
  amp_record_set_int (case_, "source_activity", id);
  office_save (self->office, case_);
  press (self, GTK_WIDGET (programme_pane_of (self)), "Delete for good…");
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
test_goal_deleted (ProgrammeFixture *self, gconstpointer data)
{
  AmpSection *goals, *actions;
  gint64 goal_id;

  (void) data;
  (void) programme_show_new (self, "regional_plan", a_plan);
  goals = amp_programme_pane_get_section (programme_pane_of (self), 0);
  goal_id = programme_add_child (self, goals, a_goal);
  actions = amp_section_get_child (goals, goal_id);
  (void) programme_add_child (self, actions, an_action);
  amp_section_open (goals, goal_id);
  programme_settle (self);
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
test_task_leads_inside (ProgrammeFixture *self, gconstpointer data)
{
  AmpSection *goals, *actions;
  AmpProgrammePlace place = {.entity = "regional_action"};
  gint64 id, goal_id;
  GtkWidget *focus;

  (void) data;
  id = programme_show_new (self, "regional_plan", a_plan);
  goals = amp_programme_pane_get_section (programme_pane_of (self), 0);
  goal_id = programme_add_child (self, goals, a_goal);
  place.id = programme_add_child (self, amp_section_get_child (goals, goal_id), an_action);
  amp_programme_pane_show_inside (programme_pane_of (self), id, &place);
  programme_settle (self);
  goals = amp_programme_pane_get_section (programme_pane_of (self), 0);
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
test_a_table (ProgrammeFixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->office->folder, "..", "list.csv", NULL);
  g_autofree char *text = NULL, *more = NULL;
  GtkWidget *pane = GTK_WIDGET (programme_pane_of (self)), *dialog;

  (void) data;
  programme_add_talk (self, "2025-03-05", "done");
  amp_choose_file_answer (path);
  gtk_widget_activate_action (pane, "programme.export", "s", "activities");
  programme_settle (self);
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
  g_assert_cmpuint (programme_n_rows (self), ==, 2);
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_remove (path);
}

/* --- Documents --- */

static void
test_documents (ProgrammeFixture *self, gconstpointer data)
{
  static const char *const forum[] = {"name", "Mesa",       "kind", "round_table",
                                      "on",   "2025-03-05", NULL};
  static const struct
  {
    const char *list, *label;
  } documents[] = {{"regional_plan", "Status sheet…"}, {"forum", "Agenda…"}, {"forum", "Minutes…"}};
  g_autofree char *path = g_build_filename (self->office->folder, "..", "sheet.pdf", NULL);

  (void) data;
  (void) programme_show_new (self, "regional_plan", a_plan);
  (void) programme_show_new (self, "forum", forum);
  amp_choose_file_answer (path);
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *bytes = NULL;

      amp_programme_page_show_list (self->page, documents[i].list);
      press (self, GTK_WIDGET (programme_pane_of (self)), documents[i].label);
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
test_required (ProgrammeFixture *self, gconstpointer data)
{
  (void) data;
  amp_programme_page_show_list (self->page, "training");
  programme_settle (self);
  gtk_widget_activate_action (GTK_WIDGET (programme_pane_of (self)), "programme.add", NULL);
  programme_settle (self);
  WAIT_FOR (has_label (GTK_WIDGET (amp_form_row (programme_form_of (self), "training", "title")),
                       "required"));
  g_assert_false (has_label (
    GTK_WIDGET (amp_form_row (programme_form_of (self), "training", "place")), "required"));
}

/* Its headings go with its cells. */
static void
test_reached_table (ProgrammeFixture *self, gconstpointer data)
{
  GtkWidget *cell;

  (void) data;
  programme_add_talk (self, "2025-03-05", "done");
  cell = GTK_WIDGET (amp_form_row (programme_form_of (self), "activity", "reached_f_12_17"));
  WAIT_FOR (has_label (gtk_widget_get_parent (cell), "12 to 17"));
  gtk_test_accessible_assert_property (
    amp_form_value_get_target (amp_field_row_get_editor (AMP_FIELD_ROW (cell))),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Female, 12 to 17");
  programme_type (self, "status", "cancelled");
  WAIT_FOR (!gtk_widget_get_visible (gtk_widget_get_parent (cell)));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/app/programme/" name, ProgrammeFixture, NULL, programme_set_up, func,              \
              programme_tear_down)

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
  ADD ("commitments-of-all-forums-are-narrowed-by-country-and-status", test_commitments_narrowed);
  ADD ("a-deleted-one-goes-after-a-question-and-its-code-with-it", test_deleted);
  ADD ("an-activity-from-which-cases-came-stays", test_source_stays);
  ADD ("a-goal-goes-with-its-actions", test_goal_deleted);
  ADD ("a-task-leads-to-the-row-inside", test_task_leads_inside);
  ADD ("a-table-goes-out-and-comes-in-after-a-preview", test_a_table);
  ADD ("plans-and-forums-have-their-documents", test_documents);
  ADD ("what-a-rule-requires-is-marked", test_required);
  ADD ("people-reached-are-a-table", test_reached_table);
  return g_test_run ();
}
