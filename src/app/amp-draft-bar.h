/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar that tells where what is typed does not get onto the disk, over whatever page is shown.
 */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_DRAFT_BAR (amp_draft_bar_get_type ())
G_DECLARE_FINAL_TYPE (AmpDraftBar, amp_draft_bar, AMP, DRAFT_BAR, GtkBox)

void amp_draft_bar_watch (AmpDraftBar *self, AmpJobs *jobs);
/* NULL while all is well. */
const char *amp_draft_bar_get_sentence (AmpDraftBar *self);

G_END_DECLS
