/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new vault with the users and keys of another: what salvage writes into. */
#include "fixture.h"

#include <glib/gstdio.h>

static void
one_like_another_has_its_users_and_no_rows (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpVault) like = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  guint8 hash[AMP_HASH_BYTES], same[AMP_HASH_BYTES];
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  g_assert_true (amp_vault_add_user (vault, "luz", AMP_ROLE_CASEWORKER, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
  like = amp_vault_create_like (vault, elsewhere, &error);
  g_assert_no_error (error);
  db = amp_vault_connect (like, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM main.sqlite_schema"), ==, 0);
  sql_run (db, "CREATE TABLE main.x (y)");
  sqlite3_close (db);
  g_assert_cmpmem (amp_vault_get_id (like), 16, amp_vault_get_id (vault), 16);
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_AUDIT_REF, "case:1", 6, hash, NULL));
  g_assert_true (amp_vault_keyed_hash (like, AMP_KEYED_AUDIT_REF, "case:1", 6, same, NULL));
  g_assert_cmpmem (hash, sizeof hash, same, sizeof same);
  g_clear_pointer (&like, amp_vault_free);
  like = amp_vault_unlock (elsewhere, "luz", self->passphrase, &error);
  g_assert_no_error (error);
  g_clear_pointer (&like, amp_vault_free);
  g_assert_null (amp_vault_create_like (vault, elsewhere, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_EXISTS);
}

/* The ordinary opening refuses it; looking at it tells where, and what can be read is read. */
static void
a_damaged_one_can_be_looked_at (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GArray) damage = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *bytes = NULL, *tags = g_build_filename (self->folder, "casework.db-tags", NULL);
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  g_clear_pointer (&vault, amp_vault_free);
  bytes = fixture_read_all (self, "casework.db", &length);
  bytes[8192 + 4096 * 6 + 100] ^= 1;
  fixture_write_all (self, "casework.db", bytes, length);
  g_assert_cmpint (g_unlink (tags), ==, 0);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_clear_error (&error);

  vault = amp_vault_inspect (self->folder, FIXTURE_LOGIN, self->passphrase, &error);
  g_assert_no_error (error);
  damage = amp_vault_find_damage (vault, NULL, NULL, &error);
  g_assert_cmpuint (damage->len, ==, 1);
  g_assert_cmpstr (g_array_index (damage, AmpDamage, 0).file, ==, "casework.db");
  g_assert_cmpuint (g_array_index (damage, AmpDamage, 0).page, ==, 7);
  g_assert_false (g_array_index (damage, AmpDamage, 0).older);
  db = amp_vault_connect (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t"), ==, FIXTURE_ROWS);
  g_assert_cmpint (sqlite3_exec (db, "DELETE FROM identity.t", NULL, NULL, NULL), ==,
                   SQLITE_READONLY);
  sqlite3_close (db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/create/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("one-like-another-has-its-users-and-no-rows", one_like_another_has_its_users_and_no_rows);
  ADD ("a-damaged-one-can-be-looked-at", a_damaged_one_can_be_looked_at);
#undef ADD
  return g_test_run ();
}
