/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dates as people of Peru and Ecuador write them. Day first, always: what is no date that way is
 * refused, never turned round. */
#include "model/date.h"

#include <string.h>

#include "model/fold.h"

#define MAX_LENGTH 64
#define MAX_WORDS 6

static const struct
{
  const char *prefix;
  const char *spanish;
  const char *english;
} months[] = {
  {"ene", "enero", "january"},
  {"feb", "febrero", "february"},
  {"mar", "marzo", "march"},
  {"abr", "abril", "april"},
  {"may", "mayo", "may"},
  {"jun", "junio", "june"},
  {"jul", "julio", "july"},
  {"ago", "agosto", "august"},
  {"set", "setiembre", "september"},
  {"oct", "octubre", "october"},
  {"nov", "noviembre", "november"},
  {"dic", "diciembre", "december"},
};

static guint
month_of_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (strcmp (word, months[i].prefix) == 0 || strcmp (word, months[i].spanish) == 0 ||
        strcmp (word, months[i].english) == 0 ||
        (strlen (word) == 3 && strncmp (word, months[i].english, 3) == 0))
      return i + 1;
  if (strcmp (word, "sep") == 0 || strcmp (word, "sept") == 0 || strcmp (word, "septiembre") == 0)
    return 9;
  return 0;
}

static gboolean
is_unknown (const char *folded)
{
  static const char *const words[] = {"se desconoce", "desconocido", "desconocida", "desconoce",
                                      "no sabe",      "ns",          "n s",         "sin dato",
                                      "unknown",      "not known",   "no se sabe",  NULL};

  return g_strv_contains (words, folded);
}

/* "24" is 2024; ten years ahead is still this century, more is the last one. */
static guint
full_year (guint year, gsize digits)
{
  AmpDate today = amp_date_today ();
  guint century = today.year - today.year % 100U;

  if (digits > 2)
    return year;
  return century + year > today.year + 10U ? century - 100 + year : century + year;
}

static gboolean
read_number (const char *word, gsize max_digits, guint *number)
{
  gsize length = strlen (word);

  if (length == 0 || length > max_digits)
    return FALSE;
  *number = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (word[i]))
        return FALSE;
      *number = *number * 10 + (guint) (word[i] - '0');
    }
  return TRUE;
}

static gboolean
read_year (const char *word, guint *year)
{
  gsize length = strlen (word);

  if ((length != 2 && length != 4) || !read_number (word, 4, year))
    return FALSE;
  *year = full_year (*year, length);
  return TRUE;
}

static gboolean
read_month (const char *word, guint *month)
{
  *month = month_of_word (word);
  return *month != 0 || read_number (word, 2, month);
}

static gboolean
finish (guint year, guint month, guint day, AmpDatePrecision precision, AmpDate *date)
{
  char text[sizeof "99999-99-99" * 3];

  if (year > 9999 || month > 99 || day > 99)
    return FALSE;
  if (precision == AMP_DATE_YEAR)
    g_snprintf (text, sizeof text, "%04u", year);
  else if (precision == AMP_DATE_MONTH)
    g_snprintf (text, sizeof text, "%04u-%02u", year, month);
  else
    g_snprintf (text, sizeof text, "%04u-%02u-%02u", year, month, day);
  return amp_date_parse (text, date);
}

/* "5 de marzo del 2024": the small words say nothing. */
static guint
drop_small_words (char **words)
{
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (strcmp (words[i], "de") == 0 || strcmp (words[i], "del") == 0 ||
          strcmp (words[i], "of") == 0)
        {
          g_free (words[i]);
          continue;
        }
      words[n++] = words[i];
    }
  words[n] = NULL;
  return n;
}

static gboolean
read_words (char **words, guint n, AmpDate *date)
{
  guint year, month, day;

  if (n == 1)
    return strlen (words[0]) == 4 && read_year (words[0], &year) &&
           finish (year, 0, 0, AMP_DATE_YEAR, date);
  /* "3/24" may be a day or a month: a month needs all four digits of its year. */
  if (n == 2)
    return read_month (words[0], &month) && read_year (words[1], &year) &&
           (strlen (words[1]) == 4 || month_of_word (words[0]) != 0) &&
           finish (year, month, 0, AMP_DATE_MONTH, date);
  if (n == 3 && strlen (words[0]) == 4)
    return read_year (words[0], &year) && read_month (words[1], &month) &&
           read_number (words[2], 2, &day) && finish (year, month, day, AMP_DATE_DAY, date);
  return n == 3 && read_number (words[0], 2, &day) && read_month (words[1], &month) &&
         read_year (words[2], &year) && finish (year, month, day, AMP_DATE_DAY, date);
}

/* One mark at most between two words or numbers: "5/-3" is no date, nor is anything with a sign. */
static gboolean
is_written_like_a_date (const char *text)
{
  guint marks = 1;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        marks = 0;
      else if (c < 0x80 && strchr ("/-.,", (int) c) != NULL)
        {
          if (++marks > 1)
            return FALSE;
        }
      else if (!g_unichar_ismark (c) && !g_unichar_isspace (c))
        return FALSE;
    }
  return TRUE;
}

gboolean
amp_date_read (const char *text, AmpDate *date)
{
  g_autofree char *stripped = NULL;
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  *date = (AmpDate){0};
  if (text == NULL)
    return TRUE;
  if (strnlen (text, MAX_LENGTH + 1) > MAX_LENGTH || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  stripped = g_strstrip (g_strdup (text));
  if (amp_date_parse (stripped, date))
    return TRUE;
  folded = amp_fold (stripped);
  if (is_unknown (folded))
    {
      date->precision = AMP_DATE_UNKNOWN;
      return TRUE;
    }
  if (!is_written_like_a_date (stripped))
    return FALSE;
  words = g_strsplit (folded, " ", MAX_WORDS + 1);
  return read_words (words, drop_small_words (words), date);
}
