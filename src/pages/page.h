/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One database page, sealed. Bytes in, bytes out. FORMAT.md 4. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_PAGE_BYTES 4096
#define AMP_PAGE_RESERVE 40 /* SQLite leaves them alone: 24 of nonce, 16 of tag */
#define AMP_TAG_BYTES 16
#define AMP_FILE_ID_BYTES 16

typedef enum
{
  AMP_CIPHER_XCHACHA20_POLY1305 = 1,
  AMP_CIPHER_AES_256_OCB = 2,
} AmpCipher;

/* The quicker one on this machine. */
AmpCipher amp_cipher_default (void);

/* A key made ready for one file. One thread at a time. */
typedef struct _AmpSealer AmpSealer;

AmpSealer *
amp_sealer_new (AmpCipher cipher, const guint8 key[32], const guint8 file_id[AMP_FILE_ID_BYTES]);
void amp_sealer_free (AmpSealer *self); /* wipes */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSealer, amp_sealer_free)

/* sealed and plain are AMP_PAGE_BYTES each and do not overlap, but amp_page_open() works in place
 * as well; number counts from 1, as SQLite does. */
void amp_page_seal (AmpSealer *self, guint8 *sealed, const guint8 *plain, guint32 number);
/* FALSE where a byte is not what was sealed under that key, file and number; plain is zeroed then.
 */
gboolean amp_page_open (AmpSealer *self, guint8 *plain, const guint8 *sealed, guint32 number);

/* The first page of an empty database of SQLite's, for where the true one is lost. */
void amp_page_make_first (guint8 plain[AMP_PAGE_BYTES]);

static inline const guint8 *
amp_page_tag (const guint8 *sealed)
{
  return sealed + (AMP_PAGE_BYTES - AMP_TAG_BYTES);
}

G_END_DECLS
