/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plain SQLite, Amparo's vault and SQLCipher at the same work, one process a step, the engines in
 * turns, so that what else the machine does hits all alike. Arguments: the three programs. Medians
 * of AMP_BENCH_RUNS runs (5) over AMP_BENCH_CASES cases (100,000). AMP_SQLCIPHER: one more
 * SQLCipher, a shared library that is loaded in place of the one the program was linked with. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ENGINES 4
#define MAX_RUNS 99

typedef struct
{
  const char *program;
  const char *library;
  char *name;
  gboolean fts5;
} Engine;

/* In this order: each step leaves the folder to the next. */
static const char *const steps[] = {"load",        "notes",     "points-cold", "points-uncached",
                                    "points-warm", "scan",      "aggregate",   "search",
                                    "open",        "saves-one", "saves-both",  "open-died"};

#define N_STEPS G_N_ELEMENTS (steps)

enum
{
  SECONDS,
  PROCESSOR,
  SYNCS,
  PEAK,
  BYTES,
  CHECK,
  N_VALUES
};

static const char *const value_names[] = {"seconds", "processor", "syncs",
                                          "peak",    "bytes",     "check"};

typedef struct
{
  Engine engines[MAX_ENGINES];
  guint n_engines;
  guint runs;
  char *cases;
  char *folder;
  double values[N_STEPS][N_VALUES][MAX_ENGINES][MAX_RUNS];
  gboolean ran[N_STEPS][MAX_ENGINES];
} Bench;

typedef struct
{
  const char *step;
  int value;
  const char *label;
  double unit;
  int decimals;
  double goal; /* times plain SQLite, at most */
  double peer; /* times as fast as the last SQLCipher, at least */
} Row;

static const Row rows[] = {
  {"load", SECONDS, "bulk load, s", 1, 3, 1.25, 0},
  {"notes", SECONDS, "notes into FTS5, s", 1, 3, 0, 0},
  {"points-cold", SECONDS, "100,000 points, cold, s", 1, 3, 1.3, 3},
  {"points-uncached", SECONDS, "100,000 points, no cache, s", 1, 3, 1.3, 3},
  {"points-warm", SECONDS, "100,000 points, warm, s", 1, 3, 1.05, 0},
  {"scan", SECONDS, "full scan, cold, s", 1, 3, 1.3, 3},
  {"aggregate", SECONDS, "region x month, cold, s", 1, 3, 1.3, 0},
  {"search", SECONDS, "1,000 searches, cold, s", 1, 3, 0, 0},
  {"saves-one", SECONDS, "a save, one database, ms", 1, 3, 0, 0},
  {"saves-both", SECONDS, "a save, both, ms", 1, 3, 0, 0},
  {"saves-one", SYNCS, "syncs a save, one", 1000, 2, 0, 0},
  {"saves-both", SYNCS, "syncs a save, both", 1000, 2, 0, 0},
  {"load", SYNCS, "syncs, bulk load", 1, 0, 0, 0},
  {"open", SECONDS, "open, ms", 0.001, 2, 0, 0},
  {"open-died", SECONDS, "open after it died, ms", 0.001, 2, 0, 0},
  {"load", BYTES, "files after the load, MiB", 1048576, 1, 0, 0},
  {"load", PEAK, "peak memory, load, MiB", 1024, 1, 0, 0},
  {"scan", PEAK, "peak memory, scan, MiB", 1024, 1, 0, 0},
};

/* --- Running --- */

static void
read_value (Bench *bench, gsize step, guint engine, guint run, const char *line)
{
  for (int value = 0; value < N_VALUES; value++)
    {
      const char *rest = line + strlen (value_names[value]);

      if (g_str_has_prefix (line, value_names[value]) && *rest == ' ')
        bench->values[step][value][engine][run] = g_ascii_strtod (rest, NULL);
    }
}

/* What the program of the engine prints; NULL where it fails. */
static char *
call (Bench *bench, const Engine *engine, const char *step, const char *folder, gboolean quiet)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | (quiet ? G_SUBPROCESS_FLAGS_STDERR_SILENCE : 0));
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  if (engine->library != NULL)
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", engine->library, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, engine->program, step, folder,
                                         bench->cases, NULL);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error))
    g_error ("%s: %s", engine->program, error->message);
  if (!g_subprocess_get_successful (process))
    g_clear_pointer (&out, g_free);
  return out;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      (void) g_remove (path);
    }
  (void) g_rmdir (folder);
}

static char *
engine_folder (Bench *bench, guint engine)
{
  return g_strdup_printf ("%s/bench-vault-%u", bench->folder, engine);
}

static gboolean
needs_fts5 (const char *step)
{
  return g_str_equal (step, "notes") || g_str_equal (step, "search");
}

static void
run_step (Bench *bench, gsize step, guint engine, guint run)
{
  g_autofree char *folder = engine_folder (bench, engine);
  g_autofree char *out = NULL;
  g_auto (GStrv) lines = NULL;

  if (needs_fts5 (steps[step]) && !bench->engines[engine].fts5)
    return;
  if (step == 0)
    remove_folder (folder);
  out = call (bench, &bench->engines[engine], steps[step], folder, FALSE);
  if (out == NULL)
    g_error ("%s failed at %s", bench->engines[engine].name, steps[step]);
  lines = g_strsplit (out, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    read_value (bench, step, engine, run, lines[i]);
  bench->ran[step][engine] = TRUE;
}

static void
compare_checks (Bench *bench, gsize step, guint run)
{
  for (guint engine = 1; engine < bench->n_engines; engine++)
    if (bench->ran[step][engine] && (guint64) bench->values[step][CHECK][engine][run] !=
                                      (guint64) bench->values[step][CHECK][0][run])
      g_error ("%s has something else than %s after %s", bench->engines[engine].name,
               bench->engines[0].name, steps[step]);
}

/* Who goes first changes with each run: the first to go meets a disk still busy with the last. */
static void
run_all (Bench *bench)
{
  for (guint run = 0; run < bench->runs; run++)
    for (gsize step = 0; step < N_STEPS; step++)
      {
        for (guint turn = 0; turn < bench->n_engines; turn++)
          run_step (bench, step, (turn + run) % bench->n_engines, run);
        compare_checks (bench, step, run);
      }
  for (guint engine = 0; engine < bench->n_engines; engine++)
    {
      g_autofree char *folder = engine_folder (bench, engine);

      remove_folder (folder);
    }
}

/* --- The table --- */

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (const double *values, guint n)
{
  g_autofree double *sorted = g_memdup2 (values, n * sizeof *values);

  qsort (sorted, n, sizeof *sorted, compare);
  return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* Of each run to plain SQLite in the same run, then the median: what slows the machine down for a
 * while slows both. */
static double
ratio (Bench *bench, gsize step, int value, guint engine)
{
  double ratios[MAX_RUNS];

  for (guint run = 0; run < bench->runs; run++)
    {
      double plain = bench->values[step][value][0][run];

      ratios[run] = plain > 0 ? bench->values[step][value][engine][run] / plain : 0;
    }
  return median (ratios, bench->runs);
}

static gsize
find_step (const char *name)
{
  gsize step = 0;

  while (!g_str_equal (steps[step], name))
    step++;
  return step;
}

static void
append_goals (Bench *bench, const Row *row, int value, GString *line)
{
  const gsize step = find_step (row->step);
  const guint last = bench->n_engines - 1;
  const double ours = ratio (bench, step, value, 1);

  if (row->goal > 0)
    g_string_append_printf (line, "  at most %.2f: %s", row->goal,
                            ours <= row->goal ? "met" : "missed");
  if (row->peer > 0 && last > 1 && bench->ran[step][last])
    {
      const double theirs = ratio (bench, step, value, last), faster = theirs / ours;

      g_string_append_printf (line, "; %.2f times as fast as %s (plain: %.2f), at least %.0f: %s",
                              faster, bench->engines[last].name, theirs, row->peer,
                              faster >= row->peer ? "met" : "missed");
    }
}

static void
print_row (Bench *bench, const Row *row, int value)
{
  gsize step = find_step (row->step);
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "%-28s", row->label);
  for (guint engine = 0; engine < bench->n_engines; engine++)
    {
      double amount = median (bench->values[step][value][engine], bench->runs) / row->unit;
      double times = ratio (bench, step, value, engine);

      if (!bench->ran[step][engine])
        g_string_append_printf (line, " %20s", "-");
      else if (engine == 0)
        g_string_append_printf (line, " %20.*f", row->decimals, amount);
      else
        g_string_append_printf (line, " %12.*f (%5.2f)", row->decimals, amount, times);
    }
  append_goals (bench, row, value, line);
  g_print ("%s\n", line->str);
}

static void
print_head (Bench *bench, const char *title)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "%-28s", title);
  for (guint engine = 0; engine < bench->n_engines; engine++)
    g_string_append_printf (line, " %20s", bench->engines[engine].name);
  g_print ("\n%s  goal\n", line->str);
}

/* The same for programs: step, value, engine, median, ratio, each run. */
static void
print_lines (Bench *bench, const Row *row, int value)
{
  const gsize step = find_step (row->step);

  for (guint engine = 0; engine < bench->n_engines; engine++)
    {
      const double *values = bench->values[step][value][engine];

      if (!bench->ran[step][engine])
        continue;
      g_print ("bench-vault\t%s\t%s\t%s\t%.6f\t%.4f", row->step, value_names[value],
               bench->engines[engine].name, median (values, bench->runs),
               ratio (bench, step, value, engine));
      for (guint run = 0; run < bench->runs; run++)
        g_print ("\t%.6f", values[run]);
      g_print ("\n");
    }
}

static void
print_tables (Bench *bench)
{
  g_print ("%s cases, median of %u runs; in brackets: times plain SQLite in the same run\n",
           bench->cases, bench->runs);
  print_head (bench, "time and space");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    print_row (bench, &rows[i], rows[i].value);
  print_head (bench, "the same, processor time");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].value == SECONDS)
      print_row (bench, &rows[i], PROCESSOR);
  g_print ("\n");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      print_lines (bench, &rows[i], rows[i].value);
      if (rows[i].value == SECONDS)
        print_lines (bench, &rows[i], PROCESSOR);
    }
}

/* --- The engines --- */

static gboolean
add_engine (Bench *bench, const char *program, const char *library)
{
  Engine *engine = &bench->engines[bench->n_engines];
  g_autofree char *folder = g_strconcat (bench->folder, "/bench-vault-name", NULL);
  g_autofree char *out = NULL;
  g_auto (GStrv) lines = NULL;

  engine->program = program;
  engine->library = library;
  remove_folder (folder);
  out = call (bench, engine, "name", folder, bench->n_engines > 1);
  remove_folder (folder);
  if (out == NULL)
    return FALSE;
  lines = g_strsplit (out, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "name "))
        engine->name = g_strdup (lines[i] + strlen ("name "));
      if (g_str_equal (lines[i], "fts5 1"))
        engine->fts5 = TRUE;
    }
  bench->n_engines++;
  return TRUE;
}

static void
add_engines (Bench *bench, char **programs)
{
  const char *library = g_getenv ("AMP_SQLCIPHER");

  if (!add_engine (bench, programs[0], NULL) || !add_engine (bench, programs[1], NULL))
    g_error ("An engine does not start");
  if (!add_engine (bench, programs[2], NULL) && library == NULL)
    g_print ("SQLCipher is not measured: install libsqlcipher-dev and set up a new build folder, "
             "or name its shared library in AMP_SQLCIPHER.\n");
  if (library != NULL && !add_engine (bench, programs[2], library))
    g_error ("%s is no SQLCipher", library);
}

static guint
number_from (const char *variable, guint otherwise, guint most)
{
  const char *text = g_getenv (variable);
  guint64 n = otherwise;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, most, &n, NULL))
    g_error ("%s must be a number from 1 to %u", variable, most);
  return (guint) n;
}

int
main (int argc, char **argv)
{
  g_autofree Bench *bench = g_new0 (Bench, 1);
  const char *folder = g_getenv ("AMP_BENCH_DIR");

  if (argc != 4)
    g_error ("usage: %s PLAIN AMPARO SQLCIPHER", argv[0]);
  bench->folder = g_strdup (folder != NULL ? folder : ".");
  bench->runs = number_from ("AMP_BENCH_RUNS", 5, MAX_RUNS);
  bench->cases = g_strdup_printf ("%u", number_from ("AMP_BENCH_CASES", 100000, 10000000));
  add_engines (bench, argv + 1);
  run_all (bench);
  print_tables (bench);
  for (guint engine = 0; engine < bench->n_engines; engine++)
    g_free (bench->engines[engine].name);
  g_free (bench->folder);
  g_free (bench->cases);
  return 0;
}
