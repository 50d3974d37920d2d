/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that somebody attaches: anything at all, and PNG whose checks hold whatever is in it. What
 * is stripped stays as it is when it is stripped again, and is not longer than it was. */
#include "fuzz.h"

#include "domain/media.h"

#include <string.h>

static guint32
crc_of (const guint8 *data, gsize length)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc & 1) != 0 ? 0xedb88320u ^ crc >> 1 : crc >> 1;
    }
  return ~crc;
}

/* Otherwise nothing would get past the first chunk. */
static void
close_chunks (guint8 *data, gsize length)
{
  for (gsize at = 8; length - at >= 12 && at < length;)
    {
      guint32 size, crc;

      memcpy (&size, data + at, sizeof size);
      size = GUINT32_FROM_BE (size);
      if (size > length - at - 12)
        return;
      crc = GUINT32_TO_BE (crc_of (data + at + 4, (gsize) size + 4));
      memcpy (data + at + 8 + size, &crc, sizeof crc);
      at += (gsize) size + 12;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  g_autofree guint8 *copy = NULL;
  g_autoptr (GByteArray) left = NULL, again = NULL, turned = NULL;
  AmpMediaFacts facts;
  const char *mime;

  (void) fuzz_begin (data, length);
  if (length == 0)
    return 0;
  copy = g_memdup2 (data, length);
  mime = amp_media_sniff (copy, length);
  (void) amp_media_class (mime);
  if (strcmp (mime, "image/png") == 0)
    close_chunks (copy, length);
  left = amp_media_strip (mime, copy, length, &facts);
  if (left == NULL)
    return 0;
  FUZZ_EXPECT (left->len <= length + AMP_MEDIA_MARGIN);
  FUZZ_EXPECT (facts.orientation <= 8);
  again = amp_media_strip (mime, left->data, left->len, NULL);
  FUZZ_EXPECT (again != NULL && again->len == left->len &&
               memcmp (again->data, left->data, left->len) == 0);
  if (strcmp (mime, "image/jpeg") == 0)
    turned = amp_media_turn_jpeg (left->data, left->len, 6);
  FUZZ_EXPECT (turned == NULL || turned->len > left->len);
  return 0;
}
