/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table with its subtotals as the tests see it: read from a file or made at random, by code of
 * their own (nothing of cube.h), so that the engine's idea of a table is held against another. */
#pragma once

#include "disclosure/system.h"

G_BEGIN_DECLS

#define SHEET_MOST_DIMENSIONS 5

typedef struct
{
  guint n_dimensions;
  guint n_nodes[SHEET_MOST_DIMENSIONS];
  gint *parent[SHEET_MOST_DIMENSIONS]; /* node 0 is the total, its parent -1; parents come first */
  guint32 stride[SHEET_MOST_DIMENSIONS];
  guint32 n_cells; /* every combination of nodes; the last dimension runs fastest */
  gint64 *count;
} Sheet;

/* What a random table looks like. */
typedef struct
{
  guint least_dimensions, most_dimensions;
  guint32 most_cells;
  guint zeros_percent; /* of the base cells; on top of those that are zero by chance */
  gint64 typical;      /* base cells are mostly below it */
} SheetShape;

Sheet *sheet_random (GRand *rand, const SheetShape *shape);
/* A file of "dims N", N times "dim K" with K lines "NAME PARENT", "cells", then lines "NODE …
 * COUNT" for base cells. NULL: there is no such file; what it holds is asserted. */
Sheet *sheet_read (const char *path);
/* Trees given, counts all 0; takes copies. */
Sheet *sheet_new (const gint *const *parents, const guint *n_nodes, guint n_dimensions);
void sheet_free (Sheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sheet, sheet_free)

guint sheet_node (const Sheet *self, guint32 cell, guint dimension);
gboolean sheet_is_base (const Sheet *self, guint32 cell);
/* Fills every total from the base cells. */
void sheet_add_up (Sheet *self);

/* whole = the sum of the n parts; each pair of dimension and inner node, with each combination of
 * the others. */
typedef void (*SheetEquation) (guint32 whole, const guint32 *parts, guint n, gpointer data);
void sheet_equations (const Sheet *self, SheetEquation equation, gpointer data);

/* All cells open. */
AmpSystem *sheet_system (const Sheet *self);

G_END_DECLS
