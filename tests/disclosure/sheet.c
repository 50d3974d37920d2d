/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include <string.h>

Sheet *
sheet_new (const gint *const *parents, const guint *n_nodes, guint n_dimensions)
{
  Sheet *self = g_new0 (Sheet, 1);

  g_assert_cmpuint (n_dimensions, >, 0);
  g_assert_cmpuint (n_dimensions, <=, SHEET_MOST_DIMENSIONS);
  self->n_dimensions = n_dimensions;
  self->n_cells = 1;
  for (guint d = n_dimensions; d-- > 0;)
    {
      self->stride[d] = self->n_cells;
      self->n_nodes[d] = n_nodes[d];
      self->parent[d] = g_memdup2 (parents[d], sizeof (gint) * n_nodes[d]);
      self->n_cells *= n_nodes[d];
    }
  self->count = g_new0 (gint64, self->n_cells);
  return self;
}

void
sheet_free (Sheet *self)
{
  for (guint d = 0; d < self->n_dimensions; d++)
    g_free (self->parent[d]);
  g_free (self->count);
  g_free (self);
}

guint
sheet_node (const Sheet *self, guint32 cell, guint dimension)
{
  return cell / self->stride[dimension] % self->n_nodes[dimension];
}

static gboolean
is_leaf (const Sheet *self, guint dimension, guint node)
{
  for (guint i = node + 1; i < self->n_nodes[dimension]; i++)
    if (self->parent[dimension][i] == (gint) node)
      return FALSE;
  return TRUE;
}

gboolean
sheet_is_base (const Sheet *self, guint32 cell)
{
  for (guint d = 0; d < self->n_dimensions; d++)
    if (!is_leaf (self, d, sheet_node (self, cell, d)))
      return FALSE;
  return TRUE;
}

/* One dimension after the other: once it is done, each cell holds its subtree in that dimension.
 * Children stand after their parents, so going backwards meets them first. */
void
sheet_add_up (Sheet *self)
{
  for (guint32 cell = 0; cell < self->n_cells; cell++)
    if (!sheet_is_base (self, cell))
      self->count[cell] = 0;
  for (guint d = 0; d < self->n_dimensions; d++)
    for (guint node = self->n_nodes[d]; node-- > 1;)
      for (guint32 cell = 0; cell < self->n_cells; cell++)
        if (sheet_node (self, cell, d) == node)
          self->count[cell - (node - (guint) self->parent[d][node]) * self->stride[d]] +=
            self->count[cell];
}

void
sheet_equations (const Sheet *self, SheetEquation equation, gpointer data)
{
  g_autofree guint32 *parts = g_new (guint32, self->n_cells);

  for (guint d = 0; d < self->n_dimensions; d++)
    for (guint32 whole = 0; whole < self->n_cells; whole++)
      {
        guint node = sheet_node (self, whole, d), n = 0;

        for (guint child = node + 1; child < self->n_nodes[d]; child++)
          if (self->parent[d][child] == (gint) node)
            parts[n++] = whole + (child - node) * self->stride[d];
        if (n > 0)
          equation (whole, parts, n, data);
      }
}

static void
add_equation (guint32 whole, const guint32 *parts, guint n, gpointer system)
{
  amp_system_add_equation (system, whole, parts, n);
}

AmpSystem *
sheet_system (const Sheet *self)
{
  AmpSystem *system = amp_system_new (self->n_cells);

  memcpy (system->count, self->count, sizeof (gint64) * self->n_cells);
  sheet_equations (self, add_equation, system);
  return system;
}

/* --- At random --- */

/* Now and then a level of groups between the total and the leaves, a group of one, a leaf beside
 * groups. */
static GArray *
random_tree (GRand *rand)
{
  GArray *parents = g_array_new (FALSE, FALSE, sizeof (gint));
  gint root = -1, total = 0;
  guint n_groups = g_rand_int_range (rand, 0, 3) == 0 ? (guint) g_rand_int_range (rand, 2, 4) : 0;

  g_array_append_val (parents, root);
  for (guint g = 0; g < n_groups; g++)
    {
      gint group = (gint) parents->len;
      guint n = (guint) g_rand_int_range (rand, 0, 4);

      g_array_append_val (parents, total);
      for (guint i = 0; i < n; i++)
        g_array_append_val (parents, group);
    }
  if (n_groups == 0)
    for (gint n = g_rand_int_range (rand, 2, 8); n > 0; n--)
      g_array_append_val (parents, total);
  return parents;
}

static gint64
random_count (GRand *rand, const SheetShape *shape)
{
  if ((guint) g_rand_int_range (rand, 0, 100) < shape->zeros_percent)
    return 0;
  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return g_rand_int_range (rand, 0, 4);
    case 1:
      return g_rand_int_range (rand, 0, (gint32) shape->typical * 8 + 1);
    default:
      return g_rand_int_range (rand, 0, (gint32) shape->typical + 1);
    }
}

Sheet *
sheet_random (GRand *rand, const SheetShape *shape)
{
  Sheet *self = NULL;

  while (self == NULL)
    {
      GArray *trees[SHEET_MOST_DIMENSIONS];
      const gint *parents[SHEET_MOST_DIMENSIONS];
      guint n_nodes[SHEET_MOST_DIMENSIONS];
      guint n = (guint) g_rand_int_range (rand, (gint32) shape->least_dimensions,
                                          (gint32) shape->most_dimensions + 1);
      guint64 cells = 1;

      for (guint d = 0; d < n; d++)
        {
          trees[d] = random_tree (rand);
          parents[d] = (const gint *) (gpointer) trees[d]->data;
          cells *= n_nodes[d] = trees[d]->len;
        }
      if (cells <= shape->most_cells)
        self = sheet_new (parents, n_nodes, n);
      for (guint d = 0; d < n; d++)
        g_array_unref (trees[d]);
    }
  for (guint32 cell = 0; cell < self->n_cells; cell++)
    if (sheet_is_base (self, cell))
      self->count[cell] = random_count (rand, shape);
  sheet_add_up (self);
  return self;
}

/* --- From a file --- */

/* The next word as a number; the lines do not matter. */
static gint64
next_number (char ***words)
{
  gint64 number;

  g_assert_true (g_ascii_string_to_signed (*(*words)++, 10, -1, G_MAXINT32, &number, NULL));
  return number;
}

static void
next_is (char ***words, const char *word)
{
  g_assert_cmpstr (*(*words)++, ==, word);
}

static char **
words_of (const char *text)
{
  g_auto (GStrv) split = g_strsplit_set (text, " \n\r\t", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (char **word = split; *word != NULL; word++)
    if (**word != '\0')
      g_strv_builder_add (words, *word);
  return g_strv_builder_end (words);
}

static Sheet *
read_trees (char ***words)
{
  const gint *parents[SHEET_MOST_DIMENSIONS] = {NULL};
  guint n_nodes[SHEET_MOST_DIMENSIONS], n;
  Sheet *self;

  next_is (words, "dims");
  n = (guint) next_number (words);
  g_assert_cmpuint (n, <=, SHEET_MOST_DIMENSIONS);
  for (guint d = 0; d < n; d++)
    {
      gint *parent;

      next_is (words, "dim");
      n_nodes[d] = (guint) next_number (words);
      parents[d] = parent = g_new (gint, n_nodes[d]);
      for (guint i = 0; i < n_nodes[d]; i++)
        {
          (*words)++;
          parent[i] = (gint) next_number (words);
          g_assert_cmpint (parent[i], <, (gint) i);
        }
    }
  self = sheet_new (parents, n_nodes, n);
  for (guint d = 0; d < n; d++)
    g_free ((gpointer) parents[d]);
  return self;
}

Sheet *
sheet_read (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) all = NULL;
  char **words;
  Sheet *self;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  words = all = words_of (text);
  self = read_trees (&words);
  next_is (&words, "cells");
  while (*words != NULL)
    {
      guint32 cell = 0;

      for (guint d = 0; d < self->n_dimensions; d++)
        {
          gint64 node = next_number (&words);

          g_assert_cmpint (node, <, self->n_nodes[d]);
          cell += (guint32) node * self->stride[d];
        }
      g_assert_true (sheet_is_base (self, cell));
      self->count[cell] = next_number (&words);
    }
  sheet_add_up (self);
  return self;
}
