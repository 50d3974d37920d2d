/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Power cuts at any moment of a vault's life: nothing acknowledged is lost, nothing is there by
 * half, and the vault opens. The options are told in power.h. */
#include "book.h"
#include "scenarios.h"

#include <string.h>

#define NESTED 3

/* --- Databases --- */

/* Which databases the transactions of a scenario change. */
typedef guint (*Choose) (SimRandom *random);

static guint
choose_one (SimRandom *random)
{
  return 1 + sim_random_below (random, 2);
}

static guint
choose_both (SimRandom *random)
{
  return sim_random_percent (random, 80) ? BOOK_BOTH : choose_one (random);
}

/* The power goes again while the vault is being opened, up to three times; how many changes that
 * takes is seen on a copy first, which must be right as well. */
static void
cut_recovery (Book *self)
{
  PowerRun *run = self->run;

  for (guint depth = 0; depth < NESTED && !power_failed (run); depth++)
    {
      SimDisk *disk = run->disk;
      SimDisk *copy = sim_disk_copy (disk);
      Book other = *self;
      guint changes = sim_disk_changes (disk);

      sim_disk_use (copy);
      run->disk = copy;
      book_check_closed (&other);
      changes = sim_disk_changes (copy) - changes;
      if (power_failed (run))
        {
          sim_disk_free (disk);
          return;
        }
      run->disk = disk;
      sim_disk_free (copy);
      sim_disk_use (disk);
      if (changes == 0 || sim_random_percent (&run->random, 30))
        return;
      sim_disk_set_cut (disk, (gint) sim_random_below (&run->random, changes));
      (void) book_open (self, NULL);
      book_close (self);
      if (!sim_disk_is_off (disk))
        power_fail (run, "the same opening took fewer changes than before");
      power_cut (run);
    }
}

/* The power goes, or only the process. */
static void
end_life (Book *self)
{
  PowerRun *run = self->run;

  if (sim_random_percent (&run->random, 25))
    {
      sim_disk_kill (run->disk);
      if (sim_random_percent (&run->random, 50))
        return;
      /* The next process repairs what it finds, and does not come far. */
      sim_disk_set_cut (run->disk, (gint) power_some (run, 32) - 1);
      (void) book_open (self, NULL);
      book_close (self);
    }
  power_cut (run);
  cut_recovery (self);
}

/* Some transactions; FALSE if the power went. */
static gboolean
work (Book *self, Choose choose)
{
  PowerRun *run = self->run;
  guint n = power_some (run, 8), last = sim_random_below (&run->random, n + 1);

  for (guint i = 0; i < n; i++)
    {
      int rc;

      if (i == last)
        sim_disk_set_cut (run->disk, (gint) power_some (run, 400) - 1);
      rc = book_transaction (self, choose (&run->random));
      if (sim_disk_is_off (run->disk))
        return FALSE;
      if (rc != 0)
        power_fail (run, "a transaction failed with the power on: %s", sqlite3_errmsg (self->db));
    }
  return TRUE;
}

/* Opened, used, and closed or cut off: at any moment, between two of them as well. */
static void
live (Book *self, Choose choose)
{
  PowerRun *run = self->run;
  g_autoptr (GError) error = NULL;
  gboolean on;

  if (sim_random_percent (&run->random, 10))
    sim_disk_set_cut (run->disk, (gint) power_some (run, 16) - 1);
  if (!book_open (self, &error))
    {
      if (!sim_disk_is_off (run->disk))
        power_fail (run, "does not open: %s", error->message);
      end_life (self);
      return;
    }
  on = !sim_disk_is_off (run->disk);
  if (on)
    {
      book_check (self);
      sim_disk_set_cut (run->disk, -1);
      on = work (self, choose);
    }
  /* Not everything dies with its transaction. */
  if (on && sim_random_percent (&run->random, 50))
    sim_disk_set_cut (run->disk, (gint) power_some (run, 16) - 1);
  book_close (self);
  if (sim_disk_is_off (run->disk) || sim_random_percent (&run->random, 70))
    end_life (self);
}

/* A process that died when it had made its files, but their folder was not synced. */
static void
leave_fresh_files (Book *self)
{
  PowerRun *run = self->run;

  sim_disk_set_cut (run->disk, (gint) sim_random_below (&run->random, 16));
  if (book_open (self, NULL))
    (void) book_transaction (self, BOOK_BOTH);
  book_close (self);
  sim_disk_kill (run->disk);
}

static void
run_book (PowerRun *run, Choose choose)
{
  Book book;
  guint lives = power_some (run, 5);

  book_begin (&book, run);
  if (sim_random_percent (&run->random, 20))
    leave_fresh_files (&book);
  sim_disk_set_spares (run->disk, sim_random_percent (&run->random, 50));
  for (guint i = 0; i < lives && !power_failed (run); i++)
    live (&book, choose);
  sim_disk_set_cut (run->disk, -1);
  if (!power_failed (run))
    book_check_closed (&book);
}

static void
one_database (PowerRun *run)
{
  run_book (run, choose_one);
}

static void
two_databases (PowerRun *run)
{
  run_book (run, choose_both);
}

static void
work_until_off (Book *self, gint changes)
{
  PowerRun *run = self->run;

  sim_disk_set_cut (run->disk, changes);
  while (!sim_disk_is_off (run->disk) && !power_failed (run))
    if (book_transaction (self, choose_both (&run->random)) != SQLITE_OK &&
        !sim_disk_is_off (run->disk))
      power_fail (run, "a transaction failed with the power on: %s", sqlite3_errmsg (self->db));
}

/* Only the process dies, or is at its end; the next one builds on what it left in the system's
 * memory, and then the power goes: what was never synced, and was seen all the same, must not
 * matter. */
static void
killed_process (PowerRun *run)
{
  Book book;
  guint deaths = power_some (run, 3);

  book_begin (&book, run);
  sim_disk_set_spares (run->disk, sim_random_percent (&run->random, 50));
  for (guint i = 0; i < deaths && !power_failed (run); i++)
    {
      if (book_open (&book, NULL))
        {
          if (sim_random_percent (&run->random, 70))
            work_until_off (&book, (gint) power_some (run, 64) - 1);
          else if (book_transaction (&book, choose_both (&run->random)) != SQLITE_OK)
            power_fail (run, "a transaction failed: %s", sqlite3_errmsg (book.db));
        }
      book_close (&book);
      sim_disk_kill (run->disk);
      sim_disk_set_cut (run->disk, (gint) power_some (run, 24) - 1);
      if (book_open (&book, NULL) && !sim_disk_is_off (run->disk))
        {
          (void) book_look (&book);
          book.sure = book.here;
          book.n_maybe = 0;
          work_until_off (&book, (gint) power_some (run, 24) - 1);
        }
      book_close (&book);
      power_cut (run);
      book_check_closed (&book);
    }
}

int
main (int argc, char **argv)
{
  if (!power_init (&argc, &argv))
    return 2;
  power_add ("one-database", one_database, 60);
  power_add ("two-databases", two_databases, 60);
  power_add ("killed-process", killed_process, 40);
  power_add ("keyring", scenario_keyring, 40);
  power_add ("backup", scenario_backup, 40);
  power_add ("rekey", scenario_rekey, 40);
  power_add ("creation", scenario_creation, 20);
  power_add ("transaction-faults", scenario_transaction_faults, 4);
  power_add ("shrinking-faults", scenario_shrinking_faults, 4);
  power_add ("read-only-medium", scenario_read_only_medium, 2);
  power_add ("opening-faults", scenario_opening_faults, 4);
  power_add ("creation-faults", scenario_creation_faults, 4);
  power_add ("passphrase-faults", scenario_passphrase_faults, 4);
  power_add ("rekey-faults", scenario_rekey_faults, 4);
  power_add ("backup-faults", scenario_backup_faults, 4);
  power_add ("restore-faults", scenario_restore_faults, 4);
  power_add ("full-disk", scenario_full_disk, 8);
  return g_test_run ();
}
