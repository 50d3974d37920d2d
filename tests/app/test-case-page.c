/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case page as a caseworker uses it, over a real vault. */
#include "test-form-fixture.h"

#include "app/amp-case-page.h"
#include "app/amp-code-picker.h"
#include "app/amp-form-institution.h"
#include "domain/cases.h"
#include "model/date.h"

#include <string.h>

typedef struct
{
  Office *office;
  AmpCasePage *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  (void) data;
  self->office = office_new ();
  self->page = amp_case_page_new (self->office->jobs, self->office->case_id);
  self->window = forms_show (GTK_WIDGET (self->page), 1176, 700);
  WAIT_FOR (amp_case_page_is_loaded (self->page));
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gpointer page = self->page;

  (void) data;
  g_object_add_weak_pointer (G_OBJECT (self->page), &page);
  gtk_window_destroy (self->window);
  WAIT_FOR (page == NULL); /* nothing may keep a case on the screen's memory */
  office_free (self->office);
}

static AmpSection *
section (Fixture *self, const char *entity)
{
  return amp_case_page_get_section (self->page, entity);
}

static AmpForm *
form_of (Fixture *self, const char *entity)
{
  return amp_section_editor_get_form (amp_section_get_editor (section (self, entity)));
}

static AmpForm *
quick_form (Fixture *self)
{
  return amp_section_editor_get_form (amp_section_get_quick (section (self, "service")));
}

static void
wait_idle (Fixture *self)
{
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static char *
row_text (AmpForm *form, const char *entity, const char *field)
{
  return amp_field_row_dup_text (amp_form_row (form, entity, field));
}

static gboolean
holds_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  if (GTK_IS_EDITABLE (widget) &&
      strstr (gtk_editable_get_text (GTK_EDITABLE (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (holds_text (child, text))
      return TRUE;
  return FALSE;
}

static void
test_veiled (Fixture *self, gconstpointer data)
{
  (void) data;
  g_assert_false (holds_text (GTK_WIDGET (self->page), "Jhoselyn"));
  g_assert_false (holds_text (GTK_WIDGET (self->page), "45678912"));
  g_assert_cmpuint (office_count_events (self->office, "view_identity"), ==, 0);
  g_assert_cmpuint (office_count_events (self->office, "view_case"), ==, 1);
  forms_picture (self->window, "case-services-empty");

  amp_case_page_set_revealed (self->page, TRUE);
  WAIT_FOR (amp_case_page_is_revealed (self->page));
  g_assert_true (holds_text (GTK_WIDGET (self->page), "Jhoselyn Quispe de la Cruz"));
  g_assert_cmpuint (office_count_events (self->office, "view_identity"), ==, 1);
  amp_case_page_show_section (self->page, "person");
  forms_picture (self->window, "case-person");

  amp_case_page_set_revealed (self->page, FALSE);
  g_assert_false (holds_text (GTK_WIDGET (self->page), "Jhoselyn"));
  forms_picture (self->window, "case-person-veiled");
}

static void
test_change_is_saved (Fixture *self, gconstpointer data)
{
  AmpForm *form = form_of (self, "person");
  g_autoptr (AmpRecord) stored = NULL;

  (void) data;
  amp_case_page_show_section (self->page, "person");
  amp_form_type (form, "person", "education", "PrimaryEducation");
  amp_form_type (form, "person", "children_count", "2");
  gtk_widget_activate_action (GTK_WIDGET (self->page), "case.save", NULL);
  wait_idle (self);
  stored = office_load (self->office, "person", self->office->person_id);
  g_assert_cmpstr (amp_record_get (stored, "children_count"), ==, "2");
  g_assert_cmpstr (amp_record_get (stored, "given_names"), ==, "Jhoselyn");
  g_assert_true (g_str_has_prefix (
    amp_section_editor_get_status (amp_section_get_editor (section (self, "person"))), "Saved "));
  g_assert_false (amp_form_is_dirty (form));
}

/* It was there before the page was opened, so that the page offers it. */
static void
test_the_source_may_be_an_activity (Fixture *self, gconstpointer data)
{
  AmpRecord *talk = amp_record_new (amp_entity_find ("activity"));
  const AmpDate today = amp_date_today ();
  g_autofree char *day = amp_date_to_text (&today);
  g_autofree char *id = NULL;
  g_autoptr (AmpRecord) stored = NULL;
  AmpForm *form;

  (void) data;
  g_assert_true (amp_record_set (talk, "kind", "talk", NULL));
  g_assert_true (amp_record_set (talk, "status", "done", NULL));
  g_assert_true (amp_record_set (talk, "region", "PE-TUM", NULL));
  g_assert_true (amp_record_set (talk, "title", "Charla en la frontera", NULL));
  g_assert_true (amp_record_set (talk, "on", day, NULL));
  office_store (self->office, talk);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (talk));
  amp_record_free (talk);
  gtk_window_destroy (self->window);
  self->page = amp_case_page_new (self->office->jobs, self->office->case_id);
  self->window = forms_show (GTK_WIDGET (self->page), 1176, 700);
  WAIT_FOR (amp_case_page_is_loaded (self->page));
  wait_idle (self);

  form = form_of (self, "case");
  amp_form_type (form, "case", "source", "outreach");
  amp_form_type (form, "case", "source_activity", id);
  g_assert_true (holds_text (GTK_WIDGET (amp_form_row (form, "case", "source_activity")),
                             "Charla en la frontera"));
  gtk_widget_activate_action (GTK_WIDGET (self->page), "case.save", NULL);
  wait_idle (self);
  stored = office_load (self->office, "case", self->office->case_id);
  g_assert_cmpstr (amp_record_get (stored, "source_activity"), ==, id);
}

static void
fill_quick (Fixture *self)
{
  amp_form_type (quick_form (self), "service", "service_type", "04_individual");
}

static void
test_one_service (Fixture *self, gconstpointer data)
{
  AmpSectionEditor *quick = amp_section_get_quick (section (self, "service"));
  GtkWidget *add = forms_find_button (GTK_WIDGET (quick), "Add service");
  g_autofree char *today = row_text (quick_form (self), "service", "delivered_on");
  g_autofree char *region = row_text (quick_form (self), "service", "region");
  g_autofree char *status = row_text (quick_form (self), "service", "status");

  (void) data;
  g_assert_cmpuint (strlen (today), ==, 10);
  g_assert_cmpstr (region, ==, "PE-TUM");
  g_assert_cmpstr (status, ==, "delivered");
  fill_quick (self);
  g_signal_emit_by_name (add, "clicked");
  g_signal_emit_by_name (add, "clicked");
  wait_idle (self);
  g_assert_cmpuint (office_count (self->office, "service"), ==, 1);
  g_assert_cmpuint (amp_section_get_length (section (self, "service")), ==, 1);
  g_assert_false (amp_section_is_dirty (section (self, "service")));

  /* The same again: two presses more. */
  g_signal_emit_by_name (forms_find_button (GTK_WIDGET (quick), "Repeat last (F4)"), "clicked");
  g_signal_emit_by_name (add, "clicked");
  wait_idle (self);
  g_assert_cmpuint (office_count (self->office, "service"), ==, 2);
  forms_picture (self->window, "case-services");
}

static void
test_service_without_type (Fixture *self, gconstpointer data)
{
  (void) data;
  amp_section_editor_save (amp_section_get_quick (section (self, "service")));
  wait_idle (self);
  g_assert_cmpuint (office_count (self->office, "service"), ==, 0);
  g_assert_nonnull (
    amp_field_row_get_problem (amp_form_row (quick_form (self), "service", "service_type")));
  forms_picture (self->window, "case-service-missing");
}

/* A service changes the case behind the form's back (last contact): no conflict with ourselves. */
static void
test_service_then_case (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) stored = NULL;

  (void) data;
  amp_form_type (form_of (self, "case"), "case", "cross_border", "1");
  fill_quick (self);
  amp_section_editor_save (amp_section_get_quick (section (self, "service")));
  wait_idle (self);
  amp_section_save (section (self, "case"));
  wait_idle (self);
  wait_idle (self);
  wait_idle (self);
  g_assert_null (amp_section_editor_get_merging (amp_section_get_editor (section (self, "case"))));
  stored = office_load (self->office, "case", self->office->case_id);
  g_assert_cmpstr (amp_record_get (stored, "cross_border"), ==, "1");
  g_assert_nonnull (amp_record_get (stored, "last_contact_on"));
}

static void
somebody_else_sets (Fixture *self, const char *field, const char *value)
{
  AmpRecord *record = office_load (self->office, "person", self->office->person_id);

  g_assert_true (amp_record_set (record, field, value, NULL));
  office_save (self->office, record);
}

static void
check_person (Fixture *self, const char *field, const char *value)
{
  g_autoptr (AmpRecord) stored = office_load (self->office, "person", self->office->person_id);

  g_assert_cmpstr (amp_record_get (stored, field), ==, value);
}

/* Saving, reading what was saved elsewhere, saving again. */
static void
wait_merge (Fixture *self)
{
  for (int i = 0; i < 3; i++)
    wait_idle (self);
}

static void
test_merge_unasked (Fixture *self, gconstpointer data)
{
  AmpSectionEditor *editor = amp_section_get_editor (section (self, "person"));

  (void) data;
  somebody_else_sets (self, "children_count", "5");
  amp_form_type (form_of (self, "person"), "person", "dependants_with_client", "1");
  amp_section_editor_save (editor);
  wait_merge (self);
  g_assert_null (amp_section_editor_get_merging (editor));
  check_person (self, "children_count", "5");
  check_person (self, "dependants_with_client", "1");
  g_assert_false (amp_section_is_dirty (section (self, "person")));
  g_assert_nonnull (strstr (amp_section_editor_get_status (editor), "Number of children"));
}

static void
test_merge_asked (Fixture *self, gconstpointer data)
{
  AmpSectionEditor *editor = amp_section_get_editor (section (self, "person"));
  AmpMergeDialog *dialog;

  (void) data;
  somebody_else_sets (self, "children_count", "5");
  somebody_else_sets (self, "dependants_with_client", "2");
  amp_case_page_show_section (self->page, "person");
  amp_form_type (form_of (self, "person"), "person", "children_count", "4");
  amp_form_type (form_of (self, "person"), "person", "dependants_with_client", "3");
  amp_section_editor_save (editor);
  wait_merge (self);
  dialog = amp_section_editor_get_merging (editor);
  g_assert_nonnull (dialog);
  forms_assert_named (GTK_WIDGET (dialog));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  forms_picture (GTK_WINDOW (dialog), "merge");

  /* Back to the form: nothing is lost, and saving asks again. */
  gtk_window_close (GTK_WINDOW (dialog));
  wait_idle (self);
  g_assert_null (amp_section_editor_get_merging (editor));
  check_person (self, "children_count", "5");
  g_assert_true (amp_section_is_dirty (section (self, "person")));
  amp_section_editor_save (editor);
  wait_merge (self);
  dialog = amp_section_editor_get_merging (editor);
  g_assert_nonnull (dialog);
  amp_merge_dialog_choose (dialog, "children_count", AMP_CHOICE_THEIRS);
  amp_merge_dialog_choose (dialog, "dependants_with_client", AMP_CHOICE_MINE);
  amp_merge_dialog_save (dialog);
  wait_merge (self);
  check_person (self, "children_count", "5");
  check_person (self, "dependants_with_client", "3");
  g_assert_false (amp_section_is_dirty (section (self, "person")));
}

/* Killed between the save and the end of the draft: the draft comes back, and is saved again. */
static void
test_saved_twice (Fixture *self, gconstpointer data)
{
  g_autoptr (JsonNode) draft = NULL;
  AmpSection *notes = section (self, "note");

  (void) data;
  amp_section_add (notes);
  amp_form_type (form_of (self, "note"), "note", "text", "Llamó la señora");
  amp_form_type (form_of (self, "note"), "note", "kind", "call");
  draft = amp_section_dup_draft (notes);
  amp_section_save (notes);
  amp_section_save (notes); /* and a second press at once */
  wait_merge (self);
  g_assert_cmpuint (office_count (self->office, "note"), ==, 1);
  amp_section_restore_draft (notes, draft);
  amp_form_type (form_of (self, "note"), "note", "text", "Llamó la señora, otra vez");
  amp_section_save (notes);
  wait_merge (self);
  g_assert_cmpuint (office_count (self->office, "note"), ==, 1);
  g_assert_cmpuint (amp_section_get_length (notes), ==, 1);
}

/* A draft that was typed before somebody else saved does not overwrite unseen. */
static void
test_merge_draft (Fixture *self, gconstpointer data)
{
  AmpForm *form = form_of (self, "person");
  AmpSectionEditor *editor = amp_section_get_editor (section (self, "person"));
  g_autoptr (JsonNode) draft = NULL;

  (void) data;
  amp_form_type (form, "person", "children_count", "4");
  draft = amp_form_dup_draft (form);
  somebody_else_sets (self, "children_count", "5");
  amp_form_take_record (form, office_load (self->office, "person", self->office->person_id));
  amp_form_restore_draft (form, draft);
  amp_section_editor_save (editor);
  wait_merge (self);
  g_assert_nonnull (amp_section_editor_get_merging (editor));
  check_person (self, "children_count", "5");
}

/* A draft, as the window for new ones keeps it. */
static void
add_referral (Fixture *self)
{
  GPtrArray *institutions = amp_form_refs_list (amp_case_page_get_refs (self->page), "institution");
  g_autoptr (AmpRecord) referral = amp_record_new (amp_entity_find ("referral"));

  g_assert_cmpuint (institutions->len, ==, 1);
  amp_record_set_int (referral, "case", self->office->case_id);
  amp_record_set (referral, "to_institution",
                  ((AmpFormRef *) g_ptr_array_index (institutions, 0))->id, NULL);
  amp_record_set (referral, "service_type", "04_individual", NULL);
  amp_record_set (referral, "urgency", "72h", NULL);
  office_store (self->office, referral);
  amp_section_take (section (self, "referral"), referral);
}

/* The form tells of it; what becomes of it is said by the steps above. */
static void
test_referral (Fixture *self, gconstpointer data)
{
  AmpSection *referrals = section (self, "referral");
  g_autoptr (AmpRecord) stored = NULL;
  gint64 id;

  (void) data;
  amp_case_page_show_section (self->page, "referral");
  add_referral (self);
  g_assert_cmpuint (amp_section_get_length (referrals), ==, 1);
  g_assert_null (amp_section_get_editor (referrals));

  id = amp_record_id (g_ptr_array_index (amp_section_get_records (referrals), 0));
  amp_section_open (referrals, id);
  g_assert_null (amp_form_row (form_of (self, "referral"), "referral", "state"));
  wait_idle (self);
  g_assert_nonnull (forms_find_button (GTK_WIDGET (self->page), "Check and send…"));
  amp_form_type (form_of (self, "referral"), "referral", "urgency", "routine");
  amp_section_save (referrals);
  wait_idle (self);
  forms_picture (self->window, "case-referral");
  stored = office_load (self->office, "referral", id);
  g_assert_cmpstr (amp_record_get (stored, "urgency"), ==, "routine");
  g_assert_cmpstr (amp_record_get (stored, "state"), ==, "draft");
  g_assert_cmpuint (office_count (self->office, "referral_event"), ==, 0);
}

static void
test_status_moves (Fixture *self, gconstpointer data)
{
  AmpCodePicker *picker = AMP_CODE_PICKER (
    amp_field_row_get_editor (amp_form_row (form_of (self, "case"), "case", "status")));
  AmpFormPopover *popover = amp_code_picker_get_popover (picker);

  (void) data;
  amp_form_popover_search (popover, "follow_up");
  g_assert_null (amp_form_popover_first_match (popover)); /* not from intake */
  amp_form_popover_search (popover, "open");
  g_assert_cmpstr (amp_form_popover_first_match (popover), ==, "open");
}

static void
test_every_section_adds (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *entity, *field, *value;
  } records[] = {
    {"situation", "exploitation_type", "SexualExploitation"},
    {"consent", "purpose", "legal"},
    {"follow_up", "due_on", "2024-04-05"},
    {"note", "text", "Llamó la señora"},
    {"safe_contact", "value", "999 888 777"},
  };

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      AmpSection *list = section (self, records[i].entity);
      g_autofree char *name = g_strdup_printf ("case-%s", records[i].entity);

      amp_case_page_show_section (self->page, records[i].entity);
      amp_section_add (list);
      amp_form_type (form_of (self, records[i].entity), records[i].entity, records[i].field,
                     records[i].value);
      if (g_strcmp0 (records[i].entity, "consent") == 0)
        amp_form_type (form_of (self, "consent"), "consent", "decision", "given");
      if (g_strcmp0 (records[i].entity, "note") == 0)
        amp_form_type (form_of (self, "note"), "note", "kind", "call");
      forms_picture (self->window, name);
      forms_assert_named (GTK_WIDGET (list));
      amp_section_save (list);
      amp_section_save (list);
      wait_idle (self);
      g_assert_cmpuint (office_count (self->office, records[i].entity), ==, 1);
      g_assert_cmpuint (amp_section_get_length (list), ==, 1);
    }
  /* What was just written is under the veil like the rest. */
  g_assert_false (holds_text (GTK_WIDGET (section (self, "note")), "Llamó"));
}

static void
test_institution (Fixture *self, gconstpointer data)
{
  GtkWindow *dialog;
  GtkWidget *editor;

  (void) data;
  amp_case_page_show_section (self->page, "referral");
  add_referral (self);
  dialog = amp_case_page_show_institution (self->page, 0);
  editor = GTK_WIDGET (g_object_get_data (G_OBJECT (dialog), "amp-editor"));
  amp_form_type (amp_section_editor_get_form (AMP_SECTION_EDITOR (editor)), "institution",
                 "name_es", "CEM Tumbes");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  forms_picture (dialog, "institution");
  forms_assert_named (editor);
  amp_section_editor_save (AMP_SECTION_EDITOR (editor));
  wait_idle (self);
  wait_idle (self);
  g_assert_cmpuint (office_count (self->office, "institution"), ==, 2);
  g_assert_cmpuint (amp_form_refs_list (amp_case_page_get_refs (self->page), "institution")->len,
                    ==, 2);
}

static void
test_correct_institution (Fixture *self, gconstpointer data)
{
  GPtrArray *institutions = amp_form_refs_list (amp_case_page_get_refs (self->page), "institution");
  gint64 number =
    g_ascii_strtoll (((AmpFormRef *) g_ptr_array_index (institutions, 0))->id, NULL, 10);
  g_autoptr (AmpRecord) stored = NULL;
  GtkWindow *dialog;
  AmpSectionEditor *editor;

  (void) data;
  dialog = amp_case_page_show_institution (self->page, number);
  editor = AMP_SECTION_EDITOR (g_object_get_data (G_OBJECT (dialog), "amp-editor"));
  wait_idle (self);
  amp_form_type (amp_section_editor_get_form (editor), "institution", "short", "UDAVIT");
  amp_section_editor_save (editor);
  wait_idle (self);
  wait_idle (self);
  g_assert_cmpuint (office_count (self->office, "institution"), ==, 1);
  stored = office_load (self->office, "institution", number);
  g_assert_cmpstr (amp_record_get (stored, "short"), ==, "UDAVIT");
  g_assert_cmpstr (amp_record_get (stored, "name_es"), ==, "UDAVIT Piura");
}

static void
test_named (Fixture *self, gconstpointer data)
{
  (void) data;
  forms_assert_named (GTK_WIDGET (self->page));
}

static void
test_fits (Fixture *self, gconstpointer data)
{
  int minimum = 0;

  (void) data;
  gtk_widget_measure (GTK_WIDGET (self->page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  /* 1366 less the sidebar. */
  g_assert_cmpint (minimum, <=, 1366 - 200);
  amp_case_page_show_section (self->page, "case");
  forms_picture (self->window, "case-case");
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/app/case-page/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-name-is-veiled-until-asked-for-and-that-is-logged", test_veiled);
  ADD ("a-change-is-saved", test_change_is_saved);
  ADD ("the-source-may-be-an-activity", test_the_source_may_be_an_activity);
  ADD ("a-double-click-adds-one-service", test_one_service);
  ADD ("a-service-without-type-is-refused-beside-its-row", test_service_without_type);
  ADD ("a-service-makes-no-conflict-with-the-open-case", test_service_then_case);
  ADD ("what-another-changed-elsewhere-is-merged-unasked", test_merge_unasked);
  ADD ("what-both-changed-is-chosen-and-nothing-is-lost", test_merge_asked);
  ADD ("an-older-draft-does-not-overwrite-unseen", test_merge_draft);
  ADD ("what-was-saved-before-its-draft-was-dropped-is-not-saved-twice", test_saved_twice);
  ADD ("a-referral-moves-by-the-rules-only", test_referral);
  ADD ("a-case-is-offered-its-legal-moves", test_status_moves);
  ADD ("every-section-adds-one-record", test_every_section_adds);
  ADD ("an-institution-is-added-on-the-way", test_institution);
  ADD ("an-institution-is-corrected-on-the-way", test_correct_institution);
  ADD ("every-control-has-a-name", test_named);
  ADD ("the-page-fits-a-small-screen", test_fits);
  return g_test_run ();
}
