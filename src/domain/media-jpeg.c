/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JPEG, segment by segment. What a decoder needs stays: tables, frames, scans, and of the
 * application segments JFIF (without its small picture), the colour profile and Adobe's colour
 * transform. Comments, EXIF, XMP, IPTC, maker notes, small pictures, further pictures and whatever
 * comes behind the end go. */
#include "domain/media-private.h"

#include <string.h>

enum
{
  M_SOF0 = 0xc0,
  M_DHT = 0xc4,
  M_JPG = 0xc8,
  M_DAC = 0xcc,
  M_SOF15 = 0xcf,
  M_RST0 = 0xd0,
  M_RST7 = 0xd7,
  M_EOI = 0xd9,
  M_SOS = 0xda,
  M_DQT = 0xdb,
  M_DNL = 0xdc,
  M_DRI = 0xdd,
  M_APP0 = 0xe0,
  M_APP1 = 0xe1,
  M_APP2 = 0xe2,
  M_APP14 = 0xee,
  M_APP15 = 0xef,
  M_COM = 0xfe,
};

#define JFIF_BYTES 14
#define ADOBE_BYTES 12

typedef struct
{
  AmpBytes file;
  GByteArray *out;
  AmpMediaFacts *facts;
  gboolean framed, scanned;
} Jpeg;

static gboolean
is_frame (guint8 marker)
{
  return marker >= M_SOF0 && marker <= M_SOF15 && marker != M_DHT && marker != M_JPG &&
         marker != M_DAC;
}

static void
put_marker (Jpeg *self, guint8 marker)
{
  const guint8 bytes[] = {0xff, marker};

  g_byte_array_append (self->out, bytes, sizeof bytes);
}

static void
put_segment (Jpeg *self, guint8 marker, const guint8 *data, gsize length)
{
  const guint8 size[] = {(guint8) ((length + 2) >> 8), (guint8) (length + 2)};

  put_marker (self, marker);
  g_byte_array_append (self->out, size, sizeof size);
  g_byte_array_append (self->out, data, (guint) length);
}

static gboolean
is_named (AmpBytes part, const char *name, gsize length)
{
  return part.left >= length && memcmp (part.at, name, length) == 0;
}

/* The segments of programs and cameras. */
static void
take_application (Jpeg *self, guint8 marker, AmpBytes part)
{
  if (marker == M_APP0 && is_named (part, "JFIF", 5) && part.left >= JFIF_BYTES)
    {
      guint8 jfif[JFIF_BYTES];

      memcpy (jfif, part.at, sizeof jfif);
      jfif[12] = jfif[13] = 0; /* no small picture */
      put_segment (self, marker, jfif, sizeof jfif);
    }
  else if (marker == M_APP2 && is_named (part, "ICC_PROFILE", 12))
    put_segment (self, marker, part.at, part.left);
  else if (marker == M_APP14 && is_named (part, "Adobe", 5) && part.left >= ADOBE_BYTES)
    put_segment (self, marker, part.at, ADOBE_BYTES);
  else if (marker == M_APP1 && is_named (part, "Exif\0", 6) && self->facts->orientation == 0)
    self->facts->orientation = amp_media_exif_orientation ((AmpBytes){part.at + 6, part.left - 6});
}

/* Compressed data up to the next marker, with the restart markers inside. */
static void
take_scan (Jpeg *self)
{
  const guint8 *at = self->file.at, *end = at + self->file.left;
  const guint8 *start = at;

  while (at < end)
    {
      const guint8 *ff = memchr (at, 0xff, (gsize) (end - at));

      if (ff == NULL || ff + 1 == end)
        {
          at = ff == NULL ? end : ff; /* cut off: a lone byte of a marker is not kept */
          break;
        }
      if (ff[1] != 0 && (ff[1] < M_RST0 || ff[1] > M_RST7))
        {
          at = ff;
          break;
        }
      at = ff + 2;
    }
  g_byte_array_append (self->out, start, (guint) (at - start));
  self->file.left = (gsize) (end - at);
  self->file.at = at;
}

static gboolean
take_frame (Jpeg *self, AmpBytes part)
{
  if (self->framed || part.left < 6)
    return FALSE;
  self->framed = TRUE;
  self->facts->height = amp_be16 (part.at + 1);
  self->facts->width = amp_be16 (part.at + 3);
  return self->facts->width > 0;
}

static gboolean
take_segment (Jpeg *self, guint8 marker)
{
  AmpBytes size, part;

  if (!amp_bytes_take (&self->file, 2, &size) || amp_be16 (size.at) < 2 ||
      !amp_bytes_take (&self->file, amp_be16 (size.at) - 2, &part))
    return FALSE;
  if (marker >= M_APP0 && marker <= M_APP15)
    {
      take_application (self, marker, part);
      return TRUE;
    }
  if (marker == M_COM)
    return TRUE;
  if (is_frame (marker) ? !take_frame (self, part)
                        : marker != M_DHT && marker != M_DAC && marker != M_SOS &&
                            marker != M_DQT && marker != M_DNL && marker != M_DRI)
    return FALSE;
  put_segment (self, marker, part.at, part.left);
  if (marker == M_SOS)
    {
      take_scan (self);
      self->scanned = TRUE;
      return self->framed;
    }
  return TRUE;
}

/* The marker comes after any number of fill bytes; 0: there is none. */
static guint8
next_marker (Jpeg *self)
{
  AmpBytes byte;

  if (!amp_bytes_take (&self->file, 1, &byte) || *byte.at != 0xff)
    return 0;
  while (amp_bytes_take (&self->file, 1, &byte))
    if (*byte.at != 0xff)
      return *byte.at;
  return 0;
}

gboolean
amp_media_strip_jpeg (AmpBytes file, GByteArray *out, AmpMediaFacts *facts)
{
  Jpeg self = {file, out, facts, FALSE, FALSE};
  AmpBytes start;

  if (!amp_bytes_take (&self.file, 2, &start) || start.at[0] != 0xff || start.at[1] != 0xd8)
    return FALSE;
  put_marker (&self, 0xd8);
  /* Telephones that lose power leave pictures without an end: what is there is shown all the same.
   */
  while (self.file.left > 1 || !self.scanned)
    {
      guint8 marker = next_marker (&self);

      if (marker == M_EOI)
        break;
      if (marker < M_SOF0 || !take_segment (&self, marker))
        return FALSE;
    }
  put_marker (&self, M_EOI);
  return self.scanned;
}

GByteArray *
amp_media_turn_jpeg (const guint8 *data, gsize length, guint orientation)
{
  static const guint8 exif[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42,
                                0,    0,    0, 8,  0,   1,   1,   18,  0, 3, 0,   0,   0, 1};
  const guint8 value[] = {0, (guint8) orientation, 0, 0, 0, 0, 0, 0};
  AmpBytes file = {data, length};
  GByteArray *out;
  gsize head = 2;

  if (length < 4 || data[0] != 0xff || data[1] != 0xd8)
    return NULL;
  /* JFIF wants to be first. */
  if (length >= 6 && data[2] == 0xff && data[3] == M_APP0 && amp_be16 (data + 4) + 4u <= length)
    head = amp_be16 (data + 4) + 4u;
  out = g_byte_array_sized_new ((guint) (length + sizeof exif + sizeof value));
  g_byte_array_append (out, file.at, (guint) head);
  g_byte_array_append (out, exif, sizeof exif);
  g_byte_array_append (out, value, sizeof value);
  return g_byte_array_append (out, file.at + head, (guint) (length - head));
}
