/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last word before a file leaves: whole numbers only, no solver, none of its code. If two
 * tables of whole numbers agree with everything told and differ in a cell, nobody can tell them
 * apart by the files; so the check is of witnesses, one by one. */
#pragma once

#include "disclosure/system.h"

G_BEGIN_DECLS

/* Refuses (AMP_DISCLOSURE_ERROR_REFUSED) unless: the counts fulfil the equations; each witness
 * leaves every told cell alone, keeps every hidden cell >= 0 and fulfils the equations; every
 * PRIMARY cell has a need; every need is of a hidden cell, asks for more than the true table gives,
 * and is met by the witnesses (the true table being one). Whatever is malformed is refused too. The
 * message names the rule that failed, never a cell or a count. */
gboolean amp_proof_check (const AmpSystem *system,
                          const AmpNeed *needs,
                          guint32 n_needs,
                          const AmpProof *proof,
                          GError **error);

/* Of the strong rule over small cells: that no OPEN cell is small, which is 1 … t - 1, and 0 where
 * zeros are hidden, and that for every hidden cell that is small the needs ask for { 0, t }, be it
 * by one need or by two. PUBLISHED cells were told before and cannot be taken back. */
gboolean amp_small_cells_check (const AmpSystem *system,
                                const AmpNeed *needs,
                                guint32 n_needs,
                                gint64 t,
                                gboolean zeros_hidden,
                                GError **error);

/* One table of a system by its trees, as whoever reads the file adds up: which cell of the system
 * stands at each combination of nodes. */
typedef struct
{
  guint n_dimensions;
  const guint *n_nodes;
  const gint *const *parent; /* of each dimension: node 0 is the total (-1), parents come first */
  const guint32 *cell; /* as many as there are combinations; the last dimension runs fastest */
} AmpSums;

/* That the counts and every witness add up in the table, whatever equations the system holds: an
 * equation that was left out would make anything seem possible. After amp_proof_check(), for each
 * table of the release and of the earlier ones. */
gboolean amp_sums_check (const AmpSystem *system,
                         const AmpProof *proof,
                         const AmpSums *sums,
                         GError **error);

G_END_DECLS
