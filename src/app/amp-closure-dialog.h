/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of an assistance: reason, what is still open and why that may be, how long the file is
 * kept; asks for approval. A closed case is opened again here, with a reason. */
#pragma once

#include "app/amp-form.h"
#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_CLOSURE_DIALOG (amp_closure_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpClosureDialog, amp_closure_dialog, AMP, CLOSURE_DIALOG, AdwWindow)

/* Over the window of page, a widget: the dialog of an open case, or the question why a closed one
 * is opened again. */
void amp_closure_present (GtkWidget *page, AmpJobs *jobs, gint64 case_id);

/* For tests. */
AmpForm *amp_closure_dialog_get_form (AmpClosureDialog *self); /* NULL until it has come */
GtkListBox *amp_closure_dialog_get_items (AmpClosureDialog *self);

G_END_DECLS
