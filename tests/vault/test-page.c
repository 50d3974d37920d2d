/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One page, sealed and opened. */
#include "vault/page.h"

#include "vault/vault.h"

#include <string.h>

typedef struct
{
  guint8 key[32], file_id[AMP_FILE_ID_BYTES];
  guint8 plain[AMP_PAGE_BYTES], sealed[AMP_PAGE_BYTES], opened[AMP_PAGE_BYTES];
} Page;

static void
make (Page *self)
{
  amp_random (self, sizeof *self);
  memset (self->plain + AMP_PAGE_BYTES - AMP_PAGE_RESERVE, 0, AMP_PAGE_RESERVE);
  amp_page_seal (self->sealed, self->plain, self->file_id, 7, self->key);
}

static gboolean
opens (Page *self, guint32 number)
{
  return amp_page_open (self->opened, self->sealed, self->file_id, number, self->key);
}

static void
what_is_sealed_is_opened (void)
{
  Page page;

  make (&page);
  g_assert_true (opens (&page, 7));
  g_assert_cmpmem (page.opened, AMP_PAGE_BYTES, page.plain, AMP_PAGE_BYTES);
  /* In place, as the file system does it. */
  g_assert_true (amp_page_open (page.sealed, page.sealed, page.file_id, 7, page.key));
  g_assert_cmpmem (page.sealed, AMP_PAGE_BYTES, page.plain, AMP_PAGE_BYTES);
}

static void
sealed_twice_it_looks_different (void)
{
  guint8 again[AMP_PAGE_BYTES];
  guint same = 0;
  Page page;

  make (&page);
  amp_page_seal (again, page.plain, page.file_id, 7, page.key);
  for (gsize i = 0; i < AMP_PAGE_BYTES; i++)
    same += again[i] == page.sealed[i];
  g_assert_cmpuint (same, <, 64); /* 16 of 4,096 by chance */
}

static void
every_flipped_bit_is_refused (void)
{
  static const guint8 zeros[AMP_PAGE_BYTES];
  Page page;

  make (&page);
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
its_place_and_key_are_part_of_it (void)
{
  Page page;

  make (&page);
  g_assert_false (opens (&page, 8));
  page.file_id[3] ^= 1;
  g_assert_false (opens (&page, 7));
  page.file_id[3] ^= 1;
  page.key[31] ^= 1;
  g_assert_false (opens (&page, 7));
}

static void
a_page_of_zeros_is_no_page (void)
{
  Page page;

  make (&page);
  memset (page.sealed, 0, AMP_PAGE_BYTES);
  g_assert_false (opens (&page, 7));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/vault/page/what-is-sealed-is-opened", what_is_sealed_is_opened);
  g_test_add_func ("/vault/page/sealed-twice-it-looks-different", sealed_twice_it_looks_different);
  g_test_add_func ("/vault/page/every-flipped-bit-is-refused", every_flipped_bit_is_refused);
  g_test_add_func ("/vault/page/its-place-and-key-are-part-of-it",
                   its_place_and_key_are_part_of_it);
  g_test_add_func ("/vault/page/a-page-of-zeros-is-no-page", a_page_of_zeros_is_no_page);
  return g_test_run ();
}
