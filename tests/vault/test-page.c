/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One page, sealed and opened. */
#include "pages/page.h"

#include "vault/vault.h"

#include <string.h>

typedef struct
{
  AmpCipher cipher;
  guint8 key[32], file_id[AMP_FILE_ID_BYTES];
  guint8 plain[AMP_PAGE_BYTES], sealed[AMP_PAGE_BYTES], opened[AMP_PAGE_BYTES];
} Page;

static void
seal (Page *self, guint8 *out)
{
  g_autoptr (AmpSealer) sealer = amp_sealer_new (self->cipher, self->key, self->file_id);

  amp_page_seal (sealer, out, self->plain, 7);
}

static void
make (Page *self, gconstpointer cipher)
{
  amp_random (self, sizeof *self);
  self->cipher = (AmpCipher) GPOINTER_TO_UINT (cipher);
  memset (self->plain + AMP_PAGE_BYTES - AMP_PAGE_RESERVE, 0, AMP_PAGE_RESERVE);
  seal (self, self->sealed);
}

static gboolean
opens (Page *self, guint32 number)
{
  g_autoptr (AmpSealer) sealer = amp_sealer_new (self->cipher, self->key, self->file_id);

  return amp_page_open (sealer, self->opened, self->sealed, number);
}

static void
what_is_sealed_is_opened (gconstpointer cipher)
{
  Page page;

  make (&page, cipher);
  g_assert_true (opens (&page, 7));
  g_assert_cmpmem (page.opened, AMP_PAGE_BYTES, page.plain, AMP_PAGE_BYTES);
}

static void
sealed_twice_it_looks_different (gconstpointer cipher)
{
  guint8 again[AMP_PAGE_BYTES];
  guint same = 0;
  Page page;

  make (&page, cipher);
  seal (&page, again);
  for (gsize i = 0; i < AMP_PAGE_BYTES; i++)
    same += again[i] == page.sealed[i];
  g_assert_cmpuint (same, <, 64); /* 16 of 4,096 by chance */
}

static void
every_flipped_bit_is_refused (gconstpointer cipher)
{
  static const guint8 zeros[AMP_PAGE_BYTES];
  Page page;

  make (&page, cipher);
  for (gsize i = 0; i < AMP_PAGE_BYTES; i++)
    {
      guint8 bit = (guint8) (1 << (i % 8));

      page.sealed[i] ^= bit;
      g_assert_false (opens (&page, 7));
      g_assert_cmpmem (page.opened, AMP_PAGE_BYTES, zeros, AMP_PAGE_BYTES);
      page.sealed[i] ^= bit;
    }
  g_assert_true (opens (&page, 7));
}

static void
its_place_and_key_are_part_of_it (gconstpointer cipher)
{
  Page page;

  make (&page, cipher);
  g_assert_false (opens (&page, 8));
  page.file_id[3] ^= 1;
  g_assert_false (opens (&page, 7));
  page.file_id[3] ^= 1;
  page.key[31] ^= 1;
  g_assert_false (opens (&page, 7));
}

static void
a_page_of_zeros_is_no_page (gconstpointer cipher)
{
  Page page;

  make (&page, cipher);
  memset (page.sealed, 0, AMP_PAGE_BYTES);
  g_assert_false (opens (&page, 7));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add_data_func ("/vault/page/xchacha20-poly1305/" name,                                    \
                        GUINT_TO_POINTER (AMP_CIPHER_XCHACHA20_POLY1305), test);                   \
  g_test_add_data_func ("/vault/page/aes-256-ocb/" name,                                           \
                        GUINT_TO_POINTER (AMP_CIPHER_AES_256_OCB), test)
  ADD ("what-is-sealed-is-opened", what_is_sealed_is_opened);
  ADD ("sealed-twice-it-looks-different", sealed_twice_it_looks_different);
  ADD ("every-flipped-bit-is-refused", every_flipped_bit_is_refused);
  ADD ("its-place-and-key-are-part-of-it", its_place_and_key_are_part_of_it);
  ADD ("a-page-of-zeros-is-no-page", a_page_of_zeros_is_no_page);
#undef ADD
  return g_test_run ();
}
