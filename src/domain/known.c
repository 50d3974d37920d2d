/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is known already: one row a question. */
#include "domain/known.h"

#include "domain/situation-proposal.h"
#include "model/codelist.h"

#include <string.h>

/* --- Answers that follow from others --- */

static gboolean
is_code (const AmpRecord *record, const char *field, const char *code)
{
  return g_strcmp0 (amp_record_get (record, field), code) == 0;
}

static char *
age_at_start (const AmpCaseFile *file, const AmpRecord *situation)
{
  int age = amp_situation_age (file, situation);

  return age >= 0 ? g_strdup_printf ("%d", age) : NULL;
}

/* "PE" of "PE-TUM". */
static char *
country_of (const AmpRecord *record, const char *field)
{
  const char *region = amp_record_get (record, field);
  const AmpCode *code =
    region != NULL ? amp_code_list_lookup (amp_code_list_find ("region"), region) : NULL;
  const AmpCode *country = code != NULL ? amp_code_parent (code) : NULL;

  return country != NULL ? g_strdup (amp_code_value (country)) : NULL;
}

static char *
country_of_exploitation (const AmpCaseFile *file G_GNUC_UNUSED, const AmpRecord *situation)
{
  return country_of (situation, "region_exploit");
}

static char *
country_of_residence (const AmpCaseFile *file G_GNUC_UNUSED, const AmpRecord *person)
{
  return country_of (person, "residence_region");
}

static char *
year_of_birth (const AmpCaseFile *file G_GNUC_UNUSED, const AmpRecord *person)
{
  AmpDate birth;

  if (!amp_date_parse (amp_record_get (person, "birth_date"), &birth) ||
      birth.precision < AMP_DATE_YEAR)
    return NULL;
  return g_strdup_printf ("%u", birth.year);
}

/* As she is typed, not as she is stored. */
static int
age_today (const AmpRecord *person)
{
  AmpDate today = amp_date_today ();
  AmpDate birth;

  if (!amp_date_parse (amp_record_get (person, "birth_date"), &birth) ||
      birth.precision < AMP_DATE_YEAR)
    birth = (AmpDate){.year = (guint16) amp_record_get_int (person, "birth_year", 0),
                      .precision = AMP_DATE_YEAR};
  return birth.year != 0 ? amp_date_age (&birth, &today) : -1;
}

static char *
band_of_age (const AmpCaseFile *file G_GNUC_UNUSED, const AmpRecord *person)
{
  const AmpCodeList *bands = amp_code_list_find ("age_band");
  int age = age_today (person);

  for (guint i = 0; age >= 0 && i < amp_code_list_length (bands); i++)
    {
      const AmpCode *band = amp_code_list_nth (bands, i);
      const char *max = amp_code_attribute (band, "max");

      /* They stand in their order; the last one has no end. */
      if (!amp_code_retired (band) && (max == NULL || age <= g_ascii_strtoll (max, NULL, 10)))
        return g_strdup (amp_code_value (band));
    }
  return NULL;
}

static gboolean
is_telephone (const AmpRecord *contact)
{
  return is_code (contact, "channel", "phone") || is_code (contact, "channel", "sms") ||
         is_code (contact, "channel", "whatsapp");
}

static char *
own_telephone (const AmpCaseFile *file, const AmpRecord *contact)
{
  return is_telephone (contact) ? g_strdup (amp_record_get (amp_case_file_person (file), "phone"))
                                : NULL;
}

static char *
crossed_border (const AmpCaseFile *file, const AmpRecord *case_ G_GNUC_UNUSED)
{
  GPtrArray *situations = amp_case_file_list (file, "situation");

  for (guint i = 0; i < situations->len; i++)
    if (is_code (situations->pdata[i], "internal_or_cross_border", "cross_border"))
      return g_strdup ("1");
  return NULL;
}

/* Only where one thing was said: which of several he was, nobody knows but her. */
static char *
recruiter (const AmpCaseFile *file, const AmpRecord *perpetrator G_GNUC_UNUSED)
{
  GPtrArray *situations = amp_case_file_list (file, "situation");

  for (guint i = 0; i < situations->len; i++)
    {
      const char *said = amp_record_get (situations->pdata[i], "recruiter_relation");

      if (said != NULL)
        return strchr (said, ';') == NULL ? g_strdup (said) : NULL;
    }
  return NULL;
}

/* Where she was referred to for the same service. */
static char *
referred_to (const AmpCaseFile *file, const AmpRecord *service)
{
  GPtrArray *referrals = amp_case_file_list (file, "referral");
  const char *type = amp_record_get (service, "service_type");

  for (guint i = 0; type != NULL && i < referrals->len; i++)
    if (is_code (referrals->pdata[i], "service_type", type) &&
        (is_code (referrals->pdata[i], "state", "accepted") ||
         is_code (referrals->pdata[i], "state", "in_service") ||
         is_code (referrals->pdata[i], "state", "completed")))
      return g_strdup (amp_record_get (referrals->pdata[i], "to_institution"));
  return NULL;
}

static int
urgency_of (const AmpRecord *need)
{
  const char *urgency = amp_record_get (need, "urgency");
  const AmpCode *code =
    urgency != NULL ? amp_code_list_lookup (amp_code_list_find ("need_urgency"), urgency) : NULL;

  return code != NULL ? (int) amp_code_index (code) : G_MAXINT;
}

/* The most urgent need that no goal is about yet. */
static char *
next_need (const AmpCaseFile *file, const AmpRecord *goal G_GNUC_UNUSED)
{
  GPtrArray *needs = amp_case_file_list (file, "need");
  const AmpRecord *next = NULL;

  for (guint i = 0; i < needs->len; i++)
    {
      const AmpRecord *need = needs->pdata[i];
      const char *domain = amp_record_get (need, "domain");
      g_autoptr (GPtrArray) goals =
        domain != NULL ? amp_case_file_where (file, "plan_goal", "domain", domain) : NULL;

      if (goals != NULL && goals->len == 0 && is_code (need, "state", "open") &&
          (next == NULL || urgency_of (need) < urgency_of (next)))
        next = need;
    }
  return next != NULL ? g_strdup (amp_record_get (next, "domain")) : NULL;
}

/* --- The table --- */

static const AmpKnownRow rows[] = {
  {"person", "birth_year", "person", TRUE, FALSE, NULL, year_of_birth},
  {"person", "age_band", "person", TRUE, FALSE, NULL, band_of_age},
  {"person", "residence_country", "person", FALSE, FALSE, NULL, country_of_residence},
  {"safe_contact", "value", "person", TRUE, TRUE, NULL, own_telephone},
  {"case", "cross_border", "situation", FALSE, FALSE, NULL, crossed_border},
  {"consent", "language", "person", FALSE, FALSE, "language", NULL},
  {"consent", "giver", "consent", FALSE, FALSE, "giver", NULL},
  {"consent", "capacity", "consent", FALSE, FALSE, "capacity", NULL},
  {"consent", "method", "consent", FALSE, FALSE, "method", NULL},
  {"situation", "age_at_start", "person", FALSE, FALSE, NULL, age_at_start},
  {"situation", "country_exploit", "situation", FALSE, FALSE, NULL, country_of_exploitation},
  {"situation", "exploitation_type", "situation", FALSE, FALSE, "exploitation_type", NULL},
  {"situation", "region_recruit", "situation", FALSE, FALSE, "region_recruit", NULL},
  {"situation", "region_exploit", "situation", FALSE, FALSE, "region_exploit", NULL},
  {"situation", "recruiter_relation", "situation", FALSE, FALSE, "recruiter_relation", NULL},
  {"perpetrator", "relation", "situation", FALSE, FALSE, NULL, recruiter},
  {"proceeding", "lawyer", "proceeding", TRUE, FALSE, "lawyer", NULL},
  {"service", "institution", "referral", FALSE, FALSE, NULL, referred_to},
  {"plan_goal", "domain", "need", FALSE, FALSE, NULL, next_need},
};

const AmpKnownRow *
amp_known_rows (gsize *n)
{
  *n = G_N_ELEMENTS (rows);
  return rows;
}

/* The newest other record that says it. */
static char *
said_before (const AmpCaseFile *file, const char *source, const char *from, gint64 without)
{
  GPtrArray *list = amp_case_file_list (file, source);

  for (guint i = 0; i < list->len; i++)
    if (amp_record_id (list->pdata[i]) != without && amp_record_get (list->pdata[i], from) != NULL)
      return g_strdup (amp_record_get (list->pdata[i], from));
  return NULL;
}

char *
amp_known (const AmpKnownRow *row, const AmpCaseFile *file, const AmpRecord *record)
{
  if (row->answer != NULL)
    return row->answer (file, record);
  return said_before (file, row->source, row->from,
                      strcmp (row->source, row->entity) == 0 ? amp_record_id (record) : 0);
}

/* --- Needs and services --- */

guint
amp_need_answers (const AmpCaseFile *file, const AmpRecord *need, const char **last_on)
{
  GPtrArray *services = amp_case_file_list (file, "service");
  const char *domain = amp_record_get (need, "domain"), *since = amp_record_get (need, "on");
  guint n = 0;

  *last_on = NULL;
  for (guint i = 0; domain != NULL && i < services->len; i++)
    {
      const AmpRecord *service = services->pdata[i];
      const char *type = amp_record_get (service, "service_type");
      const char *on = amp_record_get (service, "delivered_on");
      const AmpCode *code =
        type != NULL ? amp_code_list_lookup (amp_code_list_find ("service_type"), type) : NULL;
      const AmpCode *of = code != NULL ? amp_code_parent (code) : NULL;

      if (of == NULL || strcmp (amp_code_value (of), domain) != 0 ||
          !is_code (service, "status", "delivered") || on == NULL ||
          (since != NULL && strcmp (on, since) < 0))
        continue;
      n++;
      if (*last_on == NULL || strcmp (on, *last_on) > 0)
        *last_on = on;
    }
  return n;
}
