/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new case in the fewest steps, over a real vault. */
#include "test-form-fixture.h"

#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-intake-page.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  Office *office;
  AmpIntakePage *page;
  GtkWindow *window;
  gint64 stored;
  guint searches;
} Fixture;

static void
stored_cb (Fixture *self, gint64 id)
{
  self->stored = id;
}

static void
searched_cb (Fixture *self)
{
  self->searches++;
}

static void
open_page (Fixture *self)
{
  self->page = amp_intake_page_new (self->office->jobs);
  g_signal_connect_swapped (self->page, "stored", G_CALLBACK (stored_cb), self);
  g_signal_connect_swapped (amp_intake_page_get_search (self->page), "searched",
                            G_CALLBACK (searched_cb), self);
  self->window = forms_show (GTK_WIDGET (self->page), 1176, 720);
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
}

static void
close_page (Fixture *self)
{
  gpointer page = self->page;

  g_object_add_weak_pointer (G_OBJECT (self->page), &page);
  gtk_window_destroy (self->window);
  WAIT_FOR (page == NULL);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  (void) data;
  self->office = office_new ();
  open_page (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  (void) data;
  close_page (self);
  office_free (self->office);
}

static void
type_person (Fixture *self)
{
  AmpForm *form = amp_intake_page_get_form (self->page);

  amp_form_type (form, "person", "given_names", "María Ñusta");
  amp_form_type (form, "person", "surname_paternal", "Huamán");
  amp_form_type (form, "person", "doc_type", "dni");
  amp_form_type (form, "person", "doc_number", "40123456");
  amp_form_type (form, "person", "birth_date", "2008");
  amp_form_type (form, "person", "gender", "Feminine");
  amp_form_type (form, "person", "nationality", "PE");
}

static void
type_case (Fixture *self)
{
  AmpForm *form = amp_intake_page_get_form (self->page);

  amp_form_type (form, "case", "source", "upe");
  amp_form_type (form, "case", "trafficking_status", "possible");
  amp_form_type (form, "consent", "decision", "given");
}

static void
test_store (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) case_ = NULL;
  g_autoptr (AmpRecord) person = NULL;

  (void) data;
  forms_picture (self->window, "intake-empty");
  type_person (self);
  type_case (self);
  forms_picture (self->window, "intake");
  /* A double click makes one case. */
  amp_intake_page_save (self->page);
  amp_intake_page_save (self->page);
  /* Nobody types into what is emptied as soon as it is stored. */
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (amp_intake_page_get_form (self->page))));
  WAIT_FOR (self->stored != 0);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (amp_intake_page_get_form (self->page))));
  amp_intake_page_save (self->page); /* and the form is empty now */
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  g_assert_cmpuint (office_count (self->office, "case"), ==, 2);
  g_assert_cmpuint (office_count (self->office, "consent"), ==, 1);
  case_ = office_load (self->office, "case", self->stored);
  person = office_load (self->office, "person", amp_record_get_int (case_, "person", 0));
  g_assert_cmpstr (amp_record_get (person, "given_names"), ==, "María Ñusta");
  g_assert_cmpstr (amp_record_get (case_, "office_region"), ==, "PE-TUM"); /* offered */
  g_assert_false (amp_editor_is_dirty (AMP_EDITOR (self->page)));
}

static void
test_missing (Fixture *self, gconstpointer data)
{
  AmpForm *form = amp_intake_page_get_form (self->page);

  (void) data;
  amp_form_type (form, "person", "birth_date", "5/13/2024");
  amp_intake_page_save (self->page);
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  g_assert_cmpuint (office_count (self->office, "case"), ==, 1);
  g_assert_nonnull (amp_field_row_get_problem (amp_form_row (form, "person", "gender")));
  g_assert_nonnull (amp_field_row_get_problem (amp_form_row (form, "person", "birth_date")));
  g_assert_nonnull (amp_field_row_get_problem (amp_form_row (form, "consent", "decision")));
  forms_picture (self->window, "intake-missing");
}

static void
test_at_most_twelve (Fixture *self, gconstpointer data)
{
  GPtrArray *rows = amp_form_rows (amp_intake_page_get_form (self->page));
  guint asked = 0;

  (void) data;
  for (guint i = 0; i < rows->len; i++)
    {
      const char *field = amp_field_row_get_field (g_ptr_array_index (rows, i))->name;

      /* A number and its kind are one question, and so are a birth date and an age band. */
      if (gtk_widget_get_visible (g_ptr_array_index (rows, i)) &&
          g_strcmp0 (field, "doc_number") != 0 && g_strcmp0 (field, "age_band") != 0)
        asked++;
    }
  g_assert_cmpuint (asked, <=, 12);
}

static void
test_known (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = {"jhoselyn quispe", "45678912"};
  g_autofree char *name = NULL;

  (void) data;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      amp_intake_page_search_set_text (amp_intake_page_get_search (self->page), texts[i]);
      WAIT_FOR (self->searches == i + 1);
      g_assert_cmpuint (amp_intake_page_search_n_found (amp_intake_page_get_search (self->page)),
                        ==, 1);
    }
  /* The name is told of once, however often it is shown. */
  g_assert_cmpuint (office_count_events (self->office, "view_identity"), ==, 1);
  forms_picture (self->window, "intake-found");
  forms_assert_named (GTK_WIDGET (self->page));

  amp_intake_page_search_use (amp_intake_page_get_search (self->page), 0);
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  name = amp_field_row_dup_text (
    amp_form_row (amp_intake_page_get_form (self->page), "person", "given_names"));
  g_assert_cmpstr (name, ==, "Jhoselyn");
  forms_picture (self->window, "intake-known");
  type_case (self);
  amp_form_type (amp_intake_page_get_form (self->page), "person", "doc_number", "45678913");
  amp_intake_page_save (self->page);
  WAIT_FOR (self->stored != 0);
  g_assert_cmpuint (office_count (self->office, "person"), ==, 1);
  g_assert_cmpuint (office_count (self->office, "case"), ==, 2);
  {
    g_autoptr (AmpRecord) person = office_load (self->office, "person", self->office->person_id);

    g_assert_cmpstr (amp_record_get (person, "doc_number"), ==, "45678913");
  }
}

/* Typing the name of somebody who is known, as it sounds, is enough; and it never stands in the
 * way. */
static void
test_look_alike (Fixture *self, gconstpointer data)
{
  AmpForm *form = amp_intake_page_get_form (self->page);
  AmpIntakePageSearch *search = amp_intake_page_get_search (self->page);

  (void) data;
  amp_form_type (form, "person", "given_names", "yoselin");
  amp_form_type (form, "person", "surname_paternal", "kispe");
  WAIT_FOR (self->searches > 0);
  g_assert_cmpuint (amp_intake_page_search_n_found (search), ==, 1);
  forms_picture (self->window, "intake-look-alike");
  forms_assert_named (GTK_WIDGET (self->page));
  amp_form_type (form, "person", "gender", "Feminine");
  amp_form_type (form, "person", "birth_date", "2007");
  amp_form_type (form, "person", "nationality", "PE");
  type_case (self);
  g_assert_nonnull (forms_find_button (GTK_WIDGET (search), "Not the same person"));
  amp_intake_page_search_rule_out (search, 0);
  g_assert_cmpuint (amp_intake_page_search_n_found (search), ==, 0);
  amp_intake_page_save (self->page);
  WAIT_FOR (self->stored != 0);
  g_assert_cmpuint (office_count (self->office, "person"), ==, 2);
  /* That she is another is remembered. */
  g_assert_cmpuint (office_count (self->office, "dup_decision"), ==, 1);
}

static void
test_safety (Fixture *self, gconstpointer data)
{
  AmpIntakeSteps *steps = amp_intake_page_get_steps (self->page);
  g_autofree char *folder = g_dir_make_tmp ("amparo-card-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "card.pdf", NULL);
  g_autofree char *pdf = NULL;
  g_autoptr (AmpRecord) case_ = NULL;
  GtkWidget *print;
  gsize length;

  (void) data;
  amp_intake_steps_answer (steps, "safe", "yes");
  g_assert_false (amp_intake_steps_is_imminent (steps));
  print = forms_find_button (GTK_WIDGET (steps), "Save the card to print…");
  g_assert_false (gtk_widget_get_mapped (print));
  amp_intake_steps_answer (steps, "reach", "yes");
  g_assert_true (amp_intake_steps_is_imminent (steps));
  type_person (self);
  type_case (self);
  forms_picture (self->window, "intake-danger");
  forms_assert_named (GTK_WIDGET (self->page));

  WAIT_FOR (gtk_widget_get_mapped (print));
  amp_choose_file_answer (path);
  g_signal_emit_by_name (print, "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (g_file_test (path, G_FILE_TEST_EXISTS));
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  g_assert_true (g_file_get_contents (path, &pdf, &length, NULL));
  g_assert_cmpint (strncmp (pdf, "%PDF-", 5), ==, 0);
  g_assert_cmpuint (office_count_events (self->office, "print"), ==, 1);
  g_remove (path);
  g_rmdir (folder);

  amp_intake_page_save (self->page);
  WAIT_FOR (self->stored != 0);
  case_ = office_load (self->office, "case", self->stored);
  g_assert_cmpstr (amp_record_get (case_, "risk_level"), ==, "imminent");
  g_assert_cmpuint (office_count (self->office, "risk_assessment"), ==, 1);
}

/* A refusal is recorded, and the intake goes on. */
static void
test_refusal (Fixture *self, gconstpointer data)
{
  AmpIntakeSteps *steps = amp_intake_page_get_steps (self->page);

  (void) data;
  type_person (self);
  type_case (self);
  amp_form_type (amp_intake_page_get_form (self->page), "consent", "decision", "refused");
  amp_intake_steps_answer (steps, "legal", "given");
  amp_intake_steps_answer (steps, "health", "refused");
  amp_intake_page_save (self->page);
  WAIT_FOR (self->stored != 0);
  g_assert_cmpuint (office_count (self->office, "consent"), ==, 3);
  g_assert_cmpuint (office_count (self->office, "risk_assessment"), ==, 0);
  g_assert_false (amp_editor_is_dirty (AMP_EDITOR (self->page)));
}

static void
test_draft_of_steps (Fixture *self, gconstpointer data)
{
  (void) data;
  amp_intake_steps_answer (amp_intake_page_get_steps (self->page), "care", "yes");
  g_assert_true (amp_editor_is_dirty (AMP_EDITOR (self->page)));
  office_lock (self->office);
  close_page (self);
  office_unlock (self->office);
  open_page (self);
  WAIT_FOR (amp_intake_page_offers_draft (self->page));
  amp_intake_page_restore_draft (self->page);
  g_assert_true (amp_intake_steps_is_imminent (amp_intake_page_get_steps (self->page)));
}

static void
test_nobody (Fixture *self, gconstpointer data)
{
  (void) data;
  amp_intake_page_search_set_text (amp_intake_page_get_search (self->page), "Zzyzx");
  WAIT_FOR (self->searches == 1);
  g_assert_cmpuint (amp_intake_page_search_n_found (amp_intake_page_get_search (self->page)), ==,
                    0);
  g_assert_cmpuint (office_count_events (self->office, "view_identity"), ==, 0);
}

static void
test_named (Fixture *self, gconstpointer data)
{
  int minimum = 0;

  (void) data;
  forms_assert_named (GTK_WIDGET (self->page));
  gtk_widget_measure (GTK_WIDGET (self->page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 1366 - 200);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
#define ADD(path, func)                                                                            \
  g_test_add ("/app/intake-page/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-double-click-makes-one-case", test_store);
  ADD ("what-is-missing-is-said-beside-its-row", test_missing);
  ADD ("it-asks-twelve-things-at-most", test_at_most_twelve);
  ADD ("a-known-person-is-found-by-name-and-document", test_known);
  ADD ("who-sounds-alike-is-shown-while-typing-and-can-be-ruled-out", test_look_alike);
  ADD ("danger-now-brings-the-numbers-and-a-card", test_safety);
  ADD ("a-refusal-is-recorded-and-the-intake-goes-on", test_refusal);
  ADD ("the-answers-are-in-the-draft-too", test_draft_of_steps);
  ADD ("an-unknown-person-is-nobody-s-secret", test_nobody);
  ADD ("every-control-has-a-name-and-fits", test_named);
  return g_test_run ();
}
