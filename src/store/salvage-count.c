/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many rows are lost: ids that the other half of a record, an index or a reference still tells
 * of, and that were not read; and the numbers missing in the audit chain. */
#include "store/salvage.h"

#include "store/attachments-private.h"
#include "store/schema.h"

#include <string.h>

static gboolean
fail (AmpSalvager *self, GError **error)
{
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_FAILED, "Cannot count: %s",
               sqlite3_errmsg (self->notes));
  return FALSE;
}

gboolean
amp_salvage_open_notes (AmpSalvager *self, GError **error)
{
  static const char tables[] = "CREATE TABLE seen (place INTEGER, id INTEGER, "
                               "PRIMARY KEY (place, id)) WITHOUT ROWID;"
                               "CREATE TABLE told (place INTEGER, id INTEGER, "
                               "PRIMARY KEY (place, id)) WITHOUT ROWID;"
                               "BEGIN";

  if (sqlite3_open (":memory:", &self->notes) != SQLITE_OK ||
      sqlite3_exec (self->notes, tables, NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2 (self->notes, "INSERT OR IGNORE INTO seen VALUES (?1, ?2)", -1, &self->see,
                          NULL) != SQLITE_OK ||
      sqlite3_prepare_v2 (self->notes, "INSERT OR IGNORE INTO told VALUES (?1, ?2)", -1,
                          &self->tell, NULL) != SQLITE_OK)
    return fail (self, error);
  return TRUE;
}

static gboolean
note (AmpSalvager *self, sqlite3_stmt *statement, gint64 place, gint64 id, GError **error)
{
  int rc;

  sqlite3_bind_int64 (statement, 1, place);
  sqlite3_bind_int64 (statement, 2, id);
  rc = sqlite3_step (statement);
  sqlite3_reset (statement);
  return rc == SQLITE_DONE || fail (self, error);
}

gboolean
amp_salvage_see (AmpSalvager *self, const AmpSource *source, gint64 id, GError **error)
{
  return note (self, self->see, source->place, id, error);
}

/* --- Who tells of a row --- */

typedef struct
{
  AmpSalvager *salvager;
  const AmpSource *missing;
  int column;
} Telling;

static gboolean
take_id (AmpStatement *row, gpointer data, GError **error)
{
  Telling *self = data;

  return sqlite3_column_type (row->stmt, self->column) == SQLITE_NULL ||
         note (self->salvager, self->salvager->tell, self->missing->place,
               amp_statement_int (row, self->column), error);
}

static AmpSource *
find_source (AmpSalvager *self, const char *schema, const char *name)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      AmpSource *source = self->sources->pdata[i];

      if (strcmp (source->schema, schema) == 0 && strcmp (source->name, name) == 0)
        return source->reached ? source : NULL;
    }
  return NULL;
}

/* Every record has both halves, so the other one tells of all. */
static gboolean
ask_other_half (AmpSalvager *self, const AmpSource *missing, gboolean *all, GError **error)
{
  const char *other = strcmp (missing->schema, "main") == 0 ? "identity" : "main";
  const AmpSource *half = find_source (self, other, missing->name);
  g_autofree char *sql = NULL;

  if (half == NULL)
    return TRUE;
  *all |= half->whole;
  sql = g_strdup_printf ("INSERT OR IGNORE INTO told SELECT %" G_GINT64_FORMAT
                         ", id FROM seen WHERE place = %" G_GINT64_FORMAT,
                         missing->place, half->place);
  return sqlite3_exec (self->notes, sql, NULL, NULL, NULL) == SQLITE_OK || fail (self, error);
}

static gboolean
ask_index (
  AmpSalvager *self, const AmpSource *missing, const char *index, gboolean *all, GError **error)
{
  Telling telling = {self, missing, 0};
  g_autofree char *sql = g_strdup_printf ("SELECT \"%s\" FROM %s.\"%s\" INDEXED BY \"%s\"",
                                          missing->keys[0], missing->schema, missing->name, index);
  g_autoptr (AmpStatement) statement = amp_statement_new (self->from, sql, NULL);
  int on_row;

  if (statement == NULL)
    return TRUE;
  while ((on_row = amp_salvage_step (self, statement, error)) > 0)
    if (!take_id (statement, &telling, error))
      return FALSE;
  *all |= on_row == 0;
  return on_row != -2;
}

/* Every row is in every index of its table. */
static gboolean
ask_indexes (AmpSalvager *self, const AmpSource *missing, gboolean *all, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int on_row;

  if (!missing->reached)
    return TRUE;
  statement =
    amp_statement_borrow (self->from, "SELECT name FROM pragma_index_list (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_text (statement, 1, missing->name);
  amp_statement_bind_text (statement, 2, missing->schema);
  while ((on_row = amp_salvage_step (self, statement, error)) > 0)
    g_ptr_array_add (names, g_strdup (amp_statement_text (statement, 0)));
  for (guint i = 0; on_row != -2 && i < names->len && !*all; i++)
    if (!ask_index (self, missing, names->pdata[i], all, error))
      return FALSE;
  return on_row != -2;
}

static gboolean
ask_field (AmpSalvager *self,
           const AmpSource *missing,
           const AmpEntity *entity,
           const AmpField *field,
           GError **error)
{
  Telling telling = {self, missing, 1};
  AmpSource *source = find_source (self, amp_schema_of_field (field), entity->name);
  g_autofree char *column = g_strdup_printf ("\"%s\"", field->name);
  g_autofree char *wanted = NULL;

  if (source == NULL || source->columns == NULL)
    return TRUE;
  /* An older vault may not have it. */
  wanted = g_strdup_printf ("%s,", column);
  if (strstr (source->columns, wanted) == NULL && !g_str_has_suffix (source->columns, column))
    return TRUE;
  return amp_salvage_walk (self, source, column, take_id, &telling, NULL, error);
}

/* Records that refer to one of the missing, and its codes. */
static gboolean
ask_references (AmpSalvager *self, const AmpSource *missing, GError **error)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        const AmpField *field = &(*entity)->fields[i];
        Telling telling = {self, missing, 0};
        g_autofree char *name = g_strdup_printf ("%s__%s", (*entity)->name, field->name);
        AmpSource *codes = find_source (self, amp_schema_of_field (field), name);

        if (field->kind == AMP_KIND_REF && strcmp (field->refers, missing->name) == 0 &&
            !ask_field (self, missing, *entity, field, error))
          return FALSE;
        if (codes != NULL && strcmp ((*entity)->name, missing->name) == 0 &&
            !amp_salvage_walk (self, codes, NULL, take_id, &telling, NULL, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
count_missing (AmpSalvager *self, const AmpSource *missing, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT count(*) FROM told t WHERE place = %" G_GINT64_FORMAT
    " AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.place = t.place AND s.id = t.id)",
    missing->place);
  sqlite3_stmt *statement = NULL;
  gboolean counted = sqlite3_prepare_v2 (self->notes, sql, -1, &statement, NULL) == SQLITE_OK &&
                     sqlite3_step (statement) == SQLITE_ROW;

  if (counted)
    missing->told->n_lost += (guint64) sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return counted || fail (self, error);
}

static gboolean
count_records (AmpSalvager *self, const AmpSource *missing, GError **error)
{
  gboolean all = FALSE;

  if (amp_attachments_is_chunks (missing->name))
    {
      if (!ask_indexes (self, missing, &all, error) || !count_missing (self, missing, error))
        return FALSE;
      missing->told->more = !all;
      return TRUE;
    }
  if (amp_entity_find (missing->name) == NULL)
    return TRUE;
  if (!ask_other_half (self, missing, &all, error) ||
      (!all && !ask_indexes (self, missing, &all, error)) ||
      (!all && !ask_references (self, missing, error)) || !count_missing (self, missing, error))
    return FALSE;
  missing->told->more = !all;
  return TRUE;
}

/* --- The audit chain --- */

static void
add_gap (AmpSalvage *report, const AmpSource *chain, guint64 first, guint64 last)
{
  guint64 gap[2] = {first, last};

  g_array_append_vals (report->gaps, gap, 2);
  chain->told->n_lost += last - first + 1;
}

static void
find_head (AmpSalvager *self)
{
  g_autoptr (AmpStatement) statement = NULL;
  const void *hash;
  gsize length;

  if (find_source (self, "identity", "vault_state") != NULL)
    statement = amp_statement_new (self->from,
                                   "SELECT audit_seq, audit_hash FROM identity.vault_state", NULL);
  if (statement == NULL || amp_statement_step (statement, NULL) != 1)
    return;
  hash = amp_statement_blob (statement, 1, &length);
  if (length != AMP_HASH_BYTES)
    return;
  self->head_seq = (guint64) amp_statement_int (statement, 0);
  memcpy (self->head_hash, hash, AMP_HASH_BYTES);
}

static gboolean
find_gaps_of (AmpSalvager *self, AmpSalvage *report, const AmpSource *chain, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT id FROM seen WHERE place = %" G_GINT64_FORMAT " ORDER BY id", chain->place);
  guint64 next = 1;
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (self->notes, sql, -1, &statement, NULL);

  while (rc == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    {
      guint64 seq = (guint64) sqlite3_column_int64 (statement, 0);

      if (seq > next)
        add_gap (report, chain, next, seq - 1);
      next = seq + 1;
    }
  sqlite3_finalize (statement);
  find_head (self);
  if (self->head_seq >= next)
    add_gap (report, chain, next, self->head_seq);
  chain->told->more = chain->told->more && self->head_seq == 0;
  return rc == SQLITE_OK || fail (self, error);
}

static gboolean
is_chain (const AmpSource *source)
{
  return strcmp (source->name, "audit_event") == 0;
}

gboolean
amp_salvage_find_gaps (AmpSalvager *self, AmpSalvage *report, GError **error)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (is_chain (self->sources->pdata[i]))
      return find_gaps_of (self, report, self->sources->pdata[i], error);
  return TRUE;
}

gboolean
amp_salvage_count (AmpSalvager *self, GError **error)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      const AmpSource *source = self->sources->pdata[i];

      if (!is_chain (source) && source->told->more && !count_records (self, source, error))
        return FALSE;
    }
  return TRUE;
}
