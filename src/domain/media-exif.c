/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one thing of EXIF that is wanted: which way up a picture is. */
#include "domain/media-private.h"

#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3
#define ENTRY 12

static guint32
number (const guint8 *at, guint bytes, gboolean little)
{
  guint32 value = 0;

  for (guint i = 0; i < bytes; i++)
    value = value << 8 | at[little ? bytes - 1 - i : i];
  return value;
}

static guint
orientation_of (const guint8 *entry, gboolean little)
{
  guint32 value = number (entry + 8, 2, little);

  if (number (entry, 2, little) != TAG_ORIENTATION || number (entry + 2, 2, little) != TYPE_SHORT ||
      number (entry + 4, 4, little) != 1)
    return 0;
  return value >= 1 && value <= 8 ? value : 0;
}

guint
amp_media_exif_orientation (AmpBytes tiff)
{
  gboolean little;
  guint32 at, n;

  if (tiff.left < 8)
    return 0;
  little = tiff.at[0] == 'I';
  if (memcmp (tiff.at, little ? "II*\0" : "MM\0*", 4) != 0)
    return 0;
  at = number (tiff.at + 4, 4, little);
  if (at > tiff.left - 2)
    return 0;
  n = number (tiff.at + at, 2, little);
  at += 2;
  for (guint32 i = 0; i < n && (tiff.left - at) / ENTRY > i; i++)
    {
      guint value = orientation_of (tiff.at + at + (gsize) i * ENTRY, little);

      if (value != 0)
        return value;
    }
  return 0;
}
