/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the layers above get instead of libsodium. */
#include "fixture.h"

#include <string.h>

static void
ids_rise_and_tell_when (void)
{
  const gint64 epoch = G_GINT64_CONSTANT (1577836800000); /* 2020 */
  gint64 last = 0;

  for (guint i = 0; i < 10000; i++)
    {
      gint64 id = amp_id_new ();

      g_assert_cmpint (id, >, last);
      last = id;
    }
  g_assert_cmpint (ABS ((last >> 22) + epoch - g_get_real_time () / 1000), <, 60000);
}

/* BLAKE2b-256 of nothing, as RFC 7693's reference gives it. */
static void
the_hash_is_blake2b (void)
{
  static const guint8 expected[AMP_HASH_BYTES] = {
    0x0e, 0x57, 0x51, 0xc0, 0x26, 0xe5, 0x43, 0xb2, 0xe8, 0xab, 0x2e, 0xb0, 0x60, 0x99, 0xda, 0xa1,
    0xd1, 0xe5, 0xdf, 0x47, 0x77, 0x8f, 0x77, 0x87, 0xfa, 0xab, 0x45, 0xcd, 0xf1, 0x2f, 0xe3, 0xa8};
  guint8 hash[AMP_HASH_BYTES];

  amp_hash ("", 0, hash);
  g_assert_cmpmem (hash, sizeof hash, expected, sizeof expected);
}

static void
a_signature_holds_for_what_was_signed_only (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  const AmpUser *user = amp_vault_get_user (vault);
  guint8 signature[AMP_SIGNATURE_BYTES];

  (void) data;
  amp_vault_sign (vault, "acta", 4, signature);
  g_assert_true (amp_verify_signature (user->sign_public, "acta", 4, signature));
  g_assert_false (amp_verify_signature (user->sign_public, "actA", 4, signature));
  signature[0] ^= 1;
  g_assert_false (amp_verify_signature (user->sign_public, "acta", 4, signature));
}

static void
keyed_hashes_differ_by_use_and_vault (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpVault) other = NULL;
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  guint8 hashes[3][AMP_HASH_BYTES], again[AMP_HASH_BYTES];

  (void) data;
  other = amp_vault_create (elsewhere, FIXTURE_LOGIN, self->passphrase, &amp_kdf_cheap, NULL);
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_AUDIT_REF, "x", 1, hashes[0], NULL));
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_BLIND_INDEX, "x", 1, hashes[1], NULL));
  g_assert_true (amp_vault_keyed_hash (other, AMP_KEYED_AUDIT_REF, "x", 1, hashes[2], NULL));
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_AUDIT_REF, "x", 1, again, NULL));
  g_assert_cmpmem (again, sizeof again, hashes[0], sizeof again);
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpint (memcmp (hashes[i], hashes[(i + 1) % 3], AMP_HASH_BYTES), !=, 0);
}

/* Every supervisor has the same, a caseworker none; not one of the keys of before a rekey. */
static void
what_supervisors_hash_is_theirs_alone (Fixture *self, gconstpointer data)
{
  AmpVault *vault = fixture_create (self);
  guint8 hashes[3][AMP_HASH_BYTES], none[AMP_HASH_BYTES];
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (amp_vault_add_user (vault, "luz", AMP_ROLE_SUPERVISOR, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
  g_assert_true (amp_vault_add_user (vault, "eva", AMP_ROLE_CASEWORKER, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_SUPERVISORS, "x", 1, hashes[0], NULL));
  amp_vault_free (vault);

  vault = amp_vault_unlock (self->folder, "luz", self->passphrase, NULL);
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_SUPERVISORS, "x", 1, hashes[1], NULL));
  g_assert_cmpmem (hashes[0], AMP_HASH_BYTES, hashes[1], AMP_HASH_BYTES);
  amp_vault_free (vault);

  vault = amp_vault_unlock (self->folder, "eva", self->passphrase, NULL);
  g_assert_false (amp_vault_keyed_hash (vault, AMP_KEYED_SUPERVISORS, "x", 1, none, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
  amp_vault_free (vault);

  vault = fixture_unlock (self, NULL);
  g_assert_true (amp_vault_rekey (vault, NULL, NULL, NULL));
  amp_vault_free (vault);
  vault = fixture_unlock (self, NULL);
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_SUPERVISORS, "x", 1, hashes[2], NULL));
  g_assert_cmpint (memcmp (hashes[0], hashes[2], AMP_HASH_BYTES), !=, 0);
  amp_vault_free (vault);
}

static void
what_is_sealed_opens_for_its_user_only (Fixture *self, gconstpointer data)
{
  static const char text[] = "Contó que viajó";
  AmpVault *vault = fixture_create (self);
  g_autoptr (GBytes) sealed = amp_vault_seal (vault, text, sizeof text);
  g_autoptr (AmpSecret) opened = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *bytes = g_memdup2 (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));

  (void) data;
  for (gsize i = 0; i + 4 <= g_bytes_get_size (sealed); i++)
    g_assert_cmpint (memcmp (bytes + i, "viaj", 4), !=, 0);
  g_assert_true (amp_vault_add_user (vault, "luz", AMP_ROLE_SUPERVISOR, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
  amp_vault_free (vault);

  vault = fixture_unlock (self, NULL);
  opened = amp_vault_unseal (vault, sealed, NULL);
  g_assert_cmpmem (amp_secret_data (opened), amp_secret_length (opened), text, sizeof text);
  bytes[g_bytes_get_size (sealed) / 2] ^= 1;
  changed = g_bytes_new_take (bytes, g_bytes_get_size (sealed));
  g_assert_null (amp_vault_unseal (vault, changed, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  amp_vault_free (vault);

  g_clear_error (&error);
  vault = amp_vault_unlock (self->folder, "luz", self->passphrase, NULL);
  g_assert_nonnull (vault);
  g_assert_null (amp_vault_unseal (vault, sealed, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  amp_vault_free (vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/vault/crypto/ids-rise-and-tell-when", ids_rise_and_tell_when);
  g_test_add_func ("/vault/crypto/the-hash-is-blake2b", the_hash_is_blake2b);
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/crypto/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("a-signature-holds-for-what-was-signed-only", a_signature_holds_for_what_was_signed_only);
  ADD ("keyed-hashes-differ-by-use-and-vault", keyed_hashes_differ_by_use_and_vault);
  ADD ("what-supervisors-hash-is-theirs-alone", what_supervisors_hash_is_theirs_alone);
  ADD ("what-is-sealed-opens-for-its-user-only", what_is_sealed_opens_for_its_user_only);
#undef ADD
  return g_test_run ();
}
