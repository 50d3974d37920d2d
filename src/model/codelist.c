/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Code lists, read once from the program's own resource and then never changed. */
#include "model/codelist.h"

#include <gio/gio.h>
#include <string.h>

#include "model/codelist-parse.h"
#include "codelist-resource.h"
#include "model/fold.h"

#define FOLDER "/org/amparo/codelists/"

typedef struct
{
  GHashTable *by_name; /* name -> AmpCodeList */
  char **names;
} Lists;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A damaged list is a damaged program: nothing sensible could follow. */
static AmpCodeList *
load_list (GResource *resource, const char *file)
{
  g_autofree char *path = g_strconcat (FOLDER, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, &error);
  AmpCodeList *list = bytes != NULL ? amp_code_list_parse (bytes, &error) : NULL;

  if (list == NULL)
    g_error ("Code list %s cannot be read: %s", file, error->message);
  return list;
}

static Lists *
load_lists (void)
{
  GResource *resource = amp_codelists_get_resource ();
  g_auto (GStrv) files = g_resource_enumerate_children (resource, FOLDER, 0, NULL);
  Lists *lists = g_new0 (Lists, 1);
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer list;

  lists->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (char **file = files; file != NULL && *file != NULL; file++)
    {
      AmpCodeList *loaded = load_list (resource, *file);

      g_hash_table_insert (lists->by_name, loaded->name, loaded);
      g_ptr_array_add (names, loaded->name);
    }
  g_hash_table_iter_init (&iter, lists->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &list))
    {
      AmpCodeList *child = list;

      amp_code_list_link (child, child->parent_list != NULL ? (AmpCodeList *) g_hash_table_lookup (
                                                                lists->by_name, child->parent_list)
                                                            : NULL);
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  lists->names = (char **) g_ptr_array_free (names, FALSE);
  return lists;
}

static const Lists *
get_lists (void)
{
  static Lists *lists;

  if (g_once_init_enter (&lists))
    g_once_init_leave (&lists, load_lists ());
  return lists;
}

const AmpCodeList *
amp_code_list_find (const char *name)
{
  return name != NULL ? g_hash_table_lookup (get_lists ()->by_name, name) : NULL;
}

const char *const *
amp_code_list_names (void)
{
  return (const char *const *) get_lists ()->names;
}

const char *
amp_code_list_name (const AmpCodeList *self)
{
  return self->name;
}

guint
amp_code_list_length (const AmpCodeList *self)
{
  return self->codes->len;
}

const AmpCode *
amp_code_list_nth (const AmpCodeList *self, guint n)
{
  g_return_val_if_fail (n < self->codes->len, NULL);
  return g_ptr_array_index (self->codes, n);
}

const AmpCode *
amp_code_list_lookup (const AmpCodeList *self, const char *code)
{
  return code != NULL ? g_hash_table_lookup (self->by_value, code) : NULL;
}

/* What is written as the code itself comes first, then the names, then other systems' codes: so
 * that "15" of one register never hides a code "15". */
const AmpCode *
amp_code_list_match (const AmpCodeList *self, const char *text)
{
  const AmpCode *code = amp_code_list_lookup (self, text);
  g_autofree char *key = NULL;

  if (code != NULL || text == NULL)
    return code;
  key = amp_fold (text);
  if (*key == '\0')
    return NULL;
  for (gsize i = 0; i < AMP_CODE_TIERS; i++)
    {
      gpointer found;

      if (g_hash_table_lookup_extended (self->by_key[i], key, NULL, &found))
        return found; /* NULL: more than one fits */
    }
  return NULL;
}

const char *
amp_code_value (const AmpCode *self)
{
  return self->value;
}

guint
amp_code_index (const AmpCode *self)
{
  return self->index;
}

const char *
amp_code_label (const AmpCode *self, const char *language)
{
  return language != NULL && g_str_has_prefix (language, "es") ? self->es : self->en;
}

gboolean
amp_code_retired (const AmpCode *self)
{
  return self->retired;
}

const AmpCode *
amp_code_parent (const AmpCode *self)
{
  return self->parent;
}

const char *
amp_code_attribute (const AmpCode *self, const char *name)
{
  for (char **pair = self->attributes; *pair != NULL; pair += 2)
    if (g_strcmp0 (pair[0], name) == 0)
      return pair[1];
  return NULL;
}

const char *
amp_code_language (void)
{
  const char *const *languages = g_get_language_names_with_category ("LC_MESSAGES");

  return languages[0] != NULL && g_str_has_prefix (languages[0], "es") ? "es" : "en";
}
