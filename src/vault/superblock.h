/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first 8 KiB of a database: what it is, whose, and in what state. Pure: bytes in, bytes out.
 * FORMAT.md 3. */
#pragma once

#include "vault/page.h"

G_BEGIN_DECLS

#define AMP_SUPERBLOCK_BYTES 4096
#define AMP_SUPERBLOCK_COPIES 2
#define AMP_DATABASE_OFFSET (AMP_SUPERBLOCK_BYTES * AMP_SUPERBLOCK_COPIES) /* of page 1 */
#define AMP_DATABASE_VERSION 1

#define AMP_INSTANCE_BYTES 16

typedef struct
{
  guint32 kind; /* 1 casework, 2 identity */
  guint8 file_id[AMP_FILE_ID_BYTES];
  guint8 vault_id[16];
  guint64 sequence; /* counts writes; its parity says which copy, the higher one counts */

  /* The mark: which journal the last transaction that overwrote pages had. */
  guint8 instance[AMP_INSTANCE_BYTES];
  guint32 open;     /* 1: that transaction is not over; without its journal the pages are no good */
  guint32 pages;    /* 0 while open; else how many there are */
  guint64 promised; /* while open: how many bytes of the journal were on the disk */
} AmpSuperblock;

void amp_superblock_write (const AmpSuperblock *self,
                           const guint8 key[32],
                           guint8 out[AMP_SUPERBLOCK_BYTES]);

/* Reads one copy and compares kind and vault_id with those that self has. AMP_VAULT_ERROR_FOREIGN,
 * NEWER or DAMAGED; self stays as it was then. */
gboolean amp_superblock_read (AmpSuperblock *self,
                              const guint8 key[32],
                              const guint8 in[AMP_SUPERBLOCK_BYTES],
                              GError **error);

G_END_DECLS
