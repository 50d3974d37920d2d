/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads one sheet of the guide. A sheet that lacks one of the two languages is refused: it would be
 * empty for half of its readers. */
#include "model/guide-parse.h"

#include <string.h>

#include "model/fold.h"

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
block_free (gpointer data)
{
  AmpGuideBlock *block = data;

  wipe (block->en);
  wipe (block->es);
  g_free (block);
}

AmpGuideSheet *
amp_guide_sheet_begin (void)
{
  AmpGuideSheet *self = g_new0 (AmpGuideSheet, 1);

  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

void
amp_guide_sheet_free (AmpGuideSheet *self)
{
  char *texts[] = {self->id,        self->title_en,    self->title_es, self->source_en,
                   self->source_es, self->checked,     self->since,    self->until,
                   self->country,   self->replaced_by, self->folded};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    wipe (texts[i]);
  g_strfreev (self->fields);
  g_ptr_array_unref (self->blocks);
  g_free (self);
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
refuse (GError **error, const char *what, const char *where)
{
  g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "%s of <%s> is missing", what,
               where);
  return FALSE;
}

/* Both languages, or neither is taken. */
static gboolean
read_texts (const char *element,
            const char **names,
            const char **values,
            const char *prefix,
            char **en,
            char **es,
            GError **error)
{
  g_autofree char *name_en = g_strconcat (prefix, "en", NULL);
  g_autofree char *name_es = g_strconcat (prefix, "es", NULL);
  const char *text_en = find (names, values, name_en), *text_es = find (names, values, name_es);

  if (text_en == NULL || *text_en == '\0' || text_es == NULL || *text_es == '\0')
    return refuse (error, text_en == NULL || *text_en == '\0' ? name_en : name_es, element);
  *en = g_strdup (text_en);
  *es = g_strdup (text_es);
  return TRUE;
}

static gboolean
read_kind (AmpGuideSheet *self, const char *code)
{
  for (guint kind = 0; kind < AMP_GUIDE_SHIPPED_KINDS; kind++)
    if (g_strcmp0 (code, amp_guide_kind_to_code (kind)) == 0)
      {
        self->kind = kind;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_sheet (AmpGuideSheet *self, const char **names, const char **values, GError **error)
{
  const char *id = find (names, values, "id"), *fields = find (names, values, "fields");
  const char *order = find (names, values, "order");

  if (id == NULL || *id == '\0' || self->id != NULL)
    return refuse (error, "id", "sheet");
  if (!read_kind (self, find (names, values, "kind")))
    return refuse (error, "kind", "sheet");
  if (!read_texts ("sheet", names, values, "source-", &self->source_en, &self->source_es, error))
    return FALSE;
  self->id = g_strdup (id);
  self->order = order != NULL ? g_ascii_strtoll (order, NULL, 10) : 50;
  self->fields = g_strsplit (fields != NULL ? fields : "", " ", -1);
  self->checked = g_strdup (find (names, values, "checked"));
  self->since = g_strdup (find (names, values, "since"));
  self->until = g_strdup (find (names, values, "until"));
  self->country = g_strdup (find (names, values, "country"));
  self->replaced_by = g_strdup (find (names, values, "replaced-by"));
  return TRUE;
}

static gboolean
block_kind (const char *element, AmpGuideBlockKind *kind)
{
  static const char *const elements[] = {"p", "head", "item", "step"};

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if (strcmp (element, elements[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

void
amp_guide_sheet_add (AmpGuideSheet *self, AmpGuideBlockKind kind, char *en, char *es)
{
  AmpGuideBlock *block = g_new0 (AmpGuideBlock, 1);

  block->kind = kind;
  block->en = en;
  block->es = es;
  if (kind == AMP_GUIDE_STEP)
    {
      block->number = 1;
      for (guint i = 0; i < self->blocks->len; i++)
        block->number += amp_guide_block_kind (self, i) == AMP_GUIDE_STEP ? 1 : 0;
    }
  g_ptr_array_add (self->blocks, block);
}

static void
read_block (AmpGuideSheet *self,
            AmpGuideBlockKind kind,
            const char *element,
            const char **names,
            const char **values,
            GError **error)
{
  char *en = NULL, *es = NULL;

  if (read_texts (element, names, values, "", &en, &es, error))
    amp_guide_sheet_add (self, kind, en, es);
}

static void
start_element (GMarkupParseContext *context,
               const char *element,
               const char **names,
               const char **values,
               gpointer data,
               GError **error)
{
  AmpGuideSheet *self = data;
  AmpGuideBlockKind kind;

  (void) context;
  if (strcmp (element, "sheet") == 0)
    (void) read_sheet (self, names, values, error);
  else if (strcmp (element, "title") == 0 && self->id != NULL && self->title_en == NULL)
    (void) read_texts (element, names, values, "", &self->title_en, &self->title_es, error);
  else if (self->title_en != NULL && block_kind (element, &kind))
    read_block (self, kind, element, names, values, error);
  else
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "<%s> is not expected",
                 element);
}

static void
add_folded (GString *all, const char *text)
{
  char *folded = amp_fold (text != NULL ? text : "");

  g_string_append_c (all, ' ');
  g_string_append (all, folded);
  wipe (folded);
}

void
amp_guide_sheet_end (AmpGuideSheet *self)
{
  gsize room = 256;
  GString *all;

  /* No copy is left behind where it grows. */
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const AmpGuideBlock *block = self->blocks->pdata[i];

      room += 2 * (strlen (block->en) + strlen (block->es));
    }
  all = g_string_sized_new (room + 2 * (strlen (self->title_en) + strlen (self->source_en)));
  add_folded (all, self->title_en);
  add_folded (all, self->title_es);
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const AmpGuideBlock *block = self->blocks->pdata[i];

      add_folded (all, block->en);
      add_folded (all, block->es);
    }
  add_folded (all, self->source_en);
  add_folded (all, self->source_es);
  self->folded = g_string_free (all, FALSE);
}

AmpGuideSheet *
amp_guide_parse (GBytes *xml, GError **error)
{
  static const GMarkupParser parser = {.start_element = start_element};
  g_autoptr (AmpGuideSheet) self = amp_guide_sheet_begin ();
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, self, NULL);
  gsize length;
  const char *text = g_bytes_get_data (xml, &length);

  if (length == 0)
    {
      (void) refuse (error, "text", "sheet");
      return NULL;
    }
  if (!g_markup_parse_context_parse (context, text, (gssize) length, error) ||
      !g_markup_parse_context_end_parse (context, error))
    return NULL;
  if (self->title_en == NULL || self->blocks->len == 0)
    {
      (void) refuse (error, self->title_en == NULL ? "title" : "text", "sheet");
      return NULL;
    }
  self->for_groups = TRUE;
  amp_guide_sheet_end (self);
  return g_steal_pointer (&self);
}
