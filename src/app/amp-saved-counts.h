/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports kept by name, in a popover: open one again, keep what is shown. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/saved-counts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_SAVED_COUNTS_POPOVER (amp_saved_counts_popover_get_type ())
G_DECLARE_FINAL_TYPE (
  AmpSavedCountsPopover, amp_saved_counts_popover, AMP, SAVED_COUNTS_POPOVER, GtkPopover)

typedef struct
{
  /* One was chosen; borrowed. */
  void (*open) (gpointer owner, const AmpSavedCounts *saved);
  /* What is shown now, and which period is meant; FALSE: nothing that makes sense. */
  gboolean (*shown) (gpointer owner, AmpCountSpec *spec, const char **period);
} AmpSavedCountsOwner;

/* calls is static; they are made while owner lives. */
GtkWidget *
amp_saved_counts_popover_new (AmpJobs *jobs, GtkWidget *owner, const AmpSavedCountsOwner *calls);

/* The list is there, for tests. */
gboolean amp_saved_counts_popover_is_loaded (AmpSavedCountsPopover *self);

G_END_DECLS
