/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of any origin, recoded for research under contract (review/recode.h): a CSV file and a
 * folder of hierarchies in, a CSV file out. No vault, no names: what has neither a hierarchy nor
 * the word of the caller that it is sensitive is left out.
 *
 * The rows are written in the order of what they say, so that nothing of the table's own order is
 * left. What is written is read again and counted over before anybody gets it. */
#pragma once

#include "review/recode.h"
#include "vault/progress.h"

G_BEGIN_DECLS

#define AMP_RESEARCH_K 11 /* CTDC's */
#define AMP_RESEARCH_K_FLOOR 5
#define AMP_RESEARCH_L 3
#define AMP_RESEARCH_SHARE 80

/* N_(): whoever gets or gives such a file reads it. */
extern const char amp_research_warning[];

typedef struct
{
  AmpRecodeRule rule;
  const GPtrArray *sensitive; /* of char *: columns; NULL: none */
  guint64 seed;
  gint64 limit_ms; /* 0: none; see AmpRecodeOptions */
  gboolean vary_k;
} AmpResearchWish;

typedef struct
{
  guint32 n_rows, n_classes;
  guint n_columns;  /* recoded */
  guint n_left_out; /* columns */
  double loss;
  gboolean cut_short;
} AmpResearchResult;

/* folder: COLUMN.csv or h_COLUMN.csv for each column to recode, as hierarchy.h says. Messages name
 * line and column, never a value. AMP_RECODE_ERROR, AMP_DOMAIN_ERROR, G_FILE_ERROR or cancelled. */
GBytes *amp_research_recode (const char *table,
                             const char *folder,
                             const AmpResearchWish *wish,
                             AmpResearchResult *result,
                             AmpProgress *progress,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
