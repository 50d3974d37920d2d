/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queries over known fields: paths become joins, values are bound.
 *
 * Every entity that a path touches is one table of the query, m0 being the entity asked for; its
 * private half i0 is joined only where a path needs it. */
#include "store/connection.h"

#include "store/layout.h"
#include "store/query-private.h"
#include "store/schema.h"
#include "store/statement.h"

#include <string.h>

struct _AmpCursor
{
  AmpStore *store;         /* borrowed */
  AmpStatement *statement; /* owned */
  GPtrArray *values;       /* bound text, owned */
};

typedef struct
{
  char *path; /* "" for the entity asked for, else "case", "case.person" … */
  const AmpEntity *entity;
  gboolean has_identity;
} Table;

typedef struct
{
  AmpStore *store;
  GPtrArray *tables; /* of Table, owned */
  GString *joins;
  GString *where;
  AmpBound bound;
} Query;

/* What a path leads to. */
typedef struct
{
  guint table;
  const AmpField *field; /* NULL: column */
  const char *column;    /* of every record: "id", "created_at" … */
} Target;

static const char *const record_columns[] = {
  "id", "rev", "created_at", "created_by", "updated_at", "updated_by",
};

void
amp_bound_init (AmpBound *self, guint first)
{
  self->first = first;
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gboolean));
}

void
amp_bound_clear (AmpBound *self)
{
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_array_unref);
}

void
amp_bound_bind (const AmpBound *self, AmpStatement *statement)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      const char *value = self->values->pdata[i];
      int n = (int) (self->first + i + 1);

      if (value != NULL && g_array_index (self->numbers, gboolean, i))
        amp_statement_bind_int (statement, n, g_ascii_strtoll (value, NULL, 10));
      else
        amp_statement_bind_text (statement, n, value);
    }
}

static void
table_free (gpointer data)
{
  Table *self = data;

  g_free (self->path);
  g_free (self);
}

static void
query_clear (Query *self)
{
  g_ptr_array_unref (self->tables);
  g_string_free (self->joins, TRUE);
  g_string_free (self->where, TRUE);
  amp_bound_clear (&self->bound);
}

static void
add_table (Query *self, const char *path, const AmpEntity *entity)
{
  Table *table = g_new0 (Table, 1);

  table->path = g_strdup (path);
  table->entity = entity;
  g_ptr_array_add (self->tables, table);
}

static void
query_init (Query *self, AmpStore *store, const AmpEntity *entity)
{
  self->store = store;
  self->tables = g_ptr_array_new_with_free_func (table_free);
  self->joins = g_string_new (NULL);
  self->where = g_string_new (" WHERE m0.deleted_at IS NULL");
  amp_bound_init (&self->bound, 0);
  add_table (self, "", entity);
  g_string_append_printf (self->joins, " FROM main.\"%s\" m0", entity->name);
}

static gboolean
no_field (const AmpEntity *entity, const char *name, GError **error)
{
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD,
               "No such field or reference: %s.%s", entity->name, name);
  return FALSE;
}

static void
need_identity (Query *self, guint n)
{
  Table *table = self->tables->pdata[n];

  if (table->has_identity)
    return;
  table->has_identity = TRUE;
  g_string_append_printf (self->joins, " LEFT JOIN identity.\"%s\" i%u ON i%u.id = m%u.id",
                          table->entity->name, n, n, n);
}

/* The table behind a reference of table n, joined if it is not yet. */
static gboolean
follow (Query *self, guint *n, const char *path, const char *name, GError **error)
{
  const Table *from = self->tables->pdata[*n];
  const AmpField *field = amp_entity_field (from->entity, name);
  const AmpEntity *target;
  guint next = self->tables->len;

  if (field == NULL || field->kind != AMP_KIND_REF)
    return no_field (from->entity, name, error);
  target = amp_entity_find (field->refers);
  if (target == NULL)
    return no_field (from->entity, name, error);

  for (guint i = 0; i < self->tables->len; i++)
    if (strcmp (((const Table *) self->tables->pdata[i])->path, path) == 0)
      {
        *n = i;
        return TRUE;
      }

  if (amp_field_is_private (field))
    need_identity (self, *n);
  g_string_append_printf (self->joins, " LEFT JOIN main.\"%s\" m%u ON m%u.id = %c%u.\"%s\"",
                          target->name, next, next, amp_field_is_private (field) ? 'i' : 'm', *n,
                          name);
  add_table (self, path, target);
  *n = next;
  return TRUE;
}

static gboolean
resolve (Query *self, const char *path, Target *target, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);
  g_autoptr (GString) prefix = g_string_new (NULL);
  const Table *table;
  guint last = g_strv_length (parts);

  memset (target, 0, sizeof *target);
  for (guint i = 0; i + 1 < last; i++)
    {
      g_string_append_printf (prefix, "%s%s", i > 0 ? "." : "", parts[i]);
      if (!follow (self, &target->table, prefix->str, parts[i], error))
        return FALSE;
    }

  table = self->tables->pdata[target->table];
  if (last == 0)
    return no_field (table->entity, "", error);
  target->field = amp_entity_field (table->entity, parts[last - 1]);
  if (target->field != NULL)
    {
      if (amp_field_is_private (target->field) && target->field->kind != AMP_KIND_CODES)
        need_identity (self, target->table);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (record_columns); i++)
    if (strcmp (parts[last - 1], record_columns[i]) == 0)
      {
        target->column = record_columns[i];
        return TRUE;
      }
  return no_field (table->entity, parts[last - 1], error);
}

static char *
value_sql (Query *self, const Target *target)
{
  const Table *table = self->tables->pdata[target->table];
  g_autofree char *main_alias = g_strdup_printf ("m%u", target->table);
  g_autofree char *identity_alias = g_strdup_printf ("i%u", target->table);
  GString *sql = g_string_new (NULL);

  if (target->field != NULL)
    amp_layout_append_value (sql, table->entity, target->field, main_alias, identity_alias);
  else
    g_string_append_printf (sql, "%s.%s", main_alias, target->column);
  return g_string_free (sql, FALSE);
}

static gboolean
is_number (const Target *target)
{
  if (target->field == NULL)
    return !g_str_has_suffix (target->column, "_at");
  return target->field->kind == AMP_KIND_INTEGER || target->field->kind == AMP_KIND_BOOLEAN ||
         target->field->kind == AMP_KIND_REF;
}

static void
append_bound (Query *self, const Target *target, const char *value)
{
  gboolean number = is_number (target);

  g_ptr_array_add (self->bound.values, g_strdup (value));
  g_array_append_val (self->bound.numbers, number);
  g_string_append_printf (self->where, "?%u", self->bound.first + self->bound.values->len);
}

static void
append_in_list (Query *self, const Target *target, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value != NULL ? value : "", ";", -1);

  g_string_append (self->where, " IN (");
  for (char **part = parts; *part != NULL; part++)
    {
      if (part != parts)
        g_string_append (self->where, ", ");
      append_bound (self, target, *part);
    }
  g_string_append_c (self->where, ')');
}

/* Conditions on a field of several codes ask its own table. */
static gboolean
append_codes_filter (Query *self, const Target *target, const AmpFilter *filter, GError **error)
{
  const Table *table = self->tables->pdata[target->table];

  if (filter->op != AMP_OP_HAS_CODE && filter->op != AMP_OP_IN && filter->op != AMP_OP_IS_NULL &&
      filter->op != AMP_OP_NOT_NULL)
    {
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID,
                   "This comparison does not fit several codes: %s.%s", table->entity->name,
                   target->field->name);
      return FALSE;
    }

  g_string_append_printf (
    self->where, " AND %sEXISTS (SELECT 1 FROM %s.\"%s__%s\" WHERE owner = m%u.id",
    filter->op == AMP_OP_IS_NULL ? "NOT " : "", amp_schema_of_field (target->field),
    table->entity->name, target->field->name, target->table);
  if (filter->op == AMP_OP_HAS_CODE)
    {
      g_string_append (self->where, " AND code = ");
      append_bound (self, target, filter->value);
    }
  else if (filter->op == AMP_OP_IN)
    {
      g_string_append (self->where, " AND code");
      append_in_list (self, target, filter->value);
    }
  g_string_append_c (self->where, ')');
  return TRUE;
}

static void
append_comparison (
  Query *self, const Target *target, const char *operator, const AmpFilter * filter)
{
  g_autofree char *left = value_sql (self, target);

  g_string_append_printf (self->where, " AND %s %s ", left, operator);
  append_bound (self, target, filter->value);

  /* "unknown" sorts after every date. */
  if (filter->op == AMP_OP_GE && target->field != NULL && target->field->kind == AMP_KIND_DATE)
    g_string_append_printf (self->where, " AND %s <> 'unknown'", left);
}

static gboolean
append_condition (Query *self, const AmpFilter *filter, GError **error)
{
  g_autofree char *left = NULL;
  Target target;

  if (!resolve (self, filter->path, &target, error))
    return FALSE;
  if (target.field != NULL && target.field->kind == AMP_KIND_CODES)
    return append_codes_filter (self, &target, filter, error);

  left = value_sql (self, &target);
  switch (filter->op)
    {
    case AMP_OP_EQ:
    case AMP_OP_HAS_CODE:
      append_comparison (self, &target, "=", filter);
      return TRUE;
    case AMP_OP_NE:
      append_comparison (self, &target, "IS NOT", filter);
      return TRUE;
    case AMP_OP_GE:
      append_comparison (self, &target, ">=", filter);
      return TRUE;
    case AMP_OP_LE:
      append_comparison (self, &target, "<=", filter);
      return TRUE;
    case AMP_OP_IS_NULL:
      g_string_append_printf (self->where, " AND %s IS NULL", left);
      return TRUE;
    case AMP_OP_NOT_NULL:
      g_string_append_printf (self->where, " AND %s IS NOT NULL", left);
      return TRUE;
    case AMP_OP_IN:
      g_string_append_printf (self->where, " AND %s", left);
      append_in_list (self, &target, filter->value);
      return TRUE;
    default:
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID, "No such comparison");
      return FALSE;
    }
}

static gboolean
append_filter (Query *self, const AmpFilter *filter, GError **error)
{
  g_auto (GStrv) paths = g_strsplit (filter->path, "|", -1);

  if (paths[0] == NULL || paths[1] == NULL)
    return append_condition (self, filter, error);
  g_string_append (self->where, " AND (");
  for (char **path = paths; *path != NULL; path++)
    {
      const AmpFilter one = {*path, filter->op, filter->value};
      gsize start = self->where->len;

      if (!append_condition (self, &one, error))
        return FALSE;
      g_string_erase (self->where, (gssize) start, (gssize) strlen (" AND "));
      if (path != paths)
        g_string_insert (self->where, (gssize) start, " OR ");
    }
  g_string_append_c (self->where, ')');
  return TRUE;
}

/* The whole text. NULL with error for an unknown name. */
static char *
build (Query *self,
       const char *const *paths,
       const AmpFilter *filters,
       gsize n_filters,
       const char *order,
       GError **error)
{
  g_autoptr (GString) columns = g_string_new ("SELECT ");
  g_autofree char *ordered = NULL;
  Target target;

  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *sql = NULL;

      if (!resolve (self, paths[i], &target, error))
        return NULL;
      sql = value_sql (self, &target);
      g_string_append_printf (columns, "%s%s", i > 0 ? ", " : "", sql);
    }
  for (gsize i = 0; i < n_filters; i++)
    if (!append_filter (self, &filters[i], error))
      return NULL;
  if (order != NULL)
    {
      const char *way = *order == '-' ? " DESC" : "";
      g_autofree char *sql = NULL;

      if (!resolve (self, *way != '\0' ? order + 1 : order, &target, error))
        return NULL;
      sql = value_sql (self, &target);
      ordered = g_strdup_printf (" ORDER BY %s%s, m0.id%s", sql, way, way);
    }
  return g_strconcat (columns->str, self->joins->str, self->where->str,
                      ordered != NULL ? ordered : "", NULL);
}

static AmpCursor *
open_cursor (Query *self, const char *sql, GError **error)
{
  AmpStatement *statement = amp_statement_new (self->store, sql, error);
  AmpCursor *cursor;

  if (statement == NULL)
    return NULL;
  amp_bound_bind (&self->bound, statement);

  cursor = g_new0 (AmpCursor, 1);
  cursor->store = self->store;
  cursor->statement = statement;
  cursor->values = g_steal_pointer (&self->bound.values);
  return cursor;
}

AmpCursor *
amp_store_select (AmpStore *self,
                  const AmpEntity *entity,
                  const char *const *paths,
                  const AmpFilter *filters,
                  gsize n_filters,
                  const char *order,
                  GError **error)
{
  g_autofree char *sql = NULL;
  AmpCursor *cursor = NULL;
  Query query;

  g_return_val_if_fail (self != NULL && entity != NULL, NULL);
  g_return_val_if_fail (paths != NULL && paths[0] != NULL, NULL);

  query_init (&query, self, entity);
  sql = build (&query, paths, filters, n_filters, order, error);
  if (sql != NULL)
    cursor = open_cursor (&query, sql, error);
  query_clear (&query);
  return cursor;
}

int
amp_cursor_next (AmpCursor *self, GCancellable *cancellable, GError **error)
{
  int on_row;

  g_return_val_if_fail (self != NULL, -1);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  amp_store_watch (self->store, cancellable);
  on_row = amp_statement_step (self->statement, error);
  amp_store_unwatch (self->store);
  return on_row;
}

const char *
amp_cursor_text (AmpCursor *self, gsize column)
{
  return amp_statement_text (self->statement, (int) column);
}

gint64
amp_cursor_int (AmpCursor *self, gsize column)
{
  return amp_statement_int (self->statement, (int) column);
}

void
amp_cursor_free (AmpCursor *self)
{
  if (self == NULL)
    return;
  amp_statement_release (self->statement);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self);
}

gboolean
amp_query_append_select (AmpStore *store,
                         GString *sql,
                         const AmpEntity *entity,
                         const char *column,
                         const AmpFilter *filters,
                         gsize n_filters,
                         const char *more,
                         AmpBound *bound,
                         GError **error)
{
  const char *paths[] = {column, NULL};
  g_autofree char *text = NULL;
  Query query;

  query_init (&query, store, entity);
  query.bound.first = bound->first + bound->values->len;
  text = build (&query, paths, filters, n_filters, NULL, error);
  if (text != NULL)
    {
      g_string_append_printf (sql, "%s%s", text, more != NULL ? more : "");
      for (guint i = 0; i < query.bound.values->len; i++)
        {
          g_ptr_array_add (bound->values, g_steal_pointer (&query.bound.values->pdata[i]));
          g_array_append_val (bound->numbers, g_array_index (query.bound.numbers, gboolean, i));
        }
    }
  query_clear (&query);
  return text != NULL;
}
