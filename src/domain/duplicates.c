/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what is typed to people who may be it: asks the blind index, reads the candidates in one
 * query, weighs each, leaves out what was decided. */
#include "domain/duplicates-private.h"

#include "domain/access.h"
#include "domain/session-private.h"

#include <math.h>
#include <string.h>

#define MOST_READ 150      /* candidates that are read and compared */
#define LEAST_ODDS (-2.5)  /* one in twelve is still worth a look */
#define LEAST_WHOLE (-3.5) /* where the whole name fits and nothing speaks against it */
#define LEAST_TYPED                                                                                \
  (-6.0) /* the same in a search box, where a common name asks for all who bear it */

typedef struct
{
  AmpSession *session;
  AmpStore *store;
  const AmpRecord *person;  /* NULL: text alone, or somebody of the crowd */
  gint64 id;                /* hers; 0: nobody recorded */
  AmpDuplicateCrowd *crowd; /* NULL: the vault is asked */
  AmpLikeSide side;
  const char *birth_date;
  GPtrArray *phones;
  gboolean typing, from_text;
  GHashTable *without; /* set of gint64 * */
  GPtrArray *found;    /* of AmpDuplicate */
} Search;

void
amp_duplicate_free (AmpDuplicate *self)
{
  if (self == NULL)
    return;
  g_free (self->case_number);
  g_free (self->pseudonym);
  if (self->name != NULL)
    explicit_bzero (self->name, strlen (self->name));
  g_free (self->name);
  g_free (self->reasons);
  g_free (self);
}

static void
leave_out (Search *self, gint64 id)
{
  g_hash_table_add (self->without, g_memdup2 (&id, sizeof id));
}

/* --- Who was said not to be the same --- */

static gboolean
leave_out_decided (Search *self, const char *mine, const char *other, GError **error)
{
  const char *paths[] = {other, NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->id);
  const AmpFilter filters[] = {{mine, AMP_OP_EQ, id}, {"verdict", AMP_OP_EQ, "different"}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (self->store, amp_entity_find ("dup_decision"), paths, filters,
                      G_N_ELEMENTS (filters), NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    leave_out (self, amp_cursor_int (cursor, 0));
  return more == 0;
}

static gboolean
fill_without (Search *self, const gint64 *without, GError **error)
{
  for (gsize i = 0; without != NULL && without[i] != 0; i++)
    leave_out (self, without[i]);
  if (self->id == 0)
    return TRUE;
  leave_out (self, self->id);
  return leave_out_decided (self, "a", "b", error) && leave_out_decided (self, "b", "a", error);
}

/* --- What is asked --- */

void
amp_like_add_phones (GPtrArray *phones, const char *text)
{
  g_autoptr (GPtrArray) more = amp_phone_keys (text);

  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (phones, g_strdup (more->pdata[i]));
}

static gboolean
add_safe_contacts (Search *self, GError **error)
{
  g_autoptr (GPtrArray) contacts = NULL;

  if (self->id == 0)
    return TRUE;
  contacts =
    amp_store_children (self->store, amp_entity_find ("safe_contact"), "person", self->id, error);
  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    amp_like_add_phones (self->phones, amp_record_get (contacts->pdata[i], "value"));
  return contacts != NULL;
}

/* A number in the search box may be a document or a phone; the words are of a name. */
static void
add_text (Search *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \t", -1);
  g_autoptr (GString) letters = g_string_new (NULL);

  for (char **part = parts; *part != NULL; part++)
    if (strpbrk (*part, "0123456789") == NULL)
      g_string_append_printf (letters, "%s ", *part);
  amp_name_words_add (self->side.words, letters->str, AMP_NAME_ANY);
  amp_like_add_phones (self->phones, text);
  if (self->side.document == NULL && strpbrk (text, "0123456789") != NULL)
    for (char **part = parts; *part != NULL && self->side.document == NULL; part++)
      if (strpbrk (*part, "0123456789") != NULL)
        self->side.document = amp_document_key (NULL, *part);
}

int
amp_like_recorded (const char *timestamp)
{
  return timestamp != NULL ? (int) g_ascii_strtoll (timestamp, NULL, 10) : 0;
}

static void
take_query (Search *self, const char *text)
{
  const char *texts[AMP_LIKE_N_FIELDS] = {NULL};
  AmpDate today = amp_date_today ();

  for (gsize i = 0; self->person != NULL && i < AMP_LIKE_N_FIELDS; i++)
    texts[i] = amp_record_get (self->person, amp_like_fields[i]);
  amp_like_side_init (&self->side, texts, today.year);
  if (self->person != NULL)
    {
      self->birth_date = amp_record_get (self->person, "birth_date");
      amp_like_add_phones (self->phones, amp_record_get (self->person, "phone"));
      amp_like_add_phones (self->phones, amp_record_get (self->person, "home_phone"));
    }
  if (text != NULL && *text != '\0')
    {
      add_text (self, text);
      self->from_text = TRUE;
      self->typing = !g_ascii_isspace (text[strlen (text) - 1]);
    }
}

static AmpLikeHits *
ask_index (Search *self, GCancellable *cancellable, GError **error)
{
  const AmpLikeQuery query = {
    .words = self->side.words,
    .document = self->side.document,
    .phones = self->phones,
    .birth_date = self->side.birth.precision == AMP_DATE_DAY ? self->birth_date : NULL,
  };

  if (self->crowd != NULL)
    return amp_like_index_find (amp_duplicate_crowd_index (self->crowd), &query, MOST_READ,
                                cancellable, error);
  return amp_store_find_like (self->store, &query, MOST_READ, cancellable, error);
}

/* --- The candidates --- */

/* First the fields that are compared, in their order. */
enum
{
  COLUMN_ID = AMP_LIKE_N_FIELDS,
  COLUMN_PSEUDONYM,
  COLUMN_CREATED,
  N_COLUMNS
};

static char *
full_name (AmpCursor *cursor)
{
  GString *name = g_string_new (NULL);

  for (gsize i = AMP_LIKE_GIVEN; i <= AMP_LIKE_MATERNAL; i++)
    if (amp_cursor_text (cursor, i) != NULL)
      g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", amp_cursor_text (cursor, i));
  return g_string_free (name, FALSE);
}

static guint
to_score (double odds)
{
  return (guint) (100 / (1 + exp (-odds)) + 0.5);
}

static guint
marks_of (const AmpLikeHits *hits, gint64 person)
{
  for (guint i = 0; i < hits->hits->len; i++)
    if (g_array_index (hits->hits, AmpLikeHit, i).person == person)
      return g_array_index (hits->hits, AmpLikeHit, i).marks;
  return 0;
}

static gboolean
is_worth_showing (const Search *self, const AmpLikeness *likeness)
{
  double least = !likeness->whole ? LEAST_ODDS : self->from_text ? LEAST_TYPED : LEAST_WHOLE;

  return likeness->reasons != 0 && likeness->odds >= least;
}

/* NULL: it is not worth showing. */
static AmpDuplicate *
weigh_side (Search *self, gint64 id, const AmpLikeSide *other, const AmpLikeHits *hits, guint marks)
{
  AmpLikeness likeness = amp_like_weigh (&self->side, other, hits, marks, self->typing);
  AmpDuplicate *found;

  if (!is_worth_showing (self, &likeness))
    return NULL;
  found = g_new0 (AmpDuplicate, 1);
  found->person = id;
  found->score = to_score (likeness.odds);
  found->reasons = amp_like_reasons (likeness.reasons);
  g_ptr_array_add (self->found, found);
  return found;
}

static void
weigh_row (Search *self, AmpCursor *cursor, const AmpLikeHits *hits)
{
  const char *texts[AMP_LIKE_N_FIELDS];
  gint64 id = amp_cursor_int (cursor, COLUMN_ID);
  AmpDuplicate *found;
  AmpLikeSide other;

  if (g_hash_table_contains (self->without, &id))
    return;
  for (gsize i = 0; i < AMP_LIKE_N_FIELDS; i++)
    texts[i] = amp_cursor_text (cursor, i);
  amp_like_side_init (&other, texts, amp_like_recorded (amp_cursor_text (cursor, COLUMN_CREATED)));
  found = weigh_side (self, id, &other, hits, marks_of (hits, id));
  amp_like_side_clear (&other);
  if (found == NULL)
    return;
  found->pseudonym = g_strdup (amp_cursor_text (cursor, COLUMN_PSEUDONYM));
  found->name = full_name (cursor);
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const AmpDuplicate *x = *(const AmpDuplicate *const *) a, *y = *(const AmpDuplicate *const *) b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return (x->person > y->person) - (x->person < y->person);
}

static void
weigh_crowd (Search *self, const AmpLikeHits *hits)
{
  for (guint i = 0; i < hits->hits->len; i++)
    {
      const AmpLikeHit *hit = &g_array_index (hits->hits, AmpLikeHit, i);
      const AmpDuplicateKnown *known = amp_duplicate_crowd_lookup (self->crowd, hit->person);
      AmpDuplicate *found;

      if (known == NULL || g_hash_table_contains (self->without, &hit->person))
        continue;
      found = weigh_side (self, hit->person, &known->side, hits, hit->marks);
      if (found != NULL)
        found->pseudonym = g_strdup (known->pseudonym);
    }
  g_ptr_array_sort (self->found, compare_found);
}

static char *
join_ids (const AmpLikeHits *hits)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < hits->hits->len; i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? ";" : "",
                            g_array_index (hits->hits, AmpLikeHit, i).person);
  return g_string_free (ids, FALSE);
}

static gboolean
weigh_candidates (Search *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (AmpLikeHits) hits = ask_index (self, cancellable, error);
  const char *paths[N_COLUMNS + 1] = {NULL};
  g_autofree char *ids = hits != NULL ? join_ids (hits) : NULL;
  const AmpFilter filter = {"id", AMP_OP_IN, ids};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  if (hits == NULL || hits->hits->len == 0)
    return hits != NULL;
  memcpy (paths, amp_like_fields, sizeof amp_like_fields);
  paths[COLUMN_ID] = "id";
  paths[COLUMN_PSEUDONYM] = "pseudonym";
  paths[COLUMN_CREATED] = "created_at";
  cursor =
    amp_store_select (self->store, amp_entity_find ("person"), paths, &filter, 1, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    weigh_row (self, cursor, hits);
  g_ptr_array_sort (self->found, compare_found);
  return more == 0;
}

/* --- Whose case it is --- */

/* Of several cases the newest that this user may open, else the newest. */
static gboolean
add_case (Search *self, AmpDuplicate *found, GError **error)
{
  g_autoptr (GPtrArray) cases =
    amp_store_children (self->store, amp_entity_find ("case"), "person", found->person, error);

  found->own = cases != NULL && cases->len == 0; /* nobody's yet */
  for (guint i = cases != NULL ? cases->len : 0; i > 0 && !found->own; i--)
    {
      const AmpRecord *case_ = cases->pdata[i - 1];
      AmpAccess access;

      if (!amp_access_to_case (self->session, amp_record_id (case_), &access, error))
        return FALSE;
      found->own = access == AMP_ACCESS_FULL;
      if (found->own || found->case_id == 0)
        {
          found->case_id = amp_record_id (case_);
          g_free (found->case_number);
          found->case_number = g_strdup (amp_record_get (case_, "number"));
        }
    }
  return cases != NULL;
}

/* What a colleague keeps is only said to be there (domain.md 5.10). */
static gboolean
finish (Search *self, guint most, GError **error)
{
  if (self->found->len > most)
    g_ptr_array_set_size (self->found, (int) most);
  for (guint i = 0; i < self->found->len; i++)
    {
      AmpDuplicate *found = self->found->pdata[i];

      if (!add_case (self, found, error))
        return FALSE;
      if (!found->own)
        g_clear_pointer (&found->name, g_free);
    }
  return TRUE;
}

static void
search_begin (Search *self, AmpSession *session)
{
  self->session = session;
  self->store = amp_session_get_store (session);
  self->without = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_free);
}

static GPtrArray *
search_end (Search *self, gboolean done)
{
  g_hash_table_unref (self->without);
  if (!done)
    g_clear_pointer (&self->found, g_ptr_array_unref);
  return self->found;
}

GPtrArray *
amp_duplicates_find (AmpSession *session,
                     const AmpRecord *person,
                     const char *text,
                     const gint64 *without,
                     guint most,
                     GCancellable *cancellable,
                     GError **error)
{
  Search search = {.person = person, .id = person != NULL ? amp_record_id (person) : 0};
  gboolean done;

  if (!amp_session_require_store (session, error))
    return NULL;
  search_begin (&search, session);
  search.phones = g_ptr_array_new_with_free_func (g_free);
  take_query (&search, text);
  done = fill_without (&search, without, error) && add_safe_contacts (&search, error) &&
         weigh_candidates (&search, cancellable, error) && finish (&search, most, error);
  amp_like_side_clear (&search.side);
  g_ptr_array_unref (search.phones);
  return search_end (&search, done);
}

GPtrArray *
amp_duplicate_crowd_find (AmpDuplicateCrowd *self,
                          AmpSession *session,
                          gint64 person,
                          guint most,
                          GCancellable *cancellable,
                          GError **error)
{
  const AmpDuplicateKnown *known = amp_duplicate_crowd_lookup (self, person);
  Search search = {.id = person, .crowd = self};
  g_autoptr (AmpLikeHits) hits = NULL;

  g_return_val_if_fail (known != NULL, NULL);

  search_begin (&search, session);
  search.side = known->side; /* lent */
  search.phones = known->phones;
  search.birth_date = known->birth_date;
  if (fill_without (&search, NULL, error))
    hits = ask_index (&search, cancellable, error);
  if (hits != NULL)
    weigh_crowd (&search, hits);
  if (search.found->len > most)
    g_ptr_array_set_size (search.found, (int) most);
  return search_end (&search, hits != NULL);
}
