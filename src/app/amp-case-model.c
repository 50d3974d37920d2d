/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case list as a lazy GListModel. */
#include "app/amp-case-model.h"

#include "domain/access.h"
#include <gio/gio.h>
#include <string.h>

#define PAGE_ROWS 64
/* Rows kept: far more than GTK binds at a time (some 205). */
#define MAX_PAGES 64

typedef struct
{
  guint number;
  guint n;
  AmpCaseItem *items[PAGE_ROWS];
  gboolean wanted; /* waits to be read */
  GList link;      /* in lru */
} Page;

struct _AmpCaseModel
{
  GObject parent_instance;

  AmpJobs *jobs;
  GArray *ids; /* of gint64, in view order */

  GHashTable *pages;
  GQueue lru;    /* of Page, newest first */
  GQueue wanted; /* page numbers to read; the last asked for goes first */
  gboolean reading;
  guint pages_read;

  AmpCaseQuery query; /* strings owned */
  GCancellable *query_cancellable;
  guint generation; /* of the id vector: an answer to an older one is dropped */
  gboolean loaded;
  gboolean names_wanted; /* asked for */
  gboolean names;        /* and told to the audit chain */
};

enum
{
  LOADED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);
static void read_next_page (AmpCaseModel *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmpCaseModel,
                               amp_case_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gint64
id_at (AmpCaseModel *self, guint position)
{
  return g_array_index (self->ids, gint64, position);
}

/* --- Pages --- */

static void
page_free (gpointer data)
{
  Page *page = data;

  for (guint i = 0; i < page->n; i++)
    g_clear_object (&page->items[i]);
  g_free (page);
}

static void
drop_pages (AmpCaseModel *self)
{
  g_queue_init (&self->lru);
  g_queue_clear (&self->wanted);
  g_hash_table_remove_all (self->pages);
  self->generation++;
}

static void
want_page (AmpCaseModel *self, Page *page)
{
  if (page->wanted)
    return;
  page->wanted = TRUE;
  g_queue_push_tail (&self->wanted, GUINT_TO_POINTER (page->number));
  read_next_page (self);
}

static Page *
add_page (AmpCaseModel *self, guint number)
{
  Page *page = g_new0 (Page, 1);
  guint first = number * PAGE_ROWS;

  page->number = number;
  page->n = MIN (PAGE_ROWS, self->ids->len - first);
  for (guint i = 0; i < page->n; i++)
    page->items[i] = amp_case_item_new (id_at (self, first + i));
  page->link.data = page;
  g_hash_table_insert (self->pages, GUINT_TO_POINTER (number), page);
  g_queue_push_head_link (&self->lru, &page->link);
  if (self->lru.length > MAX_PAGES)
    {
      Page *oldest = g_queue_pop_tail_link (&self->lru)->data;

      g_hash_table_remove (self->pages, GUINT_TO_POINTER (oldest->number));
    }
  want_page (self, page);
  return page;
}

typedef struct
{
  guint generation;
  guint number;
  guint n;
  gboolean names;
  gint64 ids[PAGE_ROWS];
} PageRead;

/* Worker thread. */
static gpointer
read_page (AmpSession *session,
           gpointer data,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  PageRead *read = data;

  (void) progress;
  (void) cancellable;
  return amp_store_case_rows (amp_session_get_store (session), read->ids, read->n, read->names,
                              error);
}

static void
page_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpCaseModel *self = owner;
  PageRead *read = data;
  g_autoptr (GPtrArray) rows = result;
  Page *page = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (read->number));

  self->reading = FALSE;
  if (rows == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit (self, signals[FAILED], 0, error);
    }
  else if (page != NULL && read->generation == self->generation)
    {
      self->pages_read++;
      for (guint i = 0; i < page->n && i < rows->len; i++)
        amp_case_item_fill (page->items[i], rows->pdata[i]);
    }
  read_next_page (self);
}

static const AmpJob read_page_job = {
  .func = read_page,
  .done = page_done,
  .data_free = g_free,
  .result_free = (GDestroyNotify) g_ptr_array_unref,
};

/* One page at a time, so that after a long jump the page that is looked at comes first. */
static void
read_next_page (AmpCaseModel *self)
{
  while (!self->reading && self->wanted.length > 0)
    {
      guint number = GPOINTER_TO_UINT (g_queue_pop_tail (&self->wanted));
      Page *page = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (number));
      PageRead *read;

      if (page == NULL)
        continue;
      page->wanted = FALSE;
      read = g_new0 (PageRead, 1);
      read->generation = self->generation;
      read->number = number;
      read->n = page->n;
      read->names = self->names;
      for (guint i = 0; i < page->n; i++)
        read->ids[i] = amp_case_item_id (page->items[i]);
      self->reading = TRUE;
      amp_jobs_run (self->jobs, &read_page_job, read, self, NULL);
    }
}

/* --- List model --- */

static GType
get_item_type (GListModel *list)
{
  (void) list;
  return AMP_TYPE_CASE_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  AmpCaseModel *self = AMP_CASE_MODEL (list);

  return self->ids != NULL ? self->ids->len : 0;
}

static gpointer
get_item (GListModel *list, guint position)
{
  AmpCaseModel *self = AMP_CASE_MODEL (list);
  Page *page;

  if (position >= get_n_items (list))
    return NULL;
  page = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (position / PAGE_ROWS));
  if (page == NULL)
    page = add_page (self, position / PAGE_ROWS);
  else if (self->lru.head != &page->link)
    {
      g_queue_unlink (&self->lru, &page->link);
      g_queue_push_head_link (&self->lru, &page->link);
    }
  return g_object_ref (page->items[position % PAGE_ROWS]);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Two emissions, empty in between: at one items_changed (0, old, new) GTK would call get_item() for
 * every case to look for the rows it had on screen. */
static void
replace_ids (AmpCaseModel *self, GArray *ids)
{
  GListModel *list = G_LIST_MODEL (self);
  guint old = get_n_items (list);

  drop_pages (self);
  g_clear_pointer (&self->ids, g_array_unref);
  if (old > 0)
    g_list_model_items_changed (list, 0, old, 0);
  self->ids = ids;
  self->loaded = TRUE;
  if (ids->len > 0)
    g_list_model_items_changed (list, 0, 0, ids->len);
  g_signal_emit (self, signals[LOADED], 0);
}

/* --- Queries --- */

static void
query_clear (AmpCaseQuery *query)
{
  if (query->text != NULL)
    explicit_bzero ((char *) query->text, strlen (query->text));
  g_free ((char *) query->text);
  g_free ((char *) query->status);
  g_free ((char *) query->region);
  g_free ((char *) query->opened_since);
  g_free ((char *) query->quiet_since);
  for (gsize i = 0; i < query->n_filters; i++)
    {
      g_free ((char *) query->filters[i].path);
      g_free ((char *) query->filters[i].value);
    }
  g_free ((gpointer) query->filters);
  *query = (AmpCaseQuery){0};
}

static void
query_copy (AmpCaseQuery *to, const AmpCaseQuery *from)
{
  AmpFilter *filters = g_new0 (AmpFilter, from->n_filters + 1);

  *to = *from;
  to->text = g_strdup (from->text);
  to->status = g_strdup (from->status);
  to->region = g_strdup (from->region);
  to->opened_since = g_strdup (from->opened_since);
  to->quiet_since = g_strdup (from->quiet_since);
  for (gsize i = 0; i < from->n_filters; i++)
    filters[i] = (AmpFilter){g_strdup (from->filters[i].path), from->filters[i].op,
                             g_strdup (from->filters[i].value)};
  to->filters = filters;
}

static void
query_free (gpointer data)
{
  query_clear (data);
  g_free (data);
}

/* Worker thread. */
static gpointer
find_ids (AmpSession *session,
          gpointer data,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  AmpCaseQuery *query = data;

  (void) progress;
  amp_access_limit (session, query);
  return amp_store_case_ids (amp_session_get_store (session), query, cancellable, error);
}

static void
ids_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpCaseModel *self = owner;

  (void) data;
  if (result != NULL)
    replace_ids (self, result);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static const AmpJob find_ids_job = {
  .func = find_ids,
  .done = ids_done,
  .data_free = query_free,
  .result_free = (GDestroyNotify) g_array_unref,
};

void
amp_case_model_reload (AmpCaseModel *self)
{
  AmpCaseQuery *query = g_new0 (AmpCaseQuery, 1);

  query_copy (query, &self->query);
  if (self->query_cancellable != NULL)
    g_cancellable_cancel (self->query_cancellable);
  g_clear_object (&self->query_cancellable);
  self->query_cancellable = g_cancellable_new ();
  amp_jobs_run (self->jobs, &find_ids_job, query, self, self->query_cancellable);
}

void
amp_case_model_set_query (AmpCaseModel *self, const AmpCaseQuery *query)
{
  AmpCaseQuery copy;

  query_copy (&copy, query);
  query_clear (&self->query);
  self->query = copy;
  amp_case_model_reload (self);
}

gboolean
amp_case_model_find (AmpCaseModel *self, gint64 id, guint *position)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    if (id_at (self, i) == id)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

void
amp_case_model_refresh (AmpCaseModel *self, gint64 id)
{
  guint position;
  Page *page = NULL;

  if (amp_case_model_find (self, id, &position))
    page = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (position / PAGE_ROWS));
  if (page != NULL)
    want_page (self, page);
}

/* --- Names --- */

/* Worker thread. Looking at names is itself an event, written before the first one is read. */
static gpointer
tell_view (AmpSession *session,
           gpointer data,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_store_audit (amp_session_get_store (session), AMP_AUDIT_VIEW_IDENTITY,
                                           amp_entity_find ("person"), 0, NULL, "list", error));
}

static void
view_told (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpCaseModel *self = owner;

  (void) data;
  if (result == NULL)
    {
      self->names_wanted = FALSE;
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  if (!self->names_wanted)
    return; /* veiled again meanwhile */
  self->names = TRUE;
  self->generation++;
  for (GList *l = self->lru.tail; l != NULL; l = l->prev)
    want_page (self, l->data);
}

static const AmpJob tell_view_job = {.func = tell_view, .done = view_told};

void
amp_case_model_set_names (AmpCaseModel *self, gboolean names)
{
  if (self->names_wanted == names)
    return;
  self->names_wanted = names;
  if (names)
    {
      amp_jobs_run (self->jobs, &tell_view_job, NULL, self, NULL);
      return;
    }
  self->names = FALSE;
  self->generation++; /* a page that is being read with names comes too late */
  for (GList *l = self->lru.head; l != NULL; l = l->next)
    {
      Page *page = l->data;

      for (guint i = 0; i < page->n; i++)
        amp_case_item_veil (page->items[i]);
      if (amp_case_item_number (page->items[0]) == NULL)
        want_page (self, page);
    }
}

gboolean
amp_case_model_get_names (AmpCaseModel *self)
{
  return self->names_wanted;
}

gboolean
amp_case_model_is_loaded (AmpCaseModel *self)
{
  return self->loaded;
}

guint
amp_case_model_pages_read (AmpCaseModel *self)
{
  return self->pages_read;
}

/* --- Object --- */

static void
on_case_changed (AmpCaseModel *self, gint64 id)
{
  guint position;

  if (id == 0 || !amp_case_model_find (self, id, &position))
    amp_case_model_reload (self);
  else
    amp_case_model_refresh (self, id);
}

static void
amp_case_model_dispose (GObject *object)
{
  AmpCaseModel *self = AMP_CASE_MODEL (object);

  if (self->query_cancellable != NULL)
    g_cancellable_cancel (self->query_cancellable);
  g_clear_object (&self->query_cancellable);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_case_model_parent_class)->dispose (object);
}

static void
amp_case_model_finalize (GObject *object)
{
  AmpCaseModel *self = AMP_CASE_MODEL (object);

  drop_pages (self);
  g_hash_table_unref (self->pages);
  g_clear_pointer (&self->ids, g_array_unref);
  query_clear (&self->query);
  G_OBJECT_CLASS (amp_case_model_parent_class)->finalize (object);
}

static void
amp_case_model_class_init (AmpCaseModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_case_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_case_model_finalize;
  signals[LOADED] = g_signal_new ("loaded", AMP_TYPE_CASE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", AMP_TYPE_CASE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
amp_case_model_init (AmpCaseModel *self)
{
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, page_free);
  g_queue_init (&self->lru);
  g_queue_init (&self->wanted);
}

AmpCaseModel *
amp_case_model_new (AmpJobs *jobs)
{
  AmpCaseModel *self = g_object_new (AMP_TYPE_CASE_MODEL, NULL);

  self->jobs = g_object_ref (jobs);
  g_signal_connect_object (jobs, "case-changed", G_CALLBACK (on_case_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
