/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Power cuts while all keys are exchanged: old ones or new ones count, for everybody and both
 * databases alike, and the next try comes to its end. */
#include "book.h"
#include "scenarios.h"

#include <string.h>

#define SUPERBLOCK_BYTES 4096
#define SUM_AT 4064
#define FILE_ID_AT 24
#define FILE_ID_BYTES 16
#define COLLEAGUE "beto"

typedef struct
{
  guint8 of[2][FILE_ID_BYTES];
} FileIds;

typedef struct
{
  Book book;
  FileIds ids; /* as they were before the call */
  GPtrArray *sheets;
} Office;

/* Of either superblock that reads. */
static void
read_id (PowerRun *run, const char *path, guint8 id[FILE_ID_BYTES])
{
  g_autoptr (GBytes) bytes = sim_disk_get (run->disk, path);
  gsize length = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  memset (id, 0, FILE_ID_BYTES);
  for (gsize at = 0; at < 2 * SUPERBLOCK_BYTES && at + SUPERBLOCK_BYTES <= length;
       at += SUPERBLOCK_BYTES)
    {
      guint8 sum[AMP_HASH_BYTES];

      amp_hash (data + at, SUM_AT, sum);
      if (memcmp (sum, data + at + SUM_AT, sizeof sum) == 0)
        memcpy (id, data + at + FILE_ID_AT, FILE_ID_BYTES);
    }
}

static void
read_ids (PowerRun *run, FileIds *ids)
{
  read_id (run, POWER_FOLDER "/casework.db", ids->of[0]);
  read_id (run, POWER_FOLDER "/identity.db", ids->of[1]);
}

static AmpVault *
unlock (const char *login, GError **error)
{
  g_autoptr (AmpSecret) passphrase = power_passphrase ();

  return amp_vault_unlock (POWER_FOLDER, login, passphrase, error);
}

static void
check_colleague (PowerRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = unlock (COLLEAGUE, &error);
  sqlite3 *db = vault != NULL ? amp_vault_connect (vault, &error) : NULL;

  if (db == NULL)
    power_fail (run, "does not open for a colleague: %s", error->message);
  sqlite3_close (db);
}

/* All is there, for everybody; the keys of both databases are new, or those of neither. */
static void
check (Office *self, gboolean told)
{
  PowerRun *run = self->book.run;
  g_autoptr (GError) error = NULL;
  gboolean changed[2];
  FileIds ids;

  book_check_closed (&self->book);
  check_colleague (run);
  read_ids (run, &ids);
  for (guint i = 0; i < 2; i++)
    changed[i] = memcmp (ids.of[i], self->ids.of[i], FILE_ID_BYTES) != 0;
  if (changed[0] != changed[1])
    power_fail (run, "one database has new keys");
  if (told && !changed[0])
    power_fail (run, "the keys are old ones, after all");
  if (self->sheets != NULL &&
      amp_recovery_test (POWER_FOLDER, self->sheets->pdata[0], NULL, NULL, &error) == changed[0])
    power_fail (run, "sheets and keys do not go together");
  if (changed[0])
    g_clear_pointer (&self->sheets, g_ptr_array_unref);
}

static void
some_transactions (Book *self)
{
  if (!book_open (self, NULL))
    {
      power_fail (self->run, "does not open");
      return;
    }
  for (guint n = power_some (self->run, 3); n > 0; n--)
    if (book_transaction (self, BOOK_BOTH) != SQLITE_OK)
      power_fail (self->run, "a transaction failed: %s", sqlite3_errmsg (self->db));
  book_close (self);
}

static gboolean
rekey (PowerRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = unlock (POWER_LOGIN, &error);
  gboolean told = vault != NULL && amp_vault_rekey (vault, NULL, NULL, &error);

  if (!told && !sim_disk_is_off (run->disk))
    power_fail (run, "no rekey with the power on: %s", error->message);
  return told;
}

/* The process or the power went; so it may go while the next one finishes the work. */
static void
go_down (PowerRun *run)
{
  guint again = sim_random_below (&run->random, 4);

  for (guint i = 0; i <= again; i++)
    {
      if (sim_random_percent (&run->random, 25))
        sim_disk_kill (run->disk);
      else
        power_cut (run);
      if (i == again)
        break;
      sim_disk_set_cut (run->disk, (gint) power_some (run, 24) - 1);
      amp_vault_free (unlock (i % 2 == 0 ? POWER_LOGIN : COLLEAGUE, NULL));
    }
}

static void
begin (Office *self, PowerRun *run)
{
  g_autoptr (AmpSecret) passphrase = power_passphrase ();
  g_autoptr (AmpVault) vault = NULL;

  book_begin (&self->book, run);
  vault = unlock (POWER_LOGIN, NULL);
  if (vault == NULL || !amp_vault_add_user (vault, COLLEAGUE, AMP_ROLE_CASEWORKER, passphrase,
                                            &amp_kdf_cheap, NULL, NULL))
    power_fail (run, "no second user");
  else if (sim_random_percent (&run->random, 50))
    self->sheets = amp_vault_make_recovery (vault, NULL);
}

void
scenario_rekey (PowerRun *run)
{
  Office office = {.sheets = NULL};
  guint tries = power_some (run, 3);

  begin (&office, run);
  sim_disk_set_spares (run->disk, sim_random_percent (&run->random, 50));
  for (guint i = 0; i < tries && !power_failed (run); i++)
    {
      gboolean told;

      if (sim_random_percent (&run->random, 40))
        some_transactions (&office.book);
      read_ids (run, &office.ids);
      sim_disk_set_cut (run->disk, (gint) power_some (run, 96) - 1);
      told = rekey (run);
      go_down (run);
      check (&office, told);
    }
  sim_disk_set_cut (run->disk, -1);
  if (!power_failed (run))
    {
      read_ids (run, &office.ids);
      check (&office, rekey (run));
    }
  g_clear_pointer (&office.sheets, g_ptr_array_unref);
}
