/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits for a second person: a supervisor's queue, and what one has asked for oneself. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_APPROVALS_PAGE (amp_approvals_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpApprovalsPage, amp_approvals_page, AMP, APPROVALS_PAGE, AdwBin)

AmpApprovalsPage *amp_approvals_page_new (AmpJobs *jobs);

/* For tests: rows of the queue and of one's own requests, and whether they have come. */
GtkListBox *amp_approvals_page_get_queue (AmpApprovalsPage *self);
GtkListBox *amp_approvals_page_get_own (AmpApprovalsPage *self);
gboolean amp_approvals_page_is_loaded (AmpApprovalsPage *self);

G_END_DECLS
