/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The records of one row of our own CSV into the vault. */
#include "domain/import-amparo.h"

#include "domain/cases.h"
#include "domain/htcds.h"

#include <string.h>

static const char *
title_of (gpointer data, const AmpRecord *record, const char *field)
{
  const AmpAmparoFile *file = data;

  for (guint i = 0; i < file->columns->len; i++)
    {
      const AmpAmparoColumn *column = &g_array_index (file->columns, AmpAmparoColumn, i);

      if (column->entity == amp_record_entity (record) && column->field != NULL &&
          g_str_equal (column->field->name, field))
        return column->title;
    }
  return field;
}

/* 1: taken, 0: free, -1: error. */
static int
is_taken (
  AmpAmparoRow *row, const char *entity, const char *field, const char *value, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  const AmpFilter filter = {field, AMP_OP_EQ, value};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    row->file->import->store, amp_entity_find (entity), paths, &filter, 1, NULL, error);

  return cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;
}

/* Pseudonym and number as in the file where they are free, else new ones. */
static gboolean
settle_name (AmpAmparoRow *row, AmpRecord *record, const char *field, GError **error)
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
prepare_person (AmpAmparoRow *row, AmpAmparoPart *part, GError **error)
{
  AmpImport *import = row->file->import;
  gint64 id = part->key != NULL ? amp_amparo_known (row->file, part->key) : 0;

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
save_case_row (AmpAmparoRow *row, GError **error)
{
  AmpImport *import = row->file->import;
  AmpRecord *person_record = amp_amparo_record (row, amp_entity_find ("person"));
  AmpRecord *case_ = amp_amparo_record (row, amp_entity_find ("case"));
  AmpAmparoPart *person = amp_amparo_part (row, "person");
  AmpAmparoPart *situation = amp_amparo_part (row, "situation");

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
save_referral (AmpAmparoRow *row, AmpRecord *referral, GError **error)
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
save_institution (AmpAmparoRow *row, AmpAmparoPart *part, GError **error)
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
save_single (AmpAmparoRow *row, GError **error)
{
  AmpImport *import = row->file->import;
  AmpAmparoPart *part = amp_amparo_part (row, row->kind);

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
  if (!amp_amparo_find_parent (row, part))
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
case_of (AmpAmparoRow *row)
{
  AmpAmparoPart *part = amp_amparo_part (row, "case");

  if (part != NULL)
    return amp_record_id (part->record);
  part = amp_amparo_part (row, row->kind);
  if (part != NULL && amp_entity_field (part->entity, "case") != NULL)
    return amp_record_get_int (part->record, "case", 0);
  return g_str_equal (row->kind, "institution") ? 0 : row->file->last_case;
}

gboolean
amp_amparo_save_row (AmpAmparoRow *row, GError **error)
{
  gint64 case_id;

  if (!(g_str_equal (row->kind, "case") ? save_case_row (row, error) : save_single (row, error)))
    return FALSE;
  case_id = case_of (row);
  return case_id == 0 || amp_import_save_kept (row->file->import, case_id, row->kept, error);
}
