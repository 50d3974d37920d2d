/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The superblock's bytes: what is written is read, and each way to be wrong has its code. */
#include "pages/superblock.h"

#include "vault/vault.h"

#include <string.h>

#define SUM_AT (AMP_SUPERBLOCK_BYTES - AMP_HASH_BYTES)

static AmpSuperblock block;
static guint8 key[32], bytes[AMP_SUPERBLOCK_BYTES];

static void
make (void)
{
  amp_random (&block, sizeof block);
  amp_random (key, sizeof key);
  block.kind = 1;
  block.cipher = AMP_CIPHER_AES_256_OCB;
  block.pages = block.pages % AMP_MAX_PAGES + 1;
  amp_superblock_write (&block, key, bytes);
}

/* As a program that keeps the format's checksum but not our rules would leave it. */
static void
sum_again (void)
{
  amp_hash (bytes, SUM_AT, bytes + SUM_AT);
}

static void
expect (AmpVaultError code)
{
  g_autoptr (GError) error = NULL;
  AmpSuperblock read = block;

  g_assert_false (amp_superblock_read (&read, key, bytes, &error));
  g_assert_error (error, AMP_VAULT_ERROR, (gint) code);
}

static void
what_is_written_is_read (void)
{
  AmpSuperblock read = {.kind = 1};
  g_autoptr (GError) error = NULL;

  make ();
  memcpy (read.vault_id, block.vault_id, sizeof read.vault_id);
  g_assert_true (amp_superblock_read (&read, key, bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (read.file_id, 16, block.file_id, 16);
  g_assert_cmpmem (read.seal, 32, block.seal, 32);
  g_assert_cmpmem (read.hash_key, sizeof read.hash_key, block.hash_key, sizeof read.hash_key);
  g_assert_cmpuint (read.sequence, ==, block.sequence);
  g_assert_cmpuint (read.version, ==, AMP_DATABASE_VERSION);
  g_assert_cmpuint (read.cipher, ==, AMP_CIPHER_AES_256_OCB);
  g_assert_cmpuint (read.pages, ==, block.pages);
  g_assert_cmpuint (read.joint, ==, block.joint);
  g_assert_cmpuint (read.generation, ==, block.generation);
}

static void
every_flipped_bit_is_damage (void)
{
  make ();
  for (gsize i = 0; i < AMP_SUPERBLOCK_BYTES; i++)
    {
      bytes[i] ^= (guint8) (1 << (i % 8));
      /* Without its magic number nobody can tell what it was. */
      expect (i < 8 ? AMP_VAULT_ERROR_FOREIGN : AMP_VAULT_ERROR_DAMAGED);
      bytes[i] ^= (guint8) (1 << (i % 8));
    }
}

static void
another_key_vault_or_kind_is_foreign (void)
{
  make ();
  key[0] ^= 1;
  expect (AMP_VAULT_ERROR_FOREIGN);
  key[0] ^= 1;
  block.vault_id[0] ^= 1;
  expect (AMP_VAULT_ERROR_FOREIGN);
  block.vault_id[0] ^= 1;
  block.kind = 2;
  expect (AMP_VAULT_ERROR_FOREIGN);
}

static void
a_newer_version_is_told_and_a_forged_number_is_not_believed (void)
{
  make ();
  bytes[8] = AMP_DATABASE_VERSION + 1;
  sum_again ();
  expect (AMP_VAULT_ERROR_NEWER);
  make ();
  bytes[80] ^= 1; /* pages */
  sum_again ();
  expect (AMP_VAULT_ERROR_FOREIGN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/vault/superblock/what-is-written-is-read", what_is_written_is_read);
  g_test_add_func ("/vault/superblock/every-flipped-bit-is-damage", every_flipped_bit_is_damage);
  g_test_add_func ("/vault/superblock/another-key-vault-or-kind-is-foreign",
                   another_key_vault_or_kind_is_foreign);
  g_test_add_func ("/vault/superblock/a-newer-version-is-told-and-a-forged-number-is-not-believed",
                   a_newer_version_is_told_and_a_forged_number_is_not_believed);
  return g_test_run ();
}
