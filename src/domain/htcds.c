/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of the standard's columns, and the values that are composed. */
#include "domain/htcds.h"

#include "model/codelist.h"
#include "model/fold.h"

#include <string.h>

/* The first 38 are the Excel template's columns B to AM in their order, under the names that their
 * titles say (the hidden row of the template has some of them shifted or misspelled). */
static const AmpHtcdsColumn columns[] = {
  {"cas_CaseOwner", "Case Owner", "Responsable del caso", "case", AMP_HTCDS_OWNER},
  {"prs_Salutation", "Salutation", "Tratamiento", "person", AMP_HTCDS_FIELD},
  {"prs_FirstName", "First Name", "Nombres", "person", AMP_HTCDS_FIELD},
  {"prs_SecondName", "Second Name", "Apellidos", "person", AMP_HTCDS_SURNAMES},
  {"con_Consent", "Consent", "Consentimiento", "consent", AMP_HTCDS_CONSENT},
  {"prs_Birthdate", "Birthdate", "Fecha de nacimiento", "person", AMP_HTCDS_FIELD},
  {"prs_Gender", "Gender", "Género", "person", AMP_HTCDS_FIELD},
  {"prs_Citizenship", "Citizenship", "Nacionalidad", "person", AMP_HTCDS_FIELD},
  {"prs_Title", "Title", "Cargo", "person", AMP_HTCDS_FIELD},
  {"prs_Email", "Email", "Correo electrónico", "person", AMP_HTCDS_FIELD},
  {"prs_HomePhone", "Home Phone", "Teléfono fijo", "person", AMP_HTCDS_FIELD},
  {"prs_MobilePhone", "Mobile Phone", "Celular", "person", AMP_HTCDS_FIELD},
  {"prs_MailingStreet", "Mailing Street", "Dirección", "person", AMP_HTCDS_FIELD},
  {"prs_MailingCity", "Mailing City", "Ciudad", "person", AMP_HTCDS_FIELD},
  {"prs_MailingState", "Mailing State/Province", "Región o provincia", "person", AMP_HTCDS_FIELD},
  {"prs_MailingPostalCode", "Mailing Zip/Postal Code", "Código postal", "person", AMP_HTCDS_FIELD},
  {"prs_MailingCountry", "Mailing Country", "País", "person", AMP_HTCDS_FIELD},
  {"vic_TraffickingStatus", "Trafficking Status", "Situación de trata", "case", AMP_HTCDS_FIELD},
  {"vic_TraffickingStatusDecisionMakingOrg", "Trafficking Status Decision Making Organization",
   "Organización que decidió la situación de trata", "case", AMP_HTCDS_FIELD},
  {"vic_MethodOfRecruitment", "Method of Recruitment", "Método de captación", "situation",
   AMP_HTCDS_FIELD},
  {"vic_LocationOfRecruitment", "Location of Recruitment", "Lugar de captación", "situation",
   AMP_HTCDS_FIELD},
  {"vic_MethodsOfControl", "Methods of Control", "Métodos de control", "situation",
   AMP_HTCDS_FIELD},
  {"vic_TypeOfExploitation", "Type of Exploitation", "Tipo de explotación", "situation",
   AMP_HTCDS_FIELD},
  {"vic_ForcedLabourIndustry", "Forced Labour Industry", "Sector del trabajo forzoso", "situation",
   AMP_HTCDS_FIELD},
  {"vic_TypeOfSexExploitation", "Type of Sex Exploitation", "Tipo de explotación sexual",
   "situation", AMP_HTCDS_FIELD},
  {"vic_LocationOfExploitation", "Location of Exploitation", "Lugar de explotación", "situation",
   AMP_HTCDS_FIELD},
  {"cas_Status", "Status", "Estado del caso", "case", AMP_HTCDS_FIELD},
  {"cas_ReferringOrganisation", "Referring Organisation", "Institución que deriva", "case",
   AMP_HTCDS_FIELD},
  {"cas_IncomingReferralDate", "Incoming Referral Date", "Fecha de la derivación recibida", "case",
   AMP_HTCDS_FIELD},
  {"cas_ReferringPrimaryCaseWorker", "Referring Primary Case Worker",
   "Responsable en la institución que deriva", "case", AMP_HTCDS_FIELD},
  {"cas_ReasonForIncomingReferral", "Reason for Incoming Referral",
   "Motivo de la derivación recibida", "case", AMP_HTCDS_FIELD},
  {"cas_IncomingReferralDetails", "Incoming Referral Details", "Detalles de la derivación recibida",
   "case", AMP_HTCDS_FIELD},
  {"cas_ReferredOrganisation", "Referred Organisation", "Institución a la que se deriva",
   "referral", AMP_HTCDS_FIELD},
  {"cas_ReferredPrimaryCaseWorker", "Referred Primary Case Worker",
   "Responsable en la institución a la que se deriva", "referral", AMP_HTCDS_FIELD},
  {"cas_ReasonForOutgoingReferral", "Reason for Outgoing Referral",
   "Motivo de la derivación realizada", "referral", AMP_HTCDS_FIELD},
  {"cas_OutgoingReferralDate", "Outgoing Referral Date", "Fecha de la derivación realizada",
   "referral", AMP_HTCDS_FIELD},
  {"cas_OutgoingReferralDetails", "Outgoing Referral Details",
   "Detalles de la derivación realizada", "referral", AMP_HTCDS_FIELD},
  {"cas_ReasonForCaseClosure", "Reason for Case Closure", "Motivo del cierre", "case",
   AMP_HTCDS_FIELD},

  {"prs_MiddleName", "Middle Name", "Segundo nombre", "person", AMP_HTCDS_MIDDLE},
  {"prs_IdentityNumber", "Identity Number", "Número de documento", "person", AMP_HTCDS_FIELD},
  {"prs_Deceased", "Deceased", "Fallecida", "person", AMP_HTCDS_FIELD},
  {"prs_MaritalStatus", "Marital Status", "Estado civil", "person", AMP_HTCDS_FIELD},
  {"prs_NumberOfChildren", "Number of Children", "Número de hijos", "person", AMP_HTCDS_FIELD},
  {"prs_PrimaryLanguage", "Primary Language", "Idioma principal", "person", AMP_HTCDS_FIELD},
  {"prs_SecondaryLanguage", "Secondary Language", "Segundo idioma", "person", AMP_HTCDS_FIELD},
  {"prs_HighestLevelOfEducation", "Highest Level of Education", "Nivel educativo", "person",
   AMP_HTCDS_FIELD},
  {"prs_MailingLongitude", "Mailing Longitude", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"prs_MailingLatitude", "Mailing Latitude", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"vic_AgreementToManagePersonalData", "Agreement to Manage Personal Data", NULL, NULL,
   AMP_HTCDS_KEPT_TEXT},
  {"vic_RelationshipToTrafficker", "Relationship to Trafficker", "Relación con el tratante",
   "situation", AMP_HTCDS_FIELD},
  {"vic_AgeWhenTrafficked", "Age when Trafficked", "Edad al inicio", "situation", AMP_HTCDS_FIELD},
  {"vic_RecruitmentWebsitesAndApps", "Recruitment Websites and Apps", NULL, "situation",
   AMP_HTCDS_FIELD},
  {"vic_ExploitationWebsitesAndApps", "Exploitation Websites and Apps", NULL, "situation",
   AMP_HTCDS_FIELD},
  {"vic_Vulnerabilities", "Vulnerabilities", "Vulnerabilidades", "person", AMP_HTCDS_FIELD},
  {"vic_DetailsOfVulnerabilities", "Details Of Vulnerabilities", NULL, "person", AMP_HTCDS_FIELD},
  {"cco_CaseComment", "Case Comment", "Comentario del caso", "note", AMP_HTCDS_COMMENT},
  {"per_RoleInProcess", "Role in Process", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"per_RoleDetails", "Role Details", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"per_Organisation", "Perpetrator Organisation", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_Type", "Event Type", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_Date", "Event Date", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_Street", "Event Street", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_City", "Event City", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_State", "Event State", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_PostalCode", "Event PostalCode", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_Country", "Event Country", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_Longitude", "Event Longitude", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_Latitude", "Event Latitude", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"hte_Description", "Event Description", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"spl_Type", "Support Plan Type", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"spl_Objectives", "Objectives", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"spl_ActionPlan", "Action Plan", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"spl_PlannedEndDate", "Planned End Date", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"spl_ActualEndDate", "Actual End Date", NULL, NULL, AMP_HTCDS_KEPT_TEXT},
  {"x_office_region", "Office Region", "Región de la oficina", "case", AMP_HTCDS_FIELD},
};

/* Names that the standard's own files spell another way. */
static const struct
{
  const char *written, *meant;
} misspelled[] = {
  {"vic_TraffickinStatusDecisionMakingOrg", "vic_TraffickingStatusDecisionMakingOrg"},
  {"prs_First_Name", "prs_FirstName"},
  {"prs_Second_Name", "prs_SecondName"},
  {"vic_Methods_of_Control", "vic_MethodsOfControl"},
};

const AmpHtcdsColumn *
amp_htcds_columns (gsize *n)
{
  *n = G_N_ELEMENTS (columns);
  return columns;
}

const AmpField *
amp_htcds_field (const AmpHtcdsColumn *column)
{
  const AmpEntity *entity = column->entity != NULL ? amp_entity_find (column->entity) : NULL;

  if (entity == NULL)
    return NULL;
  if (g_str_equal (column->name, "x_office_region"))
    return amp_entity_field (entity, "office_region");
  for (gsize i = 0; i < entity->n_fields; i++)
    if (g_strcmp0 (entity->fields[i].htcds, column->name) == 0)
      return &entity->fields[i];
  return NULL;
}

const AmpHtcdsColumn *
amp_htcds_find_name (const char *text)
{
  g_autofree char *name = g_strstrip (g_strdup (text));
  const char *wanted = name;

  for (gsize i = 0; i < G_N_ELEMENTS (misspelled); i++)
    if (g_ascii_strcasecmp (name, misspelled[i].written) == 0)
      wanted = misspelled[i].meant;
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_ascii_strcasecmp (wanted, columns[i].name) == 0)
      return &columns[i];
  return NULL;
}

static gboolean
same_folded (const char *label, const char *folded)
{
  g_autofree char *other = label != NULL ? amp_fold (label) : NULL;

  return g_strcmp0 (other, folded) == 0;
}

const AmpHtcdsColumn *
amp_htcds_find_label (const char *text)
{
  g_autofree char *folded = amp_fold (text);

  if (*folded == '\0')
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (same_folded (columns[i].label, folded) || same_folded (columns[i].label_es, folded))
      return &columns[i];
  return NULL;
}

guint
amp_htcds_score (const GPtrArray *cells)
{
  guint score = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      const char *text = g_ptr_array_index (cells, i);

      /* Titles are short: a page of text is none, and not worth folding. */
      if (text != NULL && strlen (text) < 200)
        score += amp_htcds_find_name (text) != NULL || amp_htcds_find_label (text) != NULL;
    }
  return score;
}

/* --- Surnames --- */

static gboolean
is_particle (const char *word)
{
  static const char *const particles[] = {"de",  "del",   "la",  "las", "los", "el",
                                          "y",   "e",     "da",  "do",  "dos", "di",
                                          "san", "santa", "van", "von", "vda", NULL};
  g_autofree char *folded = amp_fold (word);

  return g_strv_contains (particles, folded);
}

gboolean
amp_htcds_split_surnames (const char *text, char **paternal, char **maternal)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n\r", -1);
  GString *first = g_string_new (NULL), *rest = g_string_new (NULL);
  guint surnames = 0;
  gboolean after_particle = FALSE;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      GString *to;

      if (*words[i] == '\0')
        continue;
      if (!after_particle)
        surnames++;
      to = surnames <= 1 ? first : rest;
      g_string_append_printf (to, "%s%s", to->len > 0 ? " " : "", words[i]);
      after_particle = is_particle (words[i]);
    }
  *paternal = g_string_free (first, first->len == 0);
  *maternal = g_string_free (rest, rest->len == 0);
  return surnames <= 2;
}

/* --- Values --- */

/* Of the same list and known to the standard: regions have a country as parent, which is none. */
static const AmpCode *
code_of_parent (const AmpCodeList *list, const AmpCode *code)
{
  const AmpCode *parent = amp_code_parent (code);

  if (parent == NULL || amp_code_list_lookup (list, amp_code_value (parent)) != parent)
    return NULL;
  return amp_code_attribute (parent, "htcds") != NULL || amp_code_parent (parent) != NULL ? parent
                                                                                          : NULL;
}

/* Lists that the standard does not number (countries, languages) go out under the code itself, a
 * finer grain of ours (an ISIC division) as what it is part of. */
static const char *
code_text (const AmpCodeList *list, const AmpCode *code, gboolean labels)
{
  const char *htcds = amp_code_attribute (code, "htcds");
  const char *label = amp_code_attribute (code, "htcds_label");

  if (htcds == NULL && code_of_parent (list, code) != NULL)
    return code_text (list, code_of_parent (list, code), labels);
  if (labels)
    return label != NULL ? label : amp_code_label (code, "en");
  return htcds != NULL ? htcds : amp_code_value (code);
}

char *
amp_htcds_value (const AmpField *field, const char *canonical, gboolean labels)
{
  const AmpCodeList *list = field->list != NULL ? amp_code_list_find (field->list) : NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) out = g_ptr_array_new ();

  if (canonical == NULL)
    return NULL;
  if (field->kind == AMP_KIND_BOOLEAN)
    return g_strdup (*canonical == '1' ? "TRUE" : "FALSE");
  if (list == NULL)
    return g_strdup (canonical);
  parts = g_strsplit (canonical, ";", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const AmpCode *code = amp_code_list_lookup (list, parts[i]);
      const char *text = code != NULL ? code_text (list, code, labels) : parts[i];

      if (!g_ptr_array_find_with_equal_func (out, text, g_str_equal, NULL))
        g_ptr_array_add (out, (gpointer) text);
    }
  g_ptr_array_add (out, NULL);
  return g_strjoinv (labels ? "; " : ";", (char **) out->pdata);
}

/* --- The note --- */

/* The first line tells people, and the export, what the note is. */
#define KEPT_HEAD "Valores del archivo importado que ningún campo recibe (HTCDS):"

/* Only what a text of ours may hold; the rest becomes the sign for an unreadable character. */
static void
append_clean (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r')
        continue;
      if (c == '\n')
        g_string_append (out, "\n  ");
      else if ((g_unichar_iscntrl (c) && c != '\t') || (c >= 0x202a && c <= 0x202e) ||
               (c >= 0x2066 && c <= 0x2069) || c == 0xfeff || c == 0xfffe || c == 0xffff)
        g_string_append_unichar (out, 0xfffd);
      else
        g_string_append_unichar (out, c);
    }
}

void
amp_htcds_kept_add (GString *kept, const char *name, const char *value)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  /* A title may itself hold line ends and colons; the first ": " ends it. */
  append_clean (clean, name);
  g_string_replace (clean, "\n  ", " ", 0);
  g_string_replace (clean, ": ", ":", 0);
  g_string_append_printf (kept, "\n%s: ", clean->str);
  append_clean (kept, value);
}

char *
amp_htcds_kept_to_note (const GString *kept)
{
  return kept->len > 0 ? g_strconcat (KEPT_HEAD, kept->str, NULL) : NULL;
}

gboolean
amp_htcds_note_is_kept (const char *note)
{
  return note != NULL && g_str_has_prefix (note, KEPT_HEAD);
}

char *
amp_htcds_kept_find (const char *note, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (note, "\n", -1);
  g_autofree char *prefix = g_strconcat (name, ": ", NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      GString *value;

      if (!g_str_has_prefix (lines[i], prefix))
        continue;
      value = g_string_new (lines[i] + strlen (prefix));
      for (i++; lines[i] != NULL && g_str_has_prefix (lines[i], "  "); i++)
        g_string_append_printf (value, "\n%s", lines[i] + 2);
      return g_string_free (value, FALSE);
    }
  return NULL;
}
