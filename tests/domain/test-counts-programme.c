/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The programme is counted twice: by the program, and by going through the facts one by one. */
#include "programme-office.h"

#include <gio/gio.h>
#include <string.h>

/* --- The second count --- */

static gboolean
place (const AmpCountSpec *spec, const char *on, gboolean *unclear)
{
  char first[11], last[11];

  *unclear = FALSE;
  if (*spec->from == '\0' && *spec->to == '\0')
    return TRUE;
  if (on == NULL)
    {
      *unclear = TRUE;
      return FALSE;
    }
  g_snprintf (first, sizeof first, "%s%s", on,
              strlen (on) == 4   ? "-01-01"
              : strlen (on) == 7 ? "-01"
                                 : "");
  g_snprintf (last, sizeof last, "%s%s", on,
              strlen (on) == 4   ? "-12-31"
              : strlen (on) == 7 ? "-29"
                                 : "");
  if ((*spec->from && strcmp (last, spec->from) < 0) || (*spec->to && strcmp (first, spec->to) > 0))
    return FALSE;
  *unclear =
    (*spec->from && strcmp (first, spec->from) < 0) || (*spec->to && strcmp (last, spec->to) > 0);
  return !*unclear;
}

static const char *
region_value (const AmpCountSpec *spec, const char *dimension, const char *region)
{
  static const char *const border[] = {"PE-TUM", "PE-PIU", "EC-O"};

  if (region == NULL)
    return "";
  if (g_str_equal (dimension, "country"))
    return g_str_has_prefix (region, "PE") ? "PE" : "EC";
  if (g_str_equal (dimension, "border"))
    {
      for (guint i = 0; i < G_N_ELEMENTS (border); i++)
        if (g_str_equal (border[i], region))
          return "yes";
      return "no";
    }
  if (g_str_equal (region, "PE-LMA") && !spec->lima_apart)
    return "PE-LIM";
  return region;
}

/* Values of a dimension, joined by ';'. */
static char *
values_of (const AmpCountSpec *spec, const ProgrammeFact *fact, const char *name, guint head)
{
  static const char *const sexes[] = {"F", "M", ""}, *const ages[] = {"0_11", "12_17", "18",
                                                                      "unknown"};
  const char *region = fact->region != NULL ? fact->region : fact->held_in, *found = NULL;
  const char *on = fact->on != NULL ? fact->on : "";
  guint month = strlen (on) >= 7 ? (guint) g_ascii_strtoull (on + 5, NULL, 10) : 0;

  if (g_str_equal (name, "country") && fact->country != NULL)
    found = fact->country;
  else if (g_str_equal (name, "region") || g_str_equal (name, "border") ||
           g_str_equal (name, "country"))
    found = region_value (spec, name, region);
  else if (g_str_equal (name, "sex"))
    found = sexes[fact->unit == AMP_UNIT_TRAINED ? head : head / 4];
  else if (g_str_equal (name, "age_group"))
    found = ages[head % 4];
  else if (g_str_equal (name, "institution"))
    found = fact->institution;
  else if (g_str_equal (name, "activity_kind"))
    found = fact->kind;
  else if (g_str_has_suffix (name, "_audience"))
    found = fact->audience;
  else if (g_str_equal (name, "training_topic"))
    found = fact->topics;
  else if (g_str_equal (name, "training_modality"))
    found = fact->modality;
  else if (g_str_equal (name, "commitment_status"))
    found = fact->status;
  else if (g_str_equal (name, "year"))
    return g_strndup (on, 4);
  else if (g_str_equal (name, "month"))
    return g_strndup (on, month > 0 ? 7 : 0);
  else if (g_str_equal (name, "quarter"))
    return month > 0 ? g_strdup_printf ("%.4s-Q%u", on, (month + 2) / 3) : g_strdup ("");
  return g_strdup (found != NULL ? found : "");
}

static gboolean
passes (const AmpCountSpec *spec, const ProgrammeFact *fact, guint head)
{
  for (gsize i = 0; i < spec->n_where; i++)
    {
      g_autofree char *values = values_of (spec, fact, spec->where_dimension[i]->name, head);
      g_auto (GStrv) each = g_strsplit (values, ";", -1);

      if (!g_strv_contains ((const char *const *) each, spec->where_value[i]) &&
          !(*values == '\0' && *spec->where_value[i] == '\0'))
        return FALSE;
    }
  return TRUE;
}

static void
add_to (GHashTable *cells, const char *key, guint64 n)
{
  guint64 *count = g_hash_table_lookup (cells, key);

  if (count == NULL)
    g_hash_table_insert (cells, g_strdup (key), count = g_new0 (guint64, 1));
  *count += n;
}

static void
expect (GHashTable *cells,
        const AmpCountSpec *spec,
        const ProgrammeFact *fact,
        guint head,
        gsize depth,
        const char *key,
        guint64 n)
{
  g_autofree char *values = NULL, *all = NULL;
  g_auto (GStrv) each = NULL;

  if (depth == spec->n_dimensions)
    {
      add_to (cells, key, n);
      return;
    }
  values = values_of (spec, fact, spec->dimensions[depth]->name, head);
  each = g_strsplit (*values != '\0' ? values : "-", ";", -1);
  for (guint i = 0; each[i] != NULL; i++)
    {
      g_autofree char *next = g_strdup_printf ("%s|%s", key, *values != '\0' ? each[i] : "");

      expect (cells, spec, fact, head, depth + 1, next, n);
    }
  all = g_strdup_printf ("%s|*", key);
  expect (cells, spec, fact, head, depth + 1, all, n);
}

static GHashTable *
count_again (const Programme *self, const AmpCountSpec *spec, guint64 *undated)
{
  GHashTable *cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  AmpUnit of = spec->unit == AMP_UNIT_REACHED ? AMP_UNIT_ACTIVITIES : spec->unit;
  guint n_heads = spec->unit == AMP_UNIT_REACHED ? 12 : spec->unit == AMP_UNIT_TRAINED ? 3 : 0;

  *undated = 0;
  for (guint i = 0; i < self->facts->len; i++)
    {
      const ProgrammeFact *fact = &g_array_index (self->facts, ProgrammeFact, i);
      gboolean unclear;

      if (fact->unit != of || !fact->counts)
        continue;
      if (!place (spec, fact->on, &unclear))
        {
          *undated += unclear ? 1 : 0;
          continue;
        }
      if (n_heads == 0 && passes (spec, fact, 0))
        expect (cells, spec, fact, 0, 0, "", 1);
      for (guint head = 0; head < n_heads; head++)
        if (fact->heads[head] > 0 && passes (spec, fact, head))
          expect (cells, spec, fact, head, 0, "", fact->heads[head]);
    }
  return cells;
}

/* --- Comparing --- */

static void
compare (const Programme *self, const AmpCountSpec *spec)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCountTable) table =
    amp_counts_compute (self->office.session, spec, NULL, NULL, &error);
  guint64 undated, *total;
  g_autoptr (GHashTable) cells = count_again (self, spec, &undated);
  guint n = 0;

  g_assert_no_error (error);
  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      g_autoptr (GString) key = g_string_new (NULL);
      const guint64 *expected;

      if (amp_count_table_count (table, row) == 0)
        continue;
      for (gsize i = 0; i < spec->n_dimensions; i++)
        g_string_append_printf (key, "|%s", amp_count_table_value (table, row, i));
      expected = g_hash_table_lookup (cells, key->str);
      g_assert_nonnull (expected);
      g_assert_cmpuint (amp_count_table_count (table, row), ==, *expected);
      n++;
    }
  g_assert_cmpuint (n, ==, g_hash_table_size (cells));
  total = g_hash_table_lookup (cells, spec->n_dimensions == 0   ? ""
                                      : spec->n_dimensions == 1 ? "|*"
                                      : spec->n_dimensions == 2 ? "|*|*"
                                                                : "|*|*|*");
  g_assert_cmpuint (amp_count_table_total (table), ==, total != NULL ? *total : 0);
  g_assert_cmpuint (amp_count_table_undated (table), ==, undated);
  g_assert_cmpuint (amp_count_table_not_victims (table), ==, 0);
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
  } wheres[] = {{"region", "PE-TUM"},
                {"sex", "F"},
                {"activity_audience", "children"},
                {"institution", "PNP"},
                {"border", "no"},
                {"commitment_status", "open"},
                {"training_topic", "cross_border"},
                {"country", "EC"},
                {"age_group", "18"}};

  do
    {
      *spec =
        (AmpCountSpec){.unit = (AmpUnit) g_test_rand_int_range (AMP_UNIT_ACTIVITIES, AMP_N_UNITS),
                       .lima_apart = g_test_rand_bit ()};
      spec->n_dimensions = (gsize) g_test_rand_int_range (0, 4);
      for (gsize i = 0; i < spec->n_dimensions; i++)
        do
          spec->dimensions[i] = &all[g_test_rand_int_range (0, (int) n_all)];
        while (!amp_dimension_fits (spec->dimensions[i], spec->unit) ||
               g_str_equal (spec->dimensions[i]->name, "macro_region"));
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
      g_auto (Programme) programme = {0};

      programme_open (&programme);
      programme_fill (&programme, 60);
      for (guint i = 0; i < 150; i++)
        {
          AmpCountSpec spec;

          random_spec (&spec);
          compare (&programme, &spec);
        }
    }
}

/* --- What it is not --- */

static void
refuse (const Programme *self, AmpUnit unit, const char *by, const char *where, const char *value)
{
  AmpCountSpec spec = {.unit = unit, .n_dimensions = 1, .n_where = where != NULL ? 1 : 0};
  g_autoptr (GError) error = NULL;

  spec.dimensions[0] = amp_dimension_find (by);
  spec.where_dimension[0] = amp_dimension_find (where);
  spec.where_value[0] = value;
  g_assert_null (amp_counts_compute (self->office.session, &spec, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
test_what_does_not_fit_is_refused (void)
{
  g_auto (Programme) programme = {0};

  programme_open (&programme);
  refuse (&programme, AMP_UNIT_ACTIVITIES, "sex", NULL, NULL);
  refuse (&programme, AMP_UNIT_ACTIVITIES, "nationality", NULL, NULL);
  refuse (&programme, AMP_UNIT_TRAINED, "age_group", NULL, NULL);
  refuse (&programme, AMP_UNIT_PERSONS, "activity_kind", NULL, NULL);
  refuse (&programme, AMP_UNIT_COMMITMENTS, "region_residence", NULL, NULL);
  refuse (&programme, AMP_UNIT_ACTIVITIES, "region", "activity_kind", "no-such-kind");
  refuse (&programme, AMP_UNIT_TRAININGS, "region", "activity_audience", "children");
}

static void
test_no_case_is_behind_the_programme (void)
{
  g_auto (Programme) programme = {0};
  const AmpCountSpec spec = {
    .unit = AMP_UNIT_REACHED, .n_dimensions = 1, .dimensions = {amp_dimension_find ("region")}};
  const char *values[] = {"PE-TUM"};
  g_autoptr (GError) error = NULL;

  programme_open (&programme);
  programme_activity (&programme, "PE-TUM", "2024-05-01", 20);
  g_assert_null (amp_counts_cases (programme.office.session, &spec, values, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

/* A hall full of people is nobody assisted. */
static void
test_persons_assisted_stay_what_they_are (void)
{
  g_auto (Programme) programme = {0};
  const AmpCountSpec spec = {
    .unit = AMP_UNIT_PERSONS, .n_dimensions = 1, .dimensions = {amp_dimension_find ("region")}};
  g_autoptr (AmpCountTable) table = NULL;

  programme_open (&programme);
  programme_fill (&programme, 10);
  table = amp_counts_compute (programme.office.session, &spec, NULL, NULL, NULL);
  g_assert_cmpuint (amp_count_table_total (table), ==, 0);
  g_assert_cmpuint (amp_count_table_n_rows (table), ==, 1);
}

static void
test_a_count_can_be_cancelled (void)
{
  g_auto (Programme) programme = {0};
  const AmpCountSpec spec = {.unit = AMP_UNIT_REACHED};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  programme_open (&programme);
  programme_activity (&programme, "PE-TUM", "2024-05-01", 20);
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_counts_compute (programme.office.session, &spec, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/counts-programme/every-cell-agrees-with-a-second-count",
                   test_every_cell_agrees_with_a_second_count);
  g_test_add_func ("/counts-programme/what-does-not-fit-is-refused",
                   test_what_does_not_fit_is_refused);
  g_test_add_func ("/counts-programme/no-case-is-behind-the-programme",
                   test_no_case_is_behind_the_programme);
  g_test_add_func ("/counts-programme/persons-assisted-stay-what-they-are",
                   test_persons_assisted_stay_what_they_are);
  g_test_add_func ("/counts-programme/a-count-can-be-cancelled", test_a_count_can_be_cancelled);
  return g_test_run ();
}
