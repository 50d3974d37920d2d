/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Emergency erase: what is left opens for nobody. */
#define _GNU_SOURCE /* memmem */
#include "fault.h"
#include "ring.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define HEADER_BYTES 128

typedef struct
{
  Fixture fixture;
  AmpVault *vault;
  AmpSecret *other;
  GPtrArray *sheets;
} Office;

static void
set_up (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up (&self->fixture, data);
  self->other = amp_secret_new_from_text ("otra frase");
  self->vault = fixture_create (&self->fixture);
  fixture_fill (self->vault);
  amp_vault_add_user (self->vault, "luz", AMP_ROLE_CASEWORKER, self->other, &amp_kdf_cheap, NULL,
                      &error);
  g_assert_no_error (error);
  amp_vault_add_user (self->vault, "ana", AMP_ROLE_AUDITOR, self->other, &amp_kdf_cheap, NULL,
                      &error);
  g_assert_no_error (error);
  self->sheets = amp_vault_make_recovery (self->vault, &error);
  g_assert_no_error (error);
}

static void
tear_down (Office *self, gconstpointer data)
{
  g_clear_pointer (&self->vault, amp_vault_free);
  g_ptr_array_unref (self->sheets);
  amp_secret_free (self->other);
  fixture_tear_down (&self->fixture, data);
}

/* Zeros where the keys were; the header says why. */
static gboolean
is_erased (const guint8 *copy)
{
  return copy[72] == 1 && sodium_is_zero (copy + HEADER_BYTES, RING_SUM_AT - HEADER_BYTES);
}

static gboolean
both_are_erased (Office *self)
{
  g_autofree guint8 *ring = ring_read (&self->fixture);

  return is_erased (ring) && is_erased (ring + AMP_KEYRING_COPY_BYTES);
}

static void
assert_erased (const GError *error)
{
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_ERASED);
}

/* Every way in. */
static void
assert_nothing_opens (Office *self)
{
  const char *folder = self->fixture.folder;
  const AmpSecret *const two[] = {self->sheets->pdata[0], self->sheets->pdata[1]};
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_unlock (&self->fixture, &error));
  assert_erased (error);
  g_clear_error (&error);
  g_assert_null (amp_vault_unlock (folder, "luz", self->other, &error));
  assert_erased (error);
  g_clear_error (&error);
  g_assert_null (amp_vault_unlock (folder, "nadie", self->other, &error));
  assert_erased (error);
  g_clear_error (&error);
  g_assert_false (amp_vault_probe (folder, &error));
  assert_erased (error);
  g_clear_error (&error);
  g_assert_false (amp_recovery_test (folder, two[0], NULL, NULL, &error));
  assert_erased (error);
  g_clear_error (&error);
  g_assert_null (
    amp_vault_recover (folder, two, "ines", self->fixture.passphrase, &amp_kdf_cheap, &error));
  assert_erased (error);
  g_assert_true (both_are_erased (self));
}

/* Runs of what was in the keyring, wherever they might have been written as well. */
static void
assert_no_keys_left (Office *self, const guint8 *before)
{
  g_autoptr (GDir) dir = g_dir_open (self->fixture.folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      gsize length = 0;
      g_autofree char *bytes = fixture_read_all (&self->fixture, name, &length);

      for (gsize slot = 0; slot < 3; slot++)
        for (gsize at = 200; at < AMP_SLOT_BYTES; at += 16)
          {
            const guint8 *run = before + RING_SLOT_AT (slot) + at;

            if (!sodium_is_zero (run, 16))
              g_assert_null (memmem (bytes, length, run, 16));
          }
    }
}

static void
no_key_is_left_and_nothing_opens (Office *self, gconstpointer data)
{
  g_autofree guint8 *before = ring_read (&self->fixture);
  g_autoptr (GError) error = NULL;
  gint64 start;

  (void) data;
  fixture_write_all (&self->fixture, "rekey", "AmparoRK", 8);
  start = g_get_monotonic_time ();
  g_assert_true (amp_vault_erase (self->vault, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_assert_true (both_are_erased (self));
  /* Closing writes nothing back. */
  g_clear_pointer (&self->vault, amp_vault_free);
  assert_nothing_opens (self);
  assert_no_keys_left (self, before);
  g_assert_null (fixture_read_all (&self->fixture, "rekey", NULL));
}

static void
a_caseworker_erases_and_an_auditor_does_not (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  g_clear_pointer (&self->vault, amp_vault_free);
  self->vault = amp_vault_unlock (self->fixture.folder, "ana", self->other, &error);
  g_assert_no_error (error);
  g_assert_false (amp_vault_erase (self->vault, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_clear_pointer (&self->vault, amp_vault_free);
  self->vault = amp_vault_unlock (self->fixture.folder, "luz", self->other, &error);
  g_assert_no_error (error);
  g_assert_true (amp_vault_erase (self->vault, &error));
  g_clear_pointer (&self->vault, amp_vault_free);
  assert_nothing_opens (self);
}

/* The program dies, or the disk does, before its n-th change: everything is there, or it is erased
 * and the next who looks at the folder finishes the work. */
static void
a_power_cut_leaves_either (Office *self, gconstpointer data)
{
  g_autoptr (GHashTable) kept = NULL;
  guint whole = 0, erased = 0;

  (void) data;
  g_clear_pointer (&self->vault, amp_vault_free);
  kept = fixture_keep (&self->fixture);
  for (int n = 0; n < 6; n++)
    {
      gboolean done;

      fixture_restore (&self->fixture, kept);
      self->vault = fixture_unlock (&self->fixture, NULL);
      g_assert_nonnull (self->vault);
      amp_disk_fail_after (n, EIO);
      done = amp_vault_erase (self->vault, NULL);
      g_clear_pointer (&self->vault, amp_vault_free);
      amp_disk_fail_after (-1, 0);
      g_assert_cmpint (done, ==, n >= 4); /* two writes, two syncs */
      self->vault = fixture_unlock (&self->fixture, NULL);
      if (self->vault == NULL)
        {
          assert_nothing_opens (self);
          erased++;
          continue;
        }
      g_clear_pointer (&self->vault, amp_vault_free);
      g_assert_true (fixture_reads_whole (&self->fixture));
      whole++;
    }
  g_assert_cmpuint (whole, ==, 1);
  g_assert_cmpuint (erased, ==, 5);
}

/* Who fails at the first copy still erases the second. */
static void
half_an_erasure_can_be_done_again (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  amp_disk_fail_after (0, EIO);
  g_assert_false (amp_vault_erase (self->vault, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO);
  g_clear_error (&error);
  amp_disk_fail_after (-1, 0);
  g_assert_true (amp_vault_erase (self->vault, &error));
  g_clear_pointer (&self->vault, amp_vault_free);
  assert_nothing_opens (self);
}

/* Somebody sets the mark, but leaves the keys: that is damage, and no reason to destroy them. */
static void
a_mark_alone_erases_nothing (Office *self, gconstpointer data)
{
  g_autofree guint8 *ring = NULL;
  g_autofree guint8 *after = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  g_clear_pointer (&self->vault, amp_vault_free);
  ring = ring_read (&self->fixture);
  ring_put (ring, 72, (const guint8 *) "\1", 1);
  ring_write (&self->fixture, ring);
  g_assert_null (fixture_unlock (&self->fixture, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  after = ring_read (&self->fixture);
  g_assert_cmpmem (ring, 2 * AMP_KEYRING_COPY_BYTES, after, 2 * AMP_KEYRING_COPY_BYTES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test) g_test_add ("/vault/erase/" name, Office, NULL, set_up, test, tear_down)
  ADD ("no-key-is-left-and-nothing-opens", no_key_is_left_and_nothing_opens);
  ADD ("a-caseworker-erases-and-an-auditor-does-not", a_caseworker_erases_and_an_auditor_does_not);
  ADD ("a-power-cut-leaves-either", a_power_cut_leaves_either);
  ADD ("half-an-erasure-can-be-done-again", half_an_erasure_can_be_done_again);
  ADD ("a-mark-alone-erases-nothing", a_mark_alone_erases_nothing);
#undef ADD
  return g_test_run ();
}
