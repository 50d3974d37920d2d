/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters of the case list at the window: built, counted, kept, applied, cleared. */
#include "harness.h"

#include "app/amp-case-list.h"
#include "app/amp-filter-dialog.h"

static AmpFilterDialog *
dialog_of (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (AMP_IS_FILTER_DIALOG (window))
        return AMP_FILTER_DIALOG (window);
    }
  return NULL;
}

static AmpFilterDialog *
open_dialog (AmpWindow *window)
{
  g_signal_emit_by_name (harness_child (GTK_WIDGET (window), AMP_TYPE_CASE_LIST, "filters"),
                         "clicked");
  WAIT_FOR (dialog_of () != NULL);
  WAIT_FOR (amp_filter_dialog_get_count (dialog_of ()) >= 0);
  return dialog_of ();
}

static guint
n_shown (AmpWindow *window)
{
  AmpCaseList *list = AMP_CASE_LIST (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_LIST));

  return g_list_model_get_n_items (G_LIST_MODEL (amp_case_list_get_model (list)));
}

static void
test_filters (void)
{
  char *folder = harness_vault_new (60);
  AmpWindow *window = harness_window_new ();
  AmpFilterDialog *dialog;
  gint64 some;

  gtk_widget_realize (GTK_WIDGET (window));
  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "cases");
  WAIT_FOR (n_shown (window) == 60);
  dialog = open_dialog (window);
  g_assert_cmpint (amp_filter_dialog_get_count (dialog), ==, 60);
  /* What says nothing yet asks nothing. */
  amp_filter_dialog_add (dialog, "last:risk_assessment.level", AMP_OP_EQ, NULL);
  WAIT_FOR (amp_filter_dialog_get_count (dialog) == 60);
  amp_filter_dialog_add (dialog, "status", AMP_OP_EQ, "open");
  WAIT_FOR (amp_filter_dialog_get_count (dialog) >= 0);
  amp_filter_dialog_add (dialog, "person.gender", AMP_OP_EQ, "Feminine");
  WAIT_FOR (amp_filter_dialog_get_count (dialog) >= 0);
  some = amp_filter_dialog_get_count (dialog);
  g_assert_cmpint (some, >, 0);
  g_assert_cmpint (some, <, 60);
  amp_filter_dialog_save (dialog, "Mujeres activas");
  WAIT_FOR (gtk_list_box_get_row_at_index (amp_filter_dialog_get_saved (dialog), 0) != NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  forms_assert_named (GTK_WIDGET (dialog));
  forms_picture (GTK_WINDOW (dialog), "filters");
  amp_filter_dialog_apply (dialog);
  WAIT_FOR (n_shown (window) == some);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  forms_picture (GTK_WINDOW (window), "filtered");

  /* They are there again, and the kept one can be taken. */
  dialog = open_dialog (window);
  g_assert_cmpint (amp_filter_dialog_get_count (dialog), ==, some);
  WAIT_FOR (gtk_list_box_get_row_at_index (amp_filter_dialog_get_saved (dialog), 0) != NULL);
  g_signal_emit_by_name (amp_filter_dialog_get_saved (dialog), "row-activated",
                         gtk_list_box_get_row_at_index (amp_filter_dialog_get_saved (dialog), 0));
  WAIT_FOR (amp_filter_dialog_get_count (dialog) == some);
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (dialog_of () == NULL);
  g_signal_emit_by_name (harness_child (GTK_WIDGET (window), AMP_TYPE_CASE_LIST, "clear"),
                         "clicked");
  WAIT_FOR (n_shown (window) == 60);
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/filter-dialog/built-counted-kept-applied-and-cleared", test_filters);
  return g_test_run ();
}
