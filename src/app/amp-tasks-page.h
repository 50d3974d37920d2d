/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All tasks, as a list and as a month. By pseudonym; what can be done with one is as on Hoy. */
#pragma once

#include "app/amp-month-grid.h"
#include "app/amp-task-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_TASKS_PAGE (amp_tasks_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpTasksPage, amp_tasks_page, AMP, TASKS_PAGE, AdwBin)

AmpTasksPage *amp_tasks_page_new (AmpJobs *jobs);

/* What is listed now, of AmpTask; NULL while it is read for the first time. */
GPtrArray *amp_tasks_page_get_tasks (AmpTasksPage *self);
/* For tests: another day than the clock's. */
void amp_tasks_page_set_day (AmpTasksPage *self, const char *day);

G_END_DECLS
