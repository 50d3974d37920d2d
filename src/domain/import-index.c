/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People, institutions and users by what a file calls them. */
#include "domain/import-private.h"

#include "model/fold.h"

#include <string.h>

typedef struct
{
  GHashTable *table;
  char *key;
} Added;

struct _AmpImportIndex
{
  GHashTable *people;       /* "doc:…" or "name:…" -> AmpSeen */
  GHashTable *institutions; /* folded name -> gint64 * */
  GHashTable *users;        /* the same */
  GHashTable *user_ids;     /* set of gint64 * */
  GArray *added;            /* Added, since the last keep */
};

static gint64 *
id_copy (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

/* Blanks and dashes of a document number mean nothing. */
static char *
document_key (const AmpRecord *person)
{
  const char *number = amp_record_get (person, "doc_number");
  g_autofree char *folded = number != NULL ? amp_fold (number) : NULL;
  GString *key;

  if (folded == NULL || *folded == '\0')
    return NULL;
  key = g_string_new ("doc:");
  for (const char *p = folded; *p != '\0'; p++)
    if (*p != ' ')
      g_string_append_c (key, *p);
  return g_string_free (key, FALSE);
}

static char *
name_key (const char *given, const char *paternal, const char *maternal, const char *birth)
{
  g_autofree char *name =
    g_strjoin (" ", given != NULL ? given : "", paternal != NULL ? paternal : "",
               maternal != NULL ? maternal : "", NULL);
  g_autofree char *folded = amp_fold (name);

  if (*folded == '\0')
    return NULL;
  return g_strdup_printf ("name:%s:%s", folded, birth != NULL ? birth : "");
}

static char *
person_name_key (const AmpRecord *person)
{
  return name_key (
    amp_record_get (person, "given_names"), amp_record_get (person, "surname_paternal"),
    amp_record_get (person, "surname_maternal"), amp_record_get (person, "birth_date"));
}

static void
take_person (AmpImportIndex *self, char *key, AmpSeen seen)
{
  if (key != NULL && !g_hash_table_contains (self->people, key))
    g_hash_table_insert (self->people, key, GINT_TO_POINTER (seen));
  else
    g_free (key);
}

static gboolean
load_people (AmpImportIndex *self, AmpStore *store, GCancellable *cancellable, GError **error)
{
  static const char *const paths[] = {"doc_number",       "given_names", "surname_paternal",
                                      "surname_maternal", "birth_date",  NULL};
  const AmpEntity *entity = amp_entity_find ("person");
  g_autoptr (AmpCursor) cursor = amp_store_select (store, entity, paths, NULL, 0, NULL, error);
  int rc = -1;

  while (cursor != NULL && (rc = amp_cursor_next (cursor, cancellable, error)) == 1)
    {
      g_autoptr (AmpRecord) person = amp_record_new (entity);

      amp_record_take (person, (gsize) amp_entity_field_index (entity, "doc_number"),
                       g_strdup (amp_cursor_text (cursor, 0)));
      take_person (self, document_key (person), AMP_SEEN_IN_VAULT);
      take_person (self,
                   name_key (amp_cursor_text (cursor, 1), amp_cursor_text (cursor, 2),
                             amp_cursor_text (cursor, 3), amp_cursor_text (cursor, 4)),
                   AMP_SEEN_IN_VAULT);
    }
  return rc == 0;
}

static void
take_name (GHashTable *table, const char *name, gint64 id)
{
  char *key = name != NULL ? amp_fold (name) : NULL;

  if (key != NULL && *key != '\0' && !g_hash_table_contains (table, key))
    g_hash_table_insert (table, key, id_copy (id));
  else
    g_free (key);
}

static gboolean
load_names (AmpStore *store,
            const char *entity,
            const char *const *paths,
            GHashTable *names,
            GHashTable *ids,
            GError **error)
{
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find (entity), paths, NULL, 0, NULL, error);
  int rc = -1;

  while (cursor != NULL && (rc = amp_cursor_next (cursor, NULL, error)) == 1)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      for (gsize i = 1; paths[i] != NULL; i++)
        take_name (names, amp_cursor_text (cursor, i), id);
      if (ids != NULL)
        g_hash_table_add (ids, id_copy (id));
    }
  return rc == 0;
}

AmpImportIndex *
amp_import_index_new (AmpStore *store, GCancellable *cancellable, GError **error)
{
  static const char *const institution_paths[] = {"id", "name_es", "short", "code", NULL};
  static const char *const user_paths[] = {"id", "display_name", NULL};
  g_autoptr (AmpImportIndex) self = g_new0 (AmpImportIndex, 1);

  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->institutions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->user_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->added = g_array_new (FALSE, FALSE, sizeof (Added));
  if (!load_people (self, store, cancellable, error) ||
      !load_names (store, "institution", institution_paths, self->institutions, NULL, error) ||
      !load_names (store, "user", user_paths, self->users, self->user_ids, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
amp_import_index_free (AmpImportIndex *self)
{
  if (self == NULL)
    return;
  amp_import_index_keep (self);
  g_array_unref (self->added);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->institutions);
  g_hash_table_unref (self->users);
  g_hash_table_unref (self->user_ids);
  g_free (self);
}

static AmpSeen
seen (AmpImportIndex *self, const char *key)
{
  return key != NULL ? (AmpSeen) GPOINTER_TO_INT (g_hash_table_lookup (self->people, key))
                     : AMP_SEEN_NEVER;
}

AmpSeen
amp_import_index_person (AmpImportIndex *self, const AmpRecord *person)
{
  g_autofree char *document = document_key (person);
  g_autofree char *name = person_name_key (person);
  AmpSeen found = seen (self, document);

  return found != AMP_SEEN_NEVER ? found : seen (self, name);
}

static void
remember (AmpImportIndex *self, GHashTable *table, char *key, gpointer value)
{
  Added added = {table, g_strdup (key)};

  g_hash_table_insert (table, key, value);
  g_array_append_val (self->added, added);
}

void
amp_import_index_add_person (AmpImportIndex *self, const AmpRecord *person)
{
  char *const keys[] = {document_key (person), person_name_key (person)};

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i] != NULL && !g_hash_table_contains (self->people, keys[i]))
      remember (self, self->people, keys[i], GINT_TO_POINTER (AMP_SEEN_IN_FILE));
    else
      g_free (keys[i]);
}

static gint64
lookup (GHashTable *table, const char *name)
{
  g_autofree char *key = amp_fold (name);
  const gint64 *id = g_hash_table_lookup (table, key);

  return id != NULL ? *id : 0;
}

gint64
amp_import_index_institution (AmpImportIndex *self, const char *name)
{
  return lookup (self->institutions, name);
}

void
amp_import_index_add_institution (AmpImportIndex *self, const char *name, gint64 id)
{
  char *key = amp_fold (name);

  if (*key != '\0' && !g_hash_table_contains (self->institutions, key))
    remember (self, self->institutions, key, id_copy (id));
  else
    g_free (key);
}

gint64
amp_import_index_user (AmpImportIndex *self, const char *name)
{
  return lookup (self->users, name);
}

gboolean
amp_import_index_has_user (AmpImportIndex *self, gint64 id)
{
  return g_hash_table_contains (self->user_ids, &id);
}

void
amp_import_index_keep (AmpImportIndex *self)
{
  for (guint i = 0; i < self->added->len; i++)
    g_free (g_array_index (self->added, Added, i).key);
  g_array_set_size (self->added, 0);
}

void
amp_import_index_undo (AmpImportIndex *self)
{
  for (guint i = 0; i < self->added->len; i++)
    {
      const Added *added = &g_array_index (self->added, Added, i);

      g_hash_table_remove (added->table, added->key);
    }
  amp_import_index_keep (self);
}
