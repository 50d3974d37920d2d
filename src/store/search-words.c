/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody typed into a search box, as words. */
#include "store/search-words.h"

#include "model/fold.h"

#include <string.h>

/* Longer than any word of a language or number of a document. */
#define MAX_TEXT 1024

static char *
join_digits (const AmpSearchWords *self)
{
  g_autoptr (GString) number = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    g_string_append (number, self->words[i]);
  if (self->n < 2 || strspn (number->str, "0123456789") != number->len)
    return NULL;
  return g_strdup (number->str);
}

void
amp_search_words_init (AmpSearchWords *self, const char *text)
{
  g_autofree char *start = g_strndup (text != NULL ? text : "", MAX_TEXT);
  g_autofree char *folded = amp_fold (start);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);

  self->words = g_new0 (char *, AMP_SEARCH_WORDS_MAX + 1);
  self->n = 0;
  for (char **part = parts; *part != NULL && self->n < AMP_SEARCH_WORDS_MAX; part++)
    {
      /* A quote cannot come out of folding; if it did, it must not end the string. */
      g_strdelimit (*part, "\"", ' ');
      g_strstrip (*part);
      if (**part != '\0')
        self->words[self->n++] = g_strdup (*part);
    }
  self->number = join_digits (self);
}

void
amp_search_words_clear (AmpSearchWords *self)
{
  for (guint i = 0; self->words != NULL && i < self->n; i++)
    explicit_bzero (self->words[i], strlen (self->words[i]));
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->number, g_free);
}

char *
amp_search_words_expression (const AmpSearchWords *self, guint n_whole)
{
  GString *expression = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    g_string_append_printf (expression, "%s\"%s\"%s", i > 0 ? " " : "", self->words[i],
                            i < n_whole ? "" : " *");
  if (self->number != NULL)
    g_string_append_printf (expression, " OR \"%s\"%s", self->number,
                            n_whole < self->n ? " *" : "");
  if (expression->len > 0)
    return g_string_free (expression, FALSE);
  g_string_free (expression, TRUE);
  return NULL;
}

static gboolean
has_word (const char *folded, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = folded; at != NULL; at = strchr (at, ' '))
    {
      if (*at == ' ')
        at++;
      if (strncmp (at, word, length) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
amp_search_words_match (const AmpSearchWords *self, const char *folded)
{
  for (guint i = 0; i < self->n; i++)
    if (has_word (folded, self->words[i]))
      return TRUE;
  return self->number != NULL && has_word (folded, self->number);
}

gboolean
amp_search_number_range (const char *text, char **from, char **to)
{
  g_autofree char *start = g_strndup (text != NULL ? text : "", MAX_TEXT);

  g_strstrip (start);
  for (int i = 0; i < 3; i++)
    if (!g_ascii_isalpha (start[i]))
      return FALSE;
  if (start[3] != '-' || !g_ascii_isdigit (start[4]))
    return FALSE;

  /* Numbers are written in capitals, without blanks. */
  *from = g_ascii_strup (start, -1);
  *to = g_strconcat (*from, "\xf4\x8f\xbf\xbf", NULL);
  return TRUE;
}
