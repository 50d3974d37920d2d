/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A referral by keys alone, counted; its steps; the directory. */
#include "harness.h"

#include "app/amp-case-page.h"
#include "app/amp-directory-page.h"
#include "app/amp-drafts.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-form-keep.h"
#include "app/amp-institution-row.h"
#include "app/amp-referral-dialog.h"
#include "app/amp-referral-panel.h"
#include "domain/directory.h"
#include "domain/referral.h"

static guint n_keys;

static void
settle (Office *office)
{
  gint64 until = g_get_monotonic_time () + 150 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < until || amp_jobs_is_busy (office->jobs))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
press (Office *office, const char *keys)
{
  g_auto (GStrv) names = g_strsplit (keys, " ", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      harness_key (names[i], NULL);
      n_keys++;
      settle (office);
    }
}

static gpointer
seed_run (AmpSession *session,
          gpointer data G_GNUC_UNUSED,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  return GINT_TO_POINTER (amp_directory_seed (session, NULL, error));
}

static GtkWindow *
top_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) &&
          (type != ADW_TYPE_WINDOW || gtk_window_get_transient_for (window) != NULL))
        found = window;
    }
  return found;
}

typedef struct
{
  Office *office;
  AmpCasePage *page;
  GtkWindow *window;
} Desk;

static void
desk_open (Desk *desk)
{
  desk->office = office_new ();
  office_run (desk->office, seed_run, NULL);
  desk->page = amp_case_page_new (desk->office->jobs, desk->office->case_id);
  desk->window = forms_show (GTK_WIDGET (desk->page), 1176, 720);
  WAIT_FOR (amp_case_page_is_loaded (desk->page));
  settle (desk->office);
}

static void
desk_close (Desk *desk)
{
  gtk_window_destroy (desk->window);
  settle (desk->office);
  office_free (desk->office);
}

static AmpReferralDialog *
begin (Desk *desk)
{
  AmpReferralDialog *dialog;

  amp_section_add (amp_case_page_get_section (desk->page, "referral"));
  settle (desk->office);
  dialog = AMP_REFERRAL_DIALOG (top_window (AMP_TYPE_REFERRAL_DIALOG));
  g_assert_nonnull (dialog);
  harness_focus_window ((AmpWindow *) dialog);
  settle (desk->office);
  return dialog;
}

static void
test_a_referral_in_under_a_minute (void)
{
  Desk desk = {0};
  AmpReferralDialog *dialog;
  GtkWindow *consent;
  g_autoptr (AmpRecord) stored = NULL;
  gint64 id;

  desk_open (&desk);
  n_keys = 1; /* what opened it */
  dialog = begin (&desk);
  forms_assert_named (GTK_WIDGET (dialog));
  press (desk.office, "c s m c Return");
  forms_picture (GTK_WINDOW (dialog), "referral-institutions");
  press (desk.office, "Return"); /* the nearest one */
  forms_picture (GTK_WINDOW (dialog), "referral-consent");
  press (desk.office, "Return"); /* record consent */
  consent = top_window (ADW_TYPE_WINDOW);
  g_assert_nonnull (consent);
  harness_focus_window ((AmpWindow *) consent);
  settle (desk.office);
  forms_picture (consent, "referral-consent-form");
  press (desk.office, "g i v Return");
  harness_key ("s", "Control_L");
  n_keys++;
  settle (desk.office);
  WAIT_FOR (office_count (desk.office, "consent") == 1);
  settle (desk.office);
  harness_focus_window ((AmpWindow *) dialog);
  settle (desk.office);
  forms_picture (GTK_WINDOW (dialog), "referral-ready");
  press (desk.office, "Return"); /* send */
  WAIT_FOR (
    g_strcmp0 (amp_record_get (amp_referral_dialog_get_referral (dialog), "state"), "sent") == 0);
  settle (desk.office);
  forms_picture (GTK_WINDOW (dialog), "referral-sent");
  id = amp_record_id (amp_referral_dialog_get_referral (dialog));
  stored = office_load (desk.office, "referral", id);
  g_assert_cmpstr (amp_record_get (stored, "service_type"), ==, "04_csmc");
  g_assert_nonnull (amp_record_get (stored, "document_no"));
  g_assert_nonnull (amp_record_get (stored, "due_on"));
  g_assert_nonnull (amp_record_get (stored, "consent_id"));
  g_test_message ("keys: %u", n_keys);
  /* Half a second a key is slow typing: well under a minute. */
  g_assert_cmpuint (n_keys, <=, 20);
  gtk_window_destroy (GTK_WINDOW (dialog));
  desk_close (&desk);
}

static void
test_the_slip_goes_where_it_is_asked_for (void)
{
  Desk desk = {0};
  AmpReferralDialog *dialog;
  g_autofree char *path = NULL;

  desk_open (&desk);
  path = g_build_filename (desk.office->folder, "..", "slip.pdf", NULL);
  dialog = begin (&desk);
  press (desk.office, "c s m c Return Return");
  {
    AmpRecord *consent =
      amp_referral_new_consent (amp_referral_dialog_get_referral (dialog), NULL, NULL);

    amp_record_set (consent, "decision", "given", NULL);
    office_save (desk.office, consent);
  }
  /* Another profile: what is missing is looked at again. */
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (g_object_get_data (G_OBJECT (dialog), "amp-profile-standard")), TRUE);
  settle (desk.office);
  g_signal_emit_by_name (forms_find_button (GTK_WIDGET (dialog), "Send"), "clicked");
  settle (desk.office);
  amp_choose_file_answer (path);
  g_signal_emit_by_name (forms_find_button (GTK_WIDGET (dialog), "Print the slip…"), "clicked");
  settle (desk.office);
  amp_choose_file_answer (NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (office_count_events (desk.office, "print"), ==, 1);
  gtk_window_destroy (GTK_WINDOW (dialog));
  desk_close (&desk);
}

static gpointer
share_run (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  return GINT_TO_POINTER (amp_referral_share (session, data, NULL, error));
}

/* A referral that was sent, and the page with it open. */
static gint64
sent_referral (Desk *desk)
{
  g_autoptr (AmpRecord) referral = amp_record_new (amp_entity_find ("referral"));
  AmpRecord *consent;

  desk->office = office_new ();
  amp_record_set_int (referral, "case", desk->office->case_id);
  amp_record_set_int (referral, "person", desk->office->person_id);
  amp_record_set_int (referral, "to_institution", 1);
  amp_record_set (referral, "service_type", "04_csmc", NULL);
  {
    AmpRecord *institution = amp_record_new (amp_entity_find ("institution"));

    amp_record_set (institution, "name_es", "CEM Tumbes", NULL);
    office_store (desk->office, institution);
    amp_record_set_int (referral, "to_institution", amp_record_id (institution));
    amp_record_free (institution);
  }
  consent = amp_referral_new_consent (referral, NULL, NULL);
  amp_record_set (consent, "decision", "given", NULL);
  office_save (desk->office, consent);
  office_run (desk->office, share_run, referral);
  desk->page = amp_case_page_new (desk->office->jobs, desk->office->case_id);
  desk->window = forms_show (GTK_WIDGET (desk->page), 1176, 720);
  WAIT_FOR (amp_case_page_is_loaded (desk->page));
  settle (desk->office);
  amp_case_page_show_section (desk->page, "referral");
  settle (desk->office);
  amp_section_open (amp_case_page_get_section (desk->page, "referral"), amp_record_id (referral));
  settle (desk->office);
  return amp_record_id (referral);
}

static AmpReferralPanel *
panel (Desk *desk)
{
  return AMP_REFERRAL_PANEL (harness_find (GTK_WIDGET (desk->page), AMP_TYPE_REFERRAL_PANEL));
}

static void
assert_state (Desk *desk, gint64 id, const char *state)
{
  g_autoptr (AmpRecord) stored = NULL;

  settle (desk->office);
  stored = office_load (desk->office, "referral", id);
  g_assert_cmpstr (amp_record_get (stored, "state"), ==, state);
}

static void
test_steps_are_buttons (void)
{
  Desk desk = {0};
  gint64 id = sent_referral (&desk);

  forms_assert_named (GTK_WIDGET (panel (&desk)));
  forms_picture (desk.window, "referral-steps");
  amp_referral_panel_begin (panel (&desk), "acknowledged");
  amp_referral_panel_confirm (panel (&desk));
  assert_state (&desk, id, "acknowledged");
  /* A refusal needs its reason: nothing happens without. */
  amp_referral_panel_begin (panel (&desk), "rejected");
  amp_referral_panel_confirm (panel (&desk));
  assert_state (&desk, id, "acknowledged");
  forms_picture (desk.window, "referral-rejected");
  amp_referral_panel_begin (panel (&desk), "accepted");
  amp_referral_panel_confirm (panel (&desk));
  assert_state (&desk, id, "accepted");
  desk_close (&desk);
}

static guint
n_rows (AmpDirectoryPage *page)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (amp_directory_page_get_list (page), (int) n) != NULL)
    n++;
  return n;
}

static void
test_the_directory_is_kept_by_keys (void)
{
  Desk desk = {0};
  AmpDirectoryPage *page;
  g_autoptr (AmpRecord) stored = NULL;
  guint all, before;
  g_autofree char *path = NULL;

  desk.office = office_new ();
  page = amp_directory_page_new (desk.office->jobs);
  desk.window = forms_show (GTK_WIDGET (page), 1176, 720);
  settle (desk.office);
  gtk_widget_activate_action (GTK_WIDGET (page), "directory.seed", NULL);
  settle (desk.office);
  all = n_rows (page);
  g_assert_cmpuint (all, >, 50);
  forms_assert_named (GTK_WIDGET (page));
  /* Search, down to what was found, Enter, and verified. */
  harness_focus_window ((AmpWindow *) desk.window);
  gtk_widget_grab_focus (harness_find (GTK_WIDGET (page), GTK_TYPE_SEARCH_ENTRY));
  settle (desk.office);
  press (desk.office, "c e n t r o s space e m e r");
  g_usleep (200000);
  settle (desk.office);
  g_assert_cmpuint (n_rows (page), ==, 1);
  gtk_widget_grab_focus (
    GTK_WIDGET (gtk_list_box_get_row_at_index (amp_directory_page_get_list (page), 0)));
  press (desk.office, "Return");
  forms_picture (desk.window, "directory-entry");
  before = office_count_events (desk.office, "update");
  harness_key ("d", "Control_L");
  settle (desk.office);
  WAIT_FOR (office_count_events (desk.office, "update") == before + 1);
  settle (desk.office);
  {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (amp_directory_page_get_list (page), 0);
    const gint64 *id = g_object_get_data (G_OBJECT (row), "amp-id");

    stored = office_load (desk.office, "institution", *id);
    g_assert_nonnull (amp_record_get (stored, "verified_on"));
  }
  forms_picture (desk.window, "directory-verified");
  /* Out to a file, and in again. */
  path = g_build_filename (desk.office->folder, "..", "directory.csv", NULL);
  amp_choose_file_answer (path);
  gtk_widget_activate_action (GTK_WIDGET (page), "directory.export", NULL);
  settle (desk.office);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  gtk_widget_activate_action (GTK_WIDGET (page), "directory.import", NULL);
  settle (desk.office);
  amp_choose_file_answer (NULL);
  g_assert_cmpuint (office_count (desk.office, "institution"), ==, all);
  desk_close (&desk);
}

/* --- What is chosen or typed survives --- */

static gpointer
keys_run (AmpSession *session,
          gpointer data G_GNUC_UNUSED,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  return amp_store_draft_keys (amp_session_get_store (session), error);
}

static guint
count_drafts (Office *office)
{
  g_auto (GStrv) keys = office_run (office, keys_run, NULL);

  return g_strv_length (keys);
}

/* The vault is closed over what is open, then the page is there again and takes up its draft. */
static AmpReferralDialog *
come_back (Desk *desk)
{
  amp_jobs_lock (desk->office->jobs);
  gtk_window_destroy (desk->window);
  settle (desk->office);
  g_assert_null (top_window (AMP_TYPE_REFERRAL_DIALOG));
  office_unlock (desk->office);
  desk->page = amp_case_page_new (desk->office->jobs, desk->office->case_id);
  desk->window = forms_show (GTK_WIDGET (desk->page), 1176, 720);
  WAIT_FOR (amp_case_page_offers_draft (desk->page));
  amp_case_page_restore_draft (desk->page);
  WAIT_FOR (!amp_case_page_offers_draft (desk->page));
  settle (desk->office);
  return AMP_REFERRAL_DIALOG (top_window (AMP_TYPE_REFERRAL_DIALOG));
}

static void
test_choices_survive_a_lock (void)
{
  Desk desk = {0};
  AmpReferralDialog *dialog;
  g_autofree char *institution = NULL;

  desk_open (&desk);
  dialog = begin (&desk);
  press (desk.office, "c s m c Return Return");
  institution =
    g_strdup (amp_record_get (amp_referral_dialog_get_referral (dialog), "to_institution"));
  g_assert_nonnull (institution);
  gtk_editable_set_text (GTK_EDITABLE (amp_referral_dialog_get_why (dialog)), "Viaja ho");
  WAIT_FOR (count_drafts (desk.office) == 1); /* without a lock too: it may be killed */
  gtk_editable_set_text (GTK_EDITABLE (amp_referral_dialog_get_why (dialog)), "Viaja hoy");

  dialog = come_back (&desk);
  g_assert_nonnull (dialog);
  g_assert_cmpstr (amp_record_get (amp_referral_dialog_get_referral (dialog), "service_type"), ==,
                   "04_csmc");
  g_assert_cmpstr (amp_record_get (amp_referral_dialog_get_referral (dialog), "to_institution"), ==,
                   institution);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (amp_referral_dialog_get_why (dialog))), ==,
                   "Viaja hoy");
  g_assert_nonnull (gtk_list_box_get_selected_row (amp_referral_dialog_get_list (dialog)));
  forms_picture (GTK_WINDOW (dialog), "referral-again");

  /* Stored: there is nothing to take up any more, and one referral. */
  gtk_editable_set_text (GTK_EDITABLE (amp_referral_dialog_get_why (dialog)), "");
  g_signal_emit_by_name (forms_find_button (GTK_WIDGET (dialog), "Keep as draft"), "clicked");
  settle (desk.office);
  WAIT_FOR (count_drafts (desk.office) == 0);
  g_assert_cmpuint (office_count (desk.office, "referral"), ==, 1);
  desk_close (&desk);
}

/* Killed between the storing of it and that of the draft: the same press stores it once. */
static void
test_what_was_stored_is_not_stored_twice (void)
{
  Desk desk = {0};
  AmpReferralDialog *dialog;
  g_autoptr (AmpRecord) behind = NULL;
  g_autoptr (JsonNode) draft = NULL;
  gint64 id;

  desk_open (&desk);
  dialog = begin (&desk);
  press (desk.office, "c s m c Return Return");
  draft = amp_referral_dialog_dup_draft (amp_referral_dialog_get_context (dialog));
  g_assert_nonnull (draft);
  id =
    g_ascii_strtoll (json_object_get_string_member (json_node_get_object (draft), "#id"), NULL, 10);
  behind = amp_record_copy (amp_referral_dialog_get_referral (dialog));
  amp_record_set_identity (behind, id, 0);
  office_store (desk.office, behind);
  dialog = come_back (&desk);
  g_assert_nonnull (dialog);
  g_signal_emit_by_name (forms_find_button (GTK_WIDGET (dialog), "Keep as draft"), "clicked");
  settle (desk.office);
  g_assert_cmpuint (office_count (desk.office, "referral"), ==, 1);
  desk_close (&desk);
}

static void
test_closing_asks (void)
{
  Desk desk = {0};
  AmpReferralDialog *dialog;
  GtkWindow *question;

  desk_open (&desk);
  dialog = begin (&desk);
  press (desk.office, "Escape"); /* nothing chosen, nothing asked */
  g_assert_null (top_window (AMP_TYPE_REFERRAL_DIALOG));

  dialog = begin (&desk);
  press (desk.office, "c s m c Return");
  gtk_window_close (GTK_WINDOW (dialog));
  settle (desk.office);
  g_assert_nonnull (top_window (AMP_TYPE_REFERRAL_DIALOG));
  question = top_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (question);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "discard");
  settle (desk.office);
  g_assert_null (top_window (AMP_TYPE_REFERRAL_DIALOG));
  WAIT_FOR (count_drafts (desk.office) == 0);
  g_assert_cmpuint (office_count (desk.office, "referral"), ==, 0);
  desk_close (&desk);
}

/* What was typed for a step is there again, and is recorded once. */
static void
test_a_step_survives_a_lock (void)
{
  Desk desk = {0};
  gint64 id = sent_referral (&desk);
  GtkWidget *note;

  amp_referral_panel_begin (panel (&desk), "acknowledged");
  settle (desk.office);
  g_assert_cmpuint (count_drafts (desk.office), ==, 0); /* she has typed nothing yet */
  note = amp_referral_panel_get_note (panel (&desk));
  gtk_editable_set_text (GTK_EDITABLE (note), "Llamó la psicólo");
  WAIT_FOR (count_drafts (desk.office) == 1); /* without a lock too: it may be killed */
  gtk_editable_set_text (GTK_EDITABLE (note), "Llamó la psicóloga");

  g_assert_null (come_back (&desk));
  note = amp_referral_panel_get_note (panel (&desk));
  g_assert_true (gtk_widget_get_mapped (note));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (note)), ==, "Llamó la psicóloga");
  amp_referral_panel_confirm (panel (&desk));
  assert_state (&desk, id, "acknowledged");
  WAIT_FOR (count_drafts (desk.office) == 0);
  desk_close (&desk);
}

static AmpDirectoryPage *
show_directory (Desk *desk, gint64 entry)
{
  AmpDirectoryPage *page = amp_directory_page_new (desk->office->jobs);

  desk->window = forms_show (GTK_WIDGET (page), 1176, 720);
  amp_drafts_serve (desk->window, desk->office->jobs);
  settle (desk->office);
  amp_directory_page_show (page, entry);
  settle (desk->office);
  return page;
}

/* Each entry keeps its own, and offers it where it was typed. */
static void
test_an_entry_of_the_directory_survives (void)
{
  Desk desk = {0};
  AmpDirectoryPage *page;
  AmpForm *form;
  gint64 id;
  g_autofree char *text = NULL;

  desk.office = office_new ();
  page = show_directory (&desk, 0);
  id = amp_institution_row_get_id (
    gtk_list_box_get_row_at_index (amp_directory_page_get_list (page), 0));
  g_assert_cmpint (id, !=, 0);
  form = amp_directory_page_get_form (page);
  amp_form_type (form, "institution", "name_es", "Casa Ñusta");
  WAIT_FOR (count_drafts (desk.office) == 1); /* nobody told it to */
  amp_form_type (form, "institution", "name_es", NULL);
  WAIT_FOR (count_drafts (desk.office) == 0);
  amp_directory_page_show (page, id);
  settle (desk.office);
  amp_form_type (form, "institution", "hours", "Llamar ant");
  WAIT_FOR (count_drafts (desk.office) == 1);
  amp_form_type (form, "institution", "hours", "Llamar antes");
  amp_jobs_lock (desk.office->jobs);
  gtk_window_destroy (desk.window);
  office_unlock (desk.office);

  page = show_directory (&desk, 0);
  form = amp_directory_page_get_form (page);
  g_assert_false (amp_form_keep_offers (form)); /* not that of another */
  amp_directory_page_show (page, id);
  WAIT_FOR (amp_form_keep_offers (form));
  forms_picture (desk.window, "directory-draft");
  amp_directory_page_show (page, 0); /* undecided: it stays */
  settle (desk.office);
  g_assert_cmpuint (count_drafts (desk.office), ==, 1);
  /* From where she was: without a question. */
  amp_directory_page_show (page, id);
  amp_editor_restore_draft (AMP_EDITOR (page));
  WAIT_FOR (amp_editor_is_dirty (AMP_EDITOR (page)));
  text = amp_field_row_dup_text (amp_form_row (form, "institution", "hours"));
  g_assert_cmpstr (text, ==, "Llamar antes");
  g_signal_emit_by_name (forms_find_button (GTK_WIDGET (page), "Save"), "clicked");
  WAIT_FOR (count_drafts (desk.office) == 0);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/app/referral-desk/a-referral-in-under-a-minute",
                   test_a_referral_in_under_a_minute);
  g_test_add_func ("/app/referral-desk/the-slip-goes-where-it-is-asked-for",
                   test_the_slip_goes_where_it_is_asked_for);
  g_test_add_func ("/app/referral-desk/steps-are-buttons", test_steps_are_buttons);
  g_test_add_func ("/app/referral-desk/words-of-a-step-survive-a-lock",
                   test_a_step_survives_a_lock);
  g_test_add_func ("/app/referral-desk/the-directory-is-kept-by-keys",
                   test_the_directory_is_kept_by_keys);
  g_test_add_func ("/app/referral-desk/choices-survive-a-lock", test_choices_survive_a_lock);
  g_test_add_func ("/app/referral-desk/what-was-stored-is-not-stored-twice",
                   test_what_was_stored_is_not_stored_twice);
  g_test_add_func ("/app/referral-desk/closing-over-choices-asks", test_closing_asks);
  g_test_add_func ("/app/referral-desk/an-entry-of-the-directory-survives-a-lock",
                   test_an_entry_of_the_directory_survives);
  return g_test_run ();
}
