/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The superblock of a database: what it is, and which journal its last transaction had. Pure. */
#pragma once

#include <glib.h>

#include "vault/page.h"

#define AMP_SUPERBLOCK_BYTES 512
#define AMP_SUPERBLOCK_SLOT 4096   /* what is written, the rest is zero */
#define AMP_SUPERBLOCK_APART 8192  /* second copy */
#define AMP_DATABASE_HEADER 16384  /* page 1 begins here */
#define AMP_INSTANCE_BYTES 16
#define AMP_DATABASE_VERSION 1

typedef enum
{
  AMP_DATABASE_CASEWORK,
  AMP_DATABASE_IDENTITY,
  AMP_N_DATABASES,
} AmpDatabaseKind;

typedef struct
{
  guint8 vault_id[16];
  guint8 file_id[AMP_FILE_ID_BYTES];
  AmpDatabaseKind kind;
  guint64 sequence; /* the higher of the two copies counts; its parity says which copy it is */

  /* The mark: written before the first page is overwritten. All zero: nothing was written yet. */
  guint8 instance[AMP_INSTANCE_BYTES]; /* journal of the last transaction */
  guint8 previous[AMP_INSTANCE_BYTES]; /* and of the one before */
  guint64 header;                      /* offset of its last header */
  guint64 trailer;                     /* offset of the super-journal's name; 0: none */
  guint32 records;                     /* records after the last header */
} AmpSuperblock;

typedef enum
{
  AMP_SUPERBLOCK_OK,
  AMP_SUPERBLOCK_DAMAGED, /* its own checksum fails */
  AMP_SUPERBLOCK_FOREIGN, /* no magic number, another vault, another key, the other database */
  AMP_SUPERBLOCK_NEWER,
} AmpSuperblockState;

void amp_superblock_seal (const AmpSuperblock *self,
                          const guint8 key[AMP_KEY_BYTES],
                          guint8 out[AMP_SUPERBLOCK_BYTES]);

/* vault_id and kind say what is expected. */
AmpSuperblockState amp_superblock_open (AmpSuperblock *self,
                                        const guint8 bytes[AMP_SUPERBLOCK_BYTES],
                                        const guint8 vault_id[16],
                                        AmpDatabaseKind kind,
                                        const guint8 key[AMP_KEY_BYTES]);
