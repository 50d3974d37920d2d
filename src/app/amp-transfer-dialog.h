/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cases go to somebody else: whom, by how much each has to do, and why. A supervisor passes them
 * on; whoever answers for a case asks for it. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_TRANSFER_DIALOG (amp_transfer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpTransferDialog, amp_transfer_dialog, AMP, TRANSFER_DIALOG, AdwWindow)

/* They went, or it was asked for: passed says which. Only while owner lives. */
typedef void (*AmpTransferred) (gpointer owner, gboolean passed);

/* Over the window of owner, a widget, which shows the toast. cases: of gint64, at least one; whose:
 * who has them now, who is not offered, or 0. func may be NULL. */
AmpTransferDialog *amp_transfer_dialog_present (
  GtkWidget *owner, AmpJobs *jobs, GArray *cases, gint64 whose, AmpTransferred func);

/* For tests. */
GtkListBox *amp_transfer_dialog_get_people (AmpTransferDialog *self);

G_END_DECLS
