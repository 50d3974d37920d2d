/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads one code list: <code-list name="…"><code value="…" en="…" es="…" …/></code-list>. */
#include "model/codelist-parse.h"

#include <string.h>

#include "model/fold.h"

static void
code_free (gpointer data)
{
  AmpCode *code = data;

  g_free (code->value);
  g_free (code->en);
  g_free (code->es);
  g_strfreev (code->attributes);
  g_free (code);
}

void
amp_code_list_free (AmpCodeList *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < AMP_CODE_TIERS; i++)
    g_hash_table_unref (self->by_key[i]);
  g_hash_table_unref (self->by_value);
  g_ptr_array_unref (self->codes);
  g_free (self->name);
  g_free (self->parent_list);
  g_free (self);
}

static AmpCodeList *
list_new (void)
{
  AmpCodeList *self = g_new0 (AmpCodeList, 1);

  self->codes = g_ptr_array_new_with_free_func (code_free);
  self->by_value = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize i = 0; i < AMP_CODE_TIERS; i++)
    self->by_key[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/* A text that means two codes means none. */
static void
add_key (AmpCodeList *self, gsize tier, const char *text, AmpCode *code)
{
  char *key = amp_fold (text);
  gpointer other;

  if (*key == '\0')
    g_free (key);
  else if (!g_hash_table_lookup_extended (self->by_key[tier], key, NULL, &other))
    g_hash_table_insert (self->by_key[tier], key, code);
  else if (other != code)
    g_hash_table_insert (self->by_key[tier], key, NULL);
  else
    g_free (key);
}

static void
add_aliases (AmpCodeList *self, const char *aliases, AmpCode *code)
{
  g_auto (GStrv) parts = g_strsplit (aliases, ";", -1);

  for (char **part = parts; *part != NULL; part++)
    add_key (self, 1, *part, code);
}

/* Codes of other registers, which somebody may have written instead. Other attributes (a unit, a
 * parent, a border flag) say something about the code and never mean it. */
static gboolean
is_foreign_code (const char *attribute)
{
  static const char *const names[] = {"inei", "reniec", "inec", "ubigeo", "abbr", "capital",
                                      "iso2", "iso2b",  "iso3", "num",    "ctdc", NULL};

  return g_strv_contains (names, attribute);
}

static void
add_keys (AmpCodeList *self, AmpCode *code)
{
  add_key (self, 0, code->value, code);
  add_key (self, 1, code->en, code);
  add_key (self, 1, code->es, code);
  for (char **pair = code->attributes; *pair != NULL; pair += 2)
    if (strcmp (pair[0], "alias") == 0)
      add_aliases (self, pair[1], code);
    else if (g_str_has_prefix (pair[0], "htcds"))
      add_key (self, 2, pair[1], code);
    else if (is_foreign_code (pair[0]))
      add_key (self, 3, pair[1], code);
}

static const char *
find (const char **names, const char **values, const char *name)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return values[i];
  return NULL;
}

static gboolean
add_code (AmpCodeList *self, const char **names, const char **values, GError **error)
{
  const char *value = find (names, values, "value");
  const char *en = find (names, values, "en"), *es = find (names, values, "es");
  GStrvBuilder *attributes;
  AmpCode *code;

  if (value == NULL || en == NULL || es == NULL || g_hash_table_contains (self->by_value, value))
    {
      g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                   "code %s is not complete or is there twice", value != NULL ? value : "?");
      return FALSE;
    }
  code = g_new0 (AmpCode, 1);
  code->value = g_strdup (value);
  code->en = g_strdup (en);
  code->es = g_strdup (es);
  code->index = self->codes->len;
  code->retired = g_strcmp0 (find (names, values, "retired"), "1") == 0;
  attributes = g_strv_builder_new ();
  for (gsize i = 0; names[i] != NULL; i++)
    g_strv_builder_add_many (attributes, names[i], values[i], NULL);
  code->attributes = g_strv_builder_end (attributes);
  g_strv_builder_unref (attributes);
  g_ptr_array_add (self->codes, code);
  g_hash_table_insert (self->by_value, code->value, code);
  add_keys (self, code);
  return TRUE;
}

static void
start_element (GMarkupParseContext *context,
               const char *element,
               const char **names,
               const char **values,
               gpointer data,
               GError **error)
{
  AmpCodeList *self = data;

  (void) context;
  if (strcmp (element, "code") == 0 && self->name != NULL)
    add_code (self, names, values, error);
  else if (strcmp (element, "code-list") == 0 && self->name == NULL &&
           find (names, values, "name") != NULL)
    {
      self->name = g_strdup (find (names, values, "name"));
      self->parent_list = g_strdup (find (names, values, "parent"));
    }
  else
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "<%s> is not expected",
                 element);
}

AmpCodeList *
amp_code_list_parse (GBytes *xml, GError **error)
{
  static const GMarkupParser parser = {.start_element = start_element};
  g_autoptr (AmpCodeList) self = list_new ();
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, self, NULL);
  gsize length;
  const char *text = g_bytes_get_data (xml, &length);

  if (!g_markup_parse_context_parse (context, text, (gssize) length, error) ||
      !g_markup_parse_context_end_parse (context, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
amp_code_list_link (AmpCodeList *self, const AmpCodeList *parents)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      AmpCode *code = g_ptr_array_index (self->codes, i);
      const char *parent = amp_code_attribute (code, "parent");

      code->parent = amp_code_list_lookup (self, parent);
      if (code->parent == NULL && parents != NULL)
        code->parent = amp_code_list_lookup (parents, parent);
    }
}
