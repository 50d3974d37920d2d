/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting the programme: activities, trainings, commitments, read straight from their records.
 * What is counted of a record is itself, or the people it had: each of its numbers of heads is a
 * row that counts as so many. */
#include "domain/counts-counter.h"

#include <string.h>

/* --- Where a unit is read --- */

typedef struct
{
  const char *sex, *age_group; /* NULL: no data */
  const char *field;
} Heads;

static const Heads reached[] = {
  {"F", "0_11", "reached_f_0_11"},  {"F", "12_17", "reached_f_12_17"},
  {"F", "18", "reached_f_18"},      {"F", "unknown", "reached_f_unknown"},
  {"M", "0_11", "reached_m_0_11"},  {"M", "12_17", "reached_m_12_17"},
  {"M", "18", "reached_m_18"},      {"M", "unknown", "reached_m_unknown"},
  {NULL, "0_11", "reached_x_0_11"}, {NULL, "12_17", "reached_x_12_17"},
  {NULL, "18", "reached_x_18"},     {NULL, "unknown", "reached_x_unknown"},
};

static const Heads trained[] = {
  {"F", NULL, "attended_f"},
  {"M", NULL, "attended_m"},
  {NULL, NULL, "attended_x"},
};

typedef struct
{
  const char *entity;
  const char *on;
  const char *region[2];   /* the first that is recorded */
  const char *country;     /* before that of the region; NULL */
  const char *institution; /* a reference */
  const char *status;      /* has to be "done"; NULL: whatever */
  const Heads *heads;      /* NULL: the record itself is counted */
  gsize n_heads;
} Source;

static const Source sources[] = {
  [AMP_UNIT_ACTIVITIES] = {"activity", "on", {"region"}, NULL, "institution", "status", NULL, 0},
  [AMP_UNIT_REACHED] =
    {"activity", "on", {"region"}, NULL, "institution", "status", reached, G_N_ELEMENTS (reached)},
  [AMP_UNIT_TRAININGS] = {"training", "on", {"region"}, NULL, "institution", "status", NULL, 0},
  [AMP_UNIT_TRAINED] = {"training_attendance",
                        "training.on",
                        {"region", "training.region"},
                        NULL,
                        "institution",
                        "training.status",
                        trained,
                        G_N_ELEMENTS (trained)},
  [AMP_UNIT_COMMITMENTS] =
    {"commitment", "due_on", {"region"}, "country", "promised_by", NULL, NULL, 0},
};

/* --- What is asked for --- */

#define MOST_PATHS (AMP_COUNT_COLUMNS_MAX * 2 + 2 + G_N_ELEMENTS (reached))
#define NOWHERE G_MAXUINT

typedef struct
{
  AmpCounter *counter;
  const Source *source;
  const char *paths[MOST_PATHS + 1];
  guint n_paths;
  guint at[AMP_COUNT_COLUMNS_MAX][2]; /* of each column, the first that is recorded */
  guint first_heads;
  gboolean by_heads;        /* a column tells the numbers of heads apart */
  GHashTable *institutions; /* id -> code or name; NULL: no column asks */
} Reader;

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->institutions, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static guint
add_path (Reader *self, const char *path)
{
  if (path == NULL)
    return NOWHERE;
  for (guint i = 0; i < self->n_paths; i++)
    if (strcmp (self->paths[i], path) == 0)
      return i;
  self->paths[self->n_paths] = path;
  return self->n_paths++;
}

/* The sex or the age of those who came. */
static gboolean
is_of_heads (const AmpDimensionPlan *plan)
{
  return plan->scope == AMP_SCOPE_PERSON || plan->scope == AMP_SCOPE_HEADS;
}

static gboolean
is_own_country (const Reader *self, gsize i)
{
  return self->source->country != NULL &&
         self->counter->columns[i].plan->reader == AMP_READ_COUNTRY;
}

static void
locate (Reader *self, gsize i)
{
  const AmpDimensionPlan *plan = self->counter->columns[i].plan;
  guint *at = self->at[i];

  at[0] = at[1] = NOWHERE;
  if (plan->scope == AMP_SCOPE_OFFICE)
    {
      at[0] = add_path (self, self->source->region[0]);
      at[1] = add_path (self, self->source->region[1]);
    }
  if (plan->scope == AMP_SCOPE_OFFICE && is_own_country (self, i))
    {
      at[1] = at[0];
      at[0] = add_path (self, self->source->country);
    }
  if (plan->scope == AMP_SCOPE_INSTITUTION)
    at[0] = add_path (self, self->source->institution);
  if (plan->scope == AMP_SCOPE_PROGRAMME)
    at[0] = add_path (self, plan->field);
  self->by_heads |= is_of_heads (plan);
}

static void
reader_init (Reader *self, AmpCounter *counter)
{
  *self = (Reader){.counter = counter, .source = &sources[counter->spec->unit]};
  add_path (self, self->source->on);
  for (gsize i = 0; i < counter->n_columns; i++)
    locate (self, i);
  self->first_heads = self->n_paths;
  for (gsize i = 0; i < self->source->n_heads; i++)
    self->paths[self->n_paths++] = self->source->heads[i].field;
}

/* Those of a case are named by their code, or by their name where they have none: so are these. */
static gboolean
load_institutions (Reader *self, AmpStore *store, GError **error)
{
  const char *paths[] = {"id", "code", "name_es", NULL};
  g_autoptr (AmpCursor) cursor = NULL;
  gboolean wanted = FALSE;
  int more = -1;

  for (gsize i = 0; i < self->counter->n_columns; i++)
    wanted |= self->counter->columns[i].plan->scope == AMP_SCOPE_INSTITUTION;
  if (!wanted)
    return TRUE;
  self->institutions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  cursor = amp_store_select (store, amp_entity_find ("institution"), paths, NULL, 0, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);
      const char *code = amp_cursor_text (cursor, 1);

      g_hash_table_insert (self->institutions, g_memdup2 (&id, sizeof id),
                           g_strdup (code != NULL ? code : amp_cursor_text (cursor, 2)));
    }
  return more == 0;
}

/* --- From a record to rows --- */

/* Several codes are several values. */
static void
push_codes (Reader *self, AmpCountColumn *column, AmpCountSpan *span, const char *codes)
{
  g_auto (GStrv) each = codes != NULL ? g_strsplit (codes, ";", -1) : NULL;

  for (guint i = 0; each != NULL && each[i] != NULL; i++)
    amp_counter_push_text (self->counter, column, span, each[i]);
  if (span->n == 0)
    amp_counter_push_text (self->counter, column, span, NULL);
}

/* A country stands for itself; else it is that of a region. */
static void
push_place (Reader *self, AmpCursor *cursor, gsize i, AmpCountSpan *span)
{
  AmpCounter *counter = self->counter;
  AmpCountColumn *column = &counter->columns[i];
  const guint *at = self->at[i];
  const char *first = amp_cursor_text (cursor, at[0]);
  guint16 id;

  if (first == NULL || !is_own_country (self, i))
    {
      if (first == NULL && at[1] != NOWHERE)
        first = amp_cursor_text (cursor, at[1]);
      amp_counter_push_text (counter, column, span, first);
      return;
    }
  id = amp_values_id (column->values, first);
  counter->overflow |= id == AMP_CELL_ALL;
  g_array_append_val (counter->pool, id);
  span->n++;
}

static void
read_column (Reader *self, AmpCursor *cursor, gsize i, AmpCountRow *row)
{
  AmpCountColumn *column = &self->counter->columns[i];
  AmpCountSpan *span = &row->spans[i];
  AmpScope scope = column->plan->scope;
  gint64 id;

  *span = (AmpCountSpan){self->counter->pool->len, 0};
  if (scope == AMP_SCOPE_DATE)
    amp_counter_push_date (self->counter, column, span, row->date);
  else if (scope == AMP_SCOPE_INSTITUTION)
    {
      id = amp_cursor_int (cursor, self->at[i][0]);
      amp_counter_push_text (self->counter, column, span,
                             id != 0 ? g_hash_table_lookup (self->institutions, &id) : NULL);
    }
  else if (scope == AMP_SCOPE_PROGRAMME)
    push_codes (self, column, span, amp_cursor_text (cursor, self->at[i][0]));
  else if (scope == AMP_SCOPE_OFFICE)
    push_place (self, cursor, i, span);
}

static void
read_heads (Reader *self, const Heads *heads, AmpCountRow *row)
{
  for (gsize i = 0; i < self->counter->n_columns; i++)
    {
      AmpCountColumn *column = &self->counter->columns[i];

      if (!is_of_heads (column->plan))
        continue;
      row->spans[i] = (AmpCountSpan){self->counter->pool->len, 0};
      amp_counter_push_text (self->counter, column, &row->spans[i],
                             column->plan->scope == AMP_SCOPE_PERSON ? heads->sex
                                                                     : heads->age_group);
    }
}

static void
take (Reader *self, AmpCountRow *row, guint64 weight)
{
  if (weight == 0)
    return;
  row->weight = weight;
  row->unit = ++self->counter->unit;
  amp_counter_take (self->counter, row);
}

static void
take_heads (Reader *self, AmpCursor *cursor, AmpCountRow *row)
{
  guint64 sum = 0;

  for (gsize i = 0; i < self->source->n_heads; i++)
    {
      gint64 n = amp_cursor_int (cursor, self->first_heads + (guint) i);

      if (n <= 0)
        continue;
      sum += (guint64) n;
      if (!self->by_heads)
        continue;
      read_heads (self, &self->source->heads[i], row);
      take (self, row, (guint64) n);
    }
  if (!self->by_heads)
    take (self, row, sum);
}

static void
take_record (Reader *self, AmpCursor *cursor)
{
  AmpCounter *counter = self->counter;
  const char *on = amp_cursor_text (cursor, 0);
  AmpCountRow row = {.not_victim = FALSE};
  AmpPeriodPlace place;

  if (on == NULL || !amp_date_parse (on, &row.date))
    row.date = (AmpDate){0};
  place = amp_counter_in_period (counter, row.date);
  counter->aside.undated += place == AMP_PERIOD_UNCLEAR ? 1 : 0;
  if (place != AMP_PERIOD_IN)
    return;
  g_array_set_size (counter->pool, 0);
  for (gsize i = 0; i < counter->n_columns; i++)
    read_column (self, cursor, i, &row);
  if (self->source->heads == NULL)
    take (self, &row, 1);
  else
    take_heads (self, cursor, &row);
}

gboolean
amp_counter_read_programme (AmpCounter *self,
                            AmpSession *session,
                            AmpProgress *progress,
                            GCancellable *cancellable,
                            GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_auto (Reader) reader = {0};
  g_autoptr (AmpCursor) cursor = NULL;
  const AmpEntity *entity;
  AmpFilter done = {NULL, AMP_OP_EQ, "done"};
  gint64 n_all;
  guint64 n = 0;
  int more = -1;

  reader_init (&reader, self);
  entity = amp_entity_find (reader.source->entity);
  done.path = reader.source->status;
  if (!load_institutions (&reader, store, error) ||
      (n_all = amp_store_count (store, entity, error)) < 0)
    return FALSE;
  cursor =
    amp_store_select (store, entity, reader.paths, &done, done.path != NULL ? 1 : 0, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    {
      if (++n % 4096 == 0)
        amp_progress_set (progress, n, MAX (n, (guint64) n_all));
      take_record (&reader, cursor);
    }
  return more == 0 && amp_counter_fits (self, error);
}
