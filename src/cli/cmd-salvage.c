/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli salvage: what can be read of a damaged vault, into a new one. */
#include "cli/cli.h"

#include "domain/damage.h"

static int
run (CliCall *call, GError **error)
{
  const char *folder = cli_call_argument (call, 0);
  g_autoptr (AmpSecret) secret = cli_vault_passphrase (call, folder, error);
  g_autoptr (AmpDamageReport) report = NULL;
  g_autofree char *csv = NULL;

  if (secret == NULL)
    return CLI_FAILED;
  report = amp_damage_report_make (folder, cli_call_argument (call, 1), cli_call_get (call, "user"),
                                   secret, cli_progress (), NULL, error);
  if (report == NULL)
    return CLI_FAILED;
  csv = amp_damage_report_to_csv (report);
  if (!cli_print (csv, error))
    return CLI_FAILED;
  if (!amp_damage_report_has_losses (report))
    {
      g_printerr ("%s\n", _ ("Everything could be read. The new vault holds all of it."));
      return CLI_DONE;
    }
  g_printerr ("%s\n",
              _ ("The new vault holds all that could be read. The list says what is lost. Keep "
                 "the damaged vault, and look for what is missing in your last backup."));
  return CLI_FINDINGS;
}

const CliCommand cli_salvage = {
  "salvage",
  {"VAULT", "NEW"},
  NULL,
  N_ ("Writes what can be read of a damaged vault to a new one, and lists what is lost."),
  N_ (
    "The damaged vault is not changed. The new one has the same users and passphrases. The list is "
    "CSV and names nobody: damaged pages, rows kept and lost of each table, rows that refer to "
    "lost "
    "ones (orphans), and gaps in the log."),
  run,
};
