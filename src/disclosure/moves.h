/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How hidden cells can move away from their counts while everything told stays as it is: a linear
 * programme with two variables for each group of cells (groups.h), what it gains and what it loses.
 * Vertices of such programmes are nearly always whole numbers; where they are not, branches are
 * tried. Floating point: what it finds is a proposal. */
#pragma once

#include "disclosure/groups.h"
#include "disclosure/simplex.h"

G_BEGIN_DECLS

typedef struct _AmpMoves AmpMoves;

/* The groups are taken over; the system and what chance is drawn from are borrowed. States may
 * change, see amp_moves_knows(). */
AmpMoves *amp_moves_new (const AmpSystem *system, AmpGroups *groups, guint64 *random);
void amp_moves_free (AmpMoves *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpMoves, amp_moves_free)

/* FALSE: the cell was told when this was made; now that it is hidden, another one is wanted. */
gboolean amp_moves_knows (const AmpMoves *self, guint32 cell);

/* Every group free to move as far as the states of its cells let it, for a small price each. */
void amp_moves_set_up (AmpMoves *self);
/* Moving up (or down) pays, as far as `far`, more or less. A cell whose group is pulled the other
 * way already is left alone. */
void amp_moves_pull (AmpMoves *self, guint32 cell, gboolean up, double far, double pay);
/* The cell has to move by `far` at least. FALSE: it cannot. */
gboolean amp_moves_force (AmpMoves *self, guint32 cell, gboolean up, double far);
/* The next solution starts from nothing, not from the last one. */
void amp_moves_reset (AmpMoves *self);
/* GAVE_UP: not in whole numbers. deadline: monotonic time in microseconds. */
AmpSimplexResult amp_moves_solve (AmpMoves *self, gint64 deadline, GCancellable *cancellable);
/* What the cell moves by in the last solution. */
gint64 amp_moves_get (const AmpMoves *self, guint32 cell);
guint64 amp_moves_steps (const AmpMoves *self);

/* From 0 to 1. */
double amp_chance (guint64 *random);

G_END_DECLS
