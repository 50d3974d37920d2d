/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A superblock: anything, or what somebody with the key might have written. */
#include "fuzz.h"

#include "pages/bytes.h"
#include "pages/superblock.h"

/* Bits of the first byte: what is put right, so that what lies behind it is reached. */
#define MAGIC 1
#define VERSION 2
#define WHOSE 4
#define MAC 8
#define SUM 16
#define PAGE_SIZE 32
#define CIPHER 64

#define MAC_AT 4032
#define SUM_AT 4064

static void
put_right (guint8 what, guint8 version, guint8 cipher, guint8 *block)
{
  if (what & MAGIC)
    memcpy (block, "AmparoDB", 8);
  if (what & VERSION)
    amp_put32 (block + 8, version);
  if (what & PAGE_SIZE)
    amp_put32 (block + 12, AMP_PAGE_BYTES);
  if (what & WHOSE)
    {
      amp_put32 (block + 16, 1);
      memcpy (block + 40, fuzz_id, sizeof fuzz_id);
    }
  if (what & CIPHER)
    amp_put32 (block + 20, cipher);
  if (what & MAC)
    fuzz_hash (block, MAC_AT, TRUE, block + MAC_AT);
  if (what & SUM)
    fuzz_hash (block, SUM_AT, FALSE, block + SUM_AT);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);
  const guint8 what = fuzz_take8 (&input);
  const guint8 version = fuzz_take8 (&input), cipher = fuzz_take8 (&input);
  guint8 block[AMP_SUPERBLOCK_BYTES], again[AMP_SUPERBLOCK_BYTES];
  AmpSuperblock read = {.kind = 1}, before;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  memcpy (read.vault_id, fuzz_id, sizeof read.vault_id);
  before = read;
  fuzz_take (&input, block, sizeof block);
  put_right (what, version, cipher, block);
  ok = amp_superblock_read (&read, fuzz_key, block, &error);
  fuzz_expect_error (ok, error);
  FUZZ_EXPECT (ok || memcmp (&read, &before, sizeof read) == 0);
  FUZZ_EXPECT (!ok || (what & (MAC | SUM)) == (MAC | SUM));
  if (!ok || read.open)
    return 0;
  FUZZ_EXPECT (read.version == 1 || read.version == 2);
  FUZZ_EXPECT (read.kind == 1 && (read.pages > 0 || read.open) &&
               (read.cipher == 1 || read.cipher == 2));
  /* What it says is written, and is read again. */
  amp_superblock_write (&read, fuzz_key, block);
  FUZZ_EXPECT (amp_superblock_read (&before, fuzz_key, block, NULL));
  amp_superblock_write (&before, fuzz_key, again);
  FUZZ_EXPECT (memcmp (block, again, sizeof block) == 0);
  return 0;
}
