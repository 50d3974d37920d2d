/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli case: asking for a case of a colleague, and passing one on. */
#include "cli/cli.h"

#include "domain/access.h"
#include "domain/transfer.h"

/* The reason, once the session is open. */
static char *
read_reason (AmpSession *session, GError **error)
{
  g_autofree char *why = session != NULL ? cli_read_text (error) : NULL;

  if (why == NULL || *why != '\0')
    return g_steal_pointer (&why);
  g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                       _ ("It needs a reason, on standard input."));
  return NULL;
}

/* As at the window: one's own case is not asked for. */
static int
run_ask (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *why = read_reason (session, error);
  gint64 case_id = why != NULL ? cli_find_case (session, cli_call_argument (call, 1), error) : 0;
  AmpAccess access;

  if (case_id == 0 || !amp_access_to_case (session, case_id, &access, error))
    return CLI_FAILED;
  if (access == AMP_ACCESS_FULL)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("You may open this case already: there is nothing to ask for."));
      return CLI_FAILED;
    }
  return amp_access_ask_for (session, case_id, why, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_case_ask = {
  "case ask",
  {"VAULT", "NUMBER"},
  NULL,
  N_ ("Asks for a case of a colleague; a supervisor decides."),
  N_ ("The reason is read from standard input. \"search\" tells whether there is such a case, "
      "\"approvals list\" what became of the request."),
  run_ask,
};

/* --- Passing on --- */

static gint64
find_colleague (AmpSession *session, const char *name, GError **error)
{
  g_autoptr (GPtrArray) people = amp_transfer_people (session, NULL, error);

  for (guint i = 0; people != NULL && i < people->len; i++)
    if (g_strcmp0 (((const AmpTransferPerson *) people->pdata[i])->name, name) == 0)
      return ((const AmpTransferPerson *) people->pdata[i])->user;
  if (people != NULL)
    g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s names nobody who can have cases."),
                 "to");
  return 0;
}

static int
run_pass_on (CliCall *call, GError **error)
{
  const char *name = cli_call_need (call, "to", error);
  g_autoptr (AmpSession) session = name != NULL ? cli_open_store (call, error) : NULL;
  g_autofree char *why = read_reason (session, error);
  gint64 to = why != NULL ? find_colleague (session, name, error) : 0;
  gint64 case_id = to != 0 ? cli_find_case (session, cli_call_argument (call, 1), error) : 0;
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n;

  if (case_id == 0)
    return CLI_FAILED;
  g_array_append_val (cases, case_id);
  return (amp_session_is_supervisor (session)
            ? amp_transfer_cases (
                session, cases, to, why,
                _ ("This case was passed on to you: read it and speak with the person"), &n, error)
            : amp_transfer_ask (session, case_id, to, why, error))
           ? CLI_DONE
           : CLI_FAILED;
}

static const CliOption pass_on_options[] = {
  {"to", "NAME", N_ ("who answers for it from today on"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_case_pass_on = {
  "case pass-on",
  {"VAULT", "NUMBER"},
  pass_on_options,
  N_ ("Passes a case on to a colleague."),
  N_ (
    "A supervisor does it; whoever answers for the case asks for it, and a supervisor decides. The "
    "reason is read from standard input."),
  run_pass_on,
};
