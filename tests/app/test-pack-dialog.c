/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A review pack from the menu: what comes out opens with the auditor's passphrase. */
#include "harness.h"

#include "app/amp-file-chooser.h"
#include "app/amp-pack-dialog.h"
#include "domain/review.h"

#include <glib/gstdio.h>

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (AMP_IS_PACK_DIALOG (window))
        return window;
    }
  return NULL;
}

static GtkWidget *
child_of (const char *id)
{
  return harness_child (find_dialog (), AMP_TYPE_PACK_DIALOG, id);
}

static void
open_dialog (AmpWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.make-pack", NULL);
  g_assert_nonnull (find_dialog ());
  forms_assert_named (find_dialog ());
}

static void
close_dialog (void)
{
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  WAIT_FOR (find_dialog () == NULL);
}

static void
test_made (void)
{
  char *folder = harness_vault_new (400);
  g_autofree char *place = g_dir_make_tmp ("amparo-pack-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "office.review", NULL);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpReviewOpened) opened = NULL;
  g_autoptr (GError) error = NULL;
  AmpWindow *window;

  harness_add_user (folder, "nora", AMP_ROLE_AUDITOR);
  window = harness_window_new ();
  harness_unlock (window, folder, HARNESS_LOGIN);
  open_dialog (window);
  WAIT_FOR (gtk_label_get_label (GTK_LABEL (child_of ("contents")))[0] != '\0');
  g_assert_true (gtk_widget_get_sensitive (child_of ("save")));
  amp_choose_file_answer (path);
  g_signal_emit_by_name (child_of ("save"), "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (!gtk_widget_get_visible (child_of ("save")));
  g_assert_false (gtk_widget_get_visible (child_of ("alert")));
  close_dialog ();
  opened = amp_review_open (path, "nora", passphrase, &error);
  g_assert_no_error (error);
  harness_close (window);
  g_remove (path);
  g_rmdir (place);
  harness_remove (folder);
}

static void
test_nobody (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();

  harness_unlock (window, folder, HARNESS_LOGIN);
  open_dialog (window);
  g_assert_false (gtk_widget_get_sensitive (child_of ("save")));
  WAIT_FOR (gtk_widget_get_visible (child_of ("alert")));
  g_assert_false (gtk_widget_get_sensitive (child_of ("save")));
  close_dialog ();
  harness_close (window);
  harness_remove (folder);
}

static void
test_refused (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window;

  harness_add_user (folder, "luz", AMP_ROLE_CASEWORKER);
  window = harness_window_new ();
  harness_unlock (window, folder, "luz");
  open_dialog (window);
  g_assert_true (gtk_widget_get_visible (child_of ("alert")));
  g_assert_false (gtk_widget_get_sensitive (child_of ("save")));
  close_dialog ();
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/pack-dialog/a-pack-is-made-and-opens", test_made);
  g_test_add_func ("/pack-dialog/without-an-auditor-it-says-so", test_nobody);
  g_test_add_func ("/pack-dialog/a-caseworker-makes-none", test_refused);
  return g_test_run ();
}
