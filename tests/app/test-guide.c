/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guide, before a vault is open and from a field. */
#include "harness.h"

#include "app/amp-file-chooser.h"
#include "app/amp-guide-window.h"

#include <glib/gstdio.h>
#include <string.h>

static AmpGuideWindow *
open_guide (AmpWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.guide", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (AMP_IS_GUIDE_WINDOW (each))
        {
          WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (each)));
          return AMP_GUIDE_WINDOW (each);
        }
    }
  return NULL;
}

static void
type (AmpGuideWindow *guide, const char *words)
{
  GtkWidget *search = harness_child (GTK_WIDGET (guide), AMP_TYPE_GUIDE_WINDOW, "search");

  gtk_editable_set_text (GTK_EDITABLE (search), words);
  g_signal_emit_by_name (search, "search-changed");
}

static char *
text_of (AmpGuideWindow *guide)
{
  GtkWidget *view = harness_child (GTK_WIDGET (guide), AMP_TYPE_GUIDE_WINDOW, "text");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
test_it_opens_before_a_vault_does_and_finds_words (void)
{
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;
  g_autofree char *text = NULL;

  gtk_window_present (GTK_WINDOW (window));
  guide = open_guide (window);
  g_assert_nonnull (guide);
  g_assert_nonnull (amp_guide_window_get_sheet (guide));
  type (guide, "contrarreferencia border");
  g_assert_cmpstr (amp_guide_id (amp_guide_window_get_sheet (guide)), ==, "pathway-border");
  text = text_of (guide);
  g_assert_nonnull (strstr (text, "1.\t"));
  type (guide, "no such word");
  g_assert_null (amp_guide_window_get_sheet (guide));
  type (guide, "");
  g_assert_nonnull (amp_guide_window_get_sheet (guide));
  g_assert_true (open_guide (window) == guide);
  harness_close (window);
}

static void
test_a_field_has_its_sheet (void)
{
  AmpWindow *window = harness_window_new ();
  GtkWidget *row = amp_field_row_new ("situation.means");
  GtkWidget *bin = harness_find (GTK_WIDGET (window), ADW_TYPE_BIN);
  AmpGuideWindow *guide;

  g_assert_nonnull (bin);
  gtk_window_present (GTK_WINDOW (window));
  adw_bin_set_child (ADW_BIN (harness_child (GTK_WIDGET (window), AMP_TYPE_WINDOW, "place")), row);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  gtk_widget_grab_focus (row);
  g_assert_cmpstr (amp_guide_window_about_focus (GTK_WINDOW (window)), ==, "means");
  guide = open_guide (window);
  g_assert_cmpstr (amp_guide_id (amp_guide_window_get_sheet (guide)), ==, "means");
  harness_close (window);
}

static void
test_a_group_sees_only_the_sheet (void)
{
  AmpWindow *window = harness_window_new ();
  AmpGuideWindow *guide;
  GtkWidget *side;

  gtk_window_present (GTK_WINDOW (window));
  guide = open_guide (window);
  side = harness_child (GTK_WIDGET (guide), AMP_TYPE_GUIDE_WINDOW, "side");
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.full-screen", NULL);
  g_assert_false (gtk_widget_get_visible (side));
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.leave", NULL);
  g_assert_true (gtk_widget_get_visible (side));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (guide)));
  harness_close (window);
}

static void
test_a_sheet_is_saved_as_pdf (void)
{
  AmpWindow *window = harness_window_new ();
  g_autofree char *folder = g_dir_make_tmp ("amp-guide-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "sheet.pdf", NULL);
  g_autofree char *bytes = NULL;
  AmpGuideWindow *guide;

  gtk_window_present (GTK_WINDOW (window));
  guide = open_guide (window);
  amp_choose_file_answer (path);
  gtk_widget_activate_action (GTK_WIDGET (guide), "guide.save", NULL);
  amp_choose_file_answer (NULL);
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  g_unlink (path);
  g_rmdir (folder);
  harness_close (window);
}

static void
test_hiding_the_window_leaves_no_guide_on_the_screen (void)
{
  AmpWindow *window = harness_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  g_assert_nonnull (open_guide (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.quick-hide", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (gtk_window_get_toplevels (), i);

      g_assert_false (AMP_IS_GUIDE_WINDOW (each));
    }
  harness_close (window);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/guide/it-opens-before-a-vault-does-and-finds-words",
                   test_it_opens_before_a_vault_does_and_finds_words);
  g_test_add_func ("/guide/a-field-has-its-sheet", test_a_field_has_its_sheet);
  g_test_add_func ("/guide/a-group-sees-only-the-sheet", test_a_group_sees_only_the_sheet);
  g_test_add_func ("/guide/a-sheet-is-saved-as-pdf", test_a_sheet_is_saved_as_pdf);
  g_test_add_func ("/guide/hiding-the-window-leaves-no-guide-on-the-screen",
                   test_hiding_the_window_leaves_no_guide_on_the_screen);
  return g_test_run ();
}
