/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Power cuts while a backup is written, in place of an older one, and while one is restored: the
 * file is the old one or the new one, the restored folder is whole or not there. */
#include "book.h"
#include "scenarios.h"

#define FILE_PATH SIM_ROOT "/backup"
#define RESTORED SIM_ROOT "/restored"

/* What the backup may hold. */
typedef struct
{
  BookPair pairs[2];
  guint n;
} Contents;

static void
some_transactions (Book *self)
{
  for (guint n = power_some (self->run, 4); n > 0; n--)
    if (book_transaction (self, 1 + sim_random_below (&self->run->random, 3)) != SQLITE_OK)
      power_fail (self->run, "a transaction failed: %s", sqlite3_errmsg (self->db));
}

/* Now and then there is an older backup, and now and then the power goes. */
static void
write_backups (Book *self, Contents *contents)
{
  PowerRun *run = self->run;
  g_autoptr (GError) error = NULL;

  if (sim_random_percent (&run->random, 50))
    {
      if (!amp_vault_backup (self->vault, FILE_PATH, NULL, NULL, &error))
        power_fail (run, "no backup with the power on: %s", error->message);
      contents->pairs[contents->n++] = self->here;
      some_transactions (self);
    }
  if (sim_random_percent (&run->random, 80))
    sim_disk_set_cut (run->disk, (gint) power_some (run, 16) - 1);
  contents->pairs[contents->n++] = self->here;
  if (amp_vault_backup (self->vault, FILE_PATH, NULL, NULL, &error))
    {
      contents->pairs[0] = self->here;
      contents->n = 1;
    }
  else if (!sim_disk_is_off (run->disk))
    power_fail (run, "no backup with the power on: %s", error->message);
  else if (contents->n == 1)
    contents->n = 0; /* there need not be one */
}

static gboolean
restore (GError **error)
{
  g_autoptr (AmpSecret) passphrase = power_passphrase ();

  return amp_backup_restore (FILE_PATH, RESTORED, POWER_LOGIN, passphrase, NULL, NULL, error);
}

/* The restored vault is one that was backed up; and it takes another transaction. */
static void
check_restored (PowerRun *run, const Contents *contents)
{
  Book restored = {.run = run, .folder = RESTORED};
  g_autoptr (GError) error = NULL;

  restored.sure = contents->pairs[0];
  if (contents->n == 2)
    restored.maybe[restored.n_maybe++] = contents->pairs[1];
  if (!book_open (&restored, &error))
    {
      power_fail (run, "the restored vault does not open: %s", error->message);
      return;
    }
  book_check (&restored);
  if (book_transaction (&restored, BOOK_BOTH) != SQLITE_OK)
    power_fail (run, "the restored vault takes nothing: %s", sqlite3_errmsg (restored.db));
  book_close (&restored);
}

/* Cut off as often as the seed wants; told: the call was acknowledged. */
static void
restore_with_cuts (PowerRun *run, const Contents *contents)
{
  g_autoptr (GError) error = NULL;
  gboolean told = FALSE;

  for (guint depth = 0; depth < 3 && !told; depth++)
    {
      if (sim_random_percent (&run->random, 80))
        sim_disk_set_cut (run->disk, (gint) power_some (run, 32) - 1);
      told = restore (&error);
      if (!told && !sim_disk_is_off (run->disk))
        power_fail (run, "no restoring with the power on: %s", error->message);
      g_clear_error (&error);
      power_cut (run);
      if (told || sim_disk_has (run->disk, RESTORED))
        break;
    }
  if (!sim_disk_has (run->disk, RESTORED))
    {
      if (told)
        power_fail (run, "a restored vault is not there");
      else if (!restore (&error))
        power_fail (run, "cannot be restored: %s", error->message);
    }
  if (!power_failed (run))
    check_restored (run, contents);
}

void
scenario_backup (PowerRun *run)
{
  Contents contents = {.n = 0};
  Book book;

  book_begin (&book, run);
  if (!book_open (&book, NULL))
    {
      power_fail (run, "does not open");
      return;
    }
  some_transactions (&book);
  write_backups (&book, &contents);
  book_close (&book);
  power_cut (run);
  book_check_closed (&book);
  if (power_failed (run))
    return;
  if (contents.n > 0 && !sim_disk_has (run->disk, FILE_PATH))
    power_fail (run, "a backup is not there any more");
  if (!sim_disk_has (run->disk, FILE_PATH))
    return;
  if (contents.n == 0)
    {
      contents.pairs[0] = book.sure;
      contents.n = 1;
    }
  restore_with_cuts (run, &contents);
}
