/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case list: ids in the order asked for, rows by page.
 *
 * SQL gives the ids ordered by the column's own text and then by id, which the index holds that
 * way; codes are then put into the order of their list, run by run, so that "imminent" does not
 * stand between "high" and "low". What is not recorded comes last either way; descending turns the
 * rest round, ties too. */
#include "store/connection.h"

#include "model/codelist.h"
#include "model/date.h"
#include "store/due-source.h"
#include "store/case-filter.h"
#include "store/search.h"
#include "store/search-words.h"
#include "store/statement.h"

#include <string.h>

typedef struct
{
  const char *column;
  const char *list; /* NULL: sorts by its text */
} Order;

static const Order orders[] = {
  [AMP_CASE_SORT_NUMBER] = {"number", NULL},
  [AMP_CASE_SORT_REGION] = {"office_region", "region"},
  [AMP_CASE_SORT_STATUS] = {"status", "case_status"},
  [AMP_CASE_SORT_RISK] = {"risk_level", "risk_level"},
  [AMP_CASE_SORT_LAST_CONTACT] = {"last_contact_on", NULL},
};

/* Neighbours in the list that sort alike. */
typedef struct
{
  guint start, length;
  guint rank;
} Run;

#define RANK_UNKNOWN (G_MAXUINT - 1) /* a code the list does not know */
#define RANK_NONE G_MAXUINT

void
amp_case_row_free (AmpCaseRow *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->region);
  g_free (self->status);
  g_free (self->risk);
  g_free (self->last_contact);
  g_free (self->name);
  g_free (self);
}

/* What the search box asks for. */
typedef struct
{
  char *expression; /* of FTS5; NULL: not by words */
  char *from, *to;  /* range of case numbers; NULL: not by number */
  char *today;
} Sought;

static void
sought_clear (Sought *self)
{
  g_free (self->expression);
  g_free (self->from);
  g_free (self->to);
  g_free (self->today);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sought, sought_clear)

#define BY_WORDS                                                                                   \
  "SELECT coalesce (e.\"case\", k.id) FROM identity.search_names s "                               \
  "CROSS JOIN identity.search_entry e ON e.id = s.rowid "                                          \
  "LEFT JOIN main.\"case\" k ON e.\"case\" IS NULL AND k.person = e.person "                       \
  "WHERE s.search_names MATCH ?4"
#define BY_NUMBER "SELECT n.id FROM main.\"case\" n WHERE n.number >= ?5 AND n.number < ?6"

/* A reader's: her own, nobody's, and those that an assignment of today gives her. Days compare as
 * text; one that is partial began with its first day. */
#define OF_READER                                                                                  \
  " AND (+c.owner = ?10 OR +c.owner IS NULL OR c.id IN (SELECT a.\"case\" FROM main.assignment a " \
  "WHERE a.user = ?10 AND a.deleted_at IS NULL AND a.from_on <= ?11 "                              \
  "AND (a.to_on IS NULL OR a.to_on > ?11)))"

#define N_PARAMETERS 11

/* Parameters: ?1 status, ?2 region, ?3 owner, ?4 search expression, ?5 and ?6 range of numbers.
 * The plus signs keep SQLite from leaving the index that has the order. */
static char *
ids_sql (
  AmpStore *self, const AmpCaseQuery *query, const Sought *sought, AmpBound *bound, GError **error)
{
  const char *column = orders[query->sort].column;
  GString *sql = g_string_new (NULL);

  g_string_append_printf (
    sql, "SELECT c.id, c.\"%s\" FROM main.\"case\" c WHERE c.deleted_at IS NULL", column);
  if (query->status != NULL)
    g_string_append (sql, " AND +c.status = ?1");
  if (query->region != NULL)
    g_string_append (sql, " AND +c.office_region = ?2");
  if (query->owner != 0)
    g_string_append (sql, " AND +c.owner = ?3");
  if (query->reader != 0)
    g_string_append (sql, OF_READER);
  if (query->open)
    g_string_append (sql, " AND +c.status IN " AMP_DUE_OPEN_STATUS);
  if (query->opened_since != NULL)
    g_string_append (sql, " AND +c.opened_on >= ?8 AND +c.opened_on <> 'unknown'");
  if (query->quiet_since != NULL)
    g_string_append (sql, " AND coalesce(c.last_contact_on, c.opened_on) <= ?9");
  if (sought->expression != NULL)
    g_string_append (sql, " AND c.id IN (" BY_WORDS ")");
  else if (sought->from != NULL)
    g_string_append (sql, " AND c.id IN (" BY_NUMBER ")");
  if (!amp_case_filter_append (self, sql, query->filters, query->n_filters, bound, error))
    {
      g_string_free (sql, TRUE);
      return NULL;
    }
  g_string_append_printf (sql, " ORDER BY c.\"%s\", c.id", column);
  return g_string_free (sql, FALSE);
}

static guint
rank_of (const Order *order, const AmpCodeList *list, const char *value)
{
  const AmpCode *code;

  if (value == NULL)
    return RANK_NONE;
  if (order->list == NULL)
    return 0;
  code = list != NULL ? amp_code_list_lookup (list, value) : NULL;
  return code != NULL ? amp_code_index (code) : RANK_UNKNOWN;
}

/* Reads all ids, and where runs of the same rank begin. */
static gboolean
read_ids (AmpStatement *statement, const Order *order, GArray *ids, GArray *runs, GError **error)
{
  const AmpCodeList *list = order->list != NULL ? amp_code_list_find (order->list) : NULL;
  g_autofree char *current = NULL;
  int on_row;

  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0);
      const char *value = amp_statement_text (statement, 1);
      gboolean same = runs->len > 0 && (order->list != NULL ? g_strcmp0 (value, current) == 0
                                                            : (value == NULL) == (current == NULL));

      if (!same)
        {
          Run run = {ids->len, 0, rank_of (order, list, value)};

          g_array_append_val (runs, run);
          g_free (current);
          current = g_strdup (value);
        }
      g_array_index (runs, Run, runs->len - 1).length++;
      g_array_append_val (ids, id);
    }
  return on_row == 0;
}

static int
compare_runs (gconstpointer a, gconstpointer b)
{
  const Run *x = a, *y = b;

  return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank)
                            : (x->start > y->start) - (x->start < y->start);
}

static GArray *
arrange (const GArray *ids, GArray *runs, gboolean descending)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (gint64), ids->len);
  guint n_recorded = 0;

  g_array_sort (runs, compare_runs);
  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);

      if (run->length > 0)
        g_array_append_vals (sorted, &g_array_index (ids, gint64, run->start), run->length);
      if (run->rank != RANK_NONE)
        n_recorded = sorted->len;
    }

  for (guint i = 0; descending && i < n_recorded / 2; i++)
    {
      gint64 *a = &g_array_index (sorted, gint64, i);
      gint64 *b = &g_array_index (sorted, gint64, n_recorded - 1 - i);
      gint64 kept = *a;

      *a = *b;
      *b = kept;
    }
  return sorted;
}

static gboolean
is_blank (const char *text)
{
  if (text == NULL)
    return TRUE;
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

/* FALSE: there is text, but nothing in it that anybody could be called. */
static gboolean
seek (const char *text, Sought *sought)
{
  g_auto (AmpSearchWords) words = {NULL, 0, NULL};

  if (is_blank (text) || amp_search_number_range (text, &sought->from, &sought->to))
    return TRUE;
  amp_search_words_init (&words, text);
  sought->expression = amp_search_words_expression (&words, 0);
  return sought->expression != NULL;
}

static AmpStatement *
prepare_ids (
  AmpStore *self, const AmpCaseQuery *query, const Sought *sought, AmpBound *bound, GError **error)
{
  g_autofree char *sql = ids_sql (self, query, sought, bound, error);
  /* Those with filters are seldom the same twice. */
  AmpStatement *statement = sql == NULL            ? NULL
                            : query->n_filters > 0 ? amp_statement_new (self, sql, error)
                                                   : amp_statement_borrow (self, sql, error);

  if (statement == NULL)
    return NULL;
  amp_bound_bind (bound, statement);
  if (query->status != NULL)
    amp_statement_bind_text (statement, 1, query->status);
  if (query->region != NULL)
    amp_statement_bind_text (statement, 2, query->region);
  if (query->owner != 0)
    amp_statement_bind_int (statement, 3, query->owner);
  if (query->reader != 0)
    {
      amp_statement_bind_int (statement, 10, query->reader);
      amp_statement_bind_text (statement, 11, sought->today);
    }
  if (query->opened_since != NULL)
    amp_statement_bind_text (statement, 8, query->opened_since);
  if (query->quiet_since != NULL)
    amp_statement_bind_text (statement, 9, query->quiet_since);
  if (sought->expression != NULL)
    amp_statement_bind_text (statement, 4, sought->expression);
  if (sought->from != NULL)
    {
      amp_statement_bind_text (statement, 5, sought->from);
      amp_statement_bind_text (statement, 6, sought->to);
    }
  return statement;
}

GArray *
amp_store_case_ids (AmpStore *self,
                    const AmpCaseQuery *query,
                    GCancellable *cancellable,
                    GError **error)
{
  const AmpDate today = amp_date_today ();
  g_auto (Sought) sought = {.today = amp_date_to_text (&today)};
  g_autoptr (AmpStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_auto (AmpBound) bound = {0};
  gboolean read;

  g_return_val_if_fail (self != NULL && query != NULL, NULL);
  g_return_val_if_fail ((gsize) query->sort < G_N_ELEMENTS (orders), NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !amp_search_flush (self, error))
    return NULL;
  if (!seek (query->text, &sought))
    return g_steal_pointer (&ids);
  amp_bound_init (&bound, N_PARAMETERS);
  statement = prepare_ids (self, query, &sought, &bound, error);
  if (statement == NULL)
    return NULL;

  amp_store_watch (self, cancellable);
  read = read_ids (statement, &orders[query->sort], ids, runs, error);
  amp_store_unwatch (self);
  return read ? arrange (ids, runs, query->descending) : NULL;
}

/* "Given names Paternal Maternal", as far as recorded. */
static char *
full_name (AmpStatement *statement, int first_column)
{
  GString *name = g_string_new (NULL);

  for (int i = 0; i < 3; i++)
    {
      const char *part = amp_statement_text (statement, first_column + i);

      if (part != NULL)
        g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", part);
    }
  return g_string_free (name, FALSE);
}

static AmpCaseRow *
read_row (AmpStatement *statement, gint64 id, gboolean with_names, GError **error)
{
  AmpCaseRow *row;
  int on_row;

  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return NULL;

  row = g_new0 (AmpCaseRow, 1);
  row->id = id;
  if (on_row)
    {
      row->number = g_strdup (amp_statement_text (statement, 0));
      row->region = g_strdup (amp_statement_text (statement, 1));
      row->status = g_strdup (amp_statement_text (statement, 2));
      row->risk = g_strdup (amp_statement_text (statement, 3));
      row->last_contact = g_strdup (amp_statement_text (statement, 4));
      if (with_names)
        row->name = full_name (statement, 5);
    }
  sqlite3_reset (statement->stmt);
  return row;
}

static GPtrArray *
read_rows (AmpStore *self, const gint64 *ids, gsize n_ids, gboolean with_names, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  statement = amp_statement_borrow (
    self,
    with_names
      ? "SELECT c.number, c.office_region, c.status, c.risk_level, c.last_contact_on, "
        "p.given_names, p.surname_paternal, p.surname_maternal FROM main.\"case\" c "
        "LEFT JOIN identity.person p ON p.id = c.person WHERE c.id = ?1 AND c.deleted_at IS NULL"
      : "SELECT number, office_region, status, risk_level, last_contact_on FROM main.\"case\" "
        "WHERE id = ?1 AND deleted_at IS NULL",
    error);
  if (statement == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_case_row_free);
  for (gsize i = 0; i < n_ids; i++)
    {
      AmpCaseRow *row = read_row (statement, ids[i], with_names, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

GPtrArray *
amp_store_case_rows (
  AmpStore *self, const gint64 *ids, gsize n_ids, gboolean with_names, GError **error)
{
  GPtrArray *rows;

  g_return_val_if_fail (self != NULL && (ids != NULL || n_ids == 0), NULL);

  if (!amp_store_read_begin (self, error))
    return NULL;
  rows = read_rows (self, ids, n_ids, with_names, error);
  amp_store_read_end (self);
  return rows;
}
