/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody types from a recovery sheet: the words of a sheet, cut, mixed and mistyped, or
 * anything at all. */
#include "fuzz.h"

#include "keyring/sheet.h"

#include <string.h>

#define MAX_EDITS 8

/* Bits of the first byte */
#define WORDS 1  /* begins as the words of a sheet */
#define CLOSED 2 /* whose check holds */

static void
expect_same (const AmpSecret *one, const AmpSecret *other)
{
  FUZZ_EXPECT (amp_secret_equal (one, other));
}

static GByteArray *
words_of (FuzzInput *input, gboolean closed)
{
  GByteArray *text = g_byte_array_new ();
  g_autoptr (AmpSecret) sheet = amp_secret_new (AMP_SHEET_BYTES), words = NULL, again = NULL;

  fuzz_take (input, amp_secret_data (sheet), AMP_SHEET_BYTES);
  if (closed)
    amp_sheet_put_check (sheet, fuzz_id);
  words = amp_sheet_to_words (sheet);
  again = amp_sheet_from_words (words, NULL);
  expect_same (sheet, again);
  return g_byte_array_append (text, amp_secret_data (words), (guint) amp_secret_length (words));
}

/* Bytes changed, removed, put in. */
static void
type_badly (FuzzInput *input, GByteArray *text)
{
  for (guint i = 0; i < MAX_EDITS && input->left > 0; i++)
    {
      guint8 what = fuzz_take8 (input);
      guint at = fuzz_take_below (input, text->len);

      if (what % 4 == 0 && text->len > 0)
        text->data[at] = fuzz_take8 (input);
      else if (what % 4 == 1 && text->len > 0)
        g_byte_array_remove_range (text, at, MIN (what / 4u, text->len - at));
      else if (what % 4 == 2)
        {
          guint8 more[64] = {0}, n = what / 4;

          fuzz_take (input, more, n);
          g_byte_array_append (text, more, n);
        }
      else if (text->len > 0)
        text->data[at] ^= 0x20; /* the other case; or a blank becomes a zero */
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);
  const guint8 how = fuzz_take8 (&input);
  g_autoptr (GByteArray) text =
    how & WORDS ? words_of (&input, (how & CLOSED) != 0) : g_byte_array_new ();
  g_autoptr (GError) error = NULL, refused = NULL;
  g_autoptr (AmpSecret) typed = NULL, sheet = NULL, words = NULL, again = NULL;
  gboolean ok;

  if (how & WORDS)
    type_badly (&input, text);
  else
    g_byte_array_append (text, input.at, (guint) MIN (input.left, 4096));
  typed = amp_secret_new (text->len);
  if (text->len > 0)
    memcpy (amp_secret_data (typed), text->data, text->len);
  sheet = amp_sheet_from_words (typed, &error);
  fuzz_expect_error (sheet != NULL, error);
  if (sheet == NULL)
    return 0;
  FUZZ_EXPECT (amp_secret_length (sheet) == AMP_SHEET_BYTES);
  words = amp_sheet_to_words (sheet);
  again = amp_sheet_from_words (words, NULL);
  expect_same (sheet, again);
  ok = amp_sheet_check (sheet, fuzz_id, &refused);
  fuzz_expect_error (ok, refused);
  /* Whatever it was: closed, it is a sheet of this vault, but for its version. */
  g_clear_error (&refused);
  amp_sheet_put_check (sheet, fuzz_id);
  FUZZ_EXPECT (amp_sheet_check (sheet, fuzz_id, &refused) ==
               (amp_secret_data (sheet)[AMP_SHEET_VERSION_AT] == AMP_SHEET_VERSION));
  return 0;
}
