/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of names.tsv. A name of two words ("María Luisa", Malú) is known by its sounds in one
 * piece, and by each word for finding it. */
#include "model/nickname.h"

#include "model/fold.h"
#include "model/name-sound.h"

#include "codelist-resource.h"

#include <gio/gio.h>
#include <string.h>

#define PATH "/org/amparo/nicknames/names.tsv"

typedef struct
{
  GHashTable *spellings; /* folded -> folded */
  GHashTable *groups;    /* sound -> GArray of guint: the names it belongs to */
  GHashTable *words;     /* sound -> GPtrArray of sounds */
  char *version;
} Names;

static char *
join_words (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  return g_strjoinv (NULL, parts);
}

/* As amp_name_words() hears it: by the spelling that counts. */
static char *
sound_of (const Names *self, const char *text)
{
  g_autofree char *folded = amp_fold (text);
  g_autofree char *joined = join_words (folded);
  const char *spelling = g_hash_table_lookup (self->spellings, joined);

  return amp_name_sound (spelling != NULL ? spelling : joined);
}

static void
add_group (Names *self, const char *sound, guint group)
{
  GArray *groups = g_hash_table_lookup (self->groups, sound);

  if (groups == NULL)
    {
      groups = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->groups, g_strdup (sound), groups);
    }
  g_array_append_val (groups, group);
}

static void
add_word (Names *self, const char *sound, const char *other)
{
  GPtrArray *words = g_hash_table_lookup (self->words, sound);

  if (strcmp (sound, other) == 0)
    return;
  if (words == NULL)
    {
      words = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->words, g_strdup (sound), words);
    }
  if (!g_ptr_array_find_with_equal_func (words, other, g_str_equal, NULL))
    g_ptr_array_add (words, g_strdup (other));
}

static void
add_nicknames (Names *self, char **names, guint group)
{
  guint n = g_strv_length (names);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *sound = sound_of (self, names[i]);

      add_group (self, sound, group);
      /* A name leads to all that it is shortened to; what is short leads to the names alone. */
      for (guint j = 0; j < (i == 0 ? n : 1); j++)
        {
          g_auto (GStrv) parts = g_strsplit (names[j], " ", -1);

          for (char **part = parts; *part != NULL; part++)
            {
              g_autofree char *other = sound_of (self, *part);

              add_word (self, sound, other);
            }
        }
    }
}

static void
add_spellings (Names *self, char **names)
{
  g_autofree char *counts = amp_fold (names[0]);

  for (char **name = names + 1; names[0] != NULL && *name != NULL; name++)
    g_hash_table_replace (self->spellings, amp_fold (*name), g_strdup (counts));
}

/* Spellings first, for the nicknames are heard by them. */
static void
read_lines (Names *self, char **lines)
{
  guint group = 0;

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "= "))
      {
        g_auto (GStrv) names = g_strsplit (*line + 2, "\t", -1);

        add_spellings (self, names);
      }
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "~ "))
      {
        g_auto (GStrv) names = g_strsplit (*line + 2, "\t", -1);

        add_nicknames (self, names, group++);
      }
}

static Names *
load_names (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (amp_codelists_get_resource (), PATH, 0, &error);
  Names *self = g_new0 (Names, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (bytes == NULL)
    g_error ("The table of nicknames cannot be read: %s", error->message);
  self->spellings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->groups =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->words =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->version = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  read_lines (self, lines);
  return self;
}

static const Names *
get_names (void)
{
  static gsize names;

  if (g_once_init_enter (&names))
    g_once_init_leave (&names, (gsize) load_names ());
  return (const Names *) names;
}

const char *
amp_name_spelling (const char *folded)
{
  const char *spelling = g_hash_table_lookup (get_names ()->spellings, folded);

  return spelling != NULL ? spelling : folded;
}

gboolean
amp_nickname_related (const char *a, const char *b)
{
  const GArray *x = g_hash_table_lookup (get_names ()->groups, a);
  const GArray *y = g_hash_table_lookup (get_names ()->groups, b);

  for (guint i = 0; x != NULL && y != NULL && i < x->len; i++)
    for (guint j = 0; j < y->len; j++)
      if (g_array_index (x, guint, i) == g_array_index (y, guint, j))
        return TRUE;
  return FALSE;
}

const GPtrArray *
amp_nickname_words (const char *sound)
{
  return g_hash_table_lookup (get_names ()->words, sound);
}

const char *
amp_nickname_version (void)
{
  return get_names ()->version;
}
