/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much speaks for two being one person. Weights are logarithms of likelihood ratios (Fellegi
 * and Sunter's way): that of an agreement is how much rarer it is by chance, that of a disagreement
 * how much rarer it is in one and the same person. The numbers that no count gives were set against
 * tests/data/names. */
#include "domain/duplicates-private.h"

#include "model/codelist.h"
#include "model/name-like.h"
#include "model/name-sound.h"

#include <math.h>
#include <string.h>

const char *const amp_like_fields[AMP_LIKE_N_FIELDS] = {
  "given_names", "surname_paternal", "surname_maternal", "known_as", "doc_type",
  "doc_number",  "birth_date",       "birth_year",       "age_band", "gender",
};

/* In the order of data/codelists/dup-reason.xml. */
typedef enum
{
  SAME_DOCUMENT,
  NEAR_DOCUMENT,
  SAME_PHONE,
  SAME_NAME,
  PART_OF_NAME,
  NAME_SOUNDS_ALIKE,
  NAME_ONE_LETTER,
  SURNAMES_SWAPPED,
  SURNAME_MISSING,
  NICKNAME,
  SAME_BIRTH_DATE,
  DAY_MONTH_SWAPPED,
  BIRTH_YEAR_NEAR,
  SAME_BIRTH_YEAR,
  SAME_AGE_BAND,
} Reason;

#define BIT(reason) (1u << (reason))

/* --- One side --- */

static void
set_years (AmpLikeSide *self, const char *year, const char *band, int recorded)
{
  if (self->birth.precision >= AMP_DATE_YEAR)
    self->first_year = self->last_year = self->birth.year;
  else if (year != NULL)
    self->first_year = self->last_year = (int) g_ascii_strtoll (year, NULL, 10);
  else if (band != NULL && recorded > 0)
    {
      const char *dash = strstr (band, "--");
      int youngest = (int) g_ascii_strtoll (band, NULL, 10);

      self->last_year = recorded - youngest;
      self->first_year =
        recorded - 1 - (dash != NULL ? (int) g_ascii_strtoll (dash + 2, NULL, 10) : 100);
      self->has_band = TRUE;
    }
}

void
amp_like_side_init (AmpLikeSide *self, const char *const *texts, int recorded)
{
  static const AmpNamePart parts[] = {AMP_NAME_GIVEN, AMP_NAME_PATERNAL, AMP_NAME_MATERNAL,
                                      AMP_NAME_KNOWN_AS};

  memset (self, 0, sizeof *self);
  self->words = amp_name_words_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    amp_name_words_add (self->words, texts[i], parts[i]);
  self->doc_type = texts[AMP_LIKE_DOC_TYPE];
  self->document = amp_document_key (self->doc_type, texts[AMP_LIKE_DOC_NUMBER]);
  self->gender = texts[AMP_LIKE_GENDER];
  if (texts[AMP_LIKE_BIRTH_DATE] != NULL)
    (void) amp_date_parse (texts[AMP_LIKE_BIRTH_DATE], &self->birth);
  set_years (self, texts[AMP_LIKE_BIRTH_YEAR], texts[AMP_LIKE_AGE_BAND], recorded);
}

void
amp_like_side_clear (AmpLikeSide *self)
{
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->document, g_free);
}

/* --- The name --- */

static double
rarity (const AmpLikeHits *hits, guint word)
{
  double share = (hits->n_bearers[word] + 1) / (double) (hits->n_people + 20);

  return CLAMP (-log (share), 1.0, 7.5);
}

/* A slip says nothing about how rare the right word is. */
static double
agreement (const AmpLikeHits *hits, guint word, const AmpNameFit *fit)
{
  double weight = rarity (hits, word);

  if (fit->how == AMP_LIKE_LETTER || fit->how == AMP_LIKE_BEGINNING)
    weight = MIN (weight, 4.5);
  return weight * fit->sure - (fit->how == AMP_LIKE_LETTER ? 0.5 : 0);
}

/* Given names: none of them fits, or each side has one that the other lacks (sisters have). */
static double
given_against (const AmpNameLikeness *likeness)
{
  guint fewer = MIN (likeness->n_given_a, likeness->n_given_b);

  if (fewer == 0)
    return 0;
  if (likeness->n_given == 0)
    return -6.5;
  return likeness->n_given < fewer ? -3 : 0;
}

static double
surnames_against (const AmpNameLikeness *likeness)
{
  guint fewer = MIN (likeness->n_surnames_a, likeness->n_surnames_b);

  if (fewer == 0)
    return 0;
  if (likeness->n_surnames == 0)
    return -7;
  return likeness->n_surnames < fewer ? -3.5 : 0;
}

static guint
name_reasons (const GPtrArray *words, const AmpNameLikeness *likeness, guint *n_fits)
{
  guint reasons = 0, n_same = 0;

  *n_fits = 0;
  for (guint i = 0; i < words->len; i++)
    switch (likeness->fits[i].how)
      {
      case AMP_LIKE_SAME:
        n_same++;
        (*n_fits)++;
        break;
      case AMP_LIKE_SOUND:
        reasons |= BIT (NAME_SOUNDS_ALIKE);
        (*n_fits)++;
        break;
      case AMP_LIKE_NICKNAME:
        reasons |= BIT (NICKNAME);
        (*n_fits)++;
        break;
      case AMP_LIKE_LETTER:
        reasons |= BIT (NAME_ONE_LETTER);
        (*n_fits)++;
        break;
      case AMP_LIKE_BEGINNING:
        (*n_fits)++;
        break;
      case AMP_LIKE_NOT:
      default:
        break;
      }
  if (*n_fits < words->len)
    reasons |= BIT (PART_OF_NAME);
  else if (n_same == *n_fits)
    reasons |= BIT (SAME_NAME);
  if (likeness->swapped)
    reasons |= BIT (SURNAMES_SWAPPED);
  if (likeness->n_surnames > 0 && likeness->n_surnames_a != likeness->n_surnames_b)
    reasons |= BIT (SURNAME_MISSING);
  return reasons;
}

static double
weigh_name (const AmpLikeSide *a,
            const AmpLikeSide *b,
            const AmpLikeHits *hits,
            gboolean typing,
            AmpLikeness *out)
{
  AmpNameLikeness likeness;
  double weight = 0, against;
  guint n_fits, reasons;

  amp_names_compare (a->words, b->words, typing, &likeness);
  for (guint i = 0; i < a->words->len; i++)
    {
      const AmpNameWord *word = a->words->pdata[i];

      if (likeness.fits[i].how != AMP_LIKE_NOT)
        weight += agreement (hits, i, &likeness.fits[i]);
      else if (word->part == AMP_NAME_ANY)
        weight -= 2;
    }
  against = given_against (&likeness) + surnames_against (&likeness);
  reasons = name_reasons (a->words, &likeness, &n_fits);
  /* One word in common is no likeness of names where there was more to compare. */
  if (n_fits >= MIN (2, a->words->len))
    out->reasons |= reasons;
  out->whole = n_fits >= 2 && n_fits == a->words->len && against >= 0;
  return weight + against - (likeness.swapped ? 0.5 : 0);
}

/* --- The rest --- */

static double
weigh_document (const AmpLikeSide *a, const AmpLikeSide *b, guint *reasons)
{
  gboolean same_type = g_strcmp0 (a->doc_type, b->doc_type) == 0;
  guint edits;

  if (a->document == NULL || b->document == NULL)
    return 0;
  edits = amp_name_edits (a->document, b->document, 1);
  if (edits == 0)
    {
      *reasons |= BIT (SAME_DOCUMENT);
      return same_type || a->doc_type == NULL || b->doc_type == NULL ? 15 : 10;
    }
  if (edits == 1 && strlen (a->document) >= 7)
    {
      *reasons |= BIT (NEAR_DOCUMENT);
      return 6;
    }
  return same_type && a->doc_type != NULL ? -3.5 : 0;
}

static gboolean
is_swapped (const AmpDate *a, const AmpDate *b)
{
  return a->year == b->year && a->day == b->month && a->month == b->day;
}

/* First of January, or fifteenth of a month, is what is written where the day is not known. */
static double
weigh_days (const AmpDate *a, const AmpDate *b, guint *reasons)
{
  int years = ABS ((int) a->year - (int) b->year);

  if (amp_date_compare (a, b) == 0)
    {
      *reasons |= BIT (SAME_BIRTH_DATE);
      return a->day == 1 && a->month == 1 ? 4 : 8;
    }
  if (is_swapped (a, b))
    {
      *reasons |= BIT (DAY_MONTH_SWAPPED);
      return 5.5;
    }
  if (years == 1 && a->month == b->month && a->day == b->day)
    {
      *reasons |= BIT (BIRTH_YEAR_NEAR);
      return 5.5;
    }
  if (years == 0 && (a->month == b->month || a->day == b->day))
    {
      *reasons |= BIT (SAME_BIRTH_YEAR);
      return 1.5;
    }
  return years == 0                                                ? -2
         : years <= 1                                              ? -3
         : years <= 10 && a->month == b->month && a->day == b->day ? 1
                                                                   : -5;
}

static double
weigh_birth (const AmpLikeSide *a, const AmpLikeSide *b, guint *reasons)
{
  int apart = MAX (a->first_year - b->last_year, b->first_year - a->last_year);

  if (a->birth.precision == AMP_DATE_DAY && b->birth.precision == AMP_DATE_DAY)
    return weigh_days (&a->birth, &b->birth, reasons);
  if (a->first_year == 0 || b->first_year == 0)
    return 0;
  if (a->has_band || b->has_band)
    {
      if (apart <= 0)
        *reasons |= BIT (SAME_AGE_BAND);
      return apart <= 0 ? 0.8 : apart <= 2 ? -0.5 : -4;
    }
  if (apart == 0)
    *reasons |= BIT (SAME_BIRTH_YEAR);
  else if (apart == 1)
    *reasons |= BIT (BIRTH_YEAR_NEAR);
  return apart == 0 ? 2.5 : apart == 1 ? 1 : apart <= 3 ? -1.5 : -4.5;
}

static double
weigh_gender (const AmpLikeSide *a, const AmpLikeSide *b)
{
  return a->gender != NULL && b->gender != NULL && strcmp (a->gender, b->gender) != 0 &&
             strcmp (a->gender, "NonSpecifiedUnknown") != 0 &&
             strcmp (b->gender, "NonSpecifiedUnknown") != 0
           ? -1.5
           : 0;
}

AmpLikeness
amp_like_weigh (
  const AmpLikeSide *a, const AmpLikeSide *b, const AmpLikeHits *hits, guint marks, gboolean typing)
{
  AmpLikeness out = {0};
  double rest = weigh_document (a, b, &out.reasons);
  double birth = weigh_birth (a, b, &out.reasons);

  /* How likely anybody is known before anything is compared; beyond some thousand people a list of
   * eight, not this, keeps the answer short. */
  out.odds = -log ((double) CLAMP (hits->n_people, 20, 5000)) + rest + birth;
  out.odds += weigh_name (a, b, hits, typing, &out) + weigh_gender (a, b);
  out.whole = out.whole && rest >= 0 && birth >= 0;
  if (marks & AMP_HIT_PHONE)
    {
      out.reasons |= BIT (SAME_PHONE);
      out.odds += 5; /* families share one */
    }
  return out;
}

char *
amp_like_reasons (guint reasons)
{
  const AmpCodeList *list = amp_code_list_find ("dup_reason");
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < amp_code_list_length (list); i++)
    if (reasons & BIT (i))
      g_string_append_printf (codes, "%s%s", codes->len > 0 ? ";" : "",
                              amp_code_value (amp_code_list_nth (list, i)));
  return g_string_free (codes, FALSE);
}
