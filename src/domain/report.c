/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The findings of an import and the one table of their codes: how bad, and in which words. */
#include "domain/report.h"

#include "domain/csv.h"

#define N_(s) s

typedef struct
{
  const char *code;
  AmpFindingLevel level;
  const char *sentence;
} FindingKind;

/* Codes are for machines and stay; sentences say what is wrong and what to do. */
static const FindingKind kinds[] = {
  {"encoding-windows", AMP_FINDING_NOTE,
   N_ ("The file was written in an older Windows encoding and was read that way. Check some names "
       "with accents.")},
  {"sheet-chosen", AMP_FINDING_NOTE,
   N_ ("The workbook has several sheets; this one was read. If the data is in another one, save "
       "that one alone and import it.")},
  {"sheet-not-read", AMP_FINDING_WARNING,
   N_ ("This sheet also looks like case data and was not read. Save it as a file of its own and "
       "import that too.")},
  {"hidden-row", AMP_FINDING_NOTE,
   N_ ("The row is hidden in the workbook and was read like the others. If it was hidden on "
       "purpose, take it out of the file and import again.")},
  {"header-repaired", AMP_FINDING_NOTE,
   N_ ("The hidden name of this column contradicts its visible title; the title was followed. "
       "Nothing to do.")},
  {"column-kept-in-note", AMP_FINDING_NOTE,
   N_ ("The program has no field for this column; what it holds was kept in a note of each case. "
       "Nothing to do.")},
  {"unknown-column", AMP_FINDING_WARNING,
   N_ ("The program does not know this column; what it holds was kept in a note of each case. "
       "Correct the title if it is a misspelled one, and import again.")},
  {"column-without-title", AMP_FINDING_WARNING,
   N_ ("The column holds data and has no title; what it holds was kept in a note of each case. "
       "Give it a title and import again.")},
  {"column-twice", AMP_FINDING_WARNING,
   N_ ("The column appears more than once. The first one was read; what the other one holds was "
       "kept in a note of each case.")},
  {"read-as", AMP_FINDING_NOTE,
   N_ ("The value is another way to write a known one and was read as that. Check that it is what "
       "was meant.")},
  {"date-day-first", AMP_FINDING_NOTE,
   N_ ("The date was read with the day first and the month after it. Check that it is what was "
       "meant.")},
  {"date-from-number", AMP_FINDING_NOTE,
   N_ ("The cell holds a number where a date belongs; it was read as the spreadsheet's own way to "
       "count days. Check the date.")},
  {"age-instead-of-date", AMP_FINDING_WARNING,
   N_ ("An age stands where a date belongs. The value was kept in a note; write the birth year in "
       "the record.")},
  {"surname-split", AMP_FINDING_NOTE,
   N_ ("The surnames could be divided in more than one way. Check which is the paternal and which "
       "the maternal one.")},
  {"unknown-code", AMP_FINDING_WARNING,
   N_ ("The value is not in the list of this field. It was kept in a note of the case; choose the "
       "right one in the record.")},
  {"several-values", AMP_FINDING_WARNING,
   N_ ("The field takes one value and the cell has several. The first one was recorded and all "
       "were kept in a note of the case.")},
  {"bad-date", AMP_FINDING_WARNING,
   N_ ("This is not a date. It was kept in a note of the case; write the date in the record.")},
  {"bad-number", AMP_FINDING_WARNING,
   N_ ("This is not a number that the field takes. It was kept in a note of the case; correct it "
       "in the record.")},
  {"bad-value", AMP_FINDING_WARNING,
   N_ ("The field does not take this value. It was kept in a note of the case; correct it in the "
       "record.")},
  {"unknown-person", AMP_FINDING_NOTE,
   N_ ("No user of this office has that name; the case was given to the one who imports, and the "
       "name was kept. Assign the case if it belongs to somebody else.")},
  {"unknown-record", AMP_FINDING_WARNING,
   N_ ("The row refers to a record that is neither in the file nor in the vault. The reference was "
       "kept in a note.")},
  {"missing-value", AMP_FINDING_WARNING,
   N_ ("The cell is empty and the field is needed; “unknown” or the most cautious value was "
       "recorded. Complete the record when it is known.")},
  {"missing-name", AMP_FINDING_WARNING,
   N_ ("The row names nobody. The case came in under its code only; complete the name if it is "
       "known.")},
  {"duplicate-in-file", AMP_FINDING_WARNING,
   N_ ("The file has this person or document more than once. Both rows came in; compare the "
       "records and keep one.")},
  {"duplicate-in-vault", AMP_FINDING_WARNING,
   N_ ("A person with this document or this name and birth date is already recorded. The row came "
       "in; compare the records and keep one.")},
  {"check", AMP_FINDING_WARNING,
   N_ ("The value contradicts another one of the record. Look at both in the record.")},
  {"referral-as-draft", AMP_FINDING_NOTE,
   N_ ("The outgoing referral came in as a draft, because the file does not say that the person "
       "agreed to share her data with that institution. Record the consent, then its state.")},
  {"institution-made", AMP_FINDING_NOTE,
   N_ ("The directory had no institution of this name, so it was added. Complete its details, or "
       "choose the right one if it is there under another name.")},
  {"directory-column", AMP_FINDING_WARNING,
   N_ ("The directory has no such column, so it was not read. Correct its title and import again, "
       "or leave it.")},
  {"directory-column-twice", AMP_FINDING_WARNING,
   N_ ("The column appears more than once. The first one was read and this one was not.")},
  {"directory-value", AMP_FINDING_WARNING,
   N_ ("The column does not take this value, so what the directory had before stays. Correct it in "
       "the file and import again.")},
  {"directory-reference", AMP_FINDING_WARNING,
   N_ ("No other institution has this code or name, so none was recorded as the one that took "
       "over. Choose it in the directory.")},
  {"institution-twice", AMP_FINDING_WARNING,
   N_ ("The file has this institution more than once; the last row counts. Look at it in the "
       "directory.")},
  {"list-column", AMP_FINDING_WARNING,
   N_ ("The list has no such column, so it was not read. Correct its title and import again, or "
       "leave it.")},
  {"list-column-twice", AMP_FINDING_WARNING,
   N_ ("The column appears more than once. The first one was read and this one was not.")},
  {"list-value", AMP_FINDING_WARNING,
   N_ ("The column does not take this value, so what was recorded before stays. Correct it in the "
       "file and import again.")},
  {"list-reference", AMP_FINDING_WARNING,
   N_ ("There is no record of this code or name, or more than one, so none was taken. Write its "
       "code in the file and import again.")},
  {"list-row-twice", AMP_FINDING_WARNING,
   N_ ("The file has this record more than once; the last row counts. Look at it in the list.")},
  {"list-ref-copied", AMP_FINDING_ERROR,
   N_ ("The row carries the “ref” of a row before it, as a copied row does, so it did not come in. "
       "Empty that cell and import again: then it is added.")},
  {"pseudonym-taken", AMP_FINDING_WARNING,
   N_ ("The code of the person or the number of the case is in use already; a new one was given. "
       "Check whether it is the same person.")},
  {"missing-region", AMP_FINDING_ERROR,
   N_ ("The row does not say which region's office assists the person, so it did not come in. "
       "Choose a region for the import and import again.")},
  {"row-refused", AMP_FINDING_ERROR,
   N_ ("The row breaks a rule of the records and did not come in. Correct it in the file and "
       "import it again.")},
  {"row-without-case", AMP_FINDING_ERROR,
   N_ ("The row belongs to a case that did not come in, so it did not come in either. Correct the "
       "row of the case and import again.")},
  {"unknown-record-kind", AMP_FINDING_ERROR,
   N_ ("The row's kind of record is not one that can be imported, so it did not come in. Correct "
       "the first column and import again.")},
};

struct _AmpReport
{
  GArray *findings; /* AmpFinding */
};

static void
finding_clear (gpointer data)
{
  AmpFinding *finding = data;

  g_free (finding->column);
  g_free (finding->value);
}

AmpReport *
amp_report_new (void)
{
  AmpReport *self = g_new0 (AmpReport, 1);

  self->findings = g_array_new (FALSE, TRUE, sizeof (AmpFinding));
  g_array_set_clear_func (self->findings, finding_clear);
  return self;
}

void
amp_report_free (AmpReport *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->findings);
  g_free (self);
}

static const FindingKind *
kind_find (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].code, code))
      return &kinds[i];
  return NULL;
}

void
amp_report_add_saying (AmpReport *self,
                       const char *code,
                       guint row,
                       const char *column,
                       const char *value,
                       const char *sentence)
{
  const FindingKind *kind = kind_find (code);
  AmpFinding finding = {0};

  g_return_if_fail (kind != NULL);
  if (self == NULL)
    return;
  finding.level = kind->level;
  finding.row = row;
  finding.column = g_strdup (column);
  finding.value = g_strdup (value);
  finding.code = kind->code;
  finding.sentence = sentence != NULL ? sentence : kind->sentence;
  g_array_append_val (self->findings, finding);
}

void
amp_report_add (AmpReport *self, const char *code, guint row, const char *column, const char *value)
{
  amp_report_add_saying (self, code, row, column, value, NULL);
}

guint
amp_report_length (const AmpReport *self)
{
  return self->findings->len;
}

const AmpFinding *
amp_report_nth (const AmpReport *self, guint n)
{
  g_return_val_if_fail (n < self->findings->len, NULL);
  return &g_array_index (self->findings, AmpFinding, n);
}

guint
amp_report_count (const AmpReport *self, AmpFindingLevel level)
{
  guint count = 0;

  for (guint i = 0; i < self->findings->len; i++)
    count += amp_report_nth (self, i)->level == level;
  return count;
}

guint
amp_report_count_code (const AmpReport *self, const char *code)
{
  guint count = 0;

  for (guint i = 0; i < self->findings->len; i++)
    count += g_str_equal (amp_report_nth (self, i)->code, code);
  return count;
}

static const char *
level_to_code (AmpFindingLevel level)
{
  switch (level)
    {
    case AMP_FINDING_NOTE:
      return "note";
    case AMP_FINDING_WARNING:
      return "warning";
    case AMP_FINDING_ERROR:
      return "error";
    default:
      g_return_val_if_reached ("");
    }
}

char *
amp_report_to_csv (const AmpReport *self, const char *(*translate) (const char *) )
{
  static const char *const header[] = {"row", "column", "value", "level", "code", "message"};
  GString *text = g_string_new (NULL);

  amp_csv_append_row (text, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < self->findings->len; i++)
    {
      const AmpFinding *finding = amp_report_nth (self, i);
      g_autofree char *row =
        finding->row > 0 ? g_strdup_printf ("%u", finding->row) : g_strdup ("");
      const char *cells[] = {
        row,
        finding->column,
        finding->value,
        level_to_code (finding->level),
        finding->code,
        translate != NULL ? translate (finding->sentence) : finding->sentence,
      };

      amp_csv_append_row (text, cells, G_N_ELEMENTS (cells));
    }
  return g_string_free (text, FALSE);
}
