/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ciphertext | nonce | tag, bound to the file and the page number, by one of two ciphers. */
#include "pages/page.h"

#include "pages/bytes.h"
#include "pages/refuse.h"
#include "pages/secret.h"

#include <gcrypt.h>
#include <sodium.h>

#define FIELD_BYTES 24 /* of the nonce */
#define OCB_NONCE_BYTES 15
#define BODY_BYTES (AMP_PAGE_BYTES - AMP_PAGE_RESERVE)
#define POOL_BYTES (64 * FIELD_BYTES)

G_STATIC_ASSERT (FIELD_BYTES + AMP_TAG_BYTES == AMP_PAGE_RESERVE);
G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == FIELD_BYTES);
G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_ABYTES == AMP_TAG_BYTES);

struct _AmpSealer
{
  AmpCipher cipher;
  AmpSecret *key;          /* XChaCha20-Poly1305 */
  gcry_cipher_hd_t handle; /* AES-256-OCB: libgcrypt's locked memory */
  guint8 file_id[AMP_FILE_ID_BYTES];
  guint8 pool[POOL_BYTES]; /* random bytes for nonces: one system call for many pages */
  gsize drawn;
};

AmpCipher
amp_cipher_default (void)
{
#if defined(__x86_64__) || defined(__i386__)
  if (__builtin_cpu_supports ("aes")) /* GCOVR_EXCL_BR_LINE: one machine, one way */
    return AMP_CIPHER_AES_256_OCB;
#endif
  return AMP_CIPHER_XCHACHA20_POLY1305; /* GCOVR_EXCL_LINE: the other way */
}

AmpSealer *
amp_sealer_new (AmpCipher cipher, const guint8 key[32], const guint8 file_id[AMP_FILE_ID_BYTES])
{
  AmpSealer *self = g_new0 (AmpSealer, 1);

  self->cipher = cipher;
  self->drawn = POOL_BYTES;
  memcpy (self->file_id, file_id, AMP_FILE_ID_BYTES);
  if (cipher == AMP_CIPHER_AES_256_OCB)
    {
      gcry_error_t failed = gcry_cipher_open (&self->handle, GCRY_CIPHER_AES256,
                                              GCRY_CIPHER_MODE_OCB, GCRY_CIPHER_SECURE);

      failed |= gcry_cipher_setkey (self->handle, key, 32);
      if (failed != 0)                             /* GCOVR_EXCL_BR_LINE: ends the program */
        g_error ("No locked memory for a cipher"); /* GCOVR_EXCL_LINE */
    }
  else
    self->key = amp_secret_new_from (key, 32);
  return self;
}

void
amp_sealer_free (AmpSealer *self)
{
  if (self == NULL)
    return;
  amp_secret_free (self->key);
  if (self->handle != NULL)
    gcry_cipher_close (self->handle);
  g_free (self);
}

static void
bind_place (const AmpSealer *self, guint32 number, guint8 ad[AMP_FILE_ID_BYTES + 4])
{
  memcpy (ad, self->file_id, AMP_FILE_ID_BYTES);
  amp_put32 (ad + AMP_FILE_ID_BYTES, number);
}

static void
draw_nonce (AmpSealer *self, guint8 *out)
{
  gsize length = self->cipher == AMP_CIPHER_AES_256_OCB ? OCB_NONCE_BYTES : FIELD_BYTES;

  if (self->drawn + length > POOL_BYTES)
    {
      randombytes_buf (self->pool, POOL_BYTES);
      self->drawn = 0;
    }
  memset (out, 0, FIELD_BYTES);
  memcpy (out, self->pool + self->drawn, length);
  self->drawn += length;
}

/* They fail for a caller's mistake only: a length or a state that cannot be. */
static gcry_error_t
ocb_begin (AmpSealer *self, const guint8 *nonce, const guint8 *ad)
{
  gcry_error_t failed = gcry_cipher_setiv (self->handle, nonce, OCB_NONCE_BYTES);

  failed |= gcry_cipher_authenticate (self->handle, ad, AMP_FILE_ID_BYTES + 4);
  failed |= gcry_cipher_final (self->handle);
  return failed;
}

void
amp_page_seal (AmpSealer *self, guint8 *sealed, const guint8 *plain, guint32 number)
{
  guint8 ad[AMP_FILE_ID_BYTES + 4];
  guint8 *nonce = sealed + BODY_BYTES;
  guint8 *tag = nonce + FIELD_BYTES;
  gcry_error_t failed;

  bind_place (self, number, ad);
  draw_nonce (self, nonce);
  if (self->key != NULL)
    {
      crypto_aead_xchacha20poly1305_ietf_encrypt_detached (sealed, tag, NULL, plain, BODY_BYTES, ad,
                                                           sizeof ad, NULL, nonce,
                                                           amp_secret_data (self->key));
      return;
    }
  failed = ocb_begin (self, nonce, ad);
  failed |= gcry_cipher_encrypt (self->handle, sealed, BODY_BYTES, plain, BODY_BYTES);
  failed |= gcry_cipher_gettag (self->handle, tag, AMP_TAG_BYTES);
  if (failed != 0)                       /* GCOVR_EXCL_BR_LINE: ends the program */
    g_error ("libgcrypt does not seal"); /* GCOVR_EXCL_LINE */
}

static gboolean
open_body (AmpSealer *self, guint8 *plain, const guint8 *sealed, guint32 number)
{
  static const guint8 zeros[FIELD_BYTES - OCB_NONCE_BYTES];
  guint8 ad[AMP_FILE_ID_BYTES + 4];
  const guint8 *nonce = sealed + BODY_BYTES;
  const guint8 *tag = nonce + FIELD_BYTES;
  gcry_error_t failed;

  bind_place (self, number, ad);
  if (self->key != NULL)
    return crypto_aead_xchacha20poly1305_ietf_decrypt_detached (plain, NULL, sealed, BODY_BYTES,
                                                                tag, ad, sizeof ad, nonce,
                                                                amp_secret_data (self->key)) == 0;
  failed = ocb_begin (self, nonce, ad);
  failed |= gcry_cipher_decrypt (self->handle, plain, BODY_BYTES, sealed, BODY_BYTES);
  failed |= gcry_cipher_checktag (self->handle, tag, AMP_TAG_BYTES);
  return failed == 0 && memcmp (nonce + OCB_NONCE_BYTES, zeros, sizeof zeros) == 0;
}

gboolean
amp_page_open (AmpSealer *self, guint8 *plain, const guint8 *sealed, guint32 number)
{
  gboolean ok = open_body (self, plain, sealed, number);

  /* The reserved bytes are zero for SQLite, whatever they are on disk. */
  if (ok)
    memset (plain + BODY_BYTES, 0, AMP_PAGE_RESERVE);
  else
    memset (plain, 0, AMP_PAGE_BYTES);
  return ok;
}

void
amp_page_make_first (guint8 plain[AMP_PAGE_BYTES])
{
  /* Page size (0x1000), formats, bytes reserved, payload fractions; and at 44 the schema's format,
   * at 56 UTF-8; at 100 a leaf without rows whose content begins at BODY_BYTES. */
  static const guint8 header[] = {0x10, 0, 1, 1, AMP_PAGE_RESERVE, 64, 32, 32};

  memset (plain, 0, AMP_PAGE_BYTES);
  memcpy (plain, "SQLite format 3", 16);
  memcpy (plain + 16, header, sizeof header);
  plain[47] = 4;
  plain[59] = 1;
  plain[100] = 13;
  plain[105] = BODY_BYTES >> 8;
  plain[106] = BODY_BYTES & 0xff;
}
