/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks over a whole record: what is missing, what contradicts what. domain.md 5.1-5.4 are the
 * source of the rules. Pure functions; any thread. */
#pragma once

#include "model/record.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_CHECK_ERROR,   /* may not be saved */
  AMP_CHECK_WARNING, /* may be saved; worth a second look */
} AmpCheckLevel;

typedef struct
{
  AmpCheckLevel level;
  const char *field;    /* where to put the cursor */
  const char *sentence; /* N_(), says what is wrong and what to do */
} AmpCheckFinding;

/* Findings of one record, in the order of its fields; static strings. Free with g_array_unref(). */
GArray *amp_check_record (const AmpRecord *record);

/* Whether a record with nothing in it is refused because of this field: it must be filled in,
 * whatever else is. By the flag of the field, or by a rule. */
gboolean amp_check_field_needed (const AmpEntity *entity, const AmpField *field);

/* Whether the form shows the field now (a labour sector only for labour exploitation, the means
 * optional for minors …). */
gboolean amp_check_field_shown (const AmpRecord *record, const AmpField *field);

G_END_DECLS
