/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counts against a second count that shares no code with them: facts kept as text, every
 * combination of values and stars spelled out, sets of units behind each. */
#include "domain/counts.h"

#include "domain/cases.h"
#include "model/date.h"
#include "office.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What fontconfig keeps for the life of a process is no leak of ours. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig";
}

/* --- The facts of an office, as text --- */

typedef struct
{
  char *id;
  const char *sex, *nationality, *birth, *band, *residence;
} FactPerson;

typedef struct
{
  char *id;
  guint person;
  const char *region, *opened, *trafficking, *status;
  const char *exploitation[3], *where[3]; /* of its situations; exploitation NULL: no more */
} FactCase;

typedef struct
{
  char *id;
  guint case_;
  const char *region, *type, *status, *on, *institution; /* a referral's state is its status */
} FactService;

typedef struct
{
  Office office;
  GArray *persons, *cases, *services, *referrals;
  gint64 institution;
} Facts;

static const char *const regions[] = {"PE-TUM", "PE-PIU", "PE-LIM", "PE-LMA",
                                      "PE-CUS", "EC-O",   "EC-A"};
static const char *const days[] = {"2023-12-31", "2024-01-01", "2024-01-31", "2024-02",
                                   "2024-02-29", "2024-03-01", "2024",       "2024-06-30",
                                   "2024-07-01", "2023"};

#define PICK(list) ((list)[g_test_rand_int_range (0, G_N_ELEMENTS (list))])

static gint64
store (Facts *facts, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (facts->office.session), record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
}

static void
add_person (Facts *facts)
{
  static const char *const sexes[] = {"F", "M", NULL, "unknown"};
  static const char *const nationalities[] = {"PE", "EC", "PE;EC", NULL, "VE"};
  static const char *const births[] = {"1990-01-15", "2006-02-10", "2006", NULL, "2015-06-30"};
  static const char *const bands[] = {"9--17", "48+", NULL};
  static const char *const homes[] = {"PE-AMA", "EC-L", NULL};
  FactPerson person = {NULL, PICK (sexes), PICK (nationalities), PICK (births), NULL, PICK (homes)};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("person"));
  g_autofree char *pseudonym = amp_cases_pseudonym ("TST-24-", facts->persons->len + 1);

  person.band = person.birth == NULL ? PICK (bands) : NULL;
  set (record, "pseudonym", pseudonym);
  set (record, "gender", "Feminine");
  set (record, "sex_registered", person.sex);
  set (record, "nationality", person.nationality);
  set (record, "birth_date", person.birth);
  set (record, "age_band", person.band);
  set (record, "residence_region", person.residence);
  person.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  g_array_append_val (facts->persons, person);
}

static void
add_case (Facts *facts, guint person)
{
  static const char *const trafficking[] = {"possible", "confirmed", "confirmed", "not_victim",
                                            NULL};
  static const char *const statuses[] = {"open", "closed", "open", "closed_not_victim"};
  static const char *const exploitation[] = {"ForcedLabour", "SexualExploitation",
                                             "ForcedLabour;ForcedBegging"};
  FactCase fact = {.person = person,
                   .region = PICK (regions),
                   .opened = PICK (days),
                   .trafficking = PICK (trafficking),
                   .status = PICK (statuses)};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("case"));
  g_autofree char *number = g_strdup_printf ("TST/%u", facts->cases->len);
  int n = g_test_rand_int_range (0, 3);

  set (record, "person", g_array_index (facts->persons, FactPerson, person).id);
  set (record, "number", number);
  set (record, "office_region", fact.region);
  set (record, "opened_on", fact.opened);
  set (record, "trafficking_status", fact.trafficking);
  set (record, "status", fact.status);
  amp_record_set_int (record, "owner", amp_session_get_user (facts->office.session)->id);
  fact.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  for (int i = 0; i < n; i++)
    {
      g_autoptr (AmpRecord) situation = amp_record_new (amp_entity_find ("situation"));

      fact.exploitation[i] = PICK (exploitation);
      fact.where[i] = g_test_rand_bit () ? PICK (regions) : NULL;
      set (situation, "case", fact.id);
      set (situation, "exploitation_type", fact.exploitation[i]);
      set (situation, "region_exploit", fact.where[i]);
      store (facts, situation);
    }
  g_array_append_val (facts->cases, fact);
}

static void
add_service (Facts *facts, guint case_, gboolean referral)
{
  static const char *const types[] = {"01_pap", "01_kit", "05_complaint", "14_call"};
  static const char *const statuses[] = {"delivered", "delivered", "delivered", "partly",
                                         "planned"};
  static const char *const states[] = {"draft", "sent", "completed"};
  FactService fact = {NULL,
                      case_,
                      PICK (regions),
                      PICK (types),
                      NULL,
                      PICK (days),
                      g_test_rand_bit () ? "UPE-TST" : NULL};
  const FactCase *of = &g_array_index (facts->cases, FactCase, case_);
  g_autoptr (AmpRecord) record =
    amp_record_new (amp_entity_find (referral ? "referral" : "service"));

  fact.status = referral ? PICK (states) : PICK (statuses);
  if (referral && strcmp (fact.status, "draft") == 0)
    fact.on = NULL;
  if (referral)
    fact.region = of->region;
  set (record, "case", of->id);
  set (record, "person", g_array_index (facts->persons, FactPerson, of->person).id);
  set (record, "service_type", fact.type);
  set (record, referral ? "state" : "status", fact.status);
  set (record, referral ? "sent_on" : "delivered_on", fact.on);
  if (referral)
    set (record, "direction", "out");
  else
    set (record, "region", fact.region);
  if (fact.institution != NULL)
    amp_record_set_int (record, referral ? "to_institution" : "institution", facts->institution);
  fact.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  g_array_append_val (referral ? facts->referrals : facts->services, fact);
}

static void
facts_fill (Facts *facts)
{
  g_autoptr (AmpRecord) institution = NULL;

  facts->persons = g_array_new (FALSE, FALSE, sizeof (FactPerson));
  facts->cases = g_array_new (FALSE, FALSE, sizeof (FactCase));
  facts->services = g_array_new (FALSE, FALSE, sizeof (FactService));
  facts->referrals = g_array_new (FALSE, FALSE, sizeof (FactService));
  office_open (&facts->office);
  g_assert_true (amp_store_begin (amp_session_get_store (facts->office.session), NULL));
  institution = amp_record_new (amp_entity_find ("institution"));
  set (institution, "code", "UPE-TST");
  set (institution, "name_es", "Unidad de prueba");
  facts->institution = store (facts, institution);
  for (guint i = 0; i < 40; i++)
    add_person (facts);
  for (guint i = 0; i < 55; i++)
    add_case (facts, i < 40 ? i : (guint) g_test_rand_int_range (0, 40));
  for (guint i = 0; i < 160; i++)
    add_service (facts, (guint) g_test_rand_int_range (0, 55), FALSE);
  for (guint i = 0; i < 60; i++)
    add_service (facts, (guint) g_test_rand_int_range (0, 55), TRUE);
  g_assert_true (amp_store_commit (amp_session_get_store (facts->office.session), NULL));
}

static void
facts_clear (Facts *facts)
{
  for (guint i = 0; i < facts->persons->len; i++)
    g_free (g_array_index (facts->persons, FactPerson, i).id);
  for (guint i = 0; i < facts->cases->len; i++)
    g_free (g_array_index (facts->cases, FactCase, i).id);
  for (guint i = 0; i < facts->services->len; i++)
    g_free (g_array_index (facts->services, FactService, i).id);
  for (guint i = 0; i < facts->referrals->len; i++)
    g_free (g_array_index (facts->referrals, FactService, i).id);
  g_array_unref (facts->persons);
  g_array_unref (facts->cases);
  g_array_unref (facts->services);
  g_array_unref (facts->referrals);
  office_close (&facts->office);
}

/* --- The second count --- */

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
  else if (strcmp (dimension, "region_residence") == 0)
    value = event->person->residence;
  else if (strcmp (dimension, "sex") == 0)
    value = event->person->sex;
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

static const char *const counted_by[] = {"region",
                                         "region_residence",
                                         "region_exploitation",
                                         "border",
                                         "country",
                                         "year",
                                         "quarter",
                                         "month",
                                         "sex",
                                         "age_band",
                                         "minor",
                                         "nationality",
                                         "exploitation",
                                         "trafficking_status",
                                         "service",
                                         "service_domain",
                                         "institution",
                                         "referral_state",
                                         "case_status"};

static void
random_spec (AmpCountSpec *spec)
{
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
        spec->dimensions[i] = amp_dimension_find (PICK (counted_by));
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

/* --- Single rules, on a known office --- */

static void
fact_person (Facts *facts, const char *birth)
{
  FactPerson person = {NULL, "F", "PE", birth, NULL, NULL};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("person"));
  g_autofree char *pseudonym = amp_cases_pseudonym ("TST-24-", facts->persons->len + 1);

  set (record, "pseudonym", pseudonym);
  set (record, "gender", "Feminine");
  set (record, "birth_date", birth);
  person.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  g_array_append_val (facts->persons, person);
}

static void
fact_case (Facts *facts, guint person, const char *trafficking)
{
  FactCase fact = {.person = person, .trafficking = trafficking};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("case"));
  g_autofree char *number = g_strdup_printf ("TST/%u", facts->cases->len);

  set (record, "person", g_array_index (facts->persons, FactPerson, person).id);
  set (record, "number", number);
  set (record, "office_region", "PE-TUM");
  set (record, "opened_on", "2024-01-01");
  set (record, "trafficking_status", trafficking);
  set (record, "status", "open");
  amp_record_set_int (record, "owner", amp_session_get_user (facts->office.session)->id);
  fact.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  g_array_append_val (facts->cases, fact);
}

static void
fact_service (Facts *facts, guint case_, const char *region, const char *on, const char *status)
{
  const FactCase *of = &g_array_index (facts->cases, FactCase, case_);
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("service"));

  set (record, "case", of->id);
  set (record, "person", g_array_index (facts->persons, FactPerson, of->person).id);
  set (record, "service_type", "01_pap");
  set (record, "status", status);
  set (record, "region", region);
  set (record, "delivered_on", on);
  store (facts, record);
}

static void
facts_open (Facts *facts)
{
  facts->persons = g_array_new (FALSE, FALSE, sizeof (FactPerson));
  facts->cases = g_array_new (FALSE, FALSE, sizeof (FactCase));
  facts->services = g_array_new (FALSE, FALSE, sizeof (FactService));
  facts->referrals = g_array_new (FALSE, FALSE, sizeof (FactService));
  office_open (&facts->office);
}

static AmpCountTable *
count (Facts *facts, const char *by, const char *from, const char *to, gboolean lima_apart)
{
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS, .n_dimensions = 1, .lima_apart = lima_apart};
  g_autoptr (GError) error = NULL;
  AmpCountTable *table;

  spec.dimensions[0] = amp_dimension_find (by);
  g_strlcpy (spec.from, from, sizeof spec.from);
  g_strlcpy (spec.to, to, sizeof spec.to);
  table = amp_counts_compute (facts->office.session, &spec, NULL, NULL, &error);
  g_assert_no_error (error);
  return table;
}

static gint64
cell (const AmpCountTable *table, const char *value)
{
  const char *values[] = {value};
  gssize row = amp_count_table_find (table, values);

  return row < 0 ? -1 : (gint64) amp_count_table_count (table, (gsize) row);
}

static void
test_two_regions_one_person_one_total (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "confirmed");
  fact_case (&facts, 1, "possible");
  for (guint i = 0; i < 3; i++)
    {
      fact_service (&facts, 0, "PE-TUM", "2024-01-10", "delivered");
      fact_service (&facts, 0, "PE-PIU", "2024-01-11", "delivered");
      fact_service (&facts, 1, "PE-TUM", "2024-01-12", "delivered");
    }
  table = count (&facts, "region", "", "", FALSE);
  g_assert_cmpint (cell (table, "PE-TUM"), ==, 2);
  g_assert_cmpint (cell (table, "PE-PIU"), ==, 1);
  g_assert_cmpint (cell (table, "*"), ==, 2);
  g_assert_cmpuint (amp_count_table_total (table), ==, 2);
  g_assert_cmpuint (amp_count_table_overlap (table), ==, 1);
  /* In the order of the list, the total after its parts. */
  g_assert_cmpstr (amp_count_table_value (table, 0, 0), ==, "PE-PIU");
  g_assert_cmpstr (amp_count_table_value (table, 2, 0), ==, "*");
  facts_clear (&facts);
}

static void
test_an_open_case_alone_is_nobody_assisted (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "confirmed");
  fact_service (&facts, 0, "PE-TUM", "2024-01-10", "partly");
  fact_service (&facts, 0, "PE-TUM", NULL, "planned");
  table = count (&facts, "region", "", "", FALSE);
  g_assert_cmpuint (amp_count_table_total (table), ==, 0);
  g_assert_cmpuint (amp_count_table_n_rows (table), ==, 1);
  g_assert_cmpint (cell (table, "*"), ==, 0);
  facts_clear (&facts);
}

static void
test_both_ends_of_the_period_count (void)
{
  Facts facts = {0};
  static const char *const on[] = {"2023-12-31", "2024-01-01", "2024-01-31",
                                   "2024-02-01", "2024-01",    "2024"};

  facts_open (&facts);
  for (guint i = 0; i < G_N_ELEMENTS (on); i++)
    {
      fact_person (&facts, NULL);
      fact_case (&facts, i, "confirmed");
      fact_service (&facts, i, "PE-TUM", on[i], "delivered");
    }
  {
    g_autoptr (AmpCountTable) table = count (&facts, "region", "2024-01-01", "2024-01-31", FALSE);

    g_assert_cmpuint (amp_count_table_total (table), ==, 3);
    g_assert_cmpuint (amp_count_table_undated (table), ==, 1);
  }
  facts_clear (&facts);
}

static void
test_age_is_that_of_the_first_service_of_the_period (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) early = NULL, late = NULL;

  facts_open (&facts);
  fact_person (&facts, "2006-03-15");
  fact_case (&facts, 0, "confirmed");
  fact_service (&facts, 0, "PE-PIU", "2024-05-10", "delivered");
  fact_service (&facts, 0, "PE-TUM", "2024-03-14", "delivered");
  early = count (&facts, "minor", "2024-01-01", "2024-12-31", FALSE);
  g_assert_cmpint (cell (early, "yes"), ==, 1);
  g_assert_cmpint (cell (early, "no"), ==, -1);
  late = count (&facts, "minor", "2024-04-01", "2024-12-31", FALSE);
  g_assert_cmpint (cell (late, "no"), ==, 1);
  facts_clear (&facts);
}

static void
test_not_victims_stand_apart (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "not_victim");
  fact_case (&facts, 1, "not_victim");
  fact_case (&facts, 1, "confirmed");
  for (guint i = 0; i < 3; i++)
    fact_service (&facts, i, "PE-TUM", "2024-01-10", "delivered");
  table = count (&facts, "region", "", "", FALSE);
  g_assert_cmpuint (amp_count_table_total (table), ==, 1);
  g_assert_cmpuint (amp_count_table_not_victims (table), ==, 1);
  facts_clear (&facts);
}

static void
test_lima_is_one_or_two (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) one = NULL, two = NULL;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "confirmed");
  fact_service (&facts, 0, "PE-LIM", "2024-01-10", "delivered");
  fact_service (&facts, 0, "PE-LMA", "2024-01-10", "delivered");
  one = count (&facts, "region", "", "", FALSE);
  two = count (&facts, "region", "", "", TRUE);
  g_assert_cmpint (cell (one, "PE-LIM"), ==, 1);
  g_assert_cmpint (cell (one, "PE-LMA"), ==, -1);
  g_assert_cmpuint (amp_count_table_overlap (one), ==, 0);
  g_assert_cmpint (cell (two, "PE-LIM"), ==, 1);
  g_assert_cmpint (cell (two, "PE-LMA"), ==, 1);
  g_assert_cmpuint (amp_count_table_overlap (two), ==, 1);
  facts_clear (&facts);
}

/* --- Requests --- */

static void
check_refused (AmpUnit unit, const char *a, const char *b, const char *from, const char *to)
{
  AmpCountSpec spec = {.unit = unit, .n_dimensions = b == NULL ? 1 : 2};
  g_autoptr (GError) error = NULL;

  spec.dimensions[0] = amp_dimension_find (a);
  spec.dimensions[1] = b == NULL ? NULL : amp_dimension_find (b);
  g_strlcpy (spec.from, from, sizeof spec.from);
  g_strlcpy (spec.to, to, sizeof spec.to);
  g_assert_false (amp_count_spec_check (&spec, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
test_requests_that_make_no_sense_are_refused (void)
{
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS, .n_dimensions = 2};

  check_refused (AMP_UNIT_PERSONS, "region", "region_residence", "", "");
  check_refused (AMP_UNIT_PERSONS, "border", "region_exploitation", "", "");
  check_refused (AMP_UNIT_PERSONS, "sex", "sex", "", "");
  check_refused (AMP_UNIT_CASES, "service", NULL, "", "");
  check_refused (AMP_UNIT_PERSONS, "referral_state", NULL, "", "");
  check_refused (AMP_UNIT_PERSONS, "sex", NULL, "2024-02-01", "2024-01-31");
  check_refused (AMP_UNIT_PERSONS, "sex", NULL, "2024-02-30", "");
  check_refused (AMP_UNIT_PERSONS, "sex", NULL, "2024", "");
  spec.dimensions[0] = amp_dimension_find ("region");
  spec.dimensions[1] = amp_dimension_find ("border");
  g_assert_true (amp_count_spec_check (&spec, NULL));
  spec.n_where = 1;
  spec.where_dimension[0] = amp_dimension_find ("sex");
  spec.where_value[0] = "nonsense";
  g_assert_false (amp_count_spec_check (&spec, NULL));
  spec.where_dimension[0] = amp_dimension_find ("region");
  spec.where_value[0] = "PE-LMA"; /* with 25 regions nobody is there */
  g_assert_false (amp_count_spec_check (&spec, NULL));
  spec.lima_apart = TRUE;
  g_assert_true (amp_count_spec_check (&spec, NULL));
  g_assert_null (amp_dimension_find ("colour"));
}

static void
test_a_cancelled_count_says_so (void)
{
  Facts facts = {0};
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  facts_fill (&facts);
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_counts_compute (facts.office.session, &spec, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  facts_clear (&facts);
}

/* --- Files --- */

static GBytes *
write_table (Facts *facts, const AmpCountTable *table, AmpCountFormat format)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = amp_count_table_write (facts->office.session, table, format, NULL, "es", &error);

  g_assert_no_error (error);
  return bytes;
}

static void
test_csv_is_tidy_and_says_what_it_is (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL, again = NULL;
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;
  gsize i = 0, rows = 0;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "confirmed");
  fact_service (&facts, 0, "PE-TUM", "2024-01-10", "delivered");
  table = count (&facts, "region", "2024-01-01", "2024-12-31", FALSE);
  bytes = write_table (&facts, table, AMP_COUNT_FORMAT_CSV);
  again = write_table (&facts, table, AMP_COUNT_FORMAT_CSV);
  g_assert_true (g_bytes_equal (bytes, again));
  csv = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpstr (lines[0], ==, "# unit: persons");
  g_assert_cmpstr (lines[1], ==, "# period: 2024-01-01/2024-12-31");
  g_assert_nonnull (strstr (csv, "# release: internal"));
  g_assert_nonnull (strstr (csv, "not to be handed out"));
  g_assert_nonnull (strstr (csv, "# who: user "));
  g_assert_null (strstr (csv, "supervisora")); /* the login is nobody's business */
  while (g_str_has_prefix (lines[i], "# "))
    i++;
  g_assert_cmpstr (lines[i++], ==, "region,count,status");
  g_assert_cmpstr (lines[i++], ==, "PE-TUM,1,exact");
  g_assert_cmpstr (lines[i++], ==, "*,1,exact");
  rows = g_strv_length (lines);
  g_assert_cmpuint (rows, ==, i + 1);
  g_assert_cmpstr (lines[i], ==, "");
  facts_clear (&facts);
}

static void
test_json_holds_the_same (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root;
  JsonArray *rows;

  facts_fill (&facts);
  table = count (&facts, "region", "", "", FALSE);
  bytes = write_table (&facts, table, AMP_COUNT_FORMAT_JSON);
  json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "release"), ==, "internal");
  rows = json_object_get_array_member (root, "rows");
  g_assert_cmpuint (json_array_get_length (rows), ==, amp_count_table_n_rows (table));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_assert_cmpstr (json_object_get_string_member (row, "region"), ==,
                       amp_count_table_value (table, i, 0));
      g_assert_cmpint (json_object_get_int_member (row, "count"), ==,
                       (gint64) amp_count_table_count (table, i));
    }
  facts_clear (&facts);
}

static void
test_spreadsheet_and_paper_begin_as_they_should (void)
{
  Facts facts = {0};
  AmpCountSpec spec = {.unit = AMP_UNIT_SERVICES, .n_dimensions = 3};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) xlsx = NULL, pdf = NULL, pdf_again = NULL;

  facts_fill (&facts);
  spec.dimensions[0] = amp_dimension_find ("region");
  spec.dimensions[1] = amp_dimension_find ("month");
  spec.dimensions[2] = amp_dimension_find ("service");
  table = amp_counts_compute (facts.office.session, &spec, NULL, NULL, NULL);
  g_assert_nonnull (table);
  xlsx = write_table (&facts, table, AMP_COUNT_FORMAT_XLSX);
  pdf = write_table (&facts, table, AMP_COUNT_FORMAT_PDF);
  pdf_again = write_table (&facts, table, AMP_COUNT_FORMAT_PDF);
  g_assert_true (memcmp (g_bytes_get_data (xlsx, NULL), "PK", 2) == 0);
  g_assert_true (memcmp (g_bytes_get_data (pdf, NULL), "%PDF-", 5) == 0);
  g_assert_true (g_bytes_equal (pdf, pdf_again));
  facts_clear (&facts);
}

static gboolean
count_exports (const AmpAuditEvent *event, gpointer data)
{
  *(guint *) data += strcmp (event->action, "export") == 0;
  return TRUE;
}

static void
test_a_file_needs_a_supervisor_and_leaves_an_event (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("una frase larga para Rosa");
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  guint exports = 0;

  facts_open (&facts);
  table = count (&facts, "region", "", "", FALSE);
  bytes = write_table (&facts, table, AMP_COUNT_FORMAT_CSV);
  amp_store_audit_list (amp_session_get_store (facts.office.session), count_exports, &exports,
                        NULL);
  g_assert_cmpuint (exports, ==, 1);

  g_assert_true (amp_session_add_user (facts.office.session, "rosa", AMP_ROLE_CASEWORKER,
                                       passphrase, &amp_kdf_cheap, NULL));
  folder = g_strdup (amp_vault_get_folder (amp_session_get_vault (facts.office.session)));
  amp_session_close (facts.office.session);
  facts.office.session = amp_session_open (folder, "rosa", passphrase, &error);
  g_assert_no_error (error);
  g_assert_null (
    amp_count_table_write (facts.office.session, table, AMP_COUNT_FORMAT_CSV, NULL, "es", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  facts_clear (&facts);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (void);
  } tests[] = {
    {"/counts/two-regions-one-person-one-total", test_two_regions_one_person_one_total},
    {"/counts/an-open-case-alone-is-nobody-assisted", test_an_open_case_alone_is_nobody_assisted},
    {"/counts/both-ends-of-the-period-count", test_both_ends_of_the_period_count},
    {"/counts/age-is-that-of-the-first-service-of-the-period",
     test_age_is_that_of_the_first_service_of_the_period},
    {"/counts/not-victims-stand-apart", test_not_victims_stand_apart},
    {"/counts/lima-is-one-or-two", test_lima_is_one_or_two},
    {"/counts/requests-that-make-no-sense-are-refused",
     test_requests_that_make_no_sense_are_refused},
    {"/counts/a-cancelled-count-says-so", test_a_cancelled_count_says_so},
    {"/counts/csv-is-tidy-and-says-what-it-is", test_csv_is_tidy_and_says_what_it_is},
    {"/counts/json-holds-the-same", test_json_holds_the_same},
    {"/counts/spreadsheet-and-paper-begin-as-they-should",
     test_spreadsheet_and_paper_begin_as_they_should},
    {"/counts/a-file-needs-a-supervisor-and-leaves-an-event",
     test_a_file_needs_a_supervisor_and_leaves_an_event},
    {"/counts/every-cell-agrees-with-a-second-count", test_every_cell_agrees_with_a_second_count},
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].path, tests[i].func);
  return g_test_run ();
}
