/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * magic 8 | version 4 | page size 4 | kind 4 | zero 4 | file id 16 | vault id 16 | zero … | MAC 32
 * over all before it. Numbers are little-endian. */
#include "vault/superblock.h"

#include "vault/vault.h"

#include <sodium.h>
#include <string.h>

#define MAGIC "AmparoDB"
#define MAC_BYTES 32
#define MAC_AT (AMP_SUPERBLOCK_BYTES - MAC_BYTES)
#define VERSION_AT 8
#define PAGE_SIZE_AT 12
#define KIND_AT 16
#define FILE_ID_AT 24
#define VAULT_ID_AT 40

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
  memcpy (out + FILE_ID_AT, self->file_id, sizeof self->file_id);
  memcpy (out + VAULT_ID_AT, self->vault_id, sizeof self->vault_id);
  crypto_generichash (out + MAC_AT, MAC_BYTES, out, MAC_AT, key, 32);
}

gboolean
amp_superblock_read (AmpSuperblock *self,
                     const guint8 key[32],
                     const guint8 in[AMP_SUPERBLOCK_BYTES],
                     GError **error)
{
  guint8 mac[MAC_BYTES];

  if (memcmp (in, MAGIC, strlen (MAGIC)) != 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN,
                           "not a database of a vault");
      return FALSE;
    }
  crypto_generichash (mac, MAC_BYTES, in, MAC_AT, key, 32);
  /* A newer version may have moved the MAC, so it is told first. It is refused all the same: a
   * forger gains nothing. */
  if (get32 (in + VERSION_AT) > AMP_DATABASE_VERSION)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER,
                           "a database of a newer format");
      return FALSE;
    }
  if (sodium_memcmp (mac, in + MAC_AT, MAC_BYTES) != 0 ||
      get32 (in + VERSION_AT) != AMP_DATABASE_VERSION ||
      get32 (in + PAGE_SIZE_AT) != AMP_PAGE_BYTES)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                           "the superblock does not authenticate");
      return FALSE;
    }
  self->kind = get32 (in + KIND_AT);
  memcpy (self->file_id, in + FILE_ID_AT, sizeof self->file_id);
  memcpy (self->vault_id, in + VAULT_ID_AT, sizeof self->vault_id);
  return TRUE;
}
