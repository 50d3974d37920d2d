/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Local recoding of a table by hierarchies of values (top-down, then polished): each row is told so
 * coarsely that it is like at least k - 1 others, and differently coarse where that loses less.
 *
 * For research under contract only. Whoever knows the algorithm may undo part of such a file
 * without other knowledge ("downcoding", Cohen, USENIX Security 2022), which fixed levels are proof
 * against. vary_k and its merging of lone siblings blunt that; they prove nothing.
 *
 * Nothing here is trusted: recode-check.h decides. */
#pragma once

#include "review/hierarchy.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define AMP_RECODE_MAX_COLUMNS 32
#define AMP_RECODE_MAX_SENSITIVE 8
#define AMP_RECODE_MAX_VALUES 4096 /* of all sensitive columns together */
#define AMP_RECODE_MAX_ROWS 4000000

/* What may be told of a class: rows of equal labels. */
typedef struct
{
  guint k;             /* rows of a class, at least; from 1 */
  guint l;             /* different values of each sensitive column in it, at least; 0, 1: any */
  guint share_percent; /* the largest share of one of them; 100, 0: any */
  guint t_percent;     /* how far their shares may be from those of the table (equal distance: half
                          of the sum of what they differ by); 100, 0: any */
} AmpRecodeRule;

/* Columns stand one after the other; all is borrowed. */
typedef struct
{
  guint32 n_rows;
  guint n_columns;
  const AmpHierarchy *const *hierarchies; /* of each column, closed */
  const guint16 *const *leaves;           /* of each column: the leaf of each row */
  guint n_sensitive;
  const guint *n_values;        /* of each sensitive column */
  const guint16 *const *values; /* of each: the value of each row */
} AmpRecodeTable;

typedef struct
{
  guint64 seed;
  guint64 effort;  /* of polishing, in comparisons of 8 rows; 0: none. amp_recode_effort() */
  gint64 limit_ms; /* of polishing; 0: none. Where it strikes, the result is sound but no longer the
                      same for the same seed */
  gboolean vary_k; /* each class needs a number of its own between k and 2k - 1; and what is left of
                      a split is never one sibling alone */
  void (*report) (double done, gpointer data); /* 0 to 1; may be NULL. Same thread */
  gpointer data;
} AmpRecodeOptions;

/* Enough for a good result: a second or two for 100,000 rows, less for fewer. */
guint64 amp_recode_effort (guint32 n_rows, guint n_columns);

typedef struct
{
  guint n_columns;
  guint32 n_classes;
  guint32 *class_of;  /* of each row */
  guint16 *nodes;     /* of each class, n_columns long: the label of each column */
  double loss;        /* mean of all cells, 0 to 1 (NCP) */
  gboolean cut_short; /* limit_ms struck */
} AmpRecoding;

void amp_recoding_free (AmpRecoding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpRecoding, amp_recoding_free)

static inline const char *
amp_recoding_label (const AmpRecoding *self, const AmpRecodeTable *table, guint32 row, guint column)
{
  const guint16 node = self->nodes[(gsize) self->class_of[row] * self->n_columns + column];

  return amp_hierarchy_node (table->hierarchies[column], node)->label;
}

/* NULL with an AMP_RECODE_ERROR, or cancelled. A table without rows gives one without classes. The
 * same table, rule, seed and effort give the same result. */
AmpRecoding *amp_recode (const AmpRecodeTable *table,
                         const AmpRecodeRule *rule,
                         const AmpRecodeOptions *options,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
