/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of our own CSV into records, with the references between them (amparo-csv.h). */
#include "domain/import-amparo.h"

#include "domain/cases.h"
#include "domain/htcds.h"

#include <string.h>

static void
column_clear (gpointer data)
{
  g_free (((AmpAmparoColumn *) data)->title);
}

static void
later_clear (gpointer data)
{
  g_free (((AmpAmparoLater *) data)->target);
}

static void
part_clear (gpointer data)
{
  AmpAmparoPart *part = data;

  amp_record_free (part->record);
  g_free (part->key);
}

static void
row_clear (AmpAmparoRow *row)
{
  g_array_unref (row->parts);
  g_array_unref (row->later);
  g_string_free (row->kept, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpAmparoRow, row_clear)

const char *
amp_amparo_cell (const GPtrArray *cells, guint n)
{
  const char *text = n < cells->len ? g_ptr_array_index (cells, n) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

static void
remember (AmpAmparoFile *self, const char *key, gint64 id)
{
  if (key != NULL)
    g_hash_table_insert (self->ids, g_strdup (key), g_memdup2 (&id, sizeof id));
}

gint64
amp_amparo_known (AmpAmparoFile *self, const char *key)
{
  const gint64 *id = g_hash_table_lookup (self->ids, key);

  return id != NULL ? *id : 0;
}

/* --- Header --- */

static gboolean
read_header (AmpAmparoFile *self, GError **error)
{
  AmpSheet *sheet = self->import->sheet;
  guint n_known = 0;
  int rc = amp_sheet_next (sheet, error);

  if (rc < 0)
    return FALSE;
  self->kind_column = -1;
  for (guint i = 0; rc == 1 && i < amp_sheet_cells (sheet)->len; i++)
    {
      const char *title = amp_amparo_cell (amp_sheet_cells (sheet), i);
      AmpAmparoColumn column = {0};

      if (title != NULL && amp_amparo_csv_column (title, &column.entity, &column.field))
        n_known++;
      if (title != NULL && g_str_equal (title, "record"))
        self->kind_column = (gint) i;
      column.title = g_strdup (title);
      g_array_append_val (self->columns, column);
    }
  if (n_known >= 2)
    return TRUE;
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                       "The first row has no column titles like case.status");
  return FALSE;
}

/* --- References --- */

/* Users are those of this vault: by the name that the file gives them, or by number. */
static gint64
find_user (AmpAmparoFile *self, const char *text)
{
  g_autofree char *key = g_strconcat ("user:", text, NULL);
  gint64 id = amp_amparo_known (self, key);
  gint64 number = 0;

  if (id == 0 && g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &number, NULL) &&
      amp_import_index_has_user (self->import->index, number))
    id = number;
  return id;
}

/* Of this vault, by its code: the programme comes in before the cases, by tables of its own. */
static gint64
find_activity (AmpAmparoFile *self, const char *text)
{
  const AmpEntity *entity = amp_entity_find ("activity");
  g_autofree char *code = g_ascii_strup (text, -1);
  gint64 id = amp_store_find_unique (self->import->store, entity, "code", code, NULL);
  g_autoptr (AmpRecord) record = NULL;

  if (id <= 0)
    return 0;
  record = amp_store_load (self->import->store, entity, id, NULL);
  return record != NULL ? id : 0; /* not one that was deleted */
}

static void
take_reference (AmpAmparoRow *row,
                AmpRecord *record,
                const AmpAmparoColumn *column,
                const char *text)
{
  AmpAmparoFile *file = row->file;
  const AmpField *field = column->field;
  g_autofree char *key = g_strconcat (field->refers, ":", text, NULL);
  gboolean is_user = g_str_equal (field->refers, "user");
  gint64 id = is_user ? find_user (file, text) : amp_amparo_known (file, key);
  AmpAmparoLater later = {column->entity, 0, field, NULL, row->row};

  if (id == 0 && g_str_equal (field->refers, "activity"))
    id = find_activity (file, text);
  if (id != 0)
    {
      amp_record_set_int (record, field->name, id);
      return;
    }
  if (is_user)
    {
      amp_report_add (file->import->report, "unknown-person", row->row, column->title, text);
      amp_htcds_kept_add (row->kept, column->title, text);
      return;
    }
  /* The person of a case is on the same row, and a parent that is missing is told apart. */
  if (g_strcmp0 (column->entity->parent, field->name) == 0 ||
      g_str_equal (column->title, "case.person"))
    return;
  /* What the store cannot do without must come first, and an activity does not come in this file;
   * anything else may come later in it. */
  if ((field->flags & AMP_FIELD_REQUIRED) != 0 || g_str_equal (field->refers, "activity"))
    {
      amp_report_add (file->import->report, "unknown-record", row->row, column->title, text);
      amp_htcds_kept_add (row->kept, column->title, text);
      return;
    }
  later.target = g_steal_pointer (&key);
  g_array_append_val (row->later, later);
}

/* --- A row into records --- */

AmpRecord *
amp_amparo_record (AmpAmparoRow *row, const AmpEntity *entity)
{
  AmpAmparoPart fresh = {0};

  for (guint i = 0; i < row->parts->len; i++)
    if (g_array_index (row->parts, AmpAmparoPart, i).entity == entity)
      return g_array_index (row->parts, AmpAmparoPart, i).record;
  fresh.entity = entity;
  fresh.record = amp_record_new (entity);
  g_array_append_val (row->parts, fresh);
  return fresh.record;
}

AmpAmparoPart *
amp_amparo_part (AmpAmparoRow *row, const char *entity)
{
  for (guint i = 0; i < row->parts->len; i++)
    if (g_str_equal (g_array_index (row->parts, AmpAmparoPart, i).entity->name, entity))
      return &g_array_index (row->parts, AmpAmparoPart, i);
  return NULL;
}

static gboolean
belongs (const AmpAmparoRow *row, const AmpEntity *entity)
{
  if (g_str_equal (row->kind, entity->name))
    return TRUE;
  return g_str_equal (row->kind, "case") &&
         (g_str_equal (entity->name, "person") || g_str_equal (entity->name, "situation"));
}

static gboolean
is_link (const AmpAmparoColumn *column)
{
  return column->field != NULL && (g_str_equal (column->title, "case.number") ||
                                   g_str_equal (column->title, "person.pseudonym"));
}

static void
take_value (AmpAmparoRow *row, const AmpAmparoColumn *column, const char *text)
{
  AmpImport *import = row->file->import;
  AmpRecord *record = amp_amparo_record (row, column->entity);
  g_autofree char *value = NULL;
  gboolean kept = FALSE;

  /* Only the two that name things come in; the others are worked out again. */
  if ((column->field->flags & AMP_FIELD_DERIVED) != 0 && !is_link (column))
    return;
  if (column->field->kind == AMP_KIND_REF)
    {
      take_reference (row, record, column, text);
      return;
    }
  if (amp_record_set (record, column->field->name, text, NULL))
    return;
  value = amp_import_value (import, column->field, row->row, column->title, text, &kept);
  if (kept)
    amp_htcds_kept_add (row->kept, column->title, text);
  if (value != NULL)
    (void) amp_record_set (record, column->field->name, value, NULL);
}

static void
take_cell (AmpAmparoRow *row, const AmpAmparoColumn *column, const char *text)
{
  AmpReport *report = row->file->import->report;

  if (column != NULL && column->entity == NULL && g_strcmp0 (column->title, "record") == 0)
    return;
  if (column == NULL || column->entity == NULL || !belongs (row, column->entity))
    {
      if (column != NULL && column->entity != NULL && is_link (column))
        return;
      amp_report_add (
        report, column != NULL && column->title != NULL ? "unknown-column" : "column-without-title",
        row->row, column != NULL ? column->title : NULL, text);
      amp_htcds_kept_add (row->kept, column != NULL && column->title != NULL ? column->title : "-",
                          text);
      return;
    }
  if (column->field != NULL)
    {
      take_value (row, column, text);
      return;
    }
  (void) amp_amparo_record (row, column->entity);
  amp_amparo_part (row, column->entity->name)->key =
    g_strconcat (column->entity->name, ":", text, NULL);
}

/* What the row says of the case it belongs to, if not by a reference. */
static gint64
linked (AmpAmparoRow *row, const char *title)
{
  for (guint i = 0; i < row->file->columns->len; i++)
    {
      const AmpAmparoColumn *column = &g_array_index (row->file->columns, AmpAmparoColumn, i);
      const char *text = amp_amparo_cell (row->cells, i);

      if (text != NULL && g_strcmp0 (column->title, title) == 0)
        {
          g_autofree char *key = g_strconcat (title, ":", text, NULL);

          return amp_amparo_known (row->file, key);
        }
    }
  return 0;
}

static gboolean
cell_is_empty (AmpAmparoRow *row, const AmpEntity *entity, const AmpField *field)
{
  for (guint i = 0; i < row->file->columns->len; i++)
    {
      const AmpAmparoColumn *column = &g_array_index (row->file->columns, AmpAmparoColumn, i);

      if (column->entity == entity && column->field == field &&
          amp_amparo_cell (row->cells, i) != NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
amp_amparo_find_parent (AmpAmparoRow *row, AmpAmparoPart *part)
{
  const char *parent = part->entity->parent;
  const AmpField *field = parent != NULL ? amp_entity_field (part->entity, parent) : NULL;
  gint64 id = 0;

  if (field == NULL || amp_record_get (part->record, parent) != NULL)
    return TRUE;
  if (!cell_is_empty (row, part->entity, field))
    return FALSE;
  if (g_str_equal (field->refers, "case"))
    {
      id = linked (row, "case.number");
      if (id == 0)
        id = row->file->last_case;
    }
  else if (g_str_equal (field->refers, "person"))
    id = linked (row, "person.pseudonym");
  if (id != 0)
    amp_record_set_int (part->record, parent, id);
  return id != 0;
}

/* --- The file, row by row --- */

/* Only now, when the row is in, may others refer to it. */
static void
publish (AmpAmparoRow *row)
{
  AmpAmparoFile *file = row->file;

  for (guint i = 0; i < row->parts->len; i++)
    {
      const AmpAmparoPart *part = &g_array_index (row->parts, AmpAmparoPart, i);
      gint64 id = amp_record_id (part->record);

      remember (file, part->key, id);
      if (g_str_equal (part->entity->name, "case"))
        file->last_case = id;
      for (guint l = 0; l < row->later->len; l++)
        {
          AmpAmparoLater later = g_array_index (row->later, AmpAmparoLater, l);

          if (later.entity != part->entity)
            continue;
          later.id = id;
          later.target = g_strdup (later.target);
          g_array_append_val (file->later, later);
        }
    }
  /* As the file calls them, whatever they are called here. */
  for (guint i = 0; i < file->columns->len; i++)
    {
      const AmpAmparoColumn *column = &g_array_index (file->columns, AmpAmparoColumn, i);
      const char *text = amp_amparo_cell (row->cells, i);
      AmpAmparoPart *part =
        column->entity != NULL ? amp_amparo_part (row, column->entity->name) : NULL;

      if (text != NULL && part != NULL && is_link (column))
        {
          g_autofree char *key = g_strconcat (column->title, ":", text, NULL);

          remember (file, key, amp_record_id (part->record));
        }
    }
}

static void
take_user (AmpAmparoRow *row)
{
  AmpAmparoPart *part = amp_amparo_part (row, "user");
  const char *name = part != NULL ? amp_record_get (part->record, "display_name") : NULL;
  gint64 id = name != NULL ? amp_import_index_user (row->file->import->index, name) : 0;

  if (id != 0)
    remember (row->file, part->key, id);
}

static gboolean
store_row (AmpAmparoRow *row, GError **error)
{
  AmpImport *import = row->file->import;
  g_autoptr (GError) local = NULL;

  import->result->rows++;
  if (!amp_store_begin (import->store, error))
    return FALSE;
  if (amp_amparo_save_row (row, &local) && amp_store_commit (import->store, &local))
    {
      publish (row);
      amp_import_index_keep (import->index);
      import->result->imported++;
      return TRUE;
    }
  amp_store_rollback (import->store);
  amp_import_index_undo (import->index);
  if (g_str_equal (row->kind, "case"))
    row->file->last_case = 0;
  if (local == NULL)
    return TRUE;
  if (!amp_import_is_row_error (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  amp_import_report_refused (import, row->row, local);
  return TRUE;
}

static const char *
kind_of (AmpAmparoFile *self, const GPtrArray *cells)
{
  const char *kind =
    self->kind_column >= 0 ? amp_amparo_cell (cells, (guint) self->kind_column) : "case";
  const AmpEntity *entity = kind != NULL ? amp_entity_find (kind) : NULL;

  return entity != NULL ? entity->name : NULL;
}

static gboolean
import_row (AmpAmparoFile *self, GError **error)
{
  const GPtrArray *cells = amp_sheet_cells (self->import->sheet);
  g_auto (AmpAmparoRow) row = {0};

  row.file = self;
  row.row = amp_sheet_row (self->import->sheet);
  row.kind = kind_of (self, cells);
  row.cells = cells;
  row.parts = g_array_new (FALSE, TRUE, sizeof (AmpAmparoPart));
  g_array_set_clear_func (row.parts, part_clear);
  row.later = g_array_new (FALSE, TRUE, sizeof (AmpAmparoLater));
  g_array_set_clear_func (row.later, later_clear);
  row.kept = g_string_new (NULL);
  if (row.kind == NULL)
    {
      self->import->result->rows++;
      amp_report_add (self->import->report, "unknown-record-kind", row.row, "record",
                      self->kind_column >= 0 ? amp_amparo_cell (cells, (guint) self->kind_column)
                                             : NULL);
      return TRUE;
    }
  for (guint i = 0; i < cells->len; i++)
    if (amp_amparo_cell (cells, i) != NULL)
      take_cell (&row,
                 i < self->columns->len ? &g_array_index (self->columns, AmpAmparoColumn, i) : NULL,
                 amp_amparo_cell (cells, i));
  if (g_str_equal (row.kind, "user"))
    {
      take_user (&row);
      return TRUE;
    }
  return store_row (&row, error);
}

/* References to rows that came later in the file. */
static gboolean
resolve_later (AmpAmparoFile *self, GError **error)
{
  for (guint i = 0; i < self->later->len; i++)
    {
      const AmpAmparoLater *later = &g_array_index (self->later, AmpAmparoLater, i);
      gint64 target = amp_amparo_known (self, later->target);
      g_autoptr (AmpRecord) record = NULL;

      if (target == 0)
        {
          amp_report_add (self->import->report, "unknown-record", later->row, later->field->name,
                          strchr (later->target, ':') + 1);
          continue;
        }
      record = amp_store_load (self->import->store, later->entity, later->id, error);
      if (record == NULL)
        return FALSE;
      amp_record_set_int (record, later->field->name, target);
      if (!amp_cases_save (self->import->session, record, "import", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_blank (const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (amp_amparo_cell (cells, i) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_rows (AmpAmparoFile *self, GError **error)
{
  int rc;

  while ((rc = amp_sheet_next (self->import->sheet, error)) == 1)
    if (!is_blank (amp_sheet_cells (self->import->sheet)) &&
        (!amp_import_step (self->import, error) || !import_row (self, error)))
      return FALSE;
  return rc == 0 && resolve_later (self, error);
}

gboolean
amp_import_amparo (AmpImport *import, GError **error)
{
  AmpAmparoFile self = {0};
  gboolean ok;

  self.import = import;
  self.columns = g_array_new (FALSE, TRUE, sizeof (AmpAmparoColumn));
  g_array_set_clear_func (self.columns, column_clear);
  self.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.later = g_array_new (FALSE, TRUE, sizeof (AmpAmparoLater));
  g_array_set_clear_func (self.later, later_clear);
  ok = read_header (&self, error) && read_rows (&self, error);
  g_array_unref (self.columns);
  g_hash_table_unref (self.ids);
  g_array_unref (self.later);
  return ok;
}
