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
