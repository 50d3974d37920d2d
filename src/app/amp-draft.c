/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A timer and three small jobs. */
#include "app/amp-draft.h"

#define PAUSE_MS 1500 /* after the last key; the job itself takes some milliseconds */

struct _AmpDraft
{
  GObject parent_instance;

  AmpJobs *jobs;
  char *key;
  AmpDraftCollect collect;
  gpointer user_data;
  guint timer;
  gboolean stored;  /* the vault holds a draft, as far as we know */
  gboolean offered; /* … of an earlier session, and nobody has decided about it yet */
};

typedef struct
{
  char *key;
  char *text; /* NULL: drop */
} Keep;

G_DEFINE_FINAL_TYPE (AmpDraft, amp_draft, G_TYPE_OBJECT)

static guint found_signal;

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  if (keep->text != NULL)
    explicit_bzero (keep->text, strlen (keep->text));
  g_free (keep->text);
  g_free (keep->key);
  g_free (keep);
}

static void
wipe_text (gpointer data)
{
  char *text = data;

  explicit_bzero (text, strlen (text));
  g_free (text);
}

/* Worker thread. */
static gpointer
keep_on_worker (AmpSession *session,
                gpointer data,
                AmpProgress *progress G_GNUC_UNUSED,
                GCancellable *cancellable G_GNUC_UNUSED,
                GError **error)
{
  Keep *keep = data;
  AmpStore *store = amp_session_get_store (session);
  gboolean done = keep->text != NULL ? amp_store_draft_put (store, keep->key, keep->text, error)
                                     : amp_store_draft_drop (store, keep->key, error);

  return GINT_TO_POINTER (done);
}

static void
keep_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpDraft *self = owner;
  Keep *keep = data;

  if (error == NULL)
    self->stored = keep->text != NULL;
}

static const AmpJob keep_job = {.func = keep_on_worker, .done = keep_done, .data_free = keep_free};

static void
keep (AmpDraft *self, char *text)
{
  Keep *data = g_new0 (Keep, 1);

  data->key = g_strdup (self->key);
  data->text = text;
  amp_jobs_run (self->jobs, &keep_job, data, self, NULL);
}

/* Worker thread. An empty text stands for "none": NULL would mean an error. */
static gpointer
look_on_worker (AmpSession *session,
                gpointer data,
                AmpProgress *progress G_GNUC_UNUSED,
                GCancellable *cancellable G_GNUC_UNUSED,
                GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *text = amp_store_draft_get (amp_session_get_store (session), data, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return text != NULL ? text : g_strdup ("");
}

static void
look_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpDraft *self = owner;
  g_autoptr (JsonNode) node = NULL;

  if (error != NULL)
    return;
  /* What is no JSON was not written by us: there is nothing to restore from it. */
  if (*(const char *) result != '\0')
    node = json_from_string (result, NULL);
  wipe_text (result);
  if (node == NULL)
    return;
  self->stored = TRUE;
  self->offered = TRUE;
  g_signal_emit (self, found_signal, 0, node);
}

static const AmpJob look_job = {
  .func = look_on_worker, .done = look_done, .data_free = g_free, .result_free = wipe_text};

static void
amp_draft_dispose (GObject *object)
{
  AmpDraft *self = AMP_DRAFT (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_draft_parent_class)->dispose (object);
}

static void
amp_draft_finalize (GObject *object)
{
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
  self->key = g_strdup (key);
  self->collect = collect;
  self->user_data = user_data;
  return self;
}

static void
keep_now (AmpDraft *self)
{
  g_autoptr (JsonNode) node = NULL;

  if (self->offered)
    return;
  node = self->collect (self->user_data);
  if (node != NULL)
    keep (self, json_to_string (node, FALSE));
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
  keep (self, NULL);
}

void
amp_draft_look (AmpDraft *self)
{
  amp_jobs_run (self->jobs, &look_job, g_strdup (self->key), self, NULL);
}

const char *
amp_draft_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}
