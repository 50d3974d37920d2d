/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the counts: one count while it runs. It takes the facts of one person after another
 * (store/facts.h), so that several counts, and whoever else reads them, share one pass. */
#pragma once

#include "domain/counts-private.h"
#include "store/facts.h"

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
  guint case_place; /* among the person's */
  AmpDate date;
  gboolean not_victim;
  guint64 weight; /* as how many it counts: 1 but where heads are counted */
  AmpCountSpan spans[AMP_COUNT_COLUMNS_MAX];
} AmpCountRow;

typedef struct
{
  const AmpDimension *dimension;
  const AmpDimensionPlan *plan;
  AmpValues *values;
  GArray *memo; /* guint32: word, packed month or age -> id + 1; 0: not yet */
  AmpFact fact; /* where the dimension is read from, and which number of it */
  guint at;
  guint16 wanted; /* a filter's value */
} AmpCountColumn;

typedef struct _AmpCounter AmpCounter;

/* Takes a row of a victim instead of its cells; the spans are of the counter's columns. */
typedef void (*AmpCountTap) (const AmpCounter *counter, const AmpCountRow *row, gpointer data);

struct _AmpCounter
{
  const AmpCountSpec *spec;
  AmpCountColumn columns[AMP_COUNT_COLUMNS_MAX]; /* first the dimensions, then the filters */
  gsize n_columns;
  gsize first_filter; /* the columns from here on are filters */
  gboolean by_situation, by_age;
  AmpDate from, to;

  /* Of the person at hand */
  const AmpFacts *facts;
  const AmpPersonFacts *person;
  GArray *pool; /* guint16 */
  GArray *rows; /* AmpCountRow */

  guint64 unit;
  AmpCells *cells;
  AmpCountAside aside;
  gboolean overflow;

  AmpCountTap tap; /* NULL: counts */
  gpointer tap_data;
};

typedef enum
{
  AMP_PERIOD_IN,
  AMP_PERIOD_OUT,
  AMP_PERIOD_UNCLEAR
} AmpPeriodPlace;

/* --- One pass --- */

/* Whoever reads along. FALSE with error stops the pass. */
typedef gboolean (*AmpFactsTaker) (const AmpFacts *facts,
                                   const AmpPersonFacts *person,
                                   gpointer data,
                                   GError **error);

typedef struct
{
  AmpFactsTaker take;
  gpointer data;
  guint wanted; /* 1 << AmpFact */
} AmpFactsReader;

/* Counts all specs, and gives everybody's facts to all readers. tables: one for each spec, NULL
 * where it failed. */
gboolean amp_counts_compute_all (AmpSession *session,
                                 const AmpCountSpec *specs,
                                 gsize n_specs,
                                 AmpCountTable **tables,
                                 const AmpFactsReader *readers,
                                 gsize n_readers,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);

/* All rows of a unit in a period, by any number of dimensions up to AMP_COUNT_COLUMNS_MAX, by the
 * same rules as a table is counted. The spec has no dimensions of its own; its filters hold. */
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

/* --- Rows from elsewhere --- */

/* Counts a row of the counter's pool, which is of nobody's facts. */
void amp_counter_take (AmpCounter *self, const AmpCountRow *row);
/* FALSE with error where the table has too many combinations. */
gboolean amp_counter_fits (const AmpCounter *self, GError **error);
/* A value into the pool, as its dimension reads what is stored (NULL: no data). */
void amp_counter_push_text (AmpCounter *self,
                            AmpCountColumn *column,
                            AmpCountSpan *span,
                            const char *stored);
void
amp_counter_push_date (AmpCounter *self, AmpCountColumn *column, AmpCountSpan *span, AmpDate date);
/* Counts what a counter of the programme counts. */
gboolean amp_counter_read_programme (AmpCounter *self,
                                     AmpSession *session,
                                     AmpProgress *progress,
                                     GCancellable *cancellable,
                                     GError **error);

/* --- What is read of a person --- */

/* Where the column is read from, for the unit that is counted. */
void amp_counter_locate (const AmpCounter *self, AmpCountColumn *column);
/* 1 << AmpFact: what the count reads. */
guint amp_counter_wanted (const AmpCounter *self);

/* A date known by month or year is in the period where all of it is. */
AmpPeriodPlace amp_counter_in_period (const AmpCounter *self, AmpDate date);
/* Whether a case is of no victim (rule 6). case_: row of facts. */
gboolean amp_facts_not_victim (const AmpFacts *facts, const guint32 *case_);
/* How many records of what is counted the person has, and the n-th of them as a row that lies in
 * the period; else FALSE, and what is not clear is told in aside. */
guint amp_counter_n_records (const AmpCounter *self);
gboolean amp_counter_read_record (AmpCounter *self, guint n, AmpCountRow *row);
/* The columns that a situation of the person gives; n G_MAXUINT: none. */
void amp_counter_read_situation (AmpCounter *self, guint n, AmpCountRow *row);
/* Rule 5: the age on the first day of service in the period. */
void
amp_counter_push_age (AmpCounter *self, AmpCountColumn *column, AmpCountRow *row, AmpDate first);

G_END_DECLS
