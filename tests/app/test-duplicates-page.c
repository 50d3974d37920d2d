/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is recorded twice: looked for, compared behind a veil, merged, told apart, asked for by
 * others, and each of it taken back. */
#include "harness.h"

#include "app/amp-case-page.h"
#include "app/amp-form-value.h"
#include "app/amp-duplicates-page.h"
#include "app/amp-people-dialog.h"
#include "domain/people.h"

#include <libintl.h>
#include <string.h>

static char *folder;

/* --- The office --- */

static AmpSession *
open_session (const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  AmpSession *session = amp_session_open (folder, login, passphrase, NULL);

  g_assert_nonnull (session);
  return session;
}

static gint64
count (const char *entity)
{
  g_autoptr (AmpSession) session = open_session (HARNESS_LOGIN);

  return amp_store_count (amp_session_get_store (session), amp_entity_find (entity), NULL);
}

typedef struct
{
  const char *action;
  guint n;
} Events;

static gboolean
count_event (const AmpAuditEvent *event, gpointer data)
{
  Events *events = data;

  events->n += g_strcmp0 (event->action, events->action) == 0;
  return TRUE;
}

static guint
count_events (const char *action)
{
  g_autoptr (AmpSession) session = open_session (HARNESS_LOGIN);
  Events events = {action, 0};

  g_assert_true (
    amp_store_audit_list (amp_session_get_store (session), count_event, &events, NULL));
  return events.n;
}

/* Two of a supervisor's who are one, and one of a caseworker's who may be either. */
static gint64
make_office (void)
{
  folder = harness_vault_new (0);
  harness_add_user (folder, "nora", AMP_ROLE_CASEWORKER);
  return harness_add_twins (folder);
}

/* --- The window --- */

static void
settle (AmpWindow *window)
{
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static AmpDuplicatesPage *
open_page (AmpWindow **window, const char *login)
{
  AmpDuplicatesPage *page;
  GtkWidget *root;

  *window = harness_window_new ();
  root = GTK_WIDGET (*window);
  if (g_strcmp0 (g_getenv ("AMP_SIZE"), "1920x1080") == 0)
    gtk_window_set_default_size (GTK_WINDOW (root), 1920, 1080);
  else
    gtk_window_set_default_size (GTK_WINDOW (root), 1366, 768);
  harness_unlock (*window, folder, login);
  gtk_widget_activate_action (root, "win.duplicates", NULL);
  page = AMP_DUPLICATES_PAGE (harness_find (root, AMP_TYPE_DUPLICATES_PAGE));
  WAIT_FOR (amp_duplicates_page_is_over (page));
  settle (*window);
  return page;
}

static guint
length (GtkListBox *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (list, (int) n) != NULL)
    n++;
  return n;
}

static AmpPeopleDialog *
dialog_of (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (AMP_IS_PEOPLE_DIALOG (window))
        return AMP_PEOPLE_DIALOG (window);
    }
  return NULL;
}

static AmpPeopleDialog *
compare_first (AmpDuplicatesPage *page)
{
  GtkListBox *pairs = amp_duplicates_page_get_pairs (page);

  g_signal_emit_by_name (pairs, "row-activated", gtk_list_box_get_row_at_index (pairs, 0));
  WAIT_FOR (dialog_of () != NULL && amp_people_dialog_is_loaded (dialog_of ()));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog_of ()));
  return dialog_of ();
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (gtk_widget_get_name (widget), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_named (child, name);
  return found;
}

/* --- Tests --- */

static void
test_merge (void)
{
  gint64 case_id = make_office ();
  AmpWindow *window;
  AmpDuplicatesPage *page = open_page (&window, HARNESS_LOGIN);
  AmpPeopleDialog *dialog;

  (void) case_id;
  g_assert_cmpuint (length (amp_duplicates_page_get_pairs (page)), ==, 1);
  g_assert_false (shows (GTK_WIDGET (page), "Quispe"));
  forms_assert_named (GTK_WIDGET (page));
  forms_picture (GTK_WINDOW (window), "duplicates-found");

  dialog = compare_first (page);
  forms_assert_named (GTK_WIDGET (dialog));
  g_assert_false (shows (GTK_WIDGET (dialog), "Quispe"));
  forms_picture (GTK_WINDOW (dialog), "duplicates-veiled");
  amp_people_dialog_reveal (dialog);
  WAIT_FOR (amp_people_dialog_is_revealed (dialog));
  g_assert_true (shows (GTK_WIDGET (dialog), "Quispe"));
  g_assert_true (shows (GTK_WIDGET (dialog), "Kispe"));
  forms_picture (GTK_WINDOW (dialog), "duplicates-revealed");
  amp_people_dialog_keep (dialog, 1);
  WAIT_FOR (amp_people_dialog_is_loaded (dialog));
  amp_people_dialog_join (dialog);
  WAIT_FOR (dialog_of () == NULL);
  settle (window);
  g_assert_cmpuint (length (amp_duplicates_page_get_pairs (page)), ==, 0);
  g_assert_cmpuint (length (amp_duplicates_page_get_merged (page)), ==, 1);
  forms_assert_named (GTK_WIDGET (page));
  forms_picture (GTK_WINDOW (window), "duplicates-merged");
  harness_close (window);
  g_assert_cmpint (count ("person"), ==, 1);
  g_assert_cmpuint (count_events ("view_identity"), ==, 2);

  /* Another day it is taken back. */
  page = open_page (&window, HARNESS_LOGIN);
  g_assert_cmpuint (length (amp_duplicates_page_get_merged (page)), ==, 1);
  g_signal_emit_by_name (gtk_list_box_get_row_at_index (amp_duplicates_page_get_merged (page), 0),
                         "activate");
  WAIT_FOR (length (amp_duplicates_page_get_merged (page)) == 0);
  WAIT_FOR (amp_duplicates_page_is_over (page));
  settle (window);
  g_assert_cmpuint (length (amp_duplicates_page_get_pairs (page)), ==, 1);
  harness_close (window);
  g_assert_cmpint (count ("person"), ==, 2);
  harness_remove (folder);
}

static void
test_part (void)
{
  AmpWindow *window;
  AmpDuplicatesPage *page;

  make_office ();
  page = open_page (&window, HARNESS_LOGIN);
  amp_people_dialog_part (compare_first (page));
  WAIT_FOR (dialog_of () == NULL);
  g_assert_cmpuint (length (amp_duplicates_page_get_pairs (page)), ==, 0);
  /* She was wrong. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  WAIT_FOR (length (amp_duplicates_page_get_pairs (page)) == 1);
  harness_close (window);
  harness_remove (folder);
}

/* Of her own people; the other of a pair stays closed to her. */
static void
test_ask (void)
{
  AmpWindow *window;
  AmpDuplicatesPage *page;
  AmpPeopleDialog *dialog;
  AmpSession *session;

  make_office ();
  session = open_session ("nora");
  harness_add_person (session, "Joselyn", "Quispe", "2006-03-05");
  amp_session_close (session);
  page = open_page (&window, "nora");
  g_assert_cmpuint (length (amp_duplicates_page_get_pairs (page)), ==, 2);
  dialog = compare_first (page);
  amp_people_dialog_reveal (dialog);
  WAIT_FOR (amp_people_dialog_is_revealed (dialog));
  g_assert_true (shows (GTK_WIDGET (dialog), "Joselyn"));
  g_assert_false (shows (GTK_WIDGET (dialog), "Jhoselyn"));
  g_assert_false (shows (GTK_WIDGET (dialog), "Yoselin"));
  forms_assert_named (GTK_WIDGET (dialog));
  forms_picture (GTK_WINDOW (dialog), "duplicates-ask");
  amp_people_dialog_join (dialog);
  WAIT_FOR (dialog_of () == NULL);
  harness_close (window);
  g_assert_cmpint (count ("person"), ==, 3);

  page = open_page (&window, "nora");
  g_assert_cmpuint (length (amp_duplicates_page_get_pairs (page)), ==, 2);
  g_assert_true (shows (GTK_WIDGET (page), gettext ("The merge waits for an approval")));
  harness_close (window);
  harness_remove (folder);
}

/* From the person's part of her case, and what the page shows after it is of the one who is left.
 */
static void
test_from_the_case (void)
{
  gint64 case_id = make_office ();
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window), *compare;
  AmpCasePage *page;
  gpointer old;

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (root, "win.open-case", "x", case_id);
  page = AMP_CASE_PAGE (harness_find (root, AMP_TYPE_CASE_PAGE));
  WAIT_FOR (amp_case_page_is_loaded (page));
  amp_case_page_show_section (page, "person");
  settle (window);
  compare = find_named (GTK_WIDGET (page), "amp-alike");
  g_assert_nonnull (compare);
  forms_picture (GTK_WINDOW (window), "case-person-alike");
  gtk_widget_activate (compare);
  WAIT_FOR (dialog_of () != NULL && amp_people_dialog_is_loaded (dialog_of ()));
  amp_people_dialog_keep (dialog_of (), 1);
  WAIT_FOR (amp_people_dialog_is_loaded (dialog_of ()));
  old = page;
  g_object_add_weak_pointer (G_OBJECT (page), &old);
  amp_people_dialog_join (dialog_of ());
  WAIT_FOR (dialog_of () == NULL);
  WAIT_FOR (old == NULL); /* the case is opened anew */
  page = AMP_CASE_PAGE (harness_find (root, AMP_TYPE_CASE_PAGE));
  WAIT_FOR (amp_case_page_is_loaded (page));
  settle (window);
  g_assert_null (find_named (GTK_WIDGET (page), "amp-alike"));
  harness_close (window);
  g_assert_cmpint (count ("person"), ==, 1);
  harness_remove (folder);
}

static void
press (AmpDuplicatesPage *page, const char *button)
{
  g_signal_emit_by_name (harness_child (GTK_WIDGET (page), AMP_TYPE_DUPLICATES_PAGE, button),
                         "clicked");
}

static void
check_is_over (GtkWidget *stop, GParamSpec *property G_GNUC_UNUSED, AmpDuplicatesPage *page)
{
  g_assert_true (gtk_widget_get_visible (stop) || amp_duplicates_page_is_over (page));
}

/* What is left of a search that was stopped is none of the next one's. */
static void
test_stop (void)
{
  AmpWindow *window;
  AmpDuplicatesPage *page;
  GtkWidget *stop;
  gulong shown;

  make_office ();
  page = open_page (&window, HARNESS_LOGIN);
  stop = harness_child (GTK_WIDGET (page), AMP_TYPE_DUPLICATES_PAGE, "stop");
  g_assert_false (gtk_widget_get_visible (stop));
  press (page, "again");
  press (page, "stop");
  g_assert_false (gtk_widget_get_visible (stop));
  press (page, "again");
  shown = g_signal_connect (stop, "notify::visible", G_CALLBACK (check_is_over), page);
  WAIT_FOR (amp_duplicates_page_is_over (page));
  settle (window);
  g_assert_false (gtk_widget_get_visible (stop));
  g_assert_cmpuint (length (amp_duplicates_page_get_pairs (page)), ==, 1);
  g_signal_handler_disconnect (stop, shown);
  harness_close (window);
  harness_remove (folder);
}

/* Asked for, and covered again before the log had it. */
static void
test_second_thought (void)
{
  AmpWindow *window;
  AmpDuplicatesPage *page;
  AmpPeopleDialog *dialog;
  GtkToggleButton *reveal;

  make_office ();
  page = open_page (&window, HARNESS_LOGIN);
  dialog = compare_first (page);
  reveal =
    GTK_TOGGLE_BUTTON (harness_child (GTK_WIDGET (dialog), AMP_TYPE_PEOPLE_DIALOG, "reveal"));
  gtk_toggle_button_set_active (reveal, TRUE);
  gtk_toggle_button_set_active (reveal, FALSE);
  settle (window);
  g_assert_false (amp_people_dialog_is_revealed (dialog));
  g_assert_false (gtk_toggle_button_get_active (reveal));
  g_assert_false (shows (GTK_WIDGET (dialog), "Quispe"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  harness_close (window);
  harness_remove (folder);
}

/* --- Many --- */

/* 1 + 2 + … + 5 pairs of six who look like one. */
static void
make_crowd (void)
{
  static const char *const names[] = {"Jhoselyn", "Yoselin", "Joselyn",
                                      "Yoseline", "Joselin", "Jhoselin"};
  AmpSession *session;

  make_office ();
  session = open_session (HARNESS_LOGIN);
  for (gsize i = 2; i < G_N_ELEMENTS (names); i++)
    harness_add_person (session, names[i], "Quispe", NULL);
  amp_session_close (session);
}

static void
choose (AmpDuplicatesPage *page, const char *filter, const char *value)
{
  AmpDuplicatesBar *bar = amp_pair_list_get_bar (amp_duplicates_page_get_list (page));
  AmpFormValue *picker = AMP_FORM_VALUE (amp_duplicates_bar_get_filter (bar, filter));

  amp_form_value_set_text (picker, value);
  amp_form_value_emit_changed (picker);
}

static guint
shown (AmpDuplicatesPage *page)
{
  return length (amp_duplicates_page_get_pairs (page));
}

/* In whatever language; the second one 0: it says but one. */
static void
assert_numbers (AmpPairList *list, guint first, guint second)
{
  const char *at = amp_pair_list_get_number (list);
  char *end;

  g_assert_cmpuint (g_ascii_strtoull (at, &end, 10), ==, first);
  for (at = end; *at != '\0' && !g_ascii_isdigit (*at);)
    at++;
  g_assert_cmpuint (g_ascii_strtoull (at, NULL, 10), ==, second);
}

/* What is said is true, and what is behind the rows is reached. */
static void
test_narrow (void)
{
  AmpWindow *window;
  AmpDuplicatesPage *page;
  AmpPairList *list;
  guint n;

  make_crowd ();
  page = open_page (&window, HARNESS_LOGIN);
  list = amp_duplicates_page_get_list (page);
  n = shown (page);
  g_assert_cmpuint (n, ==, 15);
  g_assert_cmpuint (amp_pair_list_n_all (list), ==, n);
  forms_assert_named (GTK_WIDGET (page));
  choose (page, "reason", "same_birth_date");
  g_assert_cmpuint (shown (page), ==, 0);
  assert_numbers (list, 0, 15);
  choose (page, "reason", "same_phone");
  g_assert_cmpuint (shown (page), ==, n);
  choose (page, "region", "PE-PIU");
  g_assert_cmpuint (shown (page), ==, 0);
  choose (page, "region", "PE-TUM");
  choose (page, "since", "1/1/2090");
  g_assert_cmpuint (shown (page), ==, 0);
  choose (page, "since", "1/1/"); /* half typed */
  g_assert_cmpuint (shown (page), ==, n);
  forms_picture (GTK_WINDOW (window), "duplicates-narrowed");
  amp_duplicates_bar_clear (amp_pair_list_get_bar (list));
  assert_numbers (list, 15, 0);

  /* A few at a time; the likeliest first. */
  amp_pair_list_set_step (list, 6);
  g_assert_cmpuint (shown (page), ==, 6);
  assert_numbers (list, 15, 6);
  forms_picture (GTK_WINDOW (window), "duplicates-more");
  amp_pair_list_more (list);
  g_assert_cmpuint (shown (page), ==, 12);
  g_assert_true (gtk_widget_has_focus (
    GTK_WIDGET (gtk_list_box_get_row_at_index (amp_duplicates_page_get_pairs (page), 6))));
  amp_pair_list_more (list);
  g_assert_cmpuint (shown (page), ==, n);

  /* Told apart: one less, wherever it is asked, and the keyboard goes on from there. */
  amp_pair_list_set_step (list, 6);
  amp_people_dialog_part (compare_first (page));
  WAIT_FOR (dialog_of () == NULL);
  g_assert_cmpuint (shown (page), ==, 6);
  assert_numbers (list, 14, 6);
  g_assert_true (gtk_widget_has_focus (
    GTK_WIDGET (gtk_list_box_get_row_at_index (amp_duplicates_page_get_pairs (page), 0))));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  WAIT_FOR (amp_pair_list_n_all (list) == n);
  g_assert_cmpuint (shown (page), ==, 6);
  harness_close (window);
  harness_remove (folder);
}

static gpointer
tell_apart (AmpSession *session,
            gpointer data,
            AmpProgress *progress G_GNUC_UNUSED,
            GCancellable *cancellable G_GNUC_UNUSED,
            GError **error)
{
  const gint64 *both = data;

  return GINT_TO_POINTER (
    amp_people_decide (session, both[0], both[1], "different", 0, NULL, error) != 0);
}

/* Said in the part of a case, or in another window: gone when she comes back to the page. */
static void
test_elsewhere (void)
{
  static const AmpJob job = {.func = tell_apart};
  AmpWindow *window;
  AmpDuplicatesPage *page;
  AmpPairList *list;
  gint64 both[2];
  const AmpDuplicatePair *pair;

  make_crowd ();
  page = open_page (&window, HARNESS_LOGIN);
  list = amp_duplicates_page_get_list (page);
  pair = amp_pair_list_current (list);
  both[0] = pair->a;
  both[1] = pair->b;
  amp_jobs_run (amp_window_get_jobs (window), &job, both, NULL, NULL);
  settle (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "cases");
  settle (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.duplicates", NULL);
  WAIT_FOR (amp_pair_list_n_all (list) == 14);
  g_assert_cmpuint (shown (page), ==, 14);
  harness_close (window);
  harness_remove (folder);
}

/* Whose and where is not hers to know. */
static void
test_bar_of_a_caseworker (void)
{
  AmpWindow *window;
  AmpDuplicatesPage *page;
  AmpSession *session;
  AmpDuplicatesBar *bar;

  make_office ();
  session = open_session ("nora");
  harness_add_person (session, "Joselyn", "Quispe", NULL);
  amp_session_close (session);
  page = open_page (&window, "nora");
  bar = amp_pair_list_get_bar (amp_duplicates_page_get_list (page));
  g_assert_null (amp_duplicates_bar_get_filter (bar, "owner"));
  g_assert_null (amp_duplicates_bar_get_filter (bar, "region"));
  choose (page, "reason", "same_document");
  g_assert_cmpuint (shown (page), ==, 0);
  forms_picture (GTK_WINDOW (window), "duplicates-none-like-that");
  choose (page, "reason", "same_phone");
  g_assert_cmpuint (shown (page), ==, 2);
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/duplicates-page/two-are-compared-merged-and-parted-again", test_merge);
  g_test_add_func ("/duplicates-page/two-people-are-told-apart-and-that-can-be-undone", test_part);
  g_test_add_func ("/duplicates-page/a-caseworker-asks-for-a-merge", test_ask);
  g_test_add_func ("/duplicates-page/the-case-page-leads-to-who-is-alike", test_from_the_case);
  g_test_add_func ("/duplicates-page/a-search-that-is-stopped-leaves-the-next-alone", test_stop);
  g_test_add_func ("/duplicates-page/names-that-are-covered-at-once-are-not-shown",
                   test_second_thought);
  g_test_add_func ("/duplicates-page/many-pairs-are-narrowed-and-numbered-truly", test_narrow);
  g_test_add_func ("/duplicates-page/what-is-decided-elsewhere-is-gone-on-return", test_elsewhere);
  g_test_add_func ("/duplicates-page/a-caseworker-is-not-told-whose-and-where",
                   test_bar_of_a_caseworker);
  return g_test_run ();
}
