/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * MP3: the tags before and behind the frames go. */
#include "domain/media-private.h"

#include <string.h>

#define ID3V2_HEADER 10
#define ID3V1_BYTES 128
#define APE_FOOTER 32

/* How long the tag at the beginning is; 0: none, or one that is cut off. */
static gsize
id3v2_length (AmpBytes file)
{
  gsize length = ID3V2_HEADER;

  if (file.left < ID3V2_HEADER || memcmp (file.at, "ID3", 3) != 0)
    return 0;
  for (guint i = 0; i < 4; i++)
    if (file.at[6 + i] > 0x7f)
      return 0;
  length +=
    (gsize) file.at[6] << 21 | (gsize) file.at[7] << 14 | (gsize) file.at[8] << 7 | file.at[9];
  if ((file.at[5] & 0x10) != 0)
    length += ID3V2_HEADER; /* a footer like the header */
  return length <= file.left ? length : 0;
}

/* The tags at the end: 0 where the last bytes are none. */
static gsize
tail_length (AmpBytes file)
{
  const guint8 *end = file.at + file.left;
  gsize length;

  if (file.left >= ID3V1_BYTES && memcmp (end - ID3V1_BYTES, "TAG", 3) == 0)
    return ID3V1_BYTES;
  if (file.left < APE_FOOTER || memcmp (end - APE_FOOTER, "APETAGEX", 8) != 0)
    return 0;
  length = amp_le32 (end - APE_FOOTER + 12);
  if ((amp_le32 (end - APE_FOOTER + 20) & 0x80000000u) != 0)
    length += APE_FOOTER; /* a header like the footer */
  return length >= APE_FOOTER && length <= file.left ? length : 0;
}

gboolean
amp_media_strip_mp3 (AmpBytes file, GByteArray *out)
{
  AmpBytes tag;
  gsize length;

  while ((length = id3v2_length (file)) > 0)
    (void) amp_bytes_take (&file, length, &tag);
  while ((length = tail_length (file)) > 0)
    file.left -= length;
  /* What is left must be sound, or a tag was not understood. */
  if (file.left < 4 || memcmp (file.at, "ID3", 3) == 0 ||
      g_strcmp0 (amp_media_sniff (file.at, file.left), "audio/mpeg") != 0)
    return FALSE;
  g_byte_array_append (out, file.at, (guint) file.left);
  return TRUE;
}
