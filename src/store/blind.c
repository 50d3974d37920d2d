/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping the blind index in step with the records. */
#include "store/blind.h"

#include "model/date.h"
#include "model/name-words.h"
#include "model/nickname.h"
#include "store/statement.h"

#include <string.h>

/* Counted up when the same record gives other hashes than before. */
#define WAY "1"

#define MOST_GATHERED 4000000 /* 64 MB */
#define PART_SOUNDS 3
#define GAP 3

gboolean
amp_blind_hash (AmpStore *store, AmpBlindKind kind, const char *text, gint64 *hash, GError **error)
{
  static const char *const kinds[] = {"head", "tail", "doc", "digits", "phone", "birthdate"};
  g_autofree char *named = g_strconcat (kinds[kind], ":", text, NULL);
  guint8 bytes[AMP_HASH_BYTES];
  guint64 value = 0;

  if (!amp_vault_keyed_hash (store->vault, AMP_KEYED_BLIND_INDEX, named, strlen (named), bytes,
                             error))
    return FALSE;
  for (int i = 0; i < 7; i++) /* 56 bits: an index entry less long, and no collision to speak of */
    value = value << 8 | bytes[i];
  *hash = (gint64) value;
  explicit_bzero (named, strlen (named));
  return TRUE;
}

char *
amp_blind_part (const char *coarse, AmpBlindKind kind)
{
  gsize length = strlen (coarse);

  if (length <= PART_SOUNDS)
    return g_strdup (coarse);
  return kind == AMP_BLIND_HEAD ? g_strndup (coarse, PART_SOUNDS)
                                : g_strdup (coarse + length - PART_SOUNDS);
}

/* Two digits of each gap are shared with the next, so that two neighbours swapped lie in one. */
char *
amp_blind_digits (const char *document, guint n)
{
  gsize length = strlen (document), at = n * (gsize) (GAP - 1);
  char *left;

  if (length < 7 || (n > 0 && at + 1 >= length))
    return NULL;
  at = MIN (at, length - GAP);
  left = g_strdup (document);
  memset (left + at, '.', GAP);
  return left;
}

/* --- The hashes of one record --- */

typedef struct
{
  AmpStore *store;
  GArray *keys;
  GError **error;
  gboolean failed;
} Keys;

static void
add_key (Keys *self, AmpBlindKind kind, const char *text)
{
  gint64 hash;

  if (self->failed || *text == '\0')
    return;
  if (!amp_blind_hash (self->store, kind, text, &hash, self->error))
    {
      self->failed = TRUE;
      return;
    }
  for (guint i = 0; i < self->keys->len; i++)
    if (g_array_index (self->keys, gint64, i) == hash)
      return;
  g_array_append_val (self->keys, hash);
}

static void
add_names (Keys *self, const AmpRecord *person)
{
  static const char *const fields[] = {"given_names", "surname_paternal", "surname_maternal",
                                       "known_as"};
  g_autoptr (GPtrArray) words = amp_name_words_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    amp_name_words_add (words, amp_record_get (person, fields[i]), AMP_NAME_ANY);
  for (guint i = 0; i < words->len; i++)
    {
      const AmpNameWord *word = words->pdata[i];
      g_autofree char *head = amp_blind_part (word->coarse, AMP_BLIND_HEAD);
      g_autofree char *tail = amp_blind_part (word->coarse, AMP_BLIND_TAIL);

      add_key (self, AMP_BLIND_HEAD, head);
      add_key (self, AMP_BLIND_TAIL, tail);
    }
}

static void
add_document (Keys *self, const AmpRecord *person)
{
  g_autofree char *key =
    amp_document_key (amp_record_get (person, "doc_type"), amp_record_get (person, "doc_number"));
  char *digits;

  if (key == NULL)
    return;
  add_key (self, AMP_BLIND_DOCUMENT, key);
  for (guint n = 0; (digits = amp_blind_digits (key, n)) != NULL; n++)
    {
      add_key (self, AMP_BLIND_DIGITS, digits);
      g_free (digits);
    }
}

static void
add_phones (Keys *self, const char *text)
{
  g_autoptr (GPtrArray) phones = amp_phone_keys (text);

  for (guint i = 0; i < phones->len; i++)
    add_key (self, AMP_BLIND_PHONE, phones->pdata[i]);
}

static void
add_birth_date (Keys *self, const char *text)
{
  AmpDate date;

  if (text != NULL && amp_date_parse (text, &date) && date.precision == AMP_DATE_DAY)
    add_key (self, AMP_BLIND_BIRTHDATE, text);
}

static int
compare_hashes (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

GArray *
amp_blind_keys (AmpStore *store, const AmpRecord *record, GError **error)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (gint64));
  Keys keys = {.store = store, .keys = hashes, .error = error};
  const char *entity = amp_record_entity (record)->name;

  if (strcmp (entity, "person") == 0)
    {
      add_names (&keys, record);
      add_document (&keys, record);
      add_phones (&keys, amp_record_get (record, "phone"));
      add_phones (&keys, amp_record_get (record, "home_phone"));
      add_birth_date (&keys, amp_record_get (record, "birth_date"));
    }
  else if (strcmp (entity, "safe_contact") == 0)
    add_phones (&keys, amp_record_get (record, "value"));
  if (keys.failed)
    return NULL;
  g_array_sort (hashes, compare_hashes);
  return g_steal_pointer (&hashes);
}

/* --- On file --- */

/* What the hashes of a record are on file: none where it has no row. */
static GArray *
stored_keys (AmpStore *store, gint64 id, gint64 *person, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    store, "SELECT person, keys FROM identity.search_keys WHERE id = ?1", error);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  int on_row;

  *person = 0;
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  if (on_row > 0)
    {
      gsize length;
      const void *blob = amp_statement_blob (statement, 1, &length);

      *person = amp_statement_int (statement, 0);
      if (length >= sizeof (gint64))
        g_array_append_vals (keys, blob, (guint) (length / sizeof (gint64)));
    }
  return on_row < 0 ? NULL : g_steal_pointer (&keys);
}

static gboolean
write_posting (AmpStore *store, const char *sql, gint64 hash, gint64 id, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, sql, error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, hash);
  amp_statement_bind_int (statement, 2, id);
  return amp_statement_run (statement, error);
}

#define ADD "INSERT OR IGNORE INTO identity.search_blind (hash, id) VALUES (?1, ?2)"
#define TAKE_OUT "DELETE FROM identity.search_blind WHERE hash = ?1 AND id = ?2"

static gboolean
has_hash (const GArray *keys, gint64 hash)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, gint64, i) == hash)
      return TRUE;
  return FALSE;
}

/* Of the hashes of one, those that the other has not. */
static gboolean
write_postings (AmpStore *store,
                const char *sql,
                const GArray *these,
                const GArray *not_those,
                gint64 id,
                GError **error)
{
  for (guint i = 0; i < these->len; i++)
    {
      gint64 hash = g_array_index (these, gint64, i);

      if (!has_hash (not_those, hash) && !write_posting (store, sql, hash, id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_keys (AmpStore *store, const GArray *keys, gint64 id, gint64 person, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    store,
    keys->len == 0 ? "DELETE FROM identity.search_keys WHERE id = ?1"
                   : "INSERT INTO identity.search_keys (id, person, keys) VALUES (?1, ?2, ?3) "
                     "ON CONFLICT (id) DO UPDATE SET person = excluded.person, keys = "
                     "excluded.keys",
    error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  if (keys->len > 0)
    {
      amp_statement_bind_int (statement, 2, person);
      amp_statement_bind_blob (statement, 3, keys->data, keys->len * sizeof (gint64));
    }
  return amp_statement_run (statement, error);
}

static gboolean
same_keys (const GArray *a, const GArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (gint64)) == 0);
}

static gboolean
is_indexed (const AmpEntity *entity)
{
  return strcmp (entity->name, "person") == 0 || strcmp (entity->name, "safe_contact") == 0;
}

gboolean
amp_blind_put (
  AmpStore *store, const AmpRecord *record, gint64 person, gboolean later, GError **error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) before = NULL, keys = NULL;
  gint64 id = amp_record_id (record), old_person = 0;

  if (!is_indexed (amp_record_entity (record)))
    return TRUE;
  keys = amp_blind_keys (store, record, error);
  before = keys != NULL ? stored_keys (store, id, &old_person, error) : NULL;
  if (before == NULL)
    return FALSE;
  if (same_keys (before, keys) && (old_person == person || keys->len == 0))
    return TRUE;
  store->n_people = -1;
  if (later)
    return write_postings (store, TAKE_OUT, before, none, id, error) &&
           write_keys (store, keys, id, person, error);
  return write_postings (store, TAKE_OUT, before, keys, id, error) &&
         write_postings (store, ADD, keys, before, id, error) &&
         write_keys (store, keys, id, person, error);
}

gboolean
amp_blind_drop (AmpStore *store, gint64 id, GError **error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 person;
  g_autoptr (GArray) keys = stored_keys (store, id, &person, error);

  store->n_people = -1;
  return keys != NULL &&
         (keys->len == 0 || (write_postings (store, TAKE_OUT, keys, none, id, error) &&
                             write_keys (store, none, id, 0, error)));
}

/* --- Many at once --- */

typedef struct
{
  gint64 hash, id;
} Posting;

static int
compare_postings (gconstpointer a, gconstpointer b)
{
  const Posting *x = a, *y = b;

  return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash)
                            : (x->id > y->id) - (x->id < y->id);
}

static void
gather (GArray *postings, const GArray *keys, gint64 id)
{
  for (guint i = 0; i < keys->len; i++)
    {
      Posting posting = {g_array_index (keys, gint64, i), id};

      g_array_append_val (postings, posting);
    }
}

/* In the order of the index, so that each page is written once. Empties the list. */
static gboolean
write_sorted (AmpStore *store, GArray *postings, GError **error)
{
  g_array_sort (postings, compare_postings);
  for (guint i = 0; i < postings->len; i++)
    {
      const Posting *posting = &g_array_index (postings, Posting, i);

      if (!write_posting (store, ADD, posting->hash, posting->id, error))
        return FALSE;
    }
  g_array_set_size (postings, 0);
  return TRUE;
}

gboolean
amp_blind_flush (AmpStore *store, const gint64 *ids, gsize n_ids, GError **error)
{
  g_autoptr (GArray) postings = g_array_new (FALSE, FALSE, sizeof (Posting));

  for (gsize i = 0; i < n_ids; i++)
    {
      gint64 person;
      g_autoptr (GArray) keys = stored_keys (store, ids[i], &person, error);

      if (keys == NULL)
        return FALSE;
      gather (postings, keys, ids[i]);
      if (postings->len >= MOST_GATHERED && !write_sorted (store, postings, error))
        return FALSE;
    }
  return write_sorted (store, postings, error);
}

static gboolean
rebuild_entity (
  AmpStore *store, const char *name, const char *owner, GArray *postings, GError **error)
{
  const AmpEntity *entity = amp_entity_find (name);
  g_autofree char *sql =
    g_strdup_printf ("SELECT id FROM main.\"%s\" WHERE deleted_at IS NULL ORDER BY id", name);
  g_autoptr (AmpStatement) statement = amp_statement_new (store, sql, error);
  int on_row = -1;

  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0);
      g_autoptr (AmpRecord) record = amp_store_load (store, entity, id, error);
      g_autoptr (GArray) keys = record != NULL ? amp_blind_keys (store, record, error) : NULL;

      if (keys == NULL)
        return FALSE;
      if (keys->len > 0 &&
          !write_keys (store, keys, id, owner != NULL ? amp_record_get_int (record, owner, 0) : id,
                       error))
        return FALSE;
      gather (postings, keys, id);
      if (postings->len >= MOST_GATHERED && !write_sorted (store, postings, error))
        return FALSE;
    }
  return on_row == 0;
}

/* The way of hashing, the table of names and the key: of any other one, nothing would be found. */
static gboolean
mark_of_way (AmpStore *store, gint64 *mark, GError **error)
{
  g_autofree char *text = g_strconcat (WAY, ":", amp_nickname_version (), NULL);

  return amp_blind_hash (store, AMP_BLIND_DOCUMENT, text, mark, error);
}

gboolean
amp_blind_is_current (AmpStore *store, gboolean *current, GError **error)
{
  gint64 mark, stored;

  if (!mark_of_way (store, &mark, error) ||
      !amp_sql_int (store, "SELECT way FROM identity.search_way", &stored, error))
    return FALSE;
  *current = stored == mark;
  return TRUE;
}

gboolean
amp_blind_rebuild (AmpStore *store, GError **error)
{
  g_autoptr (GArray) postings = g_array_new (FALSE, FALSE, sizeof (Posting));
  g_autoptr (AmpStatement) statement = NULL;
  gint64 mark;

  store->n_people = -1;
  if (!amp_sql_exec (store,
                     "DELETE FROM identity.search_blind; DELETE FROM identity.search_keys; "
                     "DELETE FROM identity.search_way",
                     error) ||
      !mark_of_way (store, &mark, error) ||
      !rebuild_entity (store, "person", NULL, postings, error) ||
      !rebuild_entity (store, "safe_contact", "person", postings, error) ||
      !write_sorted (store, postings, error))
    return FALSE;
  statement = amp_statement_borrow (
    store, "INSERT INTO identity.search_way (one, way) VALUES (1, ?1)", error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, mark);
  return amp_statement_run (statement, error);
}
