/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A backup and recovery sheets from the menu; what comes out is what the domain would take. */
#include "harness.h"

#include "app/amp-file-chooser.h"
#include "app/amp-keep-dialog.h"

#include <glib/gstdio.h>

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (AMP_IS_KEEP_DIALOG (window))
        return window;
    }
  return NULL;
}

static GtkWidget *
child_of (const char *id)
{
  return harness_child (find_dialog (), AMP_TYPE_KEEP_DIALOG, id);
}

/* Opens the dialog and chooses a place. */
static void
choose (AmpWindow *window, const char *action, const char *place)
{
  gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  g_assert_nonnull (find_dialog ());
  forms_assert_named (find_dialog ());
  amp_choose_file_answer (place);
  g_signal_emit_by_name (child_of ("save"), "clicked");
  amp_choose_file_answer (NULL);
}

static void
close_dialog (void)
{
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  WAIT_FOR (find_dialog () == NULL);
}

static void
test_backup (void)
{
  char *folder = harness_vault_new (5);
  g_autofree char *place = g_dir_make_tmp ("amparo-keep-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "office.backup", NULL);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  AmpWindow *window = harness_window_new ();
  gint64 when = 0;

  harness_unlock (window, folder, HARNESS_LOGIN);
  choose (window, "win.backup", path);
  WAIT_FOR (!gtk_widget_get_visible (child_of ("save")));
  g_assert_false (gtk_widget_get_visible (child_of ("alert")));
  close_dialog ();
  g_assert_true (
    amp_backup_verify (path, HARNESS_LOGIN, passphrase, &when, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  harness_close (window);
  g_remove (path);
  g_rmdir (place);
  harness_remove (folder);
}

static guint
remove_sheets (const char *place)
{
  g_autoptr (GDir) dir = g_dir_open (place, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place, name, NULL);

      n += g_str_has_suffix (name, ".pdf");
      g_remove (path);
    }
  return n;
}

static void
test_sheets (void)
{
  char *folder = harness_vault_new (0);
  g_autofree char *place = g_dir_make_tmp ("amparo-keep-XXXXXX", NULL);
  AmpWindow *window = harness_window_new ();

  harness_unlock (window, folder, HARNESS_LOGIN);
  choose (window, "win.recovery-sheets", place);
  WAIT_FOR (!gtk_widget_get_visible (child_of ("save")));
  close_dialog ();
  g_assert_cmpuint (remove_sheets (place), ==, 3);
  harness_close (window);
  g_rmdir (place);
  harness_remove (folder);
}

/* Whoever has the vault open may test the sheet she keeps. */
static void
test_sheet (void)
{
  char *folder = harness_vault_new (0);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpVault) vault = amp_vault_unlock (folder, HARNESS_LOGIN, passphrase, NULL);
  g_autoptr (GPtrArray) sheets = amp_vault_make_recovery (vault, NULL);
  g_autofree char *words = g_strndup ((const char *) amp_secret_data (sheets->pdata[2]),
                                      amp_secret_length (sheets->pdata[2]));
  AmpWindow *window = harness_window_new ();

  g_clear_pointer (&vault, amp_vault_free);
  harness_add_user (folder, "carla", AMP_ROLE_CASEWORKER);
  harness_unlock (window, folder, "carla");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.recovery-sheets", NULL);
  WAIT_FOR (*gtk_label_get_label (GTK_LABEL (child_of ("state"))) != '\0');
  gtk_editable_set_text (GTK_EDITABLE (child_of ("sheet")), "abeja abrigo");
  g_signal_emit_by_name (child_of ("try"), "clicked");
  WAIT_FOR (gtk_widget_get_sensitive (child_of ("try")));
  g_assert_true (gtk_widget_get_visible (child_of ("alert")));
  g_assert_false (gtk_widget_get_visible (child_of ("result")));

  gtk_editable_set_text (GTK_EDITABLE (child_of ("sheet")), words);
  g_signal_emit_by_name (child_of ("try"), "clicked");
  WAIT_FOR (gtk_widget_get_visible (child_of ("result")));
  g_assert_false (gtk_widget_get_visible (child_of ("alert")));
  g_assert_nonnull (strchr (gtk_label_get_label (GTK_LABEL (child_of ("result"))), '3'));
  /* The words do not stay on the screen. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (child_of ("sheet"))), ==, "");
  close_dialog ();
  harness_close (window);
  harness_remove (folder);
}

static void
test_refused (void)
{
  char *folder = harness_vault_new (0);
  g_autofree char *place = g_dir_make_tmp ("amparo-keep-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "carla.backup", NULL);
  AmpWindow *window = harness_window_new ();

  harness_add_user (folder, "carla", AMP_ROLE_CASEWORKER);
  harness_unlock (window, folder, "carla");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.recovery-sheets", NULL);
  g_assert_false (gtk_widget_get_sensitive (child_of ("save")));
  g_assert_true (gtk_widget_get_visible (child_of ("alert")));
  close_dialog ();

  choose (window, "win.backup", path); /* which she may */
  WAIT_FOR (!gtk_widget_get_visible (child_of ("save")));
  amp_window_lock (window); /* takes the dialog away */
  WAIT_FOR (find_dialog () == NULL);
  harness_close (window);
  g_remove (path);
  g_rmdir (place);
  harness_remove (folder);
}

static void
test_fails (void)
{
  static const char *const actions[] = {"win.backup", "win.recovery-sheets"};
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();

  harness_unlock (window, folder, HARNESS_LOGIN);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      choose (window, actions[i], "/nowhere/at/all");
      WAIT_FOR (gtk_widget_get_visible (child_of ("alert")));
      g_assert_true (gtk_widget_get_sensitive (child_of ("save")));
      close_dialog ();
    }
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/keep-dialog/a-backup-is-written-and-whole", test_backup);
  g_test_add_func ("/keep-dialog/three-sheets-are-written", test_sheets);
  g_test_add_func ("/keep-dialog/whoever-keeps-a-sheet-tests-it", test_sheet);
  g_test_add_func ("/keep-dialog/a-caseworker-makes-backups-but-no-sheets", test_refused);
  g_test_add_func ("/keep-dialog/what-fails-is-told-and-can-be-tried-again", test_fails);
  return g_test_run ();
}
