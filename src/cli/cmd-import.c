/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli import: a spreadsheet into the vault, with everything that was found on the way. The
 * findings shown name row and column only; the values stand in the report file, on request. */
#include "cli/cli.h"

#include "domain/import.h"
#include "model/codelist.h"

static gboolean
read_options (const CliCall *call, AmpFileFormat *format, AmpImportOptions *options, GError **error)
{
  const char *name = cli_call_need (call, "format", error);

  if (name == NULL)
    return FALSE;
  if (!amp_file_format_from_code (name, format))
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "format",
                   "htcds-xlsx, htcds-csv, amparo-csv");
      return FALSE;
    }
  options->dry_run = cli_call_get (call, "dry-run") != NULL;
  options->all_or_nothing = cli_call_get (call, "all-or-nothing") != NULL;
  options->region = cli_call_get (call, "region");
  if (options->region != NULL &&
      amp_code_list_lookup (amp_code_list_find ("region"), options->region) == NULL)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("--region needs the code of a region, such as PE-TUM."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
print_summary (const AmpReport *report,
               const AmpImportResult *result,
               gboolean dry_run,
               GError **error)
{
  g_autofree char *text = g_strdup_printf (
    dry_run ? _ ("Rows: %u. Would come in: %u. Errors: %u, warnings: %u, notes: %u.\n")
            : _ ("Rows: %u. Came in: %u. Errors: %u, warnings: %u, notes: %u.\n"),
    result->rows, result->imported, amp_report_count (report, AMP_FINDING_ERROR),
    amp_report_count (report, AMP_FINDING_WARNING), amp_report_count (report, AMP_FINDING_NOTE));

  return cli_print (text, error);
}

static int
run (CliCall *call, GError **error)
{
  const char *report_path = cli_call_get (call, "report");
  AmpFileFormat format;
  AmpImportOptions options = {0};
  AmpImportResult result = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean done;

  if (!read_options (call, &format, &options, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  done = amp_import_file (session, cli_call_argument (call, 1), format, &options, report, &result,
                          cli_progress (), NULL, &failure);
  /* What was found is worth most where the import failed. */
  if (!cli_print_findings (report, error) ||
      (report_path != NULL && !cli_write_report (report, report_path, error)))
    return CLI_FAILED;
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return CLI_FAILED;
    }
  if (!print_summary (report, &result, options.dry_run, error))
    return CLI_FAILED;
  return options.dry_run && (amp_report_count (report, AMP_FINDING_ERROR) > 0 ||
                             amp_report_count (report, AMP_FINDING_WARNING) > 0)
           ? CLI_FINDINGS
           : CLI_DONE;
}

static const CliOption options_table[] = {
  {"format", "FORMAT", N_ ("htcds-xlsx, htcds-csv or amparo-csv"), FALSE},
  {"dry-run", NULL,
   N_ ("read and report, write nothing; exit status 1 where there are errors or warnings"), FALSE},
  {"all-or-nothing", NULL, N_ ("write nothing where any row has an error"), FALSE},
  {"region", "CODE", N_ ("region of the office for rows that name none, such as PE-TUM"), FALSE},
  {"report", "FILE",
   N_ ("write all findings with the values found to FILE, as CSV; it may hold names"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_import = {
  "import",
  {"VAULT", "FILE"},
  options_table,
  N_ ("Reads a spreadsheet into the vault."),
  N_ ("A row with an error does not come in and is named; the others do. Killed at any moment, "
      "either all of it is there or nothing."),
  run,
};
