/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without a mouse: on every page and dialog Tab comes to every control and round again, Shift+Tab
 * goes back, and no two controls share a mnemonic. Real keys, because a text view eats a Tab that a
 * signal would not show. */
#include "review-fixture.h"
#include "walk.h"

#include "app/amp-application.h"

#include <string.h>

#define MOST_STEPS 400

static char *folder;

static void
fail (const char *page, const char *what, GtkWidget *widget)
{
  g_autofree char *tooltip = g_strdup (gtk_widget_get_tooltip_text (widget));
  GtkWidget *row = gtk_widget_get_ancestor (widget, AMP_TYPE_FIELD_ROW);
  const char *label = row != NULL ? amp_field_row_get_field (AMP_FIELD_ROW (row))->name : NULL;

  if (GTK_IS_BUTTON (widget))
    label = gtk_button_get_label (GTK_BUTTON (widget));
  if (GTK_IS_LABEL (widget))
    label = gtk_label_get_text (GTK_LABEL (widget));
  g_test_message ("%s: %s: %s in %s \"%s\"", page, what, G_OBJECT_TYPE_NAME (widget),
                  G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)),
                  label != NULL ? label : (tooltip != NULL ? tooltip : ""));
  g_test_fail ();
}

/* --- Going round --- */

/* A key goes through the X server; one that moves nothing is told by the time. Where the keyboard
 * is then. */
static GtkWidget *
press (GtkWindow *window, const char *key, const char *modifier)
{
  GtkWidget *before = gtk_window_get_focus (window);
  gint64 until = g_get_monotonic_time () + 2000 * G_TIME_SPAN_MILLISECOND;

  harness_key (key, modifier);
  /* On its way it is nowhere for a moment. */
  while ((gtk_window_get_focus (window) == before || gtk_window_get_focus (window) == NULL) &&
         g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  return gtk_window_get_focus (window);
}

/* Widgets that the keyboard was on, in their order; until it comes round. */
static GPtrArray *
go_round (GtkWindow *window, const char *page)
{
  GPtrArray *visited = g_ptr_array_new ();
  GtkWidget *first = gtk_window_get_focus (window), *now = first;

  if (first == NULL)
    first = now = press (window, "Tab", NULL);
  if (first == NULL)
    g_error ("%s: nothing takes the keyboard", page);
  do
    {
      GtkWidget *next;

      g_ptr_array_add (visited, now);
      next = press (window, "Tab", NULL);
      if (next == NULL || next == now)
        {
          fail (page, "Tab does not leave", now);
          break;
        }
      now = next;
    }
  while (visited->len < MOST_STEPS && !g_ptr_array_find (visited, now, NULL));
  if (visited->len == MOST_STEPS)
    fail (page, "Tab never comes round to", first);
  return visited;
}

/* --- What is to be reached --- */

/* In a list, a grid or a group of radio buttons Tab comes to one, and the arrows go on. */
static GtkWidget *
collection_of (GtkWidget *widget)
{
  static const char *const types[] = {"GtkListBox",    "GtkFlowBox",        "GtkListBase",
                                      "GtkColumnView", "GtkPopover",        "GtkStackSwitcher",
                                      "GtkCalendar",   "GtkColumnViewTitle"};

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
      {
        GType type = g_type_from_name (types[i]);

        if (type != 0 && g_type_is_a (G_OBJECT_TYPE (widget), type))
          return widget;
      }
  return NULL;
}

/* Coming back to a list may be to another row of it. */
static gboolean
is_same_stop (GtkWidget *a, GtkWidget *b)
{
  return a == b || (collection_of (a) != NULL && collection_of (a) == collection_of (b));
}

static gboolean
is_one_of_a_group (GtkWidget *widget)
{
  return GTK_IS_CHECK_BUTTON (widget) ||
         (GTK_IS_TOGGLE_BUTTON (widget) &&
          gtk_widget_has_css_class (gtk_widget_get_parent (widget), "linked"));
}

static gboolean
is_reached (const GPtrArray *visited, GtkWidget *widget)
{
  GtkWidget *collection = collection_of (widget);

  for (guint i = 0; i < visited->len; i++)
    {
      GtkWidget *stop = visited->pdata[i];

      /* An entry takes the keyboard by the text in it. */
      if (stop == widget || gtk_widget_is_ancestor (stop, widget) ||
          (collection != NULL && (stop == collection || gtk_widget_is_ancestor (stop, collection))))
        return TRUE;
      if (is_one_of_a_group (widget) && is_one_of_a_group (stop) &&
          gtk_widget_get_parent (widget) == gtk_widget_get_parent (stop))
        return TRUE;
    }
  return FALSE;
}

static gboolean
takes_keyboard (GtkWidget *widget)
{
  if (!gtk_widget_get_focusable (widget) || !gtk_widget_get_mapped (widget) ||
      !gtk_widget_is_sensitive (widget))
    return FALSE;
  /* An empty list has nothing to come to. */
  if (collection_of (widget) == widget && gtk_widget_get_first_child (widget) == NULL)
    return FALSE;
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (!gtk_widget_get_can_focus (at))
      return FALSE;
  return TRUE;
}

static void
check_reached (GtkWidget *widget, const char *page, const GPtrArray *visited)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget))
    return;
  if (takes_keyboard (widget) && !is_reached (visited, widget))
    fail (page, "Tab does not come to", widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_reached (child, page, visited);
}

static void
check_back (GtkWindow *window, const char *page)
{
  for (int i = 0; i < 4; i++)
    {
      GtkWidget *here = gtk_window_get_focus (window), *there = press (window, "Tab", NULL);

      GtkWidget *back = press (window, "Tab", "Shift_L");

      if (!is_same_stop (back, here))
        {
          fail (page, "Shift+Tab does not go back to", here);
          fail (page, "from", there);
          fail (page, "but to", back);
        }
      press (window, "Tab", NULL);
    }
}

/* --- Mnemonics --- */

static void
collect_mnemonics (GtkWidget *widget, const char *page, GHashTable *seen)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget))
    return;
  if (GTK_IS_LABEL (widget))
    {
      /* Alt+R is the key of "_Referrals" and of "Hand ove_r" alike. */
      guint key = gdk_keyval_to_lower (gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)));
      GtkWidget *other = g_hash_table_lookup (seen, GUINT_TO_POINTER (key));

      /* Two that say the same do the same in two places: Alt and the letter goes to each in turn.
       */
      if (key != GDK_KEY_VoidSymbol && other != NULL &&
          strcmp (gtk_label_get_label (GTK_LABEL (other)),
                  gtk_label_get_label (GTK_LABEL (widget))) != 0)
        {
          g_test_message ("%s: one mnemonic for \"%s\" and \"%s\"", page,
                          gtk_label_get_label (GTK_LABEL (other)),
                          gtk_label_get_label (GTK_LABEL (widget)));
          g_test_fail ();
        }
      if (key != GDK_KEY_VoidSymbol)
        g_hash_table_insert (seen, GUINT_TO_POINTER (key), widget);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_mnemonics (child, page, seen);
}

static void
check_mnemonics (GtkWindow *window, const char *page)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  collect_mnemonics (GTK_WIDGET (window), page, seen);
}

/* --- Pages --- */

static void
check_window (GtkWindow *window, const char *page)
{
  g_autoptr (GPtrArray) visited = NULL;

  harness_focus_window ((AmpWindow *) window);
  visited = go_round (window, page);
  check_reached (GTK_WIDGET (window), page, visited);
  check_back (window, page);
}

static void
check_page (AmpWindow *window, const char *name, gpointer data)
{
  guint *n_pages = data;
  gint64 until = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;

  /* Some pages ask once more when they are shown. */
  while (g_get_monotonic_time () < until || amp_jobs_is_busy (amp_window_get_jobs (window)))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  check_window (GTK_WINDOW (window), name);
  (*n_pages)++;
}

static AmpWindow *
open_window (void)
{
  AmpWindow *window = harness_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  harness_unlock (window, folder, HARNESS_LOGIN);
  return window;
}

static void
test_pages (void)
{
  AmpWindow *window = open_window ();
  guint n_pages = 0;

  walk_pages (window, check_page, &n_pages);
  g_assert_cmpuint (n_pages, >=, 10);
  harness_close (window);
}

static void
check_page_mnemonics (AmpWindow *window, const char *name, gpointer data G_GNUC_UNUSED)
{
  check_mnemonics (GTK_WINDOW (window), name);
}

static void
test_mnemonics (void)
{
  AmpWindow *window = open_window ();

  walk_pages (window, check_page_mnemonics, NULL);
  harness_close (window);
}

static void
test_review (void)
{
  char *path = review_fixture_new ();
  AmpWindow *window = harness_window_new ();
  guint n_pages = 0;

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  review_fixture_open (window, path);
  walk_review (window, check_page, &n_pages);
  walk_review (window, check_page_mnemonics, NULL);
  g_assert_cmpuint (n_pages, ==, 6);
  harness_close (window);
  review_fixture_remove (path);
}

/* --- Dialogs --- */

static void
check_dialog (AmpWindow *window, GtkWindow *dialog, const char *name, gpointer data)
{
  guint *n_dialogs = data;

  check_window (dialog, name);
  check_mnemonics (dialog, name);
  /* Escape is the way out of each. */
  harness_key ("Escape", NULL);
  WAIT_FOR (walk_dialog_of (window) == NULL);
  (*n_dialogs)++;
}

static void
test_dialogs (void)
{
  AmpWindow *window = open_window ();
  guint n_dialogs = 0;

  walk_dialogs (window, check_dialog, &n_dialogs);
  g_assert_cmpuint (n_dialogs, >=, 10);
  harness_close (window);
}

int
main (int argc, char **argv)
{
  int status;

  forms_init (&argc, &argv);
  folder = harness_vault_new (12);
  harness_add_user (folder, "oim", AMP_ROLE_AUDITOR);
  harness_add_twins (folder);
  g_test_add_func ("/app/keyboard/tab-comes-to-every-control-of-a-page", test_pages);
  g_test_add_func ("/app/keyboard/tab-comes-to-every-control-of-a-dialog", test_dialogs);
  g_test_add_func ("/app/keyboard/tab-comes-to-every-control-of-a-review", test_review);
  g_test_add_func ("/app/keyboard/no-two-controls-share-a-mnemonic", test_mnemonics);
  status = g_test_run ();
  harness_remove (folder);
  return status;
}
