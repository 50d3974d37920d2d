/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A year of releases under siege: an office hands over tables month by month, while late entries
 * come in and old ones are corrected; whoever has all the files, and the attacker's program, still
 * works no small number out. Goal G5 of disclosure.md 4.
 *
 * AMP_SEQUENCES=1000 for the long run: so many years of twelve releases by the border, most by two
 * templates alone, each 25th with regions, quarters and the year as well. AMP_SEED for others. */
#include "domain/cases.h"
#include "domain/figures-counts.h"
#include "domain/release-private.h"
#include "../disclosure/siege.h"
#include "release-desk.h"

#include <glib/gstdio.h>
#include <string.h>

#define T 11

/* One case, or one service of a person. */
typedef struct
{
  guint unit; /* who counts once */
  gint64 record;
  guint month; /* 1 … 12 */
  const char *region, *sex;
  const char *frozen; /* the region that it is counted in for good; NULL: not frozen yet */
} Fact;

typedef struct
{
  Office office;
  AmpUnit unit;
  GRand *rand;
  GArray *facts;
  guint n_people;
  gboolean frozen[13];
  GPtrArray *files; /* world, then CSVs */
  GHashTable *regions, *sexes;
} Year;

static const char *const regions[] = {"PE-TUM", "PE-PIU", "PE-LIM", "PE-CUS", "EC-O", "EC-G"};
/* Those on the frontier, as everybody knows. */
static const char *const border[] = {"PE-TUM", "PE-PIU", "PE-CAJ", "PE-AMA", "PE-LOR", "EC-O",
                                     "EC-L",   "EC-Z",   "EC-S",   "EC-Y",   "EC-D",   "EC-U"};

static guint
any (Year *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) n);
}

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
}

static gint64
save (Year *self, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (self->office.session), record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

static gint64
serve (Year *self, gint64 case_id, gint64 person, const char *region, const char *on)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("service"));

  amp_record_set_int (record, "case", case_id);
  amp_record_set_int (record, "person", person);
  set (record, "service_type", "01_pap");
  set (record, "status", "delivered");
  set (record, "region", region);
  set (record, "delivered_on", on);
  return save (self, record);
}

static gint64
open_case (Year *self, gint64 person, const char *pseudonym, const char *region, const char *on)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("case"));
  g_autofree char *number = g_strdup_printf ("%s/1", pseudonym);

  amp_record_set_int (record, "person", person);
  amp_record_set_int (record, "owner", amp_session_get_user (self->office.session)->id);
  set (record, "number", number);
  if (*region != '\0')
    set (record, "office_region", region);
  set (record, "opened_on", on);
  set (record, "status", "open");
  set (record, "trafficking_status", "confirmed");
  return save (self, record);
}

static void
add_fact (Year *self, const Fact *fact)
{
  if (!self->frozen[fact->month]) /* else it is late, and in no table but the year's own line */
    g_array_append_vals (self->facts, fact, 1);
}

static gint64
add_person (Year *self, const char *sex, char **pseudonym)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));

  *pseudonym = amp_cases_pseudonym ("TST-24-", ++self->n_people);
  set (person, "pseudonym", *pseudonym);
  set (person, "gender", "Feminine");
  if (*sex != '\0')
    set (person, "sex_registered", sex);
  return save (self, person);
}

/* Somebody comes in a month; served once or twice more where persons are counted. */
static void
assist (Year *self, guint month)
{
  g_autofree char *pseudonym = NULL;
  Fact fact = {.sex = any (self, 4) > 0 ? "F" : "M"};
  gint64 person = add_person (self, fact.sex, &pseudonym), case_id = 0;
  guint n = self->unit == AMP_UNIT_PERSONS ? 1 + any (self, 3) : 1;

  fact.unit = self->n_people;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *on = NULL;

      /* Two regions have most. */
      fact.region = regions[any (self, any (self, 3) > 0 ? 2 : G_N_ELEMENTS (regions))];
      fact.month = MIN (month + i, 12);
      on = g_strdup_printf ("2024-%02u-%02u", fact.month, 1 + any (self, 28));
      if (i == 0)
        case_id = open_case (self, person, pseudonym, fact.region, on);
      fact.record =
        self->unit == AMP_UNIT_PERSONS ? serve (self, case_id, person, fact.region, on) : case_id;
      add_fact (self, &fact);
    }
}

/* So many cases of January. */
static void
open_cases (Year *self, gint64 n, const char *region, const char *sex)
{
  Fact fact = {.month = 1, .region = g_intern_string (region), .sex = g_intern_string (sex)};

  for (gint64 i = 0; i < n; i++)
    {
      g_autofree char *pseudonym = NULL;
      gint64 person = add_person (self, sex, &pseudonym);

      fact.unit = self->n_people;
      fact.record = open_case (self, person, pseudonym, region, "2024-01-15");
      add_fact (self, &fact);
    }
}

/* A region is put right, perhaps long after it was counted. */
static void
correct (Year *self)
{
  Fact *fact = &g_array_index (self->facts, Fact, any (self, self->facts->len));
  gboolean service = self->unit == AMP_UNIT_PERSONS;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) record =
    amp_store_load (amp_session_get_store (self->office.session),
                    amp_entity_find (service ? "service" : "case"), fact->record, &error);

  g_assert_no_error (error);
  fact->region = regions[any (self, G_N_ELEMENTS (regions))];
  set (record, service ? "region" : "office_region", fact->region);
  save (self, record);
}

static void
freeze (Year *self, guint first, guint last)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      Fact *fact = &g_array_index (self->facts, Fact, i);

      if (fact->month >= first && fact->month <= last && !self->frozen[fact->month])
        fact->frozen = fact->region;
    }
  for (guint month = first; month <= last; month++)
    self->frozen[month] = TRUE;
}

/* --- Handing over --- */

static void
keep_file (Year *self, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *name = g_strdup_printf ("release-%u.csv", self->files->len);
  g_autofree char *text = g_strndup (data, size);

  g_ptr_array_add (self->files, office_write (&self->office, name, text));
}

/* FALSE: it could not be proven, and was not handed over. */
static gboolean
hand_over (Year *self, const char *by, guint first, guint last)
{
  AmpReleaseRequest request = {.rule = AMP_RELEASE_PARTNER, .recipient = "UNODC"};
  g_auto (GStrv) names = g_strsplit (by, ",", -1);
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  request.spec.unit = self->unit;
  for (guint i = 0; names[i] != NULL; i++)
    request.spec.dimensions[request.spec.n_dimensions++] = amp_dimension_find (names[i]);
  g_snprintf (request.spec.from, 11, "2024-%02u-01", first);
  g_snprintf (request.spec.to, 11, "2024-%02u-%02u", last, g_date_get_days_in_month (last, 2024));
  plan = amp_release_plan (self->office.session, &request, NULL, NULL, &error);
  if (g_error_matches (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_UNPROVEN) ||
      g_error_matches (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_TOO_LARGE))
    return FALSE;
  g_assert_no_error (error);
  bytes =
    amp_release_give (self->office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "es", 0, &id, &error);
  g_assert_no_error (error);
  keep_file (self, bytes);
  freeze (self, first, last);
  return TRUE;
}

/* --- What everybody knows --- */

/* Values that stand in the files, each once. */
static void
collect (Year *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_auto (GStrv) head = NULL;

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) cells = NULL;

      if (**line == '#' || **line == '\0')
        continue;
      cells = g_strsplit (*line, ",", -1);
      if (head == NULL)
        {
          head = g_steal_pointer (&cells);
          continue;
        }
      for (guint i = 0; head[i] != NULL; i++)
        if (strcmp (cells[i], "*") != 0 && strcmp (head[i], "region") == 0)
          g_hash_table_add (self->regions, g_strdup (cells[i]));
        else if (strcmp (cells[i], "*") != 0 && strcmp (head[i], "sex") == 0)
          g_hash_table_add (self->sexes, g_strdup (cells[i]));
    }
}

static const char *
border_of (const char *region)
{
  for (guint i = 0; i < G_N_ELEMENTS (border); i++)
    if (strcmp (border[i], region) == 0)
      return "yes";
  return "no";
}

/* Nothing is without a region, and whoever attacks knows. */
static void
append_regions (Year *self, GString *world)
{
  static const char *const sides[] = {"yes", "no"};
  GHashTableIter iter;
  gpointer region;

  g_string_append (world, "split region * border=yes border=no\n");
  for (guint i = 0; i < G_N_ELEMENTS (sides) && g_hash_table_size (self->regions) > 0; i++)
    {
      g_string_append_printf (world, "split region border=%s", sides[i]);
      g_hash_table_iter_init (&iter, self->regions);
      while (g_hash_table_iter_next (&iter, &region, NULL))
        if (strcmp (border_of (region), sides[i]) == 0)
          g_string_append_printf (world, " region=%s", (char *) region);
      g_string_append_c (world, '\n');
    }
}

static void
append_time (GString *world)
{
  g_string_append (world, "all time year=2024\nsplit time * quarter=2024-Q1 quarter=2024-Q2 "
                          "quarter=2024-Q3 quarter=2024-Q4\n");
  for (guint quarter = 1; quarter <= 4; quarter++)
    g_string_append_printf (world,
                            "split time quarter=2024-Q%u month=2024-%02u month=2024-%02u "
                            "month=2024-%02u\n",
                            quarter, quarter * 3 - 2, quarter * 3 - 1, quarter * 3);
}

static void
write_world (Year *self)
{
  const char *several = self->unit == AMP_UNIT_PERSONS ? " several" : "";
  g_autoptr (GString) world = g_string_new (NULL);
  GHashTableIter iter;
  gpointer sex;

  for (guint i = 0; i < self->files->len; i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (self->files->pdata[i], &text, NULL, NULL));
      collect (self, text);
    }
  g_string_append_printf (world, "column time%s\n", several);
  append_time (world);
  g_string_append_printf (world, "column region%s\n", several);
  append_regions (self, world);
  g_string_append (world, "column sex\nsplit sex *");
  g_hash_table_iter_init (&iter, self->sexes);
  while (g_hash_table_iter_next (&iter, &sex, NULL))
    g_string_append_printf (world, " sex=%s", (char *) sex);
  g_string_append_c (world, '\n');
  g_ptr_array_insert (self->files, 0, office_write (&self->office, "world", world->str));
}

/* --- The truth --- */

static gboolean
is_in_time (guint month, const char *node)
{
  if (g_str_has_prefix (node, "month="))
    return g_ascii_strtoull (node + strlen ("month=2024-"), NULL, 10) == month;
  return g_ascii_strtoull (node + strlen ("quarter=2024-Q"), NULL, 10) == (month + 2) / 3;
}

static gboolean
is_in (const Fact *fact, char **nodes)
{
  for (char **node = nodes; *node != NULL; node++)
    {
      const char *value = strchr (*node, '=') + 1;

      if (g_str_has_prefix (*node, "region=")   ? strcmp (fact->frozen, value) != 0
          : g_str_has_prefix (*node, "border=") ? strcmp (border_of (fact->frozen), value) != 0
          : g_str_has_prefix (*node, "sex=")    ? strcmp (fact->sex, value) != 0
                                                : !is_in_time (fact->month, *node))
        return FALSE;
    }
  return TRUE;
}

static gint64
truth_of (const Year *self, const char *cell)
{
  g_auto (GStrv) nodes = g_strsplit (strcmp (cell, "*") == 0 ? "" : cell, "&", -1);
  g_autoptr (GHashTable) units = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->facts->len; i++)
    {
      const Fact *fact = &g_array_index (self->facts, Fact, i);

      if (fact->frozen != NULL && is_in (fact, nodes))
        g_hash_table_add (units, GUINT_TO_POINTER (fact->unit));
    }
  return g_hash_table_size (units);
}

/* Every hidden cell that is small must be possible with nobody, and with enough. Those told are as
 * they are. */
static void
attack (Year *self)
{
  g_autoptr (Attacker) attacker = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_small = 0, n_known = 0, n_not_none = 0, n_not_enough = 0;
  gint64 begun = g_get_monotonic_time ();

  write_world (self);
  g_ptr_array_add (self->files, NULL);
  attacker = attacker_new_with_releases ((const char *const *) self->files->pdata);
  lines = attacker_answer (attacker, "enough 11\ngo\n");
  g_assert_nonnull (lines);
  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *cell = NULL;
      Bounds bounds;
      gint64 truth;

      bounds_read (*line, &cell, &bounds);
      if (*cell == '~')
        continue;
      truth = truth_of (self, cell);
      g_assert_true (!bounds.low_sure || bounds.low <= truth);
      g_assert_true (!bounds.high_sure || bounds.high >= truth);
      if (truth >= T)
        continue;
      n_small++;
      n_known += bounds.low_sure && bounds.high_sure && bounds.low == bounds.high;
      n_not_none += bounds.low > 0;
      n_not_enough += bounds.high < T;
    }
  g_test_message ("%u files, %u people, %u hidden cells, %u of them small; known %u, not none %u, "
                  "not enough %u; %.1f s",
                  self->files->len - 2, self->n_people, g_strv_length (lines), n_small, n_known,
                  n_not_none, n_not_enough, (double) (g_get_monotonic_time () - begun) / 1e6);
  g_assert_cmpuint (n_small, >, 0);
  g_assert_cmpuint (n_known, ==, 0);
  g_assert_cmpuint (n_not_none, ==, 0);
  g_assert_cmpuint (n_not_enough, ==, 0);
}

/* "# period: 2024-01-01/2024-03-31" as the node it is; the year is all. */
static char *
period_of (const char *text)
{
  const char *period = strstr (text, "# period: ") + strlen ("# period: ");
  guint64 first = g_ascii_strtoull (period + 5, NULL, 10);
  guint64 last = g_ascii_strtoull (strchr (period, '/') + 6, NULL, 10);

  if (first == last)
    return g_strdup_printf ("month=2024-%02u", (guint) first);
  return last - first == 2 ? g_strdup_printf ("quarter=2024-Q%u", (guint) last / 3) : NULL;
}

static void
compare_row (Year *self, const char *period, char **head, char **cells)
{
  guint n = g_strv_length (head) - 2;
  gboolean by_month = FALSE;
  g_autoptr (GString) cell = g_string_new (NULL);
  gint64 told = g_ascii_strtoll (cells[n], NULL, 10);

  for (guint i = 0; i < n; i++)
    if (strcmp (cells[i], "*") != 0)
      {
        g_string_append_printf (cell, "%s%s=%s", cell->len > 0 ? "&" : "", head[i], cells[i]);
        by_month = by_month || strcmp (head[i], "month") == 0;
      }
  if (!by_month && period != NULL)
    g_string_append_printf (cell, "%s%s", cell->len > 0 ? "&" : "", period);
  g_assert_cmpint (told, >=, T);
  g_assert_cmpint (told, ==, truth_of (self, cell->len > 0 ? cell->str : "*"));
}

/* What is told is the truth as it was frozen, and no small number is told. */
static void
compare_with_the_truth (Year *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      g_autofree char *text = NULL, *period = NULL;
      g_auto (GStrv) lines = NULL, head = NULL;

      g_assert_true (g_file_get_contents (self->files->pdata[i], &text, NULL, NULL));
      period = period_of (text);
      lines = g_strsplit (text, "\r\n", -1);
      for (char **line = lines; *line != NULL; line++)
        {
          g_auto (GStrv) cells = g_strsplit (*line, ",", -1);

          if (g_str_has_suffix (*line, ",count,status"))
            head = g_steal_pointer (&cells);
          else if (g_str_has_suffix (*line, ",exact"))
            compare_row (self, period, head, cells);
        }
    }
}

/* --- Years --- */

static void
year_open (Year *self, AmpUnit unit, guint32 seed)
{
  Desk desk;

  *self = (Year){.unit = unit, .rand = g_rand_new_with_seed (seed)};
  self->facts = g_array_new (FALSE, FALSE, sizeof (Fact));
  self->files = g_ptr_array_new_with_free_func (g_free);
  self->regions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  desk_open (&desk); /* months may leave */
  self->office = desk.office;
}

static void
year_close (Year *self)
{
  g_rand_free (self->rand);
  g_array_unref (self->facts);
  g_ptr_array_unref (self->files);
  g_hash_table_unref (self->regions);
  g_hash_table_unref (self->sexes);
  office_close (&self->office);
}

/* What comes in during a month, of that month and of earlier ones, and what is put right. */
static void
live (Year *self, guint month, guint n)
{
  AmpStore *store = amp_session_get_store (self->office.session);

  g_assert_true (amp_store_begin (store, NULL));
  for (guint i = 0; i < n; i++)
    assist (self, any (self, 8) > 0 ? month : 1 + any (self, month));
  for (guint i = any (self, 4); i > 0; i--)
    correct (self);
  g_assert_true (amp_store_commit (store, NULL));
}

/* Twelve tables by two templates. */
static guint
hand_over_months (Year *self)
{
  guint n_refused = 0;

  for (guint month = 1; month <= 12; month++)
    {
      live (self, month, 20 + any (self, 40));
      n_refused += !hand_over (self, any (self, 2) > 0 ? "border,sex" : "border", month, month);
    }
  return n_refused;
}

/* Tables of months, of quarters and of the year, by the border and by regions. */
static guint
hand_over_all_kinds (Year *self, guint months)
{
  guint n_refused = 0;

  for (guint month = 1; month <= months; month++)
    {
      guint quarter = (month + 2) / 3;
      gboolean whole = month % 3 == 0;

      live (self, month, 20 + any (self, 40));
      if (months < 12 || any (self, 2) > 0)
        n_refused += !hand_over (self, any (self, 2) > 0 ? "border,sex" : "border", month, month);
      if (whole)
        n_refused +=
          !hand_over (self, months < 12 || any (self, 2) > 0 ? "border,month" : "region,sex",
                      quarter * 3 - 2, month);
    }
  if (months == 12)
    n_refused += !hand_over (self, "region,sex", 1, 12);
  return n_refused;
}

#define ALL_KINDS_EACH 25

static void
test_a_year_of_releases_stands (gconstpointer data)
{
  AmpUnit unit = GPOINTER_TO_UINT (data) & 1 ? AMP_UNIT_PERSONS : AMP_UNIT_CASES;
  guint seed = GPOINTER_TO_UINT (data) >> 1, n_refused;
  gint64 begun = g_get_monotonic_time ();
  Year year;

  year_open (&year, unit, seed);
  if (g_getenv ("AMP_SEQUENCES") == NULL)
    n_refused = hand_over_all_kinds (&year, 3);
  else
    n_refused =
      seed % ALL_KINDS_EACH == 0 ? hand_over_all_kinds (&year, 12) : hand_over_months (&year);
  g_test_message ("%u not proven, %.1f s", n_refused,
                  (double) (g_get_monotonic_time () - begun) / 1e6);
  compare_with_the_truth (&year);
  attack (&year);
  year_close (&year);
}

static const char *
as_it_is (const char *text)
{
  return text;
}

/* --- Another register that no file tells from this one --- */

static AmpReleaseRequest
by_region_and_sex (void)
{
  AmpReleaseRequest request = {.rule = AMP_RELEASE_PARTNER, .recipient = "UNODC"};

  request.spec.unit = AMP_UNIT_CASES;
  request.spec.dimensions[0] = amp_dimension_find ("region");
  request.spec.dimensions[1] = amp_dimension_find ("sex");
  request.spec.n_dimensions = 2;
  g_strlcpy (request.spec.from, "2024-01-01", 11);
  g_strlcpy (request.spec.to, "2024-01-31", 11);
  return request;
}

static AmpReleasePlan *
plan_of (Year *self)
{
  AmpReleaseRequest request = by_region_and_sex ();
  g_autoptr (GError) error = NULL;
  AmpReleasePlan *plan = amp_release_plan (self->office.session, &request, NULL, NULL, &error);

  g_assert_no_error (error);
  return plan;
}

/* Opens the cases that a witness has, where the true register has others. */
static void
open_other_cases (Year *self, const Year *original, const AmpReleasePlan *plan)
{
  const AmpWitness *witness = g_ptr_array_index (plan->proven->proof, 0);

  g_assert_cmpuint (witness->n, >, 0);
  g_assert_true (amp_store_begin (amp_session_get_store (self->office.session), NULL));
  for (guint32 cell = 0; cell < plan->space->n_cells; cell++)
    {
      g_autofree char *key = amp_release_space_key (plan->space, cell);
      const char *region = strstr (key, "region="), *sex = strstr (key, "sex=");
      g_autofree char *value = NULL;
      gint64 n;

      if (region == NULL || sex == NULL || strstr (key, "month=") == NULL)
        continue;
      g_strdelimit (key, ";", '&');
      n = truth_of (original, key);
      for (guint32 i = 0; i < witness->n; i++)
        n += witness->cell[i] == cell ? witness->difference[i] : 0;
      value = g_strndup (region + strlen ("region="), strcspn (region + strlen ("region="), "&"));
      open_cases (self, n, value, sex + strlen ("sex="));
    }
  g_assert_true (amp_store_commit (amp_session_get_store (self->office.session), NULL));
  freeze (self, 1, 1);
}

/* What is written of a register where the pattern is that of the plan. */
static GBytes *
write_with_pattern (const Year *self, const AmpReleasePlan *plan, AmpCountFormat format)
{
  const AmpCountTable *model = amp_release_plan_table (plan);
  g_autoptr (AmpCountTable) table = amp_count_table_new_empty (
    amp_count_table_spec (model), amp_count_table_as_of (model), amp_count_table_release (model));
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  for (gsize row = 0; row < amp_count_table_n_rows (model); row++)
    {
      const char *values[2] = {amp_count_table_value (model, row, 0),
                               amp_count_table_value (model, row, 1)};
      gboolean by_region = strcmp (values[0], "*") != 0, by_sex = strcmp (values[1], "*") != 0;
      g_autofree char *cell = g_strdup_printf (
        "%s%s%s%s%s", by_region ? "region=" : "", by_region ? values[0] : "",
        by_region && by_sex ? "&" : "", by_sex ? "sex=" : "", by_sex ? values[1] : "");

      amp_count_table_add_row (table, values, (guint64) truth_of (self, cell),
                               amp_count_table_is_hidden (model, row));
    }
  bytes = amp_count_table_to_bytes (table, format, "Oficina Tumbes", 0, as_it_is, "es", &error);
  g_assert_no_error (error);
  return bytes;
}

static gboolean
has_pattern_of (const AmpReleasePlan *a, const AmpReleasePlan *b)
{
  const AmpCountTable *one = amp_release_plan_table (a), *other = amp_release_plan_table (b);

  g_assert_cmpuint (amp_count_table_n_rows (one), ==, amp_count_table_n_rows (other));
  for (gsize row = 0; row < amp_count_table_n_rows (one); row++)
    if (amp_count_table_is_hidden (one, row) != amp_count_table_is_hidden (other, row))
      return FALSE;
  return TRUE;
}

static void
assert_same_bytes (const Year *original, const Year *other, const AmpReleasePlan *plan)
{
  for (guint format = AMP_COUNT_FORMAT_CSV; format <= AMP_COUNT_FORMAT_PDF; format++)
    {
      g_autoptr (GBytes) one = write_with_pattern (original, plan, format);
      g_autoptr (GBytes) two = write_with_pattern (other, plan, format);

      g_assert_true (g_bytes_equal (one, two));
    }
}

/* Goal G16: a witness as a register of its own. Where the pattern is the same, so are the bytes of
 * every format. (Found anew, the pattern may be another: how often is told.) */
static void
test_another_register_gives_the_same_file (void)
{
  guint n = g_getenv ("AMP_SEQUENCES") != NULL ? 20 : 2, n_same = 0, n_tried = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AmpReleasePlan) plan = NULL, again = NULL;
      Year original, other;

      year_open (&original, AMP_UNIT_CASES, i);
      g_assert_true (amp_store_begin (amp_session_get_store (original.office.session), NULL));
      for (guint r = 0; r < G_N_ELEMENTS (regions); r++)
        {
          open_cases (&original, any (&original, r < 2 ? 40 : 8), regions[r], "F");
          open_cases (&original, any (&original, r < 2 ? 40 : 8), regions[r], "M");
        }
      g_assert_true (amp_store_commit (amp_session_get_store (original.office.session), NULL));
      plan = plan_of (&original);
      freeze (&original, 1, 1);
      year_open (&other, AMP_UNIT_CASES, i);
      open_other_cases (&other, &original, plan);
      assert_same_bytes (&original, &other, plan);
      again = plan_of (&other);
      n_same += has_pattern_of (plan, again);
      n_tried++;
      year_close (&other);
      year_close (&original);
    }
  g_test_message ("%u of %u patterns were the same when they were found anew", n_same, n_tried);
  g_assert_cmpuint (n_tried, >, 0);
}

int
main (int argc, char **argv)
{
  const char *n_text = g_getenv ("AMP_SEQUENCES"), *seed_text = g_getenv ("AMP_SEED");
  guint n = n_text == NULL ? 1 : (guint) g_ascii_strtoull (n_text, NULL, 10);
  guint seed = seed_text == NULL ? 3 : (guint) g_ascii_strtoull (seed_text, NULL, 10);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/release/another-register-gives-the-same-file",
                   test_another_register_gives_the_same_file);
  for (guint i = 0; i < n; i++)
    for (guint unit = 0; unit < 2; unit++)
      {
        g_autofree char *name = g_strdup_printf ("/domain/release/a-year-of-releases-stands-%s-%u",
                                                 unit ? "persons" : "cases", seed + i);

        g_test_add_data_func (name, GUINT_TO_POINTER ((seed + i) * 2 + unit),
                              test_a_year_of_releases_stands);
      }
  return g_test_run ();
}
