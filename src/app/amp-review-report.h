/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last part of the review: whether a report that was handed out is the one in the office's
 * ledger. */
#pragma once

#include "app/amp-review-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *amp_review_report_new (AmpReviewDesk *desk);

/* Looks for that file in the list, as if she had chosen it. */
void amp_review_report_look_for (GtkWidget *self, const char *path);

G_END_DECLS
