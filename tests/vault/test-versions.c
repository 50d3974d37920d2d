/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vault of each version of the format still opens, with all that is in it, and is of the newest
 * version then. */
#include "fixture.h"

#include "pages/superblock.h"
#include "vault/vault-private.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const files[] = {"keyring", "casework.db", "identity.db", "casework.db-journal",
                                    "identity.db-journal"};
#define N_MAIN_FILES 3

static void
take (Fixture *self, const char *version)
{
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (TEST_VAULTS, version, files[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      if (g_file_get_contents (path, &bytes, &length, NULL))
        fixture_write_all (self, files[i], bytes, length);
      else
        g_assert_cmpuint (i, >=, N_MAIN_FILES);
    }
}

static AmpVault *
unlock (Fixture *self, GError **error)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("oficina de ejemplo");

  return amp_vault_unlock (self->folder, "demo", passphrase, error);
}

static void
expect_all (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = unlock (self, &error);
  sqlite3 *db;

  g_assert_no_error (error);
  db = amp_vault_connect (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM main.\"case\""), ==, 3);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.person"), ==, 3);
  g_assert_true (amp_vault_verify_pages (vault, db, NULL, NULL, &error));
  g_assert_no_error (error);
  sql_run (db, "UPDATE main.vault_state SET txn = txn; UPDATE identity.vault_state SET txn = txn");
  sqlite3_close (db);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    g_assert_cmpuint (amp_database_get_superblock (amp_vfs_database (vault->vfs, i))->version, ==,
                      AMP_DATABASE_VERSION);
}

static void
it_opens_with_all_that_is_in_it (Fixture *self, gconstpointer version)
{
  take (self, version);
  expect_all (self);
  expect_all (self);
}

/* References in the signed log are hashes under a key that must not change on the way. */
static void
its_keyed_hashes_stay (Fixture *self, gconstpointer version)
{
  g_autoptr (AmpVault) vault = NULL;
  g_autofree char *plain = NULL;
  sqlite3_stmt *events = NULL;
  guint8 hash[AMP_HASH_BYTES];
  sqlite3 *db;

  take (self, version);
  vault = unlock (self, NULL);
  db = amp_vault_connect (vault, NULL);
  plain = g_strdup_printf ("user:%" G_GINT64_FORMAT, amp_vault_get_user (vault)->id);
  g_assert_true (
    amp_vault_keyed_hash (vault, AMP_KEYED_AUDIT_REF, plain, strlen (plain), hash, NULL));
  sqlite3_prepare_v2 (db, "SELECT count(*) FROM main.audit_event WHERE object_ref = ?1", -1,
                      &events, NULL);
  sqlite3_bind_blob (events, 1, hash, sizeof hash, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (events), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (events, 0), ==, 1);
  sqlite3_finalize (events);
  sqlite3_close (db);
}

/* A program of that time was killed while it saved. Only its own journal could put that right. */
static void
a_transaction_cut_off_is_refused_and_left_as_it_is (Fixture *self, gconstpointer version)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0, length_after = 0;
  g_autofree char *before = NULL, *after = NULL;

  take (self, version);
  before = fixture_read_all (self, "casework.db", &length);
  g_assert_null (unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "format 1 was cut off"));
  after = fixture_read_all (self, "casework.db", &length_after);
  g_assert_cmpmem (before, length, after, length_after);
  /* Nor when the copy that says so is lost. */
  for (gsize copy = 0; copy < 2; copy++)
    {
      g_autofree char *bad = g_memdup2 (before, length);

      g_clear_error (&error);
      bad[copy * 4096 + 200] ^= 1;
      fixture_write_all (self, "casework.db", bad, length);
      g_assert_null (unlock (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
    }
}

/* The pages of version 1 have no seal; each must at least authenticate before they get one. */
static void
damage_does_not_get_a_seal (Fixture *self, gconstpointer version)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *bytes = NULL;

  take (self, version);
  bytes = fixture_read_all (self, "identity.db", &length);
  bytes[8192 + 4096 * 5 + 9] ^= 1;
  fixture_write_all (self, "identity.db", bytes, length);
  g_assert_null (unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_cmpstr (error->message, ==, "identity.db: page 6 is not as it was written");
}

/* Without a journal beside it, nothing was cut off. */
static void
one_superblock_is_enough (Fixture *self, gconstpointer version)
{
  for (gsize copy = 0; copy < 2; copy++)
    {
      gsize length = 0;
      g_autofree char *bytes = NULL;

      take (self, version);
      bytes = fixture_read_all (self, "casework.db", &length);
      bytes[copy * 4096 + 200] ^= 1;
      fixture_write_all (self, "casework.db", bytes, length);
      expect_all (self);
      fixture_remove_tree (self->folder);
    }
}

/* What salvage does with one: its keyring stays as it is, with databases of today. */
static void
one_like_it_has_its_keyring (Fixture *self, gconstpointer version)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("oficina de ejemplo");
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  g_autoptr (AmpVault) vault = NULL, like = NULL;
  g_autoptr (GError) error = NULL;

  take (self, version);
  vault = amp_vault_inspect (self->folder, "demo", passphrase, &error);
  g_assert_no_error (error);
  like = amp_vault_create_like (vault, elsewhere, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (like->keyring->version, ==, 1);
  g_assert_cmpuint (like->keyring->memory.generation, ==, 0);
  g_clear_pointer (&like, amp_vault_free);
  like = amp_vault_unlock (elsewhere, "demo", passphrase, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, version, test)                                                                   \
  g_test_add ("/vault/versions/" version "/" name, Fixture, version, fixture_set_up, test,         \
              fixture_tear_down)
  ADD ("it-opens-with-all-that-is-in-it", "v1", it_opens_with_all_that_is_in_it);
  ADD ("its-keyed-hashes-stay", "v1", its_keyed_hashes_stay);
  ADD ("damage-does-not-get-a-seal", "v1", damage_does_not_get_a_seal);
  ADD ("it-opens-with-all-that-is-in-it", "v2", it_opens_with_all_that_is_in_it);
  ADD ("its-keyed-hashes-stay", "v2", its_keyed_hashes_stay);
  ADD ("it-is-refused-and-left-as-it-is", "v1-cut-off",
       a_transaction_cut_off_is_refused_and_left_as_it_is);
  ADD ("one-superblock-is-enough", "v1", one_superblock_is_enough);
  ADD ("one-like-it-has-its-keyring", "v1", one_like_it_has_its_keyring);
#undef ADD
  return g_test_run ();
}
