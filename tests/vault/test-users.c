/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Users: what is refused, and what a keyring that was signed all the same may hold. */
#include "ring.h"

#include "pages/disk.h"
#include "vault/user.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static gboolean
add (AmpVault *vault, const char *login, AmpRole role, const AmpKdf *kdf, GError **error)
{
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");

  return amp_vault_add_user (vault, login, role, other, kdf, NULL, error);
}

static void
expect (gboolean done, GError **error, AmpVaultError code)
{
  g_assert_false (done);
  g_assert_error (*error, AMP_VAULT_ERROR, (gint) code);
  g_clear_error (error);
}

static void
a_user_needs_a_login_a_passphrase_and_a_role (Fixture *self, gconstpointer data)
{
  static const char *const bad[] = {
    "",      " luz",    "luz ",
    "lu\nz", "lu\xc3z", "123456789012345678901234567890123456789012345678901234567890abcd"};
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) empty = amp_secret_new (0);
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    expect (add (vault, bad[i], AMP_ROLE_AUDITOR, &amp_kdf_cheap, &error), &error,
            AMP_VAULT_ERROR_INVALID);
  expect (add (vault, "luz", (AmpRole) 4, &amp_kdf_cheap, &error), &error, AMP_VAULT_ERROR_INVALID);
  expect (amp_vault_add_user (vault, "luz", AMP_ROLE_AUDITOR, empty, &amp_kdf_cheap, NULL, &error),
          &error, AMP_VAULT_ERROR_INVALID);
  expect (amp_vault_change_passphrase (vault, self->passphrase, empty, &amp_kdf_cheap, &error),
          &error, AMP_VAULT_ERROR_INVALID);
  g_assert_true (amp_vault_add_user (vault, "luz", AMP_ROLE_CASEWORKER, self->passphrase,
                                     &amp_kdf_cheap, &id, &error));
  g_assert_cmpint (id, >, 0);
  g_assert_cmpint (id, !=, amp_vault_get_user (vault)->id);
}

static void
a_role_is_changed_by_another_supervisor_only (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (add (vault, "luz", AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error));
  g_assert_true (add (vault, "sol", AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error));
  g_assert_true (amp_vault_disable_user (vault, "sol", &error));
  expect (amp_vault_grant (vault, "nadie", AMP_ROLE_AUDITOR, &error), &error,
          AMP_VAULT_ERROR_NOT_FOUND);
  expect (amp_vault_grant (vault, "sol", AMP_ROLE_AUDITOR, &error), &error,
          AMP_VAULT_ERROR_NOT_ALLOWED);
  expect (amp_vault_grant (vault, "luz", (AmpRole) 0, &error), &error, AMP_VAULT_ERROR_NOT_ALLOWED);
  expect (amp_vault_grant (vault, FIXTURE_LOGIN, AMP_ROLE_AUDITOR, &error), &error,
          AMP_VAULT_ERROR_NOT_ALLOWED);
  expect (amp_vault_disable_user (vault, FIXTURE_LOGIN, &error), &error,
          AMP_VAULT_ERROR_NOT_ALLOWED);
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "luz", other, &error);
  g_assert_no_error (error);
  expect (amp_vault_grant (vault, FIXTURE_LOGIN, AMP_ROLE_AUDITOR, &error), &error,
          AMP_VAULT_ERROR_NOT_ALLOWED);
  expect (amp_vault_disable_user (vault, FIXTURE_LOGIN, &error), &error,
          AMP_VAULT_ERROR_NOT_ALLOWED);
}

static void
an_auditor_sees_her_own_login_only (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (add (vault, "ana", AMP_ROLE_AUDITOR, &amp_kdf_cheap, &error));
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "ana", other, &error);
  g_assert_no_error (error);
  users = amp_vault_list_users (vault, &error);
  g_assert_cmpuint (users->len, ==, 1);
  g_assert_cmpstr (((AmpUser *) users->pdata[0])->login, ==, "ana");
}

static void
the_keyring_holds_64_users (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (GError) error = NULL;

  (void) data;
  for (guint i = 1; i < AMP_KEYRING_SLOTS; i++)
    {
      g_autofree char *login = g_strdup_printf ("u%u", i);

      g_assert_true (add (vault, login, AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error));
    }
  expect (add (vault, "u64", AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error), &error,
          AMP_VAULT_ERROR_NOT_ALLOWED);
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "u63", other, &error);
  g_assert_no_error (error);
}

/* Looking at a vault writes nothing, not even a passphrase. */
static void
who_only_looks_changes_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autofree guint8 *before = NULL;
  g_autofree guint8 *after = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  g_clear_pointer (&vault, amp_vault_free);
  before = ring_read (self);
  vault = amp_vault_inspect (self->folder, FIXTURE_LOGIN, self->passphrase, &error);
  g_assert_no_error (error);
  expect (add (vault, "luz", AMP_ROLE_AUDITOR, &amp_kdf_cheap, &error), &error,
          AMP_VAULT_ERROR_READ_ONLY);
  expect (
    amp_vault_change_passphrase (vault, self->passphrase, self->passphrase, &amp_kdf_cheap, &error),
    &error, AMP_VAULT_ERROR_READ_ONLY);
  g_clear_pointer (&vault, amp_vault_free);
  after = ring_read (self);
  g_assert_cmpmem (before, 2 * AMP_KEYRING_COPY_BYTES, after, 2 * AMP_KEYRING_COPY_BYTES);
}

/* --- Signed, and wrong all the same: by a supervisor who cheats, or a program that errs --- */

typedef void (*Edit) (AmpVault *vault, AmpKeyring *keyring, AmpSlot *slot);

/* A keyring in which everything holds but what the edit did to luz' slot or to all. */
static void
sign_edited (Fixture *self, Edit edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = fixture_unlock (self, &error);
  AmpKeyring *fresh;
  AmpSlot *slot;

  g_assert_no_error (error);
  fresh = amp_user_copy_keyring (vault);
  slot = amp_keyring_find (fresh, "luz");
  edit (vault, fresh, slot);
  amp_user_sign (vault, fresh, slot);
  amp_user_replace_keyring (vault, fresh, &error);
  g_assert_no_error (error);
}

static void
garble_grant (AmpVault *vault, AmpKeyring *keyring, AmpSlot *slot)
{
  (void) vault;
  (void) keyring;
  slot->grant[60] ^= 1;
}

/* A grant that opens, with another granting seed. */
static void
falsify_grant (AmpVault *vault, AmpKeyring *keyring, AmpSlot *slot)
{
  g_autoptr (AmpSecret) another = amp_secret_new (amp_secret_length (vault->granting_secret));
  AmpVault wrong = {.keyring = keyring,
                    .case_key = vault->case_key,
                    .identity_key = vault->identity_key,
                    .granting_secret = another};

  amp_user_seal_grant (&wrong, AMP_ROLE_SUPERVISOR, slot->box_public, slot->grant);
}

static void
exchange_keys (AmpVault *vault, AmpKeyring *keyring, AmpSlot *slot)
{
  (void) keyring;
  memcpy (slot->box_public, vault->user->box_public, 32);
}

static void
exchange_sign_key (AmpVault *vault, AmpKeyring *keyring, AmpSlot *slot)
{
  (void) keyring;
  memcpy (slot->sign_public, vault->user->sign_public, 32);
}

static void
garble_login (AmpVault *vault, AmpKeyring *keyring, AmpSlot *slot)
{
  (void) vault;
  (void) keyring;
  slot->login_sealed[3] ^= 1;
}

static void
exchange_recovery (AmpVault *vault, AmpKeyring *keyring, AmpSlot *slot)
{
  (void) slot;
  memcpy (keyring->extension.recovery_public, vault->user->box_public, 32);
}

static void
garble_recovery (AmpVault *vault, AmpKeyring *keyring, AmpSlot *slot)
{
  (void) vault;
  (void) slot;
  keyring->extension.recovery_grant[100] ^= 1;
}

static void
keys_that_do_not_belong_together_are_damage (Fixture *self, gconstpointer data)
{
  static const Edit edits[] = {garble_grant, falsify_grant, exchange_keys, exchange_sign_key};
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GHashTable) kept = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (add (vault, "luz", AMP_ROLE_SUPERVISOR, &amp_kdf_cheap, &error));
  g_clear_pointer (&vault, amp_vault_free);
  kept = fixture_keep (self);
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      fixture_restore (self, kept);
      sign_edited (self, edits[i]);
      g_assert_null (amp_vault_unlock (self->folder, "luz", other, &error));
      expect (FALSE, &error, AMP_VAULT_ERROR_DAMAGED);
      vault = fixture_unlock (self, &error);
      g_assert_no_error (error);
      g_clear_pointer (&vault, amp_vault_free);
    }
}

static void
recovery_keys_that_do_not_belong_together_are_damage (Fixture *self, gconstpointer data)
{
  static const Edit edits[] = {exchange_recovery, garble_recovery};
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (GHashTable) kept = NULL;
  g_autoptr (GError) error = NULL;
  const AmpSecret *two[2];

  (void) data;
  g_assert_true (add (vault, "luz", AMP_ROLE_SUPERVISOR, &amp_kdf_cheap, &error));
  sheets = amp_vault_make_recovery (vault, &error);
  g_assert_no_error (error);
  two[0] = sheets->pdata[0];
  two[1] = sheets->pdata[1];
  g_clear_pointer (&vault, amp_vault_free);
  kept = fixture_keep (self);
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      fixture_restore (self, kept);
      sign_edited (self, edits[i]);
      g_assert_null (amp_vault_recover (self->folder, two, "ines", other, &amp_kdf_cheap, &error));
      expect (FALSE, &error, AMP_VAULT_ERROR_DAMAGED);
    }
}

static void
a_login_that_does_not_open_is_nobodys_name (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) key = amp_secret_new (32);
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (add (vault, "luz", AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error));
  g_clear_pointer (&vault, amp_vault_free);
  sign_edited (self, garble_login);
  vault = fixture_unlock (self, &error);
  g_assert_no_error (error);
  users = amp_vault_list_users (vault, &error);
  g_assert_cmpuint (users->len, ==, 2);
  g_assert_null (((AmpUser *) users->pdata[1])->login);
  g_assert_null (amp_keyring_rekeyed (vault, key, key, key, &error));
  expect (FALSE, &error, AMP_VAULT_ERROR_DAMAGED);
}

/* The memory is checked before anything is written over it. */
static void
a_memory_that_does_not_hold_is_not_renewed (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) key = amp_secret_new (32);
  g_autoptr (GError) error = NULL;

  (void) data;
  vault->keyring->memory.mac[5] ^= 1;
  expect (add (vault, "luz", AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error), &error,
          AMP_VAULT_ERROR_DAMAGED);
  g_assert_null (amp_keyring_rekeyed (vault, key, key, key, &error));
  expect (FALSE, &error, AMP_VAULT_ERROR_DAMAGED);
}

/* --- Another vault built around a user: her id, public keys and sealed seed, keys of somebody else
 * --- */

static AmpKeyring *
counterfeit (Fixture *self)
{
  g_autofree AmpKeyring *real = amp_keyring_load (self->folder, NULL);
  AmpKeyring *fake = g_new0 (AmpKeyring, 1);
  g_autoptr (AmpSecret) keys = amp_secret_new (32);
  g_autoptr (AmpSecret) granting = amp_secret_new (crypto_sign_SECRETKEYBYTES);
  AmpVault his = {
    .keyring = fake, .case_key = keys, .identity_key = keys, .granting_secret = granting};

  amp_random (amp_secret_data (keys), 32);
  crypto_sign_keypair (fake->granting_public, amp_secret_data (granting));
  memcpy (fake->vault_id, real->vault_id, sizeof fake->vault_id);
  fake->slots[0] = real->slots[0];
  amp_user_extend (&his, fake, &amp_kdf_cheap, &fake->slots[0]);
  amp_user_seal_grant (&his, AMP_ROLE_SUPERVISOR, fake->slots[0].box_public, fake->slots[0].grant);
  amp_user_sign (&his, fake, &fake->slots[0]);
  memcpy (fake->pins, real->pins, sizeof fake->pins);
  g_assert_true (amp_keyring_check_signatures (fake));
  return fake;
}

static void
a_counterfeit_is_refused_or_told (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  for (guint pin = 0; pin < 2; pin++)
    {
      g_autoptr (AmpVault) vault = amp_vault_new (self->folder);

      vault->keyring = counterfeit (self);
      if (pin == 0)
        {
          expect (amp_vault_unlock_keys (vault, FIXTURE_LOGIN, self->passphrase, &error), &error,
                  AMP_VAULT_ERROR_DAMAGED);
          continue;
        }
      memset (vault->keyring->pins, 0, sizeof vault->keyring->pins);
      g_assert_true (amp_vault_unlock_keys (vault, FIXTURE_LOGIN, self->passphrase, &error));
      g_assert_true (amp_vault_has_new_keys (vault));
    }
}

/* --- A machine with little memory --- */

static void
who_has_too_little_memory_for_the_floor_still_unlocks (Fixture *self, gconstpointer data)
{
  static const AmpKdf huge = {1, G_GUINT64_CONSTANT (4) << 30};
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before, little;

  (void) data;
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer itself needs more");
  return;
#endif
  g_assert_cmpint (getrlimit (RLIMIT_AS, &before), ==, 0);
  little = before;
  little.rlim_cur = G_GUINT64_CONSTANT (2) << 30;
  vault = fixture_create (self);
  g_assert_true (amp_vault_raise_kdf (vault, &huge, &error));
  g_clear_pointer (&vault, amp_vault_free);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &little), ==, 0);
  vault = fixture_unlock (self, &error);
  g_assert_no_error (error);
  expect (add (vault, "luz", AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error), &error,
          AMP_VAULT_ERROR_NO_MEMORY);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &before), ==, 0);
  g_assert_cmpuint (amp_keyring_find (vault->keyring, FIXTURE_LOGIN)->kdf_kib, ==,
                    amp_kdf_cheap.bytes / 1024);
}

/* As much address space as the process has, and some more. */
static void
limit_memory (struct rlimit *before, guint64 more)
{
  g_autofree char *sizes = NULL;
  struct rlimit little;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &sizes, NULL, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_AS, before), ==, 0);
  little = *before;
  little.rlim_cur = g_ascii_strtoull (sizes, NULL, 10) * (guint64) sysconf (_SC_PAGESIZE) + more;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &little), ==, 0);
}

static void
who_has_too_little_memory_for_her_own_passphrase_is_told (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AmpVault *vault;
  struct rlimit before;
  AmpKdf kdf;

  (void) data;
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer itself needs more");
  return;
#endif
  vault = amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, NULL, &error);
  g_assert_no_error (error);
  amp_vault_free (vault);
  limit_memory (&before, amp_kdf_default.bytes / 2);
  g_assert_null (fixture_unlock (self, &error));
  expect (FALSE, &error, AMP_VAULT_ERROR_NO_MEMORY);
  /* Nor is a machine taken for better than it is, at the first try or the second. */
  kdf = amp_kdf_measure (60000);
  g_assert_cmpuint (kdf.bytes, ==, amp_kdf_default.bytes);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &before), ==, 0);
  limit_memory (&before, amp_kdf_default.bytes * 5 / 4);
  kdf = amp_kdf_measure (60000);
  g_assert_cmpuint (kdf.bytes, ==, amp_kdf_default.bytes);
  g_assert_cmpuint (kdf.ops, ==, amp_kdf_default.ops);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &before), ==, 0);
}

/* --- Meanwhile --- */

/* The databases get to know the newest keyring with the next transaction, not in this one. */
static void
one_is_added_while_a_transaction_runs (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  fixture_hold_little (vault);
  db = amp_vault_connect (vault, NULL);
  sql_run (db, "PRAGMA main.cache_size=1; BEGIN; UPDATE main.t SET v = 'x' || v");
  g_assert_true (add (vault, "luz", AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error));
  sql_run (db, "ROLLBACK");
  sqlite3_close (db);
  g_clear_pointer (&vault, amp_vault_free);
  g_assert_true (fixture_reads_whole (self));
}

static void
a_price_that_cannot_be_changes_no_passphrase (Fixture *self, gconstpointer data)
{
  static const AmpKdf wrong = {17, 8192};
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (GError) error = NULL;

  (void) data;
  expect (amp_vault_change_passphrase (vault, self->passphrase, other, &wrong, &error), &error,
          AMP_VAULT_ERROR_INVALID);
  g_clear_pointer (&vault, amp_vault_free);
  vault = fixture_unlock (self, &error);
  g_assert_no_error (error);
  amp_user_free (NULL);
}

/* Sealed to the right user, with right keys, but for another vault. */
static void
a_grant_of_another_vault_opens_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpVault) other = amp_vault_new (self->base);
  guint8 sealed[AMP_GRANT_SEALED_BYTES];
  g_autoptr (GError) error = NULL;

  (void) data;
  vault->keyring->granting_public[0] ^= 1;
  amp_user_seal_grant (vault, AMP_ROLE_CASEWORKER, vault->user->box_public, sealed);
  vault->keyring->granting_public[0] ^= 1;
  other->keyring = g_memdup2 (vault->keyring, sizeof *vault->keyring);
  expect (amp_user_open_sealed (other, AMP_ROLE_CASEWORKER, vault->user->box_public,
                                vault->box_secret, sealed, &error),
          &error, AMP_VAULT_ERROR_DAMAGED);
  g_assert_null (other->case_key);
}

/* --- A disk that does not give the keyring --- */

static int failing_reads;
static gboolean failing_open;

static int
read_fails (int fd, void *data, gsize length, gint64 offset, gsize *got)
{
  gboolean fails =
    (failing_reads & 1 && offset == 0) || (failing_reads & 2 && offset == AMP_KEYRING_COPY_BYTES);

  return fails ? EIO : amp_disk_real.read (fd, data, length, offset, got);
}

static int
open_fails (const char *path, int flags, int *fd)
{
  return failing_open ? EMFILE : amp_disk_real.open (path, flags, fd);
}

static void
one_sector_that_does_not_read_loses_nothing (Fixture *self, gconstpointer data)
{
  AmpDisk disk = amp_disk_real;
  g_autoptr (AmpVault) vault = fixture_create (self);

  (void) data;
  g_clear_pointer (&vault, amp_vault_free);
  disk.read = read_fails;
  disk.open = open_fails;
  amp_disk_use (&disk);
  for (failing_reads = 0; failing_reads < 4; failing_reads++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree AmpKeyring *keyring = amp_keyring_load (self->folder, &error);

      if (failing_reads == 3)
        expect (keyring != NULL, &error, AMP_VAULT_ERROR_IO);
      else
        g_assert_cmpint (keyring->repaired, ==, failing_reads != 0);
    }
  failing_reads = 0;
  amp_disk_use (NULL);
}

static void
a_keyring_that_does_not_open_for_writing_is_told (Fixture *self, gconstpointer data)
{
  AmpDisk disk = amp_disk_real;
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;

  (void) data;
  disk.open = open_fails;
  amp_disk_use (&disk);
  failing_open = TRUE;
  expect (add (vault, "luz", AMP_ROLE_CASEWORKER, &amp_kdf_cheap, &error), &error,
          AMP_VAULT_ERROR_IO);
  expect (amp_vault_erase (vault, &error), &error, AMP_VAULT_ERROR_IO);
  failing_open = FALSE;
  amp_disk_use (NULL);
  /* Not erased: but what could not be done can be asked for again. */
  g_assert_true (amp_vault_erase (vault, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/users/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("a-user-needs-a-login-a-passphrase-and-a-role",
       a_user_needs_a_login_a_passphrase_and_a_role);
  ADD ("a-role-is-changed-by-another-supervisor-only",
       a_role_is_changed_by_another_supervisor_only);
  ADD ("an-auditor-sees-her-own-login-only", an_auditor_sees_her_own_login_only);
  ADD ("the-keyring-holds-64-users", the_keyring_holds_64_users);
  ADD ("who-only-looks-changes-nothing", who_only_looks_changes_nothing);
  ADD ("keys-that-do-not-belong-together-are-damage", keys_that_do_not_belong_together_are_damage);
  ADD ("recovery-keys-that-do-not-belong-together-are-damage",
       recovery_keys_that_do_not_belong_together_are_damage);
  ADD ("a-login-that-does-not-open-is-nobodys-name", a_login_that_does_not_open_is_nobodys_name);
  ADD ("a-memory-that-does-not-hold-is-not-renewed", a_memory_that_does_not_hold_is_not_renewed);
  ADD ("a-counterfeit-is-refused-or-told", a_counterfeit_is_refused_or_told);
  ADD ("who-has-too-little-memory-for-the-floor-still-unlocks",
       who_has_too_little_memory_for_the_floor_still_unlocks);
  ADD ("one-sector-that-does-not-read-loses-nothing", one_sector_that_does_not_read_loses_nothing);
  ADD ("a-keyring-that-does-not-open-for-writing-is-told",
       a_keyring_that_does_not_open_for_writing_is_told);
  ADD ("who-has-too-little-memory-for-her-own-passphrase-is-told",
       who_has_too_little_memory_for_her_own_passphrase_is_told);
  ADD ("one-is-added-while-a-transaction-runs", one_is_added_while_a_transaction_runs);
  ADD ("a-price-that-cannot-be-changes-no-passphrase",
       a_price_that_cannot_be_changes_no_passphrase);
  ADD ("a-grant-of-another-vault-opens-nothing", a_grant_of_another_vault_opens_nothing);
#undef ADD
  return g_test_run ();
}
