/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guide, before a vault is open and from a field; and what an office has of its own in it. */
#include "harness.h"

#include "app/amp-attachment-viewer.h"
#include "app/amp-file-chooser.h"
#include "app/amp-form.h"
#include "app/amp-guide-window.h"
#include "app/amp-library-dialog.h"
#include "domain/library.h"

#include <glib/gstdio.h>
#include <string.h>

static AmpGuideWindow *
open_guide (AmpWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.guide", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (AMP_IS_GUIDE_WINDOW (each))
        {
          WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (each)));
          return AMP_GUIDE_WINDOW (each);
        }
    }
  return NULL;
}

static void
type (AmpGuideWindow *guide, const char *words)
{
  GtkWidget *search = harness_child (GTK_WIDGET (guide), AMP_TYPE_GUIDE_WINDOW, "search");

  gtk_editable_set_text (GTK_EDITABLE (search), words);
  g_signal_emit_by_name (search, "search-changed");
}

static char *
text_of (AmpGuideWindow *guide)
{
  GtkWidget *view = harness_child (GTK_WIDGET (guide), AMP_TYPE_GUIDE_WINDOW, "text");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
test_it_opens_before_a_vault_does_and_finds_words (void)
{
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;
  g_autofree char *text = NULL;

  gtk_window_present (GTK_WINDOW (window));
  guide = open_guide (window);
  g_assert_nonnull (guide);
  g_assert_nonnull (amp_guide_window_get_sheet (guide));
  type (guide, "contrarreferencia border");
  g_assert_cmpstr (amp_guide_id (amp_guide_window_get_sheet (guide)), ==, "pathway-border");
  text = text_of (guide);
  g_assert_nonnull (strstr (text, "1.\t"));
  type (guide, "no such word");
  g_assert_null (amp_guide_window_get_sheet (guide));
  type (guide, "");
  g_assert_nonnull (amp_guide_window_get_sheet (guide));
  g_assert_true (open_guide (window) == guide);
  harness_close (window);
}

static void
test_a_field_has_its_sheet (void)
{
  AmpWindow *window = harness_window_new ();
  GtkWidget *row = amp_field_row_new ("situation.means");
  GtkWidget *bin = harness_find (GTK_WIDGET (window), ADW_TYPE_BIN);
  AmpGuideWindow *guide;

  g_assert_nonnull (bin);
  gtk_window_present (GTK_WINDOW (window));
  adw_bin_set_child (ADW_BIN (harness_child (GTK_WIDGET (window), AMP_TYPE_WINDOW, "place")), row);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  gtk_widget_grab_focus (row);
  g_assert_cmpstr (amp_guide_window_about_focus (GTK_WINDOW (window)), ==, "means");
  guide = open_guide (window);
  g_assert_cmpstr (amp_guide_id (amp_guide_window_get_sheet (guide)), ==, "means");
  harness_close (window);
}

static void
test_a_group_sees_only_the_sheet (void)
{
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;
  GtkWidget *side;

  gtk_window_present (GTK_WINDOW (window));
  guide = open_guide (window);
  side = harness_child (GTK_WIDGET (guide), AMP_TYPE_GUIDE_WINDOW, "side");
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.full-screen", NULL);
  g_assert_false (gtk_widget_get_visible (side));
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.leave", NULL);
  g_assert_true (gtk_widget_get_visible (side));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (guide)));
  harness_close (window);
}

static void
test_a_sheet_is_saved_as_pdf (void)
{
  AmpWindow *window = harness_window_new ();
  g_autofree char *folder = g_dir_make_tmp ("amp-guide-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "sheet.pdf", NULL);
  g_autofree char *bytes = NULL;
  AmpGuideWindow *guide;

  gtk_window_present (GTK_WINDOW (window));
  guide = open_guide (window);
  amp_choose_file_answer (path);
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.save", NULL);
  amp_choose_file_answer (NULL);
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  g_unlink (path);
  g_rmdir (folder);
  harness_close (window);
}

static void
test_hiding_the_window_leaves_no_guide_on_the_screen (void)
{
  AmpWindow *window = harness_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  g_assert_nonnull (open_guide (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.quick-hide", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (gtk_window_get_toplevels (), i);

      g_assert_false (AMP_IS_GUIDE_WINDOW (each));
    }
  harness_close (window);
}

/* --- Of the office --- */

static void
add_sheet (AmpSession *session, const char *title, const char *checked_on, gboolean for_groups)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("local_sheet"));
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_record_set (record, "title", title, &error));
  g_assert_true (amp_record_set (record, "topic", "numbers", &error));
  g_assert_true (amp_record_set (record, "text", "- Comisaría: 072 52 52 52", &error));
  g_assert_true (amp_record_set (record, "checked_on", checked_on, &error));
  amp_record_set_int (record, "for_groups", for_groups);
  g_assert_true (amp_library_save (session, record, &error));
  g_assert_no_error (error);
}

/* An office with a sheet for its people, one for a group, and a document. */
static char *
library_office_new (void)
{
  char *folder = harness_vault_new (0);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, &error);
  g_autoptr (AmpRecord) document = amp_record_new (amp_entity_find ("document"));
  g_autoptr (GBytes) bytes = g_bytes_new_static ("acuerdo firmado", 15);
  g_autoptr (AmpAttachmentFile) file = amp_attachment_file_take (bytes, NULL);

  g_assert_no_error (error);
  add_sheet (session, "Comisarías de la frontera", "2020-01-01", FALSE);
  add_sheet (session, "Llame al 1818", NULL, TRUE);
  g_assert_true (amp_record_set (document, "title", "Acta de la mesa", &error));
  g_assert_true (amp_record_set (document, "kind", "minutes", &error));
  amp_record_set_int (document, "in_library", 1);
  g_assert_true (amp_library_add_document (session, document, file, NULL, NULL, &error));
  g_assert_no_error (error);
  return folder;
}

static guint
count_own (AmpGuideWindow *guide)
{
  GtkWidget *list = harness_child (GTK_WIDGET (guide), AMP_TYPE_GUIDE_WINDOW, "sheets");
  GtkListBoxRow *row;
  guint n = 0;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i)) != NULL; i++)
    if (amp_guide_record (g_object_get_data (G_OBJECT (row), "amp-sheet")) != 0)
      n++;
  return n;
}

static gboolean
shows (AmpGuideWindow *guide, const char *id)
{
  return gtk_widget_get_visible (harness_child (GTK_WIDGET (guide), AMP_TYPE_GUIDE_WINDOW, id));
}

static void
test_what_the_office_wrote_comes_with_its_vault_and_goes_with_the_lock (void)
{
  char *folder = library_office_new ();
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;
  g_autofree char *text = NULL, *after = NULL;

  gtk_window_present (GTK_WINDOW (window));
  guide = open_guide (window);
  g_assert_cmpuint (count_own (guide), ==, 0);
  g_assert_false (shows (guide, "add"));
  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (count_own (guide) == 3);
  g_assert_true (shows (guide, "add"));
  type (guide, "comisaria frontera");
  text = text_of (guide);
  g_assert_nonnull (strstr (text, "Comisarías de la frontera"));
  g_assert_nonnull (strstr (text, "01/01/2020"));
  g_assert_true (shows (guide, "stale"));
  g_assert_true (shows (guide, "correct"));
  type (guide, "");
  forms_picture (GTK_WINDOW (guide), "guide-office");
  type (guide, "comisaria frontera");

  amp_window_lock (window);
  g_assert_cmpuint (count_own (guide), ==, 0);
  g_assert_null (amp_guide_window_get_sheet (guide));
  after = text_of (guide);
  g_assert_cmpstr (after, ==, "");
  g_assert_false (shows (guide, "add"));
  g_assert_false (shows (guide, "own"));
  type (guide, "");
  g_assert_nonnull (amp_guide_window_get_sheet (guide));
  harness_close (window);
  harness_remove (folder);
}

static void
test_a_group_sees_only_what_is_for_groups (void)
{
  char *folder = library_office_new ();
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;

  gtk_window_present (GTK_WINDOW (window));
  harness_unlock (window, folder, HARNESS_LOGIN);
  guide = open_guide (window);
  WAIT_FOR (count_own (guide) == 3);
  type (guide, "comisarias frontera");
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.full-screen", NULL);
  g_assert_true (shows (guide, "side"));
  type (guide, "llame al 1818");
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.full-screen", NULL);
  g_assert_false (shows (guide, "side"));
  /* A lock takes it from the wall. */
  amp_window_lock (window);
  g_assert_true (shows (guide, "side"));
  harness_close (window);
  harness_remove (folder);
}

static void
test_a_supervisor_adds_and_corrects_a_sheet (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;
  GtkWidget *dialog;
  AmpForm *form;
  g_autofree char *text = NULL;

  gtk_window_present (GTK_WINDOW (window));
  harness_unlock (window, folder, HARNESS_LOGIN);
  guide = open_guide (window);
  WAIT_FOR (shows (guide, "add"));
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.new-sheet", NULL);
  dialog = harness_toplevel (AMP_TYPE_LIBRARY_DIALOG);
  g_assert_nonnull (dialog);
  form = AMP_FORM (harness_find (dialog, AMP_TYPE_FORM));
  amp_form_type (form, "local_sheet", "title", "Ruta de Zarumilla");
  amp_form_type (form, "local_sheet", "topic", "pathway");
  amp_form_type (form, "local_sheet", "text", "1. Avise a la mesa");
  forms_picture (GTK_WINDOW (dialog), "guide-sheet-dialog");
  g_signal_emit_by_name (harness_child (dialog, AMP_TYPE_LIBRARY_DIALOG, "save"), "clicked");
  WAIT_FOR (count_own (guide) == 1);
  WAIT_FOR (harness_toplevel (AMP_TYPE_LIBRARY_DIALOG) == NULL);
  /* It is the one that is shown. */
  g_assert_cmpstr (amp_guide_title (amp_guide_window_get_sheet (guide), "es"), ==,
                   "Ruta de Zarumilla");
  g_assert_false (shows (guide, "stale"));

  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.correct", NULL);
  dialog = harness_toplevel (AMP_TYPE_LIBRARY_DIALOG);
  form = AMP_FORM (harness_find (dialog, AMP_TYPE_FORM));
  amp_form_type (form, "local_sheet", "text", "1. Avise a la UDAVIT");
  g_signal_emit_by_name (harness_child (dialog, AMP_TYPE_LIBRARY_DIALOG, "save"), "clicked");
  WAIT_FOR (harness_toplevel (AMP_TYPE_LIBRARY_DIALOG) == NULL);
  WAIT_FOR (amp_guide_matches (amp_guide_window_get_sheet (guide), "udavit"));
  text = text_of (guide);
  g_assert_nonnull (strstr (text, "UDAVIT"));
  g_assert_null (strstr (text, "la mesa"));
  harness_close (window);
  harness_remove (folder);
}

static void
test_a_caseworker_only_reads (void)
{
  char *folder = library_office_new ();
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;

  harness_add_user (folder, "maria", AMP_ROLE_CASEWORKER);
  gtk_window_present (GTK_WINDOW (window));
  harness_unlock (window, folder, "maria");
  guide = open_guide (window);
  WAIT_FOR (count_own (guide) == 3);
  type (guide, "comisarias frontera");
  g_assert_false (shows (guide, "add"));
  g_assert_false (shows (guide, "own"));
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.correct", NULL);
  g_assert_null (harness_toplevel (AMP_TYPE_LIBRARY_DIALOG));
  harness_close (window);
  harness_remove (folder);
}

static void
test_a_document_is_looked_at_inside_the_program (void)
{
  char *folder = library_office_new ();
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;
  GtkWidget *viewer;

  gtk_window_present (GTK_WINDOW (window));
  harness_unlock (window, folder, HARNESS_LOGIN);
  guide = open_guide (window);
  WAIT_FOR (count_own (guide) == 3);
  type (guide, "acta de la mesa");
  g_assert_true (shows (guide, "open"));
  forms_picture (GTK_WINDOW (guide), "guide-document");
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.open", NULL);
  WAIT_FOR (harness_toplevel (AMP_TYPE_ATTACHMENT_VIEWER) != NULL);
  viewer = harness_toplevel (AMP_TYPE_ATTACHMENT_VIEWER);
  g_assert_cmpstr (amp_attachment_viewer_get_shown (AMP_ATTACHMENT_VIEWER (viewer)), ==, "text");
  forms_picture (GTK_WINDOW (viewer), "guide-viewer");
  amp_window_lock (window);
  g_assert_null (harness_toplevel (AMP_TYPE_ATTACHMENT_VIEWER));
  harness_close (window);
  harness_remove (folder);
}

static void
test_a_document_is_added_from_a_file (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  g_autofree char *place = g_dir_make_tmp ("amp-guide-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "acta.txt", NULL);
  AmpGuideWindow *guide;
  GtkWidget *dialog;
  AmpForm *form;

  g_assert_true (g_file_set_contents (path, "acuerdo", -1, NULL));
  gtk_window_present (GTK_WINDOW (window));
  harness_unlock (window, folder, HARNESS_LOGIN);
  guide = open_guide (window);
  WAIT_FOR (shows (guide, "add"));
  amp_choose_file_answer (path);
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.new-document", NULL);
  amp_choose_file_answer (NULL);
  WAIT_FOR (harness_toplevel (AMP_TYPE_LIBRARY_DIALOG) != NULL);
  dialog = harness_toplevel (AMP_TYPE_LIBRARY_DIALOG);
  form = AMP_FORM (harness_find (dialog, AMP_TYPE_FORM));
  amp_form_type (form, "document", "title", "Acta");
  amp_form_type (form, "document", "kind", "minutes");
  forms_picture (GTK_WINDOW (dialog), "guide-document-dialog");
  g_signal_emit_by_name (harness_child (dialog, AMP_TYPE_LIBRARY_DIALOG, "save"), "clicked");
  WAIT_FOR (count_own (guide) == 1);
  g_assert_true (shows (guide, "open"));
  g_unlink (path);
  g_rmdir (place);
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/guide/it-opens-before-a-vault-does-and-finds-words",
                   test_it_opens_before_a_vault_does_and_finds_words);
  g_test_add_func ("/guide/a-field-has-its-sheet", test_a_field_has_its_sheet);
  g_test_add_func ("/guide/a-group-sees-only-the-sheet", test_a_group_sees_only_the_sheet);
  g_test_add_func ("/guide/a-sheet-is-saved-as-pdf", test_a_sheet_is_saved_as_pdf);
  g_test_add_func ("/guide/hiding-the-window-leaves-no-guide-on-the-screen",
                   test_hiding_the_window_leaves_no_guide_on_the_screen);
  g_test_add_func ("/guide/what-the-office-wrote-comes-with-its-vault-and-goes-with-the-lock",
                   test_what_the_office_wrote_comes_with_its_vault_and_goes_with_the_lock);
  g_test_add_func ("/guide/a-group-sees-only-what-is-for-groups",
                   test_a_group_sees_only_what_is_for_groups);
  g_test_add_func ("/guide/a-supervisor-adds-and-corrects-a-sheet",
                   test_a_supervisor_adds_and_corrects_a_sheet);
  g_test_add_func ("/guide/a-caseworker-only-reads", test_a_caseworker_only_reads);
  g_test_add_func ("/guide/a-document-is-looked-at-inside-the-program",
                   test_a_document_is_looked_at_inside_the_program);
  g_test_add_func ("/guide/a-document-is-added-from-a-file", test_a_document_is_added_from_a_file);
  return g_test_run ();
}
