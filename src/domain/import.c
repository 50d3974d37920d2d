/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The door of the import: opens the file, keeps all rows in one transaction, and decides at the end
 * whether they stay. */
#include "domain/import-private.h"

#include "domain/cases.h"
#include "domain/htcds.h"
#include "model/codelist.h"

#include <string.h>

static const char *const formats[] = {"htcds-xlsx", "htcds-csv", "amparo-csv"};

gboolean
amp_file_format_from_code (const char *code, AmpFileFormat *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (code, formats[i]) == 0)
      {
        *format = (AmpFileFormat) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
amp_import_step (AmpImport *self, GError **error)
{
  guint64 done = 0, total = 0;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  amp_sheet_position (self->sheet, &done, &total);
  amp_progress_set (self->progress, done, total);
  return TRUE;
}

gboolean
amp_import_is_row_error (const GError *error)
{
  return error->domain == AMP_DOMAIN_ERROR || error->domain == AMP_MODEL_ERROR ||
         g_error_matches (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID) ||
         g_error_matches (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND) ||
         g_error_matches (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CONFLICT);
}

/* Errors about a record begin with its field ("case.status: …") and hold no values. */
void
amp_import_report_refused (AmpImport *self, guint row, const GError *why)
{
  const char *colon = why->domain == AMP_DOMAIN_ERROR ? strstr (why->message, ": ") : NULL;
  g_autofree char *field =
    colon != NULL ? g_strndup (why->message, (gsize) (colon - why->message)) : NULL;

  amp_report_add (self->report, "row-refused", row, field, NULL);
}

void
amp_import_report_seen (AmpImport *self, const AmpRecord *person, guint row)
{
  AmpSeen seen = amp_import_index_person (self->index, person);

  /* The value is left out: the row says who it is. */
  if (seen != AMP_SEEN_NEVER)
    amp_report_add (self->report,
                    seen == AMP_SEEN_IN_FILE ? "duplicate-in-file" : "duplicate-in-vault", row,
                    NULL, NULL);
}

void
amp_import_check (AmpImport *self,
                  AmpRecord *record,
                  guint row,
                  AmpColumnOf column_of,
                  gpointer data,
                  GString *kept)
{
  g_autoptr (GArray) findings = amp_check_record (record);

  for (guint i = 0; i < findings->len; i++)
    {
      const AmpCheckFinding *finding = &g_array_index (findings, AmpCheckFinding, i);
      const char *value = amp_record_get (record, finding->field);
      const AmpField *field = amp_entity_field (amp_record_entity (record), finding->field);
      const char *column = column_of (data, record, finding->field);

      /* What is missing is no finding about the file: few files have our fields. */
      if (value == NULL)
        continue;
      amp_report_add_saying (self->report, "check", row, column, value, finding->sentence);
      if (finding->level == AMP_CHECK_ERROR && (field->flags & AMP_FIELD_REQUIRED) == 0)
        {
          amp_htcds_kept_add (kept, column, value);
          (void) amp_record_set (record, finding->field, NULL, NULL);
        }
    }
}

gboolean
amp_import_save_kept (AmpImport *self, gint64 case_id, const GString *kept, GError **error)
{
  g_autofree char *text = amp_htcds_kept_to_note (kept);
  g_autoptr (AmpRecord) note = NULL;

  if (text == NULL)
    return TRUE;
  note = amp_record_new (amp_entity_find ("note"));
  amp_record_set_int (note, "case", case_id);
  amp_record_set_int (note, "author", amp_session_get_user (self->session)->id);
  return amp_record_set (note, "kind", "coordination", error) &&
         amp_record_set (note, "text", text, error) &&
         amp_cases_save (self->session, note, "import", error);
}

gint64
amp_import_institution (
  AmpImport *self, guint row, const char *column, const char *name, GError **error)
{
  gint64 id = amp_import_index_institution (self->index, name);
  g_autoptr (AmpRecord) institution = NULL;
  g_autofree char *one_line = g_strdelimit (g_strdup (name), "\r\n\t", ' ');

  if (id != 0)
    return id;
  institution = amp_record_new (amp_entity_find ("institution"));
  if (!amp_record_set (institution, "name_es", one_line, error) ||
      !amp_cases_save (self->session, institution, "import", error))
    return 0;
  amp_report_add (self->report, "institution-made", row, column, name);
  amp_import_index_add_institution (self->index, name, amp_record_id (institution));
  return amp_record_id (institution);
}

static AmpSheet *
open_sheet (const char *path, AmpFileFormat format, AmpReport *report, GError **error)
{
  if (format == AMP_FORMAT_HTCDS_XLSX)
    return amp_sheet_open_xlsx (path, amp_htcds_score, report, error);
  return amp_sheet_open_csv (path, report, error);
}

static gboolean
run (AmpImport *self, AmpFileFormat format, GError **error)
{
  gboolean ok = format == AMP_FORMAT_AMPARO_CSV ? amp_import_amparo (self, error)
                                                : amp_import_htcds (self, error);

  if (!ok)
    return FALSE;
  if (self->options->all_or_nothing && !self->options->dry_run &&
      amp_report_count (self->report, AMP_FINDING_ERROR) > 0)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FINDINGS,
                           "Rows that cannot come in: nothing was imported");
      return FALSE;
    }
  return self->options->dry_run ||
         amp_store_audit (self->store, AMP_AUDIT_IMPORT, amp_entity_find ("case"), 0, NULL,
                          formats[format], error);
}

static gboolean
check_options (AmpSession *session, const AmpImportOptions *options, GError **error)
{
  if (amp_session_get_store (session) == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "An auditor cannot import");
      return FALSE;
    }
  if (options->region != NULL &&
      amp_code_list_lookup (amp_code_list_find ("region"), options->region) == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "No such region for the import");
      return FALSE;
    }
  return TRUE;
}

gboolean
amp_import_file (AmpSession *session,
                 const char *path,
                 AmpFileFormat format,
                 const AmpImportOptions *options,
                 AmpReport *report,
                 AmpImportResult *result,
                 AmpProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  static const AmpImportOptions defaults = {0};
  AmpImport self = {0};
  g_autoptr (AmpSheet) sheet = NULL;
  g_autoptr (AmpImportIndex) index = NULL;
  gboolean ok;

  memset (result, 0, sizeof *result);
  self.options = options != NULL ? options : &defaults;
  if (!check_options (session, self.options, error))
    return FALSE;
  sheet = open_sheet (path, format, report, error);
  if (sheet == NULL)
    return FALSE;
  self.session = session;
  self.store = amp_session_get_store (session);
  self.report = report;
  self.result = result;
  self.sheet = sheet;
  self.progress = progress;
  self.cancellable = cancellable;
  if (!amp_store_begin (self.store, error))
    return FALSE;
  self.index = index = amp_import_index_new (self.store, cancellable, error);
  ok = index != NULL && run (&self, format, error);
  if (ok && !self.options->dry_run)
    ok = amp_store_commit (self.store, error);
  else
    amp_store_rollback (self.store);
  if (!ok)
    result->imported = 0;
  return ok;
}
