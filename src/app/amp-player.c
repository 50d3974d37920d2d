/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread that decodes a little and hands it over, and looks in between whether it still should.
 */
#include "app/amp-player.h"

#include "domain/session.h"

#include <pulse/simple.h>
#include <sndfile.h>
#include <string.h>

#define PIECES_PER_SECOND 20
#define MAX_CHANNELS 8
#define MAX_RATE 192000

struct _AmpPlayer
{
  GBytes *bytes;
  sf_count_t at; /* of the decoder in the bytes; the thread's, or under the lock */
  SF_INFO info;
  GThread *thread; /* NULL until somebody plays */
  gboolean mute;   /* under the lock, as all below */

  GMutex lock;
  GCond changed;
  SNDFILE *decoder;
  sf_count_t frame;
  sf_count_t wanted; /* frame to go on at; -1: where it is */
  gboolean playing, ending;
};

/* --- Where the sound goes --- */

static gpointer
pulse_open (guint rate, guint channels)
{
  const pa_sample_spec spec = {
    .format = PA_SAMPLE_S16NE, .rate = rate, .channels = (guint8) channels};
  /* A short queue, so that a pause is one. */
  const pa_buffer_attr queue = {.maxlength = (uint32_t) -1,
                                .tlength = rate * channels * 2 / 5,
                                .prebuf = (uint32_t) -1,
                                .minreq = (uint32_t) -1,
                                .fragsize = (uint32_t) -1};

  return pa_simple_new (NULL, "Amparo", PA_STREAM_PLAYBACK, NULL, "Amparo", &spec, NULL, &queue,
                        NULL);
}

static gboolean
pulse_write (gpointer handle, const gint16 *samples, gsize bytes)
{
  return pa_simple_write (handle, samples, bytes, NULL) == 0;
}

static void
pulse_close (gpointer handle, gboolean drain)
{
  if (drain)
    (void) pa_simple_drain (handle, NULL);
  else
    (void) pa_simple_flush (handle, NULL);
  pa_simple_free (handle);
}

static const AmpPlayerOutput pulse = {pulse_open, pulse_write, pulse_close};
static const AmpPlayerOutput *output = &pulse;

void
amp_player_set_output (const AmpPlayerOutput *other)
{
  output = other != NULL ? other : &pulse;
}

/* --- The bytes as a file --- */

static sf_count_t
file_length (void *data)
{
  return (sf_count_t) g_bytes_get_size (((AmpPlayer *) data)->bytes);
}

static sf_count_t
file_seek (sf_count_t offset, int whence, void *data)
{
  AmpPlayer *self = data;
  sf_count_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? self->at : file_length (data);

  if (offset < -from || offset > file_length (data) - from)
    return -1;
  self->at = from + offset;
  return self->at;
}

static sf_count_t
file_read (void *buffer, sf_count_t count, void *data)
{
  AmpPlayer *self = data;
  sf_count_t n = CLAMP (count, 0, file_length (data) - self->at);

  memcpy (buffer, (const guint8 *) g_bytes_get_data (self->bytes, NULL) + self->at, (gsize) n);
  self->at += n;
  return n;
}

static sf_count_t
file_write (const void *buffer G_GNUC_UNUSED,
            sf_count_t count G_GNUC_UNUSED,
            void *data G_GNUC_UNUSED)
{
  return 0;
}

static sf_count_t
file_tell (void *data)
{
  return ((AmpPlayer *) data)->at;
}

/* --- The thread --- */

typedef struct
{
  gint16 *samples;
  gsize size;
  gpointer sink; /* open while it sounds */
} Sound;

/* Under the lock. Frames that are to be played now; 0: none. */
static sf_count_t
next_piece (AmpPlayer *self, Sound *sound)
{
  sf_count_t n;

  if (self->wanted >= 0)
    {
      sf_count_t at = sf_seek (self->decoder, self->wanted, SEEK_SET);

      self->frame = at >= 0 ? at : self->frame;
      self->wanted = -1;
    }
  n = sf_readf_short (self->decoder, sound->samples, self->info.samplerate / PIECES_PER_SECOND + 1);
  self->frame += MAX (n, 0);
  if (n <= 0)
    {
      self->playing = FALSE;
      self->frame = self->info.frames;
    }
  return MAX (n, 0);
}

/* Without the lock, which nobody may wait for while sound is on its way. */
static gboolean
sound_out (AmpPlayer *self, Sound *sound, sf_count_t n)
{
  if (sound->sink == NULL)
    sound->sink = output->open ((guint) self->info.samplerate, (guint) self->info.channels);
  return sound->sink != NULL &&
         output->write (sound->sink, sound->samples,
                        (gsize) n * (gsize) self->info.channels * sizeof (gint16));
}

static void
fall_silent (Sound *sound, gboolean drain)
{
  if (sound->sink != NULL)
    output->close (sound->sink, drain);
  sound->sink = NULL;
}

static gpointer
play (gpointer data)
{
  AmpPlayer *self = data;
  Sound sound = {0};

  sound.size = (gsize) (self->info.samplerate / PIECES_PER_SECOND + 1) *
               (gsize) self->info.channels * sizeof (gint16);
  sound.samples = g_malloc0 (sound.size);
  g_mutex_lock (&self->lock);
  while (!self->ending)
    {
      gboolean sounding = self->playing, failed = FALSE;
      sf_count_t n = sounding ? next_piece (self, &sound) : 0;

      if (!sounding && sound.sink == NULL)
        {
          g_cond_wait (&self->changed, &self->lock);
          continue;
        }
      g_mutex_unlock (&self->lock);
      if (n > 0)
        failed = !sound_out (self, &sound, n);
      else
        fall_silent (&sound, sounding); /* at the end what is queued is still heard */
      g_mutex_lock (&self->lock);
      if (failed)
        {
          self->mute = TRUE;
          self->playing = FALSE;
        }
    }
  g_mutex_unlock (&self->lock);
  fall_silent (&sound, FALSE);
  explicit_bzero (sound.samples, sound.size);
  g_free (sound.samples);
  return NULL;
}

/* --- The door --- */

AmpPlayer *
amp_player_new (GBytes *bytes, GError **error)
{
  SF_VIRTUAL_IO file = {file_length, file_seek, file_read, file_write, file_tell};
  AmpPlayer *self = g_new0 (AmpPlayer, 1);

  self->bytes = g_bytes_ref (bytes);
  self->wanted = -1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->decoder = sf_open_virtual (&file, SFM_READ, &self->info, self);
  if (self->decoder != NULL && self->info.channels >= 1 && self->info.channels <= MAX_CHANNELS &&
      self->info.samplerate >= 1 && self->info.samplerate <= MAX_RATE)
    return self;
  amp_player_free (self);
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                       "The recording cannot be decoded");
  return NULL;
}

void
amp_player_free (AmpPlayer *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->ending = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  if (self->decoder != NULL)
    sf_close (self->decoder);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_bytes_unref (self->bytes);
  g_free (self);
}

void
amp_player_set_playing (AmpPlayer *self, gboolean playing)
{
  g_mutex_lock (&self->lock);
  if (playing && !self->playing && self->wanted < 0 && self->frame >= self->info.frames)
    self->wanted = 0;
  self->playing = playing;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  if (playing && self->thread == NULL)
    self->thread = g_thread_new ("player", play, self);
}

gboolean
amp_player_is_playing (AmpPlayer *self)
{
  gboolean playing;

  g_mutex_lock (&self->lock);
  playing = self->playing;
  g_mutex_unlock (&self->lock);
  return playing;
}

void
amp_player_seek (AmpPlayer *self, double seconds)
{
  double frame = seconds * self->info.samplerate;

  g_mutex_lock (&self->lock);
  self->wanted = (sf_count_t) CLAMP (frame, 0, (double) self->info.frames);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

double
amp_player_get_position (AmpPlayer *self)
{
  sf_count_t frame;

  g_mutex_lock (&self->lock);
  frame = self->wanted >= 0 ? self->wanted : self->frame;
  g_mutex_unlock (&self->lock);
  return (double) frame / self->info.samplerate;
}

double
amp_player_get_duration (AmpPlayer *self)
{
  return (double) self->info.frames / self->info.samplerate;
}

gboolean
amp_player_is_mute (AmpPlayer *self)
{
  gboolean mute;

  g_mutex_lock (&self->lock);
  mute = self->mute;
  g_mutex_unlock (&self->lock);
  return mute;
}
