/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window as a person meets it: unlock, lock, hide, close. */
#include "harness.h"

#include "app/amp-application.h"
#include "app/amp-case-list.h"
#include "app/amp-counts-page.h"
#include "app/amp-create-page.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-intake-page.h"
#include "app/amp-search-box.h"
#include "app/amp-unlock-page.h"
#include "app/amp-workspace.h"

#include <glib/gstdio.h>

static const char *
alert_of (AmpWindow *window, GType page)
{
  GtkWidget *alert = harness_child (GTK_WIDGET (window), page, "alert");

  return gtk_widget_get_visible (alert) ? gtk_label_get_label (GTK_LABEL (alert)) : NULL;
}

static void
test_wrong_passphrase (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *passphrase = harness_child (root, AMP_TYPE_UNLOCK_PAGE, "passphrase");

  amp_window_offer_vault (window, folder);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "login")),
                         HARNESS_LOGIN);
  gtk_editable_set_text (GTK_EDITABLE (passphrase), "something else");
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "unlock"), "clicked");
  /* Read once and gone from the widget before the answer comes. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (passphrase)), ==, "");
  WAIT_FOR (alert_of (window, AMP_TYPE_UNLOCK_PAGE) != NULL);
  g_assert_false (amp_jobs_is_unlocked (amp_window_get_jobs (window)));
  g_assert_null (harness_find (root, AMP_TYPE_WORKSPACE));

  harness_unlock (window, folder, HARNESS_LOGIN);
  g_assert_nonnull (harness_find (root, AMP_TYPE_WORKSPACE));
  g_assert_null (harness_find (root, AMP_TYPE_UNLOCK_PAGE));
  harness_close (window);
  harness_remove (folder);
}

/* As after a rekey by somebody else: she is told, in a dialog that waits. */
static void
test_new_keys (void)
{
  char *folder = harness_vault_new (0);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpVault) vault = NULL;
  AmpWindow *window = harness_window_new ();
  guint dialogs = 0;

  vault = amp_vault_unlock (folder, HARNESS_LOGIN, passphrase, NULL);
  g_assert_true (
    amp_vault_add_user (vault, "luz", AMP_ROLE_SUPERVISOR, passphrase, &amp_kdf_cheap, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (folder, "luz", passphrase, NULL);
  g_assert_true (amp_vault_rekey (vault, NULL, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);

  harness_unlock (window, folder, HARNESS_LOGIN);
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GObject) top = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (!ADW_IS_MESSAGE_DIALOG (top))
        continue;
      dialogs++;
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (top), "close");
    }
  g_assert_cmpuint (dialogs, ==, 1);
  harness_close (window);
  harness_remove (folder);
}

static void
test_no_vault_there (void)
{
  g_autofree char *place = g_dir_make_tmp ("amparo-window-XXXXXX", NULL);
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *unlock = harness_child (root, AMP_TYPE_UNLOCK_PAGE, "unlock");

  g_signal_emit_by_name (unlock, "clicked");
  g_assert_nonnull (alert_of (window, AMP_TYPE_UNLOCK_PAGE));

  amp_window_offer_vault (window, place);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "passphrase")),
                         HARNESS_PASSPHRASE);
  g_assert_null (alert_of (window, AMP_TYPE_UNLOCK_PAGE));
  g_signal_emit_by_name (unlock, "clicked");
  WAIT_FOR (alert_of (window, AMP_TYPE_UNLOCK_PAGE) != NULL);
  g_assert_false (amp_jobs_is_unlocked (amp_window_get_jobs (window)));
  harness_close (window);
  g_rmdir (place);
}

static void
test_in_use (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *first = harness_window_new ();
  AmpWindow *second = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (second);

  harness_unlock (first, folder, HARNESS_LOGIN);
  amp_window_offer_vault (second, folder);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "login")),
                         HARNESS_LOGIN);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "passphrase")),
                         HARNESS_PASSPHRASE);
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "unlock"), "clicked");
  WAIT_FOR (alert_of (second, AMP_TYPE_UNLOCK_PAGE) != NULL);
  g_assert_false (amp_jobs_is_unlocked (amp_window_get_jobs (second)));
  harness_close (second);
  harness_close (first);
  harness_remove (folder);
}

/* What a lock leaves must not be there to be read: neither the widgets nor the rows. */
static void
test_lock_destroys (void)
{
  char *folder = harness_vault_new (40);
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);
  AmpCaseList *list;
  gpointer workspace, model, counts, item;

  harness_unlock (window, folder, HARNESS_LOGIN);
  harness_show_cases (window);
  list = AMP_CASE_LIST (harness_find (root, AMP_TYPE_CASE_LIST));
  model = amp_case_list_get_model (list);
  WAIT_FOR (g_list_model_get_n_items (model) == 40);
  gtk_widget_activate_action (root, "win.show-page", "s", "counts");
  workspace = harness_find (root, AMP_TYPE_WORKSPACE);
  counts = harness_find (root, AMP_TYPE_COUNTS_PAGE);
  item = g_list_model_get_item (model, 0);
  g_object_add_weak_pointer (workspace, &workspace);
  g_object_add_weak_pointer (model, &model);
  g_object_add_weak_pointer (counts, &counts);
  g_object_add_weak_pointer (item, &item);
  g_object_unref (item);

  gtk_widget_activate_action (root, "win.lock", NULL);
  WAIT_FOR (workspace == NULL && model == NULL && counts == NULL && item == NULL);
  g_assert_nonnull (harness_find (root, AMP_TYPE_UNLOCK_PAGE));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Amparo");
  /* The folder and the user are still known, the passphrase is not. */
  g_assert_cmpstr (
    amp_unlock_page_get_folder (AMP_UNLOCK_PAGE (harness_find (root, AMP_TYPE_UNLOCK_PAGE))), ==,
    folder);
  harness_unlock (window, folder, HARNESS_LOGIN);
  harness_close (window);
  harness_remove (folder);
}

static void
test_lock_in_mid_work (void)
{
  char *folder = harness_vault_new (40);
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);

  for (int i = 0; i < 3; i++)
    {
      harness_unlock (window, folder, HARNESS_LOGIN);
      gtk_widget_activate_action (root, "win.show-page", "s", "counts");
      gtk_widget_activate_action (root, "win.reveal-names", NULL);
      amp_window_lock (window); /* list, names and counts are still being read */
    }
  harness_unlock (window, folder, HARNESS_LOGIN);
  harness_close (window);
  harness_remove (folder);
}

/* Locks, or closes the window and opens another: what was typed waits behind the lock. */
static void
check_draft_kept (gboolean close)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  AmpIntakePage *page;

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-case", NULL);
  page = AMP_INTAKE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE));
  amp_form_type (amp_intake_page_get_form (page), "person", "given_names", "Jhoselyn");
  g_assert_true (amp_editor_is_dirty (AMP_EDITOR (page)));
  if (close)
    {
      harness_close (window);
      window = harness_window_new ();
    }
  else
    amp_window_lock (window);
  harness_unlock (window, folder, HARNESS_LOGIN);
  if (close)
    {
      /* Another day: she is asked. */
      gtk_widget_activate_action (GTK_WIDGET (window), "win.new-case", NULL);
      page = AMP_INTAKE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE));
      WAIT_FOR (amp_intake_page_offers_draft (page));
    }
  else
    {
      /* She only was away: it is as it was. */
      WAIT_FOR (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE) != NULL);
      page = AMP_INTAKE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE));
      WAIT_FOR (amp_editor_is_dirty (AMP_EDITOR (page)));
      g_assert_false (amp_intake_page_offers_draft (page));
    }
  harness_close (window);
  harness_remove (folder);
}

static void
test_lock_keeps_draft (void)
{
  check_draft_kept (FALSE);
}

static void
test_close_keeps_draft (void)
{
  check_draft_kept (TRUE);
}

/* Torn down without a word, as when the display goes away. */
static void
test_destroyed (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();
  AmpJobs *jobs = g_object_ref (amp_window_get_jobs (window));

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_false (amp_jobs_is_unlocked (jobs));
  g_object_add_weak_pointer (G_OBJECT (jobs), (gpointer *) &jobs);
  g_object_unref (jobs);
  WAIT_FOR (jobs == NULL);
  window = harness_window_new ();
  harness_unlock (window, folder, HARNESS_LOGIN); /* the vault was closed: it opens again */
  harness_close (window);
  harness_remove (folder);
}

/* Whoever closes the window while the passphrase is checked leaves a closed vault behind. */
static void
test_close_while_unlocking (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);

  amp_window_offer_vault (window, folder);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "login")),
                         HARNESS_LOGIN);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "passphrase")),
                         HARNESS_PASSPHRASE);
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "unlock"), "clicked");
  harness_close (window);
  window = harness_window_new ();
  harness_unlock (window, folder, HARNESS_LOGIN);
  amp_window_lock (window);
  harness_close (window); /* the session is still being closed */
  window = harness_window_new ();
  harness_unlock (window, folder, HARNESS_LOGIN);
  harness_close (window);
  harness_remove (folder);
}

static void
test_auditor (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window;
  GtkWidget *root;

  harness_add_user (folder, "ana", AMP_ROLE_AUDITOR);
  window = harness_window_new ();
  root = GTK_WIDGET (window);
  harness_unlock (window, folder, "ana");
  g_assert_nonnull (harness_find (root, AMP_TYPE_WORKSPACE));
  g_assert_null (harness_find (root, AMP_TYPE_CASE_LIST));
  g_assert_nonnull (harness_find (root, ADW_TYPE_STATUS_PAGE));
  gtk_widget_activate_action (root, "win.search", NULL);
  gtk_widget_activate_action (root, "win.show-page", "s", "counts");
  gtk_widget_activate_action (root, "win.open-case", "x", (gint64) 1);
  g_assert_null (harness_find (root, AMP_TYPE_CASE_LIST));
  g_assert_null (harness_find (root, AMP_TYPE_COUNTS_PAGE));
  harness_close (window);
  harness_remove (folder);
}

static void
test_keys (void)
{
  char *folder = harness_vault_new (10);
  g_autoptr (AdwApplication) application = ADW_APPLICATION (amp_application_new ());
  g_autoptr (AmpJobs) jobs = amp_jobs_new ();
  AmpWindow *window;
  GtkWidget *root, *search;

  g_application_register (G_APPLICATION (application), NULL, NULL);
  window = amp_window_new (GTK_APPLICATION (application), jobs);
  root = GTK_WIDGET (window);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (root);
  harness_unlock (window, folder, HARNESS_LOGIN);
  harness_focus_window (window);
  search = harness_find (root, AMP_TYPE_SEARCH_BOX); /* on every page */
  harness_key ("5", "Control_L");
  WAIT_FOR (harness_find (root, AMP_TYPE_COUNTS_PAGE) != NULL);
  harness_key ("f", "Control_L");
  WAIT_FOR (gtk_widget_get_mapped (search) &&
            (gtk_widget_get_state_flags (search) & GTK_STATE_FLAG_FOCUS_WITHIN));
  harness_key ("l", "Control_L");
  WAIT_FOR (harness_find (root, AMP_TYPE_UNLOCK_PAGE) != NULL);
  harness_unlock (window, folder, HARNESS_LOGIN);
  harness_key ("F12", NULL);
  WAIT_FOR (!amp_jobs_is_unlocked (jobs));
  harness_close (window);
  harness_remove (folder);
}

static GtkWindow *
find_window (const char *type)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (g_strcmp0 (G_OBJECT_TYPE_NAME (l->data), type) == 0)
      return l->data;
  return NULL;
}

/* With the keyboard in it. */
static GtkWindow *
wait_for_window (const char *type)
{
  WAIT_FOR (find_window (type) != NULL && gtk_widget_get_mapped (GTK_WIDGET (find_window (type))));
  harness_focus_window ((gpointer) find_window (type));
  return find_window (type);
}

/* A dialog is over the vault: the guide opens over it and takes keys, and one key hides all. */
static void
test_keys_over_a_dialog (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);
  AmpJobs *jobs = amp_window_get_jobs (window);

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (root, "win.new-task", NULL);
  wait_for_window ("AmpTaskDialog");
  harness_key ("F1", NULL);
  g_assert_true (gtk_window_get_transient_for (wait_for_window ("AmpGuideWindow")) ==
                 find_window ("AmpTaskDialog"));
  harness_key ("Escape", NULL);
  WAIT_FOR (find_window ("AmpGuideWindow") == NULL);
  g_assert_nonnull (find_window ("AmpTaskDialog"));

  harness_focus_window ((gpointer) find_window ("AmpTaskDialog"));
  harness_key ("l", "Control_L");
  WAIT_FOR (!amp_jobs_is_unlocked (jobs));
  g_assert_null (find_window ("AmpTaskDialog"));

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (root, "win.new-task", NULL);
  wait_for_window ("AmpTaskDialog");
  harness_key ("F1", NULL);
  wait_for_window ("AmpGuideWindow");
  harness_key ("F12", NULL);
  WAIT_FOR (!amp_jobs_is_unlocked (jobs));
  g_assert_null (find_window ("AmpTaskDialog"));
  g_assert_null (find_window ("AmpGuideWindow"));
  harness_close (window);
  harness_remove (folder);
}

static void
test_idle (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();

  g_assert_false (amp_idle_lock_is_due (299 * G_USEC_PER_SEC, 299 * G_USEC_PER_SEC, 300));
  g_assert_true (amp_idle_lock_is_due (300 * G_USEC_PER_SEC, 0, 300));
  g_assert_true (amp_idle_lock_is_due (0, 300 * G_USEC_PER_SEC, 300)); /* it slept */
  g_assert_false (
    amp_idle_lock_is_due (10, (gint64) -9999 * G_USEC_PER_SEC, 300)); /* clock set back */

  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window))); /* what the office has set is read */
  amp_idle_lock_set_seconds (amp_window_get_idle_lock (window), 1);
  WAIT_FOR (!amp_jobs_is_unlocked (amp_window_get_jobs (window)));
  harness_close (window);
  harness_remove (folder);
}

static void
test_create (void)
{
  g_autofree char *place = g_dir_make_tmp ("amparo-window-XXXXXX", NULL);
  g_autofree char *expected = g_build_filename (place, "Tumbes.amparo", NULL);
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *create, *passphrase, *again;

  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "create"), "clicked");
  create = harness_child (root, AMP_TYPE_CREATE_PAGE, "create");
  passphrase = harness_child (root, AMP_TYPE_CREATE_PAGE, "passphrase");
  again = harness_child (root, AMP_TYPE_CREATE_PAGE, "again");
  g_signal_emit_by_name (create, "clicked");
  g_assert_nonnull (alert_of (window, AMP_TYPE_CREATE_PAGE));

  amp_choose_file_answer (place);
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_CREATE_PAGE, "choose"), "clicked");
  amp_choose_file_answer (NULL);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_CREATE_PAGE, "name")),
                         "Tumbes");
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_CREATE_PAGE, "login")),
                         HARNESS_LOGIN);
  gtk_editable_set_text (GTK_EDITABLE (passphrase), "amparo");
  gtk_editable_set_text (GTK_EDITABLE (again), "amparo");
  g_signal_emit_by_name (create, "clicked"); /* too easy to guess */
  g_assert_nonnull (alert_of (window, AMP_TYPE_CREATE_PAGE));
  gtk_editable_set_text (GTK_EDITABLE (passphrase), HARNESS_PASSPHRASE);
  g_signal_emit_by_name (create, "clicked"); /* not the same twice */
  g_assert_nonnull (alert_of (window, AMP_TYPE_CREATE_PAGE));
  g_assert_false (g_file_test (expected, G_FILE_TEST_EXISTS));

  gtk_editable_set_text (GTK_EDITABLE (again), HARNESS_PASSPHRASE);
  g_signal_emit_by_name (create, "clicked");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (passphrase)), ==, "");
  WAIT_FOR (amp_jobs_is_unlocked (amp_window_get_jobs (window)));
  g_assert_true (g_file_test (expected, G_FILE_TEST_IS_DIR));
  g_assert_true (amp_jobs_is_supervisor (amp_window_get_jobs (window)));
  g_assert_nonnull (harness_find (root, AMP_TYPE_WORKSPACE));
  harness_close (window);
  harness_remove (g_steal_pointer (&expected));
}

static void
test_names (void)
{
  char *folder = harness_vault_new (10);
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);

  forms_assert_named (root);
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "create"), "clicked");
  forms_assert_named (root);
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_CREATE_PAGE, "back"), "clicked");
  harness_unlock (window, folder, HARNESS_LOGIN);
  forms_assert_named (root);
  gtk_widget_activate_action (root, "win.show-page", "s", "counts");
  forms_assert_named (root);
  harness_close (window);
  harness_remove (folder);
}

/* She begins to type her passphrase and is called away. */
static void
test_half_typed (void)
{
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);
  GtkEditable *passphrase, *again;

  passphrase = GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "passphrase"));
  gtk_editable_set_text (passphrase, "clave larga");
  g_signal_emit_by_name (amp_window_get_idle_lock (window), "lock");
  g_assert_cmpstr (gtk_editable_get_text (passphrase), ==, "");
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "create"), "clicked");
  passphrase = GTK_EDITABLE (harness_child (root, AMP_TYPE_CREATE_PAGE, "passphrase"));
  again = GTK_EDITABLE (harness_child (root, AMP_TYPE_CREATE_PAGE, "again"));
  gtk_editable_set_text (passphrase, "clave larga");
  gtk_editable_set_text (again, "clave larga");
  gtk_widget_activate_action (root, "win.lock", NULL);
  g_assert_cmpstr (gtk_editable_get_text (passphrase), ==, "");
  g_assert_cmpstr (gtk_editable_get_text (again), ==, "");
  harness_close (window);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/window/a-half-typed-passphrase-does-not-stay", test_half_typed);
  g_test_add_func ("/window/a-wrong-passphrase-is-told-and-can-be-put-right",
                   test_wrong_passphrase);
  g_test_add_func ("/window/keys-that-are-new-to-her-are-told", test_new_keys);
  g_test_add_func ("/window/a-folder-without-a-vault-is-told", test_no_vault_there);
  g_test_add_func ("/window/a-vault-in-use-stays-closed-for-the-second", test_in_use);
  g_test_add_func ("/window/a-lock-destroys-all-that-was-shown", test_lock_destroys);
  g_test_add_func ("/window/a-lock-comes-well-in-the-middle-of-work", test_lock_in_mid_work);
  g_test_add_func ("/window/a-lock-keeps-what-was-typed", test_lock_keeps_draft);
  g_test_add_func ("/window/closing-keeps-what-was-typed", test_close_keeps_draft);
  g_test_add_func ("/window/a-destroyed-window-closes-the-vault", test_destroyed);
  g_test_add_func ("/window/closing-waits-until-the-vault-is-closed", test_close_while_unlocking);
  g_test_add_func ("/window/an-auditor-sees-no-case", test_auditor);
  g_test_add_func ("/window/keys-lead-everywhere", test_keys);
  g_test_add_func ("/window/the-keys-that-hide-hold-over-a-dialog", test_keys_over_a_dialog);
  g_test_add_func ("/window/it-locks-when-nobody-is-there", test_idle);
  g_test_add_func ("/window/a-vault-is-made", test_create);
  g_test_add_func ("/window/every-control-has-a-name", test_names);
  return g_test_run ();
}
