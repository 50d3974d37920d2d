/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an import found, row by row. Findings are no errors: they say what was in the file, where,
 * and what to do. The report holds case data (the value found): it is shown, and written to a file
 * only where a person asks for it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  AMP_FINDING_NOTE, /* read another way than written (label repaired, "Female" read as Feminine) */
  AMP_FINDING_WARNING, /* the row came in, this value did not, or needs a second look */
  AMP_FINDING_ERROR,   /* the row did not come in */
} AmpFindingLevel;

typedef struct
{
  AmpFindingLevel level;
  guint row;            /* as a spreadsheet numbers them; 0: the whole file */
  char *column;         /* header as written, or NULL */
  char *value;          /* as written, or NULL */
  const char *code;     /* "unknown-code", "bad-date" … stable, for machines */
  const char *sentence; /* N_(): what is wrong and what to do */
} AmpFinding;

typedef struct _AmpReport AmpReport;

AmpReport *amp_report_new (void);
void amp_report_free (AmpReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReport, amp_report_free)

/* code must be one of the table in report.c, which knows its level and sentence. */
void amp_report_add (
  AmpReport *self, const char *code, guint row, const char *column, const char *value);
/* The same, with the sentence of another table (a check of the model), static and N_(). */
void amp_report_add_saying (AmpReport *self,
                            const char *code,
                            guint row,
                            const char *column,
                            const char *value,
                            const char *sentence);
guint amp_report_length (const AmpReport *self);
const AmpFinding *amp_report_nth (const AmpReport *self, guint n);
guint amp_report_count (const AmpReport *self, AmpFindingLevel level);
guint amp_report_count_code (const AmpReport *self, const char *code);
/* "row,column,value,level,code,message": CSV, with the sentence through translate (NULL: English).
 */
char *amp_report_to_csv (const AmpReport *self, const char *(*translate) (const char *) );

G_END_DECLS
