/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two databases of a vault by themselves. */
#include "pair.h"

#include <glib/gstdio.h>
#include <string.h>

void
pair_close (Pair *self)
{
  g_clear_pointer (&self->both[0], amp_database_free);
  g_clear_pointer (&self->both[1], amp_database_free);
}

void
pair_name (Pair *self)
{
  static const guint8 vault_id[16] = "id of the tests";
  g_autoptr (AmpSecret) key = amp_secret_new (32);

  pair_close (self);
  for (guint i = 0; i < 2; i++)
    {
      amp_secret_data (key)[0] = (guint8) i;
      self->both[i] = amp_database_new (self->fixture.folder, i + 1, "", vault_id, key);
    }
}

void
pair_create (Pair *self)
{
  pair_name (self);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (amp_database_create (self->both[i], NULL, NULL));
      for (guint32 n = 1; n <= 4; n++)
        pair_write (self->both[i], n, (guint8) n);
    }
  g_assert_cmpint (amp_databases_commit (self->both, 2), ==, 0);
}

gboolean
pair_open (Pair *self, GError **error)
{
  pair_name (self);
  return amp_databases_open (self->both, error);
}

gboolean
pair_inspect (Pair *self, GError **error)
{
  pair_name (self);
  return amp_databases_inspect (self->both, error);
}

void
pair_set_up (Pair *self, gconstpointer data)
{
  fixture_set_up (&self->fixture, data);
  g_assert_cmpint (g_mkdir (self->fixture.folder, 0700), ==, 0);
  pair_create (self);
}

void
pair_tear_down (Pair *self, gconstpointer data)
{
  pair_close (self);
  fixture_tear_down (&self->fixture, data);
}

void
pair_write (AmpDatabase *database, guint32 number, guint8 fill)
{
  guint8 plain[AMP_PAGE_BYTES];

  memset (plain, fill, sizeof plain);
  g_assert_cmpint (amp_database_write (database, number, plain), ==, 0);
}

void
pair_expect (AmpDatabase *database, guint32 number, guint8 fill)
{
  guint8 plain[AMP_PAGE_BYTES], expected[AMP_PAGE_BYTES] = {0};

  memset (expected, fill, AMP_PAGE_BYTES - AMP_PAGE_RESERVE);
  g_assert_cmpint (amp_database_read (database, number, plain), ==, AMP_READ_OK);
  g_assert_cmpmem (plain, sizeof plain, expected, sizeof expected);
}

void
pair_expect_read (AmpDatabase *database, guint32 number, AmpRead result)
{
  static const guint8 zeros[AMP_PAGE_BYTES];
  guint8 plain[AMP_PAGE_BYTES];

  g_assert_cmpint (amp_database_read (database, number, plain), ==, result);
  g_assert_cmpmem (plain, sizeof plain, zeros, sizeof zeros);
}
