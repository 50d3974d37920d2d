/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tasks as a list and as a month, by keyboard. */
#include "harness.h"

#include "app/amp-put-off-dialog.h"
#include "app/amp-task-dialog.h"
#include "app/amp-task-row.h"
#include "app/amp-tasks-page.h"
#include "app/amp-workspace.h"
#include "model/date.h"

#define DAY "2026-11-24" /* of the demo office */

typedef struct
{
  AmpWindow *window;
  AmpTasksPage *page;
  GtkListBox *list;
  AmpMonthGrid *month;
} Screen;

static void
settle (Screen *screen)
{
  gint64 until = g_get_monotonic_time () + 150 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < until || amp_jobs_is_busy (amp_window_get_jobs (screen->window)))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static GtkWidget *
child (Screen *screen, const char *id)
{
  return harness_child (GTK_WIDGET (screen->window), AMP_TYPE_TASKS_PAGE, id);
}

static Screen
open_screen (const char *folder)
{
  Screen screen = {.window = harness_window_new ()};
  GtkWidget *root = GTK_WIDGET (screen.window);

  harness_unlock (screen.window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (root, "win.show-page", "s", "tasks");
  screen.page = AMP_TASKS_PAGE (harness_find (root, AMP_TYPE_TASKS_PAGE));
  screen.list = GTK_LIST_BOX (child (&screen, "list"));
  screen.month = AMP_MONTH_GRID (child (&screen, "month"));
  amp_tasks_page_set_day (screen.page, DAY);
  settle (&screen);
  g_assert_nonnull (amp_tasks_page_get_tasks (screen.page));
  return screen;
}

static guint
n_rows (Screen *screen)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (screen->list, (int) n) != NULL)
    n++;
  return n;
}

static void
choose (Screen *screen, const char *id, guint n)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (screen, id)), n);
  settle (screen);
}

static void
test_filters (void)
{
  char *folder = harness_vault_new (120);
  Screen screen = open_screen (folder);
  guint now = n_rows (&screen), office;
  GPtrArray *tasks = amp_tasks_page_get_tasks (screen.page);

  g_assert_cmpuint (now, >, 10);
  g_assert_cmpuint (now, ==, tasks->len);
  forms_assert_named (GTK_WIDGET (screen.page));
  choose (&screen, "when", 1); /* overdue */
  g_assert_cmpuint (n_rows (&screen), <, now);
  g_assert_cmpuint (n_rows (&screen), >, 0);
  choose (&screen, "when", 3); /* nothing is put off yet */
  g_assert_cmpuint (n_rows (&screen), ==, 0);
  g_assert_true (gtk_widget_get_visible (child (&screen, "empty")));
  choose (&screen, "when", 0);
  choose (&screen, "kind", 2); /* as the list of codes */
  tasks = amp_tasks_page_get_tasks (screen.page);
  g_assert_cmpuint (tasks->len, >, 0);
  for (guint i = 0; i < tasks->len; i++)
    g_assert_cmpstr (((AmpTask *) tasks->pdata[i])->origin, ==, "risk_review");
  choose (&screen, "kind", 0);
  choose (&screen, "whose", 1); /* all of it is hers */
  office = n_rows (&screen);
  g_assert_cmpuint (office, ==, now);
  harness_close (screen.window);
  harness_remove (folder);
}

static guint
count_of_day (Screen *screen, guint day)
{
  GtkWidget *box =
    gtk_button_get_child (GTK_BUTTON (amp_month_grid_get_button (screen->month, day)));

  return (guint) g_ascii_strtoull (gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (box))),
                                   NULL, 10);
}

static void
test_month (void)
{
  char *folder = harness_vault_new (120);
  Screen screen = open_screen (folder);
  guint total = 0;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child (&screen, "as_month")), TRUE);
  settle (&screen);
  g_assert_cmpstr (amp_month_grid_get_day (screen.month), ==, DAY);
  g_assert_cmpstr (amp_month_grid_get_first (screen.month), ==, "2026-11-01");
  g_assert_cmpstr (amp_month_grid_get_last (screen.month), ==, "2026-11-30");
  for (guint day = 1; day <= 30; day++)
    total += count_of_day (&screen, day);
  g_assert_cmpuint (total, ==, amp_tasks_page_get_tasks (screen.page)->len);
  g_assert_cmpuint (count_of_day (&screen, 24), ==, n_rows (&screen));
  forms_assert_named (GTK_WIDGET (screen.page));

  /* Arrows over the days, Enter chooses one, Page Down is the next month. */
  harness_focus_window (screen.window);
  gtk_widget_grab_focus (amp_month_grid_get_button (screen.month, 24));
  harness_key ("Right", NULL);
  WAIT_FOR (gtk_widget_has_focus (amp_month_grid_get_button (screen.month, 25)));
  harness_key ("Return", NULL);
  WAIT_FOR (g_strcmp0 (amp_month_grid_get_day (screen.month), "2026-11-25") == 0);
  settle (&screen);
  g_assert_cmpuint (count_of_day (&screen, 25), ==, n_rows (&screen));
  harness_key ("Next", NULL);
  WAIT_FOR (g_strcmp0 (amp_month_grid_get_first (screen.month), "2026-12-01") == 0);
  settle (&screen);
  g_signal_emit_by_name (
    harness_child (GTK_WIDGET (screen.window), AMP_TYPE_MONTH_GRID, "previous"), "clicked");
  settle (&screen);
  g_assert_cmpstr (amp_month_grid_get_first (screen.month), ==, "2026-11-01");
  harness_close (screen.window);
  harness_remove (folder);
}

/* Over the ends of years, and into months that are shorter than the chosen day. */
static void
test_months (void)
{
  static const struct
  {
    const char *from;
    const char *button, *to;
  } rows[] = {{"2026-12-31", "next", "2027-01-31"},
              {"2027-01-31", "next", "2027-02-28"},
              {"2028-01-31", "next", "2028-02-29"},
              {"2026-01-15", "previous", "2025-12-15"}};
  AmpMonthGrid *grid = g_object_new (AMP_TYPE_MONTH_GRID, NULL);
  GtkWindow *window = forms_show (GTK_WIDGET (grid), 600, 400);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      amp_month_grid_show (grid, rows[i].from);
      g_signal_emit_by_name (
        harness_child (GTK_WIDGET (window), AMP_TYPE_MONTH_GRID, rows[i].button), "clicked");
      g_assert_cmpstr (amp_month_grid_get_day (grid), ==, rows[i].to);
    }
  gtk_window_destroy (window);
}

static GtkWindow *
find_dialog (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

static void
test_write_put_off_undo (void)
{
  char *folder = harness_vault_new (0);
  Screen screen = open_screen (folder);
  GtkWindow *dialog;

  g_assert_true (gtk_widget_get_visible (child (&screen, "empty")));
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.new-task", NULL);
  dialog = find_dialog (AMP_TYPE_TASK_DIALOG);
  g_assert_nonnull (dialog);
  gtk_editable_set_text (
    GTK_EDITABLE (harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "what")),
    "Preparar el informe");
  g_signal_emit_by_name (harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "save"),
                         "clicked");
  WAIT_FOR (n_rows (&screen) == 1);
  settle (&screen);

  harness_focus_window (screen.window);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (screen.list, 0)));
  harness_key ("p", "Control_L");
  WAIT_FOR (find_dialog (AMP_TYPE_PUT_OFF_DIALOG) != NULL);
  dialog = find_dialog (AMP_TYPE_PUT_OFF_DIALOG);
  gtk_editable_set_text (
    GTK_EDITABLE (harness_child (GTK_WIDGET (dialog), AMP_TYPE_PUT_OFF_DIALOG, "reason")),
    "falta un dato");
  g_signal_emit_by_name (harness_child (GTK_WIDGET (dialog), AMP_TYPE_PUT_OFF_DIALOG, "save"),
                         "clicked");
  WAIT_FOR (n_rows (&screen) == 0);
  choose (&screen, "when", 3);
  g_assert_cmpuint (n_rows (&screen), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.undo", NULL);
  WAIT_FOR (n_rows (&screen) == 0);
  choose (&screen, "when", 0);
  g_assert_cmpuint (n_rows (&screen), ==, 1);
  harness_close (screen.window);
  harness_remove (folder);
}

static void
type_task (GtkWindow *dialog, const char *what)
{
  gtk_editable_set_text (
    GTK_EDITABLE (harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "what")), what);
}

static guint
n_drafts (const char *folder, const char *prefix)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, NULL);
  g_auto (GStrv) keys = amp_store_draft_keys (amp_session_get_store (session), NULL);
  guint n = 0;

  for (gsize i = 0; keys[i] != NULL; i++)
    n += g_str_has_prefix (keys[i], prefix);
  return n;
}

/* A lock takes the dialog away; the words are there again, and gone once they are saved. */
static void
test_words_are_kept (void)
{
  char *folder = harness_vault_new (0);
  Screen screen = open_screen (folder);
  GtkWindow *dialog, *question;
  GtkWidget *what;

  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.new-task", NULL);
  type_task (find_dialog (AMP_TYPE_TASK_DIALOG), "Preparar el informe");
  amp_jobs_lock (amp_window_get_jobs (screen.window));
  WAIT_FOR (find_dialog (AMP_TYPE_TASK_DIALOG) == NULL);
  harness_close (screen.window);
  g_assert_cmpuint (n_drafts (folder, "form:task:"), ==, 1);

  screen = open_screen (folder);
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.new-task", NULL);
  dialog = find_dialog (AMP_TYPE_TASK_DIALOG);
  what = harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "what");
  WAIT_FOR (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (what)), "Preparar el informe") == 0);
  g_assert_true (
    gtk_widget_get_visible (harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "kept")));
  /* Escape asks, and keeping keeps. */
  gtk_window_close (dialog);
  question = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (question);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "keep");
  settle (&screen);
  g_assert_true (find_dialog (AMP_TYPE_TASK_DIALOG) == dialog);
  g_signal_emit_by_name (harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "save"),
                         "clicked");
  WAIT_FOR (n_rows (&screen) == 1);
  settle (&screen);
  harness_close (screen.window);
  g_assert_cmpuint (n_drafts (folder, "form:task:"), ==, 0);
  harness_remove (folder);
}

/* The dialog that puts off the only task, asked for by the keyboard. */
static GtkWidget *
reason_of_first (Screen *screen)
{
  harness_focus_window (screen->window);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (screen->list, 0)));
  harness_key ("p", "Control_L");
  WAIT_FOR (find_dialog (AMP_TYPE_PUT_OFF_DIALOG) != NULL);
  return harness_child (GTK_WIDGET (find_dialog (AMP_TYPE_PUT_OFF_DIALOG)), AMP_TYPE_PUT_OFF_DIALOG,
                        "reason");
}

/* Through a lock, and through Escape; gone once the task is put off. */
static void
test_reason_is_kept (void)
{
  char *folder = harness_vault_new (0);
  Screen screen = open_screen (folder);
  GtkWidget *reason;

  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.new-task", NULL);
  type_task (find_dialog (AMP_TYPE_TASK_DIALOG), "Preparar el informe");
  g_signal_emit_by_name (
    harness_child (GTK_WIDGET (find_dialog (AMP_TYPE_TASK_DIALOG)), AMP_TYPE_TASK_DIALOG, "save"),
    "clicked");
  WAIT_FOR (n_rows (&screen) == 1);
  settle (&screen);
  gtk_editable_set_text (GTK_EDITABLE (reason_of_first (&screen)), "falta un dato");
  amp_jobs_lock (amp_window_get_jobs (screen.window));
  WAIT_FOR (find_dialog (AMP_TYPE_PUT_OFF_DIALOG) == NULL);
  harness_close (screen.window);
  g_assert_cmpuint (n_drafts (folder, "put-off:"), ==, 1);

  screen = open_screen (folder);
  reason = reason_of_first (&screen);
  WAIT_FOR (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (reason)), "falta un dato") == 0);
  gtk_editable_set_text (GTK_EDITABLE (reason), "falta un sello");
  gtk_window_close (find_dialog (AMP_TYPE_PUT_OFF_DIALOG));
  reason = reason_of_first (&screen);
  WAIT_FOR (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (reason)), "falta un sello") == 0);
  g_signal_emit_by_name (harness_child (GTK_WIDGET (find_dialog (AMP_TYPE_PUT_OFF_DIALOG)),
                                        AMP_TYPE_PUT_OFF_DIALOG, "save"),
                         "clicked");
  WAIT_FOR (n_rows (&screen) == 0);
  settle (&screen);
  harness_close (screen.window);
  g_assert_cmpuint (n_drafts (folder, "put-off:"), ==, 0);
  harness_remove (folder);
}

static void
test_pictures (void)
{
  char *folder = harness_vault_new (300);

  for (int dark = 0; dark < 2; dark++)
    {
      Screen screen;

      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                               : ADW_COLOR_SCHEME_FORCE_LIGHT);
      screen = open_screen (folder);
      gtk_window_set_default_size (GTK_WINDOW (screen.window), 1366, 768);
      settle (&screen);
      forms_picture (GTK_WINDOW (screen.window), dark ? "tasks-dark" : "tasks");
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child (&screen, "as_month")), TRUE);
      settle (&screen);
      forms_picture (GTK_WINDOW (screen.window), dark ? "tasks-month-dark" : "tasks-month");
      harness_close (screen.window);
    }
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/tasks-page/filters-leave-what-was-asked-for", test_filters);
  g_test_add_func ("/tasks-page/a-month-counts-each-day", test_month);
  g_test_add_func ("/tasks-page/months-follow-each-other", test_months);
  g_test_add_func ("/tasks-page/a-task-is-written-put-off-and-comes-back", test_write_put_off_undo);
  g_test_add_func ("/tasks-page/what-is-typed-for-a-task-survives-a-lock", test_words_are_kept);
  g_test_add_func ("/tasks-page/why-a-task-is-put-off-survives-a-lock", test_reason_is_kept);
  g_test_add_func ("/tasks-page/pictures", test_pictures);
  return g_test_run ();
}
