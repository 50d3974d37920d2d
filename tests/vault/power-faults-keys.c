/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls that fail while a passphrase or all keys change, and while a backup is written or restored:
 * what was there before is still there, or what should be is, and the next try succeeds. */
#include "book.h"
#include "faults.h"
#include "scenarios.h"

#define FILE_PATH SIM_ROOT "/backup"
#define RESTORED SIM_ROOT "/restored"

/* --- A passphrase --- */

static AmpVault *
unlock (const AmpSecret *passphrase, GError **error)
{
  return amp_vault_unlock (POWER_FOLDER, POWER_LOGIN, passphrase, error);
}

static gboolean
opens_with (const AmpSecret *passphrase)
{
  g_autoptr (AmpVault) vault = unlock (passphrase, NULL);

  return vault != NULL;
}

static gboolean
passphrase (PowerRun *run, const FaultShot *shot)
{
  g_autoptr (AmpSecret) old = power_passphrase ();
  g_autoptr (AmpSecret) fresh = amp_secret_new_from_text ("pancha plancha con cuatro planchas");
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = NULL;
  gboolean told, was_hit, with_old, with_fresh;
  Book book;

  book_begin (&book, run);
  vault = unlock (old, NULL);
  fault_aim (run, shot);
  told = amp_vault_change_passphrase (vault, old, fresh, &amp_kdf_cheap, &error);
  if (!told)
    fault_expect (run, shot, error);
  was_hit = fault_hit (run, shot);
  if (!told && !was_hit)
    power_fail (run, "failed without a fault: %s", error->message);
  g_clear_pointer (&vault, amp_vault_free);
  /* With the power gone as well, in half of them. */
  if (shot->n % 2 == 0)
    power_cut (run);
  with_old = opens_with (old);
  with_fresh = opens_with (fresh);
  if (with_old == with_fresh || (told && with_old))
    power_fail (run, "opens with %s", with_old ? "the old passphrase" : "no passphrase");
  return was_hit;
}

void
scenario_passphrase_faults (PowerRun *run)
{
  fault_everywhere (run, passphrase);
}

/* --- All keys --- */

static gboolean
rekey (PowerRun *run, const FaultShot *shot)
{
  g_autoptr (AmpSecret) secret = power_passphrase ();
  g_autoptr (GError) error = NULL;
  AmpVault *vault;
  gboolean told, was_hit;
  Book book;

  book_begin (&book, run);
  vault = unlock (secret, NULL);
  fault_aim (run, shot);
  told = amp_vault_rekey (vault, NULL, NULL, &error);
  if (!told)
    fault_expect (run, shot, error);
  was_hit = fault_hit (run, shot);
  if (!told && !was_hit)
    power_fail (run, "failed without a fault: %s", error->message);
  amp_vault_free (vault);
  if (shot->n % 2 == 0)
    power_cut (run);
  book_check_closed (&book);
  g_clear_error (&error);
  vault = unlock (secret, &error);
  if (vault == NULL || !amp_vault_rekey (vault, NULL, NULL, &error))
    power_fail (run, "the next rekey fails: %s", error->message);
  amp_vault_free (vault);
  book_check_closed (&book);
  return was_hit;
}

void
scenario_rekey_faults (PowerRun *run)
{
  fault_everywhere (run, rekey);
}

/* --- Backup --- */

static void
expect_nothing_beside (PowerRun *run, const FaultShot *shot, guint names)
{
  g_autoptr (GPtrArray) left = sim_disk_list (run->disk, SIM_ROOT);

  if (shot->times == 1 && left->len != names)
    power_fail (run, "%u names where there should be %u", left->len, names);
}

static gboolean
is_backup (void)
{
  g_autoptr (AmpSecret) secret = power_passphrase ();

  return amp_backup_verify (FILE_PATH, POWER_LOGIN, secret, NULL, NULL, NULL, NULL, NULL);
}

static gboolean
write_backup (Book *self, GError **error)
{
  return amp_vault_backup (self->vault, FILE_PATH, NULL, NULL, error);
}

static gboolean
backup (PowerRun *run, const FaultShot *shot)
{
  g_autoptr (GError) error = NULL;
  gboolean told, was_hit;
  Book book;

  book_begin (&book, run);
  if (!book_open (&book, NULL) || !write_backup (&book, NULL) ||
      book_transaction (&book, BOOK_BOTH) != SQLITE_OK)
    {
      power_fail (run, "no vault, or no first backup");
      book_close (&book);
      return FALSE;
    }
  fault_aim (run, shot);
  told = write_backup (&book, &error);
  if (!told)
    fault_expect (run, shot, error);
  was_hit = fault_hit (run, shot);
  if (!told && !was_hit)
    power_fail (run, "failed without a fault: %s", error->message);
  expect_nothing_beside (run, shot, 2);
  if (!is_backup ())
    power_fail (run, "the older backup is gone, and there is no newer one");
  if (!write_backup (&book, NULL))
    power_fail (run, "the next backup fails");
  book_close (&book);
  book_check_closed (&book);
  return was_hit;
}

void
scenario_backup_faults (PowerRun *run)
{
  fault_everywhere (run, backup);
}

static gboolean
restore_backup (GError **error)
{
  g_autoptr (AmpSecret) secret = power_passphrase ();

  return amp_backup_restore (FILE_PATH, RESTORED, POWER_LOGIN, secret, NULL, NULL, error);
}

static gboolean
restore (PowerRun *run, const FaultShot *shot)
{
  g_autoptr (GError) error = NULL;
  gboolean told, was_hit;
  Book book;

  book_begin (&book, run);
  if (!book_open (&book, NULL) || !write_backup (&book, NULL))
    power_fail (run, "no vault, or no backup");
  book_close (&book);
  fault_aim (run, shot);
  told = restore_backup (&error);
  if (!told)
    fault_expect (run, shot, error);
  was_hit = fault_hit (run, shot);
  if (!told && !was_hit)
    power_fail (run, "failed without a fault: %s", error->message);
  expect_nothing_beside (run, shot, told ? 3 : 2);
  g_clear_error (&error);
  if (!sim_disk_has (run->disk, RESTORED) && !restore_backup (&error))
    power_fail (run, "the next try fails: %s", error->message);
  book.folder = RESTORED;
  if (!power_failed (run))
    book_check_closed (&book);
  return was_hit;
}

void
scenario_restore_faults (PowerRun *run)
{
  fault_everywhere (run, restore);
}
