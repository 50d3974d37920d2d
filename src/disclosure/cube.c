/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/cube.h"

#include <string.h>

typedef struct
{
  guint n_nodes;
  guint32 stride; /* between cells whose nodes here are neighbours and equal elsewhere */
  gint *parent;
  guint *level;
  guint32 *children; /* of node i: children[first[i]] … children[first[i + 1] - 1] */
  guint32 *first;
} Dimension;

struct _AmpCube
{
  guint n_dimensions;
  guint32 n_cells;
  Dimension dimension[AMP_CUBE_MAX_DIMENSIONS];
};

static gboolean
is_tree (const AmpTree *tree)
{
  if (tree->n_nodes == 0 || tree->parent[0] != -1)
    return FALSE;
  for (guint i = 1; i < tree->n_nodes; i++)
    if (tree->parent[i] < 0 || (guint) tree->parent[i] >= i)
      return FALSE;
  return TRUE;
}

static void
fill_dimension (Dimension *self, const AmpTree *tree)
{
  guint32 at = 0;

  self->n_nodes = tree->n_nodes;
  self->parent = g_memdup2 (tree->parent, sizeof (gint) * tree->n_nodes);
  self->level = g_new0 (guint, tree->n_nodes);
  self->children = g_new0 (guint32, tree->n_nodes);
  self->first = g_new0 (guint32, tree->n_nodes + 1);
  for (guint i = 1; i < tree->n_nodes; i++)
    {
      self->level[i] = self->level[tree->parent[i]] + 1;
      self->first[tree->parent[i] + 1]++;
    }
  for (guint i = 0; i < tree->n_nodes; i++)
    self->first[i + 1] += self->first[i];
  for (guint i = 0; i < tree->n_nodes; i++)
    for (guint32 j = i + 1; at < self->first[i + 1]; j++)
      if (self->parent[j] == (gint) i)
        self->children[at++] = j;
}

AmpCube *
amp_cube_new (const AmpTree *trees, guint n_dimensions, GError **error)
{
  g_autoptr (AmpCube) self = NULL;
  guint64 n_cells = 1;

  if (n_dimensions == 0 || n_dimensions > AMP_CUBE_MAX_DIMENSIONS)
    {
      g_set_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_TOO_LARGE,
                   "%u dimensions, at least 1 and at most %d", n_dimensions,
                   AMP_CUBE_MAX_DIMENSIONS);
      return NULL;
    }
  for (guint d = 0; d < n_dimensions; d++)
    {
      if (!is_tree (&trees[d]))
        {
          g_set_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_INVALID,
                       "dimension %u is not a tree", d + 1);
          return NULL;
        }
      n_cells *= trees[d].n_nodes;
      if (n_cells > AMP_CUBE_MAX_CELLS)
        {
          g_set_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_TOO_LARGE,
                       "more than %d cells", AMP_CUBE_MAX_CELLS);
          return NULL;
        }
    }

  self = g_new0 (AmpCube, 1);
  self->n_dimensions = n_dimensions;
  self->n_cells = (guint32) n_cells;
  for (guint d = n_dimensions, stride = 1; d-- > 0; stride *= trees[d].n_nodes)
    {
      fill_dimension (&self->dimension[d], &trees[d]);
      self->dimension[d].stride = stride;
    }
  return g_steal_pointer (&self);
}

void
amp_cube_free (AmpCube *self)
{
  if (self == NULL)
    return;
  for (guint d = 0; d < self->n_dimensions; d++)
    {
      g_free (self->dimension[d].parent);
      g_free (self->dimension[d].level);
      g_free (self->dimension[d].children);
      g_free (self->dimension[d].first);
    }
  g_free (self);
}

guint
amp_cube_n_dimensions (const AmpCube *self)
{
  return self->n_dimensions;
}

guint32
amp_cube_n_cells (const AmpCube *self)
{
  return self->n_cells;
}

guint32
amp_cube_cell (const AmpCube *self, const guint *nodes)
{
  guint32 cell = 0;

  for (guint d = 0; d < self->n_dimensions; d++)
    {
      g_return_val_if_fail (nodes[d] < self->dimension[d].n_nodes, 0);
      cell += nodes[d] * self->dimension[d].stride;
    }
  return cell;
}

static guint
node_of (const Dimension *dimension, guint32 cell)
{
  return (cell / dimension->stride) % dimension->n_nodes;
}

static gboolean
is_leaf (const Dimension *dimension, guint node)
{
  return dimension->first[node] == dimension->first[node + 1];
}

void
amp_cube_nodes (const AmpCube *self, guint32 cell, guint *nodes)
{
  for (guint d = 0; d < self->n_dimensions; d++)
    nodes[d] = node_of (&self->dimension[d], cell);
}

gboolean
amp_cube_is_base (const AmpCube *self, guint32 cell)
{
  for (guint d = 0; d < self->n_dimensions; d++)
    if (!is_leaf (&self->dimension[d], node_of (&self->dimension[d], cell)))
      return FALSE;
  return TRUE;
}

guint
amp_cube_depth (const AmpCube *self, guint32 cell)
{
  guint depth = 0;

  for (guint d = 0; d < self->n_dimensions; d++)
    depth += self->dimension[d].level[node_of (&self->dimension[d], cell)];
  return depth;
}

guint32
amp_cube_children (const AmpCube *self, guint32 cell, guint dimension, guint32 *children)
{
  const Dimension *dim = &self->dimension[dimension];
  guint node = node_of (dim, cell);
  guint32 n = dim->first[node + 1] - dim->first[node];

  for (guint32 i = 0; children != NULL && i < n; i++)
    children[i] = cell + (dim->children[dim->first[node] + i] - node) * dim->stride;
  return n;
}

/* In whole numbers, so that every machine has the same prices: 16 times the binary logarithm,
 * straight between the powers of two. */
static guint32
logarithm (guint64 number)
{
  guint64 power = g_bit_storage (number) - 1u;
  guint64 rest = number - (G_GUINT64_CONSTANT (1) << power);

  return (guint32) (16 * power + ((rest << 4) >> power));
}

/* What it costs the reader not to see this cell: the more the nearer to the total and the more
 * people it counts; hiding zeros buys little room. */
static guint32
price_of (const AmpCube *self, guint32 cell, gint64 count)
{
  guint32 weight = 1;
  guint64 size = (guint64) CLAMP (count, 0, G_GINT64_CONSTANT (1) << 40);

  for (guint d = 0; d < self->n_dimensions; d++)
    {
      const Dimension *dim = &self->dimension[d];
      guint node = node_of (dim, cell);

      if (!is_leaf (dim, node))
        weight *= node == 0 ? 4 : 2;
    }
  return weight * logarithm (3 + size) + (count == 0 ? 8 : 0);
}

static void
sum_up (const AmpCube *self, gint64 *count)
{
  for (guint d = 0; d < self->n_dimensions; d++)
    {
      const Dimension *dim = &self->dimension[d];

      /* Children stand behind their parents, and so do their cells. */
      for (guint32 cell = self->n_cells; cell-- > 0;)
        {
          guint node = node_of (dim, cell);

          if (node > 0)
            count[cell - (node - (guint) dim->parent[node]) * dim->stride] += count[cell];
        }
    }
}

AmpSystem *
amp_cube_system (const AmpCube *self, const gint64 *base)
{
  AmpSystem *system = amp_system_new (self->n_cells);
  g_autofree guint32 *children = g_new (guint32, self->n_cells);

  for (guint32 cell = 0; cell < self->n_cells; cell++)
    if (amp_cube_is_base (self, cell))
      system->count[cell] = base[cell];
  sum_up (self, system->count);
  for (guint32 cell = 0; cell < self->n_cells; cell++)
    system->price[cell] = price_of (self, cell, system->count[cell]);
  for (guint d = 0; d < self->n_dimensions; d++)
    for (guint32 cell = 0; cell < self->n_cells; cell++)
      {
        guint32 n = amp_cube_children (self, cell, d, children);

        if (n > 0)
          amp_system_add_equation (system, cell, children, n);
      }
  return system;
}
