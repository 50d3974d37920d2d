/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tags in leaves of 256, a hash of each leaf, a hash of all of them. */
#include "pages/tags.h"

#include "pages/bytes.h"
#include "pages/disk.h"

#include <fcntl.h>
#include <sodium.h>

#define LEAF_TAGS 256
#define LEAF_BYTES (LEAF_TAGS * AMP_TAG_BYTES)
#define HASH_BYTES 32

#define MAGIC "AmparoTG"
#define VERSION 1
#define HEADER_BYTES 64

struct _AmpTags
{
  guint8 file_id[AMP_FILE_ID_BYTES];
  GByteArray *tags;
  GByteArray *leaves; /* hashes */
  GByteArray *stale;  /* a byte a leaf: 1 where its hash is not up to date */
};

AmpTags *
amp_tags_new (const guint8 file_id[AMP_FILE_ID_BYTES])
{
  AmpTags *self = g_new0 (AmpTags, 1);

  memcpy (self->file_id, file_id, AMP_FILE_ID_BYTES);
  self->tags = g_byte_array_new ();
  self->leaves = g_byte_array_new ();
  self->stale = g_byte_array_new ();
  return self;
}

static GByteArray *
copy_bytes (const GByteArray *from)
{
  GByteArray *copy = g_byte_array_sized_new (from->len);

  return g_byte_array_append (copy, from->data, from->len);
}

AmpTags *
amp_tags_copy (const AmpTags *self)
{
  AmpTags *copy = g_new0 (AmpTags, 1);

  memcpy (copy->file_id, self->file_id, AMP_FILE_ID_BYTES);
  copy->tags = copy_bytes (self->tags);
  copy->leaves = copy_bytes (self->leaves);
  copy->stale = copy_bytes (self->stale);
  return copy;
}

void
amp_tags_free (AmpTags *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->tags);
  g_byte_array_unref (self->leaves);
  g_byte_array_unref (self->stale);
  g_free (self);
}

guint32
amp_tags_get_pages (const AmpTags *self)
{
  return self->tags->len / AMP_TAG_BYTES;
}

const guint8 *
amp_tags_get (const AmpTags *self, guint32 number)
{
  return self->tags->data + (gsize) (number - 1) * AMP_TAG_BYTES;
}

static void
resize (AmpTags *self, guint32 pages)
{
  guint32 leaves = (pages + LEAF_TAGS - 1) / LEAF_TAGS, before = self->stale->len;
  guint32 old = amp_tags_get_pages (self);

  g_byte_array_set_size (self->tags, pages * AMP_TAG_BYTES);
  g_byte_array_set_size (self->leaves, leaves * HASH_BYTES);
  g_byte_array_set_size (self->stale, leaves);
  if (leaves > before)
    memset (self->stale->data + before, 1, leaves - before);
  if (pages > old)
    memset (self->tags->data + (gsize) old * AMP_TAG_BYTES, 0,
            (gsize) (pages - old) * AMP_TAG_BYTES);
  if (leaves > 0)
    self->stale->data[leaves - 1] = 1;
  if (before > 0 && before <= leaves)
    self->stale->data[before - 1] = 1;
}

void
amp_tags_set (AmpTags *self, guint32 number, const guint8 tag[AMP_TAG_BYTES])
{
  if (number > amp_tags_get_pages (self))
    resize (self, number);
  memcpy (self->tags->data + (gsize) (number - 1) * AMP_TAG_BYTES, tag, AMP_TAG_BYTES);
  self->stale->data[(number - 1) / LEAF_TAGS] = 1;
}

void
amp_tags_cut (AmpTags *self, guint32 pages)
{
  if (pages < amp_tags_get_pages (self))
    resize (self, pages);
}

void
amp_tags_seal (AmpTags *self, guint8 out[AMP_SEAL_BYTES])
{
  crypto_generichash_state state;
  guint8 pages[4];

  for (gsize i = 0; i < self->stale->len; i++)
    if (self->stale->data[i])
      {
        gsize at = i * LEAF_BYTES;

        crypto_generichash (self->leaves->data + i * HASH_BYTES, HASH_BYTES, self->tags->data + at,
                            MIN (LEAF_BYTES, self->tags->len - at), NULL, 0);
        self->stale->data[i] = 0;
      }
  amp_put32 (pages, amp_tags_get_pages (self));
  crypto_generichash_init (&state, NULL, 0, AMP_SEAL_BYTES);
  crypto_generichash_update (&state, self->file_id, AMP_FILE_ID_BYTES);
  crypto_generichash_update (&state, pages, sizeof pages);
  crypto_generichash_update (&state, self->leaves->data, self->leaves->len);
  crypto_generichash_final (&state, out, AMP_SEAL_BYTES);
}

/* --- The file --- */

static void
make_header (const guint8 *file_id, guint32 pages, guint8 out[HEADER_BYTES])
{
  memset (out, 0, HEADER_BYTES);
  memcpy (out, MAGIC, strlen (MAGIC));
  amp_put32 (out + 8, VERSION);
  amp_put32 (out + 12, pages);
  memcpy (out + 16, file_id, AMP_FILE_ID_BYTES);
}

int
amp_tags_save (const AmpTags *self, const char *path)
{
  guint8 header[HEADER_BYTES];
  int fd, failed = amp_disk->open (path, O_RDWR | O_CREAT | O_TRUNC, &fd);

  if (failed != 0)
    return failed;
  make_header (self->file_id, amp_tags_get_pages (self), header);
  failed = amp_disk->write (fd, header, sizeof header, 0);
  if (failed == 0)
    failed = amp_disk->write (fd, self->tags->data, self->tags->len, HEADER_BYTES);
  amp_disk->close (fd);
  return failed;
}

static gboolean
read_tags (AmpTags *self, int fd, const AmpSuperblock *superblock)
{
  guint8 expected[HEADER_BYTES], header[HEADER_BYTES], seal[AMP_SEAL_BYTES];
  const gint64 bytes = (gint64) superblock->pages * AMP_TAG_BYTES;
  gint64 size;
  gsize got;

  make_header (superblock->file_id, superblock->pages, expected);
  if (amp_disk->size (fd, &size) != 0 || size != HEADER_BYTES + bytes ||
      amp_disk->read (fd, header, sizeof header, 0, &got) != 0 || got < sizeof header ||
      memcmp (header, expected, sizeof header) != 0)
    return FALSE;
  resize (self, superblock->pages);
  if (amp_disk->read (fd, self->tags->data, (gsize) bytes, HEADER_BYTES, &got) != 0 ||
      got < (gsize) bytes)
    return FALSE;
  amp_tags_seal (self, seal);
  return memcmp (seal, superblock->seal, sizeof seal) == 0;
}

AmpTags *
amp_tags_load (const char *path, const AmpSuperblock *superblock)
{
  g_autoptr (AmpTags) self = amp_tags_new (superblock->file_id);
  gboolean ok;
  int fd;

  if (amp_disk->open (path, O_RDONLY, &fd) != 0)
    return NULL;
  ok = read_tags (self, fd, superblock);
  amp_disk->close (fd);
  return ok ? g_steal_pointer (&self) : NULL;
}
