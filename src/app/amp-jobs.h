/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window's one way to the vault: owns the worker thread and the session, which only that thread
 * touches. Everything here is called on the main thread and returns at once. */
#pragma once

#include "domain/review-draft.h"
#include "domain/session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define AMP_TYPE_JOBS (amp_jobs_get_type ())
G_DECLARE_FINAL_TYPE (AmpJobs, amp_jobs, AMP, JOBS, GObject)

/* Runs on the worker thread. Returns the result, or NULL with error; a job without a result returns
 * GINT_TO_POINTER (TRUE). The session always has a store. */
typedef gpointer (*AmpJobsFunc) (AmpSession *session,
                                 gpointer data,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);

/* The same with an open review pack, for which no vault and no session is there. */
typedef gpointer (*AmpJobsReviewFunc) (AmpReviewOpened *opened, gpointer data, GError **error);

/* The same with the vault alone, which an auditor has unlocked as well. */
typedef gpointer (*AmpJobsVaultFunc) (AmpVault *vault, GError **error);

/* On the main thread; exactly once, and only while owner lives and has not been disposed of. The
 * result belongs to the callback (NULL with error); data is freed after it. A cancelled job ends
 * with G_IO_ERROR_CANCELLED. */
typedef void (*AmpJobsDone) (gpointer owner, gpointer result, const GError *error, gpointer data);

/* One kind of job; a static const table beside its functions. */
typedef struct
{
  AmpJobsFunc func;
  AmpJobsDone done;           /* may be NULL */
  GDestroyNotify data_free;   /* may be NULL */
  GDestroyNotify result_free; /* frees a result that nobody is there to take; may be NULL */
  const char *title; /* N_(): shown in the task bar with a cancel button; NULL: short, not shown */
  gboolean soon;     /* before all that waits; has no result and no title */
  /* Long, and only reads: those of "soon" are let in whenever it tells its progress, unless it has
   * a transaction open. */
  gboolean lets_in;
  /* In place of func: runs on the open pack; NO_GRANT while none is open. */
  AmpJobsReviewFunc review;
  AmpJobsVaultFunc vault; /* in place of func, too; NO_GRANT while nothing is unlocked */
} AmpJob;

AmpJobs *amp_jobs_new (void);

/* Queues a job; jobs run in the order they are asked for, those of "soon" before the others. owner:
 * a GObject, weakly held. Fails (in done) with AMP_VAULT_ERROR_NO_GRANT while nothing is unlocked
 * or for an auditor. cancellable may be NULL; it is cancelled by a lock. */
void amp_jobs_run (
  AmpJobs *self, const AmpJob *job, gpointer data, gpointer owner, GCancellable *cancellable);

/* --- Unlocking, creating, locking --- */

/* owner and done as in amp_jobs_run(); the result is GINT_TO_POINTER (TRUE). Takes the secret. On
 * success "unlocked" is emitted just before done. */
typedef void (*AmpJobsOpened) (gpointer owner, const GError *error);

void amp_jobs_unlock (AmpJobs *self,
                      const char *folder,
                      const char *login,
                      AmpSecret *passphrase,
                      gpointer owner,
                      AmpJobsOpened done);
/* kdf NULL: the default. */
void amp_jobs_create (AmpJobs *self,
                      const char *folder,
                      const char *login,
                      AmpSecret *passphrase,
                      const AmpKdf *kdf,
                      gpointer owner,
                      AmpJobsOpened done);

/* Opens a review pack, for which it takes no vault: her own machine, the file, her passphrase. The
 * jobs are "unlocked" then as with a vault, for an auditor. What she wrote on it earlier is read
 * from the draft beside it. Takes the secret. */
void amp_jobs_open_review (AmpJobs *self,
                           const char *path,
                           const char *login,
                           AmpSecret *passphrase,
                           gpointer owner,
                           AmpJobsOpened done);
gboolean amp_jobs_is_review (AmpJobs *self);

/* What was read of it, for the main thread alone. */
typedef struct
{
  AmpReviewPack *pack;
  AmpReviewNotes *notes;
  char *path;
  char *draft;        /* where the notes are kept */
  gboolean passed_by; /* an older draft could not be read: it was left as it is */
  gboolean pinned;    /* as amp_review_opened_is_pinned() */
  char *file_hash;    /* of the pack, hex */
} AmpReviewRead;

void amp_review_read_free (AmpReviewRead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewRead, amp_review_read_free)

/* Once after "unlocked": whoever takes it owns it. NULL afterwards. */
AmpReviewRead *amp_jobs_take_review (AmpJobs *self);

/* Cancels what runs and waits, emits "keeping" (whoever has open edits queues their drafts now),
 * emits "locking" (whoever shows something lets go of it), then closes the session behind those
 * drafts and emits "locked". Does nothing while locked. */
void amp_jobs_lock (AmpJobs *self);

/* Queues the drafts of whoever has open edits, as a lock does: for a window that goes alone. */
void amp_jobs_keep (AmpJobs *self);

/* After wrong passphrases: seconds until the next one may be tried; 0: now. */
guint amp_jobs_get_wait (AmpJobs *self);

gboolean amp_jobs_is_unlocked (AmpJobs *self);
gboolean amp_jobs_is_supervisor (AmpJobs *self);
AmpRole amp_jobs_get_role (AmpJobs *self); /* 0 while locked */
gint64 amp_jobs_get_user_id (AmpJobs *self);
gboolean amp_jobs_has_new_keys (AmpJobs *self); /* as amp_vault_has_new_keys() */

/* Properties: "busy" (something runs or waits), "title" (of the long job that runs, or NULL),
 * "fraction" (0..1, below 0: not known). Signals: "unlocked", "keeping", "locking",
 * "locked", "case-changed" (gint64 case). */
gboolean amp_jobs_is_busy (AmpJobs *self);
void amp_jobs_cancel_titled (AmpJobs *self);

/* Tells the lists that a case was saved: a page calls it after a save. 0: many changed, or a new
 * one came. */
void amp_jobs_case_changed (AmpJobs *self, gint64 id);

G_END_DECLS
