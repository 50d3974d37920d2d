/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "puzzle.h"

Puzzle *
puzzle_new (void)
{
  Puzzle *self = g_new0 (Puzzle, 1);
  guint32 beginning = 0;

  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->told = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->asked = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->members = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (self->starts, beginning);
  self->seconds = 10;
  return self;
}

void
puzzle_free (Puzzle *self)
{
  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->names);
  g_array_unref (self->told);
  g_array_unref (self->asked);
  g_array_unref (self->starts);
  g_array_unref (self->members);
  g_free (self->fault);
  g_free (self);
}

guint32
puzzle_cell (Puzzle *self, const char *name)
{
  gpointer found;
  gint64 hidden = PUZZLE_HIDDEN;
  guint32 cell = self->names->len;

  if (g_hash_table_lookup_extended (self->numbers, name, NULL, &found))
    return GPOINTER_TO_UINT (found);
  g_ptr_array_add (self->names, g_strdup (name));
  g_array_append_val (self->told, hidden);
  g_hash_table_insert (self->numbers, g_ptr_array_index (self->names, cell),
                       GUINT_TO_POINTER (cell));
  return cell;
}

const char *
puzzle_name (const Puzzle *self, guint32 cell)
{
  return g_ptr_array_index (self->names, cell);
}

guint32
puzzle_n_cells (const Puzzle *self)
{
  return self->names->len;
}

gint64
puzzle_told (const Puzzle *self, guint32 cell)
{
  return g_array_index (self->told, gint64, cell);
}

void
puzzle_tell (Puzzle *self, guint32 cell, gint64 count)
{
  gint64 *told = &g_array_index (self->told, gint64, cell);

  if (*told != PUZZLE_HIDDEN && *told != count && self->fault == NULL)
    self->fault = g_strdup_printf ("%s has two numbers", puzzle_name (self, cell));
  *told = count;
}

void
puzzle_add_sum (Puzzle *self, guint32 whole, const guint32 *parts, guint n)
{
  g_array_append_val (self->members, whole);
  g_array_append_vals (self->members, parts, n);
  g_array_append_val (self->starts, self->members->len);
}

guint
puzzle_n_sums (const Puzzle *self)
{
  return self->starts->len - 1;
}

const guint32 *
puzzle_sum (const Puzzle *self, guint sum, guint *n)
{
  guint32 from = g_array_index (self->starts, guint32, sum);

  *n = g_array_index (self->starts, guint32, sum + 1) - from;
  return &g_array_index (self->members, guint32, from);
}
