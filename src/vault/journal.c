/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's rollback journal as a file of sealed chunks: instance 16 | nonce 24 | tag 16 |
 * ciphertext of (length 4, stretch). */
#include "vault/journal.h"

#include "vault/disk.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#define INSTANCE_BYTES 16
#define NONCE_AT INSTANCE_BYTES
#define TAG_AT (NONCE_AT + 24)
#define BODY_AT (TAG_AT + 16)
#define BODY_BYTES (4 + AMP_JOURNAL_STRETCH)
#define RECORD_BYTES                                                                               \
  (4 + AMP_PAGE_BYTES + 4) /* page number, page, checksum: SQLite's file format 3 */

G_STATIC_ASSERT (BODY_AT + BODY_BYTES == AMP_JOURNAL_CHUNK);

typedef enum
{
  CHUNK_OPENED,
  CHUNK_ABSENT, /* beyond the end */
  CHUNK_BAD,    /* torn, or tampered with */
} ChunkState;

struct _AmpJournal
{
  int fd;            /* borrowed */
  const guint8 *key; /* borrowed */
  guint8 file_id[AMP_FILE_ID_BYTES];
  guint8 instance[INSTANCE_BYTES];
  gboolean examined; /* instance, size and promise are known */
  gboolean begun;    /* has an instance: chunk 0 is ours or authenticates */
  gint64 size;       /* as SQLite sees it */
  gint64 promised;   /* below this every byte must authenticate */
  gint64 at;         /* number of the chunk in stretch; -1: none */
  gboolean dirty;
  guint8 stretch[AMP_JOURNAL_STRETCH];
  guint32 used; /* bytes of stretch that SQLite wrote */
};

AmpJournal *
amp_journal_new (int fd, const guint8 file_id[AMP_FILE_ID_BYTES], const guint8 *key)
{
  AmpJournal *self = g_new0 (AmpJournal, 1);

  self->fd = fd;
  self->key = key;
  self->at = -1;
  memcpy (self->file_id, file_id, AMP_FILE_ID_BYTES);
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

static void
bind_place (const AmpJournal *self,
            gint64 number,
            guint8 ad[AMP_FILE_ID_BYTES + INSTANCE_BYTES + 8])
{
  gint64 le = GINT64_TO_LE (number);

  memcpy (ad, self->file_id, AMP_FILE_ID_BYTES);
  memcpy (ad + AMP_FILE_ID_BYTES, self->instance, INSTANCE_BYTES);
  memcpy (ad + AMP_FILE_ID_BYTES + INSTANCE_BYTES, &le, sizeof le);
}

static int
flush (AmpJournal *self)
{
  guint8 chunk[AMP_JOURNAL_CHUNK], body[BODY_BYTES];
  guint8 ad[AMP_FILE_ID_BYTES + INSTANCE_BYTES + 8];
  guint32 used = GUINT32_TO_LE (self->used);
  int failed;

  if (!self->dirty)
    return SQLITE_OK;
  memcpy (body, &used, sizeof used);
  memcpy (body + 4, self->stretch, AMP_JOURNAL_STRETCH);
  bind_place (self, self->at, ad);
  memcpy (chunk, self->instance, INSTANCE_BYTES);
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

/* Reads chunk number into stretch; flushes what was there. */
static int
load (AmpJournal *self, gint64 number, ChunkState *state)
{
  guint8 chunk[AMP_JOURNAL_CHUNK], body[BODY_BYTES];
  guint8 ad[AMP_FILE_ID_BYTES + INSTANCE_BYTES + 8];
  guint32 used;
  gsize got;
  int rc;

  *state = CHUNK_OPENED;
  if (self->at == number)
    return SQLITE_OK;
  if ((rc = flush (self)) != SQLITE_OK)
    return rc;
  self->at = -1;
  memset (self->stretch, 0, sizeof self->stretch);
  self->used = 0;
  if (amp_disk_read (self->fd, chunk, sizeof chunk, number * AMP_JOURNAL_CHUNK, &got) != 0)
    return SQLITE_IOERR_READ;
  if (got < sizeof chunk)
    {
      *state = got == 0 ? CHUNK_ABSENT : CHUNK_BAD;
      return SQLITE_OK;
    }
  if (number == 0 && !self->begun)
    memcpy (self->instance, chunk, INSTANCE_BYTES);
  bind_place (self, number, ad);
  if (memcmp (chunk, self->instance, INSTANCE_BYTES) != 0 ||
      crypto_aead_xchacha20poly1305_ietf_decrypt_detached (body, NULL, chunk + BODY_AT, BODY_BYTES,
                                                           chunk + TAG_AT, ad, sizeof ad,
                                                           chunk + NONCE_AT, self->key) != 0)
    {
      *state = CHUNK_BAD;
      return SQLITE_OK;
    }
  memcpy (&used, body, sizeof used);
  memcpy (self->stretch, body + 4, AMP_JOURNAL_STRETCH);
  sodium_memzero (body, sizeof body);
  self->used = MIN (GUINT32_FROM_LE (used), AMP_JOURNAL_STRETCH);
  self->at = number;
  return SQLITE_OK;
}

static guint32
big_endian (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

/* How far the headers promise records: a torn or missing chunk below that is damage, not the end of
 * an unfinished write. */
static int
examine_promise (AmpJournal *self)
{
  static const guint8 magic[] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
  gint64 header = 0;

  for (;;)
    {
      ChunkState state;
      int rc = load (self, header / AMP_JOURNAL_STRETCH, &state);
      gint64 records;

      if (rc != SQLITE_OK)
        return rc;
      if (state != CHUNK_OPENED || memcmp (self->stretch, magic, sizeof magic) != 0)
        return SQLITE_OK;
      records = big_endian (self->stretch + 8);
      if (records == 0)
        return SQLITE_OK;
      self->promised = header + AMP_JOURNAL_STRETCH + records * RECORD_BYTES;
      header =
        (self->promised + AMP_JOURNAL_STRETCH - 1) / AMP_JOURNAL_STRETCH * AMP_JOURNAL_STRETCH;
    }
}

static int
examine (AmpJournal *self)
{
  struct stat status;
  ChunkState state;
  gint64 chunks;
  int rc;

  if (self->examined)
    return SQLITE_OK;
  if (fstat (self->fd, &status) != 0)
    return SQLITE_IOERR_FSTAT;
  chunks = (status.st_size + AMP_JOURNAL_CHUNK - 1) / AMP_JOURNAL_CHUNK;
  if ((rc = load (self, 0, &state)) != SQLITE_OK)
    return rc;
  self->begun = state == CHUNK_OPENED;
  if (self->begun)
    {
      if ((rc = examine_promise (self)) != SQLITE_OK ||
          (rc = load (self, chunks - 1, &state)) != SQLITE_OK)
        return rc;
      self->size = (chunks - 1) * AMP_JOURNAL_STRETCH +
                   (state == CHUNK_OPENED ? self->used : AMP_JOURNAL_STRETCH);
      if (self->promised > self->size)
        return SQLITE_IOERR_DATA;
    }
  else
    self->size = chunks * AMP_JOURNAL_STRETCH;
  self->examined = TRUE;
  return SQLITE_OK;
}

int
amp_journal_read (AmpJournal *self, void *data, gsize length, gint64 offset)
{
  guint8 *out = data;
  int rc = examine (self);

  if (rc != SQLITE_OK)
    return rc;
  if (offset + (gint64) length > self->size)
    {
      memset (data, 0, length);
      if (offset >= self->size)
        return SQLITE_IOERR_SHORT_READ;
    }
  for (gsize done = 0; done < length && offset + (gint64) done < self->size;)
    {
      gint64 where = offset + (gint64) done, number = where / AMP_JOURNAL_STRETCH;
      gsize within = (gsize) (where % AMP_JOURNAL_STRETCH);
      gsize part = MIN (length - done, AMP_JOURNAL_STRETCH - within);
      ChunkState state = CHUNK_BAD;

      if (self->begun && (rc = load (self, number, &state)) != SQLITE_OK)
        return rc;
      if (state != CHUNK_OPENED && number * AMP_JOURNAL_STRETCH < self->promised)
        return SQLITE_IOERR_DATA;
      if (state == CHUNK_OPENED)
        memcpy (out + done, self->stretch + within, part);
      else
        memset (out + done, 0, part);
      done += part;
    }
  return offset + (gint64) length > self->size ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

/* A journal that never began, or whose beginning was torn, starts anew. */
static int
begin (AmpJournal *self)
{
  int failed = amp_disk_truncate (self->fd, 0);

  if (failed != 0)
    return amp_disk_result (failed, SQLITE_IOERR_TRUNCATE);
  randombytes_buf (self->instance, sizeof self->instance);
  self->begun = TRUE;
  self->size = 0;
  self->at = -1;
  self->dirty = FALSE;
  return SQLITE_OK;
}

int
amp_journal_write (AmpJournal *self, const void *data, gsize length, gint64 offset)
{
  const guint8 *in = data;
  int rc = examine (self);

  if (rc != SQLITE_OK || (!self->begun && (rc = begin (self)) != SQLITE_OK))
    return rc;
  /* From here on every byte is ours and must read back. */
  self->promised = G_MAXINT64;
  for (gsize done = 0; done < length;)
    {
      gint64 where = offset + (gint64) done, number = where / AMP_JOURNAL_STRETCH;
      gsize within = (gsize) (where % AMP_JOURNAL_STRETCH);
      gsize part = MIN (length - done, AMP_JOURNAL_STRETCH - within);
      ChunkState state;

      if ((rc = load (self, number, &state)) != SQLITE_OK)
        return rc;
      if (state == CHUNK_BAD)
        return SQLITE_IOERR_DATA;
      self->at = number;
      memcpy (self->stretch + within, in + done, part);
      self->used = MAX (self->used, (guint32) (within + part));
      self->dirty = TRUE;
      done += part;
      self->size = MAX (self->size, where + (gint64) part);
    }
  return SQLITE_OK;
}

int
amp_journal_truncate (AmpJournal *self, gint64 length)
{
  gint64 number = length / AMP_JOURNAL_STRETCH;
  guint32 within = (guint32) (length % AMP_JOURNAL_STRETCH);
  ChunkState state;
  int rc;

  if (length == 0)
    {
      /* Examined afresh afterwards: the next transaction is another instance. */
      self->examined = self->begun = self->dirty = FALSE;
      self->at = -1;
      self->promised = self->size = 0;
      sodium_memzero (self->stretch, sizeof self->stretch);
      return amp_disk_result (amp_disk_truncate (self->fd, 0), SQLITE_IOERR_TRUNCATE);
    }
  if ((rc = examine (self)) != SQLITE_OK || length >= self->size)
    return rc;
  if (within > 0)
    {
      if ((rc = load (self, number, &state)) != SQLITE_OK)
        return rc;
      if (state != CHUNK_OPENED)
        return SQLITE_IOERR_DATA;
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

int
amp_journal_size (AmpJournal *self, gint64 *size)
{
  int rc = examine (self);

  *size = self->size;
  return rc;
}
