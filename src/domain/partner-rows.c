/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From stored records to the columns of a partner's file: codes only; no name, no text, no day. */
#include "domain/partner-private.h"

#include "model/codelist.h"
#include "model/date.h"

#include <string.h>

#define TELL_EACH 256 /* rows */

enum
{
  CASE_ID,
  CASE_PERSON,
  CASE_OPENED,
  CASE_GENDER,
  CASE_SEX,
  CASE_BIRTH,
  CASE_BIRTH_YEAR,
  CASE_BAND,
  CASE_NATIONALITY,
};

enum
{
  SITUATION_CASE,
  SITUATION_TYPES,
  SITUATION_SECTOR,
  SITUATION_FORMS,
  SITUATION_CONTROL,
  SITUATION_RECRUITER,
  SITUATION_DURATION,
  SITUATION_COUNTRY,
};

/* A person in the year. */
typedef struct
{
  const char *values[AMP_PARTNER_N_COLUMNS]; /* interned */
  gboolean country_differs, months_differ;
} Person;

typedef struct
{
  AmpSession *session;
  AmpProgress *progress;
  GCancellable *cancellable;
  guint year;
  guint64 n_read;
  GHashTable *by_case;   /* case id -> Person */
  GHashTable *by_person; /* person id, a set */
} Gathering;

/* --- A person --- */

static void
take_age (Person *self, AmpCursor *cursor, const AmpDate *opened)
{
  const AmpCodeList *bands = amp_code_list_find ("age_band");
  const char *birth = amp_cursor_text (cursor, CASE_BIRTH);
  const char *told = amp_cursor_text (cursor, CASE_BAND);
  const gint64 year = amp_cursor_int (cursor, CASE_BIRTH_YEAR);
  AmpDate date = {0};
  int age;

  if ((birth == NULL || !amp_date_parse (birth, &date) || date.precision < AMP_DATE_YEAR) &&
      year > 0)
    date = (AmpDate){.year = (guint16) year, .precision = AMP_DATE_YEAR};
  age = amp_date_age (&date, opened);
  for (guint i = 0; i < amp_code_list_length (bands); i++)
    {
      const AmpCode *band = amp_code_list_nth (bands, i);
      const gint64 least = g_ascii_strtoll (amp_code_attribute (band, "min"), NULL, 10);
      const gint64 most = g_ascii_strtoll (amp_code_attribute (band, "max"), NULL, 10);

      if (age >= 0 ? age < least || age > most : g_strcmp0 (told, amp_code_value (band)) != 0)
        continue;
      self->values[AMP_PARTNER_AGE] = g_intern_string (amp_code_value (band));
      self->values[AMP_PARTNER_MAJORITY] = most < 18 ? "Minor" : "Adult";
    }
}

static const char *
country_of (const char *codes)
{
  g_auto (GStrv) each = codes != NULL ? g_strsplit (codes, ";", 2) : NULL;
  const AmpCode *code = each == NULL || each[0] == NULL
                          ? NULL
                          : amp_code_list_lookup (amp_code_list_find ("country"), each[0]);

  return code == NULL ? NULL : g_intern_string (amp_code_attribute (code, "iso3"));
}

static const char *
gender_of (const char *gender, const char *sex)
{
  const AmpCode *code =
    gender == NULL ? NULL : amp_code_list_lookup (amp_code_list_find ("gender"), gender);
  const char *ctdc = code == NULL ? NULL : amp_code_attribute (code, "ctdc");

  if (ctdc != NULL)
    return g_intern_string (ctdc);
  if (g_strcmp0 (sex, "F") == 0)
    return "Woman";
  return g_strcmp0 (sex, "M") == 0 ? "Man" : NULL;
}

/* One row for a person, whatever she has had of cases in that year. */
static void
take_case (Gathering *self, AmpCursor *cursor)
{
  const gint64 id = amp_cursor_int (cursor, CASE_ID);
  const gint64 person = amp_cursor_int (cursor, CASE_PERSON);
  const char *opened = amp_cursor_text (cursor, CASE_OPENED);
  AmpDate date = {0};
  char year[8];
  Person *row;

  if (opened == NULL || !amp_date_parse (opened, &date) || date.precision < AMP_DATE_YEAR ||
      date.year != self->year ||
      !g_hash_table_add (self->by_person, g_memdup2 (&person, sizeof person)))
    return;
  row = g_new0 (Person, 1);
  g_snprintf (year, sizeof year, "%u", self->year);
  row->values[AMP_PARTNER_YEAR] = g_intern_string (year);
  row->values[AMP_PARTNER_GENDER] =
    gender_of (amp_cursor_text (cursor, CASE_GENDER), amp_cursor_text (cursor, CASE_SEX));
  row->values[AMP_PARTNER_CITIZENSHIP] = country_of (amp_cursor_text (cursor, CASE_NATIONALITY));
  take_age (row, cursor, &date);
  g_hash_table_insert (self->by_case, g_memdup2 (&id, sizeof id), row);
}

/* --- Her situations --- */

/* Which columns the finer names of CTDC go into; composites as in its edition of 2024. */
static const struct
{
  const char *ctdc;
  guint column;
} targets[] = {
  {"meansOfControlDebtBondage", AMP_PARTNER_MEANS},
  {"meansOfControlTakesEarnings", AMP_PARTNER_MEANS},
  {"meansOfControlThreats", AMP_PARTNER_MEANS + 1},
  {"meansOfControlUsesChildren", AMP_PARTNER_MEANS + 1},
  {"meansOfControlThreatOfLawEnforcement", AMP_PARTNER_MEANS + 1},
  {"meansOfControlPsychologicalAbuse", AMP_PARTNER_MEANS + 2},
  {"meansOfControlPhysicalAbuse", AMP_PARTNER_MEANS + 2},
  {"meansOfControlSexualAbuse", AMP_PARTNER_MEANS + 2},
  {"meansOfControlFalsePromises", AMP_PARTNER_MEANS + 3},
  {"meansOfControlPsychoactiveSubstances", AMP_PARTNER_MEANS + 4},
  {"meansOfControlRestrictsFinancialAccess", AMP_PARTNER_MEANS + 5},
  {"meansOfControlRestrictsMovement", AMP_PARTNER_MEANS + 5},
  {"meansOfControlRestrictsMedicalCare", AMP_PARTNER_MEANS + 5},
  {"meansOfControlWithholdsNecessities", AMP_PARTNER_MEANS + 5},
  {"meansOfControlExcessiveWorkingHours", AMP_PARTNER_MEANS + 6},
  {"meansOfControlWithholdsDocuments", AMP_PARTNER_MEANS + 7},
  {"typeOfLabourAgriculture", AMP_PARTNER_LABOUR},
  {"typeOfLabourConstruction", AMP_PARTNER_LABOUR + 1},
  {"typeOfLabourDomesticWork", AMP_PARTNER_LABOUR + 2},
  {"typeOfLabourHospitality", AMP_PARTNER_LABOUR + 3},
  {"typeOfSexProstitution", AMP_PARTNER_SEX_FORM},
  {"typeOfSexPornography", AMP_PARTNER_SEX_FORM + 1},
  {"recruiterRelationIntimatePartner", AMP_PARTNER_RECRUITER},
  {"recruiterRelationFriend", AMP_PARTNER_RECRUITER + 1},
  {"recruiterRelationFamily", AMP_PARTNER_RECRUITER + 2},
  {"recruiterRelationOther", AMP_PARTNER_RECRUITER + 3},
};

/* CTDC's name of a code; codes of a finer level have that of the level above. */
static const char *
ctdc_of (const AmpCodeList *list, const char *value)
{
  const AmpCode *code = amp_code_list_lookup (list, value);

  while (code != NULL && amp_code_attribute (code, "ctdc") == NULL &&
         amp_code_parent (code) != NULL)
    code = amp_code_parent (code);
  return code == NULL ? NULL : amp_code_attribute (code, "ctdc");
}

/* What is asked and answered is 1 or 0 in each of its columns. */
static void
take_codes (Person *self, const char *list, const char *codes, guint first, guint n)
{
  g_auto (GStrv) each = codes != NULL ? g_strsplit (codes, ";", -1) : NULL;

  if (each == NULL || each[0] == NULL)
    return;
  for (guint i = first; i < first + n; i++)
    if (self->values[i] == NULL)
      self->values[i] = "0";
  for (guint i = 0; each[i] != NULL; i++)
    {
      const char *ctdc = ctdc_of (amp_code_list_find (list), each[i]);

      for (guint j = 0; j < G_N_ELEMENTS (targets); j++)
        if (g_strcmp0 (targets[j].ctdc, ctdc) == 0 && targets[j].column >= first &&
            targets[j].column < first + n)
          self->values[targets[j].column] = "1";
    }
}

static void
take_kinds (Person *self, const char *codes)
{
  const char *before = self->values[AMP_PARTNER_KIND];
  char kinds[4] = "000";
  g_auto (GStrv) each = codes != NULL ? g_strsplit (codes, ";", -1) : NULL;

  if (each == NULL || each[0] == NULL)
    return;
  if (before != NULL)
    memcpy (kinds, before, 3);
  for (guint i = 0; each[i] != NULL; i++)
    {
      const char *ctdc = ctdc_of (amp_code_list_find ("exploitation_type"), each[i]);

      if (g_strcmp0 (ctdc, "isForcedLabour") == 0)
        kinds[0] = '1';
      else if (g_strcmp0 (ctdc, "isSexualExploit") == 0)
        kinds[1] = '1';
      else
        kinds[2] = '1';
    }
  self->values[AMP_PARTNER_KIND] = g_intern_string (kinds);
}

/* Of several situations that differ nothing is told. */
static void
take_single (Person *self, guint column, const char *value, gboolean *differs)
{
  *differs = *differs || (value != NULL && self->values[column] != NULL &&
                          strcmp (self->values[column], value) != 0);
  if (value != NULL)
    self->values[column] = value;
  if (*differs)
    self->values[column] = NULL;
}

static void
take_situation (Gathering *self, AmpCursor *cursor)
{
  const gint64 id = amp_cursor_int (cursor, SITUATION_CASE);
  Person *row = g_hash_table_lookup (self->by_case, &id);
  const char *duration = amp_cursor_text (cursor, SITUATION_DURATION);
  const char *months;

  if (row == NULL)
    return;
  months = duration == NULL ? NULL : ctdc_of (amp_code_list_find ("duration_band"), duration);
  take_kinds (row, amp_cursor_text (cursor, SITUATION_TYPES));
  take_codes (row, "labour_sector", amp_cursor_text (cursor, SITUATION_SECTOR), AMP_PARTNER_LABOUR,
              4);
  take_codes (row, "sex_form", amp_cursor_text (cursor, SITUATION_FORMS), AMP_PARTNER_SEX_FORM, 2);
  take_codes (row, "control", amp_cursor_text (cursor, SITUATION_CONTROL), AMP_PARTNER_MEANS, 8);
  take_codes (row, "recruiter_relation", amp_cursor_text (cursor, SITUATION_RECRUITER),
              AMP_PARTNER_RECRUITER, 4);
  take_single (row, AMP_PARTNER_MONTHS, months, &row->months_differ);
  take_single (row, AMP_PARTNER_COUNTRY, country_of (amp_cursor_text (cursor, SITUATION_COUNTRY)),
               &row->country_differs);
}

/* --- All --- */

static gboolean
each (Gathering *self,
      const char *entity,
      const char *const *paths,
      const AmpFilter *filters,
      gsize n_filters,
      void (*take) (Gathering *self, AmpCursor *cursor),
      GError **error)
{
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (self->session), amp_entity_find (entity), paths,
                      filters, n_filters, "id", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, self->cancellable, error)) > 0)
    {
      take (self, cursor);
      if (++self->n_read % TELL_EACH == 0)
        amp_progress_set (self->progress, self->n_read, 0);
    }
  return more == 0;
}

static gboolean
gather (Gathering *self, GError **error)
{
  static const char *const case_paths[] = {
    [CASE_ID] = "id",
    [CASE_PERSON] = "person",
    [CASE_OPENED] = "opened_on",
    [CASE_GENDER] = "person.gender",
    [CASE_SEX] = "person.sex_registered",
    [CASE_BIRTH] = "person.birth_date",
    [CASE_BIRTH_YEAR] = "person.birth_year",
    [CASE_BAND] = "person.age_band",
    [CASE_NATIONALITY] = "person.nationality",
    NULL,
  };
  static const char *const situation_paths[] = {
    [SITUATION_CASE] = "case",
    [SITUATION_TYPES] = "exploitation_type",
    [SITUATION_SECTOR] = "labour_sector",
    [SITUATION_FORMS] = "sex_form",
    [SITUATION_CONTROL] = "control",
    [SITUATION_RECRUITER] = "recruiter_relation",
    [SITUATION_DURATION] = "duration_band",
    [SITUATION_COUNTRY] = "country_exploit",
    NULL,
  };
  const AmpFilter filters[] = {{"status", AMP_OP_NE, "duplicate"}};

  return each (self, "case", case_paths, filters, 1, take_case, error) &&
         each (self, "situation", situation_paths, NULL, 0, take_situation, error);
}

AmpPartnerTable *
amp_partner_gather (
  AmpSession *session, guint year, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) by_case =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) by_person =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Gathering self = {.session = session,
                    .progress = progress,
                    .cancellable = cancellable,
                    .year = year,
                    .by_case = by_case,
                    .by_person = by_person};
  g_autoptr (AmpPartnerTable) table = amp_partner_table_new ();
  GHashTableIter iter;
  gpointer row;

  if (!gather (&self, error))
    return NULL;
  g_hash_table_iter_init (&iter, by_case);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (!amp_partner_table_add (table, ((const Person *) row)->values, error))
      return NULL;
  return g_steal_pointer (&table);
}
