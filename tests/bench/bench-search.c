/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box over the bench office: what is typed there, letter by letter, each keystroke one
 * query. The bound is 50 ms a keystroke at 100,000 cases. */
#include "fixture.h"

#include "domain/search.h"

#include <stdlib.h>
#include <time.h>

#define PER_GROUP 8

static const char *const typed[] = {
  "quispe",         "maría quispe",    "de la cruz",     "jhoselyn",    "núñez torres",
  "rosa",           "TUM-26-0041-K",   "tum 26 0041",    "987 654 321", "45678912",
  "albergue",       "hermana en lima", "no contesta",    "a",           "ana m",
  "zzzz",           "la cruz maria",   "0041",           "seguimiento", "madre de dios",
  "maria maria ma", "yoselin kispe",   "xiomara guaman",
};

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Of this thread: what others do on the machine is not the query's time. */
static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1e6;
}

static void
report (const char *what, GArray *times)
{
  qsort (times->data, times->len, sizeof (double), compare);
  g_print ("%s: %u cases, %u keystrokes: median %.2f ms, p95 %.2f ms, worst %.2f ms\n", what,
           amp_bench_cases (), times->len, g_array_index (times, double, times->len / 2),
           g_array_index (times, double, times->len * 95 / 100),
           g_array_index (times, double, times->len - 1));
}

static double
keystroke (AmpSession *session, const char *text)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  AmpSearchVisit visit = {FALSE};
  g_autoptr (AmpSearchFindings) found =
    amp_search (session, &visit, text, PER_GROUP, FALSE, NULL, &error);

  if (found == NULL)
    g_error ("%s", error->message);
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

int
main (void)
{
  g_autoptr (AmpSession) session = amp_bench_session ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cpu = g_array_new (FALSE, FALSE, sizeof (double));

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      const char *end = typed[i];
      double worst = 0;
      g_autofree char *at = NULL;

      while (*end != '\0')
        {
          g_autofree char *text = NULL;
          double ms, used;

          end = g_utf8_next_char (end);
          text = g_strndup (typed[i], (gsize) (end - typed[i]));
          used = cpu_ms ();
          ms = keystroke (session, text);
          used = cpu_ms () - used;
          g_array_append_val (times, ms);
          g_array_append_val (cpu, used);
          if (used > worst)
            {
              worst = used;
              g_free (at);
              at = g_steal_pointer (&text);
            }
        }
      g_print ("%-20s worst keystroke %7.2f ms at \"%s\"\n", typed[i], worst, at);
    }
  report ("by the clock", times);
  report ("of the processor", cpu);
  return 0;
}
