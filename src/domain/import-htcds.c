/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of the standard into person, case, situation, consent, referral and notes. */
#include "domain/import-htcds.h"

#include "domain/cases.h"
#include "model/date.h"
#include "model/fold.h"

#include <string.h>

/* What one row becomes. Records are there once something belongs into them. */
typedef struct
{
  AmpImportLayout *layout;
  guint row;
  AmpRecord *person, *case_, *situation, *consent, *referral;
  char *comment;
  char *middle;
  GString *kept;
} Draft;

/* --- One row --- */

static void
draft_init (Draft *draft, AmpImportLayout *layout, guint row)
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
keep (Draft *draft, const AmpImportColumn *column, const char *text)
{
  amp_htcds_kept_add (draft->kept,
                      column->htcds != NULL   ? column->htcds->name
                      : column->title != NULL ? column->title
                                              : "-",
                      text);
}

static gboolean
take_field (Draft *draft, const AmpImportColumn *column, const char *text, GError **error)
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
take_surnames (Draft *draft, const AmpImportColumn *column, const char *text)
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
take_consent (Draft *draft, const AmpImportColumn *column, const char *text)
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
take_owner (Draft *draft, const AmpImportColumn *column, const char *text, GError **error)
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
take_unknown (Draft *draft, AmpImportColumn *column, const char *text)
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
take_cell (Draft *draft, AmpImportColumn *column, const char *text, GError **error)
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
      const AmpImportColumn *column = &g_array_index (columns, AmpImportColumn, i);

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
      g_autofree char *text = amp_import_cell_text (cells, i);

      if (text == NULL)
        continue;
      /* Cells right of the last title are data too. */
      while (columns->len <= i)
        {
          AmpImportColumn none = {0};

          g_array_append_val (columns, none);
        }
      if (!take_cell (draft, &g_array_index (columns, AmpImportColumn, i), text, error))
        return FALSE;
    }
  return TRUE;
}

/* TRUE: came in, or was reported; FALSE: the import cannot go on. */
static gboolean
import_row (AmpImportLayout *self, const GPtrArray *cells, guint row, GError **error)
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
      g_autofree char *text = amp_import_cell_text (cells, i);

      if (text != NULL &&
          (i > 0 || columns->len == 0 || g_array_index (columns, AmpImportColumn, 0).title))
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

  if (text != NULL && g_array_index (columns, AmpImportColumn, 0).title == NULL &&
      g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &number, NULL))
    g_clear_pointer (&g_ptr_array_index (cells, 0), g_free);
}

gboolean
amp_import_htcds (AmpImport *self, GError **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, TRUE, sizeof (AmpImportColumn));
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  AmpImportLayout layout = {self, columns, 0, owners};
  int rc;

  g_array_set_clear_func (columns, amp_import_column_clear);
  for (rc = amp_import_read_header (&layout, error); rc == 1;
       rc = amp_sheet_next (self->sheet, error))
    {
      g_autoptr (GPtrArray) cells = amp_import_copy_cells (amp_sheet_cells (self->sheet));
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
