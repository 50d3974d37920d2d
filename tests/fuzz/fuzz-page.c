/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page as it may stand in a file: sealed by us and changed afterwards, or anything at all. */
#include "fuzz.h"

#include "pages/page.h"

#include <string.h>

#define SEALED 2 /* bits of the first byte; 1: which cipher */

static gboolean
is_zero (const guint8 *bytes, gsize length)
{
  gboolean zero = TRUE;

  for (gsize i = 0; i < length; i++)
    zero = zero && bytes[i] == 0;
  return zero;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);
  const guint8 how = fuzz_take8 (&input);
  g_autoptr (AmpSealer) sealer = amp_sealer_new (
    how & 1 ? AMP_CIPHER_AES_256_OCB : AMP_CIPHER_XCHACHA20_POLY1305, fuzz_key, fuzz_id);
  guint32 number = fuzz_take32 (&input);
  guint8 plain[AMP_PAGE_BYTES] = {0}, sealed[AMP_PAGE_BYTES], opened[AMP_PAGE_BYTES];
  gboolean ours = FALSE;

  if (how & SEALED)
    {
      guint32 moved = fuzz_take8 (&input) % 4 == 1 ? fuzz_take32 (&input) : 0;

      fuzz_take (&input, plain, fuzz_take8 (&input));
      amp_page_seal (sealer, sealed, plain, number);
      number ^= moved;
      ours = !fuzz_edit (&input, sealed, sizeof sealed) && moved == 0;
    }
  else
    fuzz_take (&input, sealed, sizeof sealed);

  memset (opened, 0xa5, sizeof opened);
  FUZZ_EXPECT (amp_page_open (sealer, opened, sealed, number) == ours);
  FUZZ_EXPECT (ours ? memcmp (opened, plain, sizeof plain) == 0 : is_zero (opened, sizeof opened));
  /* The same where it lies. */
  FUZZ_EXPECT (amp_page_open (sealer, sealed, sealed, number) == ours);
  FUZZ_EXPECT (memcmp (opened, sealed, sizeof sealed) == 0);
  return 0;
}
