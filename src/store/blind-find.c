/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking the blind index: each word of the name, by its head and by its tail, gives a list of
 * people; who is on several rare lists is worth reading. */
#include "store/blind.h"

#include "model/name-sound.h"
#include "model/nickname.h"
#include "store/search.h"
#include "store/statement.h"

#include <math.h>

#define MOST_WORDS 12
#define MOST_OTHERS 16 /* names that one word may stand for */

typedef struct
{
  gint64 person;
  guint32 parts; /* two bits a word: head, tail */
  guint marks;
} Person;

typedef struct
{
  AmpStore *store;
  GHashTable *places; /* id -> place in people, plus one */
  GArray *people;     /* of Person */
  guint n_parts[2 * MOST_WORDS];
} Finder;

static Person *
person_at (Finder *self, gint64 id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, GSIZE_TO_POINTER (id)));

  if (place == 0)
    {
      Person person = {id, 0, 0};

      g_array_append_val (self->people, person);
      place = self->people->len;
      g_hash_table_insert (self->places, GSIZE_TO_POINTER (id), GUINT_TO_POINTER (place));
    }
  return &g_array_index (self->people, Person, place - 1);
}

/* Ids of a hash, in order. */
static GArray *
read_list (Finder *self, AmpBlindKind kind, const char *text, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpStatement) statement = NULL;
  gint64 hash;
  int on_row;

  if (!amp_blind_hash (self->store, kind, text, &hash, error))
    return NULL;
  statement = amp_statement_borrow (self->store,
                                    "SELECT id FROM identity.search_blind WHERE hash = ?1", error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, hash);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0);

      g_array_append_val (ids, id);
    }
  return on_row == 0 ? g_steal_pointer (&ids) : NULL;
}

static GArray *
read_part (Finder *self, AmpBlindKind kind, const char *coarse, GError **error)
{
  g_autofree char *part = amp_blind_part (coarse, kind);

  return *part != '\0' ? read_list (self, kind, part, error)
                       : g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
mark_part (Finder *self, const GArray *ids, guint bit)
{
  self->n_parts[bit] += ids->len;
  for (guint i = 0; i < ids->len; i++)
    person_at (self, g_array_index (ids, gint64, i))->parts |= 1u << bit;
}

/* Who is on both lists, which are in order. */
static void
mark_both (Finder *self, const GArray *heads, const GArray *tails, guint word)
{
  guint i = 0, j = 0;

  while (i < heads->len && j < tails->len)
    {
      gint64 head = g_array_index (heads, gint64, i), tail = g_array_index (tails, gint64, j);

      if (head == tail)
        person_at (self, head)->parts |= 3u << (2 * word);
      i += head <= tail;
      j += tail <= head;
    }
}

/* others: by what the word may stand for, which must fit whole: too many would fit in part. */
static gboolean
find_word (Finder *self, const char *coarse, guint word, gboolean other, GError **error)
{
  g_autoptr (GArray) heads = read_part (self, AMP_BLIND_HEAD, coarse, error);
  g_autoptr (GArray) tails = heads != NULL ? read_part (self, AMP_BLIND_TAIL, coarse, error) : NULL;

  if (tails == NULL)
    return FALSE;
  if (other)
    mark_both (self, heads, tails, word);
  else
    {
      mark_part (self, heads, 2 * word);
      mark_part (self, tails, 2 * word + 1);
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

/* Whose record it is: a safe contact leads to a person. */
static gboolean
owner_of (Finder *self, gint64 id, gint64 *person, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self->store, "SELECT person FROM identity.search_keys WHERE id = ?1", error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  *person = on_row > 0 ? amp_statement_int (statement, 0) : 0;
  return on_row >= 0;
}

static gboolean
find_mark (Finder *self, AmpBlindKind kind, const char *text, AmpHitMarks mark, GError **error)
{
  g_autoptr (GArray) ids = read_list (self, kind, text, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 person = g_array_index (ids, gint64, i);

      if (mark == AMP_HIT_PHONE && !owner_of (self, person, &person, error))
        return FALSE;
      if (person != 0)
        person_at (self, person)->marks |= mark;
    }
  return ids != NULL;
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
  return log ((double) (self->store->n_people + 2) / (n + 1));
}

static double
weigh (const Finder *self, const Person *person, const guint *n_bearers, guint n_words)
{
  double weight = 0;

  for (guint i = 0; i < n_words; i++)
    {
      guint parts = person->parts >> (2 * i) & 3;

      if (parts == 3)
        weight += MAX (rarity (self, n_bearers[i]), 0.5);
      else if (parts != 0)
        weight += 0.45 * MAX (rarity (self, self->n_parts[2 * i + (parts >> 1)]), 0.2);
    }
  weight += person->marks & AMP_HIT_DOCUMENT ? 14 : person->marks & AMP_HIT_DIGITS ? 7 : 0;
  weight += person->marks & AMP_HIT_PHONE ? 7 : 0;
  return weight + (person->marks & AMP_HIT_BIRTHDATE ? 6 : 0);
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
is_worth_it (const Person *person, guint n_words)
{
  return person->marks != 0 || n_words == 1 || (person->parts & (person->parts - 1)) != 0;
}

static AmpLikeHits *
rank (Finder *self, guint n_words, guint most)
{
  AmpLikeHits *found = g_new0 (AmpLikeHits, 1);

  found->hits = g_array_new (FALSE, FALSE, sizeof (AmpLikeHit));
  found->n_people = self->store->n_people;
  for (guint p = 0; p < self->people->len; p++)
    for (guint i = 0; i < n_words; i++)
      found->n_bearers[i] +=
        (g_array_index (self->people, Person, p).parts >> (2 * i) & 3) == 3 ? 1 : 0;
  for (guint p = 0; p < self->people->len; p++)
    {
      const Person *person = &g_array_index (self->people, Person, p);
      AmpLikeHit hit = {person->person, 0, person->marks};

      if (!is_worth_it (person, n_words))
        continue;
      hit.weight = weigh (self, person, found->n_bearers, n_words);
      g_array_append_val (found->hits, hit);
    }
  g_array_sort (found->hits, compare_hits);
  g_array_set_size (found->hits, MIN (found->hits->len, most));
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
find_like (
  AmpStore *self, const AmpLikeQuery *query, guint most, GCancellable *cancellable, GError **error)
{
  Finder finder = {.store = self};
  guint n_words = query->words != NULL ? MIN (query->words->len, MOST_WORDS) : 0;
  AmpLikeHits *found = NULL;

  finder.places = g_hash_table_new (NULL, NULL);
  finder.people = g_array_new (FALSE, FALSE, sizeof (Person));
  if (count_people (self, error) && find_words (&finder, query->words, cancellable, error) &&
      find_marks (&finder, query, error))
    found = rank (&finder, n_words, most);
  g_hash_table_unref (finder.places);
  g_array_unref (finder.people);
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
  found = find_like (self, query, most, cancellable, error);
  amp_store_unwatch (self);
  amp_store_read_end (self);
  return found;
}
