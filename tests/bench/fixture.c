/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office that the benchmarks measure. */
#include "fixture.h"

#include "domain/demo.h"

#include <stdlib.h>
#include <sys/resource.h>

guint
amp_bench_cases (void)
{
  const char *text = g_getenv ("AMP_BENCH_CASES");
  guint64 n = 1000000;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, 10000000, &n, NULL))
    g_error ("AMP_BENCH_CASES must be a number from 1 to 10000000");
  return (guint) n;
}

char *
amp_bench_folder (void)
{
  const char *folder = g_getenv ("AMP_BENCH_DIR");
  g_autofree char *name = g_strdup_printf ("bench-%u.amparo", amp_bench_cases ());

  return g_build_filename (folder != NULL ? folder : ".", name, NULL);
}

AmpSession *
amp_bench_session (void)
{
  const char *folder = g_getenv ("AMP_BENCH_DIR");
  g_autofree char *done = g_strdup_printf ("bench-%u.done", amp_bench_cases ());
  g_autofree char *path = amp_bench_folder ();
  g_autofree char *mark = g_build_filename (folder != NULL ? folder : ".", done, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSession) session = NULL;

  if (!amp_vault_init (&error))
    g_error ("%s", error->message);

  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (AMP_BENCH_PASSPHRASE);

  if (g_file_test (mark, G_FILE_TEST_EXISTS))
    {
      session = amp_session_open (path, AMP_BENCH_LOGIN, passphrase, &error);
      if (session == NULL)
        g_error ("%s: %s; remove it and run again", path, error->message);
      return g_steal_pointer (&session);
    }
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    g_error ("%s is half-made; remove it and run again", path);

  AmpDemoOptions options = {.cases = amp_bench_cases (), .seed = 1, .today = "2026-11-24"};
  gint64 start = g_get_monotonic_time ();

  session = amp_session_create (path, AMP_BENCH_LOGIN, passphrase, &amp_kdf_cheap, &error);
  if (session == NULL || !amp_demo_fill (session, &options, NULL, NULL, &error))
    g_error ("The bench office could not be made: %s", error->message);
  g_print ("# made %u cases in %.1f s, peak %.0f MiB\n", options.cases,
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC, amp_bench_peak_mib ());
  if (!g_file_set_contents (mark, "", 0, &error))
    g_error ("%s", error->message);
  return g_steal_pointer (&session);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
amp_bench_median (guint n, void (*run) (gpointer data), gpointer data)
{
  g_autofree double *seconds = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();

      run (data);
      seconds[i] = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
    }
  qsort (seconds, n, sizeof *seconds, compare_doubles);
  return seconds[n / 2];
}

double
amp_bench_peak_mib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024.0;
}
