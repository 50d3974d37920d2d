/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts as a spreadsheet for people: labels in their language, what it says and may not be used
 * for above the table, the notes below it. Made in memory. */
#include "domain/counts-private.h"

#include "domain/xlsx-write.h"

#include <time.h>

#define N_(text) text

typedef struct
{
  const AmpCountTable *table;
  const AmpCountSpec *spec;
  AmpTranslate translate;
  const char *language;
  lxw_worksheet *sheet;
  lxw_format *bold, *total;
  guint row;
} Sheet;

static void
write_facts (Sheet *self, gint64 user)
{
  g_autoptr (GArray) facts =
    amp_count_table_facts (self->table, user, self->translate, self->language);

  amp_xlsx_writer_text (self->sheet, self->row++, 0,
                        self->translate (amp_unit_title (self->spec->unit)), self->bold);
  amp_xlsx_writer_text (self->sheet, self->row++, 0,
                        self->translate (amp_count_table_notes (self->table)[0]), self->bold);
  for (guint i = 0; i < facts->len; i++, self->row++)
    {
      const AmpCountFact *fact = &g_array_index (facts, AmpCountFact, i);

      amp_xlsx_writer_text (self->sheet, self->row, 0, fact->label, NULL);
      amp_xlsx_writer_text (self->sheet, self->row, 1, fact->value, NULL);
    }
  self->row++;
}

static void
write_row (Sheet *self, gsize row)
{
  gsize n = self->spec->n_dimensions;
  gboolean is_total = FALSE;

  for (gsize i = 0; i < n; i++)
    is_total |= g_str_equal (amp_count_table_value (self->table, row, i), "*");
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *label = amp_dimension_value_label (
        self->spec->dimensions[i], amp_count_table_value (self->table, row, i), self->language);

      amp_xlsx_writer_text (self->sheet, self->row, (guint) i,
                            label != NULL ? label : self->translate (N_ ("Total")),
                            is_total ? self->total : NULL);
    }
  if (amp_count_table_is_hidden (self->table, row))
    amp_xlsx_writer_text (self->sheet, self->row++, (guint) n, "*", is_total ? self->total : NULL);
  else
    worksheet_write_number (self->sheet, self->row++, (lxw_col_t) n,
                            (double) amp_count_table_count (self->table, row),
                            is_total ? self->total : NULL);
}

static void
write_table (Sheet *self)
{
  gsize n = self->spec->n_dimensions;

  for (gsize i = 0; i < n; i++)
    amp_xlsx_writer_text (self->sheet, self->row, (guint) i,
                          self->translate (self->spec->dimensions[i]->label), self->bold);
  amp_xlsx_writer_text (self->sheet, self->row, (guint) n, self->translate (N_ ("Count")),
                        self->bold);
  worksheet_freeze_panes (self->sheet, self->row + 1, 0);
  self->row++;
  for (gsize row = 0; row < amp_count_table_n_rows (self->table); row++)
    write_row (self, row);
  self->row++;
}

static void
set_properties (lxw_workbook *book, const AmpCountTable *table, const char *title)
{
  g_autoptr (GDateTime) as_of = g_date_time_new_from_iso8601 (amp_count_table_as_of (table), NULL);
  g_autofree char *own_title = g_strdup (title);
  char program[] = "Amparo";
  lxw_doc_properties properties = {.title = own_title, .company = program};

  /* The same data give the same bytes. */
  if (as_of != NULL)
    properties.created = (time_t) g_date_time_to_unix (as_of);
  workbook_set_properties (book, &properties);
}

GBytes *
amp_count_table_to_xlsx (const AmpCountTable *self,
                         gint64 user,
                         AmpTranslate translate,
                         const char *language,
                         GError **error)
{
  g_autoptr (AmpXlsxWriter) writer = amp_xlsx_writer_new (error);
  Sheet sheet = {.table = self,
                 .spec = amp_count_table_spec (self),
                 .translate = translate,
                 .language = language};

  if (writer == NULL)
    return NULL;
  set_properties (writer->book, self, translate (amp_unit_title (sheet.spec->unit)));
  sheet.sheet = workbook_add_worksheet (writer->book, NULL);
  sheet.bold = workbook_add_format (writer->book);
  format_set_bold (sheet.bold);
  sheet.total = workbook_add_format (writer->book);
  format_set_italic (sheet.total);
  worksheet_set_column (sheet.sheet, 0, AMP_COUNTS_MAX_DIMENSIONS, 24, NULL);

  write_facts (&sheet, user);
  write_table (&sheet);
  for (const char *const *note = amp_count_table_notes (self); *note != NULL; note++)
    amp_xlsx_writer_text (sheet.sheet, sheet.row++, 0, translate (*note), NULL);
  return amp_xlsx_writer_finish (writer, error);
}
