/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first 8 KiB of a database: what it is, and whose. Pure: bytes in, bytes out. FORMAT.md 3. */
#pragma once

#include "vault/page.h"

G_BEGIN_DECLS

#define AMP_SUPERBLOCK_BYTES 4096
#define AMP_SUPERBLOCK_COPIES 2
#define AMP_DATABASE_OFFSET (AMP_SUPERBLOCK_BYTES * AMP_SUPERBLOCK_COPIES) /* of page 1 */
#define AMP_DATABASE_VERSION 1

typedef struct
{
  guint32 kind; /* 1 casework, 2 identity */
  guint8 file_id[AMP_FILE_ID_BYTES];
  guint8 vault_id[16];
} AmpSuperblock;

void amp_superblock_write (const AmpSuperblock *self,
                           const guint8 key[32],
                           guint8 out[AMP_SUPERBLOCK_BYTES]);

/* Reads one copy. AMP_VAULT_ERROR_FOREIGN, NEWER or DAMAGED. */
gboolean amp_superblock_read (AmpSuperblock *self,
                              const guint8 key[32],
                              const guint8 in[AMP_SUPERBLOCK_BYTES],
                              GError **error);

G_END_DECLS
