/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trees of a database page by page. */
#include "salvage-trees.h"

#include <string.h>

void
leaf_free (gpointer data)
{
  Leaf *self = data;

  g_free (self->table);
  g_free (self->path);
  g_free (self);
}

/* --- What there is --- */

/* Tables in which every row of a tree is a row; those of the search index and of the counts are
 * made anew. */
GPtrArray *
list_tables (sqlite3 *db, const char *schema)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *sql =
    g_strdup_printf ("SELECT name FROM %s.sqlite_schema WHERE type = 'table' AND rootpage > 0 "
                     "AND name NOT LIKE 'search%%' AND name NOT LIKE 'facts%%' AND name NOT LIKE "
                     "'code\\_%%' ESCAPE '\\'",
                     schema);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  return names;
}

/* Each row as text, behind the name of its table. */
void
list_rows (sqlite3 *db, const char *schema, const char *table, GHashTable *rows)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s.\"%s\"", schema, table);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      GString *row = g_string_new (NULL);

      g_string_printf (row, "%s.%s", schema, table);
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          gsize length = (gsize) sqlite3_column_bytes (statement, i);
          g_autofree char *hash = g_compute_checksum_for_data (
            G_CHECKSUM_MD5, sqlite3_column_blob (statement, i), length);

          g_string_append_printf (row, "|%s", hash);
        }
      g_hash_table_add (rows, g_string_free (row, FALSE));
    }
  sqlite3_finalize (statement);
}

void
list_pages (sqlite3 *db, const char *schema, GPtrArray *pages)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT name, path, pagetype, pageno, ncell, name IN (SELECT name FROM %s.sqlite_schema WHERE "
    "sql LIKE '%%WITHOUT ROWID%%') FROM dbstat('%s')",
    schema, schema);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      Leaf *page = g_new0 (Leaf, 1);
      const char *type = (const char *) sqlite3_column_text (statement, 2);

      page->table = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      page->path = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      page->overflow = strcmp (type, "overflow") == 0;
      page->leaf = strcmp (type, "leaf") == 0;
      page->page = (guint32) sqlite3_column_int64 (statement, 3);
      if (page->leaf || sqlite3_column_int (statement, 5) != 0)
        page->n_rows = (guint64) sqlite3_column_int64 (statement, 4);
      g_ptr_array_add (pages, page);
    }
  sqlite3_finalize (statement);
}

/* The leaf or inner page that an overflow page belongs to, and which of its cells. */
char *
cell_of (const Leaf *overflow)
{
  return g_strndup (overflow->path, (gsize) (strchr (overflow->path, '+') - overflow->path));
}

gboolean
is_below (const Leaf *page, const Leaf *lost)
{
  return !lost->overflow && strcmp (page->table, lost->table) == 0 &&
         g_str_has_prefix (page->path, lost->path);
}

gboolean
is_lost (const Leaf *page, const GPtrArray *lost)
{
  for (guint i = 0; i < lost->len; i++)
    if (is_below (page, lost->pdata[i]))
      return TRUE;
  return FALSE;
}

/* How many rows of a table are lost with some pages of its database. */
guint64
rows_lost (GPtrArray *pages, const GPtrArray *lost, const char *table)
{
  g_autoptr (GHashTable) cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 n = 0;

  for (guint i = 0; i < pages->len; i++)
    {
      const Leaf *page = pages->pdata[i];

      if (strcmp (page->table, table) == 0 && !page->overflow && is_lost (page, lost))
        n += page->n_rows;
    }
  for (guint i = 0; i < lost->len; i++)
    {
      const Leaf *page = lost->pdata[i];

      if (page->overflow && strcmp (page->table, table) == 0 && !is_lost (page, lost))
        g_hash_table_add (cells, cell_of (page));
    }
  return n + g_hash_table_size (cells);
}

guint
count_pairs (GPtrArray *pages, const GPtrArray *lost, const char *table)
{
  gboolean before = FALSE;
  guint n = 0;

  for (guint i = 0; i < pages->len; i++)
    {
      const Leaf *page = pages->pdata[i];

      if (strcmp (page->table, table) != 0 || !page->leaf)
        continue;
      n += before && is_lost (page, lost);
      before = is_lost (page, lost);
    }
  return n;
}

static void
make_long (AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);

  for (gsize i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].kind == AMP_KIND_LONG_TEXT)
      {
        g_autofree char *text = g_strnfill (9000, 'z');

        g_assert_true (amp_record_set (record, entity->fields[i].name, text, NULL));
        return;
      }
}

static gssize
give_zeros (gpointer data, void *buffer, gsize length, GCancellable *cancellable, GError **error)
{
  gsize *left = data, n = MIN (length, *left);

  (void) cancellable;
  (void) error;
  memset (buffer, 0, n);
  *left -= n;
  return (gssize) n;
}

/* Enough for trees with inner pages and for rows that need pages of their own. */
void
fill_trees (Fixture *fixture)
{
  static const char *const kinds[] = {"service", "referral", "note", "consent"};
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_begin (fixture->store, &error));
  for (guint n = 0; n < 100; n++)
    {
      g_autoptr (AmpRecord) record = fixture_record (fixture, kinds[n % G_N_ELEMENTS (kinds)], n);
      g_autofree char *key = g_strdup_printf ("case:%u", n * 7);
      g_autofree char *text = g_strnfill (60 + n * 70, 'x');

      if (n % 8 == 2)
        make_long (record);
      g_assert_true (amp_store_save (fixture->store, record, NULL, &error));
      g_assert_true (amp_store_draft_put (fixture->store, key, text, &error));
    }
  for (guint n = 1; n < 4; n++)
    {
      g_autoptr (AmpRecord) record = fixture_record (fixture, "attachment", n);
      g_autoptr (AmpRecord) document = fixture_record (fixture, "document", n);
      gsize left = n * 7000, rest = n * 5000;

      g_assert_true (amp_store_attachment_add (fixture->store, record, give_zeros, &left, NULL,
                                               NULL, NULL, &error));
      g_assert_true (amp_store_attachment_add (fixture->store, document, give_zeros, &rest, NULL,
                                               NULL, NULL, &error));
    }
  g_assert_true (amp_store_commit (fixture->store, &error));
  g_assert_no_error (error);
}
