/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guarded memory for keys and passphrases: locked, fenced by guard pages, wiped when freed. */
#define _GNU_SOURCE /* TEMP_FAILURE_RETRY */
#include "pages/refuse.h"
#include "pages/secret.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1024

struct _AmpSecret
{
  gsize length;
  guint8 *data;
};

AmpSecret *
amp_secret_new (gsize length)
{
  AmpSecret *self = g_new0 (AmpSecret, 1);

  /* libsodium refuses to hand out nothing; an empty passphrase must still be a secret. */
  self->data = sodium_malloc (MAX (length, 1));
  if (self->data == NULL) /* GCOVR_EXCL_BR_LINE: ends the program */
    g_error ("No guarded memory for %" G_GSIZE_FORMAT " bytes", length); /* GCOVR_EXCL_LINE */
  self->length = length;
  memset (self->data, 0, MAX (length, 1));
  return self;
}

AmpSecret *
amp_secret_new_random (gsize length)
{
  AmpSecret *self = amp_secret_new (length);

  randombytes_buf (self->data, length);
  return self;
}

AmpSecret *
amp_secret_new_from (const void *bytes, gsize length)
{
  AmpSecret *self = amp_secret_new (length);

  memcpy (self->data, bytes, length);
  return self;
}

AmpSecret *
amp_secret_new_from_text (const char *text)
{
  return amp_secret_new_from (text, strlen (text));
}

/* One byte at a time: a larger read would take bytes that belong to the next reader of fd. */
AmpSecret *
amp_secret_read_line (int fd, GError **error)
{
  g_autoptr (AmpSecret) line = amp_secret_new (LINE_MAX_BYTES + 1);
  gsize length = 0;

  for (;;)
    {
      /* GCOVR_EXCL_BR_START: no signal comes between */
      gssize n = TEMP_FAILURE_RETRY (read (fd, line->data + length, 1));
      /* GCOVR_EXCL_BR_STOP */

      if (n < 0)
        {
          amp_refuse_with (error, AMP_VAULT_ERROR_IO, "Cannot read the passphrase: %s",
                           g_strerror (errno));
          return NULL;
        }
      if (n == 0 || line->data[length] == '\n')
        break;
      if (length == LINE_MAX_BYTES)
        {
          amp_refuse_with (error, AMP_VAULT_ERROR_INVALID, "The passphrase is longer than %d bytes",
                           LINE_MAX_BYTES);
          return NULL;
        }
      length++;
    }

  if (length > 0 && line->data[length - 1] == '\r')
    length--;
  return amp_secret_new_from (line->data, length);
}

void
amp_secret_free (AmpSecret *self)
{
  if (self == NULL)
    return;
  sodium_free (self->data);
  g_free (self);
}

guint8 *
amp_secret_data (const AmpSecret *self)
{
  return self->data;
}

gsize
amp_secret_length (const AmpSecret *self)
{
  return self->length;
}

gboolean
amp_secret_equal (const AmpSecret *a, const AmpSecret *b)
{
  return a->length == b->length && sodium_memcmp (a->data, b->data, a->length) == 0;
}
