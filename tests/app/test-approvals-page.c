/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Closing a case at the window: one asks, another approves, and it can be opened again; by the
 * keyboard alone. */
#include "harness.h"

#include "app/amp-approval-row.h"
#include "app/amp-approvals-page.h"
#include "app/amp-case-page.h"
#include "app/amp-closure-dialog.h"

#include <string.h>

static GtkWindow *
window_of (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

typedef struct
{
  gint64 id;
  char *status;
} Case;

/* The first case of the demo that is open, and its status now. */
static Case
look (const char *folder, gint64 id)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, NULL);
  const char *paths[] = {"id", "status", NULL};
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  const AmpFilter open = {"status", AMP_OP_EQ, "open"}, that = {"id", AMP_OP_EQ, text};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("case"), paths,
                      id != 0 ? &that : &open, 1, "number", NULL);
  Case found = {0};

  g_assert_cmpint (amp_cursor_next (cursor, NULL, NULL), ==, 1);
  found.id = amp_cursor_int (cursor, 0);
  found.status = g_strdup (amp_cursor_text (cursor, 1));
  g_clear_pointer (&cursor, amp_cursor_free);
  return found;
}

static void
assert_status (const char *folder, gint64 id, const char *status)
{
  Case now = look (folder, id);

  g_assert_cmpstr (now.status, ==, status);
  g_free (now.status);
}

static AmpWindow *
open_window (const char *folder, const char *login)
{
  AmpWindow *window = harness_window_new ();

  harness_unlock (window, folder, login);
  harness_focus_window (window);
  return window;
}

static void
open_case (AmpWindow *window, gint64 id)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-case", "x", id);
  WAIT_FOR (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE) != NULL);
  WAIT_FOR (amp_case_page_is_loaded (
    AMP_CASE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE))));
}

static void
settle (AmpWindow *window)
{
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
}

static void
ask_for_closure (AmpWindow *window)
{
  AmpClosureDialog *dialog;
  GtkListBox *items;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-case", NULL);
  WAIT_FOR (window_of (AMP_TYPE_CLOSURE_DIALOG) != NULL);
  dialog = AMP_CLOSURE_DIALOG (window_of (AMP_TYPE_CLOSURE_DIALOG));
  WAIT_FOR (amp_closure_dialog_get_form (dialog) != NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  amp_form_type (amp_closure_dialog_get_form (dialog), "closure", "reason", "goals_met");
  settle (window);
  items = amp_closure_dialog_get_items (dialog);
  forms_assert_named (GTK_WIDGET (dialog));
  forms_picture (GTK_WINDOW (dialog), "closure");

  /* Not while something is unexplained. */
  if (gtk_list_box_get_row_at_index (items, 0) != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (dialog), "closure.ask", NULL);
      g_assert_true (
        gtk_widget_has_css_class (GTK_WIDGET (gtk_list_box_get_row_at_index (items, 0)), "error"));
      forms_picture (GTK_WINDOW (dialog), "closure-unexplained");
    }
  for (int i = 0; gtk_list_box_get_row_at_index (items, i) != NULL; i++)
    gtk_editable_set_text (GTK_EDITABLE (gtk_list_box_get_row_at_index (items, i)),
                           "Lo continúa la UPE");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "closure.ask", NULL);
  WAIT_FOR (window_of (AMP_TYPE_CLOSURE_DIALOG) == NULL);
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
answer_dialog (AmpWindow *window, const char *text)
{
  GtkWindow *dialog;

  WAIT_FOR (window_of (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = window_of (ADW_TYPE_MESSAGE_DIALOG);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  if (text != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (
                                harness_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW))),
                              text, -1);
  forms_picture (dialog, "approve");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  settle (window);
}

static void
test_closure (void)
{
  char *folder = harness_vault_new (10);
  AmpWindow *window;
  AmpApprovalsPage *page;
  const AmpApproval *approval;
  Case first;

  harness_add_user (folder, "jefa", AMP_ROLE_SUPERVISOR);
  first = look (folder, 0);
  window = open_window (folder, HARNESS_LOGIN);
  open_case (window, first.id);
  ask_for_closure (window);
  page = show_approvals (window);
  g_assert_null (gtk_list_box_get_row_at_index (amp_approvals_page_get_queue (page), 0));
  approval = amp_approval_row_get (
    GTK_WIDGET (gtk_list_box_get_row_at_index (amp_approvals_page_get_own (page), 0)));
  g_assert_true (approval->mine);
  g_assert_false (approval->may_decide);
  /* Not even by the action itself. */
  gtk_widget_activate_action (GTK_WIDGET (page), "approvals.approve", "x", approval->id);
  g_assert_null (window_of (ADW_TYPE_MESSAGE_DIALOG));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  forms_assert_named (GTK_WIDGET (page));
  forms_picture (GTK_WINDOW (window), "approvals-own");
  harness_close (window);
  assert_status (folder, first.id, "open");

  window = open_window (folder, "jefa");
  page = show_approvals (window);
  approval = amp_approval_row_get (
    GTK_WIDGET (gtk_list_box_get_row_at_index (amp_approvals_page_get_queue (page), 0)));
  g_assert_true (approval->may_decide);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  forms_picture (GTK_WINDOW (window), "approvals");
  /* The keyboard reaches the button, and Enter presses it. */
  harness_key ("Tab", NULL);
  WAIT_FOR (GTK_IS_BUTTON (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (page)))));
  harness_key ("Return", NULL);
  answer_dialog (window, NULL);
  harness_close (window);
  assert_status (folder, first.id, "closed");

  window = open_window (folder, HARNESS_LOGIN);
  open_case (window, first.id);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-case", NULL);
  answer_dialog (window, "Volvió a pedir ayuda");
  harness_close (window);
  assert_status (folder, first.id, "open");
  g_free (first.status);
  harness_remove (folder);
}

static void
test_refusal (void)
{
  char *folder = harness_vault_new (10);
  AmpWindow *window;
  AmpApprovalsPage *page;
  const AmpApproval *approval;
  Case first;

  harness_add_user (folder, "jefa", AMP_ROLE_SUPERVISOR);
  first = look (folder, 0);
  window = open_window (folder, HARNESS_LOGIN);
  open_case (window, first.id);
  ask_for_closure (window);
  harness_close (window);
  window = open_window (folder, "jefa");
  page = show_approvals (window);
  approval = amp_approval_row_get (
    GTK_WIDGET (gtk_list_box_get_row_at_index (amp_approvals_page_get_queue (page), 0)));
  gtk_widget_activate_action (GTK_WIDGET (page), "approvals.reject", "x", approval->id);
  answer_dialog (window, "Falta el último seguimiento");
  WAIT_FOR (amp_approvals_page_is_loaded (page));
  g_assert_null (gtk_list_box_get_row_at_index (amp_approvals_page_get_queue (page), 0));
  harness_close (window);
  assert_status (folder, first.id, "open");
  window = open_window (folder, HARNESS_LOGIN);
  page = show_approvals (window);
  approval = amp_approval_row_get (
    GTK_WIDGET (gtk_list_box_get_row_at_index (amp_approvals_page_get_own (page), 0)));
  g_assert_cmpstr (approval->comment, ==, "Falta el último seguimiento");
  harness_close (window);
  g_free (first.status);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/approvals-page/one-asks-another-approves-and-it-can-be-opened-again",
                   test_closure);
  g_test_add_func ("/approvals-page/a-refusal-is-read-by-whoever-asked", test_refusal);
  return g_test_run ();
}
