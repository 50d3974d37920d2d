/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Types of files by their first bytes, and which reader takes the metadata out of which. */
#include "domain/media-private.h"

#include <string.h>

typedef struct
{
  const char *mime;
  AmpMediaClass class;
  gboolean may_tell;
} Type;

static const Type types[] = {
  {"image/jpeg", AMP_MEDIA_IMAGE, TRUE},    {"image/png", AMP_MEDIA_IMAGE, TRUE},
  {"image/webp", AMP_MEDIA_IMAGE, TRUE},    {"image/tiff", AMP_MEDIA_IMAGE, TRUE},
  {"application/pdf", AMP_MEDIA_PDF, TRUE}, {"audio/mpeg", AMP_MEDIA_AUDIO, TRUE},
  {"audio/ogg", AMP_MEDIA_AUDIO, TRUE},     {"audio/x-wav", AMP_MEDIA_AUDIO, TRUE},
  {"audio/flac", AMP_MEDIA_AUDIO, TRUE},    {"audio/mp4", AMP_MEDIA_AUDIO, TRUE},
  {"text/plain", AMP_MEDIA_TEXT, FALSE},    {"application/octet-stream", AMP_MEDIA_OTHER, TRUE},
};

static const Type *
find (const char *mime)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].mime, mime) == 0)
      return &types[i];
  return &types[G_N_ELEMENTS (types) - 1];
}

AmpMediaClass
amp_media_class (const char *mime)
{
  return find (mime)->class;
}

gboolean
amp_media_may_tell (const char *mime)
{
  return find (mime)->may_tell;
}

/* --- By the first bytes --- */

static gboolean
begins (const guint8 *data, gsize length, gsize at, const char *bytes, gsize n)
{
  return length >= at + n && memcmp (data + at, bytes, n) == 0;
}

static gboolean
is_mp3 (const guint8 *data, gsize length)
{
  if (begins (data, length, 0, "ID3", 3))
    return TRUE;
  /* A frame: sync, layer III, a bit rate and a sampling rate that exist. */
  return length >= 4 && data[0] == 0xff && (data[1] & 0xe6) == 0xe2 && (data[1] & 0x18) != 0x08 &&
         (data[2] & 0xf0) != 0xf0 && (data[2] & 0xf0) != 0 && (data[2] & 0x0c) != 0x0c;
}

/* Sound only: a video has these brands too, but is never shown. */
static gboolean
is_mp4_audio (const guint8 *data, gsize length)
{
  static const char *const brands[] = {"M4A ", "M4B "};

  if (!begins (data, length, 4, "ftyp", 4))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
    if (begins (data, length, 8, brands[i], 4))
      return TRUE;
  return FALSE;
}

static gboolean
is_text (const guint8 *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((data[i] < 0x20 && strchr ("\t\n\r\f", data[i]) == NULL) || data[i] == 0 || data[i] == 0x7f)
      return FALSE;
  return g_utf8_validate_len ((const char *) data, length, NULL);
}

const char *
amp_media_sniff (const guint8 *data, gsize length)
{
  static const struct
  {
    const char *bytes;
    gsize n;
    const char *mime;
  } magics[] = {
    {"\xff\xd8\xff", 3, "image/jpeg"}, {"\x89PNG\r\n\x1a\n", 8, "image/png"},
    {"II*\0", 4, "image/tiff"},        {"MM\0*", 4, "image/tiff"},
    {"%PDF-", 5, "application/pdf"},   {"OggS", 4, "audio/ogg"},
    {"fLaC", 4, "audio/flac"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (begins (data, length, 0, magics[i].bytes, magics[i].n))
      return magics[i].mime;
  if (begins (data, length, 0, "RIFF", 4) && begins (data, length, 8, "WEBP", 4))
    return "image/webp";
  if (begins (data, length, 0, "RIFF", 4) && begins (data, length, 8, "WAVE", 4))
    return "audio/x-wav";
  if (is_mp4_audio (data, length))
    return "audio/mp4";
  if (is_mp3 (data, length))
    return "audio/mpeg";
  return is_text (data, length) ? "text/plain" : "application/octet-stream";
}

/* --- Without metadata --- */

GByteArray *
amp_media_strip (const char *mime, const guint8 *data, gsize length, AmpMediaFacts *facts)
{
  AmpMediaFacts ignored, *told = facts != NULL ? facts : &ignored;
  AmpBytes file = {data, length};
  /* Never moved while it grows: what is left behind then would not be wiped. */
  g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint) length + AMP_MEDIA_MARGIN);
  gboolean done = FALSE;

  memset (told, 0, sizeof *told);
  if (length > G_MAXINT32)
    return NULL;
  if (g_strcmp0 (mime, "image/jpeg") == 0)
    done = amp_media_strip_jpeg (file, out, told);
  else if (g_strcmp0 (mime, "image/png") == 0)
    done = amp_media_strip_png (file, out, told);
  else if (g_strcmp0 (mime, "image/webp") == 0)
    done = amp_media_strip_webp (file, out, told);
  else if (g_strcmp0 (mime, "audio/x-wav") == 0)
    done = amp_media_strip_wav (file, out);
  else if (g_strcmp0 (mime, "audio/mpeg") == 0)
    done = amp_media_strip_mp3 (file, out);
  if (done)
    return g_steal_pointer (&out);
  explicit_bzero (out->data, out->len);
  return NULL;
}

const char *
amp_media_ending (const char *mime)
{
  static const struct
  {
    const char *mime, *ending;
  } endings[] = {
    {"image/jpeg", ".jpg"},      {"image/png", ".png"},  {"image/webp", ".webp"},
    {"image/tiff", ".tif"},      {"audio/mpeg", ".mp3"}, {"audio/ogg", ".ogg"},
    {"audio/x-wav", ".wav"},     {"audio/mp4", ".m4a"},  {"audio/flac", ".flac"},
    {"application/pdf", ".pdf"}, {"text/plain", ".txt"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_strcmp0 (endings[i].mime, mime) == 0)
      return endings[i].ending;
  return "";
}
