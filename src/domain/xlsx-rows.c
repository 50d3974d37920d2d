/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cells of one sheet, row by row, as text. */
#include "domain/session.h"
#include "domain/xlsx-book.h"

#include <math.h>

#define MAX_COLUMNS 16384u
#define MAX_ROWS 1048576u
#define MAX_TEXT (1024 * 1024)

struct _AmpXlsxRows
{
  const AmpXlsx *book;
  AmpXlsxPart *part;
  guint row;
};

AmpXlsxRows *
amp_xlsx_rows_new (AmpXlsx *self, guint sheet, GError **error)
{
  const AmpXlsxSheet *found = &g_array_index (self->sheets, AmpXlsxSheet, sheet);
  AmpXlsxPart *part = amp_xlsx_part_open (self->archive, found->part, error);
  AmpXlsxRows *rows;

  if (part == NULL)
    return NULL;
  rows = g_new0 (AmpXlsxRows, 1);
  rows->book = self;
  rows->part = part;
  return rows;
}

void
amp_xlsx_rows_free (AmpXlsxRows *self)
{
  if (self == NULL)
    return;
  amp_xlsx_part_close (self->part);
  g_free (self);
}

void
amp_xlsx_rows_position (const AmpXlsxRows *self, guint64 *done, guint64 *total)
{
  *done = self->part->done;
  *total = self->part->total;
}

static int
fail (AmpXlsxRows *self, AmpDomainError code, const char *what, GError **error)
{
  g_set_error (error, AMP_DOMAIN_ERROR, (int) code, "%s, row %u: %s", self->part->name, self->row,
               what);
  return -1;
}

/* "AB12" -> 27; FALSE beyond the last column or where it is no cell. */
static gboolean
column_of (const char *reference, guint *column)
{
  guint n = 0;
  const char *p = reference;

  for (; g_ascii_isupper (*p) && n <= MAX_COLUMNS; p++)
    n = n * 26 + (guint) (*p - 'A') + 1;
  if (p == reference || !g_ascii_isdigit (*p) || n > MAX_COLUMNS)
    return FALSE;
  *column = n - 1;
  return TRUE;
}

/* Whole numbers without a point, others with as few digits as give the same number back. */
static char *
number_text (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (number > -1e15 && number < 1e15 && !((double) (gint64) number < number) &&
      !((double) (gint64) number > number))
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) number);
  g_ascii_formatd (text, sizeof text, "%.15g", number);
  if (g_ascii_strtod (text, NULL) < number || g_ascii_strtod (text, NULL) > number)
    g_ascii_dtostr (text, sizeof text, number);
  return g_strdup (text);
}

static char *
value_text (const AmpXlsx *book, const char *type, gint64 style, const char *raw)
{
  gint64 index = 0;
  char *end = NULL;
  double number;

  if (g_str_equal (type, "s"))
    return g_ascii_string_to_signed (raw, 10, 0, G_MAXINT32, &index, NULL) &&
               (guint) index < book->strings->len
             ? g_strdup (g_ptr_array_index (book->strings, (guint) index))
             : NULL;
  if (g_str_equal (type, "b"))
    return g_strdup (g_str_equal (raw, "1") ? "TRUE" : "FALSE");
  if (!g_str_equal (type, "n"))
    return g_strdup (raw);
  number = g_ascii_strtod (raw, &end);
  if (end == raw || *end != '\0' || !isfinite (number))
    return g_strdup (raw);
  if (style >= 0 && (guint) style < book->date_styles->len &&
      g_array_index (book->date_styles, gboolean, (guint) style))
    {
      char *date = amp_xlsx_date_from_serial (number, book->from_1904);

      if (date != NULL)
        return date;
    }
  return number_text (number);
}

/* From <c> to </c>. raw: what <v> holds; inline strings come in text. */
static int
read_cell_content (AmpXlsxRows *self, GString *raw, char **text, GError **error)
{
  AmpXlsxPart *part = self->part;
  int depth = xmlTextReaderDepth (part->reader);
  gboolean in_value = FALSE;
  int rc;

  while ((rc = amp_xlsx_part_next (part, error)) == 1)
    {
      if (xmlTextReaderNodeType (part->reader) == XML_READER_TYPE_END_ELEMENT &&
          xmlTextReaderDepth (part->reader) == depth)
        return 1;
      if (amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "is"))
        {
          g_free (*text);
          *text = amp_xlsx_read_text (part, error);
          if (*text == NULL)
            return -1;
        }
      else if (amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "v"))
        in_value = xmlTextReaderIsEmptyElement (part->reader) != 1;
      else if (amp_xlsx_part_at (part, XML_READER_TYPE_END_ELEMENT, "v"))
        in_value = FALSE;
      else if (in_value && xmlTextReaderConstValue (part->reader) != NULL)
        g_string_append (raw, (const char *) xmlTextReaderConstValue (part->reader));
      if (raw->len > MAX_TEXT)
        return fail (self, AMP_DOMAIN_ERROR_TOO_LARGE, "a cell beyond 1 MiB", error);
    }
  return rc < 0 ? -1 : fail (self, AMP_DOMAIN_ERROR_FORMAT, "ends too early", error);
}

static int
read_cell (AmpXlsxRows *self, GPtrArray *cells, guint *next_column, GError **error)
{
  AmpXlsxPart *part = self->part;
  g_autofree char *reference = amp_xlsx_part_attribute (part, "r");
  g_autofree char *type = amp_xlsx_part_attribute (part, "t");
  g_autofree char *style = amp_xlsx_part_attribute (part, "s");
  g_autofree char *text = NULL;
  g_autoptr (GString) raw = g_string_new (NULL);
  gint64 format = -1;
  guint column = *next_column;

  if (reference != NULL && !column_of (reference, &column))
    return fail (self, AMP_DOMAIN_ERROR_TOO_LARGE, "a cell outside of 16,384 columns", error);
  if (column >= MAX_COLUMNS)
    return fail (self, AMP_DOMAIN_ERROR_TOO_LARGE, "more than 16,384 columns", error);
  *next_column = column + 1;
  if (style != NULL)
    g_ascii_string_to_signed (style, 10, 0, G_MAXINT32, &format, NULL);
  if (xmlTextReaderIsEmptyElement (part->reader) == 1)
    return 1;
  if (read_cell_content (self, raw, &text, error) < 0)
    return -1;
  if (text == NULL && raw->len > 0)
    text = value_text (self->book, type != NULL ? type : "n", format, raw->str);
  if (text == NULL || *text == '\0')
    return 1;
  if (cells->len <= column)
    g_ptr_array_set_size (cells, (gint) column + 1);
  g_free (g_ptr_array_index (cells, column));
  g_ptr_array_index (cells, column) = g_steal_pointer (&text);
  return 1;
}

static int
start_row (AmpXlsxRows *self, gboolean *hidden, GError **error)
{
  g_autofree char *number = amp_xlsx_part_attribute (self->part, "r");
  gint64 row = (gint64) self->row + 1;

  if (number != NULL &&
      !g_ascii_string_to_signed (number, 10, (gint64) self->row + 1, MAX_ROWS, &row, NULL))
    return fail (self, AMP_DOMAIN_ERROR_FORMAT, "rows out of order", error);
  if (row > MAX_ROWS)
    return fail (self, AMP_DOMAIN_ERROR_TOO_LARGE, "too many rows", error);
  self->row = (guint) row;
  *hidden = amp_xlsx_part_flag (self->part, "hidden");
  return 1;
}

int
amp_xlsx_rows_next (
  AmpXlsxRows *self, GPtrArray *cells, guint *row, gboolean *hidden, GError **error)
{
  guint column = 0;
  int rc;

  g_ptr_array_set_size (cells, 0);
  while ((rc = amp_xlsx_part_next (self->part, error)) == 1)
    {
      if (amp_xlsx_part_at (self->part, XML_READER_TYPE_ELEMENT, "row"))
        {
          if (start_row (self, hidden, error) < 0)
            return -1;
          column = 0;
        }
      else if (amp_xlsx_part_at (self->part, XML_READER_TYPE_ELEMENT, "c"))
        {
          if (self->row == 0)
            return fail (self, AMP_DOMAIN_ERROR_FORMAT, "a cell outside of a row", error);
          if (read_cell (self, cells, &column, error) < 0)
            return -1;
        }
      else if (amp_xlsx_part_at (self->part, XML_READER_TYPE_END_ELEMENT, "row") && cells->len > 0)
        {
          *row = self->row;
          return 1;
        }
    }
  return rc;
}
