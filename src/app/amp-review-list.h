/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The second part of the review: what is asked of the records, a random sample of what it finds,
 * and beside the list the record that is open. */
#pragma once

#include "app/amp-review-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_REVIEW_LIST (amp_review_list_get_type ())
G_DECLARE_FINAL_TYPE (AmpReviewList, amp_review_list, AMP, REVIEW_LIST, AdwBin)

GtkWidget *amp_review_list_new (AmpReviewDesk *desk);

G_END_DECLS
