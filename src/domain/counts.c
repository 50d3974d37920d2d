/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting. The records come through a cursor in the order of what is counted, the trafficking
 * situations through a second one in the same order, so that at any moment only one person (or
 * case) is in memory. Each record becomes rows of small numbers, each row falls into its cell and
 * into every subtotal of it. */
#include "domain/counts-private.h"

#include <string.h>

#define COLUMNS_MAX (AMP_COUNTS_MAX_DIMENSIONS + 8)

typedef struct
{
  guint first, n; /* in the pool */
} Span;

/* One record, or one record seen through one situation of its case. */
typedef struct
{
  guint64 unit;
  gint64 case_id;
  AmpDate date;
  AmpDate birth;
  const char *band; /* recorded where the birth is not known; static */
  gboolean not_victim;
  Span spans[COLUMNS_MAX];
} Row;

typedef struct
{
  const AmpDimension *dimension;
  const AmpDimensionPlan *plan;
  AmpValues *values;
  GHashTable *memo; /* stored text -> id */
  gsize path;       /* of the main or the situation cursor */
  guint16 wanted;   /* a filter's value */
} Column;

typedef struct
{
  const AmpCountSpec *spec;
  Column columns[COLUMNS_MAX]; /* first the dimensions, then the filters */
  gsize n_columns;
  gboolean by_situation, by_age;
  AmpDate from, to;

  AmpCursor *records;
  AmpCursor *situations;
  gint64 situation_key; /* of the row the cursor stands on */
  gboolean situation_there;

  GArray *pool;             /* guint16 */
  GArray *rows;             /* Row, of the group */
  GArray *group_situations; /* Row */
  guint64 unit;
  AmpCells *cells;
  AmpCountAside aside;
  gboolean overflow;
} Counter;

/* --- What is asked of the store --- */

/* Columns of the main cursor that every count needs. */
enum
{
  PATH_KEY,
  PATH_CASE,
  PATH_DATE,
  PATH_TRAFFICKING_STATUS,
  PATH_CASE_STATUS,
  PATHS_ALWAYS
};

typedef struct
{
  const char *entity;
  const char *always[PATHS_ALWAYS];
  const char *office;
  const char *case_prefix;
  const char *institution;
  AmpFilter filter;
  const char *order;
  const char *situation_order;
} Source;

static const Source sources[] = {
  [AMP_UNIT_PERSONS] = {"service",
                        {"person", "case", "delivered_on", "case.trafficking_status",
                         "case.status"},
                        "region",
                        "case.",
                        "institution",
                        {"status", AMP_OP_EQ, "delivered"},
                        "person",
                        "case.person"},
  [AMP_UNIT_CASES] = {"case",
                      {"id", "id", "opened_on", "trafficking_status", "status"},
                      "office_region",
                      "",
                      NULL,
                      {NULL, AMP_OP_EQ, NULL},
                      "id",
                      "case"},
  [AMP_UNIT_SERVICES] = {"service",
                         {"case", "case", "delivered_on", "case.trafficking_status", "case.status"},
                         "region",
                         "case.",
                         "institution",
                         {"status", AMP_OP_EQ, "delivered"},
                         "case",
                         "case"},
  [AMP_UNIT_REFERRALS] = {"referral",
                          {"case", "case", "sent_on", "case.trafficking_status", "case.status"},
                          "case.office_region",
                          "case.",
                          "to_institution",
                          {"direction", AMP_OP_NE, "in"},
                          "case",
                          "case"},
};

typedef struct
{
  GPtrArray *main;      /* owned text, NULL at the end */
  GPtrArray *situation; /* likewise */
} Paths;

static char *
path_of (const Source *source, const AmpDimensionPlan *plan)
{
  switch (plan->scope)
    {
    case AMP_SCOPE_OFFICE:
      return g_strdup (source->office);
    case AMP_SCOPE_PERSON:
      return g_strconcat ("person.", plan->field, NULL);
    case AMP_SCOPE_CASE:
      return g_strconcat (source->case_prefix, plan->field, NULL);
    case AMP_SCOPE_INSTITUTION:
      return g_strconcat (source->institution, ".code", NULL);
    case AMP_SCOPE_UNIT:
    case AMP_SCOPE_SITUATION:
      return g_strdup (plan->field);
    case AMP_SCOPE_DATE:
    case AMP_SCOPE_AGE:
      break;
    }
  return NULL;
}

static void
add_path (Column *column, const Source *source, Paths *paths)
{
  GPtrArray *to = column->plan->scope == AMP_SCOPE_SITUATION ? paths->situation : paths->main;
  char *path = path_of (source, column->plan);

  if (path == NULL)
    return;
  column->path = to->len;
  g_ptr_array_add (to, path);
  /* An institution without a code of its own is told by its name, which is public. */
  if (column->plan->scope == AMP_SCOPE_INSTITUTION)
    g_ptr_array_add (to, g_strconcat (source->institution, ".name_es", NULL));
}

static gboolean
open_cursors (Counter *self, AmpStore *store, GError **error)
{
  const Source *source = &sources[self->spec->unit];
  g_autoptr (GPtrArray) main = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) situation = g_ptr_array_new_with_free_func (g_free);
  Paths paths = {main, situation};
  gboolean ordered = self->spec->unit == AMP_UNIT_PERSONS || self->by_situation;

  for (gsize i = 0; i < PATHS_ALWAYS; i++)
    g_ptr_array_add (main, g_strdup (source->always[i]));
  if (self->by_age)
    {
      g_ptr_array_add (main, g_strdup ("person.birth_date"));
      g_ptr_array_add (main, g_strdup ("person.birth_year"));
      g_ptr_array_add (main, g_strdup ("person.age_band"));
    }
  g_ptr_array_add (situation, g_strdup (source->situation_order));
  g_ptr_array_add (situation, g_strdup ("case"));
  for (gsize i = 0; i < self->n_columns; i++)
    add_path (&self->columns[i], source, &paths);
  g_ptr_array_add (main, NULL);
  g_ptr_array_add (situation, NULL);

  self->records = amp_store_select (
    store, amp_entity_find (source->entity), (const char *const *) main->pdata, &source->filter,
    source->filter.path == NULL ? 0 : 1, ordered ? source->order : NULL, error);
  if (self->records == NULL || !self->by_situation)
    return self->records != NULL;
  self->situations =
    amp_store_select (store, amp_entity_find ("situation"), (const char *const *) situation->pdata,
                      NULL, 0, source->situation_order, error);
  return self->situations != NULL;
}

/* --- Values of a row --- */

static void
push (Counter *self, Span *span, guint16 id)
{
  self->overflow |= id == AMP_CELL_ALL;
  g_array_append_val (self->pool, id);
  span->n++;
}

static guint16
id_of_stored (Counter *self, Column *column, const char *stored)
{
  gpointer found;
  const char *value;
  guint16 id;

  if (g_hash_table_lookup_extended (column->memo, stored, NULL, &found))
    return (guint16) GPOINTER_TO_UINT (found);
  value = amp_dimension_read (column->dimension, stored, self->spec->lima_apart);
  id = amp_values_id (column->values, value != NULL ? value : "");
  g_hash_table_insert (column->memo, g_strdup (stored), GUINT_TO_POINTER (id));
  return id;
}

static void
push_stored (Counter *self, Column *column, Span *span, const char *stored)
{
  *span = (Span){self->pool->len, 0};
  if (stored == NULL)
    push (self, span, 0);
  else if (strchr (stored, ';') == NULL || column->plan->scope == AMP_SCOPE_INSTITUTION)
    push (self, span, id_of_stored (self, column, stored));
  else
    {
      g_auto (GStrv) codes = g_strsplit (stored, ";", -1);

      for (gsize i = 0; codes[i] != NULL; i++)
        push (self, span, id_of_stored (self, column, codes[i]));
    }
}

static void
push_date (Counter *self, Column *column, Span *span, AmpDate date)
{
  char text[16] = "";

  *span = (Span){self->pool->len, 0};
  if (column->plan->reader == AMP_READ_YEAR && date.precision >= AMP_DATE_YEAR)
    g_snprintf (text, sizeof text, "%04u", (guint) date.year);
  if (column->plan->reader == AMP_READ_QUARTER && date.precision >= AMP_DATE_MONTH)
    g_snprintf (text, sizeof text, "%04u-Q%u", (guint) date.year, (date.month - 1u) / 3 + 1);
  if (column->plan->reader == AMP_READ_MONTH && date.precision >= AMP_DATE_MONTH)
    g_snprintf (text, sizeof text, "%04u-%02u", (guint) date.year, (guint) date.month);
  push (self, span, amp_values_id (column->values, text));
}

static const char *
minor_of_band (const char *band)
{
  const AmpCode *code =
    band == NULL ? NULL : amp_code_list_lookup (amp_code_list_find ("age_band"), band);
  const char *max = code == NULL ? NULL : amp_code_attribute (code, "max");

  return max == NULL ? "" : g_ascii_strtoll (max, NULL, 10) < 18 ? "yes" : "no";
}

/* Rule 5: the age on the first day of service in the period. */
static void
push_age (Counter *self, Column *column, Row *row, AmpDate first)
{
  Span *span = &row->spans[column - self->columns];
  int age = amp_date_age (&row->birth, &first);
  const char *text;

  *span = (Span){self->pool->len, 0};
  if (column->plan->reader == AMP_READ_MINOR)
    text = age < 0 ? minor_of_band (row->band) : age < 18 ? "yes" : "no";
  else
    text = age < 0 ? row->band : amp_age_band_of (age);
  push (self, span, amp_values_id (column->values, text != NULL ? text : ""));
}

/* --- Cells --- */

static gboolean
passes (const Counter *self, const Row *row)
{
  for (gsize i = self->spec->n_dimensions; i < self->n_columns; i++)
    {
      const Span *span = &row->spans[i];
      gboolean found = FALSE;

      for (guint j = 0; j < span->n && !found; j++)
        found = g_array_index (self->pool, guint16, span->first + j) == self->columns[i].wanted;
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static void
add_cells (Counter *self, const Row *row, gsize depth, guint16 *key)
{
  const Span *span;

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
count_row (Counter *self, const Row *row, Outcome *outcome)
{
  guint16 key[AMP_COUNTS_MAX_DIMENSIONS] = {0};

  if (!passes (self, row))
    return;
  if (row->not_victim)
    outcome->not_victim = TRUE;
  else
    {
      outcome->counted = TRUE;
      add_cells (self, row, 0, key);
    }
}

/* Each situation of the case is a way of its own to be in a cell: where and how belong together. */
static void
count_row_by_situation (Counter *self, Row *row, Outcome *outcome)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->group_situations->len; i++)
    {
      const Row *situation = &g_array_index (self->group_situations, Row, i);

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
      push_stored (self, &self->columns[j], &row->spans[j], NULL);
  if (!any)
    count_row (self, row, outcome);
}

static AmpDate
first_date (Counter *self, guint begin, guint end)
{
  AmpDate first = {0};
  gboolean victim = FALSE;

  for (guint i = begin; i < end; i++)
    victim |= !g_array_index (self->rows, Row, i).not_victim;
  for (guint i = begin; i < end; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (row->date.precision < AMP_DATE_YEAR || (victim && row->not_victim))
        continue;
      if (first.precision < AMP_DATE_YEAR || amp_date_compare (&row->date, &first) < 0)
        first = row->date;
    }
  return first;
}

static void
count_unit (Counter *self, guint begin, guint end)
{
  AmpDate first = first_date (self, begin, end);
  Outcome outcome = {FALSE, FALSE};

  for (guint i = begin; i < end; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      for (gsize j = 0; j < self->n_columns; j++)
        if (self->columns[j].plan->scope == AMP_SCOPE_AGE)
          push_age (self, &self->columns[j], row, first);
      if (self->by_situation)
        count_row_by_situation (self, row, &outcome);
      else
        count_row (self, row, &outcome);
    }
  if (outcome.not_victim && !outcome.counted)
    self->aside.not_victims++;
}

/* --- Reading --- */

typedef enum
{
  PERIOD_IN,
  PERIOD_OUT,
  PERIOD_UNCLEAR
} PeriodResult;

static AmpDate
last_day (AmpDate date)
{
  if (date.precision == AMP_DATE_YEAR)
    date.month = 12;
  if (date.precision != AMP_DATE_DAY)
    date.day = g_date_get_days_in_month ((GDateMonth) date.month, date.year);
  date.precision = AMP_DATE_DAY;
  return date;
}

/* A date known by month or year is in the period where all of it is. */
static PeriodResult
in_period (const Counter *self, AmpDate date)
{
  gboolean from = self->from.precision == AMP_DATE_DAY, to = self->to.precision == AMP_DATE_DAY;
  AmpDate last;

  if (!from && !to)
    return PERIOD_IN;
  if (date.precision < AMP_DATE_YEAR)
    return PERIOD_UNCLEAR;
  last = last_day (date);
  if ((from && amp_date_compare (&last, &self->from) < 0) ||
      (to && amp_date_compare (&date, &self->to) > 0))
    return PERIOD_OUT;
  if ((from && amp_date_compare (&date, &self->from) < 0) ||
      (to && amp_date_compare (&last, &self->to) > 0))
    return PERIOD_UNCLEAR;
  return PERIOD_IN;
}

static AmpDate
read_date (AmpCursor *cursor, gsize path)
{
  const char *text = amp_cursor_text (cursor, path);
  AmpDate date = {0};

  if (text == NULL || !amp_date_parse (text, &date))
    date = (AmpDate){0};
  return date;
}

static void
read_birth (Counter *self, Row *row)
{
  const AmpCodeList *bands = amp_code_list_find ("age_band");
  const char *band = amp_cursor_text (self->records, PATHS_ALWAYS + 2);
  const AmpCode *code = band == NULL ? NULL : amp_code_list_lookup (bands, band);
  gint64 year = amp_cursor_int (self->records, PATHS_ALWAYS + 1);

  row->birth = read_date (self->records, PATHS_ALWAYS);
  if (row->birth.precision < AMP_DATE_YEAR && year > 0)
    row->birth = (AmpDate){.year = (guint16) year, .precision = AMP_DATE_YEAR};
  row->band = code == NULL ? NULL : amp_code_value (code);
}

static gboolean
is_not_victim (AmpCursor *cursor)
{
  return g_strcmp0 (amp_cursor_text (cursor, PATH_TRAFFICKING_STATUS), "not_victim") == 0 ||
         g_strcmp0 (amp_cursor_text (cursor, PATH_CASE_STATUS), "closed_not_victim") == 0;
}

static const char *
stored_text (Counter *self, const Column *column)
{
  const char *text = amp_cursor_text (self->records, column->path);

  if (text == NULL && column->plan->scope == AMP_SCOPE_INSTITUTION)
    return amp_cursor_text (self->records, column->path + 1);
  return text;
}

static void
read_record (Counter *self, AmpDate date)
{
  Row row = {.unit = self->unit, .date = date, .not_victim = is_not_victim (self->records)};

  row.case_id = amp_cursor_int (self->records, PATH_CASE);
  if (self->by_age)
    read_birth (self, &row);
  for (gsize i = 0; i < self->n_columns; i++)
    {
      Column *column = &self->columns[i];

      if (column->plan->scope == AMP_SCOPE_DATE)
        push_date (self, column, &row.spans[i], date);
      else if (column->plan->scope != AMP_SCOPE_SITUATION && column->plan->scope != AMP_SCOPE_AGE)
        push_stored (self, column, &row.spans[i], stored_text (self, column));
    }
  g_array_append_val (self->rows, row);
}

static gboolean
step_situation (Counter *self, GCancellable *cancellable, GError **error)
{
  int more = amp_cursor_next (self->situations, cancellable, error);

  self->situation_there = more > 0;
  if (more > 0)
    self->situation_key = amp_cursor_int (self->situations, 0);
  return more >= 0;
}

static gboolean
read_situations (Counter *self, gint64 key, GCancellable *cancellable, GError **error)
{
  while (self->situation_there && self->situation_key <= key)
    {
      Row situation = {.case_id = amp_cursor_int (self->situations, 1)};

      for (gsize i = 0; i < self->n_columns && self->situation_key == key; i++)
        if (self->columns[i].plan->scope == AMP_SCOPE_SITUATION)
          push_stored (self, &self->columns[i], &situation.spans[i],
                       amp_cursor_text (self->situations, self->columns[i].path));
      if (self->situation_key == key)
        g_array_append_val (self->group_situations, situation);
      if (!step_situation (self, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
count_group (Counter *self, gint64 key, GCancellable *cancellable, GError **error)
{
  if (self->rows->len == 0)
    return TRUE;
  if (self->by_situation && !read_situations (self, key, cancellable, error))
    return FALSE;
  for (guint begin = 0, end; begin < self->rows->len; begin = end)
    {
      guint64 unit = g_array_index (self->rows, Row, begin).unit;

      for (end = begin; end < self->rows->len; end++)
        if (g_array_index (self->rows, Row, end).unit != unit)
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
  Counter *self, guint64 total, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  gint64 key = 0;
  guint64 done = 0;
  int more;

  if (self->by_situation && !step_situation (self, cancellable, error))
    return FALSE;
  while ((more = amp_cursor_next (self->records, cancellable, error)) > 0)
    {
      gint64 next = amp_cursor_int (self->records, PATH_KEY);
      AmpDate date = read_date (self->records, PATH_DATE);
      PeriodResult period = in_period (self, date);

      if (++done % 4096 == 0)
        amp_progress_set (progress, done, MAX (done, total));
      if (next != key && !count_group (self, key, cancellable, error))
        return FALSE;
      if (self->spec->unit != AMP_UNIT_PERSONS || next != key)
        self->unit++;
      key = next;
      self->aside.undated += period == PERIOD_UNCLEAR ? 1 : 0;
      if (period == PERIOD_IN)
        read_record (self, date);
    }
  return more == 0 && count_group (self, key, cancellable, error);
}

/* --- From request to table --- */

static void
add_column (Counter *self, const AmpDimension *dimension, const char *wanted)
{
  Column *column = &self->columns[self->n_columns++];

  column->dimension = dimension;
  column->plan = amp_dimension_plan (dimension);
  column->values = amp_values_new (dimension);
  column->memo = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  column->wanted = wanted == NULL ? 0 : amp_values_id (column->values, wanted);
  self->by_situation |= column->plan->scope == AMP_SCOPE_SITUATION;
  self->by_age |= column->plan->scope == AMP_SCOPE_AGE;
}

static void
counter_init (Counter *self, const AmpCountSpec *spec)
{
  *self = (Counter){.spec = spec, .cells = amp_cells_new ()};
  for (gsize i = 0; i < spec->n_dimensions; i++)
    add_column (self, spec->dimensions[i], NULL);
  for (gsize i = 0; i < spec->n_where; i++)
    add_column (self, spec->where_dimension[i], spec->where_value[i]);
  if (!amp_date_parse (spec->from, &self->from))
    self->from = (AmpDate){0};
  if (!amp_date_parse (spec->to, &self->to))
    self->to = (AmpDate){0};
  self->pool = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->group_situations = g_array_new (FALSE, FALSE, sizeof (Row));
}

static void
counter_clear (Counter *self)
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

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Counter, counter_clear)

AmpCountTable *
amp_counts_compute (AmpSession *session,
                    const AmpCountSpec *spec,
                    AmpProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  AmpValues *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};
  g_auto (Counter) counter = {0};
  gint64 total;

  counter_init (&counter, spec);
  if (store == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return NULL;
    }
  if (!amp_count_spec_check (spec, error))
    return NULL;
  total = amp_store_count (store, amp_entity_find (sources[spec->unit].entity), error);
  if (total < 0 || !open_cursors (&counter, store, error) ||
      !count_records (&counter, (guint64) total, progress, cancellable, error))
    return NULL;
  for (gsize i = 0; i < spec->n_dimensions; i++)
    values[i] = counter.columns[i].values;
  return amp_count_table_new (spec, counter.cells, values, &counter.aside);
}
