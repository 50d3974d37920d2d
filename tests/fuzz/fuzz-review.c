/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Review packs of anybody's making, to the check and to the reader: what one lets pass the other
 * understands, to the last record. The first byte chooses whether there is an earlier pack. */
#include "fuzz.h"

#include "review/check.h"
#include "review/pack.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  static const AmpReviewEarlier earlier = {
    "0123456789abcdef", "small", 100, "aaaaaaaaaaaabbbbbbbbbbbb", 2, "F,adult,PE-norte,30\n", 1};
  FuzzInput input = fuzz_begin (data, length);
  const gsize n_earlier = fuzz_take8 (&input) % 2;
  g_autoptr (GBytes) payload = g_bytes_new (input.at, input.left);
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpReviewPack) pack = amp_review_pack_read (payload, &error);

  FUZZ_EXPECT ((pack == NULL) == (error != NULL));
  if (amp_review_check (input.at, input.left, &earlier, n_earlier, &refusal))
    {
      FUZZ_EXPECT (refusal == NULL && pack != NULL);
      FUZZ_EXPECT ((gint64) amp_review_pack_n_rows (pack) == amp_review_pack_head (pack)->records);
    }
  else
    FUZZ_EXPECT (amp_review_check_sentence (refusal, NULL) != NULL);
  return 0;
}
