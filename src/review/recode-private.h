/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the parts of the local recoding: the table as the search sees it, the classes found so
 * far, and the rule. */
#pragma once

#include "review/recode.h"

G_BEGIN_DECLS

typedef struct
{
  const AmpRecodeTable *table;
  AmpRecodeRule rule;
  const AmpRecodeOptions *options;
  GCancellable *cancellable;
  guint64 random; /* state */
  guint64 effort; /* spent */

  /* The hierarchies, flat. Column q, level v: at[q][v][leaf] is a node, loss[q][node] its loss. */
  guint n_columns;
  const guint16 *at[AMP_RECODE_MAX_COLUMNS][AMP_HIERARCHY_MAX_LEVELS];
  guint n_levels[AMP_RECODE_MAX_COLUMNS];
  guint32 *loss[AMP_RECODE_MAX_COLUMNS];
  gint16 *fine[AMP_RECODE_MAX_COLUMNS]; /* the same for comparisons (recode-lanes.h) */
  guint max_nodes;

  /* The sensitive columns: their values are numbered through. */
  gboolean is_sensitive; /* the rule looks at them at all */
  guint first_value[AMP_RECODE_MAX_SENSITIVE + 1];
  guint32 *all; /* how often each occurs in the table */

  guint32 *class_of; /* of each row; while it is polished: recode-polish.c */
  GArray *nodes;     /* of guint16, n_columns for each class */
  guint32 n_classes;
} AmpRecoder;

/* splitmix64 */
static inline guint64
amp_recoder_random (AmpRecoder *self)
{
  guint64 z = self->random += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

/* From 0 to n - 1. */
static inline guint32
amp_recoder_below (AmpRecoder *self, guint32 n)
{
  return (guint32) (((amp_recoder_random (self) >> 32) * n) >> 32);
}

/* How many rows the next class needs. */
static inline guint32
amp_recoder_draw_k (AmpRecoder *self)
{
  return self->rule.k + (self->options->vary_k ? amp_recoder_below (self, self->rule.k) : 0);
}

static inline guint16
amp_recoder_node (const AmpRecoder *self, guint column, guint level, guint32 row)
{
  return self->at[column][level][self->table->leaves[column][row]];
}

/* What a row adds to the loss of a class that differs from it at this level alone: the next label
 * instead of this one, as row has them. */
static inline gint16
amp_recoder_step (const AmpRecoder *self, guint column, guint level, guint32 row)
{
  const gint16 *fine = self->fine[column];

  return (gint16) (fine[amp_recoder_node (self, column, level + 1, row)] -
                   fine[amp_recoder_node (self, column, level, row)]);
}

static inline guint16
amp_recoder_label (const AmpRecoder *self, guint32 class, guint column)
{
  return g_array_index (self->nodes, guint16, (gsize) class * self->n_columns + column);
}

static inline guint
amp_recoder_value (const AmpRecoder *self, guint column, guint32 row)
{
  return self->first_value[column] + self->table->values[column][row];
}

static inline guint
amp_recoder_n_values (const AmpRecoder *self)
{
  return self->is_sensitive ? self->first_value[self->table->n_sensitive] : 0;
}

/* Adds a row to the counts of the sensitive values. */
static inline void
amp_recoder_count (const AmpRecoder *self, guint32 *counts, guint32 row)
{
  for (guint column = 0; self->is_sensitive && column < self->table->n_sensitive; column++)
    counts[amp_recoder_value (self, column, row)]++;
}

/* Whether n rows with these sensitive values may be a class; those of two that may, together, may
 * as well. */
gboolean amp_recoder_passes (const AmpRecoder *self, guint32 n, const guint32 *counts);

/* Class (the next one, or one there is) gets labels at these levels, as row has them. */
void amp_recoder_set_class (AmpRecoder *self, guint32 class, const guint8 *levels, guint32 row);
/* The loss of a class, one row's. */
guint64 amp_recoder_class_loss (const AmpRecoder *self, guint32 class);

/* recode-split.c: from one class with everything, down. */
gboolean amp_recoder_split (AmpRecoder *self, GError **error);
/* recode-polish.c. cut_short: the time was over before the effort. */
gboolean amp_recoder_polish (AmpRecoder *self, gboolean *cut_short, GError **error);

G_END_DECLS
