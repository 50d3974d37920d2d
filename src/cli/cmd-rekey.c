/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli rekey: new keys for everything. */
#include "cli/cli.h"

#include "domain/safekeeping.h"

static int
run (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);

  if (session == NULL || !amp_session_rekey (session, cli_progress (), NULL, error))
    return CLI_FAILED;
  g_printerr ("%s\n", _ ("The vault has new keys. Recovery sheets of before open nothing any more, "
                         "and older backups are still sealed with the old keys: make new sheets "
                         "and a new backup, and destroy the old ones."));
  return CLI_DONE;
}

const CliCommand cli_rekey = {
  "rekey",
  {"VAULT"},
  NULL,
  N_ ("Seals everything again under new keys; only a supervisor may."),
  N_ ("For when somebody who had keys is not trusted any more: disable her first. Everybody else "
      "keeps her passphrase. It takes about as long as copying the vault; cut off, the vault is as "
      "it was, and the next rekey goes on."),
  run,
};
