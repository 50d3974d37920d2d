/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the readers of media share. Private to the folder. */
#pragma once

#include "domain/media.h"

G_BEGIN_DECLS

/* What is left to read of a file. */
typedef struct
{
  const guint8 *at;
  gsize left;
} AmpBytes;

/* FALSE, and nothing taken, where there is not so much. */
static inline gboolean
amp_bytes_take (AmpBytes *self, gsize length, AmpBytes *part)
{
  if (length > self->left)
    return FALSE;
  part->at = self->at;
  part->left = length;
  self->at += length;
  self->left -= length;
  return TRUE;
}

static inline guint
amp_be16 (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

static inline guint32
amp_be32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

static inline guint32
amp_le32 (const guint8 *at)
{
  return (guint32) at[3] << 24 | (guint32) at[2] << 16 | (guint32) at[1] << 8 | at[0];
}

/* Each appends to out what stays; FALSE: not laid out as it should be. */
gboolean amp_media_strip_jpeg (AmpBytes file, GByteArray *out, AmpMediaFacts *facts);
gboolean amp_media_strip_png (AmpBytes file, GByteArray *out, AmpMediaFacts *facts);
gboolean amp_media_strip_webp (AmpBytes file, GByteArray *out, AmpMediaFacts *facts);
gboolean amp_media_strip_wav (AmpBytes file, GByteArray *out);
gboolean amp_media_strip_mp3 (AmpBytes file, GByteArray *out);

/* Orientation of a TIFF header and what follows it; 0 where it tells none. */
guint amp_media_exif_orientation (AmpBytes tiff);

G_END_DECLS
