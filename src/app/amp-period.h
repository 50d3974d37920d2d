/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The periods that people ask counts for, as first and last day. */
#pragma once

#include "model/date.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_PERIOD_THIS_MONTH,
  AMP_PERIOD_LAST_MONTH,
  AMP_PERIOD_THIS_QUARTER,
  AMP_PERIOD_LAST_QUARTER,
  AMP_PERIOD_THIS_YEAR,
  AMP_PERIOD_LAST_YEAR,
  AMP_PERIOD_ALL,
  AMP_PERIOD_CUSTOM,
} AmpPeriod;

#define AMP_PERIODS (AMP_PERIOD_CUSTOM + 1)

/* N_() */
const char *amp_period_label (AmpPeriod period);

/* "last-month", by which it is kept; "" for custom. A word that is none is custom. */
const char *amp_period_word (AmpPeriod period);
AmpPeriod amp_period_of_word (const char *word);

/* "2026-11-01" and "2026-11-30"; "" and "" for all and custom. */
void amp_period_days (AmpPeriod period, const AmpDate *today, char from[11], char to[11]);

G_END_DECLS
