/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sheets of the guide, read once from the program's own resource. */
#include "model/guide-parse.h"

#include <gio/gio.h>
#include <string.h>

#include "guide-resource.h"
#include "model/fold.h"

#define N_(text) text
#define FOLDER "/org/amparo/guide/"

static const struct
{
  const char *code, *label;
} kinds[AMP_GUIDE_KINDS] = {
  [AMP_GUIDE_EMERGENCY] = {"emergency", N_ ("Emergency numbers")},
  [AMP_GUIDE_PATHWAY] = {"pathway", N_ ("Referral pathway, step by step")},
  [AMP_GUIDE_SIGNS] = {"signs", N_ ("Signs of trafficking")},
  [AMP_GUIDE_LAW] = {"law", N_ ("Act, means and purpose")},
  [AMP_GUIDE_CONVERSATION] = {"conversation", N_ ("Consent, interview, risk")},
  [AMP_GUIDE_PUBLIC] = {"public", N_ ("Information for everybody")},
  [AMP_GUIDE_NORM] = {"norm", N_ ("Norms")},
  [AMP_GUIDE_OFFICE] = {"office", N_ ("How this office works")},
  [AMP_GUIDE_DOCUMENT] = {"document", N_ ("Documents of this office")},
};

const char *
amp_guide_kind_to_code (AmpGuideKind kind)
{
  return kinds[kind].code;
}

const char *
amp_guide_kind_label (AmpGuideKind kind)
{
  return kinds[kind].label;
}

/* A damaged sheet is a damaged program: nothing sensible could follow. */
static AmpGuideSheet *
load_sheet (GResource *resource, const char *file)
{
  g_autofree char *path = g_strconcat (FOLDER, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, &error);
  AmpGuideSheet *sheet = bytes != NULL ? amp_guide_parse (bytes, &error) : NULL;

  if (sheet == NULL)
    g_error ("Sheet %s of the guide cannot be read: %s", file, error->message);
  return sheet;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const AmpGuideSheet *x = *(const AmpGuideSheet *const *) a;
  const AmpGuideSheet *y = *(const AmpGuideSheet *const *) b;
  g_autofree char *key_x = amp_fold_sort_key (x->title_es);
  g_autofree char *key_y = amp_fold_sort_key (y->title_es);

  if (x->kind != y->kind)
    return (int) x->kind - (int) y->kind;
  return x->order != y->order ? (x->order < y->order ? -1 : 1) : strcmp (key_x, key_y);
}

static GPtrArray *
load_sheets (void)
{
  GResource *resource = amp_guide_get_resource ();
  g_auto (GStrv) files = g_resource_enumerate_children (resource, FOLDER, 0, NULL);
  GPtrArray *sheets = g_ptr_array_new ();

  for (char **file = files; file != NULL && *file != NULL; file++)
    g_ptr_array_add (sheets, load_sheet (resource, *file));
  g_ptr_array_sort (sheets, compare);
  return sheets;
}

static const GPtrArray *
get_sheets (void)
{
  static GPtrArray *sheets;

  if (g_once_init_enter (&sheets))
    g_once_init_leave (&sheets, load_sheets ());
  return sheets;
}

guint
amp_guide_length (void)
{
  return get_sheets ()->len;
}

const AmpGuideSheet *
amp_guide_nth (guint n)
{
  g_return_val_if_fail (n < get_sheets ()->len, NULL);
  return get_sheets ()->pdata[n];
}

const AmpGuideSheet *
amp_guide_find (const char *id)
{
  for (guint i = 0; i < get_sheets ()->len; i++)
    if (g_strcmp0 (amp_guide_nth (i)->id, id) == 0)
      return amp_guide_nth (i);
  return NULL;
}

const AmpGuideSheet *
amp_guide_of_field (const char *entity, const char *field)
{
  g_autofree char *name = g_strconcat (entity, ".", field, NULL);

  for (guint i = 0; i < get_sheets ()->len; i++)
    if (g_strv_contains ((const char *const *) amp_guide_nth (i)->fields, name))
      return amp_guide_nth (i);
  return NULL;
}

const char *
amp_guide_id (const AmpGuideSheet *self)
{
  return self->id;
}

AmpGuideKind
amp_guide_kind (const AmpGuideSheet *self)
{
  return self->kind;
}

static const char *
in (const char *language, const char *en, const char *es)
{
  return language != NULL && g_str_has_prefix (language, "es") ? es : en;
}

const char *
amp_guide_title (const AmpGuideSheet *self, const char *language)
{
  return in (language, self->title_en, self->title_es);
}

const char *
amp_guide_source (const AmpGuideSheet *self, const char *language)
{
  return in (language, self->source_en, self->source_es);
}

const char *
amp_guide_checked (const AmpGuideSheet *self)
{
  return self->checked;
}

const char *
amp_guide_since (const AmpGuideSheet *self)
{
  return self->since;
}

const char *
amp_guide_until (const AmpGuideSheet *self)
{
  return self->until;
}

const char *
amp_guide_country (const AmpGuideSheet *self)
{
  return self->country;
}

const AmpGuideSheet *
amp_guide_replaced_by (const AmpGuideSheet *self)
{
  return self->replaced_by != NULL ? amp_guide_find (self->replaced_by) : NULL;
}

static const AmpGuideBlock *
nth_block (const AmpGuideSheet *self, guint n)
{
  return self->blocks->pdata[n];
}

guint
amp_guide_n_blocks (const AmpGuideSheet *self)
{
  return self->blocks->len;
}

AmpGuideBlockKind
amp_guide_block_kind (const AmpGuideSheet *self, guint n)
{
  return nth_block (self, n)->kind;
}

const char *
amp_guide_block_text (const AmpGuideSheet *self, guint n, const char *language)
{
  return in (language, nth_block (self, n)->en, nth_block (self, n)->es);
}

guint
amp_guide_block_number (const AmpGuideSheet *self, guint n)
{
  return nth_block (self, n)->number;
}

gboolean
amp_guide_matches (const AmpGuideSheet *self, const char *text)
{
  g_autofree char *folded = amp_fold (text != NULL ? text : "");
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *start = g_strconcat (" ", *word, NULL);

      if (strstr (self->folded, start) == NULL)
        return FALSE;
    }
  return TRUE;
}
