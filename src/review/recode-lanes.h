/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Eight comparisons at once: GCC's vectors, SSE2 on every 64-bit PC. Nodes are compared, losses
 * added up; both have 16 bits. */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define AMP_LANES 8
typedef gint16 AmpLanes __attribute__ ((vector_size (AMP_LANES * sizeof (gint16))));

/* The largest loss of a row, all columns together; sums stay below G_MAXINT16, which stands for
 * what is out of the question. */
#define AMP_LANES_ALL 32000

static inline guint
amp_lanes_for (guint n)
{
  return (n + AMP_LANES - 1) / AMP_LANES;
}

static inline AmpLanes *
amp_lanes_new (gsize n_lanes)
{
  return g_aligned_alloc0 (MAX (n_lanes, 1), sizeof (AmpLanes), sizeof (AmpLanes));
}

/* Adds by where cells differ from node. */
static inline void
amp_lanes_charge (AmpLanes *cost, const AmpLanes *cells, guint n_lanes, gint16 node, gint16 by)
{
  for (guint i = 0; i < n_lanes; i++)
    cost[i] += (cells[i] != node) & by;
}

/* The first of n cells with that cost; there is one. */
static inline guint
amp_lanes_find (const AmpLanes *cost, gint16 wanted)
{
  const gint16 *cells = (const gint16 *) cost;
  guint i = 0;

  for (;; i += AMP_LANES, cost++)
    {
      const AmpLanes equal = *cost == wanted;
      guint64 halves[2];

      memcpy (halves, &equal, sizeof halves);
      if ((halves[0] | halves[1]) != 0)
        break;
    }
  while (cells[i] != wanted)
    i++;
  return i;
}

/* Where the least cost of n cells is; the cells behind them, which fill the last lanes, are
 * written. */
static inline guint
amp_lanes_least (AmpLanes *cost, guint n)
{
  gint16 *cells = (gint16 *) cost;
  const guint n_lanes = amp_lanes_for (n);
  AmpLanes least;
  gint16 value = G_MAXINT16;

  for (guint i = n; i < n_lanes * AMP_LANES; i++)
    cells[i] = G_MAXINT16;
  least = cost[0];
  for (guint i = 1; i < n_lanes; i++)
    {
      const AmpLanes less = cost[i] < least;

      least = (cost[i] & less) | (least & ~less);
    }
  for (guint i = 0; i < AMP_LANES; i++)
    value = MIN (value, least[i]);
  return amp_lanes_find (cost, value);
}

/* The same of the largest. */
static inline guint
amp_lanes_most (AmpLanes *cost, guint n)
{
  gint16 *cells = (gint16 *) cost;
  const guint n_lanes = amp_lanes_for (n);
  AmpLanes most = {0};
  gint16 value = 0;

  for (guint i = n; i < n_lanes * AMP_LANES; i++)
    cells[i] = 0;
  for (guint i = 0; i < n_lanes; i++)
    {
      const AmpLanes more = cost[i] > most;

      most = (cost[i] & more) | (most & ~more);
    }
  for (guint i = 0; i < AMP_LANES; i++)
    value = MAX (value, most[i]);
  return MIN (amp_lanes_find (cost, value), n - 1);
}

G_END_DECLS
