/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to counts.c and counts-source.c: a count while it runs. */
#pragma once

#include "domain/counts-private.h"

G_BEGIN_DECLS

#define AMP_COUNT_COLUMNS_MAX (AMP_COUNTS_MAX_DIMENSIONS + 8)

typedef struct
{
  guint first, n; /* in the pool */
} AmpCountSpan;

/* One record, or one record seen through one situation of its case. */
typedef struct
{
  guint64 unit;
  gint64 case_id;
  AmpDate date;
  AmpDate birth;
  const char *band; /* recorded where the birth is not known; static */
  gboolean not_victim;
  AmpCountSpan spans[AMP_COUNT_COLUMNS_MAX];
} AmpCountRow;

typedef struct
{
  const AmpDimension *dimension;
  const AmpDimensionPlan *plan;
  AmpValues *values;
  GHashTable *memo; /* stored text -> id */
  gsize path;       /* of the main or the situation cursor */
  guint16 wanted;   /* a filter's value */
} AmpCountColumn;

typedef struct _AmpCounter AmpCounter;

/* Takes a row of a victim instead of its cells; the spans are of the counter's columns. */
typedef void (*AmpCountTap) (const AmpCounter *counter, const AmpCountRow *row, gpointer data);

struct _AmpCounter
{
  const AmpCountSpec *spec;
  AmpCountColumn columns[AMP_COUNT_COLUMNS_MAX]; /* first the dimensions, then the filters */
  gsize n_columns;
  gboolean by_situation, by_age;
  AmpDate from, to;

  AmpCursor *records;
  AmpCursor *situations;
  gint64 situation_key; /* of the row the cursor stands on */
  gboolean situation_there;

  GArray *pool;             /* guint16 */
  GArray *rows;             /* AmpCountRow, of the group */
  GArray *group_situations; /* AmpCountRow */
  guint64 unit;
  AmpCells *cells;
  AmpCountAside aside;
  gboolean overflow;

  AmpCountTap tap; /* NULL: counts */
  gpointer tap_data;
};

/* Columns of the main cursor that every count needs. */
enum
{
  AMP_COUNT_PATH_KEY,
  AMP_COUNT_PATH_CASE,
  AMP_COUNT_PATH_DATE,
  AMP_COUNT_PATH_TRAFFICKING_STATUS,
  AMP_COUNT_PATH_CASE_STATUS,
  AMP_COUNT_PATHS_ALWAYS
};

typedef enum
{
  AMP_PERIOD_IN,
  AMP_PERIOD_OUT,
  AMP_PERIOD_UNCLEAR
} AmpPeriodPlace;

/* All rows of a unit in a period, by any number of dimensions up to AMP_COUNT_COLUMNS_MAX, by the
 * same rules as a table is counted. lima_apart is FALSE. */
gboolean amp_counts_each_row (AmpSession *session,
                              const AmpCountSpec *spec,
                              const AmpDimension *const *dimensions,
                              gsize n_dimensions,
                              AmpCountTap tap,
                              gpointer data,
                              AmpProgress *progress,
                              GCancellable *cancellable,
                              GError **error);
/* The n-th value of a row in a column; "" without data. */
const char *
amp_counter_value (const AmpCounter *self, const AmpCountRow *row, gsize column, guint n);

/* The cursor over the records that are counted and, where a dimension needs it, the one over the
 * situations, both in the same order. */
gboolean amp_counter_open_cursors (AmpCounter *self, AmpStore *store, GError **error);
const char *amp_counter_entity (const AmpCounter *self);

AmpDate amp_counter_read_date (AmpCursor *cursor, gsize path);
/* A date known by month or year is in the period where all of it is. */
AmpPeriodPlace amp_counter_in_period (const AmpCounter *self, AmpDate date);
/* The record the cursor stands on, as a row of the group. */
void amp_counter_read_record (AmpCounter *self, AmpDate date);
/* stored NULL: no data. */
void amp_counter_push_stored (AmpCounter *self,
                              AmpCountColumn *column,
                              AmpCountSpan *span,
                              const char *stored);
/* Rule 5: the age on the first day of service in the period. */
void
amp_counter_push_age (AmpCounter *self, AmpCountColumn *column, AmpCountRow *row, AmpDate first);

G_END_DECLS
