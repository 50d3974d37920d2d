/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Local recoding against ARX 3.9.2, on the registers of its baseline figures
 * (tests/data/disclosure/README) and on others. Each row runs in a process of its own, reading
 * included; a program of others judges what was written. */
#include "../review/people.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  guint n, seed;
  AmpRecodeRule rule;
  gboolean vary_k;
  double peer_loss, peer_seconds; /* 0: not known */
} Row;

static const Row rows[] = {
  {100000, 20250101, {.k = 5}, FALSE, 0.1156, 67.2},
  {100000, 20250101, {.k = 11}, FALSE, 0.1563, 64.5},
  {10000, 20250101, {.k = 5}, FALSE, 0.2245, 13.9},
  {10000, 20250101, {.k = 11}, FALSE, 0.2958, 14.4},
  {100000, 20250101, {.k = 5, .l = 3}, FALSE, 0.1256, 82.4},
  {100000, 20250101, {.k = 11, .l = 3}, FALSE, 0.1565, 144},
  {100000, 20250101, {.k = 5, .t_percent = 50}, FALSE, 0.1735, 736},
  {100000, 20250101, {.k = 11, .l = 3, .share_percent = 80, .t_percent = 50}, FALSE, 0, 0},
  {100000, 20250101, {.k = 5}, TRUE, 0, 0},
  {100000, 20250101, {.k = 11}, TRUE, 0, 0},
  {1000, 1, {.k = 5}, FALSE, 0, 0},
  {1000, 1, {.k = 11}, FALSE, 0, 0},
  {3000, 2, {.k = 5}, FALSE, 0, 0},
  {3000, 2, {.k = 11}, FALSE, 0, 0},
  {10000, 3, {.k = 5}, FALSE, 0, 0},
  {10000, 3, {.k = 11}, FALSE, 0, 0},
  {30000, 4, {.k = 5}, FALSE, 0, 0},
  {30000, 4, {.k = 11}, FALSE, 0, 0},
  {100000, 5, {.k = 5}, FALSE, 0, 0},
  {100000, 5, {.k = 11}, FALSE, 0, 0},
  {100000, 6, {.k = 5}, FALSE, 0, 0},
  {100000, 6, {.k = 11}, FALSE, 0, 0},
};

static char *
run (const char *const *words)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL,
                     &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", words[0], error->message);
  return out;
}

/* In a process of its own: from the files to the file. */
static void
recode (const Row *row, const char *folder, const char *path)
{
  const gint64 begin = g_get_monotonic_time ();
  TestPeople *people = test_people_read (folder);
  const AmpRecodeOptions options = {.seed = row->seed,
                                    .effort = amp_recode_effort (row->n, TEST_PEOPLE_COLUMNS),
                                    .vary_k = row->vary_k};
  g_autoptr (GError) error = NULL;
  AmpRecoding *recoding = amp_recode (&people->table, &row->rule, &options, NULL, &error);
  struct rusage usage;
  double seconds;

  if (recoding == NULL)
    g_error ("%s", error->message);
  seconds = (double) (g_get_monotonic_time () - begin) / 1e6;
  getrusage (RUSAGE_SELF, &usage);
  g_print ("%6u %8u  k=%-2u l=%u share=%-3u t=%-3u %s  loss %.4f", row->n, row->seed, row->rule.k,
           row->rule.l, row->rule.share_percent, row->rule.t_percent,
           row->vary_k ? "varied" : "      ", recoding->loss);
  if (row->peer_loss > 0)
    g_print (" (ARX %.4f, %.3f of it)", row->peer_loss, recoding->loss / row->peer_loss);
  g_print ("  %5.2f s, %.2f s of them reckoning", seconds,
           (double) usage.ru_utime.tv_sec + (double) usage.ru_utime.tv_usec / 1e6);
  if (row->peer_seconds > 0)
    g_print (" (ARX %.0f s, 1/%.0f)", row->peer_seconds, row->peer_seconds / seconds);
  g_print ("  %ld MB\n", usage.ru_maxrss / 1024);
  test_people_write (people, recoding, path);
  amp_recoding_free (recoding);
  test_people_free (people);
}

static void
bench (const Row *row, const char *gen, const char *judge, const char *top)
{
  g_autofree char *n = g_strdup_printf ("%u", row->n), *seed = g_strdup_printf ("%u", row->seed);
  g_autofree char *k = g_strdup_printf ("%u", row->rule.k);
  g_autofree char *folder = g_strdup_printf ("%s/recode-%s-%s", top, n, seed);
  g_autofree char *cases = g_build_filename (folder, "cases.csv", NULL);
  g_autofree char *path = g_build_filename (folder, "out.csv", NULL);
  const char *make[] = {gen, n, seed, folder, NULL};
  const char *judge_it[] = {"python3", judge, folder, path, k, NULL};
  g_autofree char *verdict = NULL;
  pid_t child;

  if (!g_file_test (cases, G_FILE_TEST_EXISTS))
    {
      if (g_mkdir_with_parents (folder, 0700) != 0)
        g_error ("%s cannot be made", folder);
      g_free (run (make));
    }
  child = fork ();
  if (child == 0)
    {
      recode (row, folder, path);
      _exit (0);
    }
  waitpid (child, NULL, 0);
  verdict = run (judge_it);
  if (strstr (verdict, "\"records_violating_K\": 0,") == NULL ||
      strstr (verdict, "\"wrong_labels\": 0,") == NULL)
    g_error ("%s", verdict);
}

int
main (int argc, char **argv)
{
  const char *top = g_getenv ("AMP_BENCH_DIR");

  if (argc < 3)
    g_error ("gen and evalmd.py have to be named");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    bench (&rows[i], argv[1], argv[2], top != NULL ? top : ".");
  return 0;
}
