/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two ways to the same rows. Somebody with some cases: case by case, each by its own index.
 * Somebody with very many, or the whole office: by the date, until there are enough. SQLite does
 * not know how many there are, so the way is chosen here (CROSS JOIN keeps the order, INDEXED BY
 * the index). */
#include "store/due.h"

#include "model/codelist.h"
#include "store/connection.h"
#include "store/due-source.h"
#include "store/statement.h"

#include <string.h>

#define SOME_CASES 3000

/* Parameters: ?1 owner, ?2 from, ?3 to, ?4 today, ?5 limit, ?6 risk level. */
typedef enum
{
  BY_CASE,        /* the owner's open cases, one after the other */
  BY_RESPONSIBLE, /* what is hers in other people's cases */
  BY_DATE,        /* all that is due, or the owner's among it */
} Way;

typedef struct
{
  AmpStore *store;
  const AmpDueQuery *query;
  gboolean many; /* the owner has very many cases, or it is the whole office */
  GCancellable *cancellable;
  GPtrArray *rows;
} Due;

void
amp_due_row_free (AmpDueRow *self)
{
  if (self == NULL)
    return;
  g_free (self->date);
  g_free (self->number);
  g_free (self->risk);
  g_free (self->detail);
  g_free (self->institution);
  g_free (self->put_off_until);
  if (self->title != NULL)
    explicit_bzero (self->title, strlen (self->title));
  g_free (self->title);
  g_free (self);
}

/* --- Rows --- */

static AmpDueRow *
read_row (AmpStatement *statement, const char *origin, const char *detail_list)
{
  AmpDueRow *row = g_new0 (AmpDueRow, 1);

  row->origin = origin;
  row->detail_list = detail_list;
  row->source = amp_statement_int (statement, 0);
  row->date = g_strdup (amp_statement_text (statement, 1));
  row->case_id = amp_statement_int (statement, 2);
  row->person = amp_statement_int (statement, 3);
  row->owner = amp_statement_int (statement, 4);
  row->responsible = amp_statement_int (statement, 5);
  row->number = g_strdup (amp_statement_text (statement, 6));
  row->risk = g_strdup (amp_statement_text (statement, 7));
  row->detail = g_strdup (amp_statement_text (statement, 8));
  row->institution = g_strdup (amp_statement_text (statement, 9));
  row->task = amp_statement_int (statement, 10);
  row->put_off_until = g_strdup (amp_statement_text (statement, 11));
  row->title = g_strdup (amp_statement_text (statement, 12));
  return row;
}

/* left: how many more may come. */
static gboolean
run (Due *self,
     const char *sql,
     const char *origin,
     const char *detail_list,
     const char *from,
     const char *to,
     const char *level,
     guint limit,
     GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self->store, sql, error);
  int on_row = -1;

  if (statement == NULL)
    return FALSE;
  if (self->query->owner != 0)
    amp_statement_bind_int (statement, 1, self->query->owner);
  if (from != NULL)
    amp_statement_bind_text (statement, 2, from);
  amp_statement_bind_text (statement, 3, to);
  if (!self->query->with_put_off)
    amp_statement_bind_text (statement, 4, self->query->today);
  amp_statement_bind_int (statement, 5, limit > 0 ? (gint64) limit : -1);
  if (strstr (sql, "?6") != NULL)
    amp_statement_bind_text (statement, 6, level);
  amp_store_watch (self->store, self->cancellable);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    g_ptr_array_add (self->rows, read_row (statement, origin, detail_list));
  amp_store_unwatch (self->store);
  return on_row == 0;
}

/* --- SQL --- */

static void
append_field (GString *sql, char alias, const char *field)
{
  if (field != NULL)
    g_string_append_printf (sql, ", %c.\"%s\"", alias, field);
  else
    g_string_append (sql, ", NULL");
}

/* source: SQL of the record's id, date: of its date. */
static void
append_columns (GString *sql, const AmpDueSource *source, const char *id, const char *date)
{
  g_string_append_printf (sql, "SELECT %s, %s, c.id, c.person, c.owner", id, date);
  append_field (sql, 's', source->responsible);
  g_string_append (sql, ", c.number, c.risk_level");
  append_field (sql, 's', source->detail);
  if (source->institution != NULL)
    g_string_append_printf (sql,
                            ", (SELECT n.name_es FROM main.institution n WHERE n.id = s.\"%s\")",
                            source->institution);
  else
    g_string_append (sql, ", NULL");
  g_string_append (sql, ", t.id, t.snoozed_until, NULL");
}

/* What was done about it is found by the date that it was done for: another date is another matter.
 */
static void
append_task (GString *sql, const char *origin, const char *id, const char *date)
{
  g_string_append_printf (sql,
                          " LEFT JOIN main.task t ON t.origin_id = %s AND t.origin = '%s' AND "
                          "t.origin_due = %s AND t.deleted_at IS NULL",
                          id, origin, date);
}

static void
append_period (GString *sql, const char *date, gboolean has_from)
{
  if (has_from)
    g_string_append_printf (sql, " AND %s >= ?2", date);
  g_string_append_printf (sql, " AND %s <= ?3", date);
}

static void
append_state (GString *sql, gboolean with_put_off)
{
  if (with_put_off)
    g_string_append (sql, " AND (t.id IS NULL OR t.state IN ('open', 'snoozed'))");
  else
    g_string_append (sql, " AND (t.id IS NULL OR t.state = 'open' OR (t.state = 'snoozed' AND "
                          "coalesce(t.snoozed_until, '') <= ?4))");
}

#define OPEN_CASE "c.deleted_at IS NULL AND c.status IN " AMP_DUE_OPEN_STATUS

static char *
record_sql (const AmpDueSource *source, Way way, const AmpDueQuery *query, gboolean has_from)
{
  GString *sql = g_string_new (NULL);
  g_autofree char *date = g_strdup_printf ("s.\"%s\"", source->date);

  append_columns (sql, source, "s.id", date);
  if (way == BY_CASE)
    g_string_append_printf (sql,
                            " FROM main.\"case\" c INDEXED BY due_case_owner CROSS JOIN "
                            "main.\"%s\" s ON s.\"case\" = c.id",
                            source->entity);
  else
    g_string_append_printf (sql,
                            " FROM main.\"%s\" s INDEXED BY \"due_%s%s\" CROSS JOIN "
                            "main.\"case\" c ON c.id = s.\"case\"",
                            source->entity, source->origin, way == BY_RESPONSIBLE ? "_of" : "");
  append_task (sql, source->origin, "s.id", date);
  g_string_append_printf (sql, " WHERE s.deleted_at IS NULL AND %s AND " OPEN_CASE, source->open);
  append_period (sql, date, has_from);
  if (way == BY_CASE)
    g_string_append (sql, " AND c.owner = ?1");
  else if (way == BY_RESPONSIBLE)
    g_string_append_printf (sql, " AND s.\"%s\" = ?1 AND c.owner <> ?1", source->responsible);
  else if (query->owner != 0 && source->responsible != NULL)
    g_string_append_printf (sql, " AND (c.owner = ?1 OR s.\"%s\" = ?1)", source->responsible);
  else if (query->owner != 0)
    g_string_append (sql, " AND c.owner = ?1");
  append_state (sql, query->with_put_off);
  if (source->also != NULL)
    g_string_append_printf (sql, " AND %s", source->also);
  g_string_append_printf (sql, " ORDER BY %s, s.id LIMIT ?5", date);
  return g_string_free (sql, FALSE);
}

/* Nobody is named, or somebody who has left. */
#define NOBODYS                                                                                    \
  "NOT EXISTS (SELECT 1 FROM main.\"user\" u WHERE u.id = s.\"%s\" AND u.deleted_at IS NULL AND "  \
  "u.active IS NOT 0)"

/* What belongs to no case. NULL: nothing of it is this owner's. */
static char *
alone_sql (const AmpDueSource *source, const AmpDueQuery *query, gboolean has_from)
{
  GString *sql;
  g_autofree char *date = g_strdup_printf ("s.\"%s\"", source->date);

  if (query->owner != 0 && !query->nobodys && source->responsible == NULL)
    return NULL;
  sql = g_string_new (NULL);
  g_string_append_printf (sql, "SELECT s.id, %s, 0, 0", date);
  append_field (sql, 's', source->responsible);
  append_field (sql, 's', source->responsible);
  g_string_append (sql, ", NULL, NULL");
  append_field (sql, 's', source->detail);
  g_string_append_printf (
    sql,
    ", (SELECT n.name_es FROM main.institution n WHERE n.id = s.\"%s\"), t.id, t.snoozed_until",
    source->institution);
  g_string_append_printf (sql, ", (SELECT i.\"%s\" FROM identity.\"%s\" i WHERE i.id = s.id)",
                          source->title, source->entity);
  g_string_append_printf (sql, " FROM main.\"%s\" s INDEXED BY \"due_%s\"", source->entity,
                          source->origin);
  append_task (sql, source->origin, "s.id", date);
  g_string_append_printf (sql, " WHERE s.deleted_at IS NULL AND %s", source->open);
  append_period (sql, date, has_from);
  if (query->owner != 0 && source->responsible != NULL)
    {
      g_string_append_printf (sql, " AND (s.\"%s\" = ?1", source->responsible);
      if (query->nobodys)
        g_string_append_printf (sql, " OR " NOBODYS, source->responsible);
      g_string_append_c (sql, ')');
    }
  append_state (sql, query->with_put_off);
  if (source->also != NULL)
    g_string_append_printf (sql, " AND %s", source->also);
  g_string_append_printf (sql, " ORDER BY %s, s.id LIMIT ?5", date);
  return g_string_free (sql, FALSE);
}

/* The index by which open cases come. */
static const char *
case_index (const AmpDueSource *source, gboolean many)
{
  if (strcmp (source->origin, "retention") == 0)
    return "due_retention";
  if (!many)
    return "due_case_owner";
  return strcmp (source->origin, "no_contact") == 0 ? "due_case_contact" : "due_case_risk";
}

static char *
case_sql (const AmpDueSource *source, gboolean many, const AmpDueQuery *query, gboolean has_from)
{
  GString *sql = g_string_new (NULL);
  /* Who was never spoken with counts from the day on which the case was opened. */
  const char *date = strcmp (source->origin, "no_contact") == 0
                       ? "coalesce(c.last_contact_on, c.opened_on)"
                     : strcmp (source->origin, "no_risk") == 0 ? "c.opened_on"
                                                               : "c.retention_until";
  const char *index = case_index (source, many);

  append_columns (sql, source, "c.id", date);
  g_string_append_printf (sql, " FROM main.\"case\" c INDEXED BY %s", index);
  append_task (sql, source->origin, "c.id", date);
  g_string_append_printf (sql, " WHERE c.deleted_at IS NULL AND %s", source->open);
  append_period (sql, date, has_from);
  if (query->owner != 0)
    g_string_append (sql, " AND c.owner = ?1");
  if (strcmp (index, "due_case_risk") == 0)
    g_string_append (sql, " AND c.risk_level IS ?6");
  append_state (sql, query->with_put_off);
  if (source->also != NULL)
    g_string_append_printf (sql, " AND %s", source->also);
  /* By level, the first that come are enough; else by the date. */
  if (strcmp (index, "due_case_contact") == 0)
    g_string_append (sql, " ORDER BY c.last_contact_on");
  else if (strcmp (index, "due_case_risk") != 0)
    g_string_append_printf (sql, " ORDER BY %s, c.id", date);
  g_string_append (sql, " LIMIT ?5");
  return g_string_free (sql, FALSE);
}

/* The last assessment of each open case. */
static char *
review_sql (gboolean many, const AmpDueQuery *query, gboolean has_from)
{
  static const AmpDueSource review = {
    .origin = "risk_review", .detail = "level", .detail_list = "risk_level"};
  GString *sql = g_string_new (NULL);

  append_columns (sql, &review, "s.id", "s.next_due");
  g_string_append_printf (
    sql,
    " FROM main.\"case\" c INDEXED BY %s CROSS JOIN main.risk_assessment s ON s.id = (SELECT x.id "
    "FROM main.risk_assessment x INDEXED BY due_risk_last WHERE x.\"case\" = c.id AND "
    "x.deleted_at IS NULL ORDER BY x.\"on\" DESC, x.id DESC LIMIT 1)",
    many ? "due_case_risk" : "due_case_owner");
  append_task (sql, "risk_review", "s.id", "s.next_due");
  g_string_append (sql, " WHERE " OPEN_CASE);
  append_period (sql, "s.next_due", has_from);
  if (query->owner != 0)
    g_string_append (sql, " AND c.owner = ?1");
  if (many)
    g_string_append (sql, " AND c.risk_level IS ?6");
  append_state (sql, query->with_put_off);
  g_string_append_printf (sql, "%s LIMIT ?5", many ? "" : " ORDER BY s.next_due, s.id");
  return g_string_free (sql, FALSE);
}

static char *
free_sql (const AmpDueQuery *query)
{
  GString *sql = g_string_new (
    "SELECT 0, t.due_on, t.\"case\", c.person, t.owner, t.owner, c.number, c.risk_level, NULL, "
    "NULL, t.id, t.snoozed_until, i.title FROM main.task t INDEXED BY due_task LEFT JOIN "
    "main.\"case\" c ON c.id = t.\"case\" LEFT JOIN identity.task i ON i.id = t.id WHERE "
    "t.deleted_at IS NULL AND t.origin = 'manual' AND t.state IN ('open', 'snoozed')");

  append_period (sql, "t.due_on", query->free_from != NULL);
  if (query->owner != 0)
    g_string_append (sql, " AND t.owner = ?1");
  append_state (sql, query->with_put_off);
  g_string_append (sql, " ORDER BY t.due_on, t.id LIMIT ?5");
  return g_string_free (sql, FALSE);
}

/* --- What is wanted --- */

/* Where there are too many to sort them all, those in the greatest danger come first. */
static gboolean
run_by_level (Due *self,
              const char *sql,
              const char *origin,
              const char *detail_list,
              const AmpDueWanted *wanted,
              GError **error)
{
  const AmpCodeList *levels = amp_code_list_find ("risk_level");
  guint first = self->rows->len;

  for (guint i = amp_code_list_length (levels) + 1; i-- > 0;)
    {
      const char *level = i > 0 ? amp_code_value (amp_code_list_nth (levels, i - 1)) : NULL;
      guint found = self->rows->len - first;

      if (self->query->limit > 0 && found >= self->query->limit)
        return TRUE;
      if (!run (self, sql, origin, detail_list, wanted->from, wanted->to, level,
                self->query->limit > 0 ? self->query->limit - found : 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_reviews (Due *self, const AmpDueWanted *wanted, GError **error)
{
  g_autofree char *sql = review_sql (self->many, self->query, wanted->from != NULL);

  if (self->many)
    return run_by_level (self, sql, "risk_review", "risk_level", wanted, error);
  return run (self, sql, "risk_review", "risk_level", wanted->from, wanted->to, NULL,
              self->query->limit, error);
}

static gboolean
add_records (
  Due *self, const AmpDueSource *source, Way way, const AmpDueWanted *wanted, GError **error)
{
  g_autofree char *sql = record_sql (source, way, self->query, wanted->from != NULL);

  return run (self, sql, source->origin, source->detail_list, wanted->from, wanted->to, NULL,
              self->query->limit, error);
}

static gboolean
add_alone (Due *self, const AmpDueSource *source, const AmpDueWanted *wanted, GError **error)
{
  g_autofree char *sql = alone_sql (source, self->query, wanted->from != NULL);

  return sql == NULL || run (self, sql, source->origin, source->detail_list, wanted->from,
                             wanted->to, NULL, self->query->limit, error);
}

static gboolean
add_cases (Due *self, const AmpDueSource *source, const AmpDueWanted *wanted, GError **error)
{
  g_autofree char *sql = case_sql (source, self->many, self->query, wanted->from != NULL);

  if (strcmp (case_index (source, self->many), "due_case_risk") == 0)
    return run_by_level (self, sql, source->origin, NULL, wanted, error);
  return run (self, sql, source->origin, NULL, wanted->from, wanted->to, NULL, self->query->limit,
              error);
}

static gboolean
add_wanted (Due *self, const AmpDueWanted *wanted, GError **error)
{
  gsize n;
  const AmpDueSource *sources = amp_due_sources (&n);

  if (strcmp (wanted->origin, "risk_review") == 0)
    return add_reviews (self, wanted, error);
  for (gsize i = 0; i < n; i++)
    {
      const AmpDueSource *source = &sources[i];

      if (strcmp (source->origin, wanted->origin) != 0)
        continue;
      if (source->entity == NULL)
        return add_cases (self, source, wanted, error);
      if (source->alone)
        return add_alone (self, source, wanted, error);
      if (self->many)
        return add_records (self, source, BY_DATE, wanted, error);
      return add_records (self, source, BY_CASE, wanted, error) &&
             (source->responsible == NULL ||
              add_records (self, source, BY_RESPONSIBLE, wanted, error));
    }
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD, "Nothing is due by that name: %s",
               wanted->origin);
  return FALSE;
}

static gboolean
find_way (Due *self, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  int on_row;

  self->many = self->query->owner == 0;
  if (self->many)
    return TRUE;
  statement = amp_statement_borrow (
    self->store,
    "SELECT count(*) FROM (SELECT 1 FROM main.\"case\" c INDEXED BY due_case_owner WHERE c.owner = "
    "?1 AND " OPEN_CASE " LIMIT ?2)",
    error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, self->query->owner);
  amp_statement_bind_int (statement, 2, SOME_CASES);
  on_row = amp_statement_step (statement, error);
  self->many = on_row > 0 && amp_statement_int (statement, 0) >= SOME_CASES;
  return on_row > 0;
}

static gboolean
add_all (Due *self, GError **error)
{
  if (!find_way (self, error))
    return FALSE;
  for (gsize i = 0; i < self->query->n_wanted; i++)
    if (!add_wanted (self, &self->query->wanted[i], error))
      return FALSE;
  if (self->query->free_tasks)
    {
      g_autofree char *sql = free_sql (self->query);

      return run (self, sql, "manual", NULL, self->query->free_from, self->query->free_to, NULL,
                  self->query->limit, error);
    }
  return TRUE;
}

GPtrArray *
amp_store_due (AmpStore *self, const AmpDueQuery *query, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  Due due = {.store = self, .query = query, .cancellable = cancellable};
  gboolean added;

  g_return_val_if_fail (self != NULL && query != NULL, NULL);
  g_return_val_if_fail (query->today != NULL || query->with_put_off, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !amp_store_read_begin (self, error))
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_due_row_free);
  due.rows = rows;
  added = add_all (&due, error);
  amp_store_read_end (self);
  return added ? g_steal_pointer (&rows) : NULL;
}

GHashTable *
amp_store_due_by_owner (
  AmpStore *self, const char *origin, const char *to, GCancellable *cancellable, GError **error)
{
  gsize n;
  const AmpDueSource *sources = amp_due_sources (&n);
  const AmpDueSource *source = NULL;
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (AmpStatement) statement = NULL;
  g_autofree char *sql = NULL;
  int on_row = -1;

  for (gsize i = 0; i < n; i++)
    if (strcmp (sources[i].origin, origin) == 0 && sources[i].entity != NULL && !sources[i].alone)
      source = &sources[i];
  g_return_val_if_fail (self != NULL && source != NULL, NULL);

  sql = g_strdup_printf ("SELECT c.owner, count(*) FROM main.\"%s\" s INDEXED BY \"due_%s\" CROSS "
                         "JOIN main.\"case\" c ON c.id = s.\"case\" WHERE s.deleted_at IS NULL AND "
                         "%s AND s.\"%s\" <= ?1 AND " OPEN_CASE " GROUP BY c.owner",
                         source->entity, source->origin, source->open, source->date);
  statement = amp_statement_borrow (self, sql, error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_text (statement, 1, to);
  amp_store_watch (self, cancellable);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 owner = amp_statement_int (statement, 0);

      g_hash_table_insert (counts, g_memdup2 (&owner, sizeof owner),
                           GUINT_TO_POINTER ((guint) amp_statement_int (statement, 1)));
    }
  amp_store_unwatch (self);
  return on_row == 0 ? g_steal_pointer (&counts) : NULL;
}
