/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directory as a table: out, and in again with a report. */
#include "domain/directory-private.h"

#include "domain/cases.h"
#include "domain/csv.h"
#include "domain/import-private.h"
#include "model/codelist.h"
#include "model/date.h"
#include "model/fold.h"

#include <string.h>

/* --- Out --- */

static char *
record_key (const AmpRecord *record)
{
  const char *code = amp_record_get (record, "code");
  g_autofree char *name = amp_fold_sort_key (amp_record_get (record, "name_es"));

  /* Those with a code first, by it. */
  return g_strdup_printf ("%s%s|%s", code != NULL ? "0" : "1", code != NULL ? code : "", name);
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const AmpRecord *x = *(AmpRecord *const *) a, *y = *(AmpRecord *const *) b;
  g_autofree char *one = record_key (x), *other = record_key (y);
  int order = strcmp (one, other);

  return order != 0
           ? order
           : (amp_record_id (x) > amp_record_id (y)) - (amp_record_id (x) < amp_record_id (y));
}

static GPtrArray *
load_all (AmpSession *session, GError **error)
{
  const char *paths[] = {"id", NULL};
  AmpStore *store = amp_session_get_store (session);
  const AmpEntity *entity = amp_entity_find ("institution");
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpCursor) cursor = amp_store_select (store, entity, paths, NULL, 0, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      g_array_append_val (ids, id);
    }
  for (guint i = 0; more == 0 && i < ids->len; i++)
    {
      AmpRecord *record = amp_store_load (store, entity, g_array_index (ids, gint64, i), error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  g_ptr_array_sort (records, compare_records);
  return more == 0 ? g_steal_pointer (&records) : NULL;
}

static const char *
name_of_reference (GPtrArray *records, gint64 id)
{
  for (guint i = 0; id != 0 && i < records->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (records, i);

      if (amp_record_id (record) == id)
        return amp_record_get (record, "code") != NULL ? amp_record_get (record, "code")
                                                       : amp_record_get (record, "name_es");
    }
  return NULL;
}

char *
amp_directory_to_csv (AmpSession *session, guint *n_rows, GError **error)
{
  const AmpEntity *entity = amp_entity_find ("institution");
  g_autofree const char **cells = g_new0 (const char *, entity->n_fields);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) records = NULL;

  if (!amp_session_require_store (session, error) ||
      !amp_store_audit (amp_session_get_store (session), AMP_AUDIT_EXPORT, entity, 0, NULL,
                        "directory-csv", error))
    return NULL;
  records = load_all (session, error);
  if (records == NULL)
    return NULL;
  for (gsize f = 0; f < entity->n_fields; f++)
    cells[f] = entity->fields[f].name;
  amp_csv_append_row (text, cells, entity->n_fields);
  for (guint i = 0; i < records->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (records, i);

      for (gsize f = 0; f < entity->n_fields; f++)
        cells[f] =
          entity->fields[f].kind == AMP_KIND_REF
            ? name_of_reference (records, amp_record_get_int (record, entity->fields[f].name, 0))
            : amp_record_get (record, entity->fields[f].name);
      amp_csv_append_row (text, cells, entity->n_fields);
    }
  if (n_rows != NULL)
    *n_rows = records->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- In: the table --- */

static void
line_free (gpointer data)
{
  AmpDirectoryLine *self = data;

  g_strfreev (self->cells);
  g_free (self);
}

GPtrArray *
amp_directory_lines_new (void)
{
  return g_ptr_array_new_with_free_func (line_free);
}

void
amp_directory_lines_add (GPtrArray *lines, guint row, const GPtrArray *cells)
{
  AmpDirectoryLine *line = g_new0 (AmpDirectoryLine, 1);
  gboolean blank = TRUE;

  line->row = row;
  line->n_cells = cells->len;
  line->cells = g_new0 (char *, cells->len + 1);
  for (guint i = 0; i < cells->len; i++)
    {
      const char *cell = g_ptr_array_index (cells, i);

      line->cells[i] = g_strstrip (g_strdup (cell != NULL ? cell : ""));
      blank = blank && *line->cells[i] == '\0';
    }
  if (blank)
    line_free (line);
  else
    g_ptr_array_add (lines, line);
}

static GPtrArray *
read_lines (const char *path, AmpReport *report, GError **error)
{
  g_autoptr (AmpSheet) sheet = amp_sheet_open_csv (path, report, error);
  g_autoptr (GPtrArray) lines = amp_directory_lines_new ();
  int more = -1;

  while (sheet != NULL && (more = amp_sheet_next (sheet, error)) > 0)
    amp_directory_lines_add (lines, amp_sheet_row (sheet), amp_sheet_cells (sheet));
  return more == 0 ? g_steal_pointer (&lines) : NULL;
}

/* --- In: what is there already --- */

typedef struct
{
  AmpSession *session;
  AmpReport *report;
  AmpDirectoryImport *result;
  const char *reason;
  GPtrArray *columns;   /* of const AmpField *, NULL: none */
  char **titles;        /* borrowed from the first line */
  GHashTable *by_code;  /* folded code -> gint64 * */
  GHashTable *by_name;  /* folded name -> gint64 *, 0: several */
  GHashTable *by_place; /* folded name and region -> gint64 * */
  GHashTable *seen;     /* ids that a row of this file wrote */
  gboolean only_new;
} Import;

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->by_code, g_hash_table_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->by_place, g_hash_table_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static gint64
look_up (GHashTable *table, const char *key)
{
  const gint64 *id = g_hash_table_lookup (table, key);

  return id != NULL ? *id : 0;
}

static char *
place_key (const char *name, const char *region)
{
  g_autofree char *folded = amp_fold (name);

  return g_strdup_printf ("%s|%s", folded, region != NULL ? region : "");
}

static void
remember (Import *self, gint64 id, const char *code, const char *name, const char *region)
{
  char *folded = amp_fold (name);

  if (code != NULL)
    g_hash_table_replace (self->by_code, amp_fold (code), g_memdup2 (&id, sizeof id));
  g_hash_table_replace (self->by_place, place_key (name, region), g_memdup2 (&id, sizeof id));
  /* A name alone refers only where it is the only one. */
  if (g_hash_table_contains (self->by_name, folded) && look_up (self->by_name, folded) != id)
    id = 0;
  g_hash_table_replace (self->by_name, folded, g_memdup2 (&id, sizeof id));
}

static gboolean
read_directory (Import *self, GError **error)
{
  const char *paths[] = {"id", "code", "name_es", "region", NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (self->session), amp_entity_find ("institution"), paths,
                      NULL, 0, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    remember (self, amp_cursor_int (cursor, 0), amp_cursor_text (cursor, 1),
              amp_cursor_text (cursor, 2), amp_cursor_text (cursor, 3));
  return more == 0;
}

static gboolean
read_header (Import *self, const AmpDirectoryLine *line, GError **error)
{
  const AmpEntity *entity = amp_entity_find ("institution");
  gboolean named = FALSE;

  self->titles = line->cells;
  self->columns = g_ptr_array_new ();
  for (guint i = 0; i < line->n_cells; i++)
    {
      g_autofree char *title = g_ascii_strdown (line->cells[i], -1);
      const char *name = g_str_has_prefix (title, "institution.") ? title + 12 : title;
      const AmpField *field = amp_entity_field (entity, name);

      if (field != NULL && g_ptr_array_find (self->columns, field, NULL))
        {
          amp_report_add (self->report, "directory-column-twice", line->row, line->cells[i], NULL);
          field = NULL;
        }
      else if (field == NULL)
        amp_report_add (self->report, "directory-column", line->row, line->cells[i], NULL);
      named = named || (field != NULL && (g_str_equal (field->name, "name_es") ||
                                          g_str_equal (field->name, "code")));
      g_ptr_array_add (self->columns, (gpointer) field);
    }
  if (named)
    return TRUE;
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                       "The first row has no column name_es or code");
  return FALSE;
}

/* --- In: values --- */

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
  return value != NULL && amp_record_set (record, field->name, value, NULL);
}

static const char *
cell_of (const Import *self, const AmpDirectoryLine *line, const char *field)
{
  for (guint i = 0; i < self->columns->len && i < line->n_cells; i++)
    {
      const AmpField *column = g_ptr_array_index (self->columns, i);

      if (column != NULL && g_str_equal (column->name, field))
        return *line->cells[i] != '\0' ? line->cells[i] : NULL;
    }
  return NULL;
}

/* "upe-tum" finds UPE-TUM and does not rename it. */
static gboolean
is_same_code (const AmpRecord *record, const AmpField *field, const char *text)
{
  const char *code = amp_record_get (record, "code");
  g_autofree char *one = code != NULL ? amp_fold (code) : NULL;
  g_autofree char *other = amp_fold (text);

  return g_str_equal (field->name, "code") && g_strcmp0 (one, other) == 0;
}

static void
take_cells (Import *self, const AmpDirectoryLine *line, AmpRecord *record)
{
  for (guint i = 0; i < line->n_cells; i++)
    {
      const AmpField *field = i < self->columns->len ? g_ptr_array_index (self->columns, i) : NULL;

      if (*line->cells[i] == '\0' || (field != NULL && field->kind == AMP_KIND_REF))
        continue;
      if (field == NULL)
        {
          if (i >= self->columns->len)
            amp_report_add (self->report, "directory-column", line->row, NULL, line->cells[i]);
        }
      else if (!is_same_code (record, field, line->cells[i]) &&
               !set_value (record, field, line->cells[i]))
        amp_report_add (self->report, "directory-value", line->row, self->titles[i],
                        line->cells[i]);
    }
}

/* --- In: rows --- */

static gint64
find_existing (const Import *self, const AmpDirectoryLine *line)
{
  const char *code = cell_of (self, line, "code");
  const char *name = cell_of (self, line, "name_es");
  const char *region = cell_of (self, line, "region");
  g_autofree char *folded = code != NULL ? amp_fold (code) : NULL;
  g_autofree char *place = NULL;
  gint64 id = folded != NULL ? look_up (self->by_code, folded) : 0;

  if (id != 0 || name == NULL)
    return id;
  if (code != NULL)
    return 0; /* a code of its own: another institution, whatever its name */
  place = place_key (name, region != NULL ? amp_import_match ("region", region) : NULL);
  return look_up (self->by_place, place);
}

static gboolean
save_row (Import *self, AmpRecord *record, const AmpDirectoryLine *line, GError **error)
{
  gboolean fresh = amp_record_id (record) == 0;
  gint64 rev = amp_record_rev (record), id;

  if (!amp_cases_save (self->session, record, self->reason, error))
    return FALSE;
  id = amp_record_id (record);
  if (fresh)
    self->result->added++;
  else if (amp_record_rev (record) != rev)
    self->result->changed++;
  else
    self->result->unchanged++;
  if (g_hash_table_contains (self->seen, &id))
    amp_report_add (self->report, "institution-twice", line->row, NULL,
                    amp_record_get (record, "code"));
  g_hash_table_add (self->seen, g_memdup2 (&id, sizeof id));
  remember (self, id, amp_record_get (record, "code"), amp_record_get (record, "name_es"),
            amp_record_get (record, "region"));
  return TRUE;
}

static gboolean
import_line (Import *self, AmpDirectoryLine *line, GError **error)
{
  const AmpEntity *entity = amp_entity_find ("institution");
  gint64 id = find_existing (self, line);
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (GError) local = NULL;

  self->result->rows++;
  if (id != 0 && self->only_new)
    return TRUE;
  record = id != 0 ? amp_store_load (amp_session_get_store (self->session), entity, id, error)
                   : amp_record_new (entity);
  if (record == NULL)
    return FALSE;
  take_cells (self, line, record);
  if (amp_record_get (record, "name_es") == NULL)
    {
      amp_report_add (self->report, "row-refused", line->row, "name_es", NULL);
      return TRUE;
    }
  if (save_row (self, record, line, &local))
    {
      line->id = amp_record_id (record);
      return TRUE;
    }
  if (!amp_import_is_row_error (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  amp_report_add (self->report, "row-refused", line->row, NULL, NULL);
  return TRUE;
}

static gint64
find_reference (const Import *self, const char *text)
{
  g_autofree char *folded = amp_fold (text);
  gint64 id = look_up (self->by_code, folded);

  return id != 0 ? id : look_up (self->by_name, folded);
}

/* When all rows are in, whatever their order. */
static gboolean
import_reference (Import *self, const AmpDirectoryLine *line, GError **error)
{
  const char *text = cell_of (self, line, "replaced_by");
  gint64 target = text != NULL ? find_reference (self, text) : 0;
  g_autoptr (AmpRecord) record = NULL;

  if (text == NULL || line->id == 0)
    return TRUE;
  if (target == 0 || target == line->id)
    {
      amp_report_add (self->report, "directory-reference", line->row, "replaced_by", text);
      return TRUE;
    }
  record = amp_store_load (amp_session_get_store (self->session), amp_entity_find ("institution"),
                           line->id, error);
  if (record == NULL)
    return FALSE;
  amp_record_set_int (record, "replaced_by", target);
  return amp_cases_save (self->session, record, self->reason, error);
}

gboolean
amp_directory_import_lines (AmpSession *session,
                            GPtrArray *lines,
                            gboolean only_new,
                            AmpReport *report,
                            AmpDirectoryImport *result,
                            GError **error)
{
  g_auto (Import) self = {.session = session, .report = report, .result = result};

  self.reason = only_new ? "seed" : "import";
  self.only_new = only_new;
  self.by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.by_place = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (lines->len == 0)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "The file is empty");
      return FALSE;
    }
  if (!read_directory (&self, error) || !read_header (&self, lines->pdata[0], error))
    return FALSE;
  for (guint i = 1; i < lines->len; i++)
    if (!import_line (&self, lines->pdata[i], error))
      return FALSE;
  for (guint i = 1; i < lines->len; i++)
    if (!import_reference (&self, lines->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
amp_directory_import (AmpSession *session,
                      const char *path,
                      gboolean dry_run,
                      AmpReport *report,
                      AmpDirectoryImport *result,
                      GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) lines = NULL;

  memset (result, 0, sizeof *result);
  if (!amp_session_require_store (session, error))
    return FALSE;
  lines = read_lines (path, report, error);
  if (lines == NULL || !amp_store_begin (store, error))
    return FALSE;
  if (amp_directory_import_lines (session, lines, FALSE, report, result, error) &&
      (dry_run || amp_store_audit (store, AMP_AUDIT_IMPORT, amp_entity_find ("institution"), 0,
                                   NULL, "directory-csv", error)))
    {
      if (!dry_run)
        return amp_store_commit (store, error);
      amp_store_rollback (store);
      return TRUE;
    }
  amp_store_rollback (store);
  return FALSE;
}
