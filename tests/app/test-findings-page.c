/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings of audits in the window: a supervisor reads and answers them, and her first page counts
 * those that wait. */
#include "harness.h"

#include "app/amp-findings-page.h"

#include <string.h>

static void
plant (AmpSession *session, const char *about, const char *text, const char *code)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("finding"));
  g_autoptr (GError) error = NULL;

  amp_record_set_int (record, "pack", 1);
  amp_record_set_int (record, "auditor", amp_session_get_user (session)->id);
  g_assert_true (amp_record_set (record, "on", "2026-11-20", NULL));
  g_assert_true (amp_record_set (record, "about", about, NULL));
  g_assert_true (amp_record_set (record, "text", text, NULL));
  g_assert_true (amp_record_set (record, "code", code, NULL));
  g_assert_true (amp_record_set (record, "state", "open", NULL));
  g_assert_true (amp_store_save (amp_session_get_store (session), record, NULL, &error));
  g_assert_no_error (error);
}

static char *
office_with_findings (void)
{
  char *folder = harness_vault_new (0);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, &error);

  g_assert_no_error (error);
  plant (session, "consent", "El consentimiento es posterior al primer servicio.", "abcdefgh2345");
  plant (session, "chain", "Hay una pausa en el registro.", NULL);
  return folder;
}

static AmpFindingsPage *
show_findings (AmpWindow *window)
{
  AmpFindingsPage *page;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.findings", NULL);
  WAIT_FOR (harness_find (GTK_WIDGET (window), AMP_TYPE_FINDINGS_PAGE) != NULL);
  page = AMP_FINDINGS_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_FINDINGS_PAGE));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  return page;
}

static GtkListBoxRow *
row_at (AmpFindingsPage *page, int n)
{
  GtkWidget *list = harness_child (GTK_WIDGET (page), AMP_TYPE_FINDINGS_PAGE, "list");

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), n);
}

static gboolean
has_button (AmpFindingsPage *page, int n)
{
  return harness_find (GTK_WIDGET (row_at (page, n)), GTK_TYPE_BUTTON) != NULL;
}

static gint64
id_at (AmpFindingsPage *page, int n)
{
  GtkWidget *button = harness_find (GTK_WIDGET (row_at (page, n)), GTK_TYPE_BUTTON);

  return g_variant_get_int64 (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button)));
}

static GtkWidget *
dialog_open (AmpWindow *window)
{
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (gtk_window_get_transient_for (each) == GTK_WINDOW (window))
        return GTK_WIDGET (each);
    }
  return NULL;
}

static void
test_a_finding_is_answered_and_goes_down_the_list (void)
{
  char *folder = office_with_findings ();
  AmpWindow *window = harness_window_new ();
  AmpFindingsPage *page;
  GtkWidget *dialog, *text;

  gtk_window_present (GTK_WINDOW (window));
  harness_unlock (window, folder, HARNESS_LOGIN);
  page = show_findings (window);
  WAIT_FOR (amp_findings_page_is_loaded (page));
  g_assert_nonnull (row_at (page, 1));
  g_assert_null (row_at (page, 2));
  forms_assert_named (GTK_WIDGET (page));
  forms_picture (GTK_WINDOW (window), "findings");

  gtk_widget_activate_action (GTK_WIDGET (page), "findings.close", "x", id_at (page, 0));
  WAIT_FOR (dialog_open (window) != NULL);
  dialog = dialog_open (window);
  text = harness_find (dialog, GTK_TYPE_TEXT_VIEW);
  g_assert_nonnull (text);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "Se capacitó.", -1);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT_FOR (amp_findings_page_is_loaded (page) && !has_button (page, 1));
  g_assert_true (has_button (page, 0));

  gtk_widget_activate_action (GTK_WIDGET (page), "findings.begin", "x", id_at (page, 0));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_true (has_button (page, 0));
  forms_picture (GTK_WINDOW (window), "findings-answered");
  harness_close (window);
  harness_remove (folder);
}

static void
test_a_caseworker_is_told_whose_they_are (void)
{
  char *folder = office_with_findings ();
  AmpWindow *window = harness_window_new ();
  AmpFindingsPage *page;

  harness_add_user (folder, "maria", AMP_ROLE_CASEWORKER);
  gtk_window_present (GTK_WINDOW (window));
  harness_unlock (window, folder, "maria");
  page = show_findings (window);
  g_assert_null (row_at (page, 0));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (
                     harness_child (GTK_WIDGET (page), AMP_TYPE_FINDINGS_PAGE, "stack"))),
                   ==, "empty");
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/findings/a-finding-is-answered-and-goes-down-the-list",
                   test_a_finding_is_answered_and_goes_down_the_list);
  g_test_add_func ("/findings/a-caseworker-is-told-whose-they-are",
                   test_a_caseworker_is_told_whose_they_are);
  return g_test_run ();
}
