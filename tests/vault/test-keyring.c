/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Users, their keys, and the file that holds them. */
#include "fixture.h"

#include <string.h>

static void
a_damaged_copy_of_the_keyring_is_mended (Fixture *self, gconstpointer data)
{
  gsize length = 0;
  g_autofree char *bytes = NULL, *mended = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  bytes = fixture_read_all (self, "keyring", &length);
  g_assert_cmpuint (length, ==, 2 * 36864);
  for (gsize copy = 0; copy < 2; copy++)
    {
      bytes[copy * 36864 + 200] ^= 1;
      fixture_write_all (self, "keyring", bytes, length);
      {
        g_autoptr (AmpVault) vault = fixture_unlock (self, NULL);

        g_assert_nonnull (vault);
      }
      g_free (bytes);
      bytes = fixture_read_all (self, "keyring", &length);
    }
  bytes[200] ^= 1;
  bytes[36864 + 200] ^= 1;
  fixture_write_all (self, "keyring", bytes, length);
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (fixture_unlock (self, &error));
    g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  }
}

static void
a_damaged_newest_keyring_copy_loses_no_user (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");

  (void) data;
  g_assert_true (
    amp_vault_add_user (vault, "luz", AMP_ROLE_CASEWORKER, other, &amp_kdf_cheap, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);
  for (gsize copy = 0; copy < 2; copy++)
    {
      gsize length = 0;
      g_autofree char *bytes = fixture_read_all (self, "keyring", &length);

      bytes[copy * 36864 + 1000] ^= 1;
      fixture_write_all (self, "keyring", bytes, length);
      vault = amp_vault_unlock (self->folder, "luz", other, NULL);
      g_assert_nonnull (vault);
      g_clear_pointer (&vault, amp_vault_free);
    }
}

static void
a_foreign_or_newer_keyring_is_told (Fixture *self, gconstpointer data)
{
  gsize length = 0;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) foreign = NULL, newer = NULL, missing = NULL;

  (void) data;
  g_assert_null (fixture_unlock (self, &missing));
  g_assert_error (missing, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  amp_vault_free (fixture_create (self));
  bytes = fixture_read_all (self, "keyring", &length);
  fixture_write_all (self, "keyring", "Hola", 4);
  g_assert_null (fixture_unlock (self, &foreign));
  g_assert_error (foreign, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN);
  for (gsize copy = 0; copy < 2; copy++)
    {
      guint8 *start = (guint8 *) bytes + copy * 36864;

      start[8] = 2;
      amp_hash (start, 36864 - AMP_HASH_BYTES, start + 36864 - AMP_HASH_BYTES);
    }
  fixture_write_all (self, "keyring", bytes, length);
  g_assert_null (fixture_unlock (self, &newer));
  g_assert_error (newer, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER);
}

static void
each_role_gets_the_keys_it_may_have (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) users = NULL;

  (void) data;
  fixture_fill (vault);
  g_assert_true (
    amp_vault_add_user (vault, "luz", AMP_ROLE_CASEWORKER, other, &amp_kdf_cheap, NULL, &error));
  g_assert_true (
    amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, other, &amp_kdf_cheap, NULL, &error));
  g_assert_true (
    amp_vault_add_user (vault, "sol", AMP_ROLE_SUPERVISOR, other, &amp_kdf_cheap, NULL, &error));
  g_assert_false (
    amp_vault_add_user (vault, "luz", AMP_ROLE_CASEWORKER, other, &amp_kdf_cheap, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_EXISTS);
  g_clear_error (&error);
  users = amp_vault_list_users (vault, NULL);
  g_assert_cmpuint (users->len, ==, 4);
  g_assert_cmpstr (((AmpUser *) users->pdata[1])->login, ==, "luz");
  g_clear_pointer (&vault, amp_vault_free);

  vault = amp_vault_unlock (self->folder, "luz", other, &error);
  g_assert_no_error (error);
  {
    sqlite3 *db = amp_vault_connect (vault, &error);

    g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t"), ==, 400);
    sqlite3_close (db);
  }
  g_assert_false (
    amp_vault_add_user (vault, "zoe", AMP_ROLE_CASEWORKER, other, &amp_kdf_cheap, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_clear_pointer (&vault, amp_vault_free);

  vault = amp_vault_unlock (self->folder, "ana", other, &error);
  g_assert_no_error (error);
  g_assert_null (amp_vault_connect (vault, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
  g_clear_error (&error);
  {
    guint8 hash[AMP_HASH_BYTES];

    g_assert_false (amp_vault_keyed_hash (vault, AMP_KEYED_AUDIT_REF, "x", 1, hash, NULL));
  }
  g_clear_pointer (&vault, amp_vault_free);

  /* The first supervisor goes; the second carries on. */
  vault = amp_vault_unlock (self->folder, "sol", other, &error);
  g_assert_true (amp_vault_disable_user (vault, FIXTURE_LOGIN, &error));
  g_assert_true (amp_vault_grant (vault, "luz", AMP_ROLE_SUPERVISOR, &error));
  g_assert_false (amp_vault_disable_user (vault, "nadie", &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_pointer (&vault, amp_vault_free);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  g_clear_error (&error);
  vault = amp_vault_unlock (self->folder, "luz", other, &error);
  g_assert_no_error (error);
  g_assert_true (amp_vault_grant (vault, "sol", AMP_ROLE_CASEWORKER, &error));
  g_assert_false (amp_vault_disable_user (vault, "luz", &error)); /* the last supervisor */
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED);
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "sol", other, NULL);
  g_assert_nonnull (vault);
}

static void
a_changed_passphrase_shuts_the_old_one_out (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) fresh = amp_secret_new_from_text ("ahora otra");
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_false (amp_vault_change_passphrase (vault, fresh, fresh, &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_true (
    amp_vault_change_passphrase (vault, self->passphrase, fresh, &amp_kdf_cheap, &error));
  g_clear_pointer (&vault, amp_vault_free);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
  vault = amp_vault_unlock (self->folder, NULL, fresh, NULL); /* the only user needs no name */
  g_assert_nonnull (vault);
}

/* Who can write the folder but has no key of a supervisor makes nobody a supervisor. */
static void
a_forged_slot_is_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *bytes = NULL;

  (void) data;
  g_assert_true (
    amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, other, &amp_kdf_cheap, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);
  bytes = fixture_read_all (self, "keyring", &length);
  for (gsize copy = 0; copy < 2; copy++)
    {
      guint8 *start = (guint8 *) bytes + copy * 36864;

      g_assert_cmpuint (start[128 + 544 + 1], ==, AMP_ROLE_AUDITOR);
      start[128 + 544 + 1] = AMP_ROLE_SUPERVISOR;
      amp_hash (start, 36864 - AMP_HASH_BYTES, start + 36864 - AMP_HASH_BYTES);
    }
  fixture_write_all (self, "keyring", bytes, length);
  g_assert_null (amp_vault_unlock (self->folder, "ana", other, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

/* Memory and passes are bounded before anything is computed. */
static void
a_keyring_that_asks_for_a_terabyte_is_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *bytes = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  bytes = fixture_read_all (self, "keyring", &length);
  for (gsize copy = 0; copy < 2; copy++)
    {
      guint8 *start = (guint8 *) bytes + copy * 36864;

      memset (start + 128 + 452, 0xff, 4);
      amp_hash (start, 36864 - AMP_HASH_BYTES, start + 36864 - AMP_HASH_BYTES);
    }
  fixture_write_all (self, "keyring", bytes, length);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/keyring/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("a-damaged-copy-of-the-keyring-is-mended", a_damaged_copy_of_the_keyring_is_mended);
  ADD ("a-damaged-newest-keyring-copy-loses-no-user", a_damaged_newest_keyring_copy_loses_no_user);
  ADD ("a-foreign-or-newer-keyring-is-told", a_foreign_or_newer_keyring_is_told);
  ADD ("each-role-gets-the-keys-it-may-have", each_role_gets_the_keys_it_may_have);
  ADD ("a-changed-passphrase-shuts-the-old-one-out", a_changed_passphrase_shuts_the_old_one_out);
  ADD ("a-forged-slot-is-refused", a_forged_slot_is_refused);
  ADD ("a-keyring-that-asks-for-a-terabyte-is-refused",
       a_keyring_that_asks_for_a_terabyte_is_refused);
#undef ADD
  return g_test_run ();
}
