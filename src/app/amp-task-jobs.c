/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small jobs, each with a word for the toast, and the last one's undo. */
#include "app/amp-task-jobs.h"

#include "app/amp-drafts.h"
#include "app/amp-editor.h"
#include "app/amp-put-off-dialog.h"
#include "app/amp-task-dialog.h"
#include "domain/programme.h"

#include <glib/gi18n.h>

struct _AmpTaskJobs
{
  GObject parent_instance;

  AmpJobs *jobs;
  GtkWidget *page; /* weak */
  char *today;
  AmpTaskUndo *undo; /* of the last change */
  gint64 undo_case;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (AmpTaskJobs, amp_task_jobs, G_TYPE_OBJECT)

typedef enum
{
  DO_DONE,
  DO_PUT_OFF,
  DO_DROP,
  DO_SAVE,
  DO_UNDO
} What;

typedef struct
{
  What what;
  AmpTask *task;
  AmpRecord *record;
  char *until, *reason, *today;
  char *draft;       /* what is not needed any more after it */
  AmpTaskUndo *undo; /* what it leaves; of DO_UNDO what it takes back */
  gint64 case_id;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->task, amp_task_free);
  g_clear_pointer (&change->record, amp_record_free);
  g_clear_pointer (&change->undo, amp_task_undo_free);
  g_free (change->until);
  g_free (change->reason);
  g_free (change->today);
  g_free (change->draft);
  g_free (change);
}

/* Worker thread. */
static gpointer
change_run (AmpSession *session,
            gpointer data,
            AmpProgress *progress G_GNUC_UNUSED,
            GCancellable *cancellable G_GNUC_UNUSED,
            GError **error)
{
  Change *change = data;
  gboolean done = FALSE;

  switch (change->what)
    {
    case DO_DONE:
      done = amp_tasks_done (session, change->task, change->today, &change->undo, error);
      break;
    case DO_PUT_OFF:
      done = amp_tasks_put_off (session, change->task, change->until, change->reason, change->today,
                                &change->undo, error);
      break;
    case DO_DROP:
      done =
        amp_tasks_drop (session, change->task, change->reason, change->today, &change->undo, error);
      break;
    case DO_SAVE:
      done = amp_tasks_save (session, change->record, &change->undo, error);
      break;
    case DO_UNDO:
    default:
      done = amp_tasks_undo (session, change->undo, error);
    }
  return GINT_TO_POINTER (done);
}

static const char *
said (What what)
{
  switch (what)
    {
    case DO_DONE:
      return _ ("Done.");
    case DO_PUT_OFF:
      return _ ("Put off.");
    case DO_DROP:
      return _ ("Taken off the list.");
    case DO_SAVE:
      return _ ("The task is saved.");
    case DO_UNDO:
    default:
      return _ ("Undone.");
    }
}

static void
change_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpTaskJobs *self = owner;
  Change *change = data;

  if (error == NULL && change->draft != NULL)
    amp_drafts_put (amp_drafts_of (self->jobs), change->draft, NULL);
  if (self->page == NULL)
    return;
  if (error != NULL)
    {
      amp_toast_error (self->page, error);
      return;
    }
  g_clear_pointer (&self->undo, amp_task_undo_free);
  if (change->what == DO_UNDO)
    amp_toast (self->page, said (change->what));
  else
    {
      self->undo = g_steal_pointer (&change->undo);
      self->undo_case = change->case_id;
      gtk_widget_activate_action (self->page, "win.toast-undo", "s", said (change->what));
    }
  g_signal_emit (self, changed_signal, 0);
  if (change->case_id != 0)
    amp_jobs_case_changed (self->jobs, change->case_id);
}

static const AmpJob change_job = {
  .func = change_run, .done = change_done, .data_free = change_free};

static void
run (AmpTaskJobs *self, Change *change)
{
  change->today = g_strdup (self->today);
  if (change->task != NULL)
    change->case_id = change->task->case_id;
  amp_jobs_run (self->jobs, &change_job, change, self, NULL);
}

void
amp_task_jobs_put_off (
  AmpTaskJobs *self, const AmpTask *task, const char *until, const char *reason, const char *draft)
{
  Change *change = g_new0 (Change, 1);

  change->what = until != NULL ? DO_PUT_OFF : DO_DROP;
  change->task = amp_task_copy (task);
  change->until = g_strdup (until);
  change->reason = g_strdup (reason);
  change->draft = g_strdup (draft);
  run (self, change);
}

void
amp_task_jobs_save (AmpTaskJobs *self, AmpRecord *record, const char *draft)
{
  Change *change = g_new0 (Change, 1);

  change->draft = g_strdup (draft);
  change->what = DO_SAVE;
  change->record = record;
  change->case_id = amp_record_get_int (record, "case", 0);
  run (self, change);
}

/* --- Opening --- */

typedef struct
{
  const char *entity, *list; /* static */
  gint64 id, root;
} Root;

/* Worker thread. */
static gpointer
root_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  Root *self = data;

  self->root = amp_programme_root (session, self->entity, self->id, &self->list, error);
  return GINT_TO_POINTER (self->root != 0);
}

static void
root_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpTaskJobs *self = owner;
  const Root *root = data;

  if (self->page == NULL)
    return;
  if (error != NULL)
    amp_toast_error (self->page, error);
  else
    gtk_widget_activate_action (self->page, "win.programme", "(xsxs)", root->root, root->list,
                                root->id, root->entity);
}

static const AmpJob root_job = {.func = root_run, .done = root_done, .data_free = g_free};

/* What belongs to no case, on the page of the programme. */
static void
open_root (AmpTaskJobs *self, const AmpTask *task)
{
  Root *root = g_new0 (Root, 1);

  root->entity = amp_task_section (task);
  root->id = task->source;
  amp_jobs_run (self->jobs, &root_job, root, self, NULL);
}

void
amp_task_jobs_open (AmpTaskJobs *self, const AmpTask *task)
{
  if (self->page == NULL)
    return;
  if (task->case_id == 0 && amp_task_is_free (task))
    amp_task_jobs_edit (self, task->task, 0);
  else if (task->case_id == 0)
    open_root (self, task);
  else
    gtk_widget_activate_action (self->page, "win.open-case-at", "(xs)", task->case_id,
                                amp_task_section (task));
}

void
amp_task_jobs_done (AmpTaskJobs *self, const AmpTask *task)
{
  Change *change;

  if (!amp_task_done_here (task))
    {
      amp_task_jobs_open (self, task);
      return;
    }
  change = g_new0 (Change, 1);
  change->what = DO_DONE;
  change->task = amp_task_copy (task);
  run (self, change);
}

void
amp_task_jobs_undo (AmpTaskJobs *self)
{
  Change *change;

  if (self->undo == NULL)
    return;
  change = g_new0 (Change, 1);
  change->what = DO_UNDO;
  change->undo = g_steal_pointer (&self->undo);
  change->case_id = self->undo_case;
  run (self, change);
}

GtkWindow *
amp_task_jobs_ask_put_off (AmpTaskJobs *self, const AmpTask *task)
{
  return GTK_WINDOW (amp_put_off_dialog_present (self->page, self, self->jobs, task));
}

GtkWindow *
amp_task_jobs_edit (AmpTaskJobs *self, gint64 id, gint64 case_id)
{
  return GTK_WINDOW (amp_task_dialog_present (self->page, self, self->jobs, id, case_id));
}

AmpJobs *
amp_task_jobs_get_jobs (AmpTaskJobs *self)
{
  return self->jobs;
}

void
amp_task_jobs_set_today (AmpTaskJobs *self, const char *today)
{
  g_free (self->today);
  self->today = g_strdup (today);
}

const char *
amp_task_jobs_get_today (AmpTaskJobs *self)
{
  return self->today;
}

static void
amp_task_jobs_dispose (GObject *object)
{
  AmpTaskJobs *self = AMP_TASK_JOBS (object);

  g_clear_weak_pointer (&self->page);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_task_jobs_parent_class)->dispose (object);
}

static void
amp_task_jobs_finalize (GObject *object)
{
  AmpTaskJobs *self = AMP_TASK_JOBS (object);

  g_clear_pointer (&self->undo, amp_task_undo_free);
  g_free (self->today);
  G_OBJECT_CLASS (amp_task_jobs_parent_class)->finalize (object);
}

static void
amp_task_jobs_class_init (AmpTaskJobsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_task_jobs_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_task_jobs_finalize;
  changed_signal = g_signal_new ("changed", AMP_TYPE_TASK_JOBS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
amp_task_jobs_init (AmpTaskJobs *self)
{
  (void) self;
}

/* --- The actions of a page --- */

#define OF_PAGE "amp-task-jobs"

static void
undo_action (GtkWidget *page, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  amp_task_jobs_undo (g_object_get_data (G_OBJECT (page), OF_PAGE));
}

static void
new_action (GtkWidget *page, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  amp_task_jobs_edit (g_object_get_data (G_OBJECT (page), OF_PAGE), 0, 0);
}

void
amp_task_jobs_add_actions (GtkWidgetClass *page_class)
{
  gtk_widget_class_install_action (page_class, "page.undo", NULL, undo_action);
  gtk_widget_class_install_action (page_class, "tasks.new", NULL, new_action);
  gtk_widget_class_add_binding_action (page_class, GDK_KEY_z, GDK_CONTROL_MASK, "page.undo", NULL);
}

AmpTaskJobs *
amp_task_jobs_new (AmpJobs *jobs, GtkWidget *page)
{
  AmpTaskJobs *self = g_object_new (AMP_TYPE_TASK_JOBS, NULL);

  self->jobs = g_object_ref (jobs);
  g_set_weak_pointer (&self->page, page);
  g_object_set_data (G_OBJECT (page), OF_PAGE, self); /* it owns this one */
  return self;
}
