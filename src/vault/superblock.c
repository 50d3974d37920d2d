/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * magic 8 | version 4 | page size 4 | kind 4 | open 4 | file id 16 | vault id 16 | sequence 8 |
 * instance 16 | promised 8 | pages 4 | zero … | MAC 32 | checksum 32. Numbers are little-endian.
 * The checksum (no key) tells damage from a key that does not fit. */
#include "vault/superblock.h"

#include "vault/vault.h"

#include <sodium.h>
#include <string.h>

#define MAGIC "AmparoDB"
#define SUM_BYTES 32
#define SUM_AT (AMP_SUPERBLOCK_BYTES - SUM_BYTES)
#define MAC_AT (SUM_AT - SUM_BYTES)
#define VERSION_AT 8
#define PAGE_SIZE_AT 12
#define KIND_AT 16
#define OPEN_AT 20
#define FILE_ID_AT 24
#define VAULT_ID_AT 40
#define SEQUENCE_AT 56
#define INSTANCE_AT 64
#define PROMISED_AT 80
#define PAGES_AT 88

static void
put32 (guint8 *at, guint32 value)
{
  guint32 le = GUINT32_TO_LE (value);

  memcpy (at, &le, sizeof le);
}

static guint32
get32 (const guint8 *at)
{
  guint32 le;

  memcpy (&le, at, sizeof le);
  return GUINT32_FROM_LE (le);
}

static void
put64 (guint8 *at, guint64 value)
{
  guint64 le = GUINT64_TO_LE (value);

  memcpy (at, &le, sizeof le);
}

static guint64
get64 (const guint8 *at)
{
  guint64 le;

  memcpy (&le, at, sizeof le);
  return GUINT64_FROM_LE (le);
}

void
amp_superblock_write (const AmpSuperblock *self,
                      const guint8 key[32],
                      guint8 out[AMP_SUPERBLOCK_BYTES])
{
  memset (out, 0, AMP_SUPERBLOCK_BYTES);
  memcpy (out, MAGIC, strlen (MAGIC));
  put32 (out + VERSION_AT, AMP_DATABASE_VERSION);
  put32 (out + PAGE_SIZE_AT, AMP_PAGE_BYTES);
  put32 (out + KIND_AT, self->kind);
  put32 (out + OPEN_AT, self->open);
  memcpy (out + FILE_ID_AT, self->file_id, sizeof self->file_id);
  memcpy (out + VAULT_ID_AT, self->vault_id, sizeof self->vault_id);
  put64 (out + SEQUENCE_AT, self->sequence);
  memcpy (out + INSTANCE_AT, self->instance, sizeof self->instance);
  put64 (out + PROMISED_AT, self->promised);
  put32 (out + PAGES_AT, self->pages);
  crypto_generichash (out + MAC_AT, SUM_BYTES, out, MAC_AT, key, 32);
  crypto_generichash (out + SUM_AT, SUM_BYTES, out, SUM_AT, NULL, 0);
}

static gboolean
refuse (AmpVaultError code, const char *message, GError **error)
{
  g_set_error_literal (error, AMP_VAULT_ERROR, (gint) code, message);
  return FALSE;
}

gboolean
amp_superblock_read (AmpSuperblock *self,
                     const guint8 key[32],
                     const guint8 in[AMP_SUPERBLOCK_BYTES],
                     GError **error)
{
  guint8 sum[SUM_BYTES];
  gboolean magic = memcmp (in, MAGIC, strlen (MAGIC)) == 0;

  crypto_generichash (sum, SUM_BYTES, in, SUM_AT, NULL, 0);
  if (memcmp (sum, in + SUM_AT, SUM_BYTES) != 0)
    return magic ? refuse (AMP_VAULT_ERROR_DAMAGED, "a superblock is not as it was written", error)
                 : refuse (AMP_VAULT_ERROR_FOREIGN, "not a database of a vault", error);
  if (!magic)
    return refuse (AMP_VAULT_ERROR_FOREIGN, "not a database of a vault", error);
  if (get32 (in + VERSION_AT) > AMP_DATABASE_VERSION)
    return refuse (AMP_VAULT_ERROR_NEWER, "a database of a newer format", error);
  crypto_generichash (sum, SUM_BYTES, in, MAC_AT, key, 32);
  if (memcmp (in + VAULT_ID_AT, self->vault_id, sizeof self->vault_id) != 0 ||
      get32 (in + KIND_AT) != self->kind || sodium_memcmp (sum, in + MAC_AT, SUM_BYTES) != 0)
    return refuse (AMP_VAULT_ERROR_FOREIGN, "of another vault, or the other database", error);
  if (get32 (in + VERSION_AT) != AMP_DATABASE_VERSION ||
      get32 (in + PAGE_SIZE_AT) != AMP_PAGE_BYTES)
    return refuse (AMP_VAULT_ERROR_DAMAGED, "a superblock that cannot be", error);
  memcpy (self->file_id, in + FILE_ID_AT, sizeof self->file_id);
  self->sequence = get64 (in + SEQUENCE_AT);
  memcpy (self->instance, in + INSTANCE_AT, sizeof self->instance);
  self->open = get32 (in + OPEN_AT);
  self->promised = get64 (in + PROMISED_AT);
  self->pages = get32 (in + PAGES_AT);
  return TRUE;
}
