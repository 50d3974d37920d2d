/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * New keys for everything: what the old ones opened they open no more, nothing is lost, and a rekey
 * that is cut off leaves one or the other. */
#include "fixture.h"

#include "fault.h"

#include "pages/disk.h"
#include "vault/vault-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define CASEWORKER "luz.huaman"

static void
make (Fixture *self)
{
  g_autoptr (AmpVault) vault = fixture_create (self);

  fixture_fill (vault);
  g_assert_true (amp_vault_add_user (vault, CASEWORKER, AMP_ROLE_CASEWORKER, self->passphrase,
                                     &amp_kdf_cheap, NULL, NULL));
}

static void
expect_whole (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault =
    amp_vault_unlock (self->folder, CASEWORKER, self->passphrase, &error);

  g_assert_no_error (error);
  g_clear_pointer (&vault, amp_vault_free);
  g_assert_true (fixture_reads_whole (self));
}

/* Their first bytes, to see whether they are the same. */
static void
keys_of (AmpVault *vault, guint8 out[64])
{
  memcpy (out, amp_secret_data (vault->case_key), 32);
  memcpy (out + 32, amp_secret_data (vault->identity_key), 32);
}

static void
everybody_still_opens_it_with_new_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  guint8 before[64], after[64], hash[AMP_HASH_BYTES], same[AMP_HASH_BYTES];
  gsize length = 0, length_after = 0;
  g_autofree char *old = NULL, *fresh = NULL;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  keys_of (vault, before);
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_AUDIT_REF, "case:1", 6, hash, NULL));
  old = fixture_read_all (self, "casework.db", &length);
  g_assert_true (amp_vault_rekey (vault, NULL, NULL, &error));
  g_assert_no_error (error);
  keys_of (vault, after);
  g_assert_cmpint (memcmp (before, after, 32), !=, 0);
  g_assert_cmpint (memcmp (before + 32, after + 32, 32), !=, 0);
  /* A signed log cannot be written again. */
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_AUDIT_REF, "case:1", 6, same, NULL));
  g_assert_cmpmem (hash, sizeof hash, same, sizeof same);
  g_clear_pointer (&vault, amp_vault_free);
  fresh = fixture_read_all (self, "casework.db", &length_after);
  g_assert_cmpint (memcmp (old + 8192, fresh + 8192, MIN (length, length_after) - 8192), !=, 0);
  expect_whole (self);

  static const char *const gone[] = {"rekey", "casework.db-rekey", "identity.db-rekey"};

  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, gone[i], NULL);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
the_old_keys_open_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (AmpSecret) old_key = amp_secret_new (32);
  g_autoptr (AmpDatabase) database = NULL;
  gboolean opens;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  memcpy (amp_secret_data (old_key), amp_secret_data (vault->case_key), 32);
  g_assert_true (amp_vault_rekey (vault, NULL, NULL, NULL));
  database = amp_database_new (self->folder, 1, "", amp_vault_get_id (vault), old_key);
  g_assert_cmpint (amp_database_probe (database, &opens), ==, 0);
  g_assert_false (opens);
}

static void
only_a_supervisor_does_it_and_not_in_use (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  (void) data;
  make (self);
  vault = amp_vault_unlock (self->folder, CASEWORKER, self->passphrase, NULL);
  g_assert_false (amp_vault_rekey (vault, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_clear_pointer (&vault, amp_vault_free);
  vault = fixture_unlock (self, NULL);
  db = amp_vault_connect (vault, NULL);
  g_assert_false (amp_vault_rekey (vault, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IN_USE);
  sqlite3_close (db);
}

/* The disk dies at each change in turn: the vault opens with the old keys or the new ones, and the
 * next try comes to its end. */
static void
cut_off_anywhere_it_is_old_or_new (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) kept = NULL;
  gboolean done = FALSE;

  (void) data;
  make (self);
  kept = fixture_keep (self);
  for (int n = 0; !done && n < 400; n++)
    {
      g_autoptr (AmpVault) vault = NULL;
      g_autoptr (GError) error = NULL;

      fixture_restore (self, kept);
      vault = fixture_unlock (self, NULL);
      amp_disk_fail_after (n, n % 2 == 0 ? EIO : ENOSPC);
      done = amp_vault_rekey (vault, NULL, NULL, &error);
      g_clear_pointer (&vault, amp_vault_free);
      amp_disk_fail_after (-1, 0);
      if (!done)
        g_assert_true (error->code == AMP_VAULT_ERROR_IO || error->code == AMP_VAULT_ERROR_FULL);
      expect_whole (self);
      vault = fixture_unlock (self, NULL);
      g_clear_error (&error);
      g_assert_true (amp_vault_rekey (vault, NULL, NULL, &error));
      g_clear_pointer (&vault, amp_vault_free);
      expect_whole (self);
    }
  g_assert_true (done);
}

typedef struct
{
  AmpProgress base;
  GCancellable *cancellable;
  guint64 at, seen;
} Watch;

static void
watch (AmpProgress *progress, guint64 done, guint64 total)
{
  Watch *self = (Watch *) progress;

  (void) total;
  self->seen = self->seen == 0 ? done : self->seen;
  if (done >= self->at)
    g_cancellable_cancel (self->cancellable);
}

static void
grow (AmpVault *vault)
{
  sqlite3 *db = amp_vault_connect (vault, NULL);

  sql_run (db, "CREATE TABLE IF NOT EXISTS main.big (b); INSERT INTO main.big VALUES "
               "(zeroblob(80000000))");
  sqlite3_close (db);
}

static void
cancelled_it_goes_on_where_it_was (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) other = g_cancellable_new ();
  Watch first = {{watch}, cancellable, 17000, 0}, second = {{watch}, other, G_MAXUINT64, 0};
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  grow (vault);
  g_assert_false (amp_vault_rekey (vault, &first.base, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&vault, amp_vault_free);
  expect_whole (self);

  vault = fixture_unlock (self, NULL);
  g_assert_true (amp_vault_rekey (vault, &second.base, other, NULL));
  g_assert_cmpuint (second.seen, >=, 16384);
  g_clear_pointer (&vault, amp_vault_free);
  expect_whole (self);
}

static void
changed_in_between_it_begins_anew (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch first = {{watch}, cancellable, 17000, 0}, second = {{watch}, NULL, G_MAXUINT64, 0};
  g_autoptr (AmpVault) vault = NULL;
  sqlite3 *db;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  grow (vault);
  g_assert_false (amp_vault_rekey (vault, &first.base, cancellable, NULL));
  db = amp_vault_connect (vault, NULL);
  sql_run (db, "CREATE TABLE main.later (x); INSERT INTO main.later VALUES (7)");
  sqlite3_close (db);
  g_assert_true (amp_vault_rekey (vault, &second.base, NULL, NULL));
  g_assert_cmpuint (second.seen, <, 1000);
  db = amp_vault_connect (vault, NULL);
  g_assert_cmpint (sql_ask (db, "SELECT x FROM main.later"), ==, 7);
  g_assert_true (amp_vault_verify_pages (vault, db, NULL, NULL, NULL));
  sqlite3_close (db);
}

static gboolean
meets_new_keys (Fixture *self, const char *login)
{
  g_autoptr (AmpVault) vault = amp_vault_unlock (self->folder, login, self->passphrase, NULL);

  g_assert_nonnull (vault);
  return amp_vault_has_new_keys (vault);
}

static void
the_others_are_told_once_that_the_keys_are_new (Fixture *self, gconstpointer data)
{
  AmpVault *vault;

  (void) data;
  make (self);
  g_assert_false (meets_new_keys (self, CASEWORKER));
  vault = fixture_unlock (self, NULL);
  g_assert_true (amp_vault_rekey (vault, NULL, NULL, NULL));
  amp_vault_free (vault);
  g_assert_false (meets_new_keys (self, FIXTURE_LOGIN));
  g_assert_true (meets_new_keys (self, CASEWORKER));
  g_assert_false (meets_new_keys (self, CASEWORKER));
}

/* An attacker who puts his own record there does not choose the keys. */
static void
a_forged_record_is_not_taken (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;
  guint8 junk[512];

  (void) data;
  make (self);
  amp_random (junk, sizeof junk);
  fixture_write_all (self, "rekey", (const char *) junk, sizeof junk);
  vault = fixture_unlock (self, NULL);
  g_assert_true (amp_vault_rekey (vault, NULL, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);
  expect_whole (self);
}

/* --- A disk of which one file does not read, or no name changes --- */

static guint64 unreadable; /* inode */

static guint64
open_inode (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_ino;
}

static int
read_but_one (int fd, void *data, gsize length, gint64 offset, gsize *got)
{
  struct stat status;

  g_assert_cmpint (fstat (fd, &status), ==, 0);
  return status.st_ino == unreadable ? EIO : amp_disk_real.read (fd, data, length, offset, got);
}

static void
read_around (void)
{
  static AmpDisk disk;

  disk = amp_disk_real;
  disk.read = read_but_one;
  amp_disk_use (&disk);
}

static int
fail_to_rename (const char *from, const char *to)
{
  (void) from;
  (void) to;
  return EIO;
}

/* Begun, and cancelled: both databases have a copy that could be gone on with. */
static void
begin_only (Fixture *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AmpVault) vault = fixture_unlock (self, NULL);
  Watch watching = {{watch}, cancellable, 0, 0};

  grow (vault);
  g_assert_false (amp_vault_rekey (vault, &watching.base, cancellable, NULL));
}

static void
a_record_that_does_not_read_is_made_anew (Fixture *self, gconstpointer data)
{
  g_autofree char *record = NULL;
  gsize length = 0;

  (void) data;
  make (self);
  for (guint way = 0; way < 3; way++)
    {
      g_autoptr (AmpVault) vault = NULL;
      g_autoptr (GError) error = NULL;

      begin_only (self);
      record = fixture_read_all (self, "rekey", &length);
      record[length - 1] ^= way == 0; /* sealed, by nobody */
      fixture_write_all (self, "rekey", record, way == 1 ? length - 1 : length);
      g_clear_pointer (&record, g_free);
      vault = fixture_unlock (self, NULL);
      if (way == 2)
        unreadable = open_inode (self, "rekey");
      read_around ();
      g_assert_true (amp_vault_rekey (vault, NULL, NULL, &error));
      g_assert_no_error (error);
      amp_disk_use (NULL);
      unreadable = 0;
      g_clear_pointer (&vault, amp_vault_free);
      expect_whole (self);
    }
}

static void
damage_is_not_copied (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;

  (void) data;
  make (self);
  bytes = fixture_read_all (self, "identity.db", &length);
  bytes[8192 + 4096 * 5 + 9] ^= 1;
  fixture_write_all (self, "identity.db", bytes, length);
  vault = fixture_unlock (self, NULL);
  g_assert_false (amp_vault_rekey (vault, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_cmpstr (error->message, ==, "identity.db: page 6 is not as it was written");
  g_clear_pointer (&vault, amp_vault_free);
  bytes[8192 + 4096 * 5 + 9] ^= 1;
  fixture_write_all (self, "identity.db", bytes, length);
  expect_whole (self);
}

/* Nobody would be left who knows that user's name: it stays with the old keys. */
static void
a_keyring_that_cannot_be_made_anew_decides_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  guint8 before[64], after[64];

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  keys_of (vault, before);
  vault->keyring->slots[1].login_sealed[0] ^= 1;
  g_assert_false (amp_vault_rekey (vault, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  vault->keyring->slots[1].login_sealed[0] ^= 1;
  keys_of (vault, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  g_clear_pointer (&vault, amp_vault_free);
  expect_whole (self);
}

/* Decided, and cut off before any renaming; then one of the new databases is taken away. */
static void
where_one_is_lost_nothing_is_cleared_away (Fixture *self, gconstpointer data)
{
  AmpDisk disk = amp_disk_real;
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fresh = g_build_filename (self->folder, "identity.db-rekey", NULL);
  g_autofree char *kept = NULL, *record = NULL;
  gsize length = 0;

  (void) data;
  make (self);
  vault = fixture_unlock (self, NULL);
  disk.rename = fail_to_rename;
  amp_disk_use (&disk);
  g_assert_false (amp_vault_rekey (vault, NULL, NULL, NULL));
  amp_disk_use (NULL);
  g_clear_pointer (&vault, amp_vault_free);
  kept = fixture_read_all (self, "identity.db-rekey", &length);
  g_assert_nonnull (kept);
  g_assert_cmpint (g_unlink (fresh), ==, 0);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN);
  record = g_build_filename (self->folder, "rekey", NULL);
  g_assert_true (g_file_test (record, G_FILE_TEST_EXISTS));
  /* Brought back, it goes on. */
  fixture_write_all (self, "identity.db-rekey", kept, length);
  expect_whole (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/rekey/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("everybody-still-opens-it-with-new-keys", everybody_still_opens_it_with_new_keys);
  ADD ("the-old-keys-open-nothing", the_old_keys_open_nothing);
  ADD ("only-a-supervisor-does-it-and-not-in-use", only_a_supervisor_does_it_and_not_in_use);
  ADD ("cut-off-anywhere-it-is-old-or-new", cut_off_anywhere_it_is_old_or_new);
  ADD ("cancelled-it-goes-on-where-it-was", cancelled_it_goes_on_where_it_was);
  ADD ("changed-in-between-it-begins-anew", changed_in_between_it_begins_anew);
  ADD ("the-others-are-told-once-that-the-keys-are-new",
       the_others_are_told_once_that_the_keys_are_new);
  ADD ("a-forged-record-is-not-taken", a_forged_record_is_not_taken);
  ADD ("a-record-that-does-not-read-is-made-anew", a_record_that_does_not_read_is_made_anew);
  ADD ("damage-is-not-copied", damage_is_not_copied);
  ADD ("a-keyring-that-cannot-be-made-anew-decides-nothing",
       a_keyring_that_cannot_be_made_anew_decides_nothing);
  ADD ("where-one-is-lost-nothing-is-cleared-away", where_one_is_lost_nothing_is_cleared_away);
#undef ADD
  return g_test_run ();
}
