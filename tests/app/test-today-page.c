/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hoy as a person meets it: what comes first, by keyboard alone, and whose names are hidden. */
#include "harness.h"

#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-directory-page.h"
#include "app/amp-form-keep.h"
#include "app/amp-intake-page.h"
#include "app/amp-put-off-dialog.h"
#include "app/amp-search-box.h"
#include "app/amp-task-dialog.h"
#include "app/amp-today-groups.h"
#include "app/amp-today-page.h"
#include "app/amp-workspace.h"

#define DAY "2026-11-24" /* of the demo office */

typedef struct
{
  AmpWindow *window;
  AmpTodayPage *page;
  GtkListBox *list;
} Screen;

static AmpJobs *
jobs_of (Screen *screen)
{
  return amp_window_get_jobs (screen->window);
}

/* Keys come through the X server: a moment for the way, then until the jobs are done. */
static void
settle (Screen *screen)
{
  gint64 until = g_get_monotonic_time () + 120 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < until || amp_jobs_is_busy (jobs_of (screen)))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
press (Screen *screen, const char *key, const char *modifier)
{
  harness_key (key, modifier);
  settle (screen);
}

static Screen
open_screen (const char *folder)
{
  Screen screen = {.window = harness_window_new ()};
  GtkWidget *root = GTK_WIDGET (screen.window);

  harness_unlock (screen.window, folder, HARNESS_LOGIN);
  screen.page = AMP_TODAY_PAGE (harness_find (root, AMP_TYPE_TODAY_PAGE));
  screen.list = GTK_LIST_BOX (harness_child (root, AMP_TYPE_TODAY_PAGE, "list"));
  amp_today_page_set_day (screen.page, DAY);
  settle (&screen);
  g_assert_nonnull (amp_today_page_get_today (screen.page));
  return screen;
}

static AmpTaskRow *
nth_row (Screen *screen, int n)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (screen->list, n);

  return row != NULL ? AMP_TASK_ROW (row) : NULL;
}

static int
n_rows (Screen *screen)
{
  int n = 0;

  while (nth_row (screen, n) != NULL)
    n++;
  return n;
}

static AmpTaskRow *
first_of (Screen *screen, AmpTodayGroup group)
{
  AmpTaskRow *row;

  for (int i = 0; (row = nth_row (screen, i)) != NULL; i++)
    if (amp_task_row_get_group (row) == group)
      return row;
  g_error ("no row of that group");
}

static gboolean
has_focus (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static void
test_first_page (void)
{
  char *folder = harness_vault_new (120);
  Screen screen = open_screen (folder);
  guint before = 0, seen = 0;
  AmpTaskRow *row;

  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (screen.page)));
  g_assert_true (has_focus (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_SEARCH_BOX)));
  g_assert_cmpint (n_rows (&screen), >, 10);
  for (int i = 0; (row = nth_row (&screen, i)) != NULL; i++)
    {
      guint group = amp_task_row_get_group (row);

      g_assert_cmpuint (group, >=, before);
      seen |= 1u << group;
      before = group;
      g_assert_null (amp_task_row_get_name (row));
      g_assert_cmpstr (amp_task_row_get_sentence (row), !=, "");
      if (i < 3) /* the first three are things to do */
        g_assert_nonnull (amp_today_row_task (row));
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           amp_task_row_get_sentence (row));
    }
  g_assert_true (seen & 1u << AMP_TODAY_IMMINENT);
  g_assert_true (seen & 1u << AMP_TODAY_DUE);
  g_assert_true (seen & 1u << AMP_TODAY_SILENT);
  g_assert_true (seen & 1u << AMP_TODAY_TEAM);    /* a supervisor's */
  g_assert_true (seen & 1u << AMP_TODAY_KEEPING); /* no backup was made */
  forms_assert_named (GTK_WIDGET (screen.page));
  harness_close (screen.window);
  harness_remove (folder);
}

static void
test_typing_searches (void)
{
  char *folder = harness_vault_new (20);
  Screen screen = open_screen (folder);
  GtkWidget *search = harness_find (GTK_WIDGET (screen.window), AMP_TYPE_SEARCH_BOX);
  GtkWidget *text;

  harness_focus_window (screen.window);
  press (&screen, "Down", NULL);
  WAIT_FOR (has_focus (GTK_WIDGET (nth_row (&screen, 0))));
  press (&screen, "q", NULL);
  press (&screen, "u", NULL);
  press (&screen, "i", NULL);
  WAIT_FOR (has_focus (search));
  text = harness_find (search, GTK_TYPE_TEXT);
  WAIT_FOR (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (text)), "qui") == 0);
  harness_close (screen.window);
  harness_remove (folder);
}

static void
test_keys (void)
{
  char *folder = harness_vault_new (120);
  Screen screen = open_screen (folder);
  GtkWidget *root = GTK_WIDGET (screen.window);
  AmpCasePage *page;

  harness_focus_window (screen.window);
  press (&screen, "Down", NULL);
  WAIT_FOR (has_focus (GTK_WIDGET (nth_row (&screen, 0))));
  press (&screen, "Down", NULL);
  WAIT_FOR (has_focus (GTK_WIDGET (nth_row (&screen, 1))));
  press (&screen, "Up", NULL);
  WAIT_FOR (has_focus (GTK_WIDGET (nth_row (&screen, 0))));
  press (&screen, "Return", NULL);
  WAIT_FOR (harness_find (root, AMP_TYPE_CASE_PAGE) != NULL);
  page = AMP_CASE_PAGE (harness_find (root, AMP_TYPE_CASE_PAGE));
  WAIT_FOR (amp_case_page_is_loaded (page));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (page)));
  /* And back to where she came from. */
  gtk_widget_activate_action (root, "win.close-page", NULL);
  settle (&screen);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (screen.page)));
  harness_close (screen.window);
  harness_remove (folder);
}

static guint
count_names (Screen *screen)
{
  AmpTaskRow *row;
  guint n = 0;

  for (int i = 0; (row = nth_row (screen, i)) != NULL; i++)
    n += amp_task_row_get_name (row) != NULL;
  return n;
}

typedef struct
{
  guint n;
} Looks;

static gboolean
count_look (const AmpAuditEvent *event, gpointer data)
{
  Looks *looks = data;

  looks->n +=
    g_strcmp0 (event->action, "view_identity") == 0 && g_strcmp0 (event->reason, "today") == 0;
  return TRUE;
}

static guint
count_looks (const char *folder)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, NULL);
  Looks looks = {0};

  g_assert_nonnull (session);
  amp_store_audit_list (amp_session_get_store (session), count_look, &looks, NULL);
  return looks.n;
}

static void
test_names (void)
{
  char *folder = harness_vault_new (120);
  Screen screen = open_screen (folder);
  GtkWidget *root = GTK_WIDGET (screen.window);

  g_assert_cmpuint (count_names (&screen), ==, 0);
  amp_today_page_set_reveal_ms (screen.page, 400);
  gtk_widget_activate_action (root, "win.reveal-names", NULL);
  WAIT_FOR (amp_today_page_is_revealed (screen.page));
  g_assert_cmpuint (count_names (&screen), >, 5);
  WAIT_FOR (!amp_today_page_is_revealed (screen.page)); /* by itself */
  g_assert_cmpuint (count_names (&screen), ==, 0);

  amp_today_page_set_reveal_ms (screen.page, 60000);
  gtk_widget_activate_action (root, "win.reveal-names", NULL);
  WAIT_FOR (amp_today_page_is_revealed (screen.page));
  gtk_widget_activate_action (root, "win.reveal-names", NULL); /* the same key hides them */
  g_assert_cmpuint (count_names (&screen), ==, 0);
  gtk_widget_activate_action (root, "win.reveal-names", NULL);
  WAIT_FOR (amp_today_page_is_revealed (screen.page));
  harness_show_cases (screen.window); /* leaving does */
  g_assert_false (amp_today_page_is_revealed (screen.page));
  g_assert_cmpuint (count_names (&screen), ==, 0);
  harness_close (screen.window);
  g_assert_cmpuint (count_looks (folder), ==, 3);
  harness_remove (folder);
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

static gboolean
has_row (Screen *screen, const char *key)
{
  AmpTaskRow *row;

  for (int i = 0; (row = nth_row (screen, i)) != NULL; i++)
    if (g_strcmp0 (amp_task_row_get_key (row), key) == 0)
      return TRUE;
  return FALSE;
}

static void
test_put_off (void)
{
  char *folder = harness_vault_new (120);
  Screen screen = open_screen (folder);
  AmpTaskRow *row = first_of (&screen, AMP_TODAY_DUE);
  g_autofree char *key = g_strdup (amp_task_row_get_key (row));
  GtkWindow *dialog;
  GtkWidget *reason;

  harness_focus_window (screen.window);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  press (&screen, "p", "Control_L");
  WAIT_FOR (find_dialog (AMP_TYPE_PUT_OFF_DIALOG) != NULL);
  dialog = find_dialog (AMP_TYPE_PUT_OFF_DIALOG);
  forms_assert_named (GTK_WIDGET (dialog));
  reason = harness_child (GTK_WIDGET (dialog), AMP_TYPE_PUT_OFF_DIALOG, "reason");
  g_signal_emit_by_name (reason, "activate"); /* not without a reason */
  g_assert_true (
    gtk_widget_get_visible (harness_child (GTK_WIDGET (dialog), AMP_TYPE_PUT_OFF_DIALOG, "alert")));
  g_assert_true (has_row (&screen, key));
  gtk_editable_set_text (GTK_EDITABLE (reason), "no hay señal");
  g_signal_emit_by_name (reason, "activate");
  g_assert_null (find_dialog (AMP_TYPE_PUT_OFF_DIALOG));
  WAIT_FOR (!has_row (&screen, key));
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.undo", NULL);
  WAIT_FOR (has_row (&screen, key));
  settle (&screen);
  /* The list is read again, and the focus stays in it. */
  harness_focus_window (screen.window);
  gtk_widget_grab_focus (GTK_WIDGET (nth_row (&screen, 1)));
  amp_jobs_case_changed (jobs_of (&screen), 0);
  settle (&screen);
  g_assert_true (has_focus (GTK_WIDGET (nth_row (&screen, 1))));
  harness_close (screen.window);
  harness_remove (folder);
}

static void
test_free_task (void)
{
  char *folder = harness_vault_new (0);
  Screen screen = open_screen (folder);
  GtkWindow *dialog;
  AmpTaskRow *row;

  g_assert_true (gtk_widget_get_visible (
    harness_child (GTK_WIDGET (screen.window), AMP_TYPE_TODAY_PAGE, "empty")));
  harness_focus_window (screen.window);
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.new-task", NULL);
  WAIT_FOR (find_dialog (AMP_TYPE_TASK_DIALOG) != NULL);
  dialog = find_dialog (AMP_TYPE_TASK_DIALOG);
  forms_assert_named (GTK_WIDGET (dialog));
  gtk_editable_set_text (
    GTK_EDITABLE (harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "what")),
    "Llamar a la UPE");
  g_signal_emit_by_name (harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "save"),
                         "clicked");
  WAIT_FOR (amp_today_page_get_today (screen.page)->due->len == 1);
  settle (&screen); /* the team's rows come after */
  row = first_of (&screen, AMP_TODAY_DUE);
  g_assert_nonnull (strstr (amp_task_row_get_sentence (row), "Llamar a la UPE"));
  g_assert_false (gtk_widget_get_visible (
    harness_child (GTK_WIDGET (screen.window), AMP_TYPE_TODAY_PAGE, "empty")));

  /* Opened again, and done. */
  harness_focus_window (screen.window);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  press (&screen, "Return", NULL);
  WAIT_FOR (find_dialog (AMP_TYPE_TASK_DIALOG) != NULL);
  dialog = find_dialog (AMP_TYPE_TASK_DIALOG);
  settle (&screen);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (
                     harness_child (GTK_WIDGET (dialog), AMP_TYPE_TASK_DIALOG, "what"))),
                   ==, "Llamar a la UPE");
  gtk_window_destroy (dialog);
  harness_focus_window (screen.window);
  gtk_widget_grab_focus (GTK_WIDGET (first_of (&screen, AMP_TODAY_DUE)));
  press (&screen, "d", "Control_L");
  WAIT_FOR (gtk_widget_get_visible (
    harness_child (GTK_WIDGET (screen.window), AMP_TYPE_TODAY_PAGE, "empty")));
  harness_close (screen.window);
  harness_remove (folder);
}

static void
test_drafts (void)
{
  char *folder = harness_vault_new (0);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, NULL);
  Screen screen;
  GtkWindow *dialog;

  amp_store_draft_put (amp_session_get_store (session), "intake", "{}", NULL);
  g_clear_pointer (&session, amp_session_close);
  screen = open_screen (folder);
  harness_focus_window (screen.window);
  gtk_widget_grab_focus (GTK_WIDGET (first_of (&screen, AMP_TODAY_DRAFTS)));
  press (&screen, "Return", NULL);
  WAIT_FOR (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_INTAKE_PAGE) != NULL);
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.show-page", "s", "today");
  g_signal_emit_by_name (first_of (&screen, AMP_TODAY_DRAFTS), "put-off");
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  settle (&screen);
  g_assert_nonnull (first_of (&screen, AMP_TODAY_DRAFTS));
  g_signal_emit_by_name (first_of (&screen, AMP_TODAY_DRAFTS), "put-off");
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "discard");
  WAIT_FOR (amp_today_page_get_today (screen.page)->drafts->len == 0);
  harness_close (screen.window);
  harness_remove (folder);
}

static void
test_draft_of_an_institution (void)
{
  char *folder = harness_vault_new (3);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, NULL);
  Screen screen;
  AmpForm *form;

  amp_store_draft_put (amp_session_get_store (session), "form:institution:0",
                       "{\"institution\": {\"name_es\": \"Casa Luz\"}}", NULL);
  g_clear_pointer (&session, amp_session_close);
  screen = open_screen (folder);
  harness_focus_window (screen.window);
  gtk_widget_grab_focus (GTK_WIDGET (first_of (&screen, AMP_TODAY_DRAFTS)));
  press (&screen, "Return", NULL);
  WAIT_FOR (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_DIRECTORY_PAGE) != NULL);
  form = amp_directory_page_get_form (
    AMP_DIRECTORY_PAGE (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_DIRECTORY_PAGE)));
  WAIT_FOR (amp_form_keep_offers (form));
  amp_form_keep_restore (form);
  /* A lock, and she is in it again, without a question. */
  amp_jobs_lock (amp_window_get_jobs (screen.window));
  settle (&screen);
  harness_unlock (screen.window, folder, HARNESS_LOGIN);
  WAIT_FOR (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_DIRECTORY_PAGE) != NULL);
  form = amp_directory_page_get_form (
    AMP_DIRECTORY_PAGE (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_DIRECTORY_PAGE)));
  WAIT_FOR (amp_form_is_dirty (form));
  g_assert_false (amp_form_keep_offers (form));
  harness_close (screen.window);
  harness_remove (folder);
}

static void
test_strip (void)
{
  char *folder = harness_vault_new (120);
  Screen screen = open_screen (folder);
  GtkWidget *root = GTK_WIDGET (screen.window), *part;
  guint n_open = amp_today_page_get_today (screen.page)->load.n_open;
  GListModel *cases;

  g_signal_emit_by_name (harness_child (root, AMP_TYPE_TODAY_PAGE, "open_cases"), "clicked");
  settle (&screen);
  cases = G_LIST_MODEL (
    amp_case_list_get_model (AMP_CASE_LIST (harness_find (root, AMP_TYPE_CASE_LIST))));
  part = harness_child (root, AMP_TYPE_CASE_LIST, "part");
  g_assert_true (gtk_widget_get_visible (part));
  g_assert_cmpuint (g_list_model_get_n_items (cases), ==, n_open);
  g_signal_emit_by_name (part, "clicked");
  settle (&screen);
  g_assert_false (gtk_widget_get_visible (part));
  g_assert_cmpuint (g_list_model_get_n_items (cases), ==, 120);
  harness_close (screen.window);
  harness_remove (folder);
}

/* A day later more of it is late; what waits for tomorrow is there today. */
static void
test_next_day (void)
{
  char *folder = harness_vault_new (120);
  Screen screen = open_screen (folder);
  guint due = amp_today_page_get_today (screen.page)->due->len;

  amp_today_page_set_day (screen.page, "2026-12-01");
  settle (&screen);
  g_assert_cmpuint (amp_today_page_get_today (screen.page)->due->len, >, due);
  harness_close (screen.window);
  harness_remove (folder);
}

static void
test_pictures (void)
{
  static const struct
  {
    int width, height;
    gboolean dark;
  } looks[] = {{1366, 768, FALSE}, {1366, 768, TRUE}, {1920, 1080, FALSE}, {1920, 1080, TRUE}};
  char *folder = harness_vault_new (300);

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      Screen screen;
      g_autofree char *name =
        g_strdup_printf ("today-%d%s", looks[i].width, looks[i].dark ? "-dark" : "");

      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          looks[i].dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                        : ADW_COLOR_SCHEME_FORCE_LIGHT);
      screen = open_screen (folder);
      gtk_window_set_default_size (GTK_WINDOW (screen.window), looks[i].width, looks[i].height);
      settle (&screen);
      forms_picture (GTK_WINDOW (screen.window), name);
      if (i == 0)
        {
          GtkWindow *dialog;

          g_signal_emit_by_name (first_of (&screen, AMP_TODAY_DUE), "put-off");
          dialog = find_dialog (AMP_TYPE_PUT_OFF_DIALOG);
          forms_picture (dialog, "put-off");
          gtk_window_destroy (dialog);
        }
      harness_close (screen.window);
    }
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/today/it-comes-first-and-begins-with-what-to-do", test_first_page);
  g_test_add_func ("/today/typing-searches-the-cases", test_typing_searches);
  g_test_add_func ("/today/arrows-enter-and-back", test_keys);
  g_test_add_func ("/today/names-are-shown-for-a-while-and-logged", test_names);
  g_test_add_func ("/today/a-task-is-put-off-with-a-reason-and-taken-back", test_put_off);
  g_test_add_func ("/today/a-task-is-written-opened-and-done", test_free_task);
  g_test_add_func ("/today/what-was-interrupted-goes-on-or-goes-away", test_drafts);
  g_test_add_func ("/today/an-interrupted-institution-opens-where-it-was",
                   test_draft_of_an_institution);
  g_test_add_func ("/today/the-strip-leads-to-the-cases-it-counts", test_strip);
  g_test_add_func ("/today/another-day-is-another-list", test_next_day);
  g_test_add_func ("/today/pictures", test_pictures);
  return g_test_run ();
}
