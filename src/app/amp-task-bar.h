/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shows the long job that runs, how far it is, and a way to stop it. */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_TASK_BAR (amp_task_bar_get_type ())
G_DECLARE_FINAL_TYPE (AmpTaskBar, amp_task_bar, AMP, TASK_BAR, GtkBox)

void amp_task_bar_watch (AmpTaskBar *self, AmpJobs *jobs);

G_END_DECLS
