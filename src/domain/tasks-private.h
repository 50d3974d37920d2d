/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the tasks share. Private to the folder. */
#pragma once

#include "domain/tasks.h"
#include "model/date.h"

G_BEGIN_DECLS

typedef struct
{
  const char *origin;
  int after, ahead;
  const char *section; /* entity */
  int put_off;
  gboolean until_due;
  gboolean supervisor; /* only supervisors are told */
  gboolean done_here;
  gboolean many;     /* left out of a brief list */
  gboolean last_day; /* "2026-06" is promised for the last day of June, not the first */
} AmpTaskRule;

const AmpTaskRule *amp_task_rule (const char *origin); /* NULL: a free task */

/* Days since 1970; G_MININT64 where it is no date. NULL: today by the clock. */
gint64 amp_task_day_number (const char *day);
char *amp_task_day_text (gint64 number);

/* Takes what the row holds. */
AmpTask *amp_task_of_row (AmpDueRow *row);

G_END_DECLS
