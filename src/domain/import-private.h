/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of an import share; private to import*.c. */
#pragma once

#include "domain/import.h"
#include "domain/sheet.h"

G_BEGIN_DECLS

/* Who and what is recorded already, so that the second one shows. */
typedef struct _AmpImportIndex AmpImportIndex;

AmpImportIndex *amp_import_index_new (AmpStore *store, GCancellable *cancellable, GError **error);
void amp_import_index_free (AmpImportIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpImportIndex, amp_import_index_free)

typedef enum
{
  AMP_SEEN_NEVER,
  AMP_SEEN_IN_VAULT,
  AMP_SEEN_IN_FILE,
} AmpSeen;

/* Same document, or same name and birth date (or a name alone, where the file gives no more). */
AmpSeen amp_import_index_person (AmpImportIndex *self, const AmpRecord *person);
void amp_import_index_add_person (AmpImportIndex *self, const AmpRecord *person);
/* Id of the institution or user of that name, case and accents aside; 0: none. */
gint64 amp_import_index_institution (AmpImportIndex *self, const char *name);
void amp_import_index_add_institution (AmpImportIndex *self, const char *name, gint64 id);
gint64 amp_import_index_user (AmpImportIndex *self, const char *name);
gboolean amp_import_index_has_user (AmpImportIndex *self, gint64 id);
/* What was added since the last keep is forgotten by undo: a row that did not come in left nothing
 * behind. */
void amp_import_index_keep (AmpImportIndex *self);
void amp_import_index_undo (AmpImportIndex *self);

typedef struct
{
  AmpSession *session;
  AmpStore *store;
  const AmpImportOptions *options;
  AmpReport *report;
  AmpImportResult *result;
  AmpSheet *sheet;
  AmpImportIndex *index;
  AmpProgress *progress;
  GCancellable *cancellable;
} AmpImport;

/* Each reads all rows; TRUE even where every row has findings. */
gboolean amp_import_htcds (AmpImport *self, GError **error);
gboolean amp_import_amparo (AmpImport *self, GError **error);

/* Cancel and progress, once a row. */
gboolean amp_import_step (AmpImport *self, GError **error);
/* Whether a failure is about the row (a finding) and not about the disk, a cancel or a bug. */
gboolean amp_import_is_row_error (const GError *error);

/* The text of a cell, read as the field wants it. Canonical, or NULL where nothing can be recorded;
 * findings are added; *kept says that the cell's text must go into the note. Free the result. */
char *amp_import_value (AmpImport *self,
                        const AmpField *field,
                        guint row,
                        const char *column,
                        const char *text,
                        gboolean *kept);
/* "yes", "Sí", "TRUE", "1", "x" … FALSE where it is neither. */
gboolean amp_import_read_boolean (const char *text, gboolean *value);
/* Sets the code of a list that the text means; NULL: none. */
const char *amp_import_match (const char *list, const char *text);

/* Runs the checks of the model, so that one bad value does not keep out the row: values that break
 * a rule are cleared and kept, contradictions are reported. column_of gives the title of the
 * column that a field came from. */
typedef const char *(*AmpColumnOf) (gpointer data, const AmpRecord *record, const char *field);
void amp_import_check (AmpImport *self,
                       AmpRecord *record,
                       guint row,
                       AmpColumnOf column_of,
                       gpointer data,
                       GString *kept);

/* A note of the case with what no field takes; does nothing where that is nothing. */
gboolean
amp_import_save_kept (AmpImport *self, gint64 case_id, const GString *kept, GError **error);
/* The id of the institution of that name, made where there is none; 0 on error. */
gint64 amp_import_institution (
  AmpImport *self, guint row, const char *column, const char *name, GError **error);
/* The row did not come in because of that error. */
void amp_import_report_refused (AmpImport *self, guint row, const GError *why);
/* Adds the finding of a person seen before. */
void amp_import_report_seen (AmpImport *self, const AmpRecord *person, guint row);

G_END_DECLS
