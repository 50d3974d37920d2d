/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the review share. The notes are written as text on the main thread and sealed
 * on the worker, so that no two threads look at them. */
#include "app/amp-review-desk.h"

#include "domain/sentences.h"
#include "model/date.h"
#include "review/sample.h"

#include <glib/gi18n.h>
#include <string.h>

#define KEEP_MS 700
#define AGAIN_SECONDS 15
#define FIRST_SIZE 25

struct _AmpReviewDesk
{
  GObject parent_instance;

  /* Owned. */
  AmpJobs *jobs;
  AmpReviewRead *read;
  gboolean *found; /* by row of the pack; NULL: refused */
  GArray *sample;

  AmpReviewQuery query;
  guint n_found;
  guint64 seed;
  guint size;
  guint keep_timer, n_keeping; /* jobs that have not ended: a lock cancels them */
  gboolean held;               /* the disk did not take them */
};

enum
{
  CHANGED,
  DRAWN,
  TROUBLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmpReviewDesk, amp_review_desk, G_TYPE_OBJECT)

/* --- Keeping --- */

typedef struct
{
  GBytes *notes;
  char *path;
} Keep;

static void
keep_free (gpointer data)
{
  Keep *self = data;

  g_bytes_unref (self->notes);
  g_free (self->path);
  g_free (self);
}

static Keep *
keep_new (const AmpReviewNotes *notes, const char *path)
{
  Keep *self = g_new0 (Keep, 1);

  self->notes = amp_review_notes_write (notes);
  self->path = g_strdup (path);
  return self;
}

/* Worker thread. */
static gpointer
keep_run (AmpReviewOpened *opened, gpointer data, GError **error)
{
  const Keep *keep = data;

  return GINT_TO_POINTER (amp_review_draft_write (opened, keep->notes, keep->path, error));
}

static gboolean on_keep_time (gpointer data);

static void
keep_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReviewDesk *self = owner;
  gboolean held = error != NULL;

  (void) result;
  (void) data;
  self->n_keeping--;
  if (held && self->keep_timer == 0 && amp_jobs_is_review (self->jobs))
    self->keep_timer = g_timeout_add_seconds (AGAIN_SECONDS, on_keep_time, self);
  if (held == self->held)
    return;
  self->held = held;
  g_signal_emit (self, signals[TROUBLE], 0);
}

static const AmpJob keep_job = {
  .review = keep_run, .done = keep_done, .data_free = keep_free, .soon = TRUE};

static void
keep_now (AmpReviewDesk *self)
{
  g_clear_handle_id (&self->keep_timer, g_source_remove);
  self->n_keeping++;
  amp_jobs_run (self->jobs, &keep_job, keep_new (self->read->notes, self->read->draft), self, NULL);
}

static gboolean
on_keep_time (gpointer data)
{
  AmpReviewDesk *self = data;

  self->keep_timer = 0;
  keep_now (self);
  return G_SOURCE_REMOVE;
}

/* A lock, or a window that goes. */
static void
on_keeping (AmpReviewDesk *self)
{
  if (self->keep_timer != 0 || self->n_keeping > 0)
    keep_now (self);
}

void
amp_review_desk_touch (AmpReviewDesk *self)
{
  /* Not put off by each key: what is typed without a pause is kept as well. */
  if (self->keep_timer == 0 || self->held)
    {
      g_clear_handle_id (&self->keep_timer, g_source_remove);
      self->keep_timer = g_timeout_add (KEEP_MS, on_keep_time, self);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
amp_review_desk_get_trouble (AmpReviewDesk *self)
{
  return self->held ? _ ("What you write is on no disk: nothing can be written beside the pack. "
                         "Make room there, or copy the pack to a folder of your own.")
                    : NULL;
}

/* --- Reading --- */

static const char *
code_of (gconstpointer records, guint row, guint column)
{
  return amp_review_pack_cell (records, row, column);
}

AmpReviewRows
amp_review_desk_get_rows (AmpReviewDesk *self)
{
  const AmpReviewPack *pack = self->read->pack;

  return (AmpReviewRows){pack, (guint) amp_review_pack_n_rows (pack),
                         (guint) amp_review_pack_n_columns (pack), code_of};
}

/* --- The sample --- */

static void
refresh (AmpReviewDesk *self)
{
  g_array_set_size (self->sample, 0);
  if (self->found != NULL)
    {
      g_array_unref (self->sample);
      self->sample = amp_review_sample (self->seed, self->found,
                                        amp_review_desk_get_rows (self).n_rows, self->size);
    }
  g_signal_emit (self, signals[DRAWN], 0);
}

/* Names of the columns, joined: what may be written down of a query. */
static char *
columns_of (AmpReviewDesk *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->query.n; i++)
    g_ptr_array_add (
      names,
      (gpointer) amp_review_pack_column (self->read->pack, self->query.conditions[i].column)->name);
  if (names->len == 0)
    return g_strdup ("-");
  g_ptr_array_sort_with_data (names, (GCompareDataFunc) (void (*) (void)) g_strcmp0, NULL);
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("+", (char **) names->pdata);
}

static void
find (AmpReviewDesk *self)
{
  AmpReviewRows rows = amp_review_desk_get_rows (self);

  g_clear_pointer (&self->found, g_free);
  self->n_found = 0;
  self->found =
    amp_review_query_ask (&rows, &self->query, amp_review_desk_get_head (self)->k, &self->n_found);
}

void
amp_review_desk_draw (AmpReviewDesk *self, guint64 seed, guint size)
{
  g_autofree char *columns = columns_of (self);

  self->seed = seed;
  self->size = MAX (size, amp_review_desk_get_head (self)->k);
  refresh (self);
  if (self->found == NULL)
    return;
  amp_review_notes_log_draw (self->read->notes, seed, self->size, columns);
  amp_review_desk_touch (self);
}

void
amp_review_desk_ask (AmpReviewDesk *self, const AmpReviewQuery *query)
{
  g_autofree char *columns = NULL;

  self->query = *query;
  find (self);
  columns = columns_of (self);
  amp_review_notes_log_query (self->read->notes, columns, self->found != NULL);
  if (self->found != NULL)
    amp_review_notes_log_draw (self->read->notes, self->seed, self->size, columns);
  refresh (self);
  amp_review_desk_touch (self);
}

/* --- The file for the supervisor --- */

typedef struct
{
  Keep *keep;
  AmpJobsDone done;
} Save;

/* Worker thread. */
static gpointer
save_run (AmpReviewOpened *opened, gpointer data, GError **error)
{
  const Keep *keep = ((Save *) data)->keep;

  return GINT_TO_POINTER (amp_review_notes_save (opened, keep->notes, keep->path, error));
}

static void
save_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  Save *save = data;

  save->done (owner, result, error, save->keep->path);
}

static void
save_free (gpointer data)
{
  Save *save = data;

  keep_free (save->keep);
  g_free (save);
}

static const AmpJob save_job = {.review = save_run, .done = save_done, .data_free = save_free};

void
amp_review_desk_save (AmpReviewDesk *self, const char *path, gpointer owner, AmpJobsDone done)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *day = amp_date_to_text (&today);
  Save *save = g_new0 (Save, 1);

  keep_now (self);
  amp_review_notes_set_day (self->read->notes, day);
  save->keep = keep_new (self->read->notes, path);
  amp_review_notes_set_day (self->read->notes, NULL);
  save->done = done;
  amp_jobs_run (self->jobs, &save_job, save, owner, NULL);
}

/* --- Object --- */

static void
amp_review_desk_dispose (GObject *object)
{
  AmpReviewDesk *self = AMP_REVIEW_DESK (object);

  g_clear_handle_id (&self->keep_timer, g_source_remove);
  G_OBJECT_CLASS (amp_review_desk_parent_class)->dispose (object);
}

static void
amp_review_desk_finalize (GObject *object)
{
  AmpReviewDesk *self = AMP_REVIEW_DESK (object);

  amp_review_read_free (self->read);
  g_free (self->found);
  g_array_unref (self->sample);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_review_desk_parent_class)->finalize (object);
}

static void
amp_review_desk_class_init (AmpReviewDeskClass *klass)
{
  static const char *const names[N_SIGNALS] = {"changed", "drawn", "trouble"};

  G_OBJECT_CLASS (klass)->dispose = amp_review_desk_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_review_desk_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], AMP_TYPE_REVIEW_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
amp_review_desk_init (AmpReviewDesk *self)
{
  self->sample = g_array_new (FALSE, FALSE, sizeof (guint));
}

/* The last draw of hers, without what was asked then: its values were not written down. */
static void
lay_out (AmpReviewDesk *self)
{
  const GPtrArray *draws = amp_review_notes_get_draws (self->read->notes);

  find (self);
  if (draws->len == 0)
    {
      amp_review_desk_draw (self, (guint64) g_random_int_range (1, AMP_REVIEW_SEED_MAX),
                            FIRST_SIZE);
      return;
    }
  self->seed = ((const AmpDraw *) draws->pdata[draws->len - 1])->seed;
  self->size = ((const AmpDraw *) draws->pdata[draws->len - 1])->size;
  refresh (self);
}

AmpReviewDesk *
amp_review_desk_new (AmpJobs *jobs, AmpReviewRead *read)
{
  AmpReviewDesk *self = g_object_new (AMP_TYPE_REVIEW_DESK, NULL);

  self->jobs = g_object_ref (jobs);
  self->read = read;
  g_signal_connect_object (jobs, "keeping", G_CALLBACK (on_keeping), self, G_CONNECT_SWAPPED);
  lay_out (self);
  return self;
}

AmpJobs *
amp_review_desk_get_jobs (AmpReviewDesk *self)
{
  return self->jobs;
}

const AmpReviewPack *
amp_review_desk_get_pack (AmpReviewDesk *self)
{
  return self->read->pack;
}

const AmpReviewHead *
amp_review_desk_get_head (AmpReviewDesk *self)
{
  return amp_review_pack_head (self->read->pack);
}

gboolean
amp_review_desk_is_pinned (AmpReviewDesk *self)
{
  return self->read->pinned;
}

const char *
amp_review_desk_get_file_hash (AmpReviewDesk *self)
{
  return self->read->file_hash;
}

gboolean
amp_review_desk_passed_by (AmpReviewDesk *self)
{
  return self->read->passed_by;
}

const AmpReviewNotes *
amp_review_desk_get_notes (AmpReviewDesk *self)
{
  return self->read->notes;
}

AmpReviewNotes *
amp_review_desk_take_notes (AmpReviewDesk *self)
{
  return self->read->notes;
}

guint64
amp_review_desk_get_seed (AmpReviewDesk *self)
{
  return self->seed;
}

guint
amp_review_desk_get_size (AmpReviewDesk *self)
{
  return self->size;
}

const AmpReviewQuery *
amp_review_desk_get_query (AmpReviewDesk *self)
{
  return &self->query;
}

guint
amp_review_desk_n_found (AmpReviewDesk *self)
{
  return self->n_found;
}

const GArray *
amp_review_desk_get_sample (AmpReviewDesk *self)
{
  return self->sample;
}
