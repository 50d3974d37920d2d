/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli verify: every page, every constraint, both halves of every record, the log. */
#include "cli/cli.h"

static int
run (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GError) finding = NULL;

  if (session == NULL)
    return CLI_FAILED;
  if (amp_store_verify (amp_session_get_store (session), cli_progress (), NULL, &finding))
    return cli_print (_ ("The vault is whole: every page, every record and the log.\n"), error)
             ? CLI_DONE
             : CLI_FAILED;
  /* Intact bytes, but records that do not fit together: nothing is tampered with or lost. */
  if (g_error_matches (finding, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID))
    {
      g_autofree char *text = g_strdup_printf ("%s\n", finding->message);

      return cli_print (text, error) ? CLI_FINDINGS : CLI_FAILED;
    }
  g_propagate_error (error, g_steal_pointer (&finding));
  return CLI_FAILED;
}

const CliCommand cli_verify = {
  "verify", {"VAULT"}, NULL, N_ ("Checks the whole vault: every page, every record and the log."),
  NULL,     run,
};
