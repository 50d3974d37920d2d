/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli export: records out of the vault, in plain text, on purpose. */
#include "cli/cli.h"

#include "domain/export.h"

static int
run (CliCall *call, GError **error)
{
  const char *name = cli_call_need (call, "format", error);
  const char *path = name != NULL ? cli_call_need (call, "output", error) : NULL;
  AmpFileFormat format;
  g_autoptr (AmpSession) session = NULL;

  if (path == NULL)
    return CLI_FAILED;
  if (!amp_file_format_from_code (name, &format))
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "format",
                   "htcds-xlsx, htcds-csv, amparo-csv");
      return CLI_FAILED;
    }
  session = cli_open_store (call, error);
  if (session == NULL || !amp_export_file (session, path, format, cli_progress (), NULL, error))
    return CLI_FAILED;
  g_printerr ("%s\n", _ ("The file holds names and stories in plain text. Keep it where only those "
                         "who need it can read it, and delete it afterwards."));
  return CLI_DONE;
}

static const CliOption options[] = {
  {"format", "FORMAT", N_ ("htcds-xlsx, htcds-csv or amparo-csv"), FALSE},
  {"output", "FILE", N_ ("the file to write; it appears whole or not at all"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_export = {
  "export", {"VAULT"}, options, N_ ("Writes all records to a file; only a supervisor may."),
  NULL,     run,
};
