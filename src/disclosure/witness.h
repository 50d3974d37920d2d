/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search for witnesses: tables that nobody who holds the files can tell from the true one.
 * Linear programmes propose them (moves.h); what is kept is checked in whole numbers first. */
#pragma once

#include "disclosure/suppress.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_SEARCH_FOUND,
  AMP_SEARCH_NONE,
  AMP_SEARCH_STOPPED, /* cancelled, or past the deadline */
} AmpSearchResult;

typedef struct _AmpSearch AmpSearch;

/* Everything is borrowed; states of the system may change in between, see below. most_rows: as in
 * AmpSuppressOptions. */
AmpSearch *amp_search_new (AmpSystem *system,
                           const AmpNeed *needs,
                           guint32 n_needs,
                           guint64 seed,
                           guint32 most_rows,
                           gint64 deadline,
                           GCancellable *cancellable);
void amp_search_free (AmpSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSearch, amp_search_free)

/* Takes a copy if it holds in whole numbers against the states as they are. */
gboolean amp_search_take (AmpSearch *self, const AmpWitness *witness);
guint32 amp_search_n_unmet (const AmpSearch *self);
gboolean amp_search_is_met (const AmpSearch *self, guint32 need);
double amp_search_share_met (const AmpSearch *self);

/* One programme over all that is unmet, each need pulling one of its ways. FOUND: enough ways are
 * met that were not; what few it met otherwise stays met. */
AmpSearchResult amp_search_many (AmpSearch *self);
/* For one need until it is met. hide: OPEN cells may be hidden for it, which costs their price. */
AmpSearchResult amp_search_one (AmpSearch *self, guint32 need, gboolean hide);

/* What told cells' witnesses were good for no longer counts: for a cell that has just become told.
 * Needs that lost their last witness are unmet again. */
void amp_search_cell_told (AmpSearch *self, guint32 cell);
/* It is hidden after all: as before, and what was found meanwhile stays. */
void amp_search_cell_hidden (AmpSearch *self, guint32 cell);

/* Simplex steps so far: the measure of work that is the same on every machine. */
guint64 amp_search_steps (const AmpSearch *self);
/* As few of the witnesses as meet what is met. */
AmpProof *amp_search_proof (const AmpSearch *self);

G_END_DECLS
