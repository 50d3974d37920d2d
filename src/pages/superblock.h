/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first 8 KiB of a database: what it is, whose, and in what state. Pure: bytes in, bytes out.
 * FORMAT.md 3. */
#pragma once

#include "pages/page.h"

G_BEGIN_DECLS

#define AMP_SUPERBLOCK_BYTES 4096
#define AMP_SUPERBLOCK_COPIES 2
#define AMP_DATABASE_OFFSET (AMP_SUPERBLOCK_BYTES * AMP_SUPERBLOCK_COPIES) /* of page 1 */
#define AMP_DATABASE_VERSION 2
#define AMP_SEAL_BYTES 32
/* A terabyte; the tags of more are not counted in 32 bits. */
#define AMP_MAX_PAGES ((1u << 28) - 1)
#define AMP_HASH_KEY_SEALED_BYTES (24 + 32 + 16)

typedef struct
{
  guint32 version; /* 1: seal, joint, generation and hash_key are zero */
  gboolean open;   /* version 1: a transaction was cut off, pages is no number */
  guint32 kind;    /* 1 casework, 2 identity */
  guint32 cipher;  /* AmpCipher */
  guint32 pages;
  guint32 keyring; /* version of the keyring at that time */
  guint8 file_id[AMP_FILE_ID_BYTES];
  guint8 vault_id[16];
  guint64 sequence;            /* greater with each state; the highest whole one counts */
  guint64 joint;               /* random number of the last transaction over both databases */
  guint64 generation;          /* of the keyring at that time */
  guint8 seal[AMP_SEAL_BYTES]; /* of the tags of all pages */
  guint8 hash_key[AMP_HASH_KEY_SEALED_BYTES];
} AmpSuperblock;

/* Always in the newest version. */
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
