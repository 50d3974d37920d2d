/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli create: a new, empty vault with its first supervisor. */
#include "cli/cli.h"

#include "domain/directory.h"
#include "domain/external-figures.h"

static int
run (CliCall *call, GError **error)
{
  const char *login = cli_call_need (call, "user", error);
  const AmpKdf *kdf = cli_kdf (call, error);
  g_autoptr (AmpSecret) secret = NULL;
  g_autoptr (AmpSession) session = NULL;

  if (login == NULL || kdf == NULL)
    return CLI_FAILED;
  secret = cli_passphrase_choose (call, "passphrase-fd", login, _ ("New passphrase"), error);
  if (secret == NULL)
    return CLI_FAILED;
  session = amp_session_create (cli_call_argument (call, 0), login, secret, kdf, error);
  return session != NULL && amp_directory_seed (session, NULL, error) &&
             amp_external_figures_seed (session, NULL, error)
           ? CLI_DONE
           : CLI_FAILED;
}

static const CliOption options[] = {
  CLI_OPTION_KDF,
  CLI_OPTION_END,
};

const CliCommand cli_create = {
  "create",
  {"VAULT"},
  options,
  N_ ("Makes a new vault; NAME becomes its first supervisor."),
  N_ (
    "The folder VAULT must not exist yet, or be empty. Nobody can open the vault without the "
    "passphrase: there is no way around it. It begins with a directory of public institutions, to "
    "be verified locally."),
  run,
};
