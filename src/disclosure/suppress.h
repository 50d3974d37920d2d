/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which cells to hide, and why that is enough: primary cells are marked by the caller (rules.h);
 * here others are hidden until every need has a witness. Elimination over GF(2^61 - 1) gives a
 * first pattern (Langsrud's idea), a linear programme with our own simplex gives witnesses and
 * repairs, and what was hidden in excess is shown again. The solver reckons in floating point and
 * is not trusted: check.h decides. */
#pragma once

#include "disclosure/system.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 seed;    /* of the order in which equals are tried; fixed per request, so that the same
                      request gives the same pattern */
  gint64 limit_ms; /* monotonic time; 0: 30,000. Past it: AMP_DISCLOSURE_ERROR_UNPROVEN */
  gboolean keep_pattern; /* hide nothing more: only find witnesses for the pattern as it stands */
  /* Told what share of the needs is met, 0 to 1; may be NULL. Same thread. */
  void (*report) (double met, gpointer data);
  gpointer data;
  /* With more rows than these, equations that follow from others are left out of the programmes; 0:
   * as many as pays. Another pattern, and as good a proof. */
  guint32 most_rows;
} AmpSuppressOptions;

/* Makes OPEN cells SECONDARY in `system` until each need has its witnesses, and gives them. Where
 * it cannot (impossible, out of time, cancelled) the states are as they were; where time runs out
 * once all is proven, with the last cells hidden in excess not yet looked for, it is as it is.
 * Deterministic but for the time limit. Needs of cells that are told are
 * AMP_DISCLOSURE_ERROR_INVALID. `known`: witnesses of earlier releases, tried first; may be NULL.
 */
AmpProof *amp_suppress (AmpSystem *system,
                        const AmpNeed *needs,
                        guint32 n_needs,
                        const AmpProof *known,
                        const AmpSuppressOptions *options,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
