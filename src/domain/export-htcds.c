/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A case as one row of the standard. Where the standard has room for one and we have several, the
 * first situation, the first outgoing referral and the consent to process data go out. Names of
 * columns are the standard's, ours begin with x_; all that the template lacks stands to its right.
 */
#include "domain/export-private.h"

#include "domain/csv.h"
#include "domain/htcds.h"
#include "domain/xlsx-write.h"
#include "model/date.h"

#include <string.h>

typedef struct
{
  AmpExport *export;
  GHashTable *institutions; /* gint64 * -> name */
} Writer;

typedef struct
{
  AmpRecord *person, *case_;
  AmpRecord *situation, *consent, *referral; /* NULL: none */
  GPtrArray *notes;
} Facts;

static void
facts_clear (Facts *facts)
{
  amp_record_free (facts->person);
  amp_record_free (facts->case_);
  amp_record_free (facts->situation);
  amp_record_free (facts->consent);
  amp_record_free (facts->referral);
  g_clear_pointer (&facts->notes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

/* The first child whose field has the value (NULL: any); FALSE on error. */
static gboolean
first_child (AmpExport *self,
             const char *entity,
             gint64 case_id,
             const char *field,
             const char *value,
             AmpRecord **found,
             GError **error)
{
  g_autoptr (GPtrArray) children =
    amp_store_children (self->store, amp_entity_find (entity), "case", case_id, error);

  for (guint i = 0; children != NULL && i < children->len && *found == NULL; i++)
    {
      const AmpRecord *child = g_ptr_array_index (children, i);

      if (field == NULL || g_strcmp0 (amp_record_get (child, field), value) == 0)
        *found = amp_record_copy (child);
    }
  return children != NULL;
}

static gboolean
load_facts (AmpExport *self, gint64 id, Facts *facts, GError **error)
{
  facts->case_ = amp_store_load (self->store, amp_entity_find ("case"), id, error);
  if (facts->case_ == NULL)
    return FALSE;
  facts->person = amp_store_load (self->store, amp_entity_find ("person"),
                                  amp_record_get_int (facts->case_, "person", 0), error);
  if (facts->person == NULL ||
      !first_child (self, "situation", id, NULL, NULL, &facts->situation, error) ||
      !first_child (self, "consent", id, "purpose", "process_data", &facts->consent, error) ||
      !first_child (self, "referral", id, "direction", "out", &facts->referral, error))
    return FALSE;
  facts->notes = amp_store_children (self->store, amp_entity_find ("note"), "case", id, error);
  return facts->notes != NULL;
}

static gboolean
load_institutions (Writer *self, GError **error)
{
  static const char *const paths[] = {"id", "name_es", NULL};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    self->export->store, amp_entity_find ("institution"), paths, NULL, 0, NULL, error);
  int rc = -1;

  while (cursor != NULL && (rc = amp_cursor_next (cursor, self->export->cancellable, error)) == 1)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      g_hash_table_insert (self->institutions, g_memdup2 (&id, sizeof id),
                           g_strdup (amp_cursor_text (cursor, 1)));
    }
  return rc == 0;
}

/* --- Values --- */

static const AmpRecord *
record_of (const Facts *facts, const char *entity)
{
  if (g_str_equal (entity, "person"))
    return facts->person;
  if (g_str_equal (entity, "case"))
    return facts->case_;
  if (g_str_equal (entity, "situation"))
    return facts->situation;
  return g_str_equal (entity, "consent") ? facts->consent : facts->referral;
}

static char *
find_kept (const Facts *facts, const char *name)
{
  for (guint i = 0; i < facts->notes->len; i++)
    {
      const char *text = amp_record_get (g_ptr_array_index (facts->notes, i), "text");
      char *value = amp_htcds_note_is_kept (text) ? amp_htcds_kept_find (text, name) : NULL;

      if (value != NULL)
        return value;
    }
  return NULL;
}

/* What people wrote about the case; what only its author reads stays here. */
static char *
comments (const Facts *facts)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < facts->notes->len; i++)
    {
      const AmpRecord *note = g_ptr_array_index (facts->notes, i);
      const char *text = amp_record_get (note, "text");

      if (text == NULL || amp_htcds_note_is_kept (text) ||
          amp_record_get_int (note, "private_to_author", 0) != 0)
        continue;
      g_string_append_printf (all, "%s%s", all->len > 0 ? "\n\n" : "", text);
    }
  return g_string_free (all, all->len == 0);
}

static char *
surnames (const AmpRecord *person)
{
  const char *paternal = amp_record_get (person, "surname_paternal");
  const char *maternal = amp_record_get (person, "surname_maternal");

  if (paternal == NULL || maternal == NULL)
    return g_strdup (paternal != NULL ? paternal : maternal);
  return g_strconcat (paternal, " ", maternal, NULL);
}

/* Given names without the middle name that came in a column of its own. */
static char *
first_name (const Facts *facts)
{
  const char *given = amp_record_get (facts->person, "given_names");
  g_autofree char *middle = find_kept (facts, "prs_MiddleName");
  g_autofree char *end = middle != NULL ? g_strconcat (" ", middle, NULL) : NULL;

  if (given == NULL || end == NULL || !g_str_has_suffix (given, end))
    return g_strcmp0 (given, middle) == 0 ? NULL : g_strdup (given);
  return g_strndup (given, strlen (given) - strlen (end));
}

static char *
field_text (Writer *self, const AmpHtcdsColumn *column, const Facts *facts, gboolean labels)
{
  const AmpField *field = amp_htcds_field (column);
  const AmpRecord *record = record_of (facts, column->entity);
  const char *value = field != NULL && record != NULL ? amp_record_get (record, field->name) : NULL;

  if (g_str_equal (column->name, "prs_FirstName"))
    return first_name (facts);
  /* A row that says less than a field needs went in with the cautious value; text that the field
   * refused is still there in the note, and the standard takes any text. */
  if (value == NULL)
    return field != NULL && (field->kind == AMP_KIND_TEXT || field->kind == AMP_KIND_LONG_TEXT)
             ? find_kept (facts, column->name)
             : NULL;
  if (field->kind == AMP_KIND_REF)
    {
      gint64 id = amp_record_get_int (record, field->name, 0);

      return g_strdup (g_hash_table_lookup (self->institutions, &id));
    }
  return amp_htcds_value (field, value, labels);
}

static char *
cell_text (Writer *self, const AmpHtcdsColumn *column, const Facts *facts, gboolean labels)
{
  const char *decision;

  switch (column->kind)
    {
    case AMP_HTCDS_SURNAMES:
      return surnames (facts->person);
    case AMP_HTCDS_CONSENT:
      decision = facts->consent != NULL ? amp_record_get (facts->consent, "decision") : NULL;
      return decision != NULL ? g_strdup (g_str_equal (decision, "given") ? "TRUE" : "FALSE")
                              : NULL;
    case AMP_HTCDS_COMMENT:
      return comments (facts);
    case AMP_HTCDS_MIDDLE:
    case AMP_HTCDS_KEPT_TEXT:
      return find_kept (facts, column->name);
    case AMP_HTCDS_OWNER:
    case AMP_HTCDS_FIELD:
    default:
      return field_text (self, column, facts, labels);
    }
}

/* Calls take with the texts of each case in turn. */
typedef void (*TakeRow) (gpointer data, guint row, const char *const *cells, gsize n_cells);

static gboolean
each_case (Writer *self, gboolean labels, TakeRow take, gpointer data, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  gsize n = 0;
  const AmpHtcdsColumn *columns = amp_htcds_columns (&n);

  if (!load_institutions (self, error))
    return FALSE;
  ids = amp_export_ids (self->export, "case", "id", error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_auto (Facts) facts = {0};
      g_auto (GStrv) cells = g_new0 (char *, n + 1);

      if (g_cancellable_set_error_if_cancelled (self->export->cancellable, error) ||
          !load_facts (self->export, g_array_index (ids, gint64, i), &facts, error))
        return FALSE;
      amp_progress_set (self->export->progress, i, ids->len);
      for (gsize c = 0; c < n; c++)
        {
          cells[c] = cell_text (self, &columns[c], &facts, labels);
          if (cells[c] == NULL)
            cells[c] = g_strdup ("");
        }
      take (data, i, (const char *const *) cells, n);
    }
  return ids != NULL;
}

static void
writer_init (Writer *self, AmpExport *export)
{
  self->export = export;
  self->institutions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/* --- CSV --- */

static void
take_csv (gpointer data, guint row, const char *const *cells, gsize n_cells)
{
  (void) row;
  amp_csv_append_row (data, cells, n_cells);
}

GBytes *
amp_export_htcds_csv (AmpExport *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree const char **header = NULL;
  gsize n = 0;
  const AmpHtcdsColumn *columns = amp_htcds_columns (&n);
  Writer writer;
  gboolean ok;

  header = g_new0 (const char *, n);
  for (gsize i = 0; i < n; i++)
    header[i] = columns[i].name;
  amp_csv_append_row (text, header, n);
  writer_init (&writer, self);
  ok = each_case (&writer, FALSE, take_csv, text, error);
  g_hash_table_unref (writer.institutions);
  return ok ? g_string_free_to_bytes (g_steal_pointer (&text)) : NULL;
}

/* --- Workbook: the plain template, with its hidden names put right --- */

#define FIRST_COLUMN 1u /* the template numbers its rows in column A */
#define FIRST_ROW 2u

typedef struct
{
  lxw_worksheet *sheet;
  lxw_format *date, *text;
  const AmpHtcdsColumn *columns;
} Workbook;

static gboolean
write_date (Workbook *self, guint row, guint column, const char *text)
{
  lxw_datetime day = {0};
  AmpDate date;

  /* Before 1900 a workbook has no days. */
  if (!amp_date_parse (text, &date) || date.precision != AMP_DATE_DAY || date.year < 1901)
    return FALSE;
  day.year = date.year;
  day.month = date.month;
  day.day = date.day;
  worksheet_write_datetime (self->sheet, row, (lxw_col_t) column, &day, self->date);
  return TRUE;
}

static void
take_workbook (gpointer data, guint row, const char *const *cells, gsize n_cells)
{
  Workbook *self = data;

  worksheet_write_number (self->sheet, row + FIRST_ROW, 0, row + 1, NULL);
  for (guint i = 0; i < n_cells; i++)
    {
      const AmpField *field = amp_htcds_field (&self->columns[i]);

      if (field == NULL || field->kind != AMP_KIND_DATE ||
          !write_date (self, row + FIRST_ROW, i + FIRST_COLUMN, cells[i]))
        amp_xlsx_writer_text (self->sheet, row + FIRST_ROW, i + FIRST_COLUMN, cells[i], self->text);
    }
}

static void
write_titles (Workbook *self, lxw_workbook *book, gsize n)
{
  lxw_format *bold = workbook_add_format (book);
  lxw_row_col_options hidden = {.hidden = LXW_TRUE};

  format_set_bold (bold);
  worksheet_set_row_opt (self->sheet, 0, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
  worksheet_freeze_panes (self->sheet, (lxw_row_t) FIRST_ROW, FIRST_COLUMN);
  worksheet_set_column (self->sheet, FIRST_COLUMN, (lxw_col_t) n, 22, NULL);
  for (guint i = 0; i < n; i++)
    {
      amp_xlsx_writer_text (self->sheet, 0, i + FIRST_COLUMN, self->columns[i].name, NULL);
      amp_xlsx_writer_text (self->sheet, 1, i + FIRST_COLUMN, self->columns[i].label, bold);
    }
}

GBytes *
amp_export_htcds_xlsx (AmpExport *self, GError **error)
{
  g_autoptr (AmpXlsxWriter) file = amp_xlsx_writer_new (error);
  Workbook workbook = {0};
  Writer writer;
  gsize n = 0;
  gboolean ok;

  if (file == NULL)
    return NULL;
  workbook.columns = amp_htcds_columns (&n);
  workbook.sheet = workbook_add_worksheet (file->book, "Sheet1");
  workbook.date = workbook_add_format (file->book);
  format_set_num_format (workbook.date, "yyyy-mm-dd");
  workbook.text = workbook_add_format (file->book);
  format_set_num_format (workbook.text, "@");
  write_titles (&workbook, file->book, n);
  writer_init (&writer, self);
  ok = each_case (&writer, TRUE, take_workbook, &workbook, error);
  g_hash_table_unref (writer.institutions);
  return ok ? amp_xlsx_writer_finish (file, error) : NULL;
}
