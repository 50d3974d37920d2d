/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be in a pack, by REVIEW.md. Written down once more, on purpose: a code that one of the
 * two lists alone knows is a defect. */
#include "review/check-private.h"

#include <string.h>

/* --- Quasi --- */

static const char *const sexes[] = {"F", "M", "X", "unknown", NULL};
static const char *const coarse_ages[] = {"minor", "adult", "unknown", NULL};
static const char *const fine_ages[] = {"0-17", "18-29", "30-47", "48+", "unknown", NULL};

/* Each macro-region, and behind it those regions that it is made of. */
typedef struct
{
  const char *name;
  const char *regions[12];
} Macro;

static const Macro macros[] = {
  {"PE-norte", {"PE-AMA", "PE-CAJ", "PE-LAL", "PE-LAM", "PE-PIU", "PE-TUM"}},
  {"PE-centro", {"PE-ANC", "PE-AYA", "PE-HUV", "PE-HUC", "PE-ICA", "PE-JUN", "PE-PAS"}},
  {"PE-lima", {"PE-CAL", "PE-LIM", "PE-LMA"}},
  {"PE-oriente", {"PE-LOR", "PE-SAM", "PE-UCA"}},
  {"PE-sur", {"PE-APU", "PE-ARE", "PE-CUS", "PE-MDD", "PE-MOQ", "PE-PUN", "PE-TAC"}},
  {"EC-costa", {"EC-O", "EC-E", "EC-G", "EC-R", "EC-M", "EC-SD", "EC-SE"}},
  {"EC-sierra", {"EC-A", "EC-B", "EC-F", "EC-C", "EC-X", "EC-H", "EC-I", "EC-L", "EC-P", "EC-T"}},
  {"EC-amazonia", {"EC-S", "EC-N", "EC-Y", "EC-Z", "EC-U", "EC-D"}},
  {"EC-insular", {"EC-W"}},
};

static const char *const macro_names[] = {"PE-norte",   "PE-centro", "PE-lima",   "PE-oriente",
                                          "PE-sur",     "EC-costa",  "EC-sierra", "EC-amazonia",
                                          "EC-insular", NULL};
static const char *const regions[] = {
  "PE-AMA", "PE-CAJ", "PE-LAL", "PE-LAM", "PE-PIU", "PE-TUM", "PE-ANC", "PE-AYA", "PE-HUV",
  "PE-HUC", "PE-ICA", "PE-JUN", "PE-PAS", "PE-CAL", "PE-LIM", "PE-LMA", "PE-LOR", "PE-SAM",
  "PE-UCA", "PE-APU", "PE-ARE", "PE-CUS", "PE-MDD", "PE-MOQ", "PE-PUN", "PE-TAC", "EC-O",
  "EC-E",   "EC-G",   "EC-R",   "EC-M",   "EC-SD",  "EC-SE",  "EC-A",   "EC-B",   "EC-F",
  "EC-C",   "EC-X",   "EC-H",   "EC-I",   "EC-L",   "EC-P",   "EC-T",   "EC-S",   "EC-N",
  "EC-Y",   "EC-Z",   "EC-U",   "EC-D",   "EC-W",   NULL};
static const char *const years[] = {
  "2000", "2001", "2002", "2003", "2004",    "2005", "2006", "2007", "2008", "2009", "2010", "2011",
  "2012", "2013", "2014", "2015", "2016",    "2017", "2018", "2019", "2020", "2021", "2022", "2023",
  "2024", "2025", "2026", "2027", "2028",    "2029", "2030", "2031", "2032", "2033", "2034", "2035",
  "2036", "2037", "2038", "2039", "2040",    "2041", "2042", "2043", "2044", "2045", "2046", "2047",
  "2048", "2049", "2050", "2051", "2052",    "2053", "2054", "2055", "2056", "2057", "2058", "2059",
  "2060", "2061", "2062", "2063", "2064",    "2065", "2066", "2067", "2068", "2069", "2070", "2071",
  "2072", "2073", "2074", "2075", "2076",    "2077", "2078", "2079", "2080", "2081", "2082", "2083",
  "2084", "2085", "2086", "2087", "2088",    "2089", "2090", "2091", "2092", "2093", "2094", "2095",
  "2096", "2097", "2098", "2099", "unknown", NULL};

/* --- Sensitive: what is hidden comes first --- */

static const char *const exploitations[] = {"*",
                                            "ForcedLabour",
                                            "SexualExploitation",
                                            "ChildLabour",
                                            "ForcedMarriage",
                                            "Servitude",
                                            "ForcedMilitaryByNonStateActors",
                                            "OrganRemoval",
                                            "ForcedBegging",
                                            "ForcedAdoption",
                                            "Surrogacy",
                                            "Other",
                                            "several",
                                            "none",
                                            NULL};
static const char *const nationalities[] = {"*", "own", "border", "other", "unknown", NULL};
static const char *const domains[] = {"*",  "01", "02", "03", "04", "05", "06",   "07", "08",
                                      "09", "10", "11", "12", "13", "14", "none", NULL};
static const char *const amounts[] = {"*", "0", "1", "2-4", "5-9", "10+", NULL};

/* --- Process --- */

static const char *const statuses[] = {
  "intake", "open", "follow_up", "closed", "closed_referred", "closed_not_victim", NULL};
static const char *const consents[] = {"before_service", "after",   "never",
                                       "no_service",     "unclear", NULL};
static const char *const days[] = {"0",   "1-3",  "4-7",     "8-30", "31-90",
                                   "91+", "none", "unclear", NULL};
static const char *const answers[] = {"yes", "no", "unclear", NULL};
static const char *const answers_or_none[] = {"yes", "no", "none", "unclear", NULL};
static const char *const plans[] = {"none", "draft",       "requested", "active",
                                    "done", "interrupted", NULL};
static const char *const agreements[] = {"yes", "no", "none", NULL};
static const char *const outcomes[] = {"none",          "completed", "waiting",
                                       "not_completed", "mixed",     NULL};
static const char *const closures[] = {"none", "recorded", "missing", NULL};
static const char *const lengths[] = {"0", "1-200", "201-1000", "1001+", NULL};

static const AmpCheckColumn sensitive_and_process[] = {
  {"exploitation", AMP_CHECK_SENSITIVE, exploitations},
  {"nationality", AMP_CHECK_SENSITIVE, nationalities},
  {"service_domain", AMP_CHECK_SENSITIVE, domains},
  {"services", AMP_CHECK_SENSITIVE, amounts},
  {"status", AMP_CHECK_PROCESS, statuses},
  {"consent", AMP_CHECK_PROCESS, consents},
  {"consent_days", AMP_CHECK_PROCESS, days},
  {"risk_days", AMP_CHECK_PROCESS, days},
  {"risk_72h", AMP_CHECK_PROCESS, answers},
  {"risk_on_time", AMP_CHECK_PROCESS, answers_or_none},
  {"plan", AMP_CHECK_PROCESS, plans},
  {"plan_agreed", AMP_CHECK_PROCESS, agreements},
  {"plan_days", AMP_CHECK_PROCESS, days},
  {"first_service_days", AMP_CHECK_PROCESS, days},
  {"referrals", AMP_CHECK_PROCESS, amounts + 1},
  {"referral_outcome", AMP_CHECK_PROCESS, outcomes},
  {"follow_ups", AMP_CHECK_PROCESS, amounts + 1},
  {"follow_up_on_time", AMP_CHECK_PROCESS, answers_or_none},
  {"closure", AMP_CHECK_PROCESS, closures},
  {"closure_by_other", AMP_CHECK_PROCESS, agreements},
  {"closure_days", AMP_CHECK_PROCESS, days},
  {"notes_length", AMP_CHECK_PROCESS, lengths},
};

/* --- Levels --- */

#define MOST_QUASI 4

typedef struct
{
  const char *name;
  AmpCheckColumn quasi[MOST_QUASI]; /* ends at the first without a name */
} Level;

static const Level levels[] = {
  {"tiny", {{"sex", AMP_CHECK_QUASI, sexes}, {"age", AMP_CHECK_QUASI, coarse_ages}}},
  {"small",
   {{"sex", AMP_CHECK_QUASI, sexes},
    {"age", AMP_CHECK_QUASI, coarse_ages},
    {"place", AMP_CHECK_QUASI, macro_names}}},
  {"medium",
   {{"sex", AMP_CHECK_QUASI, sexes},
    {"age", AMP_CHECK_QUASI, fine_ages},
    {"place", AMP_CHECK_QUASI, macro_names},
    {"year", AMP_CHECK_QUASI, years}}},
  {"large",
   {{"sex", AMP_CHECK_QUASI, sexes},
    {"age", AMP_CHECK_QUASI, fine_ages},
    {"place", AMP_CHECK_QUASI, regions},
    {"year", AMP_CHECK_QUASI, years}}},
};

gint
amp_check_level_rank (AmpCheckPiece name)
{
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (amp_check_is (name, levels[i].name))
      return (gint) i;
  return -1;
}

guint
amp_check_level_columns (gint level, AmpCheckColumn columns[AMP_CHECK_MOST_COLUMNS])
{
  guint n = 0;

  for (; n < MOST_QUASI && levels[level].quasi[n].name != NULL; n++)
    columns[n] = levels[level].quasi[n];
  for (guint i = 0; i < G_N_ELEMENTS (sensitive_and_process); i++)
    columns[n++] = sensitive_and_process[i];
  return n;
}

gint
amp_check_code_index (const char *const *codes, AmpCheckPiece code)
{
  for (gint i = 0; codes[i] != NULL; i++)
    if (amp_check_is (code, codes[i]))
      return i;
  return -1;
}

static AmpCheckPiece
piece_of (const char *text)
{
  return (AmpCheckPiece){text, strlen (text)};
}

gint
amp_check_coarser (const AmpCheckColumn *column, AmpCheckPiece value)
{
  const gint as_it_is = amp_check_code_index (column->codes, value);
  const gint age = amp_check_code_index (fine_ages, value);

  if (as_it_is >= 0)
    return as_it_is;
  if (column->codes == coarse_ages && age >= 0)
    return amp_check_code_index (coarse_ages, piece_of (age == 0 ? "minor" : "adult"));
  for (guint i = 0; column->codes == macro_names && i < G_N_ELEMENTS (macros); i++)
    if (amp_check_code_index (macros[i].regions, value) >= 0)
      return amp_check_code_index (macro_names, piece_of (macros[i].name));
  return -1;
}

/* --- [chain], [indicators] and [releases] --- */

const char *const amp_check_gaps[] = {"-",     "0-1m", "1-60m", "1-24h", "1-7d",
                                      "8-30d", "31d+", "back",  NULL};
const char *const amp_check_roles[] = {"supervisor", "caseworker", "auditor", NULL};
const char *const amp_check_actions[] = {
  "create_vault",  "unlock",           "lock",       "failed_unlock",
  "view_identity", "view_case",        "create",     "update",
  "delete",        "import",           "export",     "print",
  "merge",         "consent_override", "key_change", "backup",
  "restore",       "time_jump",        NULL};
const char *const amp_check_objects[] = {"-",
                                         "activity",
                                         "approval",
                                         "assignment",
                                         "attachment",
                                         "case",
                                         "case_member",
                                         "closure",
                                         "closure_item",
                                         "commitment",
                                         "commitment_update",
                                         "consent",
                                         "document",
                                         "dup_decision",
                                         "external_figure",
                                         "finding",
                                         "follow_up",
                                         "forum",
                                         "institution",
                                         "local_sheet",
                                         "need",
                                         "note",
                                         "perpetrator",
                                         "person",
                                         "plan",
                                         "plan_action",
                                         "plan_goal",
                                         "proceeding",
                                         "referral",
                                         "referral_event",
                                         "regional_action",
                                         "regional_goal",
                                         "regional_plan",
                                         "regional_progress",
                                         "relative",
                                         "risk_assessment",
                                         "safe_contact",
                                         "safety_plan",
                                         "saved_filter",
                                         "service",
                                         "setting",
                                         "situation",
                                         "situation_event",
                                         "task",
                                         "training",
                                         "training_attendance",
                                         "user",
                                         "other",
                                         NULL};
const char *const amp_check_shares[] = {
  "consent_before_service", "consent_recorded", "risk_72h",
  "risk_on_time",           "plan_in_force",    "first_service_7d",
  "referral_completed",     "closure_by_other", NULL};
const char *const amp_check_staff[] = {"staff_events",
                                       "staff_view_identity",
                                       "staff_consent_override",
                                       "staff_export",
                                       "staff_print",
                                       "staff_failed_unlock",
                                       NULL};
const char *const amp_check_rules[] = {"partner", "public", "records", NULL};
const char *const amp_check_units[] = {"persons",     "cases",   "services",  "referrals",
                                       "activities",  "reached", "trainings", "trained",
                                       "commitments", NULL};
