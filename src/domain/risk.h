/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the answers of a risk assessment add up to. The weights stand in a table, each with its
 * reason; the person who assesses may decide for another level and says why. */
#pragma once

#include "model/date.h"
#include "model/record.h"

G_BEGIN_DECLS

typedef struct
{
  const char *field; /* of risk_assessment: "yes", "no", "unknown" */
  int weight;        /* "yes"; "unknown" counts half: not knowing is no safety. All add up to 100 */
  const char *why;   /* N_() */
} AmpRiskFactor;

const AmpRiskFactor *amp_risk_factors (gsize *n);

typedef struct
{
  int score;            /* 0 to 100; -1: nothing is answered */
  const char *level;    /* code; NULL where nothing is answered */
  const char *imminent; /* N_(): what alone makes it imminent; NULL */
  guint n_unanswered;
} AmpRisk;

AmpRisk amp_risk_weigh (const AmpRecord *assessment);

/* Imminent 1, high 3, medium 15, low 30 days (domain.md 6.1). */
int amp_risk_days (const char *level);
/* Below 0: a is lower than b. */
int amp_risk_compare (const char *a, const char *b);
/* Canonical; "" where on has no day. Free it. */
char *amp_risk_next_due (const char *level, const char *on);

/* Before it is stored: score and proposed level from the answers; the level and the next day where
 * nobody said otherwise. */
gboolean amp_risk_fill (AmpRecord *assessment, GError **error);

G_END_DECLS
