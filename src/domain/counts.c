/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting. The records come through a cursor in the order of what is counted, the trafficking
 * situations through a second one in the same order, so that at any moment only one person (or
 * case) is in memory. Each record becomes rows of small numbers, each row falls into its cell and
 * into every subtotal of it. */
#include "domain/counts-counter.h"

/* --- Cells --- */

static gboolean
passes (const AmpCounter *self, const AmpCountRow *row)
{
  for (gsize i = self->spec->n_dimensions; i < self->n_columns; i++)
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
      self->overflow |= !amp_cells_add (self->cells, key, row->unit);
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

  if (self->tap == NULL && !passes (self, row))
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

/* Each situation of the case is a way of its own to be in a cell: where and how belong together. */
static void
count_row_by_situation (AmpCounter *self, AmpCountRow *row, Outcome *outcome)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->group_situations->len; i++)
    {
      const AmpCountRow *situation = &g_array_index (self->group_situations, AmpCountRow, i);

      if (situation->case_id != row->case_id)
        continue;
      any = TRUE;
      for (gsize j = 0; j < self->n_columns; j++)
        if (self->columns[j].plan->scope == AMP_SCOPE_SITUATION)
          row->spans[j] = situation->spans[j];
      count_row (self, row, outcome);
    }
  for (gsize j = 0; j < self->n_columns && !any; j++)
    if (self->columns[j].plan->scope == AMP_SCOPE_SITUATION)
      amp_counter_push_stored (self, &self->columns[j], &row->spans[j], NULL);
  if (!any)
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
  AmpDate first = first_date (self, begin, end);
  Outcome outcome = {FALSE, FALSE};

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

/* --- Groups: all of one person, or of one case --- */

static gboolean
step_situation (AmpCounter *self, GCancellable *cancellable, GError **error)
{
  int more = amp_cursor_next (self->situations, cancellable, error);

  self->situation_there = more > 0;
  if (more > 0)
    self->situation_key = amp_cursor_int (self->situations, 0);
  return more >= 0;
}

static gboolean
read_situations (AmpCounter *self, gint64 key, GCancellable *cancellable, GError **error)
{
  while (self->situation_there && self->situation_key <= key)
    {
      AmpCountRow situation = {.case_id = amp_cursor_int (self->situations, 1)};

      for (gsize i = 0; i < self->n_columns && self->situation_key == key; i++)
        if (self->columns[i].plan->scope == AMP_SCOPE_SITUATION)
          amp_counter_push_stored (self, &self->columns[i], &situation.spans[i],
                                   amp_cursor_text (self->situations, self->columns[i].path));
      if (self->situation_key == key)
        g_array_append_val (self->group_situations, situation);
      if (!step_situation (self, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
count_group (AmpCounter *self, gint64 key, GCancellable *cancellable, GError **error)
{
  if (self->rows->len == 0)
    return TRUE;
  if (self->by_situation && !read_situations (self, key, cancellable, error))
    return FALSE;
  for (guint begin = 0, end; begin < self->rows->len; begin = end)
    {
      guint64 unit = g_array_index (self->rows, AmpCountRow, begin).unit;

      for (end = begin; end < self->rows->len; end++)
        if (g_array_index (self->rows, AmpCountRow, end).unit != unit)
          break;
      count_unit (self, begin, end);
    }
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->group_situations, 0);
  g_array_set_size (self->pool, 0);
  if (!self->overflow)
    return TRUE;
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                       "The table has too many combinations");
  return FALSE;
}

static gboolean
count_records (
  AmpCounter *self, guint64 total, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  gint64 key = 0;
  guint64 done = 0;
  int more;

  if (self->by_situation && !step_situation (self, cancellable, error))
    return FALSE;
  while ((more = amp_cursor_next (self->records, cancellable, error)) > 0)
    {
      gint64 next = amp_cursor_int (self->records, AMP_COUNT_PATH_KEY);
      AmpDate date = amp_counter_read_date (self->records, AMP_COUNT_PATH_DATE);
      AmpPeriodPlace period = amp_counter_in_period (self, date);

      if (++done % 512 == 0)
        amp_progress_set (progress, done, MAX (done, total));
      if (next != key && !count_group (self, key, cancellable, error))
        return FALSE;
      if (self->spec->unit != AMP_UNIT_PERSONS || next != key)
        self->unit++;
      key = next;
      self->aside.undated += period == AMP_PERIOD_UNCLEAR ? 1 : 0;
      if (period == AMP_PERIOD_IN)
        amp_counter_read_record (self, date);
    }
  return more == 0 && count_group (self, key, cancellable, error);
}

/* --- From request to table --- */

static void
add_column (AmpCounter *self, const AmpDimension *dimension, const char *wanted)
{
  AmpCountColumn *column = &self->columns[self->n_columns++];

  column->dimension = dimension;
  column->plan = amp_dimension_plan (dimension);
  column->values = amp_values_new (dimension);
  column->memo = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  column->wanted = wanted == NULL ? 0 : amp_values_id (column->values, wanted);
  self->by_situation |= column->plan->scope == AMP_SCOPE_SITUATION;
  self->by_age |= column->plan->scope == AMP_SCOPE_AGE;
}

static void
counter_init (AmpCounter *self, const AmpCountSpec *spec)
{
  *self = (AmpCounter){.spec = spec, .cells = amp_cells_new ()};
  for (gsize i = 0; i < spec->n_dimensions; i++)
    add_column (self, spec->dimensions[i], NULL);
  for (gsize i = 0; i < spec->n_where; i++)
    add_column (self, spec->where_dimension[i], spec->where_value[i]);
  if (!amp_date_parse (spec->from, &self->from))
    self->from = (AmpDate){0};
  if (!amp_date_parse (spec->to, &self->to))
    self->to = (AmpDate){0};
  self->pool = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->rows = g_array_new (FALSE, FALSE, sizeof (AmpCountRow));
  self->group_situations = g_array_new (FALSE, FALSE, sizeof (AmpCountRow));
}

static void
counter_clear (AmpCounter *self)
{
  g_clear_pointer (&self->records, amp_cursor_free);
  g_clear_pointer (&self->situations, amp_cursor_free);
  for (gsize i = 0; i < self->n_columns; i++)
    {
      amp_values_free (self->columns[i].values);
      g_hash_table_unref (self->columns[i].memo);
    }
  g_array_unref (self->pool);
  g_array_unref (self->rows);
  g_array_unref (self->group_situations);
  amp_cells_free (self->cells);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpCounter, counter_clear)

static gboolean
read_all (AmpCounter *counter,
          AmpStore *store,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  gint64 total;

  if (store == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return FALSE;
    }
  if (!amp_count_spec_check (counter->spec, error))
    return FALSE;
  total = amp_store_count (store, amp_entity_find (amp_counter_entity (counter)), error);
  return total >= 0 && amp_counter_open_cursors (counter, store, error) &&
         count_records (counter, (guint64) total, progress, cancellable, error);
}

AmpCountTable *
amp_counts_compute (AmpSession *session,
                    const AmpCountSpec *spec,
                    AmpProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  AmpValues *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};
  g_auto (AmpCounter) counter = {0};

  counter_init (&counter, spec);
  if (!read_all (&counter, amp_session_get_store (session), progress, cancellable, error))
    return NULL;
  for (gsize i = 0; i < spec->n_dimensions; i++)
    values[i] = counter.columns[i].values;
  return amp_count_table_new (spec, counter.cells, values, &counter.aside);
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
  g_auto (AmpCounter) counter = {0};

  g_return_val_if_fail (spec->n_dimensions == 0 && spec->n_where == 0, FALSE);
  g_return_val_if_fail (n_dimensions <= AMP_COUNT_COLUMNS_MAX, FALSE);

  counter_init (&counter, spec);
  for (gsize i = 0; i < n_dimensions; i++)
    add_column (&counter, dimensions[i], NULL);
  counter.tap = tap;
  counter.tap_data = data;
  return read_all (&counter, amp_session_get_store (session), progress, cancellable, error);
}

const char *
amp_counter_value (const AmpCounter *self, const AmpCountRow *row, gsize column, guint n)
{
  const AmpCountSpan *span = &row->spans[column];

  return amp_values_text (self->columns[column].values,
                          g_array_index (self->pool, guint16, span->first + n));
}
