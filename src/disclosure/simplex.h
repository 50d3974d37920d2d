/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A linear programme over bounded variables: least cost such that each row of the matrix comes to
 * zero. Dual simplex with long steps and steepest edges; every variable has two bounds, so that any
 * basis will do to start from, and the last one is kept. Floating point: what it finds is a
 * proposal, never a proof. */
#pragma once

#include "disclosure/basis.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  AMP_SIMPLEX_OPTIMAL,
  AMP_SIMPLEX_INFEASIBLE,
  AMP_SIMPLEX_GAVE_UP, /* too many steps, or numbers that do not hold */
  AMP_SIMPLEX_STOPPED, /* cancelled, or past the deadline */
} AmpSimplexResult;

typedef struct _AmpSimplex AmpSimplex;

/* The columns are borrowed. Bounds and costs are 0 at first. */
AmpSimplex *amp_simplex_new (const AmpColumns *columns);
void amp_simplex_free (AmpSimplex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSimplex, amp_simplex_free)

void amp_simplex_set_bounds (AmpSimplex *self, guint32 j, double lower, double upper);
void amp_simplex_set_cost (AmpSimplex *self, guint32 j, double cost);
double amp_simplex_get_cost (const AmpSimplex *self, guint32 j);
double amp_simplex_get_lower (const AmpSimplex *self, guint32 j);
double amp_simplex_get_upper (const AmpSimplex *self, guint32 j);
/* Forgets the basis: the next solution starts from nothing. */
void amp_simplex_reset (AmpSimplex *self);
/* deadline: monotonic time in microseconds. */
AmpSimplexResult
amp_simplex_solve (AmpSimplex *self, guint most_steps, gint64 deadline, GCancellable *cancellable);
double amp_simplex_get_value (const AmpSimplex *self, guint32 j);
/* Steps so far, in all. */
guint64 amp_simplex_steps (const AmpSimplex *self);

G_END_DECLS
