/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a closed case is kept. The table proposes; the person who closes decides. */
#pragma once

#include "model/record.h"

G_BEGIN_DECLS

typedef struct
{
  const char *reason;   /* code of closure_reason; NULL: every other */
  guint years;          /* after the closure */
  guint years_of_minor; /* after she comes of age, where that is later; 0: as of adults */
  const char *source;   /* N_() */
} AmpRetentionRule;

const AmpRetentionRule *amp_retention_rule (const char *reason);

/* The day until which it is kept, "2036-11-26". on: of the closure, a whole day, else today is
 * taken. The age is taken from person: date or year of birth, else the lower end of the age band at
 * opened_on (which may be NULL), so that it errs on the late side. Free it. */
char *amp_retention_until (const AmpRetentionRule *rule,
                           const char *on,
                           const AmpRecord *person,
                           const char *opened_on);

G_END_DECLS
