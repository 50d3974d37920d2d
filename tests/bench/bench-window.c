/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From starting the process to the first painted frame: our window on its unlock page beside an
 * empty libadwaita window. Both are this program, started again with a word that says which; they
 * take turns, so that a busy machine slows both. */
#include "app/amp-window.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define RUNS 11

/* Of the generated amp-app-resources.c. */
GResource *amp_app_get_resource (void);

static void
painted (GdkFrameClock *clock, gpointer data)
{
  struct rusage usage;
  const char *start = g_getenv ("AMP_BENCH_START");

  (void) clock;
  (void) data;
  getrusage (RUSAGE_SELF, &usage);
  g_print ("%.1f %.0f\n",
           (double) (g_get_monotonic_time () - g_ascii_strtoll (start, NULL, 10)) / 1000.0,
           (double) usage.ru_maxrss / 1024.0);
  exit (0);
}

static void
show (const char *which)
{
  GtkWindow *window;
  g_autoptr (AmpJobs) jobs = NULL;

  adw_init ();
  if (strcmp (which, "empty") == 0)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
      window = GTK_WINDOW (adw_window_new ());
      adw_window_set_content (ADW_WINDOW (window), box);
      gtk_window_set_default_size (window, 1180, 720);
    }
  else
    {
      g_resources_register (amp_app_get_resource ());
      if (!amp_vault_init (NULL))
        exit (1);
      jobs = amp_jobs_new ();
      window = GTK_WINDOW (amp_window_new (NULL, jobs));
    }
  gtk_widget_realize (GTK_WIDGET (window));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (painted), NULL);
  gtk_window_present (window);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
run_once (const char *self, const char *which, double *milliseconds, double *mib)
{
  const char *argv[] = {self, which, NULL};
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "AMP_BENCH_START", now, TRUE);
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  char *rest;

  if (!g_spawn_sync (NULL, (char **) argv, environment, 0, NULL, NULL, &out, NULL, NULL, &error))
    g_error ("%s", error->message);
  *milliseconds = g_ascii_strtod (out, &rest);
  *mib = g_ascii_strtod (rest, NULL);
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

int
main (int argc, char **argv)
{
  double empty[RUNS], ours[RUNS], empty_mib = 0, our_mib = 0;

  if (argc > 1)
    show (argv[1]);
  for (int i = 0; i < RUNS; i++)
    {
      run_once (argv[0], "empty", &empty[i], &empty_mib);
      run_once (argv[0], "amparo", &ours[i], &our_mib);
    }
  qsort (empty, RUNS, sizeof *empty, compare);
  qsort (ours, RUNS, sizeof *ours, compare);
  g_print ("first paint: amparo %.0f ms (%.0f to %.0f), empty libadwaita window %.0f ms (%.0f to "
           "%.0f), ratio %.2f\n",
           ours[RUNS / 2], ours[0], ours[RUNS - 1], empty[RUNS / 2], empty[0], empty[RUNS - 1],
           ours[RUNS / 2] / empty[RUNS / 2]);
  g_print ("memory: amparo %.0f MiB, empty window %.0f MiB\n", our_mib, empty_mib);
  return 0;
}
