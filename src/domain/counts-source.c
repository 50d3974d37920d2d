/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From stored records to rows of small numbers: which paths a count reads, what each stored value
 * counts as, which dates lie in the period. */
#include "domain/counts-counter.h"

#include <string.h>

/* --- What is asked of the store --- */

typedef struct
{
  const char *entity;
  const char *always[AMP_COUNT_PATHS_ALWAYS];
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
add_path (AmpCountColumn *column, const Source *source, Paths *paths)
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

gboolean
amp_counter_open_cursors (AmpCounter *self, AmpStore *store, GError **error)
{
  const Source *source = &sources[self->spec->unit];
  g_autoptr (GPtrArray) main = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) situation = g_ptr_array_new_with_free_func (g_free);
  Paths paths = {main, situation};
  gboolean ordered = self->spec->unit == AMP_UNIT_PERSONS || self->by_situation;

  for (gsize i = 0; i < AMP_COUNT_PATHS_ALWAYS; i++)
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

const char *
amp_counter_entity (const AmpCounter *self)
{
  return sources[self->spec->unit].entity;
}

/* --- Values of a row --- */

static void
push (AmpCounter *self, AmpCountSpan *span, guint16 id)
{
  self->overflow |= id == AMP_CELL_ALL;
  g_array_append_val (self->pool, id);
  span->n++;
}

static guint16
id_of_stored (AmpCounter *self, AmpCountColumn *column, const char *stored)
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

void
amp_counter_push_stored (AmpCounter *self,
                         AmpCountColumn *column,
                         AmpCountSpan *span,
                         const char *stored)
{
  *span = (AmpCountSpan){self->pool->len, 0};
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
push_date (AmpCounter *self, AmpCountColumn *column, AmpCountSpan *span, AmpDate date)
{
  char text[16] = "";

  *span = (AmpCountSpan){self->pool->len, 0};
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

void
amp_counter_push_age (AmpCounter *self, AmpCountColumn *column, AmpCountRow *row, AmpDate first)
{
  AmpCountSpan *span = &row->spans[column - self->columns];
  int age = amp_date_age (&row->birth, &first);
  const char *text;

  *span = (AmpCountSpan){self->pool->len, 0};
  if (column->plan->reader == AMP_READ_MINOR)
    text = age < 0 ? minor_of_band (row->band) : age < 18 ? "yes" : "no";
  else
    text = age < 0 ? row->band : amp_age_band_of (age);
  push (self, span, amp_values_id (column->values, text != NULL ? text : ""));
}

/* --- Reading --- */

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

AmpPeriodPlace
amp_counter_in_period (const AmpCounter *self, AmpDate date)
{
  gboolean from = self->from.precision == AMP_DATE_DAY, to = self->to.precision == AMP_DATE_DAY;
  AmpDate last;

  if (!from && !to)
    return AMP_PERIOD_IN;
  if (date.precision < AMP_DATE_YEAR)
    return AMP_PERIOD_UNCLEAR;
  last = last_day (date);
  if ((from && amp_date_compare (&last, &self->from) < 0) ||
      (to && amp_date_compare (&date, &self->to) > 0))
    return AMP_PERIOD_OUT;
  if ((from && amp_date_compare (&date, &self->from) < 0) ||
      (to && amp_date_compare (&last, &self->to) > 0))
    return AMP_PERIOD_UNCLEAR;
  return AMP_PERIOD_IN;
}

AmpDate
amp_counter_read_date (AmpCursor *cursor, gsize path)
{
  const char *text = amp_cursor_text (cursor, path);
  AmpDate date = {0};

  if (text == NULL || !amp_date_parse (text, &date))
    date = (AmpDate){0};
  return date;
}

static void
read_birth (AmpCounter *self, AmpCountRow *row)
{
  const AmpCodeList *bands = amp_code_list_find ("age_band");
  const char *band = amp_cursor_text (self->records, AMP_COUNT_PATHS_ALWAYS + 2);
  const AmpCode *code = band == NULL ? NULL : amp_code_list_lookup (bands, band);
  gint64 year = amp_cursor_int (self->records, AMP_COUNT_PATHS_ALWAYS + 1);

  row->birth = amp_counter_read_date (self->records, AMP_COUNT_PATHS_ALWAYS);
  if (row->birth.precision < AMP_DATE_YEAR && year > 0)
    row->birth = (AmpDate){.year = (guint16) year, .precision = AMP_DATE_YEAR};
  row->band = code == NULL ? NULL : amp_code_value (code);
}

static gboolean
is_not_victim (AmpCursor *cursor)
{
  return g_strcmp0 (amp_cursor_text (cursor, AMP_COUNT_PATH_TRAFFICKING_STATUS), "not_victim") ==
           0 ||
         g_strcmp0 (amp_cursor_text (cursor, AMP_COUNT_PATH_CASE_STATUS), "closed_not_victim") == 0;
}

static const char *
stored_text (AmpCounter *self, const AmpCountColumn *column)
{
  const char *text = amp_cursor_text (self->records, column->path);

  if (text == NULL && column->plan->scope == AMP_SCOPE_INSTITUTION)
    return amp_cursor_text (self->records, column->path + 1);
  return text;
}

void
amp_counter_read_record (AmpCounter *self, AmpDate date)
{
  AmpCountRow row = {.unit = self->unit, .date = date, .not_victim = is_not_victim (self->records)};

  row.case_id = amp_cursor_int (self->records, AMP_COUNT_PATH_CASE);
  if (self->by_age)
    read_birth (self, &row);
  for (gsize i = 0; i < self->n_columns; i++)
    {
      AmpCountColumn *column = &self->columns[i];

      if (column->plan->scope == AMP_SCOPE_DATE)
        push_date (self, column, &row.spans[i], date);
      else if (column->plan->scope != AMP_SCOPE_SITUATION && column->plan->scope != AMP_SCOPE_AGE)
        amp_counter_push_stored (self, column, &row.spans[i], stored_text (self, column));
    }
  g_array_append_val (self->rows, row);
}
