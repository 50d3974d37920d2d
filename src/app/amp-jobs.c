/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Jobs of the window: a thin, weakly-owned layer over the store's worker.
 *
 * A widget may be gone when its job ends, so the callback is tied to an owner that is held weakly;
 * a lock may come while jobs wait, so each job can be cancelled from here. */
#include "app/amp-jobs.h"

#include "store/worker.h"

#include <glib/gi18n.h>

#define FREE_TRIES 3 /* who mistypes is not who guesses */
#define LEAST_WAIT 5 /* seconds, and twice as long each time */
#define MOST_WAIT 60

typedef struct
{
  AmpJobs *jobs;
  const AmpJob *kind;
  gpointer data;
  gpointer owner; /* weak pointer */
  GCancellable *cancellable;
} Run;

typedef struct
{
  char *folder;
  char *login;
  AmpSecret *passphrase;
  const AmpKdf *kdf;
  gboolean create;
  gboolean review; /* folder is the file of a pack */
  AmpJobsOpened done;
  guint failures; /* that came before it */
  /* Written by the worker, read on the main thread after it. */
  AmpRole role;
  gint64 user_id;
  gboolean new_keys;
  AmpReviewRead *read;
} Opening;

struct _AmpJobs
{
  GObject parent_instance;

  /* Touched by the worker thread only, while it lives. */
  AmpSession *session;
  AmpReviewOpened *opened; /* or this: never both */

  AmpWorker *worker;
  GList *runs; /* of Run, borrowed: queued or running, in order */
  AmpRole role;
  gint64 user_id;
  gboolean unlocked;
  gboolean new_keys;
  gboolean review;
  AmpReviewRead *read; /* until it is taken */
  gboolean closing;    /* locked, and the session not closed yet */
  guint failures;      /* wrong passphrases since the last right one, and … */
  char *failed_at;     /* … the vault they were tried on */
  gint64 may_try;      /* monotonic: not before */
  double fraction;
};

enum
{
  PROP_0,
  PROP_BUSY,
  PROP_TITLE,
  PROP_FRACTION,
  N_PROPS
};

enum
{
  UNLOCKED,
  KEEPING,
  LOCKING,
  LOCKED,
  CASE_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmpJobs, amp_jobs, G_TYPE_OBJECT)

/* The jobs that people wait for come first in the task bar. */
static Run *
titled_run (AmpJobs *self)
{
  for (GList *l = self->runs; l != NULL; l = l->next)
    {
      Run *run = l->data;

      if (run->kind->title != NULL)
        return run;
    }
  return NULL;
}

static void
run_free (Run *run)
{
  if (run->owner != NULL)
    g_object_remove_weak_pointer (run->owner, &run->owner);
  if (run->kind->data_free != NULL)
    run->kind->data_free (run->data);
  g_clear_object (&run->cancellable);
  g_clear_object (&run->jobs);
  g_free (run);
}

static void
notify_state (AmpJobs *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static Run *
run_start (
  AmpJobs *self, const AmpJob *kind, gpointer data, gpointer owner, GCancellable *cancellable)
{
  Run *run = g_new0 (Run, 1);

  run->jobs = g_object_ref (self);
  run->kind = kind;
  run->data = data;
  run->owner = owner;
  if (owner != NULL)
    g_object_add_weak_pointer (owner, &run->owner);
  run->cancellable = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  self->runs = g_list_append (self->runs, run);
  return run;
}

static void
run_end (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  AmpJobs *self = run->jobs;
  g_autoptr (GError) error = NULL;
  gpointer value = amp_worker_finish (result, &error);

  (void) source;
  self->runs = g_list_remove (self->runs, run);
  self->fraction = -1;
  notify_state (self);
  if (run->owner != NULL && run->kind->done != NULL)
    run->kind->done (run->owner, value, error, run->data);
  else if (value != NULL && run->kind->result_free != NULL)
    run->kind->result_free (value);
  run_free (run);
}

static void
run_progress (guint64 done, guint64 total, gpointer user_data)
{
  Run *run = user_data;

  if (titled_run (run->jobs) != run)
    return;
  run->jobs->fraction = total > 0 ? (double) done / (double) total : -1;
  g_object_notify_by_pspec (G_OBJECT (run->jobs), properties[PROP_FRACTION]);
}

/* The progress of a job that lets others in. */
typedef struct
{
  AmpProgress progress; /* first: its callback finds this by it */
  AmpProgress *outer;
  AmpWorker *worker;
  AmpStore *store;
} Letting;

/* What is written within a transaction is on the disk only with all of it, or never. */
static void
report_and_let_in (AmpProgress *progress, guint64 done, guint64 total)
{
  Letting *self = (Letting *) progress;

  amp_progress_set (self->outer, done, total);
  if (!amp_store_in_transaction (self->store))
    amp_worker_let_in (self->worker);
}

/* Worker thread. */
static gpointer
run_review (Run *run, GError **error)
{
  if (run->jobs->opened != NULL)
    return run->kind->review (run->jobs->opened, run->data, error);
  g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT, "No pack is open");
  return NULL;
}

/* Worker thread. */
static gpointer
run_on_worker (gpointer data, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  AmpSession *session = run->jobs->session;

  if (run->kind->review != NULL)
    return run_review (run, error);
  if (run->kind->vault != NULL && session != NULL)
    return run->kind->vault (amp_session_get_vault (session), error);
  if (session == NULL || amp_session_get_store (session) == NULL)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT,
                           "No store is open for this user");
      return NULL;
    }
  if (run->kind->lets_in)
    {
      Letting letting = {
        {report_and_let_in}, progress, run->jobs->worker, amp_session_get_store (session)};

      return run->kind->func (session, run->data, &letting.progress, cancellable, error);
    }
  return run->kind->func (session, run->data, progress, cancellable, error);
}

void
amp_jobs_run (
  AmpJobs *self, const AmpJob *kind, gpointer data, gpointer owner, GCancellable *cancellable)
{
  Run *run = run_start (self, kind, data, owner, cancellable);

  if (kind->soon)
    amp_worker_run_soon (self->worker, run_on_worker, run, NULL, run->cancellable, run_end, run);
  else
    amp_worker_run (self->worker, run_on_worker, run, NULL, kind->result_free, run_progress,
                    run->cancellable, run_end, run);
  notify_state (self);
}

/* --- Opening --- */

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->folder);
  g_free (opening->login);
  g_clear_pointer (&opening->passphrase, amp_secret_free);
  g_clear_pointer (&opening->read, amp_review_read_free);
  g_free (opening);
}

void
amp_review_read_free (AmpReviewRead *self)
{
  g_clear_pointer (&self->pack, amp_review_pack_free);
  g_clear_pointer (&self->notes, amp_review_notes_free);
  g_free (self->path);
  g_free (self->draft);
  g_free (self->file_hash);
  g_free (self);
}

/* Worker thread. */
static AmpReviewRead *
read_opened (AmpReviewOpened *opened, const char *path, GError **error)
{
  g_autoptr (AmpReviewRead) read = g_new0 (AmpReviewRead, 1);

  read->pack = amp_review_pack_read (amp_review_opened_payload (opened), error);
  if (read->pack == NULL)
    return NULL;
  read->notes = amp_review_draft_find (opened, path, &read->draft, &read->passed_by, error);
  if (read->notes == NULL)
    return NULL;
  read->path = g_strdup (path);
  read->file_hash = g_strdup (amp_review_opened_file_hash (opened));
  read->pinned = amp_review_opened_is_pinned (opened);
  return g_steal_pointer (&read);
}

/* Worker thread. */
static gpointer
open_review (AmpJobs *self, Opening *opening, GError **error)
{
  g_clear_pointer (&self->session, amp_session_close);
  g_clear_pointer (&self->opened, amp_review_opened_free);
  self->opened = amp_review_open (opening->folder, opening->login, opening->passphrase, error);
  g_clear_pointer (&opening->passphrase, amp_secret_free);
  if (self->opened == NULL)
    return NULL;
  opening->read = read_opened (self->opened, opening->folder, error);
  if (opening->read == NULL)
    {
      g_clear_pointer (&self->opened, amp_review_opened_free);
      return NULL;
    }
  opening->role = AMP_ROLE_AUDITOR;
  return GINT_TO_POINTER (TRUE);
}

/* Worker thread. */
static gpointer
open_on_worker (gpointer data, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  Opening *opening = run->data;
  AmpJobs *self = run->jobs;
  const AmpUser *user;

  (void) progress;
  (void) cancellable;
  if (opening->review)
    return open_review (self, opening, error);
  g_clear_pointer (&self->opened, amp_review_opened_free);
  g_clear_pointer (&self->session, amp_session_close);
  self->session = opening->create ? amp_session_create (opening->folder, opening->login,
                                                        opening->passphrase, opening->kdf, error)
                                  : amp_session_open (opening->folder, opening->login,
                                                      opening->passphrase, error);
  g_clear_pointer (&opening->passphrase, amp_secret_free);
  if (self->session == NULL)
    return NULL;
  user = amp_session_get_user (self->session);
  /* The vault is open, whatever happens to this event: the keys were right. */
  (void) amp_session_tell_failures (self->session, opening->failures, NULL);
  opening->role = user->role;
  opening->user_id = user->id;
  opening->new_keys = amp_vault_has_new_keys (amp_session_get_vault (self->session));
  return GINT_TO_POINTER (TRUE);
}

/* Argon2id makes each try cost half a second; who goes on trying waits longer. */
static void
note_failure (AmpJobs *self, const char *folder)
{
  if (g_strcmp0 (self->failed_at, folder) != 0)
    self->failures = 0;
  g_free (self->failed_at);
  self->failed_at = g_strdup (folder);
  self->failures++;
  if (self->failures >= FREE_TRIES)
    self->may_try =
      g_get_monotonic_time () +
      MIN (LEAST_WAIT << MIN (self->failures - FREE_TRIES, 8), MOST_WAIT) * G_USEC_PER_SEC;
}

static void
forget_failures (AmpJobs *self)
{
  self->failures = 0;
  self->may_try = 0;
  g_clear_pointer (&self->failed_at, g_free);
}

static void
open_end (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  Opening *opening = run->data;
  AmpJobs *self = run->jobs;
  g_autoptr (GError) error = NULL;
  gboolean opened = amp_worker_finish (result, &error) != NULL;

  (void) source;
  self->runs = g_list_remove (self->runs, run);
  if (g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY))
    note_failure (self, opening->folder);
  if (opened)
    {
      forget_failures (self);
      self->unlocked = TRUE;
      self->role = opening->role;
      self->user_id = opening->user_id;
      self->new_keys = opening->new_keys;
      self->review = opening->review;
      self->read = g_steal_pointer (&opening->read);
    }
  notify_state (self);
  if (opened && self->unlocked) /* not locked at once by whoever heard that */
    g_signal_emit (self, signals[UNLOCKED], 0);
  if (run->owner != NULL)
    opening->done (run->owner, error);
  run_free (run);
}

static const AmpJob open_job = {.data_free = opening_free};

static void
start_opening (AmpJobs *self, Opening *opening, gpointer owner)
{
  Run *run = run_start (self, &open_job, opening, owner, NULL);

  amp_worker_run (self->worker, open_on_worker, run, NULL, NULL, NULL, run->cancellable, open_end,
                  run);
  notify_state (self);
}

void
amp_jobs_unlock (AmpJobs *self,
                 const char *folder,
                 const char *login,
                 AmpSecret *passphrase,
                 gpointer owner,
                 AmpJobsOpened done)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->folder = g_strdup (folder);
  opening->login = g_strdup (login);
  opening->passphrase = passphrase;
  opening->done = done;
  if (g_strcmp0 (self->failed_at, folder) == 0)
    opening->failures = self->failures;
  start_opening (self, opening, owner);
}

void
amp_jobs_create (AmpJobs *self,
                 const char *folder,
                 const char *login,
                 AmpSecret *passphrase,
                 const AmpKdf *kdf,
                 gpointer owner,
                 AmpJobsOpened done)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->folder = g_strdup (folder);
  opening->login = g_strdup (login);
  opening->passphrase = passphrase;
  opening->kdf = kdf;
  opening->create = TRUE;
  opening->done = done;
  start_opening (self, opening, owner);
}

void
amp_jobs_open_review (AmpJobs *self,
                      const char *path,
                      const char *login,
                      AmpSecret *passphrase,
                      gpointer owner,
                      AmpJobsOpened done)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->folder = g_strdup (path);
  opening->login = g_strdup (login);
  opening->passphrase = passphrase;
  opening->done = done;
  opening->review = TRUE;
  start_opening (self, opening, owner);
}

gboolean
amp_jobs_is_review (AmpJobs *self)
{
  return self->unlocked && self->review;
}

AmpReviewRead *
amp_jobs_take_review (AmpJobs *self)
{
  return g_steal_pointer (&self->read);
}

/* --- Locking --- */

/* Worker thread. */
static gpointer
close_on_worker (gpointer data, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  AmpJobs *self = data;

  (void) progress;
  (void) cancellable;
  (void) error;
  g_clear_pointer (&self->session, amp_session_close);
  g_clear_pointer (&self->opened, amp_review_opened_free);
  return GINT_TO_POINTER (TRUE);
}

static void
close_end (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AmpJobs) self = user_data;

  (void) source;
  (void) amp_worker_finish (result, NULL);
  self->closing = FALSE;
  notify_state (self);
  g_signal_emit (self, signals[LOCKED], 0);
}

void
amp_jobs_lock (AmpJobs *self)
{
  if (!self->unlocked)
    return;
  self->unlocked = FALSE;
  self->closing = TRUE;
  g_clear_pointer (&self->read, amp_review_read_free);
  self->role = 0;
  self->user_id = 0;
  for (GList *l = self->runs; l != NULL; l = l->next)
    g_cancellable_cancel (((Run *) l->data)->cancellable);
  g_signal_emit (self, signals[KEEPING], 0);
  g_signal_emit (self, signals[LOCKING], 0);
  amp_worker_run (self->worker, close_on_worker, self, NULL, NULL, NULL, NULL, close_end,
                  g_object_ref (self));
}

void
amp_jobs_keep (AmpJobs *self)
{
  if (self->unlocked)
    g_signal_emit (self, signals[KEEPING], 0);
}

guint
amp_jobs_get_wait (AmpJobs *self)
{
  gint64 left = self->may_try - g_get_monotonic_time ();

  return left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

/* --- Object --- */

static void
amp_jobs_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AmpJobs *self = AMP_JOBS (object);
  Run *run = titled_run (self);

  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, amp_jobs_is_busy (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, run != NULL ? _ (run->kind->title) : NULL);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
amp_jobs_finalize (GObject *object)
{
  AmpJobs *self = AMP_JOBS (object);

  g_clear_pointer (&self->worker, amp_worker_free);
  /* The thread is gone: whoever forgot to lock still leaves a closed vault. */
  g_clear_pointer (&self->session, amp_session_close);
  g_clear_pointer (&self->opened, amp_review_opened_free);
  g_clear_pointer (&self->read, amp_review_read_free);
  g_list_free (self->runs);
  g_free (self->failed_at);
  G_OBJECT_CLASS (amp_jobs_parent_class)->finalize (object);
}

static void
amp_jobs_class_init (AmpJobsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = amp_jobs_get_property;
  object_class->finalize = amp_jobs_finalize;
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[UNLOCKED] = g_signal_new ("unlocked", AMP_TYPE_JOBS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[KEEPING] =
    g_signal_new ("keeping", AMP_TYPE_JOBS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOCKING] =
    g_signal_new ("locking", AMP_TYPE_JOBS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOCKED] =
    g_signal_new ("locked", AMP_TYPE_JOBS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CASE_CHANGED] = g_signal_new ("case-changed", AMP_TYPE_JOBS, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_jobs_init (AmpJobs *self)
{
  self->worker = amp_worker_new ();
  self->fraction = -1;
}

AmpJobs *
amp_jobs_new (void)
{
  return g_object_new (AMP_TYPE_JOBS, NULL);
}

gboolean
amp_jobs_is_unlocked (AmpJobs *self)
{
  return self->unlocked;
}

gboolean
amp_jobs_is_supervisor (AmpJobs *self)
{
  return self->role == AMP_ROLE_SUPERVISOR;
}

AmpRole
amp_jobs_get_role (AmpJobs *self)
{
  return self->role;
}

gint64
amp_jobs_get_user_id (AmpJobs *self)
{
  return self->user_id;
}

gboolean
amp_jobs_has_new_keys (AmpJobs *self)
{
  return self->new_keys;
}

gboolean
amp_jobs_is_busy (AmpJobs *self)
{
  return self->runs != NULL || self->closing;
}

void
amp_jobs_cancel_titled (AmpJobs *self)
{
  Run *run = titled_run (self);

  if (run != NULL)
    g_cancellable_cancel (run->cancellable);
}

void
amp_jobs_case_changed (AmpJobs *self, gint64 id)
{
  g_signal_emit (self, signals[CASE_CHANGED], 0, id);
}
