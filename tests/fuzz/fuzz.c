/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An input that is taken apart from its beginning. */
#include "fuzz.h"

#include "pages/bytes.h"

#include <sodium.h>
#include <stdlib.h>

#define MAX_EDITS 8

const guint8 fuzz_key[32] = "the key of everything in a test";
const guint8 fuzz_id[16] = "id of the tests";

/* --- Random numbers that come again: splitmix64 --- */

static guint64 random_state;

static guint32
next_random (void)
{
  guint64 z = random_state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint32) (z >> 32);
}

static const char *
random_name (void)
{
  return "the same each time";
}

static void
random_fill (void *out, size_t length)
{
  for (gsize i = 0; i < length; i++)
    ((guint8 *) out)[i] = (guint8) next_random ();
}

static randombytes_implementation same_each_time = {
  .implementation_name = random_name,
  .random = next_random,
  .buf = random_fill,
};

/* GLib would end the process by a signal that libFuzzer does not take for a finding. */
static void
end_on_error (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  (void) domain;
  (void) data;
  if ((level & G_LOG_LEVEL_DEBUG) == 0)
    g_printerr ("%s\n", message);
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0)
    abort ();
}

FuzzInput
fuzz_begin (const guint8 *data, gsize length)
{
  static gboolean started;

  if (!started)
    {
      g_log_set_default_handler (end_on_error, NULL);
      FUZZ_EXPECT (randombytes_set_implementation (&same_each_time) == 0);
      FUZZ_EXPECT (amp_vault_init (NULL));
      started = TRUE;
    }
  random_state = 0;
  return (FuzzInput){data, length};
}

/* --- The input --- */

void
fuzz_take (FuzzInput *self, void *out, gsize length)
{
  gsize n = MIN (length, self->left);

  memset (out, 0, length);
  if (n > 0)
    memcpy (out, self->at, n);
  self->at += n;
  self->left -= n;
}

guint8
fuzz_take8 (FuzzInput *self)
{
  guint8 byte;

  fuzz_take (self, &byte, 1);
  return byte;
}

guint16
fuzz_take16 (FuzzInput *self)
{
  return (guint16) (fuzz_take8 (self) | fuzz_take8 (self) << 8);
}

guint32
fuzz_take32 (FuzzInput *self)
{
  guint8 bytes[4];

  fuzz_take (self, bytes, sizeof bytes);
  return amp_get32 (bytes);
}

guint64
fuzz_take64 (FuzzInput *self)
{
  guint8 bytes[8];

  fuzz_take (self, bytes, sizeof bytes);
  return amp_get64 (bytes);
}

guint32
fuzz_take_below (FuzzInput *self, guint32 limit)
{
  guint32 value = limit <= 0x100     ? fuzz_take8 (self)
                  : limit <= 0x10000 ? fuzz_take16 (self)
                                     : fuzz_take32 (self);

  return limit > 0 ? value % limit : 0;
}

gboolean
fuzz_edit (FuzzInput *self, guint8 *bytes, gsize length)
{
  g_autofree guint8 *before = g_memdup2 (bytes, length);
  guint n = length > 0 ? fuzz_take_below (self, MAX_EDITS + 1) : 0;

  for (guint i = 0; i < n; i++)
    {
      gsize at = fuzz_take_below (self, (guint32) length);

      bytes[at] ^= fuzz_take8 (self);
    }
  return length > 0 && memcmp (before, bytes, length) != 0;
}

/* --- Expectations --- */

void
fuzz_hash (const void *data, gsize length, gboolean key, guint8 out[AMP_HASH_BYTES])
{
  crypto_generichash (out, AMP_HASH_BYTES, data, length, key ? fuzz_key : NULL, key ? 32 : 0);
}

void
fuzz_expect_error (gboolean ok, const GError *error)
{
  FUZZ_EXPECT (ok == (error == NULL));
  FUZZ_EXPECT (ok || (error->domain == AMP_VAULT_ERROR && error->message[0] != '\0'));
}
