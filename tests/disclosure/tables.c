/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include <string.h>

void
test_table_clear (TestTable *self)
{
  g_clear_pointer (&self->system, amp_system_free);
  g_clear_pointer (&self->cube, amp_cube_free);
}

static void
make_cube (TestTable *self, const AmpTree *trees, guint n)
{
  g_autoptr (GError) error = NULL;

  self->cube = amp_cube_new (trees, n, &error);
  if (self->cube == NULL)
    g_error ("%s", error->message);
}

static gint64
next_number (char **words, guint *at)
{
  gint64 number = 0;

  if (words[*at] == NULL ||
      !g_ascii_string_to_signed (words[*at], 10, -1, G_MAXINT32, &number, NULL))
    g_error ("word %u of the table is no number", *at);
  (*at)++;
  return number;
}

/* dims N, then for each "dim NODES" with a name and a parent for each node, then "cells" with the
 * nodes and the count of each base cell that is not 0. */
void
test_table_read (TestTable *self, const char *path)
{
  g_autofree char *text = NULL;
  g_autofree gint64 *base = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parents = g_ptr_array_new_with_free_func (g_free);
  AmpTree trees[AMP_CUBE_MAX_DIMENSIONS];
  guint n, at = 1;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  g_strdelimit (text, "\n", ' ');
  words = g_strsplit (g_strchomp (text), " ", -1);
  n = (guint) next_number (words, &at);
  for (guint d = 0; d < n; d++)
    {
      gint *parent;

      at++;
      trees[d].n_nodes = (guint) next_number (words, &at);
      parent = g_new (gint, trees[d].n_nodes);
      g_ptr_array_add (parents, parent);
      trees[d].parent = parent;
      for (guint i = 0; i < trees[d].n_nodes; i++)
        {
          at++;
          parent[i] = (gint) next_number (words, &at);
        }
    }
  make_cube (self, trees, n);
  base = g_new0 (gint64, amp_cube_n_cells (self->cube));
  for (at++; words[at] != NULL;)
    {
      guint nodes[AMP_CUBE_MAX_DIMENSIONS];
      guint32 cell;

      for (guint d = 0; d < n; d++)
        nodes[d] = (guint) next_number (words, &at);
      cell = amp_cube_cell (self->cube, nodes);
      base[cell] = next_number (words, &at);
    }
  self->system = amp_cube_system (self->cube, base);
}

static gint64
random_count (GRand *rand, gint scale)
{
  gint kind = g_rand_int_range (rand, 0, 100);

  if (kind < 20)
    return 0;
  if (kind < 45)
    return g_rand_int_range (rand, 1, 5);
  if (kind < 80)
    return g_rand_int_range (rand, 5, 5 + 6 * scale);
  return g_rand_int_range (rand, 10, 10 + 40 * scale);
}

void
test_table_random (TestTable *self, GRand *rand)
{
  guint n = (guint) g_rand_int_range (rand, 2, 4);
  gint scale = g_rand_int_range (rand, 1, 5);
  gint parent[3][32];
  AmpTree trees[3];
  g_autofree gint64 *base = NULL;

  for (guint d = 0; d < n; d++)
    {
      gint kids = g_rand_int_range (rand, 2, n == 2 ? 6 : 5);
      guint n_nodes = 1 + (guint) kids;

      parent[d][0] = -1;
      for (gint i = 1; i <= kids; i++)
        parent[d][i] = 0;
      for (gint i = 1; i <= kids && d == 0 && n_nodes < 20; i++)
        for (gint k = g_rand_int_range (rand, -2, 4); k > 1; k--)
          parent[d][n_nodes++] = i;
      trees[d] = (AmpTree){n_nodes, parent[d]};
    }
  make_cube (self, trees, n);
  base = g_new0 (gint64, amp_cube_n_cells (self->cube));
  for (guint32 i = 0; i < amp_cube_n_cells (self->cube); i++)
    base[i] = random_count (rand, scale);
  self->system = amp_cube_system (self->cube, base);
}

guint32
test_table_count_state (const TestTable *self, AmpCellState state)
{
  guint32 n = 0;

  for (guint32 i = 0; i < self->system->n_cells; i++)
    n += self->system->state[i] == state;
  return n;
}
