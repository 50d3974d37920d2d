/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Splitting what was typed: particles out, spellings brought together, sounds heard. */
#include "model/name-words.h"

#include "model/fold.h"
#include "model/name-sound.h"
#include "model/nickname.h"

#include <string.h>

#define MOST_WORDS 12

static const char *const particles[] = {
  "de", "la", "las", "los", "del", "el", "y", "e", "da", "do", "dos", "di", "vda", "viuda", NULL,
};

static void
wipe (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
word_free (gpointer data)
{
  AmpNameWord *self = data;

  wipe (self->text);
  wipe (self->sound);
  wipe (self->coarse);
  g_free (self);
}

GPtrArray *
amp_name_words_new (void)
{
  return g_ptr_array_new_with_free_func (word_free);
}

/* An apostrophe parts nothing: D'Angelo, Q'ero. */
static char *
without_apostrophes (const char *text)
{
  GString *out = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '\'' && c != '`' && c != 0xb4 && c != 0x2018 && c != 0x2019 && c != 0x2bc)
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

/* With the dots of ü, which folding would lose. */
static char *
dots_kept (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *lower = g_utf8_strdown (composed != NULL ? composed : "", -1);
  g_auto (GStrv) parts = g_strsplit (lower, "gü", -1);

  return g_strjoinv ("gw", parts);
}

static void
add_word (GPtrArray *words, const char *name, const char *text, const char *heard, AmpNamePart part)
{
  const char *spelling = amp_name_spelling (name);
  AmpNameWord *word;

  if (words->len >= MOST_WORDS || *name == '\0')
    return;
  word = g_new0 (AmpNameWord, 1);
  word->part = part;
  word->text = g_strdup (text);
  word->sound = amp_name_sound (spelling != name ? spelling : heard);
  word->coarse = amp_name_sound_coarse (word->sound);
  g_ptr_array_add (words, word);
}

static gboolean
only_particles (char **folded)
{
  for (; *folded != NULL; folded++)
    if (!g_strv_contains (particles, *folded))
      return FALSE;
  return TRUE;
}

/* The same words three times: as they sort, as they are told apart, as they are heard. All break
 * at the same places. */
void
amp_name_words_add (GPtrArray *words, const char *text, AmpNamePart part)
{
  g_autofree char *plain = without_apostrophes (text != NULL ? text : "");
  g_autofree char *dotted = dots_kept (plain);
  g_autofree char *folded = amp_fold (plain);
  g_autofree char *sorted = amp_fold_sort_key (plain);
  g_autofree char *heard = amp_fold (dotted);
  g_auto (GStrv) names = g_strsplit (folded, " ", -1);
  g_auto (GStrv) texts = g_strsplit (sorted, " ", -1);
  g_auto (GStrv) sounds = g_strsplit (heard, " ", -1);
  guint n = g_strv_length (names);
  gboolean all = only_particles (names);

  if (g_strv_length (texts) != n || g_strv_length (sounds) != n)
    return;
  for (guint i = 0; i < n; i++)
    if (all || !g_strv_contains (particles, names[i]))
      add_word (words, names[i], texts[i], sounds[i], part);
}

/* --- Documents and phones --- */

/* 00000000 and the like is what people type where there is no number. */
static gboolean
is_filler (const GString *key)
{
  return strspn (key->str, (const char[]){key->str[0], '\0'}) == key->len ||
         strcmp (key->str, "12345678") == 0;
}

char *
amp_document_key (const char *type, const char *number)
{
  GString *key = g_string_new (NULL);

  for (const char *p = number != NULL ? number : ""; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (key, g_ascii_toupper (*p));
  if (g_strcmp0 (type, "dni") == 0 && key->len == 9)
    g_string_truncate (key, 8);
  if (key->len >= 5 && key->len <= 32 && !is_filler (key))
    return g_string_free (key, FALSE);
  g_string_free (key, TRUE);
  return NULL;
}

static void
add_phone (GPtrArray *keys, GString *digits)
{
  const char *number = digits->str;
  gsize length = digits->len;
  static const char *const codes[] = {"0051", "00593", "51", "593"};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (length >= strlen (codes[i]) + 8 && g_str_has_prefix (number, codes[i]))
      {
        number += strlen (codes[i]);
        break;
      }
  while (*number == '0')
    number++;
  if (strlen (number) >= 7 && strlen (number) <= 15 &&
      !g_ptr_array_find_with_equal_func (keys, number, g_str_equal, NULL))
    g_ptr_array_add (keys, g_strdup (number));
  g_string_truncate (digits, 0);
}

/* "987 654 321 912 345 678": a blank after a whole number begins another. */
static gboolean
is_whole (const GString *digits)
{
  return digits->len >= 11 || (digits->len >= 9 && *digits->str == '9');
}

GPtrArray *
amp_phone_keys (const char *text)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (strchr (" -.()+", *p) == NULL || (*p == ' ' && is_whole (digits)))
        add_phone (keys, digits);
    }
  add_phone (keys, digits);
  return keys;
}
