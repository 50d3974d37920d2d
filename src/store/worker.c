/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker thread.
 *
 * A job is made and freed on the main context of its caller. In between it belongs to the thread;
 * the two share the few figures of its progress under a lock. The job's GTask is returned on the
 * main context, so that data and result are freed there too. */
#include "store/worker.h"

#define REPORT_INTERVAL (G_USEC_PER_SEC / 10)

struct _AmpWorker
{
  GThread *thread;
  GAsyncQueue *queue; /* of Job; a Job without func ends the thread */
  gint stopping;      /* atomic */
  guint64 n_asked;    /* main context only */
};

enum
{
  RANK_SOON,
  RANK_IN_TURN,
  RANK_LAST
};

typedef struct
{
  AmpProgress progress; /* first: its callback finds the job by it */

  /* Set by the caller, then read only */
  guint rank;    /* of those that wait, the lowest is run first … */
  guint64 order; /* … and of those the one that was asked for first */
  AmpJobFunc func;
  GDestroyNotify result_free;
  AmpJobProgressFunc progress_func;
  gpointer user_data;
  GMainContext *context;     /* owned */
  GCancellable *cancellable; /* owned */
  GTask *task;               /* owned; holds data */

  /* Worker thread only */
  gint64 last_report;

  /* Handed from the worker thread to the main context with the last source */
  gpointer result;
  GError *error;

  /* Shared */
  gint ref_count; /* atomic */
  GMutex lock;
  gboolean waiting; /* a source with figures is on its way */
  guint64 done, total;

  /* Main context only */
  gboolean ended;
} Job;

static Job *
job_ref (Job *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

static void
job_unref (gpointer data)
{
  Job *self = data;

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  /* Left over where the main context ended before it could take the result. */
  if (self->result != NULL && self->result_free != NULL)
    self->result_free (self->result);
  g_clear_object (&self->task);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
post (Job *job, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, job_ref (job), job_unref);
  g_source_attach (source, job->context);
}

static gboolean
deliver_progress (gpointer data)
{
  Job *job = data;
  guint64 done, total;

  g_mutex_lock (&job->lock);
  job->waiting = FALSE;
  done = job->done;
  total = job->total;
  g_mutex_unlock (&job->lock);

  if (!job->ended)
    job->progress_func (done, total, job->user_data);
  return G_SOURCE_REMOVE;
}

static void
report (AmpProgress *progress, guint64 done, guint64 total)
{
  Job *job = (Job *) progress;
  gint64 now = g_get_monotonic_time ();
  gboolean waiting;

  if (now - job->last_report < REPORT_INTERVAL)
    return;
  job->last_report = now;

  g_mutex_lock (&job->lock);
  job->done = done;
  job->total = total;
  waiting = job->waiting;
  job->waiting = TRUE;
  g_mutex_unlock (&job->lock);

  if (!waiting)
    post (job, deliver_progress);
}

/* The last thing that happens to a job. */
static gboolean
deliver_result (gpointer data)
{
  Job *job = data;

  job->ended = TRUE;
  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->result_free);
  g_clear_object (&job->task);
  return G_SOURCE_REMOVE;
}

static void
run_job (AmpWorker *self, Job *job)
{
  if (g_atomic_int_get (&self->stopping))
    g_set_error_literal (&job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The worker is ending");
  else if (!g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    {
      job->result =
        job->func (g_task_get_task_data (job->task), &job->progress, job->cancellable, &job->error);
      if (job->result == NULL && job->error == NULL)
        g_set_error_literal (&job->error, G_IO_ERROR, G_IO_ERROR_FAILED,
                             "A job gave neither result nor error");
    }
  post (job, deliver_result);
}

static gpointer
work (gpointer data)
{
  AmpWorker *self = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (self->queue);

      if (job->func == NULL)
        {
          job_unref (job);
          return NULL;
        }
      run_job (self, job);
      job_unref (job);
    }
}

static int
compare_jobs (gconstpointer a, gconstpointer b, gpointer data)
{
  const Job *one = a, *other = b;

  (void) data;
  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

/* The first that waits, if it is one of soon. */
static Job *
pop_soon (AmpWorker *self)
{
  Job *job;

  g_async_queue_lock (self->queue);
  job = g_async_queue_try_pop_unlocked (self->queue);
  if (job != NULL && job->rank != RANK_SOON)
    {
      g_async_queue_push_sorted_unlocked (self->queue, job, compare_jobs, NULL);
      job = NULL;
    }
  g_async_queue_unlock (self->queue);
  return job;
}

void
amp_worker_let_in (AmpWorker *self)
{
  Job *job;

  g_return_if_fail (self != NULL && g_thread_self () == self->thread);

  while ((job = pop_soon (self)) != NULL)
    {
      run_job (self, job);
      job_unref (job);
    }
}

AmpWorker *
amp_worker_new (void)
{
  AmpWorker *self = g_new0 (AmpWorker, 1);

  self->queue = g_async_queue_new ();
  self->thread = g_thread_new ("store", work, self);
  return self;
}

static void
push (AmpWorker *self, Job *job)
{
  job->order = ++self->n_asked;
  g_async_queue_push_sorted (self->queue, job, compare_jobs, NULL);
}

static Job *
job_new (guint rank)
{
  Job *job = g_new0 (Job, 1);

  job->ref_count = 1;
  job->rank = rank;
  g_mutex_init (&job->lock);
  return job;
}

void
amp_worker_free (AmpWorker *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->stopping, TRUE);
  push (self, job_new (RANK_LAST));
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_free (self);
}

static void
queue_job (AmpWorker *self,
           guint rank,
           AmpJobFunc func,
           gpointer data,
           GDestroyNotify data_free,
           GDestroyNotify result_free,
           AmpJobProgressFunc progress,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  Job *job = job_new (rank);

  job->progress.report = progress != NULL ? report : NULL;
  job->func = func;
  job->result_free = result_free;
  job->progress_func = progress;
  job->user_data = user_data;
  job->context = g_main_context_ref_thread_default ();
  if (cancellable != NULL)
    job->cancellable = g_object_ref (cancellable);

  /* The task does not know of it: a job that was done in spite of a late cancel has been done, and
   * says so, and a cancelled one ends in its turn. */
  job->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_task_data (job->task, data, data_free);
  push (self, job);
}

void
amp_worker_run (AmpWorker *self,
                AmpJobFunc func,
                gpointer data,
                GDestroyNotify data_free,
                GDestroyNotify result_free,
                AmpJobProgressFunc progress,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_return_if_fail (self != NULL && func != NULL);

  queue_job (self, RANK_IN_TURN, func, data, data_free, result_free, progress, cancellable,
             callback, user_data);
}

void
amp_worker_run_soon (AmpWorker *self,
                     AmpJobFunc func,
                     gpointer data,
                     GDestroyNotify data_free,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (self != NULL && func != NULL);

  queue_job (self, RANK_SOON, func, data, data_free, NULL, NULL, cancellable, callback, user_data);
}

gpointer
amp_worker_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
