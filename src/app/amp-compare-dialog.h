/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compares a table with the period before, with the year before, or with what was handed over: two
 * columns and the difference, and what came in late. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/counts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_COMPARE_DIALOG (amp_compare_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpCompareDialog, amp_compare_dialog, AMP, COMPARE_DIALOG, AdwWindow)

/* Copies spec; the values of its filters stay borrowed from the code lists. */
AmpCompareDialog *
amp_compare_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpCountSpec *spec);

/* An answer is shown: a table, or why there is none. */
gboolean amp_compare_dialog_is_ready (AmpCompareDialog *self);

G_END_DECLS
