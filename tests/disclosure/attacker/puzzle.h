/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody has who holds files: cells by name, the numbers told for some of them, and sums
 * that everybody knows to hold. The true numbers of the others are nowhere in this program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PUZZLE_HIDDEN (-1)

typedef struct
{
  GHashTable *numbers; /* name to cell */
  GPtrArray *names;
  GArray *told;    /* gint64 of each cell, or PUZZLE_HIDDEN */
  GArray *asked;   /* guint32: cells whose range is wanted; empty: all hidden ones */
  GArray *starts;  /* guint32: where each sum begins in members, and the end */
  GArray *members; /* guint32: whole, then parts */
  gint64 least;    /* what a hidden cell is at least: 0, or 1 where zeros are told */
  gint64 enough;   /* a cell that reaches it need not be followed further; 0: find the very end */
  guint seconds;   /* for one whole-number search */
  char *fault;     /* the files contradict each other; NULL: not known to */
} Puzzle;

Puzzle *puzzle_new (void);
void puzzle_free (Puzzle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Puzzle, puzzle_free)

guint32 puzzle_cell (Puzzle *self, const char *name);
const char *puzzle_name (const Puzzle *self, guint32 cell);
guint32 puzzle_n_cells (const Puzzle *self);
gint64 puzzle_told (const Puzzle *self, guint32 cell);
/* Two different numbers for one cell are a fault. */
void puzzle_tell (Puzzle *self, guint32 cell, gint64 count);
void puzzle_add_sum (Puzzle *self, guint32 whole, const guint32 *parts, guint n);
guint puzzle_n_sums (const Puzzle *self);
/* The first is the whole. */
const guint32 *puzzle_sum (const Puzzle *self, guint sum, guint *n);

G_END_DECLS
