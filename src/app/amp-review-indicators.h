/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The third part of the review: how the office works, in shares, and who of the staff stands out.
 */
#pragma once

#include "app/amp-review-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *amp_review_indicators_new (AmpReviewDesk *desk);

G_END_DECLS
