/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An undo file: batches as a transaction leaves them, changed before or after their hash was made,
 * cut, or anything. What is taken up is what a second reader, written from FORMAT.md 5, takes. */
#include "fuzz.h"

#include "memory.h"

#include "pages/bytes.h"
#include "pages/undo.h"

#include <string.h>

#define PATH "/casework.db-undo"
#define SEQUENCE 5
#define MAX_BATCHES 4
#define MAX_COUNT 4
#define BLOCK 4096
#define HEADER 64
#define MAC 32

static void
mac_of (const guint8 *batch, guint32 count, guint8 out[MAC])
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  const guint8 *raw = batch + HEADER + 4 * count + MAC;

  g_byte_array_append (message, batch, HEADER + 4 * count);
  for (guint32 i = 0; i < count; i++)
    g_byte_array_append (message, amp_page_tag (raw + (gsize) i * AMP_PAGE_BYTES), AMP_TAG_BYTES);
  fuzz_hash (message->data, message->len, TRUE, out);
}

static void
put_header (guint8 *at, guint32 count, guint32 index)
{
  memcpy (at, "AmparoUN", 8);
  amp_put32 (at + 8, 1);
  amp_put32 (at + 12, count);
  memcpy (at + 16, fuzz_id, sizeof fuzz_id);
  amp_put64 (at + 32, SEQUENCE);
  amp_put32 (at + 40, index);
}

/* --- The file --- */

static void
add_batch (FuzzInput *input, AmpSealer *sealer, guint32 index, GByteArray *file)
{
  guint8 plain[AMP_PAGE_BYTES] = {0};
  guint32 count = 1 + fuzz_take_below (input, MAX_COUNT);
  gsize head = HEADER + 4 * (gsize) count + MAC, length = head + count * AMP_PAGE_BYTES;
  g_autofree guint8 *batch = g_malloc0 (length);

  put_header (batch, count, index);
  for (guint32 i = 0; i < count; i++)
    {
      guint8 number = fuzz_take8 (input);

      plain[0] = fuzz_take8 (input);
      amp_put32 (batch + HEADER + 4 * i, number);
      amp_page_seal (sealer, batch + head + i * AMP_PAGE_BYTES, plain, number);
    }
  (void) fuzz_edit (input, batch, HEADER + 4 * count);
  (void) fuzz_edit (input, batch, length);
  mac_of (batch, count, batch + HEADER + 4 * count);
  (void) fuzz_edit (input, batch, HEADER + 4 * count + MAC);
  (void) fuzz_edit (input, batch, length);
  while (file->len % BLOCK != 0)
    g_byte_array_append (file, (const guint8 *) "", 1);
  g_byte_array_append (file, batch, (guint) length);
}

static GByteArray *
make_file (FuzzInput *input, AmpSealer *sealer)
{
  GByteArray *file = g_byte_array_new ();
  guint n = fuzz_take_below (input, MAX_BATCHES + 1);

  for (guint i = 0; i < n; i++)
    add_batch (input, sealer, i, file);
  if (fuzz_take8 (input) % 4 == 1)
    g_byte_array_set_size (file, fuzz_take_below (input, file->len));
  g_byte_array_append (file, input->at, (guint) MIN (input->left, 4096));
  return file;
}

/* --- The second reader: number -> place of its page in the file --- */

static GHashTable *
read_again (const GByteArray *file, AmpSealer *sealer)
{
  GHashTable *pages = g_hash_table_new (NULL, NULL);
  gsize at = 0;

  for (guint32 index = 0; at + HEADER <= file->len; index++)
    {
      const guint8 *batch = file->data + at;
      guint64 count = amp_get32 (batch + 12);
      guint64 head = HEADER + 4 * count + MAC, length = head + count * AMP_PAGE_BYTES;
      guint8 header[HEADER] = {0}, mac[MAC], plain[AMP_PAGE_BYTES];
      gboolean ok = count > 0 && length <= file->len - at;

      put_header (header, (guint32) count, index);
      ok = ok && memcmp (header, batch, HEADER) == 0;
      if (ok)
        mac_of (batch, (guint32) count, mac);
      ok = ok && memcmp (mac, batch + head - MAC, MAC) == 0;
      for (guint64 i = 0; ok && i < count; i++)
        ok = amp_page_open (sealer, plain, batch + head + i * AMP_PAGE_BYTES,
                            amp_get32 (batch + HEADER + 4 * i));
      if (!ok)
        break;
      for (guint64 i = 0; i < count; i++)
        g_hash_table_insert (pages, GUINT_TO_POINTER (amp_get32 (batch + HEADER + 4 * i)),
                             GSIZE_TO_POINTER (at + head + i * AMP_PAGE_BYTES));
      at = (at + length + BLOCK - 1) / BLOCK * BLOCK;
    }
  return pages;
}

static void
expect_same (AmpUndo *undo, GHashTable *pages, const GByteArray *file)
{
  guint n = 0;
  g_autofree guint32 *numbers = amp_undo_numbers (undo, &n);

  FUZZ_EXPECT (n == g_hash_table_size (pages));
  FUZZ_EXPECT (amp_undo_is_empty (undo) == (n == 0));
  for (guint i = 0; i < n; i++)
    {
      gsize place = GPOINTER_TO_SIZE (g_hash_table_lookup (pages, GUINT_TO_POINTER (numbers[i])));
      guint8 raw[AMP_PAGE_BYTES];

      FUZZ_EXPECT (place > 0 && amp_undo_has (undo, numbers[i]));
      FUZZ_EXPECT (amp_undo_read (undo, numbers[i], raw) == 0);
      FUZZ_EXPECT (memcmp (raw, file->data + place, sizeof raw) == 0);
    }
}

/* A transaction goes on behind what was taken up. */
static void
expect_appended (AmpUndo *undo, AmpSealer *sealer, GHashTable *pages)
{
  static const guint8 plain[AMP_PAGE_BYTES];
  const guint32 number = 1000;
  guint8 sealed[AMP_PAGE_BYTES], raw[AMP_PAGE_BYTES];
  g_autoptr (AmpUndo) again = amp_undo_new (PATH, fuzz_id, fuzz_key);
  GHashTableIter iter;
  gpointer key;

  amp_page_seal (sealer, sealed, plain, number);
  FUZZ_EXPECT (amp_undo_append (undo, SEQUENCE, &number, 1, sealed) == 0);
  FUZZ_EXPECT (amp_undo_sync (undo, "/") == 0);
  FUZZ_EXPECT (amp_undo_load (again, SEQUENCE, sealer) == 0);
  FUZZ_EXPECT (amp_undo_read (again, number, raw) == 0);
  FUZZ_EXPECT (memcmp (raw, sealed, sizeof raw) == 0);
  g_hash_table_iter_init (&iter, pages);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    FUZZ_EXPECT (amp_undo_has (again, GPOINTER_TO_UINT (key)));
  amp_undo_clear (undo);
  FUZZ_EXPECT (amp_undo_load (again, SEQUENCE, sealer) == 0 && amp_undo_is_empty (again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);
  g_autoptr (AmpSealer) sealer = amp_sealer_new (
    fuzz_take8 (&input) & 1 ? AMP_CIPHER_AES_256_OCB : AMP_CIPHER_XCHACHA20_POLY1305, fuzz_key,
    fuzz_id);
  g_autoptr (GByteArray) file = make_file (&input, sealer);
  g_autoptr (GHashTable) pages = read_again (file, sealer);
  g_autoptr (Memory) disk = memory_new ();
  g_autoptr (AmpUndo) undo = amp_undo_new (PATH, fuzz_id, fuzz_key);

  memory_set (disk, PATH, file->data, file->len);
  memory_use (disk);
  FUZZ_EXPECT (amp_undo_load (undo, SEQUENCE, sealer) == 0);
  expect_same (undo, pages, file);
  FUZZ_EXPECT (amp_undo_load (undo, SEQUENCE + 1, sealer) == 0 && amp_undo_is_empty (undo));
  FUZZ_EXPECT (amp_undo_load (undo, SEQUENCE, sealer) == 0);
  expect_appended (undo, sealer, pages);
  return 0;
}
