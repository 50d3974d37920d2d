/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tags: a file of them as it may stand there, and the seal, which hashes only what changed, against
 * one that is made from the beginning. */
#include "fuzz.h"

#include "memory.h"

#include "pages/bytes.h"
#include "pages/tags.h"

#include <string.h>

#define PATH "/casework.db-tags"
#define HEADER 64
#define LEAF (256 * AMP_TAG_BYTES)
#define MAX_PAGES 1030 /* four leaves, and a little */
#define MAX_STEPS 64

/* FORMAT.md 6, from the beginning. */
static void
seal_of (const guint8 *tags, guint32 pages, guint8 out[AMP_SEAL_BYTES])
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  const gsize length = (gsize) pages * AMP_TAG_BYTES;
  guint8 count[4], leaf[AMP_HASH_BYTES];

  amp_put32 (count, pages);
  g_byte_array_append (message, fuzz_id, sizeof fuzz_id);
  g_byte_array_append (message, count, sizeof count);
  for (gsize at = 0; at < length; at += LEAF)
    {
      fuzz_hash (tags + at, MIN (LEAF, length - at), FALSE, leaf);
      g_byte_array_append (message, leaf, sizeof leaf);
    }
  fuzz_hash (message->data, message->len, FALSE, out);
}

static void
expect_same (AmpTags *tags, const guint8 *expected, guint32 pages)
{
  guint8 seal[AMP_SEAL_BYTES], again[AMP_SEAL_BYTES];

  amp_tags_seal (tags, seal);
  seal_of (expected, pages, again);
  FUZZ_EXPECT (amp_tags_get_pages (tags) == pages);
  FUZZ_EXPECT (memcmp (seal, again, sizeof seal) == 0);
  for (guint32 n = 1; n <= pages; n++)
    FUZZ_EXPECT (
      memcmp (amp_tags_get (tags, n), expected + (n - 1) * AMP_TAG_BYTES, AMP_TAG_BYTES) == 0);
}

/* --- Changing --- */

static void
change (FuzzInput *input)
{
  static guint8 expected[MAX_PAGES * AMP_TAG_BYTES];
  AmpTags *tags = amp_tags_new (fuzz_id);
  guint32 pages = 0;

  memset (expected, 0, sizeof expected);
  for (guint step = 0; step < MAX_STEPS && input->left > 0; step++)
    {
      guint8 what = fuzz_take8 (input);
      guint32 number = 1 + fuzz_take_below (input, MAX_PAGES);

      if (what % 8 == 0)
        {
          AmpTags *copy = amp_tags_copy (tags);

          amp_tags_free (tags);
          tags = copy;
        }
      else if (what % 8 == 1)
        {
          amp_tags_cut (tags, number - 1);
          pages = MIN (pages, number - 1);
          memset (expected + (gsize) pages * AMP_TAG_BYTES, 0,
                  sizeof expected - (gsize) pages * AMP_TAG_BYTES);
        }
      else if (what % 8 == 2)
        expect_same (tags, expected, pages);
      else
        {
          guint8 tag[AMP_TAG_BYTES] = {what, 1};

          amp_tags_set (tags, number, tag);
          memcpy (expected + (number - 1) * AMP_TAG_BYTES, tag, sizeof tag);
          pages = MAX (pages, number);
        }
    }
  expect_same (tags, expected, pages);
  amp_tags_free (tags);
}

/* --- The file --- */

static void
load (FuzzInput *input)
{
  g_autoptr (Memory) disk = memory_new ();
  AmpSuperblock superblock = {.pages = fuzz_take_below (input, MAX_PAGES)};
  gsize length = HEADER + (gsize) superblock.pages * AMP_TAG_BYTES;
  g_autofree guint8 *file = g_malloc0 (length + 1), *right = NULL;
  g_autoptr (AmpTags) tags = NULL;
  gboolean ours;

  memcpy (superblock.file_id, fuzz_id, sizeof fuzz_id);
  memcpy (file, "AmparoTG", 8);
  amp_put32 (file + 8, 1);
  amp_put32 (file + 12, superblock.pages);
  memcpy (file + 16, fuzz_id, sizeof fuzz_id);
  (void) fuzz_edit (input, file + HEADER, length - HEADER);
  seal_of (file + HEADER, superblock.pages, superblock.seal);
  right = g_memdup2 (file, length);

  ours = !fuzz_edit (input, file, length);
  ours = !fuzz_edit (input, superblock.seal, AMP_SEAL_BYTES) && ours;
  if (fuzz_take8 (input) % 4 == 1)
    {
      gsize cut = fuzz_take_below (input, (guint32) length + 2);

      ours = ours && cut == length;
      length = cut;
    }
  if (fuzz_take8 (input) % 4 == 1)
    superblock.pages = fuzz_take32 (input);
  ours = ours && HEADER + (guint64) superblock.pages * AMP_TAG_BYTES == length;
  memory_set (disk, PATH, file, length);
  memory_use (disk);
  tags = amp_tags_load (PATH, &superblock);
  FUZZ_EXPECT ((tags != NULL) == ours);
  if (tags == NULL)
    return;
  expect_same (tags, right + HEADER, superblock.pages);
  FUZZ_EXPECT (amp_tags_save (tags, PATH) == 0);
  FUZZ_EXPECT (memory_get (disk, PATH)->len == length);
  FUZZ_EXPECT (memcmp (memory_get (disk, PATH)->data, right, length) == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);

  if (fuzz_take8 (&input) & 1)
    change (&input);
  else
    load (&input);
  return 0;
}
