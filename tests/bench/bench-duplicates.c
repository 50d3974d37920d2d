/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is probably the person being typed, over the bench office: every half-typed name is one
 * query. Then everybody among everybody; AMP_BENCH_STEPS people of them where that is too long. */
#include "fixture.h"

#include "domain/duplicates.h"

#include <stdlib.h>

static const char *const typed[][3] = {
  {"yoselin", "kispe", NULL},       {"Maria", "Quispe", "Mamani"},
  {"Rosa Elvira", "Flores", NULL},  {"Pepe", "Guaman", "Ramos"},
  {"Luz Marina", "Rojas", "Cruz"},  {"Brian", "Condori", NULL},
  {"Lucha", "Sanches", "Basquez"},  {"Jefferson", "Sambrano", NULL},
  {"Maria Elena", NULL, NULL},      {NULL, "Quispe", NULL},
  {"Dayana", "Moreyra", "Aguilar"}, {"Chela", "Chabes", "Nunes"},
};
static const char *const fields[] = {"given_names", "surname_paternal", "surname_maternal"};

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
ask (AmpSession *session, const AmpRecord *person, const char *text)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found =
    amp_duplicates_find (session, person, text, NULL, AMP_DUPLICATES_MOST, NULL, &error);

  if (found == NULL)
    g_error ("%s", error->message);
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

/* Letter by letter, field by field. */
static void
type (AmpSession *session, const char *const *values, GArray *times)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    for (glong n = 2; values[i] != NULL && n <= g_utf8_strlen (values[i], -1); n++)
      {
        g_autofree char *part = g_utf8_substring (values[i], 0, n);
        double ms;

        (void) amp_record_set (person, fields[i], part, NULL);
        ms = ask (session, person, NULL);
        g_array_append_val (times, ms);
      }
}

/* --- Everybody --- */

static guint
steps (guint all)
{
  const char *text = g_getenv ("AMP_BENCH_STEPS");
  guint64 n = all;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &n, NULL))
    g_error ("AMP_BENCH_STEPS must be a number");
  return (guint) MIN (n, all);
}

static void
walk (AmpSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pairs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_pair_free);
  gint64 start = g_get_monotonic_time (), longest = 0, ready = 0;
  g_autoptr (AmpDuplicateWalk) self = amp_duplicate_walk_new (session, &error);
  guint n = self != NULL ? steps (self->people->len) : 0;
  double seconds;

  while (error == NULL && self->at < n)
    {
      gint64 before = g_get_monotonic_time ();

      amp_duplicate_walk_step (self, session, pairs, NULL, &error);
      longest = MAX (longest, g_get_monotonic_time () - before);
      if (self->at == 0)
        ready = g_get_monotonic_time () - start;
    }
  if (error != NULL)
    g_error ("%s", error->message);
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_print (
    "%u of %u people: %u pairs in %.1f s (%.1f s of it to begin), longest step %.0f ms, peak "
    "%.0f MiB\n",
    n, self->people->len, pairs->len, seconds, (double) ready / G_USEC_PER_SEC,
    (double) longest / 1000, amp_bench_peak_mib ());
}

int
main (void)
{
  g_autoptr (AmpSession) session = amp_bench_session ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  ask (session, NULL, "warm up");
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    type (session, typed[i], times);
  qsort (times->data, times->len, sizeof (double), compare);
  g_print ("%u people, %u queries: median %.1f ms, p95 %.1f ms, worst %.1f ms\n",
           amp_bench_cases (), times->len, g_array_index (times, double, times->len / 2),
           g_array_index (times, double, times->len * 95 / 100),
           g_array_index (times, double, times->len - 1));
  walk (session);
  return 0;
}
