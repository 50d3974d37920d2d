/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One page of a database, sealed and opened. */
#include "vault/page.h"

#include <sodium.h>

#include "vault/bytes.h"

#define NONCE_AT AMP_PAGE_USABLE
#define TAG_AT (AMP_PAGE_USABLE + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
#define AD_BYTES (AMP_FILE_ID_BYTES + 8)

G_STATIC_ASSERT (TAG_AT + crypto_aead_xchacha20poly1305_ietf_ABYTES == AMP_PAGE_SIZE);

static void
associate (guint8 ad[AD_BYTES], guint32 number, const guint8 *file_id)
{
  memcpy (ad, file_id, AMP_FILE_ID_BYTES);
  amp_put64 (ad + AMP_FILE_ID_BYTES, number);
}

void
amp_page_seal (guint8 out[AMP_PAGE_SIZE],
               const guint8 plain[AMP_PAGE_SIZE],
               guint32 number,
               const guint8 file_id[AMP_FILE_ID_BYTES],
               const guint8 key[AMP_KEY_BYTES])
{
  guint8 ad[AD_BYTES];

  associate (ad, number, file_id);
  randombytes_buf (out + NONCE_AT, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt_detached (out, out + TAG_AT, NULL, plain, AMP_PAGE_USABLE,
                                                       ad, sizeof ad, NULL, out + NONCE_AT, key);
}

gboolean
amp_page_open (guint8 page[AMP_PAGE_SIZE],
               guint32 number,
               const guint8 file_id[AMP_FILE_ID_BYTES],
               const guint8 key[AMP_KEY_BYTES])
{
  guint8 ad[AD_BYTES];

  associate (ad, number, file_id);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt_detached (page, NULL, page, AMP_PAGE_USABLE,
                                                           page + TAG_AT, ad, sizeof ad,
                                                           page + NONCE_AT, key) != 0)
    {
      memset (page, 0, AMP_PAGE_SIZE);
      return FALSE;
    }
  memset (page + NONCE_AT, 0, AMP_PAGE_RESERVE);
  return TRUE;
}
