/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where each number stands. The checksum (no key) tells damage from a key that does not fit. */
#include "pages/superblock.h"

#include "pages/bytes.h"
#include "pages/refuse.h"

#include <sodium.h>

#define MAGIC "AmparoDB"
#define SUM_BYTES 32
#define SUM_AT (AMP_SUPERBLOCK_BYTES - SUM_BYTES)
#define MAC_AT (SUM_AT - SUM_BYTES)
#define VERSION_AT 8
#define PAGE_SIZE_AT 12
#define KIND_AT 16
#define CIPHER_AT 20
#define FILE_ID_AT 24
#define VAULT_ID_AT 40
#define SEQUENCE_AT 56
#define JOINT_AT 64
#define GENERATION_AT 72
#define PAGES_AT 80
#define KEYRING_AT 84
#define SEAL_AT 88
#define HASH_KEY_AT 120

/* Version 1: a transaction that was cut off, and the pages when none was. */
#define OLD_OPEN_AT 20
#define OLD_PAGES_AT 88

void
amp_superblock_write (const AmpSuperblock *self,
                      const guint8 key[32],
                      guint8 out[AMP_SUPERBLOCK_BYTES])
{
  memset (out, 0, AMP_SUPERBLOCK_BYTES);
  memcpy (out, MAGIC, strlen (MAGIC));
  amp_put32 (out + VERSION_AT, AMP_DATABASE_VERSION);
  amp_put32 (out + PAGE_SIZE_AT, AMP_PAGE_BYTES);
  amp_put32 (out + KIND_AT, self->kind);
  amp_put32 (out + CIPHER_AT, self->cipher);
  memcpy (out + FILE_ID_AT, self->file_id, sizeof self->file_id);
  memcpy (out + VAULT_ID_AT, self->vault_id, sizeof self->vault_id);
  amp_put64 (out + SEQUENCE_AT, self->sequence);
  amp_put64 (out + JOINT_AT, self->joint);
  amp_put64 (out + GENERATION_AT, self->generation);
  amp_put32 (out + PAGES_AT, self->pages);
  amp_put32 (out + KEYRING_AT, self->keyring);
  memcpy (out + SEAL_AT, self->seal, sizeof self->seal);
  memcpy (out + HASH_KEY_AT, self->hash_key, sizeof self->hash_key);
  crypto_generichash (out + MAC_AT, SUM_BYTES, out, MAC_AT, key, 32);
  crypto_generichash (out + SUM_AT, SUM_BYTES, out, SUM_AT, NULL, 0);
}

static void
read_numbers (AmpSuperblock *self, const guint8 *in)
{
  self->version = amp_get32 (in + VERSION_AT);
  memcpy (self->file_id, in + FILE_ID_AT, sizeof self->file_id);
  self->sequence = amp_get64 (in + SEQUENCE_AT);
  if (self->version == 1)
    {
      self->cipher = AMP_CIPHER_XCHACHA20_POLY1305;
      self->pages = amp_get32 (in + OLD_PAGES_AT);
      self->open = amp_get32 (in + OLD_OPEN_AT) != 0;
      return;
    }
  self->cipher = amp_get32 (in + CIPHER_AT);
  self->joint = amp_get64 (in + JOINT_AT);
  self->generation = amp_get64 (in + GENERATION_AT);
  self->pages = amp_get32 (in + PAGES_AT);
  self->keyring = amp_get32 (in + KEYRING_AT);
  memcpy (self->seal, in + SEAL_AT, sizeof self->seal);
  memcpy (self->hash_key, in + HASH_KEY_AT, sizeof self->hash_key);
}

gboolean
amp_superblock_read (AmpSuperblock *self,
                     const guint8 key[32],
                     const guint8 in[AMP_SUPERBLOCK_BYTES],
                     GError **error)
{
  AmpSuperblock read = *self;
  guint8 sum[SUM_BYTES];
  guint32 version = amp_get32 (in + VERSION_AT);
  gboolean magic = memcmp (in, MAGIC, strlen (MAGIC)) == 0;

  crypto_generichash (sum, SUM_BYTES, in, SUM_AT, NULL, 0);
  if (memcmp (sum, in + SUM_AT, SUM_BYTES) != 0)
    return magic
             ? amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "a superblock is not as it was written")
             : amp_refuse (error, AMP_VAULT_ERROR_FOREIGN, "not a database of a vault");
  if (!magic)
    return amp_refuse (error, AMP_VAULT_ERROR_FOREIGN, "not a database of a vault");
  if (version > AMP_DATABASE_VERSION)
    return amp_refuse (error, AMP_VAULT_ERROR_NEWER, "a database of a newer format");
  crypto_generichash (sum, SUM_BYTES, in, MAC_AT, key, 32);
  if (memcmp (in + VAULT_ID_AT, self->vault_id, sizeof self->vault_id) != 0 ||
      amp_get32 (in + KIND_AT) != self->kind || sodium_memcmp (sum, in + MAC_AT, SUM_BYTES) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_FOREIGN, "of another vault, or the other database");
  read_numbers (&read, in);
  if (version == 0 || amp_get32 (in + PAGE_SIZE_AT) != AMP_PAGE_BYTES ||
      (read.pages == 0 && !read.open) || read.pages > AMP_MAX_PAGES ||
      (read.cipher != AMP_CIPHER_XCHACHA20_POLY1305 && read.cipher != AMP_CIPHER_AES_256_OCB))
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "a superblock that cannot be");
  *self = read;
  return TRUE;
}
