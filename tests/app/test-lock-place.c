/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lock and the way back: the same place, every window of the vault, and what lies over them. */
#include "harness.h"

#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-closure-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-form-keep.h"
#include "app/amp-intake-page.h"
#include "app/amp-unlock-page.h"
#include "app/amp-workspace.h"

/* --- The same place --- */

static gpointer
first_case (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  const AmpCaseQuery query = {.open = TRUE};
  g_autoptr (GArray) ids =
    amp_store_case_ids (amp_session_get_store (session), &query, cancellable, error);

  (void) progress;
  if (ids == NULL)
    return NULL;
  *(gint64 *) data = g_array_index (ids, gint64, 0);
  return GINT_TO_POINTER (TRUE);
}

static gint64
find_case (AmpWindow *window)
{
  static const AmpJob job = {.func = first_case};
  gint64 id = 0;

  amp_jobs_run (amp_window_get_jobs (window), &job, &id, NULL, NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_cmpint (id, !=, 0);
  return id;
}

static AmpCasePage *
case_page_of (AmpWindow *window)
{
  return AMP_CASE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE));
}

static AmpForm *
note_form (AmpWindow *window)
{
  AmpCasePage *page = case_page_of (window);
  AmpSection *section = page != NULL ? amp_case_page_get_section (page, "note") : NULL;
  AmpSectionEditor *editor = section != NULL ? amp_section_get_editor (section) : NULL;

  return editor != NULL ? amp_section_editor_get_form (editor) : NULL;
}

static gboolean
focus_is_in (AmpWindow *window, AmpForm *form, const char *entity, const char *field)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));
  AmpFieldRow *row = amp_form_row (form, entity, field);

  return focus != NULL && row != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (row));
}

static void
open_note (AmpWindow *window, gint64 id)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-case", "x", id);
  WAIT_FOR (case_page_of (window) != NULL && amp_case_page_is_loaded (case_page_of (window)));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  amp_case_page_show_section (case_page_of (window), "note");
  amp_section_add (amp_case_page_get_section (case_page_of (window), "note"));
  WAIT_FOR (note_form (window) != NULL);
}

static void
test_same_place (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();
  gint64 id;
  g_autofree char *text = NULL;

  harness_unlock (window, folder, HARNESS_LOGIN);
  id = find_case (window);
  open_note (window, id);
  amp_form_type (note_form (window), "note", "text", "Llamó la señora");
  gtk_widget_grab_focus (GTK_WIDGET (amp_form_row (note_form (window), "note", "text")));
  WAIT_FOR (focus_is_in (window, note_form (window), "note", "text"));

  amp_window_lock (window);
  g_assert_null (harness_find (GTK_WIDGET (window), AMP_TYPE_WORKSPACE));
  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (note_form (window) != NULL);
  g_assert_cmpint (amp_case_page_get_case (case_page_of (window)), ==, id);
  g_assert_cmpstr (amp_case_page_get_tab (case_page_of (window)), ==, "notes");
  WAIT_FOR (focus_is_in (window, note_form (window), "note", "text"));
  text = amp_field_row_dup_text (amp_form_row (note_form (window), "note", "text"));
  g_assert_cmpstr (text, ==, "Llamó la señora");
  g_assert_false (amp_case_page_offers_draft (case_page_of (window)));

  /* A new day begins at the beginning. */
  harness_close (window);
  window = harness_window_new ();
  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_null (case_page_of (window));
  harness_close (window);
  harness_remove (folder);
}

static void
test_same_field_of_intake (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  AmpIntakePage *page;
  GtkWidget *focus;

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-case", NULL);
  page = AMP_INTAKE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  amp_form_type (amp_intake_page_get_form (page), "person", "surname_paternal", "Ñahui");
  gtk_widget_grab_focus (
    GTK_WIDGET (amp_form_row (amp_intake_page_get_form (page), "person", "surname_paternal")));
  focus = gtk_root_get_focus (GTK_ROOT (window));
  gtk_editable_set_position (GTK_EDITABLE (focus), 2);
  amp_window_lock (window);

  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE) != NULL);
  page = AMP_INTAKE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE));
  WAIT_FOR (amp_editor_is_dirty (AMP_EDITOR (page)));
  WAIT_FOR (focus_is_in (window, amp_intake_page_get_form (page), "person", "surname_paternal"));
  focus = gtk_root_get_focus (GTK_ROOT (window));
  /* The next key goes in between, and replaces nothing. */
  WAIT_FOR (gtk_editable_get_position (GTK_EDITABLE (focus)) == 2);
  g_assert_false (gtk_editable_get_selection_bounds (GTK_EDITABLE (focus), NULL, NULL));
  harness_close (window);
  harness_remove (folder);
}

/* --- Two windows --- */

static AmpWindow *
other_window (AmpWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (windows, i);

      if (AMP_IS_WINDOW (other) && other != G_OBJECT (window))
        return AMP_WINDOW (other);
    }
  return NULL;
}

static gboolean
tells_of_another (AmpWindow *window)
{
  return case_page_of (window) != NULL && gtk_widget_get_visible (harness_child (
                                            GTK_WIDGET (window), AMP_TYPE_CASE_PAGE, "shared_bar"));
}

static void
test_two_windows (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new (), *other;
  gint64 id;

  harness_unlock (window, folder, HARNESS_LOGIN);
  id = find_case (window);
  open_note (window, id);
  g_assert_false (tells_of_another (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-window", NULL);
  other = other_window (window);
  g_assert_nonnull (other);
  WAIT_FOR (case_page_of (other) != NULL && amp_case_page_is_loaded (case_page_of (other)));
  g_assert_cmpint (amp_case_page_get_case (case_page_of (other)), ==, id);
  WAIT_FOR (tells_of_another (window) && tells_of_another (other));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (other)), ==, "Amparo");

  /* One of them goes alone. */
  gtk_window_close (GTK_WINDOW (other));
  WAIT_FOR (other_window (window) == NULL);
  WAIT_FOR (!tells_of_another (window));
  g_assert_true (amp_jobs_is_unlocked (amp_window_get_jobs (window)));

  /* A lock leaves one that asks for the passphrase, and then both are back. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-window", NULL);
  other = other_window (window);
  WAIT_FOR (case_page_of (other) != NULL && amp_case_page_is_loaded (case_page_of (other)));
  amp_window_lock (other);
  WAIT_FOR (other_window (window) == NULL);
  g_assert_nonnull (harness_find (GTK_WIDGET (window), AMP_TYPE_UNLOCK_PAGE));
  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (other_window (window) != NULL);
  other = other_window (window);
  WAIT_FOR (tells_of_another (window) && tells_of_another (other));
  gtk_window_close (GTK_WINDOW (window)); /* the first one too may go alone */
  WAIT_FOR (other_window (other) == NULL);
  g_assert_true (amp_jobs_is_unlocked (amp_window_get_jobs (other)));
  harness_close (other);
  harness_remove (folder);
}

/* --- What lies over the window --- */

static GtkWindow *
dialog_over (AmpWindow *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (each) == GTK_WINDOW (window))
        return each;
    }
  return NULL;
}

static void
present_filters (AmpWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "cases");
  g_signal_emit_by_name (harness_child (GTK_WIDGET (window), AMP_TYPE_CASE_LIST, "filters"),
                         "clicked");
}

static AmpCasePage *
open_first_case (AmpWindow *window)
{
  AmpCasePage *page;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-case", "x", find_case (window));
  page = AMP_CASE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE));
  WAIT_FOR (amp_case_page_is_loaded (page));
  return page;
}

static void
present_closure (AmpWindow *window)
{
  AmpCasePage *page = open_first_case (window);

  amp_closure_present (GTK_WIDGET (page), amp_window_get_jobs (window),
                       amp_case_page_get_case (page));
}

static void
present_institution (AmpWindow *window)
{
  amp_case_page_show_institution (open_first_case (window), 0);
}

/* With all it shows. */
static void
test_dialogs_go (void)
{
  void (*const present[]) (AmpWindow *) = {present_filters, present_closure, present_institution};
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (present); i++)
    {
      harness_unlock (window, folder, HARNESS_LOGIN);
      WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
      present[i](window);
      WAIT_FOR (dialog_over (window) != NULL);
      amp_window_lock (window);
      g_assert_null (dialog_over (window));
      WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
    }
  harness_close (window);
  harness_remove (folder);
}

static AmpForm *
closure_form (AmpWindow *window)
{
  present_closure (window);
  WAIT_FOR (dialog_over (window) != NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  return amp_closure_dialog_get_form (AMP_CLOSURE_DIALOG (dialog_over (window)));
}

static GtkEditable *
first_open_item (AmpWindow *window)
{
  AmpClosureDialog *dialog = AMP_CLOSURE_DIALOG (dialog_over (window));

  return GTK_EDITABLE (gtk_list_box_get_row_at_index (amp_closure_dialog_get_items (dialog), 0));
}

/* What was written in it comes back: in its form after a question, and why something may stay open
 * at once. */
static void
test_dialog_comes_back (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();
  g_autofree char *note = NULL;
  AmpForm *form;

  harness_unlock (window, folder, HARNESS_LOGIN);
  amp_form_type (closure_form (window), "closure", "note", "Se muda con su hermana");
  gtk_editable_set_text (first_open_item (window), "Lo continúa la UPE");
  /* A proposal makes the list anew, and leaves the words. */
  amp_form_type (amp_closure_dialog_get_form (AMP_CLOSURE_DIALOG (dialog_over (window))), "closure",
                 "reason", "goals_met");
  gtk_editable_set_text (first_open_item (window), "Lo continúa la UPE de Tumbes");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_cmpstr (gtk_editable_get_text (first_open_item (window)), ==,
                   "Lo continúa la UPE de Tumbes");
  amp_window_lock (window);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  harness_unlock (window, folder, HARNESS_LOGIN);
  form = closure_form (window);
  WAIT_FOR (
    strcmp (gtk_editable_get_text (first_open_item (window)), "Lo continúa la UPE de Tumbes") == 0);
  WAIT_FOR (amp_form_keep_offers (form));
  amp_form_keep_restore (form);
  note = amp_field_row_dup_text (amp_form_row (form, "closure", "note"));
  g_assert_cmpstr (note, ==, "Se muda con su hermana");
  gtk_window_destroy (dialog_over (window));
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/lock-place/it-comes-back-to-the-same-place", test_same_place);
  g_test_add_func ("/lock-place/it-comes-back-to-the-same-field-and-cursor",
                   test_same_field_of_intake);
  g_test_add_func ("/lock-place/two-windows-on-one-case-tell-of-each-other", test_two_windows);
  g_test_add_func ("/lock-place/dialogs-go-with-the-window", test_dialogs_go);
  g_test_add_func ("/lock-place/what-was-written-in-a-dialog-comes-back", test_dialog_comes_back);
  return g_test_run ();
}
