/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cases of colleagues at the window: not in the list, not opened, and asked for. */
#include "harness.h"

#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-case-page-header.h"
#include "app/amp-transfer-dialog.h"
#include "domain/approvals.h"

static gint64
some_case (const char *folder)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, NULL);
  const char *paths[] = {"id", NULL};
  g_autofree char *owner =
    g_strdup_printf ("%" G_GINT64_FORMAT, amp_session_get_user (session)->id);
  const AmpFilter hers[] = {{"owner", AMP_OP_EQ, owner},
                            {"status", AMP_OP_IN, "intake;open;follow_up"}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("case"), paths, hers,
                      G_N_ELEMENTS (hers), "number", NULL);
  gint64 id;

  g_assert_cmpint (amp_cursor_next (cursor, NULL, NULL), ==, 1);
  id = amp_cursor_int (cursor, 0);
  g_clear_pointer (&cursor, amp_cursor_free);
  return id;
}

static guint
listed (AmpWindow *window)
{
  AmpCaseModel *model;

  harness_show_cases (window);
  model = amp_case_list_get_model (
    AMP_CASE_LIST (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_LIST)));
  WAIT_FOR (amp_case_model_is_loaded (model));
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static AmpCasePage *
open_case (AmpWindow *window, gint64 id)
{
  AmpCasePage *page;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-case", "x", id);
  page = AMP_CASE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  return page;
}

static GtkWindow *
dialog_over (AmpWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (other != GTK_WINDOW (window) && ADW_IS_MESSAGE_DIALOG (other))
        return other;
    }
  return NULL;
}

static GtkTextBuffer *
words_of (AmpWindow *window)
{
  return gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (harness_find (GTK_WIDGET (dialog_over (window)), GTK_TYPE_TEXT_VIEW)));
}

static gboolean
says (AmpWindow *window, const char *words)
{
  g_autofree char *text = NULL;

  g_object_get (words_of (window), "text", &text, NULL);
  return g_strcmp0 (text, words) == 0;
}

static guint
n_reasons (const char *folder, const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = amp_session_open (folder, login, passphrase, NULL);
  g_auto (GStrv) keys = amp_store_draft_keys (amp_session_get_store (session), NULL);
  guint n = 0;

  for (gsize i = 0; keys[i] != NULL; i++)
    n += g_str_has_prefix (keys[i], "reason:");
  return n;
}

/* Asks for that case, and waits for the question. */
static void
ask_for (AmpWindow *window, gint64 id)
{
  open_case (window, id);
  g_signal_emit_by_name (harness_child (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE, "wish"),
                         "clicked");
  WAIT_FOR (dialog_over (window) != NULL);
}

/* A lock takes the question off the screen; what was typed stands there again, also after she
 * thought better of it, and is gone once it is sent. */
static void
test_reason_is_kept (void)
{
  char *folder = harness_vault_new (4);
  gint64 id = some_case (folder);
  AmpWindow *window = harness_window_new ();

  harness_add_user (folder, "ana", AMP_ROLE_CASEWORKER);
  harness_unlock (window, folder, "ana");
  ask_for (window, id);
  gtk_text_buffer_set_text (words_of (window), "Vino hoy a la oficina", -1);
  amp_jobs_lock (amp_window_get_jobs (window));
  g_assert_null (dialog_over (window));
  harness_close (window);
  g_assert_cmpuint (n_reasons (folder, "ana"), ==, 1);

  window = harness_window_new ();
  harness_unlock (window, folder, "ana");
  ask_for (window, id);
  WAIT_FOR (says (window, "Vino hoy a la oficina"));
  gtk_text_buffer_set_text (words_of (window), "Vino con su hermana", -1);
  gtk_window_close (dialog_over (window));
  WAIT_FOR (dialog_over (window) == NULL);
  ask_for (window, id);
  WAIT_FOR (says (window, "Vino con su hermana"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog_over (window)), "accept");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  harness_close (window);
  g_assert_cmpuint (n_reasons (folder, "ana"), ==, 0);
  harness_remove (folder);
}

static void
test_colleague (void)
{
  char *folder = harness_vault_new (4);
  gint64 id = some_case (folder);
  AmpWindow *window = harness_window_new ();
  AmpCasePage *page;
  GtkWidget *wish;

  harness_add_user (folder, "ana", AMP_ROLE_CASEWORKER);
  harness_unlock (window, folder, "ana");
  g_assert_cmpuint (listed (window), ==, 0);
  forms_picture (GTK_WINDOW (window), "cases-of-colleagues");
  page = open_case (window, id);
  g_assert_true (amp_case_page_is_elsewhere (page));
  g_assert_false (amp_case_page_is_loaded (page));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (page));
  forms_picture (GTK_WINDOW (window), "case-elsewhere");
  amp_case_page_set_revealed (page, TRUE); /* there is nothing to reveal */
  g_assert_false (amp_case_page_is_revealed (page));

  wish = harness_child (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE, "wish");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == wish);
  forms_assert_named (gtk_widget_get_ancestor (wish, ADW_TYPE_STATUS_PAGE));
  g_signal_emit_by_name (wish, "clicked");
  WAIT_FOR (dialog_over (window) != NULL);
  gtk_text_buffer_set_text (words_of (window), "Vino hoy a la oficina", -1);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog_over (window)), "accept");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  harness_close (window);
  g_assert_cmpuint (n_reasons (folder, "ana"), ==, 0);

  {
    g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
    g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, NULL);
    g_autoptr (GPtrArray) list = amp_approvals_list (session, AMP_APPROVALS_WAITING, NULL);
    guint n = 0;

    for (guint i = 0; i < list->len; i++)
      n += ((AmpApproval *) list->pdata[i])->case_id == id &&
           g_strcmp0 (((AmpApproval *) list->pdata[i])->kind, "reassign") == 0;
    g_assert_cmpuint (n, ==, 1);
  }
  harness_remove (folder);
}

/* The same office as its supervisor sees it. */
static void
test_supervisor (void)
{
  char *folder = harness_vault_new (4);
  gint64 id = some_case (folder);
  AmpWindow *window = harness_window_new ();
  AmpCasePage *page;

  harness_add_user (folder, "jefa", AMP_ROLE_SUPERVISOR);
  harness_unlock (window, folder, "jefa");
  g_assert_cmpuint (listed (window), ==, 4);
  page = open_case (window, id);
  WAIT_FOR (amp_case_page_is_loaded (page));
  g_assert_false (amp_case_page_is_elsewhere (page));
  harness_close (window);
  harness_remove (folder);
}

/* --- Passing on --- */

static GtkWindow *
transfer_over (AmpWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (other != GTK_WINDOW (window) && AMP_IS_TRANSFER_DIALOG (other))
        return other;
    }
  return NULL;
}

/* Chooses her, by name, and says yes. */
static void
choose (AmpWindow *window, const char *name)
{
  AmpTransferDialog *dialog = AMP_TRANSFER_DIALOG (transfer_over (window));
  GtkListBox *people = amp_transfer_dialog_get_people (dialog);
  GtkListBoxRow *row = NULL;

  WAIT_FOR (gtk_list_box_get_selected_row (people) != NULL);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (people, i)) != NULL; i++)
    if (g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), name))
      break;
  g_assert_nonnull (row);
  gtk_list_box_select_row (people, row);
  forms_picture (GTK_WINDOW (dialog), "transfer");
  forms_assert_named (GTK_WIDGET (dialog));
  gtk_widget_activate_action (GTK_WIDGET (dialog), "transfer.accept", NULL);
}

/* The page tells at once whose the case is, and since when. */
static void
test_pass_on (void)
{
  char *folder = harness_vault_new (4);
  gint64 id = some_case (folder);
  AmpWindow *window = harness_window_new ();
  GtkWidget *owner, *button;
  AmpCasePage *page;
  guint before;

  harness_add_user (folder, "ana", AMP_ROLE_CASEWORKER);
  harness_unlock (window, folder, HARNESS_LOGIN);
  page = open_case (window, id);
  WAIT_FOR (amp_case_page_is_loaded (page));
  owner = harness_child (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE_HEADER, "owner");
  button = forms_find_button (GTK_WIDGET (window), "Assign to somebody else…");
  g_assert_nonnull (button);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (owner)), !=, "ana");
  before = amp_section_get_length (amp_case_page_get_section (page, "assignment"));
  g_signal_emit_by_name (button, "clicked");
  WAIT_FOR (transfer_over (window) != NULL);
  choose (window, "ana");
  WAIT_FOR (transfer_over (window) == NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (owner)), ==, "ana");
  g_assert_cmpuint (amp_section_get_length (amp_case_page_get_section (page, "assignment")), >,
                    before);
  harness_close (window);
  harness_remove (folder);
}

static void
test_pass_on_several (void)
{
  char *folder = harness_vault_new (6);
  AmpWindow *window = harness_window_new ();
  AmpCaseList *list;
  GtkSelectionModel *selection;
  GtkWidget *button;

  harness_add_user (folder, "ana", AMP_ROLE_CASEWORKER);
  harness_unlock (window, folder, HARNESS_LOGIN);
  g_assert_cmpuint (listed (window), ==, 6);
  list = AMP_CASE_LIST (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_LIST));
  amp_case_list_show (list, "mine");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  selection = amp_case_list_get_selection (list);
  button = harness_child (GTK_WIDGET (window), AMP_TYPE_CASE_LIST, "transfer");
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), >=, 2);
  gtk_selection_model_select_range (selection, 0, 2, TRUE);
  g_assert_true (gtk_widget_get_visible (button));
  forms_picture (GTK_WINDOW (window), "cases-chosen");
  g_signal_emit_by_name (button, "clicked");
  WAIT_FOR (transfer_over (window) != NULL);
  choose (window, "ana");
  WAIT_FOR (transfer_over (window) == NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  harness_close (window);

  window = harness_window_new ();
  harness_unlock (window, folder, "ana");
  g_assert_cmpuint (listed (window), ==, 2);
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/case-access/a-colleagues-case-is-not-listed-not-opened-and-asked-for",
                   test_colleague);
  g_test_add_func ("/case-access/the-reason-goes-with-a-lock-and-is-not-lost", test_reason_is_kept);
  g_test_add_func ("/case-access/a-supervisor-lists-and-opens-all", test_supervisor);
  g_test_add_func ("/case-access/a-case-is-passed-on-and-the-page-tells-at-once", test_pass_on);
  g_test_add_func ("/case-access/several-cases-are-passed-on-from-the-list", test_pass_on_several);
  return g_test_run ();
}
