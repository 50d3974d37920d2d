/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The owner of the jobs is this object, not the page: what a page leaves behind when it is taken
 * away must find somebody who hears that it failed. */
#include "app/amp-drafts.h"

#include <glib/gi18n.h>

#define LATE_MS 2000  /* what is not stored by then is told */
#define RETRY_MS 4000 /* a disk that was full may have room again */

struct _AmpDrafts
{
  GObject parent_instance;

  AmpJobs *jobs;       /* borrowed: they own us */
  GHashTable *writing; /* keys */
  GHashTable *held;    /* key -> Held */
  guint n_waiting;     /* puts that have not ended */
  guint late_timer;
  guint retry_timer;
  gboolean late;
};

typedef struct
{
  GBytes *sealed;
  int code;         /* of AMP_VAULT_ERROR; 0: another failure */
  gboolean foreign; /* of another user or vault than the one that is open */
} Held;

typedef struct
{
  char *key;
  char *text;     /* NULL: drop */
  GBytes *sealed; /* what is to be tried again, or what failed */
} Put;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmpDrafts, amp_drafts, G_TYPE_OBJECT)

static void
held_free (gpointer data)
{
  Held *held = data;

  g_bytes_unref (held->sealed);
  g_free (held);
}

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
put_free (gpointer data)
{
  Put *put = data;

  wipe (put->text);
  g_clear_pointer (&put->sealed, g_bytes_unref);
  g_free (put->key);
  g_free (put);
}

static void
tell (AmpDrafts *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Storing --- */

/* Worker thread. */
static gboolean
store_text (AmpSession *session, Put *put, GError **error)
{
  AmpVault *vault = amp_session_get_vault (session);

  if (amp_store_draft_put (amp_session_get_store (session), put->key, put->text, error))
    return TRUE;
  g_clear_pointer (&put->sealed, g_bytes_unref);
  put->sealed = amp_vault_seal (vault, put->text, strlen (put->text));
  return FALSE;
}

static gboolean
store_again (AmpSession *session, Put *put, GError **error)
{
  g_autoptr (AmpSecret) secret =
    amp_vault_unseal (amp_session_get_vault (session), put->sealed, error);

  if (secret == NULL)
    return FALSE;
  put->text = g_strndup ((const char *) amp_secret_data (secret), amp_secret_length (secret));
  return store_text (session, put, error);
}

static gpointer
put_on_worker (AmpSession *session,
               gpointer data,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  Put *put = data;

  (void) progress;
  (void) cancellable;
  if (put->text != NULL)
    return GINT_TO_POINTER (store_text (session, put, error));
  if (put->sealed != NULL)
    return GINT_TO_POINTER (store_again (session, put, error));
  return GINT_TO_POINTER (amp_store_draft_drop (amp_session_get_store (session), put->key, error));
}

static gboolean
on_retry (gpointer data)
{
  AmpDrafts *self = data;

  self->retry_timer = 0;
  amp_drafts_retry (self);
  return G_SOURCE_REMOVE;
}

static void
hold (AmpDrafts *self, Put *put, const GError *error)
{
  Held *held = g_new0 (Held, 1);

  held->sealed = g_bytes_ref (put->sealed);
  held->code = error->domain == AMP_VAULT_ERROR ? error->code : 0;
  /* Nobody but its writer can do anything about it: it waits for her. */
  held->foreign = put->text == NULL;
  g_hash_table_insert (self->held, g_strdup (put->key), held);
  if (self->retry_timer == 0 && !held->foreign)
    self->retry_timer = g_timeout_add (RETRY_MS, on_retry, self);
}

static void
put_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpDrafts *self = owner;
  Put *put = data;

  (void) result;
  if (--self->n_waiting == 0)
    {
      g_clear_handle_id (&self->late_timer, g_source_remove);
      self->late = FALSE;
    }
  /* One that was cancelled by a lock was sent again for the lock. */
  if (error == NULL)
    g_hash_table_remove (self->held, put->key);
  else if (put->sealed != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hold (self, put, error);
  tell (self);
}

static const AmpJob put_job = {
  .func = put_on_worker, .done = put_done, .data_free = put_free, .soon = TRUE};

static gboolean
on_late (gpointer data)
{
  AmpDrafts *self = data;

  self->late_timer = 0;
  self->late = TRUE;
  tell (self);
  return G_SOURCE_REMOVE;
}

static void
run (AmpDrafts *self, Put *put)
{
  if (self->n_waiting++ == 0)
    self->late_timer = g_timeout_add (LATE_MS, on_late, self);
  amp_jobs_run (self->jobs, &put_job, put, self, NULL);
}

void
amp_drafts_put (AmpDrafts *self, const char *key, char *text)
{
  Put *put = g_new0 (Put, 1);

  put->key = g_strdup (key);
  put->text = text;
  run (self, put);
}

void
amp_drafts_retry (AmpDrafts *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_clear_handle_id (&self->retry_timer, g_source_remove);
  if (!amp_jobs_is_unlocked (self->jobs))
    return;
  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Put *put = g_new0 (Put, 1);

      put->key = g_strdup (key);
      put->sealed = g_bytes_ref (((Held *) value)->sealed);
      run (self, put);
    }
}

void
amp_drafts_forget (AmpDrafts *self)
{
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  g_hash_table_remove_all (self->held);
  tell (self);
}

/* --- Telling --- */

static const Held *
worst (AmpDrafts *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((Held *) value)->foreign)
      return value;
  return NULL;
}

gboolean
amp_drafts_are_held (AmpDrafts *self)
{
  return worst (self) != NULL;
}

const char *
amp_drafts_get_trouble (AmpDrafts *self)
{
  const Held *held = worst (self);

  if (held == NULL)
    return self->late
             ? _ ("What you type will be kept as soon as the task that is running has ended. Go on "
                  "typing, and do not close Amparo.")
             : NULL;
  if (!amp_jobs_is_unlocked (self->jobs))
    return _ ("The disk has not taken what you typed last. It is sealed in the memory of Amparo: "
              "make room on the disk, or plug it in, and unlock. Do not close Amparo before.");
  if (held->code == AMP_VAULT_ERROR_FULL)
    return _ ("The disk is full: what you type cannot be kept. Delete files that you do not need, "
              "or empty the trash. Go on typing, and do not close Amparo: it is tried again every "
              "few seconds.");
  return _ ("The disk does not take what you type. Check that it is plugged in and may be written "
            "to. Go on typing, and do not close Amparo: it is tried again every few seconds.");
}

/* --- Who writes on what --- */

char *
amp_drafts_enter (AmpDrafts *self, const char *name)
{
  char *key = g_strdup (name);

  for (guint n = 2; g_hash_table_contains (self->writing, key); n++)
    {
      g_free (key);
      key = g_strdup_printf ("%s#%u", name, n);
    }
  g_hash_table_add (self->writing, g_strdup (key));
  tell (self);
  return key;
}

void
amp_drafts_leave (AmpDrafts *self, const char *key)
{
  g_hash_table_remove (self->writing, key);
  tell (self);
}

gboolean
amp_drafts_is_taken (AmpDrafts *self, const char *key)
{
  return g_hash_table_contains (self->writing, key);
}

guint
amp_drafts_count (AmpDrafts *self, const char *name)
{
  GHashTableIter iter;
  gpointer key;
  gsize length = strlen (name);
  guint n = 0;

  g_hash_table_iter_init (&iter, self->writing);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (strncmp (key, name, length) == 0 &&
        (((char *) key)[length] == '\0' || ((char *) key)[length] == '#'))
      n++;
  return n;
}

/* --- Object --- */

static void
amp_drafts_dispose (GObject *object)
{
  AmpDrafts *self = AMP_DRAFTS (object);

  g_clear_handle_id (&self->late_timer, g_source_remove);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  G_OBJECT_CLASS (amp_drafts_parent_class)->dispose (object);
}

static void
amp_drafts_finalize (GObject *object)
{
  AmpDrafts *self = AMP_DRAFTS (object);

  g_hash_table_unref (self->writing);
  g_hash_table_unref (self->held);
  G_OBJECT_CLASS (amp_drafts_parent_class)->finalize (object);
}

static void
amp_drafts_class_init (AmpDraftsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amp_drafts_dispose;
  object_class->finalize = amp_drafts_finalize;
  signals[CHANGED] = g_signal_new ("changed", AMP_TYPE_DRAFTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
amp_drafts_init (AmpDrafts *self)
{
  self->writing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, held_free);
}

static void
drop (gpointer data)
{
  AmpDrafts *self = data;

  g_object_run_dispose (G_OBJECT (self));
  g_object_unref (self);
}

AmpDrafts *
amp_drafts_of (AmpJobs *jobs)
{
  AmpDrafts *self = g_object_get_data (G_OBJECT (jobs), "amp-drafts");

  if (self != NULL)
    return self;
  self = g_object_new (AMP_TYPE_DRAFTS, NULL);
  self->jobs = jobs;
  g_object_set_data_full (G_OBJECT (jobs), "amp-drafts", self, drop);
  g_signal_connect_object (jobs, "unlocked", G_CALLBACK (amp_drafts_retry), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "locked", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  return self;
}

void
amp_drafts_serve (GtkWindow *window, AmpJobs *jobs)
{
  g_object_set_data_full (G_OBJECT (window), "amp-jobs", g_object_ref (jobs), g_object_unref);
}

AmpJobs *
amp_drafts_find_jobs (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  AmpJobs *jobs = NULL;

  for (GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
       window != NULL && jobs == NULL; window = gtk_window_get_transient_for (window))
    jobs = g_object_get_data (G_OBJECT (window), "amp-jobs");
  return jobs;
}
