/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli close and reopen: the end of an assistance, and its beginning again. */
#include "cli/cli.h"

#include "domain/closure.h"
#include "domain/csv.h"

/* What is open goes to stdout; one explanation stands for all of it. */
static gboolean
explain (GPtrArray *items, const char *explanation, GError **error)
{
  static const char *const header[] = {"kind", "id", "date", "code"};
  g_autoptr (GString) out = g_string_new (NULL);

  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < items->len; i++)
    {
      AmpOpenItem *item = items->pdata[i];
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, item->object_id);
      const char *const cells[] = {item->kind, id, item->date, item->code};

      amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
      if (*explanation != '\0')
        {
          g_free (item->explanation);
          item->explanation = g_strdup (explanation);
        }
    }
  return cli_print (out->str, error);
}

static gboolean
set_option (
  const CliCall *call, AmpRecord *closure, const char *option, const char *field, GError **error)
{
  const char *value = cli_call_get (call, option);

  return value == NULL || amp_record_set (closure, field, value, error);
}

static AmpRecord *
read_closure (const CliCall *call, AmpSession *session, gint64 case_id, GError **error)
{
  g_autoptr (AmpRecord) closure = amp_closure_prepare (session, case_id, error);

  return closure != NULL && set_option (call, closure, "reason", "reason", error) &&
             set_option (call, closure, "on", "on", error) &&
             amp_closure_propose (session, closure, error) &&
             set_option (call, closure, "until", "retention_until", error)
           ? g_steal_pointer (&closure)
           : NULL;
}

static int
run_close (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpRecord) closure = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *explanation = NULL;
  gint64 case_id;

  if (cli_call_need (call, "reason", error) == NULL)
    return CLI_FAILED;
  session = cli_open_store (call, error);
  explanation = session != NULL ? cli_read_text (error) : NULL;
  case_id = explanation != NULL ? cli_find_case (session, cli_call_argument (call, 1), error) : 0;
  closure = case_id != 0 ? read_closure (call, session, case_id, error) : NULL;
  if (closure == NULL)
    return CLI_FAILED;
  items = amp_closure_open_items (session, case_id, closure, error);
  if (items == NULL || !explain (items, explanation, error))
    return CLI_FAILED;
  return amp_closure_request (session, closure, items, NULL, NULL, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption close_options[] = {
  {"reason", "CODE", N_ ("why, a code such as goals_met or lost_contact"), FALSE},
  {"on", "DATE", N_ ("the day; today unless said"), FALSE},
  {"until", "DATE", N_ ("how long it is kept; as the rule says unless said"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_close = {
  "close",
  {"VAULT", "NUMBER"},
  close_options,
  N_ ("Asks for the closure of a case; another person approves it."),
  N_ ("Prints as CSV what is still open in it. Why that may stay so is read from standard input; "
      "without it a case with something open is not closed."),
  run_close,
};

static int
run_reopen (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *why = session != NULL ? cli_read_text (error) : NULL;
  gint64 case_id = why != NULL ? cli_find_case (session, cli_call_argument (call, 1), error) : 0;

  return case_id != 0 && amp_closure_reopen (session, case_id, why, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_reopen = {
  "reopen",
  {"VAULT", "NUMBER"},
  NULL,
  N_ ("Opens a closed case again."),
  N_ ("The reason is read from standard input and kept as a note of the case."),
  run_reopen,
};
