/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Ya consta": what a question of one form is answered by already, elsewhere in the case, so that
 * nobody has to tell it twice (domain.md 8.3). What may have changed since (dangers, how to reach
 * her safely) is always asked anew and has no row here. */
#pragma once

#include "domain/case-file.h"

G_BEGIN_DECLS

typedef struct
{
  const char *entity, *field; /* what is asked */
  const char *source;         /* entity that tells it: the same one is an earlier record of it */
  gboolean is_private;        /* comes from what is veiled */
  gboolean is_number;         /* to be shown behind the rule of safe contact */
  const char *from;           /* field of the source; NULL: the function answers */
  char *(*answer) (const AmpCaseFile *file, const AmpRecord *record);
} AmpKnownRow;

/* All questions that may be answered, static. */
const AmpKnownRow *amp_known_rows (gsize *n);

/* What answers the row's question in the record that is being written; canonical, NULL where
 * nothing does. Free it. */
char *amp_known (const AmpKnownRow *row, const AmpCaseFile *file, const AmpRecord *record);

/* Services that answer a need: delivered since it was told, of its domain. last_on: the day of the
 * latest, borrowed from the file; NULL: none. */
guint amp_need_answers (const AmpCaseFile *file, const AmpRecord *need, const char **last_on);

G_END_DECLS
