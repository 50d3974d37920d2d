/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls that fail: a full disk, a broken one, a medium that turned read-only, too many files. Each
 * seed is one transaction (or one opening, or one creation), and every call that it makes fails
 * once, and from there on. Nothing acknowledged is lost, and the error says what it was. */
#include "book.h"
#include "faults.h"
#include "scenarios.h"

/* --- A transaction --- */

static void
expect_result (Book *self, const FaultShot *shot, int rc)
{
  g_autoptr (GError) error = NULL;

  amp_vault_set_sqlite_error (self->vault, self->db, rc, &error);
  fault_expect (self->run, shot, error);
}

/* The connection goes on, or says that it does not. */
static void
go_on (Book *self)
{
  if (book_look (self) == SQLITE_OK)
    (void) book_transaction (self, BOOK_BOTH);
}

static gboolean
transact (PowerRun *run, const FaultShot *shot, gboolean shrinking)
{
  guint databases = 1 + sim_random_below (&run->random, 3);
  gboolean was_hit;
  Book book;
  int rc;

  book_begin (&book, run);
  if (!book_open (&book, NULL))
    {
      power_fail (run, "does not open");
      return FALSE;
    }
  fault_aim (run, shot);
  rc = shrinking ? book_shrinking (&book) : book_transaction (&book, databases);
  if (rc != SQLITE_OK)
    expect_result (&book, shot, rc);
  was_hit = fault_hit (run, shot);
  if (rc != SQLITE_OK && !was_hit)
    power_fail (run, "failed without a fault: %s", sqlite3_errmsg (book.db));
  go_on (&book);
  /* With the power gone as well, in half of them. */
  if (shot->n % 2 == 0)
    {
      sim_disk_set_cut (run->disk, 0);
      book_close (&book);
      power_cut (run);
    }
  else
    book_close (&book);
  book_check_closed (&book);
  return was_hit;
}

static gboolean
transaction (PowerRun *run, const FaultShot *shot)
{
  return transact (run, shot, FALSE);
}

void
scenario_transaction_faults (PowerRun *run)
{
  fault_everywhere (run, transaction);
}

static gboolean
shrinking (PowerRun *run, const FaultShot *shot)
{
  return transact (run, shot, TRUE);
}

/* Seed 90050 of the above found that a file which could not be made shorter behind its commit was
 * an error to SQLite, which took back the other database alone. */
void
scenario_shrinking_faults (PowerRun *run)
{
  run->sample = FALSE;
  fault_everywhere (run, shrinking);
}

/* A medium that turns read-only in the middle of a transaction larger than memory: seeds 18, 58,
 * and so on of the above, every call. The first two found that SQLite went on with half of what it
 * could not take back. */
void
scenario_read_only_medium (PowerRun *run)
{
  run->seed = 18 + 40 * (run->seed - 1);
  run->random = (SimRandom){run->seed * 7919};
  run->sample = FALSE;
  scenario_transaction_faults (run);
}

/* --- Opening and closing, after a process that died --- */

static gboolean
opening (PowerRun *run, const FaultShot *shot)
{
  g_autoptr (GError) error = NULL;
  gboolean was_hit;
  Book book;

  book_begin (&book, run);
  /* In a transaction, or right behind it: then it must not be lost. */
  if (sim_random_percent (&run->random, 50))
    sim_disk_set_cut (run->disk, (gint) sim_random_below (&run->random, 40));
  if (book_open (&book, NULL))
    (void) book_transaction (&book, BOOK_BOTH);
  if (!sim_disk_is_off (run->disk))
    sim_disk_set_cut (run->disk, 0);
  book_close (&book);
  if (sim_random_percent (&run->random, 50))
    power_cut (run);
  else
    sim_disk_kill (run->disk);

  fault_aim (run, shot);
  if (!book_open (&book, &error))
    fault_expect (run, shot, error);
  book_close (&book);
  was_hit = fault_hit (run, shot);
  if (error != NULL && !was_hit)
    power_fail (run, "failed without a fault: %s", error->message);
  book_check_closed (&book);
  return was_hit;
}

void
scenario_opening_faults (PowerRun *run)
{
  fault_everywhere (run, opening);
}

/* --- A new vault --- */

static gboolean
creation (PowerRun *run, const FaultShot *shot)
{
  g_autoptr (AmpSecret) passphrase = power_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) left = NULL;
  AmpVault *vault;
  gboolean was_hit;

  power_take_disk (run, sim_disk_new ());
  fault_aim (run, shot);
  vault = amp_vault_create (POWER_FOLDER, POWER_LOGIN, passphrase, &amp_kdf_cheap, &error);
  amp_vault_free (vault);
  was_hit = fault_hit (run, shot);
  left = sim_disk_list (run->disk, SIM_ROOT);
  if (vault != NULL)
    return was_hit;
  fault_expect (run, shot, error);
  if (!was_hit)
    power_fail (run, "failed without a fault");
  if (shot->times == 1 && left->len > 0)
    power_fail (run, "%s is left behind", (const char *) g_ptr_array_index (left, 0));
  g_clear_error (&error);
  /* Where the disk did not let it go again, it is a whole one. */
  if (sim_disk_has (run->disk, POWER_FOLDER))
    vault = amp_vault_unlock (POWER_FOLDER, POWER_LOGIN, passphrase, &error);
  else
    vault = amp_vault_create (POWER_FOLDER, POWER_LOGIN, passphrase, &amp_kdf_cheap, &error);
  if (vault == NULL)
    power_fail (run, "neither there nor made: %s", error->message);
  amp_vault_free (vault);
  return was_hit;
}

void
scenario_creation_faults (PowerRun *run)
{
  fault_everywhere (run, creation);
}

/* --- A disk with room for so many bytes only --- */

void
scenario_full_disk (PowerRun *run)
{
  Book book;
  int rc = SQLITE_OK;

  book_begin (&book, run);
  sim_disk_set_space (run->disk,
                      sim_disk_used (run->disk) + sim_random_below (&run->random, 200000));
  if (book_open (&book, NULL))
    for (guint i = 0; i < 40 && rc == SQLITE_OK; i++)
      {
        g_autoptr (GError) error = NULL;

        rc = book_transaction (&book, BOOK_BOTH);
        if (rc == SQLITE_OK)
          continue;
        amp_vault_set_sqlite_error (book.vault, book.db, rc, &error);
        if (!g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FULL))
          power_fail (run, "another error: %s", error->message);
      }
  if (rc != SQLITE_OK)
    (void) book_look (&book);
  book_close (&book);
  /* It opens on a full disk too: else nobody could make room. */
  book_check_closed (&book);
  sim_disk_set_space (run->disk, -1);
  if (book_open (&book, NULL) && book_transaction (&book, BOOK_BOTH) != SQLITE_OK)
    power_fail (run, "does not save when there is room again");
  book_close (&book);
  book_check_closed (&book);
}
