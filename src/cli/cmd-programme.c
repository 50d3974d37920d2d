/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli programme: prevention, training, regional plans, forums and external figures as
 * tables. */
#include "cli/cli.h"

#include "domain/external-figures.h"
#include "domain/list-csv.h"
#include "model/codelist.h"

#include <string.h>

static const AmpList *
read_list (const CliCall *call, GError **error)
{
  const AmpList *list = amp_list_find (cli_call_argument (call, 1));
  g_autoptr (GString) names = g_string_new (NULL);

  if (list != NULL)
    return list;
  for (const AmpList *const *other = amp_lists (); *other != NULL; other++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", (*other)->name);
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("LIST is one of: %s."), names->str);
  return NULL;
}

/* --- In --- */

static gboolean
print_summary (const AmpListImport *result, gboolean dry_run, GError **error)
{
  g_autofree char *summary =
    g_strdup_printf (dry_run ? _ ("Rows: %u. Would be added: %u, changed: %u; unchanged: %u.\n")
                             : _ ("Rows: %u. Added: %u, changed: %u; unchanged: %u.\n"),
                     result->rows, result->added, result->changed, result->unchanged);

  return cli_print (summary, error);
}

static int
run_import (CliCall *call, GError **error)
{
  const AmpList *list = read_list (call, error);
  const char *report_path = cli_call_get (call, "report");
  gboolean dry_run = cli_call_get (call, "dry-run") != NULL;
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (AmpSession) session = list != NULL ? cli_open_store (call, error) : NULL;
  g_autoptr (GError) failure = NULL;
  AmpListImport result;
  gboolean done;

  if (session == NULL)
    return CLI_FAILED;
  done = amp_list_import (session, list, cli_call_argument (call, 2), dry_run, report, &result,
                          cli_progress (), NULL, &failure);
  if (!cli_print_findings (report, error) ||
      (report_path != NULL && !cli_write_report (report, report_path, error)))
    return CLI_FAILED;
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return CLI_FAILED;
    }
  if (!print_summary (&result, dry_run, error))
    return CLI_FAILED;
  return dry_run && amp_report_length (report) > 0 ? CLI_FINDINGS : CLI_DONE;
}

static const CliOption import_options[] = {
  {"dry-run", NULL, N_ ("read and report, write nothing; exit status 1 where there are findings"),
   FALSE},
  {"report", "FILE", N_ ("write all findings with the values found to FILE, as CSV"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_programme_in = {
  "programme import",
  {"VAULT", "LIST", "FILE"},
  import_options,
  N_ ("Reads a table into one of the programme's lists."),
  N_ ("LIST: activities, trainings, attendance, plans, goals, actions, progress, forums, "
      "commitments, updates or figures. A row changes the record of its code or of its ref, others "
      "are added. An empty cell leaves what is recorded. What cannot be read is named."),
  run_import,
};

/* --- Out --- */

typedef struct
{
  char from[11], to[11];
  AmpListFilter filter;
} Wish;

static gboolean
read_wish (const CliCall *call, Wish *wish, GError **error)
{
  const char *region = cli_call_get (call, "region");

  memset (wish, 0, sizeof *wish);
  if (!cli_read_day (call, "from", FALSE, wish->from, error) ||
      !cli_read_day (call, "to", TRUE, wish->to, error))
    return FALSE;
  if (region != NULL && amp_code_list_lookup (amp_code_list_find ("region"), region) == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s needs a region such as PE-TUM."),
                   "region");
      return FALSE;
    }
  wish->filter.from = *wish->from != '\0' ? wish->from : NULL;
  wish->filter.to = *wish->to != '\0' ? wish->to : NULL;
  wish->filter.region = region;
  return TRUE;
}

static int
write_list (CliCall *call, const char *path, GError **error)
{
  const AmpList *list = read_list (call, error);
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *csv = NULL;
  Wish wish;

  if (list == NULL || !read_wish (call, &wish, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  csv = session != NULL ? amp_list_to_csv (session, list, &wish.filter, NULL, NULL, error) : NULL;
  if (csv == NULL)
    return CLI_FAILED;
  bytes = g_bytes_new (csv, strlen (csv));
  return cli_write (path, bytes, error) ? CLI_DONE : CLI_FAILED;
}

static int
run_export (CliCall *call, GError **error)
{
  return write_list (call, cli_call_argument (call, 2), error);
}

static int
run_list (CliCall *call, GError **error)
{
  return write_list (call, "-", error);
}

static const CliOption filter_options[] = {
  {"from", "DAY", N_ ("only what took place on that day or later"), FALSE},
  {"to", "DAY", N_ ("only what took place on that day or before"), FALSE},
  {"region", "CODE", N_ ("only of that region, e.g. PE-TUM"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_programme_out = {
  "programme export",
  {"VAULT", "LIST", "FILE"},
  filter_options,
  N_ ("Writes one of the programme's lists to a table."),
  N_ ("LIST: activities, trainings, attendance, plans, goals, actions, progress, forums, "
      "commitments, updates or figures. FILE is CSV; \"-\" writes to standard output."),
  run_export,
};

const CliCommand cli_programme_list = {
  "programme list",
  {"VAULT", "LIST"},
  filter_options,
  N_ ("Prints one of the programme's lists, as CSV."),
  N_ ("LIST: activities, trainings, attendance, plans, goals, actions, progress, forums, "
      "commitments, updates or figures. The audit log records it as an export."),
  run_list,
};

/* --- What comes with the program --- */

static int
run_seed (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *text = NULL;
  guint n = 0;

  if (session == NULL || !amp_external_figures_seed (session, &n, error))
    return CLI_FAILED;
  text = g_strdup_printf (ngettext ("%u figure was added.\n", "%u figures were added.\n", n), n);
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_programme_seed = {
  "programme seed",
  {"VAULT"},
  NULL,
  N_ ("Adds the published figures that come with the program."),
  N_ (
    "Each with its source; those whose code is recorded already stay as they are. A new vault has "
    "them from the beginning."),
  run_seed,
};
