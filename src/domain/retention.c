/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a closed case is kept. */
#include "domain/retention.h"

#include "model/codelist.h"
#include "model/date.h"

#define N_(text) text
#define OF_AGE 18

/* No norm gives a number of years for files of an organisation: Ley 29733 (art. 28) and the
 * Ecuadorian law of 2021 only say that data no longer needed go. The years are this program's
 * proposal, to be confirmed by each organisation: long enough for a trial, in which trafficking
 * does not become barred by time (Codigo Penal of Peru, art. 88-A), and for a person who comes
 * back. */
static const AmpRetentionRule rules[] = {
  {"duplicate", 1, 0,
   N_ ("A duplicate holds nothing that the other record does not: one year (Ley 29733: data no "
       "longer needed are removed).")},
  {"not_victim", 2, 0,
   N_ ("Not a victim: two years, for a complaint or a new fact; then the data are no longer needed "
       "(Ley 29733).")},
  {NULL, 10, 10,
   N_ ("Ten years after the closure, and for NNA not less than ten years after turning 18: a trial "
       "or a new request for help may need them (Ley 29733; the organisation's own policy "
       "prevails).")},
};

const AmpRetentionRule *
amp_retention_rule (const char *reason)
{
  gsize i = 0;

  while (rules[i].reason != NULL && g_strcmp0 (rules[i].reason, reason) != 0)
    i++;
  return &rules[i];
}

/* The year in which she comes of age at the latest; 0: not known. */
static guint
year_of_age (const AmpRecord *person, const char *opened_on)
{
  const char *band = amp_record_get (person, "age_band");
  const AmpCodeList *bands = amp_code_list_find ("age_band");
  const AmpCode *code = band != NULL ? amp_code_list_lookup (bands, band) : NULL;
  const char *least = code != NULL ? amp_code_attribute (code, "min") : NULL;
  AmpDate date;

  if (amp_record_get (person, "birth_date") != NULL &&
      amp_date_parse (amp_record_get (person, "birth_date"), &date) && date.year != 0)
    return date.year + OF_AGE;
  if (amp_record_get_int (person, "birth_year", 0) != 0)
    return (guint) amp_record_get_int (person, "birth_year", 0) + OF_AGE;
  if (least == NULL || opened_on == NULL || !amp_date_parse (opened_on, &date) || date.year == 0)
    return 0;
  return date.year + OF_AGE - (guint) MIN (g_ascii_strtoull (least, NULL, 10), OF_AGE);
}

char *
amp_retention_until (const AmpRetentionRule *rule,
                     const char *on,
                     const AmpRecord *person,
                     const char *opened_on)
{
  AmpDate date;
  guint year;

  if (on == NULL || !amp_date_parse (on, &date) || date.precision != AMP_DATE_DAY)
    date = amp_date_today ();
  year = date.year + rule->years;
  if (rule->years_of_minor > 0)
    {
      guint of_age = year_of_age (person, opened_on);

      /* The birthday itself is not told: the end of that year. */
      if (of_age > date.year && of_age + rule->years_of_minor > year)
        return g_strdup_printf ("%04u-12-31", of_age + rule->years_of_minor);
    }
  if (date.month == 2 && date.day == 29)
    date.day = 28;
  return g_strdup_printf ("%04u-%02u-%02u", year, date.month, date.day);
}
