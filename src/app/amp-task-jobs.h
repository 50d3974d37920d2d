/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done with a task, from whichever page: on the worker thread, with an undo that the
 * toast offers and Ctrl+Z takes. A page that lists tasks owns one of these. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/tasks.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_TASK_JOBS (amp_task_jobs_get_type ())
G_DECLARE_FINAL_TYPE (AmpTaskJobs, amp_task_jobs, AMP, TASK_JOBS, GObject)

/* In the class of such a page: its actions page.undo (Ctrl+Z) and tasks.new. What Ctrl+D and Ctrl+P
 * do is said by the rows (task-row.h). */
void amp_task_jobs_add_actions (GtkWidgetClass *page_class);

/* page: borrowed, outlives it; where toasts are asked for. */
AmpTaskJobs *amp_task_jobs_new (AmpJobs *jobs, GtkWidget *page);

AmpJobs *amp_task_jobs_get_jobs (AmpTaskJobs *self); /* borrowed */

/* NULL: the clock's. Tests have days of their own. */
void amp_task_jobs_set_today (AmpTaskJobs *self, const char *today);
const char *amp_task_jobs_get_today (AmpTaskJobs *self);

/* Where the task is done by recording what was done, its case is opened there. */
void amp_task_jobs_done (AmpTaskJobs *self, const AmpTask *task);
/* The dialog that asks until when, and why; it may also be dropped there. Returns it, borrowed. */
GtkWindow *amp_task_jobs_ask_put_off (AmpTaskJobs *self, const AmpTask *task);
/* The dialog of a free task; id 0: a new one, of that case or none (0). Borrowed. */
GtkWindow *amp_task_jobs_edit (AmpTaskJobs *self, gint64 id, gint64 case_id);
void amp_task_jobs_open (AmpTaskJobs *self, const AmpTask *task);
/* Takes back the last of them. */
void amp_task_jobs_undo (AmpTaskJobs *self);

/* For the dialogs. until NULL: it need not be done. */
void amp_task_jobs_put_off (
  AmpTaskJobs *self, const AmpTask *task, const char *until, const char *reason, const char *draft);
/* Takes the record. draft: where its words are kept until it is saved; NULL: nowhere. */
void amp_task_jobs_save (AmpTaskJobs *self, AmpRecord *record, const char *draft);

/* Signal "changed": something was written; the lists are told by "case-changed" of AmpJobs too. */

G_END_DECLS
