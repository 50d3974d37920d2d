/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor sees of an office: no cases, for which no key of hers exists, but the review
 * packs that lie in its folder. */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An office is unlocked, for an auditor. A row asks for the pack by win.review-pack (s: its path).
 */
GtkWidget *amp_review_packs_new (AmpJobs *jobs);

G_END_DECLS
