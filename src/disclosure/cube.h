/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table with all its subtotals: one tree for each dimension (region, macro-region, country;
 * month, quarter, year), a cell for each combination of nodes, an equation for each inner node and
 * each combination of the others. */
#pragma once

#include "disclosure/system.h"

G_BEGIN_DECLS

#define AMP_CUBE_MAX_DIMENSIONS 5
#define AMP_CUBE_MAX_CELLS 20000 /* disclosure.md 3a, max_cells */

/* Node 0 is the total and has parent -1; every parent stands before its children. */
typedef struct
{
  guint n_nodes;
  const gint *parent; /* borrowed while the cube is made */
} AmpTree;

typedef struct _AmpCube AmpCube;

/* Which cell is what in a system of its own. AMP_DISCLOSURE_ERROR_TOO_LARGE, _INVALID (not a tree).
 */
AmpCube *amp_cube_new (const AmpTree *trees, guint n_dimensions, GError **error);
void amp_cube_free (AmpCube *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCube, amp_cube_free)

guint amp_cube_n_dimensions (const AmpCube *self);
/* Cells are numbered row by row, the last dimension running fastest. */
guint32 amp_cube_n_cells (const AmpCube *self);
guint32 amp_cube_cell (const AmpCube *self, const guint *nodes);
void amp_cube_nodes (const AmpCube *self, guint32 cell, guint *nodes);
/* The node is a leaf in each dimension. */
gboolean amp_cube_is_base (const AmpCube *self, guint32 cell);
/* Distance from the total, summed over the dimensions: 0 is the grand total. */
guint amp_cube_depth (const AmpCube *self, guint32 cell);
/* How many cells the cell is the sum of along one dimension: 0 for a leaf there. Writes them to
 * `children`, which has room for as many, unless it is NULL. */
guint32 amp_cube_children (const AmpCube *self, guint32 cell, guint dimension, guint32 *children);

/* The system of the cube: counts of the base cells given (n_cells long, others ignored) and summed
 * up into all others; equations; prices by level and size: totals are dear (disclosure.md 3a). */
AmpSystem *amp_cube_system (const AmpCube *self, const gint64 *base);

G_END_DECLS
