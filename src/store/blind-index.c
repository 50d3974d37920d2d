/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever looks for everybody asks for the same few lists again and again: a common surname has
 * thousands of bearers, and each of them asks for all of them. Read once, and kept without a name
 * or a key. */
#include "store/blind-index.h"

#include "store/search.h"
#include "store/statement.h"

#include <string.h>

typedef struct
{
  gint64 hash, place;
} Posting;

static int
compare_postings (gconstpointer a, gconstpointer b)
{
  const Posting *x = a, *y = b;

  return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash)
                            : (x->place > y->place) - (x->place < y->place);
}

static void
add_postings (GArray *postings, const void *keys, gsize length, gint64 place)
{
  for (gsize i = 0; i + sizeof (gint64) <= length; i += sizeof (gint64))
    {
      Posting posting = {0, place};

      memcpy (&posting.hash, (const guint8 *) keys + i, sizeof posting.hash);
      g_array_append_val (postings, posting);
    }
}

/* One list after the other. */
static void
take_postings (AmpLikeIndex *self, GArray *postings)
{
  g_array_sort (postings, compare_postings);
  for (guint i = 0; i < postings->len; i++)
    {
      const Posting *posting = &g_array_index (postings, Posting, i);

      if (i == 0 || posting->hash != posting[-1].hash)
        {
          g_array_append_val (self->hashes, posting->hash);
          g_array_append_val (self->starts, i);
        }
      g_array_append_val (self->places, posting->place);
    }
  g_array_append_val (self->starts, postings->len);
}

static gint64
place_of (const AmpLikeIndex *self, gint64 id)
{
  guint low = 0, high = self->ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->ids, gint64, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->ids->len && g_array_index (self->ids, gint64, low) == id ? (gint64) low : -1;
}

/* A safe contact leads to a person. */
static void
find_owners (AmpLikeIndex *self)
{
  for (guint i = 0; i < self->owners->len; i++)
    {
      gint64 *owner = &g_array_index (self->owners, gint64, i);

      *owner =
        *owner == g_array_index (self->ids, gint64, i) ? (gint64) i : place_of (self, *owner);
    }
}

static gboolean
read_keys (AmpLikeIndex *self, GArray *postings, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self->store, "SELECT id, person, keys FROM identity.search_keys ORDER BY id", error);
  int on_row = -1;

  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0), owner = amp_statement_int (statement, 1);
      const AmpBlindShare share = {0, 0};
      gsize length;
      const void *keys = amp_statement_blob (statement, 2, &length);

      add_postings (postings, keys, length, (gint64) self->ids->len);
      g_array_append_val (self->ids, id);
      g_array_append_val (self->shares, share);
      g_array_append_val (self->owners, owner);
    }
  return on_row == 0;
}

static gboolean
read_all (AmpLikeIndex *self, GError **error)
{
  g_autoptr (GArray) postings = g_array_new (FALSE, FALSE, sizeof (Posting));

  if (!amp_sql_int (self->store, "SELECT count(*) FROM main.person", &self->n_people, error) ||
      !read_keys (self, postings, error))
    return FALSE;
  take_postings (self, postings);
  find_owners (self);
  return TRUE;
}

AmpLikeIndex *
amp_like_index_new (AmpStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (AmpLikeIndex) self = g_new0 (AmpLikeIndex, 1);
  gboolean read;

  g_return_val_if_fail (store != NULL, NULL);

  self->store = store;
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->shares = g_array_new (FALSE, FALSE, sizeof (AmpBlindShare));
  self->owners = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->hashes = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->places = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!amp_search_flush (store, error) || !amp_store_read_begin (store, error))
    return NULL;
  amp_store_watch (store, cancellable);
  read = read_all (self, error);
  amp_store_unwatch (store);
  amp_store_read_end (store);
  return read ? g_steal_pointer (&self) : NULL;
}

void
amp_like_index_free (AmpLikeIndex *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ids);
  g_array_unref (self->shares);
  g_array_unref (self->owners);
  g_array_unref (self->hashes);
  g_array_unref (self->starts);
  g_array_unref (self->places);
  g_free (self);
}

const gint64 *
amp_blind_index_list (const AmpLikeIndex *self, gint64 hash, guint *length)
{
  guint low = 0, high = self->hashes->len, start;

  *length = 0;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->hashes, gint64, middle) < hash)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == self->hashes->len || g_array_index (self->hashes, gint64, low) != hash)
    return NULL;
  start = g_array_index (self->starts, guint32, low);
  *length = g_array_index (self->starts, guint32, low + 1) - start;
  return &g_array_index (self->places, gint64, start);
}
