/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to model: what the rules of a check are made of. */
#pragma once

#include "model/check.h"
#include "model/date.h"

typedef struct
{
  const char *entity; /* NULL ends a table */
  const char *field;  /* where the cursor goes */
  AmpCheckLevel level;
  const char *sentence;
  gboolean (*broken) (const AmpRecord *record);
} AmpCheckRule;

extern const AmpCheckRule amp_check_person_rules[]; /* person and case */
extern const AmpCheckRule amp_check_work_rules[];   /* everything below a case, and institutions */
extern const AmpCheckRule
  amp_check_programme_rules[];                    /* prevention, training, regional plans, forums */
extern const AmpCheckRule amp_check_plan_rules[]; /* risk, plan, proceedings, who works on it */

gboolean amp_check_is_set (const AmpRecord *record, const char *field);
gboolean amp_check_is_code (const AmpRecord *record, const char *field, const char *code);
gboolean amp_check_is_closed (const AmpRecord *record); /* a case */
AmpDate amp_check_date_of (const AmpRecord *record, const char *field);
/* Partial dates contradict each other only where no reading of them fits: "2024" is not before
 * "2024-05-03". */
gboolean amp_check_is_before (AmpDate a, AmpDate b);
gboolean amp_check_field_before (const AmpRecord *record, const char *earlier, const char *later);
gboolean amp_check_in_future (const AmpRecord *record, const char *field);
