/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A task that somebody writes: what, and by when. */
#pragma once

#include "app/amp-task-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_TASK_DIALOG (amp_task_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpTaskDialog, amp_task_dialog, AMP, TASK_DIALOG, AdwWindow)

/* id 0: a new one. case_id: of a new one, or 0. */
AmpTaskDialog *amp_task_dialog_present (
  GtkWidget *parent, AmpTaskJobs *tasks, AmpJobs *jobs, gint64 id, gint64 case_id);

G_END_DECLS
