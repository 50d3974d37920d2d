/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The check as a filter, for tests in another language. Standard input, again and again: a line
 * "LENGTH N" and LENGTH bytes of payload; then of each of N earlier packs a line
 * "ID LEVEL SAMPLE N_CODES CODES ROUND LENGTH" ("-" for no codes) and LENGTH bytes of classes. For
 * each a line: "ok MICROSECONDS", or number of the error, line and message. */
#include "review/check.h"

#include <stdio.h>
#include <string.h>

static char *
take (gsize length)
{
  char *bytes = g_malloc (length + 1);

  if (fread (bytes, 1, length, stdin) != length)
    g_error ("the input is cut off");
  bytes[length] = '\0';
  return bytes;
}

static char **
take_words (guint n)
{
  char *line = NULL;
  gsize room = 0;
  char **words = NULL;

  if (getline (&line, &room, stdin) > 0)
    {
      words = g_strsplit (g_strchomp (line), " ", -1);
      if (g_strv_length (words) != n)
        g_error ("not %u words", n);
    }
  free (line);
  return words;
}

static gsize
number (const char *text)
{
  return (gsize) g_ascii_strtoull (text, NULL, 10);
}

static void
judge (const char *payload, gsize length, const AmpReviewEarlier *earlier, gsize n_earlier)
{
  g_autoptr (GError) error = NULL;
  const gint64 start = g_get_monotonic_time ();
  guint line = 0;

  if (amp_review_check (payload, length, earlier, n_earlier, &error))
    printf ("ok %" G_GINT64_FORMAT "\n", g_get_monotonic_time () - start);
  else if (amp_review_check_sentence (error, &line) == NULL)
    g_error ("an error without a sentence");
  else
    printf ("%d %u %s\n", error->code, line, error->message);
  fflush (stdout);
}

int
main (void)
{
  char **head;

  while ((head = take_words (2)) != NULL)
    {
      const gsize length = number (head[0]), n = number (head[1]);
      g_autofree char *payload = take (length);
      g_autofree AmpReviewEarlier *earlier = g_new0 (AmpReviewEarlier, n + 1);
      g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

      for (gsize i = 0; i < n; i++)
        {
          char **words = take_words (7);

          g_assert_nonnull (words);
          earlier[i].id = words[0];
          earlier[i].level = words[1];
          earlier[i].sample = (guint) number (words[2]);
          earlier[i].n_codes = number (words[3]);
          earlier[i].codes = words[4];
          earlier[i].round = (guint) number (words[5]);
          earlier[i].classes = take (number (words[6]));
          g_ptr_array_add (kept, (char *) earlier[i].classes);
          for (guint w = 0; words[w] != NULL; w++)
            g_ptr_array_add (kept, words[w]);
          g_free (words);
        }
      judge (payload, length, earlier, n);
      g_strfreev (head);
    }
  return 0;
}
