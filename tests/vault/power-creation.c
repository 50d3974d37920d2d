/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Power cuts while a vault is made: there is none, or a whole one. */
#include "scenarios.h"

#include <sqlite3.h>

void
scenario_creation (PowerRun *run)
{
  g_autoptr (AmpSecret) passphrase = power_passphrase ();
  g_autoptr (GError) error = NULL;
  gboolean told;
  AmpVault *vault;

  power_take_disk (run, sim_disk_new ());
  sim_disk_set_cut (run->disk, (gint) power_some (run, 64) - 1);
  vault = amp_vault_create (POWER_FOLDER, POWER_LOGIN, passphrase, &amp_kdf_cheap, &error);
  told = vault != NULL;
  if (!told && !sim_disk_is_off (run->disk))
    power_fail (run, "with the power on: %s", error->message);
  amp_vault_free (vault);
  power_cut (run);
  g_clear_error (&error);
  if (!sim_disk_has (run->disk, POWER_FOLDER))
    {
      if (told)
        power_fail (run, "a vault that was made is not there");
      vault = amp_vault_create (POWER_FOLDER, POWER_LOGIN, passphrase, &amp_kdf_cheap, &error);
    }
  else
    vault = amp_vault_unlock (POWER_FOLDER, POWER_LOGIN, passphrase, &error);
  if (vault == NULL)
    {
      power_fail (run, "no vault, and none can be made: %s", error->message);
      return;
    }

  sqlite3 *db = amp_vault_connect (vault, &error);

  if (db == NULL || !amp_vault_verify_pages (vault, db, NULL, NULL, &error))
    power_fail (run, "not whole: %s", error->message);
  sqlite3_close (db);
  amp_vault_free (vault);
}
