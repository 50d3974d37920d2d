/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keyrings changed by somebody who knows the format. */
#include "ring.h"

#include <glib/gstdio.h>
#include <string.h>

guint8 *
ring_read (Fixture *self)
{
  gsize length = 0;
  char *bytes = fixture_read_all (self, "keyring", &length);

  g_assert_cmpuint (length, ==, 2 * AMP_KEYRING_COPY_BYTES);
  return (guint8 *) bytes;
}

void
ring_write (Fixture *self, const guint8 *both)
{
  fixture_write_all (self, "keyring", (const char *) both, 2 * AMP_KEYRING_COPY_BYTES);
}

void
ring_put (guint8 *both, gsize at, const guint8 *bytes, gsize length)
{
  for (gsize copy = 0; copy < 2; copy++)
    {
      guint8 *start = both + copy * AMP_KEYRING_COPY_BYTES;

      memcpy (start + at, bytes, length);
      amp_hash (start, RING_SUM_AT, start + RING_SUM_AT);
    }
}

void
ring_take (guint8 *both, gsize at, const guint8 *others, gsize length)
{
  ring_put (both, at, others + at, length);
}

void
ring_copy_vault (Fixture *self, const char *from)
{
  static const char *const files[] = {"keyring", "casework.db", "identity.db"};

  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (from, files[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      fixture_write_all (self, files[i], bytes, length);
    }
}

void
ring_make_version_1 (Fixture *self)
{
  g_autofree AmpKeyring *keyring = amp_keyring_load (self->folder, NULL);
  g_autofree guint8 *both = g_malloc (2 * AMP_KEYRING_COPY_BYTES);

  keyring->version = 1;
  for (gsize copy = 0; copy < 2; copy++)
    {
      keyring->generation++;
      amp_keyring_pack (keyring, both + (keyring->generation % 2) * AMP_KEYRING_COPY_BYTES);
    }
  ring_write (self, both);
}
