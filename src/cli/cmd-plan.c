/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli plan, forum, commitments: regional plans and what institutions promised. */
#include "cli/cli.h"

#include "domain/commitments.h"
#include "domain/regional-plan.h"
#include "model/codelist.h"

/* A code that is not there is told with what tells the codes. */
static gint64
find (AmpSession *session,
      const char *code,
      gint64 (*by_code) (AmpSession *, const char *, GError **),
      GError **error)
{
  GError *local = NULL;
  gint64 id = by_code (session, code, &local);

  if (g_error_matches (local, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND))
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("The vault has nothing of code \"%s\"."),
                   code);
      g_clear_error (&local);
    }
  else if (local != NULL)
    g_propagate_error (error, local);
  return id;
}

/* A whole day; NULL: the clock's. */
static gboolean
read_today (const CliCall *call, char day[11], const char **today, GError **error)
{
  *today = NULL;
  if (cli_call_get (call, "today") == NULL)
    return TRUE;
  if (!cli_read_day (call, "today", FALSE, day, error))
    return FALSE;
  *today = day;
  return TRUE;
}

static int
write_out (const char *path, GBytes *bytes, GError **error)
{
  return bytes != NULL && cli_write (path != NULL ? path : "-", bytes, error) ? CLI_DONE
                                                                              : CLI_FAILED;
}

static const CliOption output_options[] = {
  {"output", "FILE", N_ ("write it to FILE; standard output if not given"), FALSE},
  {"today", "DAY", N_ ("what is overdue on that day; today if not given"), FALSE},
  CLI_OPTION_END,
};

/* --- Regional plans --- */

static int
run_show (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char day[11];
  const char *today;
  gint64 id;

  if (!read_today (call, day, &today, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  id = session != NULL ? find (session, cli_call_argument (call, 1), amp_regional_plan_find, error)
                       : 0;
  if (id == 0)
    return CLI_FAILED;
  bytes = amp_regional_plan_to_csv (session, id, today, error);
  return write_out (cli_call_get (call, "output"), bytes, error);
}

const CliCommand cli_plan_show = {
  "plan show",    {"VAULT", "CODE"},
  output_options, N_ ("Writes a regional plan as CSV: its goals, its actions and how far each is."),
  NULL,           run_show,
};

static int
run_status (CliCall *call, GError **error)
{
  const char *output = cli_call_need (call, "output", error);
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char day[11];
  const char *today;
  gint64 id;

  if (output == NULL || !read_today (call, day, &today, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  id = session != NULL ? find (session, cli_call_argument (call, 1), amp_regional_plan_find, error)
                       : 0;
  if (id == 0)
    return CLI_FAILED;
  bytes = amp_regional_plan_to_pdf (session, id, today, amp_code_language (), cli_translate, error);
  return write_out (output, bytes, error);
}

static const CliOption pdf_options[] = {
  {"output", "FILE", N_ ("write it to FILE as PDF, A4"), FALSE},
  {"today", "DAY", N_ ("what is overdue on that day; today if not given"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_plan_status = {
  "plan status",
  {"VAULT", "CODE"},
  pdf_options,
  N_ ("Writes the status sheet of a regional plan: one page for the regional commission."),
  NULL,
  run_status,
};

static int
run_compare (CliCall *call, GError **error)
{
  const char *output = cli_call_get (call, "output");
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char day[11];
  const char *today;
  gint64 first, second;

  if (!read_today (call, day, &today, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  first = session != NULL
            ? find (session, cli_call_argument (call, 1), amp_regional_plan_find, error)
            : 0;
  second =
    first != 0 ? find (session, cli_call_argument (call, 2), amp_regional_plan_find, error) : 0;
  if (second == 0)
    return CLI_FAILED;
  bytes = output != NULL ? amp_regional_plans_to_pdf (session, first, second, today,
                                                      amp_code_language (), cli_translate, error)
                         : amp_regional_plans_to_csv (session, first, second, today, error);
  return write_out (output, bytes, error);
}

static const CliOption compare_options[] = {
  {"output", "FILE", N_ ("write it to FILE as PDF, A4; without it a table on standard output"),
   FALSE},
  {"today", "DAY", N_ ("what is overdue on that day; today if not given"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_plan_compare = {
  "plan compare",
  {"VAULT", "CODE", "CODE"},
  compare_options,
  N_ ("Puts two regional plans side by side, axis by axis."),
  NULL,
  run_compare,
};

/* --- Forums --- */

typedef GBytes *(*ForumSheet) (
  AmpSession *, gint64, const char *, const char *, AmpTranslate, GError **);

static int
write_sheet (CliCall *call, ForumSheet sheet, GError **error)
{
  const char *output = cli_call_need (call, "output", error);
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char day[11];
  const char *today;
  gint64 id;

  if (output == NULL || !read_today (call, day, &today, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  id = session != NULL ? find (session, cli_call_argument (call, 1), amp_forum_find, error) : 0;
  if (id == 0)
    return CLI_FAILED;
  bytes = sheet (session, id, today, amp_code_language (), cli_translate, error);
  return write_out (output, bytes, error);
}

static int
run_agenda (CliCall *call, GError **error)
{
  return write_sheet (call, amp_forum_agenda_to_pdf, error);
}

const CliCommand cli_forum_agenda = {
  "forum agenda",
  {"VAULT", "CODE"},
  pdf_options,
  N_ ("Writes the agenda of a forum's next meeting, with the commitments that are open."),
  NULL,
  run_agenda,
};

static int
run_minutes (CliCall *call, GError **error)
{
  return write_sheet (call, amp_forum_minutes_to_pdf, error);
}

const CliCommand cli_forum_minutes = {
  "forum minutes",
  {"VAULT", "CODE"},
  pdf_options,
  N_ ("Writes the minutes of a forum: its agreements and who promised what."),
  NULL,
  run_minutes,
};

/* --- Commitments --- */

/* A code of that list, whatever way it is written. */
static gboolean
read_code (
  const CliCall *call, const char *option, const char *list, const char **code, GError **error)
{
  const char *given = cli_call_get (call, option);
  const AmpCode *found =
    given != NULL ? amp_code_list_match (amp_code_list_find (list), given) : NULL;

  *code = found != NULL ? amp_code_value (found) : NULL;
  if (given == NULL || found != NULL)
    return TRUE;
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s: \"%s\" is none of the list."), option,
               given);
  return FALSE;
}

static int
run_commitments (CliCall *call, GError **error)
{
  const char *institution = cli_call_get (call, "institution");
  AmpCommitmentQuery query = {.open = cli_call_get (call, "all") == NULL};
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char day[11];

  if (!read_today (call, day, &query.today, error) ||
      !read_code (call, "country", "country", &query.country, error) ||
      !read_code (call, "region", "region", &query.region, error) ||
      !read_code (call, "status", "commitment_status", &query.status, error))
    return CLI_FAILED;
  if (query.status != NULL)
    query.open = FALSE;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  if (institution != NULL)
    {
      query.institution = find (session, institution, amp_commitments_find_institution, error);
      if (query.institution == 0)
        return CLI_FAILED;
    }
  bytes = amp_commitments_to_csv (session, &query, error);
  return write_out (cli_call_get (call, "output"), bytes, error);
}

static const CliOption commitments_options[] = {
  {"all", NULL, N_ ("also those that are not open any more"), FALSE},
  {"institution", "CODE", N_ ("only what this institution promised or was promised"), FALSE},
  {"country", "COUNTRY", N_ ("only of this country"), FALSE},
  {"region", "REGION", N_ ("only of this region"), FALSE},
  {"status", "STATUS", N_ ("only of this status"), FALSE},
  {"output", "FILE", N_ ("write it to FILE; standard output if not given"), FALSE},
  {"today", "DAY", N_ ("what is overdue on that day; today if not given"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_commitments = {
  "commitments",
  {"VAULT"},
  commitments_options,
  N_ ("Writes what institutions promised as CSV, the longest overdue first."),
  NULL,
  run_commitments,
};
