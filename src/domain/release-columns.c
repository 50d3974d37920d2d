/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * By what a release may be: hierarchies, templates, periods, and requests as the ledger writes
 * them. */
#include "domain/release-private.h"

#include <string.h>

#define N_(text) text

#define PERSONS (1u << AMP_UNIT_PERSONS)
#define CASES (1u << AMP_UNIT_CASES)
#define SERVICES (1u << AMP_UNIT_SERVICES)
#define REFERRALS (1u << AMP_UNIT_REFERRALS)
#define ALL_UNITS (PERSONS | CASES | SERVICES | REFERRALS)

/* --- Columns --- */

/* A person is served in several months and regions and by several services; a case, a service and a
 * referral have one of each; what hangs on the situations may be several for all. What a record is
 * not stored without (office_region, region, gender, service_type, state) is always there. */
static const AmpColumnKind kinds[AMP_N_COLUMNS] = {
  [AMP_COLUMN_TIME] = {{"year", "quarter", "month"}, FALSE, PERSONS, ALL_UNITS, 0},
  [AMP_COLUMN_REGION] =
    {{"country", "border", "macro_region", "region"}, FALSE, PERSONS, ALL_UNITS, 1u << 2},
  [AMP_COLUMN_SEX] = {{"sex"}, FALSE, 0, 0, 0},
  [AMP_COLUMN_GENDER] = {{"gender"}, FALSE, 0, ALL_UNITS, 0},
  [AMP_COLUMN_AGE] = {{"minor", "age_band"}, FALSE, 0, 0, 0},
  [AMP_COLUMN_EXPLOITATION] = {{"exploitation"}, TRUE, ALL_UNITS, 0, 0},
  [AMP_COLUMN_SERVICE] = {{"service_domain", "service"}, TRUE, PERSONS, PERSONS | SERVICES, 0},
  [AMP_COLUMN_STATE] = {{"referral_state"}, FALSE, 0, REFERRALS, 0},
};

const AmpColumnKind *
amp_column_kind (AmpColumn column)
{
  return &kinds[column];
}

guint
amp_column_n_levels (AmpColumn column)
{
  guint n = 0;

  while (n < AMP_COLUMN_LEVELS && kinds[column].levels[n] != NULL)
    n++;
  return n;
}

gboolean
amp_column_of (const AmpDimension *dimension, AmpColumn *column, guint *level)
{
  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    for (guint l = 0; l < amp_column_n_levels (c); l++)
      if (strcmp (kinds[c].levels[l], dimension->name) == 0)
        {
          *column = c;
          *level = l;
          return TRUE;
        }
  return FALSE;
}

gboolean
amp_column_fits (AmpColumn column, AmpUnit unit)
{
  return amp_dimension_fits (amp_dimension_find (kinds[column].levels[0]), unit);
}

const char *
amp_column_read (AmpColumn column, AmpUnit unit, const char *value)
{
  const AmpColumnKind *kind = &kinds[column];
  const AmpDimension *finest = amp_dimension_find (kind->levels[amp_column_n_levels (column) - 1]);

  if (column == AMP_COLUMN_TIME)
    return value;
  /* An import of the future may bring other codes. */
  if (amp_code_list_lookup (amp_code_list_find (finest->list), value) == NULL)
    value = "";
  if (column == AMP_COLUMN_REGION && *value != '\0')
    value = amp_dimension_read (finest, value, FALSE); /* Lima Metropolitana is in Lima */
  /* Referrals are counted on the day they were sent: there is one, so it is no draft any more. */
  if (column == AMP_COLUMN_STATE && (g_str_equal (value, "draft") || g_str_equal (value, "ready")))
    value = "sent";
  return *value == '\0' && (kind->always & (1u << unit)) ? NULL : value;
}

static const char *
minor_at (const char *band)
{
  const AmpCode *code = amp_code_list_lookup (amp_code_list_find ("age_band"), band);
  const char *max = code == NULL ? NULL : amp_code_attribute (code, "max");

  return max == NULL ? "no" : g_ascii_strtoll (max, NULL, 10) < 18 ? "yes" : "no";
}

const char *
amp_column_value_at (AmpColumn column, guint level, const char *finest)
{
  const char *value;

  if (level + 1 == amp_column_n_levels (column) || *finest == '\0')
    return finest;
  if (column == AMP_COLUMN_AGE)
    return minor_at (finest);
  value = amp_dimension_read (amp_dimension_find (kinds[column].levels[level]), finest, FALSE);
  return value != NULL ? value : "";
}

/* --- Templates --- */

static const char *const region_time[] = {"region", "month", NULL};
static const char *const region_sex[] = {"region", "sex", NULL};
static const char *const region_age[] = {"region", "age_band", NULL};
static const char *const sex_age[] = {"sex", "age_band", NULL};
static const char *const time_sex[] = {"month", "sex", NULL};
static const char *const exploitation_region[] = {"exploitation", "region", NULL};
static const char *const exploitation_sex[] = {"exploitation", "sex", NULL};
static const char *const service_region[] = {"service", "region", NULL};
static const char *const service_time[] = {"service", "month", NULL};
static const char *const state_service[] = {"referral_state", "service", NULL};
static const char *const state_region[] = {"referral_state", "region", NULL};
static const char *const region_time_sex[] = {"region", "month", "sex", NULL};

static const char *const kind_region[] = {"activity_kind", "region", NULL};
static const char *const audience_region[] = {"training_audience", "region", NULL};
static const char *const status_country[] = {"commitment_status", "country", NULL};
static const char *const border_sex[] = {"border", "sex", NULL};
static const char *const one_region[] = {"region", NULL};

#define EVENTS (1u << AMP_UNIT_ACTIVITIES | 1u << AMP_UNIT_TRAININGS | 1u << AMP_UNIT_COMMITMENTS)
#define HEADS (1u << AMP_UNIT_REACHED | 1u << AMP_UNIT_TRAINED)
#define SERVED (PERSONS | SERVICES | REFERRALS)

/* A new one is a change of policy: each is one more table that all others are proven with. */
static const AmpReleaseTemplate templates[] = {
  {"region-time", N_ ("By region and time"), ALL_UNITS, region_time},
  {"region-sex", N_ ("By region and sex"), ALL_UNITS, region_sex},
  {"region-age", N_ ("By region and age"), ALL_UNITS, region_age},
  {"sex-age", N_ ("By sex and age"), ALL_UNITS, sex_age},
  {"time-sex", N_ ("By time and sex"), ALL_UNITS, time_sex},
  {"exploitation-region", N_ ("By type of exploitation and region"), ALL_UNITS,
   exploitation_region},
  {"exploitation-sex", N_ ("By type of exploitation and sex"), ALL_UNITS, exploitation_sex},
  {"service-region", N_ ("By service and region"), SERVED, service_region},
  {"service-time", N_ ("By service and time"), SERVED, service_time},
  {"state-service", N_ ("By referral state and service"), REFERRALS, state_service},
  {"state-region", N_ ("By referral state and region"), REFERRALS, state_region},
  {"region-time-sex", N_ ("By region, time and sex"), ALL_UNITS, region_time_sex},
};

/* Of the programme: what is offered first. Whatever fits the unit may leave (release.h). */
static const AmpReleaseTemplate programme[] = {
  {"programme-region-time", N_ ("By region and time"), EVENTS, region_time},
  {"programme-kind", N_ ("By kind and region"), 1u << AMP_UNIT_ACTIVITIES, kind_region},
  {"programme-audience", N_ ("By audience and region"), 1u << AMP_UNIT_TRAININGS, audience_region},
  {"programme-status", N_ ("By status and country"), 1u << AMP_UNIT_COMMITMENTS, status_country},
  {"programme-region", N_ ("By region"), HEADS, one_region},
  {"programme-border-sex", N_ ("By border and sex"), HEADS, border_sex},
};

const AmpReleaseTemplate *
amp_release_templates (gsize *n)
{
  *n = G_N_ELEMENTS (templates);
  return templates;
}

const AmpReleaseTemplate *
amp_release_programme_templates (gsize *n)
{
  *n = G_N_ELEMENTS (programme);
  return programme;
}

static guint
columns_of_template (const AmpReleaseTemplate *template)
{
  guint columns = 0, level;
  AmpColumn column;

  for (gsize i = 0; template->dimensions[i] != NULL; i++)
    if (amp_column_of (amp_dimension_find (template->dimensions[i]), &column, &level))
      columns |= 1u << column;
  return columns;
}

/* FALSE where a column is twice, or of no release. */
static gboolean
columns_of_spec (const AmpCountSpec *spec, guint *columns)
{
  *columns = 0;
  for (gsize i = 0; i < spec->n_dimensions + spec->n_where; i++)
    {
      const AmpDimension *dimension = i < spec->n_dimensions
                                        ? spec->dimensions[i]
                                        : spec->where_dimension[i - spec->n_dimensions];
      AmpColumn column;
      guint level;

      if (!amp_column_of (dimension, &column, &level) || (*columns & (1u << column)) ||
          (i >= spec->n_dimensions && column == AMP_COLUMN_TIME))
        return FALSE;
      *columns |= 1u << column;
    }
  return TRUE;
}

const AmpReleaseTemplate *
amp_release_template_of (const AmpCountSpec *spec)
{
  guint columns;

  if (amp_unit_is_programme (spec->unit))
    for (gsize i = 0; i < G_N_ELEMENTS (programme); i++)
      if (programme[i].units & (1u << spec->unit))
        return &programme[i];
  if (spec->lima_apart || !columns_of_spec (spec, &columns))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    if ((templates[i].units & (1u << spec->unit)) &&
        (columns & ~columns_of_template (&templates[i])) == 0)
      return &templates[i];
  return NULL;
}

/* --- Periods --- */

static void
set_day (char day[11], guint year, guint month, guint number)
{
  g_snprintf (day, 11, "%04u-%02u-%02u", year % 10000, month % 100, number % 100);
}

void
amp_release_period_days (const AmpReleasePeriod *period, char from[11], char to[11])
{
  set_day (from, period->year, period->first, 1);
  set_day (to, period->year, period->last,
           g_date_get_days_in_month ((GDateMonth) period->last, (GDateYear) period->year));
}

gboolean
amp_release_period_of (const AmpCountSpec *spec, AmpReleasePeriod *period)
{
  AmpDate from, to;
  char first[11], last[11];
  guint n;

  if (!amp_date_parse (spec->from, &from) || !amp_date_parse (spec->to, &to) ||
      from.precision != AMP_DATE_DAY || to.precision != AMP_DATE_DAY || from.year != to.year)
    return FALSE;
  *period = (AmpReleasePeriod){from.year, from.month, to.month};
  amp_release_period_days (period, first, last);
  n = period->last - period->first + 1;
  return strcmp (first, spec->from) == 0 && strcmp (last, spec->to) == 0 &&
         period->last >= period->first && (n == 1 || (n == 3 && period->first % 3 == 1) || n == 12);
}

guint
amp_release_period_level (const AmpReleasePeriod *period)
{
  guint n = period->last - period->first + 1;

  return n == 12 ? 0 : n == 3 ? 1 : 2;
}

char *
amp_release_period_name (const AmpReleasePeriod *period)
{
  switch (amp_release_period_level (period))
    {
    case 0:
      return g_strdup_printf ("%04u", period->year);
    case 1:
      return g_strdup_printf ("%04u-Q%u", period->year, (period->first + 2) / 3);
    default:
      return g_strdup_printf ("%04u-%02u", period->year, period->first);
    }
}

gboolean
amp_release_period_parse (const char *name, AmpReleasePeriod *period)
{
  guint year, part;

  if (name == NULL || strlen (name) < 4)
    return FALSE;
  year = (guint) g_ascii_strtoull (name, NULL, 10);
  if (name[4] == '\0')
    *period = (AmpReleasePeriod){year, 1, 12};
  else if (name[4] == '-' && name[5] == 'Q' && (part = (guint) (name[6] - '0')) >= 1 && part <= 4)
    *period = (AmpReleasePeriod){year, part * 3 - 2, part * 3};
  else if (name[4] == '-' && (part = (guint) g_ascii_strtoull (name + 5, NULL, 10)) >= 1 &&
           part <= 12)
    *period = (AmpReleasePeriod){year, part, part};
  else
    return FALSE;
  return TRUE;
}

gboolean
amp_release_period_is_closed (const AmpReleasePeriod *period, guint lag, GDate *today)
{
  GDate end;

  g_date_clear (&end, 1);
  g_date_set_dmy (&end,
                  g_date_get_days_in_month ((GDateMonth) period->last, (GDateYear) period->year),
                  (GDateMonth) period->last, (GDateYear) period->year);
  g_date_add_days (&end, lag);
  return g_date_compare (&end, today) <= 0;
}

/* --- Requests --- */

char *
amp_release_request_text (const AmpCountSpec *spec)
{
  GString *text = g_string_new ("by=");

  for (gsize i = 0; i < spec->n_dimensions; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", spec->dimensions[i]->name);
  for (gsize i = 0; i < spec->n_where; i++)
    g_string_append_printf (text, "%s%s:%s",
                            i > 0 ? "," : " where=", spec->where_dimension[i]->name,
                            spec->where_value[i]);
  return g_string_free (text, FALSE);
}

/* The next word up to a comma, cut off; NULL at the end. */
static char *
next_word (char **rest)
{
  char *word = *rest, *comma;

  if (word == NULL || *word == '\0')
    return NULL;
  comma = strchr (word, ',');
  if (comma != NULL)
    *comma = '\0';
  *rest = comma != NULL ? comma + 1 : NULL;
  return word;
}

static gboolean
parse_filter (char *word, AmpCountSpec *spec)
{
  char *colon = strchr (word, ':');
  gsize n = spec->n_where;

  if (colon == NULL || n == G_N_ELEMENTS (spec->where_value))
    return FALSE;
  *colon = '\0';
  spec->where_dimension[n] = amp_dimension_find (word);
  spec->where_value[n] = colon + 1;
  spec->n_where++;
  return spec->where_dimension[n] != NULL;
}

gboolean
amp_release_request_read (char *text, AmpCountSpec *spec)
{
  char *where = strstr (text, " where="), *by, *word;

  *spec = (AmpCountSpec){0};
  if (!g_str_has_prefix (text, "by="))
    return FALSE;
  by = text + strlen ("by=");
  if (where != NULL)
    {
      *where = '\0';
      where += strlen (" where=");
    }
  while ((word = next_word (&by)) != NULL)
    if (spec->n_dimensions == AMP_COUNTS_MAX_DIMENSIONS ||
        (spec->dimensions[spec->n_dimensions++] = amp_dimension_find (word)) == NULL)
      return FALSE;
  while ((word = next_word (&where)) != NULL)
    if (!parse_filter (word, spec))
      return FALSE;
  return TRUE;
}

gboolean
amp_release_request_parse (char *text,
                           const char *unit,
                           const AmpReleasePeriod *period,
                           AmpCountSpec *spec)
{
  if (!amp_release_request_read (text, spec) || !amp_unit_from_code (unit, &spec->unit))
    return FALSE;
  amp_release_period_days (period, spec->from, spec->to);
  return TRUE;
}
