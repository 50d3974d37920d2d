/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be counted by what: units, dimensions, and which requests make sense. */
#include "domain/counts-private.h"

#include <string.h>

#define N_(text) text

/* --- Units --- */

static const struct
{
  const char *code;
  const char *title;
} units[] = {
  [AMP_UNIT_PERSONS] = {"persons", N_ ("Persons assisted")},
  [AMP_UNIT_CASES] = {"cases", N_ ("Cases opened")},
  [AMP_UNIT_SERVICES] = {"services", N_ ("Services delivered")},
  [AMP_UNIT_REFERRALS] = {"referrals", N_ ("Referrals made")},
  [AMP_UNIT_ACTIVITIES] = {"activities", N_ ("Prevention activities carried out")},
  [AMP_UNIT_REACHED] = {"reached", N_ ("People reached by prevention")},
  [AMP_UNIT_TRAININGS] = {"trainings", N_ ("Training sessions held")},
  [AMP_UNIT_TRAINED] = {"trained", N_ ("People trained")},
  [AMP_UNIT_COMMITMENTS] = {"commitments", N_ ("Commitments")},
};

G_STATIC_ASSERT (G_N_ELEMENTS (units) == AMP_N_UNITS);

const char *
amp_unit_to_code (AmpUnit unit)
{
  return units[unit].code;
}

const char *
amp_unit_title (AmpUnit unit)
{
  return units[unit].title;
}

gboolean
amp_unit_from_code (const char *code, AmpUnit *unit)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_strcmp0 (code, units[i].code) == 0)
      {
        *unit = (AmpUnit) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
amp_unit_is_programme (AmpUnit unit)
{
  return unit >= AMP_UNIT_ACTIVITIES;
}

/* --- Dimensions --- */

#define PERSONS (1u << AMP_UNIT_PERSONS)
#define CASES (1u << AMP_UNIT_CASES)
#define SERVICES (1u << AMP_UNIT_SERVICES)
#define REFERRALS (1u << AMP_UNIT_REFERRALS)
#define ALL_UNITS (PERSONS | CASES | SERVICES | REFERRALS)
#define ACTIVITIES (1u << AMP_UNIT_ACTIVITIES)
#define REACHED (1u << AMP_UNIT_REACHED)
#define TRAININGS (1u << AMP_UNIT_TRAININGS)
#define TRAINED (1u << AMP_UNIT_TRAINED)
#define COMMITMENTS (1u << AMP_UNIT_COMMITMENTS)
#define PROGRAMME (ACTIVITIES | REACHED | TRAININGS | TRAINED | COMMITMENTS)
#define EVERY_UNIT (ALL_UNITS | PROGRAMME)

/* Same order as plans[]. What a person has one of (sex, gender, band of age) is not multiple; what
 * comes with each service or case is. */
static const AmpDimension dimensions[] = {
  {"region", N_ ("Region of assistance"), "region", TRUE},
  {"region_residence", N_ ("Region of residence"), "region", FALSE},
  {"region_exploitation", N_ ("Region of exploitation"), "region", TRUE},
  {"region_recruitment", N_ ("Region of recruitment"), "region", TRUE},
  {"border", N_ ("Peru-Ecuador border"), NULL, TRUE},
  {"country", N_ ("Country of assistance"), "country", TRUE},
  {"macro_region", N_ ("Macro-region of assistance"), "macro_region", TRUE},
  {"year", N_ ("Year"), NULL, TRUE},
  {"quarter", N_ ("Quarter"), NULL, TRUE},
  {"month", N_ ("Month"), NULL, TRUE},
  {"sex", N_ ("Sex"), "sex", FALSE},
  {"gender", N_ ("Gender"), "gender", FALSE},
  {"age_band", N_ ("Age band"), "age_band", FALSE},
  {"minor", N_ ("Under 18"), NULL, FALSE},
  {"nationality", N_ ("Nationality"), "country", TRUE},
  {"exploitation", N_ ("Type of exploitation"), "exploitation_type", TRUE},
  {"trafficking_status", N_ ("Trafficking status"), "trafficking_status", TRUE},
  {"service", N_ ("Service"), "service_type", TRUE},
  {"service_domain", N_ ("Service domain"), "service_domain", TRUE},
  {"institution", N_ ("Institution"), NULL, TRUE},
  {"referral_state", N_ ("Referral state"), "referral_state", FALSE},
  {"case_status", N_ ("Case status"), "case_status", TRUE},
  {"activity_kind", N_ ("Kind of activity"), "activity_kind", FALSE},
  {"activity_audience", N_ ("Audience"), "activity_audience", TRUE},
  {"age_group", N_ ("Age group"), "age_group", FALSE},
  {"training_audience", N_ ("Audience"), "training_audience", TRUE},
  {"training_topic", N_ ("Topic"), "training_topic", TRUE},
  {"training_modality", N_ ("Modality"), "training_modality", FALSE},
  {"commitment_status", N_ ("Commitment status"), "commitment_status", FALSE},
};

static const AmpDimensionPlan plans[] = {
  {AMP_SCOPE_OFFICE, AMP_READ_REGION, NULL, EVERY_UNIT},
  {AMP_SCOPE_PERSON, AMP_READ_REGION, "residence_region", ALL_UNITS},
  {AMP_SCOPE_SITUATION, AMP_READ_REGION, "region_exploit", ALL_UNITS},
  {AMP_SCOPE_SITUATION, AMP_READ_REGION, "region_recruit", ALL_UNITS},
  {AMP_SCOPE_OFFICE, AMP_READ_BORDER, NULL, EVERY_UNIT},
  {AMP_SCOPE_OFFICE, AMP_READ_COUNTRY, NULL, EVERY_UNIT},
  {AMP_SCOPE_OFFICE, AMP_READ_MACRO, NULL, EVERY_UNIT},
  {AMP_SCOPE_DATE, AMP_READ_YEAR, NULL, EVERY_UNIT},
  {AMP_SCOPE_DATE, AMP_READ_QUARTER, NULL, EVERY_UNIT},
  {AMP_SCOPE_DATE, AMP_READ_MONTH, NULL, EVERY_UNIT},
  {AMP_SCOPE_PERSON, AMP_READ_CODE, "sex_registered", ALL_UNITS | REACHED | TRAINED},
  {AMP_SCOPE_PERSON, AMP_READ_CODE, "gender", ALL_UNITS},
  {AMP_SCOPE_AGE, AMP_READ_AGE_BAND, NULL, ALL_UNITS},
  {AMP_SCOPE_AGE, AMP_READ_MINOR, NULL, ALL_UNITS},
  {AMP_SCOPE_PERSON, AMP_READ_CODE, "nationality", ALL_UNITS},
  {AMP_SCOPE_SITUATION, AMP_READ_CODE, "exploitation_type", ALL_UNITS},
  {AMP_SCOPE_CASE, AMP_READ_CODE, "trafficking_status", ALL_UNITS},
  {AMP_SCOPE_UNIT, AMP_READ_CODE, "service_type", PERSONS | SERVICES | REFERRALS},
  {AMP_SCOPE_UNIT, AMP_READ_PARENT, "service_type", PERSONS | SERVICES | REFERRALS},
  {AMP_SCOPE_INSTITUTION, AMP_READ_CODE, NULL, PERSONS | SERVICES | REFERRALS | PROGRAMME},
  {AMP_SCOPE_UNIT, AMP_READ_CODE, "state", REFERRALS},
  {AMP_SCOPE_CASE, AMP_READ_CODE, "status", ALL_UNITS},
  {AMP_SCOPE_PROGRAMME, AMP_READ_CODE, "kind", ACTIVITIES | REACHED},
  {AMP_SCOPE_PROGRAMME, AMP_READ_CODE, "audience", ACTIVITIES | REACHED},
  {AMP_SCOPE_HEADS, AMP_READ_CODE, NULL, REACHED},
  {AMP_SCOPE_PROGRAMME, AMP_READ_CODE, "audience", TRAININGS | TRAINED},
  {AMP_SCOPE_PROGRAMME, AMP_READ_CODE, "topics", TRAININGS},
  {AMP_SCOPE_PROGRAMME, AMP_READ_CODE, "modality", TRAININGS},
  {AMP_SCOPE_PROGRAMME, AMP_READ_CODE, "status", COMMITMENTS},
};

G_STATIC_ASSERT (G_N_ELEMENTS (plans) == G_N_ELEMENTS (dimensions));

const AmpDimension *
amp_dimensions (gsize *n)
{
  *n = G_N_ELEMENTS (dimensions);
  return dimensions;
}

const AmpDimension *
amp_dimension_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dimensions); i++)
    if (g_strcmp0 (dimensions[i].name, name) == 0)
      return &dimensions[i];
  return NULL;
}

const AmpDimensionPlan *
amp_dimension_plan (const AmpDimension *self)
{
  return &plans[self - dimensions];
}

gboolean
amp_dimension_fits (const AmpDimension *self, AmpUnit unit)
{
  return (amp_dimension_plan (self)->units & (1u << unit)) != 0;
}

const char *
amp_dimension_label (const AmpDimension *self, AmpUnit unit)
{
  if (!amp_unit_is_programme (unit))
    return self->label;
  if (amp_dimension_plan (self)->scope == AMP_SCOPE_INSTITUTION)
    return unit == AMP_UNIT_COMMITMENTS ? N_ ("Promised by")
           : unit == AMP_UNIT_TRAINED   ? self->label
                                        : N_ ("Partner");
  if (amp_dimension_plan (self)->reader == AMP_READ_REGION)
    return N_ ("Region");
  if (amp_dimension_plan (self)->reader == AMP_READ_COUNTRY)
    return N_ ("Country");
  return amp_dimension_plan (self)->reader == AMP_READ_MACRO ? N_ ("Macro-region") : self->label;
}

/* --- Values --- */

static const AmpCode *
country_of (const AmpCode *region)
{
  /* Lima Metropolitana lies in Lima, which lies in Peru. */
  while (amp_code_parent (region) != NULL)
    region = amp_code_parent (region);
  return region;
}

/* A region that is no part of the list (an import of the future) keeps its own code. */
static const char *
read_region (AmpReader reader, const char *stored, gboolean lima_apart)
{
  const AmpCode *region = amp_code_list_lookup (amp_code_list_find ("region"), stored);
  const char *border;

  if (region == NULL)
    return reader == AMP_READ_REGION ? stored : NULL;
  switch (reader)
    {
    case AMP_READ_COUNTRY:
      return amp_code_value (country_of (region));
    case AMP_READ_BORDER:
      border = amp_code_attribute (region, "border");
      return border == NULL ? NULL : strcmp (border, "1") == 0 ? "yes" : "no";
    case AMP_READ_MACRO:
      return amp_code_attribute (region, "macro");
    case AMP_READ_REGION:
    case AMP_READ_CODE:
    case AMP_READ_PARENT:
    case AMP_READ_YEAR:
    case AMP_READ_QUARTER:
    case AMP_READ_MONTH:
    case AMP_READ_AGE_BAND:
    case AMP_READ_MINOR:
      break;
    }
  return !lima_apart && strcmp (stored, "PE-LMA") == 0 ? "PE-LIM" : stored;
}

const char *
amp_dimension_read (const AmpDimension *self, const char *stored, gboolean lima_apart)
{
  AmpReader reader = amp_dimension_plan (self)->reader;
  const AmpCode *code;

  if (reader == AMP_READ_PARENT)
    {
      code = amp_code_list_lookup (amp_code_list_find ("service_type"), stored);
      code = code == NULL ? NULL : amp_code_parent (code);
      return code == NULL ? NULL : amp_code_value (code);
    }
  if (reader == AMP_READ_CODE)
    return stored;
  return read_region (reader, stored, lima_apart);
}

const char *
amp_age_band_of (int age)
{
  const AmpCodeList *bands = amp_code_list_find ("age_band");

  for (guint i = 0; age >= 0 && i < amp_code_list_length (bands); i++)
    {
      const AmpCode *band = amp_code_list_nth (bands, i);
      const char *max = amp_code_attribute (band, "max");

      if (max != NULL && age <= (int) g_ascii_strtoll (max, NULL, 10))
        return amp_code_value (band);
    }
  return NULL;
}

static const char *
yes_no_label (const char *value, gboolean spanish)
{
  if (strcmp (value, "yes") == 0)
    return spanish ? "sí" : "yes";
  return "no";
}

/* "2024-11" as people write it, of whatever locale the machine is. NULL: it is no month. */
static char *
month_label (const char *value, gboolean spanish)
{
  static const char *const months[][2] = {{"Jan", "ene."}, {"Feb", "feb."}, {"Mar", "mar."},
                                          {"Apr", "abr."}, {"May", "may."}, {"Jun", "jun."},
                                          {"Jul", "jul."}, {"Aug", "ago."}, {"Sep", "set."},
                                          {"Oct", "oct."}, {"Nov", "nov."}, {"Dec", "dic."}};
  guint month =
    strlen (value) == 7 && value[4] == '-' ? (guint) g_ascii_strtoull (value + 5, NULL, 10) : 0;

  return month >= 1 && month <= G_N_ELEMENTS (months)
           ? g_strdup_printf ("%s %.4s", months[month - 1][spanish ? 1 : 0], value)
           : NULL;
}

char *
amp_dimension_value_label (const AmpDimension *self, const char *value, const char *language)
{
  gboolean spanish = language != NULL && g_str_has_prefix (language, "es");
  const AmpCode *code = NULL;

  if (strcmp (value, "*") == 0)
    return NULL;
  if (*value == '\0')
    return g_strdup (spanish ? "sin dato" : "no data");
  if (self->list != NULL)
    code = amp_code_list_lookup (amp_code_list_find (self->list), value);
  if (code != NULL)
    return g_strdup (amp_code_label (code, language));
  if (strcmp (value, "yes") == 0 || strcmp (value, "no") == 0)
    return g_strdup (yes_no_label (value, spanish));
  if (strcmp (self->name, "month") == 0)
    {
      char *label = month_label (value, spanish);

      if (label != NULL)
        return label;
    }
  return g_strdup (value);
}

/* --- Requests --- */

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, what);
  return FALSE;
}

/* 0: no region; else which of the four meanings (rule 3). */
static guint
region_kind (const AmpDimension *dimension)
{
  const AmpDimensionPlan *plan = amp_dimension_plan (dimension);

  if (plan->scope == AMP_SCOPE_OFFICE)
    return 1;
  return plan->reader == AMP_READ_REGION ? 2 + (guint) (dimension - dimensions) : 0;
}

static gboolean
check_dimensions (const AmpCountSpec *spec, GError **error)
{
  guint kind = 0;

  for (gsize i = 0; i < spec->n_dimensions; i++)
    {
      const AmpDimension *dimension = spec->dimensions[i];
      guint its_kind = region_kind (dimension);

      if (!amp_dimension_fits (dimension, spec->unit))
        return refuse (error, "A dimension does not fit what is counted");
      for (gsize j = 0; j < i; j++)
        if (spec->dimensions[j] == dimension)
          return refuse (error, "A dimension is named twice");
      if (its_kind != 0 && kind != 0 && its_kind != kind)
        return refuse (error, "Two kinds of region in one table");
      kind = its_kind != 0 ? its_kind : kind;
    }
  return TRUE;
}

static gboolean
value_possible (const AmpDimension *dimension, const char *value, gboolean lima_apart)
{
  AmpReader reader = amp_dimension_plan (dimension)->reader;

  if (value == NULL || strcmp (value, "*") == 0)
    return FALSE;
  if (*value == '\0')
    return TRUE;
  if (reader == AMP_READ_BORDER || reader == AMP_READ_MINOR)
    return strcmp (value, "yes") == 0 || strcmp (value, "no") == 0;
  if (reader == AMP_READ_REGION && !lima_apart && strcmp (value, "PE-LMA") == 0)
    return FALSE;
  return dimension->list == NULL ||
         amp_code_list_lookup (amp_code_list_find (dimension->list), value) != NULL;
}

static gboolean
check_filters (const AmpCountSpec *spec, GError **error)
{
  for (gsize i = 0; i < spec->n_where; i++)
    {
      if (!amp_dimension_fits (spec->where_dimension[i], spec->unit))
        return refuse (error, "A filter does not fit what is counted");
      if (!value_possible (spec->where_dimension[i], spec->where_value[i], spec->lima_apart))
        return refuse (error, "A filter asks for a code that its dimension does not have");
    }
  return TRUE;
}

static gboolean
is_day (const char *text)
{
  AmpDate date;

  return *text == '\0' || (amp_date_parse (text, &date) && date.precision == AMP_DATE_DAY);
}

gboolean
amp_count_spec_check (const AmpCountSpec *spec, GError **error)
{
  if (spec->n_dimensions > AMP_COUNTS_MAX_DIMENSIONS ||
      spec->n_where > G_N_ELEMENTS (spec->where_dimension))
    return refuse (error, "Too many dimensions or filters");
  if (!is_day (spec->from) || !is_day (spec->to))
    return refuse (error, "The period needs days such as 2024-01-31");
  if (*spec->from != '\0' && *spec->to != '\0' && strcmp (spec->from, spec->to) > 0)
    return refuse (error, "The period ends before it begins");
  return check_dimensions (spec, error) && check_filters (spec, error);
}
