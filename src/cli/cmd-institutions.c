/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli institutions: the directory as a table, to complete it in a spreadsheet or to share it
 * between offices. */
#include "cli/cli.h"

#include "domain/directory.h"

#include <string.h>

static int
run_import (CliCall *call, GError **error)
{
  const char *report_path = cli_call_get (call, "report");
  gboolean dry_run = cli_call_get (call, "dry-run") != NULL;
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GError) failure = NULL;
  g_autofree char *summary = NULL;
  AmpDirectoryImport result;
  gboolean done;

  if (session == NULL)
    return CLI_FAILED;
  done =
    amp_directory_import (session, cli_call_argument (call, 1), dry_run, report, &result, &failure);
  if (!cli_print_findings (report, error) ||
      (report_path != NULL && !cli_write_report (report, report_path, error)))
    return CLI_FAILED;
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return CLI_FAILED;
    }
  summary =
    g_strdup_printf (dry_run ? _ ("Rows: %u. Would be added: %u, changed: %u; unchanged: %u.\n")
                             : _ ("Rows: %u. Added: %u, changed: %u; unchanged: %u.\n"),
                     result.rows, result.added, result.changed, result.unchanged);
  if (!cli_print (summary, error))
    return CLI_FAILED;
  return dry_run && amp_report_length (report) > 0 ? CLI_FINDINGS : CLI_DONE;
}

static const CliOption import_options[] = {
  {"dry-run", NULL, N_ ("read and report, write nothing; exit status 1 where there are findings"),
   FALSE},
  {"report", "FILE", N_ ("write all findings with the values found to FILE, as CSV"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_directory_in = {
  "institutions import",
  {"VAULT", "FILE"},
  import_options,
  N_ ("Reads institutions from a table into the directory."),
  N_ ("A row whose code is in the directory changes that entry, others are added. An empty cell "
      "leaves what is recorded. What cannot be read is named."),
  run_import,
};

static int
run_export (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *csv = session != NULL ? amp_directory_to_csv (session, NULL, error) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (csv == NULL)
    return CLI_FAILED;
  bytes = g_bytes_new (csv, strlen (csv));
  return cli_write (cli_call_argument (call, 1), bytes, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_directory_out = {
  "institutions export",
  {"VAULT", "FILE"},
  NULL,
  N_ ("Writes the directory of institutions to a table."),
  N_ ("FILE is CSV; \"-\" writes to standard output."),
  run_export,
};
