/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Above the pairs of the duplicates page: by what they are alike, whose and where the cases are,
 * and since when. A caseworker is asked for what is hers to know: neither whose nor where. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/duplicates-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_DUPLICATES_BAR (amp_duplicates_bar_get_type ())
G_DECLARE_FINAL_TYPE (AmpDuplicatesBar, amp_duplicates_bar, AMP, DUPLICATES_BAR, GtkBox)

GtkWidget *amp_duplicates_bar_new (AmpJobs *jobs);

/* The list shows what is chosen. */
void amp_duplicates_bar_narrow (AmpDuplicatesBar *self, AmpDuplicateList *list);
/* Nothing is chosen any more; emits "narrowed". */
void amp_duplicates_bar_clear (AmpDuplicatesBar *self);

/* An AmpFormValue: "reason", "owner", "region" or "since"; NULL: not asked for. For tests. */
GtkWidget *amp_duplicates_bar_get_filter (AmpDuplicatesBar *self, const char *name);

/* Signal "narrowed" (): something else is chosen. */

G_END_DECLS
