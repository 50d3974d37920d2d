/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a record is called in the table of another one. */
#include "domain/list-private.h"

#include "model/fold.h"

#include <string.h>

struct _AmpListRefs
{
  GHashTable *codes;   /* id -> code as written, or NULL */
  GHashTable *names;   /* id -> name as written, where a table may call it so */
  GHashTable *by_code; /* folded -> id */
  GHashTable *by_name; /* folded -> id, 0: several */
  gboolean by_names;   /* its tables call it by name where it has no code */
};

static const struct
{
  const char *entity, *field;
  gboolean called_so; /* a short name that stays; a text may be long, and is corrected */
} names[] = {
  {"institution", "name_es", TRUE}, {"user", "display_name", TRUE},
  {"document", "title", TRUE},      {"activity", "title", FALSE},
  {"training", "title", FALSE},     {"regional_plan", "title", FALSE},
  {"regional_goal", "text", FALSE}, {"regional_action", "text", FALSE},
  {"forum", "name", FALSE},         {"commitment", "text", FALSE},
};

const char *
amp_list_name_field (const AmpEntity *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].entity, entity->name))
      return names[i].field;
  return NULL;
}

static gboolean
is_called_by_name (const AmpEntity *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].entity, entity->name))
      return names[i].called_so;
  return FALSE;
}

/* --- Refs: Crockford's base 32, which spreadsheets leave alone as an id of 19 digits is not --- */

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char *
amp_list_ref_of (gint64 id)
{
  char text[16];
  gsize at = sizeof text;
  guint64 left = (guint64) id;

  text[--at] = '\0';
  do
    {
      text[--at] = digits[left & 31];
      left >>= 5;
    }
  while (left != 0);
  return g_strconcat ("R-", text + at, NULL);
}

gint64
amp_list_ref_read (const char *text)
{
  guint64 id = 0;

  if (g_ascii_strncasecmp (text, "R-", 2) != 0)
    return 0;
  for (const char *p = text + 2; *p != '\0'; p++)
    {
      const char *digit = strchr (digits, g_ascii_toupper (*p));

      if (digit == NULL || id > (guint64) G_MAXINT64 >> 5)
        return 0;
      id = id << 5 | (guint64) (digit - digits);
    }
  return (gint64) id;
}

/* --- The records of an entity --- */

static GHashTable *
ids_to_text (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

static GHashTable *
text_to_ids (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
amp_list_refs_free (AmpListRefs *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->codes, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->by_code, g_hash_table_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_free (self);
}

static gint64
look_up (GHashTable *table, const char *text)
{
  g_autofree char *folded = amp_fold (text);
  const gint64 *id = g_hash_table_lookup (table, folded);

  return id != NULL ? *id : 0;
}

static gpointer
copy_id (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

void
amp_list_refs_add (AmpListRefs *self, gint64 id, const char *code, const char *name)
{
  g_hash_table_replace (self->codes, copy_id (id), g_strdup (code));
  if (code != NULL)
    g_hash_table_replace (self->by_code, amp_fold (code), copy_id (id));
  if (name == NULL)
    return;
  if (self->by_names)
    g_hash_table_replace (self->names, copy_id (id), g_strdup (name));
  {
    char *folded = amp_fold (name);
    const gint64 *other = g_hash_table_lookup (self->by_name, folded);

    /* A name alone refers only where it is the only one. */
    g_hash_table_replace (self->by_name, folded, copy_id (other != NULL && *other != id ? 0 : id));
  }
}

AmpListRefs *
amp_list_refs_load (AmpStore *store, const AmpEntity *entity, GError **error)
{
  const char *name = amp_list_name_field (entity);
  const char *code = amp_entity_field (entity, "code") != NULL ? "code" : NULL;
  const char *paths[] = {"id", code != NULL ? code : name, code != NULL ? name : NULL, NULL};
  g_autoptr (AmpListRefs) self = g_new0 (AmpListRefs, 1);
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  self->codes = ids_to_text ();
  self->names = ids_to_text ();
  self->by_code = text_to_ids ();
  self->by_name = text_to_ids ();
  self->by_names = is_called_by_name (entity);
  cursor = amp_store_select (store, entity, paths, NULL, 0, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      const char *first = paths[1] != NULL ? amp_cursor_text (cursor, 1) : NULL;
      const char *second =
        paths[1] != NULL && paths[2] != NULL ? amp_cursor_text (cursor, 2) : NULL;

      amp_list_refs_add (self, amp_cursor_int (cursor, 0), code != NULL ? first : NULL,
                         code != NULL ? second : first);
    }
  return more == 0 ? g_steal_pointer (&self) : NULL;
}

gboolean
amp_list_refs_has (const AmpListRefs *self, gint64 id)
{
  return g_hash_table_contains (self->codes, &id);
}

gint64
amp_list_refs_find_code (const AmpListRefs *self, const char *code)
{
  return look_up (self->by_code, code);
}

gint64
amp_list_refs_find (const AmpListRefs *self, const char *text)
{
  gint64 id = look_up (self->by_code, text);

  if (id == 0)
    id = amp_list_ref_read (text);
  if (id != 0 && amp_list_refs_has (self, id))
    return id;
  return look_up (self->by_name, text);
}

char *
amp_list_refs_call (const AmpListRefs *self, gint64 id)
{
  const char *code, *name;

  if (!amp_list_refs_has (self, id))
    return NULL;
  code = g_hash_table_lookup (self->codes, &id);
  name = g_hash_table_lookup (self->names, &id);
  if (code != NULL)
    return g_strdup (code);
  return name != NULL && amp_list_refs_find (self, name) == id ? g_strdup (name)
                                                               : amp_list_ref_of (id);
}
