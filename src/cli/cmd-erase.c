/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli erase: ends a vault for ever, where a backup of it is in safety. */
#include "cli/cli.h"

#include "domain/safekeeping.h"

static gboolean
tell_backup (gint64 when, GError **error)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (when);
  g_autofree char *made =
    time == NULL ? g_strdup ("?") : g_date_time_format (time, "%Y-%m-%d %H:%M");
  g_autofree char *line =
    g_strdup_printf (_ ("The backup of %s is whole, and holds everything.\n"), made);

  return cli_print (line, error);
}

static int
run (CliCall *call, GError **error)
{
  const char *backup = cli_call_need (call, "backup", error);
  g_autoptr (AmpSecret) passphrase = NULL;
  g_autoptr (AmpSession) session = NULL;
  gint64 when = 0;

  if (backup == NULL)
    return CLI_FAILED;
  session = cli_open (call, &passphrase, error);
  if (session == NULL ||
      !amp_session_check_backup (session, backup, passphrase, &when, cli_progress (), NULL,
                                 error) ||
      !tell_backup (when, error))
    return CLI_FAILED;
  if (cli_call_get (call, "yes") == NULL)
    return cli_print (
             _ ("With --yes the keys of this vault would be erased now. Nobody could ever open it "
                "again, on this computer or from a copy of the folder made later; only the backup "
                "would. Nothing was changed.\n"),
             error)
             ? CLI_FINDINGS
             : CLI_FAILED;
  if (!amp_session_erase (session, error))
    return CLI_FAILED;
  return cli_print (
           _ ("The keys are erased. Nobody can open this vault any more. Keep the backup.\n"),
           error)
           ? CLI_DONE
           : CLI_FAILED;
}

static const CliOption options[] = {
  {"backup", "FILE", N_ ("a backup of this vault that nothing was changed after"), FALSE},
  {"yes", NULL, N_ ("do it; without it, only say what would happen"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_erase = {
  "erase",
  {"VAULT"},
  options,
  N_ ("Makes the vault unreadable for ever, where a backup of it is whole."),
  N_ ("The keys are overwritten; without them the rest is noise. Older copies of the folder still "
      "open."),
  run,
};
