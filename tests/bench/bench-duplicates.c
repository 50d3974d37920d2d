/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is probably the person being typed, over the bench office: every half-typed name is one
 * query. */
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
  return 0;
}
