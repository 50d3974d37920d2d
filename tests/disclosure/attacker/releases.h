/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All files that were ever handed over, to whomever, as one puzzle: the same cell of two tables is
 * one cell, and what everybody knows of regions and calendars ties the tables together. */
#pragma once

#include "puzzle.h"

G_BEGIN_DECLS

/* What everybody knows. Read from a text:
 *
 *   column NAME [several]           a hierarchy; several: somebody may be in more than one of its
 * parts split NAME WHOLE PART…          "dimension=value", or * for all all NAME DIMENSION=VALUE
 * another name for all of the column
 *
 * A period in the head of a file is a node of a dimension "month", "quarter" or "year". */
typedef struct _World World;

World *world_read (const char *path);
void world_free (World *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* One CSV: "# name: value" lines, then columns of dimensions, count and status. */
void world_read_release (World *self, const char *path, Puzzle *puzzle);
/* The sums over every combination of nodes of the columns that some file is by. After the files. */
void world_add_sums (World *self, Puzzle *puzzle);

G_END_DECLS
