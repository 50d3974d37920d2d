/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of the log from the menu: shown, written on a sheet, and held against what was noted. */
#include "harness.h"

#include "app/amp-file-chooser.h"
#include "app/amp-log-dialog.h"

#include <glib/gstdio.h>
#include <string.h>

static AmpLogDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (AMP_IS_LOG_DIALOG (window))
        return AMP_LOG_DIALOG (window);
    }
  return NULL;
}

static GtkWidget *
child_of (const char *id)
{
  return harness_child (GTK_WIDGET (find_dialog ()), AMP_TYPE_LOG_DIALOG, id);
}

static void
open_dialog (AmpWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.log-head", NULL);
  g_assert_nonnull (find_dialog ());
  forms_assert_named (GTK_WIDGET (find_dialog ()));
}

static void
close_dialog (void)
{
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  WAIT_FOR (find_dialog () == NULL);
}

static const char *
check (const char *noted)
{
  amp_log_dialog_check (find_dialog (), noted);
  WAIT_FOR (amp_log_dialog_get_result (find_dialog ()) != NULL);
  return amp_log_dialog_get_result (find_dialog ());
}

static void
test_checks (void)
{
  char *folder = harness_vault_new (3);
  AmpWindow *window = harness_window_new ();
  g_autofree char *head = NULL, *wrong = NULL;
  char *digit;

  harness_unlock (window, folder, HARNESS_LOGIN);
  open_dialog (window);
  WAIT_FOR (amp_log_dialog_get_head (find_dialog ()) != NULL);
  head = g_strdup (amp_log_dialog_get_head (find_dialog ()));
  g_assert_true (g_str_has_prefix (head, "AMPARO-HEAD "));
  g_assert_nonnull (strstr (check (head), "up to entry"));
  g_assert_false (gtk_widget_get_visible (child_of ("alert")));
  g_assert_nonnull (strstr (check (""), "against nothing"));

  /* Mistyped: told by the words; without them it is another entry. */
  wrong = g_strdup (head);
  digit = strstr (wrong, "hash=") + strlen ("hash=");
  *digit = *digit == '0' ? '1' : '0';
  g_assert_nonnull (strstr (check (wrong), "check words"));
  *strstr (wrong, " check=") = '\0';
  g_assert_nonnull (strstr (check (wrong), "[anchor_other]"));
  g_assert_true (gtk_widget_get_visible (child_of ("alert")));
  g_assert_nonnull (strstr (check (head), "up to entry"));
  close_dialog ();
  harness_close (window);
  harness_remove (folder);
}

static void
test_sheet (void)
{
  char *folder = harness_vault_new (0);
  g_autofree char *place = g_dir_make_tmp ("amparo-log-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "head.pdf", NULL);
  AmpWindow *window = harness_window_new ();

  harness_unlock (window, folder, HARNESS_LOGIN);
  open_dialog (window);
  amp_choose_file_answer (path);
  g_signal_emit_by_name (child_of ("save"), "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (strlen (gtk_label_get_label (GTK_LABEL (child_of ("result")))) > 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  amp_choose_file_answer ("/nowhere/at/all.pdf");
  g_signal_emit_by_name (child_of ("save"), "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (gtk_widget_get_visible (child_of ("alert")));
  amp_window_lock (window); /* takes the dialog away */
  WAIT_FOR (find_dialog () == NULL);
  harness_close (window);
  g_remove (path);
  g_rmdir (place);
  harness_remove (folder);
}

static void
test_refused (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();

  harness_add_user (folder, "carla", AMP_ROLE_CASEWORKER);
  harness_unlock (window, folder, "carla");
  open_dialog (window);
  g_assert_false (gtk_widget_get_sensitive (child_of ("save")));
  g_assert_false (gtk_widget_get_sensitive (child_of ("check")));
  g_assert_true (gtk_widget_get_visible (child_of ("alert")));
  close_dialog ();
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/log-dialog/what-was-noted-is-checked", test_checks);
  g_test_add_func ("/log-dialog/the-sheet-is-written-or-it-says-why-not", test_sheet);
  g_test_add_func ("/log-dialog/a-caseworker-is-told-to-ask", test_refused);
  return g_test_run ();
}
