/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking the blind index: each word of the name, by its head and by its tail, gives a list of
 * people; who is on several rare lists is worth reading. */
#include "store/blind-index.h"

#include "model/name-sound.h"
#include "model/nickname.h"
#include "store/search.h"
#include "store/statement.h"

#include <math.h>

#define MOST_WORDS 12
#define MOST_OTHERS 16 /* names that one word may stand for */

typedef struct
{
  AmpStore *store;
  AmpLikeIndex *index; /* NULL: the lists are on file, and their ids are no places */
  GHashTable *places;  /* id -> place, plus one; without an index */
  GArray *ids;         /* of gint64, by place … */
  GArray *shares;      /* of AmpBlindShare, by place */
  GArray *marked;      /* of guint32: the places of those who are on some list */
  gint64 n_people;
  guint n_parts[2 * MOST_WORDS];
} Finder;

/* Ids of a hash, in order. */
typedef struct
{
  const gint64 *ids;
  guint len;
  GArray *read; /* NULL: they are the index's */
} List;

static void
list_clear (List *list)
{
  g_clear_pointer (&list->read, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

static AmpBlindShare *
share_of (Finder *self, gint64 id)
{
  guint place = self->index != NULL
                  ? (guint) id + 1
                  : GPOINTER_TO_UINT (g_hash_table_lookup (self->places, GSIZE_TO_POINTER (id)));
  AmpBlindShare *share;

  if (place == 0)
    {
      const AmpBlindShare none = {0, 0};

      g_array_append_val (self->ids, id);
      g_array_append_val (self->shares, none);
      place = self->ids->len;
      g_hash_table_insert (self->places, GSIZE_TO_POINTER (id), GUINT_TO_POINTER (place));
    }
  place--;
  share = &g_array_index (self->shares, AmpBlindShare, place);
  if (share->parts == 0 && share->marks == 0) /* whoever asks marks it now */
    g_array_append_val (self->marked, place);
  return share;
}

static gboolean
read_list_on_file (Finder *self, gint64 hash, List *list, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self->store, "SELECT id FROM identity.search_blind WHERE hash = ?1", error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, hash);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0);

      g_array_append_val (ids, id);
    }
  list->ids = (const gint64 *) (gpointer) ids->data;
  list->len = ids->len;
  list->read = g_steal_pointer (&ids);
  return on_row == 0;
}

static gboolean
read_list (Finder *self, AmpBlindKind kind, const char *text, List *list, GError **error)
{
  gint64 hash;

  if (!amp_blind_hash (self->store, kind, text, &hash, error))
    return FALSE;
  if (self->index == NULL)
    return read_list_on_file (self, hash, list, error);
  list->ids = amp_blind_index_list (self->index, hash, &list->len);
  return TRUE;
}

static gboolean
read_part (Finder *self, AmpBlindKind kind, const char *coarse, List *list, GError **error)
{
  g_autofree char *part = amp_blind_part (coarse, kind);

  return *part == '\0' || read_list (self, kind, part, list, error);
}

static void
mark_part (Finder *self, const List *list, guint bit)
{
  self->n_parts[bit] += list->len;
  for (guint i = 0; i < list->len; i++)
    share_of (self, list->ids[i])->parts |= 1u << bit;
}

/* Who is on both lists, which are in order. */
static void
mark_both (Finder *self, const List *heads, const List *tails, guint word)
{
  guint i = 0, j = 0;

  while (i < heads->len && j < tails->len)
    {
      gint64 head = heads->ids[i], tail = tails->ids[j];

      if (head == tail)
        share_of (self, head)->parts |= 3u << (2 * word);
      i += head <= tail;
      j += tail <= head;
    }
}

/* others: by what the word may stand for, which must fit whole: too many would fit in part. */
static gboolean
find_word (Finder *self, const char *coarse, guint word, gboolean other, GError **error)
{
  g_auto (List) heads = {0}, tails = {0};

  if (!read_part (self, AMP_BLIND_HEAD, coarse, &heads, error) ||
      !read_part (self, AMP_BLIND_TAIL, coarse, &tails, error))
    return FALSE;
  if (other)
    mark_both (self, &heads, &tails, word);
  else
    {
      mark_part (self, &heads, 2 * word);
      mark_part (self, &tails, 2 * word + 1);
    }
  return TRUE;
}

static gboolean
find_words (Finder *self, const GPtrArray *words, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; words != NULL && i < MIN (words->len, MOST_WORDS); i++)
    {
      const AmpNameWord *word = words->pdata[i];
      const GPtrArray *others = amp_nickname_words (word->sound);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !find_word (self, word->coarse, i, FALSE, error))
        return FALSE;
      for (guint j = 0; others != NULL && j < MIN (others->len, MOST_OTHERS); j++)
        {
          g_autofree char *coarse = amp_name_sound_coarse (others->pdata[j]);

          if (!find_word (self, coarse, i, TRUE, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* Whose record it is: a safe contact leads to a person. Below 0: nobody's. */
static gboolean
owner_of (Finder *self, gint64 id, gint64 *person, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  int on_row;

  if (self->index != NULL)
    {
      *person = g_array_index (self->index->owners, gint64, id);
      return TRUE;
    }
  statement = amp_statement_borrow (self->store,
                                    "SELECT person FROM identity.search_keys WHERE id = ?1", error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  *person = on_row > 0 ? amp_statement_int (statement, 0) : 0;
  if (*person == 0)
    *person = -1;
  return on_row >= 0;
}

static gboolean
find_mark (Finder *self, AmpBlindKind kind, const char *text, AmpHitMarks mark, GError **error)
{
  g_auto (List) list = {0};

  if (!read_list (self, kind, text, &list, error))
    return FALSE;
  for (guint i = 0; i < list.len; i++)
    {
      gint64 person = list.ids[i];

      if (mark == AMP_HIT_PHONE && !owner_of (self, person, &person, error))
        return FALSE;
      if (person >= 0)
        share_of (self, person)->marks |= mark;
    }
  return TRUE;
}

static gboolean
find_marks (Finder *self, const AmpLikeQuery *query, GError **error)
{
  char *digits;

  if (query->document != NULL)
    {
      if (!find_mark (self, AMP_BLIND_DOCUMENT, query->document, AMP_HIT_DOCUMENT, error))
        return FALSE;
      for (guint n = 0; (digits = amp_blind_digits (query->document, n)) != NULL; n++)
        {
          g_autofree char *owned = digits;

          if (!find_mark (self, AMP_BLIND_DIGITS, owned, AMP_HIT_DIGITS, error))
            return FALSE;
        }
    }
  for (guint i = 0; query->phones != NULL && i < query->phones->len; i++)
    if (!find_mark (self, AMP_BLIND_PHONE, query->phones->pdata[i], AMP_HIT_PHONE, error))
      return FALSE;
  return query->birth_date == NULL ||
         find_mark (self, AMP_BLIND_BIRTHDATE, query->birth_date, AMP_HIT_BIRTHDATE, error);
}

/* --- Who is worth reading --- */

static double
rarity (const Finder *self, guint n)
{
  return log ((double) (self->n_people + 2) / (n + 1));
}

/* What each word weighs by how much of it fits: nothing, its head, its tail, both. */
typedef struct
{
  double of[MOST_WORDS][4];
  guint n_words;
} Weights;

static void
set_weights (const Finder *self, const guint *n_bearers, guint n_words, Weights *weights)
{
  weights->n_words = n_words;
  for (guint i = 0; i < n_words; i++)
    {
      weights->of[i][0] = 0;
      for (guint part = 0; part < 2; part++)
        weights->of[i][part + 1] = 0.45 * MAX (rarity (self, self->n_parts[2 * i + part]), 0.2);
      weights->of[i][3] = MAX (rarity (self, n_bearers[i]), 0.5);
    }
}

static double
weigh (const Weights *weights, const AmpBlindShare *share)
{
  double weight = 0;

  for (guint i = 0; i < weights->n_words; i++)
    weight += weights->of[i][share->parts >> (2 * i) & 3];
  weight += share->marks & AMP_HIT_DOCUMENT ? 14 : share->marks & AMP_HIT_DIGITS ? 7 : 0;
  weight += share->marks & AMP_HIT_PHONE ? 7 : 0;
  return weight + (share->marks & AMP_HIT_BIRTHDATE ? 6 : 0);
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const AmpLikeHit *x = a, *y = b;

  if (x->weight > y->weight || x->weight < y->weight)
    return x->weight > y->weight ? -1 : 1;
  return (x->person > y->person) - (x->person < y->person);
}

/* Half of one word is shared by too many to mean anything where there is more to go by. */
static gboolean
is_worth_it (const AmpBlindShare *share, guint n_words)
{
  return share->marks != 0 || n_words == 1 || (share->parts & (share->parts - 1)) != 0;
}

/* The best so far as a heap, the worst of them first: of ten thousands a hundred are wanted, and
 * nearly all are worse than those. */
static void
sink (GArray *heap, guint at)
{
  AmpLikeHit *hits = (AmpLikeHit *) (gpointer) heap->data;

  for (guint child = 2 * at + 1; child < heap->len; child = 2 * at + 1)
    {
      AmpLikeHit kept = hits[at];

      if (child + 1 < heap->len && compare_hits (&hits[child + 1], &hits[child]) > 0)
        child++;
      if (compare_hits (&hits[child], &kept) <= 0)
        return;
      hits[at] = hits[child];
      hits[child] = kept;
      at = child;
    }
}

static void
take_hit (GArray *heap, const AmpLikeHit *hit, guint most)
{
  if (heap->len < most)
    {
      g_array_append_vals (heap, hit, 1);
      for (guint i = heap->len == most ? most / 2 : 0; i > 0; i--)
        sink (heap, i - 1);
    }
  else if (compare_hits (hit, heap->data) < 0)
    {
      g_array_index (heap, AmpLikeHit, 0) = *hit;
      sink (heap, 0);
    }
}

static AmpLikeHits *
rank (Finder *self, guint n_words, guint most)
{
  AmpLikeHits *found = g_new0 (AmpLikeHits, 1);
  const guint32 *marked = (const guint32 *) (gpointer) self->marked->data;
  const AmpBlindShare *shares = (const AmpBlindShare *) (gpointer) self->shares->data;
  Weights weights;

  found->hits = g_array_new (FALSE, FALSE, sizeof (AmpLikeHit));
  found->n_people = self->n_people;
  for (guint n = 0; n < self->marked->len; n++)
    for (guint i = 0; i < n_words; i++)
      found->n_bearers[i] += (shares[marked[n]].parts >> (2 * i) & 3) == 3 ? 1 : 0;
  set_weights (self, found->n_bearers, n_words, &weights);
  for (guint n = 0; n < self->marked->len && most > 0; n++)
    {
      const AmpBlindShare *share = &shares[marked[n]];
      AmpLikeHit hit = {g_array_index (self->ids, gint64, marked[n]), 0, share->marks};

      if (!is_worth_it (share, n_words))
        continue;
      hit.weight = weigh (&weights, share);
      take_hit (found->hits, &hit, most);
    }
  g_array_sort (found->hits, compare_hits);
  return found;
}

void
amp_like_hits_free (AmpLikeHits *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->hits);
  g_free (self);
}

static gboolean
count_people (AmpStore *store, GError **error)
{
  return store->n_people >= 0 ||
         amp_sql_int (store, "SELECT count(*) FROM main.person", &store->n_people, error);
}

static AmpLikeHits *
find (
  Finder *self, const AmpLikeQuery *query, guint most, GCancellable *cancellable, GError **error)
{
  guint n_words = query->words != NULL ? MIN (query->words->len, MOST_WORDS) : 0;
  AmpLikeHits *found = NULL;

  self->marked = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (find_words (self, query->words, cancellable, error) && find_marks (self, query, error))
    found = rank (self, n_words, most);
  for (guint i = 0; self->index != NULL && i < self->marked->len; i++)
    g_array_index (self->shares, AmpBlindShare, g_array_index (self->marked, guint32, i)) =
      (AmpBlindShare){0, 0};
  g_array_unref (self->marked);
  return found;
}

static AmpLikeHits *
find_on_file (
  AmpStore *self, const AmpLikeQuery *query, guint most, GCancellable *cancellable, GError **error)
{
  Finder finder = {.store = self};
  AmpLikeHits *found = NULL;

  finder.places = g_hash_table_new (NULL, NULL);
  finder.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  finder.shares = g_array_new (FALSE, FALSE, sizeof (AmpBlindShare));
  if (count_people (self, error))
    {
      finder.n_people = self->n_people;
      found = find (&finder, query, most, cancellable, error);
    }
  g_hash_table_unref (finder.places);
  g_array_unref (finder.ids);
  g_array_unref (finder.shares);
  return found;
}

AmpLikeHits *
amp_store_find_like (
  AmpStore *self, const AmpLikeQuery *query, guint most, GCancellable *cancellable, GError **error)
{
  AmpLikeHits *found;

  g_return_val_if_fail (self != NULL && query != NULL, NULL);

  if (!amp_search_flush (self, error) || !amp_store_read_begin (self, error))
    return NULL;
  amp_store_watch (self, cancellable);
  found = find_on_file (self, query, most, cancellable, error);
  amp_store_unwatch (self);
  amp_store_read_end (self);
  return found;
}

AmpLikeHits *
amp_like_index_find (AmpLikeIndex *self,
                     const AmpLikeQuery *query,
                     guint most,
                     GCancellable *cancellable,
                     GError **error)
{
  Finder finder = {.store = self->store,
                   .index = self,
                   .ids = self->ids,
                   .shares = self->shares,
                   .n_people = self->n_people};

  return find (&finder, query, most, cancellable, error);
}
