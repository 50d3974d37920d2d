/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Digests of records, read back from the tables themselves. */
#include "store/record-digest.h"

#include "store/statement.h"

#include <string.h>

#define PREFIX "amparo record 1"
#define FIRST_VALUE 2 /* columns of the statements: id, created_at, then the values */

typedef struct
{
  char *name; /* column, or ENTITY__FIELD */
  char *sql;  /* what reads it; aliases m and i */
  gboolean codes;
} Value;

typedef struct
{
  char *name;        /* of the table */
  char *one, *all;   /* SQL */
  GPtrArray *values; /* of Value, by name */
} Layout;

static void
value_free (gpointer data)
{
  Value *self = data;

  g_free (self->name);
  g_free (self->sql);
  g_free (self);
}

void
amp_digest_layout_free (gpointer data)
{
  Layout *self = data;

  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->one);
  g_free (self->all);
  g_ptr_array_unref (self->values);
  g_free (self);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const Value *one = *(Value *const *) a, *other = *(Value *const *) b;

  return strcmp (one->name, other->name);
}

static void
add_value (Layout *self, const char *half, const char *name)
{
  Value *value = g_new0 (Value, 1);

  value->name = g_strdup (name);
  value->sql = g_strdup_printf ("%s.\"%s\"", half, name);
  g_ptr_array_add (self->values, value);
}

static void
add_codes (Layout *self, const char *schema, const char *table)
{
  Value *value = g_new0 (Value, 1);

  value->name = g_strdup (table);
  value->codes = TRUE;
  value->sql = g_strdup_printf ("(SELECT group_concat (code, ';') FROM (SELECT code FROM %s.\"%s\" "
                                "WHERE owner = m.id ORDER BY code))",
                                schema, table);
  g_ptr_array_add (self->values, value);
}

/* The columns of both halves and the tables of codes: "m", "i", "main" or "identity", and a name.
 */
static gboolean
read_values (AmpStore *store, Layout *self, gboolean *has_identity, GError **error)
{
  static const char sql[] =
    "SELECT 'm', name FROM pragma_table_info (?1, 'main') UNION ALL "
    "SELECT 'i', name FROM pragma_table_info (?1, 'identity') WHERE name NOT IN ('id', 'rev') "
    "UNION ALL SELECT 'main', name FROM main.sqlite_master "
    "WHERE type = 'table' AND name GLOB ?1 || '__*' "
    "UNION ALL SELECT 'identity', name FROM identity.sqlite_master "
    "WHERE type = 'table' AND name GLOB ?1 || '__*' "
    "UNION ALL SELECT 'half', name FROM identity.sqlite_master WHERE type = 'table' AND name = ?1";
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, sql, error);
  int on_row;

  *has_identity = FALSE;
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_text (statement, 1, self->name);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      const char *where = amp_statement_text (statement, 0);
      const char *name = amp_statement_text (statement, 1);

      if (strcmp (where, "half") == 0)
        *has_identity = TRUE;
      else if (strlen (where) == 1)
        add_value (self, where, name);
      else
        add_codes (self, where, name);
    }
  return on_row == 0;
}

static Layout *
layout_new (AmpStore *store, const char *table, GError **error)
{
  Layout *self = g_new0 (Layout, 1);
  g_autoptr (GString) sql = g_string_new ("SELECT m.id, m.created_at");
  gboolean has_identity;

  self->name = g_strdup (table);
  self->values = g_ptr_array_new_with_free_func (value_free);
  if (!read_values (store, self, &has_identity, error))
    {
      amp_digest_layout_free (self);
      return NULL;
    }
  g_ptr_array_sort (self->values, compare_values);
  for (guint i = 0; i < self->values->len; i++)
    g_string_append_printf (sql, ", %s", ((Value *) self->values->pdata[i])->sql);
  g_string_append_printf (sql, " FROM main.\"%s\" m", table);
  if (has_identity)
    g_string_append_printf (sql, " LEFT JOIN identity.\"%s\" i ON i.id = m.id", table);
  self->all = g_strdup (sql->str);
  self->one = g_strconcat (sql->str, " WHERE m.id = ?1", NULL);
  return self;
}

static const Layout *
layout_of (AmpStore *store, const char *table, GError **error)
{
  Layout *self = g_hash_table_lookup (store->digests, table);

  if (self == NULL)
    {
      self = layout_new (store, table, error);
      if (self != NULL)
        g_hash_table_insert (store->digests, self->name, self);
    }
  return self;
}

/* --- The bytes --- */

static void
append (GByteArray *bytes, const char *text, gsize length)
{
  guint32 little = GUINT32_TO_LE ((guint32) length);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

static void
append_codes (GByteArray *bytes, const Value *value, const char *codes, gsize length)
{
  const char *end = codes + length;

  while (codes != NULL)
    {
      const char *next = memchr (codes, ';', (gsize) (end - codes));

      append (bytes, value->name, strlen (value->name));
      append (bytes, codes, (gsize) ((next == NULL ? end : next) - codes));
      codes = next == NULL ? NULL : next + 1;
    }
}

static gboolean
digest_row (AmpStore *store,
            const Layout *layout,
            AmpStatement *row,
            guint8 out[AMP_HASH_BYTES],
            GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (1024);
  gboolean hashed;

  g_byte_array_append (bytes, (const guint8 *) PREFIX, sizeof PREFIX - 1);
  append (bytes, layout->name, strlen (layout->name));
  for (guint i = 0; i < layout->values->len; i++)
    {
      const Value *value = layout->values->pdata[i];
      const char *text = amp_statement_text (row, FIRST_VALUE + (int) i);
      /* Not up to the first NUL: what stands behind one was put there by nobody of ours. */
      gsize length = (gsize) sqlite3_column_bytes (row->stmt, FIRST_VALUE + (int) i);

      if (text == NULL)
        continue;
      if (value->codes)
        append_codes (bytes, value, text, length);
      else
        {
          append (bytes, value->name, strlen (value->name));
          append (bytes, text, length);
        }
    }
  hashed =
    amp_vault_keyed_hash (store->vault, AMP_KEYED_BLIND_INDEX, bytes->data, bytes->len, out, error);
  explicit_bzero (bytes->data, bytes->len);
  return hashed;
}

gboolean
amp_record_digest (
  AmpStore *store, const char *table, gint64 id, guint8 out[AMP_HASH_BYTES], GError **error)
{
  const Layout *layout = layout_of (store, table, error);
  g_autoptr (AmpStatement) statement =
    layout == NULL ? NULL : amp_statement_borrow (store, layout->one, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  if (on_row > 0)
    return digest_row (store, layout, statement, out, error);
  if (on_row == 0)
    g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND, "%s: no record of that id",
                 table);
  return FALSE;
}

/* --- All of them --- */

/* Tables of records, also of entities that only a newer program knows. */
static GPtrArray *
record_tables (AmpStore *store, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AmpStatement) statement =
    amp_statement_borrow (store,
                          "SELECT t.name FROM main.sqlite_master t WHERE t.type = 'table' AND "
                          "(SELECT count(*) FROM pragma_table_info (t.name, 'main') "
                          "WHERE name IN ('rev', 'created_at', 'updated_by', 'deleted_at')) = 4 "
                          "ORDER BY t.name",
                          error);
  int on_row = -1;

  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    g_ptr_array_add (tables, g_strdup (amp_statement_text (statement, 0)));
  return on_row == 0 ? g_steal_pointer (&tables) : NULL;
}

static gboolean
digest_table (
  AmpStore *store, const char *table, AmpRecordDigestFunc func, gpointer data, GError **error)
{
  const Layout *layout = layout_of (store, table, error);
  g_autoptr (AmpStatement) row =
    layout == NULL ? NULL : amp_statement_borrow (store, layout->all, error);
  int on_row;

  if (row == NULL)
    return FALSE;
  while ((on_row = amp_statement_step (row, error)) > 0)
    {
      guint8 digest[AMP_HASH_BYTES];

      if (!digest_row (store, layout, row, digest, error) ||
          !func (table, amp_statement_int (row, 0), amp_statement_text (row, 1), digest, data,
                 error))
        return FALSE;
    }
  return on_row == 0;
}

gboolean
amp_record_digest_all (AmpStore *store, AmpRecordDigestFunc func, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) tables = record_tables (store, error);

  for (guint i = 0; tables != NULL && i < tables->len; i++)
    if (!digest_table (store, tables->pdata[i], func, data, error))
      return FALSE;
  return tables != NULL;
}

gboolean
amp_record_digest_count (AmpStore *store, guint64 *n, GError **error)
{
  g_autoptr (GPtrArray) tables = record_tables (store, error);

  *n = 0;
  for (guint i = 0; tables != NULL && i < tables->len; i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("SELECT count(*) FROM main.\"%s\"", (const char *) tables->pdata[i]);
      gint64 rows;

      if (!amp_sql_int (store, sql, &rows, error))
        return FALSE;
      *n += (guint64) rows;
    }
  return tables != NULL;
}
