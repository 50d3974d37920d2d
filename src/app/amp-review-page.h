/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is on the window while a review pack is open: the auditor's "Revisión". Dies with the lock.
 * Nothing of it leaves but her signed findings: no export of rows, no print, and the clipboard is
 * shut while it is there. */
#pragma once

#include "app/amp-review-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_REVIEW_PAGE (amp_review_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpReviewPage, amp_review_page, AMP, REVIEW_PAGE, AdwBin)

AmpReviewPage *amp_review_page_new (AmpReviewDesk *desk);
AmpReviewDesk *amp_review_page_get_desk (AmpReviewPage *self);

/* "log", "records", "indicators", "findings", "report". */
void amp_review_page_show (AmpReviewPage *self, const char *name);
const char *amp_review_page_get_shown (AmpReviewPage *self);
/* The window's action of that name, without "win.": pages by their number. */
void amp_review_page_act (AmpReviewPage *self, const char *action, GVariant *parameter);

G_END_DECLS
