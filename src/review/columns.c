/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The allow-list of REVIEW.md, as tables. */
#include "review/columns.h"

#include <string.h>

G_DEFINE_QUARK (amp - review - error - quark, amp_review_error)

/* --- Codes --- */

static const char *const sexes[] = {"F", "M", "X", "unknown", NULL};
static const char *const minors[] = {"minor", "adult", "unknown", NULL};
static const char *const ages[] = {"0-17", "18-29", "30-47", "48+", "unknown", NULL};
static const char *const macro_regions[] = {"PE-norte",   "PE-centro", "PE-lima",   "PE-oriente",
                                            "PE-sur",     "EC-costa",  "EC-sierra", "EC-amazonia",
                                            "EC-insular", NULL};
static const char *const regions[] = {
  "PE-AMA", "PE-ANC", "PE-APU", "PE-ARE", "PE-AYA", "PE-CAJ", "PE-CAL", "PE-CUS", "PE-HUV",
  "PE-HUC", "PE-ICA", "PE-JUN", "PE-LAL", "PE-LAM", "PE-LIM", "PE-LMA", "PE-LOR", "PE-MDD",
  "PE-MOQ", "PE-PAS", "PE-PIU", "PE-PUN", "PE-SAM", "PE-TAC", "PE-TUM", "PE-UCA", "EC-A",
  "EC-B",   "EC-F",   "EC-C",   "EC-X",   "EC-H",   "EC-O",   "EC-E",   "EC-G",   "EC-I",
  "EC-L",   "EC-R",   "EC-M",   "EC-S",   "EC-N",   "EC-Y",   "EC-P",   "EC-T",   "EC-Z",
  "EC-W",   "EC-U",   "EC-D",   "EC-SD",  "EC-SE",  NULL};
/* In the order of regions. */
static const guint8 macro_of[] = {0, 1, 4, 4, 1, 0, 2, 4, 1, 1, 1, 1, 0, 0, 2, 2, 3,
                                  4, 4, 1, 0, 4, 3, 4, 0, 3, 6, 6, 6, 6, 6, 6, 5, 5,
                                  5, 6, 6, 5, 5, 7, 7, 7, 6, 6, 7, 8, 7, 7, 5, 5};
G_STATIC_ASSERT (G_N_ELEMENTS (macro_of) + 1 == G_N_ELEMENTS (regions));
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
static const char *const exploitations[] = {"ForcedLabour",   "SexualExploitation",
                                            "ChildLabour",    "ForcedMarriage",
                                            "Servitude",      "ForcedMilitaryByNonStateActors",
                                            "OrganRemoval",   "ForcedBegging",
                                            "ForcedAdoption", "Surrogacy",
                                            "Other",          "several",
                                            "none",           NULL};
static const char *const nationalities[] = {"own", "border", "other", "unknown", NULL};
static const char *const service_domains[] = {"01", "02", "03", "04", "05", "06", "07",   "08",
                                              "09", "10", "11", "12", "13", "14", "none", NULL};
static const char *const numbers[] = {"0", "1", "2-4", "5-9", "10+", NULL};
static const char *const days[] = {"0",   "1-3",  "4-7",     "8-30", "31-90",
                                   "91+", "none", "unclear", NULL};
static const char *const statuses[] = {
  "intake", "open", "follow_up", "closed", "closed_referred", "closed_not_victim", NULL};
static const char *const consents[] = {"before_service", "after",   "never",
                                       "no_service",     "unclear", NULL};
static const char *const in_time[] = {"yes", "no", "unclear", NULL};
static const char *const on_time[] = {"yes", "no", "none", "unclear", NULL};
static const char *const plans[] = {"none", "draft",       "requested", "active",
                                    "done", "interrupted", NULL};
static const char *const yes_no_none[] = {"yes", "no", "none", NULL};
static const char *const outcomes[] = {"none",          "completed", "waiting",
                                       "not_completed", "mixed",     NULL};
static const char *const closures[] = {"none", "recorded", "missing", NULL};
static const char *const lengths[] = {"0", "1-200", "201-1000", "1001+", NULL};

const char *const amp_review_gaps[] = {"-",     "0-1m", "1-60m", "1-24h", "1-7d",
                                       "8-30d", "31d+", "back",  NULL};
const char *const amp_review_roles[] = {"supervisor", "caseworker", "auditor", NULL};
const char *const amp_review_actions[] = {
  "create_vault",  "unlock",           "lock",       "failed_unlock",
  "view_identity", "view_case",        "create",     "update",
  "delete",        "import",           "export",     "print",
  "merge",         "consent_override", "key_change", "backup",
  "restore",       "time_jump",        NULL};
const char *const amp_review_objects[] = {"-",
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
const char *const amp_review_shares[] = {
  "consent_before_service", "consent_recorded", "risk_72h",
  "risk_on_time",           "plan_in_force",    "first_service_7d",
  "referral_completed",     "closure_by_other", NULL};
const char *const amp_review_staff_names[] = {"staff_events",
                                              "staff_view_identity",
                                              "staff_consent_override",
                                              "staff_export",
                                              "staff_print",
                                              "staff_failed_unlock",
                                              NULL};
const char *const amp_review_release_rules[] = {"partner", "public", "records", NULL};
const char *const amp_review_release_units[] = {"persons",     "cases",   "services",  "referrals",
                                                "activities",  "reached", "trainings", "trained",
                                                "commitments", NULL};
const char *const amp_review_release_states[] = {"prepared", "given", NULL};

/* --- Columns --- */

#define PROCESS(name_, codes_)                                                                     \
  {                                                                                                \
    name_, AMP_REVIEW_PROCESS, codes_                                                              \
  }

static const AmpReviewColumn sex = {"sex", AMP_REVIEW_QUASI, sexes};
static const AmpReviewColumn minor = {"age", AMP_REVIEW_QUASI, minors};
static const AmpReviewColumn age = {"age", AMP_REVIEW_QUASI, ages};
static const AmpReviewColumn macro_region = {"place", AMP_REVIEW_QUASI, macro_regions};
static const AmpReviewColumn region = {"place", AMP_REVIEW_QUASI, regions};
static const AmpReviewColumn year = {"year", AMP_REVIEW_QUASI, years};

static const AmpReviewColumn rest[] = {
  {"exploitation", AMP_REVIEW_SENSITIVE, exploitations},
  {"nationality", AMP_REVIEW_SENSITIVE, nationalities},
  {"service_domain", AMP_REVIEW_SENSITIVE, service_domains},
  {"services", AMP_REVIEW_SENSITIVE, numbers},
  PROCESS ("status", statuses),
  PROCESS ("consent", consents),
  PROCESS ("consent_days", days),
  PROCESS ("risk_days", days),
  PROCESS ("risk_72h", in_time),
  PROCESS ("risk_on_time", on_time),
  PROCESS ("plan", plans),
  PROCESS ("plan_agreed", yes_no_none),
  PROCESS ("plan_days", days),
  PROCESS ("first_service_days", days),
  PROCESS ("referrals", numbers),
  PROCESS ("referral_outcome", outcomes),
  PROCESS ("follow_ups", numbers),
  PROCESS ("follow_up_on_time", on_time),
  PROCESS ("closure", closures),
  PROCESS ("closure_by_other", yes_no_none),
  PROCESS ("closure_days", days),
  PROCESS ("notes_length", lengths),
};

#define REST                                                                                       \
  &rest[0], &rest[1], &rest[2], &rest[3], &rest[4], &rest[5], &rest[6], &rest[7], &rest[8],        \
    &rest[9], &rest[10], &rest[11], &rest[12], &rest[13], &rest[14], &rest[15], &rest[16],         \
    &rest[17], &rest[18], &rest[19], &rest[20], &rest[21]
G_STATIC_ASSERT (G_N_ELEMENTS (rest) == 22);

static const AmpReviewColumn *const tiny[] = {&sex, &minor, REST};
static const AmpReviewColumn *const small[] = {&sex, &minor, &macro_region, REST};
static const AmpReviewColumn *const medium[] = {&sex, &age, &macro_region, &year, REST};
static const AmpReviewColumn *const large[] = {&sex, &age, &region, &year, REST};

static const struct
{
  const char *code;
  const AmpReviewColumn *const *columns;
  gsize n;
} levels[AMP_REVIEW_N_LEVELS] = {
  [AMP_REVIEW_TINY] = {"tiny", tiny, G_N_ELEMENTS (tiny)},
  [AMP_REVIEW_SMALL] = {"small", small, G_N_ELEMENTS (small)},
  [AMP_REVIEW_MEDIUM] = {"medium", medium, G_N_ELEMENTS (medium)},
  [AMP_REVIEW_LARGE] = {"large", large, G_N_ELEMENTS (large)},
};

const char *
amp_review_level_code (AmpReviewLevel level)
{
  return (gsize) level < G_N_ELEMENTS (levels) ? levels[level].code : NULL;
}

gboolean
amp_review_level_from_code (const char *code, AmpReviewLevel *level)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_strcmp0 (levels[i].code, code) == 0)
      {
        *level = (AmpReviewLevel) i;
        return TRUE;
      }
  return FALSE;
}

const AmpReviewColumn *const *
amp_review_columns (AmpReviewLevel level, gsize *n)
{
  g_return_val_if_fail ((gsize) level < G_N_ELEMENTS (levels), NULL);

  *n = levels[level].n;
  return levels[level].columns;
}

gssize
amp_review_column_index (AmpReviewLevel level, const char *name)
{
  for (gsize i = 0; i < levels[level].n; i++)
    if (strcmp (levels[level].columns[i]->name, name) == 0)
      return (gssize) i;
  return -1;
}

static gssize
place_in (const char *const *codes, const char *code)
{
  for (gsize i = 0; code != NULL && codes[i] != NULL; i++)
    if (strcmp (codes[i], code) == 0)
      return (gssize) i;
  return -1;
}

gssize
amp_review_column_code (const AmpReviewColumn *self, const char *code)
{
  return place_in (self->codes, code);
}

/* --- Coarser --- */

const char *
amp_review_macro_region (const char *code)
{
  gssize place = place_in (regions, code);

  return place < 0 ? NULL : macro_regions[macro_of[place]];
}

static const char *
coarser (const AmpReviewColumn *column, const char *code)
{
  if (column == &minor && place_in (ages, code) >= 0 && strcmp (code, "unknown") != 0)
    return strcmp (code, "0-17") == 0 ? "minor" : "adult";
  return column == &macro_region ? amp_review_macro_region (code) : NULL;
}

const char *
amp_review_coarsen (const char *column, const char *code, AmpReviewLevel to)
{
  gssize index = amp_review_column_index (to, column);
  const AmpReviewColumn *target = index >= 0 ? levels[to].columns[index] : NULL;
  gssize place = target != NULL ? amp_review_column_code (target, code) : -1;

  if (place >= 0)
    return target->codes[place];
  return target != NULL ? coarser (target, code) : NULL;
}
