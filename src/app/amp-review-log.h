/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first part of the review: whether the office's audit log holds. */
#pragma once

#include "app/amp-review-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *amp_review_log_new (AmpReviewDesk *desk);

G_END_DECLS
