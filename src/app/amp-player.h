/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays a recording out of memory: libsndfile decodes (MP3, Ogg, WAV, FLAC), the sound server
 * plays. No framework that looks for plug-ins, starts helpers or keeps a cache: those leave traces.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AmpPlayer AmpPlayer;

/* NULL where the bytes are no sound that is understood. Keeps the bytes. */
AmpPlayer *amp_player_new (GBytes *bytes, GError **error);
/* Falls silent, and waits until it has. */
void amp_player_free (AmpPlayer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpPlayer, amp_player_free)

void amp_player_set_playing (AmpPlayer *self,
                             gboolean playing);   /* at the end: from the beginning */
gboolean amp_player_is_playing (AmpPlayer *self); /* FALSE once the end is reached */
void amp_player_seek (AmpPlayer *self, double seconds);
double amp_player_get_position (AmpPlayer *self); /* seconds */
double amp_player_get_duration (AmpPlayer *self);
/* There is nobody to play it: no sound server, no sound card. */
gboolean amp_player_is_mute (AmpPlayer *self);

/* Where the sound goes; for tests, which have no ears. */
typedef struct
{
  gpointer (*open) (guint rate, guint channels);
  gboolean (*write) (gpointer handle, const gint16 *samples, gsize bytes); /* waits its time */
  void (*close) (gpointer handle, gboolean drain);
} AmpPlayerOutput;

void amp_player_set_output (const AmpPlayerOutput *output); /* NULL: the sound server */

G_END_DECLS
