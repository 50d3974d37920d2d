/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's rollback journal as a file of sealed chunks: instance 16 | nonce 24 | tag 16 |
 * ciphertext of (length 4, stretch). */
#include "vault/journal.h"

#include "vault/disk.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#define NONCE_AT AMP_INSTANCE_BYTES
#define TAG_AT (NONCE_AT + 24)
#define BODY_AT (TAG_AT + 16)
#define BODY_BYTES (4 + AMP_JOURNAL_STRETCH)
#define COUNT_BYTES                                                                                \
  12 /* magic number and count, which SQLite writes when the records are there                     \
      */
#define AD_BYTES (AMP_FILE_ID_BYTES + AMP_INSTANCE_BYTES + 8)

G_STATIC_ASSERT (BODY_AT + BODY_BYTES == AMP_JOURNAL_CHUNK);

struct _AmpJournal
{
  int fd;            /* borrowed */
  const guint8 *key; /* borrowed */
  guint8 file_id[AMP_FILE_ID_BYTES];
  guint8 instance[AMP_INSTANCE_BYTES];
  gboolean begun; /* has an instance */
  gint64 size;    /* as SQLite sees it; below it every byte must authenticate */
  gint64 at;      /* number of the chunk in stretch; -1: none */
  gint64 counted; /* size when SQLite wrote the last count of records into a header */
  gboolean dirty; /* stretch is newer than the file */
  guint8 stretch[AMP_JOURNAL_STRETCH];
  guint32 used; /* bytes of stretch that SQLite wrote */
};

AmpJournal *
amp_journal_new (int fd,
                 const guint8 file_id[AMP_FILE_ID_BYTES],
                 const guint8 *key,
                 const guint8 *instance,
                 gint64 size)
{
  AmpJournal *self = g_new0 (AmpJournal, 1);

  self->fd = fd;
  self->key = key;
  self->at = -1;
  memcpy (self->file_id, file_id, AMP_FILE_ID_BYTES);
  if (instance != NULL)
    {
      memcpy (self->instance, instance, AMP_INSTANCE_BYTES);
      self->begun = TRUE;
      self->size = self->counted = size;
    }
  return self;
}

void
amp_journal_free (AmpJournal *self)
{
  if (self == NULL)
    return;
  sodium_memzero (self->stretch, sizeof self->stretch);
  g_free (self);
}

const guint8 *
amp_journal_get_instance (const AmpJournal *self)
{
  return self->begun ? self->instance : NULL;
}

gint64
amp_journal_get_size (const AmpJournal *self)
{
  return self->size;
}

gint64
amp_journal_get_counted (const AmpJournal *self)
{
  return self->counted;
}

static void
bind_place (const AmpJournal *self, gint64 number, guint8 ad[AD_BYTES])
{
  gint64 le = GINT64_TO_LE (number);

  memcpy (ad, self->file_id, AMP_FILE_ID_BYTES);
  memcpy (ad + AMP_FILE_ID_BYTES, self->instance, AMP_INSTANCE_BYTES);
  memcpy (ad + AMP_FILE_ID_BYTES + AMP_INSTANCE_BYTES, &le, sizeof le);
}

static int
flush (AmpJournal *self)
{
  guint8 chunk[AMP_JOURNAL_CHUNK], body[BODY_BYTES];
  guint8 ad[AD_BYTES];
  guint32 used = GUINT32_TO_LE (self->used);
  int failed;

  if (!self->dirty)
    return SQLITE_OK;
  memcpy (body, &used, sizeof used);
  memcpy (body + 4, self->stretch, AMP_JOURNAL_STRETCH);
  bind_place (self, self->at, ad);
  memcpy (chunk, self->instance, AMP_INSTANCE_BYTES);
  randombytes_buf (chunk + NONCE_AT, 24);
  crypto_aead_xchacha20poly1305_ietf_encrypt_detached (chunk + BODY_AT, chunk + TAG_AT, NULL, body,
                                                       BODY_BYTES, ad, sizeof ad, NULL,
                                                       chunk + NONCE_AT, self->key);
  sodium_memzero (body, sizeof body);
  failed = amp_disk_write (self->fd, chunk, sizeof chunk, self->at * AMP_JOURNAL_CHUNK);
  if (failed != 0)
    return amp_disk_result (failed, SQLITE_IOERR_WRITE);
  self->dirty = FALSE;
  return SQLITE_OK;
}

/* Opens chunk number of the file into stretch. SQLITE_IOERR_DATA: missing, torn or tampered with.
 */
static int
open_chunk (AmpJournal *self, gint64 number)
{
  guint8 chunk[AMP_JOURNAL_CHUNK], body[BODY_BYTES];
  guint8 ad[AD_BYTES];
  guint32 used;
  gsize got;

  if (amp_disk_read (self->fd, chunk, sizeof chunk, number * AMP_JOURNAL_CHUNK, &got) != 0)
    return SQLITE_IOERR_READ;
  bind_place (self, number, ad);
  if (got < sizeof chunk || memcmp (chunk, self->instance, AMP_INSTANCE_BYTES) != 0 ||
      crypto_aead_xchacha20poly1305_ietf_decrypt_detached (body, NULL, chunk + BODY_AT, BODY_BYTES,
                                                           chunk + TAG_AT, ad, sizeof ad,
                                                           chunk + NONCE_AT, self->key) != 0)
    return SQLITE_IOERR_DATA;
  memcpy (&used, body, sizeof used);
  memcpy (self->stretch, body + 4, AMP_JOURNAL_STRETCH);
  sodium_memzero (body, sizeof body);
  self->used = MIN (GUINT32_FROM_LE (used), AMP_JOURNAL_STRETCH);
  self->at = number;
  return SQLITE_OK;
}

/* Makes stretch that of chunk number; flushes what was there. A chunk at or beyond the end is new.
 */
static int
load (AmpJournal *self, gint64 number)
{
  int rc;

  if (self->at == number)
    return SQLITE_OK;
  if ((rc = flush (self)) != SQLITE_OK)
    return rc;
  self->at = -1;
  memset (self->stretch, 0, sizeof self->stretch);
  self->used = 0;
  if (number * AMP_JOURNAL_STRETCH < self->size)
    return open_chunk (self, number);
  self->at = number;
  return SQLITE_OK;
}

int
amp_journal_check (AmpJournal *self)
{
  int rc = SQLITE_OK;

  for (gint64 n = 0; rc == SQLITE_OK && n * AMP_JOURNAL_STRETCH < self->size; n++)
    rc = load (self, n);
  if (rc == SQLITE_OK && self->size != self->at * AMP_JOURNAL_STRETCH + self->used)
    rc = SQLITE_IOERR_DATA;
  return rc;
}

gboolean
amp_journal_find (int fd,
                  const guint8 file_id[AMP_FILE_ID_BYTES],
                  const guint8 *key,
                  guint8 instance[AMP_INSTANCE_BYTES],
                  gint64 *size)
{
  gsize got = 0;
  gint64 chunks = 0;

  if (amp_disk_read (fd, instance, AMP_INSTANCE_BYTES, 0, &got) != 0 || got < AMP_INSTANCE_BYTES)
    return FALSE;

  g_autoptr (AmpJournal) self = amp_journal_new (fd, file_id, key, instance, 0);

  while (open_chunk (self, chunks) == SQLITE_OK)
    {
      /* Zeros instead of the magic number: SQLite had not counted the records, so it had not
       * overwritten a page. */
      if (chunks == 0 && self->stretch[0] == 0)
        return FALSE;
      chunks++;
    }
  *size = (chunks - 1) * AMP_JOURNAL_STRETCH + self->used;
  return chunks > 0;
}

int
amp_journal_read (AmpJournal *self, void *data, gsize length, gint64 offset)
{
  guint8 *out = data;
  gint64 within_size = CLAMP (self->size - offset, 0, (gint64) length);

  memset (data, 0, length);
  for (gsize done = 0; done < (gsize) within_size;)
    {
      gint64 where = offset + (gint64) done;
      gsize within = (gsize) (where % AMP_JOURNAL_STRETCH);
      gsize part = MIN ((gsize) within_size - done, AMP_JOURNAL_STRETCH - within);
      int rc = load (self, where / AMP_JOURNAL_STRETCH);

      if (rc != SQLITE_OK)
        return rc;
      memcpy (out + done, self->stretch + within, part);
      done += part;
    }
  return within_size == (gint64) length ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

/* Each transaction is another instance; what an earlier one left is gone. */
static int
begin (AmpJournal *self)
{
  int failed = amp_disk_truncate (self->fd, 0);

  if (failed != 0)
    return amp_disk_result (failed, SQLITE_IOERR_TRUNCATE);
  randombytes_buf (self->instance, sizeof self->instance);
  self->begun = TRUE;
  self->size = self->counted = 0;
  self->at = -1;
  self->dirty = FALSE;
  return SQLITE_OK;
}

int
amp_journal_write (AmpJournal *self, const void *data, gsize length, gint64 offset)
{
  const guint8 *in = data;
  int rc;

  if (!self->begun && offset != 0)
    return SQLITE_IOERR_WRITE;
  if (!self->begun && (rc = begin (self)) != SQLITE_OK)
    return rc;
  for (gsize done = 0; done < length;)
    {
      gint64 where = offset + (gint64) done;
      gsize within = (gsize) (where % AMP_JOURNAL_STRETCH);
      gsize part = MIN (length - done, AMP_JOURNAL_STRETCH - within);

      if ((rc = load (self, where / AMP_JOURNAL_STRETCH)) != SQLITE_OK)
        return rc;
      memcpy (self->stretch + within, in + done, part);
      self->used = MAX (self->used, (guint32) (within + part));
      self->dirty = TRUE;
      done += part;
      self->size = MAX (self->size, where + (gint64) part);
    }
  if (length == COUNT_BYTES && offset % AMP_JOURNAL_STRETCH == 0)
    self->counted = self->size;
  return SQLITE_OK;
}

int
amp_journal_truncate (AmpJournal *self, gint64 length)
{
  gint64 number = length / AMP_JOURNAL_STRETCH;
  guint32 within = (guint32) (length % AMP_JOURNAL_STRETCH);
  int rc;

  if (length == 0)
    {
      self->begun = self->dirty = FALSE;
      self->at = -1;
      self->size = self->counted = 0;
      sodium_memzero (self->stretch, sizeof self->stretch);
      return amp_disk_result (amp_disk_truncate (self->fd, 0), SQLITE_IOERR_TRUNCATE);
    }
  if (length >= self->size)
    return SQLITE_OK;
  if (within > 0)
    {
      if ((rc = load (self, number)) != SQLITE_OK)
        return rc;
      memset (self->stretch + within, 0, AMP_JOURNAL_STRETCH - within);
      self->used = within;
      self->dirty = TRUE;
      number++;
    }
  if ((rc = flush (self)) != SQLITE_OK)
    return rc;
  self->at = -1;
  self->size = length;
  return amp_disk_result (amp_disk_truncate (self->fd, number * AMP_JOURNAL_CHUNK),
                          SQLITE_IOERR_TRUNCATE);
}

int
amp_journal_sync (AmpJournal *self)
{
  int rc = flush (self);

  if (rc != SQLITE_OK)
    return rc;
  return amp_disk_result (amp_disk_sync (self->fd), SQLITE_IOERR_FSYNC);
}
