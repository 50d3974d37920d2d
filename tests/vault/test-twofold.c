/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entries that take two: any two open each, nobody alone opens one, and a piece is good for one
 * entry and one person. */
#include "fixture.h"

#include <string.h>

#define MOST 64
#define SIZE 24
#define SEALED (SIZE + AMP_TWOFOLD_SEAL_BYTES)

typedef struct
{
  guint n;
  AmpSecret *keys;
  AmpSecret *shares[MOST];
  guint8 plain[2][SIZE], sealed[2][SEALED];
} Ring;

static const char *const names[2] = {"0123456789abcdefaaaaaaaaaaaa",
                                     "0123456789abcdefbbbbbbbbbbbb"};

static void
ring_make (Ring *self, guint n)
{
  self->n = n;
  self->keys = amp_twofold_new (n);
  for (guint i = 0; i < n; i++)
    self->shares[i] = amp_twofold_share (self->keys, i);
  for (guint i = 0; i < 2; i++)
    {
      amp_random (self->plain[i], SIZE);
      amp_twofold_seal (self->keys, names[i], strlen (names[i]), self->plain[i], SIZE,
                        self->sealed[i]);
    }
}

static void
ring_clear (Ring *self)
{
  amp_secret_free (self->keys);
  for (guint i = 0; i < self->n; i++)
    amp_secret_free (self->shares[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ring, ring_clear)

static AmpSecret *
give (Ring *self, guint from, guint to, guint entry)
{
  g_autoptr (GError) error = NULL;
  AmpSecret *piece = amp_twofold_piece (self->shares[from], self->n, from, to, names[entry],
                                        strlen (names[entry]), &error);

  g_assert_no_error (error);
  return piece;
}

static gboolean
opens (Ring *self, guint place, const AmpSecret *piece, guint entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) plain =
    amp_twofold_open (self->shares[place], self->n, place, piece, names[entry],
                      strlen (names[entry]), self->sealed[entry], SEALED, &error);

  if (plain == NULL)
    {
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
      return FALSE;
    }
  g_assert_cmpmem (amp_secret_data (plain), amp_secret_length (plain), self->plain[entry], SIZE);
  return TRUE;
}

static void
any_two_open_each_entry (void)
{
  static const guint sizes[] = {2, 3, 5, 9, MOST};

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Ring) ring = {0};

      ring_make (&ring, sizes[i]);
      for (guint a = 0; a < ring.n; a++)
        for (guint b = 0; b < ring.n; b++)
          if (a != b)
            {
              guint entry = (a + b) % 2;
              g_autoptr (AmpSecret) piece = give (&ring, b, a, entry);

              g_assert_true (opens (&ring, a, piece, entry));
            }
    }
}

/* By herself; with nothing, zeros, random bytes, what she can work out of her own keys, and a piece
 * for the other entry or for another holder. */
static void
nobody_opens_alone (void)
{
  g_auto (Ring) ring = {0};
  g_autoptr (AmpSecret) zeros = amp_secret_new (32);
  g_autoptr (AmpSecret) noise = amp_secret_new_random (32);

  ring_make (&ring, 4);
  for (guint a = 0; a < ring.n; a++)
    {
      g_autoptr (AmpSecret) other_entry = give (&ring, (a + 1) % 4, a, 1);
      g_autoptr (AmpSecret) other_holder = give (&ring, (a + 1) % 4, (a + 2) % 4, 0);

      g_assert_false (opens (&ring, a, NULL, 0));
      g_assert_false (opens (&ring, a, zeros, 0));
      g_assert_false (opens (&ring, a, noise, 0));
      g_assert_false (opens (&ring, a, other_entry, 0));
      g_assert_false (opens (&ring, a, other_holder, 0));
      g_assert_true (opens (&ring, a, other_entry, 1));
      for (guint b = 0; b < ring.n; b++)
        if (b != a)
          {
            g_autoptr (AmpSecret) own = give (&ring, a, b, 0);

            g_assert_false (opens (&ring, a, own, 0));
          }
    }
}

/* Her own key is not in her share, and nobody gives herself what she lacks. */
static void
a_share_lacks_ones_own_key (void)
{
  g_auto (Ring) ring = {0};
  g_autoptr (GError) error = NULL;

  ring_make (&ring, 3);
  for (guint a = 0; a < ring.n; a++)
    {
      const guint8 *key = amp_secret_data (ring.keys) + 32 * a;
      const guint8 *share = amp_secret_data (ring.shares[a]);

      for (gsize at = 0; at + 32 <= amp_secret_length (ring.shares[a]); at++)
        g_assert_cmpint (memcmp (share + at, key, 32), !=, 0);
    }
  g_assert_null (amp_twofold_piece (ring.shares[1], 3, 1, 1, "x", 1, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (amp_twofold_piece (ring.shares[1], 3, 1, 3, "x", 1, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (amp_twofold_piece (ring.shares[1], 3, 2, 0, "x", 1, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

static void
who_is_alone_needs_nobody (void)
{
  g_auto (Ring) ring = {0};

  ring_make (&ring, 1);
  g_assert_true (opens (&ring, 0, NULL, 0));
  g_assert_true (opens (&ring, 0, NULL, 1));
}

static void
each_changed_bit_is_told (void)
{
  g_auto (Ring) ring = {0};
  g_autoptr (AmpSecret) piece = NULL;

  ring_make (&ring, 3);
  piece = give (&ring, 2, 0, 0);
  for (gsize bit = 0; bit < 32 * 8; bit++)
    {
      amp_secret_data (piece)[bit / 8] ^= (guint8) (1 << bit % 8);
      g_assert_false (opens (&ring, 0, piece, 0));
      amp_secret_data (piece)[bit / 8] ^= (guint8) (1 << bit % 8);
    }
  for (gsize bit = 0; bit < SEALED * 8; bit++)
    {
      ring.sealed[0][bit / 8] ^= (guint8) (1 << bit % 8);
      g_assert_false (opens (&ring, 0, piece, 0));
      ring.sealed[0][bit / 8] ^= (guint8) (1 << bit % 8);
    }
  /* But for the place that is hers, which is not looked at. */
  for (gsize at = 0; at < amp_secret_length (ring.shares[0]); at++)
    if (at < 3 || at >= 3 + 32)
      {
        amp_secret_data (ring.shares[0])[at] ^= 1;
        g_assert_false (opens (&ring, 0, piece, 0));
        amp_secret_data (ring.shares[0])[at] ^= 1;
      }
  g_assert_true (opens (&ring, 0, piece, 0));
}

/* --- Sealing for somebody else --- */

static void
test_sealed_for_another (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (AmpSecret) opened = NULL;
  g_autoptr (GError) error = NULL;
  gint64 other = 0, first = amp_vault_get_user (vault)->id;

  (void) data;
  g_assert_true (amp_vault_add_user (vault, "jefa", AMP_ROLE_SUPERVISOR, self->passphrase,
                                     &amp_kdf_cheap, &other, &error));
  sealed = amp_vault_seal_for (vault, other, "amparo", 6, &error);
  g_assert_no_error (error);
  g_assert_null (amp_vault_unseal (vault, sealed, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_null (amp_vault_seal_for (vault, 12345, "amparo", 6, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "jefa", self->passphrase, &error);
  g_assert_no_error (error);
  opened = amp_vault_unseal (vault, sealed, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (amp_secret_data (opened), amp_secret_length (opened), "amparo", 6);
  g_assert_true (amp_vault_disable_user (vault, FIXTURE_LOGIN, &error));
  g_assert_null (amp_vault_seal_for (vault, first, "amparo", 6, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/vault/twofold/any-two-open-each-entry", any_two_open_each_entry);
  g_test_add_func ("/vault/twofold/nobody-opens-alone", nobody_opens_alone);
  g_test_add_func ("/vault/twofold/a-share-lacks-ones-own-key", a_share_lacks_ones_own_key);
  g_test_add_func ("/vault/twofold/who-is-alone-needs-nobody", who_is_alone_needs_nobody);
  g_test_add_func ("/vault/twofold/each-changed-bit-is-told", each_changed_bit_is_told);
  g_test_add ("/vault/twofold/what-is-sealed-for-another-she-alone-opens", Fixture, NULL,
              fixture_set_up, test_sealed_for_another, fixture_tear_down);
  return g_test_run ();
}
