/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What others count of the same time and place, folded away under our own numbers and never added
 * to them. Not there where there is none. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/counts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_COUNTS_CONTEXT (amp_counts_context_get_type ())
G_DECLARE_FINAL_TYPE (AmpCountsContext, amp_counts_context, AMP, COUNTS_CONTEXT, AdwBin)

/* Reads the figures for the days of the spec, and for its region where it is of one alone. */
void amp_counts_context_show (AmpCountsContext *self, AmpJobs *jobs, const AmpCountSpec *spec);

G_END_DECLS
