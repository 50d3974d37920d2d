/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keyring over the years: version 2, Argon2id's floor, new keys, and a disk that fails
 * meanwhile. */
#include "fault.h"
#include "ring.h"

#include "vault/user.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

static const AmpKdf dearer = {2, 16 * 1024};

static AmpSecret *
other_passphrase (void)
{
  return amp_secret_new_from_text ("otra frase");
}

static void
add_user (AmpVault *vault, const char *login, AmpRole role)
{
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autoptr (GError) error = NULL;

  amp_vault_add_user (vault, login, role, other, &amp_kdf_cheap, NULL, &error);
  g_assert_no_error (error);
}

static AmpVault *
unlock_as (Fixture *self, const char *login)
{
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autoptr (GError) error = NULL;
  AmpVault *vault = amp_vault_unlock (self->folder, login, other, &error);

  g_assert_no_error (error);
  return vault;
}

static AmpKeyring *
load (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  AmpKeyring *keyring = amp_keyring_load (self->folder, &error);

  g_assert_no_error (error);
  return keyring;
}

static void
assert_kdf (Fixture *self, const char *login, guint64 ops, guint64 bytes)
{
  g_autofree AmpKeyring *keyring = load (self);
  AmpKdf kdf = amp_slot_get_kdf (amp_keyring_find (keyring, login));

  g_assert_cmpuint (kdf.ops, ==, ops);
  g_assert_cmpuint (kdf.bytes, ==, bytes);
}

/* --- Version 2 --- */

static void
a_new_vault_is_version_2_and_its_kdf_the_floor (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = NULL;
  g_autofree AmpKeyring *keyring = NULL;

  (void) data;
  vault = amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, &dearer, &error);
  g_assert_no_error (error);
  keyring = load (self);
  g_assert_cmpuint (keyring->version, ==, 2);
  g_assert_cmpuint (keyring->extension.floor_ops, ==, 2);
  g_assert_cmpuint (keyring->extension.floor_kib, ==, 16);
  g_assert_cmpuint (keyring->memory.generation, >, 0);
  add_user (vault, "luz", AMP_ROLE_CASEWORKER);
  assert_kdf (self, "luz", 2, 16 * 1024);
}

static void
a_keyring_of_version_1_becomes_2_when_a_supervisor_unlocks (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("oficina de ejemplo");
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree AmpKeyring *before = NULL;
  g_autofree AmpKeyring *after = NULL;

  (void) data;
  ring_copy_vault (self, TEST_VAULTS "/v1");
  before = load (self);
  g_assert_cmpuint (before->version, ==, 1);
  vault = amp_vault_unlock (self->folder, "demo", passphrase, &error);
  g_assert_no_error (error);
  after = load (self);
  g_assert_cmpuint (after->version, ==, 2);
  g_assert_cmpuint (after->extension.floor_ops, ==, amp_kdf_cheap.ops);
  g_assert_cmpuint (after->extension.floor_kib, ==, amp_kdf_cheap.bytes / 1024);
  g_assert_cmpint (after->extension.signer, ==, amp_vault_get_user (vault)->id);
  g_assert_cmpuint (after->memory.generation, >, before->generation);
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "demo", passphrase, &error);
  g_assert_no_error (error);
}

/* Who is no supervisor may only change what is hers, in the format that is there. */
static void
a_keyring_of_version_1_is_written_as_one_by_others (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autoptr (AmpSecret) fresh = amp_secret_new_from_text ("ahora otra");
  g_autoptr (GError) error = NULL;
  g_autofree AmpKeyring *keyring = NULL;

  (void) data;
  add_user (vault, "ana", AMP_ROLE_AUDITOR);
  g_clear_pointer (&vault, amp_vault_free);
  ring_make_version_1 (self);
  vault = unlock_as (self, "ana");
  g_assert_true (amp_vault_change_passphrase (vault, other, fresh, &amp_kdf_cheap, &error));
  g_clear_pointer (&vault, amp_vault_free);
  vault = amp_vault_unlock (self->folder, "ana", fresh, &error);
  g_assert_no_error (error);
  keyring = load (self);
  g_assert_cmpuint (keyring->version, ==, 1);
  g_assert_false (amp_recovery_test (self->folder, other, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
}

/* Somebody makes a version 1 of it, to take the signature over all slots away. */
static void
a_keyring_does_not_go_back_to_version_1 (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AmpVault *vault = fixture_create (self);

  (void) data;
  fixture_fill (vault);
  amp_vault_free (vault);
  ring_make_version_1 (self);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
}

/* --- The floor --- */

static void
who_unlocks_below_the_floor_is_lifted_to_it (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autofree guint8 *before = NULL;
  g_autofree guint8 *after = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  add_user (vault, "luz", AMP_ROLE_CASEWORKER);
  add_user (vault, "ana", AMP_ROLE_AUDITOR);
  g_assert_true (amp_vault_raise_kdf (vault, &dearer, &error));
  g_clear_pointer (&vault, amp_vault_free);
  assert_kdf (self, "luz", amp_kdf_cheap.ops, amp_kdf_cheap.bytes);
  before = ring_read (self);
  /* Whoever she is: an auditor signs nothing, but her seed is hers. */
  vault = unlock_as (self, "luz");
  g_clear_pointer (&vault, amp_vault_free);
  vault = unlock_as (self, "ana");
  g_clear_pointer (&vault, amp_vault_free);
  assert_kdf (self, "luz", dearer.ops, dearer.bytes);
  assert_kdf (self, "ana", dearer.ops, dearer.bytes);
  assert_kdf (self, FIXTURE_LOGIN, amp_kdf_cheap.ops, amp_kdf_cheap.bytes);
  vault = unlock_as (self, "luz");
  g_clear_pointer (&vault, amp_vault_free);
  vault = unlock_as (self, "ana");
  g_clear_pointer (&vault, amp_vault_free);
  /* A fresh salt; and neither copy has the cheaper one any more. */
  after = ring_read (self);
  for (gsize copy = 0; copy < 2; copy++)
    for (gsize slot = 1; slot < 3; slot++)
      {
        gsize at = copy * AMP_KEYRING_COPY_BYTES + RING_SLOT_AT (slot) + 448;

        g_assert_cmpuint (after[at], ==, dearer.ops);
        g_assert_true (memcmp (after + at + 8, before + at + 8, 16) != 0);
      }
}

static void
the_floor_only_rises (Fixture *self, gconstpointer data)
{
  static const AmpKdf wrong[] = {
    {2, 8 * 1024}, {1, 16 * 1024}, {17, 16 * 1024}, {2, G_GUINT64_CONSTANT (5) << 30}, {0, 0}};
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autoptr (GError) error = NULL;

  (void) data;
  add_user (vault, "luz", AMP_ROLE_CASEWORKER);
  g_assert_true (amp_vault_raise_kdf (vault, &dearer, &error));
  g_assert_true (amp_vault_raise_kdf (vault, &dearer, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (amp_vault_raise_kdf (vault, &wrong[i], &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
      g_clear_error (&error);
    }
  /* Nor does one go below it with a new passphrase. */
  g_assert_true (
    amp_vault_change_passphrase (vault, self->passphrase, other, &amp_kdf_cheap, &error));
  assert_kdf (self, FIXTURE_LOGIN, dearer.ops, dearer.bytes);
  g_clear_pointer (&vault, amp_vault_free);
  vault = unlock_as (self, "luz");
  g_assert_false (amp_vault_raise_kdf (vault, &dearer, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED);
}

static void
an_impossible_kdf_is_refused_when_something_is_made (Fixture *self, gconstpointer data)
{
  static const AmpKdf wrong = {1, 100};
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_null (amp_vault_create (self->folder, FIXTURE_LOGIN, self->passphrase, &wrong, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
}

/* Bounds only: how quick a machine is, no test can know. */
static void
measuring_stays_within_its_bounds (void)
{
  gint64 start = g_get_monotonic_time ();
  AmpKdf least = amp_kdf_measure (1);
  guint took = (guint) ((g_get_monotonic_time () - start) / 1000);
  AmpKdf more = amp_kdf_measure (g_test_slow () ? 6000 : 2 * took);

  g_assert_cmpuint (least.ops, ==, amp_kdf_default.ops);
  g_assert_cmpuint (least.bytes, ==, amp_kdf_default.bytes);
  g_assert_true (amp_kdf_is_possible (&more));
  g_assert_cmpuint (more.ops, >=, amp_kdf_default.ops);
  g_assert_cmpuint (more.bytes, >=, amp_kdf_default.bytes);
  g_assert_cmpuint (more.bytes, <=, G_GUINT64_CONSTANT (2) << 30);
  g_assert_cmpuint (more.bytes % 1024, ==, 0);
}

/* --- New keys --- */

/* What a user finds in a keyring with her passphrase: her grant, opened. */
static AmpVault *
open_slot (AmpKeyring *keyring, const char *login, const AmpSecret *passphrase)
{
  AmpVault *vault = g_new0 (AmpVault, 1);
  AmpSlot *slot = amp_keyring_find (keyring, login);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) seed = amp_slot_unwrap_seed (slot, keyring->vault_id, passphrase, &error);
  guint8 box_public[32], sign_public[32];

  g_assert_no_error (error);
  vault->lock_fd = -1;
  vault->keyring = g_memdup2 (keyring, sizeof *keyring);
  amp_user_keys (seed, box_public, &vault->box_secret, sign_public, &vault->sign_secret);
  g_assert_cmpmem (box_public, 32, slot->box_public, 32);
  amp_user_open_sealed (vault, (AmpRole) slot->role, slot->box_public, vault->box_secret,
                        slot->grant, &error);
  g_assert_no_error (error);
  return vault;
}

static void
new_keys_reach_every_active_user_and_nobody_else (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autoptr (AmpSecret) case_key = amp_secret_new (32), identity_key = amp_secret_new (32),
                        seed = amp_secret_new (32);
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree AmpKeyring *fresh = NULL;
  static const char *const logins[] = {FIXTURE_LOGIN, "luz", "ana", "zoe"};
  guint64 casework, identity;

  (void) data;
  add_user (vault, "luz", AMP_ROLE_CASEWORKER);
  add_user (vault, "ana", AMP_ROLE_AUDITOR);
  add_user (vault, "sol", AMP_ROLE_SUPERVISOR);
  add_user (vault, "zoe", AMP_ROLE_SUPERVISOR);
  g_assert_true (amp_vault_disable_user (vault, "sol", &error));
  sheets = amp_vault_make_recovery (vault, &error);
  amp_random (amp_secret_data (case_key), 32);
  amp_random (amp_secret_data (identity_key), 32);
  amp_random (amp_secret_data (seed), 32);
  fresh = amp_keyring_rekeyed (vault, case_key, identity_key, seed, &error);
  g_assert_no_error (error);

  g_assert_true (amp_keyring_check_signatures (fresh));
  g_assert_true (memcmp (fresh->granting_public, vault->keyring->granting_public, 32) != 0);
  g_assert_cmpuint (fresh->extension.recovery, ==, 0);
  g_assert_cmpuint (fresh->extension.set, ==, 1);
  g_assert_true (
    sodium_is_zero (fresh->extension.recovery_grant, sizeof fresh->extension.recovery_grant));
  g_assert_true (sodium_is_zero (fresh->extension.recovery_public, 32));
  g_assert_cmpuint (fresh->extension.floor_ops, ==, amp_kdf_cheap.ops);
  fresh->generation++;
  g_assert_true (amp_keyring_recall (fresh, case_key, &casework, &identity, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autoptr (AmpVault) hers = open_slot (fresh, logins[i], i == 0 ? self->passphrase : other);
      AmpSlot *slot = amp_keyring_find (fresh, logins[i]);

      if (slot->role == AMP_ROLE_AUDITOR)
        {
          g_assert_null (hers->case_key);
          g_assert_true (sodium_is_zero (slot->grant, sizeof slot->grant));
        }
      else
        {
          g_autoptr (AmpUser) user = amp_user_from_slot (hers, slot, NULL);

          g_assert_true (amp_secret_equal (hers->case_key, case_key));
          g_assert_true (amp_secret_equal (hers->identity_key, identity_key));
          g_assert_true ((hers->granting_secret != NULL) == (slot->role == AMP_ROLE_SUPERVISOR));
          g_assert_cmpstr (user->login, ==, logins[i]);
        }
    }
  g_assert_cmpint (amp_keyring_find (fresh, "sol")->state, ==, AMP_SLOT_DISABLED);
  g_assert_true (sodium_is_zero (amp_keyring_find (fresh, "sol")->grant, AMP_GRANT_SEALED_BYTES));
  /* Written, it is what the next unlock reads: the sheets of before are not in force. */
  g_assert_true (amp_keyring_store (fresh, self->folder, FALSE, &error));
  g_assert_false (amp_recovery_test (self->folder, sheets->pdata[0], NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
}

static void
only_a_supervisor_makes_new_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) key = amp_secret_new (32);
  g_autoptr (GError) error = NULL;

  (void) data;
  add_user (vault, "luz", AMP_ROLE_CASEWORKER);
  g_clear_pointer (&vault, amp_vault_free);
  vault = unlock_as (self, "luz");
  g_assert_null (amp_keyring_rekeyed (vault, key, key, key, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED);
}

/* --- A disk that fails --- */

typedef gboolean (*Change) (Fixture *self, AmpVault *vault);

static gboolean
change_add (Fixture *self, AmpVault *vault)
{
  g_autoptr (AmpSecret) other = other_passphrase ();

  (void) self;
  return amp_vault_add_user (vault, "zoe", AMP_ROLE_CASEWORKER, other, &amp_kdf_cheap, NULL, NULL);
}

static gboolean
change_disable (Fixture *self, AmpVault *vault)
{
  (void) self;
  return amp_vault_disable_user (vault, "luz", NULL);
}

static gboolean
change_role (Fixture *self, AmpVault *vault)
{
  (void) self;
  return amp_vault_grant (vault, "luz", AMP_ROLE_SUPERVISOR, NULL);
}

static gboolean
change_passphrase (Fixture *self, AmpVault *vault)
{
  g_autoptr (AmpSecret) other = other_passphrase ();

  return amp_vault_change_passphrase (vault, self->passphrase, other, &amp_kdf_cheap, NULL);
}

static gboolean
change_recovery (Fixture *self, AmpVault *vault)
{
  g_autoptr (GPtrArray) sheets = amp_vault_make_recovery (vault, NULL);

  (void) self;
  return sheets != NULL;
}

static gboolean
change_floor (Fixture *self, AmpVault *vault)
{
  (void) self;
  return amp_vault_raise_kdf (vault, &dearer, NULL);
}

/* What can be seen of the keyring, but for what is random. */
static char *
describe (Fixture *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree AmpKeyring *keyring = load (self);
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autoptr (AmpSecret) seed = NULL;
  AmpSlot *own = amp_keyring_find (keyring, FIXTURE_LOGIN);

  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    g_string_append_printf (text, "%d.%d ", keyring->slots[i].state, keyring->slots[i].role);
  seed = amp_slot_unwrap_seed (own, keyring->vault_id, other, NULL);
  g_string_append_printf (text, "%u %u %u %s", keyring->extension.recovery, keyring->extension.set,
                          keyring->extension.floor_ops, seed != NULL ? "changed" : "as it was");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* TRUE if it opens for one of the passphrases that she has had, with all its rows. */
static void
assert_opens (Fixture *self)
{
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autoptr (AmpVault) vault = fixture_unlock (self, NULL);
  sqlite3 *db;

  if (vault == NULL)
    vault = amp_vault_unlock (self->folder, FIXTURE_LOGIN, other, NULL);
  g_assert_nonnull (vault);
  db = amp_vault_connect (vault, NULL);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM main.t"), ==, FIXTURE_ROWS);
  sqlite3_close (db);
}

static void
a_failing_disk_leaves_the_keyring_of_before_or_after (Fixture *self, gconstpointer data)
{
  static const Change changes[] = {change_add,        change_disable,  change_role,
                                   change_passphrase, change_recovery, change_floor};
  AmpVault *vault = fixture_create (self);
  g_autoptr (GHashTable) kept = NULL;
  g_autofree char *before = NULL;

  (void) data;
  fixture_fill (vault);
  add_user (vault, "luz", AMP_ROLE_CASEWORKER);
  amp_vault_free (vault);
  kept = fixture_keep (self);
  before = describe (self);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *after = NULL;
      gboolean done = FALSE;

      vault = fixture_unlock (self, NULL);
      g_assert_true (changes[i](self, vault));
      amp_vault_free (vault);
      after = describe (self);
      g_assert_cmpstr (before, !=, after);
      for (int n = 0; n < 8; n++)
        {
          g_autofree char *now = NULL;

          fixture_restore (self, kept);
          vault = fixture_unlock (self, NULL);
          amp_disk_fail_after (n, n % 2 == 0 ? EIO : ENOSPC);
          done = changes[i](self, vault);
          /* What she sees goes on from there, on this disk or another one. */
          amp_vault_free (vault);
          amp_disk_fail_after (-1, 0);
          now = describe (self);
          if (done || !g_str_equal (now, before))
            g_assert_cmpstr (now, ==, after);
          assert_opens (self);
          g_free (now);
          now = describe (self);
          if (done || !g_str_equal (now, before))
            g_assert_cmpstr (now, ==, after);
        }
      g_assert_true (done);
      fixture_restore (self, kept);
    }
}

/* Two changes, the first of which failed: nothing of it comes back with the second. */
static void
a_change_after_a_failed_one_does_not_carry_it_along (Fixture *self, gconstpointer data)
{
  static const char *const logins[] = {"luz", "ana", "sol"};

  (void) data;
  for (int n = 0; n < 3; n++)
    {
      g_autoptr (AmpVault) vault = NULL;
      g_autoptr (AmpSecret) other = other_passphrase ();
      g_autofree AmpKeyring *keyring = NULL;
      g_autoptr (GError) error = NULL;

      vault = n == 0 ? fixture_create (self) : fixture_unlock (self, NULL);
      amp_disk_fail_after (n, EIO);
      g_assert_false (amp_vault_add_user (vault, "nora", AMP_ROLE_CASEWORKER, other, &amp_kdf_cheap,
                                          NULL, &error));
      amp_disk_fail_after (-1, 0);
      add_user (vault, logins[n], AMP_ROLE_CASEWORKER);
      keyring = load (self);
      g_assert_null (amp_keyring_find (keyring, "nora"));
      g_assert_nonnull (amp_keyring_find (keyring, "luz"));
    }
}

/* After a change whose second copy failed, the next one goes over that copy, not over the only one
 * that has the change: should the power be cut while it is written, the change is still there. */
static void
the_next_change_goes_over_the_copy_that_is_behind (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autofree guint8 *before = NULL;
  g_autofree guint8 *ring = NULL;
  g_autofree AmpKeyring *keyring = NULL;

  (void) data;
  amp_disk_fail_after (3, EIO);
  add_user (vault, "luz", AMP_ROLE_CASEWORKER);
  amp_disk_fail_after (2, EIO);
  before = ring_read (self);
  g_assert_false (
    amp_vault_add_user (vault, "nora", AMP_ROLE_CASEWORKER, other, &amp_kdf_cheap, NULL, NULL));
  amp_disk_fail_after (-1, 0);
  ring = ring_read (self);
  for (gsize copy = 0; copy < 2; copy++)
    if (memcmp (ring + copy * AMP_KEYRING_COPY_BYTES, before + copy * AMP_KEYRING_COPY_BYTES,
                AMP_KEYRING_COPY_BYTES) != 0)
      ring[copy * AMP_KEYRING_COPY_BYTES + 5000] ^= 1;
  ring_write (self, ring);
  keyring = load (self);
  g_assert_nonnull (amp_keyring_find (keyring, "luz"));
  g_assert_null (amp_keyring_find (keyring, "nora"));
}

static void
each_slot_says_who_decided_it (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  gint64 rosa = amp_vault_get_user (vault)->id;
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (AmpSecret) other = other_passphrase ();
  g_autofree AmpKeyring *keyring = NULL;
  const AmpSecret *two[2];

  (void) data;
  add_user (vault, "luz", AMP_ROLE_CASEWORKER);
  sheets = amp_vault_make_recovery (vault, NULL);
  g_clear_pointer (&vault, amp_vault_free);
  two[0] = sheets->pdata[0];
  two[1] = sheets->pdata[2];
  vault = amp_vault_recover (self->folder, two, "ines", other, &amp_kdf_cheap, NULL);
  g_assert_nonnull (vault);
  keyring = load (self);
  g_assert_cmpint (amp_keyring_find (keyring, FIXTURE_LOGIN)->signer, ==, rosa);
  g_assert_cmpint (amp_keyring_find (keyring, "luz")->signer, ==, rosa);
  /* Nobody was there to decide but the holders of two sheets. */
  g_assert_cmpint (amp_keyring_find (keyring, "ines")->signer, ==, amp_vault_get_user (vault)->id);
  g_assert_cmpint (keyring->extension.signer, ==, amp_vault_get_user (vault)->id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/upkeep/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("a-new-vault-is-version-2-and-its-kdf-the-floor",
       a_new_vault_is_version_2_and_its_kdf_the_floor);
  ADD ("a-keyring-of-version-1-becomes-2-when-a-supervisor-unlocks",
       a_keyring_of_version_1_becomes_2_when_a_supervisor_unlocks);
  ADD ("a-keyring-of-version-1-is-written-as-one-by-others",
       a_keyring_of_version_1_is_written_as_one_by_others);
  ADD ("a-keyring-does-not-go-back-to-version-1", a_keyring_does_not_go_back_to_version_1);
  ADD ("who-unlocks-below-the-floor-is-lifted-to-it", who_unlocks_below_the_floor_is_lifted_to_it);
  ADD ("the-floor-only-rises", the_floor_only_rises);
  ADD ("an-impossible-kdf-is-refused-when-something-is-made",
       an_impossible_kdf_is_refused_when_something_is_made);
  g_test_add_func ("/vault/upkeep/measuring-stays-within-its-bounds",
                   measuring_stays_within_its_bounds);
  ADD ("new-keys-reach-every-active-user-and-nobody-else",
       new_keys_reach_every_active_user_and_nobody_else);
  ADD ("only-a-supervisor-makes-new-keys", only_a_supervisor_makes_new_keys);
  ADD ("a-failing-disk-leaves-the-keyring-of-before-or-after",
       a_failing_disk_leaves_the_keyring_of_before_or_after);
  ADD ("a-change-after-a-failed-one-does-not-carry-it-along",
       a_change_after_a_failed_one_does_not_carry_it_along);
  ADD ("the-next-change-goes-over-the-copy-that-is-behind",
       the_next_change_goes_over_the_copy_that_is_behind);
  ADD ("each-slot-says-who-decided-it", each_slot_says_who_decided_it);
#undef ADD
  return g_test_run ();
}
