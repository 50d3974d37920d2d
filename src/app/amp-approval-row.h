/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request as a row: what is asked, by whom, what approving does, and the answer. */
#pragma once

#include "domain/approvals.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes the approval. Its buttons activate approvals.approve (x), approvals.reject (x),
 * approvals.withdraw (x) and win.open-case (x). */
GtkWidget *amp_approval_row_new (AmpApproval *approval);
const AmpApproval *amp_approval_row_get (GtkWidget *row);

/* "Closure", and what approving it does in words; translated, free the second. */
const char *amp_approval_kind_label (const AmpApproval *approval);
char *amp_approval_effect_words (const AmpApproval *approval);

G_END_DECLS
