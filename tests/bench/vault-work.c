/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The work that every engine does: STEP FOLDER CASES on the command line, "name value" lines on
 * standard output. What is written and asked comes from the same seeds everywhere; "check" is a
 * number that must come out the same. */
#include "vault-office.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define POINTS 100000
#define WARM_PASSES 5
#define SEARCHES 1000
#define SAVES 1000
#define OPENS 9

#define CACHE_KIB 65536       /* as the program has it */
#define NO_CACHE_KIB 400      /* the upper levels of the trees, hardly a leaf */
#define ALL_CACHE_KIB 1048576 /* everything */

typedef struct
{
  sqlite3 *db;
  const char *folder;
  guint cases;
  Office *office;
  guint64 check;
  double seconds; /* of what was last timed */
  double processor;
  guint64 syncs;
} Work;

/* --- Telling --- */

static double
clock_seconds (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
start (Work *self)
{
  self->syncs = amp_engine_syncs ();
  self->processor = clock_seconds (CLOCK_PROCESS_CPUTIME_ID);
  self->seconds = clock_seconds (CLOCK_MONOTONIC);
}

static void
stop (Work *self)
{
  self->seconds = clock_seconds (CLOCK_MONOTONIC) - self->seconds;
  self->processor = clock_seconds (CLOCK_PROCESS_CPUTIME_ID) - self->processor;
  self->syncs = amp_engine_syncs () - self->syncs;
}

static guint64
folder_bytes (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint64 sum = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf status;

      if (g_stat (path, &status) == 0)
        sum += (guint64) status.st_size;
    }
  return sum;
}

static void
tell (Work *self)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  g_print ("seconds %.6f\nprocessor %.6f\nsyncs %" G_GUINT64_FORMAT "\npeak %ld\nbytes "
           "%" G_GUINT64_FORMAT "\ncheck %" G_GUINT64_FORMAT "\n",
           self->seconds, self->processor, self->syncs, usage.ru_maxrss,
           folder_bytes (self->folder), self->check);
}

/* --- Opening --- */

static void
set_cache (Work *self, guint kib)
{
  g_autofree char *sql =
    g_strdup_printf ("PRAGMA main.cache_size=-%u; PRAGMA identity.cache_size=-%u", kib, kib);

  amp_engine_run (self->db, sql);
}

/* What the vault sets itself and costs or saves time is set for all. */
static void
open_databases (Work *self, guint kib)
{
  self->db = amp_engine_open (self->folder);
  amp_engine_run (self->db, "PRAGMA main.secure_delete=ON; PRAGMA identity.secure_delete=ON;"
                            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
                            "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON;"
                            "PRAGMA recursive_triggers=OFF");
  set_cache (self, kib);
}

static void
open_with_cache (Work *self, guint kib)
{
  open_databases (self, kib);
  self->office = amp_office_new (self->db, self->cases);
}

static void
close_again (Work *self)
{
  g_clear_pointer (&self->office, amp_office_free);
  amp_engine_close (self->db);
  self->db = NULL;
}

/* --- The steps --- */

/* One transaction over both databases, as an import is one. */
static void
step_load (Work *self)
{
  if (g_mkdir (self->folder, 0700) != 0)
    g_error ("%s cannot be made", self->folder);
  open_with_cache (self, CACHE_KIB);
  start (self);
  amp_engine_run (self->db, "BEGIN");
  amp_office_load (self->office);
  amp_engine_run (self->db, "COMMIT");
  stop (self);
  close_again (self);
}

static void
step_notes (Work *self)
{
  open_with_cache (self, CACHE_KIB);
  start (self);
  amp_engine_run (self->db, "BEGIN");
  amp_office_load_notes (self->office);
  amp_engine_run (self->db, "COMMIT");
  stop (self);
  close_again (self);
}

static void
step_open (Work *self)
{
  double seconds = 0, processor = 0;

  for (int i = 0; i < OPENS; i++)
    {
      start (self);
      open_databases (self, CACHE_KIB);
      stop (self);
      seconds += self->seconds / OPENS;
      processor += self->processor / OPENS;
      close_again (self);
    }
  self->seconds = seconds;
  self->processor = processor;
}

static void
read_points (Work *self)
{
  sqlite3_stmt *statement = amp_office_prepare (
    self->office, "SELECT region, opened_on, status, summary, updated_at FROM cases WHERE id=?1");

  amp_office_seed (self->office, 777);
  for (guint i = 0; i < POINTS; i++)
    {
      sqlite3_bind_int64 (statement, 1, amp_office_draw_case (self->office));
      if (sqlite3_step (statement) != SQLITE_ROW)
        g_error ("A case is missing: %s", sqlite3_errmsg (self->db));
      self->check += (guint64) sqlite3_column_bytes (statement, 3) +
                     (guint64) sqlite3_column_int64 (statement, 4);
      sqlite3_reset (statement);
    }
  sqlite3_finalize (statement);
}

static void
step_points_cold (Work *self)
{
  open_with_cache (self, CACHE_KIB);
  start (self);
  read_points (self);
  stop (self);
  close_again (self);
}

static void
step_points_uncached (Work *self)
{
  open_with_cache (self, NO_CACHE_KIB);
  start (self);
  read_points (self);
  stop (self);
  close_again (self);
}

static void
step_points_warm (Work *self)
{
  open_with_cache (self, ALL_CACHE_KIB);
  read_points (self);
  start (self);
  for (int i = 0; i < WARM_PASSES; i++)
    read_points (self);
  stop (self);
  self->seconds /= WARM_PASSES;
  self->processor /= WARM_PASSES;
  close_again (self);
}

/* Rows and whole numbers of an answer, added up. */
static void
ask (Work *self, const char *sql)
{
  sqlite3_stmt *statement = amp_office_prepare (self->office, sql);
  int rc;

  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (statement); i++)
      self->check += (guint64) sqlite3_column_int64 (statement, i) + 1;
  if (rc != SQLITE_DONE)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->db));
  sqlite3_finalize (statement);
}

static void
step_scan (Work *self)
{
  open_with_cache (self, CACHE_KIB);
  start (self);
  ask (self, "SELECT count(*), sum(length(summary)), sum(updated_at) FROM cases NOT INDEXED");
  ask (self, "SELECT count(*), sum(length(note)), sum(cost) FROM services NOT INDEXED");
  ask (self, "SELECT count(*), sum(length(note)), sum(outcome) FROM referrals NOT INDEXED");
  stop (self);
  close_again (self);
}

static void
step_aggregate (Work *self)
{
  open_with_cache (self, CACHE_KIB);
  start (self);
  ask (self, "SELECT region, substr(opened_on, 1, 7), count(*), sum(length(summary)) "
             "FROM cases NOT INDEXED GROUP BY 1, 2");
  ask (self,
       "SELECT c.region, substr(s.delivered_on, 1, 7), count(*), sum(s.cost) "
       "FROM services AS s NOT INDEXED CROSS JOIN cases AS c ON c.id = s.case_id GROUP BY 1, 2");
  stop (self);
  close_again (self);
}

static void
step_search (Work *self)
{
  sqlite3_stmt *statement;

  open_with_cache (self, CACHE_KIB);
  statement = amp_office_prepare (self->office,
                                  "SELECT rowid, body FROM notes WHERE notes MATCH ?1 LIMIT 50");
  amp_office_seed (self->office, 4242);
  start (self);
  for (guint i = 0; i < SEARCHES; i++)
    {
      const char *word = amp_office_draw_word (self->office);
      g_autofree char *words = g_strconcat (word, " ", amp_office_draw_word (self->office), NULL);
      int rc;

      sqlite3_bind_text (statement, 1, words, -1, SQLITE_STATIC);
      while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
        self->check += (guint64) sqlite3_column_bytes (statement, 1);
      if (rc != SQLITE_DONE)
        g_error ("%s: %s", words, sqlite3_errmsg (self->db));
      sqlite3_reset (statement);
    }
  stop (self);
  sqlite3_finalize (statement);
  close_again (self);
}

static void
step_saves_one (Work *self)
{
  open_with_cache (self, CACHE_KIB);
  start (self);
  amp_office_save (self->office, SAVES, 0, FALSE);
  stop (self);
  close_again (self);
}

static void
step_saves_both (Work *self)
{
  open_with_cache (self, CACHE_KIB);
  start (self);
  amp_office_save (self->office, SAVES, SAVES, TRUE);
  stop (self);
  close_again (self);
}

/* The first opening after the program died between two saves. */
static void
step_open_died (Work *self)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      open_with_cache (self, CACHE_KIB);
      amp_office_save (self->office, 1, 2 * SAVES, TRUE);
      _exit (0);
    }
  if (waitpid (child, &status, 0) < 0 || status != 0)
    g_error ("The program that was to die did not die well");
  start (self);
  open_databases (self, CACHE_KIB);
  stop (self);
  self->office = amp_office_new (self->db, self->cases);
  ask (self, "SELECT count(*) FROM services");
  close_again (self);
}

static void
step_name (Work *self)
{
  g_autofree char *name = NULL;

  if (g_mkdir (self->folder, 0700) != 0)
    g_error ("%s cannot be made", self->folder);
  self->db = amp_engine_open (self->folder);
  name = amp_engine_name (self->db);
  g_print ("fts5 %d\nname %s\n", sqlite3_compileoption_used ("ENABLE_FTS5"), name);
  close_again (self);
}

static const struct
{
  const char *name;
  void (*run) (Work *self);
} steps[] = {
  {"name", step_name},
  {"load", step_load},
  {"notes", step_notes},
  {"open", step_open},
  {"points-cold", step_points_cold},
  {"points-uncached", step_points_uncached},
  {"points-warm", step_points_warm},
  {"scan", step_scan},
  {"aggregate", step_aggregate},
  {"search", step_search},
  {"saves-one", step_saves_one},
  {"saves-both", step_saves_both},
  {"open-died", step_open_died},
};

int
main (int argc, char **argv)
{
  g_autofree Work *self = g_new0 (Work, 1);
  guint64 cases;

  if (argc != 4 || !g_ascii_string_to_unsigned (argv[3], 10, 1, 10000000, &cases, NULL))
    g_error ("usage: %s STEP FOLDER CASES", argv[0]);
  self->folder = argv[2];
  self->cases = (guint) cases;
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].name, argv[1]))
      {
        steps[i].run (self);
        tell (self);
        return 0;
      }
  g_error ("%s is no step", argv[1]);
}
