/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * XChaCha20-Poly1305 over one page: ciphertext | nonce | tag, bound to the file and the page
 * number. */
#include "vault/page.h"

#include <sodium.h>
#include <string.h>

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BODY_BYTES (AMP_PAGE_BYTES - AMP_PAGE_RESERVE)

G_STATIC_ASSERT (NONCE_BYTES + TAG_BYTES == AMP_PAGE_RESERVE);

static void
bind_place (guint8 ad[AMP_FILE_ID_BYTES + 4], const guint8 *file_id, guint32 number)
{
  guint32 le = GUINT32_TO_LE (number);

  memcpy (ad, file_id, AMP_FILE_ID_BYTES);
  memcpy (ad + AMP_FILE_ID_BYTES, &le, sizeof le);
}

void
amp_page_seal (guint8 *sealed,
               const guint8 *plain,
               const guint8 file_id[AMP_FILE_ID_BYTES],
               guint32 number,
               const guint8 key[32])
{
  guint8 ad[AMP_FILE_ID_BYTES + 4];
  guint8 *nonce = sealed + BODY_BYTES;
  guint8 fresh[NONCE_BYTES];

  bind_place (ad, file_id, number);
  randombytes_buf (fresh, sizeof fresh);
  crypto_aead_xchacha20poly1305_ietf_encrypt_detached (sealed, nonce + NONCE_BYTES, NULL, plain,
                                                       BODY_BYTES, ad, sizeof ad, NULL, fresh, key);
  memcpy (nonce, fresh, sizeof fresh);
}

gboolean
amp_page_open (guint8 *plain,
               const guint8 *sealed,
               const guint8 file_id[AMP_FILE_ID_BYTES],
               guint32 number,
               const guint8 key[32])
{
  guint8 ad[AMP_FILE_ID_BYTES + 4];
  const guint8 *nonce = sealed + BODY_BYTES;

  bind_place (ad, file_id, number);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt_detached (
        plain, NULL, sealed, BODY_BYTES, nonce + NONCE_BYTES, ad, sizeof ad, nonce, key) != 0)
    {
      memset (plain, 0, AMP_PAGE_BYTES);
      return FALSE;
    }
  /* The reserved bytes are zero for SQLite, whatever they are on disk. */
  memset (plain + BODY_BYTES, 0, AMP_PAGE_RESERVE);
  return TRUE;
}
