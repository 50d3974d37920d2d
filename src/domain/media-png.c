/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PNG, chunk by chunk. Only chunks that are known to be about colour or pixels stay. */
#include "domain/media-private.h"

#include <string.h>

static const guint8 signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

static const char kept[] = "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs hIST "
                           "acTL fcTL fdAT";

static guint32
crc (const guint8 *data, gsize length)
{
  static guint32 table[256];
  static gsize ready;
  guint32 value = G_MAXUINT32;

  if (g_once_init_enter (&ready))
    {
      for (guint32 i = 0; i < 256; i++)
        {
          guint32 c = i;

          for (guint bit = 0; bit < 8; bit++)
            c = (c & 1) != 0 ? 0xedb88320u ^ c >> 1 : c >> 1;
          table[i] = c;
        }
      g_once_init_leave (&ready, 1);
    }
  for (gsize i = 0; i < length; i++)
    value = table[(value ^ data[i]) & 0xff] ^ value >> 8;
  return ~value;
}

static gboolean
is_type (const guint8 *type, const char *name)
{
  return memcmp (type, name, 4) == 0;
}

static gboolean
is_kept (const guint8 *type)
{
  for (const char *name = kept; name < kept + sizeof kept - 1; name += 5)
    if (is_type (type, name))
      return TRUE;
  return FALSE;
}

static gboolean
take_header (AmpBytes body, AmpMediaFacts *facts)
{
  if (body.left != 13 || facts->width != 0)
    return FALSE;
  facts->width = amp_be32 (body.at);
  facts->height = amp_be32 (body.at + 4);
  return facts->width > 0 && facts->width <= G_MAXINT32 && facts->height > 0 &&
         facts->height <= G_MAXINT32;
}

/* One whole chunk: length, type, body, check. */
static gboolean
take_chunk (AmpBytes *file, AmpBytes *whole, const guint8 **type, AmpBytes *body)
{
  gsize length;

  if (file->left < 12)
    return FALSE;
  length = amp_be32 (file->at);
  if (length > G_MAXINT32 || !amp_bytes_take (file, length + 12, whole))
    return FALSE;
  *type = whole->at + 4;
  body->at = whole->at + 8;
  body->left = length;
  for (guint i = 0; i < 4; i++)
    if (!g_ascii_isalpha ((*type)[i]))
      return FALSE;
  return crc (*type, length + 4) == amp_be32 (whole->at + 8 + length);
}

gboolean
amp_media_strip_png (AmpBytes file, GByteArray *out, AmpMediaFacts *facts)
{
  AmpBytes whole, body;
  const guint8 *type = NULL;
  gboolean pixels = FALSE;

  if (!amp_bytes_take (&file, sizeof signature, &whole) ||
      memcmp (whole.at, signature, sizeof signature) != 0)
    return FALSE;
  g_byte_array_append (out, whole.at, sizeof signature);
  while (take_chunk (&file, &whole, &type, &body))
    {
      if (is_type (type, "IHDR") ? !take_header (body, facts) : facts->width == 0)
        return FALSE;
      if (is_type (type, "eXIf") && facts->orientation == 0)
        facts->orientation = amp_media_exif_orientation (body);
      pixels |= is_type (type, "IDAT");
      if (is_kept (type))
        g_byte_array_append (out, whole.at, (guint) whole.left);
      else if (g_ascii_isupper (type[0]))
        return FALSE; /* needed for decoding, and not known */
      if (is_type (type, "IEND"))
        return pixels && body.left == 0;
    }
  return FALSE;
}
