/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table into its list: each row is read as a record of its own, then the record that it is about
 * is looked for, and what the row says is laid over it. */
#include "domain/list-private.h"

#include "domain/cases.h"
#include "domain/import-private.h"
#include "model/date.h"
#include "model/fold.h"

#include <string.h>

/* A reference to a record of the same list, which may stand in a later row. */
typedef struct
{
  guint row;
  gint64 id;
  const AmpField *field;
  char *text;
  gboolean was_unchanged;
} Pending;

static void
pending_clear (gpointer data)
{
  g_free (((Pending *) data)->text);
}

typedef struct
{
  AmpSession *session;
  AmpStore *store;
  const AmpList *list;
  const AmpEntity *entity;
  AmpReport *report;
  AmpListImport *result;
  const char *reason;
  gboolean only_new;

  GPtrArray *columns; /* of const AmpField *, NULL: none that is read */
  GPtrArray *titles;  /* of char * */
  gssize ref_column;  /* -1: none */
  GHashTable *refs;   /* name of an entity -> AmpListRefs */
  AmpListRefs *own;   /* of the list's own entity */
  GHashTable *by_key; /* key -> GArray of ids, the oldest first; made when first asked for */
  GHashTable *seen;   /* ids that a row of this file was about */
  GArray *pending;    /* Pending */
} Import;

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->titles, g_ptr_array_unref);
  g_clear_pointer (&self->refs, g_hash_table_unref);
  g_clear_pointer (&self->own, amp_list_refs_free);
  g_clear_pointer (&self->by_key, g_hash_table_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->pending, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* One row while it is read. */
typedef struct
{
  guint row;
  const GPtrArray *cells; /* of char *, NULL: empty */
  AmpRecord *said;        /* what the row says, as a record of its own */
  gint64 ref;             /* 0: none */
  guint first_pending;
} Row;

/* --- The header --- */

static gboolean
is_key (const AmpList *list, const char *name)
{
  return g_str_equal (name, "code") || g_str_equal (name, list->key[0]);
}

static const AmpField *
read_title (Import *self, const char *text, guint row)
{
  g_autofree char *title = g_strstrip (g_ascii_strdown (text, -1));
  g_autofree char *prefix = g_strconcat (self->entity->name, ".", NULL);
  const char *name = g_str_has_prefix (title, prefix) ? title + strlen (prefix) : title;
  const AmpField *field = amp_entity_field (self->entity, name);
  gboolean is_ref = self->list->in_programme && g_str_equal (name, AMP_LIST_REF);

  if (is_ref && self->ref_column < 0)
    {
      self->ref_column = (gssize) self->columns->len;
      return NULL;
    }
  if (is_ref || (field != NULL && g_ptr_array_find (self->columns, field, NULL)))
    {
      amp_report_add (self->report, self->list->codes->column_twice, row, text, NULL);
      return NULL;
    }
  if (field == NULL)
    amp_report_add (self->report, self->list->codes->column, row, text, NULL);
  return field;
}

static gboolean
is_blank (const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (cells->pdata[i] != NULL && *(const char *) cells->pdata[i] != '\0')
      return FALSE;
  return TRUE;
}

static gboolean
read_header (Import *self, AmpSheet *sheet, GError **error)
{
  const GPtrArray *cells = amp_sheet_cells (sheet);
  gboolean named = FALSE;

  self->columns = g_ptr_array_new ();
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->ref_column = -1;
  for (guint i = 0; i < cells->len; i++)
    {
      const char *text = cells->pdata[i] != NULL ? cells->pdata[i] : "";
      const AmpField *field = read_title (self, text, amp_sheet_row (sheet));

      named = named || (field != NULL && is_key (self->list, field->name));
      g_ptr_array_add (self->columns, (gpointer) field);
      g_ptr_array_add (self->titles, g_strdup (text));
    }
  if (named || self->ref_column >= 0)
    return TRUE;
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
               "The first row has no column %s or code", self->list->key[0]);
  return FALSE;
}

/* --- Values --- */

/* Codes, or the words that people write for them. NULL where any is none of the list. */
static char *
read_codes (const AmpField *field, const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ";\n", -1);
  g_autoptr (GString) codes = g_string_new (NULL);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      const char *code = *part != '\0' ? amp_import_match (field->list, part) : NULL;

      if (*part == '\0')
        continue;
      if (code == NULL)
        return NULL;
      g_string_append_printf (codes, "%s%s", codes->len > 0 ? ";" : "", code);
    }
  return g_string_free (g_steal_pointer (&codes), FALSE);
}

static gboolean
set_value (AmpRecord *record, const AmpField *field, const char *text)
{
  g_autofree char *value = NULL;
  AmpDate date;

  if (amp_record_set (record, field->name, text, NULL))
    return TRUE;
  if (field->list != NULL)
    value = read_codes (field, text);
  else if (field->kind == AMP_KIND_DATE && amp_date_read (text, &date))
    value = amp_date_to_text (&date);
  else if (field->kind == AMP_KIND_TEXT && (field->flags & AMP_FIELD_UNIQUE) != 0)
    value = g_ascii_strup (text, -1); /* a code in small letters */
  return value != NULL && amp_record_set (record, field->name, value, NULL);
}

static AmpListRefs *
refs_of (Import *self, const char *entity, GError **error)
{
  AmpListRefs *refs = g_hash_table_lookup (self->refs, entity);

  if (refs == NULL && (refs = amp_list_refs_load (self->store, amp_entity_find (entity), error)))
    g_hash_table_insert (self->refs, (gpointer) entity, refs);
  return refs;
}

static gboolean
set_reference (Import *self, Row *row, const AmpField *field, const char *text, GError **error)
{
  AmpListRefs *refs;
  gint64 id;

  if (g_str_equal (field->refers, self->entity->name))
    {
      const Pending pending = {row->row, 0, field, g_strdup (text), FALSE};

      g_array_append_val (self->pending, pending);
      return TRUE;
    }
  refs = refs_of (self, field->refers, error);
  if (refs == NULL)
    return FALSE;
  id = amp_list_refs_find (refs, text);
  if (id != 0)
    amp_record_set_int (row->said, field->name, id);
  else
    amp_report_add (self->report, self->list->codes->reference, row->row, field->name, text);
  return TRUE;
}

static gboolean
read_cell (Import *self, Row *row, guint i, const char *text, GError **error)
{
  const AmpField *field = i < self->columns->len ? self->columns->pdata[i] : NULL;

  if ((gssize) i == self->ref_column)
    {
      row->ref = amp_list_ref_read (text);
      if (row->ref == 0)
        amp_report_add (self->report, self->list->codes->value, row->row, AMP_LIST_REF, text);
      return TRUE;
    }
  if (field != NULL && field->kind == AMP_KIND_REF)
    return set_reference (self, row, field, text, error);
  if (field == NULL && i >= self->columns->len)
    amp_report_add (self->report, self->list->codes->column, row->row, NULL, text);
  else if (field != NULL && !set_value (row->said, field, text))
    amp_report_add (self->report, self->list->codes->value, row->row, self->titles->pdata[i], text);
  return TRUE;
}

/* FALSE with an error only. A row of blanks says nothing: *blank. */
static gboolean
read_row (Import *self, Row *row, gboolean *blank, GError **error)
{
  *blank = TRUE;
  row->said = amp_record_new (self->entity);
  row->first_pending = self->pending->len;
  for (guint i = 0; i < row->cells->len; i++)
    {
      const char *cell = row->cells->pdata[i];
      g_autofree char *text = cell != NULL ? g_strstrip (g_strdup (cell)) : NULL;

      if (text == NULL || *text == '\0')
        continue;
      *blank = FALSE;
      if (!read_cell (self, row, i, text, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Which record a row is about --- */

static void
append_key (GString *key, const AmpField *field, const char *value)
{
  g_autofree char *folded =
    value != NULL && (field->kind == AMP_KIND_TEXT) ? amp_fold (value) : g_strdup (value);

  g_string_append_printf (key, "%s\x1f", folded != NULL ? folded : "");
}

static void
free_ids (gpointer ids)
{
  g_array_unref (ids);
}

static gboolean
load_keys (Import *self, GError **error)
{
  const char *paths[G_N_ELEMENTS (self->list->key) + 1] = {"id"};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  for (gsize i = 0; self->list->key[i] != NULL; i++)
    paths[i + 1] = self->list->key[i];
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_ids);
  cursor = amp_store_select (self->store, self->entity, paths, NULL, 0, "id", error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      g_autoptr (GString) key = g_string_new (NULL);
      gint64 id = amp_cursor_int (cursor, 0);
      GArray *ids;

      for (gsize i = 0; self->list->key[i] != NULL; i++)
        append_key (key, amp_entity_field (self->entity, self->list->key[i]),
                    amp_cursor_text (cursor, i + 1));
      ids = g_hash_table_lookup (self->by_key, key->str);
      if (ids == NULL)
        {
          ids = g_array_new (FALSE, FALSE, sizeof (gint64));
          g_hash_table_insert (self->by_key, g_strdup (key->str), ids);
        }
      g_array_append_val (ids, id);
    }
  return more == 0;
}

static void
remember_key (Import *self, const AmpRecord *record)
{
  g_autoptr (GString) key = g_string_new (NULL);
  gint64 id = amp_record_id (record);
  GArray *ids;

  if (self->by_key == NULL)
    return;
  for (gsize i = 0; self->list->key[i] != NULL; i++)
    append_key (key, amp_entity_field (self->entity, self->list->key[i]),
                amp_record_get (record, self->list->key[i]));
  ids = g_hash_table_lookup (self->by_key, key->str);
  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (self->by_key, g_strdup (key->str), ids);
    }
  g_array_append_val (ids, id);
}

/* The directory's institutions are one of their name and region; of the programme's records the
 * next one that no row was about. */
static gboolean
find_by_key (Import *self, const Row *row, gint64 *id, GError **error)
{
  g_autoptr (GString) key = g_string_new (NULL);
  const GArray *ids;

  *id = 0;
  if (amp_record_get (row->said, self->list->key[0]) == NULL)
    return TRUE;
  if (self->by_key == NULL && !load_keys (self, error))
    return FALSE;
  for (gsize i = 0; self->list->key[i] != NULL; i++)
    append_key (key, amp_entity_field (self->entity, self->list->key[i]),
                amp_record_get (row->said, self->list->key[i]));
  ids = g_hash_table_lookup (self->by_key, key->str);
  for (guint i = 0; ids != NULL && i < ids->len && *id == 0; i++)
    {
      gint64 candidate = g_array_index (ids, gint64, i);

      if (!self->list->in_programme || !g_hash_table_contains (self->seen, &candidate))
        *id = candidate;
    }
  return TRUE;
}

/* What the code cell says, even where it is no code that could be recorded. */
static const char *
code_cell (const Import *self, const Row *row)
{
  for (guint i = 0; i < self->columns->len && i < row->cells->len; i++)
    {
      const AmpField *field = self->columns->pdata[i];

      if (field != NULL && g_str_equal (field->name, "code"))
        return row->cells->pdata[i];
    }
  return NULL;
}

/* *id 0: a new one. FALSE without error: the row does not come in, as was reported. */
static gboolean
find_record (Import *self, const Row *row, gint64 *id, GError **error)
{
  const char *code = code_cell (self, row);

  *id = 0;
  if (code != NULL)
    {
      *id = amp_list_refs_find_code (self->own, code);
      return TRUE; /* a code of its own: another record, whatever else is the same */
    }
  if (row->ref != 0 && amp_list_refs_has (self->own, row->ref))
    {
      *id = row->ref;
      if (!g_hash_table_contains (self->seen, id))
        return TRUE;
      amp_report_add (self->report, "list-ref-copied", row->row, AMP_LIST_REF, NULL);
      return FALSE;
    }
  return find_by_key (self, row, id, error);
}

/* --- Saving --- */

/* "upe-tum" finds UPE-TUM and does not rename it. */
static gboolean
is_same_code (const AmpField *field, const char *was, const char *is)
{
  g_autofree char *one = was != NULL ? amp_fold (was) : NULL;
  g_autofree char *other = amp_fold (is);

  return g_str_equal (field->name, "code") && g_strcmp0 (one, other) == 0;
}

static gboolean
lay_over (AmpRecord *record, const AmpRecord *said)
{
  const AmpEntity *entity = amp_record_entity (record);
  gboolean differs = FALSE;

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      const char *is = amp_record_get (said, field->name);
      const char *was = amp_record_get (record, field->name);

      if (is == NULL || g_strcmp0 (is, was) == 0 || is_same_code (field, was, is))
        continue;
      amp_record_take (record, i, g_strdup (is));
      differs = TRUE;
    }
  return differs;
}

/* Says what forbids saving, and what is worth a second look. */
static gboolean
check_record (Import *self, const AmpRecord *record, guint row)
{
  g_autoptr (GArray) findings = amp_check_record (record);
  gboolean good = TRUE;

  if (self->list->needs != NULL && amp_record_get (record, self->list->needs) == NULL)
    {
      amp_report_add (self->report, "row-refused", row, self->list->needs, NULL);
      return FALSE;
    }
  for (guint i = 0; i < findings->len; i++)
    {
      const AmpCheckFinding *finding = &g_array_index (findings, AmpCheckFinding, i);
      gboolean forbids = finding->level == AMP_CHECK_ERROR;

      amp_report_add_saying (self->report, forbids ? "row-refused" : "check", row, finding->field,
                             NULL, finding->sentence);
      good = good && !forbids;
    }
  return good;
}

static void
remember (Import *self, const AmpRecord *record)
{
  const char *name = amp_list_name_field (self->entity);
  gboolean coded = amp_entity_field (self->entity, "code") != NULL;

  amp_list_refs_add (self->own, amp_record_id (record),
                     coded ? amp_record_get (record, "code") : NULL,
                     name != NULL ? amp_record_get (record, name) : NULL);
}

static void
note_seen (Import *self, const Row *row, const AmpRecord *record, gboolean unchanged)
{
  gint64 id = amp_record_id (record);

  if (!g_hash_table_add (self->seen, g_memdup2 (&id, sizeof id)))
    amp_report_add (self->report, self->list->codes->twice, row->row, NULL, code_cell (self, row));
  for (guint i = row->first_pending; i < self->pending->len; i++)
    {
      Pending *pending = &g_array_index (self->pending, Pending, i);

      pending->id = id;
      pending->was_unchanged = unchanged;
    }
}

/* A new one goes in under its ref, unless that was of a record that has been deleted here. */
static gboolean
save_record (Import *self, AmpRecord *record, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (amp_cases_save (self->session, record, self->reason, &local))
    return TRUE;
  if (amp_record_rev (record) == 0 && amp_record_id (record) != 0 &&
      g_error_matches (local, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID))
    {
      amp_record_set_identity (record, 0, 0);
      return amp_cases_save (self->session, record, self->reason, error);
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* TRUE also where the row was refused: it stops no other one. */
static gboolean
save_row (Import *self, const Row *row, AmpRecord *record, GError **error)
{
  gboolean fresh = amp_record_rev (record) == 0;
  g_autoptr (GError) local = NULL;

  if (!lay_over (record, row->said) && !fresh)
    {
      self->result->unchanged++;
      note_seen (self, row, record, TRUE);
      return TRUE;
    }
  if (!check_record (self, record, row->row))
    return TRUE;
  if (save_record (self, record, &local))
    {
      *(fresh ? &self->result->added : &self->result->changed) += 1;
      remember (self, record);
      if (fresh)
        remember_key (self, record);
      note_seen (self, row, record, FALSE);
      return TRUE;
    }
  if (!amp_import_is_row_error (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  amp_report_add (self->report, "row-refused", row->row, NULL, NULL);
  return TRUE;
}

static gboolean
import_row (Import *self, Row *row, GError **error)
{
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (GError) local = NULL;
  gint64 id = 0;

  self->result->rows++;
  if (!find_record (self, row, &id, &local))
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (id != 0 && self->only_new)
    return TRUE;
  record =
    id != 0 ? amp_store_load (self->store, self->entity, id, error) : amp_record_new (self->entity);
  if (record == NULL)
    return FALSE;
  if (id == 0 && row->ref != 0 && !amp_list_refs_has (self->own, row->ref))
    amp_record_set_identity (record, row->ref, 0);
  return save_row (self, row, record, error);
}

/* When all rows are in, whatever their order. */
static gboolean
import_pending (Import *self, const Pending *pending, GError **error)
{
  gint64 target = amp_list_refs_find (self->own, pending->text);
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (GError) local = NULL;
  gint64 rev;

  if (pending->id == 0)
    return TRUE;
  if (target == 0 || (target == pending->id && !(pending->field->flags & AMP_FIELD_DERIVED)))
    {
      amp_report_add (self->report, self->list->codes->reference, pending->row,
                      pending->field->name, pending->text);
      return TRUE;
    }
  record = amp_store_load (self->store, self->entity, pending->id, error);
  if (record == NULL)
    return FALSE;
  if (amp_record_get_int (record, pending->field->name, 0) == target)
    return TRUE;
  amp_record_set_int (record, pending->field->name, target);
  rev = amp_record_rev (record);
  if (!amp_cases_save (self->session, record, self->reason, &local))
    {
      if (!amp_import_is_row_error (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      amp_report_add (self->report, self->list->codes->reference, pending->row,
                      pending->field->name, pending->text);
      return TRUE;
    }
  if (pending->was_unchanged && amp_record_rev (record) != rev)
    {
      self->result->unchanged--;
      self->result->changed++;
    }
  return TRUE;
}

static gboolean
step (AmpSheet *sheet, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  guint64 done = 0, total = 0;

  amp_sheet_position (sheet, &done, &total);
  amp_progress_set (progress, done, total);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
forget_pending (Import *self, const Row *row)
{
  for (guint i = self->pending->len; i > row->first_pending; i--)
    if (g_array_index (self->pending, Pending, i - 1).id == 0)
      g_array_remove_index (self->pending, i - 1);
}

/* 1: a row was dealt with, 0: at the end, -1: error. */
static int
next_row (Import *self, AmpSheet *sheet, GError **error)
{
  int more = amp_sheet_next (sheet, error);
  g_autoptr (AmpRecord) said = NULL;
  Row row = {0};
  gboolean blank = TRUE, done;

  if (more <= 0)
    return more;
  row.row = amp_sheet_row (sheet);
  row.cells = amp_sheet_cells (sheet);
  if (self->columns == NULL)
    return is_blank (row.cells) || read_header (self, sheet, error) ? 1 : -1;
  done = read_row (self, &row, &blank, error);
  said = row.said;
  if (!done || (!blank && !import_row (self, &row, error)))
    return -1;
  forget_pending (self, &row);
  return 1;
}

static gboolean
import_all (
  Import *self, AmpSheet *sheet, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  int more;

  while ((more = next_row (self, sheet, error)) > 0)
    if (!step (sheet, progress, cancellable, error))
      return FALSE;
  if (more == 0 && self->columns == NULL)
    g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "The file is empty");
  if (more < 0 || self->columns == NULL)
    return FALSE;
  for (guint i = 0; i < self->pending->len; i++)
    if (!import_pending (self, &g_array_index (self->pending, Pending, i), error))
      return FALSE;
  return TRUE;
}

gboolean
amp_list_import_sheet (AmpSession *session,
                       const AmpList *list,
                       AmpSheet *sheet,
                       gboolean only_new,
                       AmpReport *report,
                       AmpListImport *result,
                       AmpProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  g_auto (Import) self = {.session = session,
                          .store = amp_session_get_store (session),
                          .list = list,
                          .entity = amp_entity_find (list->entity),
                          .report = report,
                          .result = result,
                          .reason = only_new ? "seed" : "import",
                          .only_new = only_new};

  self.refs =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) amp_list_refs_free);
  self.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self.pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  g_array_set_clear_func (self.pending, pending_clear);
  self.own = amp_list_refs_load (self.store, self.entity, error);
  return self.own != NULL && import_all (&self, sheet, progress, cancellable, error);
}

gboolean
amp_list_import (AmpSession *session,
                 const AmpList *list,
                 const char *path,
                 gboolean dry_run,
                 AmpReport *report,
                 AmpListImport *result,
                 AmpProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpSheet) sheet = NULL;

  memset (result, 0, sizeof *result);
  if (!amp_session_require_store (session, error))
    return FALSE;
  sheet = amp_sheet_open_csv (path, report, error);
  if (sheet == NULL || !amp_store_begin (store, error))
    return FALSE;
  if (amp_list_import_sheet (session, list, sheet, FALSE, report, result, progress, cancellable,
                             error) &&
      (dry_run || amp_store_audit (store, AMP_AUDIT_IMPORT, amp_entity_find (list->entity), 0, NULL,
                                   list->reason, error)))
    {
      if (!dry_run)
        return amp_store_commit (store, error);
      amp_store_rollback (store);
      return TRUE;
    }
  amp_store_rollback (store);
  return FALSE;
}

/* --- The program's own tables --- */

static gboolean
seed_in_transaction (AmpSession *session,
                     const AmpList *list,
                     AmpSheet *sheet,
                     const char *reason,
                     AmpListImport *result,
                     GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpReport) report = amp_report_new ();

  return amp_store_bulk_begin (store, error) &&
         amp_list_import_sheet (session, list, sheet, TRUE, report, result, NULL, NULL, error) &&
         amp_store_bulk_end (store, reason, result->added, error);
}

gboolean
amp_list_seed (AmpSession *session,
               const AmpList *list,
               GBytes *csv,
               const char *reason,
               guint *n_added,
               GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  AmpListImport result = {0};
  g_autoptr (AmpSheet) sheet = NULL;

  if (!amp_session_require_store (session, error))
    return FALSE;
  sheet = amp_sheet_open_csv_bytes (csv, NULL, error);
  if (sheet == NULL || !amp_store_begin (store, error))
    return FALSE;
  if (!seed_in_transaction (session, list, sheet, reason, &result, error))
    {
      amp_store_rollback (store);
      return FALSE;
    }
  if (n_added != NULL)
    *n_added = result.added;
  return amp_store_commit (store, error);
}
