/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli finding: what auditors found, tracked to closure. */
#include "cli/cli.h"

#include "domain/csv.h"
#include "domain/review.h"

static int
run_import (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *text = NULL;
  guint n = 0;

  if (session == NULL ||
      !amp_review_findings_import (session, cli_call_argument (call, 1), &n, error))
    return CLI_FAILED;
  text = g_strdup_printf (ngettext ("%u finding taken in.\n", "%u findings taken in.\n", n), n);
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_finding_import = {
  "finding import",
  {"VAULT", "FILE"},
  NULL,
  N_ ("Takes in the findings that an auditor signed; for the supervisor who made the pack."),
  NULL,
  run_import,
};

static int
run_list (CliCall *call, GError **error)
{
  static const char *const paths[] = {"id",   "pack",  "on",        "about",
                                      "code", "state", "closed_on", NULL};
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (AmpCursor) cursor = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  int more = -1;

  if (session == NULL || !amp_session_require_supervisor (session, error))
    return CLI_FAILED;
  amp_csv_append_row (out, paths, G_N_ELEMENTS (paths) - 1);
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("finding"), paths,
                             NULL, 0, "id", error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      const char *cells[G_N_ELEMENTS (paths) - 1];

      for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
        cells[i] = amp_cursor_text (cursor, i);
      amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
    }
  return more == 0 && cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_finding_list = {
  "finding list", {"VAULT"},
  NULL,           N_ ("Lists findings of audits as CSV, without their text; supervisors only."),
  NULL,           run_list,
};

/* --- One of them, to its end --- */

static int
run_show (CliCall *call, GError **error)
{
  gint64 id = cli_read_id (call, 1, "finding list", error);
  g_autoptr (AmpSession) session = id != 0 ? cli_open_store (call, error) : NULL;
  const AmpEntity *entity = amp_entity_find ("finding");
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (session == NULL || !amp_session_require_supervisor (session, error))
    return CLI_FAILED;
  record = amp_store_load (amp_session_get_store (session), entity, id, error);
  if (record == NULL)
    return CLI_FAILED;
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const char *const cells[] = {entity->fields[i].name,
                                   amp_record_get (record, entity->fields[i].name)};

      amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
    }
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_finding_show = {
  "finding show", {"VAULT", "ID"},
  NULL,           N_ ("Shows a finding of an audit, with its text; supervisors only."),
  NULL,           run_show,
};

static int
run_close (CliCall *call, GError **error)
{
  gint64 id = cli_read_id (call, 1, "finding list", error);
  g_autoptr (AmpSession) session = id != 0 ? cli_open_store (call, error) : NULL;
  g_autofree char *answer = session != NULL ? cli_read_text (error) : NULL;

  return answer != NULL && amp_review_finding_close (
                             session, id, cli_call_get (call, "not-shared") == NULL, answer, error)
           ? CLI_DONE
           : CLI_FAILED;
}

static const CliOption close_options[] = {
  {"not-shared", NULL, N_ ("nothing is done about it; standard input says why"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_finding_close = {
  "finding close",
  {"VAULT", "ID"},
  close_options,
  N_ ("Brings a finding of an audit to its end; supervisors only."),
  N_ ("What was done about it comes from standard input, and stands with the finding."),
  run_close,
};
