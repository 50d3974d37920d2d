/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * [records]: a header that has to be the level's, and rows of codes. */
#include "review/check-private.h"

#include <string.h>

#define CODE_LETTERS 12

/* A column with what is asked of it 100,000 times. */
typedef struct
{
  const AmpCheckColumn *column;
  guint n_codes;
  gsize length[AMP_CHECK_MOST_CODES];
  guint8 *cells; /* NULL: a process column, nothing is counted over it */
} Shape;

void
amp_check_pack_clear (AmpCheckPack *pack)
{
  for (guint i = 0; i < AMP_CHECK_MOST_COLUMNS; i++)
    g_free (pack->cells[i]);
  g_free (pack->codes);
}

static gint
index_of (const Shape *shape, AmpCheckPiece cell)
{
  for (guint i = 0; i < shape->n_codes; i++)
    if (shape->length[i] == cell.length &&
        memcmp (shape->column->codes[i], cell.text, cell.length) == 0)
      return (gint) i;
  return -1;
}

/* Counted columns of one kind get their place in the pack, in the order of the columns. */
static void
place_columns (AmpCheckPack *pack, Shape *shapes, AmpCheckKind kind)
{
  for (guint i = 0; i < pack->n_columns; i++)
    if (shapes[i].column->kind == kind)
      {
        shapes[i].cells = g_new (guint8, pack->records + 1);
        pack->cells[pack->n_counted] = shapes[i].cells;
        pack->sizes[pack->n_counted] = shapes[i].n_codes;
        pack->counted[pack->n_counted++] = shapes[i].column;
      }
}

static void
shape_columns (AmpCheckPack *pack, Shape shapes[AMP_CHECK_MOST_COLUMNS])
{
  pack->n_columns = amp_check_level_columns (pack->level, pack->columns);
  for (guint i = 0; i < pack->n_columns; i++)
    {
      Shape *shape = &shapes[i];

      shape->column = &pack->columns[i];
      for (; shape->column->codes[shape->n_codes] != NULL; shape->n_codes++)
        {
          g_assert (shape->n_codes < AMP_CHECK_MOST_CODES);
          shape->length[shape->n_codes] = strlen (shape->column->codes[shape->n_codes]);
        }
    }
  place_columns (pack, shapes, AMP_CHECK_QUASI);
  pack->n_quasi = pack->n_counted;
  place_columns (pack, shapes, AMP_CHECK_SENSITIVE);
}

static gboolean
check_heading (AmpCheckLines *lines, const AmpCheckPack *pack, GError **error)
{
  g_autoptr (GString) heading = g_string_new ("code");

  for (guint i = 0; i < pack->n_columns; i++)
    g_string_append_printf (heading, ",%s", pack->columns[i].name);
  return amp_check_expect (lines, heading->str, error);
}

static gboolean
check_code (AmpCheckPack *pack, guint64 row, AmpCheckPiece cell, guint line, GError **error)
{
  if (!amp_check_base32 (cell, CODE_LETTERS, &pack->codes[row]))
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_CODE, line,
                             "the code of the record is malformed");
  if (row > 0 && pack->codes[row] <= pack->codes[row - 1])
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_CODE, line,
                             "the code of the record is not behind the one before");
  return TRUE;
}

static gboolean
check_row (AmpCheckPack *pack,
           const Shape *shapes,
           guint64 row,
           AmpCheckPiece rest,
           guint line,
           GError **error)
{
  AmpCheckPiece cell;

  (void) amp_check_next_cell (&rest, &cell);
  if (!check_code (pack, row, cell, line, error))
    return FALSE;
  for (guint i = 0; i < pack->n_columns; i++)
    {
      gint code;

      if (!amp_check_next_cell (&rest, &cell))
        return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, line, "too few cells");
      code = index_of (&shapes[i], cell);
      if (code < 0)
        return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_VALUE, line,
                                 "what may not be in the column %s", shapes[i].column->name);
      if (shapes[i].cells != NULL)
        shapes[i].cells[row] = (guint8) code;
    }
  if (rest.text != NULL)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, line, "too many cells");
  return TRUE;
}

/* A number of records that the payload is too short for would only reserve memory. */
gboolean
amp_check_records (AmpCheckLines *lines, AmpCheckPack *pack, GError **error)
{
  Shape shapes[AMP_CHECK_MOST_COLUMNS] = {0};
  AmpCheckPiece line;

  if (pack->records > (guint64) (lines->end - lines->at) / (CODE_LETTERS + 1))
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_NUMBER, 0,
                             "fewer records than are announced");
  pack->codes = g_new (guint64, pack->records + 1);
  shape_columns (pack, shapes);
  if (!amp_check_expect (lines, "[records]", error) || !check_heading (lines, pack, error))
    return FALSE;
  pack->first_row_line = lines->line + 1;
  for (guint64 row = 0; row < pack->records; row++)
    {
      if (!amp_check_next_line (lines, &line) || line.text[0] == '[')
        return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_NUMBER, lines->line,
                                 "fewer records than are announced");
      if (!check_row (pack, shapes, row, line, lines->line, error))
        return FALSE;
    }
  return TRUE;
}
