/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds the tables of a damaged vault. The pages that list them may be damaged as well: then the
 * rest of the list is read page by page, and what is still missing is taken to be where it is in a
 * new vault of this program, if all else is there too. */
#include "store/salvage.h"

#include "store/schema.h"

#include <string.h>

#define RESERVED_BYTES 40 /* of each page, for the vault */
#define PAGE_BYTES 4096
#define HEADER_BYTES 100
#define INTERIOR_TABLE 5

/* A row of sqlite_schema. */
typedef struct
{
  gint64 root;
  char *sql;
} Entry;

/* What is known of the list of one database. */
typedef struct
{
  AmpSalvager *salvager;
  const char *schema;
  GHashTable *entries; /* name -> Entry */
} List;

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->sql);
  g_free (self);
}

static GHashTable *
entries_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
}

static gboolean
fail_model (sqlite3 *model, GError **error)
{
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_FAILED, "No model of a vault: %s",
               sqlite3_errmsg (model));
  return FALSE;
}

/* --- The model: an empty vault, as amp_migrate() would make it --- */

static gboolean
fill_model (sqlite3 *model, GError **error)
{
  static const char *const schemas[] = {"main", "identity"};
  g_autoptr (GPtrArray) tables = amp_schema_tables ();
  g_autoptr (GPtrArray) indexes = amp_schema_indexes ();

  if (sqlite3_exec (model, "PRAGMA page_size=4096; ATTACH ':memory:' AS identity", NULL, NULL,
                    NULL) != SQLITE_OK)
    return fail_model (model, error);
  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      int bytes = RESERVED_BYTES;

      (void) sqlite3_file_control (model, schemas[i], SQLITE_FCNTL_RESERVE_BYTES, &bytes);
    }
  for (guint i = 0; i < tables->len + indexes->len; i++)
    {
      const char *sql = i < tables->len ? tables->pdata[i] : indexes->pdata[i - tables->len];

      if (sqlite3_exec (model, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fail_model (model, error);
    }
  return TRUE;
}

static gboolean
read_model (sqlite3 *model, const char *schema, GHashTable *entries, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT name, rootpage, sql FROM %s.sqlite_schema WHERE type = 'table' AND rootpage > 0",
    schema);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (model, sql, -1, &statement, NULL);

  while (rc == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->root = sqlite3_column_int64 (statement, 1);
      entry->sql = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      g_hash_table_insert (entries, g_strdup ((const char *) sqlite3_column_text (statement, 0)),
                           entry);
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_OK || fail_model (model, error);
}

/* The pages below the first one of the model's list. */
static GArray *
model_pages (sqlite3 *model, const char *schema)
{
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (guint32));
  sqlite3_int64 size = 0;
  unsigned char *bytes = sqlite3_serialize (model, schema, &size, 0);

  if (bytes != NULL && size >= PAGE_BYTES && bytes[HEADER_BYTES] == INTERIOR_TABLE)
    {
      guint n_cells = (guint) bytes[HEADER_BYTES + 3] << 8 | bytes[HEADER_BYTES + 4];

      for (guint i = 0; i <= n_cells; i++)
        {
          const unsigned char *at = bytes + HEADER_BYTES + 12 + 2 * i;
          guint32 page;

          at = i < n_cells ? bytes + MIN ((guint) at[0] << 8 | at[1], PAGE_BYTES - 4)
                           : bytes + HEADER_BYTES + 8;
          page = (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
          g_array_append_val (pages, page);
        }
    }
  sqlite3_free (bytes);
  return pages;
}

/* --- The list of the damaged vault --- */

/* Makes a table known to this connection alone, at a page that nobody lists. Nothing is written. */
static gboolean
declare (AmpStore *from, const char *schema, const char *sql, gint64 root)
{
  int rc;

  if (root < 2 || root > G_MAXINT32)
    return FALSE;
  sqlite3_test_control (SQLITE_TESTCTRL_IMPOSTER, from->db, schema, 1, (int) root);
  rc = sqlite3_exec (from->db, sql, NULL, NULL, NULL);
  sqlite3_test_control (SQLITE_TESTCTRL_IMPOSTER, from->db, schema, 0, 0);
  /* A statement that reads ends the change; else the next read that fails would take it back. */
  return rc == SQLITE_OK && sqlite3_exec (from->db, "SELECT 1 FROM main.sqlite_schema LIMIT 0",
                                          NULL, NULL, NULL) == SQLITE_OK;
}

/* type, name, rootpage, sql; the columns of other tables too, where a page is not of the list. */
static gboolean
take_entry (AmpStatement *row, gpointer data, GError **error)
{
  List *self = data;
  const char *type = amp_statement_text (row, 1), *name = amp_statement_text (row, 2);
  const char *sql = amp_statement_text (row, 4);
  Entry *entry;

  (void) error;
  if (g_strcmp0 (type, "table") != 0 || name == NULL || sql == NULL ||
      sqlite3_column_type (row->stmt, 3) != SQLITE_INTEGER || amp_statement_int (row, 3) < 2 ||
      !g_str_has_prefix (sql, "CREATE TABLE "))
    return TRUE;
  entry = g_new0 (Entry, 1);
  entry->root = amp_statement_int (row, 3);
  entry->sql = g_strdup (sql);
  g_hash_table_replace (self->entries, g_strdup (name), entry);
  return TRUE;
}

static gboolean
walk_list (List *self, const char *table, gboolean *whole, GError **error)
{
  char rowid[] = "rowid";
  AmpSource source = {.schema = self->schema, .name = (char *) table, .keys = {rowid, NULL}};

  return amp_salvage_walk (self->salvager, &source, "type, name, rootpage, sql", take_entry, self,
                           whole, error);
}

/* The first page is lost, and with it the way to the others: they are looked for where they are in
 * a new vault. */
static gboolean
walk_lost_list (List *self, GError **error)
{
  g_autoptr (GArray) pages = model_pages (self->salvager->model, self->schema);

  for (guint i = 0; i < pages->len; i++)
    {
      guint32 page = g_array_index (pages, guint32, i);
      g_autofree char *name = g_strdup_printf ("salvage_%s_%u", self->schema, page);
      g_autofree char *sql =
        g_strdup_printf ("CREATE TABLE %s (type, name, tbl_name, rootpage, sql)", name);

      if (declare (self->salvager->from, self->schema, sql, page) &&
          !walk_list (self, name, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gint64
schema_version (sqlite3 *db, const char *schema)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s.schema_version", schema);
  sqlite3_stmt *statement = NULL;
  gint64 version = -1;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    version = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return version;
}

/* Never changed since it was made, and made like the model. */
static gboolean
is_like_model (List *self, GHashTable *model)
{
  GHashTableIter iter;
  gpointer name, value;

  if (g_hash_table_size (self->entries) == 0 ||
      schema_version (self->salvager->from->db, self->schema) !=
        schema_version (self->salvager->model, self->schema))
    return FALSE;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Entry *mine = value, *other = g_hash_table_lookup (model, name);

      if (other == NULL || other->root != mine->root || strcmp (other->sql, mine->sql) != 0)
        return FALSE;
    }
  return TRUE;
}

/* --- Sources --- */

static gboolean
is_readable (AmpStore *from, const AmpSource *source)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s.\"%s\"", source->schema, source->name);
  g_autoptr (AmpStatement) statement = amp_statement_new (from, sql, NULL);

  return statement != NULL;
}

/* Keys and, where the vault has a column that this program does not know, the error that it is
 * newer. */
static gboolean
look_at_columns (AmpSalvager *self, AmpSource *source, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  g_autoptr (GString) columns = g_string_new (NULL);
  int on_row;

  statement = amp_statement_borrow (self->from,
                                    "SELECT name, pk, type FROM pragma_table_info (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_text (statement, 1, source->name);
  amp_statement_bind_text (statement, 2, source->schema);
  while ((on_row = amp_salvage_step (self, statement, error)) > 0)
    {
      const char *name = amp_statement_text (statement, 0);
      gint64 place = amp_statement_int (statement, 1);

      if (place >= 1 && place <= 2 &&
          !(place == 1 && strcmp (amp_statement_text (statement, 2), "TEXT") == 0))
        source->keys[place - 1] = g_strdup (name);
      g_string_append_printf (columns, "%s\"%s\"", columns->len > 0 ? ", " : "", name);
      source->n_columns++;
      if (sqlite3_table_column_metadata (self->model, source->schema, source->name, name, NULL,
                                         NULL, NULL, NULL, NULL) == SQLITE_OK)
        continue;
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NEWER,
                   "This program does not know %s.%s", source->name, name);
      return FALSE;
    }
  source->columns = g_string_free (g_steal_pointer (&columns), FALSE);
  return on_row != -2;
}

static void
source_free (gpointer data)
{
  AmpSource *self = data;

  g_free (self->name);
  g_free (self->keys[0]);
  g_free (self->keys[1]);
  g_free (self->columns);
  g_free (self);
}

static AmpSalvageTable *
table_new (const AmpSource *source)
{
  AmpSalvageTable *self = g_new0 (AmpSalvageTable, 1);

  self->file = strcmp (source->schema, "main") == 0 ? "casework.db" : "identity.db";
  self->table = g_strdup (source->name);
  self->pages = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->more = !source->reached;
  return self;
}

static gboolean
add_source (List *list, const char *name, const Entry *known, AmpSalvage *report, GError **error)
{
  AmpSalvager *self = list->salvager;
  AmpSource *source = g_new0 (AmpSource, 1);

  source->schema = list->schema;
  source->name = g_strdup (name);
  source->place = self->sources->len;
  g_ptr_array_add (self->sources, source);
  source->reached = is_readable (self->from, source) ||
                    (known != NULL && declare (self->from, list->schema, known->sql, known->root) &&
                     is_readable (self->from, source));
  source->told = table_new (source);
  g_ptr_array_add (report->tables, source->told);
  return !source->reached || look_at_columns (self, source, error);
}

/* What the search index and the counts (facts.h) keep is made anew: it would tell of what is lost.
 */
static gboolean
is_ours (const char *name)
{
  return !g_str_has_prefix (name, "sqlite_") && strcmp (name, "search") != 0 &&
         !g_str_has_prefix (name, "search_") && strcmp (name, "facts") != 0 &&
         !g_str_has_prefix (name, "facts_");
}

static gboolean
refuse_unknown (List *self, GHashTable *model, GError **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (is_ours (name) && !g_hash_table_contains (model, name))
      {
        g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NEWER,
                     "This program does not know the table %s", (const char *) name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
find_in (AmpSalvager *self, const char *schema, AmpSalvage *report, GError **error)
{
  g_autoptr (GHashTable) entries = entries_new ();
  g_autoptr (GHashTable) model = entries_new ();
  List list = {self, schema, entries};
  g_autoptr (GList) names = NULL;
  gboolean guess;

  if (!read_model (self->model, schema, model, error) ||
      !walk_list (&list, "sqlite_schema", NULL, error) ||
      (g_hash_table_size (entries) == 0 && !walk_lost_list (&list, error)) ||
      !refuse_unknown (&list, model, error))
    return FALSE;
  guess = is_like_model (&list, model);
  names = g_list_sort (g_hash_table_get_keys (model), (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    {
      const Entry *entry = g_hash_table_lookup (entries, name->data);

      if (entry == NULL && guess)
        entry = g_hash_table_lookup (model, name->data);
      if (is_ours (name->data) && !add_source (&list, name->data, entry, report, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
amp_salvage_find_tables (AmpSalvager *self, AmpSalvage *report, GError **error)
{
  self->sources = g_ptr_array_new_with_free_func (source_free);
  if (sqlite3_open (":memory:", &self->model) != SQLITE_OK || !fill_model (self->model, error))
    return FALSE;
  /* A list that is read in part is taken as it is; the first statement still fails. */
  sqlite3_db_config (self->from->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  (void) sqlite3_exec (self->from->db, "PRAGMA writable_schema=ON; SELECT 1 FROM sqlite_schema",
                       NULL, NULL, NULL);
  return find_in (self, "main", report, error) && find_in (self, "identity", report, error);
}
