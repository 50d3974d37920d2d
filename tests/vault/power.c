/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seeds, one after the other. */
#include "power.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOGS_SHOWN 3

typedef struct
{
  const char *name;
  PowerScenario scenario;
  guint sample;
} Entry;

static guint64 seeds, from = 1;
static char *only;
static char now_running[200]; /* for a crash */

void
power_fail (PowerRun *run, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (run->problems, format, arguments);
  va_end (arguments);
  g_string_append_c (run->problems, '\n');
}

gboolean
power_failed (const PowerRun *run)
{
  return run->problems->len > 0;
}

void
power_cut (PowerRun *run)
{
  sim_disk_cut (run->disk, sim_random_next (&run->random));
  run->cuts++;
}

guint
power_some (PowerRun *run, guint most)
{
  guint bits = 0;

  while ((most >> bits) > 0)
    bits++;
  return 1 + sim_random_below (&run->random,
                               MIN (most, 1u << sim_random_below (&run->random, bits + 1)));
}

void
power_take_disk (PowerRun *run, SimDisk *disk)
{
  if (run->disk != NULL)
    sim_disk_free (run->disk);
  run->disk = disk;
  sim_disk_use (disk);
}

AmpSecret *
power_passphrase (void)
{
  return amp_secret_new_from_text ("tres tristes tigres");
}

SimDisk *
power_new_vault (void)
{
  SimDisk *disk = sim_disk_new ();
  g_autoptr (AmpSecret) passphrase = power_passphrase ();
  g_autoptr (GError) error = NULL;
  AmpVault *vault;

  sim_disk_use (disk);
  vault = amp_vault_create (POWER_FOLDER, POWER_LOGIN, passphrase, &amp_kdf_cheap, &error);
  g_assert_no_error (error);
  amp_vault_free (vault);
  return disk;
}

/* --- Running --- */

static void
tell_seed (int number)
{
  ssize_t written = write (STDERR_FILENO, now_running, strlen (now_running));

  (void) written;
  (void) signal (number, SIG_DFL);
  (void) raise (number);
}

static void
tell_failure (const PowerRun *run, gboolean with_log)
{
  g_auto (GStrv) lines = g_strsplit (run->problems->str, "\n", -1);

  g_test_message ("%s, seed %" G_GUINT64_FORMAT ":", run->scenario, run->seed);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    g_test_message ("  %s", *line);
  if (with_log)
    g_test_message ("%s", sim_disk_log (run->disk));
}

static void
run_entry (gconstpointer data)
{
  const Entry *entry = data;
  guint64 n = seeds > 0 ? seeds : entry->sample;
  guint failed = 0, cuts = 0;
  gint64 began = g_get_monotonic_time ();

  for (guint64 seed = from; seed < from + n; seed++)
    {
      PowerRun run = {
        .scenario = entry->name, .seed = seed, .random = {seed * 7919}, .sample = seeds == 0};

      (void) snprintf (now_running, sizeof now_running,
                       "# died in %s, seed %" G_GUINT64_FORMAT "\n", entry->name, seed);
      run.problems = g_string_new (NULL);
      entry->scenario (&run);
      cuts += run.cuts;
      if (power_failed (&run))
        tell_failure (&run, failed++ < LOGS_SHOWN);
      g_string_free (run.problems, TRUE);
      if (run.disk != NULL)
        sim_disk_free (run.disk);
    }
  g_test_message ("%s: %" G_GUINT64_FORMAT " seeds from %" G_GUINT64_FORMAT
                  ", %u power cuts, %u failed, %.1f s",
                  entry->name, n, from, cuts, failed,
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  if (failed > 0)
    g_test_fail ();
}

void
power_add (const char *name, PowerScenario scenario, guint sample)
{
  Entry *entry;
  g_autofree char *path = g_strdup_printf ("/vault/power/%s", name);

  if (only != NULL && strcmp (only, name) != 0)
    return;
  entry = g_new0 (Entry, 1);
  entry->name = name;
  entry->scenario = scenario;
  entry->sample = sample;
  g_test_add_data_func_full (path, entry, run_entry, g_free);
}

static gboolean
read_number (const char *text, guint64 *value)
{
  return text == NULL || g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, value, NULL);
}

/* What the vault says for developers when a disk fails it. */
static void
drop_debug (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if ((level & G_LOG_LEVEL_DEBUG) == 0)
    g_log_default_handler (domain, level, message, data);
}

gboolean
power_init (int *argc, char ***argv)
{
  g_autofree char *seeds_text = g_strdup (g_getenv ("AMP_POWER_SEEDS"));
  g_autofree char *from_text = g_strdup (g_getenv ("AMP_POWER_FROM"));
  const GOptionEntry options[] = {
    {"seeds", 0, 0, G_OPTION_ARG_STRING, &seeds_text, "how many", "N"},
    {"from", 0, 0, G_OPTION_ARG_STRING, &from_text, "the first", "N"},
    {"only", 0, 0, G_OPTION_ARG_STRING, &only, "this scenario", "NAME"},
    {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse (context, argc, argv, NULL) || !read_number (seeds_text, &seeds) ||
      !read_number (from_text, &from))
    {
      (void) fprintf (stderr, "--seeds N --from N --only SCENARIO\n");
      return FALSE;
    }
  g_test_init (argc, argv, NULL);
  g_test_set_nonfatal_assertions (); /* the other scenarios run all the same */
  (void) g_log_set_default_handler (drop_debug, NULL);
  (void) signal (SIGABRT, tell_seed);
  (void) signal (SIGSEGV, tell_seed);
  return amp_vault_init (NULL);
}
