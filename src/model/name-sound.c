/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sounds by a table of spellings, the longest first: what stands for a sound, what must follow, and
 * where in the word. */
#include "model/name-sound.h"

#include "model/fold.h"

#include <string.h>

#define VOWELS "aeiou"
#define VOWELS_Y "aeiouy"

typedef enum
{
  ANYWHERE,
  FIRST,       /* at the beginning of the word */
  LAST,        /* what is left of the word is just this */
  AFTER_VOWEL, /* the sound before it is a vowel */
} Place;

typedef struct
{
  const char *written;
  const char *next; /* one of these letters follows; NULL: whatever */
  Place place;
  const char *sound;
} Spelling;

/* The first that fits is taken. */
static const Spelling spellings[] = {
  /* One sound at the beginning: Jhon, Yhon, John, Llon; Giovanna, Yovana; Gerson, Yerson. */
  {"llh", NULL, FIRST, "i"},
  {"dj", NULL, FIRST, "i"},
  {"jh", NULL, FIRST, "i"},
  {"yh", NULL, FIRST, "i"},
  {"ll", NULL, FIRST, "i"},
  {"gi", "aou", FIRST, "i"},
  {"ge", "ao", FIRST, "i"},
  {"je", "o", FIRST, "i"},
  {"ghe", NULL, FIRST, "ie"},
  {"ghi", NULL, FIRST, "i"},
  {"j", NULL, FIRST, "i"},
  {"g", "eiy", FIRST, "i"},
  {"wu", "ei", FIRST, "w"},
  {"u", VOWELS, FIRST, "w"},
  {"s", "bcdfgklmnpqrtvw", FIRST, "es"}, /* Stefany, Smith, Scarlett */

  /* Endings of names from elsewhere. */
  {"elle", NULL, LAST, "el"},
  {"ine", NULL, LAST, "in"},
  {"ie", NULL, LAST, "i"},
  {"lly", NULL, LAST, "li"},
  {"ll", NULL, LAST, "l"},
  {"m", NULL, LAST, "n"},
  {"d", NULL, LAST, "t"},

  /* hu, gu, w: Huamán, Guamán, Wamán. */
  {"nhu", VOWELS_Y, ANYWHERE, "nw"},
  {"hu", VOWELS_Y, ANYWHERE, "w"},
  {"gw", NULL, ANYWHERE, "w"},
  {"gu", "ao", ANYWHERE, "w"},
  {"wh", NULL, ANYWHERE, "w"},
  {"u", VOWELS, AFTER_VOWEL, "w"},

  /* After n and m, Kichwa voices what Quechua does not: Inca, Inga; Chumpi, Chumbi. */
  {"ngu", "eiy", ANYWHERE, "nk"},
  {"ng", "eiy", ANYWHERE, "nj"},
  {"ng", NULL, ANYWHERE, "nk"},
  {"nqu", "eiy", ANYWHERE, "nk"},
  {"nch", NULL, ANYWHERE, "nx"},
  {"nc", "eiy", ANYWHERE, "ns"},
  {"nc", NULL, ANYWHERE, "nk"},
  {"nq", NULL, ANYWHERE, "nk"},
  {"nph", NULL, ANYWHERE, "nf"},
  {"mph", NULL, ANYWHERE, "nf"},
  {"mb", NULL, ANYWHERE, "mp"},
  {"nb", NULL, ANYWHERE, "mp"},
  {"mv", NULL, ANYWHERE, "mp"},
  {"nv", NULL, ANYWHERE, "mp"},
  {"np", NULL, ANYWHERE, "mp"},
  {"nm", NULL, ANYWHERE, "m"},
  {"mn", NULL, ANYWHERE, "n"},

  /* ch */
  {"tsch", NULL, ANYWHERE, "x"},
  {"sch", NULL, ANYWHERE, "s"},
  {"tch", NULL, ANYWHERE, "x"},
  {"cch", NULL, ANYWHERE, "x"},
  {"tsh", NULL, ANYWHERE, "x"},
  {"chr", NULL, ANYWHERE, "kr"}, /* Christian */
  {"ch", NULL, ANYWHERE, "x"},

  /* Two letters for one sound. */
  {"ph", NULL, ANYWHERE, "f"},
  {"th", NULL, ANYWHERE, "t"},
  {"sh", NULL, ANYWHERE, "s"},
  {"zh", NULL, ANYWHERE, "s"},
  {"tz", NULL, ANYWHERE, "s"},
  {"ts", NULL, ANYWHERE, "s"},
  {"kh", NULL, ANYWHERE, "k"},
  {"qh", NULL, ANYWHERE, "k"},
  {"gh", "ei", ANYWHERE, "g"},
  {"ll", NULL, ANYWHERE, "i"},
  {"ee", NULL, ANYWHERE, "i"},
  {"oo", NULL, ANYWHERE, "u"},

  /* k */
  {"cqu", "eiy", ANYWHERE, "k"},
  {"qu", "eiy", ANYWHERE, "k"},
  {"qq", NULL, ANYWHERE, "k"},
  {"q", NULL, ANYWHERE, "k"},
  {"cks", NULL, ANYWHERE, "s"},
  {"ks", NULL, ANYWHERE, "s"},
  {"ck", NULL, ANYWHERE, "k"},

  /* s */
  {"sc", "eiy", ANYWHERE, "s"},
  {"xc", "eiy", ANYWHERE, "s"},
  {"cc", "eiy", ANYWHERE, "s"},
  {"cc", NULL, ANYWHERE, "k"},
  {"c", "eiy", ANYWHERE, "s"},
  {"c", NULL, ANYWHERE, "k"},
  {"z", NULL, ANYWHERE, "s"},
  {"x", NULL, ANYWHERE, "s"},

  /* g, j, b, y */
  {"gu", "ei", ANYWHERE, "g"},
  {"g", "eiy", ANYWHERE, "j"},
  {"v", NULL, ANYWHERE, "b"},
  {"y", NULL, ANYWHERE, "i"},
  {"h", NULL, ANYWHERE, ""},
};

static gboolean
is_vowel (char c)
{
  return c != '\0' && strchr (VOWELS, c) != NULL;
}

/* The first letter fits already: most spellings are passed over by it. */
static gboolean
fits (const Spelling *spelling, const char *rest, gsize length, gboolean first, const GString *out)
{
  if (strncmp (rest + 1, spelling->written + 1, length - 1) != 0)
    return FALSE;
  if (spelling->next != NULL && (rest[length] == '\0' || !strchr (spelling->next, rest[length])))
    return FALSE;
  switch (spelling->place)
    {
    case FIRST:
      return first;
    case LAST:
      return !first && rest[length] == '\0';
    case AFTER_VOWEL:
      return out->len > 0 && is_vowel (out->str[out->len - 1]);
    case ANYWHERE:
    default:
      return TRUE;
    }
}

/* A sound is not said twice in a row. */
static void
say (GString *out, const char *sound)
{
  for (; *sound != '\0'; sound++)
    if (out->len == 0 || out->str[out->len - 1] != *sound)
      g_string_append_c (out, *sound);
}

/* The dots of ü are the only accent that is heard: Agüero. */
static char *
letters_of (const char *word)
{
  g_autofree char *valid = g_utf8_make_valid (word != NULL ? word : "", -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *lower = g_utf8_strdown (composed != NULL ? composed : "", -1);
  g_auto (GStrv) parts = g_strsplit (lower, "gü", -1);
  g_autofree char *heard = g_strjoinv ("gw", parts);
  g_autofree char *folded = amp_fold (heard);
  GString *letters = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (letters, *p);
  return g_string_free (letters, FALSE);
}

char *
amp_name_sound (const char *word)
{
  g_autofree char *letters = letters_of (word);
  GString *out = g_string_sized_new (16);
  const char *p = letters;

  while (*p != '\0')
    {
      gsize i = 0, length = 0;

      for (; i < G_N_ELEMENTS (spellings); i++)
        {
          if (*spellings[i].written != *p)
            continue;
          length = strlen (spellings[i].written);
          if (fits (&spellings[i], p, length, p == letters, out))
            break;
        }
      if (i < G_N_ELEMENTS (spellings))
        {
          say (out, spellings[i].sound);
          p += length;
        }
      else
        {
          const char sound[] = {*p++, '\0'};

          say (out, sound);
        }
    }
  return g_string_free (out, FALSE);
}

char *
amp_name_sound_coarse (const char *sound)
{
  GString *out = g_string_sized_new (16);

  for (; *sound != '\0'; sound++)
    {
      const char merged[] = {*sound == 'e'                    ? 'i'
                             : *sound == 'o' || *sound == 'w' ? 'u'
                                                              : *sound,
                             '\0'};

      say (out, merged);
    }
  return g_string_free (out, FALSE);
}

/* --- Slips of the pen --- */

#define LONGEST 64 /* no name has more sounds; what is beyond is not compared */

/* Rows of the table of distances, with room for the one before the last: a swap looks back two. */
static guint
edit_distance (const char *a, gsize n, const char *b, gsize m)
{
  guint rows[3][LONGEST + 1];

  for (gsize j = 0; j <= m; j++)
    rows[0][j] = (guint) j;
  for (gsize i = 1; i <= n; i++)
    {
      guint *now = rows[i % 3], *before = rows[(i + 2) % 3], *older = rows[(i + 1) % 3];

      now[0] = (guint) i;
      for (gsize j = 1; j <= m; j++)
        {
          guint best = MIN (before[j], now[j - 1]) + 1;

          best = MIN (best, before[j - 1] + (a[i - 1] != b[j - 1]));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = MIN (best, older[j - 2] + 1);
          now[j] = best;
        }
    }
  return rows[n % 3][m];
}

guint
amp_name_edits (const char *a, const char *b, guint most)
{
  gsize n = MIN (strlen (a), LONGEST), m = MIN (strlen (b), LONGEST);
  guint distance;

  if ((n > m ? n - m : m - n) > most)
    return most + 1;
  distance = edit_distance (a, n, b, m);
  return MIN (distance, most + 1);
}
