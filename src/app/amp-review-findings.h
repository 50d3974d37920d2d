/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fourth part of the review: what she tells the supervisor. What is typed is in the notes at
 * once; nothing has to be confirmed. */
#pragma once

#include "app/amp-review-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_REVIEW_FINDINGS (amp_review_findings_get_type ())
G_DECLARE_FINAL_TYPE (AmpReviewFindings, amp_review_findings, AMP, REVIEW_FINDINGS, AdwBin)

GtkWidget *amp_review_findings_new (AmpReviewDesk *desk);
/* A new one about that record. */
void amp_review_findings_begin (GtkWidget *self, const char *code);

/* A new one about a report that was handed out, with text to go on from; where one that mentions
 * that is there already, it is shown. */
void amp_review_findings_begin_report (GtkWidget *self, const char *mentions, const char *text);

G_END_DECLS
