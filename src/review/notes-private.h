/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the value of the notes and its text. */
#pragma once

#include "review/notes.h"

G_BEGIN_DECLS

#define AMP_NOTES_COUNT_MAX 999999999u

typedef struct
{
  AmpTick ticks[AMP_STANDARDS];
  char *remark; /* never NULL */
} AmpNoteRecord;

struct _AmpReviewNotes
{
  char *pack;
  char *day;             /* NULL: a draft */
  GHashTable *records;   /* code -> AmpNoteRecord */
  GPtrArray *findings;   /* of AmpNoteFinding */
  GPtrArray *draws;      /* of AmpDraw */
  GPtrArray *queries;    /* of AmpAsked */
  GPtrArray *reconciled; /* of AmpReconciled */
};

/* Makes it where there is none. */
AmpNoteRecord *amp_review_notes_take_record (AmpReviewNotes *self, const char *code);
AmpAsked *amp_review_notes_take_query (AmpReviewNotes *self, const char *columns);

G_END_DECLS
