/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Until when a task is put off, and why; or that it need not be done. */
#pragma once

#include "app/amp-task-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_PUT_OFF_DIALOG (amp_put_off_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpPutOffDialog, amp_put_off_dialog, AMP, PUT_OFF_DIALOG, AdwWindow)

AmpPutOffDialog *amp_put_off_dialog_present (GtkWidget *parent,
                                             AmpTaskJobs *tasks,
                                             AmpJobs *jobs,
                                             const AmpTask *task);

G_END_DECLS
