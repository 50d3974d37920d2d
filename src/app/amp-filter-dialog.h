/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Builds a filter of the case list: conditions on any field, how many cases fit, filters kept by
 * name. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/filters.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_FILTER_DIALOG (amp_filter_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpFilterDialog, amp_filter_dialog, AMP, FILTER_DIALOG, AdwWindow)

/* conditions: of AmpCondition; belongs to the callback. */
typedef void (*AmpFilterApplied) (gpointer owner, GPtrArray *conditions);

/* Over the window of owner, a widget; conditions are those that hold now, and may be NULL. */
AmpFilterDialog *amp_filter_dialog_present (GtkWidget *owner,
                                            AmpJobs *jobs,
                                            const GPtrArray *conditions,
                                            AmpFilterApplied applied);

/* For tests. */
void amp_filter_dialog_add (AmpFilterDialog *self, const char *path, AmpOp op, const char *value);
void amp_filter_dialog_save (AmpFilterDialog *self, const char *name);
void amp_filter_dialog_apply (AmpFilterDialog *self);
GtkListBox *amp_filter_dialog_get_saved (AmpFilterDialog *self);
gint64 amp_filter_dialog_get_count (AmpFilterDialog *self); /* -1 while it is not known */

G_END_DECLS
