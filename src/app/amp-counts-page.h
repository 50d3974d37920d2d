/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts: choose unit, dimensions, period and filters; see the table and its chart; export them. */
#pragma once

#include "app/amp-count-grid.h"
#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_COUNTS_PAGE (amp_counts_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpCountsPage, amp_counts_page, AMP, COUNTS_PAGE, AdwBin)

AmpCountsPage *amp_counts_page_new (AmpJobs *jobs);

/* Asks for format and file, and writes what is shown; says why not where it may not. */
void amp_counts_page_export (AmpCountsPage *self);

/* What is shown; NULL until the first answer, and while the choice makes no sense. */
const AmpCountTable *amp_counts_page_get_table (AmpCountsPage *self);

G_END_DECLS
