/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read anew after each change: an office has tens of them. */
#include "app/amp-guide-shelf.h"

#include "domain/library.h"

typedef struct
{
  AmpGuideSheet *sheet;
  AmpRecord *record;
} Item;

struct _AmpGuideShelf
{
  GObject parent_instance;

  /* Owned References */
  AmpJobs *jobs;
  GPtrArray *items; /* of Item */

  gint64 wanted;
};

G_DEFINE_FINAL_TYPE (AmpGuideShelf, amp_guide_shelf, G_TYPE_OBJECT)

static guint changed_signal;

static void
item_free (gpointer data)
{
  Item *self = data;

  amp_guide_sheet_free (self->sheet);
  amp_record_free (self->record);
  g_free (self);
}

static GPtrArray *
items_new (void)
{
  return g_ptr_array_new_with_free_func (item_free);
}

/* The new ones are there, the old ones still alive while everybody hears of it. */
static void
take_items (AmpGuideShelf *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);

  self->items = items;
  g_signal_emit (self, changed_signal, 0);
}

/* --- Reading --- */

static void
take_records (GPtrArray *items, GPtrArray *records)
{
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      Item *item = g_new0 (Item, 1);

      item->record = records->pdata[i];
      item->sheet = amp_guide_sheet_new (item->record);
      g_ptr_array_add (items, item);
    }
}

/* Worker thread. */
static gpointer
load (AmpSession *session,
      gpointer data G_GNUC_UNUSED,
      AmpProgress *progress G_GNUC_UNUSED,
      GCancellable *cancellable G_GNUC_UNUSED,
      GError **error)
{
  g_autoptr (GPtrArray) sheets = amp_library_sheets (session, error);
  g_autoptr (GPtrArray) documents =
    sheets != NULL ? amp_library_documents (session, FALSE, error) : NULL;
  GPtrArray *items;

  if (documents == NULL)
    return NULL;
  items = items_new ();
  take_records (items, sheets);
  take_records (items, documents);
  return items;
}

static void
loaded (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpGuideShelf *self = owner;

  if (error == NULL && amp_jobs_is_unlocked (self->jobs))
    take_items (self, result);
  else if (result != NULL)
    g_ptr_array_unref (result);
}

static const AmpJob load_job = {
  .func = load, .done = loaded, .result_free = (GDestroyNotify) g_ptr_array_unref};

void
amp_guide_shelf_reload (AmpGuideShelf *self)
{
  if (self->jobs != NULL && amp_jobs_is_unlocked (self->jobs) && !amp_jobs_is_review (self->jobs) &&
      amp_jobs_get_role (self->jobs) != AMP_ROLE_AUDITOR)
    amp_jobs_run (self->jobs, &load_job, NULL, self, NULL);
}

void
amp_guide_shelf_want (AmpGuideShelf *self, gint64 id)
{
  self->wanted = id;
  amp_guide_shelf_reload (self);
}

gint64
amp_guide_shelf_take_wanted (AmpGuideShelf *self)
{
  gint64 wanted = self->wanted;

  self->wanted = 0;
  return wanted;
}

static void
on_locking (AmpGuideShelf *self)
{
  take_items (self, items_new ());
}

/* --- Object --- */

static void
amp_guide_shelf_dispose (GObject *object)
{
  AmpGuideShelf *self = AMP_GUIDE_SHELF (object);

  g_clear_object (&self->jobs);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  G_OBJECT_CLASS (amp_guide_shelf_parent_class)->dispose (object);
}

static void
amp_guide_shelf_class_init (AmpGuideShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_guide_shelf_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
amp_guide_shelf_init (AmpGuideShelf *self)
{
  self->items = items_new ();
}

AmpGuideShelf *
amp_guide_shelf_new (void)
{
  return g_object_new (AMP_TYPE_GUIDE_SHELF, NULL);
}

void
amp_guide_shelf_watch (AmpGuideShelf *self, AmpJobs *jobs)
{
  if (self->jobs == jobs)
    return;
  if (self->jobs != NULL)
    g_signal_handlers_disconnect_by_data (self->jobs, self);
  g_set_object (&self->jobs, jobs);
  take_items (self, items_new ());
  if (jobs == NULL)
    return;
  g_signal_connect_object (jobs, "unlocked", G_CALLBACK (amp_guide_shelf_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "locking", G_CALLBACK (on_locking), self, G_CONNECT_SWAPPED);
  amp_guide_shelf_reload (self);
}

AmpJobs *
amp_guide_shelf_get_jobs (AmpGuideShelf *self)
{
  return self->jobs;
}

guint
amp_guide_shelf_length (AmpGuideShelf *self)
{
  return self->items->len;
}

const AmpGuideSheet *
amp_guide_shelf_sheet (AmpGuideShelf *self, guint n)
{
  return ((const Item *) self->items->pdata[n])->sheet;
}

const AmpRecord *
amp_guide_shelf_record (AmpGuideShelf *self, const AmpGuideSheet *sheet)
{
  for (guint i = 0; sheet != NULL && i < self->items->len; i++)
    if (amp_guide_shelf_sheet (self, i) == sheet)
      return ((const Item *) self->items->pdata[i])->record;
  return NULL;
}
