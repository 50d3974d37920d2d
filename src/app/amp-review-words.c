/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The codes of a review pack as people read them. */
#include "app/amp-review-words.h"

#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *code, *words;
} Words;

typedef struct
{
  const char *column, *title;
  const char *list;   /* a code list that knows some of the codes, or NULL */
  const Words *words; /* the others; NULL at the end */
} Column;

static const Words ages[] = {
  {"minor", N_ ("Under 18")},    {"adult", N_ ("18 or older")},
  {"0-17", N_ ("0 to 17")},      {"18-29", N_ ("18 to 29")},
  {"30-47", N_ ("30 to 47")},    {"48+", N_ ("48 or older")},
  {"unknown", N_ ("Not known")}, {NULL, NULL},
};

static const Words places[] = {
  {"PE-norte", N_ ("Peru, north")},         {"PE-centro", N_ ("Peru, centre")},
  {"PE-lima", N_ ("Peru, Lima")},           {"PE-oriente", N_ ("Peru, east")},
  {"PE-sur", N_ ("Peru, south")},           {"EC-costa", N_ ("Ecuador, coast")},
  {"EC-sierra", N_ ("Ecuador, highlands")}, {"EC-amazonia", N_ ("Ecuador, Amazon")},
  {"EC-insular", N_ ("Ecuador, islands")},  {NULL, NULL},
};

static const Words unknown[] = {{"unknown", N_ ("Not known")}, {NULL, NULL}};

static const Words exploitations[] = {
  {"several", N_ ("Several kinds")},
  {"none", N_ ("None recorded")},
  {NULL, NULL},
};

static const Words nationalities[] = {
  {"own", N_ ("Of this country")},
  {"border", N_ ("Of the country across the border")},
  {"other", N_ ("Of another country")},
  {"unknown", N_ ("Not known")},
  {NULL, NULL},
};

static const Words domains[] = {{"none", N_ ("No service yet")}, {NULL, NULL}};

static const Words numbers[] = {
  {"0", N_ ("None")},         {"1", "1"},   {"2-4", N_ ("2 to 4")}, {"5-9", N_ ("5 to 9")},
  {"10+", N_ ("10 or more")}, {NULL, NULL},
};

static const Words days[] = {
  {"0", N_ ("The same day")},
  {"1-3", N_ ("1 to 3 days")},
  {"4-7", N_ ("4 to 7 days")},
  {"8-30", N_ ("8 to 30 days")},
  {"31-90", N_ ("31 to 90 days")},
  {"91+", N_ ("More than 90 days")},
  {"none", N_ ("It did not happen")},
  {"unclear", N_ ("A date is missing or wrong")},
  {NULL, NULL},
};

static const Words consents[] = {
  {"before_service", N_ ("Before the first service")},
  {"after", N_ ("After the first service")},
  {"never", N_ ("Never")},
  {"no_service", N_ ("No service yet")},
  {"unclear", N_ ("A date is missing or wrong")},
  {NULL, NULL},
};

static const Words answers[] = {
  {"yes", N_ ("Yes")},
  {"no", N_ ("No")},
  {"none", N_ ("There was none")},
  {"unclear", N_ ("A date is missing or wrong")},
  {NULL, NULL},
};

static const Words plans[] = {
  {"none", N_ ("No plan")},
  {"draft", N_ ("Draft")},
  {"requested", N_ ("Waits for approval")},
  {"active", N_ ("In force")},
  {"done", N_ ("Completed")},
  {"interrupted", N_ ("Interrupted")},
  {NULL, NULL},
};

static const Words outcomes[] = {
  {"none", N_ ("No referral")},
  {"completed", N_ ("Completed")},
  {"waiting", N_ ("Without an answer")},
  {"not_completed", N_ ("Not completed")},
  {"mixed", N_ ("Some completed, some not")},
  {NULL, NULL},
};

static const Words closures[] = {
  {"none", N_ ("Not closed")},
  {"recorded", N_ ("Recorded")},
  {"missing", N_ ("Closed without a record")},
  {NULL, NULL},
};

static const Words lengths[] = {
  {"0", N_ ("No notes")},
  {"1-200", N_ ("Up to 200 characters")},
  {"201-1000", N_ ("201 to 1,000 characters")},
  {"1001+", N_ ("More than 1,000 characters")},
  {NULL, NULL},
};

static const Column columns[] = {
  {"sex", N_ ("Sex"), "sex", unknown},
  {"age", N_ ("Age at intake"), NULL, ages},
  {"place", N_ ("Place of the office"), "region", places},
  {"year", N_ ("Year of intake"), NULL, unknown},
  {"exploitation", N_ ("Exploitation"), "exploitation_type", exploitations},
  {"nationality", N_ ("Nationality"), NULL, nationalities},
  {"service_domain", N_ ("Main kind of service"), "service_domain", domains},
  {"services", N_ ("Services delivered"), NULL, numbers},
  {"status", N_ ("Status of the case"), "case_status", unknown},
  {"consent", N_ ("Consent"), NULL, consents},
  {"consent_days", N_ ("From intake to consent"), NULL, days},
  {"risk_days", N_ ("From intake to the first risk assessment"), NULL, days},
  {"risk_72h", N_ ("Risk assessed within 72 hours"), NULL, answers},
  {"risk_on_time", N_ ("Risk reviewed on time"), NULL, answers},
  {"plan", N_ ("Plan"), NULL, plans},
  {"plan_agreed", N_ ("The person agreed to the plan"), NULL, answers},
  {"plan_days", N_ ("From intake to the first plan"), NULL, days},
  {"first_service_days", N_ ("From intake to the first service"), NULL, days},
  {"referrals", N_ ("Referrals sent"), NULL, numbers},
  {"referral_outcome", N_ ("Outcome of the referrals"), NULL, outcomes},
  {"follow_ups", N_ ("Follow-ups done"), NULL, numbers},
  {"follow_up_on_time", N_ ("Follow-ups on time"), NULL, answers},
  {"closure", N_ ("Closure"), NULL, closures},
  {"closure_by_other", N_ ("Closure approved by another person"), NULL, answers},
  {"closure_days", N_ ("From intake to closure"), NULL, days},
  {"notes_length", N_ ("Length of the notes"), NULL, lengths},
};

static const Words actions[] = {
  {"create_vault", N_ ("Vault created")},
  {"unlock", N_ ("Vault unlocked")},
  {"lock", N_ ("Vault locked")},
  {"failed_unlock", N_ ("Wrong passphrase")},
  {"view_identity", N_ ("Identity seen")},
  {"view_case", N_ ("Case seen")},
  {"create", N_ ("Record added")},
  {"update", N_ ("Record changed")},
  {"delete", N_ ("Record deleted")},
  {"import", N_ ("Import")},
  {"export", N_ ("Export")},
  {"print", N_ ("Print")},
  {"merge", N_ ("Two records of one person merged")},
  {"consent_override", N_ ("Exception to consent")},
  {"key_change", N_ ("Keys or users changed")},
  {"backup", N_ ("Backup")},
  {"restore", N_ ("Restored from a backup, or salvaged")},
  {"time_jump", N_ ("The clock went back")},
  {NULL, NULL},
};

static const Words gaps[] = {
  {"-", N_ ("The first event shown")},
  {"0-1m", N_ ("Up to a minute")},
  {"1-60m", N_ ("1 to 60 minutes")},
  {"1-24h", N_ ("1 to 24 hours")},
  {"1-7d", N_ ("1 to 7 days")},
  {"8-30d", N_ ("8 to 30 days")},
  {"31d+", N_ ("More than 30 days")},
  {"back", N_ ("The clock went back")},
  {NULL, NULL},
};

static const Words indicators[] = {
  {"consent_before_service", N_ ("Consent before the first service")},
  {"consent_recorded", N_ ("Consent recorded")},
  {"risk_72h", N_ ("Risk assessed within 72 hours")},
  {"risk_on_time", N_ ("Risk reviewed on time")},
  {"plan_in_force", N_ ("Open cases with a plan in force")},
  {"first_service_7d", N_ ("First service within 7 days")},
  {"referral_completed", N_ ("Referrals completed")},
  {"closure_by_other", N_ ("Closures approved by another person")},
  {"staff_events", N_ ("Events in all")},
  {"staff_view_identity", N_ ("Identities seen")},
  {"staff_consent_override", N_ ("Exceptions to consent")},
  {"staff_export", N_ ("Exports")},
  {"staff_print", N_ ("Prints")},
  {"staff_failed_unlock", N_ ("Wrong passphrases")},
  {NULL, NULL},
};

static const char *
find (const Words *words, const char *code)
{
  for (; words->code != NULL; words++)
    if (strcmp (words->code, code) == 0)
      return _ (words->words);
  return NULL;
}

static const char *
find_or_code (const Words *words, const char *code)
{
  const char *found = find (words, code);

  return found != NULL ? found : code;
}

static const Column *
find_column (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (strcmp (columns[i].column, name) == 0)
      return &columns[i];
  return NULL;
}

const char *
amp_review_column_words (const char *column)
{
  const Column *found = find_column (column);

  return found != NULL ? _ (found->title) : column;
}

const char *
amp_review_code_words (const char *column, const char *code)
{
  const Column *found = find_column (column);
  const AmpCodeList *list =
    found != NULL && found->list != NULL ? amp_code_list_find (found->list) : NULL;
  const AmpCode *listed = list != NULL ? amp_code_list_lookup (list, code) : NULL;

  if (strcmp (code, AMP_REVIEW_HIDDEN) == 0)
    return _ ("Hidden, to protect the person");
  if (listed != NULL)
    return amp_code_label (listed, amp_code_language ());
  return found != NULL ? find_or_code (found->words, code) : code;
}

const char *
amp_review_action_words (const char *action)
{
  return find_or_code (actions, action);
}

const char *
amp_review_gap_words (const char *gap)
{
  return find_or_code (gaps, gap);
}

const char *
amp_review_indicator_words (const char *name)
{
  return find_or_code (indicators, name);
}

const char *
amp_standard_words (AmpStandard standard)
{
  return amp_about_words (standard);
}

const char *
amp_tick_words (AmpTick tick)
{
  switch (tick)
    {
    case AMP_TICK_MET:
      return C_ ("a standard is", "Met");
    case AMP_TICK_NOT_MET:
      return C_ ("a standard is", "Not met");
    case AMP_TICK_UNCLEAR:
      return C_ ("a standard is", "Cannot tell");
    case AMP_TICK_NONE:
    default:
      return C_ ("a standard is", "Not looked at");
    }
}

const char *
amp_about_words (guint about)
{
  static const char *const words[AMP_ABOUTS] = {
    [AMP_STANDARD_CONSENT] = N_ ("Consent before the service"),
    [AMP_STANDARD_RISK] = N_ ("Risk assessed within 72 hours"),
    [AMP_STANDARD_PLAN] = N_ ("Plan the person agreed to"),
    [AMP_STANDARD_OUTCOME] = N_ ("Follow-up and outcome"),
    [AMP_ABOUT_LOG] = N_ ("Audit log"),
    [AMP_ABOUT_INDICATORS] = N_ ("Indicators"),
    [AMP_ABOUT_REPORT] = N_ ("Reports handed out"),
    [AMP_ABOUT_OTHER] = N_ ("Something else"),
  };

  return _ (words[about]);
}

char *
amp_review_few_words (guint k)
{
  /* Translators: %u is the least number of cases that is shown, such as 11. */
  return g_strdup_printf (_ ("Fewer than %u cases: not shown."), k);
}
