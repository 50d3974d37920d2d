/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sum with thresholds, and a few pairs of answers that need no sum. More "yes" never makes a
 * level lower: a test holds that over all answers. */
#include "domain/risk.h"

#include "model/codelist.h"
#include "model/message.h"

static const AmpRiskFactor factors[] = {
  {"trafficker_contact", 18, N_ ("Whoever still has contact can bring the person back")},
  {"threats", 18, N_ ("A threat against her or her family may be carried out")},
  {"suicide", 18, N_ ("Self-harm can happen within hours")},
  {"children", 14, N_ ("Children cannot protect themselves")},
  {"housing", 12, N_ ("Without a safe place nothing else holds")},
  {"health", 8, N_ ("An urgent health need gets worse by waiting")},
  {"staff_safety", 6, N_ ("Danger for the team stops the assistance")},
  {"documents", 3, N_ ("Without documents she cannot move or ask for help")},
  {"money", 3, N_ ("Without money she depends on whoever offers some")},
};

/* Both "yes": imminent, whatever else is answered. */
static const struct
{
  const char *field, *with;
  const char *why;
} triggers[] = {
  {"suicide", NULL, N_ ("Self-harm or suicide")},
  {"threats", "trafficker_contact", N_ ("Threats while there is contact with the trafficker")},
  {"threats", "housing", N_ ("Threats and no safe place to stay")},
  {"children", "trafficker_contact",
   N_ ("Children in danger while there is contact with the trafficker")},
};

/* From this score on. */
static const struct
{
  const char *level;
  int from;
  int days;
} levels[] = {
  {"imminent", 60, 1},
  {"high", 30, 3},
  {"medium", 12, 15},
  {"low", 0, 30},
};

const AmpRiskFactor *
amp_risk_factors (gsize *n)
{
  *n = G_N_ELEMENTS (factors);
  return factors;
}

static gboolean
says (const AmpRecord *assessment, const char *field, const char *answer)
{
  return g_strcmp0 (amp_record_get (assessment, field), answer) == 0;
}

static const char *
find_trigger (const AmpRecord *assessment)
{
  for (gsize i = 0; i < G_N_ELEMENTS (triggers); i++)
    if (says (assessment, triggers[i].field, "yes") &&
        (triggers[i].with == NULL || says (assessment, triggers[i].with, "yes")))
      return triggers[i].why;
  return NULL;
}

static const char *
level_of (int score)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if (score >= levels[i].from)
      return levels[i].level;
  return NULL;
}

AmpRisk
amp_risk_weigh (const AmpRecord *assessment)
{
  AmpRisk risk = {.score = -1};
  int sum = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    if (amp_record_get (assessment, factors[i].field) == NULL)
      risk.n_unanswered++;
    else if (says (assessment, factors[i].field, "yes"))
      sum += factors[i].weight;
    else if (says (assessment, factors[i].field, "unknown"))
      sum += (factors[i].weight + 1) / 2;
  if (risk.n_unanswered == G_N_ELEMENTS (factors))
    return risk;
  risk.score = sum;
  risk.imminent = find_trigger (assessment);
  risk.level = risk.imminent != NULL ? "imminent" : level_of (sum);
  return risk;
}

int
amp_risk_days (const char *level)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_strcmp0 (levels[i].level, level) == 0)
      return levels[i].days;
  return levels[G_N_ELEMENTS (levels) - 1].days;
}

static int
rank_of (const char *level)
{
  const AmpCodeList *list = amp_code_list_find ("risk_level");
  const AmpCode *code = level != NULL ? amp_code_list_lookup (list, level) : NULL;

  return code != NULL ? (int) amp_code_index (code) : -1;
}

int
amp_risk_compare (const char *a, const char *b)
{
  return rank_of (a) - rank_of (b);
}

char *
amp_risk_next_due (const char *level, const char *on)
{
  AmpDate day;

  if (on == NULL || !amp_date_parse (on, &day) || day.precision != AMP_DATE_DAY)
    return g_strdup ("");
  day = amp_date_from_day_number (amp_date_day_number (&day) + amp_risk_days (level));
  return amp_date_to_text (&day);
}

gboolean
amp_risk_fill (AmpRecord *assessment, GError **error)
{
  AmpRisk risk = amp_risk_weigh (assessment);
  g_autofree char *due = NULL;

  if (risk.score >= 0)
    amp_record_set_int (assessment, "score", risk.score);
  else if (!amp_record_set (assessment, "score", NULL, error))
    return FALSE;
  if (!amp_record_set (assessment, "proposed_level", risk.level, error))
    return FALSE;
  if (amp_record_get (assessment, "level") == NULL &&
      !amp_record_set (assessment, "level", risk.level, error))
    return FALSE;
  if (amp_record_get (assessment, "next_due") != NULL ||
      amp_record_get (assessment, "level") == NULL)
    return TRUE;
  due = amp_risk_next_due (amp_record_get (assessment, "level"), amp_record_get (assessment, "on"));
  return amp_record_set (assessment, "next_due", due, error);
}
