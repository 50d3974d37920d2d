/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli backup and restore: all of the vault in one sealed file, and back. */
#include "cli/cli.h"

#include "domain/safekeeping.h"

static int
run_backup (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);

  return session != NULL &&
             amp_session_backup (session, cli_call_argument (call, 1), cli_progress (), NULL, error)
           ? CLI_DONE
           : CLI_FAILED;
}

const CliCommand cli_backup = {
  "backup",
  {"VAULT", "FILE"},
  NULL,
  N_ ("Writes all of the vault to one sealed file."),
  N_ (
    "It opens with the passphrases of today. Keep it on another disk, in another place. A file "
    "of that name is replaced once the new one is whole. \"amparo-cli verify\" takes it as well."),
  run_backup,
};

static int
run_restore (CliCall *call, GError **error)
{
  g_autoptr (AmpSecret) secret =
    cli_passphrase_read (call, "passphrase-fd", _ ("Passphrase"), error);
  g_autoptr (AmpSession) session = NULL;

  if (secret == NULL)
    return CLI_FAILED;
  session = amp_session_restore (cli_call_argument (call, 0), cli_call_argument (call, 1),
                                 cli_call_get (call, "user"), secret, cli_progress (), NULL, error);
  return session != NULL ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_restore = {
  "restore",
  {"FILE", "VAULT"},
  NULL,
  N_ ("Makes a new vault of a backup."),
  N_ (
    "The folder VAULT must not exist yet, or be empty. It opens with the passphrases that were in "
    "use when the backup was made. All of the file is checked before the folder gets its name."),
  run_restore,
};
