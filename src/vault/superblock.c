/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Superblock bytes to struct and back. */
#include "vault/superblock.h"

#include <sodium.h>

#include "vault/bytes.h"

#define MAGIC "AmparoDB"
#define CIPHER_XCHACHA20_POLY1305 1

enum
{
  AT_VERSION = 8,
  AT_CIPHER = 12,
  AT_PAGE_SIZE = 16,
  AT_RESERVE = 20,
  AT_KIND = 24,
  AT_VAULT_ID = 32,
  AT_FILE_ID = 48,
  AT_SEQUENCE = 64,
  AT_INSTANCE = 80,
  AT_PREVIOUS = 96,
  AT_HEADER = 112,
  AT_TRAILER = 120,
  AT_RECORDS = 128,
  AT_MAC = 448,
  AT_CHECKSUM = 480,
};

void
amp_superblock_seal (const AmpSuperblock *self,
                     const guint8 key[AMP_KEY_BYTES],
                     guint8 out[AMP_SUPERBLOCK_BYTES])
{
  memset (out, 0, AMP_SUPERBLOCK_BYTES);
  memcpy (out, MAGIC, 8);
  amp_put32 (out + AT_VERSION, AMP_DATABASE_VERSION);
  amp_put32 (out + AT_CIPHER, CIPHER_XCHACHA20_POLY1305);
  amp_put32 (out + AT_PAGE_SIZE, AMP_PAGE_SIZE);
  amp_put32 (out + AT_RESERVE, AMP_PAGE_RESERVE);
  amp_put32 (out + AT_KIND, self->kind);
  memcpy (out + AT_VAULT_ID, self->vault_id, 16);
  memcpy (out + AT_FILE_ID, self->file_id, AMP_FILE_ID_BYTES);
  amp_put64 (out + AT_SEQUENCE, self->sequence);
  memcpy (out + AT_INSTANCE, self->instance, AMP_INSTANCE_BYTES);
  memcpy (out + AT_PREVIOUS, self->previous, AMP_INSTANCE_BYTES);
  amp_put64 (out + AT_HEADER, self->header);
  amp_put64 (out + AT_TRAILER, self->trailer);
  amp_put32 (out + AT_RECORDS, self->records);
  crypto_generichash (out + AT_MAC, 32, out, AT_MAC, key, AMP_KEY_BYTES);
  crypto_generichash (out + AT_CHECKSUM, 32, out, AT_CHECKSUM, NULL, 0);
}

/* The unkeyed checksum tells damage from a key that does not fit. */
AmpSuperblockState
amp_superblock_open (AmpSuperblock *self,
                     const guint8 bytes[AMP_SUPERBLOCK_BYTES],
                     const guint8 vault_id[16],
                     AmpDatabaseKind kind,
                     const guint8 key[AMP_KEY_BYTES])
{
  guint8 hash[32];

  crypto_generichash (hash, sizeof hash, bytes, AT_CHECKSUM, NULL, 0);
  if (memcmp (hash, bytes + AT_CHECKSUM, sizeof hash) != 0)
    return memcmp (bytes, MAGIC, 8) == 0 ? AMP_SUPERBLOCK_DAMAGED : AMP_SUPERBLOCK_FOREIGN;
  if (memcmp (bytes, MAGIC, 8) != 0)
    return AMP_SUPERBLOCK_FOREIGN;
  if (amp_get32 (bytes + AT_VERSION) > AMP_DATABASE_VERSION)
    return AMP_SUPERBLOCK_NEWER;
  if (memcmp (bytes + AT_VAULT_ID, vault_id, 16) != 0 || amp_get32 (bytes + AT_KIND) != kind)
    return AMP_SUPERBLOCK_FOREIGN;
  crypto_generichash (hash, sizeof hash, bytes, AT_MAC, key, AMP_KEY_BYTES);
  if (sodium_memcmp (hash, bytes + AT_MAC, sizeof hash) != 0 ||
      amp_get32 (bytes + AT_CIPHER) != CIPHER_XCHACHA20_POLY1305 ||
      amp_get32 (bytes + AT_PAGE_SIZE) != AMP_PAGE_SIZE ||
      amp_get32 (bytes + AT_RESERVE) != AMP_PAGE_RESERVE)
    return AMP_SUPERBLOCK_FOREIGN;

  memcpy (self->vault_id, bytes + AT_VAULT_ID, 16);
  memcpy (self->file_id, bytes + AT_FILE_ID, AMP_FILE_ID_BYTES);
  self->kind = kind;
  self->sequence = amp_get64 (bytes + AT_SEQUENCE);
  memcpy (self->instance, bytes + AT_INSTANCE, AMP_INSTANCE_BYTES);
  memcpy (self->previous, bytes + AT_PREVIOUS, AMP_INSTANCE_BYTES);
  self->header = amp_get64 (bytes + AT_HEADER);
  self->trailer = amp_get64 (bytes + AT_TRAILER);
  self->records = amp_get32 (bytes + AT_RECORDS);
  return AMP_SUPERBLOCK_OK;
}
