/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folding by Unicode decomposition, without the C library's locale: a vault sorts the same on every
 * machine. */
#include "model/fold.h"

/* Sorts after n and before o, and occurs in no folded text. */
#define ENIE "n\x7f"

static gboolean
is_mark (gunichar c)
{
  return g_unichar_ismark (c);
}

/* Letters that have no decomposition and that people of this border do not write apart. */
static const char *
plain_letter (gunichar c)
{
  switch (c)
    {
    case 0x00df:
      return "ss";
    case 0x00e6:
      return "ae";
    case 0x00f8:
      return "o";
    case 0x0142:
      return "l";
    case 0x0153:
      return "oe";
    default:
      return NULL;
    }
}

/* Blanks and punctuation only ever become one blank between words. */
static void
append_word_break (GString *out)
{
  if (out->len > 0 && out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
}

static void
append_letter (GString *out, gunichar c, gboolean keep_enie, gboolean tilde)
{
  const char *plain = plain_letter (c);

  if (keep_enie && c == 'n' && tilde)
    g_string_append (out, ENIE);
  else if (plain != NULL)
    g_string_append (out, plain);
  else
    g_string_append_unichar (out, c);
}

static char *
fold (const char *text, gboolean keep_enie)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *decomposed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  GString *out = g_string_sized_new (decomposed != NULL ? 32 : 1);

  for (const char *p = decomposed; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));

      if (is_mark (c))
        continue;
      if (g_unichar_isalnum (c))
        append_letter (out, c, keep_enie, g_utf8_get_char (g_utf8_next_char (p)) == 0x303);
      else
        append_word_break (out);
    }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

char *
amp_fold (const char *text)
{
  return fold (text, FALSE);
}

char *
amp_fold_sort_key (const char *text)
{
  return fold (text, TRUE);
}
