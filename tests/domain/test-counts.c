/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counts against a second count that shares no code with them: facts kept as text, every
 * combination of values and stars spelled out, sets of units behind each. */
#include "facts.h"

#include "model/date.h"

#include <string.h>

typedef struct
{
  char *unit;
  const char *region, *on;
  const FactService *service; /* NULL for cases */
  const FactCase *case_;
  const FactPerson *person;
} Event;

static GArray *
events_of (Facts *facts, AmpUnit unit)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (Event));
  GArray *from = unit == AMP_UNIT_REFERRALS ? facts->referrals : facts->services;

  for (guint i = 0; unit == AMP_UNIT_CASES && i < facts->cases->len; i++)
    {
      FactCase *fact = &g_array_index (facts->cases, FactCase, i);
      Event event = {fact->id,     fact->region,
                     fact->opened, NULL,
                     fact,         &g_array_index (facts->persons, FactPerson, fact->person)};

      g_array_append_val (events, event);
    }
  for (guint i = 0; unit != AMP_UNIT_CASES && i < from->len; i++)
    {
      FactService *fact = &g_array_index (from, FactService, i);
      FactCase *case_ = &g_array_index (facts->cases, FactCase, fact->case_);
      FactPerson *person = &g_array_index (facts->persons, FactPerson, case_->person);
      Event event = {unit == AMP_UNIT_PERSONS ? person->id : fact->id,
                     fact->region,
                     fact->on,
                     fact,
                     case_,
                     person};

      if (unit == AMP_UNIT_REFERRALS || strcmp (fact->status, "delivered") == 0)
        g_array_append_val (events, event);
    }
  return events;
}

/* -1 before or after, 0 not clear, 1 in. */
static int
inside (const char *on, const char *from, const char *to)
{
  g_autofree char *first = NULL, *last = NULL;

  if (*from == '\0' && *to == '\0')
    return 1;
  if (on == NULL)
    return 0;
  first = g_strconcat (on, strlen (on) == 4 ? "-01-01" : strlen (on) == 7 ? "-01" : "", NULL);
  /* The only month of the facts is February of a leap year. */
  last = g_strconcat (on, strlen (on) == 4 ? "-12-31" : strlen (on) == 7 ? "-29" : "", NULL);
  if ((*from != '\0' && strcmp (last, from) < 0) || (*to != '\0' && strcmp (first, to) > 0))
    return -1;
  return (*from == '\0' || strcmp (first, from) >= 0) && (*to == '\0' || strcmp (last, to) <= 0);
}

static gboolean
not_victim (const Event *event)
{
  return g_strcmp0 (event->case_->trafficking, "not_victim") == 0 ||
         g_strcmp0 (event->case_->status, "closed_not_victim") == 0;
}

static const char *
fold_lima (const char *region, gboolean apart)
{
  return region != NULL && !apart && strcmp (region, "PE-LMA") == 0 ? "PE-LIM" : region;
}

/* Earliest day the text may mean, as text. */
static char *
earliest (const char *on)
{
  return on == NULL ? NULL
                    : g_strconcat (on,
                                   strlen (on) == 4   ? "-01-01"
                                   : strlen (on) == 7 ? "-01"
                                                      : "",
                                   NULL);
}

static int
age_of (const FactPerson *person, const char *first)
{
  AmpDate birth, on;

  if (person->birth == NULL || first == NULL)
    return -1;
  g_assert_true (amp_date_parse (person->birth, &birth));
  g_assert_true (amp_date_parse (first, &on));
  return amp_date_age (&birth, &on);
}

/* The values of one dimension, joined by ';' ("" alone: no data). situation -1: the case has none.
 */
static char *
values_of (
  const char *dimension, const Event *event, int situation, const char *first, gboolean apart)
{
  int age = age_of (event->person, first);
  const char *band = age < 0 ? event->person->band : NULL;
  const char *value = NULL;

  if (strcmp (dimension, "region") == 0)
    value = fold_lima (event->region, apart);
  else if (strcmp (dimension, "border") == 0)
    value = strstr ("PE-TUM PE-PIU EC-O", event->region) != NULL ? "yes" : "no";
  else if (strcmp (dimension, "country") == 0)
    value = g_str_has_prefix (event->region, "PE") ? "PE" : "EC";
  else if (strcmp (dimension, "macro_region") == 0)
    value = strstr ("PE-TUM PE-PIU", event->region) != NULL   ? "norte"
            : strstr ("PE-LIM PE-LMA", event->region) != NULL ? "lima"
            : strcmp (event->region, "PE-CUS") == 0           ? "sur"
            : strcmp (event->region, "EC-O") == 0             ? "costa"
                                                              : "sierra";
  else if (strcmp (dimension, "region_residence") == 0)
    value = event->person->residence;
  else if (strcmp (dimension, "sex") == 0)
    value = event->person->sex;
  else if (strcmp (dimension, "gender") == 0)
    value = event->person->gender;
  else if (strcmp (dimension, "nationality") == 0)
    value = event->person->nationality;
  else if (strcmp (dimension, "trafficking_status") == 0)
    value = event->case_->trafficking;
  else if (strcmp (dimension, "case_status") == 0)
    value = event->case_->status;
  else if (strcmp (dimension, "exploitation") == 0)
    value = situation < 0 ? NULL : event->case_->exploitation[situation];
  else if (strcmp (dimension, "region_exploitation") == 0)
    value = situation < 0 ? NULL : fold_lima (event->case_->where[situation], apart);
  else if (strcmp (dimension, "region_recruitment") == 0)
    value = situation < 0 ? NULL : fold_lima (event->case_->recruited[situation], apart);
  else if (strcmp (dimension, "service") == 0)
    value = event->service->type;
  else if (strcmp (dimension, "institution") == 0)
    value = event->service->institution;
  else if (strcmp (dimension, "referral_state") == 0)
    value = event->service->status;
  else if (strcmp (dimension, "service_domain") == 0)
    return g_strndup (event->service->type, 2);
  else if (strcmp (dimension, "year") == 0)
    return event->on == NULL ? g_strdup ("") : g_strndup (event->on, 4);
  else if (strcmp (dimension, "month") == 0)
    return event->on == NULL || strlen (event->on) < 7 ? g_strdup ("") : g_strndup (event->on, 7);
  else if (strcmp (dimension, "quarter") == 0)
    {
      if (event->on == NULL || strlen (event->on) < 7)
        return g_strdup ("");
      return g_strdup_printf ("%.4s-Q%d", event->on, (atoi (event->on + 5) + 2) / 3);
    }
  else if (strcmp (dimension, "minor") == 0)
    value = age >= 0       ? (age < 18 ? "yes" : "no")
            : band == NULL ? NULL
                           : (strcmp (band, "9--17") == 0 ? "yes" : "no");
  else if (strcmp (dimension, "age_band") == 0)
    value = age < 0    ? band
            : age < 9  ? "0--8"
            : age < 18 ? "9--17"
            : age < 21 ? "18--20"
            : age < 24 ? "21--23"
            : age < 27 ? "24--26"
            : age < 30 ? "27--29"
            : age < 39 ? "30--38"
            : age < 48 ? "39--47"
                       : "48+";
  else
    g_assert_not_reached ();
  return g_strdup (value != NULL ? value : "");
}

typedef struct
{
  GHashTable *cells; /* "v|v" -> set of units */
  GHashTable *not_victims;
  GHashTable *counted;
  guint64 undated;
} Expected;

static void
expect_cells (Expected *self,
              const AmpCountSpec *spec,
              char **values,
              gsize depth,
              const char *prefix,
              char *unit)
{
  g_auto (GStrv) codes = NULL;

  if (depth == spec->n_dimensions)
    {
      GHashTable *units = g_hash_table_lookup (self->cells, prefix);

      if (units == NULL)
        {
          units = g_hash_table_new (g_str_hash, g_str_equal);
          g_hash_table_insert (self->cells, g_strdup (prefix), units);
        }
      g_hash_table_add (units, unit);
      return;
    }
  codes = *values[depth] == '\0' ? g_strsplit ("|", "|", 1) : g_strsplit (values[depth], ";", -1);
  if (*values[depth] == '\0')
    **codes = '\0';
  for (char **code = codes;; code++)
    {
      g_autofree char *next = g_strconcat (prefix, *code != NULL ? *code : "*", "|", NULL);

      expect_cells (self, spec, values, depth + 1, next, unit);
      if (*code == NULL)
        return;
    }
}

static void
expect_event (
  Expected *self, const AmpCountSpec *spec, const Event *event, int situation, const char *first)
{
  char *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};

  for (gsize i = 0; i < spec->n_where; i++)
    {
      g_autofree char *own =
        values_of (spec->where_dimension[i]->name, event, situation, first, spec->lima_apart);
      g_autofree char *fenced = g_strconcat (";", own, ";", NULL);
      g_autofree char *wanted = g_strconcat (";", spec->where_value[i], ";", NULL);

      if (strstr (fenced, wanted) == NULL)
        return;
    }
  if (not_victim (event))
    {
      g_hash_table_add (self->not_victims, event->unit);
      return;
    }
  g_hash_table_add (self->counted, event->unit);
  for (gsize i = 0; i < spec->n_dimensions; i++)
    values[i] = values_of (spec->dimensions[i]->name, event, situation, first, spec->lima_apart);
  expect_cells (self, spec, values, 0, "", event->unit);
  for (gsize i = 0; i < spec->n_dimensions; i++)
    g_free (values[i]);
}

/* The first day of the unit in the period, among what counts (or, if nothing does, of all). */
static char *
first_day_of (GArray *events, const AmpCountSpec *spec, const char *unit)
{
  char *best[2] = {NULL, NULL};

  for (guint i = 0; i < events->len; i++)
    {
      const Event *event = &g_array_index (events, Event, i);
      int which = not_victim (event);
      g_autofree char *day = earliest (event->on);

      if (strcmp (event->unit, unit) != 0 || day == NULL ||
          inside (event->on, spec->from, spec->to) != 1)
        continue;
      if (best[which] == NULL || strcmp (day, best[which]) < 0)
        {
          g_free (best[which]);
          best[which] = g_strdup (event->on);
        }
    }
  if (best[0] != NULL)
    {
      g_free (best[1]);
      return best[0];
    }
  return best[1];
}

static Expected
expect (Facts *facts, const AmpCountSpec *spec)
{
  Expected self = {
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref),
    g_hash_table_new (g_str_hash, g_str_equal), g_hash_table_new (g_str_hash, g_str_equal), 0};
  g_autoptr (GArray) events = events_of (facts, spec->unit);

  for (guint i = 0; i < events->len; i++)
    {
      const Event *event = &g_array_index (events, Event, i);
      int in = inside (event->on, spec->from, spec->to);
      g_autofree char *first = NULL;
      int n = 0;

      self.undated += in == 0 ? 1 : 0;
      if (in != 1)
        continue;
      first = first_day_of (events, spec, event->unit);
      for (; n < 3 && event->case_->exploitation[n] != NULL; n++)
        expect_event (&self, spec, event, n, first);
      if (n == 0)
        expect_event (&self, spec, event, -1, first);
    }
  return self;
}

static void
expected_clear (Expected *self)
{
  g_hash_table_unref (self->cells);
  g_hash_table_unref (self->not_victims);
  g_hash_table_unref (self->counted);
}

/* --- Comparing --- */

static guint
rows_that_count (const AmpCountTable *table)
{
  guint n = 0;

  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    n += amp_count_table_count (table, row) > 0;
  return n;
}

static void
compare (Facts *facts, const AmpCountSpec *spec)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCountTable) table =
    amp_counts_compute (facts->office.session, spec, NULL, NULL, &error);
  Expected expected = expect (facts, spec);
  GHashTableIter iter;
  gpointer key, units;
  guint64 not_victims = 0;

  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, expected.cells);
  while (g_hash_table_iter_next (&iter, &key, &units))
    {
      g_auto (GStrv) values = g_strsplit (key, "|", -1);
      gssize row = amp_count_table_find (table, (const char *const *) values);

      g_assert_cmpint (row, >=, 0);
      g_assert_cmpuint (amp_count_table_count (table, (gsize) row), ==, g_hash_table_size (units));
    }
  g_assert_cmpuint (rows_that_count (table), ==, g_hash_table_size (expected.cells));
  g_assert_cmpuint (amp_count_table_total (table), ==, g_hash_table_size (expected.counted));
  g_assert_cmpuint (amp_count_table_undated (table), ==, expected.undated);
  g_hash_table_iter_init (&iter, expected.not_victims);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    not_victims += !g_hash_table_contains (expected.counted, key);
  g_assert_cmpuint (amp_count_table_not_victims (table), ==, not_victims);
  expected_clear (&expected);
}

static void
random_spec (AmpCountSpec *spec)
{
  gsize n_all;
  const AmpDimension *all = amp_dimensions (&n_all);
  static const char *const froms[] = {"", "2024-01-01", "2024-02-01", "2023-12-31"};
  static const char *const tos[] = {"", "2024-06-30", "2024-12-31", "2024-02-29"};
  static const struct
  {
    const char *dimension, *value;
  } wheres[] = {{"region", "PE-TUM"},       {"sex", "F"},
                {"nationality", "EC"},      {"exploitation", "ForcedLabour"},
                {"minor", "yes"},           {"border", "no"},
                {"trafficking_status", ""}, {"month", "2024-02"}};

  do
    {
      *spec = (AmpCountSpec){.unit = (AmpUnit) g_test_rand_int_range (0, 4),
                             .lima_apart = g_test_rand_bit ()};
      spec->n_dimensions = (gsize) g_test_rand_int_range (0, 4);
      for (gsize i = 0; i < spec->n_dimensions; i++)
        spec->dimensions[i] = &all[g_test_rand_int_range (0, (int) n_all)];
      g_strlcpy (spec->from, PICK (froms), sizeof spec->from);
      g_strlcpy (spec->to, PICK (tos), sizeof spec->to);
      spec->n_where = (gsize) g_test_rand_int_range (0, 3);
      for (gsize i = 0; i < spec->n_where; i++)
        {
          gsize k = (gsize) g_test_rand_int_range (0, G_N_ELEMENTS (wheres));

          spec->where_dimension[i] = amp_dimension_find (wheres[k].dimension);
          spec->where_value[i] = wheres[k].value;
        }
    }
  while (!amp_count_spec_check (spec, NULL));
}

static void
test_every_cell_agrees_with_a_second_count (void)
{
  for (guint round = 0; round < 3; round++)
    {
      Facts facts = {0};

      facts_fill (&facts);
      for (guint i = 0; i < 120; i++)
        {
          AmpCountSpec spec;

          random_spec (&spec);
          compare (&facts, &spec);
        }
      facts_clear (&facts);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/counts/every-cell-agrees-with-a-second-count",
                   test_every_cell_agrees_with_a_second_count);
  return g_test_run ();
}
