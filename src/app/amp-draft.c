/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A timer and three small jobs. */
#include "app/amp-draft.h"

#include "app/amp-drafts.h"

/* After the first key; the job itself takes some milliseconds. Two seconds are promised. */
#define PAUSE_MS 1000
/* Windows on one case are not many more. */
#define MOST_WINDOWS 4

struct _AmpDraft
{
  GObject parent_instance;

  AmpJobs *jobs;
  char *name; /* what is written on */
  char *key;  /* name, or name#2 in a second window, or name#0: see step_aside() */
  AmpDraftCollect collect;
  gpointer user_data;
  guint timer;
  gboolean looking; /* the vault has not answered yet whether it holds an earlier one */
  gboolean aside;   /* … and something was typed before it did */
  gboolean stored;  /* the vault holds a draft, as far as we know */
  gboolean offered; /* … of an earlier session, and nobody has decided about it yet */
};

/* What is looked for, the first that is there. */
typedef struct
{
  char **keys;
  char *found;
} Look;

G_DEFINE_FINAL_TYPE (AmpDraft, amp_draft, G_TYPE_OBJECT)

static guint found_signal;

static void
wipe_text (gpointer data)
{
  char *text = data;

  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
look_free (gpointer data)
{
  Look *look = data;

  g_strfreev (look->keys);
  g_free (look->found);
  g_free (look);
}

/* Worker thread. An empty text stands for "none": NULL would mean an error. */
static gpointer
look_on_worker (AmpSession *session,
                gpointer data,
                AmpProgress *progress G_GNUC_UNUSED,
                GCancellable *cancellable G_GNUC_UNUSED,
                GError **error)
{
  Look *look = data;

  for (char **key = look->keys; *key != NULL; key++)
    {
      g_autoptr (GError) failure = NULL;
      char *text = amp_store_draft_get (amp_session_get_store (session), *key, &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      if (text != NULL)
        {
          look->found = g_strdup (*key);
          return text;
        }
    }
  return g_strdup ("");
}

/* The answer may wait for a long job, which lets in what is typed: an earlier draft would be
 * replaced, or dropped, unseen. What is typed before the answer has a place of its own, and the
 * earlier one is offered the next time. */
static void
step_aside (AmpDraft *self)
{
  g_autofree char *name = g_strdup_printf ("%s#0", self->name);

  if (!self->looking || self->aside)
    return;
  amp_drafts_leave (amp_drafts_of (self->jobs), self->key);
  g_free (self->key);
  self->key = amp_drafts_enter (amp_drafts_of (self->jobs), name);
  self->aside = TRUE;
}

/* A draft of a window that is not there any more is this one's from now on. */
static void
adopt (AmpDraft *self, const char *key)
{
  AmpDrafts *drafts = amp_drafts_of (self->jobs);

  if (g_strcmp0 (key, self->key) == 0 || amp_drafts_is_taken (drafts, key))
    return;
  amp_drafts_leave (drafts, self->key);
  g_free (self->key);
  self->key = amp_drafts_enter (drafts, key);
}

static void
look_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpDraft *self = owner;
  Look *look = data;
  g_autoptr (JsonNode) node = NULL;

  self->looking = FALSE;
  if (error != NULL)
    return;
  /* What is no JSON was not written by us: there is nothing to restore from it. */
  if (*(const char *) result != '\0')
    node = json_from_string (result, NULL);
  wipe_text (result);
  if (node == NULL || self->aside)
    return;
  adopt (self, look->found);
  self->stored = TRUE;
  self->offered = TRUE;
  g_signal_emit (self, found_signal, 0, node);
}

static const AmpJob look_job = {
  .func = look_on_worker, .done = look_done, .data_free = look_free, .result_free = wipe_text};

static void
amp_draft_dispose (GObject *object)
{
  AmpDraft *self = AMP_DRAFT (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->jobs != NULL)
    amp_drafts_leave (amp_drafts_of (self->jobs), self->key);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_draft_parent_class)->dispose (object);
}

static void
amp_draft_finalize (GObject *object)
{
  g_free (AMP_DRAFT (object)->name);
  g_free (AMP_DRAFT (object)->key);
  G_OBJECT_CLASS (amp_draft_parent_class)->finalize (object);
}

static void
amp_draft_class_init (AmpDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amp_draft_dispose;
  object_class->finalize = amp_draft_finalize;
  found_signal = g_signal_new ("found", AMP_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, JSON_TYPE_NODE);
}

static void
amp_draft_init (AmpDraft *self)
{
  (void) self;
}

AmpDraft *
amp_draft_new (AmpJobs *jobs, const char *key, AmpDraftCollect collect, gpointer user_data)
{
  AmpDraft *self = g_object_new (AMP_TYPE_DRAFT, NULL);

  self->jobs = g_object_ref (jobs);
  self->name = g_strdup (key);
  self->key = amp_drafts_enter (amp_drafts_of (jobs), key);
  self->collect = collect;
  self->user_data = user_data;
  /* Whatever page forgets to. */
  g_signal_connect_object (jobs, "keeping", G_CALLBACK (amp_draft_flush), self, G_CONNECT_SWAPPED);
  return self;
}

const char *
amp_draft_get_key (AmpDraft *self)
{
  step_aside (self);
  return self->key;
}

static void
keep (AmpDraft *self, char *text)
{
  self->stored = text != NULL;
  amp_drafts_put (amp_drafts_of (self->jobs), self->key, text);
}

static void
keep_now (AmpDraft *self)
{
  g_autoptr (JsonNode) node = NULL;

  if (self->offered)
    return;
  node = self->collect (self->user_data);
  if (node != NULL)
    {
      step_aside (self);
      keep (self, json_to_string (node, FALSE));
    }
  else if (self->stored)
    keep (self, NULL);
}

static gboolean
timer_cb (gpointer user_data)
{
  AmpDraft *self = user_data;

  self->timer = 0;
  keep_now (self);
  return G_SOURCE_REMOVE;
}

/* Started by the first key and not put off by the next ones: whoever types without a pause loses no
 * more than whoever stops. */
void
amp_draft_touch (AmpDraft *self)
{
  if (self->timer == 0)
    self->timer = g_timeout_add (PAUSE_MS, timer_cb, self);
}

void
amp_draft_flush (AmpDraft *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  /* Even where the timer has fired: a lock cancels the job that waits. */
  keep_now (self);
}

void
amp_draft_settle (AmpDraft *self)
{
  self->offered = FALSE;
}

void
amp_draft_drop (AmpDraft *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->offered = FALSE;
  step_aside (self);
  keep (self, NULL);
}

/* The first window on a name also takes what a second one left. */
void
amp_draft_look (AmpDraft *self)
{
  AmpDrafts *drafts = amp_drafts_of (self->jobs);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  Look *look = g_new0 (Look, 1);

  self->looking = TRUE;
  g_strv_builder_add (keys, self->key);
  if (g_strcmp0 (self->key, self->name) == 0)
    {
      g_autofree char *aside = g_strdup_printf ("%s#0", self->name);

      if (!amp_drafts_is_taken (drafts, aside))
        g_strv_builder_add (keys, aside);
    }
  for (guint n = 2; n <= MOST_WINDOWS && g_strcmp0 (self->key, self->name) == 0; n++)
    {
      g_autofree char *key = g_strdup_printf ("%s#%u", self->name, n);

      if (!amp_drafts_is_taken (drafts, key))
        g_strv_builder_add (keys, key);
    }
  look->keys = g_strv_builder_end (keys);
  amp_jobs_run (self->jobs, &look_job, look, self, NULL);
}

gboolean
amp_draft_is_shared (AmpDraft *self)
{
  return amp_drafts_count (amp_drafts_of (self->jobs), self->name) > 1;
}

const char *
amp_draft_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}
