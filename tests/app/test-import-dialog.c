/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A filled-in template comes in through the dialog: checked first, then imported. */
#include "harness.h"

#include "app/amp-case-list.h"
#include "app/amp-file-chooser.h"
#include "app/amp-import-dialog.h"

#include <glib/gstdio.h>
#include <string.h>

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (AMP_IS_IMPORT_DIALOG (window))
        return window;
    }
  return NULL;
}

static GtkWidget *
child_of (const char *id)
{
  return harness_child (find_dialog (), AMP_TYPE_IMPORT_DIALOG, id);
}

static guint
n_findings (void)
{
  GtkColumnView *view =
    GTK_COLUMN_VIEW (harness_find (child_of ("findings"), GTK_TYPE_COLUMN_VIEW));

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)));
}

static void
test_import (void)
{
  char *folder = harness_vault_new (0);
  g_autofree char *template =
    g_test_build_filename (G_TEST_DIST, "data", "import", "plain.xlsx", NULL);
  g_autofree char *place = g_dir_make_tmp ("amparo-import-XXXXXX", NULL);
  g_autofree char *report = g_build_filename (place, "report.csv", NULL);
  g_autofree char *text = NULL;
  AmpWindow *window = harness_window_new ();
  GListModel *cases;

  harness_unlock (window, folder, HARNESS_LOGIN);
  harness_show_cases (window);
  cases = G_LIST_MODEL (amp_case_list_get_model (
    AMP_CASE_LIST (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_LIST))));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.import", NULL);
  g_assert_nonnull (find_dialog ());
  forms_assert_named (find_dialog ());
  adw_combo_row_set_selected (ADW_COMBO_ROW (child_of ("region")), 1);
  g_assert_false (gtk_widget_get_sensitive (child_of ("import")));

  amp_choose_file_answer (template);
  g_signal_emit_by_name (child_of ("choose"), "clicked");
  WAIT_FOR (gtk_widget_get_sensitive (child_of ("import")));
  g_assert_cmpuint (n_findings (), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (cases), ==, 0); /* a dry run writes nothing */

  amp_choose_file_answer (report);
  g_signal_emit_by_name (child_of ("save_report"), "clicked");
  amp_choose_file_answer (NULL);
  g_assert_true (g_file_get_contents (report, &text, NULL, NULL));
  g_assert_true (strchr (text, '\n') != NULL);

  g_signal_emit_by_name (child_of ("import"), "clicked");
  WAIT_FOR (g_list_model_get_n_items (cases) >= 60);
  g_assert_false (gtk_widget_get_sensitive (child_of ("import"))); /* not twice */
  amp_window_lock (window);
  WAIT_FOR (find_dialog () == NULL);
  harness_close (window);
  g_remove (report);
  g_rmdir (place);
  harness_remove (folder);
}

static void
test_no_workbook (void)
{
  char *folder = harness_vault_new (0);
  g_autofree char *keyring = g_build_filename (folder, "keyring", NULL);
  AmpWindow *window = harness_window_new ();

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.import", NULL);
  amp_choose_file_answer (keyring);
  g_signal_emit_by_name (child_of ("choose"), "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (gtk_widget_get_visible (child_of ("alert")));
  g_assert_false (gtk_widget_get_sensitive (child_of ("import")));
  g_assert_true (gtk_widget_get_sensitive (child_of ("choose")));
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/import-dialog/a-template-is-checked-then-imported", test_import);
  g_test_add_func ("/import-dialog/what-is-no-workbook-is-told", test_no_workbook);
  return g_test_run ();
}
