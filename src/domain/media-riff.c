/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * WebP and WAV, which are both RIFF. Only chunks that are known to be pixels or sound stay. */
#include "domain/media-private.h"

#include <string.h>

#define HEADER 12
#define FLAG_XMP 0x04
#define FLAG_EXIF 0x08
#define FRAME_HEADER 16

static const char *const webp_kept[] = {"VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"};
static const char *const frame_kept[] = {"VP8 ", "VP8L", "ALPH"};
static const char *const wav_kept[] = {"fmt ", "fact", "data"};

typedef struct
{
  const guint8 *type;
  AmpBytes body;
} Chunk;

static gboolean
is_type (const Chunk *chunk, const char *name)
{
  return memcmp (chunk->type, name, 4) == 0;
}

static gboolean
is_one_of (const Chunk *chunk, const char *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (is_type (chunk, names[i]))
      return TRUE;
  return FALSE;
}

/* The blank of an odd chunk may be missing at the very end. */
static gboolean
take_chunk (AmpBytes *file, Chunk *chunk)
{
  AmpBytes head, blank;

  if (!amp_bytes_take (file, 8, &head) ||
      !amp_bytes_take (file, amp_le32 (head.at + 4), &chunk->body))
    return FALSE;
  chunk->type = head.at;
  if (chunk->body.left % 2 == 1 && file->left > 0)
    (void) amp_bytes_take (file, 1, &blank);
  return TRUE;
}

static void
put_size (GByteArray *out, gsize at)
{
  guint32 size = GUINT32_TO_LE ((guint32) (out->len - at - 4));

  memcpy (out->data + at, &size, sizeof size);
}

static gsize
put_head (GByteArray *out, const guint8 *type)
{
  g_byte_array_append (out, type, 4);
  g_byte_array_append (out, (const guint8 *) "\0\0\0", 4);
  return out->len - 4;
}

static void
put_blank (GByteArray *out, gsize length)
{
  if (length % 2 == 1)
    g_byte_array_append (out, (const guint8 *) "", 1);
}

static void
put_chunk (GByteArray *out, const Chunk *chunk)
{
  gsize at = put_head (out, chunk->type);

  g_byte_array_append (out, chunk->body.at, (guint) chunk->body.left);
  put_size (out, at);
  put_blank (out, chunk->body.left);
}

/* The chunks of the file; what comes behind them is not looked at. */
static gboolean
open_riff (AmpBytes file, const char *kind, AmpBytes *chunks, GByteArray *out)
{
  AmpBytes head;

  if (!amp_bytes_take (&file, HEADER, &head) || memcmp (head.at, "RIFF", 4) != 0 ||
      memcmp (head.at + 8, kind, 4) != 0 || amp_le32 (head.at + 4) < 4 ||
      !amp_bytes_take (&file, amp_le32 (head.at + 4) - 4, chunks))
    return FALSE;
  g_byte_array_append (out, head.at, HEADER);
  return TRUE;
}

/* --- WebP --- */

/* A picture of a moving one has chunks of its own. */
static gboolean
put_frame (GByteArray *out, const Chunk *frame)
{
  AmpBytes rest = frame->body, head;
  gsize at = put_head (out, frame->type);
  Chunk chunk;

  if (!amp_bytes_take (&rest, FRAME_HEADER, &head))
    return FALSE;
  g_byte_array_append (out, head.at, FRAME_HEADER);
  while (rest.left > 0)
    {
      if (!take_chunk (&rest, &chunk))
        return FALSE;
      if (is_one_of (&chunk, frame_kept, G_N_ELEMENTS (frame_kept)))
        put_chunk (out, &chunk);
    }
  put_size (out, at);
  return TRUE;
}

static gboolean
put_webp (GByteArray *out, const Chunk *chunk, AmpMediaFacts *facts)
{
  gsize at = out->len;

  if (is_type (chunk, "ANMF"))
    return put_frame (out, chunk);
  put_chunk (out, chunk);
  if (!is_type (chunk, "VP8X"))
    return TRUE;
  if (chunk->body.left != 10)
    return FALSE;
  out->data[at + 8] &= (guint8) ~(FLAG_XMP | FLAG_EXIF);
  facts->width = 1 + (amp_le32 (chunk->body.at + 4) & 0xffffff);
  facts->height = 1 + (amp_le32 (chunk->body.at + 6) >> 8);
  return TRUE;
}

static void
take_exif (AmpBytes body, AmpMediaFacts *facts)
{
  AmpBytes prefix;

  if (body.left >= 6 && memcmp (body.at, "Exif\0", 6) == 0)
    (void) amp_bytes_take (&body, 6, &prefix);
  if (facts->orientation == 0)
    facts->orientation = amp_media_exif_orientation (body);
}

static void
measure (const Chunk *chunk, AmpMediaFacts *facts)
{
  if (facts->width != 0)
    return;
  if (is_type (chunk, "VP8 ") && chunk->body.left >= 10)
    {
      facts->width = amp_le32 (chunk->body.at + 6) & 0x3fff;
      facts->height = amp_le32 (chunk->body.at + 6) >> 16 & 0x3fff;
    }
  else if (is_type (chunk, "VP8L") && chunk->body.left >= 5)
    {
      facts->width = 1 + (amp_le32 (chunk->body.at + 1) & 0x3fff);
      facts->height = 1 + (amp_le32 (chunk->body.at + 1) >> 14 & 0x3fff);
    }
}

gboolean
amp_media_strip_webp (AmpBytes file, GByteArray *out, AmpMediaFacts *facts)
{
  AmpBytes chunks;
  Chunk chunk;
  gboolean pixels = FALSE;

  if (!open_riff (file, "WEBP", &chunks, out))
    return FALSE;
  while (chunks.left > 0)
    {
      if (!take_chunk (&chunks, &chunk))
        return FALSE;
      if (is_type (&chunk, "EXIF"))
        take_exif (chunk.body, facts);
      if (!is_one_of (&chunk, webp_kept, G_N_ELEMENTS (webp_kept)))
        continue;
      if (!put_webp (out, &chunk, facts))
        return FALSE;
      measure (&chunk, facts);
      pixels |= is_type (&chunk, "VP8 ") || is_type (&chunk, "VP8L") || is_type (&chunk, "ANMF");
    }
  put_size (out, 4);
  return pixels;
}

/* --- WAV --- */

gboolean
amp_media_strip_wav (AmpBytes file, GByteArray *out)
{
  AmpBytes chunks;
  Chunk chunk;
  gboolean format = FALSE, sound = FALSE;

  if (!open_riff (file, "WAVE", &chunks, out))
    return FALSE;
  while (chunks.left > 0)
    {
      if (!take_chunk (&chunks, &chunk))
        return FALSE;
      format |= is_type (&chunk, "fmt ");
      sound |= is_type (&chunk, "data");
      if (is_one_of (&chunk, wav_kept, G_N_ELEMENTS (wav_kept)))
        put_chunk (out, &chunk);
    }
  put_size (out, 4);
  return format && sound;
}
