/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words are paired off, the surest pair first, and a pair of the same part before one of another.
 */
#include "model/name-like.h"

#include "model/name-sound.h"
#include "model/nickname.h"

#include <string.h>

#define MOST 12 /* as in name-words.c */

/* --- Two words --- */

/* Fernando and Fernanda, Juan and Juana, Andrés and Andrea are two people, not a slip. */
static gboolean
differ_in_gender (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);

  if (n > m)
    return differ_in_gender (b, a);
  if (n < 2)
    return FALSE;
  if (n == m)
    return strncmp (a, b, n - 1) == 0 && strchr ("aous", a[n - 1]) && strchr ("aous", b[n - 1]);
  return m == n + 1 && strncmp (a, b, n) == 0 && strchr ("aou", b[n]);
}

/* Rosita, Juanito, Carlitos, Carmencita: of the stem. */
static gboolean
is_diminutive (const char *small, const char *name)
{
  static const char *const endings[] = {"sitas", "situs", "sita", "situ",
                                        "itas",  "itus",  "ita",  "itu"};

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (small, endings[i]))
      {
        gsize stem = strlen (small) - strlen (endings[i]);

        if (stem >= 3 && strncmp (small, name, stem) == 0 && strlen (name) <= stem + 2)
          return TRUE;
      }
  return FALSE;
}

static AmpLike
slip (const AmpNameWord *a, const AmpNameWord *b, double *sure)
{
  gsize shorter = MIN (strlen (a->coarse), strlen (b->coarse));
  gsize longer = MAX (strlen (a->coarse), strlen (b->coarse));
  guint edits;

  if (shorter < 3 || longer < 5 || differ_in_gender (a->sound, b->sound))
    return AMP_LIKE_NOT;
  edits = amp_name_edits (a->coarse, b->coarse, 2);
  if (edits == 1)
    {
      *sure = shorter >= 6 ? 0.85 : shorter >= 4 ? 0.75 : 0.5;
      return AMP_LIKE_LETTER;
    }
  if (edits == 2 && shorter >= 7 && a->coarse[0] == b->coarse[0])
    {
      *sure = 0.65;
      return AMP_LIKE_LETTER;
    }
  return AMP_LIKE_NOT;
}

/* An initial, or what is typed so far. */
static AmpLike
beginning (const AmpNameWord *a, const AmpNameWord *b, gboolean typing, double *sure)
{
  gsize n = strlen (a->coarse);

  if ((strlen (a->text) == 1 || strlen (b->text) == 1) && a->text[0] == b->text[0])
    {
      *sure = 0.4;
      return AMP_LIKE_BEGINNING;
    }
  if (typing && n >= 3 && strncmp (a->coarse, b->coarse, n) == 0)
    {
      *sure = n >= 4 ? 0.7 : 0.5;
      return AMP_LIKE_BEGINNING;
    }
  return AMP_LIKE_NOT;
}

AmpLike
amp_name_word_like (const AmpNameWord *a, const AmpNameWord *b, gboolean typing, double *sure)
{
  AmpLike how;

  *sure = 0;
  if (strcmp (a->text, b->text) == 0)
    {
      *sure = 1;
      return AMP_LIKE_SAME;
    }
  if (*a->sound == '\0' || *b->sound == '\0')
    return AMP_LIKE_NOT;
  if (strcmp (a->sound, b->sound) == 0 || strcmp (a->coarse, b->coarse) == 0)
    {
      *sure = strcmp (a->sound, b->sound) == 0 ? 0.97 : 0.92;
      return AMP_LIKE_SOUND;
    }
  if (amp_nickname_related (a->sound, b->sound) || is_diminutive (a->coarse, b->coarse) ||
      is_diminutive (b->coarse, a->coarse))
    {
      *sure = 0.85;
      return AMP_LIKE_NICKNAME;
    }
  how = slip (a, b, sure);
  return how != AMP_LIKE_NOT ? how : beginning (a, b, typing, sure);
}

/* --- Two names --- */

static gboolean
is_surname (AmpNamePart part)
{
  return part == AMP_NAME_PATERNAL || part == AMP_NAME_MATERNAL;
}

/* How far a word of one part may stand for one of another: names are typed into the wrong box. */
static double
across (AmpNamePart a, AmpNamePart b)
{
  if (a == AMP_NAME_ANY || b == AMP_NAME_ANY)
    return 1;
  return is_surname (a) == is_surname (b) ? 1 : 0.7;
}

typedef struct
{
  const GPtrArray *a, *b;
  gboolean typing;
  AmpLike how[MOST][MOST];
  double sure[MOST][MOST];
  gboolean used_a[MOST], used_b[MOST];
  AmpNameLikeness *out;
} Pairing;

static void
pair (Pairing *self, guint i, guint j, AmpLike how, double sure)
{
  self->used_a[i] = TRUE;
  self->used_b[j] = TRUE;
  self->out->fits[i].how = how;
  self->out->fits[i].sure = sure;
  self->out->fits[i].other = j;
}

/* "San Martín" and "Sanmartín", "María Luisa" and "Malú": two words here are one over there. */
static gboolean
is_joined (const AmpNameWord *first, const AmpNameWord *second, const AmpNameWord *one)
{
  g_autofree char *text = NULL, *sound = NULL, *coarse = NULL;

  if (first->part != second->part && !(is_surname (first->part) && is_surname (second->part)))
    return FALSE;
  text = g_strconcat (first->text, second->text, NULL);
  sound = amp_name_sound (text);
  coarse = amp_name_sound_coarse (sound);
  return strcmp (coarse, one->coarse) == 0 || amp_nickname_related (sound, one->sound);
}

static void
pair_joined (Pairing *self)
{
  const guint n = self->a->len, m = self->b->len;

  for (guint i = 0; i + 1 < n; i++)
    for (guint j = 0; j < m; j++)
      if (!self->used_a[i] && !self->used_a[i + 1] && !self->used_b[j] &&
          is_joined (self->a->pdata[i], self->a->pdata[i + 1], self->b->pdata[j]))
        {
          pair (self, i, j, AMP_LIKE_SOUND, 0.9);
          pair (self, i + 1, j, AMP_LIKE_SOUND, 0.9);
        }
  for (guint j = 0; j + 1 < m; j++)
    for (guint i = 0; i < n; i++)
      if (!self->used_b[j] && !self->used_b[j + 1] && !self->used_a[i] &&
          is_joined (self->b->pdata[j], self->b->pdata[j + 1], self->a->pdata[i]))
        {
          pair (self, i, j, AMP_LIKE_SOUND, 0.9);
          self->used_b[j + 1] = TRUE;
        }
}

static void
look_at_words (Pairing *self)
{
  for (guint i = 0; i < self->a->len; i++)
    for (guint j = 0; j < self->b->len; j++)
      {
        const AmpNameWord *a = self->a->pdata[i], *b = self->b->pdata[j];
        double *sure = &self->sure[i][j];

        self->how[i][j] = amp_name_word_like (a, b, self->typing && i + 1 == self->a->len, sure);
        *sure *= across (a->part, b->part);
        if (a->part == b->part && self->how[i][j] != AMP_LIKE_NOT)
          *sure += 0.001;
      }
}

/* Those that are at least so sure. */
static void
pair_words (Pairing *self, double least)
{
  const guint n = self->a->len, m = self->b->len;

  for (guint round = 0; round < n; round++)
    {
      guint best_i = 0, best_j = 0;
      double best = 0;

      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < m; j++)
          if (!self->used_a[i] && !self->used_b[j] && self->how[i][j] != AMP_LIKE_NOT &&
              self->sure[i][j] > best)
            {
              best = self->sure[i][j];
              best_i = i;
              best_j = j;
            }
      if (best < least)
        return;
      pair (self, best_i, best_j, self->how[best_i][best_j], MIN (best, 1));
    }
}

static guint
count_part (const GPtrArray *words, AmpNamePart part)
{
  guint n = 0;

  for (guint i = 0; i < words->len; i++)
    n += ((const AmpNameWord *) words->pdata[i])->part == part;
  return n;
}

static guint
count_surnames (const GPtrArray *words)
{
  guint paternal = count_part (words, AMP_NAME_PATERNAL) > 0 ? 1 : 0;

  return paternal + (count_part (words, AMP_NAME_MATERNAL) > 0 ? 1 : 0);
}

/* A surname fits where half of its words do. */
static guint
surnames_that_fit (const Pairing *self)
{
  guint total = 0;

  for (guint part = AMP_NAME_PATERNAL; part <= AMP_NAME_MATERNAL; part++)
    {
      guint n = 0, all = count_part (self->a, (AmpNamePart) part);

      for (guint i = 0; i < self->a->len; i++)
        n += ((const AmpNameWord *) self->a->pdata[i])->part == part &&
             self->out->fits[i].how != AMP_LIKE_NOT && self->out->fits[i].sure >= 0.5;
      total += all > 0 && 2 * n >= all;
    }
  return total;
}

static void
sum_up (const Pairing *self)
{
  AmpNameLikeness *out = self->out;
  gboolean straight = FALSE, crossed = FALSE;

  for (guint i = 0; i < self->a->len; i++)
    {
      const AmpNameWord *a = self->a->pdata[i];
      const AmpNameWord *b;

      if (out->fits[i].how == AMP_LIKE_NOT)
        continue;
      b = self->b->pdata[out->fits[i].other];
      out->n_given += !is_surname (a->part) && a->part != AMP_NAME_ANY;
      if (is_surname (a->part) && is_surname (b->part))
        {
          straight |= a->part == b->part;
          crossed |= a->part != b->part;
        }
    }
  out->n_surnames = surnames_that_fit (self);
  out->n_surnames_a = count_surnames (self->a);
  out->n_surnames_b = count_surnames (self->b);
  out->n_given_a = count_part (self->a, AMP_NAME_GIVEN) + count_part (self->a, AMP_NAME_KNOWN_AS);
  out->n_given_b = count_part (self->b, AMP_NAME_GIVEN);
  out->swapped = crossed && !straight && out->n_surnames_a == 2 && out->n_surnames_b == 2;
}

void
amp_names_compare (const GPtrArray *a,
                   const GPtrArray *b,
                   gboolean typing,
                   AmpNameLikeness *likeness)
{
  Pairing pairing = {.a = a, .b = b, .typing = typing, .out = likeness};

  memset (likeness, 0, sizeof *likeness);
  g_return_if_fail (a->len <= MOST && b->len <= MOST);
  look_at_words (&pairing);
  pair_words (&pairing, 0.9);
  pair_joined (&pairing);
  pair_words (&pairing, 0.01);
  sum_up (&pairing);
}
