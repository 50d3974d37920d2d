/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weak.h"

#define PRIME 2147483647

/* Sums over hidden cells, coefficients modulo a prime. */
typedef struct
{
  guint32 n_cells;
  const guint8 *hidden;
  GPtrArray *rows; /* gint64[n_cells] */
} Matrix;

static void
add_row (guint32 whole, const guint32 *parts, guint n, gpointer data)
{
  Matrix *self = data;
  gint64 *row = g_new0 (gint64, self->n_cells);

  if (self->hidden[whole])
    row[whole] = 1;
  for (guint i = 0; i < n; i++)
    if (self->hidden[parts[i]])
      row[parts[i]] = PRIME - 1;
  g_ptr_array_add (self->rows, row);
}

static gint64
inverse (gint64 value)
{
  gint64 result = 1;

  for (gint64 power = PRIME - 2; power > 0; power >>= 1, value = value * value % PRIME)
    if (power & 1)
      result = result * value % PRIME;
  return result;
}

static void
subtract (const Matrix *self, gint64 *from, const gint64 *pivot, guint32 column)
{
  gint64 factor = PRIME - from[column];

  if (from[column] != 0)
    for (guint32 j = 0; j < self->n_cells; j++)
      from[j] = (from[j] + factor * pivot[j]) % PRIME;
}

static void
reduce (Matrix *self)
{
  guint rank = 0;

  for (guint32 column = 0; column < self->n_cells && rank < self->rows->len; column++)
    {
      guint at = rank;
      gint64 *pivot, scale;

      while (at < self->rows->len && ((gint64 *) self->rows->pdata[at])[column] == 0)
        at++;
      if (at == self->rows->len)
        continue;
      pivot = self->rows->pdata[at];
      self->rows->pdata[at] = self->rows->pdata[rank];
      self->rows->pdata[rank] = pivot;
      scale = inverse (pivot[column]);
      for (guint32 j = 0; j < self->n_cells; j++)
        pivot[j] = pivot[j] * scale % PRIME;
      for (guint i = 0; i < self->rows->len; i++)
        if (i != rank)
          subtract (self, self->rows->pdata[i], pivot, column);
      rank++;
    }
}

/* A hidden small cell that follows from what is told; n_cells: none does. */
static guint32
known_cell (const Sheet *sheet, const guint8 *hidden, const guint8 *small)
{
  Matrix matrix = {sheet->n_cells, hidden, g_ptr_array_new_with_free_func (g_free)};
  guint32 known = sheet->n_cells;

  sheet_equations (sheet, add_row, &matrix);
  reduce (&matrix);
  for (guint i = 0; i < matrix.rows->len; i++)
    {
      const gint64 *row = matrix.rows->pdata[i];
      guint32 n = 0, cell = 0;

      for (guint32 j = 0; j < sheet->n_cells; j++)
        if (row[j] != 0)
          {
            n++;
            cell = j;
          }
      if (n == 1 && small[cell])
        known = cell;
    }
  g_ptr_array_unref (matrix.rows);
  return known;
}

typedef struct
{
  const Sheet *sheet;
  const guint8 *hidden;
  gint64 least; /* 1: zeros are told always */
  guint32 cell, best;
} Search;

static void
look_at (Search *self, guint32 cell)
{
  gint64 count = self->sheet->count[cell];

  if (!self->hidden[cell] && count >= self->least &&
      (self->best == self->sheet->n_cells || count < self->sheet->count[self->best]))
    self->best = cell;
}

/* The smallest told cell of a sum that the cell is part of. */
static void
look_nearby (guint32 whole, const guint32 *parts, guint n, gpointer data)
{
  Search *self = data;
  gboolean found = FALSE;

  for (guint i = 0; i < n; i++)
    found = found || parts[i] == self->cell;
  if (!found)
    return;
  look_at (self, whole);
  for (guint i = 0; i < n; i++)
    look_at (self, parts[i]);
}

guint8 *
weak_pattern (const Sheet *sheet, gint64 t, gboolean zeros_hidden)
{
  guint8 *hidden = g_new0 (guint8, sheet->n_cells);
  g_autofree guint8 *small = g_new0 (guint8, sheet->n_cells);
  guint32 known;

  for (guint32 cell = 0; cell < sheet->n_cells; cell++)
    hidden[cell] = small[cell] = sheet->count[cell] < t && (sheet->count[cell] > 0 || zeros_hidden);
  while ((known = known_cell (sheet, hidden, small)) < sheet->n_cells)
    {
      Search search = {sheet, hidden, zeros_hidden ? 0 : 1, known, sheet->n_cells};

      sheet_equations (sheet, look_nearby, &search);
      for (guint32 cell = 0; cell < sheet->n_cells && search.best == sheet->n_cells; cell++)
        look_at (&search, cell);
      if (search.best == sheet->n_cells)
        break; /* nothing is told any more */
      hidden[search.best] = 1;
    }
  return hidden;
}
