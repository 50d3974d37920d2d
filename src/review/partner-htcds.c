/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records in CTDC's columns written once more in the fields and codes of HTCDS. What goes in is
 * what is protected already, and nothing else: whoever has both files knows what one of them says.
 */
#include "review/partner.h"

#include <string.h>

#define N_CTDC 28
#define N_SINGLE 7 /* the first ones are one value each */
#define RECRUITER 24

static const char *const singles[N_SINGLE] = {
  "x_YearOfRegistration", "prs_Gender",      "x_AgeBroad",
  "x_MajorityStatus",     "prs_Citizenship", "x_CountryOfExploitation",
  "x_TraffickMonths",
};

/* CTDC has one column for several codes: "one of these" is written with '|'. The standard has no
 * code for restricted movement but "Other". */
static const struct
{
  const char *title;
  guint first, n; /* columns of CTDC */
  const char *codes[8];
} groups[] = {
  {"vic_MethodsOfControl",
   7,
   8,
   {"DebtBondage|TakesEarnings", "PhysicalThreats|ThreatsLawEnforcement|ThreatensChildrenFamily",
    "PhysicalAbuse|SexualAbuse|PsychologicalAbuse", "FalsePromises", "PsychoactiveSubstance",
    "RestrictsFinancialAccess|RestrictsMedicalCare|WithholdsNecessities|Other",
    "ExcessiveWorkingHours", "WithholdsDocuments"}},
  {"vic_TypeOfExploitation",
   15,
   3,
   {"ForcedLabour|ChildLabour|ForcedBegging", "SexualExploitation",
    "ForcedMarriage|Servitude|ForcedMilitaryByNonStateActors|OrganRemoval|ForcedAdoption|Surrogacy|"
    "Other"}},
  {"vic_ForcedLabourIndustry",
   18,
   4,
   {"A_AgricultureForestryAndFishing", "F_Construction", "T_ActivitiesOfHouseholdsAsEmployers",
    "I_AccommodationAndFoodServiceActivities"}},
  {"vic_TypeOfSexExploitation", 22, 2, {"Prostitution", "Pornography"}},
  {"x_RecruiterRelation", RECRUITER, 4, {"intimate_partner", "friend", "family", "other"}},
};

static const char *
gender_of (const char *ctdc)
{
  return strcmp (ctdc, "Woman") == 0 ? "Feminine"
         : strcmp (ctdc, "Man") == 0 ? "Masculine"
                                     : "TransgenderFeminine|TransgenderMasculine|NonConforming";
}

static void
append_code (GString *cell, const char *code)
{
  if (cell->len > 0)
    g_string_append_c (cell, ';');
  g_string_append (cell, code);
}

/* The codes of a group whose cell is that: "1", or what is missing. */
static void
append_group (GString *line, char **cells, gsize group, const char *which)
{
  g_autoptr (GString) cell = g_string_new (NULL);

  for (guint i = 0; i < groups[group].n; i++)
    if (strcmp (cells[groups[group].first + i], which) == 0)
      append_code (cell, groups[group].codes[i]);
  g_string_append_printf (line, ",%s", cell->str);
}

/* The standard has three relations for the four of CTDC. */
static void
append_relation (GString *line, char **cells)
{
  g_autoptr (GString) cell = g_string_new (NULL);

  if (strcmp (cells[RECRUITER], "1") == 0 || strcmp (cells[RECRUITER + 2], "1") == 0)
    append_code (cell, "Familial");
  if (strcmp (cells[RECRUITER + 1], "1") == 0)
    append_code (cell, "Acquainted");
  if (strcmp (cells[RECRUITER + 3], "1") == 0)
    append_code (cell, "Acquainted|Unaquainted");
  g_string_append_printf (line, ",%s", cell->str);
}

static char *
line_of (char **cells)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < N_SINGLE; i++)
    {
      const char *text = strcmp (cells[i], AMP_PARTNER_MISSING) == 0 ? "" : cells[i];

      if (i > 0)
        g_string_append_c (line, ',');
      g_string_append (line, i == 1 && *text != '\0' ? gender_of (text) : text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      append_group (line, cells, i, "1");
      append_group (line, cells, i, AMP_PARTNER_MISSING);
    }
  append_relation (line, cells);
  return g_string_free (line, FALSE);
}

static void
append_header (GString *out)
{
  for (guint i = 0; i < N_SINGLE; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", singles[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    g_string_append_printf (out, ",%s,%s%s_NotTold", groups[i].title,
                            g_str_has_prefix (groups[i].title, "x_") ? "" : "x_", groups[i].title);
  g_string_append (out, ",vic_RelationshipToTrafficker\n");
}

static gint
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GBytes *
amp_partner_to_htcds (GBytes *ctdc)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (ctdc, NULL), g_bytes_get_size (ctdc));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) written = g_ptr_array_new_with_free_func (g_free);
  GString *out = g_string_new (NULL);

  append_header (out);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      if (g_strv_length (cells) == N_CTDC)
        g_ptr_array_add (written, line_of (cells));
    }
  g_ptr_array_sort (written, by_text);
  for (guint i = 0; i < written->len; i++)
    g_string_append_printf (out, "%s\n", (const char *) written->pdata[i]);
  return g_string_free_to_bytes (out);
}
