/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Batches of raw pages; where each page stands in the file. */
#include "pages/undo.h"

#include "pages/bytes.h"
#include "pages/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>

#define MAGIC "AmparoUN"
#define VERSION 1
#define HEADER_BYTES 64
#define MAC_BYTES 32
#define BLOCK_BYTES 4096 /* of a disk */

struct _AmpUndo
{
  char *path;
  int fd;            /* -1: not open */
  const guint8 *key; /* borrowed */
  guint8 file_id[AMP_FILE_ID_BYTES];
  guint32 batches;
  gint64 end;        /* where the next batch goes */
  gint64 length;     /* of the file, with what leads nowhere */
  GHashTable *pages; /* number -> index in places */
  GArray *places;    /* of gint64 */
  gboolean named;    /* its folder was synced; who made it may have died before that */
};

AmpUndo *
amp_undo_new (const char *path, const guint8 file_id[AMP_FILE_ID_BYTES], const guint8 *key)
{
  AmpUndo *self = g_new0 (AmpUndo, 1);

  self->path = g_strdup (path);
  self->fd = -1;
  self->key = key;
  memcpy (self->file_id, file_id, AMP_FILE_ID_BYTES);
  self->pages = g_hash_table_new (NULL, NULL);
  self->places = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
amp_undo_free (AmpUndo *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    amp_disk->close (self->fd);
  g_hash_table_unref (self->pages);
  g_array_unref (self->places);
  g_free (self->path);
  g_free (self);
}

static void
forget (AmpUndo *self)
{
  g_hash_table_remove_all (self->pages);
  g_array_set_size (self->places, 0);
  self->batches = 0;
  self->end = 0;
}

gboolean
amp_undo_is_empty (const AmpUndo *self)
{
  return self->batches == 0;
}

gboolean
amp_undo_has (const AmpUndo *self, guint32 number)
{
  return g_hash_table_contains (self->pages, GUINT_TO_POINTER (number));
}

int
amp_undo_read (AmpUndo *self, guint32 number, guint8 raw[AMP_PAGE_BYTES])
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->pages, GUINT_TO_POINTER (number)));
  gsize got = 0;
  int failed = amp_disk->read (self->fd, raw, AMP_PAGE_BYTES,
                               g_array_index (self->places, gint64, index), &got);

  if (failed == 0 && got < AMP_PAGE_BYTES)
    failed = EIO;
  return failed;
}

guint32 *
amp_undo_numbers (const AmpUndo *self, guint *n)
{
  guint32 *numbers = g_new (guint32, self->places->len);
  GHashTableIter iter;
  gpointer key;

  *n = 0;
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    numbers[(*n)++] = GPOINTER_TO_UINT (key);
  return numbers;
}

/* --- A batch --- */

static void
make_header (const AmpUndo *self, guint64 sequence, guint32 count, guint8 out[HEADER_BYTES])
{
  memset (out, 0, HEADER_BYTES);
  memcpy (out, MAGIC, strlen (MAGIC));
  amp_put32 (out + 8, VERSION);
  amp_put32 (out + 12, count);
  memcpy (out + 16, self->file_id, AMP_FILE_ID_BYTES);
  amp_put64 (out + 32, sequence);
  amp_put32 (out + 40, self->batches);
}

/* head: header and numbers; raw: the pages, of which the tags are taken. */
static void
authenticate (
  const AmpUndo *self, const guint8 *head, guint32 count, const guint8 *raw, guint8 out[MAC_BYTES])
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, self->key, 32, MAC_BYTES);
  crypto_generichash_update (&state, head, HEADER_BYTES + 4 * (gsize) count);
  for (guint32 i = 0; i < count; i++)
    crypto_generichash_update (&state, amp_page_tag (raw + (gsize) i * AMP_PAGE_BYTES),
                               AMP_TAG_BYTES);
  crypto_generichash_final (&state, out, MAC_BYTES);
}

static void
take_up (AmpUndo *self, const guint8 *numbers, guint32 count, gint64 raw_at)
{
  for (guint32 i = 0; i < count; i++)
    {
      gint64 at = raw_at + (gint64) i * AMP_PAGE_BYTES;

      g_hash_table_insert (self->pages, GUINT_TO_POINTER (amp_get32 (numbers + 4 * (gsize) i)),
                           GUINT_TO_POINTER (self->places->len));
      g_array_append_val (self->places, at);
    }
  self->batches++;
  /* On a block of its own: a disk that loses power while it writes one may spoil all of it. */
  self->end = raw_at + (gint64) count * AMP_PAGE_BYTES;
  self->end = (self->end + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
}

/* The hash covers the tags; the tags tell whether the rest of each page got to the disk. */
static gboolean
all_open (const guint8 *numbers, guint32 count, const guint8 *raw, AmpSealer *sealer)
{
  guint8 plain[AMP_PAGE_BYTES];
  gboolean ok = TRUE;

  for (guint32 i = 0; i < count && ok; i++)
    ok = amp_page_open (sealer, plain, raw + (gsize) i * AMP_PAGE_BYTES,
                        amp_get32 (numbers + 4 * (gsize) i));
  sodium_memzero (plain, sizeof plain);
  return ok;
}

/* TRUE in more where a whole batch stands at the end. */
static int
load_batch (AmpUndo *self, guint64 sequence, AmpSealer *sealer, gint64 size, gboolean *more)
{
  guint8 header[HEADER_BYTES], expected[HEADER_BYTES], mac[MAC_BYTES];
  guint32 count;
  gsize got, head, all;
  int failed = amp_disk->read (self->fd, header, sizeof header, self->end, &got);

  *more = FALSE;
  if (failed != 0 || got < sizeof header)
    return failed;
  count = amp_get32 (header + 12);
  make_header (self, sequence, count, expected);
  /* Before any memory is asked for: nothing authenticates the number yet. */
  if (memcmp (header, expected, sizeof header) != 0 || count == 0 || count > AMP_UNDO_BATCH_PAGES)
    return 0;
  head = HEADER_BYTES + 4 * (gsize) count;
  all = head + MAC_BYTES + (gsize) count * AMP_PAGE_BYTES;
  if (all > (guint64) (size - self->end))
    return 0;

  g_autofree guint8 *bytes = g_malloc (all);

  failed = amp_disk->read (self->fd, bytes, all, self->end, &got);
  if (failed != 0 || got < all)
    return failed;
  authenticate (self, bytes, count, bytes + head + MAC_BYTES, mac);
  if (sodium_memcmp (mac, bytes + head, MAC_BYTES) != 0 ||
      !all_open (bytes + HEADER_BYTES, count, bytes + head + MAC_BYTES, sealer))
    return 0;
  take_up (self, bytes + HEADER_BYTES, count, self->end + (gint64) (head + MAC_BYTES));
  *more = TRUE;
  return 0;
}

int
amp_undo_load (AmpUndo *self, guint64 sequence, AmpSealer *sealer)
{
  gboolean more = TRUE;
  gint64 size = 0;
  int failed = 0;

  forget (self);
  if (self->fd < 0)
    failed = amp_disk->open (self->path, O_RDWR, &self->fd);
  /* A medium that cannot be written still can be looked at. */
  if (failed == EROFS || failed == EACCES)
    failed = amp_disk->open (self->path, O_RDONLY, &self->fd);
  if (failed != 0)
    return failed == ENOENT ? 0 : failed;
  failed = amp_disk->size (self->fd, &size);
  self->length = size;
  while (failed == 0 && more)
    failed = load_batch (self, sequence, sealer, size, &more);
  return failed;
}

static int
make (AmpUndo *self)
{
  int failed = amp_disk->open (self->path, O_RDWR, &self->fd);

  return failed == ENOENT ? amp_disk->open (self->path, O_RDWR | O_CREAT, &self->fd) : failed;
}

int
amp_undo_append (
  AmpUndo *self, guint64 sequence, const guint32 *numbers, guint n, const guint8 *raw)
{
  gsize head = HEADER_BYTES + 4 * (gsize) n, pages = (gsize) n * AMP_PAGE_BYTES;
  g_autofree guint8 *bytes = g_malloc (head + MAC_BYTES);
  int failed = self->fd < 0 ? make (self) : 0;

  if (failed != 0)
    return failed;
  make_header (self, sequence, n, bytes);
  for (guint i = 0; i < n; i++)
    amp_put32 (bytes + HEADER_BYTES + 4 * (gsize) i, numbers[i]);
  authenticate (self, bytes, n, raw, bytes + head);
  self->length = MAX (self->length, self->end + (gint64) (head + MAC_BYTES + pages));
  failed = amp_disk->write (self->fd, bytes, head + MAC_BYTES, self->end);
  if (failed == 0)
    failed = amp_disk->write (self->fd, raw, pages, self->end + (gint64) (head + MAC_BYTES));
  if (failed == 0)
    take_up (self, bytes + HEADER_BYTES, n, self->end + (gint64) (head + MAC_BYTES));
  return failed;
}

int
amp_undo_sync (AmpUndo *self, const char *folder)
{
  int failed = amp_disk->sync (self->fd);

  if (failed == 0 && !self->named)
    failed = amp_disk->sync_folder (folder);
  if (failed == 0)
    self->named = TRUE;
  return failed;
}

/* Batches of a sequence that is yet to come, put there by somebody, would count one day: they go
 * too. */
void
amp_undo_clear (AmpUndo *self)
{
  if (self->length > 0 && amp_disk->truncate (self->fd, 0) == 0)
    self->length = 0;
  else if (self->length > 0)
    g_debug ("an undo file that counts no more keeps its length");
  forget (self);
}
