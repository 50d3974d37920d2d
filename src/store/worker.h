/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One thread that does all work on the store, in the order it was asked for. The only asynchronous
 * function of the core. */
#pragma once

#include "vault/progress.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AmpWorker AmpWorker;

AmpWorker *amp_worker_new (void);
/* Waits for the running job, drops the waiting ones (they end with G_IO_ERROR_CANCELLED). */
void amp_worker_free (AmpWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpWorker, amp_worker_free)

/* Runs on the worker thread. Returns the result, or NULL with error; a job without a result returns
 * GINT_TO_POINTER (TRUE). */
typedef gpointer (*AmpJobFunc) (gpointer data,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);
/* On the caller's main context, at most ten times a second, never after the job's callback. */
typedef void (*AmpJobProgressFunc) (guint64 done, guint64 total, gpointer user_data);

/* data_free frees data after the job (on the main context), result_free an unclaimed result; both
 * may be NULL. callback gets (NULL, GAsyncResult, user_data) on the thread-default main context of
 * the caller. */
void amp_worker_run (AmpWorker *self,
                     AmpJobFunc func,
                     gpointer data,
                     GDestroyNotify data_free,
                     GDestroyNotify result_free,
                     AmpJobProgressFunc progress,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
/* The same before all that waits, in the order of these: for what is short and must not be lost.
 * The job that runs is not interrupted, unless it lets them in. */
void amp_worker_run_soon (AmpWorker *self,
                          AmpJobFunc func,
                          gpointer data,
                          GDestroyNotify data_free,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/* Within a job, on the worker thread: runs those of amp_worker_run_soon() that wait now. For a long
 * job where its own work may be left for a moment; whether they can be stored then is for the
 * caller to know. */
void amp_worker_let_in (AmpWorker *self);
gpointer amp_worker_finish (GAsyncResult *result, GError **error);

G_END_DECLS
