/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a damaged vault into a new one: table by table what can be read, then what the program needs
 * beside it, in one transaction. */
#include "store/salvage.h"

#include "store/audit.h"
#include "store/layout.h"
#include "store/losses.h"
#include "store/search.h"

#include <string.h>

typedef struct
{
  AmpSalvager *salvager;
  AmpSource *source;
  AmpStore *into;       /* NULL: only looks */
  AmpStatement *insert; /* the same */
} Copy;

static void
table_free (gpointer data)
{
  AmpSalvageTable *self = data;

  g_free (self->table);
  g_array_unref (self->pages);
  g_free (self);
}

void
amp_salvage_free (AmpSalvage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->tables);
  g_array_unref (self->gaps);
  g_free (self);
}

/* --- Rows --- */

/* 1: written; 0: the new table does not take it; -1: failure. */
static int
insert_row (Copy *self, AmpStatement *row, int first, GError **error)
{
  g_autoptr (GError) local = NULL;

  for (int i = 0; i < self->source->n_columns; i++)
    sqlite3_bind_value (self->insert->stmt, i + 1, sqlite3_column_value (row->stmt, first + i));
  if (amp_statement_run (self->insert, &local))
    return 1;
  if (g_error_matches (local, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID))
    return 0;
  g_propagate_error (error, g_steal_pointer (&local));
  return -1;
}

static gboolean
take_row (AmpStatement *row, gpointer data, GError **error)
{
  Copy *self = data;
  gboolean two = self->source->keys[1] != NULL;
  int written = self->insert == NULL ? 1 : insert_row (self, row, two ? 2 : 1, error);

  if (written < 0)
    return FALSE;
  if (written == 0)
    self->source->told->n_lost++;
  else
    self->source->told->n_kept++;
  return two || amp_salvage_see (self->salvager, self->source, amp_statement_int (row, 0), error);
}

/* The lists are the program's own, and there already. Only a code that it has forgotten is taken
 * over. */
static gboolean
copy_codes (Copy *self, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s.\"%s\"", self->source->columns,
                                          self->source->schema, self->source->name);
  g_autoptr (AmpStatement) row = amp_statement_new (self->salvager->from, sql, error);
  int on_row;

  if (row == NULL)
    return FALSE;
  while ((on_row = amp_salvage_step (self->salvager, row, error)) > 0)
    {
      if (self->insert != NULL && insert_row (self, row, 0, error) < 0)
        return FALSE;
      self->source->told->n_kept++;
    }
  return on_row != -2;
}

static gboolean
make_insert (Copy *self, GError **error)
{
  const AmpSource *source = self->source;
  /* The key of whoever salvages and the program's codes are there already. */
  gboolean there = source->keys[0] == NULL || strcmp (source->name, "user_key") == 0;
  g_autoptr (GString) sql = g_string_new (there ? "INSERT OR IGNORE" : "INSERT");

  if (self->into == NULL || strcmp (source->name, "vault_state") == 0)
    return TRUE;
  g_string_append_printf (sql, " INTO %s.\"%s\" (%s) VALUES (", source->schema, source->name,
                          source->columns);
  for (int i = 0; i < source->n_columns; i++)
    g_string_append (sql, i > 0 ? ", ?" : "?");
  g_string_append_c (sql, ')');
  self->insert = amp_statement_new (self->into, sql->str, error);
  return self->insert != NULL;
}

static gboolean
copy_source (AmpSalvager *salvager, AmpSource *source, AmpStore *into, GError **error)
{
  Copy copy = {salvager, source, into, NULL};
  gboolean copied;

  if (!source->reached)
    return TRUE;
  copied = make_insert (&copy, error) &&
           (source->keys[0] == NULL ? copy_codes (&copy, error)
                                    : amp_salvage_walk (salvager, source, source->columns, take_row,
                                                        &copy, &source->whole, error));
  amp_statement_release (copy.insert);
  return copied;
}

static gboolean
copy_all (AmpSalvager *self, AmpStore *into, GError **error)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      if (!copy_source (self, self->sources->pdata[i], into, error))
        return FALSE;
      amp_progress_set (self->progress, i + 1, self->sources->len);
    }
  return TRUE;
}

/* --- What the program needs beside it --- */

/* A record without its other half could not be opened. */
static gboolean
complete_halves (AmpStore *into, const AmpEntity *entity, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("INSERT INTO identity.\"%s\" (id, rev) SELECT id, rev FROM main.\"%s\" m "
                     "WHERE NOT EXISTS (SELECT 1 FROM identity.\"%s\" i WHERE i.id = m.id)",
                     entity->name, entity->name, entity->name);

  return amp_sql_exec (into, sql, error);
}

static gboolean
complete (AmpStore *into, GError **error)
{
  into->bulk = TRUE; /* gathers the entries of the search index */
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    if (amp_layout_get (into, *entity)->has_identity && !complete_halves (into, *entity, error))
      return FALSE;
  if (!amp_search_fill (into, error))
    return FALSE;
  into->bulk = FALSE;
  return TRUE;
}

/* --- What is not there, in the log --- */

static gboolean
tell_losses (AmpSalvager *self, AmpStore *into, const AmpSalvage *report, GError **error)
{
  g_autoptr (AmpLosses) losses = amp_losses_new ();
  g_auto (GStrv) fields = NULL;

  if (!amp_losses_find_orphans (losses, into, error))
    return FALSE;
  for (guint i = 0; i < self->sources->len; i++)
    {
      const AmpSource *source = self->sources->pdata[i];

      source->told->n_orphans = amp_losses_get_orphans (losses, source->schema, source->name);
    }
  for (guint i = 0; i + 1 < report->gaps->len; i += 2)
    amp_losses_add_gap (losses, g_array_index (report->gaps, guint64, i),
                        g_array_index (report->gaps, guint64, i + 1));
  fields = amp_losses_to_fields (losses);
  return amp_audit_take_stock (into, error) &&
         amp_audit_append (into, AMP_AUDIT_RESTORE, NULL, 0, (const char *const *) fields,
                           AMP_LOSSES_REASON, error);
}

/* The chain of the old vault goes on; where its last events are lost, from the last one that
 * identity.db knows of, so that no number stands for two. */
static gboolean
go_on_with_chain (AmpSalvager *self, AmpStore *into, GError **error)
{
  into->head_known = FALSE;
  if (!amp_audit_load_head (into, error))
    return FALSE;
  if (self->head_seq > into->head_seq)
    {
      into->head_seq = self->head_seq;
      memcpy (into->head_hash, self->head_hash, AMP_HASH_BYTES);
    }
  return TRUE;
}

/* --- All of it --- */

static gboolean
write_all (AmpSalvager *self, AmpStore *into, AmpSalvage *report, GError **error)
{

  /* Rows come in any order, and some may refer to lost ones. */
  if (!amp_sql_exec (into, "PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON", error) ||
      !amp_store_begin (into, error))
    return FALSE;
  if (!copy_all (self, into, error) || !amp_salvage_find_gaps (self, report, error) ||
      !go_on_with_chain (self, into, error) || !complete (into, error) ||
      !tell_losses (self, into, report, error))
    {
      amp_store_rollback (into);
      return FALSE;
    }
  return amp_store_commit (into, error);
}

static gboolean
salvage (AmpSalvager *self, AmpVault *fresh, AmpSalvage *report, GError **error)
{
  g_autoptr (AmpStore) into = NULL;

  if (!amp_salvage_open_notes (self, error) || !amp_salvage_find_tables (self, report, error))
    return FALSE;
  if (fresh == NULL)
    return copy_all (self, NULL, error) && amp_salvage_find_gaps (self, report, error) &&
           amp_salvage_count (self, error);
  into = amp_store_open (fresh, error);
  return into != NULL && write_all (self, into, report, error) && amp_salvage_count (self, error);
}

static void
salvager_clear (AmpSalvager *self)
{
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  sqlite3_finalize (self->see);
  sqlite3_finalize (self->tell);
  sqlite3_close (self->notes);
  sqlite3_close (self->model);
  amp_store_close (self->from);
}

AmpSalvage *
amp_store_salvage (AmpVault *damaged,
                   AmpVault *fresh,
                   AmpProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  AmpSalvager self = {.progress = progress, .cancellable = cancellable};
  g_autoptr (AmpSalvage) report = g_new0 (AmpSalvage, 1);
  gboolean done;

  g_return_val_if_fail (damaged != NULL, NULL);

  report->tables = g_ptr_array_new_with_free_func (table_free);
  report->gaps = g_array_new (FALSE, FALSE, sizeof (guint64));
  self.from = amp_store_connect (damaged, error);
  if (self.from == NULL)
    return NULL;
  done = salvage (&self, fresh, report, error);
  salvager_clear (&self);
  return done ? g_steal_pointer (&report) : NULL;
}
