/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading everybody once. A common name makes each of its bearers a candidate for all the others:
 * read one by one, the same people are decrypted and their names taken apart thousands of times. */
#include "domain/duplicates-private.h"

#include "domain/session-private.h"

#include <string.h>

#define CHUNK 200 /* people read in one go */

struct _AmpDuplicateCrowd
{
  GHashTable *known;   /* id -> AmpDuplicateKnown */
  GStringChunk *codes; /* what many share: kinds of document, genders */
  AmpLikeIndex *index;
  guint at; /* so many of the list were read */
};

static void
known_free (gpointer data)
{
  AmpDuplicateKnown *self = data;

  amp_like_side_clear (&self->side);
  g_ptr_array_unref (self->phones);
  g_free ((char *) self->pseudonym);
  g_free ((char *) self->birth_date);
  g_free (self);
}

AmpDuplicateCrowd *
amp_duplicate_crowd_new (void)
{
  AmpDuplicateCrowd *self = g_new0 (AmpDuplicateCrowd, 1);

  self->known = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, known_free);
  self->codes = g_string_chunk_new (256);
  return self;
}

void
amp_duplicate_crowd_free (AmpDuplicateCrowd *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->known);
  g_string_chunk_free (self->codes);
  amp_like_index_free (self->index);
  g_free (self);
}

const AmpDuplicateKnown *
amp_duplicate_crowd_lookup (const AmpDuplicateCrowd *self, gint64 person)
{
  return g_hash_table_lookup (self->known, GSIZE_TO_POINTER (person));
}

AmpLikeIndex *
amp_duplicate_crowd_index (const AmpDuplicateCrowd *self)
{
  return self->index;
}

/* --- Reading --- */

/* First the fields that are compared, in their order. */
enum
{
  COLUMN_ID = AMP_LIKE_N_FIELDS,
  COLUMN_PSEUDONYM,
  COLUMN_CREATED,
  COLUMN_PHONE,
  COLUMN_HOME_PHONE,
  N_COLUMNS
};

static const char *
keep_code (AmpDuplicateCrowd *self, const char *code)
{
  return code != NULL ? g_string_chunk_insert_const (self->codes, code) : NULL;
}

static void
add_known (AmpDuplicateCrowd *self, AmpCursor *cursor)
{
  const char *texts[AMP_LIKE_N_FIELDS];
  AmpDuplicateKnown *known = g_new0 (AmpDuplicateKnown, 1);

  for (gsize i = 0; i < AMP_LIKE_N_FIELDS; i++)
    texts[i] = amp_cursor_text (cursor, i);
  texts[AMP_LIKE_DOC_TYPE] = keep_code (self, texts[AMP_LIKE_DOC_TYPE]);
  texts[AMP_LIKE_GENDER] = keep_code (self, texts[AMP_LIKE_GENDER]);
  amp_like_side_init (&known->side, texts,
                      amp_like_recorded (amp_cursor_text (cursor, COLUMN_CREATED)));
  known->phones = g_ptr_array_new_with_free_func (g_free);
  amp_like_add_phones (known->phones, amp_cursor_text (cursor, COLUMN_PHONE));
  amp_like_add_phones (known->phones, amp_cursor_text (cursor, COLUMN_HOME_PHONE));
  known->pseudonym = g_strdup (amp_cursor_text (cursor, COLUMN_PSEUDONYM));
  known->birth_date = g_strdup (texts[AMP_LIKE_BIRTH_DATE]);
  g_hash_table_replace (self->known, GSIZE_TO_POINTER (amp_cursor_int (cursor, COLUMN_ID)), known);
}

static gboolean
read_people (AmpDuplicateCrowd *self,
             AmpStore *store,
             const char *ids,
             GCancellable *cancellable,
             GError **error)
{
  const AmpFilter filter = {"id", AMP_OP_IN, ids};
  const char *paths[N_COLUMNS + 1] = {NULL};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  memcpy (paths, amp_like_fields, sizeof amp_like_fields);
  paths[COLUMN_ID] = "id";
  paths[COLUMN_PSEUDONYM] = "pseudonym";
  paths[COLUMN_CREATED] = "created_at";
  paths[COLUMN_PHONE] = "phone";
  paths[COLUMN_HOME_PHONE] = "home_phone";
  cursor = amp_store_select (store, amp_entity_find ("person"), paths, &filter, 1, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    add_known (self, cursor);
  return more == 0;
}

static gboolean
read_contacts (AmpDuplicateCrowd *self,
               AmpStore *store,
               const char *ids,
               GCancellable *cancellable,
               GError **error)
{
  const AmpFilter filter = {"person", AMP_OP_IN, ids};
  const char *paths[] = {"person", "value", NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("safe_contact"), paths, &filter, 1, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    {
      AmpDuplicateKnown *known =
        g_hash_table_lookup (self->known, GSIZE_TO_POINTER (amp_cursor_int (cursor, 0)));

      if (known != NULL)
        amp_like_add_phones (known->phones, amp_cursor_text (cursor, 1));
    }
  return more == 0;
}

gboolean
amp_duplicate_crowd_read (AmpDuplicateCrowd *self,
                          AmpDuplicateCases *cases,
                          AmpStore *store,
                          const GArray *people,
                          gboolean *over,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  guint end = MIN (self->at + CHUNK, people->len);
  AmpFilter theirs = {"person", AMP_OP_IN, NULL};

  *over = FALSE;
  if (self->at == people->len)
    {
      g_clear_pointer (&self->index, amp_like_index_free);
      self->index = amp_like_index_new (store, cancellable, error);
      *over = self->index != NULL;
      return *over;
    }
  for (guint i = self->at; i < end; i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, ids->len > 0 ? ";" : "",
                            g_array_index (people, gint64, i));
  self->at = end;
  theirs.value = ids->str;
  return read_people (self, store, ids->str, cancellable, error) &&
         read_contacts (self, store, ids->str, cancellable, error) &&
         amp_duplicate_cases_read (cases, store, &theirs, cancellable, error);
}
