/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of the standard: which column is what, and a row into person, case, situation, consent,
 * referral and notes. */
#include "domain/import-private.h"

#include "domain/cases.h"
#include "domain/htcds.h"
#include "model/date.h"
#include "model/fold.h"

#include <string.h>

#define HEADER_ROWS 10

typedef struct
{
  const AmpHtcdsColumn *htcds; /* NULL: not of the standard */
  const AmpField *field;       /* NULL: kept in the note */
  char *title;                 /* as written; NULL: none */
  gboolean told;               /* the finding about the column was made */
} Column;

typedef struct
{
  AmpImport *import;
  GArray *columns;    /* Column, by place */
  guint header_row;   /* data follows */
  GHashTable *owners; /* names of case owners that were told to be unknown */
} Layout;

/* What one row becomes. Records are there once something belongs into them. */
typedef struct
{
  Layout *layout;
  guint row;
  AmpRecord *person, *case_, *situation, *consent, *referral;
  char *comment;
  char *middle;
  GString *kept;
} Draft;

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->title);
}

/* --- The columns --- */

static char *
cell_text (const GPtrArray *cells, guint n)
{
  const char *text = n < cells->len ? g_ptr_array_index (cells, n) : NULL;
  const char *end;

  if (text == NULL)
    return NULL;
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  while (end > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return end > text ? g_strndup (text, (gsize) (end - text)) : NULL;
}

static GPtrArray *
copy_cells (const GPtrArray *cells)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cells->len; i++)
    g_ptr_array_add (copy, cell_text (cells, i));
  return copy;
}

static gboolean
is_taken (const GArray *columns, const AmpHtcdsColumn *htcds)
{
  for (guint i = 0; i < columns->len; i++)
    if (g_array_index (columns, Column, i).htcds == htcds)
      return TRUE;
  return FALSE;
}

/* The title that people saw counts; the hidden name only where the title says nothing or says what
 * another column says already (the standard's XLSForm has "Second Name" twice). */
static void
add_column (Layout *self, const char *name, const char *title)
{
  AmpReport *report = self->import->report;
  const AmpHtcdsColumn *by_name = name != NULL ? amp_htcds_find_name (name) : NULL;
  const AmpHtcdsColumn *by_title = title != NULL ? amp_htcds_find_label (title) : NULL;
  Column column = {0};

  if (by_title == NULL && title != NULL)
    by_title = amp_htcds_find_name (title);
  column.htcds = by_title != NULL ? by_title : by_name;
  column.title = g_strdup (title != NULL ? title : name);
  if (column.htcds != NULL && is_taken (self->columns, column.htcds))
    {
      if (by_name != NULL && by_name != column.htcds && !is_taken (self->columns, by_name))
        column.htcds = by_name;
      else
        {
          amp_report_add (report, "column-twice", self->header_row, column.title, NULL);
          column.htcds = NULL;
          column.told = TRUE;
        }
    }
  else if (name != NULL && by_title != NULL && by_name != by_title)
    amp_report_add (report, "header-repaired", self->header_row, column.title, name);
  if (column.htcds != NULL)
    column.field = amp_htcds_field (column.htcds);
  g_array_append_val (self->columns, column);
}

/* The header is the best scoring row of the first ten; where names and titles stand one above the
 * other, the lower one. */
static int
read_header (Layout *self, GError **error)
{
  AmpSheet *sheet = self->import->sheet;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint best = 0, names = G_MAXUINT, found = G_MAXUINT;
  int rc = 1;

  for (guint i = 0; i < HEADER_ROWS && (rc = amp_sheet_next (sheet, error)) == 1; i++)
    {
      guint score = amp_htcds_score (amp_sheet_cells (sheet));

      g_ptr_array_add (rows, copy_cells (amp_sheet_cells (sheet)));
      if (found != G_MAXUINT && (found + 1 != i || score < 2 || score * 2 < best))
        break;
      if (score >= 2)
        {
          names = found;
          found = i;
          best = MAX (best, score);
          self->header_row = amp_sheet_row (sheet);
        }
    }
  if (rc < 0)
    return -1;
  if (found == G_MAXUINT)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                           "No column titles of the standard in the first ten rows");
      return -1;
    }
  {
    const GPtrArray *titles = g_ptr_array_index (rows, found);
    const GPtrArray *above = names != G_MAXUINT ? g_ptr_array_index (rows, names) : NULL;
    guint n = MAX (titles->len, above != NULL ? above->len : 0);

    for (guint i = 0; i < n; i++)
      add_column (self, above != NULL && i < above->len ? g_ptr_array_index (above, i) : NULL,
                  i < titles->len ? g_ptr_array_index (titles, i) : NULL);
  }
  /* The loop stops on the first row of data, which is still to be read, or at the end. */
  return rc;
}

/* --- One row --- */

static void
draft_init (Draft *draft, Layout *layout, guint row)
{
  memset (draft, 0, sizeof *draft);
  draft->layout = layout;
  draft->row = row;
  draft->person = amp_record_new (amp_entity_find ("person"));
  draft->case_ = amp_record_new (amp_entity_find ("case"));
  draft->kept = g_string_new (NULL);
}

static void
draft_clear (Draft *draft)
{
  amp_record_free (draft->person);
  amp_record_free (draft->case_);
  amp_record_free (draft->situation);
  amp_record_free (draft->consent);
  amp_record_free (draft->referral);
  g_free (draft->comment);
  g_free (draft->middle);
  g_string_free (draft->kept, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static AmpRecord *
record_of (Draft *draft, const char *entity)
{
  AmpRecord **slot = NULL;

  if (g_str_equal (entity, "person"))
    return draft->person;
  if (g_str_equal (entity, "case"))
    return draft->case_;
  slot = g_str_equal (entity, "situation") ? &draft->situation
         : g_str_equal (entity, "consent") ? &draft->consent
                                           : &draft->referral;
  if (*slot == NULL)
    *slot = amp_record_new (amp_entity_find (entity));
  return *slot;
}

static void
keep (Draft *draft, const Column *column, const char *text)
{
  amp_htcds_kept_add (draft->kept,
                      column->htcds != NULL   ? column->htcds->name
                      : column->title != NULL ? column->title
                                              : "-",
                      text);
}

static gboolean
take_field (Draft *draft, const Column *column, const char *text, GError **error)
{
  AmpImport *import = draft->layout->import;
  gboolean kept = FALSE;
  g_autofree char *value = NULL;

  if (column->field->kind == AMP_KIND_REF)
    {
      gint64 id = amp_import_institution (import, draft->row, column->title, text, error);

      if (id == 0)
        return FALSE;
      amp_record_set_int (record_of (draft, column->htcds->entity), column->field->name, id);
      return TRUE;
    }
  value = amp_import_value (import, column->field, draft->row, column->title, text, &kept);
  if (kept)
    keep (draft, column, text);
  if (value != NULL)
    (void) amp_record_set (record_of (draft, column->htcds->entity), column->field->name, value,
                           NULL);
  return TRUE;
}

static void
take_surnames (Draft *draft, const Column *column, const char *text)
{
  g_autofree char *paternal = NULL;
  g_autofree char *maternal = NULL;

  if (!amp_htcds_split_surnames (text, &paternal, &maternal))
    amp_report_add (draft->layout->import->report, "surname-split", draft->row, column->title,
                    text);
  if (!amp_record_set (draft->person, "surname_paternal", paternal, NULL) ||
      !amp_record_set (draft->person, "surname_maternal", maternal, NULL))
    {
      amp_report_add (draft->layout->import->report, "bad-value", draft->row, column->title, text);
      (void) amp_record_set (draft->person, "surname_paternal", NULL, NULL);
      keep (draft, column, text);
    }
}

static void
take_consent (Draft *draft, const Column *column, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  const char *decision = NULL;
  gboolean checked = FALSE;

  /* A word was meant; a checkbox left alone was not. */
  if (g_str_equal (folded, "no"))
    decision = "refused";
  else if (amp_import_read_boolean (text, &checked))
    decision = checked ? "given" : "not_asked";
  else
    decision = amp_import_match ("consent_decision", text);
  if (decision == NULL)
    {
      amp_report_add (draft->layout->import->report, "unknown-code", draft->row, column->title,
                      text);
      keep (draft, column, text);
      return;
    }
  (void) amp_record_set (record_of (draft, "consent"), "purpose", "process_data", NULL);
  (void) amp_record_set (draft->consent, "decision", decision, NULL);
}

static gboolean
take_owner (Draft *draft, const Column *column, const char *text, GError **error)
{
  AmpImport *import = draft->layout->import;
  gint64 id = amp_import_index_user (import->index, text);

  if (id != 0)
    amp_record_set_int (draft->case_, "owner", id);
  else if (g_hash_table_add (draft->layout->owners, amp_fold (text)))
    amp_report_add (import->report, "unknown-person", draft->row, column->title, text);
  return take_field (draft, column, text, error);
}

static void
take_unknown (Draft *draft, Column *column, const char *text)
{
  AmpReport *report = draft->layout->import->report;

  if (!column->told)
    amp_report_add (report,
                    column->htcds != NULL   ? "column-kept-in-note"
                    : column->title != NULL ? "unknown-column"
                                            : "column-without-title",
                    draft->layout->header_row, column->title, text);
  column->told = TRUE;
  keep (draft, column, text);
}

static gboolean
take_cell (Draft *draft, Column *column, const char *text, GError **error)
{
  if (column->htcds == NULL || (column->field == NULL && column->htcds->kind == AMP_HTCDS_FIELD) ||
      column->htcds->kind == AMP_HTCDS_KEPT_TEXT)
    {
      take_unknown (draft, column, text);
      return TRUE;
    }
  switch (column->htcds->kind)
    {
    case AMP_HTCDS_SURNAMES:
      take_surnames (draft, column, text);
      return TRUE;
    case AMP_HTCDS_MIDDLE:
      draft->middle = g_strdup (text);
      keep (draft, column, text);
      return TRUE;
    case AMP_HTCDS_CONSENT:
      take_consent (draft, column, text);
      return TRUE;
    case AMP_HTCDS_OWNER:
      return take_owner (draft, column, text, error);
    case AMP_HTCDS_COMMENT:
      draft->comment = g_strdup (text);
      return TRUE;
    case AMP_HTCDS_FIELD:
    case AMP_HTCDS_KEPT_TEXT:
    default:
      return take_field (draft, column, text, error);
    }
}

/* --- What the row leaves open --- */

static const char *
title_of (gpointer data, const AmpRecord *record, const char *field)
{
  const Draft *draft = data;
  const GArray *columns = draft->layout->columns;

  for (guint i = 0; i < columns->len; i++)
    {
      const Column *column = &g_array_index (columns, Column, i);

      if (column->field != NULL && column->htcds != NULL &&
          g_strcmp0 (column->htcds->entity, amp_record_entity (record)->name) == 0 &&
          g_str_equal (column->field->name, field))
        return column->title;
    }
  return field;
}

static void
add_middle_name (Draft *draft)
{
  const char *given = amp_record_get (draft->person, "given_names");
  g_autofree char *both = NULL;

  if (draft->middle == NULL)
    return;
  both = given != NULL ? g_strconcat (given, " ", draft->middle, NULL) : g_strdup (draft->middle);
  (void) amp_record_set (draft->person, "given_names", both, NULL);
}

static gboolean
fill_case (Draft *draft)
{
  AmpImport *import = draft->layout->import;
  const char *came_on = amp_record_get (draft->case_, "source_on");
  const AmpDate today = amp_date_today ();
  AmpDate date;

  if (amp_record_get (draft->case_, "office_region") == NULL)
    (void) amp_record_set (draft->case_, "office_region", import->options->region, NULL);
  if (amp_record_get (draft->case_, "office_region") == NULL)
    {
      amp_report_add (import->report, "missing-region", draft->row, NULL, NULL);
      return FALSE;
    }
  if (amp_record_get (draft->case_, "status") == NULL)
    (void) amp_record_set (draft->case_, "status", "intake", NULL);
  /* The standard has no date of opening: the day she was referred to us, else today. */
  if (came_on != NULL && amp_date_parse (came_on, &date) && date.precision == AMP_DATE_DAY &&
      amp_date_compare (&date, &today) <= 0)
    (void) amp_record_set (draft->case_, "opened_on", came_on, NULL);
  return TRUE;
}

static void
fill_person (Draft *draft)
{
  AmpImport *import = draft->layout->import;
  const char *state = amp_record_get (draft->person, "mailing_state");
  const char *region = state != NULL ? amp_import_match ("region", state) : NULL;

  add_middle_name (draft);
  if (amp_record_get (draft->person, "given_names") == NULL &&
      amp_record_get (draft->person, "surname_paternal") == NULL)
    amp_report_add (import->report, "missing-name", draft->row, NULL, NULL);
  if (amp_record_get (draft->person, "gender") == NULL)
    {
      amp_report_add (import->report, "missing-value", draft->row,
                      title_of (draft, draft->person, "gender"), NULL);
      (void) amp_record_set (draft->person, "gender", "NonSpecifiedUnknown", NULL);
    }
  if (region != NULL)
    (void) amp_record_set (draft->person, "residence_region", region, NULL);
  (void) amp_record_set (draft->person, "residence_country",
                         amp_record_get (draft->person, "mailing_country"), NULL);
}

/* After the checks: a birth date that may not stay gives no year either. */
static void
fill_birth_year (Draft *draft)
{
  const char *born = amp_record_get (draft->person, "birth_date");
  AmpDate date;

  if (born != NULL && amp_date_parse (born, &date) && date.precision >= AMP_DATE_YEAR)
    {
      g_autofree char *year = g_strdup_printf ("%u", date.year);

      (void) amp_record_set (draft->person, "birth_year", year, NULL);
    }
}

static void
check_draft (Draft *draft)
{
  AmpRecord *const records[] = {draft->person, draft->case_, draft->situation, draft->consent,
                                draft->referral};

  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    if (records[i] != NULL)
      amp_import_check (draft->layout->import, records[i], draft->row, title_of, draft,
                        draft->kept);
}

/* Outgoing referrals come in as drafts: the file does not say that she agreed to share her data
 * with that institution, and nothing leaves draft without that. */
static gboolean
save_referral (Draft *draft, GError **error)
{
  AmpImport *import = draft->layout->import;
  const char *sent_on;

  if (draft->referral == NULL)
    return TRUE;
  sent_on = amp_record_get (draft->referral, "sent_on");
  amp_record_set_int (draft->referral, "case", amp_record_id (draft->case_));
  amp_record_set_int (draft->referral, "person", amp_record_id (draft->person));
  (void) amp_record_set (draft->referral, "direction", "out", NULL);
  (void) amp_record_set (draft->referral, "state", "draft", NULL);
  if (sent_on != NULL)
    amp_report_add (import->report, "referral-as-draft", draft->row, NULL, NULL);
  return amp_cases_save (import->session, draft->referral, "import", error);
}

static gboolean
save_comment (Draft *draft, GError **error)
{
  AmpImport *import = draft->layout->import;
  g_autoptr (AmpRecord) note = NULL;

  if (draft->comment == NULL)
    return TRUE;
  note = amp_record_new (amp_entity_find ("note"));
  amp_record_set_int (note, "case", amp_record_id (draft->case_));
  amp_record_set_int (note, "author", amp_session_get_user (import->session)->id);
  (void) amp_record_set (note, "kind", "coordination", NULL);
  if (!amp_record_set (note, "text", draft->comment, NULL))
    {
      amp_report_add (import->report, "bad-value", draft->row, "cco_CaseComment", draft->comment);
      amp_htcds_kept_add (draft->kept, "cco_CaseComment", draft->comment);
      return TRUE;
    }
  return amp_cases_save (import->session, note, "import", error);
}

static gboolean
save_draft (Draft *draft, GError **error)
{
  AmpImport *import = draft->layout->import;

  return amp_cases_intake (import->session, draft->person, draft->case_, draft->situation,
                           draft->consent, error) &&
         save_referral (draft, error) && save_comment (draft, error) &&
         amp_import_save_kept (import, amp_record_id (draft->case_), draft->kept, error);
}

static gboolean
fill_draft (Draft *draft, const GPtrArray *cells, GError **error)
{
  GArray *columns = draft->layout->columns;

  for (guint i = 0; i < cells->len; i++)
    {
      g_autofree char *text = cell_text (cells, i);

      if (text == NULL)
        continue;
      /* Cells right of the last title are data too. */
      while (columns->len <= i)
        {
          Column none = {0};

          g_array_append_val (columns, none);
        }
      if (!take_cell (draft, &g_array_index (columns, Column, i), text, error))
        return FALSE;
    }
  return TRUE;
}

/* TRUE: came in, or was reported; FALSE: the import cannot go on. */
static gboolean
import_row (Layout *self, const GPtrArray *cells, guint row, GError **error)
{
  AmpImport *import = self->import;
  g_autoptr (GError) local = NULL;
  g_auto (Draft) draft;

  draft_init (&draft, self, row);
  if (!amp_store_begin (import->store, error))
    return FALSE;
  if (fill_draft (&draft, cells, &local) && fill_case (&draft))
    {
      fill_person (&draft);
      check_draft (&draft);
      fill_birth_year (&draft);
      amp_import_report_seen (import, draft.person, row);
      if (save_draft (&draft, &local) && amp_store_commit (import->store, &local))
        {
          amp_import_index_add_person (import->index, draft.person);
          amp_import_index_keep (import->index);
          import->result->imported++;
          return TRUE;
        }
    }
  amp_store_rollback (import->store);
  amp_import_index_undo (import->index);
  if (local == NULL)
    return TRUE;
  if (!amp_import_is_row_error (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  amp_import_report_refused (import, row, local);
  return TRUE;
}

/* The templates number their rows in a first column without a title: a number alone is no data. */
static gboolean
is_data (const GArray *columns, const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      g_autofree char *text = cell_text (cells, i);

      if (text != NULL && (i > 0 || columns->len == 0 || g_array_index (columns, Column, 0).title))
        return TRUE;
    }
  return FALSE;
}

/* A first cell without a title that holds the number of the row. */
static void
drop_row_number (const GArray *columns, GPtrArray *cells)
{
  gint64 number;
  const char *text = cells->len > 0 ? g_ptr_array_index (cells, 0) : NULL;

  if (text != NULL && g_array_index (columns, Column, 0).title == NULL &&
      g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &number, NULL))
    g_clear_pointer (&g_ptr_array_index (cells, 0), g_free);
}

gboolean
amp_import_htcds (AmpImport *self, GError **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Layout layout = {self, columns, 0, owners};
  int rc;

  g_array_set_clear_func (columns, column_clear);
  for (rc = read_header (&layout, error); rc == 1; rc = amp_sheet_next (self->sheet, error))
    {
      g_autoptr (GPtrArray) cells = copy_cells (amp_sheet_cells (self->sheet));
      guint row = amp_sheet_row (self->sheet);

      drop_row_number (columns, cells);
      if (row <= layout.header_row || !is_data (columns, cells))
        continue;
      self->result->rows++;
      if (amp_sheet_row_hidden (self->sheet))
        amp_report_add (self->report, "hidden-row", row, NULL, NULL);
      if (!amp_import_step (self, error) || !import_row (&layout, cells, row, error))
        return FALSE;
    }
  return rc == 0;
}
