/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures as a workbook: a sheet for each table, what they are and how they were counted on the
 * first one. Made in memory. */
#include "domain/figures.h"

#include "domain/xlsx-write.h"

#include <time.h>

#define N_(text) text
#define LONGEST_SHEET_NAME 31

typedef struct
{
  const AmpFigures *figures;
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *title, *head, *text, *wrapped, *total, *bold;
  lxw_format *number[3], *number_total[3]; /* by kind */
  guint row;
} Sheet;

static lxw_format *
format_new (Sheet *self, gboolean bold, const char *number)
{
  lxw_format *format = workbook_add_format (self->book);

  if (bold)
    format_set_bold (format);
  if (number != NULL)
    format_set_num_format (format, number);
  format_set_align (format, LXW_ALIGN_VERTICAL_TOP);
  return format;
}

static void
make_formats (Sheet *self)
{
  static const char *const numbers[] = {"#,##0", "0.0%", "0.0"};

  self->title = format_new (self, TRUE, NULL);
  format_set_font_size (self->title, 14);
  self->head = format_new (self, TRUE, NULL);
  format_set_bg_color (self->head, 0xDCE6F1);
  format_set_bottom (self->head, LXW_BORDER_THIN);
  format_set_text_wrap (self->head);
  self->text = format_new (self, FALSE, NULL);
  self->bold = format_new (self, TRUE, NULL);
  self->wrapped = format_new (self, FALSE, NULL);
  format_set_text_wrap (self->wrapped);
  self->total = format_new (self, TRUE, NULL);
  format_set_top (self->total, LXW_BORDER_THIN);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      self->number[i] = format_new (self, FALSE, numbers[i]);
      self->number_total[i] = format_new (self, TRUE, numbers[i]);
      format_set_top (self->number_total[i], LXW_BORDER_THIN);
      format_set_align (self->number[i], LXW_ALIGN_RIGHT);
      format_set_align (self->number_total[i], LXW_ALIGN_RIGHT);
    }
}

/* Without what the format forbids in the name of a sheet, and no two alike. */
static char *
sheet_name (const char *title, guint number)
{
  g_autofree char *clean = g_strdelimit (g_strdup (title), "[]:*?/\\'", ' ');
  g_autofree char *prefix = g_strdup_printf ("%u ", number);
  glong room = LONGEST_SHEET_NAME - (glong) strlen (prefix);
  g_autofree char *cut = g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), room));

  return g_strchomp (g_strconcat (prefix, cut, NULL));
}

static void
line (Sheet *self, const char *text, lxw_format *format)
{
  if (text != NULL)
    amp_xlsx_writer_text (self->sheet, self->row++, 0, text, format);
}

static void
write_figure (
  Sheet *self, guint column, const AmpFigure *figure, AmpFigureKind kind, gboolean total)
{
  lxw_format *format = total ? self->number_total[kind] : self->number[kind];
  double value = (double) figure->value;

  if (figure->state == AMP_FIGURE_HIDDEN)
    amp_xlsx_writer_text (self->sheet, self->row, column, "*", format);
  else if (figure->state == AMP_FIGURE_SHOWN)
    worksheet_write_number (self->sheet, self->row, (lxw_col_t) column,
                            kind == AMP_FIGURE_COUNT     ? value
                            : kind == AMP_FIGURE_PERCENT ? value / 1000
                                                         : value / 10,
                            format);
}

static void
write_rows (Sheet *self, const AmpFigureTable *table)
{
  guint n_keys = table->keys->len;

  for (guint row = 0; row < table->rows->len; row++, self->row++)
    {
      const AmpFigureRow *of = table->rows->pdata[row];

      for (guint i = 0; i < n_keys; i++)
        amp_xlsx_writer_text (self->sheet, self->row, i, of->labels[i],
                              of->total ? self->total : self->text);
      for (guint i = 0; i < table->columns->len; i++)
        write_figure (self, n_keys + i, amp_figure_table_get (table, row, i),
                      ((AmpFigureColumn *) table->columns->pdata[i])->kind, of->total);
    }
}

static void
write_table (Sheet *self, const AmpFigureTable *table, guint number)
{
  g_autofree char *name = sheet_name (table->title, number);
  guint n_keys = table->keys->len, n_columns = n_keys + table->columns->len;

  self->sheet = workbook_add_worksheet (self->book, name);
  self->row = 0;
  line (self, table->title, self->title);
  line (self, self->figures->notice, self->bold);
  self->row++;
  for (guint i = 0; i < n_columns; i++)
    amp_xlsx_writer_text (
      self->sheet, self->row, i,
      ((AmpFigureColumn *) (i < n_keys ? table->keys->pdata[i] : table->columns->pdata[i - n_keys]))
        ->label,
      self->head);
  self->row++;
  worksheet_freeze_panes (self->sheet, self->row, (lxw_col_t) n_keys);
  if (n_keys > 0)
    worksheet_set_column (self->sheet, 0, (lxw_col_t) (n_keys - 1), 30, NULL);
  worksheet_set_column (self->sheet, (lxw_col_t) n_keys, (lxw_col_t) n_columns, 13, NULL);
  write_rows (self, table);
  worksheet_set_paper (self->sheet, 9); /* A4 */
  worksheet_set_landscape (self->sheet);
  worksheet_fit_to_pages (self->sheet, 1, 0);
  worksheet_repeat_rows (self->sheet, 0, 3);
}

static void
write_cover (Sheet *self)
{
  const AmpFigures *figures = self->figures;

  self->sheet = workbook_add_worksheet (self->book, figures->translate (N_ ("About")));
  worksheet_set_column (self->sheet, 0, 0, 34, NULL);
  worksheet_set_column (self->sheet, 1, 1, 80, NULL);
  line (self, figures->office, self->text);
  line (self, figures->title, self->title);
  line (self, figures->notice, self->bold);
  if (figures->definition != NULL)
    {
      worksheet_merge_range (self->sheet, self->row, 0, self->row, 1, figures->definition,
                             self->wrapped);
      worksheet_set_row (self->sheet, self->row++, 48, NULL);
    }
  line (self, figures->statement, self->bold);
  self->row++;
  for (guint i = 0; i < figures->facts->len; i++)
    {
      const AmpFigureFact *fact = figures->facts->pdata[i];

      if (fact->label == NULL)
        continue;
      amp_xlsx_writer_text (self->sheet, self->row, 0, fact->label, self->text);
      amp_xlsx_writer_text (self->sheet, self->row++, 1, fact->text, self->wrapped);
    }
  self->row++;
  for (guint i = 0; i < figures->notes->len; i++)
    {
      worksheet_merge_range (self->sheet, self->row, 0, self->row, 1, figures->notes->pdata[i],
                             self->wrapped);
      worksheet_set_row (self->sheet, self->row++, 30, NULL);
    }
}

/* The library writes the moment unless it is given one: that of the data. */
static void
set_properties (Sheet *self)
{
  g_autoptr (GDateTime) as_of =
    self->figures->as_of != NULL ? g_date_time_new_from_iso8601 (self->figures->as_of, NULL) : NULL;
  g_autofree char *title = g_strdup (self->figures->title);
  char program[] = "Amparo";
  lxw_doc_properties properties = {.title = title, .company = program};

  properties.created = as_of != NULL ? (time_t) g_date_time_to_unix (as_of) : 1;
  workbook_set_properties (self->book, &properties);
}

GBytes *
amp_figures_to_xlsx (const AmpFigures *self, GError **error)
{
  g_autoptr (AmpXlsxWriter) writer = amp_xlsx_writer_new (error);
  Sheet sheet = {.figures = self};

  if (writer == NULL)
    return NULL;
  sheet.book = writer->book;
  set_properties (&sheet);
  make_formats (&sheet);
  write_cover (&sheet);
  for (guint i = 0; i < self->tables->len; i++)
    write_table (&sheet, self->tables->pdata[i], i + 1);
  return amp_xlsx_writer_finish (writer, error);
}
