/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that is recorded, as our own CSV (amparo-csv.h). */
#include "domain/export-private.h"

#include "domain/amparo-csv.h"
#include "domain/csv.h"

typedef struct
{
  AmpExport *export;
  GString *text;
  GHashTable *places; /* entity -> first column of it, its id */
  gsize n_columns;
  GHashTable *people; /* set of gint64 *: those whose own records are written */
} Table;

static void
table_init (Table *self, AmpExport *export)
{
  const AmpEntity *const *entities = amp_entities ();
  g_auto (GStrv) header = amp_amparo_csv_header ();
  gsize n = 1;

  self->export = export;
  self->text = g_string_new (NULL);
  self->places = g_hash_table_new (NULL, NULL);
  self->people = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (gsize e = 0; entities[e] != NULL; e++)
    {
      g_hash_table_insert (self->places, (gpointer) entities[e], GSIZE_TO_POINTER (n));
      n += 1 + entities[e]->n_fields;
    }
  self->n_columns = n;
  amp_csv_append_row (self->text, (const char *const *) header, n);
}

static void
table_clear (Table *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->people);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

/* The programme goes out in tables of its own: there an activity is called by its code, which is
 * the same in every office that reads them. NULL: none that is there. */
static char *
call_activity (Table *self, const AmpRecord *record, const AmpField *field)
{
  gint64 id = amp_record_get_int (record, field->name, 0);
  g_autoptr (AmpRecord) activity = NULL;

  if (field->kind != AMP_KIND_REF || id == 0 || !g_str_equal (field->refers, "activity"))
    return NULL;
  activity = amp_store_load (self->export->store, amp_entity_find (field->refers), id, NULL);
  return activity != NULL ? g_strdup (amp_record_get (activity, "code")) : NULL;
}

/* One row of several records; NULL ones are left out. */
static void
append_row (Table *self, const char *kind, const AmpRecord *const *records, gsize n_records)
{
  g_autofree const char **cells = g_new0 (const char *, self->n_columns);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  cells[0] = kind;
  for (gsize r = 0; r < n_records; r++)
    {
      const AmpEntity *entity = records[r] != NULL ? amp_record_entity (records[r]) : NULL;
      gsize place = GPOINTER_TO_SIZE (g_hash_table_lookup (self->places, entity));

      if (entity == NULL)
        continue;
      cells[place] = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (records[r]));
      g_ptr_array_add (ids, (gpointer) cells[place]);
      for (gsize i = 0; i < entity->n_fields; i++)
        {
          char *code = call_activity (self, records[r], &entity->fields[i]);

          cells[place + 1 + i] =
            code != NULL ? code : amp_record_get (records[r], entity->fields[i].name);
          if (code != NULL)
            g_ptr_array_add (ids, code);
        }
    }
  amp_csv_append_row (self->text, cells, self->n_columns);
}

static GPtrArray *
children (Table *self, const char *entity, const char *parent, gint64 parent_id, GError **error)
{
  return amp_store_children (self->export->store, amp_entity_find (entity), parent, parent_id,
                             error);
}

static gboolean append_branches (Table *self, const char *entity, gint64 id, GError **error);

static gboolean
append_children (Table *self, const AmpEntity *entity, gint64 parent_id, guint from, GError **error)
{
  g_autoptr (GPtrArray) records = children (self, entity->name, entity->parent, parent_id, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (records, i);

      if (i >= from)
        append_row (self, entity->name, &record, 1);
      if (!append_branches (self, entity->name, amp_record_id (record), error))
        return FALSE;
    }
  return records != NULL;
}

/* All that hangs on a record, and what hangs on that. The first situation stands in the row of its
 * case already. */
static gboolean
append_branches (Table *self, const char *entity, gint64 id, GError **error)
{
  for (const AmpEntity *const *child = amp_entities (); *child != NULL; child++)
    {
      const AmpField *parent =
        (*child)->parent != NULL ? amp_entity_field (*child, (*child)->parent) : NULL;

      if (parent != NULL && g_str_equal (parent->refers, entity) &&
          !append_children (self, *child, id, g_str_equal ((*child)->name, "situation") ? 1 : 0,
                            error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
append_all (Table *self, const char *entity, GError **error)
{
  g_autoptr (GArray) ids = amp_export_ids (self->export, entity, "id", error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (AmpRecord) record = amp_store_load (self->export->store, amp_entity_find (entity),
                                                     g_array_index (ids, gint64, i), error);
      const AmpRecord *borrowed = record;

      if (record == NULL)
        return FALSE;
      append_row (self, entity, &borrowed, 1);
    }
  return ids != NULL;
}

static gboolean
append_person_records (Table *self, gint64 id, GError **error)
{
  if (g_hash_table_contains (self->people, &id))
    return TRUE;
  g_hash_table_add (self->people, g_memdup2 (&id, sizeof id));
  return append_branches (self, "person", id, error);
}

static gboolean
append_case (Table *self, gint64 id, GError **error)
{
  AmpStore *store = self->export->store;
  g_autoptr (AmpRecord) case_ = amp_store_load (store, amp_entity_find ("case"), id, error);
  g_autoptr (AmpRecord) person = NULL;
  g_autoptr (GPtrArray) situations = NULL;
  gint64 person_id;

  if (case_ == NULL)
    return FALSE;
  person_id = amp_record_get_int (case_, "person", 0);
  person = amp_store_load (store, amp_entity_find ("person"), person_id, error);
  situations = person != NULL ? children (self, "situation", "case", id, error) : NULL;
  if (situations == NULL)
    return FALSE;
  {
    const AmpRecord *const row[] = {person, case_,
                                    situations->len > 0 ? g_ptr_array_index (situations, 0) : NULL};

    append_row (self, "case", row, G_N_ELEMENTS (row));
  }
  return append_person_records (self, person_id, error) &&
         append_branches (self, "case", id, error);
}

/* People are recorded with a case; one without (a merge left her) still goes out. */
static gboolean
append_people_without_case (Table *self, GError **error)
{
  g_autoptr (GArray) ids = amp_export_ids (self->export, "person", "id", error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (AmpRecord) person = NULL;
      const AmpRecord *borrowed;

      if (g_hash_table_contains (self->people, &id))
        continue;
      person = amp_store_load (self->export->store, amp_entity_find ("person"), id, error);
      if (person == NULL)
        return FALSE;
      borrowed = person;
      append_row (self, "person", &borrowed, 1);
      if (!append_person_records (self, id, error))
        return FALSE;
    }
  return ids != NULL;
}

/* Of a merge, one of the two people is gone: what is left of it only serves to take it back. */
static gboolean
append_decisions (Table *self, GError **error)
{
  const AmpEntity *entity = amp_entity_find ("dup_decision");
  const char *paths[] = {"id", NULL};
  const AmpFilter filter = {"merged_into", AMP_OP_IS_NULL, NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (self->export->store, entity, paths, &filter, 1, "id", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      g_autoptr (AmpRecord) record =
        amp_store_load (self->export->store, entity, amp_cursor_int (cursor, 0), error);
      const AmpRecord *row = record;

      if (record == NULL)
        return FALSE;
      append_row (self, entity->name, &row, 1);
    }
  return more == 0;
}

GBytes *
amp_export_amparo_csv (AmpExport *self, GError **error)
{
  g_auto (Table) table = {0};
  g_autoptr (GArray) ids = NULL;

  table_init (&table, self);
  if (!append_all (&table, "user", error) || !append_all (&table, "institution", error))
    return NULL;
  ids = amp_export_ids (self, "case", "id", error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !append_case (&table, g_array_index (ids, gint64, i), error))
        return NULL;
      amp_progress_set (self->progress, i, ids->len);
    }
  if (ids == NULL || !append_people_without_case (&table, error) ||
      !append_all (&table, "task", error) || !append_all (&table, "approval", error) ||
      !append_decisions (&table, error))
    return NULL;
  return g_string_free_to_bytes (g_steal_pointer (&table.text));
}
