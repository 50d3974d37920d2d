/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli approvals: what waits for a second person. */
#include "cli/cli.h"

#include "domain/approvals.h"
#include "domain/csv.h"

static void
append (GString *out, const AmpApproval *approval)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, approval->id);
  const char *const cells[] = {
    id,
    approval->kind,
    approval->number,
    approval->requested_by_name,
    approval->requested_at,
    approval->decision,
    approval->decided_by_name,
    approval->decided_at,
    approval->may_decide ? "1" : "0",
  };

  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

static int
run_list (CliCall *call, GError **error)
{
  static const char *const header[] = {"id",         "kind",       "number",
                                       "asked_by",   "asked_at",   "decision",
                                       "decided_by", "decided_at", "may_decide"};
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) list = NULL;

  if (session == NULL)
    return CLI_FAILED;
  list = amp_approvals_list (
    session, amp_session_is_supervisor (session) ? AMP_APPROVALS_ALL : AMP_APPROVALS_OWN, error);
  if (list == NULL)
    return CLI_FAILED;
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < list->len; i++)
    append (out, list->pdata[i]);
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_approvals_list = {
  "approvals list",
  {"VAULT"},
  NULL,
  N_ ("Lists what was asked for and what became of it as CSV, newest first."),
  N_ ("A supervisor sees all of the office, others what they asked for themselves."),
  run_list,
};

static int
run_decide (CliCall *call, GError **error)
{
  gboolean approve = cli_call_get (call, "approve") != NULL;
  gboolean reject = cli_call_get (call, "reject") != NULL;
  g_autoptr (AmpSession) session = NULL;
  g_autofree char *comment = NULL;
  gint64 id;

  if (approve == reject)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("Say either --approve or --reject."));
      return CLI_FAILED;
    }
  id = cli_read_id (call, 1, "approvals list", error);
  session = id != 0 ? cli_open_store (call, error) : NULL;
  comment = session != NULL ? cli_read_text (error) : NULL;
  if (comment == NULL)
    return CLI_FAILED;
  return amp_approvals_decide (session, id, approve, comment, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption decide_options[] = {
  {"approve", NULL, N_ ("do what was asked for"), FALSE},
  {"reject", NULL, N_ ("do not; needs a comment"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_approvals_decide = {
  "approvals decide",
  {"VAULT", "ID"},
  decide_options,
  N_ ("Answers a request of another person; supervisors only, never one's own."),
  N_ ("The comment is read from standard input."),
  run_decide,
};
