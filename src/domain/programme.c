/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One table says what each list calls its day, its title and its state; the rest follows from it.
 */
#include "domain/programme.h"

#include "domain/access.h"
#include "domain/cases.h"
#include "domain/session-private.h"
#include "model/date.h"
#include "model/fold.h"
#include "model/message.h"

#include <string.h>

/* From which a case may have come. */
#define SOURCE_DAYS (2 * 366)
#define MOST_SOURCES 400
#define MOST_OTHER_SOURCES 100

typedef struct
{
  const char *entity;
  const char *prefix; /* of its codes; NULL: it has none */
  const char *day, *title, *kind, *region, *status, *place, *country;
  const char *parties; /* institutions, paths of a filter: who promised, and to whom */
} List;

static const List lists[] = {
  {.entity = "activity",
   .prefix = "ACT",
   .day = "on",
   .title = "title",
   .kind = "kind",
   .region = "region",
   .status = "status",
   .place = "place"},
  {.entity = "training",
   .prefix = "CAP",
   .day = "on",
   .title = "title",
   .kind = "modality",
   .region = "region",
   .status = "status",
   .place = "place"},
  {.entity = "regional_plan",
   .prefix = "PLA",
   .day = "from_on",
   .title = "title",
   .region = "region",
   .status = "status"},
  {.entity = "forum",
   .prefix = "FOR",
   .day = "on",
   .title = "name",
   .kind = "kind",
   .region = "region",
   .place = "place"},
  {.entity = "commitment",
   .day = "due_on",
   .title = "text",
   .region = "region",
   .status = "status",
   .country = "country",
   .parties = "promised_by|promised_to"},
  {.entity = "external_figure",
   .prefix = "CIF",
   .day = "from_on",
   .title = "source",
   .kind = "measure",
   .region = "region",
   .place = "value"},
};

static const char *const reached[] = {
  "reached_f_0_11", "reached_f_12_17", "reached_f_18", "reached_f_unknown",
  "reached_m_0_11", "reached_m_12_17", "reached_m_18", "reached_m_unknown",
  "reached_x_0_11", "reached_x_12_17", "reached_x_18", "reached_x_unknown",
};

/* Of the columns of a list; those that it has not stand at none. */
enum
{
  COLUMN_ID,
  COLUMN_CODE,
  COLUMN_ON,
  COLUMN_TITLE,
  COLUMN_KIND,
  COLUMN_REGION,
  COLUMN_STATUS,
  COLUMN_PLACE,
  COLUMN_NUMBERS,
};

static const List *
find_list (const char *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_strcmp0 (lists[i].entity, entity) == 0)
      return &lists[i];
  return NULL;
}

gboolean
amp_programme_is_list (const AmpEntity *entity)
{
  return find_list (entity->name) != NULL;
}

/* The parent of an entity is the field that refers to its owner. */
static const AmpEntity *
owner_of (const AmpEntity *entity)
{
  const AmpField *field = entity->parent != NULL ? amp_entity_field (entity, entity->parent) : NULL;

  return field != NULL ? amp_entity_find (field->refers) : NULL;
}

gboolean
amp_programme_has (const AmpEntity *entity)
{
  for (; entity != NULL; entity = owner_of (entity))
    if (amp_programme_is_list (entity))
      return TRUE;
  return FALSE;
}

static const char *
code_list_of (const char *entity, const char *name)
{
  const AmpField *field = name != NULL ? amp_entity_field (amp_entity_find (entity), name) : NULL;

  return field != NULL ? field->list : NULL;
}

gboolean
amp_programme_has_parties (const char *entity)
{
  return find_list (entity)->parties != NULL;
}

const char *
amp_programme_kind_list (const char *entity)
{
  return code_list_of (entity, find_list (entity)->kind);
}

const char *
amp_programme_status_list (const char *entity)
{
  return code_list_of (entity, find_list (entity)->status);
}

void
amp_programme_row_free (AmpProgrammeRow *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->on);
  g_free (self->title);
  g_free (self->kind);
  g_free (self->region);
  g_free (self->status);
  g_free (self->place);
  g_free (self->unit);
  g_free (self->checked_on);
  g_free (self);
}

static gboolean
refuse (const char *what, const char *sentence, GError **error)
{
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "%s: %s", what, sentence);
  return FALSE;
}

/* --- Listing --- */

typedef struct
{
  AmpFilter filters[8];
  gsize n;
  char first_day[8], last_day[16];
} Conditions;

static void
add_condition (Conditions *self, const char *path, AmpOp op, const char *value)
{
  if (path != NULL && value != NULL && *value != '\0')
    self->filters[self->n++] = (AmpFilter){path, op, value};
}

/* Days are text, and "2026" or "2026-03" lies between these as well. */
static void
conditions_init (Conditions *self, const List *list, const AmpProgrammeQuery *query)
{
  memset (self, 0, sizeof *self);
  if (query->year != 0)
    {
      g_snprintf (self->first_day, sizeof self->first_day, "%04u", MIN (query->year, 9999));
      g_snprintf (self->last_day, sizeof self->last_day, "%04u-12-31", MIN (query->year, 9999));
      add_condition (self, list->day, AMP_OP_GE, self->first_day);
      add_condition (self, list->day, AMP_OP_LE, self->last_day);
    }
  add_condition (self, list->region, AMP_OP_EQ, query->region);
  add_condition (self, list->status, AMP_OP_EQ, query->status);
  add_condition (self, list->country, AMP_OP_EQ, query->country);
  /* On either side: whoever asks for an institution means all it has to do with. */
  add_condition (self, list->parties, AMP_OP_EQ, query->institution);
  if (query->since != NULL)
    {
      add_condition (self, list->day, AMP_OP_GE, query->since);
      add_condition (self, list->status, AMP_OP_NE, "cancelled");
    }
}

static const char *
column (const char *name)
{
  return name != NULL ? name : "id";
}

static AmpCursor *
open_list (AmpSession *session, const List *list, const Conditions *conditions, GError **error)
{
  const char *paths[COLUMN_NUMBERS + G_N_ELEMENTS (reached) + 1] = {
    "id",
    column (list->prefix != NULL ? "code" : NULL),
    list->day,
    column (list->title),
    column (list->kind),
    column (list->region),
    column (list->status),
    column (list->place)};
  g_autofree char *order = g_strconcat ("-", list->day, NULL);
  gsize n = COLUMN_NUMBERS;

  if (g_str_equal (list->entity, "activity"))
    for (gsize i = 0; i < G_N_ELEMENTS (reached); i++)
      paths[n++] = reached[i];
  if (g_str_equal (list->entity, "external_figure"))
    {
      paths[n++] = "value";
      paths[n++] = "unit";
      paths[n++] = "checked_on";
    }
  return amp_store_select (amp_session_get_store (session), amp_entity_find (list->entity), paths,
                           conditions->filters, conditions->n, order, error);
}

static char *
dup_column (AmpCursor *cursor, const char *name, gsize n)
{
  return name != NULL ? g_strdup (amp_cursor_text (cursor, n)) : NULL;
}

static gint64
sum_columns (AmpCursor *cursor, gsize first, gsize n)
{
  gint64 sum = -1;

  for (gsize i = first; i < first + n; i++)
    if (amp_cursor_text (cursor, i) != NULL)
      sum = MAX (sum, 0) + amp_cursor_int (cursor, i);
  return sum;
}

static AmpProgrammeRow *
read_row (AmpCursor *cursor, const List *list)
{
  AmpProgrammeRow *row = g_new0 (AmpProgrammeRow, 1);

  row->id = amp_cursor_int (cursor, COLUMN_ID);
  row->code = dup_column (cursor, list->prefix, COLUMN_CODE);
  row->on = dup_column (cursor, list->day, COLUMN_ON);
  row->title = dup_column (cursor, list->title, COLUMN_TITLE);
  row->kind = dup_column (cursor, list->kind, COLUMN_KIND);
  row->region = dup_column (cursor, list->region, COLUMN_REGION);
  row->status = dup_column (cursor, list->status, COLUMN_STATUS);
  row->place = dup_column (cursor, list->place, COLUMN_PLACE);
  row->n = -1;
  if (g_str_equal (list->entity, "activity"))
    row->n = sum_columns (cursor, COLUMN_NUMBERS, G_N_ELEMENTS (reached));
  if (g_str_equal (list->entity, "external_figure"))
    {
      row->n = sum_columns (cursor, COLUMN_NUMBERS, 1);
      row->unit = g_strdup (amp_cursor_text (cursor, COLUMN_NUMBERS + 1));
      row->checked_on = g_strdup (amp_cursor_text (cursor, COLUMN_NUMBERS + 2));
    }
  return row;
}

/* Every word is a part of what is searched. */
static gboolean
has_words (AmpCursor *cursor, const List *list, char **words)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *folded = NULL;
  const struct
  {
    const char *name;
    gsize n;
  } searched[] = {
    {list->title, COLUMN_TITLE}, {list->prefix, COLUMN_CODE}, {list->place, COLUMN_PLACE}};

  if (words == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (searched); i++)
    if (searched[i].name != NULL && amp_cursor_text (cursor, searched[i].n) != NULL)
      g_string_append_printf (all, "%s\n", amp_cursor_text (cursor, searched[i].n));
  folded = amp_fold (all->str);
  for (char **word = words; *word != NULL; word++)
    if (strstr (folded, *word) == NULL)
      return FALSE;
  return TRUE;
}

static char **
fold_words (const char *text)
{
  g_autofree char *folded = text != NULL ? amp_fold (text) : NULL;
  g_autofree char *plain = folded != NULL ? g_strdup (g_strstrip (folded)) : NULL;

  return plain != NULL && *plain != '\0' ? g_strsplit (plain, " ", -1) : NULL;
}

static gboolean
count_all (AmpSession *session,
           const List *list,
           const Conditions *conditions,
           guint *n,
           GCancellable *cancellable,
           GError **error)
{
  const char *paths[] = {"id", NULL};
  AmpStore *store = amp_session_get_store (session);
  const AmpEntity *entity = amp_entity_find (list->entity);
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  if (conditions->n == 0)
    {
      gint64 all = amp_store_count (store, entity, error);

      *n = (guint) MAX (all, 0);
      return all >= 0;
    }
  *n = 0;
  cursor = amp_store_select (store, entity, paths, conditions->filters, conditions->n, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    (*n)++;
  return more == 0;
}

/* Of training sessions, whose numbers stand in their attendance. */
static gboolean
add_attendance (AmpSession *session, GPtrArray *rows, GCancellable *cancellable, GError **error)
{
  const char *paths[] = {"training", "attended_f", "attended_m", "attended_x", NULL};
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GString) ids = g_string_new (NULL);
  AmpFilter filter = {"training", AMP_OP_IN, NULL};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  for (guint i = 0; i < rows->len; i++)
    {
      AmpProgrammeRow *row = g_ptr_array_index (rows, i);

      g_hash_table_insert (by_id, &row->id, row);
      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? ";" : "", row->id);
    }
  filter.value = ids->str;
  cursor = amp_store_select (amp_session_get_store (session),
                             amp_entity_find ("training_attendance"), paths, &filter,
                             /* All of a long list are read at once. */
                             rows->len <= 1000 ? 1 : 0, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    {
      const gint64 id = amp_cursor_int (cursor, 0);
      AmpProgrammeRow *row = g_hash_table_lookup (by_id, &id);

      if (row != NULL)
        row->n = MAX (row->n, 0) + MAX (sum_columns (cursor, 1, 3), 0);
    }
  return more == 0;
}

GPtrArray *
amp_programme_list (AmpSession *session,
                    const AmpProgrammeQuery *query,
                    guint *n_all,
                    GCancellable *cancellable,
                    GError **error)
{
  const List *list = find_list (query->entity);
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_programme_row_free);
  g_auto (GStrv) words = fold_words (query->text);
  g_autoptr (AmpCursor) cursor = NULL;
  Conditions conditions;
  guint n = 0;
  int more = -1;

  g_return_val_if_fail (list != NULL, NULL);
  if (!amp_session_require_store (session, error))
    return NULL;
  conditions_init (&conditions, list, query);
  cursor = open_list (session, list, &conditions, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    {
      if (!has_words (cursor, list, words))
        continue;
      if (query->most == 0 || n < query->most)
        g_ptr_array_add (rows, read_row (cursor, list));
      else if (n_all == NULL || words == NULL)
        break; /* counting needs nothing of a row */
      n++;
    }
  if (more < 0 || (more > 0 && !count_all (session, list, &conditions, &n, cancellable, error)) ||
      (rows->len > 0 && g_str_equal (list->entity, "training") &&
       !add_attendance (session, rows, cancellable, error)))
    return NULL;
  if (n_all != NULL)
    *n_all = n;
  return g_steal_pointer (&rows);
}

/* From the latest year to the one before the oldest of it: one look each, by the index. */
GArray *
amp_programme_years (AmpSession *session, const char *entity, GError **error)
{
  const List *list = find_list (entity);
  const char *paths[] = {list->day, NULL};
  g_autofree char *order = g_strconcat ("-", list->day, NULL);
  g_autofree char *before = g_strdup ("2999");
  g_autoptr (GArray) years = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!amp_session_require_store (session, error))
    return NULL;
  while (TRUE)
    {
      const AmpFilter filter = {list->day, AMP_OP_LE, before};
      g_autoptr (AmpCursor) cursor = amp_store_select (
        amp_session_get_store (session), amp_entity_find (entity), paths, &filter, 1, order, error);
      int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;
      guint year;

      if (more < 0)
        return NULL;
      if (more == 0)
        return g_steal_pointer (&years);
      year = (guint) g_ascii_strtoull (amp_cursor_text (cursor, 0), NULL, 10);
      g_array_append_val (years, year);
      g_free (before);
      /* Before every day of it, and the bare year itself: "2025-12-31" < "2026". */
      before = g_strdup_printf ("%04u-99", year - 1);
    }
}

/* --- Saving --- */

AmpRecord *
amp_programme_load (AmpSession *session, const char *entity, gint64 id, GError **error)
{
  return amp_session_require_store (session, error)
           ? amp_store_load (amp_session_get_store (session), amp_entity_find (entity), id, error)
           : NULL;
}

/* 0: it is free; -1: error. */
static gint64
holder_of (AmpSession *session, const List *list, const char *code, GError **error)
{
  return amp_store_find_unique (amp_session_get_store (session), amp_entity_find (list->entity),
                                "code", code, error);
}

static char *
make_code (const List *list, guint year, guint serial)
{
  return g_strdup_printf ("%s-%02u-%04u", list->prefix, year % 100, serial);
}

/* Doubles until a free one is met, then halves the gap: a few looks by the unique index, however
 * many there are. Gaps do no harm: what it finds is free. */
static char *
next_code (AmpSession *session, const List *list, guint year, GError **error)
{
  guint taken = 0, open = 1, middle = 1;
  gboolean halving = FALSE;

  while (!halving || open - taken > 1)
    {
      g_autofree char *code = NULL;
      gint64 is;

      middle = halving ? taken + (open - taken) / 2 : open;
      code = make_code (list, year, middle);
      is = holder_of (session, list, code, error);
      if (is < 0)
        return NULL;
      if (is > 0)
        taken = middle;
      else
        open = middle;
      halving = halving || is == 0;
      if (!halving)
        open *= 2;
    }
  return make_code (list, year, open);
}

/* One that was typed, or came in a table. */
static gboolean
check_code (AmpSession *session, const List *list, const AmpRecord *record, GError **error)
{
  gint64 holder = holder_of (session, list, amp_record_get (record, "code"), error);
  g_autofree char *what = g_strconcat (list->entity, ".code", NULL);

  if (holder > 0 && (amp_record_rev (record) == 0 || holder != amp_record_id (record)))
    return refuse (what,
                   N_ ("Another entry has this code, or had it before it was deleted. Choose "
                       "another code, or leave it empty: the program gives one."),
                   error);
  return holder >= 0;
}

gboolean
amp_programme_fill (AmpSession *session, AmpRecord *record, GError **error)
{
  const List *list = find_list (amp_record_entity (record)->name);
  const char *day = list != NULL ? amp_record_get (record, list->day) : NULL;
  AmpDate on;
  g_autofree char *code = NULL;

  if (list == NULL || list->prefix == NULL)
    return TRUE;
  if (amp_record_get (record, "code") != NULL)
    return check_code (session, list, record, error);
  if (day == NULL || !amp_date_parse (day, &on) || on.precision < AMP_DATE_YEAR)
    on = amp_date_today ();
  code = next_code (session, list, on.year, error);
  return code != NULL && amp_record_set (record, "code", code, error);
}

gboolean
amp_programme_save (AmpSession *session, AmpRecord *record, GError **error)
{
  if (!amp_session_require_store (session, error))
    return FALSE;
  if (!amp_programme_has (amp_record_entity (record)))
    return refuse (amp_record_entity (record)->name, "not of the programme", error);
  return amp_cases_save (session, record, NULL, error);
}

gint64
amp_programme_root (
  AmpSession *session, const char *entity, gint64 id, const char **list, GError **error)
{
  const AmpEntity *at = amp_entity_find (entity);

  g_return_val_if_fail (amp_programme_has (at), 0);
  while (id != 0 && at->parent != NULL)
    {
      g_autoptr (AmpRecord) record = amp_programme_load (session, at->name, id, error);

      id = record != NULL ? amp_record_get_int (record, at->parent, 0) : 0;
      at = owner_of (at);
    }
  *list = at->name;
  return id;
}

/* --- Activities --- */

gint64
amp_programme_reached (const AmpRecord *activity)
{
  gint64 sum = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (reached); i++)
    if (amp_record_get (activity, reached[i]) != NULL)
      sum = MAX (sum, 0) + amp_record_get_int (activity, reached[i], 0);
  return sum;
}

gint64
amp_programme_reached_of (const AmpRecord *activity, char sex)
{
  gint64 sum = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (reached); i++)
    if (reached[i][strlen ("reached_")] == sex)
      sum += amp_record_get_int (activity, reached[i], 0);
  return sum;
}

gint64
amp_programme_cases_of (AmpSession *session, gint64 activity, GError **error)
{
  const char *paths[] = {"id", NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, activity);
  const AmpFilter filter = {"source_activity", AMP_OP_EQ, id};
  g_autoptr (AmpCursor) cursor = NULL;
  gint64 n = 0;
  int more = -1;

  if (!amp_session_require_store (session, error))
    return -1;
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("case"), paths,
                             &filter, 1, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    n++;
  return more == 0 ? n : -1;
}

GArray *
amp_programme_case_ids (AmpSession *session, gint64 activity, GError **error)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, activity);
  const AmpFilter filter = {"source_activity", AMP_OP_EQ, id};
  AmpCaseQuery query = {.filters = &filter, .n_filters = 1};

  if (!amp_session_require_store (session, error))
    return NULL;
  amp_access_limit (session, &query);
  return amp_store_case_ids (amp_session_get_store (session), &query, NULL, error);
}

static gboolean
has_row (GPtrArray *rows, gint64 id)
{
  for (guint i = 0; i < rows->len; i++)
    if (((const AmpProgrammeRow *) rows->pdata[i])->id == id)
      return TRUE;
  return FALSE;
}

static void
add_missing (GPtrArray *rows, GPtrArray *more)
{
  for (guint i = 0; i < more->len; i++)
    if (!has_row (rows, ((const AmpProgrammeRow *) more->pdata[i])->id))
      g_ptr_array_add (rows, g_steal_pointer (&more->pdata[i]));
}

/* It may be older, or cancelled since. */
static gboolean
add_chosen (AmpSession *session, GPtrArray *rows, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) record = amp_programme_load (session, "activity", id, error);
  AmpProgrammeRow *row;

  if (record == NULL)
    return FALSE;
  row = g_new0 (AmpProgrammeRow, 1);
  row->id = id;
  row->code = g_strdup (amp_record_get (record, "code"));
  row->on = g_strdup (amp_record_get (record, "on"));
  row->title = g_strdup (amp_record_get (record, "title"));
  row->kind = g_strdup (amp_record_get (record, "kind"));
  row->region = g_strdup (amp_record_get (record, "region"));
  row->status = g_strdup (amp_record_get (record, "status"));
  row->place = g_strdup (amp_record_get (record, "place"));
  row->n = amp_programme_reached (record);
  g_ptr_array_add (rows, row);
  return TRUE;
}

GPtrArray *
amp_programme_sources (AmpSession *session, const char *region, gint64 chosen, GError **error)
{
  AmpDate since = amp_date_today ();
  g_autofree char *day = NULL;
  g_autoptr (GPtrArray) rows = NULL, others = NULL;

  since = amp_date_from_day_number (amp_date_day_number (&since) - SOURCE_DAYS);
  day = amp_date_to_text (&since);
  rows = amp_programme_list (
    session,
    &(AmpProgrammeQuery){
      .entity = "activity", .region = region, .since = day, .most = MOST_SOURCES},
    NULL, NULL, error);
  if (rows == NULL)
    return NULL;
  if (region != NULL)
    {
      others = amp_programme_list (
        session,
        &(AmpProgrammeQuery){.entity = "activity", .since = day, .most = MOST_OTHER_SOURCES}, NULL,
        NULL, error);
      if (others == NULL)
        return NULL;
      add_missing (rows, others);
    }
  return chosen == 0 || has_row (rows, chosen) || add_chosen (session, rows, chosen, error)
           ? g_steal_pointer (&rows)
           : NULL;
}

gboolean
amp_programme_may_do (const AmpRecord *record)
{
  return amp_entity_field (amp_record_entity (record), "status") != NULL &&
         g_strcmp0 (amp_record_get (record, "status"), "planned") == 0;
}

void
amp_programme_do_today (AmpRecord *record)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  (void) amp_record_set (record, "status", "done", NULL);
  (void) amp_record_set (record, "on", text, NULL);
}
