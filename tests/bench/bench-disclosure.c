/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many cells of realistic tables have to be hidden, and how long the proof takes. The peer is
 * GaussSuppression 1.2.3 for the standard rule: its count of secondary cells stands beside ours
 * (tests/data/disclosure/README). AMP_LIMIT: seconds for one proof, on a machine that is busy; what
 * a table took of the processor stands beside what it took. */
#include "../disclosure/tables.h"

#include "disclosure/rules.h"
#include "disclosure/suppress.h"

#include <sys/resource.h>

typedef struct
{
  const char *table;
  gint64 t;
  guint peer; /* 0: not known */
} Row;

static const Row rows[] = {
  {"A_400", 5, 22},   {"A_400", 11, 10},    {"B_400", 5, 48},    {"B_400", 11, 15},
  {"A_2000", 5, 102}, {"A_2000", 11, 50},   {"C_2000", 11, 125}, {"A_20000", 11, 202},
  {"B_2000", 11, 0},  {"B_20000", 11, 559}, {"C_20000", 11, 0},  {"D_20000", 11, 0},
};

static double
processor_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_utime.tv_sec + (double) usage.ru_utime.tv_usec / 1e6;
}

static void
bench (const Row *row, gboolean strong)
{
  const AmpRules rules = {
    .t = row->t, .zeros_hidden = TRUE, .strong = strong, .share_percent = 100};
  const char *limit = g_getenv ("AMP_LIMIT");
  const AmpSuppressOptions options = {
    .seed = 1, .limit_ms = limit == NULL ? 0 : 1000 * g_ascii_strtoll (limit, NULL, 10)};
  g_autofree char *name = g_strconcat (row->table, ".txt", NULL);
  g_autofree char *path = g_build_filename (AMP_TABLES, name, NULL);
  g_auto (TestTable) table = {0};
  g_autoptr (GArray) needs = NULL;
  g_autoptr (GPtrArray) proof = NULL;
  g_autoptr (GError) error = NULL;
  struct rusage usage;
  gint64 begin;
  double processor;

  test_table_read (&table, path);
  needs = amp_rules_apply (&rules, table.cube, table.system, &error);
  if (needs == NULL)
    g_error ("%s", error->message);
  processor = processor_seconds ();
  begin = g_get_monotonic_time ();
  proof = amp_suppress (table.system, (const AmpNeed *) (gpointer) needs->data, needs->len, NULL,
                        &options, NULL, &error);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("%-8s t=%-2d %-8s %6u cells %5u primary %5u secondary (peer %3u) %4u witnesses %7.2f s "
           "(%.2f) %5ld MB%s%s\n",
           row->table, (int) row->t, strong ? "strong" : "standard", table.system->n_cells,
           test_table_count_state (&table, AMP_CELL_PRIMARY),
           test_table_count_state (&table, AMP_CELL_SECONDARY), strong ? 0 : row->peer,
           proof == NULL ? 0 : proof->len, (double) (g_get_monotonic_time () - begin) / 1e6,
           processor_seconds () - processor, usage.ru_maxrss / 1024, error == NULL ? "" : "; ",
           error == NULL ? "" : error->message);
}

int
main (int argc, char **argv)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (argc < 2 || g_strcmp0 (rows[i].table, argv[1]) == 0)
      for (gboolean strong = FALSE; strong <= TRUE; strong++)
        bench (&rows[i], strong);
  return 0;
}
