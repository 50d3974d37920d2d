/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new vault with the users and keys of another: what salvage writes into. */
#include "fixture.h"

#include "fault.h"

#include "pages/disk.h"
#include "vault/vault-private.h"

#include <errno.h>
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

/* --- A disk that fails --- */

typedef struct
{
  Fixture *fixture;
  AmpVault *like; /* NULL: from nothing */
  const char *folder;
} Making;

static AmpVault *
try_to_make (const Making *self, GError **error)
{
  if (self->like != NULL)
    return amp_vault_create_like (self->like, self->folder, error);
  return amp_vault_create (self->folder, FIXTURE_LOGIN, self->fixture->passphrase, &amp_kdf_cheap,
                           error);
}

/* Wherever it fails, nothing is left behind. */
static void
fail_everywhere (const Making *self, void (*fail) (int n, int error_number))
{
  const guint before = fixture_count_names (self->fixture->base);
  g_autoptr (AmpVault) made = NULL;

  for (int n = 0; made == NULL; n++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (n, <, 300);
      fail (n, EIO);
      made = try_to_make (self, &error);
      fail (-1, 0);
      if (made != NULL)
        break;
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO);
      g_assert_cmpuint (fixture_count_names (self->fixture->base), ==, before);
    }
  g_clear_pointer (&made, amp_vault_free);
  fixture_remove_tree (self->folder);
}

static void
one_that_fails_leaves_nothing (Fixture *self, gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  g_autoptr (AmpVault) vault = fixture_create (self);
  Making making = {self, NULL, elsewhere};

  (void) data;
  fixture_fill (vault);
  fail_everywhere (&making, amp_disk_fail_after);
  fail_everywhere (&making, amp_disk_fail_reads_after);
  making.like = vault;
  fail_everywhere (&making, amp_disk_fail_after);
  fail_everywhere (&making, amp_disk_fail_reads_after);
}

static void
an_auditor_makes_none_like_it (Fixture *self, gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (self->base, "Otra.amparo", NULL);
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "ana", self->passphrase, NULL);
  g_assert_null (amp_vault_create_like (vault, elsewhere, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
}

static void
an_empty_folder_will_do_and_a_file_will_not (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (self->base, "a", "b", NULL);
  g_autofree char *file = g_build_filename (self->base, "file", NULL);
  g_autoptr (GError) error = NULL;
  const char *const places[] = {file, nowhere};
  const AmpVaultError codes[] = {AMP_VAULT_ERROR_EXISTS, AMP_VAULT_ERROR_NOT_FOUND};

  (void) data;
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  amp_vault_free (fixture_create (self));
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_assert_null (
        amp_vault_create (places[i], FIXTURE_LOGIN, self->passphrase, &amp_kdf_cheap, &error));
      g_assert_error (error, AMP_VAULT_ERROR, (gint) codes[i]);
      g_clear_error (&error);
    }
}

static int rename_failure;

static int
fail_to_rename (const char *from, const char *to)
{
  (void) from;
  (void) to;
  return rename_failure;
}

static void
a_name_that_is_taken_meanwhile_is_told (Fixture *self, gconstpointer data)
{
  static const int failures[] = {ENOTEMPTY, EEXIST, ENOTDIR};
  AmpDisk disk = amp_disk_real;
  g_autoptr (GError) error = NULL;

  (void) data;
  disk.rename = fail_to_rename;
  amp_disk_use (&disk);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      rename_failure = failures[i];
      g_assert_null (
        amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, &amp_kdf_cheap, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_EXISTS);
      g_clear_error (&error);
      g_assert_cmpuint (fixture_count_names (self->base), ==, 0);
    }
  amp_disk_use (NULL);
}

static void
it_needs_a_login_and_a_passphrase (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpSecret) empty = amp_secret_new (0);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_null (amp_vault_create (self->folder, "", self->passphrase, &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (amp_vault_create (self->folder, FIXTURE_LOGIN, empty, &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
  g_assert_cmpuint (fixture_count_names (self->base), ==, 0);
}

static void
whoever_says_no_price_pays_the_usual_one (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault =
    amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, NULL, &error);
  AmpKdf kdf;

  (void) data;
  g_assert_no_error (error);
  g_assert_true (
    amp_vault_add_user (vault, "luz", AMP_ROLE_AUDITOR, self->passphrase, NULL, NULL, &error));
  for (gsize i = 0; i < 2; i++)
    {
      kdf = amp_slot_get_kdf (&vault->keyring->slots[i]);
      g_assert_cmpuint (kdf.ops, ==, amp_kdf_default.ops);
      g_assert_cmpuint (kdf.bytes, ==, amp_kdf_default.bytes);
    }
}

static void
one_like_another_needs_a_place (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (self->base, "a", "b", NULL);
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_null (amp_vault_create_like (vault, nowhere, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
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
  ADD ("one-that-fails-leaves-nothing", one_that_fails_leaves_nothing);
  ADD ("an-auditor-makes-none-like-it", an_auditor_makes_none_like_it);
  ADD ("an-empty-folder-will-do-and-a-file-will-not", an_empty_folder_will_do_and_a_file_will_not);
  ADD ("a-name-that-is-taken-meanwhile-is-told", a_name_that_is_taken_meanwhile_is_told);
  ADD ("it-needs-a-login-and-a-passphrase", it_needs_a_login_and_a_passphrase);
  ADD ("whoever-says-no-price-pays-the-usual-one", whoever_says_no_price_pays_the_usual_one);
  ADD ("one-like-another-needs-a-place", one_like_another_needs_a_place);
#undef ADD
  return g_test_run ();
}
