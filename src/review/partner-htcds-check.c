/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The other reader of a file in HTCDS's codes: reads it back, by a table of its own, into CTDC's
 * columns, and has the check of those look at them. What cannot be read back is refused, and so is
 * what reads back into something that may not leave. */
#include "review/partner.h"

#include <string.h>

static const char header[] =
  "x_YearOfRegistration,prs_Gender,x_AgeBroad,x_MajorityStatus,prs_Citizenship,"
  "x_CountryOfExploitation,x_TraffickMonths,vic_MethodsOfControl,x_vic_MethodsOfControl_NotTold,"
  "vic_TypeOfExploitation,x_vic_TypeOfExploitation_NotTold,vic_ForcedLabourIndustry,"
  "x_vic_ForcedLabourIndustry_NotTold,vic_TypeOfSexExploitation,"
  "x_vic_TypeOfSexExploitation_NotTold,x_RecruiterRelation,x_RecruiterRelation_NotTold,"
  "vic_RelationshipToTrafficker";

#define N 18
#define MOST_BYTES (64u * 1024 * 1024)
#define RELATION 17

static const char ctdc_header[] =
  "yearOfRegistration,gender,ageBroad,majorityStatus,citizenship,CountryOfExploitation,"
  "traffickMonths,meansDebtBondageEarnings,meansThreats,meansAbusePsyPhySex,meansFalsePromises,"
  "meansDrugsAlcohol,meansDenyBasicNeeds,meansExcessiveWorkHours,meansWithholdDocs,isForcedLabour,"
  "isSexualExploit,isOtherExploit,typeOfLabourAgriculture,typeOfLabourConstruction,"
  "typeOfLabourDomesticWork,typeOfLabourHospitality,typeOfSexProstitution,typeOfSexPornography,"
  "recruiterRelationIntimatePartner,recruiterRelationFriend,recruiterRelationFamily,"
  "recruiterRelationOther";

/* What may be in the cells of each pair, in this order: NULL ends a pair. */
static const char *const codes[] = {
  "DebtBondage|TakesEarnings",
  "PhysicalThreats|ThreatsLawEnforcement|ThreatensChildrenFamily",
  "PhysicalAbuse|SexualAbuse|PsychologicalAbuse",
  "FalsePromises",
  "PsychoactiveSubstance",
  "RestrictsFinancialAccess|RestrictsMedicalCare|WithholdsNecessities|Other",
  "ExcessiveWorkingHours",
  "WithholdsDocuments",
  NULL,
  "ForcedLabour|ChildLabour|ForcedBegging",
  "SexualExploitation",
  "ForcedMarriage|Servitude|ForcedMilitaryByNonStateActors|OrganRemoval|ForcedAdoption|Surrogacy|"
  "Other",
  NULL,
  "A_AgricultureForestryAndFishing",
  "F_Construction",
  "T_ActivitiesOfHouseholdsAsEmployers",
  "I_AccommodationAndFoodServiceActivities",
  NULL,
  "Prostitution",
  "Pornography",
  NULL,
  "intimate_partner",
  "friend",
  "family",
  "other",
  NULL,
};

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FORMAT, "partner file: %s", what);
  return FALSE;
}

/* Takes the code from the front of the cell, with what divides it from the next. */
static gboolean
take_code (const char **cell, const char *code)
{
  const gsize length = strlen (code);

  if (strncmp (*cell, code, length) != 0 || ((*cell)[length] != '\0' && (*cell)[length] != ';') ||
      ((*cell)[length] == ';' && (*cell)[length + 1] == '\0'))
    return FALSE;
  *cell += length + ((*cell)[length] == ';' ? 1 : 0);
  return TRUE;
}

/* The pairs of cells from the eighth on. FALSE: something that may not be there, or out of order.
 */
static gboolean
read_pairs (char **cells, GString *line)
{
  guint at = 7;
  const char *told = cells[at], *not_told = cells[at + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == NULL)
      {
        if (*told != '\0' || *not_told != '\0')
          return FALSE;
        at += 2;
        told = cells[MIN (at, RELATION)];
        not_told = cells[MIN (at + 1, RELATION)];
      }
    else
      {
        const gboolean is_told = take_code (&told, codes[i]);

        if (take_code (&not_told, codes[i]))
          {
            if (is_told)
              return FALSE;
            g_string_append (line, "," AMP_PARTNER_MISSING);
          }
        else
          g_string_append (line, is_told ? ",1" : ",0");
      }
  return TRUE;
}

/* Follows from the relations before it. */
static gboolean
relation_follows (char **cells)
{
  const char *relations = cells[15];
  const gboolean close =
    strstr (relations, "intimate_partner") != NULL || strstr (relations, "family") != NULL;
  const gboolean friend = strstr (relations, "friend") != NULL;
  const gboolean other = strstr (relations, "other") != NULL;
  g_autofree char *follows = g_strconcat (
    close ? "Familial" : "", close && (friend || other) ? ";" : "", friend ? "Acquainted" : "",
    friend && other ? ";" : "", other ? "Acquainted|Unaquainted" : "", NULL);

  return strcmp (cells[RELATION], follows) == 0;
}

static const char *
gender_back (const char *code)
{
  static const char *const pairs[][2] = {
    {"", AMP_PARTNER_MISSING},
    {"Feminine", "Woman"},
    {"Masculine", "Man"},
    {"TransgenderFeminine|TransgenderMasculine|NonConforming", "Trans/Transgender/NonConforming"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (strcmp (code, pairs[i][0]) == 0)
      return pairs[i][1];
  return NULL;
}

/* NULL: it cannot be read back. */
static char *
read_back (const char *text)
{
  g_auto (GStrv) cells = g_strsplit (text, ",", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  if (g_strv_length (cells) != N || gender_back (cells[1]) == NULL)
    return NULL;
  for (guint i = 0; i < 7; i++)
    {
      const char *cell = i == 1 ? gender_back (cells[1]) : cells[i];

      /* Only an empty cell is missing: the other way to say so is CTDC's. */
      if (i != 1 && strcmp (cell, AMP_PARTNER_MISSING) == 0)
        return NULL;
      g_string_append_printf (line, "%s%s", i > 0 ? "," : "",
                              *cell != '\0' ? cell : AMP_PARTNER_MISSING);
    }
  if (!read_pairs (cells, line) || !relation_follows (cells))
    return NULL;
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static gint
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The lines behind the header; each has its end. */
static gboolean
read_lines (char **lines, GPtrArray *back, GError **error)
{
  guint i = 1;

  for (; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      char *line = read_back (lines[i]);

      if (line == NULL)
        return refuse ("a row that is not in the codes of the standard", error);
      g_ptr_array_add (back, line);
      if (i > 1 && strcmp (lines[i - 1], lines[i]) > 0)
        return refuse ("rows out of order", error);
    }
  return (lines[i] != NULL && lines[i + 1] == NULL) || refuse ("an end that is none", error);
}

gboolean
amp_partner_is_htcds (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length > strlen (header) && memcmp (data, header, strlen (header)) == 0 &&
         data[strlen (header)] == '\n';
}

gboolean
amp_partner_htcds_check (GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GPtrArray) back = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) ctdc = g_string_new (ctdc_header);
  g_autoptr (GBytes) read = NULL;

  if (length > MOST_BYTES || !amp_partner_is_htcds (bytes) || memchr (data, '\0', length) != NULL)
    return refuse ("not in the columns of the standard", error);
  text = g_strndup (data, length);
  lines = g_strsplit (text, "\n", -1);
  if (!read_lines (lines, back, error))
    return FALSE;
  g_ptr_array_sort (back, by_text);
  g_string_append_c (ctdc, '\n');
  for (guint i = 0; i < back->len; i++)
    g_string_append_printf (ctdc, "%s\n", (const char *) back->pdata[i]);
  read = g_bytes_new (ctdc->str, ctdc->len);
  return amp_partner_check (read, error);
}
