/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Emergency close: a verified backup first, two steps, and nothing left that opens. */
#include "harness.h"

#include "app/amp-erase-dialog.h"
#include "app/amp-file-chooser.h"
#include "app/amp-unlock-page.h"
#include "domain/safekeeping.h"

#include <glib/gstdio.h>

static AmpEraseDialog *
open_emergency (AmpWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  gtk_widget_activate_action (GTK_WIDGET (window), "win.emergency", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) top = g_list_model_get_item (windows, i);

      if (AMP_IS_ERASE_DIALOG (top))
        return AMP_ERASE_DIALOG (top);
    }
  g_assert_not_reached ();
}

static GtkWidget *
of_emergency (AmpEraseDialog *dialog, const char *id)
{
  return harness_child (GTK_WIDGET (dialog), AMP_TYPE_ERASE_DIALOG, id);
}

static gpointer
make_backup (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  return GINT_TO_POINTER (amp_session_backup (session, data, progress, cancellable, error));
}

static void
verify_backup (AmpWindow *window, AmpEraseDialog *dialog, const char *path)
{
  amp_choose_file_answer (path);
  gtk_editable_set_text (GTK_EDITABLE (of_emergency (dialog, "passphrase")), HARNESS_PASSPHRASE);
  g_signal_emit_by_name (of_emergency (dialog, "verify"), "clicked");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (of_emergency (dialog, "passphrase"))), ==,
                   "");
  amp_choose_file_answer (NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
}

static void
test_emergency (void)
{
  static const AmpJob job = {.func = make_backup};
  char *folder = harness_vault_new (5);
  g_autofree char *place = g_path_get_dirname (folder);
  g_autofree char *path = g_build_filename (place, "copia.backup", NULL);
  g_autofree char *back = g_build_filename (place, "vuelta.amparo", NULL);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  AmpWindow *window = harness_window_new ();
  AmpJobs *jobs = amp_window_get_jobs (window);
  AmpEraseDialog *dialog;
  GtkWidget *page;
  double seconds;

  harness_unlock (window, folder, HARNESS_LOGIN);
  dialog = open_emergency (window);
  WAIT_FOR (!amp_jobs_is_busy (jobs));
  forms_assert_named (GTK_WIDGET (dialog));
  /* Refused without a backup; one that is not whole does not help. */
  g_assert_false (gtk_widget_get_sensitive (of_emergency (dialog, "next")));
  g_assert_true (g_file_set_contents (path, "no backup", -1, NULL));
  verify_backup (window, dialog, path);
  g_assert_false (gtk_widget_get_sensitive (of_emergency (dialog, "next")));
  g_assert_true (gtk_widget_get_visible (of_emergency (dialog, "alert")));
  g_unlink (path);

  amp_jobs_run (jobs, &job, path, NULL, NULL);
  WAIT_FOR (!amp_jobs_is_busy (jobs));
  verify_backup (window, dialog, path);
  g_assert_true (gtk_widget_get_sensitive (of_emergency (dialog, "next")));
  forms_picture (GTK_WINDOW (dialog), "emergency-backup");
  /* It is remembered: the next time nothing has to be verified first. */
  gtk_window_close (GTK_WINDOW (dialog));
  dialog = open_emergency (window);
  WAIT_FOR (gtk_widget_get_sensitive (of_emergency (dialog, "next")));
  g_signal_emit_by_name (of_emergency (dialog, "next"), "clicked");
  g_assert_false (gtk_widget_get_sensitive (of_emergency (dialog, "erase")));
  gtk_editable_set_text (GTK_EDITABLE (of_emergency (dialog, "word")), "yes");
  g_assert_false (gtk_widget_get_sensitive (of_emergency (dialog, "erase")));
  gtk_editable_set_text (GTK_EDITABLE (of_emergency (dialog, "word")), "erase");
  g_assert_true (gtk_widget_get_sensitive (of_emergency (dialog, "erase")));
  forms_picture (GTK_WINDOW (dialog), "emergency-word");

  g_test_timer_start ();
  g_signal_emit_by_name (of_emergency (dialog, "erase"), "clicked");
  WAIT_FOR (!amp_jobs_is_unlocked (jobs) && !amp_jobs_is_busy (jobs));
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "erased and on the first screen: %.0f ms", seconds * 1000);
  g_assert_cmpfloat (seconds, <, 1);
  page = harness_find (GTK_WIDGET (window), AMP_TYPE_UNLOCK_PAGE);
  g_assert_cmpstr (amp_unlock_page_get_folder (AMP_UNLOCK_PAGE (page)), ==, "");
  g_assert_cmpstr (amp_unlock_page_get_login (AMP_UNLOCK_PAGE (page)), ==, "");
  harness_close (window);

  g_assert_null (amp_vault_unlock (folder, HARNESS_LOGIN, passphrase, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_ERASED);
  g_clear_error (&error);
  g_assert_true (amp_backup_restore (path, back, HARNESS_LOGIN, passphrase, NULL, NULL, &error));
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/emergency/closing-erases-behind-two-steps-and-a-backup", test_emergency);
  return g_test_run ();
}
