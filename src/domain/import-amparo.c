/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of our own CSV into records, with the references between them (amparo-csv.h). */
#include "domain/import-private.h"

#include "domain/amparo-csv.h"
#include "domain/cases.h"
#include "domain/htcds.h"

#include <string.h>

typedef struct
{
  const AmpEntity *entity; /* NULL: the column "record", or none of ours */
  const AmpField *field;   /* NULL: the id */
  char *title;
} Column;

/* A reference to a row further down. */
typedef struct
{
  const AmpEntity *entity;
  gint64 id;
  const AmpField *field;
  char *target; /* key of the map */
  guint row;
} Later;

typedef struct
{
  AmpImport *import;
  GArray *columns;  /* Column */
  gint kind_column; /* of "record"; -1: none */
  GHashTable *ids;  /* "case:17", "case.number:TUM-…" -> gint64 *, of rows that came in */
  GArray *later;    /* Later */
  gint64 last_case; /* for rows that say no case; 0: it did not come in */
} File;

typedef struct
{
  const AmpEntity *entity;
  AmpRecord *record;
  char *key; /* "case:17", NULL where the file gives no id */
  gboolean stored_already;
} Part;

typedef struct
{
  File *file;
  guint row;
  const char *kind;
  const GPtrArray *cells;
  GArray *parts; /* Part, parents first */
  GArray *later; /* Later, of this row; id not known yet */
  GString *kept;
} Row;

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->title);
}

static void
later_clear (gpointer data)
{
  g_free (((Later *) data)->target);
}

static void
part_clear (gpointer data)
{
  Part *part = data;

  amp_record_free (part->record);
  g_free (part->key);
}

static void
row_clear (Row *row)
{
  g_array_unref (row->parts);
  g_array_unref (row->later);
  g_string_free (row->kept, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static const char *
cell (const GPtrArray *cells, guint n)
{
  const char *text = n < cells->len ? g_ptr_array_index (cells, n) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

static void
remember (File *self, const char *key, gint64 id)
{
  if (key != NULL)
    g_hash_table_insert (self->ids, g_strdup (key), g_memdup2 (&id, sizeof id));
}

static gint64
known (File *self, const char *key)
{
  const gint64 *id = g_hash_table_lookup (self->ids, key);

  return id != NULL ? *id : 0;
}

/* --- Header --- */

static gboolean
read_header (File *self, GError **error)
{
  AmpSheet *sheet = self->import->sheet;
  guint n_known = 0;
  int rc = amp_sheet_next (sheet, error);

  if (rc < 0)
    return FALSE;
  self->kind_column = -1;
  for (guint i = 0; rc == 1 && i < amp_sheet_cells (sheet)->len; i++)
    {
      const char *title = cell (amp_sheet_cells (sheet), i);
      Column column = {0};

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
find_user (File *self, const char *text)
{
  g_autofree char *key = g_strconcat ("user:", text, NULL);
  gint64 id = known (self, key);
  gint64 number = 0;

  if (id == 0 && g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &number, NULL) &&
      amp_import_index_has_user (self->import->index, number))
    id = number;
  return id;
}

static void
take_reference (Row *row, AmpRecord *record, const Column *column, const char *text)
{
  File *file = row->file;
  const AmpField *field = column->field;
  g_autofree char *key = g_strconcat (field->refers, ":", text, NULL);
  gboolean is_user = g_str_equal (field->refers, "user");
  gint64 id = is_user ? find_user (file, text) : known (file, key);
  Later later = {column->entity, 0, field, NULL, row->row};

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
  /* What the store cannot do without must come first; anything else may come later in the file. */
  if ((field->flags & AMP_FIELD_REQUIRED) != 0)
    {
      amp_report_add (file->import->report, "unknown-record", row->row, column->title, text);
      amp_htcds_kept_add (row->kept, column->title, text);
      return;
    }
  later.target = g_steal_pointer (&key);
  g_array_append_val (row->later, later);
}

/* --- A row into records --- */

static AmpRecord *
part_record (Row *row, const AmpEntity *entity)
{
  Part fresh = {0};

  for (guint i = 0; i < row->parts->len; i++)
    if (g_array_index (row->parts, Part, i).entity == entity)
      return g_array_index (row->parts, Part, i).record;
  fresh.entity = entity;
  fresh.record = amp_record_new (entity);
  g_array_append_val (row->parts, fresh);
  return fresh.record;
}

static Part *
part_of (Row *row, const char *entity)
{
  for (guint i = 0; i < row->parts->len; i++)
    if (g_str_equal (g_array_index (row->parts, Part, i).entity->name, entity))
      return &g_array_index (row->parts, Part, i);
  return NULL;
}

static gboolean
belongs (const Row *row, const AmpEntity *entity)
{
  if (g_str_equal (row->kind, entity->name))
    return TRUE;
  return g_str_equal (row->kind, "case") &&
         (g_str_equal (entity->name, "person") || g_str_equal (entity->name, "situation"));
}

static gboolean
is_link (const Column *column)
{
  return column->field != NULL && (g_str_equal (column->title, "case.number") ||
                                   g_str_equal (column->title, "person.pseudonym"));
}

static void
take_value (Row *row, const Column *column, const char *text)
{
  AmpImport *import = row->file->import;
  AmpRecord *record = part_record (row, column->entity);
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
take_cell (Row *row, const Column *column, const char *text)
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
  (void) part_record (row, column->entity);
  part_of (row, column->entity->name)->key = g_strconcat (column->entity->name, ":", text, NULL);
}

/* What the row says of the case it belongs to, if not by a reference. */
static gint64
linked (Row *row, const char *title)
{
  for (guint i = 0; i < row->file->columns->len; i++)
    {
      const Column *column = &g_array_index (row->file->columns, Column, i);
      const char *text = cell (row->cells, i);

      if (text != NULL && g_strcmp0 (column->title, title) == 0)
        {
          g_autofree char *key = g_strconcat (title, ":", text, NULL);

          return known (row->file, key);
        }
    }
  return 0;
}

static gboolean
cell_is_empty (Row *row, const AmpEntity *entity, const AmpField *field)
{
  for (guint i = 0; i < row->file->columns->len; i++)
    {
      const Column *column = &g_array_index (row->file->columns, Column, i);

      if (column->entity == entity && column->field == field && cell (row->cells, i) != NULL)
        return FALSE;
    }
  return TRUE;
}

/* Hangs a record of its own row under what it belongs to. FALSE: that did not come in. */
static gboolean
find_parent (Row *row, Part *part)
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

/* --- Saving --- */

static const char *
title_of (gpointer data, const AmpRecord *record, const char *field)
{
  const File *file = data;

  for (guint i = 0; i < file->columns->len; i++)
    {
      const Column *column = &g_array_index (file->columns, Column, i);

      if (column->entity == amp_record_entity (record) && column->field != NULL &&
          g_str_equal (column->field->name, field))
        return column->title;
    }
  return field;
}

/* 1: taken, 0: free, -1: error. */
static int
is_taken (Row *row, const char *entity, const char *field, const char *value, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  const AmpFilter filter = {field, AMP_OP_EQ, value};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    row->file->import->store, amp_entity_find (entity), paths, &filter, 1, NULL, error);

  return cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;
}

/* Pseudonym and number as in the file where they are free, else new ones. */
static gboolean
settle_name (Row *row, AmpRecord *record, const char *field, GError **error)
{
  const char *value = amp_record_get (record, field);
  int taken =
    value != NULL ? is_taken (row, amp_record_entity (record)->name, field, value, error) : 0;

  if (taken < 0)
    return FALSE;
  if (taken == 1)
    {
      amp_report_add (row->file->import->report, "pseudonym-taken", row->row,
                      title_of (row->file, record, field), value);
      amp_htcds_kept_add (row->kept, title_of (row->file, record, field), value);
      (void) amp_record_set (record, field, NULL, NULL);
    }
  return TRUE;
}

static gboolean
prepare_person (Row *row, Part *part, GError **error)
{
  AmpImport *import = row->file->import;
  gint64 id = part->key != NULL ? known (row->file, part->key) : 0;

  /* Her second case: she is stored. */
  if (id != 0)
    {
      AmpRecord *stored = amp_store_load (import->store, part->entity, id, error);

      if (stored == NULL)
        return FALSE;
      amp_record_free (part->record);
      part->record = stored;
      part->stored_already = TRUE;
      return TRUE;
    }
  if (amp_record_get (part->record, "gender") == NULL)
    {
      amp_report_add (import->report, "missing-value", row->row, "person.gender", NULL);
      (void) amp_record_set (part->record, "gender", "NonSpecifiedUnknown", NULL);
    }
  amp_import_check (import, part->record, row->row, title_of, row->file, row->kept);
  amp_import_report_seen (import, part->record, row->row);
  if (!settle_name (row, part->record, "pseudonym", error))
    return FALSE;
  return amp_record_get (part->record, "pseudonym") == NULL ||
         amp_cases_save (import->session, part->record, "import", error);
}

static gboolean
save_case_row (Row *row, GError **error)
{
  AmpImport *import = row->file->import;
  AmpRecord *person_record = part_record (row, amp_entity_find ("person"));
  AmpRecord *case_ = part_record (row, amp_entity_find ("case"));
  Part *person = part_of (row, "person");
  Part *situation = part_of (row, "situation");

  (void) person_record;
  if (amp_record_get (case_, "office_region") == NULL)
    (void) amp_record_set (case_, "office_region", import->options->region, NULL);
  if (amp_record_get (case_, "office_region") == NULL)
    {
      amp_report_add (import->report, "missing-region", row->row, "case.office_region", NULL);
      return FALSE;
    }
  if (!prepare_person (row, person, error) || !settle_name (row, case_, "number", error))
    return FALSE;
  /* A number belongs to a pseudonym: a new one needs a new number. */
  if (!person->stored_already && amp_record_get (person->record, "pseudonym") == NULL)
    (void) amp_record_set (case_, "number", NULL, NULL);
  amp_import_check (import, case_, row->row, title_of, row->file, row->kept);
  if (situation != NULL)
    amp_import_check (import, situation->record, row->row, title_of, row->file, row->kept);
  if (!amp_cases_intake (import->session, person->record, case_,
                         situation != NULL ? situation->record : NULL, NULL, error))
    return FALSE;
  if (!person->stored_already)
    amp_import_index_add_person (import->index, person->record);
  return TRUE;
}

/* Past draft only with the consent that the rules ask for. */
static gboolean
save_referral (Row *row, AmpRecord *referral, GError **error)
{
  AmpImport *import = row->file->import;
  g_autofree char *state = g_strdup (amp_record_get (referral, "state"));
  g_autoptr (GError) local = NULL;

  if (amp_cases_save (import->session, referral, "import", &local))
    return TRUE;
  if (state == NULL || g_str_equal (state, "draft") || !amp_import_is_row_error (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  amp_report_add (import->report, "referral-as-draft", row->row, "referral.state", state);
  amp_htcds_kept_add (row->kept, "referral.state", state);
  return amp_record_set (referral, "state", "draft", error) &&
         amp_cases_save (import->session, referral, "import", error);
}

static gboolean
save_institution (Row *row, Part *part, GError **error)
{
  AmpImport *import = row->file->import;
  const char *name = amp_record_get (part->record, "name_es");
  gint64 id = name != NULL ? amp_import_index_institution (import->index, name) : 0;

  if (id != 0)
    {
      amp_record_set_identity (part->record, id, 0);
      part->stored_already = TRUE;
      return TRUE;
    }
  if (!amp_cases_save (import->session, part->record, "import", error))
    return FALSE;
  amp_import_index_add_institution (import->index, name, amp_record_id (part->record));
  return TRUE;
}

static gboolean
save_single (Row *row, GError **error)
{
  AmpImport *import = row->file->import;
  Part *part = part_of (row, row->kind);

  if (part == NULL)
    return TRUE;
  if (g_str_equal (row->kind, "person"))
    {
      if (!prepare_person (row, part, error))
        return FALSE;
      if (amp_record_id (part->record) != 0)
        return TRUE;
      /* Without a case there is no region that could name her. */
      amp_report_add (import->report, "row-without-case", row->row, "person.pseudonym", NULL);
      return FALSE;
    }
  if (g_str_equal (row->kind, "institution"))
    return save_institution (row, part, error);
  if (!find_parent (row, part))
    {
      amp_report_add (import->report, "row-without-case", row->row, NULL, NULL);
      return FALSE;
    }
  amp_import_check (import, part->record, row->row, title_of, row->file, row->kept);
  if (g_str_equal (row->kind, "referral"))
    return save_referral (row, part->record, error);
  return amp_cases_save (import->session, part->record, "import", error);
}

/* The case whose note takes what the row could not place; 0: none. */
static gint64
case_of (Row *row)
{
  Part *part = part_of (row, "case");

  if (part != NULL)
    return amp_record_id (part->record);
  part = part_of (row, row->kind);
  if (part != NULL && amp_entity_field (part->entity, "case") != NULL)
    return amp_record_get_int (part->record, "case", 0);
  return g_str_equal (row->kind, "institution") ? 0 : row->file->last_case;
}

static gboolean
save_row (Row *row, GError **error)
{
  gint64 case_id;

  if (!(g_str_equal (row->kind, "case") ? save_case_row (row, error) : save_single (row, error)))
    return FALSE;
  case_id = case_of (row);
  return case_id == 0 || amp_import_save_kept (row->file->import, case_id, row->kept, error);
}

/* Only now, when the row is in, may others refer to it. */
static void
publish (Row *row)
{
  File *file = row->file;

  for (guint i = 0; i < row->parts->len; i++)
    {
      const Part *part = &g_array_index (row->parts, Part, i);
      gint64 id = amp_record_id (part->record);

      remember (file, part->key, id);
      if (g_str_equal (part->entity->name, "case"))
        file->last_case = id;
      for (guint l = 0; l < row->later->len; l++)
        {
          Later later = g_array_index (row->later, Later, l);

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
      const Column *column = &g_array_index (file->columns, Column, i);
      const char *text = cell (row->cells, i);
      Part *part = column->entity != NULL ? part_of (row, column->entity->name) : NULL;

      if (text != NULL && part != NULL && is_link (column))
        {
          g_autofree char *key = g_strconcat (column->title, ":", text, NULL);

          remember (file, key, amp_record_id (part->record));
        }
    }
}

static void
take_user (Row *row)
{
  Part *part = part_of (row, "user");
  const char *name = part != NULL ? amp_record_get (part->record, "display_name") : NULL;
  gint64 id = name != NULL ? amp_import_index_user (row->file->import->index, name) : 0;

  if (id != 0)
    remember (row->file, part->key, id);
}

static gboolean
store_row (Row *row, GError **error)
{
  AmpImport *import = row->file->import;
  g_autoptr (GError) local = NULL;

  import->result->rows++;
  if (!amp_store_begin (import->store, error))
    return FALSE;
  if (save_row (row, &local) && amp_store_commit (import->store, &local))
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
kind_of (File *self, const GPtrArray *cells)
{
  const char *kind = self->kind_column >= 0 ? cell (cells, (guint) self->kind_column) : "case";
  const AmpEntity *entity = kind != NULL ? amp_entity_find (kind) : NULL;

  return entity != NULL ? entity->name : NULL;
}

static gboolean
import_row (File *self, GError **error)
{
  const GPtrArray *cells = amp_sheet_cells (self->import->sheet);
  g_auto (Row) row = {0};

  row.file = self;
  row.row = amp_sheet_row (self->import->sheet);
  row.kind = kind_of (self, cells);
  row.cells = cells;
  row.parts = g_array_new (FALSE, TRUE, sizeof (Part));
  g_array_set_clear_func (row.parts, part_clear);
  row.later = g_array_new (FALSE, TRUE, sizeof (Later));
  g_array_set_clear_func (row.later, later_clear);
  row.kept = g_string_new (NULL);
  if (row.kind == NULL)
    {
      self->import->result->rows++;
      amp_report_add (self->import->report, "unknown-record-kind", row.row, "record",
                      self->kind_column >= 0 ? cell (cells, (guint) self->kind_column) : NULL);
      return TRUE;
    }
  for (guint i = 0; i < cells->len; i++)
    if (cell (cells, i) != NULL)
      take_cell (&row, i < self->columns->len ? &g_array_index (self->columns, Column, i) : NULL,
                 cell (cells, i));
  if (g_str_equal (row.kind, "user"))
    {
      take_user (&row);
      return TRUE;
    }
  return store_row (&row, error);
}

/* References to rows that came later in the file. */
static gboolean
resolve_later (File *self, GError **error)
{
  for (guint i = 0; i < self->later->len; i++)
    {
      const Later *later = &g_array_index (self->later, Later, i);
      gint64 target = known (self, later->target);
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
    if (cell (cells, i) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_rows (File *self, GError **error)
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
  File self = {0};
  gboolean ok;

  self.import = import;
  self.columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (self.columns, column_clear);
  self.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.later = g_array_new (FALSE, TRUE, sizeof (Later));
  g_array_set_clear_func (self.later, later_clear);
  ok = read_header (&self, error) && read_rows (&self, error);
  g_array_unref (self.columns);
  g_hash_table_unref (self.ids);
  g_array_unref (self.later);
  return ok;
}
