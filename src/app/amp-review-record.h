/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One record of the pack, beside the list: the standards to tick, a remark, all its columns in
 * words. What is ticked or typed is in the notes at once. */
#pragma once

#include "app/amp-review-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_REVIEW_RECORD (amp_review_record_get_type ())
G_DECLARE_FINAL_TYPE (AmpReviewRecord, amp_review_record, AMP, REVIEW_RECORD, AdwBin)

/* Signal "step" (int): the record before (-1) or after (1) is wanted. */
void amp_review_record_watch (AmpReviewRecord *self, AmpReviewDesk *desk);
/* row: of the pack, or -1: none. place: "3 of 25", translated. */
void amp_review_record_show (AmpReviewRecord *self, gssize row, const char *place);
/* The keyboard goes to the first standard. */
void amp_review_record_focus (AmpReviewRecord *self);

G_END_DECLS
