/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has to be done next in a case, derived from its records: nothing is written down twice, and
 * what is done is no longer a step. */
#pragma once

#include "domain/case-file.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_STEP_RISK, /* the next assessment of the risk */
  AMP_STEP_FOLLOW_UP,
  AMP_STEP_REFERRAL, /* an answer is due */
  AMP_STEP_HEARING,
  AMP_STEP_SERVICE, /* planned, not delivered */
  AMP_STEP_PLAN,    /* its review */
  AMP_STEP_GOAL,
  AMP_STEP_ACTION,
  AMP_STEP_TASK,
} AmpStepKind;

typedef struct
{
  AmpStepKind kind;
  const char *entity; /* of the record it comes from; static */
  gint64 id;
  AmpDate due;
} AmpStep;

/* Of AmpStep, the earliest first. What has no date is no step. Free with g_array_unref(). */
GArray *amp_next_steps (const AmpCaseFile *file);

G_END_DECLS
