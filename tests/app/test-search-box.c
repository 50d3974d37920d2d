/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box in the head of the window, by the keyboard alone. */
#include "harness.h"

#include "app/amp-case-page.h"
#include "app/amp-search-box.h"
#include "app/amp-search-row.h"
#include "domain/approvals.h"

#include <string.h>

typedef struct
{
  char *folder;
  AmpWindow *window;
  AmpSearchBox *box;
} Screen;

static AmpSession *
session_of (const char *folder, const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  AmpSession *session = amp_session_open (folder, login, passphrase, &error);

  g_assert_no_error (error);
  return session;
}

/* A name that nobody else has, for the first person of the demo. */
static void
name_somebody (const char *folder)
{
  g_autoptr (AmpSession) session = session_of (folder, HARNESS_LOGIN);
  AmpStore *store = amp_session_get_store (session);
  const char *paths[] = {"id", "person", NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("case"), paths, NULL, 0, "number", NULL);
  g_autoptr (AmpRecord) person = NULL, note = amp_record_new (amp_entity_find ("note"));

  g_assert_cmpint (amp_cursor_next (cursor, NULL, NULL), ==, 1);
  person = amp_store_load (store, amp_entity_find ("person"), amp_cursor_int (cursor, 1), NULL);
  g_assert_true (amp_record_set (person, "given_names", "Xjacinta Ñusta", NULL));
  amp_record_set_int (note, "case", amp_cursor_int (cursor, 0));
  g_assert_true (amp_record_set (note, "kind", "session", NULL));
  g_assert_true (amp_record_set (note, "on", "2026-10-01", NULL));
  g_assert_true (amp_record_set (note, "text", "Cuenta que viajó a Xjipijapa con su tía", NULL));
  g_clear_pointer (&cursor, amp_cursor_free);
  g_assert_true (amp_store_save (store, person, NULL, NULL));
  g_assert_true (amp_store_save (store, note, NULL, NULL));
}

static Screen
open_screen (const char *login)
{
  Screen screen = {harness_vault_new (20), NULL, NULL};

  name_somebody (screen.folder);
  if (strcmp (login, HARNESS_LOGIN) != 0)
    harness_add_user (screen.folder, login, AMP_ROLE_CASEWORKER);
  screen.window = harness_window_new ();
  harness_unlock (screen.window, screen.folder, login);
  screen.box = AMP_SEARCH_BOX (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_SEARCH_BOX));
  harness_focus_window (screen.window);
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.search", NULL);
  return screen;
}

static void
close_screen (Screen *screen)
{
  harness_close (screen->window);
  harness_remove (screen->folder);
}

static const char *
typed (Screen *screen)
{
  return gtk_editable_get_text (GTK_EDITABLE (adw_bin_get_child (ADW_BIN (screen->box))));
}

static void
type (Screen *screen, const char *letters)
{
  for (const char *c = letters; *c != '\0'; c++)
    {
      char key[2] = {*c, '\0'};

      harness_key (*c == ' ' ? "space" : key, NULL);
    }
  WAIT_FOR (g_str_has_suffix (typed (screen), letters));
  WAIT_FOR (amp_search_box_is_settled (screen->box) && amp_search_box_is_open (screen->box));
}

static guint
n_rows (Screen *screen)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (amp_search_box_get_list (screen->box), (int) n) != NULL)
    n++;
  return n;
}

static const AmpSearchFinding *
finding (Screen *screen, int n)
{
  return amp_search_row_get_finding (
    GTK_WIDGET (gtk_list_box_get_row_at_index (amp_search_box_get_list (screen->box), n)));
}

/* The popover is a surface of its own. */
static void
picture (Screen *screen, const char *name)
{
  GtkWidget *popover =
    gtk_widget_get_ancestor (GTK_WIDGET (amp_search_box_get_list (screen->box)), GTK_TYPE_POPOVER);

  forms_assert_named (popover);
  forms_picture ((GtkWindow *) (gpointer) popover, name);
}

static void
test_open_by_name (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  AmpCasePage *page;

  type (&screen, "nusta xjac");
  g_assert_cmpuint (n_rows (&screen), >=, 1);
  g_assert_cmpint (finding (&screen, 0)->hit->group, ==, AMP_HIT_PERSON);
  g_assert_null (finding (&screen, 0)->hit->name);
  forms_picture (GTK_WINDOW (screen.window), "search-window");
  picture (&screen, "search");
  harness_key ("Return", NULL);
  WAIT_FOR (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_CASE_PAGE) != NULL);
  page = AMP_CASE_PAGE (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_CASE_PAGE));
  WAIT_FOR (amp_case_page_is_loaded (page));
  g_assert_false (amp_search_box_is_open (screen.box));
  g_assert_cmpstr (typed (&screen), ==, "");

  /* And from that page again. */
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.search", NULL);
  type (&screen, "xjipi");
  g_assert_cmpuint (n_rows (&screen), ==, 1);
  g_assert_cmpint (finding (&screen, 0)->hit->group, ==, AMP_HIT_TEXT);
  close_screen (&screen);
}

static void
test_names_and_escape (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);

  type (&screen, "xj");
  g_assert_null (finding (&screen, 0)->hit->name);
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.reveal-names", NULL);
  WAIT_FOR (amp_search_box_is_settled (screen.box));
  g_assert_true (g_str_has_prefix (finding (&screen, 0)->hit->name, "Xjacinta"));
  picture (&screen, "search-names");
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.reveal-names", NULL);
  g_assert_cmpuint (n_rows (&screen), ==, 0); /* at once */
  WAIT_FOR (amp_search_box_is_settled (screen.box));
  g_assert_null (finding (&screen, 0)->hit->name);
  harness_key ("Escape", NULL);
  WAIT_FOR (!amp_search_box_is_open (screen.box));
  g_assert_cmpstr (typed (&screen), ==, "");
  g_assert_cmpuint (n_rows (&screen), ==, 0);
  close_screen (&screen);
}

static void
test_arrows (void)
{
  Screen screen = open_screen (HARNESS_LOGIN);
  GtkListBox *list = amp_search_box_get_list (screen.box);

  type (&screen, "ma");
  g_assert_cmpuint (n_rows (&screen), >=, 2);
  g_assert_cmpint (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (list)), ==, 0);
  harness_key ("Down", NULL);
  WAIT_FOR (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (list)) == 1);
  harness_key ("Up", NULL);
  WAIT_FOR (gtk_list_box_row_get_index (gtk_list_box_get_selected_row (list)) == 0);
  picture (&screen, "search-many");
  close_screen (&screen);
}

static GtkWindow *
dialog_over (AmpWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (other != GTK_WINDOW (window) && ADW_IS_MESSAGE_DIALOG (other))
        return other;
    }
  return NULL;
}

/* What is told of a case of somebody else, and asking for it. */
static void
test_elsewhere (void)
{
  Screen screen = open_screen ("ana");
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (AmpSession) session = NULL;
  GtkWindow *dialog;

  type (&screen, "xjacinta");
  g_assert_cmpuint (n_rows (&screen), ==, 1);
  g_assert_true (finding (&screen, 0)->elsewhere);
  g_assert_null (finding (&screen, 0)->hit->number);
  picture (&screen, "search-elsewhere");
  harness_key ("Return", NULL);
  WAIT_FOR (dialog_over (screen.window) != NULL);
  dialog = dialog_over (screen.window);
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "accept"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  forms_picture (dialog, "search-ask");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (
                              harness_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW))),
                            "Es hermana de mi usuaria", -1);
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "accept"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "accept");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (screen.window)));
  harness_close (screen.window);
  session = session_of (screen.folder, "ana");
  list = amp_approvals_list (session, AMP_APPROVALS_OWN, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((AmpApproval *) list->pdata[0])->kind, ==, "reassign");
  g_clear_pointer (&session, amp_session_close);
  harness_remove (screen.folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/search-box/a-name-in-any-order-opens-the-case", test_open_by_name);
  g_test_add_func ("/search-box/names-are-veiled-and-escape-leaves-nothing", test_names_and_escape);
  g_test_add_func ("/search-box/arrows-choose", test_arrows);
  g_test_add_func ("/search-box/a-case-of-somebody-else-can-be-asked-for", test_elsewhere);
  return g_test_run ();
}
