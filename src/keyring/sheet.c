/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words of a recovery sheet, and what is wrong with those that somebody typed. */
#include "keyring/sheet.h"

#include <sodium.h>
#include <string.h>

#define WORDS 256
#define WORD_MAX 7 /* letters */
#define WORD_MIN 4 /* tell each word from all others */

/* Made of data/recovery/words.txt by the build. */
static const char words[][WORD_MAX + 1] = {
#include "keyring/recovery-words.inc"
};

G_STATIC_ASSERT (G_N_ELEMENTS (words) == WORDS);

const char *
amp_sheet_word (guint8 byte)
{
  return words[byte];
}

AmpSecret *
amp_sheet_to_words (const AmpSecret *sheet)
{
  const guint8 *bytes = amp_secret_data (sheet);
  g_autoptr (AmpSecret) text = amp_secret_new (AMP_SHEET_BYTES * (WORD_MAX + 1));
  char *start = (char *) amp_secret_data (text), *at = start;

  for (gsize i = 0; i < AMP_SHEET_BYTES; i++)
    {
      if (i > 0)
        *at++ = ' ';
      at = g_stpcpy (at, words[bytes[i]]);
    }
  return amp_secret_new_from (start, (gsize) (at - start));
}

/* --- Reading what somebody typed --- */

/* A letter without its accents and in lower case; 0 for what is part of the letter before it, or no
 * letter at all. */
static gunichar
plain_letter (gunichar c)
{
  gunichar base, mark;

  while (g_unichar_decompose (c, &base, &mark))
    c = base;
  return g_unichar_isalpha (c) ? g_unichar_tolower (c) : 0;
}

/* The next word of the text, as far as it may be of the list: longer ones are cut one letter after
 * the longest. FALSE at the end. */
static gboolean
next_word (const char **at, const char *end, AmpSecret *word, gsize *length)
{
  char *out = (char *) amp_secret_data (word);

  *length = 0;
  while (*at < end)
    {
      gunichar c = g_utf8_get_char_validated (*at, end - *at);
      gboolean valid = c < (gunichar) -2;
      gunichar letter = valid ? plain_letter (c) : 0;

      *at = valid ? g_utf8_next_char (*at) : *at + 1;
      if (letter == 0 && !(valid && g_unichar_ismark (c)) && *length > 0)
        return TRUE;
      if (letter != 0 && *length <= WORD_MAX)
        out[(*length)++] = (char) (letter < 0x80 ? letter : '?');
    }
  return *length > 0;
}

/* Its number, or WORDS. All are looked at, so that the time does not tell which one it was. */
static guint
look_up (const AmpSecret *word, gsize length)
{
  guint found = WORDS;

  if (length < WORD_MIN || length > WORD_MAX)
    return WORDS;
  for (guint i = 0; i < WORDS; i++)
    if (sodium_memcmp (words[i], amp_secret_data (word), length) == 0)
      found = i;
  return found;
}

AmpSecret *
amp_sheet_from_words (const AmpSecret *text, GError **error)
{
  const char *at = (const char *) amp_secret_data (text), *end = at + amp_secret_length (text);
  g_autoptr (AmpSecret) sheet = amp_secret_new (AMP_SHEET_BYTES);
  g_autoptr (AmpSecret) word = amp_secret_new (WORD_MAX + 1);
  guint count = 0;
  gsize length;

  while (next_word (&at, end, word, &length))
    {
      guint number = look_up (word, length);

      count++;
      if (number == WORDS)
        {
          amp_refuse_with (error, AMP_VAULT_ERROR_INVALID, "Word %u is not in the list", count);
          return NULL;
        }
      if (count <= AMP_SHEET_BYTES)
        amp_secret_data (sheet)[count - 1] = (guint8) number;
    }
  if (count != AMP_SHEET_BYTES)
    {
      amp_refuse_with (error, AMP_VAULT_ERROR_INVALID, "A sheet has %d words, not %u",
                       AMP_SHEET_BYTES, count);
      return NULL;
    }
  return g_steal_pointer (&sheet);
}

/* --- The check --- */

static void
compute_check (const guint8 *bytes, const guint8 vault_id[16], guint8 out[AMP_HASH_BYTES])
{
  crypto_generichash (out, AMP_HASH_BYTES, bytes, AMP_SHEET_CHECK_AT, vault_id, 16);
}

static gboolean
check_holds (const guint8 *bytes, const guint8 vault_id[16])
{
  guint8 check[AMP_HASH_BYTES];

  compute_check (bytes, vault_id, check);
  return sodium_memcmp (check, bytes + AMP_SHEET_CHECK_AT, AMP_SHEET_BYTES - AMP_SHEET_CHECK_AT) ==
         0;
}

void
amp_sheet_put_check (AmpSecret *sheet, const guint8 vault_id[16])
{
  guint8 check[AMP_HASH_BYTES];

  compute_check (amp_secret_data (sheet), vault_id, check);
  memcpy (amp_secret_data (sheet) + AMP_SHEET_CHECK_AT, check,
          AMP_SHEET_BYTES - AMP_SHEET_CHECK_AT);
}

static void
swap (guint8 *a, guint8 *b)
{
  guint8 kept = *a;

  *a = *b;
  *b = kept;
}

/* Forty bits of check leave one answer: which word is wrong, or which two changed places. Both
 * from 1; second 0: one only. */
static gboolean
find_mistake (const AmpSecret *sheet, const guint8 vault_id[16], guint *first, guint *second)
{
  g_autoptr (AmpSecret) tried = amp_secret_new_from (amp_secret_data (sheet), AMP_SHEET_BYTES);
  guint8 *bytes = amp_secret_data (tried);

  for (guint i = 0; i < AMP_SHEET_BYTES; i++)
    {
      *first = i + 1;
      *second = 0;
      for (guint value = 0; value < WORDS; value++)
        {
          bytes[i] = (guint8) value;
          if (check_holds (bytes, vault_id))
            return TRUE;
        }
      bytes[i] = amp_secret_data (sheet)[i];
      for (guint k = i + 1; k < AMP_SHEET_BYTES; k++)
        {
          *second = k + 1;
          swap (&bytes[i], &bytes[k]);
          if (check_holds (bytes, vault_id))
            return TRUE;
          swap (&bytes[i], &bytes[k]);
        }
    }
  return FALSE;
}

gboolean
amp_sheet_check (const AmpSecret *sheet, const guint8 vault_id[16], GError **error)
{
  const guint8 *bytes = amp_secret_data (sheet);
  guint first, second;

  if (check_holds (bytes, vault_id))
    {
      if (bytes[AMP_SHEET_VERSION_AT] == AMP_SHEET_VERSION)
        return TRUE;
      return amp_refuse (error, AMP_VAULT_ERROR_NEWER, "The sheet is of a newer format");
    }
  if (!find_mistake (sheet, vault_id, &first, &second))
    amp_refuse (error, AMP_VAULT_ERROR_FOREIGN,
                "The sheet is of another vault, or more than one word is wrong");
  else if (second == 0)
    amp_refuse_with (error, AMP_VAULT_ERROR_INVALID, "Word %u is wrong", first);
  else
    amp_refuse_with (error, AMP_VAULT_ERROR_INVALID, "Words %u and %u changed places", first,
                     second);
  return FALSE;
}
