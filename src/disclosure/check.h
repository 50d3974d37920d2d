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
 * PRIMARY cell has a need; every need is of a hidden cell and met by a witness. The message names
 * the rule that failed, never a cell or a count. */
gboolean amp_proof_check (const AmpSystem *system,
                          const AmpNeed *needs,
                          guint32 n_needs,
                          const AmpProof *proof,
                          GError **error);

/* Of the strong rule over small cells: that no told cell of the release is in 1 … t - 1, or 0 where
 * zeros are hidden, and that every hidden cell with count < t has the need { 0, t }. */
gboolean amp_small_cells_check (const AmpSystem *system,
                                const AmpNeed *needs,
                                guint32 n_needs,
                                gint64 t,
                                gboolean zeros_hidden,
                                GError **error);

G_END_DECLS
