/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a file is, by its bytes and never by its name; and the same file without what a camera, a
 * telephone or a program wrote into it: places, days, serial numbers, names, small copies.
 *
 * The readers are strict: what is not laid out as its format says is not touched, and NULL. They
 * read within data only, whatever it holds, and what they give is never longer than data by more
 * than AMP_MEDIA_MARGIN. Pixels and sound are not decoded and stay bit for bit. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_MEDIA_MARGIN 16

typedef struct
{
  guint width, height; /* as stored, before turning; 0: not told */
  guint orientation;   /* of EXIF, 1 to 8; 0: not told */
} AmpMediaFacts;

/* A type of file, static; "application/octet-stream" where it is none of those below. */
const char *amp_media_sniff (const guint8 *data, gsize length);

typedef enum
{
  AMP_MEDIA_IMAGE, /* JPEG, PNG, WebP, TIFF */
  AMP_MEDIA_PDF,
  AMP_MEDIA_AUDIO, /* MP3, Ogg, WAV, FLAC, MPEG-4 */
  AMP_MEDIA_TEXT,
  AMP_MEDIA_OTHER,
} AmpMediaClass;

AmpMediaClass amp_media_class (const char *mime); /* NULL: OTHER */
/* ".pdf"; "" where none is usual. */
const char *amp_media_ending (const char *mime);
/* TRUE: files of this type may say where, when, by whom and with what they were made. */
gboolean amp_media_may_tell (const char *mime);

/* A copy without metadata; NULL where nothing is known about taking it out of this type, or the
 * file is not laid out as it should be. facts may be NULL. */
GByteArray *
amp_media_strip (const char *mime, const guint8 *data, gsize length, AmpMediaFacts *facts);

/* Puts an orientation into a stripped JPEG, for a file that leaves the program. */
GByteArray *amp_media_turn_jpeg (const guint8 *data, gsize length, guint orientation);

G_END_DECLS
