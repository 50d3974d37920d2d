/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting. One person after another comes with all her facts, whoever counts takes what it counts
 * of her, and at any moment only she is in memory. Each record becomes rows of small numbers, each
 * row falls into its cell and into every subtotal of it. */
#include "domain/counts-counter.h"

/* --- Cells --- */

static gboolean
passes (const AmpCounter *self, const AmpCountRow *row)
{
  for (gsize i = self->first_filter; i < self->n_columns; i++)
    {
      const AmpCountSpan *span = &row->spans[i];
      gboolean found = FALSE;

      for (guint j = 0; j < span->n && !found; j++)
        found = g_array_index (self->pool, guint16, span->first + j) == self->columns[i].wanted;
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static void
add_cells (AmpCounter *self, const AmpCountRow *row, gsize depth, guint16 *key)
{
  const AmpCountSpan *span;

  if (depth == self->spec->n_dimensions)
    {
      self->overflow |= !amp_cells_add (self->cells, key, row->unit, row->weight);
      return;
    }
  span = &row->spans[depth];
  for (guint i = 0; i < span->n; i++)
    {
      key[depth] = g_array_index (self->pool, guint16, span->first + i);
      add_cells (self, row, depth + 1, key);
    }
  key[depth] = AMP_CELL_ALL;
  add_cells (self, row, depth + 1, key);
}

typedef struct
{
  gboolean counted, not_victim;
} Outcome;

static void
count_row (AmpCounter *self, const AmpCountRow *row, Outcome *outcome)
{
  guint16 key[AMP_COUNTS_MAX_DIMENSIONS] = {0};

  if (!passes (self, row))
    return;
  if (row->not_victim)
    outcome->not_victim = TRUE;
  else
    {
      outcome->counted = TRUE;
      if (self->tap != NULL)
        self->tap (self, row, self->tap_data);
      else
        add_cells (self, row, 0, key);
    }
}

/* Each situation of the case is a way of its own to be in a cell: where and how belong together. Of
 * a person who was served in the case of another, that other's situations are not hers. */
static void
count_row_by_situation (AmpCounter *self, AmpCountRow *row, Outcome *outcome)
{
  const AmpPersonFacts *person = self->person;
  const guint32 *case_ = person->facts[AMP_FACT_CASE] + row->case_place * AMP_CASE_WIDTH;
  gboolean any = FALSE, hers = self->spec->unit != AMP_UNIT_PERSONS || case_[AMP_CASE_OWN] == 1;

  for (guint i = 0; hers && i < person->n[AMP_FACT_SITUATION]; i++)
    {
      const guint32 *situation = person->facts[AMP_FACT_SITUATION] + i * AMP_SITUATION_WIDTH;

      if (situation[AMP_SITUATION_CASE] != row->case_place)
        continue;
      any = TRUE;
      amp_counter_read_situation (self, i, row);
      count_row (self, row, outcome);
    }
  if (any)
    return;
  amp_counter_read_situation (self, G_MAXUINT, row);
  count_row (self, row, outcome);
}

static AmpDate
first_date (AmpCounter *self, guint begin, guint end)
{
  AmpDate first = {0};
  gboolean victim = FALSE;

  for (guint i = begin; i < end; i++)
    victim |= !g_array_index (self->rows, AmpCountRow, i).not_victim;
  for (guint i = begin; i < end; i++)
    {
      const AmpCountRow *row = &g_array_index (self->rows, AmpCountRow, i);

      if (row->date.precision < AMP_DATE_YEAR || (victim && row->not_victim))
        continue;
      if (first.precision < AMP_DATE_YEAR || amp_date_compare (&row->date, &first) < 0)
        first = row->date;
    }
  return first;
}

static void
count_unit (AmpCounter *self, guint begin, guint end)
{
  AmpDate first = {0};
  Outcome outcome = {FALSE, FALSE};

  if (self->by_age)
    first = first_date (self, begin, end);
  for (guint i = begin; i < end; i++)
    {
      AmpCountRow *row = &g_array_index (self->rows, AmpCountRow, i);

      for (gsize j = 0; j < self->n_columns; j++)
        if (self->columns[j].plan->scope == AMP_SCOPE_AGE)
          amp_counter_push_age (self, &self->columns[j], row, first);
      if (self->by_situation)
        count_row_by_situation (self, row, &outcome);
      else
        count_row (self, row, &outcome);
    }
  if (outcome.not_victim && !outcome.counted)
    self->aside.not_victims++;
}

void
amp_counter_take (AmpCounter *self, const AmpCountRow *row)
{
  Outcome outcome = {FALSE, FALSE};

  count_row (self, row, &outcome);
}

gboolean
amp_counter_fits (const AmpCounter *self, GError **error)
{
  if (!self->overflow)
    return TRUE;
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                       "The table has too many combinations");
  return FALSE;
}

/* --- One person --- */

static gboolean
count_person (AmpCounter *self, const AmpFacts *facts, const AmpPersonFacts *person, GError **error)
{
  gboolean persons = self->spec->unit == AMP_UNIT_PERSONS;

  self->facts = facts;
  self->person = person;
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->pool, 0);
  self->unit += persons ? 1 : 0;
  for (guint n = amp_counter_n_records (self), i = 0; i < n; i++)
    {
      AmpCountRow row;

      if (!amp_counter_read_record (self, i, &row))
        continue;
      row.unit = persons ? self->unit : ++self->unit;
      g_array_append_val (self->rows, row);
    }
  if (persons && self->rows->len > 0)
    count_unit (self, 0, self->rows->len);
  for (guint i = 0; !persons && i < self->rows->len; i++)
    count_unit (self, i, i + 1);
  return amp_counter_fits (self, error);
}

/* --- From request to table --- */

static void
add_column (AmpCounter *self, const AmpDimension *dimension, const char *wanted)
{
  AmpCountColumn *column = &self->columns[self->n_columns++];

  column->dimension = dimension;
  column->plan = amp_dimension_plan (dimension);
  column->values = amp_values_new (dimension);
  column->memo = g_array_new (FALSE, TRUE, sizeof (guint32));
  column->wanted = wanted == NULL ? 0 : amp_values_id (column->values, wanted);
  if (!amp_unit_is_programme (self->spec->unit))
    amp_counter_locate (self, column);
  self->by_situation |= column->plan->scope == AMP_SCOPE_SITUATION;
  self->by_age |= column->plan->scope == AMP_SCOPE_AGE;
}

static void
counter_init (AmpCounter *self,
              const AmpCountSpec *spec,
              const AmpDimension *const *dimensions,
              gsize n_dimensions)
{
  *self = (AmpCounter){.spec = spec, .cells = amp_cells_new (), .first_filter = n_dimensions};
  for (gsize i = 0; i < n_dimensions; i++)
    add_column (self, dimensions[i], NULL);
  for (gsize i = 0; i < spec->n_where; i++)
    add_column (self, spec->where_dimension[i], spec->where_value[i]);
  if (!amp_date_parse (spec->from, &self->from))
    self->from = (AmpDate){0};
  if (!amp_date_parse (spec->to, &self->to))
    self->to = (AmpDate){0};
  self->pool = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->rows = g_array_new (FALSE, FALSE, sizeof (AmpCountRow));
}

static void
counter_clear (AmpCounter *self)
{
  for (gsize i = 0; i < self->n_columns; i++)
    {
      amp_values_free (self->columns[i].values);
      g_array_unref (self->columns[i].memo);
    }
  g_clear_pointer (&self->pool, g_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  amp_cells_free (self->cells);
}

static void
counter_free (gpointer data)
{
  counter_clear (data);
  g_free (data);
}

/* --- The pass --- */

typedef struct
{
  GPtrArray *counters; /* AmpCounter, owned; those of persons are given facts */
  const AmpFactsReader *readers;
  gsize n_readers;
} Pass;

static gboolean
give (const Pass *self, const AmpFacts *facts, const AmpPersonFacts *person, GError **error)
{
  for (guint i = 0; i < self->counters->len; i++)
    {
      AmpCounter *counter = g_ptr_array_index (self->counters, i);

      if (!amp_unit_is_programme (counter->spec->unit) &&
          !count_person (counter, facts, person, error))
        return FALSE;
    }
  for (gsize i = 0; i < self->n_readers; i++)
    if (!self->readers[i].take (facts, person, self->readers[i].data, error))
      return FALSE;
  return TRUE;
}

/* Nothing wanted: nobody's facts are read. */
static guint
facts_wanted (const Pass *self, gboolean *births)
{
  guint wanted = 0;

  *births = FALSE;
  for (guint i = 0; i < self->counters->len; i++)
    {
      const AmpCounter *counter = g_ptr_array_index (self->counters, i);

      if (amp_unit_is_programme (counter->spec->unit))
        continue;
      wanted |= amp_counter_wanted (counter);
      *births |= counter->by_age;
    }
  for (gsize i = 0; i < self->n_readers; i++)
    wanted |= self->readers[i].wanted;
  return wanted;
}

static gboolean
run_programme (const Pass *self,
               AmpSession *session,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  for (guint i = 0; i < self->counters->len; i++)
    {
      AmpCounter *counter = g_ptr_array_index (self->counters, i);

      if (amp_unit_is_programme (counter->spec->unit) &&
          !amp_counter_read_programme (counter, session, progress, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run (const Pass *self,
     AmpSession *session,
     AmpProgress *progress,
     GCancellable *cancellable,
     GError **error)
{
  gboolean births;
  guint wanted = facts_wanted (self, &births);
  g_autoptr (AmpFacts) facts = NULL;
  guint64 done = 0;
  int more = -1;

  if (amp_session_get_store (session) == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return FALSE;
    }
  if (!run_programme (self, session, progress, cancellable, error))
    return FALSE;
  if (wanted == 0)
    return TRUE;
  facts =
    amp_store_facts (amp_session_get_store (session), wanted, births, progress, cancellable, error);

  while (facts != NULL && (more = amp_facts_next (facts, cancellable, error)) > 0)
    {
      if (++done % 512 == 0)
        amp_progress_set (progress, done, MAX (done, amp_facts_length (facts)));
      if (!give (self, facts, amp_facts_person (facts), error))
        return FALSE;
    }
  return more == 0;
}

static AmpCountTable *
table_of (const AmpCounter *counter)
{
  AmpValues *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};

  for (gsize i = 0; i < counter->spec->n_dimensions; i++)
    values[i] = counter->columns[i].values;
  return amp_count_table_new (counter->spec, counter->cells, values, &counter->aside);
}

gboolean
amp_counts_compute_all (AmpSession *session,
                        const AmpCountSpec *specs,
                        gsize n_specs,
                        AmpCountTable **tables,
                        const AmpFactsReader *readers,
                        gsize n_readers,
                        AmpProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GPtrArray) counters = g_ptr_array_new_with_free_func (counter_free);
  const Pass pass = {counters, readers, n_readers};

  for (gsize i = 0; i < n_specs; i++)
    {
      AmpCounter *counter;

      tables[i] = NULL;
      if (!amp_count_spec_check (&specs[i], error))
        return FALSE;
      counter = g_new0 (AmpCounter, 1);
      counter_init (counter, &specs[i], specs[i].dimensions, specs[i].n_dimensions);
      g_ptr_array_add (counters, counter);
    }
  if (!run (&pass, session, progress, cancellable, error))
    return FALSE;
  for (gsize i = 0; i < n_specs; i++)
    tables[i] = table_of (g_ptr_array_index (counters, i));
  return TRUE;
}

AmpCountTable *
amp_counts_compute (AmpSession *session,
                    const AmpCountSpec *spec,
                    AmpProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  AmpCountTable *table = NULL;

  (void) amp_counts_compute_all (session, spec, 1, &table, NULL, 0, progress, cancellable, error);
  return table;
}

gboolean
amp_counts_each_row (AmpSession *session,
                     const AmpCountSpec *spec,
                     const AmpDimension *const *dimensions,
                     gsize n_dimensions,
                     AmpCountTap tap,
                     gpointer data,
                     AmpProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GPtrArray) counters = g_ptr_array_new_with_free_func (counter_free);
  const Pass pass = {counters, NULL, 0};
  AmpCounter *counter;

  g_return_val_if_fail (spec->n_dimensions == 0, FALSE);
  g_return_val_if_fail (n_dimensions + spec->n_where <= AMP_COUNT_COLUMNS_MAX, FALSE);

  if (!amp_count_spec_check (spec, error))
    return FALSE;
  if (amp_unit_is_programme (spec->unit))
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "No case is behind what is counted");
      return FALSE;
    }
  counter = g_new0 (AmpCounter, 1);
  counter_init (counter, spec, dimensions, n_dimensions);
  g_ptr_array_add (counters, counter);
  counter->tap = tap;
  counter->tap_data = data;
  return run (&pass, session, progress, cancellable, error);
}

const char *
amp_counter_value (const AmpCounter *self, const AmpCountRow *row, gsize column, guint n)
{
  const AmpCountSpan *span = &row->spans[column];

  return amp_values_text (self->columns[column].values,
                          g_array_index (self->pool, guint16, span->first + n));
}
