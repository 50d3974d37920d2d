/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings of audits in the window: a supervisor reads and answers them, and her first page counts
 * those that wait; with another's approval she sees the case behind a record. */
#include "harness.h"

#include "app/amp-approvals-page.h"
#include "app/amp-case-page.h"
#include "app/amp-findings-page.h"
#include "domain/review.h"
#include "store/reviews.h"

#include <glib/gstdio.h>
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

/* --- The case behind a record --- */

#define OTHER "berta"
#define LATER "clara"

/* A demo office with two supervisors and a pack, of which a finding names the first record. */
static char *
office_with_a_pack (void)
{
  char *folder = harness_vault_new (600);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autofree char *path = g_strconcat (folder, "-pack", NULL);
  const AmpReviewWish wish = {.auditor = "nora"};
  AmpReviewSummary summary;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *code = NULL;

  harness_add_user (folder, OTHER, AMP_ROLE_SUPERVISOR);
  harness_add_user (folder, "nora", AMP_ROLE_AUDITOR);
  session = amp_session_open (folder, HARNESS_LOGIN, passphrase, &error);
  g_assert_no_error (error);
  amp_review_make (session, &wish, path, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  rows = amp_store_review_list (amp_session_get_store (session), NULL);
  code = g_strndup (((AmpReviewRow *) rows->pdata[0])->codes, 12);
  plant (session, "consent", "El consentimiento es posterior al primer servicio.", code);
  plant (session, "chain", "Hay una pausa en el registro.", NULL);
  return folder;
}

static AmpWindow *
come_in (const char *folder, const char *login)
{
  AmpWindow *window = harness_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  harness_unlock (window, folder, login);
  return window;
}

/* All that stands in a row, one label behind the other. */
static void
append_labels (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s|", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_labels (child, text);
}

static gboolean
says (GtkWidget *widget, const char *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_labels (widget, text);
  return strstr (text->str, words) != NULL;
}

static GtkWidget *
button_of (GtkWidget *widget, const char *action)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = button_of (child, action);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
press (GtkWidget *root, const char *action)
{
  GtkWidget *button = button_of (root, action);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_activate (button));
}

static void
say_in_dialog (AmpWindow *window, const char *text, const char *picture)
{
  GtkWidget *dialog;

  WAIT_FOR (dialog_open (window) != NULL);
  dialog = dialog_open (window);
  gtk_test_widget_wait_for_draw (dialog);
  forms_picture (GTK_WINDOW (dialog), picture);
  if (text != NULL)
    gtk_text_buffer_set_text (
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (harness_find (dialog, GTK_TYPE_TEXT_VIEW))), text,
      -1);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
}

static AmpApprovalsPage *
show_approvals (AmpWindow *window)
{
  AmpApprovalsPage *page;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "approvals");
  page = AMP_APPROVALS_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_APPROVALS_PAGE));
  WAIT_FOR (amp_approvals_page_is_loaded (page));
  return page;
}

static void
ask_for_the_case (const char *folder)
{
  AmpWindow *window = come_in (folder, HARNESS_LOGIN);
  AmpFindingsPage *page = show_findings (window);

  WAIT_FOR (amp_findings_page_is_loaded (page));
  g_assert_nonnull (button_of (GTK_WIDGET (row_at (page, 0)), "findings.see"));
  g_assert_null (button_of (GTK_WIDGET (row_at (page, 1)), "findings.see"));
  forms_picture (GTK_WINDOW (window), "finding-case");
  press (GTK_WIDGET (row_at (page, 0)), "findings.see");
  say_in_dialog (window, "Para corregir el orden.", "finding-case-ask");
  WAIT_FOR (amp_findings_page_is_loaded (page));
  g_assert_null (button_of (GTK_WIDGET (page), "findings.see"));
  g_assert_null (button_of (GTK_WIDGET (page), "findings.open"));
  g_assert_true (says (GTK_WIDGET (row_at (page, 0)), OTHER));
  g_assert_false (says (GTK_WIDGET (row_at (page, 0)), LATER));
  forms_assert_named (GTK_WIDGET (page));
  forms_picture (GTK_WINDOW (window), "finding-case-waiting");
  harness_close (window);
}

/* Who came later: she sees what is asked for, and who can approve it. */
static void
approve_as_nobody (const char *folder)
{
  AmpWindow *window = come_in (folder, LATER);
  AmpApprovalsPage *approvals = show_approvals (window);
  GtkWidget *queue = GTK_WIDGET (amp_approvals_page_get_queue (approvals));
  AmpFindingsPage *page;

  g_assert_nonnull (button_of (queue, "approvals.reject"));
  g_assert_null (button_of (queue, "approvals.approve"));
  g_assert_true (says (queue, OTHER));
  forms_picture (GTK_WINDOW (window), "finding-case-no-share");
  page = show_findings (window);
  WAIT_FOR (amp_findings_page_is_loaded (page));
  g_assert_null (button_of (GTK_WIDGET (page), "findings.see"));
  harness_close (window);
}

static void
approve (const char *folder)
{
  AmpWindow *window = come_in (folder, OTHER);
  AmpApprovalsPage *approvals = show_approvals (window);
  GtkWidget *queue = GTK_WIDGET (amp_approvals_page_get_queue (approvals));

  g_assert_true (says (queue, "Para corregir el orden."));
  forms_assert_named (GTK_WIDGET (approvals));
  forms_picture (GTK_WINDOW (window), "finding-case-approval");
  press (queue, "approvals.approve");
  say_in_dialog (window, NULL, "finding-case-approve");
  WAIT_FOR (amp_approvals_page_is_loaded (approvals));
  harness_close (window);
}

static void
open_the_case (const char *folder)
{
  AmpWindow *window = come_in (folder, HARNESS_LOGIN);
  AmpApprovalsPage *approvals = show_approvals (window);
  AmpFindingsPage *page;
  GtkWidget *shown;

  g_assert_nonnull (
    button_of (GTK_WIDGET (amp_approvals_page_get_own (approvals)), "win.findings"));
  page = show_findings (window);
  WAIT_FOR (amp_findings_page_is_loaded (page));
  forms_picture (GTK_WINDOW (window), "finding-case-ready");
  press (GTK_WIDGET (row_at (page, 0)), "findings.open");
  WAIT_FOR (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE) != NULL);
  shown = harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE);
  WAIT_FOR (amp_case_page_is_loaded (AMP_CASE_PAGE (shown)));
  /* Once. */
  page = show_findings (window);
  WAIT_FOR (amp_findings_page_is_loaded (page));
  g_assert_null (button_of (GTK_WIDGET (page), "findings.open"));
  g_assert_nonnull (button_of (GTK_WIDGET (page), "findings.see"));
  harness_close (window);
}

static void
test_the_case_of_a_record_takes_two (void)
{
  char *folder = office_with_a_pack ();

  harness_add_user (folder, LATER, AMP_ROLE_SUPERVISOR);
  ask_for_the_case (folder);
  approve_as_nobody (folder);
  approve (folder);
  open_the_case (folder);
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
  g_test_add_func ("/findings/the-case-of-a-record-takes-two", test_the_case_of_a_record_takes_two);
  return g_test_run ();
}
