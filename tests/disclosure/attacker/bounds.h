/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a hidden cell can be worked out: its range by linear programming, and in whole
 * numbers. */
#pragma once

#include "puzzle.h"

G_BEGIN_DECLS

#define BOUNDS_NO_END G_MAXINT64

typedef struct
{
  double linear_low, linear_high; /* of all tables with fractions of people */
  /* The smallest and largest number that some whole table has; sure: no table goes beyond. */
  gint64 low, high;
  gboolean low_sure, high_sure;
} Range;

typedef struct
{
  guint n_linear, n_whole; /* programmes solved */
  guint n_gave_up;         /* out of time */
} BoundsWork;

/* One for each cell of the puzzle; those not asked for, or told, hold nothing. NULL: no table at
 * all agrees with what was told. Free it. */
Range *bounds_find (const Puzzle *puzzle, const guint32 *asked, guint n_asked, BoundsWork *work);

G_END_DECLS
