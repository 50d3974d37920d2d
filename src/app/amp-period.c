/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The periods that people ask counts for. */
#include "app/amp-period.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *label;
  const char *word;
  int months; /* how long; 0: no days */
  int back;   /* how many of that length ago */
} Kind;

static const Kind kinds[] = {
  [AMP_PERIOD_THIS_MONTH] = {N_ ("This month"), "this-month", 1, 0},
  [AMP_PERIOD_LAST_MONTH] = {N_ ("Last month"), "last-month", 1, 1},
  [AMP_PERIOD_THIS_QUARTER] = {N_ ("This quarter"), "this-quarter", 3, 0},
  [AMP_PERIOD_LAST_QUARTER] = {N_ ("Last quarter"), "last-quarter", 3, 1},
  [AMP_PERIOD_THIS_YEAR] = {N_ ("This year"), "this-year", 12, 0},
  [AMP_PERIOD_LAST_YEAR] = {N_ ("Last year"), "last-year", 12, 1},
  [AMP_PERIOD_ALL] = {N_ ("All time"), "all", 0, 0},
  [AMP_PERIOD_CUSTOM] = {N_ ("From … to …"), "", 0, 0},
};

const char *
amp_period_label (AmpPeriod period)
{
  return kinds[period].label;
}

const char *
amp_period_word (AmpPeriod period)
{
  return kinds[period].word;
}

AmpPeriod
amp_period_of_word (const char *word)
{
  for (guint i = 0; i < AMP_PERIODS; i++)
    if (g_strcmp0 (kinds[i].word, word) == 0)
      return (AmpPeriod) i;
  return AMP_PERIOD_CUSTOM;
}

void
amp_period_days (AmpPeriod period, const AmpDate *today, char from[11], char to[11])
{
  const Kind *kind = &kinds[period];
  int first, last;

  from[0] = to[0] = '\0';
  if (kind->months == 0)
    return;
  /* Months since year 0, so that January's last month is December. */
  first = today->year * 12 + (today->month - 1) / kind->months * kind->months;
  first -= kind->back * kind->months;
  last = first + kind->months - 1;
  g_snprintf (from, 11, "%04d-%02d-01", first / 12, first % 12 + 1);
  g_snprintf (to, 11, "%04d-%02d-%02d", last / 12, last % 12 + 1,
              g_date_get_days_in_month ((GDateMonth) (last % 12 + 1), (GDateYear) (last / 12)));
}
