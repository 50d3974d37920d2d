/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls that fail: a full disk, a broken one, a medium that turned read-only, too many files. Each
 * seed is one transaction (or one opening, or one creation), and every call that it makes fails
 * once, and from there on. Nothing acknowledged is lost, and the error says what it was. */
#include "book.h"
#include "scenarios.h"

#include <errno.h>
#include <string.h>

typedef struct
{
  int error_number;
  guint calls;
  AmpVaultError code;
  AmpVaultError or_code;
} Fault;

static const Fault faults[] = {
  {EIO, SIM_ANY, AMP_VAULT_ERROR_IO, AMP_VAULT_ERROR_IO},
  /* Or IO: a read, where what was half written could not be taken back. */
  {ENOSPC, SIM_CHANGES, AMP_VAULT_ERROR_FULL, AMP_VAULT_ERROR_IO},
  {EROFS, SIM_CHANGES, AMP_VAULT_ERROR_READ_ONLY, AMP_VAULT_ERROR_IO},
  {EMFILE, SIM_OPEN_READ | SIM_OPEN_WRITE, AMP_VAULT_ERROR_IO, AMP_VAULT_ERROR_IO},
};

typedef struct
{
  const Fault *fault;
  gint n;
  guint times;
} Shot;

/* Each call in turn, once and for good, until there is none left to fail. */
typedef gboolean (*Attempt) (PowerRun *run, const Shot *shot);

static void
shoot (PowerRun *run, Attempt attempt)
{
  const Fault *fault = &faults[run->seed % G_N_ELEMENTS (faults)];
  SimRandom again = run->random;

  for (guint times = 0; times < 2; times++)
    for (gint n = 0;; n++)
      {
        Shot shot = {fault, n, times};

        run->random = again;
        if (!attempt (run, &shot))
          break;
        if (power_failed (run))
          {
            power_fail (run, "%s at call %d, %s", g_strerror (fault->error_number), n,
                        times == 0 ? "and after" : "once");
            return;
          }
      }
}

static void
aim (PowerRun *run, const Shot *shot)
{
  sim_disk_fail (run->disk, shot->fault->calls, shot->n, shot->times, shot->fault->error_number);
}

/* TRUE: it was hit. No faults from here on. */
static gboolean
hit (PowerRun *run, const Shot *shot)
{
  gboolean was = sim_disk_asked (run->disk) > (guint) shot->n;

  sim_disk_fail (run->disk, 0, -1, 0, 0);
  return was;
}

static void
expect (PowerRun *run, const Shot *shot, const GError *error)
{
  if (error->domain != AMP_VAULT_ERROR ||
      (error->code != (int) shot->fault->code && error->code != (int) shot->fault->or_code))
    power_fail (run, "another error: %s (%d)", error->message, error->code);
}

/* --- A transaction --- */

static void
expect_result (Book *self, const Shot *shot, int rc)
{
  g_autoptr (GError) error = NULL;

  amp_vault_set_sqlite_error (self->vault, self->db, rc, &error);
  expect (self->run, shot, error);
}

/* The connection goes on, or says that it does not. */
static void
go_on (Book *self)
{
  if (book_look (self) == SQLITE_OK)
    (void) book_transaction (self, BOOK_BOTH);
}

static gboolean
transaction (PowerRun *run, const Shot *shot)
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
  aim (run, shot);
  rc = book_transaction (&book, databases);
  if (rc != SQLITE_OK)
    expect_result (&book, shot, rc);
  was_hit = hit (run, shot);
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

void
scenario_transaction_faults (PowerRun *run)
{
  shoot (run, transaction);
}

/* --- Opening and closing, after a process that died --- */

static gboolean
opening (PowerRun *run, const Shot *shot)
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

  aim (run, shot);
  if (!book_open (&book, &error))
    expect (run, shot, error);
  book_close (&book);
  was_hit = hit (run, shot);
  if (error != NULL && !was_hit)
    power_fail (run, "failed without a fault: %s", error->message);
  book_check_closed (&book);
  return was_hit;
}

void
scenario_opening_faults (PowerRun *run)
{
  shoot (run, opening);
}

/* --- A new vault --- */

static gboolean
creation (PowerRun *run, const Shot *shot)
{
  g_autoptr (AmpSecret) passphrase = power_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) left = NULL;
  AmpVault *vault;
  gboolean was_hit;

  power_take_disk (run, sim_disk_new ());
  aim (run, shot);
  vault = amp_vault_create (POWER_FOLDER, POWER_LOGIN, passphrase, &amp_kdf_cheap, &error);
  amp_vault_free (vault);
  was_hit = hit (run, shot);
  left = sim_disk_list (run->disk, SIM_ROOT);
  if (vault != NULL)
    return was_hit;
  expect (run, shot, error);
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
  shoot (run, creation);
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
