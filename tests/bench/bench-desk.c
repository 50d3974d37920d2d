/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A working day at the window over 100,000 cases: from starting the process to the first page, each
 * page to painted, a key to painted, and whether an hour's work leaves memory behind. The peer is
 * the same toolkit with nothing in it: a key typed into an entry of an empty window. */
#include "fixture.h"
#include "walk.h"

#include "app/amp-case-body.h"
#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-duplicates-page.h"
#include "app/amp-intake-page.h"
#include "app/amp-workspace.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define RUNS 5
#define KEYS 40
#define ROUNDS 300 /* about what a person does in an hour of hurry */

/* --- Numbers --- */

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
report (const char *what, double *milliseconds, gsize n, double goal)
{
  qsort (milliseconds, n, sizeof *milliseconds, compare);
  g_print ("%-28s median %6.1f ms, worst %6.1f ms%s\n", what, milliseconds[n / 2],
           milliseconds[n - 1], milliseconds[n / 2] <= goal ? "" : "  OVER THE GOAL");
}

static double
resident_mib (void)
{
  g_autofree char *text = NULL;
  char *rest;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  (void) g_ascii_strtoull (text, &rest, 10);
  return (double) g_ascii_strtoull (rest, NULL, 10) * 4096 / (1024 * 1024);
}

/* What the program holds of the heap, whatever the allocator keeps for later. */
static double
held_mib (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (double) (info.uordblks + info.hblkhd) / (1024 * 1024);
}

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

/* --- Painting --- */

static void
painted_cb (GdkFrameClock *clock, gboolean *painted)
{
  (void) clock;
  *painted = TRUE;
}

/* Until the next frame is on the screen. */
static void
wait_painted (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gboolean painted = FALSE;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_draw (window);
  WAIT_FOR (painted);
  g_signal_handler_disconnect (clock, id);
}

static void
wait_idle_and_painted (AmpWindow *window)
{
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  wait_painted (GTK_WIDGET (window));
}

/* --- Pages --- */

static void
bench_page (AmpWindow *window, const char *name)
{
  double milliseconds[RUNS];
  g_autofree char *what = g_strdup_printf ("page %s", name);

  for (int i = 0; i < RUNS; i++)
    {
      gint64 start;

      gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s",
                                  strcmp (name, "cases") == 0 ? "counts" : "cases");
      wait_idle_and_painted (window);
      start = g_get_monotonic_time ();
      gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", name);
      wait_idle_and_painted (window);
      milliseconds[i] = since (start);
    }
  report (what, milliseconds, RUNS, 200);
}

static void
collect_page (AmpWindow *window, const char *name, gpointer data)
{
  (void) window;
  g_ptr_array_add (data, g_strdup (name));
}

static gint64
nth_case (AmpWindow *window, guint n)
{
  AmpCaseList *list = AMP_CASE_LIST (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_LIST));
  GListModel *model = G_LIST_MODEL (amp_case_list_get_model (list));
  g_autoptr (AmpCaseItem) item =
    g_list_model_get_item (model, n % g_list_model_get_n_items (model));

  return amp_case_item_id (item);
}

/* The list, painted: a page of its own, which bench_pages() times. */
static gint64
show_cases (AmpWindow *window, guint n)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "cases");
  wait_idle_and_painted (window);
  return nth_case (window, n);
}

static AmpCasePage *
open_case (AmpWindow *window, gint64 id)
{
  GtkWidget *root = GTK_WIDGET (window);

  gtk_widget_activate_action (root, "win.open-case", "x", id);
  return AMP_CASE_PAGE (harness_find (root, AMP_TYPE_CASE_PAGE));
}

static void
bench_case (AmpWindow *window)
{
  double milliseconds[RUNS * 4];

  for (guint i = 0; i < G_N_ELEMENTS (milliseconds); i++)
    {
      gint64 id = show_cases (window, i * 4999), start = g_get_monotonic_time ();
      AmpCasePage *page = open_case (window, id);

      WAIT_FOR (amp_case_page_is_loaded (page));
      wait_idle_and_painted (window);
      milliseconds[i] = since (start);
    }
  report ("opening a case", milliseconds, G_N_ELEMENTS (milliseconds), 200);
}

static void
bench_part (AmpWindow *window, const char *name)
{
  AmpCaseBody *body = AMP_CASE_BODY (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_BODY));
  g_autofree char *what = g_strdup_printf ("case, part %s", name);
  gint64 start = g_get_monotonic_time ();
  double once;

  amp_case_body_show (body, name);
  wait_idle_and_painted (window);
  once = since (start);
  report (what, &once, 1, 200);
}

/* The page, not what it finds: everybody is compared while she looks on. */
static void
bench_duplicates (AmpWindow *window)
{
  double milliseconds[RUNS];

  for (int i = 0; i < RUNS; i++)
    {
      gint64 start;

      gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "cases");
      wait_idle_and_painted (window);
      start = g_get_monotonic_time ();
      gtk_widget_activate_action (GTK_WIDGET (window), "win.duplicates", NULL);
      wait_painted (GTK_WIDGET (window));
      milliseconds[i] = since (start);
      g_signal_emit_by_name (harness_child (GTK_WIDGET (window), AMP_TYPE_DUPLICATES_PAGE, "stop"),
                             "clicked");
    }
  report ("page duplicates", milliseconds, RUNS, 200);
}

static void
bench_pages (AmpWindow *window)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  walk_sidebar (window, collect_page, names);
  walk_case (window, collect_page, names);
  for (guint i = 0; i < names->len; i++)
    if (!g_str_has_prefix (names->pdata[i], "case-"))
      bench_page (window, names->pdata[i]);
  bench_duplicates (window);
  bench_case (window);
  for (guint i = 0; i < names->len; i++)
    if (g_str_has_prefix (names->pdata[i], "case-"))
      bench_part (window, (const char *) names->pdata[i] + strlen ("case-"));
}

/* --- Keys --- */

/* A real key through the X server, until its letter is painted. */
static void
time_keys (GtkWidget *window, GtkEditable *entry, const char *what, double goal)
{
  double milliseconds[KEYS];

  gtk_editable_set_text (entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  wait_painted (window);
  for (int i = 0; i < KEYS; i++)
    {
      gsize before = strlen (gtk_editable_get_text (entry));
      gint64 start = g_get_monotonic_time ();

      harness_key (i % 7 == 6 ? "space" : "a", NULL);
      WAIT_FOR (strlen (gtk_editable_get_text (entry)) > before);
      wait_painted (window);
      milliseconds[i] = since (start);
    }
  report (what, milliseconds, KEYS, goal);
  gtk_editable_set_text (entry, "");
}

static GtkEditable *
first_entry (GtkWidget *widget)
{
  if (GTK_IS_EDITABLE (widget) && gtk_widget_get_mapped (widget) && !GTK_IS_TEXT (widget))
    return GTK_EDITABLE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkEditable *found = first_entry (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
bench_keys (AmpWindow *window)
{
  GtkWidget *root = GTK_WIDGET (window);

  gtk_widget_activate_action (root, "win.show-page", "s", "cases");
  wait_idle_and_painted (window);
  time_keys (root, first_entry (harness_find (root, AMP_TYPE_CASE_LIST)), "a key in the search box",
             50);
  gtk_widget_activate_action (root, "win.show-page", "s", "intake");
  wait_idle_and_painted (window);
  time_keys (root, first_entry (harness_find (root, AMP_TYPE_INTAKE_PAGE)), "a key in the intake",
             50);
}

static void
bench_empty_key (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *entry = gtk_entry_new ();

  adw_window_set_content (ADW_WINDOW (window), entry);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  harness_focus_window ((AmpWindow *) window);
  time_keys (window, GTK_EDITABLE (entry), "a key in an empty window", 50);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* --- Memory --- */

/* The same hundred cases three times: the first time fills the caches of pages, which have their
 * bound; what grows after it was forgotten. */
static void
bench_memory (AmpWindow *window)
{
  GtkWidget *root = GTK_WIDGET (window);
  double at_third = 0, held_at_third = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      AmpCasePage *page = open_case (window, show_cases (window, i % (ROUNDS / 3) * 331));

      WAIT_FOR (amp_case_page_is_loaded (page));
      wait_idle_and_painted (window);
      gtk_widget_activate_action (root, "win.show-page", "s", i % 2 == 0 ? "intake" : "counts");
      wait_idle_and_painted (window);
      if (i == ROUNDS / 3)
        {
          at_third = resident_mib ();
          held_at_third = held_mib ();
        }
    }
  g_print ("memory: %.1f MiB after a third of %d rounds, %.1f MiB at the end, growth %.1f MiB\n",
           at_third, ROUNDS, resident_mib (), resident_mib () - at_third);
  g_print ("of the heap: %.2f MiB, %.2f MiB, growth %.2f MiB\n", held_at_third, held_mib (),
           held_mib () - held_at_third);
}

/* --- Start --- */

/* In a process of its own: from exec to the first page painted. */
static int
start_once (void)
{
  g_autofree char *folder = amp_bench_folder ();
  AmpWindow *window = harness_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  harness_unlock_with (window, folder, AMP_BENCH_LOGIN, AMP_BENCH_PASSPHRASE);
  wait_idle_and_painted (window);
  g_print ("start %.1f\n", since (g_ascii_strtoll (g_getenv ("AMP_BENCH_START"), NULL, 10)));
  harness_close (window);
  return 0;
}

static void
bench_start (const char *self)
{
  double milliseconds[RUNS];

  for (int i = 0; i < RUNS; i++)
    {
      const char *argv[] = {self, NULL};
      g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
      g_auto (GStrv) environment =
        g_environ_setenv (g_get_environ (), "AMP_BENCH_START", now, TRUE);
      g_autofree char *out = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_spawn_sync (NULL, (char **) argv, environment, 0, NULL, NULL, &out, NULL, NULL,
                         &error))
        g_error ("%s", error->message);
      g_assert_nonnull (strstr (out, "start "));
      milliseconds[i] = g_ascii_strtod (strstr (out, "start ") + strlen ("start "), NULL);
    }
  report ("start to the first page", milliseconds, RUNS, 2000);
}

int
main (int argc, char **argv)
{
  g_autofree char *self = g_strdup (argv[0]);
  g_autofree char *folder = NULL;
  AmpWindow *window;

  g_setenv ("AMP_BENCH_CASES", "100000", FALSE);
  if (g_getenv ("AMP_BENCH_START") == NULL)
    amp_session_close (amp_bench_session ());
  forms_init (&argc, &argv);
  if (g_getenv ("AMP_BENCH_START") != NULL)
    return start_once ();

  folder = amp_bench_folder ();
  bench_start (self);
  bench_empty_key ();
  window = harness_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  harness_unlock_with (window, folder, AMP_BENCH_LOGIN, AMP_BENCH_PASSPHRASE);
  harness_focus_window (window);
  wait_idle_and_painted (window);
  bench_pages (window);
  bench_keys (window);
  bench_memory (window);
  harness_close (window);
  return 0;
}
