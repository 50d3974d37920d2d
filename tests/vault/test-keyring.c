/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Users, their keys, and the file that holds them. */
#include "ring.h"

#include "pages/bytes.h"

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

      start[8] = AMP_KEYRING_VERSION + 1;
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
  g_autofree guint8 *ring = NULL;
  guint8 role = AMP_ROLE_SUPERVISOR;

  (void) data;
  g_assert_true (
    amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, other, &amp_kdf_cheap, NULL, NULL));
  g_clear_pointer (&vault, amp_vault_free);
  ring = ring_read (self);
  g_assert_cmpuint (ring[RING_SLOT_AT (1) + 1], ==, AMP_ROLE_AUDITOR);
  ring_put (ring, RING_SLOT_AT (1) + 1, &role, 1);
  ring_write (self, ring);
  g_assert_null (amp_vault_unlock (self->folder, "ana", other, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

/* Memory and passes are bounded before anything is computed. */
static void
a_keyring_that_asks_for_a_terabyte_is_refused (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *ring = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  for (gsize at = 448; at < 456; at += 4)
    {
      g_autoptr (GError) error = NULL;

      g_free (ring);
      ring = ring_read (self);
      ring_put (ring, RING_SLOT_AT (0) + at, (const guint8 *) "\xff\xff\xff\xff", 4);
      ring_write (self, ring);
      g_assert_null (fixture_unlock (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
      ring_put (ring, RING_SLOT_AT (0) + at, (const guint8 *) "\0\0\0\0", 4);
      ring_write (self, ring);
      g_clear_error (&error);
      g_assert_null (fixture_unlock (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
      ring_put (ring, RING_SLOT_AT (0) + at, (const guint8 *) "\1\0\0\0", 4);
      ring_write (self, ring);
    }
}

/* --- Removed, moved, or of another day --- */

/* rosa.quispe and three more, one of whom was disabled after the other keyring was kept. */
static guint8 *
make_users (Fixture *self, guint8 **older)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autoptr (AmpSecret) other = amp_secret_new_from_text ("otra frase");
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  fixture_fill (vault);
  amp_vault_add_user (vault, "luz", AMP_ROLE_CASEWORKER, other, &amp_kdf_cheap, NULL, &error);
  g_assert_no_error (error);
  amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, other, &amp_kdf_cheap, NULL, &error);
  g_assert_no_error (error);
  amp_vault_add_user (vault, "sol", AMP_ROLE_SUPERVISOR, other, &amp_kdf_cheap, NULL, &error);
  g_assert_no_error (error);
  sheets = amp_vault_make_recovery (vault, &error);
  g_assert_no_error (error);
  *older = ring_read (self);
  amp_vault_disable_user (vault, "sol", &error);
  g_assert_no_error (error);
  g_clear_pointer (&sheets, g_ptr_array_unref);
  sheets = amp_vault_make_recovery (vault, &error);
  g_assert_no_error (error);
  /* Whatever is written next names the keyring of now. */
  db = amp_vault_connect (vault, NULL);
  sql_run (db, "UPDATE main.t SET v = 'later' WHERE id = 1");
  sqlite3_close (db);
  g_clear_pointer (&vault, amp_vault_free);
  return ring_read (self);
}

static void
assert_refused (Fixture *self, const guint8 *ring)
{
  g_autoptr (GError) error = NULL;

  ring_write (self, ring);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

static void
a_removed_replayed_or_moved_slot_is_told (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *older = NULL;
  g_autofree guint8 *ring = make_users (self, &older);
  g_autofree guint8 *changed = NULL;
  static const guint8 zeros[AMP_SLOT_BYTES];

  (void) data;
  for (gsize slot = 0; slot < 4; slot++)
    {
      /* All of it; or what is signed, with all the rest left there. */
      for (gsize length = AMP_SLOT_SIGNED_BYTES; length <= AMP_SLOT_BYTES; length += 160)
        {
          g_free (changed);
          changed = g_memdup2 (ring, 2 * AMP_KEYRING_COPY_BYTES);
          ring_put (changed, RING_SLOT_AT (slot), zeros, length);
          assert_refused (self, changed);
        }
      for (gsize twin = 0; twin < 8; twin++)
        {
          if (twin == slot)
            continue;
          g_free (changed);
          changed = g_memdup2 (ring, 2 * AMP_KEYRING_COPY_BYTES);
          ring_put (changed, RING_SLOT_AT (twin), ring + RING_SLOT_AT (slot), AMP_SLOT_BYTES);
          assert_refused (self, changed);
          ring_put (changed, RING_SLOT_AT (slot), ring + RING_SLOT_AT (twin), AMP_SLOT_BYTES);
          assert_refused (self, changed);
        }
    }
  /* The supervisor who was disabled comes back; and the sheets of before. */
  g_free (changed);
  changed = g_memdup2 (ring, 2 * AMP_KEYRING_COPY_BYTES);
  ring_take (changed, RING_SLOT_AT (3), older, AMP_SLOT_BYTES);
  assert_refused (self, changed);
  g_free (changed);
  changed = g_memdup2 (ring, 2 * AMP_KEYRING_COPY_BYTES);
  ring_take (changed, RING_EXTENSION_AT, older, AMP_EXTENSION_BYTES);
  assert_refused (self, changed);
}

static guint64
recalled_generation (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree AmpKeyring *keyring = amp_keyring_load (self->folder, &error);

  g_assert_no_error (error);
  return keyring->memory.generation;
}

/* Every signature in it holds. But the generation that its memory has under a key is a lower one,
 * whatever the header says: that is what the superblocks are compared with. */
static void
an_older_keyring_cannot_count_itself_up (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *older = NULL;
  g_autofree guint8 *ring = make_users (self, &older);
  g_autoptr (GError) error = NULL;
  guint64 now = recalled_generation (self);
  guint8 *generation = ring + 16;

  (void) data;
  g_assert_cmpuint (now, >, 0);
  ring_put (older, 16, generation, 8);
  ring_write (self, older);
  g_assert_cmpuint (recalled_generation (self), <, now);
  g_assert_null (fixture_unlock (self, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
  /* Nor can it call itself a version 1, which needs no signature over all: that counts as 0. */
  {
    static const guint8
      zeros[AMP_EXTENSION_BYTES + AMP_MEMORY_BYTES + AMP_KEYRING_SLOTS * AMP_PIN_BYTES];

    ring_put (older, 8, (const guint8 *) "\1", 1);
    assert_refused (self, older);
    ring_put (older, RING_EXTENSION_AT, zeros, sizeof zeros);
    ring_write (self, older);
    g_assert_cmpuint (recalled_generation (self), ==, 0);
  }
}

/* --- Random changes --- */

/* Unlocks; TRUE if it is the vault that was made, with the user and the rows that are hers. */
static gboolean
unlocks_right (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = fixture_unlock (self, &error);
  sqlite3 *db;

  if (vault == NULL)
    {
      g_assert_true (error->domain == AMP_VAULT_ERROR);
      return FALSE;
    }
  g_assert_cmpstr (amp_vault_get_user (vault)->login, ==, FIXTURE_LOGIN);
  g_assert_cmpint (amp_vault_get_user (vault)->role, ==, AMP_ROLE_SUPERVISOR);
  db = amp_vault_connect (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t"), ==, FIXTURE_ROWS);
  sqlite3_close (db);
  return TRUE;
}

/* What only its user can tell, when her passphrase fails; and what the memory has to tell. */
static gboolean
is_nobody_elses_business (gsize at)
{
  gsize slot = (at - 128) / AMP_SLOT_BYTES, within = (at - 128) % AMP_SLOT_BYTES;

  if (at >= 16 && at < 24)
    return TRUE;
  /* Pins of the others. */
  if (at >= RING_MEMORY_AT + AMP_MEMORY_BYTES + AMP_PIN_BYTES)
    return at < RING_MEMORY_AT + AMP_MEMORY_BYTES + AMP_KEYRING_SLOTS * AMP_PIN_BYTES;
  return at >= 128 && at < RING_EXTENSION_AT && slot > 0 && slot < 4 && within >= 448;
}

/* Some hundred times (thorough: two thousand), both copies, with a checksum that holds. */
static void
no_changed_byte_makes_another_vault (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *older = NULL;
  g_autofree guint8 *ring = make_users (self, &older);
  g_autoptr (GHashTable) kept = fixture_keep (self);
  guint refused = 0, rounds = g_test_thorough () ? 2000 : 400;

  (void) data;
  for (guint i = 0; i < rounds; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (ring, 2 * AMP_KEYRING_COPY_BYTES);
      /* Half of them where something stands. */
      gsize at = (gsize) g_test_rand_int_range (0, i % 2 == 0 ? RING_SUM_AT : RING_SLOT_AT (4));
      guint8 byte = (guint8) (changed[at] ^ g_test_rand_int_range (1, 256));

      ring_put (changed, at, &byte, 1);
      fixture_restore (self, kept);
      ring_write (self, changed);
      if (unlocks_right (self))
        g_assert_true (is_nobody_elses_business (at));
      else
        refused++;
    }
  g_assert_cmpuint (refused, >, rounds / 2);
}

/* The same where the checksum tells: the other copy is taken, or it is damage. */
static void
no_accident_loses_the_keyring_while_a_copy_reads (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *older = NULL;
  g_autofree guint8 *ring = make_users (self, &older);
  g_autoptr (GHashTable) kept = fixture_keep (self);

  (void) data;
  for (guint i = 0; i < 300; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (ring, 2 * AMP_KEYRING_COPY_BYTES);
      g_autofree guint8 *mended = NULL;

      changed[g_test_rand_int_range (0, 2 * AMP_KEYRING_COPY_BYTES)] ^=
        (guint8) (1 << g_test_rand_int_range (0, 8));
      fixture_restore (self, kept);
      ring_write (self, changed);
      g_assert_true (unlocks_right (self));
      mended = ring_read (self);
      g_assert_cmpmem (mended + 24, RING_SUM_AT - 24, mended + AMP_KEYRING_COPY_BYTES + 24,
                       RING_SUM_AT - 24);
    }
}

/* --- Memory --- */

static void
what_a_keyring_remembers_holds_under_its_key_only (void)
{
  g_autofree AmpKeyring *keyring = g_new0 (AmpKeyring, 1);
  g_autoptr (AmpSecret) case_key = amp_secret_new (32);
  g_autoptr (AmpSecret) other_key = amp_secret_new_from_text ("another key of thirty-two bytes.");
  guint64 casework = 1, identity = 1;
  g_autoptr (GError) error = NULL;

  keyring->version = 1;
  keyring->generation = 6;
  g_assert_true (amp_keyring_recall (keyring, case_key, &casework, &identity, &error));
  g_assert_cmpuint (casework + identity, ==, 0);
  keyring->version = 2;
  g_assert_false (amp_keyring_recall (keyring, case_key, &casework, &identity, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_clear_error (&error);
  amp_keyring_remember (keyring, case_key, 17, 4711);
  keyring->generation++; /* as storing does */
  g_assert_true (amp_keyring_recall (keyring, case_key, &casework, &identity, &error));
  g_assert_cmpuint (casework, ==, 17);
  g_assert_cmpuint (identity, ==, 4711);
  g_assert_cmpuint (keyring->memory.generation, ==, 7);
  g_assert_false (amp_keyring_recall (keyring, other_key, &casework, &identity, NULL));
  keyring->generation--;
  g_assert_false (amp_keyring_recall (keyring, case_key, &casework, &identity, NULL));
  keyring->generation++;
  for (gsize i = 0; i < sizeof keyring->memory; i++)
    {
      ((guint8 *) &keyring->memory)[i] ^= 0x10;
      g_assert_false (amp_keyring_recall (keyring, case_key, &casework, &identity, NULL));
      ((guint8 *) &keyring->memory)[i] ^= 0x10;
    }
  keyring->vault_id[3] ^= 1;
  g_assert_false (amp_keyring_recall (keyring, case_key, &casework, &identity, NULL));
}

/* Being refused is not remembered as a closing: the second try is refused as well. */
static void
older_databases_are_refused_each_time (Fixture *self, gconstpointer data)
{
  AmpVault *vault = fixture_create (self);
  char *old[2] = {NULL, NULL};
  gsize length[2] = {0, 0};

  (void) data;
  amp_vault_free (vault);
  for (gsize i = 0; i < 2; i++)
    old[i] = fixture_read_all (self, i == 0 ? "casework.db" : "identity.db", &length[i]);
  vault = fixture_unlock (self, NULL);
  fixture_fill (vault);
  amp_vault_free (vault);
  for (gsize i = 0; i < 2; i++)
    {
      fixture_write_all (self, i == 0 ? "casework.db" : "identity.db", old[i], length[i]);
      g_free (old[i]);
    }
  for (gsize i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fixture_unlock (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
    }
}

/* --- What the bytes may say --- */

static void
a_version_or_a_state_that_cannot_be_is_damage (void)
{
  g_autofree AmpKeyring *keyring = g_new0 (AmpKeyring, 1);
  g_autofree AmpKeyring *read = g_new0 (AmpKeyring, 1);
  guint8 bytes[AMP_KEYRING_COPY_BYTES];

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      keyring->version = i == 0 ? 0 : AMP_KEYRING_VERSION;
      keyring->state = i == 1 ? AMP_KEYRING_ERASED + 1 : AMP_KEYRING_IN_USE;
      amp_keyring_pack (keyring, bytes);
      if (amp_keyring_unpack (read, bytes, &error))
        g_assert_cmpuint (i, ==, 2);
      else
        g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
    }
}

/* The power went while it became version 2: the newer copy counts, the other is written again. */
static void
a_copy_of_version_1_is_mended (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = fixture_create (self);
  g_autofree guint8 *ring = NULL, *old = NULL;
  g_autofree AmpKeyring *keyring = NULL;
  gsize behind;

  (void) data;
  g_clear_pointer (&vault, amp_vault_free);
  ring = ring_read (self);
  ring_make_version_1 (self);
  old = ring_read (self);
  behind = amp_get64 (ring + 16) < amp_get64 (ring + AMP_KEYRING_COPY_BYTES + 16)
             ? 0
             : AMP_KEYRING_COPY_BYTES;
  memcpy (old + behind + 16, ring + behind + 16, 8);
  amp_hash (old + behind, RING_SUM_AT, old + behind + RING_SUM_AT);
  memcpy (ring + behind, old + behind, AMP_KEYRING_COPY_BYTES);
  ring_write (self, ring);
  keyring = amp_keyring_load (self->folder, NULL);
  g_assert_cmpuint (keyring->version, ==, 2);
  g_assert_true (keyring->repaired);
  vault = fixture_unlock (self, NULL);
  g_assert_nonnull (vault);
}

static void
one_copy_of_a_newer_program_is_enough (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *ring = NULL;

  (void) data;
  amp_vault_free (fixture_create (self));
  ring = ring_read (self);
  for (guint copy = 0; copy < 2; copy++)
    {
      g_autofree guint8 *changed = g_memdup2 (ring, 2 * AMP_KEYRING_COPY_BYTES);
      guint8 *at = changed + copy * AMP_KEYRING_COPY_BYTES;
      g_autoptr (GError) error = NULL;

      at[8]++;
      amp_hash (at, RING_SUM_AT, at + RING_SUM_AT);
      ring_write (self, changed);
      g_assert_null (fixture_unlock (self, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER);
    }
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
  ADD ("a-removed-replayed-or-moved-slot-is-told", a_removed_replayed_or_moved_slot_is_told);
  ADD ("an-older-keyring-cannot-count-itself-up", an_older_keyring_cannot_count_itself_up);
  ADD ("no-changed-byte-makes-another-vault", no_changed_byte_makes_another_vault);
  ADD ("no-accident-loses-the-keyring-while-a-copy-reads",
       no_accident_loses_the_keyring_while_a_copy_reads);
  ADD ("older-databases-are-refused-each-time", older_databases_are_refused_each_time);
  ADD ("a-copy-of-version-1-is-mended", a_copy_of_version_1_is_mended);
  ADD ("one-copy-of-a-newer-program-is-enough", one_copy_of_a_newer_program_is_enough);
  g_test_add_func ("/vault/keyring/a-version-or-a-state-that-cannot-be-is-damage",
                   a_version_or_a_state_that_cannot_be_is_damage);
#undef ADD
  g_test_add_func ("/vault/keyring/what-it-remembers-holds-under-its-key-only",
                   what_a_keyring_remembers_holds_under_its_key_only);
  return g_test_run ();
}
